"""The graphs written by hand say what the networks say, whatever the sizes and the kind of denoiser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from engine.model.checkpoint import Checkpoint, load_checkpoint, save_weights
from engine.model.config import ModelConfig
from engine.model.decoding import ATTRIBUTES, Decoding, ElementDecoding
from engine.model.networks.graphs import Networks
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray, OnnxRuntime
from engine.model.torch_runtime import TorchRuntime
from training.denoiser_graph import write_denoiser_graph
from training.element_graphs import write_element_graphs


def made(folder: Path, config: ModelConfig) -> Checkpoint:
    """A checkpoint with random weights and only the graphs written by hand."""
    torch.manual_seed(1)
    networks = Networks.build(config)
    weights: dict[str, npt.NDArray[np.float32]] = {}
    with torch.no_grad():
        for prefix, module in networks.named().items():
            for parameter in module.parameters():
                parameter.normal_(0, 0.1)
            weights |= {f"{prefix}.{name}": value.numpy() for name, value in module.state_dict().items()}
    save_weights(folder, config, weights, {})
    (folder / "graphs").mkdir()
    assert len(write_element_graphs(config, folder / "graphs")) == len(ATTRIBUTES)
    assert len(write_denoiser_graph(config, folder / "graphs")) == 1
    return load_checkpoint(folder)


@pytest.mark.parametrize("self_conditioned", [False, True])
def test_denoiser_and_decoder_agree_with_the_networks(tmp_path: Path, self_conditioned: bool) -> None:
    config = ModelConfig(
        denoiser_width=128, denoiser_layers=2, denoiser_heads=2, decoder_width=64, decoder_layers=3, decoder_heads=4,
        codec_hidden=32, phrase_hidden=32, phrase_layers=1, phrase_heads=2, styles=("one",),
        self_conditioned=self_conditioned,
    )  # fmt: skip
    checkpoint = made(tmp_path, config)
    quick, full = OnnxRuntime(checkpoint), TorchRuntime(checkpoint, "cpu")
    rng, beats = np.random.default_rng(0), 20
    given = BeatConditions(
        rng.standard_normal((beats, config.latent_width)).astype(np.float32),
        (rng.random((beats, 4)) > 0.5).astype(np.float32),
        rng.standard_normal((beats, config.phrase_width)).astype(np.float32),
        (rng.random(beats) > 0.3).astype(np.float32),
        np.where(np.arange(beats)[:, None] < 10, NO_CHORD, rng.integers(0, 9, (beats, 3))),
        np.stack([np.arange(beats) % 3, np.full(beats, 3)], axis=1),
        rng.standard_normal(config.style_width).astype(np.float32),
        rng.random(5).astype(np.float32),
        (rng.random(5) > 0.5).astype(np.float32),
    )
    noisy = rng.standard_normal((beats, config.latent_width)).astype(np.float32)
    for guidance in ((1.0, 1.0), (1.5, 1.0), (1.5, 2.0)):
        expected, found = (runtime.denoise_beats(noisy, 0.4, given, *guidance) for runtime in (full, quick))
        assert np.corrcoef(expected.ravel(), found.ravel())[0, 1] > 0.998
        assert 0 < np.abs(expected - found).mean() < 0.1 * np.abs(expected).mean()

    def logits(decoding: Decoding) -> FloatArray:
        condition = full.conditions(given.known, given.style)
        tokens = np.stack([np.arange(beats) % 3 > 0, *(rng_of.integers(0, 8, beats) for _ in range(5))], axis=1)
        beat = np.arange(beats) // 2
        decoding.feed(tokens.astype(np.int64), given.bars[beat], condition[beat], beat.astype(np.float32))
        return np.concatenate([decoding.logits(name, tokens[:1, 1:].astype(np.int64)) for name in ATTRIBUTES])

    rng_of = np.random.default_rng(3)
    assert isinstance(quick.decoding(), ElementDecoding)
    found = logits(quick.decoding())
    rng_of = np.random.default_rng(3)
    expected = logits(full.decoding())
    assert np.corrcoef(expected, found)[0, 1] > 0.998


def test_widths_that_fill_no_blocks_get_no_such_graphs(tmp_path: Path) -> None:
    config = ModelConfig(denoiser_width=32, denoiser_heads=2, decoder_width=32, decoder_heads=2)
    assert write_element_graphs(config, tmp_path) == []
    assert write_denoiser_graph(config, tmp_path) == []
    assert list(tmp_path.iterdir()) == []
