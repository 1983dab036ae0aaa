"""Turn a finished (or stopped) run into a checkpoint folder that the engine loads.

Averaged weights, graphs and provenance.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy.typing as npt

from engine.model.checkpoint import GRAPHS_FOLDER, Checkpoint, save_weights
from engine.model.config import ModelConfig
from training.export_onnx import export_graphs
from training.train_model import STAGES, averaged_weights, build, stage_weights


def publish(
    run: Path, config: ModelConfig, folder: Path, provenance: dict[str, Any], begun: Checkpoint | None = None
) -> Path:
    """Write the checkpoint of `run` to `folder`; networks that the run has not trained are those of `begun`.

    Returns the weights file. Raises ResourceError where the disk refuses.
    """
    weights: dict[str, npt.NDArray[Any]] = {}
    for stage in STAGES:
        # Buffers and frozen values come from a fresh network, or the one begun with; trained values replace them.
        values = stage_weights(begun, stage) if begun else build(stage, config).state_dict()
        if stage == "codec" or (run / stage).exists():
            values |= averaged_weights(run, stage)
        weights |= {f"{stage}.{name}": value.float().numpy() for name, value in values.items()}
    if begun:  # graphs hold no weights and fit every model of these sizes
        shutil.copytree(begun.folder / GRAPHS_FOLDER, folder / GRAPHS_FOLDER, dirs_exist_ok=True)
    else:
        export_graphs(config, folder / GRAPHS_FOLDER)
    return save_weights(folder, config, weights, provenance)
