"""Rotary angles: half of a head turns with musical time, half with the order of elements. Pure numpy."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_SHORTEST_BEATS, _LONGEST_BEATS = 0.5, 256.0


def element_angles(beat_position: npt.ArrayLike, index: npt.ArrayLike, head_size: int) -> tuple[FloatArray, FloatArray]:
    """cos and sin [N, 1, head_size / 2] for elements at `beat_position` (beats, with fraction) and order `index`.

    Time periods run geometrically from half a beat to 256 beats; order uses the usual base of 10000.
    """
    of_time, of_order = _frequencies(head_size // 4)
    by_time = np.asarray(beat_position, np.float64)[:, None] * of_time
    by_order = np.asarray(index, np.float64)[:, None] * of_order
    angles = np.concatenate([by_time, by_order], axis=1)[:, None]
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


@lru_cache
def _frequencies(pairs: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Radians a beat and radians an element, [pairs] each."""
    periods = np.geomspace(_SHORTEST_BEATS, _LONGEST_BEATS, pairs)
    return 2 * np.pi / periods, 10_000.0 ** (-np.arange(pairs) / pairs)


@lru_cache
def order_angles(length: int, head_size: int) -> tuple[FloatArray, FloatArray]:
    """cos and sin [length, 1, head_size / 2] for a sequence with one element a position (beats, phrases)."""
    pairs = head_size // 2
    angles = np.arange(length)[:, None] * 1000.0 ** (-np.arange(pairs) / pairs)
    angles = angles[:, None]
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
