"""The networks at the tiny size: what one sees must not leak into another, and steps say what the whole says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.model.checkpoint import Checkpoint, load_checkpoint, save_weights
from engine.model.config import preset
from engine.model.factors import FEATURE_SIZE, FEATURE_SIZES
from engine.model.networks.graphs import Networks
from engine.model.rotary import element_angles
from engine.model.runtime import Cache
from engine.model.sampler import DrawSettings, draw, write_notes
from engine.model.tokens import elements_from_grid, grid_from_notes
from engine.model.torch_runtime import TorchRuntime
from tests.model.parity import PROMPT, conditions

STYLES = ("one", "two")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    """A tiny checkpoint with random weights, without graphs."""
    folder = tmp_path_factory.mktemp("checkpoint")
    config = preset("tiny", STYLES)
    torch.manual_seed(3)
    networks = Networks.build(config)
    with torch.no_grad():
        for module in networks.named().values():
            for parameter in module.parameters():
                parameter.normal_(0, 0.15)
    weights = {
        f"{prefix}.{name}": value.numpy()
        for prefix, module in networks.named().items()
        for name, value in module.state_dict().items()
    }
    save_weights(folder, config, weights, {"made": "for a test"})
    return load_checkpoint(folder)


def test_new_notes_keep_their_place_their_range_and_their_order(checkpoint: Checkpoint) -> None:
    runtime = TorchRuntime(checkpoint, "cpu")
    rng = np.random.default_rng(1)
    given = conditions(checkpoint.config, 16, rng)
    at_beat = runtime.conditions(given.known, given.style)
    free = np.repeat(np.arange(16)[:, None] >= 8, 24, axis=1)
    settings = DrawSettings(lowest=50, highest=70, beat_limit=6)
    beats: list[int] = []
    out = write_notes(runtime, at_beat, given.bars, grid_from_notes(PROMPT), free, rng, settings, beats.append)
    assert beats == list(range(8, 16))
    assert len(out.pitch)
    assert ((out.pitch >= 50) & (out.pitch <= 70)).all()
    assert ((out.onset >= 8 * 24) & (out.onset < 16 * 24)).all()
    assert (np.diff(out.onset * 128 + out.pitch) > 0).all(), "notes must rise in (onset, pitch)"
    assert np.bincount(out.onset // 24).max() <= 6


def test_pitches_and_lengths_have_their_own_share_of_the_tail(checkpoint: Checkpoint) -> None:
    runtime = TorchRuntime(checkpoint, "cpu")
    given = conditions(checkpoint.config, 8, np.random.default_rng(1))
    at_beat = runtime.conditions(given.known, given.style)
    free = np.zeros((8, 24), bool)
    free[:, 0] = True

    def firsts(settings: DrawSettings, column: str) -> set[int]:
        """What the first new note has, in eight draws of all."""
        made = [
            write_notes(runtime, at_beat, given.bars, grid_from_notes(()), free, np.random.default_rng(seed), settings,
                        lambda _: None)
            for seed in range(8)
        ]  # fmt: skip
        return {int(getattr(notes, column)[0]) for notes in made if len(notes.pitch)}

    likeliest = DrawSettings(top_p=1e-6, beat_limit=1)
    assert len(firsts(likeliest, "pitch")) == len(firsts(likeliest, "duration")) == 1
    wide = replace(likeliest, length_share=1e6)
    assert len(firsts(wide, "pitch")) == 1
    assert len(firsts(wide, "duration")) > 2
    assert len(firsts(replace(likeliest, pitch_share=1e6), "pitch")) > 2


def test_cached_steps_equal_the_whole_sequence(checkpoint: Checkpoint) -> None:
    runtime = TorchRuntime(checkpoint, "cpu")
    rng = np.random.default_rng(2)
    given = conditions(checkpoint.config, 8, rng)
    at_beat = runtime.conditions(given.known, given.style)
    elements = elements_from_grid(grid_from_notes(PROMPT), 8)
    tokens = np.stack(
        [elements.kind, elements.onset, elements.pitch, elements.duration, elements.velocity, elements.micro], axis=1
    )
    position = (elements.beat + elements.onset / 24).astype(np.float32)

    def feed(parts: list[slice]) -> np.ndarray:
        cache = Cache.empty(checkpoint.config)
        return np.concatenate(
            [
                runtime.step(tokens[p], given.bars[elements.beat[p]], at_beat[elements.beat[p]], position[p], cache)
                for p in parts
            ]
        )

    whole = feed([slice(0, len(tokens))])
    single = feed([slice(k, k + 1) for k in range(len(tokens))])
    np.testing.assert_allclose(whole, single, atol=1e-4)
    # The training form of the trunk says the same.
    networks = Networks.build(checkpoint.config)
    networks.load({name: torch.from_numpy(value.copy()) for name, value in checkpoint.weights.items()})
    cos, sin = element_angles(position, np.arange(len(tokens)), checkpoint.config.head_size)
    bars = torch.from_numpy(given.bars[elements.beat])
    with torch.inference_mode():
        h = networks.decoder.trunk(
            networks.decoder.embed(torch.from_numpy(tokens)[None], bars[None, :, 0], bars[None, :, 1]),
            torch.from_numpy(at_beat[elements.beat])[None], torch.from_numpy(cos)[None], torch.from_numpy(sin)[None],
        )[0].numpy()  # fmt: skip
    np.testing.assert_allclose(whole, h, atol=1e-4)


def test_each_factor_latent_depends_on_its_own_features_alone(checkpoint: Checkpoint) -> None:
    runtime = TorchRuntime(checkpoint, "cpu")
    rng = np.random.default_rng(4)
    features = rng.random((4, FEATURE_SIZE)).astype(np.float32)
    base = runtime.beat_latents(features)
    start = 0
    for index, size in enumerate(FEATURE_SIZES.values()):
        changed = features.copy()
        changed[:, start : start + size] += 0.5
        moved = np.abs(runtime.beat_latents(changed) - base).max(axis=0).reshape(4, -1).max(axis=1)
        assert moved[index] > 1e-3
        assert np.delete(moved, index).max() == 0
        start += size


def test_a_damaged_checkpoint_is_one_sentence(checkpoint: Checkpoint, tmp_path: Path) -> None:
    from engine.errors import ResourceError

    data = (checkpoint.folder / "model.safetensors").read_bytes()
    (tmp_path / "model.safetensors").write_bytes(data[: len(data) // 2])
    with pytest.raises(ResourceError, match="damaged"):
        load_checkpoint(tmp_path)
    with pytest.raises(ResourceError, match="no checkpoint"):
        load_checkpoint(tmp_path / "nowhere")


def test_draws_follow_the_distribution_and_the_limits() -> None:
    rng = np.random.default_rng(0)
    probability = np.array([0.5, 0.3, 0.15, 0.05])
    logits = np.log(probability).astype(np.float32)
    seen = np.bincount([draw(logits, DrawSettings(top_p=1.0), rng) for _ in range(4000)], minlength=4) / 4000
    np.testing.assert_allclose(seen, probability, atol=0.03)
    assert {draw(logits, DrawSettings(top_p=0.7), rng) for _ in range(300)} == {0, 1}
    assert {draw(logits, DrawSettings(top_p=0.7), rng, share=0.5) for _ in range(300)} == {0}
    assert {draw(logits, DrawSettings(top_p=0.95), rng) for _ in range(1000)} == {0, 1, 2}
    assert {draw(logits, DrawSettings(top_p=0.95), rng, share=1.1) for _ in range(1000)} == {0, 1, 2, 3}
    assert {draw(logits, DrawSettings(top_p=1.0, top_k=1), rng) for _ in range(100)} == {0}
    only_last = np.array([False, False, False, True])
    assert {draw(logits, DrawSettings(), rng, only_last) for _ in range(50)} == {3}


@pytest.mark.parametrize("far", [-720.0, -800.0, -np.inf])
def test_values_that_never_come_are_drawn_among_without_a_warning(far: float) -> None:
    rng, logits = np.random.default_rng(0), np.array([0.0, far, -1.0, far])
    assert {draw(logits, DrawSettings(top_p=1.0), rng) for _ in range(300)} == {0, 2}
