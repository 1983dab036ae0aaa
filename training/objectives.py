"""What each network is trained to do: one function from a batch to a loss and its parts.

Axis legend: B batch, T beats, N elements, P phrases, Z latent width.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from engine.model import factors
from engine.model.config import FACTORS, PHRASE_BEATS
from engine.model.denoising import MOST_DOUBT, TRUSTED_BELOW
from engine.model.factors import FEATURE_SIZES
from engine.model.networks.codec import Codec, factor_loss, kl_divergence
from engine.model.networks.decoder import Decoder, next_targets
from engine.model.networks.denoiser import NO_CHORD_GIVEN, BeatDenoiser, PhraseDenoiser
from engine.model.rotary import order_angles
from engine.model.schedule import signal_and_noise
from training.corruption import Corruptions
from training.devices import placed
from training.windows import Batch, batch_angles

Losses = dict[str, Tensor]
Times = npt.NDArray[np.float32]
FACTOR_KL = 0.02
STYLE_KL = 0.05
CHORDS_GIVEN, PHRASES_GIVEN = 0.4, 0.35
"""How many windows the beat denoiser is told the chords or the phrases of: most music goes on without being told."""
STYLE_OF_PHRASE = 0.5
"""How many windows are told the style of their first phrase alone: of what goes on, only the beginning is known."""
NOISY_FROM, NOISY_SHARE = 0.35, 0.6
"""This share of the beat denoiser's times lies above this one: what the music is about is decided there."""


def as_tensors(batch: Batch, device: torch.device) -> dict[str, Tensor]:
    """A numpy batch as tensors on a device."""
    return {name: placed(values, device) for name, values in batch.items()}


def _sampled(mean: Tensor, log_variance: Tensor, generator: torch.Generator) -> Tensor:
    noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
    return mean + (0.5 * log_variance).exp() * placed(noise, mean.device)


def codec_loss(codec: Codec, batch: Batch, generator: torch.Generator) -> Losses:
    """Reconstruction and KL of every encoder; the style also names its label."""
    device = codec.latent_mean.device
    real = placed(batch["features"][batch["keep"]], device)  # [beats, FEATURE_SIZE]
    out: Losses = {}
    total = real.new_zeros(())
    for name, part in zip(FACTORS, torch.split(real, [FEATURE_SIZES[n] for n in FACTORS], dim=-1), strict=True):
        mean, log_variance = codec.factor(name).encode(part)
        loss = factor_loss(name, codec.factor(name).decode(_sampled(mean, log_variance, generator)), part).mean()
        kl = kl_divergence(mean, log_variance).mean()
        out[name], out[f"{name}_kl"] = loss, kl
        total = total + loss + FACTOR_KL * kl
    whole = batch["features"][batch["keep"].all(axis=1)]
    if len(whole):
        coarse = placed(factors.phrase_features(whole.reshape(-1, factors.FEATURE_SIZE)), device)
        mean, log_variance = codec.phrase.encode(coarse)
        loss = 20 * ((codec.phrase.decode(_sampled(mean, log_variance, generator)) - coarse) ** 2).sum(-1).mean()
        out["phrase"] = loss
        total = total + loss + FACTOR_KL * kl_divergence(mean, log_variance).mean()
    style_features, label = placed(batch["style_features"], device), placed(batch["label"], device)
    mean, log_variance = codec.style.encode(style_features)
    style = _sampled(mean, log_variance, generator)
    out["style"] = 20 * ((codec.style.decode(style) - style_features) ** 2).sum(-1).mean()
    out["label"] = F.cross_entropy(codec.style_classifier(style), label)
    style_kl = kl_divergence(mean, log_variance, codec.style_means[label]).mean()
    out["loss"] = total + out["style"] + out["label"] + STYLE_KL * style_kl
    return out


def noisy_style(codec: Codec, data: dict[str, Tensor], generator: torch.Generator) -> Tensor:
    """A draw from each window's style posterior, [B, S]: what reaches the networks need not be exact.

    A batch may bring its own styles ("style"): those of a user's folder as a whole, for one.
    """
    if "style" in data:
        return data["style"]
    mean, log_variance = codec.style.encode(data["style_features"])
    return _sampled(mean, log_variance, generator)


def with_style_of_phrase(batch: Batch, rng: np.random.Generator) -> Batch:
    """A batch of which some windows (`STYLE_OF_PHRASE`) have the style features of their first phrase."""
    chosen = rng.random(len(batch["features"])) < STYLE_OF_PHRASE
    heard = factors.style_features(batch["features"][:, :PHRASE_BEATS])
    return {**batch, "style_features": np.where(chosen[:, None], heard, batch["style_features"])}


def denoising_times(size: int, rng: np.random.Generator) -> Times:
    """Times of the schedule to learn at, [B]: all of them, those of much noise oftener."""
    t = rng.random((size,), np.float32)
    return np.where(rng.random(size) < NOISY_SHARE, NOISY_FROM + (1 - NOISY_FROM) * t, t).astype(np.float32)


def _schedule(t: Times, like: Tensor) -> tuple[Tensor, Tensor]:
    """Signal and noise at times t, in the kind of `like`: MPS has no float64, so that is left on the host."""
    alpha, sigma = (placed(torch.from_numpy(x).to(like.dtype), like.device) for x in signal_and_noise(t))
    return alpha, sigma


def _doubted(latents: Tensor, width: int, generator: torch.Generator) -> Tensor:
    """Latents [B, T, Z] as sampling may leave them: in two windows of three, most factors are known only as far as
    noise of some time of the schedule leaves them recognisable, from some beat on.

    What the decoder gets is the mean of the clean latents given the noised ones, alpha * noised for latents of unit
    variance: the less is known, the smaller. So it learns how much to trust them against the notes before (as the
    stages of a cascade do: Ho et al. 2022, "Cascaded Diffusion Models", conditioning augmentation).
    """
    size, beats = latents.shape[:2]
    time = MOST_DOUBT * torch.rand(size, 1, 1, generator=generator).sqrt()  # more of them near where sampling stops
    time = time * (torch.rand(size, 1, 1, generator=generator) < 0.67)
    begin = beats * torch.rand(size, 1, 1, generator=generator) * (torch.rand(size, 1, 1, generator=generator) < 0.4)
    there = torch.arange(beats)[None, :, None] >= begin
    time = time * there * (torch.rand(size, 1, len(FACTORS), generator=generator) < 0.85)  # [B, T, 4]
    alpha, sigma = (x.repeat_interleave(width, dim=-1) for x in _schedule(time.numpy(), latents))
    noise = placed(torch.randn(latents.shape, generator=generator), latents.device)
    return alpha * (alpha * latents + sigma * noise)


def decoder_loss(
    decoder: Decoder,
    codec: Codec,
    batch: Batch,
    generator: torch.Generator,
    *,
    drop_latents: float | None = None,
    corruptions: Corruptions | None = None,
    rng: np.random.Generator | None = None,
) -> Losses:
    """Nats of each attribute; `loss` is their weighted sum, `nats` the mean over the five of a note.

    In training (`drop_latents` None) latents are doubted (`_doubted`) and dropped at random, whole or by factor, and so
    is the style; in evaluation `drop_latents` is 0 (all given) or 1 (none). `corruptions` (with `rng`) damage the
    latents.
    """
    device = decoder.no_latent.device
    data = as_tensors(batch, device)
    size = len(data["tokens"])
    with torch.no_grad():
        latents = codec.beat_latents(data["features"]) * data["keep"][..., None]  # [B, T, Z]
        style = noisy_style(codec, data, generator)
        if corruptions and rng:
            latents = placed(corruptions.apply(latents.cpu().numpy(), rng), device)
    has_latent, has_style = torch.ones(latents.shape[:2]), torch.ones(size)
    if drop_latents is None:
        latents = _doubted(latents, codec.config.factor_width, generator)
        shown = (torch.rand(size, 1, len(FACTORS), generator=generator) > 0.08).float()
        latents = latents * placed(shown.repeat_interleave(codec.config.factor_width, -1), device)
        has_latent = (torch.rand(size, 1, generator=generator) > 0.15).float().expand(size, latents.shape[1])
        has_style = (torch.rand(size, generator=generator) > 0.15).float()
    elif drop_latents:
        has_latent, has_style = torch.zeros_like(has_latent), torch.zeros_like(has_style)
    condition = decoder.beat_conditions(
        latents, style, placed(has_latent, device), placed(has_style, device)
    )  # [B, T, C]
    beat = data["beat"]
    at_element = torch.gather(condition, 1, beat[..., None].expand(-1, -1, condition.shape[-1]))  # [B, N, C]
    bars = torch.gather(data["bars"], 1, beat[..., None].expand(-1, -1, 2))
    cos, sin = (placed(x, device) for x in batch_angles(batch["tokens"], batch["beat"], decoder.config.head_size))
    h = decoder.trunk(decoder.embed(data["tokens"], bars[..., 0], bars[..., 1]), at_element, cos, sin)
    parts = decoder.losses(h, next_targets(data["tokens"]), data["has_next"])
    total = torch.stack(list(parts.values())).sum()
    return parts | {"loss": total, "nats": total / 5}


def random_known_mask(
    size: int, beats: int, rng: np.random.Generator
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Which beats and factors are given, [B, T, 4].

    Nothing, a prefix, a suffix, the outside, scattered bars; and often single factors throughout.
    """
    mask = np.zeros((size, beats, len(FACTORS)), np.float32)
    for row in mask:
        kind = rng.random()
        a, b = sorted(rng.integers(0, beats + 1, 2))
        if kind < 0.15:
            pass
        elif kind < 0.65:
            row[: PHRASE_BEATS if rng.random() < 0.6 else a] = 1
        elif kind < 0.72:
            row[b:] = 1
        elif kind < 0.84:
            row[:] = 1
            row[a:b] = 0
        elif kind < 0.92:
            row[:] = np.repeat(rng.random(-(-beats // 4)) < 0.5, 4)[:beats, None]
        else:
            row[:a] = 1
        if rng.random() < 0.3:
            row[:, rng.random(len(FACTORS)) < 0.4] = 1
    return mask


def _alpha_sigma(t: Times, like: Tensor) -> tuple[Tensor, Tensor]:
    """Signal and noise of the schedule at times t [B], each [B, 1, 1] for latents like `like`."""
    alpha, sigma = (x[:, None, None] for x in _schedule(t, like))
    return alpha, sigma


def v_target(clean: Tensor, noise: Tensor, t: Times) -> tuple[Tensor, Tensor]:
    """Noisy latents and the v to predict; t [B] on the schedule of `engine.model.schedule`."""
    alpha, sigma = _alpha_sigma(t, clean)
    return alpha * clean + sigma * noise, alpha * noise - sigma * clean


def clean_of_v(noisy: Tensor, v: Tensor, t: Times) -> Tensor:
    """The clean latents [B, T, Z] that a predicted v promises at times t [B]."""
    alpha, sigma = _alpha_sigma(t, noisy)
    return alpha * noisy - sigma * v


def _mean_where(error: Tensor, keep: Tensor) -> Tensor:
    return (error * keep).sum() / keep.sum().clamp(min=1)


def beat_denoiser_loss(
    denoiser: BeatDenoiser,
    codec: Codec,
    batch: Batch,
    generator: torch.Generator,
    rng: np.random.Generator,
    *,
    corruptions: Corruptions | None = None,
) -> Losses:
    """Squared error of v over the latents that were not given; `corruptions` damage those that are.

    A self-conditioned denoiser is shown, in half of the windows whose time is one at which samplers do so
    (`TRUSTED_BELOW`), what it would have estimated without being shown it (Chen, Zhang and Hinton 2023).
    """
    device = codec.latent_mean.device
    data = as_tensors(with_style_of_phrase(batch, rng), device)
    size, beats = data["keep"].shape
    with torch.no_grad():
        clean = codec.beat_latents(data["features"]) * data["keep"][..., None]
        style = noisy_style(codec, data, generator)
        coarse = factors.phrase_features(batch["features"].reshape(-1, factors.FEATURE_SIZE))
        phrase = codec.phrase_latents(placed(coarse, device)).reshape(size, -1, codec.config.phrase_width)
        phrase = phrase + placed(0.2 * torch.randn(phrase.shape, generator=generator), device)
        phrase = phrase.repeat_interleave(PHRASE_BEATS, dim=1)  # [B, T, P]
    t = denoising_times(size, rng)
    time = placed(t, device)
    noisy, target = v_target(clean, placed(torch.randn(clean.shape, generator=generator), device), t)
    mask = placed(random_known_mask(size, beats, rng), device)
    untold = rng.random(size) > CHORDS_GIVEN
    chords = np.where(untold[:, None, None], np.array([12, NO_CHORD_GIVEN, 12]), batch["chords"])
    cos, sin = (
        placed(x, device)
        for x in order_angles(beats, _head_size(denoiser.config.denoiser_width, denoiser.config.denoiser_heads))
    )
    known = clean
    if corruptions:
        known = placed(corruptions.apply(clean.cpu().numpy(), rng), device)
    has_phrase = np.repeat(rng.random((size, 1)) < PHRASES_GIVEN, beats, axis=1)
    has_style, has_control = rng.random((size,)) > 0.15, rng.random((size, 5)) > 0.5
    told = (
        mask, phrase, placed(has_phrase, device).float(), placed(chords, device), data["bars"], style,
        placed(has_style, device).float(), data["control"], placed(has_control, device).float(), data["keep"],
    )  # fmt: skip
    sought = 1 - mask.repeat_interleave(codec.config.factor_width, dim=-1)  # [B, T, Z]
    known = known * (1 - sought)
    if denoiser.config.self_conditioned:
        # As row numbers of the host: a mask on the device would have to be waited for.
        shown = np.flatnonzero((rng.random(size) < 0.5) & (t <= TRUSTED_BELOW))
        if len(shown):
            rows = placed(shown, device)
            some = [values[rows] for values in (noisy, time, known, *told)]
            with torch.no_grad():
                estimate = clean_of_v(noisy[rows], denoiser(*some, cos, sin).float(), t[shown])
            known[rows] = known[rows] + estimate * sought[rows]
    error = (denoiser(noisy, time, known, *told, cos, sin).float() - target) ** 2
    return {"loss": _mean_where(error, sought * data["keep"][..., None])}


def phrase_denoiser_loss(
    denoiser: PhraseDenoiser, codec: Codec, batch: Batch, generator: torch.Generator, rng: np.random.Generator
) -> Losses:
    """Squared error of v over phrase latents that were not given; a batch of long windows."""
    size, beats = batch["keep"].shape
    device = codec.latent_mean.device
    data = as_tensors(batch, device)
    with torch.no_grad():
        coarse = factors.phrase_features(batch["features"].reshape(-1, factors.FEATURE_SIZE))
        clean = codec.phrase_latents(placed(coarse, device)).reshape(size, -1, codec.config.phrase_width)
        style = noisy_style(codec, data, generator)
    phrases = beats // PHRASE_BEATS
    keep = data["keep"].reshape(size, phrases, PHRASE_BEATS).all(-1)
    known = placed(random_known_mask(size, phrases, rng)[..., 0], device)
    t = rng.random((size,), np.float32)
    noisy, target = v_target(clean, placed(torch.randn(clean.shape, generator=generator), device), t)
    config = codec.config
    cos, sin = (placed(x, device) for x in order_angles(phrases, _head_size(config.phrase_hidden, config.phrase_heads)))
    has_style = placed(rng.random((size,)) > 0.15, device).float()
    v = denoiser(noisy, placed(t, device), clean, known, style, has_style, keep, cos, sin)
    sought = ((1 - known) * keep)[..., None].expand(-1, -1, config.phrase_width)
    return {"loss": _mean_where((v.float() - target) ** 2, sought)}


def _head_size(width: int, heads: int) -> int:
    return width // heads


@torch.no_grad()
def measure_latents(codec: Codec, batches: list[Batch]) -> None:
    """Set the codec's latent and phrase normalisation from real windows."""
    codec.latent_mean.zero_(), codec.latent_scale.fill_(1), codec.phrase_mean.zero_(), codec.phrase_scale.fill_(1)
    device = codec.latent_mean.device
    beats, phrases = [], []
    for batch in batches:
        keep = batch["keep"]
        beats.append(codec.beat_latents(placed(batch["features"], device))[placed(keep, device)])
        whole = batch["features"][keep.all(axis=1)].reshape(-1, factors.FEATURE_SIZE)
        if len(whole):
            phrases.append(codec.phrase_latents(placed(factors.phrase_features(whole), device)))
    for values, mean, scale in (
        (torch.cat(beats), codec.latent_mean, codec.latent_scale),
        (torch.cat(phrases or [codec.phrase_mean[None]]), codec.phrase_mean, codec.phrase_scale),
    ):
        mean.copy_(values.mean(0))
        # A dimension that the KL has switched off would be blown up by its tiny deviation.
        scale.copy_(values.std(0, correction=0).clamp(min=0.05))


def cosine_rate(step: int, *, peak: float, warm_up: int, total: int, floor: float = 0.05) -> float:
    """Learning rate at a step: linear warm-up, then a cosine from `peak` down to `floor` of it."""
    if step < warm_up:
        return peak * (step + 1) / warm_up
    done = min(1.0, (step - warm_up) / max(1, total - warm_up))
    return peak * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done)))
