"""The codec: one small variational encoder for each beat factor, for a phrase and for a clip's style.

Axis legend: B batch, T beats, P phrases, D width, F factor width, S style width.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from engine.model.config import FACTORS, ModelConfig
from engine.model.factors import DYNAMICS_SIZE, FEATURE_SIZES, OCTAVES, PHRASE_SIZE, STYLE_INPUT_SIZE
from engine.music.grid import STEPS_PER_BEAT


class GaussianEncoder(nn.Module):
    """Features to mean and log variance of a latent, and back to the features' logits."""

    def __init__(self, features: int, hidden: int, width: int) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(features, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, 2 * width)
        )
        self.decoder = nn.Sequential(
            nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, features)
        )

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """[..., features] to mean and log variance, each [..., width]."""
        mean, log_variance = self.encoder(x).chunk(2, dim=-1)
        return mean, log_variance.clamp(-10, 4)

    def decode(self, z: Tensor) -> Tensor:
        """[..., width] to reconstruction logits [..., features]."""
        out: Tensor = self.decoder(z)
        return out


class Codec(nn.Module):
    """All encoders of a checkpoint. Frozen before the decoder and the denoisers are trained on its latents."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.factors = nn.ModuleDict(
            {name: GaussianEncoder(FEATURE_SIZES[name], config.codec_hidden, config.factor_width) for name in FACTORS}
        )
        self.phrase = GaussianEncoder(PHRASE_SIZE, config.codec_hidden, config.phrase_width)
        self.style = GaussianEncoder(STYLE_INPUT_SIZE, config.codec_hidden, config.style_width)
        self.style_means = nn.Parameter(0.5 * torch.randn(max(1, len(config.styles)), config.style_width))
        self.style_classifier = nn.Linear(config.style_width, max(1, len(config.styles)))
        # Latents are used at zero mean and unit deviation; measured on the training split after the codec is trained.
        self.register_buffer("latent_mean", torch.zeros(config.latent_width))
        self.register_buffer("latent_scale", torch.ones(config.latent_width))
        self.register_buffer("phrase_mean", torch.zeros(config.phrase_width))
        self.register_buffer("phrase_scale", torch.ones(config.phrase_width))
        self.latent_mean: Tensor
        self.latent_scale: Tensor
        self.phrase_mean: Tensor
        self.phrase_scale: Tensor

    def factor(self, name: str) -> GaussianEncoder:
        """The encoder of one factor."""
        found = self.factors[name]
        assert isinstance(found, GaussianEncoder)
        return found

    def beat_latents(self, features: Tensor) -> Tensor:
        """Normalised beat latents (posterior means): [..., T, FEATURE_SIZE] to [..., T, D]."""
        parts = torch.split(features, [FEATURE_SIZES[name] for name in FACTORS], dim=-1)
        means = [self.factor(name).encode(part)[0] for name, part in zip(FACTORS, parts, strict=True)]
        return (torch.cat(means, dim=-1) - self.latent_mean) / self.latent_scale

    def beat_features(self, latents: Tensor) -> Tensor:
        """What the factor decoders read out of beat latents, on the scale of the features.

        [..., T, D] to [..., T, FEATURE_SIZE].
        """
        parts = (latents * self.latent_scale + self.latent_mean).tensor_split(len(FACTORS), dim=-1)
        return torch.cat(
            [as_probabilities(name, self.factor(name).decode(z)) for name, z in zip(FACTORS, parts, strict=True)],
            dim=-1,
        )

    def phrase_latents(self, features: Tensor) -> Tensor:
        """Normalised phrase latents: [..., P, PHRASE_SIZE] to [..., P, D]."""
        return (self.phrase.encode(features)[0] - self.phrase_mean) / self.phrase_scale

    def style_latent(self, features: Tensor) -> Tensor:
        """Style (posterior mean): [..., STYLE_INPUT_SIZE] to [..., S]."""
        return self.style.encode(features)[0]


def factor_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Reconstruction loss of one factor, [...] from [..., features].

    Cross-entropy on choices, squared error on levels.
    """
    if name == "harmony":
        return F.binary_cross_entropy_with_logits(logits[..., :12], target[..., :12], reduction="none").sum(-1) - (
            F.log_softmax(logits[..., 12:], -1) * target[..., 12:]
        ).sum(-1)
    if name == "melody":
        loss = logits.new_zeros(logits.shape[:-1])
        for part, goal in zip(logits.chunk(2, -1), target.chunk(2, -1), strict=True):
            loss = loss - (F.log_softmax(part[..., :12], -1) * goal[..., :12]).sum(-1)
            loss = loss - (F.log_softmax(part[..., 12 : 12 + OCTAVES], -1) * goal[..., 12 : 12 + OCTAVES]).sum(-1)
            flags = slice(12 + OCTAVES, None)
            loss = loss + F.binary_cross_entropy_with_logits(part[..., flags], goal[..., flags], reduction="none").sum(
                -1
            )
        return loss
    if name == "rhythm":
        onsets = F.binary_cross_entropy_with_logits(
            logits[..., :STEPS_PER_BEAT], target[..., :STEPS_PER_BEAT], reduction="none"
        ).sum(-1)
        levels = ((logits[..., STEPS_PER_BEAT:] - target[..., STEPS_PER_BEAT:]) ** 2).sum(-1)
        return onsets + 20 * levels
    return 40 * ((logits - target) ** 2).sum(-1)


def as_probabilities(name: str, logits: Tensor) -> Tensor:
    """A factor's logits as values on the scale of its features."""
    if name == "harmony":
        return torch.cat([logits[..., :12].sigmoid(), logits[..., 12:].softmax(-1)], -1)
    if name == "melody":
        halves = [
            torch.cat(
                [h[..., :12].softmax(-1), h[..., 12 : 12 + OCTAVES].softmax(-1), h[..., 12 + OCTAVES :].sigmoid()], -1
            )
            for h in logits.chunk(2, -1)
        ]
        return torch.cat(halves, -1)
    if name == "rhythm":
        return torch.cat([logits[..., :STEPS_PER_BEAT].sigmoid(), logits[..., STEPS_PER_BEAT:].clamp(0, 1)], -1)
    assert logits.shape[-1] == DYNAMICS_SIZE
    return logits.clamp(0, 1)


def kl_divergence(mean: Tensor, log_variance: Tensor, prior_mean: Tensor | float = 0.0) -> Tensor:
    """KL of N(mean, variance) from N(prior_mean, 1), summed over the last axis (Kingma and Welling 2014,

    appendix B).
    """
    return 0.5 * (log_variance.exp() + (mean - prior_mean) ** 2 - 1 - log_variance).sum(-1)
