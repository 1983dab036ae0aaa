from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app import settings as declared
from app.actions import ActionId
from app.main_window import MainWindow
from app.settings_window import SettingsWindow


def open_settings(window: MainWindow) -> SettingsWindow:
    window.actions_by_id[ActionId.SETTINGS].trigger()
    return window.findChildren(SettingsWindow)[-1]


def test_choices_are_kept(window: MainWindow) -> None:
    shown = open_settings(window)
    shown.threads.setValue(4)
    shown.device.setCurrentIndex(1)
    shown.device.activated.emit(1)
    assert window.settings.get(declared.THREADS) == 4
    assert window.settings.get(declared.DEVICE) == "cpu"


def test_every_control_has_a_name_and_a_tip(window: MainWindow) -> None:
    shown = open_settings(window)
    kinds = (QAbstractButton, QComboBox, QSpinBox, QLineEdit)
    controls = [
        c for c in shown.findChildren(QWidget) if isinstance(c, kinds) and c.objectName() != "qt_spinbox_lineedit"
    ]
    assert len(controls) == 6
    assert all(control.accessibleName() and control.toolTip() for control in controls)


def test_a_soundfont_that_cannot_be_used_is_told_and_the_default_sounds(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"not a soundfont")
    open_settings(window).use_soundfont(str(broken))
    qtbot.waitUntil(lambda: window.controller.playback.ready, timeout=20_000)
    assert any("broken.sf2" in text for text in window.messages.texts)
