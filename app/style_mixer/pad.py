"""The pad: a place between up to four styles, moved by mouse or keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.inspector.controls import silent, unseen_label
from app.style_mixer.weights import CORNERS, corner_weights, mixed
from app.theme import Theme

HANDLE_PX = 9
STEP, BIG_STEP = 2, 10


class PadField(QWidget):
    """The field with its handle. It knows places 0..100 and no styles."""

    moved = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._x, self._y = 50, 50
        self._focused = False
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(translate("StyleMixer", "Style pad"))
        self.setToolTip(
            translate("StyleMixer", "Drag towards a corner to hear more of its style; arrow keys move, Home centres")
        )

    def show_place(self, x: int, y: int) -> None:
        """Show a place, 0..100 from the top left."""
        self._x, self._y = x, y
        shares = ", ".join(f"{100 * weight:.0f}" for weight in corner_weights(x / 100, y / 100))
        self.setAccessibleDescription(translate("StyleMixer", "Shares of the corners: {shares}").format(shares=shares))
        self.update()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(HANDLE_PX, HANDLE_PX, -HANDLE_PX, -HANDLE_PX)

    def _go(self, x: float, y: float) -> None:
        place = min(100, max(0, round(x))), min(100, max(0, round(y)))
        if place != (self._x, self._y):
            self.show_place(*place)
            self.moved.emit(*place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, its cross lines and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(self.theme.field))
        painter.setPen(
            QPen(QColor(self.theme.accent if self._focused else self.theme.border), 2 if self._focused else 1)
        )
        painter.drawRoundedRect(frame, 8, 8)
        area = self._area()
        place = QPointF(area.left() + area.width() * self._x / 100, area.top() + area.height() * self._y / 100)
        painter.setPen(QPen(QColor(self.theme.border), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()))
        painter.drawLine(QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom()))
        # A disc in each corner grows with its share.
        painter.setBrush(QColor(self.theme.muted))
        flags = Qt.AlignmentFlag
        corners = (
            (area.topLeft(), flags.AlignLeft | flags.AlignTop),
            (area.topRight(), flags.AlignRight | flags.AlignTop),
            (area.bottomLeft(), flags.AlignLeft | flags.AlignBottom),
            (area.bottomRight(), flags.AlignRight | flags.AlignBottom),
        )
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        for (corner, side), weight in zip(corners, corner_weights(self._x / 100, self._y / 100), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(corner, 1.5 + 4 * weight, 1.5 + 4 * weight)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(area.adjusted(9, -4, -9, 4), side, f"{100 * weight:.0f} %")
        painter.setPen(QPen(QColor(self.theme.text), 2))
        painter.setBrush(QColor(self.theme.accent))
        painter.drawEllipse(place, HANDLE_PX - 1.5, HANDLE_PX - 1.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        area = self._area()
        self._go(
            100 * (event.position().x() - area.left()) / max(1.0, area.width()),
            100 * (event.position().y() - area.top()) / max(1.0, area.height()),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move; with Shift in big steps; Home goes to the middle."""
        step = BIG_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        moves = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._go(self._x + moves[key][0], self._y + moves[key][1])
        elif key == Qt.Key.Key_Home:
            self._go(50, 50)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        self._focused = True
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        self._focused = False
        self.update()


class CornerCombo(QComboBox):
    """A combo box that shortens a long name with an ellipsis; its tip says it in full."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and what fits of the name."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - 34
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class PadPage(QWidget):
    """The field with a style in each corner."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = GenerationSettings()
        self.field = PadField(theme, self)
        names = (
            translate("StyleMixer", "Style at the top left"),
            translate("StyleMixer", "Style at the top right"),
            translate("StyleMixer", "Style at the bottom left"),
            translate("StyleMixer", "Style at the bottom right"),
        )
        self._tip = translate(
            "StyleMixer", "The style of this corner; a corner left to the prompt sounds like the prompt"
        )
        self.corners: list[QComboBox] = []
        for name in names:
            combo = CornerCombo(self)
            combo.setAccessibleName(name)
            unseen_label(name, combo)
            combo.setToolTip(self._tip)
            combo.setMinimumWidth(60)
            combo.setMaxVisibleItems(18)
            combo.activated.connect(self._on_corner)
            self.corners.append(combo)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.addWidget(self.corners[0], 0, 0)
        grid.addWidget(self.corners[1], 0, 1)
        grid.addWidget(self.field, 1, 0, 1, 2)
        grid.addWidget(self.corners[2], 2, 0)
        grid.addWidget(self.corners[3], 2, 1)
        self.field.moved.connect(self._on_moved)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.field.theme = theme
        self.field.update()

    def show_settings(self, settings: GenerationSettings, styles: tuple[str, ...]) -> None:
        """Show the corners and the place."""
        self._settings = settings
        styles = (*styles, *(style.name for style in settings.read_styles))
        corners = (*settings.pad_corners, *[""] * CORNERS)[:CORNERS]
        wanted = ["", *styles, *dict.fromkeys(name for name in corners if name and name not in styles)]
        for combo, name in zip(self.corners, corners, strict=True):
            with silent(combo):
                if [combo.itemData(i) for i in range(combo.count())] != wanted:
                    combo.clear()
                    for known in wanted:
                        combo.addItem(known or translate("StyleMixer", "The prompt"), known)
                combo.setCurrentIndex(wanted.index(name))
                combo.setToolTip(f"{name} · {self._tip}" if name else self._tip)
        self.field.show_place(settings.pad_x, settings.pad_y)

    def _corner_names(self) -> tuple[str, ...]:
        return tuple(combo.currentData() or "" for combo in self.corners)

    def _on_corner(self) -> None:
        self._report("pad corners", self._settings.pad_x, self._settings.pad_y)

    def _on_moved(self, x: int, y: int) -> None:
        self._report("pad", x, y)

    def _report(self, what: str, x: int, y: int) -> None:
        corners = self._corner_names()
        weights = dict(mixed(corners, x, y))
        read = tuple(replace(style, weight=weights.pop(style.name, 0)) for style in self._settings.read_styles)
        self.changed.emit(
            what,
            {
                "pad_corners": corners,
                "pad_x": x,
                "pad_y": y,
                "style_weights": tuple(item for item in weights.items() if item[1]),
                "read_styles": read,
            },
        )
