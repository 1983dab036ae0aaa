"""File > Settings: the sound and the machine. Theme and language are in the View menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
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


class SettingsWindow(QDialog):
    """Shows the stored values; every change is stored at once, so there is nothing to confirm."""

    soundfont_chosen = Signal(str)
    """Path of another SoundFont, or empty for the one that comes with the app."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(translate("Settings", "Settings"))
        self.soundfont = QLineEdit(settings.get(declared.SOUNDFONT), self)
        self.soundfont.setReadOnly(True)
        self.soundfont.setPlaceholderText(translate("Settings", "The one that comes with TatumFlow"))
        self.soundfont.setMinimumWidth(280)
        self.choose = QPushButton(translate("Settings", "&Choose…"), self)
        self.default = QPushButton(translate("Settings", "De&fault"), self)
        self.device = QComboBox(self)
        for value, text in (
            ("auto", translate("Settings", "Automatic: processor (CPU)")),
            ("cpu", "CPU"),
            ("cuda", "CUDA"),
            ("mps", "MPS (Apple)"),
        ):
            self.device.addItem(text, value)
        self.device.setCurrentIndex(self.device.findData(settings.get(declared.DEVICE)))
        self.threads = QSpinBox(self)
        self.threads.setRange(1, 64)
        self.threads.lineEdit().setTextMargins(6, 0, 0, 0)
        self.threads.setValue(settings.get(declared.THREADS))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.close)
        close_button = close.button(QDialogButtonBox.StandardButton.Close)
        close_button.setIcon(QIcon())
        close_button.setText(translate("Settings", "C&lose"))
        for widget, name, tip in (
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
            (close_button, translate("Settings", "Close"), translate("Settings", "Close the settings")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
        sound = QHBoxLayout()
        sound.setSpacing(8)
        sound.addWidget(self.soundfont, 1)
        sound.addWidget(self.choose)
        sound.addWidget(self.default)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        # A row that holds a layout has to be told where its mnemonic leads.
        sound_label = QLabel(translate("Settings", "&SoundFont"), self)
        sound_label.setBuddy(self.soundfont)
        form.addRow(sound_label, sound)
        form.addRow(translate("Settings", "&Device"), self.device)
        form.addRow(translate("Settings", "&Threads"), self.threads)
        note = QLabel(translate("Settings", "Device and threads are used from the next start on."), self)
        note.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(close)
        self.choose.clicked.connect(self._on_choose)
        self.default.clicked.connect(lambda: self.use_soundfont(""))
        self.device.activated.connect(lambda: settings.set(declared.DEVICE, self.device.currentData()))
        self.threads.valueChanged.connect(lambda count: settings.set(declared.THREADS, count))

    def use_soundfont(self, path: str) -> None:
        """Store and announce another SoundFont; empty is the app's own."""
        self._settings.set(declared.SOUNDFONT, path)
        self.soundfont.setText(path)
        self.soundfont_chosen.emit(path)

    def _on_choose(self) -> None:
        kinds = translate("Settings", "SoundFonts ({patterns})").format(patterns="*.sf2 *.sf3")
        start = str(Path(self.soundfont.text()).parent) if self.soundfont.text() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, translate("Settings", "Choose a SoundFont"), start, kinds)
        if chosen:
            self.use_soundfont(chosen)
