"""What a denoising run tells itself from step to step: the last estimate, where nothing is given, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.model import schedule
from engine.model.checkpoint import load_checkpoint, save_weights
from engine.model.config import ModelConfig, preset
from engine.model.denoising import TRUSTED_BELOW, beat_denoise
from engine.model.networks.codec import Codec
from engine.model.networks.denoiser import BeatDenoiser
from engine.model.networks.graphs import Networks
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray
from engine.model.torch_runtime import TorchRuntime
from tests.training.tiny_base import tunes
from training.adapt_data import read_folder
from training.train_model import stage_loss
from training.windows import WindowSource

BEATS = 8


class Listening(TorchRuntime):
    """The real runtime, which also remembers what the beat denoiser was shown."""

    def call(self, graph: str, inputs: dict[str, Any]) -> list[FloatArray]:
        if graph == "beat_denoiser":
            self.__dict__.setdefault("shown", []).append(inputs["known"].copy())
        return super().call(graph, inputs)


def runtime(folder: Path, *, self_conditioned: bool) -> Listening:
    config = replace(preset("tiny", ("one", "two")), self_conditioned=self_conditioned)
    torch.manual_seed(3)
    networks = Networks.build(config)
    with torch.no_grad():
        for parameter in networks.denoiser.parameters():
            parameter.normal_(0, 0.15)
    weights = {
        f"{prefix}.{name}": value.numpy()
        for prefix, module in networks.named().items()
        for name, value in module.state_dict().items()
    }
    save_weights(folder, config, weights, {"made": "for a test"})
    return Listening(load_checkpoint(folder), "cpu")


def given(config: ModelConfig) -> BeatConditions:
    rng = np.random.default_rng(0)
    mask = np.zeros((BEATS, 4), np.float32)
    mask[:3] = 1  # three beats that are given
    mask[5, 1] = 1  # and the melody of another
    return BeatConditions(
        rng.standard_normal((BEATS, config.latent_width)).astype(np.float32), mask,
        np.zeros((BEATS, config.phrase_width), np.float32), np.zeros(BEATS, np.float32),
        np.tile(NO_CHORD, (BEATS, 1)), np.stack([np.arange(BEATS) % 4, np.full(BEATS, 4)], axis=1),
        rng.standard_normal(config.style_width).astype(np.float32),
    )  # fmt: skip


def run(made: Listening, noise: FloatArray, guidance: float = 1.0) -> FloatArray:
    made.__dict__["shown"] = []
    denoise = beat_denoise(made, given(made.config), guidance)
    return schedule.ddim(noise, denoise, lambda _, x: x, steps=4)


def test_a_late_step_sees_the_estimate_of_the_one_before_where_nothing_is_given(tmp_path: Path) -> None:
    made = runtime(tmp_path, self_conditioned=True)
    config, told = made.config, given(made.config)
    noise = np.random.default_rng(1).standard_normal((BEATS, config.latent_width)).astype(np.float32)
    wide = np.repeat(told.known_mask, config.factor_width, axis=1) > 0
    estimates: list[FloatArray] = []
    made.__dict__["shown"] = []
    denoise = beat_denoise(made, told, 2.0)

    def listening(noisy: FloatArray, t: float) -> FloatArray:
        v = denoise(noisy, t)
        estimates.append(schedule.clean_from_v(noisy, v, t))
        return v

    schedule.ddim(noise, listening, lambda _, x: x, steps=8)
    shown = made.__dict__["shown"]
    times = schedule.times(8)
    assert len(shown[0]) == 2  # with the style and without it
    for number, rows in enumerate(shown):
        np.testing.assert_array_equal(rows[0][wide], told.known[wide])
        np.testing.assert_array_equal(rows[0], rows[1])
        if number and times[number - 1] <= TRUSTED_BELOW:
            np.testing.assert_allclose(rows[0][~wide], estimates[number - 1][~wide], atol=1e-6)
        else:
            assert not rows[0][~wide].any()
    assert sum(rows[0][~wide].any() for rows in shown) == 3


def test_context_guidance_goes_away_from_a_guess_without_the_context(tmp_path: Path) -> None:
    made = runtime(tmp_path, self_conditioned=True)
    config, told = made.config, given(made.config)
    noise = np.random.default_rng(1).standard_normal((BEATS, config.latent_width)).astype(np.float32)
    wide = np.repeat(told.known_mask, config.factor_width, axis=1)
    estimate = np.random.default_rng(2).standard_normal(noise.shape).astype(np.float32) * (1 - wide)
    told = replace(told, known=(told.known * wide + estimate).astype(np.float32))
    full = made.denoise_beats(noise, 0.5, told, 1.0, 1.0)
    alone = made.denoise_beats(noise, 0.5, replace(told, known=estimate, known_mask=0 * told.known_mask), 1.0, 1.0)
    assert np.abs(full - alone).max() > 1e-3
    np.testing.assert_allclose(made.denoise_beats(noise, 0.5, told, 1.0, 1.0, 2.0), 2 * full - alone, atol=1e-4)
    # All weights at once: each guess is made beside the full one.
    styled = made.denoise_beats(noise, 0.5, told, 1.5, 1.0) - full
    np.testing.assert_allclose(
        made.denoise_beats(noise, 0.5, told, 1.5, 1.0, 2.0), 2 * full - alone + styled, atol=1e-4
    )
    nothing = replace(told, known=estimate, known_mask=0 * told.known_mask)
    np.testing.assert_array_equal(made.denoise_beats(noise, 0.5, nothing, 1.0, 1.0, 2.0), alone)


def test_a_run_forgets_the_one_before(tmp_path: Path) -> None:
    made = runtime(tmp_path, self_conditioned=True)
    noise = np.random.default_rng(1).standard_normal((BEATS, made.config.latent_width)).astype(np.float32)
    np.testing.assert_array_equal(run(made, noise), run(made, noise))


def test_a_model_that_is_not_self_conditioned_sees_only_what_is_given(tmp_path: Path) -> None:
    made = runtime(tmp_path, self_conditioned=False)
    told = given(made.config)
    noise = np.random.default_rng(1).standard_normal((BEATS, made.config.latent_width)).astype(np.float32)
    run(made, noise)
    wide = np.repeat(told.known_mask, made.config.factor_width, axis=1) > 0
    assert all(not rows[0][~wide].any() for rows in made.__dict__["shown"])
    other = replace(told, known=np.where(wide, told.known, 7).astype(np.float32))
    np.testing.assert_array_equal(
        made.denoise_beats(noise, 0.5, told, 1.0, 1.0), made.denoise_beats(noise, 0.5, other, 1.0, 1.0)
    )


@pytest.mark.parametrize("self_conditioned", [True, False])
def test_training_shows_the_estimate_in_some_windows(tmp_path: Path, self_conditioned: bool) -> None:
    music = read_folder(tunes(tmp_path / "folder", 4), tmp_path / "data", 0, lambda done, stage: None)
    config = replace(preset("tiny"), self_conditioned=self_conditioned)
    torch.manual_seed(0)
    codec, denoiser = Codec(config), BeatDenoiser(config)
    with torch.no_grad():
        for parameter in denoiser.parameters():
            parameter.normal_(0, 0.15)
    calls: list[Any] = []
    denoiser.register_forward_pre_hook(lambda module, args: calls.append(args))
    source = WindowSource(music.train, (), window_beats=config.window_beats)
    parts = stage_loss("denoiser", denoiser, codec, source, 16, 0)(3, 0)
    parts["loss"].backward()  # type: ignore[no-untyped-call]
    _, _, known, mask = calls[-1][:4]
    outside = known * (1 - mask.repeat_interleave(config.factor_width, dim=-1))
    windows = outside.abs().sum((1, 2)) > 0
    assert len(calls) == 1 + self_conditioned
    assert bool(windows.any()) == self_conditioned
    assert not windows.all()
    assert not outside.requires_grad  # the estimate teaches nothing by itself
