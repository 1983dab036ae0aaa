"""The baseline's network: a GPT-2-type decoder (Radford et al. 2019) with a key-value cache.

Axis legend: B batch, N tokens, M cached tokens, D width, H heads.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

Cache = list[tuple[Tensor, Tensor]]


@dataclass(frozen=True, slots=True)
class BaselineConfig:
    """Sizes.

    Attributes:
        vocabulary: number of tokens.
        width, layers, heads: of the transformer.
        longest: tokens it can see.
    """

    vocabulary: int
    width: int = 256
    layers: int = 6
    heads: int = 4
    longest: int = 1024

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


class Block(nn.Module):
    """Attention and feed-forward, each after a normalisation, each added to what came in."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention, self.norm_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor, past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """x [B, N, D] and the keys and values [B, H, M, d] before it; returns both with the new ones."""
        size, length, width = x.shape
        q, k, v = self.qkv(self.norm_attention(x)).reshape(size, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        if past is not None:
            k, v = torch.cat([past[0], k], dim=2), torch.cat([past[1], v], dim=2)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=length > 1)  # [B, H, N, d]
        x = x + self.out(mixed.transpose(1, 2).reshape(size, length, width))
        return x + self.feed(self.norm_feed(x)), (k, v)


class Baseline(nn.Module):
    """Tokens to the logits of the next token."""

    def __init__(self, config: BaselineConfig) -> None:
        super().__init__()
        self.config = config
        self.tokens = nn.Embedding(config.vocabulary, config.width)
        self.places = nn.Embedding(config.longest, config.width)
        self.blocks = nn.ModuleList(Block(config.width, config.heads) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.width)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)

    def forward(self, ids: Tensor, cache: Cache | None = None) -> tuple[Tensor, Cache]:
        """ids [B, N], after what `cache` holds, to logits [B, N, vocabulary] and the longer cache.

        With a cache N must be 1, or the cache empty: a block of several tokens sees only itself.
        """
        before = cache[0][0].shape[2] if cache else 0
        places = torch.arange(before, before + ids.shape[1], device=ids.device)
        x: Tensor = self.tokens(ids) + self.places(places)
        longer: Cache = []
        for index, block in enumerate(self.blocks):
            x, held = block(x, cache[index] if cache else None)
            longer.append(held)
        return self.norm(x) @ self.tokens.weight.T, longer


def token_nats(network: Baseline, ids: Tensor, pad: int) -> Tensor:
    """Nats of every token after the first, [B, N - 1]; 0 for padding."""
    logits, _ = network(ids[:, :-1])
    target = ids[:, 1:]
    nats = F.cross_entropy(logits.flatten(0, 1).float(), target.flatten(), reduction="none")
    return nats.view_as(target) * (target != pad)
