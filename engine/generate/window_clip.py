"""From new notes on the grid to a finished clip: cut on the bar line, with the notes that stay, roles and chords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from engine.model.tokens import GridNotes, notes_from_grid
from engine.music.clip import ChordSpan, Clip
from engine.music.harmony import chords_at_a_glance, recognise_chords
from engine.music.key import find_key
from engine.music.key_spelling import key_tonic
from engine.music.note import TICKS_PER_QUARTER, Note
from engine.music.roles import infer_roles

TickRange = tuple[int, int]
"""Start and end (exclusive) in ticks."""


def within(tick: int, ranges: Iterable[TickRange]) -> bool:
    """Whether a tick lies in one of the ranges."""
    return any(low <= tick < high for low, high in ranges)


def joined_ranges(ranges: Iterable[TickRange]) -> list[TickRange]:
    """Rising ranges with those that touch made one."""
    out: list[TickRange] = []
    for start, end in ranges:
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def new_notes(grid: GridNotes, ranges: Sequence[TickRange], kept: Sequence[Note] = ()) -> tuple[Note, ...]:
    """New notes in ticks: inside the ranges that were free, and never over another note of their pitch.

    A note that leaves its range is cut there, so that what follows is heard as it was; the grid's micro-timing cannot
    carry a note over a range's start either.
    """
    notes: list[Note] = []
    for note in notes_from_grid(grid):
        nearest = min(ranges, key=lambda r: max(r[0] - note.start, note.start - r[1] + 1, 0), default=None)
        if nearest is None:
            continue
        start = min(max(note.start, nearest[0]), nearest[1] - 1)
        notes.append(note.placed(start, max(1, min(note.end, nearest[1]) - start)))
    return without_overlaps(notes, kept)


def without_overlaps(notes: Sequence[Note], kept: Sequence[Note] = ()) -> tuple[Note, ...]:
    """`notes` cut where another note of the same pitch begins; those that begin under a kept note are left out.

    In a MIDI file one of two overlapping notes of a pitch would end the other. `kept` notes are not changed.
    """
    by_pitch: dict[int, list[tuple[int, int, Note]]] = {}
    for is_new, group in ((0, kept), (1, notes)):
        for note in group:
            by_pitch.setdefault(note.pitch, []).append((note.start, is_new, note))
    out: list[Note] = []
    for column in by_pitch.values():
        column.sort(key=lambda item: item[:2])
        fixed = [note for _, is_new, note in column if not is_new]
        for index, (start, is_new, note) in enumerate(column):
            if not is_new:
                continue
            if any(other.start <= start < other.end for other in fixed):
                continue
            if index and column[index - 1][0] == start:
                continue
            after = next(
                (other_start for other_start, _, _ in islice(column, index + 1, None) if other_start > start), None
            )
            out.append(note if after is None else note.placed(start, min(note.duration, after - start)))
    return tuple(sorted(out))


def finished(
    frame: Clip,
    fresh: Sequence[Note],
    kept: Sequence[Note] = (),
    chords: Sequence[ChordSpan] = (),
    *,
    whole: bool = True,
) -> Clip:
    """A clip of `fresh` and `kept` notes in the meter, tempo, key and length of `frame`.

    New notes get roles from the texture they stand in; kept ones keep theirs. `chords` is the lane where it is known,
    otherwise the chords are heard; only at a glance where the take is not `whole` yet.
    """
    clip = replace(frame, notes=tuple(sorted((*fresh, *kept))), chords=())
    if not clip.notes:
        return clip.with_chords(chords)
    heard = infer_roles(clip)
    own = {(n.start, n.pitch, n.duration, n.velocity): n.role for n in kept}
    clip = heard.with_notes(
        note.with_role(own.get((note.start, note.pitch, note.duration, note.velocity), note.role))
        for note in heard.notes
    )
    return clip.with_chords(chords or (recognise_chords(clip) if whole else chords_at_a_glance(clip)))


def lane_with(clip: Clip, old: Sequence[ChordSpan], ranges: Sequence[TickRange]) -> tuple[ChordSpan, ...]:
    """The `old` lane outside the ranges, that of `clip` inside them."""
    parts: list[ChordSpan] = []
    edges = sorted({0, clip.length, *(tick for pair in ranges for tick in pair)})
    for start, end in pairwise(edges):
        for span in clip.chords if within(start, ranges) else old:
            low, high = max(span.start, start), min(span.end, end)
            if low < high:
                parts.append(ChordSpan(low, high, span.chord))
    return tuple(parts)


def in_key(clip: Clip, wanted: str | None) -> Clip:
    """A clip that came from nothing, moved the shortest way into the key `wanted`; None names the key it is in.

    Where one of the two keys is minor and the other major, the relative key counts, as both have the same notes.
    """
    if not clip.notes:
        return replace(clip, key=None)
    # By profiles: what is moved is heard moved by as much, however low it lies.
    heard = find_key([note.pitch for note in clip.notes], [note.duration / TICKS_PER_QUARTER for note in clip.notes])
    if wanted is None:
        return replace(clip, key=heard)
    up = (_major_tonic(wanted) - _major_tonic(heard) + 6) % 12 - 6
    if up:
        clip = clip.with_notes(note.transposed(up) for note in clip.notes if 0 <= note.pitch + up <= 127)
        clip = clip.with_chords(recognise_chords(clip))
    return replace(clip, key=wanted)


def _major_tonic(key: str) -> int:
    """Pitch class of the tonic of a major key, or of a minor key's relative major."""
    tonic, minor = key_tonic(key)
    return tonic + 3 * minor
