"""Marking bars in the ruler and writing them anew; what the list of shortcuts and the menus tell of the roll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from app import commands
from app.actions import action_table, plain_text
from app.main_window import MainWindow
from app.piano_roll.canvas import RULER_PX
from app.piano_roll.note_actions import NoteAction, gesture_table, note_action_table
from app.shortcuts_window import ShortcutsWindow
from engine.generate.engine import Engine
from engine.generate.jobs import InfillJob
from engine.music.clip import Clip
from engine.music.note import Note

Step = Callable[[MainWindow], None]
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def drag_in_ruler(window: MainWindow, qtbot: QtBot, first_tick: float, last_tick: float) -> None:
    roll = window.roll_panel.roll
    places = [QPoint(round(roll.coords.x_at(tick)), RULER_PX - 10) for tick in (first_tick, last_tick)]
    qtbot.mousePress(roll.viewport(), Qt.MouseButton.LeftButton, SHIFT, places[0])
    qtbot.mouseMove(roll.viewport(), places[1])
    qtbot.mouseRelease(roll.viewport(), Qt.MouseButton.LeftButton, SHIFT, places[1])


def test_a_shift_drag_marks_bars_and_offers_to_write_them_anew(
    window: MainWindow, open_prompt: Step, qtbot: QtBot
) -> None:
    open_prompt(window)
    button = window.roll_panel.edit_bar.regenerate_button
    assert not button.isVisible()
    drag_in_ruler(window, qtbot, 2500, 5000)
    assert window.roll_panel.roll.editor.marked_bars == (1, 2)
    assert button.isVisible()
    assert "2–3" in button.text()
    assert window.roll_panel.roll.loop is None
    qtbot.keyClick(window.roll_panel.roll, Qt.Key.Key_Escape)
    assert not button.isVisible()


def test_a_drag_behind_the_last_bar_marks_nothing(window: MainWindow, open_prompt: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    end = window.controller.document.state.shown.length
    window.roll_panel.roll.zoom(0.5)
    drag_in_ruler(window, qtbot, end + 2500, end + 5000)
    assert window.roll_panel.roll.editor.marked_bars is None
    drag_in_ruler(window, qtbot, end - 100, end + 5000)
    assert window.roll_panel.roll.editor.marked_bars == (3, 3)


def test_the_job_asks_for_the_marked_bars_of_what_is_shown_and_keeps_the_locks(
    window: MainWindow, open_prompt: Step, generate: Step, engine: object, qtbot: QtBot
) -> None:
    open_prompt(window)
    generate(window)
    shown = window.controller.document.state.shown
    settings = window.controller.document.state.settings
    menus = window.roll_panel.menus
    assert not menus.lock_actions["harmony"].isEnabled()
    drag_in_ruler(window, qtbot, 4 * 1920 + 100, 5 * 1920 + 100)
    menus.lock_actions["harmony"].trigger()
    menus.lock_actions["rhythm"].trigger()
    assert menus.lock_actions["rhythm"].isChecked()
    window.roll_panel.edit_bar.regenerate_button.click()
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=20_000)
    job = engine.jobs[-1]  # type: ignore[attr-defined]
    assert isinstance(job, InfillJob)
    assert job.redo_bars == ((5, 6),)
    assert job.locks == ()
    assert job.bar_locks == ((5, 6, "harmony"), (5, 6, "rhythm"))
    assert job.prompt == shown
    state = window.controller.document.state
    assert state.take(state.current).parent == 1  # type: ignore[union-attr]
    assert state.settings.mode == settings.mode
    assert state.settings.redo_bars == settings.redo_bars


def test_the_model_writes_the_marked_bars_of_a_long_prompt_anew_and_nothing_else(
    make_window: Callable[..., MainWindow], prompt_clip: Callable[..., Clip], qtbot: QtBot
) -> None:
    window = make_window(Engine.load)
    controller = window.controller
    controller.undo_stack.push(commands.OpenPrompt(controller.document, prompt_clip("Long", 80)))
    controller.change_settings("", variations=1, steps=5)
    before = controller.document.state.shown
    window.roll_panel.roll.editor.mark_bars((40, 41))
    window.roll_panel.menus.actions[NoteAction.REGENERATE].trigger()
    qtbot.waitUntil(lambda: not controller.is_working, timeout=60_000)
    assert not window.messages.texts
    assert controller.document.state.current == 1
    after = controller.document.state.shown

    def outside(clip: Clip) -> list[Note]:
        return [note for note in clip.notes if not 40 * 1920 <= note.start < 42 * 1920]

    assert outside(after) == outside(before)
    assert after.length == before.length
    assert after.notes != before.notes
    assert len(after.notes) > len(outside(after))


def test_bars_are_marked_by_keys(window: MainWindow, open_prompt: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    window.controller.playback.seek(2000)
    qtbot.keyClick(window, Qt.Key.Key_M)
    qtbot.keyClick(window, Qt.Key.Key_M, SHIFT)
    assert window.roll_panel.roll.editor.marked_bars == (1, 2)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.roll_panel.roll.loop == (1920, 5760)
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert {note.start // 1920 for note in window.roll_panel.roll.editor.selection} == {1, 2}


def test_the_menu_in_the_ruler_marks_the_bar_under_the_pointer(window: MainWindow, open_prompt: Step) -> None:
    open_prompt(window)
    panel = window.roll_panel
    menu = panel.menus.menu_at(QPointF(panel.roll.coords.x_at(2000), RULER_PX - 5))
    assert menu is not None
    assert panel.roll.editor.marked_bars == (1, 1)
    assert panel.menus.actions[NoteAction.REGENERATE] in menu.actions()
    menu.deleteLater()


def test_marks_go_with_the_bars_they_were_on(window: MainWindow, open_prompt: Step, generate: Step) -> None:
    open_prompt(window)
    generate(window)
    window.roll_panel.roll.editor.mark_bars((10, 11))
    window.roll_panel.roll.zoom(2)
    view = window.roll_panel.roll.coords
    window.controller.document.show_take(2)
    assert window.roll_panel.roll.editor.marked_bars == (10, 11)
    assert window.roll_panel.roll.coords == view
    window.controller.document.show_take(None)
    assert window.roll_panel.roll.editor.marked_bars is None


def test_all_keys_of_the_roll_are_unique_and_listed(window: MainWindow) -> None:
    table = note_action_table()
    assert [spec.action for spec in table] == list(NoteAction)
    keys = [QKeySequence(key).toString() for spec in (*action_table(), *table) for key in spec.keys]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    shown = ShortcutsWindow(window.shortcuts, window).table
    listed = {shown.item(row, 0).text() for row in range(shown.rowCount())}
    assert {plain_text(spec) for spec in table if spec.keys} <= listed
    assert {what for what, _, _ in gesture_table()} <= listed


def test_a_shortcut_is_found_by_its_name_or_key(window: MainWindow, qtbot: QtBot) -> None:
    shortcuts = ShortcutsWindow(window.shortcuts, window)
    table = shortcuts.table

    def shown() -> list[str]:
        return [table.item(row, 0).text() for row in range(table.rowCount()) if not table.isRowHidden(row)]

    everything = shown()
    qtbot.keyClicks(shortcuts.search, "legato")
    assert shown() == ["Piano roll", "Legato"]
    shortcuts.search.setText("ctrl+j")
    assert shown() == ["Piano roll", "Join"]
    shortcuts.search.clear()
    assert shown() == everything


def test_every_command_stands_in_one_menu_and_explains_itself(window: MainWindow) -> None:
    counts: Counter[object] = Counter()

    def walk(menu: object) -> None:
        for action in menu.actions():  # type: ignore[attr-defined]
            if action.menu() is not None:
                walk(action.menu())
            counts[action] += 1

    walk(window.menuBar())
    for action in window.roll_panel.menus.actions.values():
        assert counts[action] == 1, action.text()
        assert action.toolTip()
        assert action.statusTip()


def test_the_selection_is_told_in_words(window: MainWindow, open_prompt: Step) -> None:
    open_prompt(window)
    window.roll_panel.roll.editor.step_selection(1)
    text = window.roll_panel.edit_bar.summary.text()
    assert "velocity" in text
    assert window.roll_panel.roll.accessibleName()
    assert "F1" in window.roll_panel.roll.accessibleDescription()
