"""Eight-bit weights made from a checkpoint's own when a graph asks for them; a checkpoint holds each weight once.

A graph names what it wants by a suffix to the weight's name. Which products use which form is decided where graphs are
written, outside the engine.
"""

from __future__ import annotations

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


def in_form(weight: npt.NDArray[Any], form: str) -> npt.NDArray[Any]:
    """A weight [outputs, inputs] in the form that a suffix names: the weight itself for "".

    Blocks are uint8 [outputs, inputs / BLOCK, BLOCK] with float32 scales [outputs, inputs / BLOCK]; rows are int8 from
    -64 to 64 [inputs, outputs] with float32 scales [outputs]. Raises ValueError for another suffix.
    """
    if form == "":
        return np.ascontiguousarray(weight)
    if form in (BLOCKS, BLOCK_SCALES):
        blocks = np.asarray(weight, np.float32).reshape(len(weight), -1, BLOCK)
        scale = _scale(blocks, _BLOCK_LEVELS)
        if form == BLOCK_SCALES:
            return scale
        return np.asarray(np.rint(blocks / scale[..., None]) + 128, np.uint8)
    if form in (ROWS, ROW_SCALES):
        rows = np.asarray(weight, np.float32)
        scale = _scale(rows, _ROW_LEVELS)
        if form == ROW_SCALES:
            return scale
        return np.ascontiguousarray(np.rint(rows / scale[:, None]).astype(np.int8).T)
    raise ValueError(f"there is no form {form}")


def _scale(values: npt.NDArray[np.float32], levels: int) -> npt.NDArray[np.float32]:
    largest = np.abs(values).max(axis=-1) / levels
    return np.where(largest > 0, largest, 1.0).astype(np.float32)
