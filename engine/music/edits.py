"""What a piano roll does to notes: pure functions from a clip and the chosen notes to another clip and where those
notes are now. Which gesture or key asks for an edit is not known here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from operator import attrgetter, not_
from typing import TYPE_CHECKING

from engine.music.clip import Clip, in_order
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.note_columns import NoteColumns
from engine.music.snapping import Snap, line_at_or_after, line_before, nearest_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRIKE_TICKS = TICKS_PER_QUARTER // 16
"""Notes that begin within this of each other are one chord, struck by one hand."""


_INSERTED = 200
"""So many notes find their places one by one faster than all are sorted."""
_START, _PITCH = attrgetter("start"), attrgetter("pitch")
_STRETCH_TICKS = 1 << 48


@dataclass(frozen=True, slots=True)
class Edited:
    """The answer of every edit: the new clip, and what became of the chosen notes in it."""

    clip: Clip
    notes: frozenset[Note]


Notes = Collection[Note]
"""Chosen notes. They are told by their values; a set is fastest. What is not in the clip is ignored."""


def add(clip: Clip, notes: Iterable[Note]) -> Edited:
    """Put notes in. Notes of the same pitch and role make room, as in `move`; the clip grows by whole bars."""
    return _placed(clip, list(clip.notes), list(notes))


def erase(clip: Clip, notes: Notes) -> Edited:
    """Take notes out. The clip keeps its length."""
    kept, _ = _parted(clip, notes)
    return _made(clip, kept, [])


def move(clip: Clip, notes: Notes, ticks: int = 0, semitones: int = 0) -> Edited:
    """Move notes in time and pitch, all by the same amount: as far as the first tick and the range of MIDI allow.

    Notes that stay and have the same pitch and role make room: what the moved note begins in is cut short, what begins
    under it goes. The clip grows by whole bars where a note would ring past its end.
    """
    kept, chosen = _parted(clip, notes)
    if not chosen:
        return Edited(clip, frozenset())
    return _placed(clip, kept, _shifted(chosen, *held_inside(chosen, ticks, semitones)))


def held_inside(notes: Iterable[Note], ticks: int, semitones: int) -> tuple[int, int]:
    """The part of a move that keeps every note at tick 0 or later and inside 0..127."""
    chosen = list(notes)
    if not chosen:
        return 0, 0
    if ticks < 0:
        ticks = max(ticks, -min(map(_START, chosen)))
    if semitones:
        semitones = max(-min(map(_PITCH, chosen)), min(127 - max(map(_PITCH, chosen)), semitones))
    return ticks, semitones


def resize(clip: Clip, notes: Notes, ticks: int, shortest: int = 1) -> Edited:
    """Make notes `ticks` longer (negative: shorter), but no shorter than `shortest` or than they are already."""
    import numpy as np

    kept, chosen = _parted(clip, notes)
    columns = NoteColumns.of(chosen)
    longer = np.maximum(columns.durations + ticks, np.minimum(columns.durations, max(1, shortest)))
    return _placed(clip, kept, columns._replace(durations=longer).notes())


def resized(note: Note, ticks: int, shortest: int = 1) -> Note:
    """One note `ticks` longer, see `resize`."""
    return note.placed(note.start, max(note.duration + ticks, min(note.duration, max(1, shortest))))


def copy_to(clip: Clip, notes: Notes, ticks: int, semitones: int = 0) -> Edited:
    """Put copies of notes elsewhere; the originals stay where the copies leave them room."""
    _, chosen = _parted(clip, notes)
    return _placed(clip, list(clip.notes), _shifted(chosen, *held_inside(chosen, ticks, semitones)))


def duplicate(clip: Clip, notes: Notes, snap: Snap) -> Edited:
    """Copies right behind the originals: as far as the chosen notes reach, on the lines of `snap`."""
    _, chosen = _parted(clip, notes)
    return copy_to(clip, notes, _span_ticks(clip, chosen, snap)) if chosen else Edited(clip, frozenset())


def _span_ticks(clip: Clip, chosen: list[Note], snap: Snap) -> int:
    first = line_before(clip.meter, min(note.start for note in chosen), snap)
    last = line_at_or_after(clip.meter, max(note.end for note in chosen), snap)
    return last - first


def fragment(clip: Clip, notes: Notes, snap: Snap) -> tuple[Note, ...]:
    """Notes to be pasted elsewhere; their tick 0 is the line of `snap` before the first, so that their feel is kept."""
    _, chosen = _parted(clip, notes)
    if not chosen:
        return ()
    first = line_before(clip.meter, chosen[0].start, snap)
    return tuple(note.moved(-first) for note in chosen)


def paste(clip: Clip, copied: Iterable[Note], tick: int) -> Edited:
    """Put a `fragment` down at `tick`."""
    return add(clip, [note.moved(max(0, tick)) for note in copied])


def quantise(
    clip: Clip, notes: Notes, snap: Snap, *, strength: float = 1.0, swing: float = 0.5, ends: bool = False
) -> Edited:
    """Draw onsets towards the grid.

    Args:
        strength: 0 leaves a note where it is, 1 puts it on the line.
        swing: place of every second line, see `snapping.nearest_lines`.
        ends: draw the ends as well; without it the lengths stay.

    A note whose line is the clip's very end stays: there it would begin another bar. Of notes of one pitch and role
    that meet on a line, one is left, as long and as loud as the longest and the loudest.
    """
    kept, chosen = _parted(clip, notes)
    if snap is Snap.OFF or not chosen:
        return Edited(clip, frozenset(chosen))

    import numpy as np

    def drawn(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        lines = nearest_lines(clip.meter, ticks, snap, swing)
        return np.rint(ticks + strength * (lines - ticks)).astype(np.int64)

    before = NoteColumns.of(chosen)
    starts = drawn(before.starts)
    starts = np.where(starts < clip.length, starts, before.starts)
    durations = before.durations
    if ends:
        drawn_to = drawn(before.starts + durations) - starts
        shortest = np.array([max(1, snap.step_ticks(clip.meter.at(start)) // 2) for start in before.starts.tolist()])
        durations = np.where(drawn_to >= shortest, drawn_to, np.minimum(durations, shortest))
    durations = np.minimum(durations, np.maximum(clip.length - starts, 1))
    # Notes that meet lie side by side in this order.
    order = np.lexsort((before.roles, before.pitches, starts))
    starts, pitches, roles = starts[order], before.pitches[order], before.roles[order]
    others = np.diff(starts, prepend=-1) | np.diff(pitches, prepend=-1) | np.diff(roles, prepend=-1)
    firsts = np.flatnonzero(others)
    met = NoteColumns(
        starts[firsts],
        pitches[firsts],
        np.maximum.reduceat(durations[order], firsts),
        np.maximum.reduceat(before.velocities[order], firsts),
        roles[firsts],
    )
    return _placed(clip, kept, met.notes())


def split(clip: Clip, notes: Notes, tick: int) -> Edited:
    """Cut the notes that sound at `tick` in two; both parts are chosen afterwards."""
    kept, chosen = _parted(clip, notes)
    after: list[Note] = []
    for note in chosen:
        if note.start < tick < note.end:
            after += [
                note.placed(note.start, tick - note.start),
                note.placed(tick, note.end - tick),
            ]
        else:
            after.append(note)
    return _made(clip, kept, after)


def join(clip: Clip, notes: Notes) -> Edited:
    """Melt chosen notes of one pitch and role into one, from the first onset to the last end, as loud as the first."""
    kept, chosen = _parted(clip, notes)
    first: dict[tuple[int, Role], Note] = {}
    ends: dict[tuple[int, Role], int] = {}
    for note in chosen:
        first.setdefault((note.pitch, note.role), note)
        ends[note.pitch, note.role] = max(ends.get((note.pitch, note.role), 0), note.end)
    return _placed(clip, kept, [note.placed(note.start, ends[key] - note.start) for key, note in first.items()])


def legato(clip: Clip, notes: Notes) -> Edited:
    """Let every chosen note ring, or end, exactly at the next chosen onset of its role; the last ones stay.

    Notes of a chord, struck within `STRIKE_TICKS`, ring to the same next onset.
    """
    import numpy as np

    kept, chosen = _parted(clip, notes)
    columns = NoteColumns.of(chosen)
    durations = columns.durations.copy()
    for role in Role:
        voice = np.flatnonzero(columns.roles == role)
        starts = columns.starts[voice]
        onsets = np.unique(starts)
        following = onsets.searchsorted(starts + STRIKE_TICKS, side="right")
        ringing = following < len(onsets)
        durations[voice[ringing]] = onsets[following[ringing]] - starts[ringing]
    return _placed(clip, kept, columns._replace(durations=durations).notes())


def with_velocities(clip: Clip, velocity_of: Callable[[Note], int], notes: Notes) -> Edited:
    """Give chosen notes other velocities, held inside 1..127."""
    import numpy as np

    kept, chosen = _parted(clip, notes)
    velocities = np.fromiter(map(velocity_of, chosen), np.int64, len(chosen)).clip(1, 127)
    return _made(clip, kept, NoteColumns.of(chosen)._replace(velocities=velocities).notes())


def held_velocity(velocity: float) -> int:
    """A velocity that MIDI knows: rounded, inside 1..127."""
    return max(1, min(127, round(velocity)))


def ramp(start: tuple[float, float], end: tuple[float, float]) -> Callable[[Note], int]:
    """Velocities along the line from `start` to `end`, each (tick, velocity); before and behind it the line is flat."""
    (tick_a, velocity_a), (tick_b, velocity_b) = sorted((start, end))

    def velocity_of(note: Note) -> int:
        share = 1.0 if tick_b <= tick_a else min(1.0, max(0.0, (note.start - tick_a) / (tick_b - tick_a)))
        return held_velocity(velocity_a + share * (velocity_b - velocity_a))

    return velocity_of


def with_role(clip: Clip, notes: Notes, role: Role) -> Edited:
    """Give chosen notes another role."""
    kept, chosen = _parted(clip, notes)
    columns = NoteColumns.of(chosen)
    return _placed(clip, kept, columns._replace(roles=columns.roles * 0 + role).notes())


def with_part(clip: Clip, part: Clip, at_tick: int, start: int, end: int) -> Clip:
    """`clip` with what begins from tick `start` on and before `end` taken out of `part`, which lies at `at_tick` of it.

    Notes, chords and controllers before and behind stay exactly, also where they ring into the exchanged part; the clip
    keeps its length.
    """
    notes = [note for note in clip.notes if not start <= note.start < end]
    for note in part.notes:
        if start <= note.start + at_tick < end:
            first = note.start + at_tick
            notes.append(note.placed(first, min(note.duration, clip.length - first)))
    chords = [replace(span, end=min(span.end, start)) for span in clip.chords if span.start < start]
    chords += [replace(span, start=max(span.start, end)) for span in clip.chords if span.end > end]
    for span in part.chords:
        first, last = max(span.start + at_tick, start), min(span.end + at_tick, end)
        if first < last:
            chords.append(replace(span, start=first, end=last))
    controllers = [item for item in clip.controllers if not start <= item.tick < end]
    moved = (replace(item, tick=item.tick + at_tick) for item in part.controllers)
    controllers += [item for item in moved if start <= item.tick < end]
    return replace(
        clip,
        notes=tuple(sorted(notes)),
        chords=tuple(sorted(chords, key=lambda span: span.start)),
        controllers=tuple(sorted(controllers, key=lambda item: item.tick)),
    )


def _shifted(notes: list[Note], ticks: int, semitones: int) -> list[Note]:
    columns = NoteColumns.of(notes)
    return columns._replace(starts=columns.starts + ticks, pitches=columns.pitches + semitones).notes()


def _parted(clip: Clip, notes: Notes) -> tuple[list[Note], list[Note]]:
    """The notes that stay and the chosen ones, both in clip order."""
    chosen = notes if isinstance(notes, (set, frozenset)) else frozenset(notes)
    if not chosen:
        return list(clip.notes), []
    first, last = 0, len(clip.notes)
    if 2 * len(chosen) < last:
        # Looking for a note in the set takes its time, so that is done where the chosen notes lie only.
        first, last = bisect_left(clip.notes, min(chosen)), bisect_right(clip.notes, max(chosen))
    part = clip.notes[first:last]
    taken = list(map(chosen.__contains__, part))
    return [*clip.notes[:first], *compress(part, map(not_, taken)), *clip.notes[last:]], list(compress(part, taken))


def _placed(clip: Clip, kept: list[Note], edited: list[Note]) -> Edited:
    """Both together, after the kept notes have made room for the edited ones."""
    pitches = set(map(_PITCH, edited))
    first = min(map(_START, edited), default=clip.length)
    near = [i for i, note in enumerate(kept) if note.pitch in pitches and note.start + note.duration > first]
    if not near:
        return _made(clip, kept, edited)
    import numpy as np

    old, new = NoteColumns.of([kept[i] for i in near]), NoteColumns.of(edited)
    # Each pitch and role has a stretch of its own on one line of ticks, so that all are looked up at once.
    old_starts, new_starts = (
        columns.starts + (columns.pitches * len(Role) + columns.roles) * _STRETCH_TICKS for columns in (old, new)
    )
    order = new_starts.argsort()
    new_starts = new_starts[order]
    last_ends = np.maximum.accumulate(new_starts + new.durations[order])
    following = new_starts.searchsorted(old_starts, side="right")
    under = (following > 0) & (last_ends[following - 1] > old_starts)
    rest = np.append(new_starts, np.iinfo(np.int64).max)[following] - old_starts
    cut = ~under & (rest < old.durations)
    room: list[Note] = []
    done = 0
    for index in compress(near, (under | cut).tolist()):
        room += kept[done:index]
        done = index + 1
    room += kept[done:]
    cut_short = NoteColumns(*(column[cut] for column in old))._replace(durations=rest[cut]).notes()
    return _made(clip, room, edited, cut_short)


def _made(clip: Clip, kept: list[Note], edited: list[Note], others: Sequence[Note] = ()) -> Edited:
    """The clip of `kept` notes, which are in order, of edited ones and others, which need not be."""
    last = max((note.start + note.duration for note in edited), default=0)
    length = clip.length if last <= clip.length else clip.meter.bar_ceil(last)
    fresh, notes = [*edited, *others], kept
    if len(fresh) > _INSERTED:
        notes = kept + fresh
        if not in_order(notes):
            notes.sort()
    else:
        for note in fresh:
            insort(notes, note)
    return Edited(clip.with_sorted(tuple(notes), length), frozenset(edited))
