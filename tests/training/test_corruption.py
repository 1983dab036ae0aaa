"""Corruption functions: they touch what they were asked to touch, and training with them learns from clean targets."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.errors import InputError
from engine.model.config import FACTORS, preset
from engine.model.networks.codec import Codec
from engine.model.networks.denoiser import BeatDenoiser
from tests.training.corpus_files import ROOT
from tests.training.tiny_base import tunes
from training.adapt_data import read_folder
from training.corruption import BUILT_IN, Corruptions, Latents, corruption_named
from training.loop import TrainConfig, Trainer
from training.train_model import stage_loss
from training.windows import WindowSource


def latents() -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.random.default_rng(0).standard_normal((3, 8, 4 * 5)).astype(np.float32)


def parts(values: np.ndarray[Any, np.dtype[np.float32]]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    return dict(zip(FACTORS, np.split(values, 4, axis=-1), strict=True))


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_built_in_ones_change_their_factor_and_spare_the_others(name: str) -> None:
    function, factors = corruption_named(f"{name}:melody")
    corruptions = Corruptions()
    corruptions.add(function, probability=1.0, factors=factors)
    clean = latents()
    untouched = clean.copy()
    changed = False
    for seed in range(6):
        damaged = corruptions.apply(clean, np.random.default_rng(seed))
        np.testing.assert_array_equal(clean, untouched)
        changed |= not np.array_equal(parts(damaged)["melody"], parts(clean)["melody"])
        for other in ("harmony", "rhythm", "dynamics"):
            np.testing.assert_array_equal(parts(damaged)[other], parts(clean)[other])
    assert changed


def test_probability_is_the_share_of_batches() -> None:
    calls = []

    def count(known: Latents, rng: np.random.Generator) -> Latents:
        calls.append(1)
        return known

    corruptions = Corruptions()
    corruptions.add(count, probability=0.25)
    rng = np.random.default_rng(1)
    for _ in range(400):
        corruptions.apply(latents(), rng)
    assert 70 < len(calls) < 130


def test_wrong_ones_are_named() -> None:
    corruptions = Corruptions()
    corruptions.add(lambda known, rng: {"melody": known["melody"][:1]}, probability=1.0, factors=["melody"])
    with pytest.raises(InputError, match="shapes"):
        corruptions.apply(latents(), np.random.default_rng(0))
    wrong: list[dict[str, Any]] = [{"probability": 1.5}, {"factors": ["groove"]}, {"factors": []}]
    for settings in wrong:
        with pytest.raises(InputError):
            corruptions.add(lambda known, rng: known, **settings)
    for name in ("fog", "drop:groove"):
        with pytest.raises(InputError):
            corruption_named(name)


def test_a_users_function_reaches_the_network_and_not_its_target(tmp_path: Path) -> None:
    music = read_folder(tunes(tmp_path / "folder", 4), tmp_path / "data", 0, lambda done, stage: None)
    config = replace(preset("tiny"), self_conditioned=False)  # one call of the network a loss
    source = WindowSource(music.train, (), window_beats=config.window_beats)
    torch.manual_seed(0)
    codec, denoiser = Codec(config).requires_grad_(False), BeatDenoiser(config)
    seen: list[Any] = []
    denoiser.register_forward_pre_hook(lambda module, given: seen.append(given))
    shown: list[tuple[str, ...]] = []

    def silence(known: Latents, rng: np.random.Generator) -> Latents:
        shown.append(tuple(known))
        return {name: np.zeros_like(values) for name, values in known.items()}

    runs = {}
    for name in ("clean", "damaged"):
        corruptions = Corruptions()
        loss = stage_loss("denoiser", denoiser, codec, source, 4, 0, corruptions)
        trainer = Trainer(
            denoiser, loss, TrainConfig(steps=1), tmp_path / name, lambda item: None, corruptions=corruptions
        )
        if name == "damaged":
            trainer.add_corruption_function(silence, probability=1.0, factors=["harmony", "rhythm"])
        seen.clear()
        trainer.loss(3, 0)
        runs[name] = seen[0]
    assert shown == [("harmony", "rhythm")]
    noisy, _, known = runs["damaged"][:3]
    width = config.factor_width
    assert float(known[..., :width].abs().sum()) == 0
    assert float(known[..., 2 * width : 3 * width].abs().sum()) == 0
    torch.testing.assert_close(known[..., width : 2 * width], runs["clean"][2][..., width : 2 * width])
    torch.testing.assert_close(noisy, runs["clean"][0])


def test_the_guides_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tunes(tmp_path / "my-midi-folder", 4)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "researchers.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    names: dict[str, Any] = {}
    exec("\n".join(blocks), names)
    assert names["trainer"].step == 3
    assert len(names["trainer"].corruptions) == 2
