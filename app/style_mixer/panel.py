"""The style mixer: the palette as sliders or as a pad, styles read off files, and the switch that renders live."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget

from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.icons import icon
from app.inspector.controls import WheelGuard, make_tool
from app.inspector.group import Group
from app.style_mixer.pad import PadPage
from app.style_mixer.palette import Palette
from app.style_mixer.weights import CORNERS
from app.theme import Theme
from engine.files import is_midi_name


class StyleMixer(Group):
    """Shows the mix and reports the user's changes; it keeps none itself."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""
    live_toggled = Signal(bool)
    file_wanted = Signal()
    """A style is to be read off a file that the user chooses."""
    file_dropped = Signal(object)
    """Path of a MIDI file whose style is to be read."""
    refresh_wanted = Signal()
    """The user's trained styles are to be looked for again."""

    def __init__(self, theme: Theme, guard: WheelGuard, parent: QWidget | None = None) -> None:
        self._settings = GenerationSettings()
        self._styles: tuple[str, ...] = ()
        self._own: frozenset[str] = frozenset()
        super().__init__(translate("StyleMixer", "St&yle"), theme, unfolded=True, parent=parent)
        self.setAcceptDrops(True)
        self.palette_page = Palette(theme, guard, self)
        self.pad_page = PadPage(theme, self)
        self._make_switches()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.palette_page)
        self.stack.addWidget(self.pad_page)
        self.column.addWidget(self.stack)
        self._make_sources()
        self.palette_page.changed.connect(self.changed)
        self.pad_page.changed.connect(self.changed)
        self.reset_requested.connect(self._on_reset)
        self.set_theme(theme)
        self._show()

    def _make_switches(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(0)
        self._pages = QButtonGroup(self)
        self.sliders_button = QPushButton(translate("StyleMixer", "Sliders"), self)
        self.pad_button = QPushButton(translate("StyleMixer", "Pad"), self)
        tips = (
            translate("StyleMixer", "Mix any number of styles, each with its slider"),
            translate("StyleMixer", "Move between up to four styles"),
        )
        for number, (button, tip) in enumerate(zip((self.sliders_button, self.pad_button), tips, strict=True)):
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            self._pages.addButton(button, number)
            line.addWidget(button)
        self.sliders_button.setChecked(True)
        self._pages.idClicked.connect(self.show_page)
        line.addStretch(1)
        self.live_status = QLabel(self)
        self.live_status.setObjectName("hint")
        line.addWidget(self.live_status)
        line.addSpacing(8)
        self.live_button = QPushButton(translate("StyleMixer", "Live"), self)
        self.live_button.setObjectName("segment")
        self.live_button.setCheckable(True)
        self.live_button.setAccessibleName(translate("StyleMixer", "Live"))
        self.live_button.setToolTip(
            translate("StyleMixer", "Write the take that is shown anew at every movement, with the same seed")
        )
        self.live_button.toggled.connect(self._on_live)
        line.addWidget(self.live_button)
        self.column.addLayout(line)

    def _make_sources(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(6)
        self.file_button = QPushButton(translate("StyleMixer", "Style of a file…"), self)
        self.file_button.setAccessibleName(translate("StyleMixer", "Style of a file"))
        self.file_button.setToolTip(
            translate("StyleMixer", "Read the style off a MIDI file; a file can be dropped here as well")
        )
        self.file_button.clicked.connect(self.file_wanted)
        self.refresh_button = make_tool(
            self,
            translate("StyleMixer", "Look for my styles"),
            translate("StyleMixer", "Look again for styles that you have trained"),
        )
        self.refresh_button.clicked.connect(self.refresh_wanted)
        line.addWidget(self.file_button, 1)
        line.addWidget(self.refresh_button)
        self.column.addLayout(line)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self.file_button.setIcon(icon("open", theme))
        self.refresh_button.setIcon(icon("refresh", theme))
        self.palette_page.set_theme(theme)
        self.pad_page.set_theme(theme)

    def set_styles(self, styles: tuple[str, ...], own: frozenset[str]) -> None:
        """All styles of the loaded model; `own` are those that the user trained."""
        self._styles, self._own = styles, own
        self._show()

    def show_settings(self, settings: GenerationSettings) -> None:
        """Show the mix."""
        self._settings = settings
        self._show()

    def show_page(self, number: int) -> None:
        """Show the sliders (0) or the pad (1); a pad without styles takes those of the mix."""
        button = self._pages.button(number)
        button.setChecked(True)
        if number == 1 and not any(self._settings.pad_corners):
            chosen = sorted(self._settings.style_weights, key=lambda item: -item[1])[:CORNERS]
            if chosen:
                self.changed.emit("pad corners", {"pad_corners": tuple(name for name, _ in chosen)})
        self.stack.setCurrentIndex(number)

    def show_live_time(self, seconds: float | None) -> None:
        """Say how long the last live take took, or nothing."""
        text = "" if seconds is None else translate("StyleMixer", "{ms} ms").format(ms=round(seconds * 1000))
        self.live_status.setText(text)

    def _show(self) -> None:
        self.palette_page.show_settings(self._settings, self._styles, self._own)
        self.pad_page.show_settings(self._settings, self._styles)
        names = [name for name, weight in self._settings.style_weights if weight]
        names += [style.name for style in self._settings.read_styles if style.weight]
        text = ""
        if len(names) == 1:
            text = self.fontMetrics().elidedText(names[0], Qt.TextElideMode.ElideRight, 120)
        elif names:
            text = translate("StyleMixer", "{count} mixed").format(count=len(names))
        self.show_summary(text)
        self.reset.setEnabled(bool(names or self._settings.read_styles or any(self._settings.pad_corners)))

    def _on_live(self, live: bool) -> None:
        self.show_live_time(None)
        self.live_toggled.emit(live)

    def _on_reset(self) -> None:
        defaults = GenerationSettings()
        names = ("style_weights", "read_styles", "pad_corners", "pad_x", "pad_y")
        self.changed.emit("reset styles", {name: getattr(defaults, name) for name in names})

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take MIDI files."""
        if event.source() is None and _midi_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the styles of the dropped files."""
        event.acceptProposedAction()
        for file in _midi_files(event):
            self.file_dropped.emit(file)

    def sizeHint(self) -> QSize:
        """As narrow as the inspector allows."""
        return QSize(200, super().sizeHint().height())


def _midi_files(event: QDropEvent) -> list[Path]:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [file for file in files if is_midi_name(file)]
