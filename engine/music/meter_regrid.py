"""A performed clip put on its own beats: every tracked beat becomes one quarter, playing time is kept. The tracking
itself is `meter_tracking`."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.meter_tracking import BeatGrid
from engine.music.note import TICKS_PER_QUARTER
from engine.music.note_columns import NoteColumns


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

    def moved(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        seconds = clip.tempo.seconds_of(ticks)
        behind = marks[-1] + (seconds - edges[-1]) * 1e6 / lengths[-1] * TICKS_PER_QUARTER
        new = np.where(seconds >= edges[-1], behind, np.interp(seconds, edges, marks))
        return np.maximum(np.rint(new), 0).astype(np.int64)

    columns = NoteColumns.of(clip.notes)
    starts = moved(columns.starts)
    durations = np.maximum(moved(columns.starts + columns.durations) - starts, 1)
    notes = columns._replace(starts=starts, durations=durations).notes()
    edges_of_spans = moved(np.array([(span.start, span.end) for span in clip.chords], np.int64).reshape(-1, 2)).tolist()
    chords = tuple(
        ChordSpan(start, end, span.chord)
        for span, (start, end) in zip(clip.chords, edges_of_spans, strict=True)
        if end > start
    )
    ticks = moved(np.array([item.tick for item in clip.controllers], np.int64)).tolist()
    controllers = tuple(
        Controller(tick, item.number, item.value) for item, tick in zip(clip.controllers, ticks, strict=True)
    )
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
        chords,
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
