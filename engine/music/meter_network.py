"""The trained network of the beat tracker, run in numpy from a safetensors file: a transformer over note events whose
attention hears how many seconds lie between them. How its answers become beats is `meter_decode`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import ResourceError
from engine.music.dense import FOLDER, UNREADABLE, Dense, Rows, log_softmax, read_weights, rotate, softmax, windows
from engine.music.meter_events import EVENT_FEATURES, Events

BEAT_PHASES = 32
"""Classes of the place in the beat, from the beat (0) round to the next."""
BAR_PHASES = 48
"""Classes of the place in the bar: exact for bars of two, three, four and six beats with eighths and triplets."""
TEMPO_BINS = 48
"""Classes of the local beat length, in equal ratios over `BEAT_SECONDS`."""
BEAT_SECONDS = (0.18, 1.9)
METERS = (2, 3, 4, 0)
"""Classes of the bar head: beats a bar, 0 for any other number."""
HEADS = (BEAT_PHASES, BAR_PHASES, TEMPO_BINS, len(METERS))
TIME_PAIRS = 12
"""Rotary pairs of an attention head that turn with seconds; the others turn with the number of the event."""
TIME_WAVES_S = (0.12, 60.0)
ORDER_WAVES = (4.0, 1024.0)
WINDOW = 384
"""Events that the network sees at once, in training and in use."""
OVERLAP = 96
WEIGHTS = FOLDER / "meter.safetensors"


def tempo_bin(beat_s: NDArray[np.floating]) -> NDArray[np.float64]:
    """Where a beat of this length lies among the tempo classes (fractional, 0..TEMPO_BINS - 1)."""
    low, high = np.log(BEAT_SECONDS)
    place = (np.log(np.clip(beat_s, *BEAT_SECONDS)) - low) / (high - low) * (TEMPO_BINS - 1)
    return np.asarray(place, np.float64)


def event_angles(time_s: NDArray[np.floating], pairs: int) -> tuple[Rows, Rows]:
    """Cosine and sine (N, pairs) of the rotary position of events at these seconds (Su et al. 2021, with seconds for
    most of the positions)."""
    time = np.asarray(time_s, np.float64) - (time_s[0] if len(time_s) else 0.0)
    turning = 2 * np.pi / np.geomspace(*TIME_WAVES_S, TIME_PAIRS)
    counting = 2 * np.pi / np.geomspace(*ORDER_WAVES, pairs - TIME_PAIRS)
    angle = np.concatenate([time[:, None] * turning, np.arange(len(time))[:, None] * counting], axis=1)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


@dataclass(frozen=True)
class MeterLogits:
    """What the network says of each of N events: log-probabilities.

    Attributes:
        beat_phase: (N, BEAT_PHASES) of its place in the beat.
        bar_phase: (N, BAR_PHASES) of its place in the bar.
        tempo: (N, TEMPO_BINS) of the local beat length.
        meter: (N, len(METERS)) of the number of beats a bar.
    """

    beat_phase: Rows
    bar_phase: Rows
    tempo: Rows
    meter: Rows


@dataclass(frozen=True)
class MeterNetwork(Dense):
    """Weights of the network and its forward pass."""

    layers: int
    heads: int

    def __call__(self, events: Events, on_progress: Callable[[float], None] = lambda done: None) -> MeterLogits:
        """Log-probabilities of all events, read in overlapping windows.

        `on_progress` is told the share that is done before each window, and may raise to end it.
        """
        count = len(events.time_s)
        parts = []
        for first, low, begin, end in windows(count, WINDOW, OVERLAP):
            on_progress(first / count)
            out = self._window(events.time_s[low : low + WINDOW], events.features[low : low + WINDOW])
            parts.append(out[begin - low : end - low])
        out = np.concatenate(parts)
        names = np.split(out, np.cumsum(HEADS)[:-1], axis=1)
        return MeterLogits(*(log_softmax(part) for part in names))

    def _window(self, time_s: NDArray[np.float64], features: Rows) -> Rows:
        x = np.maximum(self.linear(features, "entry"), 0)
        wide = np.pad(x, ((1, 1), (0, 0)))
        x = self.linear(np.hstack([wide[:-2], x, wide[2:]]).astype(np.float32), "taps")
        size = x.shape[1] // self.heads
        cos, sin = event_angles(time_s, size // 2)
        for index in range(self.layers):
            name = f"blocks.{index}"
            parts = self.linear(self.norm(x, f"{name}.norm_attention"), f"{name}.qkv")
            q, k, v = parts.reshape(len(x), 3, self.heads, size).transpose(1, 2, 0, 3)
            scores = rotate(q, cos, sin) @ rotate(k, cos, sin).transpose(0, 2, 1) / np.float32(np.sqrt(size))
            softmax(scores)
            mixed = np.asarray((scores @ v).transpose(1, 0, 2).reshape(len(x), -1), np.float32)
            x += self.linear(mixed, f"{name}.out")
            h = self.linear(self.norm(x, f"{name}.norm_feed"), f"{name}.up")
            np.maximum(h, 0, out=h)
            x += self.linear(h, f"{name}.down")
        return self.linear(self.norm(x, "norm"), "heads")


@functools.cache
def load_network(path: Path = WEIGHTS) -> MeterNetwork:
    """The network in a safetensors file (16- or 32-bit weights), read once a process.

    Raises:
        ResourceError: if the file is missing or is not such a network.
    """
    try:
        arrays, settings = read_weights(path)
        if int(settings["event_features"]) != EVENT_FEATURES:
            raise ValueError("made for other features")
        # stored as torch keeps a linear layer, (out, in); an event multiplies from the left
        weights = {name: np.ascontiguousarray(array.T) for name, array in arrays.items()}
        return MeterNetwork(weights, int(settings["layers"]), int(settings["heads"]))
    except UNREADABLE as error:
        raise ResourceError(
            "The beat tracker's weights {path} cannot be read ({error}); install TatumFlow again.",
            path=path,
            error=error,
        ) from error
