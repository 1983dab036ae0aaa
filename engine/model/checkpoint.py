"""Checkpoints: one safetensors file (weights, configuration, provenance) with weightless ONNX graphs beside it.

Never pickle.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import ResourceError
from engine.files import replacing
from engine.model.config import ModelConfig
from engine.sentences import system_reason

Weights = Mapping[str, npt.NDArray[Any]]
FORMAT = "1"
WEIGHTS_FILE = "model.safetensors"
GRAPHS_FOLDER = "graphs"
_MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"
BUNDLED = _MODELS / "tatumflow-small"
"""The checkpoint that ships with the app."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint in memory.

    Attributes:
        folder: where it came from.
        config: sizes and palette.
        weights: name to float32 array; a name begins with its network: codec, decoder, denoiser, phrase.
        provenance: what it was trained on and for how long, as written by training.
        digest: first 12 hex digits of the file's SHA-256: what personal styles are bound to. Which notes come out is
            decided by more than the weights: `engine.model.style_examples.identity`.
        own_examples: examples of personal styles on the palette, by the names that `engine.model.style_examples` has
            for those of a file.
    """

    folder: Path
    config: ModelConfig
    weights: Weights
    provenance: dict[str, Any]
    digest: str
    own_examples: Weights = field(default_factory=dict)

    def graph(self, name: str) -> Path:
        """The ONNX file of a graph."""
        return self.folder / GRAPHS_FOLDER / f"{name}.onnx"

    def style_mean(self, index: int) -> npt.NDArray[np.float32]:
        """Mean of the learned style prior of palette entry `index`, [S]."""
        mean: npt.NDArray[np.float32] = self.weights["codec.style_means"][index]
        return mean


def load_checkpoint(folder: Path | None = None) -> Checkpoint:
    """Read a checkpoint folder; without one, the bundled checkpoint.

    Raises:
        ResourceError: if it is missing, damaged or from a newer version.
    """
    folder = folder or BUNDLED
    path = folder / WEIGHTS_FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ResourceError(
            "There is no checkpoint at {folder} ({reason}); choose another with --checkpoint, or install "
            "TatumFlow again.",
            folder=folder,
            reason=system_reason(error),
        ) from error
    try:
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        metadata = header.pop("__metadata__")
        if metadata.get("format") != FORMAT:
            raise ResourceError(
                "The checkpoint {path} is from another version of TatumFlow; update TatumFlow to use it.", path=path
            )
        config = ModelConfig.from_json(json.loads(metadata["config"]))
        provenance = json.loads(metadata["provenance"])
        weights = {name: _array(data, 8 + length, item) for name, item in header.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError("The checkpoint {path} is damaged; copy or download it again.", path=path) from error
    return Checkpoint(folder, config, weights, provenance, hashlib.sha256(data).hexdigest()[:12])


def _array(data: bytes, base: int, item: dict[str, Any]) -> npt.NDArray[Any]:
    """One tensor as float32 (or as it is stored, for integers). The layout is the safetensors format's."""
    kinds = {"F16": np.float16, "F32": np.float32, "I64": np.int64}
    begin, end = item["data_offsets"]
    if base + end > len(data):
        raise ValueError("the file is cut off")
    kind = np.dtype(kinds[item["dtype"]])
    flat = np.frombuffer(data, kind, count=(end - begin) // kind.itemsize, offset=base + begin)
    shaped = flat.reshape(item["shape"])
    return shaped.astype(np.float32) if kind.kind == "f" else shaped


def save_weights(folder: Path, config: ModelConfig, weights: Weights, provenance: dict[str, Any]) -> Path:
    """Write the weights of a checkpoint in half precision, whole or not at all; returns the file.

    Raises:
        ResourceError: if the disk is full or the folder cannot be written.
    """
    from safetensors.numpy import save

    path = folder / WEIGHTS_FILE
    halves = {name: value.astype(np.float16) if value.dtype.kind == "f" else value for name, value in weights.items()}
    metadata = {"format": FORMAT, "config": json.dumps(config.to_json()), "provenance": json.dumps(provenance)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_bytes(save(halves, metadata))
    except OSError as error:
        raise ResourceError(
            "The checkpoint {path} could not be written ({reason}); free some space.",
            path=path,
            reason=system_reason(error),
        ) from error
    return path
