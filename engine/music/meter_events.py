"""Notes in seconds to what the beat tracker's network reads: one row of features for each moment at which notes begin.
No network and no decoding here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOWEST_PITCH = 21
PITCHES = 88
CHORD_SPREAD_S = 0.035
"""Notes that begin this soon after the first one of an event belong to it: the hands are rarely closer together."""
BASS_BELOW = 52
"""Events with a note under this pitch (E3) count as the left hand's."""
GAP_SECONDS = (0.03, 4.0)
GAP_CENTRES = 16
"""Gaps between onsets are told by soft classes, in equal ratios over `GAP_SECONDS`."""
NEIGHBOURS = (1, 2, 4)
EVENT_FEATURES = 2 * PITCHES + 12 + 8 + GAP_CENTRES * (2 * len(NEIGHBOURS) + 2)

Floats = NDArray[np.float64]
Rows = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Events:
    """Moments at which notes begin, N of them.

    Attributes:
        time_s: (N,) seconds, ascending: the mean onset of the event's notes, the louder ones counting more.
        features: (N, EVENT_FEATURES).
    """

    time_s: Floats
    features: Rows


def note_events(
    onset_s: NDArray[np.floating],
    end_s: NDArray[np.floating],
    pitch: NDArray[np.integer],
    velocity: NDArray[np.integer],
) -> Events:
    """Events of notes that are sorted by onset.

    Args:
        onset_s: (K,) note onsets in seconds, ascending.
        end_s: (K,) note ends in seconds.
        pitch: (K,) MIDI note numbers; those beyond the piano's keys are folded in by octaves.
        velocity: (K,) 1..127.
    """
    onset, end = np.asarray(onset_s, np.float64), np.asarray(end_s, np.float64)
    loud = np.asarray(velocity, np.float64) / 127.0
    event = _event_of(onset)
    count = int(event[-1]) + 1 if len(event) else 0
    weight = np.bincount(event, loud, count)
    time = np.bincount(event, loud * onset, count) / np.maximum(weight, 1e-9)
    time = np.maximum.accumulate(time)
    key = _keys(np.asarray(pitch, np.int64))
    features = np.zeros((count, EVENT_FEATURES), np.float32)
    if count == 0:
        return Events(time, features)
    np.maximum.at(features, (event, key), loud)
    held = np.log1p(10 * np.clip(end - onset, 0.0, 8.0)) / np.log(81)
    np.maximum.at(features, (event, PITCHES + key), held)
    np.add.at(features, (event, 2 * PITCHES + key % 12), 0.5)
    lowest, highest = np.full(count, 127), np.zeros(count)
    np.minimum.at(lowest, event, key)
    np.maximum.at(highest, event, key)
    loudest, longest, last_end = np.zeros(count), np.zeros(count), np.zeros(count)
    np.maximum.at(loudest, event, loud)
    np.maximum.at(longest, event, end - onset)
    np.maximum.at(last_end, event, end)
    sounding = np.maximum.accumulate(last_end)
    notes = np.bincount(event, minlength=count)
    around = np.convolve(np.pad(loudest, 4, mode="edge"), np.full(9, 1 / 9), "valid")
    base = 2 * PITCHES + 12
    columns = (
        np.log(notes), lowest / 64.0, highest / 64.0, 4 * (loudest - around), loudest, np.minimum(longest, 4.0),
        np.concatenate([[1.0], (sounding[:-1] < time[1:]).astype(float)]),
        (lowest + LOWEST_PITCH < BASS_BELOW).astype(float),
    )  # fmt: skip
    features[:, base : base + 8] = np.stack(columns, axis=1)
    at = base + 8
    for reach in NEIGHBOURS:
        gap = np.full(count + reach, GAP_SECONDS[1])
        gap[reach:count] = time[reach:] - time[:-reach]
        features[:, at : at + GAP_CENTRES] = _soft_gaps(gap[:count] / reach)
        features[:, at + GAP_CENTRES : at + 2 * GAP_CENTRES] = _soft_gaps(gap[reach:] / reach)
        at += 2 * GAP_CENTRES
    bass = time[lowest + LOWEST_PITCH < BASS_BELOW]
    padded = np.concatenate([[-np.inf], bass, [np.inf]])
    before = time - padded[np.searchsorted(bass, time, "left")]
    after = padded[np.searchsorted(bass, time, "right") + 1] - time
    features[:, at : at + GAP_CENTRES] = _soft_gaps(before)
    features[:, at + GAP_CENTRES : at + 2 * GAP_CENTRES] = _soft_gaps(after)
    return Events(time, features)


def _event_of(onset: Floats) -> NDArray[np.int64]:
    """Number of the event of each note: a new one begins when the first note of the last is too long ago."""
    out = np.zeros(len(onset), np.int64)
    first, number = -np.inf, -1
    for index, at in enumerate(onset.tolist()):
        if at - first > CHORD_SPREAD_S:
            first, number = at, number + 1
        out[index] = number
    return out


def _keys(pitch: NDArray[np.int64]) -> NDArray[np.int64]:
    key = pitch - LOWEST_PITCH
    key = np.where(key < 0, key % 12, key)
    return np.asarray(np.where(key >= PITCHES, PITCHES - 12 + (key - PITCHES) % 12, key), np.int64)


def _soft_gaps(gap_s: Floats) -> Rows:
    """(N, GAP_CENTRES): nearness of each gap's logarithm to the class centres."""
    low, high = np.log(GAP_SECONDS)
    place = (np.log(np.clip(gap_s, *GAP_SECONDS)) - low) / (high - low) * (GAP_CENTRES - 1)
    soft = np.exp(-0.5 * (place[:, None] - np.arange(GAP_CENTRES)) ** 2 / 0.6**2)
    return np.asarray(soft, np.float32)
