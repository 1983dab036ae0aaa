from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app import settings as declared
from app.actions import ActionId
from app.main_window import MainWindow
from app.takes.card import TakeCard
from app.takes.strip import HIGH_STRIP_PX, LOW_STRIP_PX


@pytest.fixture
def page(
    window: MainWindow, open_prompt: Callable[[MainWindow], None], generate: Callable[[MainWindow], None], qtbot: QtBot
) -> MainWindow:
    """A window of 1280 x 800 with a prompt and takes."""
    window.resize(1280, 800)
    open_prompt(window)
    generate(window)
    qtbot.waitUntil(lambda: window.takes.height() == LOW_STRIP_PX)
    return window


def parts_out_of(card: TakeCard) -> list[str]:
    """Names of what is shown on a card and does not lie whole on it, or lies over something else."""
    shown: list[QWidget] = [part for part in card.findChildren(QToolButton) if part.isVisible()]
    shown += [part for part in (*card.role_handles, card._title, card._thumbnail) if part.isVisible()]
    wrong = [part.accessibleName() for part in shown if not card.rect().contains(part.geometry())]
    for number, part in enumerate(shown):
        wrong += [other.accessibleName() for other in shown[:number] if other.geometry().intersects(part.geometry())]
    return wrong


def test_at_1280_by_800_the_notes_have_half_of_the_height(page: MainWindow) -> None:
    assert page.roll_panel.roll.coords.height >= 380
    assert page.roll_panel.roll.lane.height >= 48
    assert page.takes.is_low
    for card in page.takes.cards:
        assert not parts_out_of(card)


def test_large_cards_take_their_height_from_the_roll_and_are_remembered(
    page: MainWindow, make_window: Callable[..., MainWindow], engine: object, qtbot: QtBot
) -> None:
    low = page.roll_panel.roll.coords.height
    action = page.actions_by_id[ActionId.HIGH_CARDS]
    assert not action.isChecked()
    qtbot.keyClick(page, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.takes.height() == HIGH_STRIP_PX)
    assert action.isChecked()
    assert page.roll_panel.roll.coords.height < low
    qtbot.waitUntil(lambda: not any(parts_out_of(card) for card in page.takes.cards))
    assert all(card._facts.isVisible() for card in page.takes.cards)
    page.resize(1280, 1000)
    page.close()
    again = make_window(lambda: engine)
    qtbot.waitUntil(lambda: again.takes.height() == HIGH_STRIP_PX)
    again.actions_by_id[ActionId.HIGH_CARDS].trigger()
    qtbot.waitUntil(lambda: again.takes.height() == LOW_STRIP_PX)


@pytest.mark.parametrize("size", [(960, 540), (1280, 800)])
def test_many_low_cards_are_whole_and_the_newest_is_brought_into_sight(
    page: MainWindow, generate: Callable[[MainWindow], None], qtbot: QtBot, size: tuple[int, int]
) -> None:
    page.resize(*size)
    page.controller.change_settings("variations", variations=4)
    generate(page)
    strip = page.takes

    def shows_it_whole() -> None:
        (card,) = [card for card in strip.cards if card.number == page.controller.document.state.current]
        place = QRect(card.mapTo(strip._area.viewport(), QPoint(0, 0)), card.size())
        assert strip._area.viewport().rect().contains(place)
        assert card.height() >= card.minimumSizeHint().height()
        assert not parts_out_of(card)

    assert page.controller.document.state.current == 3
    qtbot.waitUntil(lambda: strip._area.horizontalScrollBar().maximum() > 0)
    qtbot.waitUntil(shows_it_whole)


def test_the_gap_is_dragged_and_its_place_is_kept(page: MainWindow, qtbot: QtBot) -> None:
    handle = page.compose.rows.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle - QPoint(0, 60))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle - QPoint(0, 60))
    height = page.takes.height()
    assert height > LOW_STRIP_PX
    assert page.settings.get(declared.TAKES_HEIGHT) == height
    page.resize(1300, 900)
    qtbot.waitUntil(lambda: page.width() == 1300)
    assert page.takes.height() == height


def test_a_high_window_has_whole_cards_until_the_user_says_otherwise(page: MainWindow, qtbot: QtBot) -> None:
    page.resize(1920, 1080)
    qtbot.waitUntil(lambda: page.takes.height() == HIGH_STRIP_PX)
    assert not page.takes.is_low
    page.resize(1280, 800)
    qtbot.waitUntil(lambda: page.takes.height() == LOW_STRIP_PX)


def test_the_inspector_can_be_hidden_by_its_key(page: MainWindow, qtbot: QtBot) -> None:
    width = page.roll_panel.width()
    qtbot.keyClick(page, Qt.Key.Key_I)
    assert not page.mixer.isVisible()
    qtbot.waitUntil(lambda: page.roll_panel.width() > width + 200)
    assert not page.settings.get(declared.INSPECTOR_SHOWN)
    qtbot.keyClick(page, Qt.Key.Key_I)
    assert page.mixer.isVisible()


def test_the_rooms_are_changed_in_the_header(page: MainWindow, qtbot: QtBot) -> None:
    rooms = page.transport.rooms
    qtbot.mouseClick(rooms, Qt.MouseButton.LeftButton, pos=rooms.tabRect(1).center())
    assert page.tabs.currentIndex() == 1
    page.tabs.setCurrentIndex(0)
    assert rooms.currentIndex() == 0


def test_the_smallest_window_holds_its_header(page: MainWindow, qtbot: QtBot) -> None:
    page.resize(page.minimumSize())
    qtbot.waitUntil(lambda: page.width() == page.minimumWidth())
    assert page.height() <= 540
    bar = page.transport
    qtbot.waitUntil(lambda: bar.rooms.width() >= bar.rooms.tabRect(1).right())
    assert bar.rect().contains(bar.volume.geometry())
    assert not bar.title.geometry().intersects(bar.to_start_button.geometry())
    assert page.roll_panel.roll.coords.height >= 100


def test_the_bar_below_the_roll_scrolls_time(page: MainWindow) -> None:
    roll, bar = page.roll_panel.roll, page.roll_panel.footer.scroll_bar
    roll.fit()
    assert not bar.isVisible()
    roll.zoom(4)
    assert bar.isVisible()
    assert (bar.maximum(), bar.value()) == (roll.horizontalScrollBar().maximum(), roll.horizontalScrollBar().value())
    bar.setValue(bar.maximum())
    assert roll.coords.last_tick >= roll.content.clip.length
    roll.horizontalScrollBar().setValue(0)
    assert bar.value() == 0
