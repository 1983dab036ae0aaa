"""Beats and bars of music played without a grid: the public face of beat tracking, and telling such music from gridded
music by measurement. The tracking itself is `meter_tracking`; moving a clip onto its beats is `meter_regrid`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.music.clip import Clip
from engine.music.meter_regrid import regrid
from engine.music.meter_tracking import BeatGrid, track_beats
from engine.music.note import TICKS_PER_QUARTER
from engine.music.note_columns import NoteColumns

__all__ = ["BeatGrid", "grid_fit", "has_true_grid", "on_grid", "regrid", "track_beats", "track_clip"]

FEWEST_ONSETS = 4
"""With fewer distinct onsets nothing speaks for or against a grid, and a clip is left as it is."""
GRID_THRESHOLD = 0.12
"""Performances measure below 0.08 and gridded files above 0.15, nearly all of both."""
NEAR_TICKS = 3
SIMPLE_PLACES = (0, 120, 160, 240, 320, 360)
"""Halves, thirds and quarters of a beat, in ticks."""


def grid_fit(clip: Clip) -> float:
    """How far the clip's onsets lie on its own beats and their subdivisions: about 0 by chance, 1 on the grid.

    The better of two measures, over the n distinct onsets. Periodic: the largest mean cosine of the onsets' phase in
    1, 1/2, 1/3, 1/4, 1/6, 1/8 and 1/12 of a beat, which bears swing and an uneven touch; by chance it deviates by
    1/sqrt(2 n). Exact: the share of onsets on halves, thirds and quarters of a beat, which bears ornaments and the odd
    quintuplet; by chance a binomial share. Three deviations are taken off either, so that a few notes prove little.
    """
    ticks = np.unique(np.array([note.start for note in clip.notes], np.int64))
    if len(ticks) < FEWEST_ONSETS:
        return 0.0
    phase = 2 * np.pi * ticks / TICKS_PER_QUARTER
    periodic = max(float(np.cos(k * phase).mean()) for k in (1, 2, 3, 4, 6, 8, 12)) - 3 / float(np.sqrt(2 * len(ticks)))
    place = ticks % TICKS_PER_QUARTER
    away = np.abs(place[:, None] - np.array([*SIMPLE_PLACES, TICKS_PER_QUARTER])[None, :]).min(axis=1)
    chance = len(SIMPLE_PLACES) * (2 * NEAR_TICKS + 1) / TICKS_PER_QUARTER
    share = float((away <= NEAR_TICKS).mean()) - 3 * float(np.sqrt(chance * (1 - chance) / len(ticks)))
    return max(0.0, periodic, (share - chance) / (1 - chance))


def has_true_grid(clip: Clip) -> bool:
    """Whether the clip's ticks carry its beat: measured on the onsets, whatever tempo the file claims."""
    return grid_fit(clip) >= GRID_THRESHOLD


def on_grid(clip: Clip, on_progress: Callable[[float], None] = lambda done: None) -> Clip:
    """The clip itself where its ticks carry the beat (or too few notes to tell), else its music on tracked beats.

    What `regrid` says of the result holds, and what `track_beats` says of `on_progress`.

    Raises:
        ResourceError: if the tracker's weights cannot be read.
    """
    if len({note.start for note in clip.notes}) < FEWEST_ONSETS or has_true_grid(clip):
        return clip
    return regrid(clip, track_clip(clip, on_progress))


def track_clip(clip: Clip, on_progress: Callable[[float], None] = lambda done: None) -> BeatGrid:
    """The beats of a clip that has notes, as it is played; see `track_beats`."""
    notes = NoteColumns.of(clip.notes)
    starts, ends = (clip.tempo.seconds_of(ticks) for ticks in (notes.starts, notes.starts + notes.durations))
    return track_beats(starts, ends, notes.pitches, notes.velocities, on_progress=on_progress)
