from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.chord_lane.lane import ChordLane
from app.chord_lane.link import ChordLink
from app.chord_lane.painter import field_box, short_text
from app.engine_client import ChordsHeard
from app.main_window import MainWindow
from engine.music.chord import QUALITIES, parse_chord
from engine.music.progression import parse_progression, progression_text

Step = Callable[[MainWindow], None]
BAR = 1920


@pytest.fixture
def opened(window: MainWindow, open_prompt: Step) -> MainWindow:
    open_prompt(window)
    window.controller.change_chords(parse_progression("C | Am7 | Dm7 | G7"))
    return window


def link_of(window: MainWindow) -> ChordLink:
    return window.roll_panel.chords


def shown(window: MainWindow) -> str:
    return progression_text(window.controller.document.state.shown.chords)


def plan(window: MainWindow) -> str:
    return progression_text(window.controller.document.state.plan)


def place_of(lane: ChordLane, tick: int) -> QPoint:
    return QPoint(round(lane._roll.coords.x_at(tick)), lane.height() // 2)


def type_progression(window: MainWindow, qtbot: QtBot, text: str) -> None:
    box = link_of(window).bar.text
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_a_typed_progression_reaches_the_job_and_undo_takes_it_back(
    opened: MainWindow, generate: Step, engine: Any, qtbot: QtBot
) -> None:
    type_progression(opened, qtbot, "Dm7 G7 | Cmaj7")
    assert plan(opened) == "Dm7 G7 | Cmaj7"
    generate(opened)
    assert engine.jobs[0].chords == parse_progression("Dm7 G7 | Cmaj7")
    opened.controller.undo_stack.undo()
    opened.controller.undo_stack.undo()
    assert plan(opened) == ""
    assert link_of(opened).bar.text.text() == ""


def test_a_mistake_is_said_and_marked_and_the_text_stays(opened: MainWindow, qtbot: QtBot) -> None:
    type_progression(opened, qtbot, "Dm7 | H7 | C")
    bar = link_of(opened).bar
    assert "H" in bar.error.text()
    assert bar.error.isVisible()
    assert bar.text.selectedText() == "H7"
    assert bar.text.text() == "Dm7 | H7 | C"
    assert plan(opened) == ""
    qtbot.keyClick(bar.text, Qt.Key.Key_Escape)
    assert not bar.error.isVisible()
    assert bar.text.text() == ""


def test_a_chord_is_typed_in_its_field(opened: MainWindow, qtbot: QtBot) -> None:
    lane = link_of(opened).lane
    opened.roll_panel.roll.fit()
    qtbot.mouseDClick(lane, Qt.MouseButton.LeftButton, pos=place_of(lane, BAR + 300))
    assert lane.editor.isVisible()
    assert lane.editor.text() == "Am7"
    qtbot.keyClicks(lane.editor, "Em7 A7")
    qtbot.keyClick(lane.editor, Qt.Key.Key_Return)
    assert shown(opened) == "C | Em7 A7 | Dm7 | G7"
    opened.controller.undo_stack.undo()
    assert shown(opened) == "C | Am7 | Dm7 | G7"


# The offscreen platform cannot raise the tip that names the mistake.
@pytest.mark.qt_log_ignore(r"raise\(\)", extend=True)
def test_escape_and_a_wrong_chord_change_nothing(opened: MainWindow, qtbot: QtBot) -> None:
    lane = link_of(opened).lane
    lane.select(0)
    lane.setFocus()
    qtbot.keyClick(lane, Qt.Key.Key_F2)
    qtbot.keyClicks(lane.editor, "Zz")
    qtbot.keyClick(lane.editor, Qt.Key.Key_Return)
    assert lane.editor.isVisible()
    assert "Zz" in lane.editor.accessibleDescription()
    qtbot.keyClick(lane.editor, Qt.Key.Key_Escape)
    assert not lane.editor.isVisible()
    assert shown(opened) == "C | Am7 | Dm7 | G7"


def test_keys_walk_split_join_stretch_transpose_and_clear(opened: MainWindow, qtbot: QtBot) -> None:
    lane = link_of(opened).lane
    lane.setFocus()
    qtbot.keyClick(lane, Qt.Key.Key_Home)
    qtbot.keyClick(lane, Qt.Key.Key_Right)
    assert lane.selected == 1
    assert "Am7" in lane.accessibleDescription()
    qtbot.keyClick(lane, Qt.Key.Key_Slash)
    assert len(opened.controller.document.state.shown.chords) == 5
    qtbot.keyClick(lane, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(opened) == "C | Bbm7 Am7 | Dm7 | G7"
    qtbot.keyClick(lane, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shown(opened) == "C | Bbm7 / / Am7 | Dm7 | G7"
    qtbot.keyClick(lane, Qt.Key.Key_J)
    assert shown(opened) == "C | Bbm7 | Dm7 | G7"
    qtbot.keyClick(lane, Qt.Key.Key_Delete)
    assert shown(opened) == "C | N.C. | Dm7 | G7"
    # Five steps, each taken back on its own.
    for _ in range(5):
        opened.controller.undo_stack.undo()
    assert shown(opened) == "C | Am7 | Dm7 | G7"


def test_a_border_is_dragged_to_the_beat_as_one_step(opened: MainWindow, qtbot: QtBot) -> None:
    lane = link_of(opened).lane
    opened.roll_panel.roll.fit()
    steps = opened.controller.undo_stack.count()
    qtbot.mousePress(lane, Qt.MouseButton.LeftButton, pos=place_of(lane, BAR))
    for tick in (BAR + 100, BAR + 300, BAR + 500):
        qtbot.mouseMove(lane, place_of(lane, tick))
    qtbot.mouseRelease(lane, Qt.MouseButton.LeftButton, pos=place_of(lane, BAR + 500))
    assert opened.controller.document.state.shown.chords[0].end == BAR + 480
    assert opened.controller.undo_stack.count() == steps + 1


def test_the_lane_behind_the_prompt_takes_wishes(opened: MainWindow, qtbot: QtBot) -> None:
    lane = link_of(opened).lane
    lane.edit_at(4 * BAR)
    assert lane.editor.isVisible()
    qtbot.keyClicks(lane.editor, "Fm6")
    qtbot.keyClick(lane.editor, Qt.Key.Key_Return)
    assert plan(opened) == "Fm6"
    assert shown(opened) == "C | Am7 | Dm7 | G7"


def test_a_preset_asks_for_its_bars_in_one_step(opened: MainWindow) -> None:
    opened.controller.change_settings("mode", mode="solo")
    link_of(opened).bar.preset_chosen.emit("blues")
    state = opened.controller.document.state
    assert state.settings.bars == 12
    assert len(parse_progression(plan(opened))) == 12
    opened.controller.undo_stack.undo()
    assert opened.controller.document.state.plan == ()
    assert opened.controller.document.state.settings.bars == 8


def test_a_chart_brings_its_feel_where_parts_are_written_over_it(opened: MainWindow, qtbot: QtBot) -> None:
    opened.controller.change_settings("mode", mode="solo")
    link_of(opened).bar.preset_chosen.emit("bossa")
    assert opened.controller.document.state.settings.feel == "bossa"
    assert opened.mixer.basics.feel.currentText() == "Bossa nova"
    type_progression(opened, qtbot, "irealbook://Tune=Somebody=Ballad=C=n=[T44C^7 |A7 |D-7 |G7 Z")
    assert opened.controller.document.state.settings.feel == "two-beat"
    type_progression(opened, qtbot, "Dm7 | G7")  # plain chords say nothing of it
    assert opened.controller.document.state.settings.feel == "two-beat"
    for _ in range(3):
        opened.controller.undo_stack.undo()
    assert opened.controller.document.state.settings.feel == "swing"
    opened.controller.change_settings("mode", mode="continue")
    link_of(opened).bar.preset_chosen.emit("bossa")
    assert opened.controller.document.state.settings.feel == "swing"


def test_every_preset_of_the_menu_can_be_asked_for(window: MainWindow) -> None:
    bar = link_of(window).bar
    actions = bar.presets.menu().actions()
    assert len(actions) >= 9
    seen = set()
    for action in actions:
        action.trigger()
        seen.add(plan(window))
    assert len(seen) == len(actions)


def test_a_chart_file_and_a_pasted_link_are_taken(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "변화 목록.txt"
    file.write_text("Title: Test\nDm7 | G7 | C6 | %\n", encoding="utf-8")
    link_of(opened).import_file(file)
    assert plan(opened) == "Dm7 | G7 | C6 | %"
    link = "irealbook://Tune=Somebody=Medium Swing=C=n=[T44C^7 |A7 |D-7 |G7 Z"
    type_progression(opened, qtbot, link)
    assert plan(opened) == "Cmaj7 | A7 | Dm7 | G7"


def test_a_chart_that_is_none_is_told(opened: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    file.write_bytes(b"\x00\x01")
    link_of(opened).import_file(file)
    assert len(opened.messages.texts) == 1
    assert plan(opened) == ""


def is_chords_heard(event: object) -> bool:
    return isinstance(event, ChordsHeard)


def test_detect_finds_the_chords_of_the_notes(opened: MainWindow, qtbot: QtBot) -> None:
    opened.controller.change_chords(())
    assert shown(opened) == ""
    link_of(opened).bar.detect_wanted.emit()
    qtbot.waitUntil(lambda: bool(opened.controller.document.state.shown.chords))
    assert opened.controller.document.state.shown.chords[0].chord.root == 0
    opened.controller.undo_stack.undo()
    assert shown(opened) == ""


def test_chords_of_notes_that_have_changed_meanwhile_are_not_taken(opened: MainWindow, qtbot: QtBot) -> None:
    opened.controller.change_chords(())
    link = link_of(opened)
    with qtbot.waitSignal(opened.controller.client.event_received, check_params_cb=is_chords_heard):
        link.detect()
        state = opened.controller.document.state.shown
        opened.controller.change_shown(state.with_notes(state.notes[1:]), "erase a note")
    assert shown(opened) == ""
    assert any("ask again" in text for text in opened.messages.texts)


def test_transposing_moves_the_wishes_else_the_lane(opened: MainWindow) -> None:
    link = link_of(opened)
    link.transpose(2)
    assert shown(opened) == "D | Bm7 | Em7 | A7"
    opened.controller.change_plan(parse_progression("C | F"))
    link.transpose(-1)
    assert plan(opened) == "B | E"
    assert shown(opened) == "D | Bm7 | Em7 | A7"


def test_suggestions_have_reasons_and_are_taken_and_left(opened: MainWindow) -> None:
    opened.controller.change_chords(parse_progression("Am7 | Dm7 | G7 | C"))
    opened.controller.change_settings("mode", mode="reharmonize")
    link = link_of(opened)
    link.suggest()
    window = link.suggestions
    assert window is not None
    assert window.list.count() > 3
    assert all(proposal.reason for proposal in window.proposals)
    over_g7 = next(n for n, p in enumerate(window.proposals) if p.start == 2 * BAR and p.device == "tritone")
    item = window.list.item(over_g7)
    item.setCheckState(Qt.CheckState.Checked)
    assert plan(opened) == "Am7 | Dm7 | Db7#11 | C"
    item.setCheckState(Qt.CheckState.Unchecked)
    assert plan(opened) == "Am7 | Dm7 | G7 | C"
    opened.controller.undo_stack.undo()
    assert plan(opened) == "Am7 | Dm7 | Db7#11 | C"
    window.close()


def test_of_two_suggestions_for_the_same_beats_the_newer_stays(opened: MainWindow) -> None:
    opened.controller.change_settings("mode", mode="reharmonize")
    link = link_of(opened)
    link.suggest()
    window = link.suggestions
    assert window is not None
    proposals = window.proposals
    first, second = next(
        (a, b)
        for a in range(len(proposals))
        for b in range(a + 1, len(proposals))
        if proposals[a].start < proposals[b].end and proposals[b].start < proposals[a].end
    )
    window.list.item(first).setCheckState(Qt.CheckState.Checked)
    window.list.item(second).setCheckState(Qt.CheckState.Checked)
    assert window.list.item(first).checkState() == Qt.CheckState.Unchecked
    assert window.list.item(second).checkState() == Qt.CheckState.Checked
    window.close()


def test_the_chords_are_heard_alone_and_the_clip_comes_back(opened: MainWindow, qtbot: QtBot) -> None:
    from engine.sound.outputs import SilentOutput
    from engine.sound.player import Player

    playback = opened.controller.playback
    playback.set_player(Player(SilentOutput([])))
    bar = link_of(opened).bar
    bar.listen.click()
    assert playback.playing
    assert playback._clip.chords == opened.controller.document.state.shown.chords
    assert playback._clip is not opened.roll_panel.roll.content.clip
    bar.listen.click()
    assert not playback.playing
    assert playback._clip is opened.roll_panel.roll.content.clip
    assert not bar.listen.isChecked()


def test_shading_shows_the_tones_of_the_chord_in_the_roll(opened: MainWindow, qtbot: QtBot) -> None:
    roll = opened.roll_panel.roll
    roll.fit()

    def colour_of(pitch: int) -> str:
        coords = roll.coords
        image = roll.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        place = QPoint(round(coords.x_at(1800)), round(coords.y_at(pitch) + coords.row_px / 2)) * ratio
        return image.pixelColor(place).name()

    # Free rows under the C of the first bar: E is one of its guide tones, D is none of its tones.
    before = colour_of(64), colour_of(62)
    link_of(opened).bar.shade.click()
    after = colour_of(64), colour_of(62)
    assert before[0] != after[0]
    assert before[1] == after[1]
    link_of(opened).bar.shade.click()
    assert colour_of(64) == before[0]


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("root", ["C", "Bb", "F#"])
def test_the_signs_of_a_narrow_field_mean_the_same_chord(root: str, quality: str) -> None:
    chord = parse_chord(f"{root}{quality}")
    short = short_text(chord.symbol())
    assert parse_chord(short) == chord
    assert len(short) <= len(chord.symbol())
    assert ("Δ" in short) == ("maj" in quality.lower() and not quality.startswith("dim"))


def test_a_narrow_field_shows_its_chord_in_short_signs(opened: MainWindow) -> None:
    roll, lane = opened.roll_panel.roll, link_of(opened).lane
    opened.controller.change_chords(parse_progression("Cmaj7 Fmaj7 | % | % | %"))
    roll._set_coords(replace(roll.coords, pixels_per_tick=28 / 960, scroll_x=0.0))
    box = field_box(roll.coords, 0, 960, lane.height()).adjusted(2, 1, -1, -1).toRect()
    picture = lane.grab(box).toImage()
    assert len({picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}) > 5


def test_suggestions_go_with_the_music_they_are_about(opened: MainWindow, generate: Step) -> None:
    link = link_of(opened)
    link.suggest()
    window = link.suggestions
    assert window is not None
    window.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert link.suggestions is window
    generate(opened)
    assert link.suggestions is not window or not window.isVisible()
