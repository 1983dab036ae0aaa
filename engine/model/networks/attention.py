"""Rotary attention, shared by the decoder and the denoisers."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021) on x [..., H, R*2] with cos and sin [..., 1, R]."""
    # Slices and indices here and below: `chunk` becomes a sequence of copies in an exported graph.
    half = x.shape[-1] // 2
    low, high = x[..., :half], x[..., half:]
    return torch.cat([low * cos - high * sin, high * cos + low * sin], dim=-1)


class FeedForward(nn.Module):
    """Two linear maps with a GELU between."""

    def __init__(self, width: int, factor: int = 4) -> None:
        super().__init__()
        self.up = nn.Linear(width, factor * width)
        self.down = nn.Linear(factor * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """[..., D] to [..., D]."""
        out: Tensor = self.down(F.gelu(self.up(x), approximate="tanh"))
        return out


class Projections(nn.Module):
    """Queries, keys, values and the output map of one attention layer, with normalised queries and keys."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def split(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """x [..., N, D] to rotated queries, rotated keys and values, each [..., N, H, D/H]."""
        q, k, v = self.qkv(x).reshape(*x.shape[:-1], 3, self.heads, x.shape[-1] // self.heads).unbind(-3)
        return rotate(q, cos, sin), rotate(k, cos, sin), v


def attend(q: Tensor, k: Tensor, v: Tensor, *, causal: bool = False, keep: Tensor | None = None) -> Tensor:
    """Attention over [B, N, H, d]; `keep` is a boolean mask [B, 1, 1 or N, N]; returns [B, N, D]."""
    out = F.scaled_dot_product_attention(
        q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), attn_mask=keep, is_causal=causal
    )
    return out.transpose(1, 2).flatten(2)
