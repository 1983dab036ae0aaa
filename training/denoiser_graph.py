"""The graph of the beat denoiser for the processor, with 8-bit products: the twin of the exported `beat_denoiser`.

The same inputs, output and arithmetic as `engine.model.networks.denoiser.BeatDenoiser`, written with ONNX Runtime's
fused attention and rotary embedding: a third of the nodes of the exported graph.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from engine.model.config import FACTORS, ModelConfig
from engine.model.factors import CONTROLS
from engine.model.quantised import BLOCK, ROW_SCALES, ROWS
from engine.model.runtime import EIGHT_BIT
from training.element_graphs import EPSILON, GraphWriter

PREFIX = "denoiser"


def write_denoiser_graph(config: ModelConfig, folder: Path) -> list[Path]:
    """Write the graph into `folder`; none where the widths do not fill the blocks of the 8-bit form."""
    if config.denoiser_width % BLOCK or config.style_width % BLOCK:
        return []
    return [_Denoiser(config).write(folder)]


class _Denoiser(GraphWriter):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config, self.width = config, config.denoiser_width

    def one(self, kind: str, inputs: list[str], **settings: Any) -> str:
        """A node with one output."""
        return self.op(kind, inputs, **settings)[0]

    def ints(self, name: str, *values: int) -> str:
        """A constant of whole numbers."""
        return self.constant(name, np.array(values, np.int64))

    def plain(self, x: str, name: str, inputs: int) -> str:
        """x @ W.T + b in full precision, for inputs that fill no blocks."""
        from onnx import TensorProto

        weight = self.weight(f"{PREFIX}.{name}.weight", TensorProto.FLOAT, (self.width, inputs))
        turned = self.one("Transpose", [weight], perm=[1, 0])
        bias = self.weight(f"{PREFIX}.{name}.bias", TensorProto.FLOAT, (self.width,))
        return self.one("Add", [self.one("MatMul", [x, turned]), bias])

    def many(self, x: str, name: str, inputs: int, outputs: int, *, bias: bool, to: list[str] | int = 1) -> str:
        """x @ W.T (+ b) for many rows: both sides as bytes."""
        from onnx import TensorProto

        start = f"{PREFIX}.{name}"
        rows = self.weight(f"{start}.weight{ROWS}", TensorProto.INT8, (inputs, outputs))
        scale = self.weight(f"{start}.weight{ROW_SCALES}", TensorProto.FLOAT, (outputs,))
        more = ["", self.weight(f"{start}.bias", TensorProto.FLOAT, (outputs,))] if bias else []
        return self.op("DynamicQuantizeMatMul", [x, rows, scale, *more], to, contrib=True)[0]

    def few(self, x: str, name: str, inputs: int, outputs: int) -> str:
        """x @ W.T + b for one row a copy."""
        return self.linear(x, f"{PREFIX}.{name}", inputs, outputs, bias=True)

    def looked_up(self, table: str, rows: int, indices: str, place: str) -> str:
        """Rows of an embedding table by the indices at `place` of the last axis."""
        from onnx import TensorProto

        held = self.weight(f"{PREFIX}.{table}.weight", TensorProto.FLOAT, (rows, self.width))
        return self.one("Gather", [held, self.one("Gather", [indices, place], axis=2)], axis=0)

    def modulated(self, condition: str, name: str, count: int) -> list[str]:
        """`count` vectors [B, 1, D] of a condition [B, D]."""
        flat = self.few(condition, name, self.width, count * self.width)
        return self.op("Split", [self.one("Unsqueeze", [flat, "axis_1"])], count, axis=-1, num_outputs=count)

    def bent(self, x: str, scale: str, shift: str) -> str:
        """The normalised x, scaled by 1 + scale and shifted."""
        normed = self.one("LayerNormalization", [x, "ones"], axis=-1, epsilon=EPSILON)
        scaled = self.one("Mul", [normed, self.one("Add", [scale, "one"])])
        return self.one("Add", [scaled, shift])

    def beats(self) -> str:
        """What each beat is told, [B, T, D]."""
        config, fours = self.config, len(FACTORS)
        known = "known"
        if not config.self_conditioned:
            split = self.one("Reshape", [known, self.ints("by_factor", 0, 0, fours, config.factor_width)])
            kept = self.one("Mul", [split, self.one("Unsqueeze", ["known_mask", self.ints("axis_3", 3)])])
            known = self.one("Reshape", [kept, self.ints("together", 0, 0, config.latent_width)])
        x = self.plain(self.one("Concat", ["noisy", known, "known_mask"], axis=-1), "latent_in",
                       2 * config.latent_width + fours)  # fmt: skip
        seen = self.one("Unsqueeze", ["has_phrase", self.ints("axis_2", 2)])
        told = self.one("Concat", [self.one("Mul", ["phrase", seen]), seen], axis=-1)
        parts = [self.plain(told, "phrase_in", config.phrase_width + 1)]
        places = [self.constant(f"place_{k}", np.array(k, np.int64)) for k in range(3)]
        for place, (table, rows) in zip(
            places, (("chord_root", 13), ("chord_quality", 16), ("chord_bass", 13)), strict=True
        ):
            parts.append(self.looked_up(table, rows, "chords", place))
        for place, table in zip(places[:2], ("bar_position", "bar_length"), strict=True):
            parts.append(self.looked_up(table, 16, "bars", place))
        return self.one("Sum", [x, *parts])

    def condition(self) -> str:
        """What the whole window is told: time, style and controls, [B, D]."""
        from onnx import TensorProto

        width = self.width
        frequency = np.exp(np.linspace(0.0, math.log(1000.0), width // 2)).astype(np.float32)[None]
        angle = self.one("Mul", [self.one("Unsqueeze", ["time", "axis_1"]), self.constant("frequency", frequency)])
        waves = self.one("Concat", [self.one("Sin", [angle]), self.one("Cos", [angle])], axis=-1)
        inner = self.one("Gelu", [self.few(waves, "trunk.time_in.0", width, width)])
        told = self.one("Concat", [self.one("Mul", ["control", "has_control"]), "has_control"], axis=-1)
        styled = self.one("Unsqueeze", ["has_style", "axis_1"])
        without = self.weight(f"{PREFIX}.trunk.no_style", TensorProto.FLOAT, (width,))
        summed = self.one(
            "Sum",
            [
                self.few(inner, "trunk.time_in.2", width, width),
                self.plain(told, "control_in", 2 * len(CONTROLS)),
                self.one("Mul", [styled, self.few("style", "trunk.style_in", self.config.style_width, width)]),
                self.one("Mul", [self.one("Sub", ["one", styled]), without]),
            ],
        )
        return self.one("Gelu", [summed])

    def block(self, x: str, condition: str, number: int) -> str:
        """`networks.denoiser.Block`."""
        width, start = self.width, f"trunk.blocks.{number}"
        shift_a, scale_a, gate_a, shift_f, scale_f, gate_f = self.modulated(condition, f"{start}.modulation", 6)
        qkv = self.many(self.bent(x, scale_a, shift_a), f"{start}.attention.qkv", width, 3 * width, bias=False)
        both, value = self.op("Split", [qkv, "two_and_one"], 2, axis=-1)
        turned = self.one("RotaryEmbedding", [both, "first_place", "cos_rows", "sin_rows"], contrib=True)
        query, key = self.op("Split", [turned], 2, axis=-1, num_outputs=2)
        heard = self.one(
            "MultiHeadAttention", [query, key, value, "", "keep_rows"], contrib=True,
            num_heads=self.config.denoiser_heads,
        )  # fmt: skip
        heard = self.many(heard, f"{start}.attention.out", width, width, bias=False)
        x = self.one("Add", [x, self.one("Mul", [gate_a, heard])])
        up = self.many(self.bent(x, scale_f, shift_f), f"{start}.feed.up", width, 4 * width, bias=True)
        fed = self.many(self.one("Gelu", [up], approximate="tanh"), f"{start}.feed.down", 4 * width, width, bias=True)
        return self.one("Add", [x, self.one("Mul", [gate_f, fed])])

    def write(self, folder: Path) -> Path:
        """Put it together and write the file."""
        from onnx import TensorProto

        config, width = self.config, self.width
        pairs = width // config.denoiser_heads // 2
        self.constant("ones", np.ones(width, np.float32))
        self.constant("one", np.ones(1, np.float32))
        self.ints("axis_1", 1)
        self.ints("first_place", 0)
        self.ints("two_and_one", 2 * width, width)
        flat = self.ints("flat", -1, pairs)
        for name in ("cos", "sin"):
            self.op("Reshape", [name, flat], [f"{name}_rows"])
        self.op("Cast", ["keep"], ["keep_rows"], to=TensorProto.INT32)
        x, condition = self.beats(), self.condition()
        for number in range(config.denoiser_layers):
            x = self.block(x, condition, number)
        shift, scale = self.modulated(condition, "trunk.final_modulation", 2)
        self.many(self.bent(x, scale, shift), "trunk.out", width, config.latent_width, bias=True, to=["v"])
        real, whole = TensorProto.FLOAT, TensorProto.INT64
        inputs: dict[str, tuple[int, list[Any]]] = {
            "noisy": (real, ["batch", "length", config.latent_width]), "time": (real, ["batch"]),
            "known": (real, ["batch", "length", config.latent_width]),
            "known_mask": (real, ["batch", "length", len(FACTORS)]),
            "phrase": (real, ["batch", "length", config.phrase_width]), "has_phrase": (real, ["batch", "length"]),
            "chords": (whole, ["batch", "length", 3]), "bars": (whole, ["batch", "length", 2]),
            "style": (real, ["batch", config.style_width]), "has_style": (real, ["batch"]),
            "control": (real, ["batch", len(CONTROLS)]), "has_control": (real, ["batch", len(CONTROLS)]),
            "keep": (TensorProto.BOOL, ["batch", "length"]), "cos": (real, ["length", 1, pairs]),
            "sin": (real, ["length", 1, pairs]),
        }  # fmt: skip
        outputs: dict[str, list[Any]] = {"v": ["batch", "length", config.latent_width]}
        return self.save(folder / f"beat_denoiser{EIGHT_BIT}.onnx", inputs, outputs)
