"""What the chord network hears of each beat: twelve pitch classes with a few numbers each, and what has no pitch class.

Moving the music by a semitone moves the first by one place and leaves the second as it is; how low the lowest notes lie
is all that is heard of the octave.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

PITCH_FEATURES = 9
"""Numbers a pitch class: how much it is heard (as a share of the beat, and as it is), struck on the beat, struck early
in it, struck late in it, heard low, is the lowest note (weighed by how low it is), is the highest note, is heard in the
whole piece."""
BEAT_FEATURES = 6
"""Numbers a beat: a bar begins, an odd place in the bar, a bar begins next, how many notes sound, how long they sound
together, how many are struck."""
EARLY_BEAT = 1 / 16
"""A note that begins this much of a beat before the line belongs to the beat that it is meant for."""
_ON_THE_BEAT, _LATE = 0.17, 0.55
_LOW = 52
_SHORT_BEAT = 0.15
_MOST = 2.0


class BeatFeatures(NamedTuple):
    """The network's input for T beats.

    Attributes:
        pitch: (T, 12, PITCH_FEATURES) float32.
        beat: (T, BEAT_FEATURES) float32.
        lowest: (T,) int64, the lowest pitch of each beat, 128 in a silent one.
    """

    pitch: NDArray[np.float32]
    beat: NDArray[np.float32]
    lowest: NDArray[np.int64]


def hear_beats(
    onset_beat: ArrayLike,
    end_beat: ArrayLike,
    pitch: ArrayLike,
    velocity: ArrayLike,
    downbeats: NDArray[np.bool_],
) -> BeatFeatures:
    """What each of T beats sounds like.

    Args:
        onset_beat: onsets in beats from the start, shape (N,).
        end_beat: ends in beats, shape (N,).
        pitch: MIDI pitches, shape (N,).
        velocity: 1..127, shape (N,).
        downbeats: whether a bar begins at a beat, shape (T,).
    """
    count = len(downbeats)
    lines = np.flatnonzero(downbeats)
    place = np.arange(count)
    if len(lines):
        place = place - np.r_[0, lines][np.searchsorted(lines, place, side="right")]
    whole = np.zeros((count, 12, PITCH_FEATURES), np.float32)
    about = np.zeros((count, BEAT_FEATURES), np.float32)
    about[:, 0], about[:, 1], about[:, 2] = downbeats, place % 2, np.r_[downbeats[1:], True]
    lowest = np.full(count, 128, np.int64)

    onset = np.asarray(onset_beat, np.float64)
    end = np.maximum(np.asarray(end_beat, np.float64), onset + 1e-3)
    pitches = np.asarray(pitch, np.int64)
    loudness = 0.5 + np.asarray(velocity, np.float64) / 127
    inside = (onset < count) & (end > 0)
    onset, end, pitches, loudness = onset[inside], np.minimum(end[inside], count), pitches[inside], loudness[inside]
    if not len(onset):
        return BeatFeatures(whole, about, lowest)

    # One row for each beat that a note touches; the last sliver of a note does not count as touching.
    first = np.clip(np.floor(onset + EARLY_BEAT).astype(np.int64), 0, count - 1)
    last = np.minimum(np.maximum(first, np.ceil(end - EARLY_BEAT).astype(np.int64) - 1), count - 1)
    counts = last - first + 1
    note = np.repeat(np.arange(len(onset)), counts)
    beat = np.arange(len(note)) - np.repeat(np.cumsum(counts) - counts, counts) + first[note]
    length = np.minimum(end[note], beat + 1) - np.maximum(onset[note], beat)
    weight = np.clip(length, 0.05, 1.0) ** 0.5 * loudness[note]
    after = onset[note] - beat
    struck = first[note] == beat
    cell = beat * 12 + pitches[note] % 12

    def profile(rows: NDArray[np.bool_] | bool = True) -> NDArray[np.float64]:
        sums = np.bincount(cell, weights=weight * rows, minlength=count * 12)
        return np.asarray(sums.reshape(count, 12), np.float64)

    heard = profile()
    size = np.sqrt((heard**2).sum(axis=1, keepdims=True))
    whole[:, :, 0] = heard / np.where(size > 0, size, 1.0)
    whole[:, :, 1] = np.minimum(heard, 3.0)
    whole[:, :, 2] = np.minimum(profile(struck & (after < _ON_THE_BEAT)), _MOST)
    whole[:, :, 3] = np.minimum(profile(struck & (after >= _ON_THE_BEAT) & (after < _LATE)), _MOST)
    whole[:, :, 4] = np.minimum(profile(struck & (after >= _LATE)), _MOST)
    whole[:, :, 5] = np.minimum(profile(pitches[note] < _LOW), _MOST)
    counted = (length >= _SHORT_BEAT) | (counts[note] == 1)
    highest = np.full(count, -1, np.int64)
    np.minimum.at(lowest, beat[counted], pitches[note][counted])
    np.maximum.at(highest, beat[counted], pitches[note][counted])
    sounding = np.flatnonzero(lowest < 128)
    whole[sounding, lowest[sounding] % 12, 6] = np.clip((66 - lowest[sounding]) / 14, 0.0, 1.0)
    whole[sounding, highest[sounding] % 12, 7] = 1.0
    everything = heard.sum(axis=0)
    whole[:, :, 8] = everything / (np.linalg.norm(everything) + 1e-6)
    about[:, 3] = np.log1p(np.bincount(beat, minlength=count)) / 2
    together = np.bincount(beat, weights=np.clip(length, 0.0, 1.0), minlength=count)
    about[:, 4] = np.minimum(together / 3, _MOST)
    about[:, 5] = np.log1p(np.bincount(beat[struck], minlength=count)) / 2
    return BeatFeatures(whole, about, lowest)
