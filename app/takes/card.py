"""The card of one take: its picture and facts, a click to show it, a drag to take it out, buttons for the rest."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.document import Take
from app.i18n import translate
from app.icons import icon
from app.take_names import take_name
from app.takes.thumbnail import paint_thumbnail
from app.theme import Theme
from engine.music.clip import Clip

CARD_WIDTH_PX = 196


class Thumbnail(QWidget):
    """The picture on a card."""

    def __init__(self, clip: Clip, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clip = clip
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(40)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the notes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paint_thumbnail(painter, QRectF(self.rect()), self.clip, self.theme)


class TakeCard(QFrame):
    """One take. It tells what is asked of it by the take's number and changes nothing itself."""

    chosen = Signal(int)
    play_requested = Signal(int)
    star_toggled = Signal(int, bool)
    export_requested = Signal(int)
    delete_requested = Signal(int)
    drag_requested = Signal(int)

    def __init__(self, take: Take, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = take.number
        self._press_place: QPointF | None = None
        self.setObjectName("card")
        self.setFixedWidth(CARD_WIDTH_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(take_name(take.number))
        self.setToolTip(translate("Take", "Click to show this take. Drag it into your DAW. Enter shows it too."))
        self._title = QLabel(take_name(take.number), self)
        self._title.setObjectName("cardTitle")
        self._facts = QLabel(self)
        self._facts.setObjectName("muted")
        self._thumbnail = Thumbnail(take.clip, theme, self)
        self.play_button = self._button(translate("Take", "Play"), translate("Take", "Play this take"))
        self.star_button = self._button(translate("Take", "Star"), translate("Take", "Mark this take as a favourite"))
        self.star_button.setCheckable(True)
        self.export_button = self._button(
            translate("Take", "Save as"), translate("Take", "Save this take as a MIDI file")
        )
        self.delete_button = self._button(
            translate("Take", "Delete"), translate("Take", "Delete this take; undo brings it back")
        )
        self.play_button.clicked.connect(self._on_play)
        self.star_button.clicked.connect(self._on_star)
        self.export_button.clicked.connect(self._on_export)
        self.delete_button.clicked.connect(self._on_delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 6)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._facts)
        column.addLayout(head)
        column.addWidget(self._thumbnail, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in (self.play_button, self.star_button, self.export_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.delete_button)
        column.addLayout(row)
        self.update_take(take)
        self.set_theme(theme)

    def update_take(self, take: Take) -> None:
        """Show the take's changed facts."""
        self._thumbnail.clip = take.clip
        self._thumbnail.update()
        self._facts.setText(translate("Take", "{bars} bars · seed {seed}").format(bars=take.clip.bars, seed=take.seed))
        self.star_button.setChecked(take.starred)
        self.setAccessibleDescription(
            translate("Take", "{bars} bars, {notes} notes, seed {seed}").format(
                bars=take.clip.bars, notes=len(take.clip.notes), seed=take.seed
            )
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._thumbnail.theme = theme
        self._thumbnail.update()
        self.play_button.setIcon(icon("play", theme))
        self.star_button.setIcon(icon("star", theme, on_name="star_on", on_colour=theme.accent))
        self.export_button.setIcon(icon("export", theme))
        self.delete_button.setIcon(icon("delete", theme))

    def set_current(self, current: bool) -> None:
        """Frame the card that is shown in the roll."""
        if self.property("current") != current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setAccessibleName(f"{name}: {take_name(self.number)}")
        button.setToolTip(tip)
        button.setIconSize(QSize(16, 16))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _on_play(self) -> None:
        self.play_requested.emit(self.number)

    def _on_star(self, checked: bool) -> None:
        self.star_toggled.emit(self.number, checked)

    def _on_export(self) -> None:
        self.export_requested.emit(self.number)

    def _on_delete(self) -> None:
        self.delete_requested.emit(self.number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press_place = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press it is a drag."""
        if self._press_place is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position() - self._press_place).manhattanLength() >= QApplication.startDragDistance():
            self._press_place = None
            self.drag_requested.emit(self.number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Without a drag it was a click."""
        if self._press_place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press_place = None
            self.chosen.emit(self.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the card shows the take; on one of its buttons it is the button's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.hasFocus() and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.number)
            return
        super().keyPressEvent(event)
