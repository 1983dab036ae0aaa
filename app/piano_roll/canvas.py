"""The surface of the piano roll: scrolling, zooming and painting in layers. What the pointer and the keys do to it is
in `view`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.i18n import translate
from app.piano_roll import overlay_painters, painters
from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.editor import RollEditor
from app.piano_roll.note_painters import paint_notes
from app.piano_roll.note_raster import Marks
from app.piano_roll.preview import Preview
from app.piano_roll.velocity_lane import VelocityLane, lane_height, paint_lane_ground, paint_velocities
from app.theme import Theme

KEYBOARD_PX = 64
RULER_PX = 40
CHORDS_PX = 28
ZOOM_STEP = 1.25


class RollCanvas(QAbstractScrollArea):
    """Shows a `RollContent` on the bar grid, with the velocities below it.

    Attributes:
        editor: selection, marked bars and tool; the canvas paints what they say.
        lane: where the velocity lane is.
        under_notes: painters called between the grid and the notes with (painter, coords, theme).
    """

    scrolled = Signal()
    """The view shows another time, or there is more or less to show."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = RollEditor(self)
        self.lane = VelocityLane()
        self.under_notes: list[Callable[[QPainter, Coords, Theme], None]] = []
        self._reaches_to = 0
        self._room_px = 0
        self._theme = theme
        self._content = RollContent()
        self._coords = Coords()
        self._playhead_tick = 0.0
        self._loop: tuple[int, int] | None = None
        self._layer: QPixmap | None = None
        self._layer_valid = False
        self._marks = Marks()
        self._preview: Preview | None = None
        self._pointer = QPointF()
        self._pressed_key: int | None = None
        self._velocities_shown = True
        self._fitted: tuple[int, int, int, int] | None = (0, 4 * 4 * 480, 41, 84)
        self._focus_framed = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # The line below the roll has a bar for the time; here it would take its height from the notes.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAcceptDrops(False)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.editor.selection_changed.connect(self._on_marks_changed)
        self.editor.bars_changed.connect(self.viewport().update)
        self.editor.grid.changed.connect(self.repaint_all)

    @property
    def coords(self) -> Coords:
        """The view in force."""
        return self._coords

    @property
    def content(self) -> RollContent:
        """What is shown."""
        return self._content

    @property
    def loop(self) -> tuple[int, int] | None:
        """The looped ticks that are shown."""
        return self._loop

    @property
    def is_fitted(self) -> bool:
        """Whether the view still is what `reveal` chose, and not what the user has looked for."""
        return self._fitted is not None

    @property
    def playhead_tick(self) -> float:
        """Where the playhead is shown."""
        return self._playhead_tick

    def set_theme(self, theme: Theme) -> None:
        """Repaint in other colours."""
        self._theme = theme
        self.repaint_all()

    def set_content(self, content: RollContent) -> None:
        """Show another clip; the view stays where it is."""
        content.follow(self._content)
        self._content = content
        self._preview = None
        self.editor.show(content)
        self._on_marks_changed()
        self._place_scroll_bars()
        self.repaint_all()

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
        if loop != self._loop:
            self._loop = loop
            self.repaint_all()

    def set_preview(self, preview: Preview | None) -> None:
        """Show what a gesture is about to do, or nothing."""
        lifted = frozenset() if preview is None else preview.lifted
        self._preview = preview
        if lifted != self._marks.lifted:
            self._on_marks_changed()
        self.viewport().update()

    def show_velocities(self, shown: bool) -> None:
        """Show or hide the velocity lane."""
        self._velocities_shown = shown
        self._lay_out()

    def make_room(self, height_px: int) -> None:
        """Leave room between chords and notes, for a lane that lies over it."""
        self._room_px = height_px
        self._lay_out()

    def reach_to(self, tick: int) -> None:
        """Let the view scroll to `tick` where that lies behind the clip's end."""
        if tick != self._reaches_to:
            self._reaches_to = tick
            self._place_scroll_bars()
            self.repaint_all()

    def reveal(self, first_tick: int, last_tick: int) -> None:
        """Show these ticks and the pitches used there, in a resized window too, until the user looks elsewhere."""
        self._fitted = (first_tick, last_tick, *self._content.pitch_range(first_tick, last_tick))
        self._set_coords(self._coords.fitted(*self._fitted))

    def fit(self) -> None:
        """Show the whole clip."""
        self.reveal(0, max(1, self._content.clip.length or self._reaches_to))

    def bring_into_sight(self, tick: float, pitch: int | None = None) -> None:
        """Scroll as little as needed to show a tick and a pitch."""
        coords = self._coords
        x = coords.x_at(tick)
        if not coords.left <= x <= coords.left + coords.width - 20:
            self.horizontalScrollBar().setValue(round(tick * coords.pixels_per_tick - coords.width * 0.3))
        if pitch is not None:
            y = coords.y_at(pitch)
            if not coords.top <= y <= coords.top + coords.height - coords.row_px:
                self.verticalScrollBar().setValue(round(y - coords.top + coords.scroll_y - coords.height / 2))

    def zoom(self, factor: float, anchor_x: float | None = None) -> None:
        """Stretch time around widget x `anchor_x`; without it around the playhead if visible, else the middle."""
        if anchor_x is None:
            anchor_x = self._coords.x_at(self._playhead_tick)
            if not self._coords.left <= anchor_x <= self._coords.left + self._coords.width:
                anchor_x = self._coords.left + self._coords.width / 2
        self._fitted = None
        self._set_coords(self._coords.zoomed(factor, anchor_x))

    def zoom_rows(self, factor: float, anchor_y: float | None = None) -> None:
        """Stretch the rows around widget y `anchor_y`, by default the middle."""
        if anchor_y is None:
            anchor_y = self._coords.top + self._coords.height / 2
        self._fitted = None
        self._set_coords(self._coords.zoomed_rows(factor, anchor_y))

    def repaint_all(self) -> None:
        """Paint every layer anew."""
        self._layer_valid = False
        self.viewport().update()

    def press_key(self, pitch: int | None) -> None:
        """Light a key of the keyboard, or none."""
        self._pressed_key = pitch
        self.repaint_all()

    def _set_coords(self, coords: Coords) -> None:
        self._coords = coords
        self._place_scroll_bars()
        self.repaint_all()

    def _place_scroll_bars(self) -> None:
        coords = self._coords
        for bar, size, page, value in (
            (
                self.horizontalScrollBar(),
                coords.content_width(max(self._content.clip.length, self._reaches_to)),
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
        self.scrolled.emit()

    def _on_scrolled(self) -> None:
        self._fitted = None
        self._coords = self._coords.scrolled(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        self.scrolled.emit()
        self.repaint_all()

    def _on_marks_changed(self) -> None:
        lifted = frozenset() if self._preview is None else self._preview.lifted
        if self.editor.selection != self._marks.selected or lifted != self._marks.lifted:
            self._marks = Marks(self.editor.selection, lifted)
            self.repaint_all()

    def _lay_out(self) -> None:
        size = self.viewport().size()
        top = RULER_PX + CHORDS_PX + self._room_px
        lane_px = lane_height(size.height()) if self._velocities_shown else 0
        self.lane = VelocityLane(size.height() - lane_px, lane_px)
        self._coords = self._coords.sized(KEYBOARD_PX, top, size.width() - KEYBOARD_PX, size.height() - top - lane_px)
        if self._fitted is not None:
            self._coords = self._coords.fitted(*self._fitted)
        self._place_scroll_bars()
        self.repaint_all()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was fitted in sight, else the view's corner."""
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the still layers once into a pixmap, then what moves over it."""
        ratio = self.devicePixelRatioF()
        size = self.viewport().size()
        if self._layer is None or self._layer.size() != size * ratio:
            self._layer = QPixmap(size * ratio)
            self._layer.setDevicePixelRatio(ratio)
            self._layer_valid = False
        if not self._layer_valid:
            self._layer_valid = True
            layer = QPainter(self._layer)
            layer.setFont(self.font())
            self.paint_layers(layer)
            layer.end()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._layer)
        bottom, theme = size.height(), self._theme
        marked = self.editor.marked_ticks
        if marked is not None:
            overlay_painters.paint_marked_bars(painter, self._coords, theme, marked, RULER_PX, bottom)
        if self._preview is not None:
            overlay_painters.paint_preview(
                painter, self._coords, self.lane, self._content, theme, self._preview, self._pointer
            )
        overlay_painters.paint_playhead(painter, self._coords, theme, self._playhead_tick, RULER_PX, bottom)
        if self._focus_framed:
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRect(0, 0, size.width() - 1, size.height() - 1))

    def paint_layers(self, painter: QPainter) -> None:
        """The still picture."""
        coords, content, theme = self._coords, self._content, self._theme
        painter.setClipRect(QRectF(0, coords.top, coords.left + coords.width, coords.height))
        painters.paint_ground(painter, coords, content, theme, self.editor.grid.snap)
        for paint in self.under_notes:
            paint(painter, coords, theme)
        paint_notes(painter, coords, content, theme, self._marks)
        painters.paint_keyboard(painter, coords, theme, self._pressed_key)
        painter.setClipping(False)
        if self.lane.height:
            paint_lane_ground(painter, self.lane, coords, theme, translate("PianoRoll", "Velocity"))
            painter.setClipRect(QRectF(coords.left, self.lane.top, coords.width, self.lane.height))
            paint_velocities(painter, self.lane, coords, content, theme, self._marks)
            painter.setClipping(False)
        painters.paint_ruler(painter, coords, content, theme, RULER_PX, self._loop)
