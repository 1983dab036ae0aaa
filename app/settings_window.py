"""File > Settings: look, language, sound, machine, disk. Keys are changed where they are listed: Help > Shortcuts."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup, QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app import settings as declared
from app.i18n import translate
from app.settings import Settings
from engine.model.devices import GPUS, KINDS, has_driver


class SettingsWindow(QDialog):
    """Shows the stored values; every change is stored at once, so there is nothing to confirm.

    Args:
        looks: the choices of theme and of language, which the View menu shows as well.
    """

    sound_chosen = Signal(str, str)
    """Path of a SoundFont, or empty for the one that comes with the app; name of a MIDI port to play to instead."""

    def __init__(
        self, settings: Settings, looks: tuple[QActionGroup, QActionGroup], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(translate("Settings", "Settings"))
        self.theme, self.language = (_choice_of(group, self) for group in looks)
        self._make_sound()
        self._make_machine()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        self.close_button = buttons.button(QDialogButtonBox.StandardButton.Close)
        self.close_button.setIcon(QIcon())
        self.close_button.setText(translate("Settings", "C&lose"))
        self._tell_names()
        sound = QHBoxLayout()
        sound.setSpacing(8)
        sound.addWidget(self.soundfont, 1)
        sound.addWidget(self.choose)
        sound.addWidget(self.default)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow(translate("Settings", "T&heme"), self.theme)
        form.addRow(translate("Settings", "L&anguage"), self.language)
        form.addRow(translate("Settings", "&Play through"), self.port)
        # A row that holds a layout has to be told where its mnemonic leads.
        sound_label = QLabel(translate("Settings", "&SoundFont"), self)
        sound_label.setBuddy(self.soundfont)
        form.addRow(sound_label, sound)
        form.addRow(translate("Settings", "&Device"), self.device)
        form.addRow(translate("Settings", "&Threads"), self.threads)
        form.addRow(translate("Settings", "P&rocesses"), self.processes)
        form.addRow(translate("Settings", "Dragged ta&kes"), self.cache)
        note = QLabel(
            translate("Settings", "Language, device, threads and processes are used from the next start on."), self
        )
        note.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(buttons)

    def _make_sound(self) -> None:
        settings = self._settings
        self.port = QComboBox(self)
        self.port.addItem(translate("Settings", "The SoundFont"), "")
        for name in _ports():
            self.port.addItem(translate("Settings", "MIDI port {name}").format(name=name), name)
        chosen = settings.get(declared.MIDI_PORT)
        if self.port.findData(chosen) < 0:
            self.port.addItem(translate("Settings", "MIDI port {name} (not there now)").format(name=chosen), chosen)
        self.port.setCurrentIndex(self.port.findData(chosen))
        self.port.activated.connect(self._on_port)
        self.soundfont = QLineEdit(settings.get(declared.SOUNDFONT), self)
        self.soundfont.setReadOnly(True)
        self.soundfont.setPlaceholderText(translate("Settings", "The one that comes with TatumFlow"))
        self.soundfont.setMinimumWidth(280)
        self.choose = QPushButton(translate("Settings", "&Choose…"), self)
        self.choose.clicked.connect(self._on_choose)
        self.default = QPushButton(translate("Settings", "De&fault"), self)
        self.default.clicked.connect(lambda: self.use_soundfont(""))

    def _make_machine(self) -> None:
        settings = self._settings
        self.device = QComboBox(self)
        for value, text in (
            ("auto", translate("Settings", "Automatic: processor (CPU)")),
            ("cpu", translate("Settings", "Processor (CPU)")),
        ):
            self.device.addItem(text, value)
        for name in GPUS:
            text = "{device}" if has_driver(name) else translate("Settings", "{device}: none here")
            self.device.addItem(text.format(device=KINDS[name]), name)
        self.device.setCurrentIndex(self.device.findData(settings.get(declared.DEVICE)))
        self.device.activated.connect(lambda: settings.set(declared.DEVICE, self.device.currentData()))
        self.threads = self._number(1, 64, settings.get(declared.THREADS))
        self.threads.valueChanged.connect(lambda count: settings.set(declared.THREADS, count))
        self.processes = self._number(1, declared.MOST_PROCESSES, settings.get(declared.PROCESSES))
        self.processes.valueChanged.connect(lambda count: settings.set(declared.PROCESSES, count))
        self.cache = self._number(1, declared.MOST_CACHE_MB, settings.get(declared.CACHE_MB))
        self.cache.setPrefix(translate("Settings", "at most "))
        self.cache.setSuffix(" MB")
        self.cache.valueChanged.connect(lambda size: settings.set(declared.CACHE_MB, size))

    def _number(self, least: int, most: int, value: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(least, most)
        box.lineEdit().setTextMargins(6, 0, 0, 0)
        box.setValue(value)
        return box

    def _tell_names(self) -> None:
        for widget, name, tip in (
            (self.theme, translate("Settings", "Theme"), translate("Settings", "Light or dark")),
            (
                self.language,
                translate("Settings", "Language"),
                translate("Settings", "Language of the window; from the next start on"),
            ),
            (
                self.port,
                translate("Settings", "Play through"),
                translate("Settings", "The synthesiser of TatumFlow, or an instrument at a MIDI port"),
            ),
            (self.soundfont, translate("Settings", "SoundFont"), translate("Settings", "The sounds of playback")),
            (
                self.choose,
                translate("Settings", "Choose a SoundFont"),
                translate("Settings", "Use a SoundFont of your own (.sf2 or .sf3)"),
            ),
            (
                self.default,
                translate("Settings", "Default SoundFont"),
                translate("Settings", "Use the SoundFont that comes with TatumFlow"),
            ),
            (
                self.device,
                translate("Settings", "Device"),
                translate(
                    "Settings",
                    "Where music is written, from the next start on; a style is learned where its plan says, by itself "
                    "on a GPU",
                ),
            ),
            (
                self.threads,
                translate("Settings", "Threads"),
                translate("Settings", "Processor threads for the model; from the next start on"),
            ),
            (
                self.processes,
                translate("Settings", "Processes"),
                translate(
                    "Settings",
                    "Two write several takes, or the parts of a solo or song, side by side, in more memory; from the "
                    "next start on",
                ),
            ),
            (
                self.cache,
                translate("Settings", "Dragged takes"),
                translate("Settings", "Disk for files that were dragged away; older ones go at the next start"),
            ),
            (self.close_button, translate("Settings", "Close"), translate("Settings", "Close the settings")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)

    def use_soundfont(self, path: str) -> None:
        """Store and announce another SoundFont; empty is the app's own."""
        self._settings.set(declared.SOUNDFONT, path)
        self.soundfont.setText(path)
        self._tell_sound()

    def _on_port(self) -> None:
        self._settings.set(declared.MIDI_PORT, self.port.currentData())
        self._tell_sound()

    def _tell_sound(self) -> None:
        self.sound_chosen.emit(self._settings.get(declared.SOUNDFONT), self._settings.get(declared.MIDI_PORT))

    def _on_choose(self) -> None:
        kinds = translate("Settings", "SoundFonts ({patterns})").format(patterns="*.sf2 *.sf3")
        start = str(Path(self.soundfont.text()).parent) if self.soundfont.text() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, translate("Settings", "Choose a SoundFont"), start, kinds)
        if chosen:
            self.use_soundfont(chosen)


def _choice_of(group: QActionGroup, parent: QWidget) -> QComboBox:
    """The same choice as that of a menu."""
    box = QComboBox(parent)
    for action in group.actions():
        box.addItem(action.toolTip(), action)
        if action.isChecked():
            box.setCurrentIndex(box.count() - 1)
    box.activated.connect(lambda index: box.itemData(index).trigger())
    return box


def _ports() -> list[str]:
    """The MIDI ports, by names that last: ALSA appends numbers that change with every start."""
    from engine.live.ports import list_outputs

    return list(dict.fromkeys(re.sub(r" \d+:\d+$", "", name) for name in list_outputs()))
