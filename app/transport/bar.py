"""The header: opening, playing, position, tempo and volume. It shows state it is told and triggers the window's
actions.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from app.actions import ActionId, show_tip
from app.elided_label import ElidedLabel
from app.i18n import translate
from app.icons import icon, pixmap
from app.inspector.controls import make_slider
from app.piano_roll.coords import position_text
from app.theme import Theme
from app.transport.fact_button import FactButton
from app.transport.prompt_menu import PromptMenu
from app.transport.time_facts import TimeFacts
from engine.generate.jobs import EngineReady
from engine.music.clip import Clip

ROOM_FOR_TEXTS_PX = 1180


class TransportBar(QFrame):
    """One row of controls."""

    volume_changed = Signal(int)

    def __init__(self, theme: Theme, actions: dict[ActionId, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._theme = theme
        self._clip = Clip()
        self.open_button = QPushButton(translate("Transport", "&Open…"), self)
        self.open_button.setAccessibleName(translate("Transport", "Open MIDI file"))
        show_tip(self.open_button, actions[ActionId.OPEN])
        self.open_button.clicked.connect(actions[ActionId.OPEN].trigger)
        self.demo_button = QPushButton(translate("Transport", "&Demo"), self)
        self.demo_button.setAccessibleName(translate("Transport", "Open demo prompt"))
        show_tip(self.demo_button, actions[ActionId.DEMO])
        self.demo_button.clicked.connect(actions[ActionId.DEMO].trigger)
        self.title = ElidedLabel(self)
        self.title.setObjectName("value")
        self.title.setMinimumWidth(40)
        self.title.setAccessibleName(translate("Transport", "Name of the prompt"))
        self.prompts = PromptMenu(actions[ActionId.OPEN], self)
        self.to_start_button = self._tool(actions[ActionId.TO_START], translate("Transport", "To the start"))
        self.play_button = self._tool(actions[ActionId.PLAY], translate("Transport", "Play"))
        self.loop_button = self._tool(actions[ActionId.LOOP], translate("Transport", "Loop"))
        self.loop_button.setCheckable(True)
        self.loop_button.setChecked(actions[ActionId.LOOP].isChecked())
        actions[ActionId.LOOP].toggled.connect(self.loop_button.setChecked)
        self.position = QLabel("1.1", self)
        self.position.setObjectName("position")
        self.position.setMinimumWidth(64)
        self.position.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.position.setAccessibleName(translate("Transport", "Position"))
        self.position.setToolTip(translate("Transport", "Play position: bar and beat"))
        self.metronome_button = self._tool(actions[ActionId.METRONOME], translate("Transport", "Metronome"))
        self.metronome_button.setCheckable(True)
        actions[ActionId.METRONOME].toggled.connect(self.metronome_button.setChecked)
        self.facts = TimeFacts(self)
        self.tempo = FactButton(
            translate("Transport", "Tempo"),
            translate("Transport", "Tempo at the play position; click to change it"),
            self.facts.edit_tempo,
            self,
        )
        self.meter = FactButton(
            translate("Transport", "Meter"),
            translate("Transport", "Meter at the play position; click to change it"),
            self.facts.edit_meter,
            self,
        )
        self.key = FactButton(
            translate("Transport", "Key"),
            translate("Transport", "Key of what is shown; click to name another (notes stay)"),
            self.facts.edit_key,
            self,
        )
        self._volume_picture = QLabel(self)
        self.volume = make_slider(self, translate("Transport", "Volume"), translate("Transport", "Playback loudness"))
        self.volume.setFixedWidth(104)
        self.volume.valueChanged.connect(self.volume_changed)
        self.engine_status = QLabel(self)
        self.engine_status.setObjectName("muted")
        self.engine_status.setAccessibleName(translate("Transport", "Model"))

        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 14, 4)
        row.setSpacing(6)
        self._row = row
        row.addWidget(self.open_button)
        row.addWidget(self.demo_button)
        row.addSpacing(6)
        row.addWidget(self.prompts)
        row.addWidget(self.title, 3)
        row.addWidget(self.to_start_button)
        row.addWidget(self.play_button)
        row.addWidget(self.loop_button)
        row.addWidget(self.metronome_button)
        row.addSpacing(4)
        row.addWidget(self.position)
        row.addSpacing(14)
        for fact in (self.tempo, self.meter, self.key):
            row.addLayout(fact.column())
            row.addSpacing(4)
        row.addStretch(1)
        row.addWidget(self._volume_picture)
        row.addWidget(self.volume)
        row.addSpacing(10)
        row.addWidget(self.engine_status)
        self.set_theme(theme)
        self.show_clip(self._clip, "")
        self.show_position(0)

    def add_rooms(self, tabs: QTabWidget) -> None:
        """Put the choice of `tabs`' pages at the left of the row, in place of a bar of its own over them."""
        bar = QTabBar(self)
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setUsesScrollButtons(False)
        bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        bar.setAccessibleName(tabs.accessibleName())
        for index in range(tabs.count()):
            bar.addTab(tabs.tabText(index))
        tabs.tabBar().hide()
        bar.currentChanged.connect(tabs.setCurrentIndex)
        tabs.currentChanged.connect(bar.setCurrentIndex)
        self.rooms = bar
        self._row.insertWidget(0, bar)
        self._row.insertSpacing(1, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the pictures of the two buttons at the left say enough."""
        super().resizeEvent(event)
        wide = self.width() >= ROOM_FOR_TEXTS_PX
        self.open_button.setText(translate("Transport", "&Open…") if wide else "")
        self.demo_button.setText(translate("Transport", "&Demo") if wide else "")
        self.volume.setFixedWidth(104 if wide else 72)
        self._show_status()

    def _tool(self, action: QAction, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        show_tip(button, action)
        button.setIconSize(QSize(20, 20))
        button.setMinimumSize(36, 30)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        self._theme = theme
        self.open_button.setIcon(icon("open", theme))
        self.demo_button.setIcon(icon("demo", theme))
        self.to_start_button.setIcon(icon("to_start", theme))
        self.loop_button.setIcon(icon("loop", theme))
        self.metronome_button.setIcon(icon("metronome", theme))
        self._volume_picture.setPixmap(pixmap("volume", theme.muted))
        self.show_playing(self._is_playing)

    _is_playing = False
    _has_failed = False
    _tick = 0

    def show_playing(self, playing: bool) -> None:
        """Turn the play button into a stop button, and back."""
        self._is_playing = playing
        self.play_button.setIcon(icon("stop" if playing else "play", self._theme))
        self.play_button.setAccessibleName(
            translate("Transport", "Stop") if playing else translate("Transport", "Play")
        )

    def show_engine(self, failed: bool, ready: EngineReady | None) -> None:
        """Show whether a model is loaded, and where it runs."""
        text = translate("Transport", "No model") if failed else translate("Transport", "Loading the model…")
        tip = translate("Transport", "The model that writes the takes")
        if ready is not None:
            text = translate("Transport", "Ready · {device}").format(device=ready.device.upper())
            tip = translate("Transport", "Model {checkpoint}, loaded in {seconds:.1f} s").format(
                checkpoint=ready.checkpoint[:8], seconds=ready.seconds
            )
        self.engine_status.setText(text)
        self.engine_status.setToolTip(tip)
        self._has_failed = failed
        self._show_status()

    def _show_status(self) -> None:
        """Where there is little room, only what keeps takes from being written is worth a word."""
        self.engine_status.setVisible(self.width() >= ROOM_FOR_TEXTS_PX or self._has_failed)

    def show_backend(self, backend: str) -> None:
        """Name what sounds in the tip of the volume."""
        self.volume.setToolTip(f"{translate('Transport', 'Playback loudness')} · {backend}")

    def show_clip(self, clip: Clip, title: str, *, is_take: bool = False) -> None:
        """Show a clip's name and key; tempo and meter are those of the position, which is shown next."""
        self._clip = clip
        self.title.setText(title)
        self.title.setToolTip(title)
        self.key.show_value(clip.key or "–")
        self.facts.key = clip.key or ""
        self.facts.meter_can_change = not is_take

    @property
    def tick(self) -> int:
        """The play position that is shown."""
        return self._tick

    def show_position(self, tick: float) -> None:
        """Show the play position with the tempo and meter in force there."""
        self._tick = max(0, int(tick))
        self.position.setText(position_text(self._clip.meter, tick))
        there = bool(self._clip.length)
        tempo_bpm = self._clip.tempo.at(self._tick).tempo_bpm
        meter = self._clip.meter.at(self._tick)
        self.facts.tempo_bpm, self.facts.meter = tempo_bpm, (meter.numerator, meter.denominator)
        self.tempo.show_value(f"{tempo_bpm:.0f}" if there else "–")
        self.meter.show_value(f"{meter.numerator}/{meter.denominator}" if there else "–")
