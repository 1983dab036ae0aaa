"""Names and roles as Qt hands them to screen readers; through AT-SPI they are tested on the virtual screen."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from app.accessibility import ROLES, install_roles
from app.main_window import MainWindow
from app.piano_roll.view import PianoRoll
from app.settings_window import SettingsWindow
from app.style_mixer.pad import PadField
from app.theme import DARK
from engine.generate.jobs import MODES


def labelled(root: QWidget) -> set[QWidget]:
    return {label.buddy() for label in root.findChildren(QLabel) if label.buddy() is not None}


def test_every_box_of_choices_has_a_label_for_screen_readers(window: MainWindow) -> None:
    for mode in MODES:
        window.controller.change_settings("", mode=mode)
    for root in (
        window,
        SettingsWindow(window.settings, (window.theme_group, window.language_group), window),
        window.roll_panel.quantise_popup,
    ):
        boxes = root.findChildren(QComboBox)
        assert boxes
        assert [box.accessibleName() for box in boxes if box not in labelled(root)] == []
        assert all(box.accessibleName() for box in boxes)


@pytest.mark.parametrize("kind", [PianoRoll, PadField])
def test_painted_widgets_have_roles_and_go_without_harm(kind: type, qapp: object) -> None:
    install_roles()
    for number in range(30):
        widget = kind(DARK)
        widget.setAccessibleName(f"widget {number}")
        told = QAccessible.queryAccessibleInterface(widget)
        assert told.role() == ROLES[kind.__name__] == QAccessible.Role.Canvas
        assert told.text(QAccessible.Text.Name) == f"widget {number}"
        del told, widget
        gc.collect()


def test_all_classes_with_roles_are_there() -> None:
    def kinds(kind: type) -> set[str]:
        return {kind.__name__}.union(*(kinds(child) for child in kind.__subclasses__()))

    import app.wizard.sample_card  # noqa: F401 - brings its classes

    assert set(ROLES) <= kinds(QWidget)
