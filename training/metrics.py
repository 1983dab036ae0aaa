"""Pitch and rhythm of a clip as histograms, ways to compare two histograms, and intervals by resampling.

Pure functions on grid notes, each with a case of known answer in the tests. Harmony, texture, structure and feature
vectors have rooms of their own beside this one; `metrics_table` lists what is reported.

A "clip" is a `GridNotes` whose onset 0 is a bar line. Histograms are float64 arrays that add up to 1 (or to 0 for
silence).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT

FloatArray = npt.NDArray[np.float64]
SMOOTHING = 0.5
"""Notes added to every bin before a divergence is taken: what was not played costs a finite amount."""


def share(counts: npt.NDArray[np.int64] | FloatArray) -> FloatArray:
    """Counts as shares that add up to 1; zeros stay zeros."""
    total = counts.sum()
    return np.asarray(counts / total if total else counts, np.float64)


def pitch_classes(clip: GridNotes) -> FloatArray:
    """Share of each pitch class among the notes, [12]."""
    return share(np.bincount(clip.pitch % 12, minlength=12))


def pitch_class_counts(clip: GridNotes) -> FloatArray:
    """Number of notes of each pitch class, [12]."""
    return np.bincount(clip.pitch % 12, minlength=12).astype(np.float64)


def pitch_class_transitions(clip: GridNotes) -> FloatArray:
    """Pitch-class transition matrix of the top voice, flattened to [144] (PCTM; Dong et al.

    2018 use the same counts).
    """
    if not len(clip):
        return np.zeros(144)
    # Notes are sorted by (onset, pitch): the last of an onset is its top.
    top = clip.pitch[np.append(np.diff(clip.onset) > 0, True)] % 12
    return share(np.bincount(top[:-1] * 12 + top[1:], minlength=144))


def onsets_in_bar(clip: GridNotes, bar_beats: int = 4) -> FloatArray:
    """Share of the onsets at each grid step of the bar, [24 * bar_beats]."""
    size = STEPS_PER_BEAT * bar_beats
    return share(np.bincount(np.unique(clip.onset) % size, minlength=size))


def onset_counts_in_beat(clip: GridNotes) -> FloatArray:
    """Number of distinct onsets at each grid step of the beat, [24]."""
    return np.bincount(np.unique(clip.onset) % STEPS_PER_BEAT, minlength=STEPS_PER_BEAT).astype(np.float64)


def gaps(clip: GridNotes) -> FloatArray:
    """Share of each distance between successive onsets, in grid steps up to two beats, [49]."""
    if len(clip) < 2:
        return np.zeros(2 * STEPS_PER_BEAT + 1)
    distance = np.minimum(np.diff(np.unique(clip.onset)), 2 * STEPS_PER_BEAT)
    return share(np.bincount(distance, minlength=2 * STEPS_PER_BEAT + 1))


def divergence(real: FloatArray, made: FloatArray) -> float:
    """Kullback-Leibler divergence of `made` from `real` in nats, both counts, smoothed by half a note a bin."""
    p, q = share(real + SMOOTHING), share(made + SMOOTHING)
    return float((p * np.log(p / q)).sum())


def cosine(a: FloatArray, b: FloatArray) -> float:
    """Cosine of two vectors; 0 where either is silent."""
    length = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / length if length else 0.0


def overlap(a: FloatArray, b: FloatArray) -> float:
    """Overlapping area of two histograms, 0..1."""
    return float(np.minimum(a, b).sum())


def density_error(real: GridNotes, made: GridNotes) -> float:
    """Absolute log ratio of the numbers of notes."""
    return abs(float(np.log((len(made) + 1) / (len(real) + 1))))


def bootstrap(values: Sequence[float], *, rounds: int = 2000, seed: int = 0) -> tuple[float, float, float]:
    """Mean and its 95 % interval by resampling (Efron 1979)."""
    array = np.asarray(values, np.float64)
    rng = np.random.default_rng(seed)
    means = array[rng.integers(0, len(array), (rounds, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(array.mean()), float(low), float(high)


def paired_win(a: Sequence[float], b: Sequence[float], better: str, *, rounds: int = 2000, seed: int = 0) -> float:
    """Share of resampled sets of clips in which `a` is on average better than `b`."""
    difference = np.asarray(a, np.float64) - np.asarray(b, np.float64)
    rng = np.random.default_rng(seed)
    means = difference[rng.integers(0, len(difference), (rounds, len(difference)))].mean(axis=1)
    return float((means < 0).mean() if better == "lower" else (means > 0).mean())
