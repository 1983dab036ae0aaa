"""What the roll shows: one clip with the seam between prompt and take, indexed so that a visible range is found
fast.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from engine.music.clip import Clip
from engine.music.note import Note

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK = 128


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
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _chunk_ends: list[int] = field(init=False, repr=False, compare=False)
    _columns: list[Columns] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        notes = self.clip.notes
        object.__setattr__(self, "_starts", [note.start for note in notes])
        ends = [max(note.end for note in notes[i : i + _CHUNK]) for i in range(0, len(notes), _CHUNK)]
        object.__setattr__(self, "_chunk_ends", ends)
        object.__setattr__(self, "_columns", [])

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
            import numpy as np  # not on the way to the first picture of the window

            notes = self.clip.notes
            flat = np.fromiter(
                (value for n in notes for value in (n.start, n.start + n.duration, n.pitch, n.velocity, n.role)),
                dtype=np.int64,
                count=5 * len(notes),
            )
            starts, ends, pitches, velocities, roles = flat.reshape(-1, 5).T.copy()
            self._columns.append(
                Columns(starts, ends, pitches, velocities, roles, np.maximum.accumulate(ends) if notes else ends)
            )
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

    def visible(self, first_tick: float, last_tick: float) -> Iterator[Note]:
        """Notes that sound between the ticks, in clip order.

        Chunks of 128 notes know their last end, so a long pedal note at the start costs one chunk and not the clip.
        """
        notes = self.clip.notes
        stop = bisect_left(self._starts, last_tick)
        for chunk, end in enumerate(self._chunk_ends):
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
