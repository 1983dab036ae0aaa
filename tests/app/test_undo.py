from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.main_window import MainWindow
from app.transposition import transposed
from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.note import Note

Step = Callable[[MainWindow], None]


@pytest.fixture
def with_takes(window: MainWindow, open_prompt: Step, generate: Step) -> MainWindow:
    open_prompt(window)
    window.mixer.variations.setValue(3)
    generate(window)
    return window


def test_undo_walks_back_to_the_empty_window_and_redo_forward(with_takes: MainWindow) -> None:
    window, stack = with_takes, with_takes.controller.undo_stack
    full = window.controller.document.state
    assert len(full.takes) == 3
    stack.undo()
    assert window.takes.cards == ()
    assert window.roll_panel.roll.content.take_name == ""
    while stack.canUndo():
        stack.undo()
    assert window.roll_panel.empty_state.isVisible()
    while stack.canRedo():
        stack.redo()
    assert window.controller.document.state == full
    assert len(window.takes.cards) == 3


def test_deleting_a_take_is_undone(with_takes: MainWindow) -> None:
    window = with_takes
    window.takes.cards[1].delete_button.click()
    assert [card.number for card in window.takes.cards] == [1, 3]
    window.controller.undo_stack.undo()
    assert [card.number for card in window.takes.cards] == [1, 2, 3]


def test_deleting_the_shown_take_shows_its_neighbour(with_takes: MainWindow) -> None:
    window = with_takes
    window.actions_by_id[ActionId.DELETE_TAKE].trigger()
    assert window.controller.document.state.current == 2


def test_a_star_is_undone(with_takes: MainWindow) -> None:
    window = with_takes
    window.takes.cards[0].star_button.click()
    assert window.controller.document.state.takes[0].starred
    window.controller.undo_stack.undo()
    assert not window.controller.document.state.takes[0].starred
    assert not window.takes.cards[0].star_button.isChecked()


def test_moves_of_one_slider_are_one_step(window: MainWindow) -> None:
    stack = window.controller.undo_stack
    for value in (60, 70, 80):
        window.mixer.creativity.setValue(value)
    window.mixer.bars.setValue(12)
    assert stack.count() == 2
    stack.undo()
    assert window.mixer.bars.value() == 8
    stack.undo()
    assert window.mixer.creativity.value() == 50
    stack.redo()
    assert window.mixer.creativity.value() == 80


def test_transposing_moves_take_and_prompt_together(with_takes: MainWindow) -> None:
    window = with_takes
    before = [note.pitch for note in window.roll_panel.roll.content.clip.notes]
    window.actions_by_id[ActionId.TRANSPOSE_UP].trigger()
    assert [note.pitch for note in window.roll_panel.roll.content.clip.notes] == [pitch + 1 for pitch in before]
    window.controller.undo_stack.undo()
    assert [note.pitch for note in window.roll_panel.roll.content.clip.notes] == before


def test_transposing_out_of_range_is_refused_in_words(with_takes: MainWindow) -> None:
    window = with_takes
    for _ in range(6):
        window.actions_by_id[ActionId.OCTAVE_UP].trigger()
    assert len(window.messages.texts) == 1
    assert max(note.pitch for note in window.roll_panel.roll.content.clip.notes) <= 127


def test_transposition_moves_chords_and_key() -> None:
    clip = Clip((Note(0, 60, 480),), chords=(ChordSpan(0, 480, Chord(11, "7", 5)),), key="Bbm")
    up = transposed(clip, 2)
    assert up.notes[0].pitch == 62
    assert up.chords[0].chord == Chord(1, "7", 7)
    assert up.key == "Cm"
    assert transposed(up, -2) == clip


def test_the_undo_menu_says_what_it_undoes(with_takes: MainWindow, qtbot: QtBot) -> None:
    assert "generate" in with_takes.actions_by_id[ActionId.UNDO].text()
    qtbot.keyClick(with_takes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert with_takes.takes.cards == ()
    assert "generate" in with_takes.actions_by_id[ActionId.REDO].text()
