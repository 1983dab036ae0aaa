"""The note representation: a piece as arrays on the 24-step grid, and a window of it as decoder elements.

A window is a sequence of elements: each beat opens with a BEAT element and its notes follow, sorted by (onset, pitch).
A NOTE has five attributes: onset step inside the beat, pitch, duration, velocity and micro-timing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.music.grid import MICRO_PER_STEP, STEPS_PER_BEAT, TICKS_PER_STEP
from engine.music.note import Note, Role

IntArray = npt.NDArray[np.int64]
PITCHES = 128
MICRO_CENTER = MICRO_PER_STEP // 2
"""The micro-timing bin of a note that lies exactly on its grid step."""
BEAT, NOTE = 0, 1
END_OF_BEAT = STEPS_PER_BEAT
"""The onset value that says "no more notes in this beat"."""

DURATION_STEPS: IntArray = np.concatenate(
    [np.arange(1, 25), np.arange(26, 49, 2), np.arange(52, 97, 4), np.arange(108, 193, 12), np.arange(216, 385, 24)]
).astype(np.int64)
"""Length in grid steps of each of the 64 duration bins: exact to one beat, coarser to 16 beats."""
_DURATION_EDGES = (DURATION_STEPS[1:] + DURATION_STEPS[:-1]) / 2


@dataclass(frozen=True, slots=True)
class GridNotes:
    """Notes of a piece on the grid; all arrays have the same length N, sorted by (onset, pitch).

    Attributes:
        onset: steps of 1/24 beat from the first beat.
        micro: 0..7, where inside the step the true onset lies.
        pitch: 0..127.
        duration: steps, >= 1.
        velocity: 1..127.
    """

    onset: IntArray
    micro: IntArray
    pitch: IntArray
    duration: IntArray
    velocity: IntArray

    def __len__(self) -> int:
        return len(self.onset)

    def window(self, first_beat: int, beats: int) -> GridNotes:
        """Notes that begin in the `beats` beats from `first_beat`, counted from there."""
        low, high = np.searchsorted(self.onset, [first_beat * STEPS_PER_BEAT, (first_beat + beats) * STEPS_PER_BEAT])
        part = slice(int(low), int(high))
        return GridNotes(
            self.onset[part] - first_beat * STEPS_PER_BEAT,
            self.micro[part],
            self.pitch[part],
            self.duration[part],
            self.velocity[part],
        )

    def before(self, step: int) -> GridNotes:
        """Notes that begin before a step."""
        part = slice(int(np.searchsorted(self.onset, step)))
        return GridNotes(*(getattr(self, name)[part] for name in GridNotes.__slots__))

    def transposed(self, semitones: int) -> GridNotes:
        """All pitches moved; the caller checks the range."""
        return GridNotes(self.onset, self.micro, self.pitch + semitones, self.duration, self.velocity)


@dataclass(frozen=True, slots=True)
class Elements:
    """A window as the decoder reads it; every array has length N (elements).

    `kind` is BEAT or NOTE, `beat` counts from the window's start; the five attributes are 0 for BEAT elements.
    `duration` and `velocity` are bins.
    """

    kind: IntArray
    beat: IntArray
    onset: IntArray
    pitch: IntArray
    duration: IntArray
    velocity: IntArray
    micro: IntArray

    def __len__(self) -> int:
        return len(self.kind)


def duration_bin(steps: npt.ArrayLike) -> IntArray:
    """Nearest of the 64 duration bins."""
    return np.searchsorted(_DURATION_EDGES, np.asarray(steps)).astype(np.int64)


def velocity_bin(velocity: npt.ArrayLike) -> IntArray:
    """Velocity 1..127 as a bin 0..31."""
    return (np.asarray(velocity) // 4).astype(np.int64)


def velocity_of_bin(bins: npt.ArrayLike) -> IntArray:
    """Middle velocity of a bin, 2..126."""
    return (np.asarray(bins) * 4 + 2).astype(np.int64)


def grid_from_notes(notes: Sequence[Note]) -> GridNotes:
    """Notes in ticks as grid notes."""
    ticks = np.array([(n.start, n.pitch, n.duration, n.velocity) for n in notes], dtype=np.int64).reshape(-1, 4)
    return grid_from_ticks(ticks[:, 0], ticks[:, 1], ticks[:, 2], ticks[:, 3])


def grid_from_ticks(start: IntArray, pitch: IntArray, duration: IntArray, velocity: IntArray) -> GridNotes:
    """Arrays in ticks as grid notes: nearest step, and the place inside it as micro-timing."""
    fine = np.floor(start * MICRO_PER_STEP / TICKS_PER_STEP + 0.5).astype(np.int64) + MICRO_CENTER
    onset, micro = fine // MICRO_PER_STEP, fine % MICRO_PER_STEP
    steps = np.maximum(1, np.rint(duration / TICKS_PER_STEP)).astype(np.int64)
    order = np.lexsort((pitch, onset))
    return GridNotes(
        onset[order],
        micro[order],
        np.asarray(pitch, dtype=np.int64)[order],
        steps[order],
        np.asarray(velocity, dtype=np.int64)[order],
    )


def notes_from_grid(grid: GridNotes, role: Role = Role.LEAD) -> tuple[Note, ...]:
    """Grid notes back in ticks, all with one role."""
    fine = grid.onset * MICRO_PER_STEP + grid.micro - MICRO_CENTER
    start = np.rint(fine * TICKS_PER_STEP / MICRO_PER_STEP).astype(np.int64)
    start = np.maximum(0, start)
    return tuple(
        sorted(
            Note(int(s), int(p), max(1, int(d) * TICKS_PER_STEP), int(v), role)
            for s, p, d, v in zip(start, grid.pitch, grid.duration, grid.velocity, strict=True)
        )
    )


def elements_from_grid(grid: GridNotes, beats: int) -> Elements:
    """A window of `beats` beats as decoder elements: N = notes + beats."""
    note_beat = grid.onset // STEPS_PER_BEAT
    beat = np.concatenate([np.arange(beats, dtype=np.int64), note_beat])
    kind = np.concatenate([np.full(beats, BEAT, np.int64), np.full(len(grid), NOTE, np.int64)])
    # Stable sort by beat with the BEAT elements first keeps the notes' own order.
    order = np.lexsort((kind, beat))
    zeros = np.zeros(beats, np.int64)

    def laid(values: IntArray) -> IntArray:
        return np.concatenate([zeros, values])[order]

    return Elements(
        kind[order],
        beat[order],
        laid(grid.onset % STEPS_PER_BEAT),
        laid(grid.pitch),
        laid(duration_bin(grid.duration)),
        laid(velocity_bin(grid.velocity)),
        laid(grid.micro),
    )


def grid_from_elements(elements: Elements) -> GridNotes:
    """Elements back to grid notes (durations and velocities at the middle of their bins)."""
    notes = elements.kind == NOTE
    return GridNotes(
        (elements.beat * STEPS_PER_BEAT + elements.onset)[notes],
        elements.micro[notes],
        elements.pitch[notes],
        DURATION_STEPS[elements.duration[notes]],
        velocity_of_bin(elements.velocity[notes]),
    )


def as_int(values: npt.NDArray[Any]) -> IntArray:
    """Any integer array as int64, the type all of the model's indices have."""
    return np.asarray(values, dtype=np.int64)
