"""The piano roll widget: scrolling, zooming, seeking and looping. What it shows comes from `content`, how from
`painters`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from app.chord_lane.painter import paint_chords, spells_with_flats
from app.i18n import translate
from app.piano_roll import painters
from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords, position_text
from app.piano_roll.note_painters import Marks, paint_notes
from app.theme import Theme
from engine.music.note import Note, Role

KEYBOARD_PX = 64
RULER_PX = 40
CHORDS_PX = 28
ZOOM_STEP = 1.25


def role_name(role: Role) -> str:
    """A role in the user's language."""
    names = {
        Role.LEAD: translate("PianoRoll", "Lead"),
        Role.CHORDS: translate("PianoRoll", "Chords"),
        Role.BASS: translate("PianoRoll", "Bass"),
    }
    return names[role]


class PianoRoll(QAbstractScrollArea):
    """Shows a `RollContent` on the bar grid."""

    seek_requested = Signal(int)
    """A tick the user clicked in the ruler."""
    loop_requested = Signal(int, int)
    """First and last tick of a range dragged in the ruler, on bar lines."""
    key_pressed = Signal(int)
    """A pitch clicked on the keyboard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content = RollContent()
        self._coords = Coords()
        self._playhead_tick = 0.0
        self._marks = Marks()
        self._loop: tuple[int, int] | None = None
        self._layer: QPixmap | None = None
        self._pressed_key: int | None = None
        self._ruler_drag_tick: float | None = None
        self._pan_from: QPointF | None = None
        self._fitted: tuple[int, int, int, int] | None = (0, 4 * 4 * 480, 41, 84)
        self._focus_framed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.viewport().setAcceptDrops(False)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.setAccessibleName(translate("PianoRoll", "Piano roll"))
        self.setAccessibleDescription(
            translate("PianoRoll", "Shows the prompt and the chosen take on the bar grid. Arrow keys scroll, F fits.")
        )
        # The viewport tells what lies under the pointer; this is what a screen reader and the empty roll say.
        self.setToolTip(
            translate("PianoRoll", "Click the ruler to set the play position, drag in it to loop. Ctrl+wheel zooms.")
        )

    @property
    def coords(self) -> Coords:
        """The view in force."""
        return self._coords

    @property
    def content(self) -> RollContent:
        """What is shown."""
        return self._content

    def set_theme(self, theme: Theme) -> None:
        """Repaint in other colours."""
        self._theme = theme
        self._repaint_all()

    def set_content(self, content: RollContent) -> None:
        """Show another clip; the view stays where it is."""
        self._content = content
        self._place_scroll_bars()
        self._repaint_all()

    def set_playhead(self, tick: float, *, follow: bool = False) -> None:
        """Move the playhead; with `follow` the view turns the page when the playhead leaves it."""
        old_x, self._playhead_tick = self._coords.x_at(self._playhead_tick), tick
        x = self._coords.x_at(tick)
        area = QRectF(self._coords.left, 0, self._coords.width, 1)
        if follow and not area.left() <= x <= area.right():
            self.horizontalScrollBar().setValue(round(tick * self._coords.pixels_per_tick - area.width() * 0.1))
            return
        for place in (old_x, x):
            self.viewport().update(QRect(int(place) - 8, 0, 17, self.viewport().height()))

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show the looped ticks, or none."""
        self._loop = loop
        self._repaint_all()

    def reveal(self, first_tick: int, last_tick: int) -> None:
        """Show these ticks and the pitches used there, in a resized window too, until the user looks elsewhere."""
        self._fitted = (first_tick, last_tick, *self._content.pitch_range(first_tick, last_tick))
        self._set_coords(self._coords.fitted(*self._fitted))

    def fit(self) -> None:
        """Show the whole clip."""
        self.reveal(0, max(1, self._content.clip.length))

    def zoom(self, factor: float, anchor_x: float | None = None) -> None:
        """Stretch time around widget x `anchor_x`; without it around the playhead if visible, else the middle."""
        if anchor_x is None:
            anchor_x = self._coords.x_at(self._playhead_tick)
            if not self._coords.left <= anchor_x <= self._coords.left + self._coords.width:
                anchor_x = self._coords.left + self._coords.width / 2
        self._fitted = None
        self._set_coords(self._coords.zoomed(factor, anchor_x))

    def zoom_rows(self, factor: float) -> None:
        """Stretch the rows around the middle."""
        self._fitted = None
        self._set_coords(self._coords.zoomed_rows(factor, self._coords.top + self._coords.height / 2))

    def _set_coords(self, coords: Coords) -> None:
        self._coords = coords
        self._place_scroll_bars()
        self._repaint_all()

    def _place_scroll_bars(self) -> None:
        coords = self._coords
        for bar, size, page, value in (
            (
                self.horizontalScrollBar(),
                coords.content_width(self._content.clip.length),
                coords.width,
                coords.scroll_x,
            ),
            (self.verticalScrollBar(), coords.content_height, coords.height, coords.scroll_y),
        ):
            bar.blockSignals(True)
            bar.setRange(0, max(0, size - page))
            bar.setPageStep(page)
            bar.setSingleStep(max(8, page // 16))
            bar.setValue(round(value))
            bar.blockSignals(False)
        self._coords = coords.scrolled(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _repaint_all(self) -> None:
        self._layer = None
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self._fitted = None
        self._coords = self._coords.scrolled(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        self._repaint_all()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was fitted in sight, else the view's corner."""
        size = self.viewport().size()
        top = RULER_PX + CHORDS_PX
        self._coords = self._coords.sized(KEYBOARD_PX, top, size.width() - KEYBOARD_PX, size.height() - top)
        if self._fitted is not None:
            self._coords = self._coords.fitted(*self._fitted)
        self._place_scroll_bars()
        self._repaint_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the still layers once into a pixmap, then the playhead over it."""
        ratio = self.devicePixelRatioF()
        size = self.viewport().size()
        if self._layer is None or self._layer.size() != size * ratio:
            self._layer = QPixmap(size * ratio)
            self._layer.setDevicePixelRatio(ratio)
            layer = QPainter(self._layer)
            layer.setFont(self.font())
            self._paint_layers(layer)
            layer.end()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._layer)
        painters.paint_playhead(painter, self._coords, self._theme, self._playhead_tick, RULER_PX, size.height())
        if self._focus_framed:
            painter.setPen(QColor(self._theme.accent))
            painter.drawRect(QRect(0, 0, size.width() - 1, size.height() - 1))

    def _paint_layers(self, painter: QPainter) -> None:
        coords, content, theme = self._coords, self._content, self._theme
        painter.setClipRect(QRectF(0, coords.top, coords.left + coords.width, coords.height))
        painters.paint_ground(painter, coords, content, theme)
        painters.paint_grid(painter, coords, content, theme)
        paint_notes(painter, coords, content, theme, self._marks)
        painters.paint_keyboard(painter, coords, theme, self._pressed_key)
        painter.setClipping(False)
        painters.paint_ruler(painter, coords, content, theme, RULER_PX, self._loop)
        paint_chords(painter, coords, content, theme, RULER_PX, CHORDS_PX, translate("PianoRoll", "Chords"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame to those who walk with the Tab key; a click needs none."""
        self._focus_framed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus frame."""
        self._focus_framed = False
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Wheel: pitches. Shift: time. Ctrl: zoom time. Ctrl+Shift: zoom rows."""
        steps = event.angleDelta().y() or event.angleDelta().x()
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            factor = ZOOM_STEP ** (steps / 120)
            if held & Qt.KeyboardModifier.ShiftModifier:
                self._fitted = None
                self._set_coords(self._coords.zoomed_rows(factor, event.position().y()))
            else:
                self.zoom(factor, event.position().x())
            event.accept()
            return
        if held & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(steps / 120 * bar.singleStep()))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys scroll."""
        moves = {
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -1),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), 1),
            Qt.Key.Key_Up: (self.verticalScrollBar(), -1),
            Qt.Key.Key_Down: (self.verticalScrollBar(), 1),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        move[0].setValue(move[0].value() + move[1] * move[0].singleStep())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture: a key, the ruler, or (middle button) a pan."""
        place = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = place
        elif event.button() == Qt.MouseButton.LeftButton and place.x() < KEYBOARD_PX and place.y() >= self._coords.top:
            self._pressed_key = self._coords.pitch_at(place.y())
            self.key_pressed.emit(self._pressed_key)
            self._repaint_all()
        elif event.button() == Qt.MouseButton.LeftButton and place.x() >= KEYBOARD_PX and place.y() < RULER_PX:
            self._ruler_drag_tick = self._coords.tick_at(place.x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry a gesture on."""
        place = event.position()
        if self._pan_from is not None:
            moved = place - self._pan_from
            self._pan_from = place
            for bar, step in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
                bar.setValue(bar.value() - round(step))
        elif self._ruler_drag_tick is not None:
            dragged = self._dragged_bars(place.x())
            if dragged is not None:
                self.set_loop(dragged)
        in_ruler = place.y() < RULER_PX and place.x() >= KEYBOARD_PX
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if in_ruler else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture: a click in the ruler seeks, a drag sets the loop."""
        self._pan_from = None
        if self._pressed_key is not None:
            self._pressed_key = None
            self._repaint_all()
        if self._ruler_drag_tick is not None:
            dragged = self._dragged_bars(event.position().x())
            tick, self._ruler_drag_tick = self._ruler_drag_tick, None
            if dragged is None:
                self.seek_requested.emit(min(max(0, round(tick)), self._content.clip.length))
            else:
                self.loop_requested.emit(*dragged)

    def _dragged_bars(self, x: float) -> tuple[int, int] | None:
        """Bar lines around the drag from where the button went down to `x`; None while it is still a click."""
        assert self._ruler_drag_tick is not None
        ticks = sorted((self._ruler_drag_tick, self._coords.tick_at(x)))
        if (ticks[1] - ticks[0]) * self._coords.pixels_per_tick < 6 or not self._content.clip.length:
            return None
        meter, length = self._content.clip.meter, self._content.clip.length
        first, last = max(0, int(ticks[0])), min(max(1, int(ticks[1])), length)
        return meter.bar_start(meter.bar_at(first)), min(meter.bar_ceil(last), meter.bar_ceil(length))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what the note under the pointer is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            note = self._note_under(event.pos())
            text = self.describe(note) if note else self._chord_under(event.pos()) or self.toolTip()
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The roll has no menu of its own; let the window offer its own."""
        event.ignore()

    def _note_under(self, place: QPoint) -> Note | None:
        if place.x() < KEYBOARD_PX or place.y() < self._coords.top:
            return None
        return self._content.note_at(self._coords.tick_at(place.x()), self._coords.pitch_at(place.y()))

    def _chord_under(self, place: QPoint) -> str:
        if place.x() < KEYBOARD_PX or not RULER_PX <= place.y() < self._coords.top:
            return ""
        tick = self._coords.tick_at(place.x())
        clip = self._content.clip
        flats = spells_with_flats(clip.key)
        return next((span.chord.symbol(flats) for span in clip.chords if span.start <= tick < span.end), "")

    def describe(self, note: Note) -> str:
        """A note in words: pitch, role, position, velocity."""
        return translate("PianoRoll", "{pitch} · {role} · bar {position} · velocity {velocity}").format(
            pitch=painters.pitch_name(note.pitch),
            role=role_name(note.role),
            position=position_text(self._content.clip.meter, note.start),
            velocity=note.velocity,
        )
