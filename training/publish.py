"""Turn a finished (or stopped) run into a checkpoint folder that the engine loads.

Averaged weights, graphs and provenance.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.model.checkpoint import GRAPHS_FOLDER, Weights, save_weights
from engine.model.config import ModelConfig
from training.export_onnx import export_graphs
from training.train_model import STAGES, averaged_weights, build


def publish(run: Path, config: ModelConfig, folder: Path, provenance: dict[str, Any], *, graphs: bool = True) -> Path:
    """Write the checkpoint of `run` to `folder`; a stage that was never trained ships its untrained weights and says
    so.

    Returns the weights file. Raises ResourceError where the disk refuses.
    """
    weights: Weights = {}
    for stage in STAGES:
        # Buffers and frozen values come from a fresh network; trained values replace them.
        values = {name: value.numpy() for name, value in build(stage, config).state_dict().items()}
        trained = averaged_weights(run, stage)
        values |= {name: value.float().numpy() for name, value in trained.items()}
        weights |= {f"{stage}.{name}": value for name, value in values.items()}
    if graphs:
        export_graphs(config, folder / GRAPHS_FOLDER)
    return save_weights(folder, config, weights, provenance)
