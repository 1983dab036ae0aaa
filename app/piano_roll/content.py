"""What the roll shows: one clip with the seam between prompt and take, indexed so that a visible range is found
fast.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from app.note_changes import same_ends
from engine.music.clip import Clip
from engine.music.note import Note
from engine.music.note_columns import NoteColumns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK = 128
_FEW = 30
"""One note of so many is looked up faster than all are walked through."""
_FOLLOWED = 2000
"""A shorter clip is indexed anew faster than it is compared."""


class Columns(NamedTuple):
    """The notes as arrays, in clip order, for views that hold thousands of them.

    `last_ends` is the latest end of all notes up to and including each one.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    pitches: NDArray[np.int64]
    velocities: NDArray[np.int64]
    roles: NDArray[np.int64]
    last_ends: NDArray[np.int64]


def _columns_of(notes: tuple[Note, ...]) -> Columns:
    import numpy as np  # not on the way to the first picture of the window

    starts, pitches, lengths, velocities, roles = NoteColumns.of(notes)
    ends = starts + lengths
    return Columns(starts, ends, pitches, velocities, roles, np.maximum.accumulate(ends) if notes else ends)


def _joined(old: Columns, middle: tuple[Note, ...], first: int, last: int) -> Columns:
    """The columns of the `first` notes of `old`, of new ones, and of the `last` notes of `old`."""
    import numpy as np

    size, fresh = len(old.starts), _columns_of(middle)
    starts, ends, pitches, velocities, roles = (
        np.concatenate((a[:first], b, a[size - last :])) for a, b in zip(old[:5], fresh[:5], strict=True)
    )
    return Columns(starts, ends, pitches, velocities, roles, np.maximum.accumulate(ends) if len(ends) else ends)


def _chunk_ends(notes: tuple[Note, ...], first: int, last: int, columns: list[Columns]) -> list[int]:
    """The last end of each chunk of notes from `first` on; from columns, where there are some."""
    if columns and last > first:
        import numpy as np

        ends: list[int] = np.maximum.reduceat(columns[0].ends[first:last], range(0, last - first, _CHUNK)).tolist()
        return ends
    return [max(note.end for note in notes[i : i + _CHUNK]) for i in range(first, last, _CHUNK)]


@dataclass(frozen=True, slots=True)
class RollContent:
    """A clip ready for painting.

    Attributes:
        clip: prompt and take as one clip.
        seam_tick: first tick of the take; `clip.length` where there is no take.
        prompt_name, take_name: titles of the two parts; empty where a part is missing.
        used: ticks of the prompt that a take continues, from and to; all else of the prompt is drawn as outside.
        key: numbers of the take and the prompt, so that an edit can be told from looking at something else.
    """

    clip: Clip = field(default_factory=Clip)
    seam_tick: int = 0
    prompt_name: str = ""
    take_name: str = ""
    used: tuple[int, int] | None = None
    key: tuple[int | None, int | None] = (None, None)
    _index: list[tuple[list[int], list[int]]] = field(default_factory=list, init=False, repr=False, compare=False)
    """Starts of the notes, and the last end of each chunk of them."""
    _columns: list[Columns] = field(default_factory=list, init=False, repr=False, compare=False)

    def follow(self, old: RollContent) -> None:
        """Take over what was worked out for an earlier version of the clip, where the notes are the same."""
        notes, before = self.clip.notes, old.clip.notes
        if self._index or not old._index or len(notes) < _FOLLOWED:
            return
        first, last = same_ends(before, notes)
        middle = notes[first : len(notes) - last]
        if len(middle) > len(notes) // 4:
            return
        if old._columns:
            self._columns.append(_joined(old._columns[0], middle, first, last))
        starts, chunk_ends = old._index[0]
        starts = starts[:first] + [note.start for note in middle] + starts[len(starts) - last :]
        whole = first // _CHUNK
        chunk_ends = chunk_ends[:whole] + _chunk_ends(notes, whole * _CHUNK, len(notes), self._columns)
        self._index.append((starts, chunk_ends))

    @property
    def _starts(self) -> list[int]:
        return self._indexed()[0]

    @property
    def _chunk_ends(self) -> list[int]:
        return self._indexed()[1]

    def _indexed(self) -> tuple[list[int], list[int]]:
        if not self._index:
            notes = self.clip.notes
            if len(notes) >= _FOLLOWED:
                self.columns()
            self._index.append(([note.start for note in notes], _chunk_ends(notes, 0, len(notes), self._columns)))
        return self._index[0]

    @property
    def editable_from(self) -> int:
        """First tick whose notes can be changed: a take's own; the prompt behind it is only looked at."""
        return self.seam_tick if self.take_name else 0

    def is_ghost(self, note: Note) -> bool:
        """Whether a note is only background: the prompt behind a take, or outside of the used part of a prompt."""
        if note.start >= self.seam_tick:
            return False
        return bool(self.take_name) or not (self.used is None or self.used[0] <= note.start < self.used[1])

    def columns(self) -> Columns:
        """The notes as arrays, made when they are asked for."""
        if not self._columns:
            self._columns.append(_columns_of(self.clip.notes))
        return self._columns[0]

    def visible_slice(self, first_tick: float, last_tick: float) -> slice:
        """Where in `columns` the notes lie that sound between the ticks; some within may have ended before."""
        # A whole number: for a fraction numpy would turn the whole array into fractions first.
        first = int(self.columns().last_ends.searchsorted(math.floor(first_tick), side="right"))
        return slice(first, bisect_left(self._starts, last_tick))

    def has(self, note: Note) -> bool:
        """Whether the clip holds this very note."""
        notes = self.clip.notes
        index = bisect_left(notes, note)
        return index < len(notes) and notes[index] == note

    def those_there(self, notes: frozenset[Note]) -> frozenset[Note]:
        """Those of some notes that the clip holds."""
        if len(notes) * _FEW < len(self.clip.notes):
            return frozenset(note for note in notes if self.has(note))
        return notes.intersection(self.clip.notes)

    def visible(self, first_tick: float, last_tick: float) -> Iterator[Note]:
        """Notes that sound between the ticks, in clip order.

        Chunks of 128 notes know their last end, so a long pedal note at the start costs one chunk and not the clip.
        """
        notes = self.clip.notes
        starts, chunk_ends = self._indexed()
        stop = bisect_left(starts, last_tick)
        for chunk, end in enumerate(chunk_ends):
            begin = chunk * _CHUNK
            if begin >= stop:
                return
            if end <= first_tick:
                continue
            for note in notes[begin : min(begin + _CHUNK, stop)]:
                if note.end > first_tick:
                    yield note

    def count_visible(self, first_tick: float, last_tick: float) -> int:
        """Number of notes that begin between the ticks."""
        return bisect_left(self._starts, last_tick) - bisect_left(self._starts, first_tick)

    def pitch_range(self, first_tick: float = 0, last_tick: float = float("inf")) -> tuple[int, int]:
        """Lowest and highest pitch between the ticks; C3 to C6 where there is none."""
        pitches = [note.pitch for note in self.visible(first_tick, last_tick)]
        return (min(pitches), max(pitches)) if pitches else (48, 84)

    def note_at(self, tick: float, pitch: int) -> Note | None:
        """The note under a point; of several, the one that began last."""
        found = None
        for note in self.visible(tick, tick + 1):
            if note.pitch == pitch:
                found = note
        return found
