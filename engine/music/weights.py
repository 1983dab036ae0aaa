"""Weights of the small networks that are run in numpy, read from safetensors files."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "models"


class Weights(NamedTuple):
    """What such a file holds.

    Attributes:
        arrays: by name, as float32, in the shapes they were saved in.
        settings: what was written beside them.
    """

    arrays: dict[str, NDArray[np.float32]]
    settings: Mapping[str, str]


UNREADABLE = (OSError, ValueError, KeyError, TypeError, struct.error)
"""What reading a file that is missing or is none of these raises."""


def read_weights(path: Path) -> Weights:
    """Read a safetensors file of 16- or 32-bit floats. Raises one of `UNREADABLE` for anything else."""
    data = path.read_bytes()
    (header_bytes,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + header_bytes])
    settings = header.pop("__metadata__")
    arrays = {}
    for name, entry in header.items():
        begin, end = (8 + header_bytes + offset for offset in entry["data_offsets"])
        kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
        arrays[name] = np.frombuffer(data[begin:end], kind).reshape(entry["shape"]).astype(np.float32)
    return Weights(arrays, settings)
