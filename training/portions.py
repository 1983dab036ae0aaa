"""A batch in portions, where memory does not hold it in one: the same windows and the same step, one part at a time.

What an allocation failure looks like on each device is known here; the loop that meets it is `training.loop`.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from engine.errors import ResourceError
from training.devices import mixed_precision
from training.objectives import Losses

_TOP_PAD, _MMAP_THRESHOLD = -2, -3
"""glibc's numbers of what `training.allocator` sets high for speed (mallopt(3))."""
_SIGNS = (
    "defaultcpuallocator",  # torch on the processor: "can't allocate memory" (Unix), "not enough memory" (Windows)
    "out of memory",  # CUDA and MPS
    "alloc_failed",  # CUBLAS_STATUS_ALLOC_FAILED, CUDNN_STATUS_ALLOC_FAILED
    "bad_alloc",
    "failed to allocate memory",  # ONNX Runtime
    "could not create a primitive",  # oneDNN says no more when it gets none
    "failed to map segment",  # the loader of libraries, when one is first needed
    "cannot allocate memory",
)


@dataclass(frozen=True, slots=True)
class Portion:
    """Portion `index` of `parts`, as equal as whole windows allow."""

    index: int = 0
    parts: int = 1

    def rows(self, size: int) -> slice:
        """Its rows of a batch of `size`; none at all where there are more portions than rows."""
        return slice(self.index * size // self.parts, (self.index + 1) * size // self.parts)

    def weight(self, size: int) -> float:
        """What a mean over its rows must be multiplied by, so that the mean over all portions is that over all rows."""
        rows = self.rows(size)
        return float(rows.stop - rows.start) * self.parts / size

    def of(self, batch: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
        """Its rows of every array of a batch (the first axis counts windows)."""
        if self.parts == 1:
            return dict(batch)
        return {name: np.ascontiguousarray(values[self.rows(len(values))]) for name, values in batch.items()}


WHOLE = Portion()


@dataclass(frozen=True, slots=True)
class PortionedLoss:
    """A loss whose batches can be had in portions.

    Attributes:
        most: portions that make sense: the windows of the largest batch in it.
        compute: (step, micro batch, portion) to losses, weighted so that the mean over the portions is the whole.
    """

    most: int
    compute: Callable[[int, int, Portion], Losses]

    def __call__(self, step: int, micro: int, portion: Portion = WHOLE) -> Losses:
        """The losses of one micro batch, or of a portion of it."""
        return self.compute(step, micro, portion)


def out_of_memory(error: BaseException) -> bool:
    """Whether an error means that memory was asked for and not given."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    text = str(error).lower()
    return not isinstance(error, OSError) and any(sign in text for sign in _SIGNS)


def more_parts(parts: int, most: int) -> int:
    """Twice as many portions, at most `most`; what the attempt before has left is given back to the system.

    Raises:
        ResourceError: if a portion is one window already.
    """
    _give_back()
    if parts >= most:
        raise too_little_memory()
    return min(2 * parts, most)


def _give_back() -> None:
    """Return what is not in use, and keep less from now on: memory counts for more than speed."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        with contextlib.suppress(AttributeError):  # another C library than glibc
            libc.mallopt(_TOP_PAD, 1 << 20)
            libc.mallopt(_MMAP_THRESHOLD, 1 << 20)
            libc.malloc_trim(0)


def too_little_memory() -> ResourceError:
    """The error for memory that does not hold the smallest portion."""
    return ResourceError(
        "There is too little memory to learn from even one window at a time; close other programs, then give the same "
        "command again to go on from the last checkpoint."
    )


def memory_event(step: int, parts: int, most: int) -> dict[str, Any]:
    """What is reported when batches are had in `parts` portions from now on."""
    return {
        "event": "memory", "step": step, "parts": parts, "windows": -(-most // parts),
        "message": f"Memory is short: it learns each batch in {parts} portions now; the same music, a little slower.",
    }  # fmt: skip


def gradients(
    loss: Callable[[int, int], Losses],
    step: int,
    micro: int,
    parts: int,
    *,
    share: float,
    device: torch.device,
    bf16: bool,
) -> Losses | None:
    """Add the gradients of one micro batch, `share` of a step, to those of the parameters; returns its losses.

    They stay on the device: to look at one is to wait for it. None where memory did not hold the batch: some gradients
    may have been added then, and are to be thrown away.
    """
    totals: Losses = {}
    portions = [WHOLE] if parts == 1 else [Portion(index, parts) for index in range(parts)]
    try:
        for portion in portions:
            with mixed_precision(device, bf16):
                values = loss(step, micro, portion) if isinstance(loss, PortionedLoss) else loss(step, micro)
            (values["loss"] * (share / parts)).backward()  # type: ignore[no-untyped-call]
            for key, value in values.items():
                part = value.detach().float() / parts
                totals[key] = totals[key] + part if key in totals else part
    except (RuntimeError, MemoryError) as error:
        if not out_of_memory(error):
            raise
        # The error holds its frames, and they hold what did not fit: both go when this block is left.
        return None
    return totals
