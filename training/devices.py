"""How training uses a device: arrays and noise go onto it, and products are taken in bfloat16 where it has that.

Everything random is drawn on the host, so a seed means the same noise on every device. Which devices there are is
`engine.model.devices`' to say.
"""

from __future__ import annotations

from typing import Any

import numpy.typing as npt
import torch
from torch import Tensor

from engine.model.devices import supports_bf16

CPU = torch.device("cpu")


def placed(values: npt.NDArray[Any] | Tensor, device: torch.device) -> Tensor:
    """Values of the host on a device.

    To CUDA they go through pinned memory: copied from anywhere else, each would wait for all work that is queued.
    """
    tensor = values if isinstance(values, Tensor) else torch.from_numpy(values)
    if device.type == "cuda":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)


def mixed_precision(device: torch.device, wanted: bool = True) -> torch.autocast:
    """Autocast to bfloat16 where it is wanted and the device has it; elsewhere everything stays in float32."""
    return torch.autocast(device.type, torch.bfloat16, enabled=wanted and supports_bf16(device))
