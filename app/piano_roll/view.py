"""The piano roll widget: what pointer and keys do. Painting is in `canvas`, what a drag does in the gestures, what a
command does in `editor`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.accessibility import announce
from app.i18n import translate
from app.piano_roll.canvas import CHORDS_PX, KEYBOARD_PX, RULER_PX, ZOOM_STEP, RollCanvas
from app.piano_roll.coords import position_text
from app.piano_roll.editor import Tool
from app.piano_roll.gestures import DrawNote, Gesture, begin_gesture, is_on_edge
from app.piano_roll.names import pitch_name, role_name
from app.piano_roll.side_gestures import MarkBars, PanView, PressKeys, UseRuler, begin_lane_gesture
from app.theme import Theme
from engine.music.note import Note
from engine.music.snapping import Snap, line_after, line_before, nearest_line

__all__ = ["CHORDS_PX", "KEYBOARD_PX", "RULER_PX", "ZOOM_STEP", "PianoRoll"]

VELOCITY_STEP = 5
_SCROLL_MS = 30
Held = Qt.KeyboardModifier


class PianoRoll(RollCanvas):
    """Shows a clip on the bar grid and edits it."""

    seek_requested = Signal(int)
    """A tick the user clicked in the ruler."""
    cursor_requested = Signal(int)
    """A tick the user clicked among the notes: the play position follows unless music plays."""
    loop_requested = Signal(int, int)
    """First and last tick of a range dragged in the ruler, on bar lines."""
    key_pressed = Signal(int)
    """A pitch clicked on the keyboard."""
    menu_requested = Signal(QPoint, QPointF)
    """A menu is asked for at a place on the screen, about what lies at a place in the roll."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._gesture: Gesture | None = None
        self._held = Held.NoModifier
        self._scroll_timer = QTimer(self)
        self._scroll_timer.setInterval(_SCROLL_MS)
        self._scroll_timer.timeout.connect(self._scroll_on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor.spoken.connect(self._speak)
        self.editor.selection_changed.connect(self._follow_selection)
        self.setAccessibleName(translate("PianoRoll", "Piano roll"))
        self.setAccessibleDescription(
            translate(
                "PianoRoll",
                "Shows and edits the prompt or the chosen take. Full stop and comma choose the next and the previous "
                "note; arrow keys move what is selected, else the view. F1 lists all keys.",
            )
        )
        # The viewport tells what lies under the pointer; this is what a screen reader and the empty roll say.
        self.setToolTip(
            translate(
                "PianoRoll",
                "Double-click draws a note, a drag selects. In the ruler a click sets the play position, a drag loops, "
                "Shift and a drag mark bars to write anew. Ctrl+wheel zooms.",
            )
        )

    # What gestures ask for

    def press_key(self, pitch: int | None) -> None:
        """Light a key and sound it."""
        super().press_key(pitch)
        if pitch is not None:
            self.key_pressed.emit(pitch)

    def seek(self, tick: float) -> None:
        """Set the play position, wherever it is."""
        self.seek_requested.emit(min(max(0, round(tick)), self._content.clip.length))

    def move_cursor(self, tick: float, snap: Snap) -> None:
        """Set the play position to the line next to a click among the notes."""
        if self._content.clip.length:
            line = nearest_line(self._content.clip.meter, max(0, round(tick)), snap)
            self.cursor_requested.emit(min(line, self._content.clip.length))

    def note_under(self, place: QPointF, *, any_note: bool = False) -> Note | None:
        """The note under a place that can be edited; with `any_note` a ghost as well."""
        coords = self._coords
        if place.x() < coords.left or not coords.top <= place.y() < coords.top + coords.height:
            return None
        note = self._content.note_at(coords.tick_at(place.x()), coords.pitch_at(place.y()))
        return note if note is not None and (any_note or self.editor.can_edit(note)) else None

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._pointer = event.position()
        if self._gesture is not None:
            self._cancel_gesture()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = PanView(self, event.position())
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture = self._gesture_at(event.position(), event.modifiers())
        if self._gesture is not None:
            self.viewport().setCursor(self._gesture.cursor)

    def _gesture_at(self, place: QPointF, held: Held) -> Gesture | None:
        coords = self._coords
        if place.x() < coords.left:
            in_keys = coords.top <= place.y() < coords.top + coords.height
            return PressKeys(self, place) if in_keys else None
        if place.y() < RULER_PX:
            marks = held & Held.ShiftModifier and self._content.clip.length
            return MarkBars(self, place) if marks else UseRuler(self, place)
        if not self._content.clip.length or place.y() < coords.top:
            return None
        if self.lane.holds(place.y()):
            return begin_lane_gesture(self, place, held)
        return begin_gesture(self, place, held)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ground draw a note, on a note delete it; elsewhere two clicks."""
        place = event.position()
        coords = self._coords
        on_notes = place.x() >= coords.left and coords.top <= place.y() < coords.top + coords.height
        if event.button() != Qt.MouseButton.LeftButton or not on_notes or not self._content.clip.length:
            self.mousePressEvent(event)
            return
        if self.editor.tool is not Tool.SELECT:
            self.mousePressEvent(event)
            return
        self._pointer = place
        note = self.note_under(place)
        if note is not None:
            self.editor.erase(frozenset((note,)))
        elif coords.tick_at(place.x()) >= self._content.editable_from:
            self._gesture = DrawNote(self, place, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry a gesture on, or show what one could do here."""
        self._pointer, self._held = event.position(), event.modifiers()
        if self._gesture is None:
            self.viewport().setCursor(self._cursor_at(event.position()))
            return
        self._gesture.drag(event.position(), event.modifiers())
        if self._gesture is not None and self._gesture.scrolls and self._outside(event.position()) != (0, 0):
            if not self._scroll_timer.isActive():
                self._scroll_timer.start()
        else:
            self._scroll_timer.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        self._scroll_timer.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.drag(event.position(), event.modifiers())
            self.set_preview(None)
            gesture.finish(event.position(), event.modifiers())
        self.viewport().setCursor(self._cursor_at(event.position()))

    def _cancel_gesture(self) -> None:
        self._scroll_timer.stop()
        gesture, self._gesture = self._gesture, None
        self.set_preview(None)
        if gesture is not None:
            gesture.cancel()

    def _outside(self, place: QPointF) -> tuple[int, int]:
        """In which direction a place lies outside of the notes' ground."""
        coords = self._coords
        across = -1 if place.x() < coords.left else 1 if place.x() > coords.left + coords.width else 0
        if isinstance(self._gesture, (UseRuler, MarkBars)):
            return across, 0
        return across, -1 if place.y() < coords.top else 1 if place.y() > coords.top + coords.height else 0

    def _scroll_on(self) -> None:
        """Scroll towards a pointer that has left the ground in the middle of a gesture."""
        if self._gesture is None:
            self._scroll_timer.stop()
            return
        across, down = self._outside(self._pointer)
        for bar, way in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + way * max(4, bar.singleStep() // 4))
        self._gesture.drag(self._pointer, self._held)

    def _cursor_at(self, place: QPointF) -> Qt.CursorShape:
        coords = self._coords
        if place.x() < coords.left or place.y() < RULER_PX:
            return Qt.CursorShape.PointingHandCursor
        if place.y() < coords.top or not self._content.clip.length:
            return Qt.CursorShape.ArrowCursor
        if self.lane.holds(place.y()):
            near = self.lane.notes_at(self._content, coords, place.x())
            return Qt.CursorShape.SizeVerCursor if near else Qt.CursorShape.CrossCursor
        if self.editor.tool is Tool.ERASE:
            return Qt.CursorShape.ForbiddenCursor
        note = self.note_under(place)
        if note is not None:
            return Qt.CursorShape.SizeHorCursor if is_on_edge(self, place, note) else Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.CrossCursor if self.editor.tool is Tool.DRAW else Qt.CursorShape.ArrowCursor

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Wheel: pitches. Shift: time. Ctrl: zoom time. Ctrl+Shift: zoom rows."""
        steps = event.angleDelta().y() or event.angleDelta().x()
        held = event.modifiers()
        if held & Held.ControlModifier:
            factor = ZOOM_STEP ** (steps / 120)
            if held & Held.ShiftModifier:
                self.zoom_rows(factor, event.position().y())
            else:
                self.zoom(factor, event.position().x())
            event.accept()
            return
        if held & Held.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(steps / 120 * bar.singleStep()))
            event.accept()
            return
        super().wheelEvent(event)

    # Keys

    def event(self, event: QEvent) -> bool:
        """While a gesture is under way Escape ends that, and not the job that is being done."""
        asks = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if asks and event.type() == QEvent.Type.ShortcutOverride and self._gesture is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the selection, else the view; see the list of shortcuts."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Held.KeypadModifier & ~Held.GroupSwitchModifier
        if key == Qt.Key.Key_Escape and held == Held.NoModifier:
            self._on_escape()
        elif not (self._arrow_pressed(key, held) or self._walk_pressed(key, held)):
            super().keyPressEvent(event)

    def _on_escape(self) -> None:
        if self._gesture is not None:
            self._cancel_gesture()
        elif self.editor.selection:
            self.editor.select_none()
        else:
            self.editor.mark_bars(None)

    def _arrow_pressed(self, key: Qt.Key, held: Held) -> bool:
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if key not in arrows:
            return False
        across, up = arrows[key]
        editor = self.editor
        if held == Held.NoModifier:
            if not editor.selection:
                bar = self.horizontalScrollBar() if across else self.verticalScrollBar()
                bar.setValue(bar.value() + (across - up) * bar.singleStep())
            elif across:
                editor.nudge(across)
            else:
                editor.transpose(up)
        elif held == Held.ShiftModifier:
            if across:
                editor.nudge_ends(across)
            else:
                editor.transpose(12 * up)
        elif held == Held.AltModifier:
            if across:
                editor.nudge(across, free=True)
            else:
                editor.nudge_velocity(VELOCITY_STEP * up)
        else:
            return False
        return True

    def _walk_pressed(self, key: Qt.Key, held: Held) -> bool:
        """Keys that walk from note to note, and the play position along the grid."""
        notes = {
            Qt.Key.Key_Period: (1, False),
            Qt.Key.Key_Comma: (-1, False),
            Qt.Key.Key_Greater: (1, True),
            Qt.Key.Key_Less: (-1, True),
        }
        if key in notes and not held & ~Held.ShiftModifier:
            step, add = notes[key]
            self.editor.step_selection(step, add=add or bool(held & Held.ShiftModifier))
            return True
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not held & ~Held.ShiftModifier:
            self._walk(-1 if key == Qt.Key.Key_PageUp else 1, self.editor.grid.snap if held else Snap.BAR)
            return True
        return False

    def _walk(self, step: int, snap: Snap) -> None:
        meter, here = self._content.clip.meter, round(self._playhead_tick)
        tick = line_after(meter, here, snap) if step > 0 else line_before(meter, max(0, here - 1), snap)
        self.seek(tick)
        self.bring_into_sight(self._playhead_tick)
        self._speak(translate("PianoRoll", "Play position {position}").format(position=position_text(meter, tick)))

    def _follow_selection(self) -> None:
        """Keep a single selected note in sight while keys move it."""
        if len(self.editor.selection) == 1 and self._gesture is None:
            note = min(self.editor.selection)
            self.bring_into_sight(note.start, note.pitch)

    def _speak(self, text: str) -> None:
        announce(self, text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame to those who walk with the Tab key; a click needs none."""
        self._focus_framed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus frame."""
        self._focus_framed = False
        self.viewport().update()

    # Telling

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what the note under the pointer is; pinching zooms."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self._gesture is None:
                note = self.note_under(QPointF(event.pos()), any_note=True)
                text = self.describe(note) if note else self.toolTip()
                QToolTip.showText(event.globalPos(), text, self)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1 + event.value(), event.position().x())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: about what is under the pointer, from the keyboard about the selection."""
        place, on_screen = QPointF(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            coords = self._coords
            first = min(self.editor.selection, default=None)
            tick, pitch = (first.start, first.pitch) if first else (self._playhead_tick, coords.highest_pitch - 4)
            x = min(max(coords.x_at(tick), coords.left + 1.0), coords.left + coords.width - 1.0)
            place = QPointF(x, min(max(coords.y_at(pitch), coords.top), coords.top + coords.height - 1) + 1)
            on_screen = self.viewport().mapToGlobal(place.toPoint())
        self._cancel_gesture()
        self.menu_requested.emit(on_screen, place)
        event.accept()

    def describe(self, note: Note) -> str:
        """A note in words: pitch, role, position, velocity."""
        return translate("PianoRoll", "{pitch} · {role} · bar {position} · velocity {velocity}").format(
            pitch=pitch_name(note.pitch),
            role=role_name(note.role),
            position=position_text(self._content.clip.meter, note.start),
            velocity=note.velocity,
        )
