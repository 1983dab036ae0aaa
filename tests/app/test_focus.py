"""The keyboard alone: Tab reaches all that can be worked, as it is read, and what has the focus looks different."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QLayoutItem, QProgressBar, QTabWidget, QWidget

from app.main_window import MainWindow
from app.piano_roll.quantise_popup import QuantisePopup
from app.settings_window import SettingsWindow
from app.shortcuts_window import ShortcutsWindow
from app.tab_order import move_focus
from app.theme import THEMES
from tests.app.test_controls import controls_of

Step = Callable[[MainWindow], None]
MOST_STOPS = 300
AROUND_PX = 3


def stops_of(root: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> Iterator[QWidget]:
    """What has the focus, one Tab after the other, until something has it again."""
    seen: set[QWidget] = set()
    for _ in range(MOST_STOPS):
        QTest.keyClick(root.windowHandle(), key)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            return
        seen.add(focused)
        yield focused
    raise AssertionError("Tab does not come round")


def workable(root: QWidget) -> list[QWidget]:
    return [
        control
        for control in controls_of(root)
        if control.isVisible()
        and control.isEnabled()
        and not isinstance(control, (QProgressBar, QTabWidget))
        and not is_worked_by_its_neighbour(control)
    ]


def is_worked_by_its_neighbour(control: QWidget) -> bool:
    """Of buttons of which one is chosen, Tab leads to that; arrow keys choose the others."""
    if not isinstance(control, QAbstractButton) or control.group() is None:
        return False
    return control.group().exclusive() and not control.isChecked()


def names(widgets: list[QWidget]) -> list[str]:
    return [f"{type(widget).__name__} {widget.accessibleName()!r}" for widget in widgets]


def picture(widget: QWidget) -> QImage:
    """What stands at the place of a widget and a little around it."""
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    return window.grab(place.adjusted(-AROUND_PX, -AROUND_PX, AROUND_PX, AROUND_PX)).toImage()


def alike(root: QWidget) -> list[QWidget]:
    """What looks the same with the focus and without it."""
    QApplication.setCursorFlashTime(0)
    found = []
    for stop in stops_of(root):
        focused = picture(stop)
        stop.clearFocus()
        if picture(stop) == focused:
            found.append(stop)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
    return found


@pytest.fixture
def busy_window(window: MainWindow, open_prompt: Step, generate: Step, qtbot: object) -> MainWindow:
    """The Compose page with takes, all groups unfolded and a message."""
    open_prompt(window)
    generate(window)
    for header in window.mixer.findChildren(QAbstractButton, "groupHeader"):
        if not header.isChecked():
            header.click()
    window.controller.change_settings("", mode="improvise")
    window.messages.show_error("Something.")
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    return window


def assert_all_reached(root: QWidget) -> list[QWidget]:
    there, back = list(stops_of(root)), list(stops_of(root, Qt.Key.Key_Backtab))
    missed = [control for control in workable(root) if control not in there]
    assert names(missed) == []
    assert set(there) == set(back)
    return there


def test_tab_reaches_all_of_the_compose_page_and_comes_back(busy_window: MainWindow) -> None:
    stops = assert_all_reached(busy_window)
    assert len(stops) > 60
    mixer, panel = busy_window.mixer, busy_window.roll_panel
    styles = [row.slider for row in mixer.styles.palette_page.rows.values()]
    read = [
        busy_window.transport.rooms, busy_window.transport.play_button, panel.chords.bar.text, panel.roll,
        panel.chords.lane, panel.locks, busy_window.takes.cards[0], busy_window.takes.cards[1], mixer.mode, *styles,
        mixer.seed, mixer.generate_button,
    ]  # fmt: skip
    found = [stop for stop in stops if stop in read]
    first = found.index(read[0])
    assert names(found[first:] + found[:first]) == names(read)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_has_the_focus_looks_different(busy_window: MainWindow, theme: object) -> None:
    busy_window.set_theme(theme)
    assert names(alike(busy_window)) == []


@pytest.mark.parametrize("make", [SettingsWindow, ShortcutsWindow, QuantisePopup], ids=lambda kind: kind.__name__)
def test_tab_reaches_all_of_a_window_and_shows_it(window: MainWindow, make: type) -> None:
    made = {
        SettingsWindow: lambda: SettingsWindow(window.settings, (window.theme_group, window.language_group), window),
        ShortcutsWindow: lambda: ShortcutsWindow(window.shortcuts, window),
        QuantisePopup: lambda: window.roll_panel.quantise_popup,
    }[make]()
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    assert_all_reached(made)
    assert names(alike(made)) == []
    made.close()


def test_tab_reaches_all_of_the_train_page_and_shows_it(busy_window: MainWindow) -> None:
    busy_window.tabs.setCurrentIndex(1)
    stops = assert_all_reached(busy_window)
    assert busy_window.roll_panel.roll not in stops
    assert names(alike(busy_window)) == []


def test_tab_leaves_no_item_of_a_layout_behind(window: MainWindow) -> None:
    """PySide would take what Qt makes later, at the address of such an item, for the item."""

    def items() -> int:
        # Their types, because some objects of libraries warn when they are asked what they are instances of.
        kinds = map(type, gc.get_objects())
        return sum(issubclass(kind, QLayoutItem) and not issubclass(kind, QLayout) for kind in kinds)

    before = items()
    assert move_focus(window, forward=True)
    assert items() == before
