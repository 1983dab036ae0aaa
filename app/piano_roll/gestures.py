"""What a pressed button does to notes while the pointer moves: one small class a gesture. Each shows a preview and
makes its change in one step when the button is let go. Which gesture a press begins is told by `begin_gesture`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from app.i18n import translate
from app.piano_roll.coords import position_text
from app.piano_roll.editor import Tool
from app.piano_roll.names import pitch_name
from app.piano_roll.preview import Preview
from engine.music import edits
from engine.music.note import Note
from engine.music.snapping import Snap, line_at_or_after, nearest_line

if TYPE_CHECKING:
    from app.piano_roll.view import PianoRoll

DRAG_PX = 4
"""A pointer that has moved less is still clicking."""
_EDGE_PX = 7
"""The right end of a note, by which it is made longer or shorter."""
_SHORTEST_TICKS = 20
Held = Qt.KeyboardModifier


class Gesture:
    """From a press to the release."""

    cursor = Qt.CursorShape.ArrowCursor
    scrolls = False
    """The view follows a pointer that leaves it."""

    def __init__(self, roll: PianoRoll, place: QPointF) -> None:
        self.roll, self.editor = roll, roll.editor
        self.start = place
        self.start_tick = roll.coords.tick_at(place.x())
        self.start_pitch = roll.coords.pitch_at(place.y())
        self.moved = False

    def drag(self, place: QPointF, held: Held) -> None:
        """The pointer is at `place` now."""
        if not self.moved and (place - self.start).manhattanLength() >= DRAG_PX:
            self.moved = True
        if self.moved:
            self.show(place, held)

    def show(self, place: QPointF, held: Held) -> None:
        """Preview what letting go here would do."""

    def finish(self, place: QPointF, held: Held) -> None:
        """The button is let go."""

    def cancel(self) -> None:
        """Nothing is to be done after all."""

    def snap(self, held: Held) -> Snap:
        """The grid, unless Alt is held."""
        return Snap.OFF if held & Held.AltModifier else self.editor.grid.snap


class RubberBand(Gesture):
    """Select the notes that a rectangle touches; a click selects nothing."""

    scrolls = True

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        coords = self.roll.coords
        start = QPointF(coords.x_at(self.start_tick), self.start.y())
        self.roll.set_preview(Preview(band=QRectF(start, place).normalized()))

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        add = bool(held & (Held.ShiftModifier | Held.ControlModifier))
        if not self.moved:
            if not add:
                self.editor.select_none()
            self.roll.move_cursor(self.start_tick, self.snap(held))
            return
        coords = self.roll.coords
        first, last = sorted((self.start_tick, coords.tick_at(place.x())))
        low, high = sorted((self.start_pitch, coords.pitch_at(place.y())))
        found = [note for note in self.editor.content.visible(first, last) if low <= note.pitch <= high]
        self.editor.select(found, add=add)


class MoveNotes(Gesture):
    """Move the selection, or a copy with Ctrl. Shift keeps to one direction. A click selects the one note."""

    cursor = Qt.CursorShape.SizeAllCursor
    scrolls = True

    def __init__(self, roll: PianoRoll, place: QPointF, note: Note, held: Held) -> None:
        super().__init__(roll, place)
        self.note = note
        self._pressed_with = held
        self._was_selected = note in self.editor.selection
        if not self._was_selected:
            add = bool(held & (Held.ShiftModifier | Held.ControlModifier))
            self.editor.select([note], add=add)
        self.editor.hear(note)
        self._heard_pitch = note.pitch

    def _way(self, place: QPointF, held: Held) -> tuple[int, int]:
        coords = self.roll.coords
        moved = coords.tick_at(place.x()) - self.start_tick
        semitones = coords.pitch_at(place.y()) - self.start_pitch
        snap, meter = self.snap(held), self.editor.content.clip.meter
        step = snap.step_ticks(meter.at(self.note.start))
        if held & Held.ShiftModifier:
            sideways = abs(moved) * coords.pixels_per_tick > abs(semitones) * coords.row_px
            moved, semitones = (moved, 0) if sideways else (0, semitones)
        if abs(moved) * coords.pixels_per_tick < DRAG_PX or abs(moved) < step / 2:
            # A note that lies off the grid stays so while it is moved up and down.
            ticks = 0
        else:
            target = max(0, round(self.note.start + moved))
            ticks = nearest_line(meter, target, snap) - self.note.start
        return self.editor.held_move(ticks, semitones)

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        ticks, semitones = self._way(place, held)
        pitch = self.note.pitch + semitones
        if pitch != self._heard_pitch:
            self._heard_pitch = pitch
            self.editor.note_heard.emit(pitch, self.note.velocity)
        self.roll.set_preview(
            Preview(
                self.editor.selection,
                lambda note: note.moved(ticks).transposed(semitones),
                ticks,
                keeps=bool(held & Held.ControlModifier),
                hint=f"{pitch_name(pitch)} · {position_text(self.editor.content.clip.meter, self.note.start + ticks)}",
            )
        )

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        if self.moved:
            self.editor.move(*self._way(place, held), copy=bool(held & Held.ControlModifier))
        elif self._pressed_with & (Held.ShiftModifier | Held.ControlModifier):
            if self._was_selected:
                self.editor.select([self.note], toggle=True)
        else:
            self.editor.select([self.note])


class ResizeNotes(Gesture):
    """Drag the right end: all selected notes become longer or shorter by the same amount."""

    cursor = Qt.CursorShape.SizeHorCursor
    scrolls = True

    def __init__(self, roll: PianoRoll, place: QPointF, note: Note, held: Held) -> None:
        super().__init__(roll, place)
        self.note = note
        if note not in self.editor.selection:
            self.editor.select([note])

    def _longer(self, place: QPointF, held: Held) -> int:
        moved = self.roll.coords.tick_at(place.x()) - self.start_tick
        meter, snap = self.editor.content.clip.meter, self.snap(held)
        end = max(self.note.start + 1, round(self.note.end + moved))
        if snap is not Snap.OFF:
            end = max(nearest_line(meter, end, snap), line_at_or_after(meter, self.note.start + 1, snap))
        return end - self.note.end

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        longer = self._longer(place, held)
        length = edits.resized(self.note, longer, _SHORTEST_TICKS).duration
        beats = translate("PianoRoll", "{beats} beats").format(beats=f"{length / 480:.2f}".rstrip("0").rstrip("."))
        self.roll.set_preview(
            Preview(self.editor.selection, lambda note: edits.resized(note, longer, _SHORTEST_TICKS), hint=beats)
        )

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        if self.moved:
            self.editor.resize(self._longer(place, held))
        else:
            self.editor.select([self.note])


class DrawNote(Gesture):
    """Draw a note: a click makes it one step long, a drag as long as it is drawn."""

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(self, roll: PianoRoll, place: QPointF, held: Held) -> None:
        super().__init__(roll, place)
        self.note = self.editor.new_note(self.start_tick, self.start_pitch, free=bool(held & Held.AltModifier))
        self.editor.select_none()
        self.editor.hear(self.note)
        self._show(self.note)

    def _drawn(self, place: QPointF, held: Held) -> Note:
        if not self.moved:
            return self.note
        pitch = self.note.pitch
        end = round(self.roll.coords.tick_at(place.x()))
        end = line_at_or_after(self.editor.content.clip.meter, max(end, self.note.start + 1), self.snap(held))
        longer = self.note.placed(self.note.start, max(_SHORTEST_TICKS, end - self.note.start))
        return longer.transposed(pitch - self.note.pitch)

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        self._show(self._drawn(place, held))

    def _show(self, note: Note) -> None:
        position = position_text(self.editor.content.clip.meter, note.start)
        self.roll.set_preview(Preview(added=(note,), hint=f"{pitch_name(note.pitch)} · {position}"))

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        self.editor.add_note(self._drawn(place, held))


class EraseNotes(Gesture):
    """Delete every note the pointer passes over."""

    cursor = Qt.CursorShape.ForbiddenCursor

    def __init__(self, roll: PianoRoll, place: QPointF) -> None:
        super().__init__(roll, place)
        self.moved = True
        self._gone: set[Note] = set()
        self._last = place
        self._take(place)

    def _take(self, place: QPointF) -> None:
        # A quick hand jumps over pixels; what lies on the way counts as well.
        steps = max(1, int((place - self._last).manhattanLength() / 4))
        for step in range(1, steps + 1):
            note = self.roll.note_under(self._last + (place - self._last) * (step / steps))
            if note is not None:
                self._gone.add(note)
        self._last = place
        self.roll.set_preview(Preview(frozenset(self._gone), hides=True))

    def show(self, place: QPointF, held: Held) -> None:
        """Preview it."""
        self._take(place)

    def finish(self, place: QPointF, held: Held) -> None:
        """Do it."""
        self.editor.erase(frozenset(self._gone))


def is_on_edge(roll: PianoRoll, place: QPointF, note: Note) -> bool:
    """Whether a place on a note is its right end; of a short note the last third."""
    coords = roll.coords
    width = note.duration * coords.pixels_per_tick
    return coords.x_at(note.end) - place.x() <= min(_EDGE_PX, width / 3)


def begin_gesture(roll: PianoRoll, place: QPointF, held: Held) -> Gesture:
    """The gesture that a press of the left button on the notes' ground begins."""
    note = roll.note_under(place)
    tool = roll.editor.tool
    if tool is Tool.ERASE:
        return EraseNotes(roll, place)
    if note is not None:
        if is_on_edge(roll, place, note) and not held & (Held.ControlModifier | Held.ShiftModifier):
            return ResizeNotes(roll, place, note, held)
        return MoveNotes(roll, place, note, held)
    if tool is Tool.DRAW and not held & (Held.ShiftModifier | Held.ControlModifier):
        return DrawNote(roll, place, held)
    return RubberBand(roll, place)
