"""What is painted anew, and when: only what has changed, and in a turn of the event loop of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow

Step = Callable[[MainWindow], None]


class Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - a virtual method of Qt's
        """Look on."""
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def with_takes(window: MainWindow, open_prompt: Step, generate: Step) -> MainWindow:
    open_prompt(window)
    generate(window)
    settle()
    return window


def settle() -> None:
    """Let all that waits to be done be done."""
    for _ in range(5):
        QApplication.processEvents()


def test_progress_paints_nothing_at_once(with_takes: MainWindow) -> None:
    with_takes.mixer.show_progress(0.1, "Writing")
    settle()
    paints = Paints(with_takes.roll_panel.roll.viewport())
    with_takes.roll_panel.roll.repaint_all()
    with_takes.mixer.show_progress(0.6, "Writing")
    assert paints.count == 0
    assert with_takes.mixer.progress.value() == 600
    settle()
    assert paints.count == 1


def test_a_text_that_grows_leaves_the_rest_of_the_window_alone(with_takes: MainWindow) -> None:
    paints = Paints(with_takes.takes.cards[0])
    with_takes.mixer.show_progress(0.1, "Writing")
    settle()
    with_takes.mixer.show_idle()
    with_takes.mixer.creativity_value.setText("a much longer text than before")
    settle()
    assert paints.count == 0


def test_a_take_that_is_not_shown_leaves_the_picture_of_the_roll(with_takes: MainWindow) -> None:
    controller, roll = with_takes.controller, with_takes.roll_panel.roll
    other = next(take for take in controller.document.state.takes if take.number != controller.document.state.current)
    controller.delete_take(other.number)
    assert roll._layer_valid
    controller.undo_stack.undo()
    assert roll._layer_valid


def test_a_card_is_made_after_what_else_a_take_asks_for(with_takes: MainWindow, qtbot: QtBot) -> None:
    strip, controller = with_takes.takes, with_takes.controller
    take = controller.document.state.takes[0]
    controller.delete_take(take.number)
    assert take.number not in strip._cards
    controller.undo_stack.undo()
    assert take.number not in strip._cards
    qtbot.waitUntil(lambda: take.number in strip._cards)
    assert [card.number for card in strip.cards] == [take.number for take in controller.document.state.takes]
