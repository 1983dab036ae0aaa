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
_MOST_STEPS = 127


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
    count, height = len(onset_beat), pitch.astype(np.int64)
    length = (end_beat - onset_beat).astype(np.float32)
    places = np.arange(count)[:, None] + np.array([*(-step for step in OFFSETS), *OFFSETS])
    there = (places >= 0) & (places < count)
    other = np.where(there, places, 0)
    later = (onset_beat[other] - onset_beat[:, None]).astype(np.float32)
    higher = height[other] - height[:, None]
    over, under = there & (higher > 0), there & (higher < 0)
    together = np.abs(later) < TOGETHER_BEATS
    sounding = (later <= 0) & (later + length[other] > TOGETHER_BEATS)  # when this note begins
    edge = np.empty((count, len(OFFSETS) * 2, EDGE_FEATURES), np.float32)
    edge[..., 0] = np.clip(later / _FAR_BEATS, -1, 1)
    edge[..., 1] = np.tanh(later * 2)
    edge[..., 2] = together
    edge[..., 3:8] = _OF_STEPS[higher + _MOST_STEPS]
    edge[..., 8] = sounding
    edge[..., 9] = (later > 0) & (length[:, None] - later > TOGETHER_BEATS)  # this note still sounds when it begins
    edge[..., 10] = _spread(length)[other]
    edge[..., 11] = (height / 32 - 2)[other]
    edge *= there[..., None]
    note = np.stack(
        [
            height / 32 - 2,
            (height / 32 - 2) ** 2,
            _spread(length),
            *(np.log1p((among & where).sum(axis=1)) for among in (together, sounding) for where in (over, under)),
            np.ones(count),
        ],
        axis=-1,
    )
    return NoteFeatures(note.astype(np.float32), edge, other, there.astype(np.float32))


def _of_steps() -> Rows:
    """(2 _MOST_STEPS + 1, 5) what is heard of a neighbour by how many semitones higher it is, -_MOST_STEPS first."""
    steps = np.arange(-_MOST_STEPS, _MOST_STEPS + 1)
    columns = (
        np.clip(steps / 24, -2, 2),
        np.tanh(steps / 3),
        np.sign(steps),
        (np.abs(steps) <= 2) & (steps != 0),
        steps % 12 == 0,
    )
    return np.stack(columns, axis=-1).astype(np.float32)


_OF_STEPS = _of_steps()


def _spread(length: Rows) -> Rows:
    """Lengths in beats, a doubling a step, from an eighth of a beat on."""
    return np.asarray(np.log2(np.clip(length, 1 / 8, 8)) / 3, np.float32)
