"""What the network that tells roles hears of each note: the note, and those before and after it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.music.dense import Rows

OFFSETS = (*range(1, 13), 15, 19, 24, 30)
"""How many notes away, in the order of onset and pitch, the neighbours of a note are, on each side."""
REACH = OFFSETS[-1]
NOTE_FEATURES, EDGE_FEATURES = 8, 12
TOGETHER_BEATS = 1 / 16
"""Notes that begin so near one another are one stroke."""
_FAR_BEATS = 4.0


class NoteFeatures(NamedTuple):
    """What is heard of N notes in the order of onset and pitch, each with K = 2 len(OFFSETS) neighbours.

    Attributes:
        note: (N, NOTE_FEATURES) float32, of the note alone and of what sounds with it.
        edge: (N, K, EDGE_FEATURES) float32, of the note and each neighbour, those before first.
        neighbour: (N, K) where each neighbour stands; 0 where there is none.
        there: (N, K) float32, 1 where there is a neighbour.
    """

    note: Rows
    edge: Rows
    neighbour: NDArray[np.int64]
    there: Rows


def note_order(onset_beat: NDArray[np.float64], pitch: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order that the features are in: by onset, then by pitch."""
    return np.lexsort((pitch, onset_beat))


def note_features(
    onset_beat: NDArray[np.float64], end_beat: NDArray[np.float64], pitch: NDArray[np.int64]
) -> NoteFeatures:
    """Features of N > 0 notes in their order: onsets and ends in beats, MIDI pitches. Only distances in time count."""
    onset, length, height = onset_beat, end_beat - onset_beat, pitch.astype(np.float64)
    count = len(onset)
    places = np.arange(count)[:, None] + np.array([*(-step for step in OFFSETS), *OFFSETS])
    there = (places >= 0) & (places < count)
    other = np.where(there, places, 0)
    later = onset[other] - onset[:, None]
    higher = height[other] - height[:, None]
    together = np.abs(later) < TOGETHER_BEATS
    over_mine = later + length[other] > TOGETHER_BEATS  # it still sounds when this note begins
    under_its = length[:, None] - later > TOGETHER_BEATS  # this note still sounds when it begins
    edge = np.stack(
        [
            np.clip(later / _FAR_BEATS, -1, 1),
            np.tanh(later * 2),
            together,
            np.clip(higher / 24, -2, 2),
            np.tanh(higher / 3),
            np.sign(higher),
            (np.abs(higher) <= 2) & (higher != 0),
            higher % 12 == 0,
            (later <= 0) & over_mine,
            (later > 0) & under_its,
            _spread(length)[other],
            height[other] / 32 - 2,
        ],
        axis=-1,
    )
    sounding = there & np.where(later <= 0, over_mine, False)
    note = np.stack(
        [
            height / 32 - 2,
            (height / 32 - 2) ** 2,
            _spread(length),
            np.log1p((there & together & (higher > 0)).sum(axis=1)),
            np.log1p((there & together & (higher < 0)).sum(axis=1)),
            np.log1p((sounding & (higher > 0)).sum(axis=1)),
            np.log1p((sounding & (higher < 0)).sum(axis=1)),
            np.ones(count),
        ],
        axis=-1,
    )
    return NoteFeatures(
        note.astype(np.float32),
        (edge * there[..., None]).astype(np.float32),
        other,
        there.astype(np.float32),
    )


def _spread(length: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lengths in beats, a doubling a step, from an eighth of a beat on."""
    return np.asarray(np.log2(np.clip(length, 1 / 8, 8)) / 3, np.float64)
