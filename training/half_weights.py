"""Writes the weights of the small networks that the app runs in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import save_file
from torch import nn

from engine.files import replacing


def save_half(model: nn.Module, path: Path, settings: Mapping[str, str]) -> None:
    """Half-precision weights with what the app must know to run them, whole or not at all."""
    state = {name: value.half().contiguous().cpu() for name, value in model.state_dict().items()}
    with replacing(path) as temporary:
        save_file(state, temporary, metadata=dict(settings))
