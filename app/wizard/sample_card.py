"""One short clip with a play button and a picture of its notes, and the column that such cards stand in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.i18n import translate
from app.icons import icon
from app.takes.thumbnail import paint_thumbnail
from app.theme import Theme
from app.wizard.run_state import Sample
from app.wizard.sample_player import SamplePlayer
from engine.music.clip import Clip


class ClipPicture(QWidget):
    """The notes of a clip in small."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.clip = Clip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paint_thumbnail(painter, QRectF(self.rect()), self.clip, self.theme)


class PlayButton(QToolButton):
    """Plays or stops one file."""

    def __init__(self, name: str, tip: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_playing = False
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_theme(theme)

    def show_playing(self, playing: bool) -> None:
        """A square while it plays, a triangle else."""
        if playing != self._is_playing:
            self._is_playing = playing
            self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in other colours."""
        self._theme = theme
        self.setIcon(icon("stop" if self._is_playing else "play", theme))


class SampleCard(QFrame):
    """A sample that was written at a checkpoint."""

    def __init__(self, sample: Sample, percent: int, clip: Clip, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample = sample
        self.setObjectName("card")
        name = translate("Train", "after {percent} %").format(percent=percent)
        self.play_button = PlayButton(
            translate("Train", "Play the sample {name}").format(name=name),
            translate("Train", "Hear a prompt from the folder, continued in the style as it was then"),
            theme,
            self,
        )
        self._picture = ClipPicture(theme, self)
        self._picture.clip = clip
        self._picture.setMinimumWidth(90)
        words = QLabel(name, self)
        words.setFixedWidth(74)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.play_button)
        row.addWidget(words)
        row.addWidget(self._picture, 1)
        self.setFixedHeight(52)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._picture.theme = theme
        self._picture.update()
        self.play_button.set_theme(theme)


class SampleColumn(QFrame):
    """The samples of a training, the newest on top."""

    count_changed = Signal(int)

    def __init__(self, player: SamplePlayer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._theme = player, theme
        self.cards: list[SampleCard] = []
        self.setObjectName("panel")
        heading = QLabel(translate("Train", "Hear what it has learned"), self)
        heading.setObjectName("section")
        self._empty = QLabel(
            translate("Train", "A sample comes with every checkpoint; the first one in a moment."), self
        )
        self._empty.setObjectName("muted")
        self._empty.setWordWrap(True)
        inner = QWidget(self)
        inner.setObjectName("clear")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(12, 0, 12, 4)
        self._list.setSpacing(6)
        self._list.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(8)
        # Margins of labels do not outlive a change of the style sheet; those of layouts do.
        words = QVBoxLayout()
        words.setContentsMargins(14, 0, 14, 0)
        words.addWidget(heading)
        words.addWidget(self._empty)
        column.addLayout(words)
        column.addWidget(area, 1)
        player.changed.connect(self._on_player_changed)

    def show_samples(self, samples: list[Sample], steps: int) -> None:
        """Show these samples of a training of so many steps."""
        wanted = [sample for sample in samples if sample.file.is_file()]
        for card in [card for card in self.cards if card.sample not in wanted]:
            self.cards.remove(card)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        known = {card.sample for card in self.cards}
        for sample in wanted:
            clip = self._player.clip(sample.file) if sample not in known else None
            if clip is None:
                continue
            card = SampleCard(sample, round(100 * sample.step / max(1, steps)), clip, self._theme, self)
            card.play_button.clicked.connect(lambda _, file=sample.file: self._player.toggle(file))
            self.cards.append(card)
            self._list.insertWidget(0, card)
        self._empty.setVisible(not self.cards)
        self.count_changed.emit(len(self.cards))

    def _on_player_changed(self) -> None:
        for card in self.cards:
            card.play_button.show_playing(card.sample.file == self._player.playing)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for card in self.cards:
            card.set_theme(theme)
