"""The denoisers: transformers with adaptive norm (DiT, Peebles and Xie 2023) over beat latents and over phrase latents.

Both predict v (Salimans and Ho 2022) and see known latents beside the noisy ones, so continuing, filling and varying
are one mechanism. Axis legend: B batch, T beats or phrases, D width, Z latent width.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from engine.model.config import FACTORS, ModelConfig
from engine.model.factors import CONTROLS
from engine.model.networks.attention import FeedForward, Projections, attend

CHORD_CLASSES = 16
"""Room for chord qualities (nine are in use) and "no chord given"."""
NO_CHORD_GIVEN = CHORD_CLASSES - 1
BAR_POSITIONS = 16


def time_features(t: Tensor, width: int) -> Tensor:
    """Sinusoidal features [B, width] of diffusion time t [B] in 0..1."""
    frequency = torch.exp(torch.linspace(0.0, math.log(1000.0), width // 2, device=t.device, dtype=t.dtype))
    angle = t[:, None] * frequency
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


class Block(nn.Module):
    """A transformer block whose norms and gates follow the condition; the gates begin at zero."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(width, elementwise_affine=False)
        self.attention = Projections(width, heads)
        self.norm_feed = nn.LayerNorm(width, elementwise_affine=False)
        self.feed = FeedForward(width)
        self.modulation = nn.Linear(width, 6 * width)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)

    def forward(self, x: Tensor, condition: Tensor, cos: Tensor, sin: Tensor, keep: Tensor) -> Tensor:
        """x [B, T, D], condition [B, D], cos and sin [T, 1, R], keep [B, 1, 1, T] to [B, T, D]."""
        parts = self.modulation(condition).reshape(len(x), 1, 6, x.shape[-1])  # [B, 1, 6, D]
        shift_a, scale_a, gate_a, shift_f, scale_f, gate_f = (parts[:, :, k] for k in range(6))
        q, k, v = self.attention.split(self.norm_attention(x) * (1 + scale_a) + shift_a, cos, sin)
        x = x + gate_a * self.attention.out(attend(q, k, v, keep=keep))
        out: Tensor = x + gate_f * self.feed(self.norm_feed(x) * (1 + scale_f) + shift_f)
        return out


class Trunk(nn.Module):
    """Blocks between an input that was projected and the predicted v."""

    def __init__(self, width: int, heads: int, layers: int, style_width: int, latent: int) -> None:
        super().__init__()
        self.time_in = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, width))
        self.style_in = nn.Linear(style_width, width)
        self.no_style = nn.Parameter(torch.zeros(width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.final_modulation = nn.Linear(width, 2 * width)
        nn.init.zeros_(self.final_modulation.weight)
        nn.init.zeros_(self.final_modulation.bias)
        self.out = nn.Linear(width, latent)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(
        self,
        x: Tensor,
        time: Tensor,
        style: Tensor,
        has_style: Tensor,
        extra: Tensor,
        cos: Tensor,
        sin: Tensor,
        keep: Tensor,
    ) -> Tensor:
        """x [B, T, D], time [B], style [B, S], has_style [B], extra [B, D], keep [B, T] bool to v [B, T, Z]."""
        styled = has_style[:, None]
        condition = self.time_in(time_features(time, x.shape[-1])) + extra
        condition = condition + styled * self.style_in(style) + (1 - styled) * self.no_style
        condition = nn.functional.gelu(condition)
        mask = keep[:, None, None, :]
        for block in self.blocks:
            x = block(x, condition, cos, sin, mask)
        parts = self.final_modulation(condition).reshape(len(x), 1, 2, x.shape[-1])
        out: Tensor = self.out(self.norm(x) * (1 + parts[:, :, 1]) + parts[:, :, 0])
        return out


class BeatDenoiser(nn.Module):
    """Writes beat latents, given phrase latents, style, chords, bar positions, controls and the beats already known."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        width = config.denoiser_width
        self.latent_in = nn.Linear(2 * config.latent_width + len(FACTORS), width)
        self.phrase_in = nn.Linear(config.phrase_width + 1, width)
        self.chord_root = nn.Embedding(13, width)
        self.chord_quality = nn.Embedding(CHORD_CLASSES, width)
        self.chord_bass = nn.Embedding(13, width)
        self.bar_position = nn.Embedding(BAR_POSITIONS, width)
        self.bar_length = nn.Embedding(BAR_POSITIONS, width)
        self.control_in = nn.Linear(2 * len(CONTROLS), width)
        self.trunk = Trunk(
            width, config.denoiser_heads, config.denoiser_layers, config.style_width, config.latent_width
        )

    def forward(
        self,
        noisy: Tensor,
        time: Tensor,
        known: Tensor,
        known_mask: Tensor,
        phrase: Tensor,
        has_phrase: Tensor,
        chords: Tensor,
        bars: Tensor,
        style: Tensor,
        has_style: Tensor,
        control: Tensor,
        has_control: Tensor,
        keep: Tensor,
        cos: Tensor,
        sin: Tensor,
    ) -> Tensor:
        """Predict v [B, T, Z].

        noisy and known [B, T, Z]; known_mask [B, T, 4] (1 where a factor is given; elsewhere `known` holds the last
        estimate of what is sought, or 0, and is ignored by a model that is not self-conditioned); phrase [B, T, P] of
        each beat's phrase and has_phrase [B, T]; chords [B, T, 3] (root 0..12, quality, bass 0..12; quality
        NO_CHORD_GIVEN where none is asked); bars [B, T, 2] (position, length); style [B, S]; control [B, 5];
        has_style [B], has_control [B, 5]; keep [B, T] bool.
        """
        if not self.config.self_conditioned:
            known = known * known_mask.repeat_interleave(self.config.factor_width, dim=-1)
        x = self.latent_in(torch.cat([noisy, known, known_mask], dim=-1))
        seen = has_phrase[..., None]
        x = x + self.phrase_in(torch.cat([phrase * seen, seen], dim=-1))
        x = x + self.chord_root(chords[..., 0]) + self.chord_quality(chords[..., 1]) + self.chord_bass(chords[..., 2])
        x = x + self.bar_position(bars[..., 0]) + self.bar_length(bars[..., 1])
        extra = self.control_in(torch.cat([control * has_control, has_control], dim=-1))
        out: Tensor = self.trunk(x, time, style, has_style, extra, cos, sin, keep)
        return out


class PhraseDenoiser(nn.Module):
    """Writes the phrase latents of a whole form, given the style and the phrases already known."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width = config.phrase_hidden
        self.latent_in = nn.Linear(2 * config.phrase_width + 1, width)
        self.trunk = Trunk(width, config.phrase_heads, config.phrase_layers, config.style_width, config.phrase_width)

    def forward(
        self,
        noisy: Tensor,
        time: Tensor,
        known: Tensor,
        known_mask: Tensor,
        style: Tensor,
        has_style: Tensor,
        keep: Tensor,
        cos: Tensor,
        sin: Tensor,
    ) -> Tensor:
        """Predict v [B, P, Z].

        noisy and known [B, P, Z], known_mask [B, P], style [B, S], has_style [B], keep [B, P].
        """
        given = known_mask[..., None]
        x = self.latent_in(torch.cat([noisy, known * given, given], dim=-1))
        out: Tensor = self.trunk(x, time, style, has_style, torch.zeros_like(x[:, 0]), cos, sin, keep)
        return out
