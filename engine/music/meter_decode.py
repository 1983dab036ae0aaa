"""From the network's logits to beats and bars: the best sequence of beat lengths, then of bar positions. Both are
exact dynamic programs; the network itself is `meter_network`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.music.meter_features import FRAMES_PER_SECOND
from engine.music.meter_network import METERS, TEMPO_BINS, MeterLogits, tempo_bin

SHORTEST, LONGEST = 10, 86
"""Beat lengths that are considered, in frames: 0.2 to 1.72 s (300 to 35 beats a minute)."""
_LENGTHS = np.arange(LONGEST, SHORTEST - 1, -1)
# Longest first, so that row r of a slice of the score table is the state `_LENGTHS[r]` frames earlier.
BAR_SIZES = (2, 3, 4, 5, 6)
JAZZ_BAR_SIZES = (3, 4)
"""What is tried unless a caller says otherwise. Bars of two are half bars of four in nearly all jazz: without them the
downbeat F measure of validation solos over a left hand rises from 0.57 to 0.69, that of classical ones stays."""
_NEVER = -1e9


@dataclass(frozen=True)
class DecodeSettings:
    """Weights of the two searches, chosen on validation pieces.

    Attributes:
        tempo_change: cost of a beat that is longer or shorter than the one before, for each unit of log ratio.
        beat_offset: added to the log-odds of every beat; more makes more beats.
        tempo_weight: weight of the tempo head, for each second.
        bar_offset: added to the log-odds of every downbeat.
        meter_weight: weight of the bar head, for each beat.
        meter_change: cost of a bar with another number of beats than the bar before.
    """

    tempo_change: float = 12.0
    beat_offset: float = 0.0
    tempo_weight: float = 1.0
    bar_offset: float = 0.5
    meter_weight: float = 0.1
    meter_change: float = 4.0


def decode_beats(logits: MeterLogits, settings: DecodeSettings, latest_start: int) -> NDArray[np.int64]:
    """Frames of the beats: the sequence with the highest sum of log-odds, tempo fit and evenness.

    Args:
        logits: of T frames.
        settings: weights.
        latest_start: the first beat lies before this frame.
    """
    frames = len(logits.beat)
    gain = np.clip(logits.beat, -8, 8) + settings.beat_offset
    change = -settings.tempo_change * np.abs(np.log(_LENGTHS[:, None] / _LENGTHS[None, :])).astype(np.float32)
    fit = _tempo_fit(logits.tempo) * np.float32(settings.tempo_weight)
    states = len(_LENGTHS)
    # score[LONGEST + t, r]: best sequence that ends with a beat at t whose length was _LENGTHS[r]
    score = np.full((LONGEST + frames, states), _NEVER, np.float32)
    start = np.full(LONGEST + frames, _NEVER, np.float32)
    start[LONGEST : LONGEST + latest_start + 1] = gain[: latest_start + 1]
    before = np.zeros((frames, states), np.int16)
    rows = np.arange(states)
    for t in range(frames):
        options = score[t : t + states] + change  # (length of this beat, length of the beat before)
        best = options.argmax(axis=1)
        value = options[rows, best]
        first = start[t : t + states]  # this beat follows the very first one
        fresh = first > value
        before[t] = np.where(fresh, -1, best)
        score[LONGEST + t] = np.where(fresh, first, value) + (gain[t] + fit[t])
    tail = score[-LONGEST:]
    t, row = divmod(int(tail.argmax()), states)
    t += frames - LONGEST
    if tail.max() <= _NEVER / 2:
        return np.zeros(0, np.int64)
    beats = [t]
    while True:
        previous = int(before[t, row])
        t -= int(_LENGTHS[row])
        beats.append(t)
        if previous < 0:
            break
        row = previous
    return np.array(beats[::-1], np.int64)


def _tempo_fit(tempo: NDArray[np.float32]) -> NDArray[np.float32]:
    """(T, states): the tempo head's log-probability of each beat length in the middle of the beat, times seconds."""
    place = tempo_bin(_LENGTHS / FRAMES_PER_SECOND)
    low = np.minimum(place.astype(int), TEMPO_BINS - 2)
    part = (place - low).astype(np.float32)
    at_length = np.maximum(tempo[:, low] * (1 - part) + tempo[:, low + 1] * part, -6.0)
    fit = np.empty_like(at_length)
    for column, length in enumerate(_LENGTHS):
        half = min(int(length) // 2, len(tempo) - 1)
        fit[half:, column] = at_length[: len(tempo) - half, column]
        fit[:half, column] = at_length[0, column]
    return np.asarray(fit * (_LENGTHS / FRAMES_PER_SECOND).astype(np.float32), np.float32)


def decode_bars(
    logits: MeterLogits, beats: NDArray[np.int64], settings: DecodeSettings, bar_sizes: tuple[int, ...] = BAR_SIZES
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Position in the bar (0 = downbeat) and size of the bar (one of `bar_sizes`), for each beat frame."""
    around = np.clip(beats[:, None] + np.arange(-1, 2)[None, :], 0, len(logits.downbeat) - 1)
    odds = np.clip(logits.downbeat[around].max(axis=1), -8, 8) + settings.bar_offset
    class_of = [METERS.index(size) if size in METERS else len(METERS) - 1 for size in bar_sizes]
    meter = np.maximum(logits.meter[np.clip(beats, 0, len(logits.meter) - 1)], -6.0)[:, class_of]
    size_of = np.concatenate([np.full(size, index) for index, size in enumerate(bar_sizes)])
    first = np.cumsum([0, *bar_sizes[:-1]])
    last = first + np.array(bar_sizes) - 1
    states = len(size_of)
    is_first = np.zeros(states, np.float32)
    is_first[first] = 1
    emit = settings.meter_weight * meter[:, size_of] + odds[:, None] * is_first
    switch = -settings.meter_change * (1 - np.eye(len(bar_sizes)))
    before = np.zeros((len(beats), states), np.int16)
    before[:] = np.arange(states) - 1
    score = emit[0]
    for n in range(1, len(beats)):
        moved = np.concatenate([[_NEVER], score[:-1]])
        options = score[last][None, :] + switch  # (bar that begins, bar that ended)
        best = options.argmax(axis=1)
        moved[first] = options.max(axis=1)
        before[n, first] = last[best]
        score = moved + emit[n]
    state = int(score.argmax())
    path = np.zeros(len(beats), np.int64)
    for n in range(len(beats) - 1, -1, -1):
        path[n] = state
        state = int(before[n, state])
    return (path - first[size_of[path]]).astype(np.int8), np.array(bar_sizes, np.int8)[size_of[path]]
