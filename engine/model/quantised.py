"""Eight-bit weights made from a checkpoint's own when a graph asks for them; a checkpoint holds each weight once.

A graph names what it wants by a suffix to the weight's name. Which products use which form is decided where graphs are
written, outside the engine.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK = 64
"""Inputs that share a scale in the blockwise form."""
BLOCKS, BLOCK_SCALES = ".blocks8", ".blocks8_scale"
"""The form of ONNX Runtime's MatMulNBits, for products with few rows: bytes about 128, a scale for BLOCK inputs."""
ROWS, ROW_SCALES = ".rows8", ".rows8_scale"
"""The form of its DynamicQuantizeMatMul, for products with many rows: signed bytes, a scale for each output."""
_BLOCK_LEVELS = 127
_ROW_LEVELS = 64
"""x86 without VNNI adds two products of an input's byte (0..255) and a weight's in 16 bits, where 2 * 255 * 127 does
not fit and is cut (ONNX Runtime's documentation calls weights of 7 bits "reduce range"). 2 * 255 * 64 fits."""


def forms(name: str) -> tuple[str, ...]:
    """The names under which a graph may ask for a weight: its own and those of its eight-bit forms."""
    return (name, name + BLOCKS, name + BLOCK_SCALES, name + ROWS, name + ROW_SCALES)


def in_forms(weight: npt.NDArray[Any], wanted: Collection[str]) -> dict[str, npt.NDArray[Any]]:
    """A weight [outputs, inputs] in the forms that suffixes name, by suffix: the weight itself for "".

    Blocks are uint8 [outputs, inputs / BLOCK, BLOCK] with float32 scales [outputs, inputs / BLOCK]; rows are int8 from
    -64 to 64 [inputs, outputs] with float32 scales [outputs]. Raises ValueError for another suffix.
    """
    made: dict[str, npt.NDArray[Any]] = {}
    if "" in wanted:
        made[""] = np.ascontiguousarray(weight)
    if not {BLOCKS, BLOCK_SCALES}.isdisjoint(wanted):
        blocks = np.asarray(weight, np.float32).reshape(len(weight), -1, BLOCK)
        scale, steps = _rounded(blocks, _BLOCK_LEVELS)
        steps += 128
        made[BLOCK_SCALES], made[BLOCKS] = scale, steps.astype(np.uint8)
    if not {ROWS, ROW_SCALES}.isdisjoint(wanted):
        scale, steps = _rounded(np.asarray(weight, np.float32), _ROW_LEVELS)
        made[ROW_SCALES], made[ROWS] = scale, np.ascontiguousarray(steps.astype(np.int8).T)
    if unknown := set(wanted) - made.keys():
        raise ValueError(f"there are no forms {sorted(unknown)}")
    return {form: made[form] for form in wanted}


def _rounded(values: npt.NDArray[np.float32], levels: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The scale of each row [...] and the row in whole steps of it [..., N]."""
    largest = np.maximum(values.max(axis=-1), -values.min(axis=-1)) / np.float32(levels)
    scale = np.where(largest > 0, largest, np.float32(1)).astype(np.float32)
    steps = values / scale[..., None]
    return scale, np.rint(steps, out=steps)
