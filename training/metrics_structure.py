"""Structure of a clip: how alike its bars are, as a self-similarity matrix (Foote 1999)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT

FloatArray = npt.NDArray[np.float64]


def bar_vectors(clip: GridNotes, bars: int, bar_beats: int = 4) -> FloatArray:
    """What each bar is compared by, [bars, 16 * bar_beats]: the pitch classes of each beat and the onsets of each
    sixteenth, both of unit length; zeros for a silent bar."""
    size = bar_beats * STEPS_PER_BEAT
    inside = clip.onset < bars * size
    onset, pitch = clip.onset[inside], clip.pitch[inside]
    bar, place = onset // size, onset % size
    chroma = np.bincount(
        (bar * bar_beats + place // STEPS_PER_BEAT) * 12 + pitch % 12, minlength=bars * bar_beats * 12
    ).reshape(bars, -1)
    rhythm = np.bincount(bar * 4 * bar_beats + place // (STEPS_PER_BEAT // 4), minlength=bars * bar_beats * 4).reshape(
        bars, -1
    )
    return np.concatenate([_unit(np.sqrt(chroma)), _unit(np.sqrt(rhythm))], axis=1)


def _unit(rows: FloatArray) -> FloatArray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0))


def self_similarity(clip: GridNotes, bars: int, bar_beats: int = 4) -> FloatArray:
    """Cosine of every pair of bars, [bars, bars], 0..1; silent bars are like nothing."""
    vectors = bar_vectors(clip, bars, bar_beats)
    return np.asarray(vectors @ vectors.T / 2)


def lag_profile(similarity: FloatArray) -> FloatArray:
    """Mean similarity of bars 1, 2, ... bars apart, [bars - 1]."""
    return np.array([np.diagonal(similarity, lag).mean() for lag in range(1, len(similarity))])


def structure_error(real: GridNotes, made: GridNotes, bars: int) -> float:
    """Mean absolute difference of the lag profiles: does the music repeat as much, and after as many bars?"""
    a, b = lag_profile(self_similarity(real, bars)), lag_profile(self_similarity(made, bars))
    return float(np.abs(a - b).mean())


def similarity_correlation(a: FloatArray, b: FloatArray) -> float:
    """Pearson correlation of two self-similarity matrices above the diagonal; 0 where one of them is flat."""
    upper = np.triu_indices(len(a), 1)
    x, y = a[upper] - a[upper].mean(), b[upper] - b[upper].mean()
    length = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(x @ y) / length if length > 1e-9 else 0.0
