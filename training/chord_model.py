"""The network that hears chords, in torch. Its numpy twin that the app runs, where it is described, is
`engine.music.chord_network`."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.music.chord_features import BEAT_FEATURES, PITCH_FEATURES
from engine.music.chord_network import FORM_BEATS, FORM_HEADS, TAPS, form_angles
from engine.music.harmony import CHORD_CLASSES

DILATIONS = (1, 2, 4, 8, 0, 16, 1, 0, 1)
"""Beats between the taps of each block; 0: it attends to all beats."""


class NeighbourBlock(nn.Module):
    """Hears `TAPS` beats of its own stream and all streams of its own beat, through a gate (Dauphin et al. 2017)."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.time = nn.Parameter(torch.randn(TAPS, width, 2 * width) * (TAPS * width) ** -0.5)
        self.pitch = nn.Parameter(torch.randn(12, width, 2 * width) * (12 * width) ** -0.5)
        self.bias = nn.Parameter(torch.zeros(2 * width))
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, keep: Tensor) -> Tensor:
        """Streams (B, T, 12, D) and keep (B, T) to streams."""
        batch, count, _, width = x.shape
        h = self.norm(x) * keep[:, :, None, None]
        steps = (torch.arange(12, device=x.device)[:, None] - torch.arange(12, device=x.device)) % 12
        matrix = self.pitch[steps].permute(0, 2, 1, 3).reshape(12 * width, -1)
        y = (h.reshape(batch, count, -1) @ matrix).view(batch, count, 12, -1)
        reach = TAPS // 2 * self.dilation
        wide = functional.pad(h, (0, 0, 0, 0, reach, reach))
        taps = torch.cat([wide[:, tap * self.dilation : tap * self.dilation + count] for tap in range(TAPS)], dim=-1)
        y = y + taps @ self.time.reshape(TAPS * width, -1) + self.bias
        z: Tensor = x + self.out(functional.glu(y, dim=-1))
        return z


class FormBlock(nn.Module):
    """Attends to all beats; what is alike is told by all streams together, so that the key does not matter."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.query_key = nn.Linear(width, 2 * FORM_HEADS * 2 * len(FORM_BEATS))
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.scale = nn.Parameter(torch.tensor((12 * 2 * len(FORM_BEATS)) ** -0.5))
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, keep: Tensor) -> Tensor:
        """Streams (B, T, 12, D) and keep (B, T) to streams."""
        batch, count, _, width = x.shape
        h = self.norm(x)
        cos, sin = (torch.from_numpy(angle).to(h)[:, None, None, None] for angle in form_angles(count))
        both = self.query_key(h).view(batch, count, 12, 2, FORM_HEADS, -1)
        low, high = both.chunk(2, dim=-1)
        turned = torch.cat([low * cos - high * sin, high * cos + low * sin], dim=-1)
        query, key = turned.permute(3, 0, 4, 1, 2, 5).reshape(2, batch, FORM_HEADS, count, -1).unbind(0)
        scores = query @ key.transpose(2, 3) * self.scale
        scores = scores.masked_fill(keep[:, None, None] == 0, -1e4).softmax(dim=-1)
        value = self.value(h).view(batch, count, 12, FORM_HEADS, -1).permute(0, 3, 1, 2, 4)
        mixed = (scores @ value.reshape(batch, FORM_HEADS, count, -1)).view(batch, FORM_HEADS, count, 12, -1)
        z: Tensor = x + self.out(mixed.permute(0, 2, 3, 1, 4).reshape(batch, count, 12, width))
        return z


class ChordModel(nn.Module):
    """Beats to logits of their chords and of the key."""

    def __init__(self, width: int = 32, dilations: tuple[int, ...] = DILATIONS, dropout: float = 0.1) -> None:
        super().__init__()
        self.dilations, self.dropout = dilations, dropout
        self.entry = nn.Linear(PITCH_FEATURES + BEAT_FEATURES, width)
        self.blocks = nn.ModuleList(
            NeighbourBlock(width, dilation) if dilation else FormBlock(width) for dilation in dilations
        )
        self.norm = nn.LayerNorm(width)
        self.chord = nn.Linear(width, len(CHORD_CLASSES))
        self.key = nn.Linear(width, 2)

    def forward(self, pitch: Tensor, beat: Tensor, keep: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of chords (B, T, classes * 12) and keys (B, 24).

        Args:
            pitch: (B, T, 12, PITCH_FEATURES).
            beat: (B, T, BEAT_FEATURES).
            keep: (B, T) float, 1 where there is a beat, 0 where a row is filled up.
        """
        batch, count = keep.shape
        x = self.entry(torch.cat([pitch, beat[:, :, None].expand(-1, -1, 12, -1)], dim=-1))
        for block in self.blocks:
            x = block(x, keep)
        h = functional.dropout(self.norm(x), self.dropout, self.training)
        chord = self.chord(h).transpose(2, 3).reshape(batch, count, -1)
        whole = (h * keep[:, :, None, None]).sum(dim=1) / keep.sum(dim=1)[:, None, None]
        return chord.float(), self.key(whole).transpose(1, 2).reshape(batch, -1).float()
