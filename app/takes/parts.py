"""Parts of a take's card: its picture, and the handles by which single roles are dragged out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import translate
from app.midi_drag import Press
from app.piano_roll.painters import role_colour
from app.takes.thumbnail import paint_thumbnail
from app.theme import Theme
from engine.music.clip import Clip
from engine.music.note import Role


class Thumbnail(QWidget):
    """The picture on a card."""

    def __init__(self, clip: Clip, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clip = clip
        self._theme = theme
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(36)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_clip(self, clip: Clip) -> None:
        """Show another clip."""
        if clip is not self._clip:
            self._clip, self._picture = clip, None
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme, self._picture = theme, None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the notes, one by one only where they or the size have changed since the last time."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            paint_thumbnail(painter, QRectF(self.rect()), self._clip, self._theme)
            painter.end()
        QPainter(self).drawPixmap(0, 0, self._picture)


class RoleHandle(QWidget):
    """A letter in its role's colour; dragging it takes that role alone out."""

    drag_requested = Signal(object)

    def __init__(self, role: Role, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self._theme = theme
        self._press = Press()
        self.setFixedSize(20, 20)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def name_after(self, title: str) -> None:
        """Tell whose role it is."""
        name = {
            Role.LEAD: translate("Take", "Lead of {take}"),
            Role.CHORDS: translate("Take", "Chords of {take}"),
            Role.BASS: translate("Take", "Bass of {take}"),
        }[self.role].format(take=title)
        self.setAccessibleName(name)
        self.setToolTip(translate("Take", "{role}: drag only these notes into your DAW").format(role=name))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the letter and a bar in the role's colour."""
        letter = {
            Role.LEAD: translate("Take", "L"),
            Role.CHORDS: translate("Take", "C"),
            Role.BASS: translate("Take", "B"),
        }[self.role]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(role_colour(self._theme, self.role))
        painter.drawRoundedRect(QRectF(3, 16, 14, 3), 1.5, 1.5)
        painter.setPen(self.palette().windowText().color())
        font = painter.font()
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, 20, 16), Qt.AlignmentFlag.AlignCenter, letter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag; it is not the card's."""
        self._press.begin(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press it is a drag."""
        if self._press.becomes_drag(event):
            self.drag_requested.emit(self.role)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing was dragged."""
        self._press.end()
        event.accept()
