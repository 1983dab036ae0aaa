"""Examples of styles: what typical windows of the training set, or of somebody's folder, were encoded to, and how often
each of their notes' values came in them.

A style's mean is an average over keys and moods that no piece has; music written from one example is more often heard
as of that style. A checkpoint without examples falls back on its means.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.model.checkpoint import Checkpoint

FloatArray = npt.NDArray[np.float32]
EXAMPLES_FILE = "style_examples.safetensors"
ROLE_KINDS = {"lead": "as lead", "chords": "as chords"}
"""Names of the places in the style space of what one role plays in the examples. A bass is written from the whole: from
what a left hand plays lowest it walked no more like one."""


def style_example(checkpoint: Checkpoint, index: int, seed: int, role: str = "") -> FloatArray:
    """A style of palette entry `index`, [S]: the example that the seed chooses, or the mean where there are none.

    With a `role` ("lead" ...) what that alone plays in the examples, where it is known (`ROLE_KINDS`): a line in the
    style of a whole piano has the notes of ten fingers. The same seed gives the same example for every weight of a
    style, so a slider moves between two points.
    """
    known, name = _known(checkpoint), checkpoint.config.styles[index]
    for tensor in (*([tensor_name(name, ROLE_KINDS[role])] if role in ROLE_KINDS else ()), name):
        found = known.get(tensor)
        if found is not None and found.shape[1] == checkpoint.config.style_width:
            return np.asarray(found[seed % len(found)], np.float32)
    return checkpoint.style_mean(index)


def style_counts(checkpoint: Checkpoint, index: int, seed: int, role: str = "") -> dict[str, FloatArray]:
    """How often each value of a kind came in the example that `style_example` chooses, [values] by name of the kind.

    With a `role` among the notes of that alone. Empty where a checkpoint knows nothing of it. What is counted is
    decided by who wrote it down (`engine.generate.manner`); "notes a beat" is one number.
    """
    names, first = checkpoint.config.styles, tensor_name(checkpoint.config.styles[index], "")
    if role:
        first += role_count(role, "")
    return {
        name.removeprefix(first): counts[seed % len(counts)]
        for name, counts in _known(checkpoint).items()
        if name.startswith(first)
        and name not in names
        and not name.removeprefix(first).startswith(tuple(ROLE_KINDS.values()))
    }


def identity(checkpoint: Checkpoint) -> str:
    """Short hash of all that a checkpoint writes from, its weights and its examples: what makes the same notes again.

    It begins with `Checkpoint.digest`, the weights' own, on which personal styles are learned.
    """
    examples = _digest(checkpoint.folder)
    return checkpoint.digest if examples is None else f"{checkpoint.digest}-{examples[:6]}"


def _known(checkpoint: Checkpoint) -> dict[str, FloatArray]:
    return {**_tensors(checkpoint.folder), **checkpoint.own_examples}


@lru_cache(maxsize=4)
def _digest(folder: Path) -> str | None:
    try:
        return hashlib.sha256((folder / EXAMPLES_FILE).read_bytes()).hexdigest()
    except OSError:
        return None


def tensor_name(style: str, kind: str) -> str:
    """Where the counts of a kind lie in the file; the examples themselves lie under the style's name."""
    return f"{style}: {kind}"


def role_count(role: str, kind: str) -> str:
    """The kind of a role's counts, as `tensor_name` takes it."""
    return tensor_name(ROLE_KINDS.get(role, role), kind)


@lru_cache(maxsize=4)
def _tensors(folder: Path) -> dict[str, FloatArray]:
    """All that lies in the file; empty where a checkpoint has none, or none that can be read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return {name: values.astype(np.float32) for name, values in load_file(folder / EXAMPLES_FILE).items()}
    except (OSError, SafetensorError):
        return {}
