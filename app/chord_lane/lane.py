"""The chord lane as a widget over the roll: choosing, typing, dragging borders, splitting and merging, by pointer and
by keys. What an edit means for the document is `link`'s business.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from app.chord_lane import edits
from app.chord_lane.cell_editor import CellEditor
from app.chord_lane.edits import Lane
from app.chord_lane.model import LaneView
from app.chord_lane.painter import LaneLook, field_box, paint_lane
from app.i18n import in_words, translate
from app.piano_roll.canvas import CHORDS_PX, KEYBOARD_PX, RULER_PX, RollCanvas
from app.piano_roll.coords import position_text
from app.theme import Theme
from engine.errors import InputError
from engine.music.clip import ChordSpan
from engine.music.key_spelling import symbol_of

BORDER_PX = 5
"""So near to a border the pointer takes it."""
OWN_KEYS = frozenset(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_F2,
        Qt.Key.Key_Slash,
        Qt.Key.Key_J,
    )
)


class ChordLane(QWidget):
    """Shows a `LaneView` and asks for edited lanes."""

    edited = Signal(object, int, str)
    """The lane as it is to be, the tick at which it was changed, and what the undo step is called."""
    suggestions_wanted = Signal(int)
    """Other chords are wanted for the field at a tick."""
    audition_wanted = Signal(int)
    """The chords are to be heard from a tick on."""

    def __init__(self, roll: RollCanvas, theme: Theme) -> None:
        super().__init__(roll.viewport())
        self._roll, self._theme = roll, theme
        self.view = LaneView()
        self._ghost_to = 0
        self._selected: int | None = None
        self._drag: tuple[int, Lane] | None = None
        self._hover: int | None = None
        self.editor = CellEditor(self)
        self.editor.accepted.connect(self._on_typed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("ChordLane", "Chord lane"))
        self.setToolTip(
            translate(
                "ChordLane",
                "Double-click or F2 types a chord; drag a border; / splits, J joins with the next, Delete clears",
            )
        )
        roll.viewport().installEventFilter(self)
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_view(self, view: LaneView, ghost_to: int) -> None:
        """Show another lane; chords before `ghost_to` belong to a prompt behind a take."""
        self.view, self._ghost_to = view, ghost_to
        if self._selected is not None and self._selected >= len(view.spans):
            self._selected = None
        self._describe()
        self.update()

    @property
    def selected(self) -> int | None:
        """Number of the selected span."""
        return self._selected

    def select(self, index: int | None) -> None:
        """Choose a span and bring it into sight."""
        self._selected = index
        if index is not None:
            self._roll.bring_into_sight(self.view.spans[index].start)
        self._describe()
        self.update()

    def _describe(self) -> None:
        if self._selected is None:
            self.setAccessibleDescription(
                translate("ChordLane", "{count} chords; arrow keys choose one").format(count=len(self.view.spans))
            )
            return
        span = self.view.spans[self._selected]
        self.setAccessibleDescription(
            translate("ChordLane", "{chord} at {position}").format(
                chord=symbol_of(span.chord, self.view.key), position=position_text(self.view.meter, span.start)
            )
        )

    # Place and painting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the roll's own strip for chords."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setGeometry(0, RULER_PX, self._roll.viewport().width(), CHORDS_PX)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lane where the roll is now."""
        painter = QPainter(self)
        view = self.view
        if self._drag is not None:
            view = replace(view, spans=self._drag[1])
        caption = translate("PianoRoll", "Chords")
        look = LaneLook(self._ghost_to, self._selected, self.hasFocus(), self._hover, caption)
        paint_lane(painter, self._roll.coords, view, look, self._theme, self.height())

    # What is where

    def _tick(self, place: QPointF) -> float:
        return self._roll.coords.tick_at(place.x())

    def _border_at(self, place: QPointF) -> int | None:
        """The span whose end lies under the pointer."""
        if place.x() < KEYBOARD_PX:
            return None
        coords = self._roll.coords
        near = [
            (abs(coords.x_at(span.end) - place.x()), number)
            for number, span in enumerate(self.view.spans)
            if abs(coords.x_at(span.end) - place.x()) <= BORDER_PX
        ]
        return min(near)[1] if near else None

    def _empty_field(self, tick: float) -> tuple[int, int] | None:
        """The free place around a tick, at most a bar; None outside of what can hold chords."""
        view = self.view
        most = max(view.length, view.plan_to)
        if not 0 <= tick < most:
            return None
        bar = view.meter.bar_at(int(tick))
        start, end = view.meter.bar_start(bar), min(view.meter.bar_start(bar + 1), most)
        for span in view.spans:
            if span.end <= tick:
                start = max(start, span.end)
            elif span.start > tick:
                end = min(end, span.start)
        return (start, end) if end - start >= edits.SHORTEST else None

    # Editing

    def edit_at(self, tick: float) -> None:
        """Open the editor on the field at a tick, a free one too."""
        index = edits.index_at(self.view.spans, tick)
        if index is not None:
            self.select(index)
            span = self.view.spans[index]
            self._open_editor(span.start, span.end, symbol_of(span.chord, self.view.key))
            return
        free = self._empty_field(tick)
        if free is not None:
            self.select(None)
            self._open_editor(*free, "")

    def _open_editor(self, start: int, end: int, text: str) -> None:
        box = field_box(self._roll.coords, start, end, self.height())
        left = max(float(KEYBOARD_PX), box.left())
        width = max(96, int(box.right() - left))
        place = QRect(int(min(left, self.width() - width - 4)), 1, width, self.height() - 2)
        self.editor.open(place, start, end, text)

    def _on_typed(self, start: int, end: int, text: str) -> None:
        try:
            fresh = edits.read_field(text, start, end)
        except InputError as error:
            self.editor.show_error(in_words(error))
            return
        self.editor.close_editor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        index = edits.index_at(self.view.spans, start)
        if not fresh:
            if index is not None:
                self._commit(edits.without(self.view.spans, index), start, translate("Undo", "clear chord"))
            return
        self._commit(edits.put(self.view.spans, fresh), start, translate("Undo", "type chord"))
        self.select(edits.index_at(self.view.spans, start))

    def _commit(self, lane: Lane, tick: int, text: str) -> None:
        if lane != self.view.spans:
            self.edited.emit(lane, tick, text)

    def _on_span(self) -> ChordSpan | None:
        return None if self._selected is None else self.view.spans[self._selected]

    def split_selected(self) -> None:
        """Divide the selected field in two."""
        span = self._on_span()
        if span is not None and self._selected is not None:
            lane = edits.split(self.view.spans, self._selected, self.view.meter)
            self._commit(lane, span.start, translate("Undo", "split chord"))

    def merge_selected(self) -> None:
        """Join the selected field with the next one."""
        span = self._on_span()
        if span is not None and self._selected is not None:
            self._commit(edits.merged(self.view.spans, self._selected), span.start, translate("Undo", "join chords"))

    def clear_selected(self) -> None:
        """Empty the selected field."""
        span = self._on_span()
        if span is not None and self._selected is not None:
            lane = edits.without(self.view.spans, self._selected)
            self.select(None)
            self._commit(lane, span.start, translate("Undo", "clear chord"))

    def transpose_selected(self, semitones: int) -> None:
        """Move the selected chord by semitones."""
        span = self._on_span()
        if span is not None and self._selected is not None:
            lane = list(self.view.spans)
            lane[self._selected] = replace(span, chord=span.chord.transposed(semitones))
            self._commit(tuple(lane), span.start, translate("Undo", "transpose chord"))

    def stretch_selected(self, beats: int) -> None:
        """Move the end of the selected field by beats."""
        span = self._on_span()
        if span is not None and self._selected is not None:
            beat = self.view.meter.at(span.end).beat_ticks
            lane = edits.moved_border(self.view.spans, self._selected, span.end + beats * beat)
            self._commit(lane, span.start, translate("Undo", "move chord border"))

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a field, or take a border."""
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < KEYBOARD_PX:
            event.ignore()
            return
        border = self._border_at(event.position())
        if border is not None:
            self._drag = (border, self.view.spans)
            return
        self.select(edits.index_at(self.view.spans, self._tick(event.position())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a border, or show that it could be."""
        if self._drag is not None:
            border = self._drag[0]
            free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            tick = self._tick(event.position())
            lane = edits.moved_border(
                self.view.spans, border, round(tick) if free else edits.snapped(tick, self.view.meter)
            )
            self._drag = (border, lane)
            self._hover = lane[border].end
        else:
            border_at = self._border_at(event.position())
            self._hover = None if border_at is None else self.view.spans[border_at].end
        over = self._hover is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the border where it was dragged."""
        if self._drag is not None:
            (border, lane), self._drag = self._drag, None
            self._commit(lane, self.view.spans[border].start, translate("Undo", "move chord border"))
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type into a field."""
        self._drag = None
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= KEYBOARD_PX:
            self.edit_at(self._tick(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No border is under the pointer."""
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The roll scrolls and zooms."""
        event.ignore()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keys of the lane come before the window's; the tip names the chord under the pointer."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            allowed = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
            if Qt.Key(event.key()) in OWN_KEYS and not held & ~allowed:
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = edits.index_at(self.view.spans, self._tick(QPointF(event.pos())))
            name = "" if index is None else symbol_of(self.view.spans[index].chord, self.view.key)
            QToolTip.showText(event.globalPos(), f"{name} · {self.toolTip()}" if name else self.toolTip(), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose; with Alt they stretch and transpose; Enter or F2 types."""
        key = Qt.Key(event.key())
        count = len(self.view.spans)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
            if key in moves:
                self.stretch_selected(moves[key])
            elif key in steps:
                self.transpose_selected(steps[key])
            else:
                super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count:
            step = -1 if key == Qt.Key.Key_Left else 1
            start = -1 if step > 0 else count
            self.select(min(count - 1, max(0, (start if self._selected is None else self._selected) + step)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and count:
            self.select(0 if key == Qt.Key.Key_Home else count - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit_selected()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_selected()
        elif key == Qt.Key.Key_Slash:
            self.split_selected()
        elif key == Qt.Key.Key_J:
            self.merge_selected()
        else:
            super().keyPressEvent(event)

    def _edit_selected(self) -> None:
        """Type into the selected field, else into the first free place of the bars to write, else of all."""
        span = self._on_span()
        if span is not None:
            self.edit_at(span.start)
            return
        view = self.view
        for tick in range(view.plan_from, max(view.plan_to, view.plan_from + 1), 480):
            if edits.index_at(view.spans, tick) is None and self._empty_field(tick) is not None:
                self._roll.bring_into_sight(tick)
                self.edit_at(tick)
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where keys go."""
        if self._selected is None and self.view.spans and event.reason() in (
            Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason
        ):  # fmt: skip
            here = edits.index_at(self.view.spans, self._roll.coords.first_tick)
            self.select(here or 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the field under the pointer, from the keyboard with the selected one."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = edits.index_at(self.view.spans, self._tick(QPointF(event.pos())))
            self.select(index)
        self.menu(self._tick(QPointF(event.pos()))).popup(event.globalPos())
        event.accept()

    def menu(self, tick: float) -> QMenu:
        """The menu for the selected field, or for a free place at `tick`."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        span = self._on_span()
        menu.addAction(
            translate("ChordLane", "Type a Chord…"), lambda: self.edit_at(tick if span is None else span.start)
        )
        if span is not None:
            menu.addAction(translate("ChordLane", "Split"), self.split_selected)
            menu.addAction(translate("ChordLane", "Join With the Next"), self.merge_selected)
            menu.addAction(translate("ChordLane", "Up a Semitone"), lambda: self.transpose_selected(1))
            menu.addAction(translate("ChordLane", "Down a Semitone"), lambda: self.transpose_selected(-1))
            menu.addAction(translate("ChordLane", "Clear"), self.clear_selected)
            menu.addSeparator()
            menu.addAction(
                translate("ChordLane", "Other Chords Here…"), lambda: self.suggestions_wanted.emit(span.start)
            )
            menu.addAction(translate("ChordLane", "Listen From Here"), lambda: self.audition_wanted.emit(span.start))
        return menu
