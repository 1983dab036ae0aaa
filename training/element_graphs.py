"""Graphs of the note decoder for feeding one element at a time on the processor, with 8-bit weights.

The same arithmetic as `engine.model.networks.decoder`, written with ONNX Runtime's fused attention: a quarter of the
nodes of an exported graph, where each costs about a microsecond. Weightless like all graphs, and only built for widths
that fill the blocks of the 8-bit form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from engine.model.config import VOCABULARY, ModelConfig
from engine.model.decoding import ELEMENT, VALUES
from engine.model.quantised import BLOCK, BLOCK_SCALES, BLOCKS
from engine.model.runtime import EIGHT_BIT

CONTRIB = "com.microsoft"
EPSILON = 1e-5
"""Of torch's layer norm."""


def write_element_graphs(config: ModelConfig, folder: Path) -> list[Path]:
    """Write the graphs for feeding elements into `folder`; none where the decoder's width does not fill blocks."""
    if config.decoder_width % BLOCK:
        return []
    return [_element(config, folder), *(_value(config, name, folder) for name in VALUES)]


class GraphWriter:
    """Nodes and outside weights of a graph as it is put together."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: dict[str, Any] = {}

    def op(self, kind: str, inputs: list[str], outputs: list[str] | int = 1, *, contrib: bool = False, **settings: Any
           ) -> list[str]:  # fmt: skip
        """A node; returns the names of its outputs."""
        from onnx import helper

        names = outputs if isinstance(outputs, list) else [f"{kind}_{len(self.nodes)}_{k}" for k in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=CONTRIB if contrib else "", **settings))
        return names

    def weight(self, name: str, kind: int, shape: tuple[int, ...]) -> str:
        """An initializer that is handed over at load time."""
        from onnx import TensorProto

        from training.export_onnx import mark_outside

        if name not in self.weights:
            tensor = TensorProto()
            tensor.name, tensor.data_type = name, kind
            tensor.dims.extend(shape)
            mark_outside(tensor)
            self.weights[name] = tensor
        return name

    def linear(self, x: str, name: str, inputs: int, outputs: int, *, bias: bool, to: list[str] | int = 1) -> str:
        """x @ W.T (+ b) with W in blocks of bytes."""
        from onnx import TensorProto

        blocks = self.weight(f"{name}.weight{BLOCKS}", TensorProto.UINT8, (outputs, inputs // BLOCK, BLOCK))
        scale = self.weight(f"{name}.weight{BLOCK_SCALES}", TensorProto.FLOAT, (outputs, inputs // BLOCK))
        more = ["", "", self.weight(f"{name}.bias", TensorProto.FLOAT, (outputs,))] if bias else []
        return self.op("MatMulNBits", [x, blocks, scale, *more], to, contrib=True, K=inputs, N=outputs, bits=8,
                       block_size=BLOCK, accuracy_level=4)[0]  # fmt: skip

    def constant(self, name: str, values: Any) -> str:
        """A small array that is part of the file."""
        from onnx import numpy_helper

        self.weights[name] = numpy_helper.from_array(values, name)
        return name

    def head(self, x: str, name: str, width: int, to: str) -> None:
        """`networks.decoder.Head` of an attribute."""
        from onnx import TensorProto

        start = f"decoder.heads.{name}"
        scale, shift = (self.weight(f"{start}.norm.{part}", TensorProto.FLOAT, (width,)) for part in ("weight", "bias"))
        normed = self.op("LayerNormalization", [x, scale, shift], axis=-1, epsilon=EPSILON)[0]
        hidden = self.linear(normed, f"{start}.hidden", width, width, bias=True)
        bent = self.op("Gelu", [hidden], approximate="tanh")[0]
        self.linear(bent, f"{start}.out", width, VOCABULARY[name], bias=True, to=[to])

    def save(self, path: Path, inputs: dict[str, tuple[int, list[Any]]], outputs: dict[str, list[Any]]) -> Path:
        """Write the file; inputs are (element type, shape) by name, outputs are float."""
        import onnx
        from onnx import TensorProto, helper

        graph = helper.make_graph(
            self.nodes,
            path.stem,
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            list(self.weights.values()),
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)])
        model.ir_version = 10
        onnx.save(model, path)
        return path


def _element(config: ModelConfig, folder: Path) -> Path:
    """x [1, Q, D] and condition [1, Q, C] to h [1, Q, D] and the onset's logits, the past lengthened in place.

    `before` [1] is the last element's index, `total` their number; cos and sin hold a row for each element.
    """
    from onnx import TensorProto

    width, layers, heads, size = config.decoder_width, config.decoder_layers, config.decoder_heads, config.head_size
    count = 4 * layers + 1
    graph = GraphWriter()
    ones = graph.constant("ones", np.ones(width, np.float32))
    # Scales are told as what is added to 1; shifts stay. A norm that takes both as they come spares three nodes.
    scales = (np.arange(count) % 2 == 0) & (np.arange(count) < count - 1)
    plain = graph.constant("plain", np.repeat(scales, width).astype(np.float32))
    told = graph.op("Add", ["condition", plain])[0]
    parts = graph.op("Split", [told], count, axis=-1, num_outputs=count)

    def bent(x: str, scale: str, shift: str) -> str:
        return graph.op("LayerNormalization", [x, scale, shift], axis=-1, epsilon=EPSILON)[0]

    x = "x"
    for layer in range(layers):
        start = f"decoder.layers.{layer}"
        qkv = graph.linear(
            bent(x, *parts[4 * layer : 4 * layer + 2]), f"{start}.attention.qkv", width, 3 * width, bias=False
        )
        key, value = 2 * layer, 2 * layer + 1
        heard = graph.op(
            "GroupQueryAttention",
            [qkv, "", "", f"past_{key}", f"past_{value}", "before", "total", "cos", "sin"],
            [f"heard_{layer}", f"present_{key}", f"present_{value}"],
            contrib=True, num_heads=heads, kv_num_heads=heads, do_rotary=1, rotary_interleaved=0,
        )[0]  # fmt: skip
        x = graph.op("Add", [x, graph.linear(heard, f"{start}.attention.out", width, width, bias=False)])[0]
        inside = bent(x, *parts[4 * layer + 2 : 4 * layer + 4])
        up = graph.linear(inside, f"{start}.feed.up", width, 4 * width, bias=True)
        up = graph.op("Gelu", [up], approximate="tanh")[0]
        x = graph.op("Add", [x, graph.linear(up, f"{start}.feed.down", 4 * width, width, bias=True)])[0]
    graph.op("LayerNormalization", [x, ones, parts[-1]], ["h"], axis=-1, epsilon=EPSILON)
    graph.head("h", "onset", width, "onset")
    inputs: dict[str, tuple[int, list[Any]]] = {
        "x": (TensorProto.FLOAT, [1, "new", width]), "condition": (TensorProto.FLOAT, [1, "new", count * width]),
        "before": (TensorProto.INT32, [1]), "total": (TensorProto.INT32, []),
        "cos": (TensorProto.FLOAT, ["room", size // 2]), "sin": (TensorProto.FLOAT, ["room", size // 2]),
    }  # fmt: skip
    outputs: dict[str, list[Any]] = {"h": [1, "new", width], "onset": [1, "new", VOCABULARY["onset"]]}
    for number in range(2 * layers):
        inputs[f"past_{number}"] = (TensorProto.FLOAT, [1, heads, "room", size])
        outputs[f"present_{number}"] = [1, heads, "room", size]
    return graph.save(folder / f"{ELEMENT}{EIGHT_BIT}.onnx", inputs, outputs)


def _value(config: ModelConfig, name: str, folder: Path) -> Path:
    """h [1, D], what was drawn added, to an attribute's logits [1, values]."""
    from onnx import TensorProto

    graph = GraphWriter()
    graph.head("h", name, config.decoder_width, "logits")
    inputs: dict[str, tuple[int, list[Any]]] = {"h": (TensorProto.FLOAT, [1, config.decoder_width])}
    return graph.save(folder / f"{VALUES[name]}{EIGHT_BIT}.onnx", inputs, {"logits": [1, VOCABULARY[name]]})
