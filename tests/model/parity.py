"""Whether a checkpoint's graphs say what its networks say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from engine.model.checkpoint import Checkpoint
from engine.model.config import ModelConfig
from engine.model.factors import FEATURE_SIZE
from engine.model.networks.graphs import Networks
from engine.model.runtime import NO_CHORD, BeatConditions, OnnxRuntime
from engine.model.sampler import DrawSettings, write_notes
from engine.model.tokens import grid_from_notes
from engine.model.torch_runtime import TorchRuntime
from engine.music.note import Note

PROMPT = [Note(k * 240, 60 + k % 7, 200, 70) for k in range(16)]


def conditions(config: ModelConfig, beats: int, rng: np.random.Generator) -> BeatConditions:
    return BeatConditions(
        rng.standard_normal((beats, config.latent_width)).astype(np.float32),
        (rng.random((beats, 4)) > 0.5).astype(np.float32),
        rng.standard_normal((beats, config.phrase_width)).astype(np.float32),
        np.ones(beats, np.float32),
        np.tile(NO_CHORD, (beats, 1)),
        np.stack([np.arange(beats) % 4, np.full(beats, 4)], axis=1),
        rng.standard_normal(config.style_width).astype(np.float32),
    )


def shaken(checkpoint: Checkpoint) -> Checkpoint:
    """The same graphs with random weights: those of a short training leave much of the networks at zero."""
    torch.manual_seed(3)
    weights = dict(checkpoint.weights)
    for prefix, network in Networks.build(checkpoint.config).named().items():
        for name, parameter in network.named_parameters():
            weights[f"{prefix}.{name}"] = torch.empty_like(parameter).normal_(0, 0.15).detach().numpy()
    return replace(checkpoint, weights=weights)


def assert_runtimes_agree(checkpoint: Checkpoint) -> None:
    """ONNX Runtime and torch, number by number and note by note."""
    rng = np.random.default_rng(0)
    onnx, torch_ = OnnxRuntime(checkpoint, eight_bit=False), TorchRuntime(checkpoint, "cpu")
    config = checkpoint.config
    features = rng.random((20, FEATURE_SIZE)).astype(np.float32)
    np.testing.assert_allclose(onnx.beat_latents(features), torch_.beat_latents(features), atol=2e-4)
    latents = onnx.beat_latents(features)
    np.testing.assert_allclose(onnx.beat_features(latents), torch_.beat_features(latents), atol=2e-4)
    noisy = rng.standard_normal((20, config.latent_width)).astype(np.float32)
    given = conditions(config, 20, rng)
    for guidance in ((1.0, 1.0), (2.0, 1.0), (2.0, 1.5)):
        a, b = (r.denoise_beats(noisy, 0.4, given, *guidance) for r in (onnx, torch_))
        np.testing.assert_allclose(a, b, atol=1e-3)
    style = given.style
    at_beat = onnx.conditions(latents, style)
    np.testing.assert_allclose(at_beat, torch_.conditions(latents, style), atol=2e-4)
    prompt, free = grid_from_notes(PROMPT), np.repeat(np.arange(20)[:, None] >= 8, 24, axis=1)
    written = [
        write_notes(r, at_beat, given.bars, prompt, free, np.random.default_rng(5), DrawSettings(), lambda _: None)
        for r in (onnx, torch_)
    ]
    assert len(written[0].pitch)
    np.testing.assert_array_equal(written[0].pitch, written[1].pitch)
    np.testing.assert_array_equal(written[0].velocity, written[1].velocity)
