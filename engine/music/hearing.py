"""What the trained network hears in a clip, beat by beat. `harmony` makes chords of it, `key` a key."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.music.chord_features import hear_beats
from engine.music.chord_network import load_network
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER


class Heard(NamedTuple):
    """What is heard in T beats.

    Attributes:
        chord: (T, 12 * classes) log-probabilities, index class * 12 + root.
        key: (24,) log-probabilities, in the order of `ALL_KEYS`.
        lowest: (T,) the lowest pitch of each beat, 128 in a silent one.
        downbeats: (T,) whether a bar begins at a beat.
    """

    chord: NDArray[np.float32]
    key: NDArray[np.float32]
    lowest: NDArray[np.int64]
    downbeats: NDArray[np.bool_]


def hear(
    onset_beat: ArrayLike,
    end_beat: ArrayLike,
    pitch: ArrayLike,
    velocity: ArrayLike,
    downbeats: NDArray[np.bool_],
) -> Heard:
    """Listen to notes on T > 0 beats; the arguments are those of `hear_beats`.

    Raises:
        ResourceError: where the network's file is missing or damaged.
    """
    features = hear_beats(onset_beat, end_beat, pitch, velocity, downbeats)
    logits = load_network()(features)
    return Heard(logits.chord, logits.key, features.lowest, downbeats)


def hear_clip(clip: Clip) -> Heard | None:
    """Listen to a clip, a quarter a beat; None where it has no notes or no length. Raises as `hear`."""
    n_beats = -(-clip.length // TICKS_PER_QUARTER)
    if not clip.notes or n_beats <= 0:
        return None
    return hear(*clip_columns(clip), clip_downbeats(clip, n_beats))


def clip_columns(clip: Clip) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Onsets and ends of the notes in quarters, pitches, velocities, each (N,)."""
    return (
        np.array([note.start for note in clip.notes]) / TICKS_PER_QUARTER,
        np.array([note.end for note in clip.notes]) / TICKS_PER_QUARTER,
        np.array([note.pitch for note in clip.notes]),
        np.array([note.velocity for note in clip.notes]),
    )


def clip_downbeats(clip: Clip, n_beats: int) -> NDArray[np.bool_]:
    """Whether a bar begins at each quarter (T,); of a bar that begins between two (7/8), the nearer one."""
    strong = np.zeros(n_beats, dtype=bool)
    for bar in range(clip.bars):
        beat = round(clip.meter.bar_start(bar) / TICKS_PER_QUARTER)
        if beat < n_beats:
            strong[beat] = True
    return strong
