"""Write the graphs of a configuration as ONNX files without weights.

The weights stay in the checkpoint's one safetensors file and are handed to ONNX Runtime at load time, so a checkpoint
holds them once and a personal style needs no new export.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import torch
from torch import nn

from engine.model.config import ModelConfig
from engine.model.networks.graphs import Networks, all_graphs, example_inputs


def export_graphs(config: ModelConfig, folder: Path) -> list[Path]:
    """Write `folder/<graph>.onnx` for every graph of `config` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    out = []
    for name, graph in all_graphs(Networks.build(config)).items():
        # Distinct values keep the exporter from merging parameters that happen to start out equal.
        with torch.no_grad():
            for value in graph.parameters():
                value.normal_()
        out.append(_export(name, graph, config, folder / f"{name}.onnx"))
    return out


def _export(name: str, graph: nn.Module, config: ModelConfig, path: Path) -> Path:
    import onnx
    from onnx.external_data_helper import set_external_data

    inputs, axes = example_inputs(name, config)
    dynamic: dict[str, object] = {}
    dims: dict[str, object] = {}
    for key, value in inputs.items():
        spec = {axis: dims.setdefault(label, torch.export.Dim.DYNAMIC) for axis, label in axes.get(key, {}).items()}
        dynamic[key] = [spec] * len(value) if isinstance(value, list) else spec
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            graph.eval(),
            kwargs=inputs,
            dynamic_shapes=dynamic,
            dynamo=True,
            optimize=False,
            verbose=False,
            opset_version=20,
        )
    assert program is not None
    model = program.model_proto
    parameters = {key for key, _ in graph.named_parameters()} | {key for key, _ in graph.named_buffers()}
    for tensor in model.graph.initializer:
        if tensor.name in parameters:
            if not tensor.HasField("raw_data"):
                tensor.raw_data = b"\0"
            set_external_data(tensor, "model.safetensors")
            tensor.ClearField("raw_data")
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del model.metadata_props[:], model.graph.metadata_props[:], model.graph.value_info[:]
    onnx.save(model, path)
    return path
