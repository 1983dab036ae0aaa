"""The trained network that tells the lead, the chords and the bass of a piano texture, run in numpy.

Each note hears the notes before and after it and what they have heard of theirs (message passing: Gilmer et al. 2017,
*Neural Message Passing for Quantum Chemistry*), three times over. Its twin for training is `training.role_model`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import ResourceError
from engine.music.dense import FOLDER, UNREADABLE, Dense, Rows, log_softmax, read_weights, windows
from engine.music.role_features import EDGE_FEATURES, NOTE_FEATURES, OFFSETS, REACH, NoteFeatures, note_features

WEIGHTS = FOLDER / "roles.safetensors"
WINDOW = 8192
"""Notes that are read at once."""
_BLOCK = 192
"""Notes whose neighbours are heard at once: what they say fits a processor's cache."""


@dataclass(frozen=True)
class RoleNetwork(Dense):
    """Weights of the network and its forward pass.

    Attributes:
        rounds: how often the notes hear their neighbours.
    """

    rounds: int

    def __call__(
        self, onset_beat: NDArray[np.float64], end_beat: NDArray[np.float64], pitch: NDArray[np.int64]
    ) -> Rows:
        """Log-probabilities (N, 3) of the `Role` values of N > 0 notes in `note_order`, read in overlapping windows."""
        count, parts = len(onset_beat), []
        for _, low, begin, end in windows(count, WINDOW, self.rounds * REACH):
            rows = slice(low, low + WINDOW)
            logits = self.logits(note_features(onset_beat[rows], end_beat[rows], pitch[rows]))
            parts.append(logits[begin - low : end - low])
        return log_softmax(np.concatenate(parts))

    def logits(self, features: NoteFeatures) -> Rows:
        """(N, 3) of all notes at once."""
        x = np.maximum(self.linear(features.note, "note"), 0)
        for number in range(self.rounds):
            name = f"rounds.{number}"
            told = np.concatenate([x, self._heard(x, features, name)], axis=-1)
            x = x + np.maximum(self.linear(told, f"{name}.told"), 0)
        return self.linear(x, "role")

    def _heard(self, x: Rows, features: NoteFeatures, name: str) -> Rows:
        """What each note hears in a round: the most and the mean of what is said before it, and after it."""
        said = x @ self.weights[f"{name}.other.weight"]
        asked = x @ self.weights[f"{name}.own.weight"] + self.weights[f"{name}.edge.bias"]
        count, size = said.shape
        half = len(OFFSETS)
        result = np.empty((count, 4, size), np.float32)
        for first in range(0, count, _BLOCK):
            rows = slice(first, first + _BLOCK)
            heard = features.edge[rows] @ self.weights[f"{name}.edge.weight"]
            heard += said.take(features.neighbour[rows], axis=0)
            heard += asked[rows, None]
            np.maximum(heard, 0, out=heard)
            heard *= features.there[rows, :, None]
            for column, side in enumerate((heard[:, :half], heard[:, half:])):
                side.max(axis=1, out=result[rows, 2 * column])
                side.mean(axis=1, out=result[rows, 2 * column + 1])
        return result.reshape(count, -1)


@functools.cache
def load_network(path: Path = WEIGHTS) -> RoleNetwork:
    """The network in a safetensors file, read once a process.

    Raises:
        ResourceError: if the file is missing or is not such a network.
    """
    try:
        arrays, settings = read_weights(path)
        if (int(settings["note_features"]), int(settings["edge_features"])) != (NOTE_FEATURES, EDGE_FEATURES):
            raise ValueError("made for other features")
        # torch keeps a linear layer as (out, in); a note multiplies from the left
        weights = {name: np.ascontiguousarray(x.T) if x.ndim > 1 else x for name, x in arrays.items()}
        return RoleNetwork(weights, int(settings["rounds"]))
    except UNREADABLE as error:
        raise ResourceError(
            "The weights {path} that roles are told with cannot be read ({error}); install TatumFlow again.",
            path=path,
            error=error,
        ) from error
