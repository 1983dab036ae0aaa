"""Low-rank adapters on frozen linear layers (LoRA, Hu et al. 2022): what a personal style is made of.

Which layers get one, and how they leave a network again as matrices; how they are trained is `training.adapt`'s.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from engine.model.personal import FloatArray
from training.devices import placed


class LoraLinear(nn.Module):
    """A frozen linear layer with a trainable change up @ down of rank R; it begins at no change."""

    def __init__(self, base: nn.Linear, rank: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.base, self.dropout = base.requires_grad_(False), dropout
        # Unit-sized activations stay so in the narrow layer; the zero on the other side makes the start exact.
        self.down = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] to [..., out]."""
        out: Tensor = self.base(x)
        # Dropout in the narrow middle costs next to nothing; on the wide input it took a tenth of the step.
        narrow = F.linear(x, self.down)
        if self.training and self.dropout:
            # Drawn on the host, as all noise of training is: a seed means the same on every device.
            kept = torch.empty(narrow.shape, dtype=narrow.dtype).bernoulli_(1 - self.dropout).div_(1 - self.dropout)
            narrow = narrow * placed(kept, narrow.device)
        return out + F.linear(narrow, self.up)


def add_adapters(network: nn.Module, rank: int, *, dropout: float = 0.0, leave_out: tuple[str, ...] = ()) -> list[str]:
    """Freeze `network` and wrap its linear layers; returns the names of those wrapped.

    Args:
        network: changed in place.
        rank: of each change; smaller where a layer is itself smaller.
        dropout: on the adapters' narrow middle, in training.
        leave_out: ends of names of layers that stay as they are.
    """
    network.requires_grad_(False)
    wrapped = []
    for name, module in list(network.named_modules()):
        if not isinstance(module, nn.Linear) or name.endswith(leave_out):
            continue
        parent_name, _, child = name.rpartition(".")
        parent = network.get_submodule(parent_name) if parent_name else network
        adapter = LoraLinear(module, min(rank, module.in_features, module.out_features), dropout)
        if isinstance(parent, nn.Sequential):
            parent[int(child)] = adapter
        else:
            setattr(parent, child, adapter)
        wrapped.append(name)
    return wrapped


def adapter_matrices(network: nn.Module, values: dict[str, Tensor]) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Weight name to (down, up) for all adapters of `network`, taken from `values` (parameter name to tensor).

    An adapter that was never moved changes nothing and is left out.
    """
    out: dict[str, tuple[FloatArray, FloatArray]] = {}
    for name, module in network.named_modules():
        if isinstance(module, LoraLinear):
            down, up = (values[f"{name}.{part}"].detach().float().cpu().numpy() for part in ("down", "up"))
            if np.any(up):
                out[f"{name}.weight"] = (down, up)
    return out


def trainable_parameters(network: nn.Module) -> int:
    """How many numbers are trained."""
    return sum(p.numel() for p in network.parameters() if p.requires_grad)
