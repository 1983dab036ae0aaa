"""The tour of the first start."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import settings as declared
from app.actions import ActionId
from app.main_window import MainWindow
from engine.sound.outputs import SilentOutput
from engine.sound.player import Player


def test_three_presses_lead_from_an_empty_window_to_a_take_that_plays(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.playback.set_player(Player(SilentOutput([])))
    tour, state = window.tour, window.controller.document
    assert not tour.isVisible()
    tour.start()
    assert tour.isVisible()
    assert tour.number == 0
    tour.do_button.click()
    qtbot.waitUntil(lambda: bool(state.state.prompt.notes) and not window.controller.is_working, timeout=30_000)
    assert tour.number == 1
    tour.do_button.click()
    qtbot.waitUntil(lambda: bool(state.state.takes) and not window.controller.is_working, timeout=30_000)
    assert tour.number == 2
    tour.do_button.click()
    assert window.controller.playback.playing
    assert not window.settings.get(declared.TOUR_SEEN)
    tour.do_button.click()
    assert not tour.isVisible()
    assert window.settings.get(declared.TOUR_SEEN)
    window.controller.playback.stop()


def test_enter_alone_leads_through_the_tour(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.playback.set_player(Player(SilentOutput("test")))
    tour, state = window.tour, window.controller.document
    tour.start()
    tour.do_button.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(state.state.prompt.notes) and not window.controller.is_working, timeout=30_000)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(state.state.takes) and not window.controller.is_working, timeout=30_000)
    assert tour.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert window.controller.playback.playing
    window.controller.playback.stop()


def test_the_tour_can_be_left_and_shown_again(window: MainWindow, open_prompt: Callable[[MainWindow], None]) -> None:
    window.actions_by_id[ActionId.TOUR].trigger()
    window.tour.close_button.click()
    assert not window.tour.isVisible()
    assert window.settings.get(declared.TOUR_SEEN)
    open_prompt(window)
    window.actions_by_id[ActionId.TOUR].trigger()
    assert window.tour.isVisible()
    assert window.tour.number == 1
