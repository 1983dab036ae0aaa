"""A performed clip put on its own beats: every tracked beat becomes one quarter, playing time is kept. The tracking
itself is `meter_tracking`."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.meter_tracking import BeatGrid
from engine.music.note import TICKS_PER_QUARTER, Note


def regrid(clip: Clip, grid: BeatGrid) -> Clip:
    """The clip's music with each beat of `grid` at a multiple of 480 ticks and each downbeat on a bar line.

    The result begins on the bar line at or before the first beat that is needed; all times move by one constant, and
    beyond that notes keep their playing time (to half a tick). A tempo a beat; a change of meter where bars differ.
    Chords and controllers move along.
    """
    beats, position = grid.beats, grid.bar_position.astype(int)
    first_s = clip.tempo.seconds_at(clip.notes[0].start) if clip.notes else float(beats[0])
    # Beats before the one that holds the first note are not needed.
    first = max(0, int(np.searchsorted(beats, first_s + 1e-6, "right")) - 1)
    beats, position = beats[first:], position[first:]
    downbeats = np.flatnonzero(position == 0)
    begun = int(position[0])  # beats of the first bar that lie before the first beat
    step = float(np.median(np.diff(beats[:5])))
    beats = np.concatenate([beats[0] - step * np.arange(begun, 0, -1), beats])
    downbeats = np.unique(np.concatenate([[0], downbeats + begun]))
    lengths = np.maximum(np.rint(np.diff(beats) * 1e6), 1).astype(np.int64)
    edges = np.concatenate([[0], np.cumsum(lengths)]) / 1e6 + beats[0]  # as the tempo map will play them
    marks = np.arange(len(beats)) * TICKS_PER_QUARTER

    def tick(second: float) -> int:
        if second >= edges[-1]:
            return round(float(marks[-1] + (second - edges[-1]) * 1e6 / lengths[-1] * TICKS_PER_QUARTER))
        return max(0, round(float(np.interp(second, edges, marks))))

    def moved(old: int) -> int:
        return tick(clip.tempo.seconds_at(old))

    notes = []
    for note in clip.notes:
        start = moved(note.start)
        notes.append(Note(start, note.pitch, max(1, moved(note.end) - start), note.velocity, note.role))
    chords = []
    for span in clip.chords:
        start, end = moved(span.start), moved(span.end)
        if end > start:
            chords.append(ChordSpan(start, end, span.chord))
    controllers = tuple(Controller(moved(item.tick), item.number, item.value) for item in clip.controllers)
    tempi: list[TempoChange] = []
    for index, length in enumerate(lengths):
        if not tempi or tempi[-1].us_per_quarter != length:
            tempi.append(TempoChange(index * TICKS_PER_QUARTER, int(length)))
    meters = _meters(downbeats, grid.beats_per_bar)
    last = max((note.end for note in notes), default=1)
    return Clip(
        tuple(sorted(notes)),
        meters,
        TempoMap(tuple(tempi)),
        tuple(chords),
        controllers,
        meters.bar_ceil(last),
        clip.name,
        clip.key,
    )


def _meters(downbeats: np.ndarray[tuple[int], np.dtype[np.int64]], beats_per_bar: int) -> MeterMap:
    """Time signatures in quarters that put a bar line on each downbeat (given as beat numbers, the first one 0)."""
    changes: list[MeterChange] = []
    for here, then in pairwise([int(beat) for beat in downbeats]):
        if not changes or changes[-1].numerator != then - here:
            changes.append(MeterChange(here * TICKS_PER_QUARTER, then - here, 4))
    # The last bar has no downbeat after it.
    if not changes or changes[-1].numerator != beats_per_bar:
        changes.append(MeterChange(int(downbeats[-1]) * TICKS_PER_QUARTER, beats_per_bar, 4))
    return MeterMap(tuple(changes))
