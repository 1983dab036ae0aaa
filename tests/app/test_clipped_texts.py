"""No text is cut off: in both languages, in every mode, at the usual size of the window and at the smallest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from app.actions import ActionId
from app.elided_label import ElidedLabel
from app.i18n import install_language
from app.main_window import MainWindow
from app.settings_window import SettingsWindow
from app.shortcuts_window import ShortcutsWindow
from engine.generate.jobs import MODES

Step = Callable[[MainWindow], None]


def room_and_need(widget: QWidget) -> tuple[int, int] | None:
    """The width that a widget has for its text, and that which the text needs; None where it has no text."""
    if isinstance(widget, QLabel):
        if not widget.text() or isinstance(widget, ElidedLabel):
            return None
        if widget.wordWrap():
            return widget.height(), widget.heightForWidth(widget.width())
        return widget.width(), widget.sizeHint().width()
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        return field.width(), widget.fontMetrics().horizontalAdvance(widget.currentText())
    if isinstance(widget, QAbstractButton) and widget.text():
        if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            return None
        if isinstance(widget, QCheckBox | QToolButton):
            return widget.width(), widget.sizeHint().width()
        text = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
        return widget.width(), text.width()
    return None


def clipped(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        # Labels without a width are there for screen readers only.
        if not widget.isVisible() or not widget.width() or widget.window() is not root.window():
            continue
        sizes = room_and_need(widget)
        if sizes is not None and sizes[0] < sizes[1]:
            text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()  # type: ignore[attr-defined]
            found.append(f"{type(widget).__name__} {text!r}: {sizes[0]} of {sizes[1]}")
    return found


@pytest.fixture(params=["en", "ko"])
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Any:
    translators = install_language(qapp, request.param)
    yield request.param
    for translator in translators:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (960, 540)])
def test_no_text_is_cut_off(
    spoken: str, width: int, height: int, make_window: Callable[..., MainWindow], engine: Any,
    open_prompt: Step, generate: Step,
) -> None:  # fmt: skip
    window = make_window(lambda: engine)
    window.resize(width, height)
    open_prompt(window)
    generate(window)
    for header in window.mixer.findChildren(QAbstractButton, "groupHeader"):
        if not header.isChecked():
            header.click()
    found = set()
    change = window.controller.change_settings
    for show in (
        *(partial(change, "", mode=mode) for mode in MODES),
        window.mixer.styles.pad_button.click,
        window.actions_by_id[ActionId.HIGH_CARDS].trigger,
        window.tour.start,
        partial(window.tabs.setCurrentIndex, 1),
    ):
        show()
        QApplication.processEvents()
        found.update(clipped(window))
    for child in (
        SettingsWindow(window.settings, (window.theme_group, window.language_group), window),
        ShortcutsWindow(window.shortcuts, window),
        window.roll_panel.quantise_popup,
    ):
        child.show()
        QApplication.processEvents()
        found.update(clipped(child))
        child.close()
    assert not found, sorted(found)


def test_a_text_without_room_is_found(qapp: QApplication) -> None:
    root = QWidget()
    button = QPushButton("Generate", root)
    button.setFixedWidth(20)
    label = QLabel("Everything that is written here", root)
    label.setFixedWidth(50)
    root.show()
    assert len(clipped(root)) == 2
    root.close()


def test_a_list_of_choices_opens_below_its_box_with_all_of_them(window: MainWindow) -> None:
    box = window.mixer.mode
    box.showPopup()
    QApplication.processEvents()
    view = box.view()
    # Over the box, Fusion cuts off the last choice.
    assert view.mapToGlobal(QPoint()).y() >= box.mapToGlobal(box.rect().bottomLeft()).y()
    assert view.visualRect(box.model().index(box.count() - 1, 0)).bottom() <= view.viewport().height()
    box.hidePopup()
