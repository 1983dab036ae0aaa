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
from engine.music.role_features import EDGE_FEATURES, NOTE_FEATURES, REACH, NoteFeatures, note_features

WEIGHTS = FOLDER / "roles.safetensors"
WINDOW = 1024
"""Notes that are read at once: what their neighbours say fits a processor's cache."""
_NOTHING = np.float32(0)


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
        # Neighbours first: so what they say is added up along whole rows of memory.
        edge = np.ascontiguousarray(features.edge.transpose(1, 0, 2))
        neighbour, there = np.ascontiguousarray(features.neighbour.T), features.there.T[..., None]
        lacking = np.flatnonzero(features.there.min(axis=1) == 0)
        x = np.maximum(self.linear(features.note, "note"), 0)
        heard, said = (np.empty((*neighbour.shape, self._size), np.float32) for _ in range(2))
        for number in range(self.rounds):
            name = f"rounds.{number}"
            np.matmul(edge, self.weights[f"{name}.edge.weight"], out=heard)
            heard += (x @ self.weights[f"{name}.other.weight"]).take(neighbour, axis=0, out=said, mode="clip")
            heard += x @ self.weights[f"{name}.own.weight"] + self.weights[f"{name}.edge.bias"]
            np.maximum(heard, _NOTHING, out=heard)
            heard[:, lacking] *= there[:, lacking]
            told = [part for side in np.split(heard, 2) for part in (side.max(axis=0), side.mean(axis=0))]
            x = x + np.maximum(self.linear(np.concatenate([x, *told], axis=-1), f"{name}.told"), 0)
        return self.linear(x, "role")

    @property
    def _size(self) -> int:
        """Numbers that a neighbour says."""
        return len(self.weights["rounds.0.edge.bias"])


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
