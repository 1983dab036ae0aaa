"""The trained network that hears chords and the key, run in numpy from a safetensors file.

It keeps twelve streams, one a pitch class, with the same weights for each: input that is moved by a semitone gives the
same answers moved by one (a group convolution over the twelve transpositions: Cohen and Welling 2016). Some blocks hear
neighbouring beats, wider and wider apart; others attend to all beats, by how many lie between them, as forms
come round. How its answers become a chord lane is `harmony`; its twin for training is `training.chord_model`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.errors import ResourceError
from engine.music.chord_features import BEAT_FEATURES, PITCH_FEATURES, BeatFeatures
from engine.music.dense import FOLDER, UNREADABLE, Dense, Rows, log_softmax, read_weights, rotate, softmax, windows

TAPS = 3
"""Beats that a block hears at once."""
FORM_HEADS = 2
FORM_BEATS = (2, 4, 8, 16, 24, 32, 48, 64, 96, 128)
"""Periods of the rotary pairs of attention (Su et al. 2021): lengths after which forms come round."""
WINDOW, OVERLAP = 320, 64
"""Beats that the network sees at once, and how many of them two windows share."""
WEIGHTS = FOLDER / "chords.safetensors"


class HarmonyLogits(NamedTuple):
    """What the network says of T beats: log-probabilities.

    Attributes:
        chord: (T, 12 * classes), index class * 12 + root.
        key: (24,), in the order of `ALL_KEYS`.
    """

    chord: Rows
    key: Rows


def form_angles(beats: int) -> tuple[Rows, Rows]:
    """Cosine and sine (T, len(FORM_BEATS)) of the rotary position of T beats."""
    angle = np.arange(beats)[:, None] * (2 * np.pi / np.array(FORM_BEATS))
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


@dataclass(frozen=True)
class ChordNetwork(Dense):
    """Weights of the network and its forward pass.

    Attributes:
        weights: by name; those of pitch are spread out to matrices (12 D, 24 D).
        dilations: a block each: beats between its taps, 0 for one that attends to all beats.
    """

    dilations: tuple[int, ...]

    def __call__(self, features: BeatFeatures) -> HarmonyLogits:
        """Log-probabilities of T > 0 beats, read in overlapping windows."""
        count = len(features.pitch)
        chords, keys = [], []
        for _, low, begin, end in windows(count, WINDOW, OVERLAP):
            chord, key = self._window(features.pitch[low : low + WINDOW], features.beat[low : low + WINDOW])
            chords.append(chord[begin - low : end - low])
            keys.append(key * (end - begin))
        return HarmonyLogits(log_softmax(np.concatenate(chords)), log_softmax(np.sum(keys, axis=0) / count))

    def _window(self, pitch: Rows, beat: Rows) -> tuple[Rows, Rows]:
        count = len(pitch)
        whole = np.concatenate([pitch, np.broadcast_to(beat[:, None], (count, 12, beat.shape[1]))], axis=2)
        x = self.linear(whole, "entry")  # (T, 12, D)
        for index, dilation in enumerate(self.dilations):
            name = f"blocks.{index}"
            h = self.norm(x, f"{name}.norm")
            x = x + (self._neighbours(h, name, dilation) if dilation else self._form(h, name))
        h = self.norm(x, "norm")
        chord = self.linear(h, "chord").transpose(0, 2, 1).reshape(count, -1)  # class * 12 + root
        key = self.linear(h.mean(axis=0), "key").T.reshape(-1)
        return chord, key

    def _neighbours(self, h: Rows, name: str, dilation: int) -> Rows:
        """What a block that hears `TAPS` beats adds to its input (T, 12, D)."""
        count, _, width = h.shape
        y = (h.reshape(count, -1) @ self.weights[f"{name}.pitch"]).reshape(count, 12, -1)
        reach = TAPS // 2 * dilation
        wide = np.pad(h, ((reach, reach), (0, 0), (0, 0)))
        taps = np.concatenate([wide[tap * dilation : tap * dilation + count] for tap in range(TAPS)], axis=2)
        y += taps @ self.weights[f"{name}.time"].reshape(TAPS * width, -1)
        y += self.weights[f"{name}.bias"]
        value, gate = np.split(y, 2, axis=2)
        gated = np.asarray(value / (1 + np.exp(-np.clip(gate, -30, 30))), np.float32)
        return self.linear(gated, f"{name}.out")

    def _form(self, h: Rows, name: str) -> Rows:
        """What a block that attends to all beats adds to its input (T, 12, D)."""
        count, _, width = h.shape
        cos, sin = form_angles(count)
        both = self.linear(h, f"{name}.query_key").reshape(count, 12, 2, FORM_HEADS, 2 * len(FORM_BEATS))
        turned = rotate(both, cos[:, None, None, None], sin[:, None, None, None])
        query, key = turned.transpose(2, 3, 0, 1, 4).reshape(2, FORM_HEADS, count, -1)
        scores = query @ key.transpose(0, 2, 1) * self.weights[f"{name}.scale"]
        softmax(scores)
        value = self.linear(h, f"{name}.value").reshape(count, 12, FORM_HEADS, -1)
        mixed = scores @ value.transpose(2, 0, 1, 3).reshape(FORM_HEADS, count, -1)
        joined = mixed.reshape(FORM_HEADS, count, 12, -1).transpose(1, 2, 0, 3).reshape(count, 12, width)
        return self.linear(np.asarray(joined, np.float32), f"{name}.out")


def spread(pitch: Rows) -> Rows:
    """Weights (12, D, E) by the distance from a stream to the one it is heard in, as one matrix (12 D, 12 E)."""
    steps = (np.arange(12)[:, None] - np.arange(12)) % 12  # [from, to]
    return np.ascontiguousarray(pitch[steps].transpose(0, 2, 1, 3).reshape(12 * pitch.shape[1], -1))


@functools.cache
def load_network(path: Path = WEIGHTS) -> ChordNetwork:
    """The network in a safetensors file, read once a process.

    Raises:
        ResourceError: if the file is missing or is not such a network.
    """
    try:
        arrays, settings = read_weights(path)
        if (int(settings["pitch_features"]), int(settings["beat_features"])) != (PITCH_FEATURES, BEAT_FEATURES):
            raise ValueError("made for other features")
        dilations = tuple(int(number) for number in settings["dilations"].split())
        weights = {}
        for name, array in arrays.items():
            # torch keeps a linear layer as (out, in); a beat multiplies from the left
            linear = name.endswith(".weight") and array.ndim == 2
            weights[name] = np.ascontiguousarray(array.T) if linear else array
            if name.endswith(".pitch"):
                weights[name] = spread(array)
        return ChordNetwork(weights, dilations)
    except UNREADABLE as error:
        raise ResourceError(
            "The weights {path} that chords are heard with cannot be read ({error}); install TatumFlow again.",
            path=path,
            error=error,
        ) from error
