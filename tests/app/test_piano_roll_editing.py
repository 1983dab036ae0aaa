"""Editing with real presses, moves and keys on the roll, and what becomes of the document. Most tests need only the
panel around the roll with its menus, document and playback; some the whole window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app import commands
from app.actions import ActionId, make_actions
from app.controller import Controller
from app.engine_client import EngineClient, EngineLike
from app.main_window import MainWindow
from app.menus import fill_menu_bar
from app.paths import AppPaths
from app.piano_roll.canvas import RULER_PX
from app.piano_roll.editor import Tool
from app.piano_roll.note_actions import NoteAction
from app.piano_roll.panel import RollPanel
from app.piano_roll.view import PianoRoll
from app.settings import Settings
from app.theme import DARK
from engine.music.clip import Clip
from engine.music.note import Note, Role
from engine.music.snapping import Snap
from engine.sound.outputs import SilentOutput
from engine.sound.player import Player

Step = Callable[[MainWindow], None]
LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Desk(QMainWindow):
    """A window with the roll alone, over a document with a prompt."""

    def __init__(self, controller: Controller, settings: Settings) -> None:
        super().__init__()
        self.controller = controller
        actions = make_actions(self)
        self.roll_panel = RollPanel(controller, DARK, actions, self)
        self.setCentralWidget(self.roll_panel)
        fill_menu_bar(self.menuBar(), actions, settings)
        self.roll_panel.add_menus(self.menuBar(), actions)
        actions[ActionId.DELETE_TAKE].setEnabled(False)


class Hand:
    """Presses, drags and types on the roll of a window."""

    def __init__(self, window: Desk | MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.roll: PianoRoll = window.roll_panel.roll
        self.editor = self.roll.editor
        self.stack = window.controller.undo_stack
        window.resize(1400, 1000)
        QApplication.processEvents()
        self.roll.setFocus()
        self.show_all()

    def show_all(self) -> None:
        """Show five bars and all pitches that are used here."""
        self.roll._set_coords(self.roll.coords.fitted(0, 9600, 34, 92))

    @property
    def clip(self) -> Clip:
        return self.roll.content.clip

    def place(self, tick: float, pitch: int) -> QPoint:
        coords = self.roll.coords
        return QPoint(round(coords.x_at(tick)), round(coords.y_at(pitch) + coords.row_px / 2))

    def on(self, note: Note) -> QPoint:
        """The left part of a note, away from its right end."""
        return self.place(note.start + note.duration * 0.3, note.pitch)

    def click(self, place: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.mouseClick(self.roll.viewport(), LEFT, held, place)

    def double_click(self, place: QPoint) -> None:
        """What a mouse sends: press, release, double press, release."""
        viewport = self.roll.viewport()
        self.qtbot.mouseClick(viewport, LEFT, NONE, place)
        self.qtbot.mouseDClick(viewport, LEFT, NONE, place)
        self.qtbot.mouseRelease(viewport, LEFT, NONE, place)

    def drag(self, start: QPoint, *way: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        viewport = self.roll.viewport()
        self.qtbot.mousePress(viewport, LEFT, held, start)
        for place in way:
            self.qtbot.mouseMove(viewport, place)
        self.qtbot.mouseRelease(viewport, LEFT, held, way[-1])

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.roll, key, held)

    def do(self, action: NoteAction) -> None:
        self.window.roll_panel.menus.actions[action].trigger()


@pytest.fixture
def hand(qtbot: QtBot, engine: EngineLike, paths: AppPaths, prompt_clip: Callable[..., Clip]) -> Iterator[Hand]:
    controller = Controller(EngineClient(lambda: engine))
    desk = Desk(controller, Settings(paths.settings_file))
    qtbot.addWidget(desk)
    controller.undo_stack.push(commands.OpenPrompt(controller.document, prompt_clip()))
    desk.show()
    yield Hand(desk, qtbot)
    QApplication.clipboard().clear()
    controller.close()


@pytest.fixture
def hand_in_window(window: MainWindow, open_prompt: Step, qtbot: QtBot) -> Hand:
    open_prompt(window)
    return Hand(window, qtbot)


def leads(clip: Clip) -> list[Note]:
    return [note for note in clip.notes if note.role is Role.LEAD]


def test_a_double_click_draws_a_note_on_the_grid_in_one_step(hand: Hand) -> None:
    before, steps = hand.clip, hand.stack.count()
    with hand.qtbot.waitSignal(hand.editor.note_heard) as heard:
        hand.double_click(hand.place(1990, 84))
    added = set(hand.clip.notes) - set(before.notes)
    assert added == {Note(1920, 84, 120, hand.editor.new_velocity, Role.LEAD)}
    assert heard.args is not None
    assert heard.args[0] == 84
    assert hand.editor.selection == added
    assert hand.stack.count() == steps + 1
    hand.stack.undo()
    assert hand.clip == before


def test_the_pencil_draws_as_long_as_it_is_dragged(hand: Hand, qtbot: QtBot) -> None:
    qtbot.keyClick(hand.roll, Qt.Key.Key_B)
    assert hand.editor.tool is Tool.DRAW
    before = set(hand.clip.notes)
    hand.drag(hand.place(2410, 80), hand.place(2700, 80), hand.place(3300, 80))
    (drawn,) = set(hand.clip.notes) - before
    assert (drawn.start, drawn.end, drawn.pitch) == (2400, 3360, 80)


def test_a_prompt_is_drawn_from_nothing_and_continued(
    window: MainWindow, qtbot: QtBot, generate: Step, engine: Any
) -> None:
    controller = window.controller
    controller.change_settings("meter", meter=(3, 4), tempo_bpm=90.0)
    window.roll_panel.empty_state.draw_button.click()
    assert not window.roll_panel.empty_state.isVisible()
    assert (window.transport.tempo.text(), window.transport.meter.text()) == ("90", "3/4")
    # Nothing of it would be missed yet.
    assert not window.project_desk.is_modified
    hand = Hand(window, qtbot)
    hand.drag(hand.place(490, 72), hand.place(900, 72))
    assert hand.clip.notes == (Note(480, 72, 480, hand.editor.new_velocity, Role.LEAD),)
    assert hand.clip.bars == 4
    assert window.project_desk.is_modified
    generate(window)
    assert engine.jobs[0].prompt == controller.document.state.prompt


def test_an_empty_prompt_is_continued_as_it_is(window: MainWindow, generate: Step, engine: Any) -> None:
    window.roll_panel.empty_state.draw_button.click()
    generate(window)
    assert [prompt.clip.notes for prompt in window.controller.document.state.prompts] == [()]
    assert not engine.jobs[0].prompt.notes
    assert len(window.takes.cards) == 2


def test_a_double_click_on_a_note_deletes_it(hand: Hand) -> None:
    note = leads(hand.clip)[2]
    hand.double_click(hand.on(note))
    assert note not in hand.clip.notes


def test_click_shift_click_and_ground_select(hand: Hand) -> None:
    first, second = leads(hand.clip)[:2]
    hand.click(hand.on(first))
    assert hand.editor.selection == {first}
    hand.click(hand.on(second), SHIFT)
    assert hand.editor.selection == {first, second}
    hand.click(hand.on(first), SHIFT)
    assert hand.editor.selection == {second}
    hand.click(hand.place(1000, 90))
    assert hand.editor.selection == frozenset()


def test_a_rubber_band_selects_what_it_touches(hand: Hand) -> None:
    hand.drag(hand.place(-0.5, 85) + QPoint(2, 0), hand.place(900, 75), hand.place(1000, 70))
    expected = {note for note in leads(hand.clip) if note.start < 1000 and note.end > 0 and note.pitch >= 70}
    assert expected
    assert hand.editor.selection == expected
    assert hand.stack.undoText().startswith("open")


def test_select_all_selects_all_and_says_so(hand: Hand, qtbot: QtBot) -> None:
    qtbot.keyClick(hand.window, Qt.Key.Key_A, CTRL)
    assert hand.editor.selection == set(hand.clip.notes)
    assert str(len(hand.clip.notes)) in hand.window.roll_panel.edit_bar.summary.text()


@pytest.mark.parametrize(
    ("key", "role"), [(Qt.Key.Key_1, Role.LEAD), (Qt.Key.Key_2, Role.CHORDS), (Qt.Key.Key_3, Role.BASS)]
)
def test_a_role_is_selected_by_its_number(hand: Hand, qtbot: QtBot, key: Qt.Key, role: Role) -> None:
    expected = {note for note in hand.clip.notes if note.role == role}
    qtbot.keyClick(hand.window, key, CTRL | SHIFT)
    assert expected
    assert hand.editor.selection == expected
    assert str(len(expected)) in hand.window.roll_panel.edit_bar.summary.text()
    hand.editor.mark_bars((0, 0))
    qtbot.keyClick(hand.window, key, CTRL | SHIFT)
    assert hand.editor.selection == {note for note in expected if note.start < hand.clip.meter.bar_start(1)}


def test_a_drag_moves_to_the_grid_in_one_step(hand: Hand) -> None:
    note, steps = leads(hand.clip)[1], hand.stack.count()
    start = hand.on(note)
    target = hand.place(note.start + note.duration * 0.3 + 370, note.pitch + 5)
    hand.drag(start, (start + target) / 2, target)
    (moved,) = hand.editor.selection
    assert (moved.start, moved.pitch, moved.duration) == (note.start + 360, note.pitch + 5, note.duration)
    assert note not in hand.clip.notes
    assert hand.stack.count() == steps + 1


def test_alt_moves_without_snapping_and_ctrl_copies(hand: Hand) -> None:
    note = leads(hand.clip)[1]
    start = hand.on(note)
    off = round(200 * hand.roll.coords.pixels_per_tick)
    hand.drag(start, start + QPoint(off, 0), held=ALT)
    (moved,) = hand.editor.selection
    assert abs(moved.start - note.start - 200) <= 1 / hand.roll.coords.pixels_per_tick
    assert moved.start % 120
    hand.stack.undo()
    hand.drag(start, hand.place(note.start + note.duration * 0.3, note.pitch + 12), held=CTRL)
    assert note in hand.clip.notes
    assert hand.editor.selection == {Note(note.start, note.pitch + 12, note.duration, note.velocity, note.role)}


def test_moving_up_leaves_an_off_grid_note_where_it_is_in_time(hand: Hand) -> None:
    note = leads(hand.clip)[0]
    hand.click(hand.on(note))
    hand.key(Qt.Key.Key_Right, ALT)
    (late,) = hand.editor.selection
    assert late.start == note.start + 20
    hand.drag(hand.on(late), hand.place(late.start + late.duration * 0.3 + 15, late.pitch + 3))
    (up,) = hand.editor.selection
    assert (up.start, up.pitch) == (late.start, late.pitch + 3)


def test_the_right_end_resizes_all_selected_notes(hand: Hand) -> None:
    first, second = leads(hand.clip)[:2]
    hand.click(hand.on(first))
    hand.click(hand.on(second), SHIFT)
    edge = hand.place(second.end, second.pitch) - QPoint(2, 0)
    hand.drag(edge, hand.place(second.start + 240, second.pitch))
    assert {note.duration for note in hand.editor.selection} == {240}
    assert {note.start for note in hand.editor.selection} == {first.start, second.start}


def test_the_eraser_deletes_what_it_passes_over_in_one_step(hand: Hand, qtbot: QtBot) -> None:
    qtbot.keyClick(hand.roll, Qt.Key.Key_E)
    steps = hand.stack.count()
    first, second = leads(hand.clip)[:2]
    hand.drag(hand.on(first), hand.on(second))
    assert first not in hand.clip.notes
    assert second not in hand.clip.notes
    assert hand.stack.count() == steps + 1


def test_arrow_keys_nudge_and_repeated_nudges_are_one_step(hand: Hand) -> None:
    note, steps = leads(hand.clip)[0], hand.stack.count()
    hand.click(hand.on(note))
    for _ in range(3):
        hand.key(Qt.Key.Key_Right)
    (moved,) = hand.editor.selection
    assert moved.start == note.start + 360
    assert hand.stack.count() == steps + 1
    for _ in range(2):
        hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Down, SHIFT)
    (moved,) = hand.editor.selection
    assert moved.pitch == note.pitch + 2 - 12
    assert hand.stack.count() == steps + 2
    hand.key(Qt.Key.Key_Right, SHIFT)
    assert min(hand.editor.selection).duration == note.duration + 120
    hand.key(Qt.Key.Key_Up, ALT)
    assert min(hand.editor.selection).velocity == note.velocity + 5
    assert hand.stack.count() == steps + 4
    for _ in range(4):
        hand.stack.undo()
    assert note in hand.clip.notes


def test_nudges_of_another_selection_are_another_step(hand: Hand) -> None:
    first, second = leads(hand.clip)[:2]
    steps = hand.stack.count()
    hand.click(hand.on(first))
    hand.key(Qt.Key.Key_Up)
    hand.click(hand.on(second))
    hand.key(Qt.Key.Key_Up)
    assert hand.stack.count() == steps + 2


def test_arrow_keys_scroll_while_nothing_is_selected(hand: Hand) -> None:
    hand.roll.zoom(8)
    before = hand.roll.horizontalScrollBar().value()
    hand.key(Qt.Key.Key_Right)
    assert hand.roll.horizontalScrollBar().value() > before


def test_full_stop_and_comma_walk_from_note_to_note(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Period)
    assert hand.editor.selection == {hand.clip.notes[0]}
    hand.key(Qt.Key.Key_Period)
    hand.key(Qt.Key.Key_Greater, SHIFT)
    assert hand.editor.selection == set(hand.clip.notes[1:3])
    hand.key(Qt.Key.Key_Comma)
    assert hand.editor.selection == {hand.clip.notes[0]}


def test_duplicate_cut_copy_and_paste(hand: Hand, qtbot: QtBot) -> None:
    bar = frozenset(note for note in hand.clip.notes if note.start < 1920)
    hand.editor.select(bar)
    qtbot.keyClick(hand.window, Qt.Key.Key_C, CTRL)
    hand.window.controller.playback.seek(7680)
    qtbot.keyClick(hand.window, Qt.Key.Key_V, CTRL)
    assert hand.editor.selection == {note.moved(7680) for note in bar}
    assert hand.clip.length == 9600
    qtbot.keyClick(hand.window, Qt.Key.Key_D, CTRL)
    assert {note.start for note in hand.editor.selection} == {note.start + 9600 for note in bar}
    qtbot.keyClick(hand.window, Qt.Key.Key_X, CTRL)
    assert hand.editor.selection == frozenset()
    assert max(note.start for note in hand.clip.notes) < 9600


def test_delete_deletes_notes_and_never_the_take(hand_in_window: Hand, generate: Step) -> None:
    hand = hand_in_window
    generate(hand.window)
    takes = len(hand.window.controller.document.state.takes)
    hand.roll.setFocus()
    hand.key(Qt.Key.Key_Delete)
    assert len(hand.window.controller.document.state.takes) == takes
    mine = [note for note in hand.clip.notes if note.start >= hand.roll.content.seam_tick]
    hand.editor.select(mine[:3])
    hand.key(Qt.Key.Key_Delete)
    assert not set(mine[:3]) & set(hand.clip.notes)
    assert len(hand.window.controller.document.state.takes) == takes


def test_the_grid_menu_and_its_keys(hand: Hand, qtbot: QtBot) -> None:
    box = hand.window.roll_panel.edit_bar.snap
    offered = [box.itemData(index) for index in range(box.count())]
    assert offered == list(Snap)
    qtbot.keyClick(hand.window, Qt.Key.Key_3, CTRL)
    assert box.currentData() is Snap.SIXTEENTH_TRIPLET
    qtbot.keyClick(hand.window, Qt.Key.Key_2, CTRL)
    assert box.currentData() is Snap.EIGHTH_TRIPLET
    qtbot.keyClick(hand.window, Qt.Key.Key_4, CTRL)
    assert box.currentData() is Snap.OFF
    box.setCurrentIndex(offered.index(Snap.BEAT))
    box.activated.emit(offered.index(Snap.BEAT))
    hand.double_click(hand.place(2300, 86))
    (drawn,) = hand.editor.selection
    assert (drawn.start, drawn.duration) == (1920, 480)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform grabs no keyboard
def test_quantising_with_strength_and_swing_through_the_small_window(hand: Hand, qtbot: QtBot) -> None:
    popup = hand.window.roll_panel.quantise_popup
    hand.editor.select([leads(hand.clip)[0]])
    hand.editor.move(270, 0)
    hand.do(NoteAction.QUANTISE_SETTINGS)
    assert popup.isVisible()
    popup.lines.setCurrentIndex(popup.lines.findData(Snap.EIGHTH))
    popup.swing.setValue(67)
    popup.strength.setValue(50)
    qtbot.mouseClick(popup.apply_button, LEFT)
    assert not popup.isVisible()
    (note,) = hand.editor.selection
    assert note.start == 295  # half of the way from 270 to the swung eighth at 320
    assert hand.stack.undoText() == "quantise"


def test_split_join_and_legato(hand: Hand, qtbot: QtBot) -> None:
    bass = next(note for note in hand.clip.notes if note.role is Role.BASS)
    hand.editor.select([bass])
    hand.window.controller.playback.seek(960)
    qtbot.keyClick(hand.window, Qt.Key.Key_K, CTRL)
    assert {(note.start, note.end) for note in hand.editor.selection} == {(0, 960), (960, bass.end)}
    qtbot.keyClick(hand.window, Qt.Key.Key_J, CTRL)
    assert hand.editor.selection == {bass}
    hand.editor.select(leads(hand.clip))
    qtbot.keyClick(hand.window, Qt.Key.Key_L, SHIFT)
    lengths = [note.duration for note in leads(hand.clip)]
    assert lengths == [480] * (len(lengths) - 1) + [400]


def test_the_menu_under_the_pointer_splits_where_it_is(hand: Hand) -> None:
    bass = next(note for note in hand.clip.notes if note.role is Role.BASS)
    menu = hand.window.roll_panel.menus.menu_at(QPointF(hand.place(1030, bass.pitch)))
    assert menu is not None
    menu.actions()[0].trigger()
    assert {note.start for note in hand.editor.selection} == {0, 960}
    menu.deleteLater()


def test_roles_are_changed_by_key_and_box(hand: Hand, qtbot: QtBot) -> None:
    note = leads(hand.clip)[0]
    hand.editor.select([note])
    qtbot.keyClick(hand.window, Qt.Key.Key_3, ALT)
    assert hand.editor.selection == {note.with_role(Role.BASS)}
    assert hand.window.roll_panel.edit_bar.role.currentData() is Role.BASS


def test_a_stem_is_dragged_and_the_selection_goes_along(hand: Hand) -> None:
    roll, notes = hand.roll, leads(hand.clip)
    first, second = notes[1], notes[2]
    hand.editor.select([first, second])
    stem = QPoint(round(roll.coords.x_at(first.start)), round(roll.lane.y_at(first.velocity)))
    target = QPoint(stem.x(), round(roll.lane.y_at(50)))
    steps = hand.stack.count()
    hand.drag(stem, (stem + target) / 2, target)
    velocities = {note.start: note.velocity for note in hand.editor.selection}
    assert velocities[first.start] == roll.lane.velocity_at(target.y())
    assert velocities[second.start] - second.velocity == velocities[first.start] - first.velocity
    assert hand.stack.count() == steps + 1


def test_a_line_across_the_lane_makes_a_ramp_over_the_selection(hand: Hand) -> None:
    roll = hand.roll
    hand.editor.select(leads(hand.clip))
    others = {note for note in hand.clip.notes if note.role is not Role.LEAD}
    coords, lane = roll.coords, roll.lane
    start = QPoint(round(coords.x_at(0)), round(lane.y_at(20)))
    end = QPoint(round(coords.x_at(7200)), round(lane.y_at(120)))
    hand.drag(start, (start + end) / 2, end, held=SHIFT)
    rising = [note.velocity for note in leads(hand.clip)]
    assert rising == sorted(rising)
    assert rising[0] < 30
    assert rising[-1] > 110
    assert others <= set(hand.clip.notes)


def test_escape_gives_a_drag_up(hand: Hand, qtbot: QtBot) -> None:
    note, before = leads(hand.clip)[0], hand.clip
    viewport = hand.roll.viewport()
    qtbot.mousePress(viewport, LEFT, NONE, hand.on(note))
    qtbot.mouseMove(viewport, hand.place(3000, 60))
    hand.key(Qt.Key.Key_Escape)
    qtbot.mouseRelease(viewport, LEFT, NONE, hand.place(3000, 60))
    assert hand.clip == before


def test_only_the_take_can_be_edited_and_the_edited_take_is_what_plays_and_leaves(
    hand_in_window: Hand, generate: Step
) -> None:
    hand = hand_in_window
    window = hand.window
    assert isinstance(window, MainWindow)
    prompt = window.controller.document.state.prompt
    generate(window)
    seam = hand.roll.content.seam_tick
    hand.show_all()
    ghost = leads(hand.clip)[0]
    hand.click(hand.on(ghost))
    assert hand.editor.selection == frozenset()
    hand.editor.select_all()
    assert min(note.start for note in hand.editor.selection) == seam
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_Up)
    state = window.controller.document.state
    take = state.take(state.current)
    assert take is not None
    assert take.edited
    assert min(note.start for note in take.clip.notes) == 0
    assert state.prompt == prompt
    assert window.controller.playback.clip.notes == hand.clip.notes
    file = window.outlet.file_for(take)
    assert file is not None
    from engine.music.midi_io import read_clip

    written = read_clip(file)
    assert [(n.start, n.pitch) for n in written.notes] == [(n.start, n.pitch) for n in take.clip.notes]


def test_selected_notes_leave_as_a_file_of_whole_bars(hand_in_window: Hand, qtbot: QtBot) -> None:
    hand = hand_in_window
    handle = hand.window.roll_panel.edit_bar.handle
    assert not handle.isVisible()
    hand.editor.select(note for note in leads(hand.clip) if 1920 <= note.start < 5760)
    assert handle.isVisible()
    handle.setFocus()
    qtbot.keyClick(handle, Qt.Key.Key_Return)
    (url,) = QApplication.clipboard().mimeData().urls()
    from engine.music.midi_io import read_clip

    written = read_clip(Path(url.toLocalFile()))
    assert [n.start + 1920 for n in written.notes] == [n.start for n in hand.editor.selected]
    assert written.length == 3840
    handle.drag_started.disconnect()  # a drag waits for a pointer that lets go
    with qtbot.waitSignal(handle.drag_started):
        qtbot.mousePress(handle, LEFT, NONE, QPoint(5, 5))
        qtbot.mouseMove(handle, QPoint(60, 60))
    QApplication.clipboard().clear()


def test_the_music_goes_on_while_it_is_edited(hand: Hand) -> None:
    playback = hand.window.controller.playback
    playback.set_player(Player(SilentOutput([])))
    playback.play()
    assert playback.playing
    hand.editor.select([leads(hand.clip)[0]])
    hand.key(Qt.Key.Key_Up)
    assert playback.playing
    assert playback.clip is hand.clip
    playback.stop()


def test_a_click_on_the_ground_moves_the_play_position_to_the_grid(hand: Hand) -> None:
    hand.click(hand.place(2900, 90))
    assert hand.window.controller.playback.cursor_tick == 2880


def test_page_keys_walk_the_play_position(hand: Hand) -> None:
    hand.key(Qt.Key.Key_PageDown)
    hand.key(Qt.Key.Key_PageDown)
    assert hand.window.controller.playback.cursor_tick == 3840
    hand.key(Qt.Key.Key_PageUp, SHIFT)
    assert hand.window.controller.playback.cursor_tick == 3720


def test_keys_on_the_keyboard_sound_as_the_pointer_slides(hand: Hand, qtbot: QtBot) -> None:
    heard: list[int] = []
    hand.roll.key_pressed.connect(heard.append)
    viewport = hand.roll.viewport()
    qtbot.mousePress(viewport, LEFT, NONE, QPoint(20, hand.place(0, 72).y()))
    qtbot.mouseMove(viewport, QPoint(20, hand.place(0, 74).y()))
    qtbot.mouseRelease(viewport, LEFT, NONE, QPoint(20, hand.place(0, 74).y()))
    assert heard == [72, 74]


def test_the_commands_rest_while_another_room_is_shown(hand_in_window: Hand) -> None:
    hand = hand_in_window
    assert isinstance(hand.window, MainWindow)
    hand.editor.select_all()
    delete = hand.window.roll_panel.menus.actions[NoteAction.DELETE]
    assert delete.isEnabled()
    hand.window.tabs.setCurrentIndex(1)
    assert not delete.isEnabled()
    hand.window.tabs.setCurrentIndex(0)
    assert delete.isEnabled()


def test_the_ruler_is_above_all(hand: Hand) -> None:
    assert hand.roll.note_under(QPointF(hand.roll.coords.x_at(10), RULER_PX - 2)) is None
