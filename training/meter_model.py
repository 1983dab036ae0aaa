"""The beat tracker's network in torch: a stack of dilated convolutions over 20 ms frames. Its numpy twin that the
app runs is `engine.music.meter_decode`."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.music.meter_features import INPUTS, PATCH
from engine.music.meter_network import METERS, TEMPO_BINS


class DilatedBlock(nn.Module):
    """Three taps `dilation` frames apart, a rectifier, a projection, added to the input."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.taps = nn.Linear(3 * width, width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, dropout: float) -> Tensor:
        """Frames (B, T, D) to frames (B, T, D)."""
        h = self.norm(x)  # (B, T, D)
        wide = functional.pad(h, (0, 0, self.dilation, self.dilation))  # (B, T + 2 dilation, D)
        frames = x.shape[1]
        taps = torch.cat([wide[:, :frames], h, wide[:, 2 * self.dilation :]], dim=-1)  # (B, T, 3 D)
        h = functional.relu(self.taps(taps))  # (B, T, D)
        if dropout > 0 and self.training:
            # whole channels, as single values would be filled in from their neighbours in time
            keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= dropout).to(h.dtype) / (1 - dropout)
            h = h * keep
        y: Tensor = x + self.out(h)
        return y


class MeterModel(nn.Module):
    """Steps (B, T / PATCH, INPUTS) to logits: beat (B, T), downbeat (B, T), tempo (B, T / PATCH, TEMPO_BINS) and
    beats a bar (B, T / PATCH, len(METERS)).
    """

    def __init__(self, width: int = 64, dilations: tuple[int, ...] = (), dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.entry = nn.Linear(INPUTS, width)
        self.second = nn.Linear(width, width)
        self.blocks = nn.ModuleList(DilatedBlock(width, dilation) for dilation in dilations)
        self.norm = nn.LayerNorm(width)
        self.heads = nn.Linear(width, 2 * PATCH + TEMPO_BINS + len(METERS))

    def forward(self, steps: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Run the network."""
        x = self.second(functional.relu(self.entry(steps)))  # (B, T / PATCH, D)
        for block in self.blocks:
            x = block(x, self.dropout)  # (B, T / PATCH, D)
        heads = self.heads(self.norm(x)).float()  # (B, T / PATCH, heads)
        beat, downbeat, tempo, meter = heads.split([PATCH, PATCH, TEMPO_BINS, len(METERS)], dim=-1)
        return beat.flatten(1), downbeat.flatten(1), tempo, meter
