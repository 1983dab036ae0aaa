"""What is trained for a personal style: adapters on the frozen decoder and beat denoiser, and their losses.

The style vector is the folder's own place in the base's style space; the run around it is `training.adapt`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from engine.generate.style_reading import typical_examples
from engine.model.checkpoint import Checkpoint
from engine.model.networks.codec import Codec
from engine.model.networks.decoder import Decoder
from engine.model.networks.denoiser import BeatDenoiser
from engine.model.networks.graphs import Networks
from engine.model.personal import FloatArray, PersonalStyle
from training.adapt_data import FolderMusic, style_rows, with_variants
from training.devices import CPU, mixed_precision, placed
from training.lora import adapter_matrices, add_adapters, trainable_parameters
from training.objectives import Losses, beat_denoiser_loss, decoder_loss
from training.portions import Portion, PortionedLoss
from training.train_model import streams
from training.windows import Batch, WindowSource, widened

OWN_STYLE = 0.6
"""Share of windows that are shown the folder's style as a whole, as generating will; the others see their own."""
VALIDATION_BATCHES = 3
LONGEST = 384
"""Elements of a window: its densest bars may be cut off at the end."""


@dataclass(frozen=True, slots=True)
class AdaptSettings:
    """How a style is learned. Small on purpose: what is little cannot forget much.

    Attributes:
        rank: of the adapters.
        dropout: in their narrow middle.
        rate: highest learning rate.
        decay: weight decay, which pulls the change towards none.
        decoder_batch, denoiser_batch: windows in a step.
        patience: checkpoints without a better held-out loss before it ends.
    """

    rank: int = 8
    dropout: float = 0.05
    rate: float = 1.5e-3
    decay: float = 0.05
    decoder_batch: int = 4
    denoiser_batch: int = 16
    patience: int = 4


class AdaptedPair(nn.Module):
    """The two networks that a style changes, with adapters; parameter names are those of a checkpoint's weights."""

    decoder: Decoder
    denoiser: BeatDenoiser

    def __init__(self, decoder: Decoder, denoiser: BeatDenoiser, settings: AdaptSettings) -> None:
        super().__init__()
        self.decoder, self.denoiser = decoder, denoiser
        for network in (decoder, denoiser):
            add_adapters(network, settings.rank, dropout=settings.dropout)

    @property
    def trained(self) -> int:
        """How many numbers are trained."""
        return trainable_parameters(self)


class Adaptation:
    """A folder's music, the frozen base and the adapters, with training and validation losses.

    Everything random depends on seed and step alone, so that a resumed run is the same run.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        music: FolderMusic,
        settings: AdaptSettings,
        seed: int,
        device: torch.device = CPU,
    ) -> None:
        self.checkpoint, self.music, self.settings, self.seed, self.device = checkpoint, music, settings, seed, device
        torch.manual_seed(seed)
        networks = Networks.build(checkpoint.config)
        networks.load({name: torch.from_numpy(value.copy()) for name, value in checkpoint.weights.items()})
        self.codec: Codec = networks.codec.to(device)
        self.pair = AdaptedPair(networks.decoder, networks.denoiser, settings).to(device).train()
        window = checkpoint.config.window_beats
        self.source = WindowSource(with_variants(music.train, seed), (), window_beats=window, seed=seed)
        self.held = WindowSource(music.held_out, (), window_beats=window, seed=seed + 1)
        latents = self._style_latents(style_rows(music.train, window, seed))  # [W, S]
        self.mean: FloatArray = latents.mean(axis=0)
        self.scale: FloatArray = latents.std(axis=0) if len(latents) > 1 else np.full_like(self.mean, 0.5)
        self.examples = typical_examples(
            (widened(piece.notes) for piece in music.train), self._style_latents,
            checkpoint.weights["codec.style_means"], self.mean,
        )  # fmt: skip

    @property
    def loss(self) -> PortionedLoss:
        """Both networks on one step's windows: nats an attribute (decoder) and squared error (denoiser)."""
        return PortionedLoss(max(self.settings.decoder_batch, self.settings.denoiser_batch), self._loss)

    def _loss(self, step: int, micro: int, portion: Portion) -> Losses:
        few, many = self.settings.decoder_batch, self.settings.denoiser_batch
        noise, rng = streams(self.seed, step, micro, portion.index)
        number = step * 64 + micro
        torch.manual_seed(self.seed * 7919 + number + (portion.index << 40))  # the adapters' dropout
        decoder = denoiser = torch.zeros((), device=self.device)
        if portion.weight(few):
            notes = self._styled(portion.of(self.source.note_batch(number, few, LONGEST)), rng)
            nats = decoder_loss(self.pair.decoder, self.codec, notes, noise)["nats"]
            decoder = nats * portion.weight(few)
        if portion.weight(many):
            beats = self._styled(portion.of(self.source.feature_batch(number, many)), rng)
            error = beat_denoiser_loss(self.pair.denoiser, self.codec, beats, noise, rng)["loss"]
            denoiser = error * portion.weight(many)
        return {"loss": decoder + denoiser, "decoder": decoder, "denoiser": denoiser}

    def validate(self) -> dict[str, float]:
        """The same losses on fixed held-out windows, latents given and the folder's style shown."""
        sums = {"decoder": 0.0, "denoiser": 0.0}
        with mixed_precision(self.device):
            for k in range(VALIDATION_BATCHES):
                noise, rng = streams(self.seed + 17, k, 0)
                notes = self._whole(self.held.note_batch(k, self.settings.decoder_batch, LONGEST))
                beats = self._whole(self.held.feature_batch(k, self.settings.denoiser_batch))
                sums["decoder"] += float(
                    decoder_loss(self.pair.decoder, self.codec, notes, noise, drop_latents=0.0)["nats"]
                )
                sums["denoiser"] += float(beat_denoiser_loss(self.pair.denoiser, self.codec, beats, noise, rng)["loss"])
        means = {name: value / VALIDATION_BATCHES for name, value in sums.items()}
        return {"loss": sum(means.values()), **means}

    def style(self, name: str, values: dict[str, Tensor], details: dict[str, object]) -> PersonalStyle:
        """The style that these adapter values make."""
        return PersonalStyle(
            name, self.checkpoint.digest, self.mean, self.scale, adapter_matrices(self.pair, values), details,
            self.examples,
        )  # fmt: skip

    @torch.no_grad()
    def _style_latents(self, features: FloatArray) -> FloatArray:
        """Styles [N, S] of style features [N, F]."""
        latents: FloatArray = self.codec.style_latent(placed(features, self.device)).float().cpu().numpy()
        return latents

    def _whole(self, batch: Batch) -> Batch:
        size = len(batch["keep"])
        return batch | {"style": np.repeat(self.mean[None], size, axis=0)}

    def _styled(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """The batch with a style for each window: the folder's (blurred within its spread), or the window's own."""
        size = len(batch["keep"])
        own = self._style_latents(batch["style_features"])
        noise = rng.standard_normal(own.shape).astype(np.float32)
        folder = self.mean + 0.5 * self.scale * noise
        shown = np.where(rng.random((size, 1)) < OWN_STYLE, folder, own + 0.3 * noise)
        return batch | {"style": shown.astype(np.float32)}
