"""8-bit weights of the bundled checkpoint: close to the full ones, chosen by themselves, absent without loss."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.quantised import BLOCK, BLOCK_SCALES, BLOCKS, ROW_SCALES, ROWS, in_forms
from engine.model.runtime import NO_CHORD, BeatConditions, Cache, FloatArray, OnnxRuntime


@pytest.fixture(scope="module")
def bundled() -> Checkpoint:
    return load_checkpoint()


def test_both_forms_hold_a_weight_to_half_a_step() -> None:
    weight = np.random.default_rng(0).normal(0, 1, (6, 2 * BLOCK)).astype(np.float32)
    weight[2] = 0
    made = in_forms(weight, ("", BLOCKS, BLOCK_SCALES, ROWS, ROW_SCALES))
    np.testing.assert_array_equal(made[""], weight)
    scale = made[BLOCK_SCALES]
    blocks = (made[BLOCKS].astype(np.float32) - 128) * scale[..., None]
    assert np.abs(blocks.reshape(weight.shape) - weight).max() <= scale.max() / 2 + 1e-6
    rows = made[ROWS].T * made[ROW_SCALES][:, None]
    assert np.abs(rows - weight).max() <= made[ROW_SCALES].max() / 2 + 1e-6
    # Two products with a byte of the input are added in 16 bits by processors without VNNI.
    assert 2 * 255 * np.abs(made[ROWS].astype(int)).max() < 2**15
    with pytest.raises(ValueError, match="no form"):
        in_forms(weight, (ROWS, ".rows4"))


def denoised(runtime: OnnxRuntime) -> FloatArray:
    rng = np.random.default_rng(1)
    config, beats = runtime.config, 32
    known = rng.standard_normal((beats, config.latent_width)).astype(np.float32)
    given = BeatConditions(
        known, np.repeat(np.arange(beats) < 16, 4).reshape(beats, 4).astype(np.float32),
        rng.standard_normal((beats, config.phrase_width)).astype(np.float32), np.ones(beats, np.float32),
        np.tile(NO_CHORD, (beats, 1)), np.stack([np.arange(beats) % 4, np.full(beats, 4)], axis=1),
        rng.standard_normal(config.style_width).astype(np.float32),
    )  # fmt: skip
    return runtime.denoise_beats(known[::-1].copy(), 0.5, given, 1.5, 1.0)


def played(runtime: OnnxRuntime) -> FloatArray:
    rng = np.random.default_rng(2)
    latents = rng.standard_normal((4, runtime.config.latent_width)).astype(np.float32)
    condition = runtime.conditions(latents, rng.standard_normal(runtime.config.style_width).astype(np.float32))
    cache, out = Cache.empty(runtime.config), []
    for number in range(16):
        token = np.array([[1, number % 24, 40 + 2 * number, 20, 16, 4]])
        beat = np.array([number // 4])
        out.append(runtime.step(token, np.array([[beat[0], 4]]), condition[beat], beat.astype(np.float32), cache))
    h = np.concatenate(out)
    return np.stack([runtime.head("onset", row[None], np.zeros((1, 5), np.int64)) for row in h])


def test_the_small_graphs_say_what_the_full_ones_say(bundled: Checkpoint) -> None:
    small, full = OnnxRuntime(bundled), OnnxRuntime(bundled, eight_bit=False)
    assert small._file("step") != full._file("step")
    for measure in (denoised, played):
        a, b = measure(small).ravel(), measure(full).ravel()
        assert not np.array_equal(a, b)
        assert np.corrcoef(a, b)[0, 1] > 0.999
    assert small.eight_bit


def test_two_threads_give_the_same_bits(bundled: Checkpoint) -> None:
    one, two = OnnxRuntime(bundled, 1), OnnxRuntime(bundled, 2)
    np.testing.assert_array_equal(denoised(one), denoised(two))
    np.testing.assert_array_equal(played(one), played(two))


def test_a_graph_that_does_not_load_leaves_the_full_one(bundled: Checkpoint, tmp_path: Path) -> None:
    shutil.copytree(bundled.folder, tmp_path / "model")
    (tmp_path / "model/graphs/step_int8.onnx").write_bytes(b"not a graph")
    runtime = OnnxRuntime(replace(bundled, folder=tmp_path / "model"))
    expected = played(OnnxRuntime(bundled, eight_bit=False))
    np.testing.assert_array_equal(played(runtime), expected)
    assert not runtime.eight_bit


@pytest.mark.parametrize("eight_bit", [False, True])
def test_the_bundled_graphs_show_the_denoiser_its_estimates_where_it_was_trained_so(
    bundled: Checkpoint, eight_bit: bool
) -> None:
    config, beats, rng = bundled.config, 16, np.random.default_rng(5)
    runtime = OnnxRuntime(bundled, eight_bit=eight_bit)
    given = BeatConditions(
        np.zeros((beats, config.latent_width), np.float32), np.zeros((beats, 4), np.float32),
        np.zeros((beats, config.phrase_width), np.float32), np.zeros(beats, np.float32),
        np.tile(NO_CHORD, (beats, 1)), np.stack([np.arange(beats) % 4, np.full(beats, 4)], axis=1),
        np.zeros(config.style_width, np.float32),
    )  # fmt: skip
    noisy = rng.standard_normal((beats, config.latent_width)).astype(np.float32)
    shown = replace(given, known=rng.standard_normal((beats, config.latent_width)).astype(np.float32))
    without, told = (runtime.denoise_beats(noisy, 0.3, conditions, 1.0, 1.0) for conditions in (given, shown))
    assert bool(np.abs(without - told).max() > 1e-3) == config.self_conditioned
