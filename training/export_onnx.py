"""Write the graphs of a configuration as ONNX files without weights.

The weights stay in the checkpoint's one safetensors file and are handed to ONNX Runtime at load time, so a checkpoint
holds them once and a personal style needs no new export.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import nn

from engine.model.config import ModelConfig
from engine.model.networks.graphs import Networks, all_graphs, example_inputs
from engine.model.quantised import BLOCK, BLOCK_SCALES, BLOCKS, ROW_SCALES, ROWS
from engine.model.runtime import EIGHT_BIT
from training.denoiser_graph import write_denoiser_graph
from training.element_graphs import write_element_graphs


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
        if name == "step":
            out.append(write_eight_bit(out[-1]))
        elif name == "beat_denoiser":
            out += write_denoiser_graph(config, folder) or [write_eight_bit(out[-1])]
    return out + write_element_graphs(config, folder)


def write_eight_bit(path: Path) -> Path:
    """Write the twin of a weightless graph that multiplies by 8-bit weights, as `<graph>_int8.onnx`.

    Products with many rows (MatMul) quantise their input as well, those with few (Gemm) read bytes and multiply in
    full precision of the input: reading the weights is what takes their time.
    """
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(str(path), load_external_data=False)
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer if tensor.external_data}
    maker = {output: node for node in graph.node for output in node.output}
    nodes = []
    for node in graph.node:
        source = node.input[1] if node.op_type in ("MatMul", "Gemm") else ""
        if node.op_type == "MatMul" and source in maker and maker[source].op_type == "Transpose":
            source = maker[source].input[0]
        if source not in weights or weights[source].dims[1] % BLOCK:
            nodes.append(node)
            continue
        outputs, inputs = weights[source].dims
        if node.op_type == "Gemm":
            bias = ["", "", *node.input[2:3]] if len(node.input) > 2 else []
            names = [node.input[0], source + BLOCKS, source + BLOCK_SCALES, *bias]
            new = helper.make_node("MatMulNBits", names, list(node.output), domain="com.microsoft", K=inputs, N=outputs,
                                   bits=8, block_size=BLOCK, accuracy_level=4)  # fmt: skip
            forms = {BLOCKS: (TensorProto.UINT8, (outputs, inputs // BLOCK, BLOCK)),
                     BLOCK_SCALES: (TensorProto.FLOAT, (outputs, inputs // BLOCK))}  # fmt: skip
        else:
            names = [node.input[0], source + ROWS, source + ROW_SCALES]
            new = helper.make_node("DynamicQuantizeMatMul", names, list(node.output), domain="com.microsoft")
            forms = {ROWS: (TensorProto.INT8, (inputs, outputs)), ROW_SCALES: (TensorProto.FLOAT, (outputs,))}
        nodes.append(new)
        for suffix, (kind, dims) in forms.items():
            tensor = graph.initializer.add()
            tensor.name, tensor.data_type = source + suffix, kind
            tensor.dims.extend(dims)
            mark_outside(tensor)
    read = {name for node in nodes for name in node.input}
    # The transposes of weights that are no longer read, and those weights, go.
    nodes = [node for node in nodes if not (node.op_type == "Transpose" and node.output[0] not in read)]
    read = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in read]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    small = path.with_name(f"{path.stem}{EIGHT_BIT}.onnx")
    onnx.save(model, small)
    return small


def mark_outside(tensor: Any) -> None:
    """Mark a tensor as one whose values are handed over at load time."""
    from onnx.external_data_helper import set_external_data

    if not tensor.HasField("raw_data"):
        tensor.raw_data = b"\0"
    set_external_data(tensor, "model.safetensors")
    tensor.ClearField("raw_data")


def _export(name: str, graph: nn.Module, config: ModelConfig, path: Path) -> Path:
    import onnx

    inputs, axes = example_inputs(name, config)
    dynamic: dict[str, object] = {}
    dims: dict[str, object] = {}

    def spec(key: str) -> dict[int, object]:
        return {axis: dims.setdefault(label, torch.export.Dim.DYNAMIC) for axis, label in axes.get(key, {}).items()}

    for key, value in inputs.items():
        dynamic[key] = [spec(f"{key}_{n}") for n in range(len(value))] if isinstance(value, list) else spec(key)
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
            mark_outside(tensor)
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del model.metadata_props[:], model.graph.metadata_props[:], model.graph.value_info[:]
    onnx.save(model, path)
    return path
