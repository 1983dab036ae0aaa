from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QMenu,
    QProgressBar,
    QScrollBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.actions import ActionId, action_table, plain_text
from app.main_window import MainWindow
from app.piano_roll.painters import BAND_ALPHA, LOOP_ALPHA, blend
from app.shortcuts_window import ShortcutsWindow
from app.takes.card import TakeCard
from app.takes.menu import make_menu
from app.theme import THEMES, Theme, contrast

Step = Callable[[MainWindow], None]
CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QProgressBar, QTabWidget, TakeCard)


def controls_of(root: QWidget) -> list[QWidget]:
    """Everything the user can reach, without the parts that Qt puts inside its own widgets."""
    found = [widget for widget in root.findChildren(QWidget) if isinstance(widget, CONTROLS)]
    own = [
        widget
        for widget in found
        if not isinstance(widget, QScrollBar)
        and widget.window() is root.window()
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), (QAbstractSpinBox, QComboBox))
        and type(widget).__module__ + type(widget).__name__ != "PySide6.QtWidgetsQAbstractButton"
        and widget.metaObject().className() not in ("QTableCornerButton", "ScrollLeftButton", "ScrollRightButton")
        and type(widget.parent()).__name__ != "QTabBar"
    ]
    areas = [area for area in root.findChildren(QAbstractScrollArea) if area.window() is root.window()]
    return own + [area for area in areas if area.focusPolicy() & Qt.FocusPolicy.TabFocus]


@pytest.fixture
def full_window(window: MainWindow, open_prompt: Step, generate: Step) -> MainWindow:
    open_prompt(window)
    generate(window)
    window.messages.show_error("Something.")
    return window


def test_every_control_has_a_name_and_a_tip(full_window: MainWindow) -> None:
    controls = controls_of(full_window)
    assert len(controls) > 30
    nameless = [(type(c).__name__, c.objectName()) for c in controls if not c.accessibleName()]
    assert nameless == []
    tipless = [c.accessibleName() for c in controls if not c.toolTip() and not isinstance(c, QTabWidget)]
    assert tipless == []


def test_every_control_is_reached_by_tab(full_window: MainWindow) -> None:
    reached = []
    widget = full_window.nextInFocusChain()
    while widget is not full_window:
        reached.append(widget)
        widget = widget.nextInFocusChain()
    for control in controls_of(full_window):
        if isinstance(control, (QProgressBar, QTabWidget)):
            continue
        assert control in reached
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.accessibleName()


def test_mnemonics_are_unique(full_window: MainWindow) -> None:
    texts = [action.text() for action in full_window.menuBar().actions()]
    visible = [w for w in full_window.findChildren(QWidget) if isinstance(w, (QAbstractButton, QLabel))]
    texts += [w.text() for w in visible if not isinstance(w, QLabel) or w.buddy()]
    keys = [QKeySequence.mnemonic(text).toString() for text in texts]
    repeated = [key for key, count in Counter(key for key in keys if key).items() if count > 1]
    assert repeated == []


def repeated_mnemonics(menu: QMenu) -> list[str]:
    """Keys that belong to several items of a menu or of one of its submenus."""
    keys = [QKeySequence.mnemonic(action.text()).toString() for action in menu.actions()]
    found = [f"{menu.title()}: {key}" for key, count in Counter(key for key in keys if key).items() if count > 1]
    return found + [more for action in menu.actions() if action.menu() for more in repeated_mnemonics(action.menu())]


@pytest.fixture(params=["en", "ko"])
def spoken(request: pytest.FixtureRequest) -> None:
    """In each language; name it before the window."""
    if request.param == "ko":
        request.getfixturevalue("korean")


@pytest.mark.usefixtures("spoken")
def test_mnemonics_of_each_menu_are_unique(full_window: MainWindow) -> None:
    card = full_window.takes.cards[0]
    menus = [action.menu() for action in full_window.menuBar().actions()]
    menus += [full_window.transport.prompts.make_menu(), make_menu(card._take, card, lambda wish: None, print)]
    assert [key for menu in menus for key in repeated_mnemonics(menu)] == []


def test_shortcuts_are_unique_and_all_listed(window: MainWindow) -> None:
    table = action_table()
    assert [spec.action for spec in table] == list(ActionId)
    keys = [QKeySequence(key).toString() for spec in table for key in spec.keys]
    assert len(keys) == len(set(keys))
    shown = ShortcutsWindow(window.shortcuts, window).table
    listed = {shown.item(row, 0).text() for row in range(shown.rowCount())}
    assert {plain_text(spec) for spec in table if spec.keys} <= listed


def test_enter_presses_the_focused_button(full_window: MainWindow, qtbot: QtBot) -> None:
    star = full_window.takes.cards[0].star_button
    star.setFocus()
    qtbot.keyClick(star, Qt.Key.Key_Return)
    assert full_window.controller.document.state.takes[0].starred


def test_enter_on_a_card_shows_its_take(full_window: MainWindow, qtbot: QtBot) -> None:
    full_window.takes.cards[1].setFocus()
    qtbot.keyClick(full_window.takes.cards[1], Qt.Key.Key_Return)
    assert full_window.controller.document.state.current == 2


def blended(ground: str, colour: str, alpha: int) -> str:
    return blend(QColor(ground), QColor(colour), alpha / 255).name()


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_stands_out_from_its_ground(theme: Theme) -> None:
    pairs = [
        (ink, ground)
        for ink in (theme.text, theme.muted)
        for ground in (
            theme.window,
            theme.panel,
            theme.raised,
            theme.hover,
            theme.field,
            theme.roll,
            theme.roll_outside,
        )
    ]
    pairs += [
        (theme.on_accent, theme.accent),
        (theme.on_accent, theme.accent_hover),
        (theme.text, theme.error_ground),
        (theme.error, theme.error_ground),
        (theme.text, theme.info_ground),
        (theme.key_text, theme.white_key),
        (theme.error, theme.panel),
        (theme.error, theme.window),
        (theme.accent, theme.panel),
        (theme.accent, theme.window),
        (theme.muted, blended(theme.panel, theme.accent, LOOP_ALPHA)),
        (theme.text, blended(theme.panel, theme.ghost, BAND_ALPHA)),
    ]
    weak = [(ink, ground, round(contrast(ink, ground), 2)) for ink, ground in pairs if contrast(ink, ground) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_notes_stand_out_from_the_roll(theme: Theme) -> None:
    for ground in (theme.roll, theme.roll_black_row):
        for colour in (theme.lead, theme.chords, theme.bass, theme.ghost_edge):
            assert contrast(colour, ground) >= 3, (colour, ground)


def test_the_theme_changes_at_once_and_is_remembered(full_window: MainWindow) -> None:
    light = next(action for action in full_window.theme_group.actions() if action.data() == "light")
    light.trigger()
    assert full_window.theme is THEMES["light"]
    assert full_window.palette().window().color().name() == THEMES["light"].window
    full_window.close()
    assert '"theme": "light"' in full_window.settings._file.read_text(encoding="utf-8")
