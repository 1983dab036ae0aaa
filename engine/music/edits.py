"""What a piano roll does to notes: pure functions from a clip and the chosen notes to another clip and where those
notes are now. Which gesture or key asks for an edit is not known here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from engine.music.clip import Clip, in_order
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.snapping import Snap, SwungLines, line_at_or_after, line_before

STRIKE_TICKS = TICKS_PER_QUARTER // 16
"""Notes that begin within this of each other are one chord, struck by one hand."""


_INSERTED = 200
"""So many notes find their places one by one faster than all are sorted."""
_ORDER = attrgetter("start", "pitch", "duration", "velocity", "role")
_START, _PITCH = attrgetter("start"), attrgetter("pitch")


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
    ticks, semitones = held_inside(chosen, ticks, semitones)
    return _placed(clip, kept, [_shifted(note, ticks, semitones) for note in chosen])


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
    kept, chosen = _parted(clip, notes)
    return _placed(clip, kept, [resized(note, ticks, shortest) for note in chosen])


def resized(note: Note, ticks: int, shortest: int = 1) -> Note:
    """One note `ticks` longer, see `resize`."""
    return note.placed(note.start, max(note.duration + ticks, min(note.duration, max(1, shortest))))


def copy_to(clip: Clip, notes: Notes, ticks: int, semitones: int = 0) -> Edited:
    """Put copies of notes elsewhere; the originals stay where the copies leave them room."""
    _, chosen = _parted(clip, notes)
    ticks, semitones = held_inside(chosen, ticks, semitones)
    return _placed(clip, list(clip.notes), [_shifted(note, ticks, semitones) for note in chosen])


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
        swing: place of every second line, see `snapping.SwungLines`.
        ends: draw the ends as well; without it the lengths stay.

    A note whose line is the clip's very end stays: there it would begin another bar. Of notes of one pitch and role
    that meet on a line, one is left, as long and as loud as the longest and the loudest.
    """
    kept, chosen = _parted(clip, notes)
    if snap is Snap.OFF or not chosen:
        return Edited(clip, frozenset(chosen))

    lines = SwungLines(clip.meter, snap, swing)

    def drawn(tick: int) -> int:
        return round(tick + strength * (lines.nearest(tick) - tick))

    met: dict[tuple[int, int, Role], Note] = {}
    for note in chosen:
        start = drawn(note.start)
        if start >= clip.length:
            start = note.start
        duration = note.duration
        if ends:
            end = drawn(note.end)
            shortest = max(1, snap.step_ticks(clip.meter.at(note.start)) // 2)
            duration = end - start if end - start >= shortest else min(note.duration, shortest)
        duration = min(duration, max(clip.length - start, 1))
        moved = note.placed(start, duration)
        other = met.get((moved.start, moved.pitch, moved.role))
        if other is not None:
            moved = replace(
                moved,
                duration=max(moved.duration, other.duration),
                velocity=max(moved.velocity, other.velocity),
            )
        met[moved.start, moved.pitch, moved.role] = moved
    return _placed(clip, kept, list(met.values()))


def split(clip: Clip, notes: Notes, tick: int) -> Edited:
    """Cut the notes that sound at `tick` in two; both parts are chosen afterwards."""
    kept, chosen = _parted(clip, notes)
    after: list[Note] = []
    for note in chosen:
        if note.start < tick < note.end:
            after += [
                replace(note, duration=tick - note.start),
                replace(note, start=tick, duration=note.end - tick),
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
    return _placed(clip, kept, [replace(note, duration=ends[key] - note.start) for key, note in first.items()])


def legato(clip: Clip, notes: Notes) -> Edited:
    """Let every chosen note ring, or end, exactly at the next chosen onset of its role; the last ones stay.

    Notes of a chord, struck within `STRIKE_TICKS`, ring to the same next onset.
    """
    kept, chosen = _parted(clip, notes)
    after: list[Note] = []
    for role in Role:
        voice = [note for note in chosen if note.role is role]
        onsets = sorted({note.start for note in voice})
        for note in voice:
            following = bisect_right(onsets, note.start + STRIKE_TICKS)
            after.append(note if following == len(onsets) else note.placed(note.start, onsets[following] - note.start))
    return _placed(clip, kept, after)


def with_velocities(clip: Clip, velocity_of: Mapping[Note, int] | Callable[[Note], int], notes: Notes) -> Edited:
    """Give chosen notes other velocities, held inside 1..127."""
    kept, chosen = _parted(clip, notes)
    ask = velocity_of if callable(velocity_of) else velocity_of.__getitem__
    louder = [Note(n.start, n.pitch, n.duration, held_velocity(ask(n)), n.role) for n in chosen]
    return _made(clip, kept, louder)


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
    return _placed(clip, kept, [note.with_role(role) for note in chosen])


def with_part(clip: Clip, part: Clip, at_tick: int, start: int, end: int) -> Clip:
    """`clip` with what begins from tick `start` on and before `end` taken out of `part`, which lies at `at_tick` of it.

    Notes, chords and controllers before and behind stay exactly, also where they ring into the exchanged part; the clip
    keeps its length.
    """
    notes = [note for note in clip.notes if not start <= note.start < end]
    for note in part.notes:
        if start <= note.start + at_tick < end:
            notes.append(replace(note.moved(at_tick), duration=min(note.duration, clip.length - note.start - at_tick)))
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


def _shifted(note: Note, ticks: int, semitones: int) -> Note:
    return Note(note.start + ticks, note.pitch + semitones, note.duration, note.velocity, note.role)


def _parted(clip: Clip, notes: Notes) -> tuple[list[Note], list[Note]]:
    """The notes that stay and the chosen ones, both in clip order."""
    chosen = notes if isinstance(notes, (set, frozenset)) else frozenset(notes)
    if not chosen:
        return list(clip.notes), []
    first, last = 0, len(clip.notes)
    if 2 * len(chosen) < last:
        # Looking for a note in the set takes its time, so that is done where the chosen notes lie only.
        first, last = bisect_left(clip.notes, min(chosen)), bisect_right(clip.notes, max(chosen))
    kept = list(clip.notes[:first])
    taken: list[Note] = []
    for note in clip.notes[first:last]:
        (taken if note in chosen else kept).append(note)
    kept += clip.notes[last:]
    return kept, taken


def _placed(clip: Clip, kept: list[Note], edited: list[Note]) -> Edited:
    """Both together, after the kept notes have made room for the edited ones."""
    if not kept:
        return _made(clip, kept, edited)
    # Of each pitch and role the onsets, in order, and the latest end of the notes up to each.
    spans: dict[tuple[int, Role], tuple[list[int], list[int]]] = {}
    for note in sorted(edited, key=_START):
        starts, ends = spans.setdefault((note.pitch, note.role), ([], []))
        starts.append(note.start)
        ends.append(max(note.end, ends[-1] if ends else 0))
    pitches = {note.pitch for note in edited}
    room: list[Note] = []
    cut_short: list[Note] = []
    done = 0
    for index in [index for index, note in enumerate(kept) if note.pitch in pitches]:
        room += kept[done:index]
        done = index + 1
        note = kept[index]
        others = spans.get((note.pitch, note.role))
        if others is None:
            room.append(note)
            continue
        starts, ends = others
        after = bisect_right(starts, note.start)
        if after and ends[after - 1] > note.start:
            continue
        if after == len(starts) or starts[after] >= note.end:
            room.append(note)
        else:
            cut_short.append(note.placed(note.start, starts[after] - note.start))
    room += kept[done:]
    return _made(clip, room, edited, cut_short)


def _made(clip: Clip, kept: list[Note], edited: list[Note], others: Sequence[Note] = ()) -> Edited:
    """The clip of `kept` notes, which are in order, of edited ones and others, which need not be."""
    last = max((note.start + note.duration for note in edited), default=0)
    length = clip.length if last <= clip.length else clip.meter.bar_ceil(last)
    fresh, notes = [*edited, *others], kept
    if len(fresh) > _INSERTED:
        notes = kept + fresh
        if not in_order(notes):
            notes.sort(key=_ORDER)
    else:
        for note in fresh:
            insort(notes, note)
    return Edited(clip.with_sorted(tuple(notes), length), frozenset(edited))
