"""What the beat denoiser is shown in training: the styles, times and estimates that samplers will show it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from engine.model import factors
from engine.model.config import PHRASE_BEATS, preset
from engine.model.denoising import TRUSTED_BELOW
from engine.model.networks.codec import Codec
from engine.model.networks.denoiser import NO_CHORD_GIVEN, BeatDenoiser
from tests.training.tiny_base import tunes
from training.adapt_data import read_folder
from training.objectives import (
    CHORDS_GIVEN,
    NOISY_FROM,
    PHRASES_GIVEN,
    STYLE_OF_PHRASE,
    beat_denoiser_loss,
    denoising_times,
    random_known_mask,
    with_style_of_phrase,
)
from training.windows import Batch, WindowSource


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("objectives")
    music = read_folder(tunes(folder / "tunes", 4), folder / "data", 0, lambda done, stage: None)
    return WindowSource(music.train, (), window_beats=preset("tiny").window_beats).feature_batch(0, 400)


def test_some_windows_have_the_style_of_their_first_phrase(batch: Batch) -> None:
    heard = with_style_of_phrase(batch, np.random.default_rng(0))
    first = np.stack([factors.style_features(row[:PHRASE_BEATS]) for row in batch["features"]])
    own = (heard["style_features"] == batch["style_features"]).all(axis=1)
    np.testing.assert_allclose(heard["style_features"][~own], first[~own], atol=1e-6)
    assert abs((~own).mean() - STYLE_OF_PHRASE) < 0.1
    assert all(heard[name] is batch[name] for name in batch if name != "style_features")


def test_times_of_much_noise_come_oftener_and_none_is_left_out() -> None:
    times = denoising_times(4000, np.random.default_rng(0))
    assert times.dtype == np.float32
    assert times.min() >= 0
    assert times.max() <= 1
    shares = np.histogram(times, 10, (0, 1))[0] / len(times)
    assert shares.min() > 0.02
    assert (times > NOISY_FROM).mean() > 1 - NOISY_FROM + 0.1


def test_masks_of_all_kinds_are_drawn() -> None:
    masks = random_known_mask(600, 48, np.random.default_rng(0))
    whole = masks.min(axis=2)  # beats of which all is given
    given = whole.mean(axis=1)
    prefix = (np.diff(whole, axis=1) <= 0).all(axis=1) & (given > 0) & (given < 1)
    assert 0.4 < prefix.mean() < 0.75
    assert (masks == 0).all(axis=(1, 2)).mean() > 0.05
    assert (whole[:, -1] > whole[:, 0]).mean() > 0.03


def test_estimates_are_shown_where_samplers_show_them_and_most_windows_are_told_little(batch: Batch) -> None:
    torch.manual_seed(0)
    config = preset("tiny")
    codec, denoiser = Codec(config).requires_grad_(False), BeatDenoiser(config)
    calls: list[Any] = []
    denoiser.register_forward_pre_hook(lambda module, given: calls.append(given))
    beat_denoiser_loss(denoiser, codec, batch, torch.Generator().manual_seed(0), np.random.default_rng(3))
    estimate, learned = calls
    time, has_phrase, chords = (learned[index] for index in (1, 5, 6))
    early = int((time <= TRUSTED_BELOW).sum())
    assert float(estimate[1].max()) <= TRUSTED_BELOW
    assert 0.35 * early < len(estimate[1]) < 0.65 * early
    assert abs(float(has_phrase.mean()) - PHRASES_GIVEN) < 0.1
    told = (chords[..., 1] != NO_CHORD_GIVEN).any(dim=1).float()
    assert abs(float(told.mean()) - CHORDS_GIVEN) < 0.1


def test_a_prefix_is_one_phrase_in_most_cases() -> None:
    masks = random_known_mask(600, 48, np.random.default_rng(1)).min(axis=2)
    ends = [int(row.sum()) for row in masks if (np.diff(row) <= 0).all() and 0 < row.sum() < 48]
    assert np.mean(np.array(ends) == PHRASE_BEATS) > 0.4


def test_losses_are_the_same_for_the_same_noise(batch: Batch) -> None:
    torch.manual_seed(0)
    config = preset("tiny")
    codec, denoiser = Codec(config).requires_grad_(False), BeatDenoiser(config)
    twice = [
        beat_denoiser_loss(denoiser, codec, batch, torch.Generator().manual_seed(1), np.random.default_rng(1))["loss"]
        for _ in range(2)
    ]
    assert torch.equal(*twice)
