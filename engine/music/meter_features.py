"""Notes in seconds to the frames that the beat tracker's network reads. No network and no decoding here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FRAMES_PER_SECOND = 50
LOWEST_PITCH = 21
PITCHES = 88
FEATURES = 2 * PITCHES
"""Width of a frame: the onset velocities of 88 keys, then which of them are held."""

PATCH = 2
"""Frames that the network reads as one step; a roll's length is a multiple of it."""

Floats = NDArray[np.float64]
Frames = NDArray[np.float32]


def note_frames(
    onset_s: NDArray[np.floating],
    end_s: NDArray[np.floating],
    pitch: NDArray[np.integer],
    velocity: NDArray[np.integer],
    frames: int,
) -> Frames:
    """Roll of `frames` x `FEATURES`, 20 ms a frame, frame 0 centred on second 0.

    Args:
        onset_s: note onsets in seconds; those outside the roll are left out.
        end_s: note ends in seconds.
        pitch: MIDI note numbers; those beyond the piano's keys are folded in by octaves.
        velocity: 1..127.
        frames: length of the roll.
    """
    roll = np.zeros((frames, FEATURES), np.float32)
    if len(onset_s) == 0:
        return roll
    key = np.asarray(pitch, np.int64) - LOWEST_PITCH
    key = np.where(key < 0, key % 12, key)
    key = np.where(key >= PITCHES, PITCHES - 12 + (key - PITCHES) % 12, key)
    first = np.rint(np.asarray(onset_s) * FRAMES_PER_SECOND).astype(np.int64)
    last = np.maximum(np.rint(np.asarray(end_s) * FRAMES_PER_SECOND).astype(np.int64), first + 1)
    inside = (first >= 0) & (first < frames)
    np.maximum.at(roll, (first[inside], key[inside]), np.asarray(velocity, np.float32)[inside] / 127.0)
    sounding = (last > 0) & (first < frames)
    edges = np.zeros((frames + 1, PITCHES), np.float32)
    np.add.at(edges, (np.clip(first[sounding], 0, frames), key[sounding]), 1.0)
    np.add.at(edges, (np.clip(last[sounding], 0, frames), key[sounding]), -1.0)
    roll[:, PITCHES:] = np.minimum(np.cumsum(edges[:-1], axis=0), 1.0)
    return roll
