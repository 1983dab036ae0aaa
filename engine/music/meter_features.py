"""Notes in seconds to what the beat tracker's network reads: frames of keys, and the local pulse of the onsets. No
network and no decoding here."""

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

PULSES = 40
PULSE_HZ = (0.5, 10.0)
"""Rates at which the onsets' pulse is measured, in equal ratios."""
PULSE_CYCLES = 2.5
PULSE_SIGMA_S = (0.6, 3.0)
"""Width of the Gaussian window: this many cycles, within these seconds (standard deviations)."""
BASS_KEYS = 52 - LOWEST_PITCH
INPUTS = PATCH * FEATURES + 6 * PULSES
"""Width of a step that the network reads: PATCH frames, then the pulse of all onsets and that of the bass."""

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


def network_input(roll: Frames) -> Frames:
    """Steps (T / PATCH, INPUTS) of a roll (T, FEATURES), T a multiple of PATCH."""
    steps = np.ascontiguousarray(roll).reshape(len(roll) // PATCH, PATCH * roll.shape[1])
    onsets = roll[:, :PITCHES]
    return np.concatenate([steps, _pulse(onsets.sum(axis=1)), _pulse(onsets[:, :BASS_KEYS].sum(axis=1))], axis=1)


def _pulse(strength: Frames) -> Frames:
    """(T / PATCH, 3 PULSES): the local Fourier coefficient of the onset strength (T,) at each rate, as cosine, sine and
    size, relative to the strength in the window.

    The cosine is the predominant local pulse of Grosche and Mueller (2011, "Extracting predominant local pulse
    information from music recordings"), for every rate instead of the strongest: it peaks where a pulse of this rate
    that explains the onsets would fall. One Gaussian-windowed filter a rate, applied by its frequency response.
    """
    frames = len(strength)
    padded = frames + round(4 * PULSE_SIGMA_S[1] * FRAMES_PER_SECOND)
    padded = 1 << (padded - 1).bit_length() if padded < 8192 else -(-padded // 4096) * 4096
    spectrum = np.fft.fft(np.log1p(3 * strength), padded).astype(np.complex64)
    hertz = np.fft.fftfreq(padded, 1 / FRAMES_PER_SECOND).astype(np.float32)
    rate = np.geomspace(*PULSE_HZ, PULSES).astype(np.float32)
    sigma = np.clip(PULSE_CYCLES / rate, *PULSE_SIGMA_S)
    out = np.empty((len(range(0, frames, PATCH)), 3, PULSES), np.float32)
    for index in range(PULSES):
        spread = 2 * (np.pi * sigma[index]) ** 2
        window = np.exp(-spread * hertz**2)
        local = np.fft.ifft(spectrum * window).real[:frames:PATCH]
        band = np.fft.ifft(spectrum * np.exp(-spread * (hertz - rate[index]) ** 2))[:frames:PATCH]
        band = band / np.maximum(local, 0.01)
        out[:, 0, index], out[:, 1, index], out[:, 2, index] = band.real, band.imag, np.abs(band)
    return out.reshape(len(out), -1)
