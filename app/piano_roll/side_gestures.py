"""Gestures beside the notes: in the ruler, on the keyboard, in the velocity lane, and moving the view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from app.i18n import translate
from app.piano_roll.gestures import DRAG_PX, Gesture, Held
from app.piano_roll.preview import Preview
from app.piano_roll.velocity_lane import REACH_PX
from engine.music.edits import held_velocity, ramp
from engine.music.note import Note

if TYPE_CHECKING:
    from app.piano_roll.view import PianoRoll


class PanView(Gesture):
    """Move the view with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, roll: PianoRoll, place: QPointF) -> None:
        super().__init__(roll, place)
        self._last = place

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        moved, self._last = place - self._last, place
        for bar, step in ((self.roll.horizontalScrollBar(), moved.x()), (self.roll.verticalScrollBar(), moved.y())):
            bar.setValue(bar.value() - round(step))


class PressKeys(Gesture):
    """Sound the key under the pointer, and those it slides over."""

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, roll: PianoRoll, place: QPointF) -> None:
        super().__init__(roll, place)
        self.moved = True
        self._key: int | None = None
        self.show(place, Held.NoModifier)

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        key = self.roll.coords.pitch_at(place.y())
        if key != self._key:
            self._key = key
            self.roll.press_key(key)

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        self.roll.press_key(None)

    def cancel(self) -> None:
        """Leave all as it was."""
        self.roll.press_key(None)


class UseRuler(Gesture):
    """A click sets the play position; a drag marks whole bars as the loop."""

    cursor = Qt.CursorShape.PointingHandCursor
    scrolls = True

    def __init__(self, roll: PianoRoll, place: QPointF) -> None:
        super().__init__(roll, place)
        self._loop_before = roll.loop

    def _bars(self, place: QPointF) -> tuple[int, int] | None:
        """Bar lines around the drag; None while it is still a click."""
        coords, clip = self.roll.coords, self.editor.content.clip
        first, last = sorted((self.start_tick, coords.tick_at(place.x())))
        if (last - first) * coords.pixels_per_tick < DRAG_PX or not clip.length:
            return None
        begin, end = max(0, int(first)), min(max(1, int(last)), clip.length)
        begin = min(begin, clip.length - 1)
        return clip.meter.bar_start(clip.meter.bar_at(begin)), clip.meter.bar_ceil(max(end, begin + 1))

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        bars = self._bars(place)
        if bars is not None:
            self.roll.set_loop(bars)

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        bars = self._bars(place) if self.moved else None
        if bars is not None:
            self.roll.loop_requested.emit(*bars)
        else:
            self.roll.seek(self.start_tick)

    def cancel(self) -> None:
        """Leave all as it was."""
        self.roll.set_loop(self._loop_before)


class MarkBars(Gesture):
    """Mark bars for rewriting."""

    cursor = Qt.CursorShape.PointingHandCursor
    scrolls = True

    def __init__(self, roll: PianoRoll, place: QPointF) -> None:
        super().__init__(roll, place)
        self.moved = True
        self._before = self.editor.marked_bars
        self.show(place, Held.NoModifier)

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        meter = self.editor.content.clip.meter
        ticks = (self.start_tick, self.roll.coords.tick_at(place.x()))
        first, last = (meter.bar_at(max(0, int(tick))) for tick in ticks)
        self.editor.mark_bars((first, last))

    def cancel(self) -> None:
        """Leave all as it was."""
        self.editor.mark_bars(self._before)


class LevelVelocity(Gesture):
    """Drag a stem: its velocity, and with it those of all selected notes if it is one of them."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, roll: PianoRoll, place: QPointF, notes: list[Note]) -> None:
        super().__init__(roll, place)
        chosen = frozenset(notes) & self.editor.selection
        self._all = self.editor.selection if chosen else frozenset(notes)
        # Of a chord's stems the one whose head was taken is the one that follows the pointer.
        self._held = min(chosen or self._all, key=lambda note: abs(roll.lane.y_at(note.velocity) - place.y()))
        if not chosen:
            near = [note for note in notes if abs(roll.lane.y_at(note.velocity) - place.y()) <= 2 * DRAG_PX]
            self._all = frozenset(near if len(near) == 1 else notes)

    def _change(self, place: QPointF) -> Callable[[Note], int]:
        by = self.roll.lane.velocity_at(place.y()) - self._held.velocity
        return lambda note: held_velocity(note.velocity + by)

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        change = self._change(place)
        hint = translate("PianoRoll", "velocity {velocity}").format(velocity=change(self._held))
        self.roll.set_preview(Preview(self._all, lambda note: note.with_velocity(change(note)), hint=hint))

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        change = self._change(place)
        if self.moved:
            self.editor.change_velocities(change, self._all)
        else:
            self.editor.select(self._all)
        self.editor.note_heard.emit(self._held.pitch, change(self._held) if self.moved else self._held.velocity)


class RampVelocity(Gesture):
    """Draw a line: the selected notes under it, or without a selection all, take its velocities."""

    cursor = Qt.CursorShape.CrossCursor

    def _line(self, place: QPointF) -> tuple[tuple[float, float], tuple[float, float]]:
        lane, coords = self.roll.lane, self.roll.coords
        return (
            (self.start_tick, lane.velocity_at(self.start.y())),
            (coords.tick_at(place.x()), lane.velocity_at(place.y())),
        )

    def _under(self, place: QPointF) -> frozenset[Note]:
        first, last = sorted((self.start_tick, self.roll.coords.tick_at(place.x())))
        # A line drawn to a stem is meant to reach it.
        slack = REACH_PX / 2 / self.roll.coords.pixels_per_tick
        first, last = first - slack, last + slack
        notes = self.editor.selection or self.editor.content.visible(first, last + 1)
        return frozenset(note for note in notes if first <= note.start <= last and self.editor.can_edit(note))

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        velocity_of = ramp(*self._line(place))
        x = self.roll.coords.x_at(self.start_tick)
        self.roll.set_preview(
            Preview(
                self._under(place),
                lambda note: note.with_velocity(velocity_of(note)),
                ramp=(x, self.start.y(), place.x(), place.y()),
                hint=translate("PianoRoll", "velocity {velocity}").format(
                    velocity=self.roll.lane.velocity_at(place.y())
                ),
            )
        )

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        notes = self._under(place)
        if self.moved and notes:
            self.editor.change_velocities(ramp(*self._line(place)), notes)
        elif not self.moved:
            self.editor.select_none()


def begin_lane_gesture(roll: PianoRoll, place: QPointF, held: Held) -> Gesture:
    """The gesture of a press in the velocity lane: Shift, or a press beside all stems, draws a ramp."""
    notes = roll.lane.notes_at(roll.content, roll.coords, place.x())
    if notes and not held & Held.ShiftModifier:
        return LevelVelocity(roll, place, notes)
    return RampVelocity(roll, place)
