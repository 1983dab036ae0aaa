"""The beat tracker's network in torch: a transformer over note events. Its numpy twin that the app runs is
`engine.music.meter_network`."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.music.meter_events import EVENT_FEATURES
from engine.music.meter_network import HEADS


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn the pairs of x (B, H, N, D) by angles (B, 1, N, D / 2)."""
    low, high = x.chunk(2, dim=-1)
    return torch.cat([low * cos - high * sin, high * cos + low * sin], dim=-1)


class EventBlock(nn.Module):
    """Attention over all events, then a feed-forward layer, each added to its input."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_feed = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, keep: Tensor) -> Tensor:
        """Events (B, N, D), angles (B, 1, N, D / H / 2), keep (B, 1, 1, N) to events (B, N, D)."""
        batch, count, width = x.shape
        parts = self.qkv(self.norm_attention(x)).view(batch, count, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # (B, H, N, D / H) each
        mixed = functional.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, attn_mask=keep)
        x = x + self._dropped(self.out(mixed.transpose(1, 2).reshape(batch, count, width)))
        y: Tensor = x + self._dropped(self.down(functional.relu(self.up(self.norm_feed(x)))))
        return y

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training) if self.dropout else x


class MeterModel(nn.Module):
    """Events (B, N, EVENT_FEATURES) to logits (B, N, classes) for each of the network's four heads."""

    def __init__(self, width: int = 128, layers: int = 6, heads: int = 4, dropout: float = 0.0) -> None:
        super().__init__()
        self.entry = nn.Linear(EVENT_FEATURES, width)
        self.taps = nn.Linear(3 * width, width)
        self.blocks = nn.ModuleList(EventBlock(width, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.heads = nn.Linear(width, sum(HEADS))

    def forward(self, features: Tensor, cos: Tensor, sin: Tensor, keep: Tensor) -> tuple[Tensor, ...]:
        """cos and sin (B, N, D / H / 2), keep (B, N) bool."""
        x = functional.relu(self.entry(features)) * keep[..., None]  # (B, N, D)
        wide = functional.pad(x, (0, 0, 1, 1))
        x = self.taps(torch.cat([wide[:, :-2], x, wide[:, 2:]], dim=-1))  # (B, N, D)
        cos, sin, mask = cos[:, None].to(x.dtype), sin[:, None].to(x.dtype), keep[:, None, None]
        for block in self.blocks:
            x = block(x, cos, sin, mask)  # (B, N, D)
        out: Tensor = self.heads(self.norm(x)).float()
        return torch.split(out, list(HEADS), dim=-1)
