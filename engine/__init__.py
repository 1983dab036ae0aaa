"""TatumFlow's engine: music values, the model, generation and sound. Nothing in here imports Qt.

The names of the Python interface (`engine.api`) can be imported from here; they are loaded when first used.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.api import (
        TatumFlow,
        TatumFlowGenerator,
        encode_style,
        load_model_from_checkpoint,
        mix_styles,
        save_midi,
    )
    from engine.api_tokens import TatumFlowTokenizer

# From 1.29 on ONNX Runtime tells Microsoft of each start and model unless this is set before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__all__ = [
    "TatumFlow",
    "TatumFlowGenerator",
    "TatumFlowTokenizer",
    "encode_style",
    "load_model_from_checkpoint",
    "mix_styles",
    "save_midi",
]


def __getattr__(name: str) -> object:
    """Load the Python interface when one of its names is asked for: importing `engine` itself stays free."""
    if name in __all__:
        return getattr(import_module("engine.api"), name)
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
