"""The trained network of the beat tracker, run in numpy from a safetensors file. How its logits become beats is
`meter_decode`; how it is trained is outside the engine."""

from __future__ import annotations

import functools
import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import ResourceError
from engine.music.meter_features import FRAMES_PER_SECOND, PATCH, Frames, network_input

TEMPO_BINS = 36
"""Classes of the tempo head: the local beat length in equal ratios over `BEAT_SECONDS`."""
BEAT_SECONDS = (0.18, 1.9)
METERS = (2, 3, 4, 0)
"""Classes of the bar head: beats a bar, 0 for any other number."""
WEIGHTS = Path(__file__).resolve().parents[2] / "resources" / "models" / "meter.safetensors"


def tempo_bin(beat_s: NDArray[np.floating]) -> NDArray[np.float64]:
    """Where a beat of this length lies among the tempo classes (fractional, 0..TEMPO_BINS - 1)."""
    low, high = np.log(BEAT_SECONDS)
    place = (np.log(np.clip(beat_s, *BEAT_SECONDS)) - low) / (high - low) * (TEMPO_BINS - 1)
    return np.asarray(place, np.float64)


@dataclass(frozen=True)
class MeterLogits:
    """What the network says of each 20 ms frame: log-odds and log-probabilities.

    Attributes:
        beat: (T,) log-odds that a beat falls here.
        downbeat: (T,) log-odds that a bar begins here.
        tempo: (T, TEMPO_BINS) log-probabilities of the local beat length.
        meter: (T, len(METERS)) log-probabilities of the number of beats a bar.
    """

    beat: Frames
    downbeat: Frames
    tempo: Frames
    meter: Frames


@dataclass(frozen=True)
class MeterNetwork:
    """Weights of the network and its forward pass."""

    weights: dict[str, Frames]
    dilations: tuple[int, ...]

    def __call__(self, roll: Frames) -> MeterLogits:
        """Frames (T, FEATURES), T a multiple of PATCH, to logits."""
        x = self._linear(np.maximum(self._linear(network_input(roll), "entry"), 0), "second")
        steps, width = x.shape
        for index, dilation in enumerate(self.dilations):
            name = f"blocks.{index}"
            h = self._norm(x, f"{name}.norm")
            taps = np.zeros((steps, 3 * width), np.float32)
            if dilation < steps:
                taps[dilation:, :width] = h[:-dilation]
                taps[:-dilation, 2 * width :] = h[dilation:]
            taps[:, width : 2 * width] = h
            h = self._linear(taps, f"{name}.taps")
            np.maximum(h, 0, out=h)
            x += self._linear(h, f"{name}.out")
        out = self._linear(self._norm(x, "norm"), "heads")
        tempo, meter = np.split(out[:, 2 * PATCH :], [TEMPO_BINS], axis=1)
        return MeterLogits(
            out[:, :PATCH].reshape(-1),
            out[:, PATCH : 2 * PATCH].reshape(-1),
            np.repeat(_log_softmax(tempo), PATCH, axis=0),
            np.repeat(_log_softmax(meter), PATCH, axis=0),
        )

    def _linear(self, x: Frames, name: str) -> Frames:
        y: Frames = x @ self.weights[f"{name}.weight"]
        y += self.weights[f"{name}.bias"]
        return y

    def _norm(self, x: Frames, name: str) -> Frames:
        y: Frames = x - x.mean(axis=1, keepdims=True)
        y *= 1 / np.sqrt(np.einsum("td,td->t", y, y)[:, None] / x.shape[1] + 1e-5)
        y *= self.weights[f"{name}.weight"]
        y += self.weights[f"{name}.bias"]
        return y


def _log_softmax(x: Frames) -> Frames:
    shifted = x - x.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


@functools.cache
def load_network(path: Path = WEIGHTS) -> MeterNetwork:
    """The network in a safetensors file (16- or 32-bit weights), read once a process.

    Raises:
        ResourceError: if the file is missing or is not such a network.
    """
    try:
        data = path.read_bytes()
        (header_bytes,) = struct.unpack_from("<Q", data)
        header = json.loads(data[8 : 8 + header_bytes])
        settings = header.pop("__metadata__")
        if (int(settings["frames_per_second"]), int(settings["patch"])) != (FRAMES_PER_SECOND, PATCH):
            raise ValueError("made for another frame rate")
        weights = {}
        for name, entry in header.items():
            begin, end = (8 + header_bytes + offset for offset in entry["data_offsets"])
            kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
            array = np.frombuffer(data[begin:end], kind).reshape(entry["shape"]).astype(np.float32)
            # stored as torch keeps a linear layer, (out, in); a frame multiplies from the left
            weights[name] = np.ascontiguousarray(array.T)
        return MeterNetwork(weights, tuple(json.loads(settings["dilations"])))
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise ResourceError(
            f"The beat tracker's weights {path} cannot be read ({error}); install TatumFlow again."
        ) from error
