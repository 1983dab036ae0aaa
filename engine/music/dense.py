"""What the small networks that are run in numpy share: their files (safetensors) and their plain layers."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "models"


class Weights(NamedTuple):
    """What such a file holds.

    Attributes:
        arrays: by name, as float32, in the shapes they were saved in.
        settings: what was written beside them.
    """

    arrays: dict[str, Rows]
    settings: Mapping[str, str]


UNREADABLE = (OSError, ValueError, KeyError, TypeError, struct.error)
"""What reading a file that is missing or is none of these raises."""


def read_weights(path: Path) -> Weights:
    """Read a safetensors file of 16- or 32-bit floats. Raises one of `UNREADABLE` for anything else."""
    data = path.read_bytes()
    (header_bytes,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + header_bytes])
    settings = header.pop("__metadata__")
    arrays = {}
    for name, entry in header.items():
        begin, end = (8 + header_bytes + offset for offset in entry["data_offsets"])
        kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
        arrays[name] = np.frombuffer(data[begin:end], kind).reshape(entry["shape"]).astype(np.float32)
    return Weights(arrays, settings)


@dataclass(frozen=True)
class Dense:
    """Layers by name, of weights that stand as (in, out)."""

    weights: dict[str, Rows]

    def linear(self, x: Rows, name: str) -> Rows:
        """x (..., in) through a linear layer."""
        y: Rows = x @ self.weights[f"{name}.weight"]
        y += self.weights[f"{name}.bias"]
        return y

    def norm(self, x: Rows, name: str) -> Rows:
        """x (..., D) through a layer norm."""
        y: Rows = x - x.mean(axis=-1, keepdims=True)
        y *= 1 / np.sqrt(np.einsum("...d,...d->...", y, y)[..., None] / x.shape[-1] + 1e-5)
        y *= self.weights[f"{name}.weight"]
        y += self.weights[f"{name}.bias"]
        return y


class Window(NamedTuple):
    """A stretch that a network reads at once: it begins at `low`, and from `begin` to `end` its answers count."""

    first: int
    low: int
    begin: int
    end: int


def windows(count: int, size: int, overlap: int) -> Iterator[Window]:
    """Overlapping windows over `count` rows; what counts of each lies end to end. `first` is how far one has come."""
    step = size - 2 * overlap
    for first in range(0, max(1, count - 2 * overlap), step):
        begin = 0 if first == 0 else first + overlap
        end = count if first + size >= count else first + step + overlap
        yield Window(first, max(0, min(first, count - size)), begin, end)


def softmax(scores: NDArray[np.floating]) -> None:
    """Scores (..., n) made shares, in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)


def rotate(x: Rows, cos: Rows, sin: Rows) -> Rows:
    """The pairs of x (..., 2 P), a half each, turned by angles (..., P)."""
    low, high = np.split(x, 2, axis=-1)
    return np.concatenate([low * cos - high * sin, high * cos + low * sin], axis=-1)


def log_softmax(x: Rows) -> Rows:
    """Log-probabilities of logits (..., classes)."""
    shifted = x - x.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float32)
