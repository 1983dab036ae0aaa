"""Other keys for commands: in the list of shortcuts, in the menus, and at the next start."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from app import settings as declared
from app.actions import ActionId
from app.main_window import MainWindow
from app.piano_roll.note_actions import NoteAction
from app.shortcuts_window import ShortcutsWindow


def row_of(shown: ShortcutsWindow, command: str) -> int:
    (item,) = (
        item for item in shown.table.findItems(command, Qt.MatchFlag.MatchExactly) if shown.table.column(item) == 0
    )
    return item.row()


def press(shown: ShortcutsWindow, qtbot: QtBot, command: str, key: Qt.Key, modifier: Qt.KeyboardModifier) -> str:
    """Choose a command and press its new keys; what the window answers."""
    shown.table.selectRow(row_of(shown, command))
    shown.keys.setFocus()
    qtbot.keyClick(shown.keys, key, modifier)
    shown.table.setFocus()
    return shown.answer.text()


@pytest.fixture
def shown(window: MainWindow) -> ShortcutsWindow:
    window.actions_by_id[ActionId.SHORTCUTS].trigger()
    return window.findChildren(ShortcutsWindow)[-1]


def test_a_command_gets_other_keys_and_its_own_back(window: MainWindow, shown: ShortcutsWindow, qtbot: QtBot) -> None:
    press(shown, qtbot, "Loop", Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    action = window.actions_by_id[ActionId.LOOP]
    assert action.shortcut() == QKeySequence("Alt+L")
    assert shown.table.item(row_of(shown, "Loop"), 1).text() == "Alt+L"
    assert "(Alt+L)" in window.transport.loop_button.toolTip()
    assert window.settings.get(declared.SHORTCUTS) == {"loop": "Alt+L"}
    shown.default.click()
    assert action.shortcut() == QKeySequence("L")
    assert window.settings.get(declared.SHORTCUTS) == {}


def test_keys_of_another_command_are_refused(window: MainWindow, shown: ShortcutsWindow, qtbot: QtBot) -> None:
    answer = press(shown, qtbot, "Loop", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Undo" in answer
    assert window.actions_by_id[ActionId.LOOP].shortcut() == QKeySequence("L")
    assert shown.keys.keySequence() == QKeySequence("L")


def test_default_keys_that_were_given_away_are_not_taken_back(
    window: MainWindow, shown: ShortcutsWindow, qtbot: QtBot
) -> None:
    press(shown, qtbot, "Loop", Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    press(shown, qtbot, "Metronome", Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier)
    shown.table.selectRow(row_of(shown, "Loop"))
    shown.default.click()
    assert "Metronome" in shown.answer.text()
    assert window.actions_by_id[ActionId.LOOP].shortcut() == QKeySequence("Alt+L")


def test_a_gesture_has_no_keys_to_change(shown: ShortcutsWindow) -> None:
    shown.table.selectRow(row_of(shown, "Draw a note"))
    assert not shown.keys.isEnabled()
    assert not shown.default.isEnabled()


def test_keys_are_there_at_the_next_start(make_window: Callable[..., MainWindow], engine: object) -> None:
    first = make_window(lambda: engine)
    first.shortcuts.give("tool_draw", "Ctrl+B")
    first.shortcuts.give("loop", "")
    first.close()
    again = make_window(lambda: engine)
    assert again.roll_panel.menus.actions[NoteAction.TOOL_DRAW].shortcut() == QKeySequence("Ctrl+B")
    assert again.actions_by_id[ActionId.LOOP].shortcuts() == []


def test_names_of_commands_are_unique(window: MainWindow) -> None:
    assert all(name.name.lower() in window.shortcuts for name in (*ActionId, *NoteAction))
    assert not {name.name for name in ActionId} & {name.name for name in NoteAction}


def test_the_window_fits_on_the_screen(shown: ShortcutsWindow) -> None:
    room = shown.screen().availableSize()
    assert shown.width() < room.width()
    assert shown.height() < room.height()
