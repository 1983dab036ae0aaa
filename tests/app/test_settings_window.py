from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app import settings as declared
from app import settings_window
from app.actions import ActionId
from app.main_window import MainWindow
from app.paths import AppPaths
from app.settings import Settings
from app.settings_window import SettingsWindow
from app.theme import THEMES
from tests.app.conftest import ScaleEngine


def open_settings(window: MainWindow) -> SettingsWindow:
    window.actions_by_id[ActionId.SETTINGS].trigger()
    return window.findChildren(SettingsWindow)[-1]


def test_choices_are_kept(window: MainWindow) -> None:
    shown = open_settings(window)
    shown.threads.setValue(4)
    shown.processes.setValue(1)
    shown.device.setCurrentIndex(1)
    shown.device.activated.emit(1)
    shown.cache.setValue(50)
    assert window.settings.get(declared.THREADS) == 4
    assert window.settings.get(declared.PROCESSES) == 1
    assert window.settings.get(declared.DEVICE) == "cpu"
    assert window.settings.get(declared.CACHE_MB) == 50


def test_theme_and_language_are_those_of_the_menus(window: MainWindow) -> None:
    shown = open_settings(window)
    for box, setting, value in ((shown.theme, declared.THEME, "light"), (shown.language, declared.LANGUAGE, "ko")):
        index = next(index for index in range(box.count()) if box.itemData(index).data() == value)
        box.setCurrentIndex(index)
        box.activated.emit(index)
        assert window.settings.get(setting) == value
    assert window.theme is THEMES["light"]
    assert window.theme_group.checkedAction().data() == "light"
    again = open_settings(window)
    assert again.theme.currentText() == "Light"


@pytest.mark.parametrize("there", [True, False])
def test_the_devices_say_whether_they_are_there(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setattr(settings_window, "has_driver", lambda name: there and name == "cuda")
    device = open_settings(window).device
    texts = {device.itemData(row): device.itemText(row) for row in range(device.count())}
    assert texts["cuda"] == ("NVIDIA GPU (CUDA)" if there else "NVIDIA GPU (CUDA): none here")
    assert texts["mps"] == "Apple GPU (MPS): none here"
    assert list(texts) == ["auto", "cpu", "cuda", "mps"]


def test_every_control_has_a_name_and_a_tip(window: MainWindow) -> None:
    shown = open_settings(window)
    kinds = (QAbstractButton, QComboBox, QSpinBox, QLineEdit)
    controls = [
        c for c in shown.findChildren(QWidget) if isinstance(c, kinds) and c.objectName() != "qt_spinbox_lineedit"
    ]
    assert len(controls) == 11
    assert all(control.accessibleName() and control.toolTip() for control in controls)


def test_a_soundfont_that_cannot_be_used_is_told_and_the_default_sounds(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"not a soundfont")
    open_settings(window).use_soundfont(str(broken))
    qtbot.waitUntil(lambda: window.controller.playback.ready, timeout=20_000)
    assert any("broken.sf2" in text for text in window.messages.texts)


def test_a_midi_port_that_is_not_there_is_told_and_the_soundfont_sounds(
    make_window: Callable[..., MainWindow], engine: ScaleEngine, paths: AppPaths, qtbot: QtBot
) -> None:
    settings = Settings(paths.settings_file)
    settings.set(declared.MIDI_PORT, "Piano of yesterday")
    settings.save()
    window = make_window(lambda: engine)
    window.controller.use_sound("", window.settings.get(declared.MIDI_PORT))
    qtbot.waitUntil(lambda: window.controller.playback.ready, timeout=20_000)
    assert any("Piano of yesterday" in text for text in window.messages.texts)
    shown = open_settings(window)
    assert "not there now" in shown.port.currentText()
    shown.port.setCurrentIndex(0)
    shown.port.activated.emit(0)
    assert window.settings.get(declared.MIDI_PORT) == ""
