"""Beats and bars of music played without a grid: the public face of beat tracking, and telling such music from gridded
music by measurement. The tracking itself is `meter_tracking`; moving a clip onto its beats is `meter_regrid`."""

from __future__ import annotations

import numpy as np

from engine.music.clip import Clip
from engine.music.meter_regrid import regrid
from engine.music.meter_tracking import BeatGrid, track_beats
from engine.music.note import TICKS_PER_QUARTER

__all__ = ["BeatGrid", "grid_fit", "has_true_grid", "on_grid", "regrid", "track_beats"]

FEWEST_ONSETS = 4
"""Fewer distinct onsets say nothing about a grid."""
GRID_THRESHOLD = 0.3


def grid_fit(clip: Clip) -> float:
    """How far the clip's onsets lie on its own beats and their subdivisions: about 0 by chance, 1 on the grid.

    The largest mean cosine of the onsets' phase within 1, 1/2, 1/3, 1/4, 1/6, 1/8 and 1/12 of a beat, over distinct
    onsets; its deviation by chance is 1/sqrt(2 n), and what chance explains is taken off (three deviations).
    """
    ticks = np.unique(np.array([note.start for note in clip.notes], np.float64))
    if len(ticks) < FEWEST_ONSETS:
        return 0.0
    phase = 2 * np.pi * ticks / TICKS_PER_QUARTER
    best = max(float(np.cos(k * phase).mean()) for k in (1, 2, 3, 4, 6, 8, 12))
    return max(0.0, best - 3 / float(np.sqrt(2 * len(ticks))))


def has_true_grid(clip: Clip) -> bool:
    """Whether the clip's ticks carry its beat: measured on the onsets, whatever tempo the file claims."""
    return grid_fit(clip) >= GRID_THRESHOLD


def on_grid(clip: Clip) -> Clip:
    """The clip itself where its ticks carry the beat, else the same music on tracked beats.

    Raises:
        InputError: if the clip has no notes.
    """
    if clip.notes and has_true_grid(clip):
        return clip
    starts = np.array([clip.tempo.seconds_at(note.start) for note in clip.notes])
    ends = np.array([clip.tempo.seconds_at(note.end) for note in clip.notes])
    pitches = np.array([note.pitch for note in clip.notes], np.int64)
    velocities = np.array([note.velocity for note in clip.notes], np.int64)
    return regrid(clip, track_beats(starts, ends, pitches, velocities))
