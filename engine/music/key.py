"""The key of a clip, from what the network of `engine.music.hearing` hears and from how long each pitch class sounds;
and of notes without order, from the latter alone. Chords are found in `engine.music.harmony`."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.music.clip import Clip
from engine.music.hearing import Heard, clip_columns, hear_clip
from engine.music.key_spelling import ALL_KEYS

# How much each degree of a key is heard: D. Temperley, "Music and Probability" (2007), table 4.1 (Kostka-Payne corpus).
_MAJOR_PROFILE = (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400)
_MINOR_PROFILE = (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330)
_PROFILE_NATS = 6.0
"""What a correlation with a key's profile of 1 is worth beside the network, which learned from jazz and songs: with it
Chopin's keys are found as often as by profiles alone, and those of jazz as often as by the network alone."""


def key_scores(chroma: ArrayLike) -> NDArray[np.float64]:
    """How well each key fits: correlation with its profile (C. L. Krumhansl and E. J. Kessler, 1982).

    Args:
        chroma: weight of each pitch class, shape (12,).

    Returns:
        Correlations -1..1, shape (24,): the keys of `ALL_KEYS`. Zeros for a flat chroma.
    """
    heard = np.asarray(chroma, dtype=np.float64)
    heard = heard - heard.mean()
    norm = np.linalg.norm(heard)
    if norm == 0:
        return np.zeros(24)
    scores = []
    for profile in (_MAJOR_PROFILE, _MINOR_PROFILE):
        centred = np.asarray(profile) - np.mean(profile)
        centred /= np.linalg.norm(centred)
        scores += [float(np.roll(centred, tonic) @ heard) / float(norm) for tonic in range(12)]
    return np.asarray(scores)


def find_key(pitch: ArrayLike, duration_beats: ArrayLike | None = None) -> str:
    """The key of some notes: "C", "Am", "Eb", "F#m" ...

    Args:
        pitch: MIDI pitches, shape (N,).
        duration_beats: their lengths in quarters, shape (N,); equal where None. A note longer than four quarters counts
            as four.

    Returns:
        The name, spelled as its key signature is; "C" where there are no notes.
    """
    pitches = np.asarray(pitch, dtype=np.int64)
    lengths = np.ones(len(pitches)) if duration_beats is None else np.asarray(duration_beats, float)
    return ALL_KEYS[int(np.argmax(key_scores(_chroma(pitches, lengths))))]


def _chroma(pitch: NDArray[np.int64], duration_beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """How long each pitch class sounds, (12,); a long note counts as four quarters."""
    heard = np.bincount(pitch % 12, weights=np.minimum(duration_beats, 4.0), minlength=12)
    return np.asarray(heard, np.float64)


def clip_key(clip: Clip) -> str | None:
    """The key heard in a clip's notes, or None where it has none. The clip's own `key` is not looked at.

    Raises:
        ResourceError: where the network's file is missing or damaged.
    """
    heard = hear_clip(clip)
    if heard is None:
        return None
    onset, end, pitch, _ = clip_columns(clip)
    return key_of(heard, pitch, end - onset)


def key_of(heard: Heard, pitch: NDArray[np.int64], duration_beats: NDArray[np.float64]) -> str:
    """The key of notes that the network has heard: pitches and lengths in quarters, (N,)."""
    return ALL_KEYS[int((heard.key + _PROFILE_NATS * key_scores(_chroma(pitch, duration_beats))).argmax())]
