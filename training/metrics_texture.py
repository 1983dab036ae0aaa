"""Texture of a clip: how many notes sound together, voicings, register, velocity and length, as histograms.

All count notes (float64); shares, overlaps and divergences of them are in `training.metrics`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT

FloatArray = npt.NDArray[np.float64]
MOST_SOUNDING = 10
MOST_VOICES = 8
STRUM_STEPS = 1
"""Onsets at most this many steps after the one before are one attack: pianists roll chords a little."""
_DURATION_EDGES = np.array([2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 72, 96])


def sounding(clip: GridNotes, beats: int) -> npt.NDArray[np.int64]:
    """Number of notes that sound at each grid step, [24 * beats]."""
    size = beats * STEPS_PER_BEAT
    change = np.zeros(size + 1, np.int64)
    inside = clip.onset < size
    np.add.at(change, clip.onset[inside], 1)
    np.add.at(change, np.minimum(clip.onset[inside] + np.maximum(1, clip.duration[inside]), size), -1)
    return np.cumsum(change)[:size]


def polyphony(clip: GridNotes, beats: int) -> FloatArray:
    """Grid steps at which 0, 1, ... 10 or more notes sound, [11]."""
    counts = np.minimum(sounding(clip, beats), MOST_SOUNDING)
    return np.bincount(counts, minlength=MOST_SOUNDING + 1).astype(np.float64)


def attacks(clip: GridNotes) -> list[npt.NDArray[np.int64]]:
    """The pitches struck together, rising and distinct, in order of time."""
    if not len(clip):
        return []
    cuts = np.flatnonzero(np.diff(clip.onset) > STRUM_STEPS) + 1
    return [np.unique(part) for part in np.split(clip.pitch, cuts)]


def voicing_size(clip: GridNotes) -> FloatArray:
    """Attacks of 1, 2, ... 8 or more pitches, [8]."""
    sizes = np.array([len(attack) for attack in attacks(clip)], np.int64)
    return np.bincount(np.minimum(sizes, MOST_VOICES) - 1, minlength=MOST_VOICES).astype(np.float64)


def voicings(clip: GridNotes) -> list[tuple[int, ...]]:
    """Attacks of at least three pitches as intervals above the lowest: the same hand shape in any key."""
    return [tuple(int(p) for p in attack[1:] - attack[0]) for attack in attacks(clip) if len(attack) >= 3]


def register(clip: GridNotes) -> FloatArray:
    """Notes in each third of an octave, [32]."""
    return np.bincount(clip.pitch // 4, minlength=32).astype(np.float64)


def velocity(clip: GridNotes) -> FloatArray:
    """Notes in each of 16 steps of velocity, [16]."""
    return np.bincount(clip.velocity // 8, minlength=16).astype(np.float64)


def duration(clip: GridNotes) -> FloatArray:
    """Notes in each of 15 classes of length, from 1/24 of a beat to more than four beats, [15]."""
    bins = np.searchsorted(_DURATION_EDGES, clip.duration, side="right")
    return np.bincount(bins, minlength=len(_DURATION_EDGES) + 1).astype(np.float64)


def bar_figures(clip: GridNotes, bars: int, bar_beats: int = 4) -> list[tuple[tuple[int, int], ...]]:
    """Each bar that is not silent as its (sixteenth, pitch) pairs: two bars are the same if these are."""
    size = bar_beats * STEPS_PER_BEAT
    out = []
    for bar in range(bars):
        inside = (clip.onset >= bar * size) & (clip.onset < (bar + 1) * size)
        sixteenth = np.rint((clip.onset[inside] - bar * size) / (STEPS_PER_BEAT / 4)).astype(np.int64)
        if inside.any():
            out.append(tuple(sorted({(int(s), int(p)) for s, p in zip(sixteenth, clip.pitch[inside], strict=True)})))
    return out


def distinct(items: Sequence[object], size: int, *, rounds: int = 20, seed: int = 0) -> float:
    """Mean number of different items in samples of `size` drawn without replacement.

    More items hold more different ones, so contenders are only comparable at the same size.
    """
    if not items or size < 1:
        return 0.0
    names = {item: index for index, item in enumerate(dict.fromkeys(items))}
    numbers = np.array([names[item] for item in items])
    rng = np.random.default_rng(seed)
    size = min(size, len(numbers))
    return float(np.mean([len(np.unique(rng.choice(numbers, size, replace=False))) for _ in range(rounds)]))
