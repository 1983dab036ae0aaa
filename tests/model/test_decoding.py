"""The decoder fed one element at a time by its own graphs: what the exported graphs say, in any portions."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.config import VOCABULARY
from engine.model.decoding import ATTRIBUTES, FIRST_ROOM, Decoding, ElementDecoding, PlainDecoding
from engine.model.runtime import FloatArray, OnnxRuntime

LENGTH = 90


@pytest.fixture(scope="module")
def bundled() -> Checkpoint:
    return load_checkpoint()


def heard(runtime: OnnxRuntime, decoding: Decoding, portions: Sequence[int], length: int = LENGTH) -> FloatArray:
    """The logits of all attributes after each portion, [portions, values]."""
    rng = np.random.default_rng(0)
    number = np.arange(length)
    drawn = [rng.integers(0, size, length) for size in VOCABULARY.values()]
    drawn[0] %= 24
    tokens = np.stack([(number % 6 > 0).astype(np.int64), *drawn], axis=1)
    beat = number // 6
    latents = rng.standard_normal((length // 6 + 1, runtime.config.latent_width)).astype(np.float32)
    condition = runtime.conditions(latents, rng.standard_normal(runtime.config.style_width).astype(np.float32))
    bars = np.stack([beat % 4, np.full(length, 4)], axis=1)
    rows, first = [], 0
    for portion in portions:
        part = slice(first, first + portion)
        position = (beat[part] + tokens[part, 1] / 24).astype(np.float32)
        decoding.feed(tokens[part], bars[part], condition[beat[part]], position)
        first += portion
        following = tokens[first % length : first % length + 1, 1:]
        rows.append(np.concatenate([decoding.logits(name, following) for name in ATTRIBUTES]))
    return np.stack(rows)


def divergence(expected: FloatArray, found: FloatArray) -> FloatArray:
    """Mean Kullback-Leibler divergence of each attribute, in nats."""
    edges, out = np.cumsum([0, *VOCABULARY.values()]), []
    for low, high in pairwise(edges):
        p, q = (x[:, low:high] - np.logaddexp.reduce(x[:, low:high], axis=1)[:, None] for x in (expected, found))
        out.append((np.exp(p) * (p - q)).sum(axis=1).mean())
    return np.array(out)


def test_the_bundled_checkpoint_has_the_quick_graphs(bundled: Checkpoint) -> None:
    assert isinstance(OnnxRuntime(bundled).decoding(), ElementDecoding)
    assert isinstance(OnnxRuntime(bundled, eight_bit=False).decoding(), PlainDecoding)


def test_quick_graphs_say_what_the_exported_ones_say_in_full_precision(bundled: Checkpoint) -> None:
    portions = [40] + [1] * (LENGTH - 40)
    quick, full = OnnxRuntime(bundled), OnnxRuntime(bundled, eight_bit=False)
    expected, found = heard(full, full.decoding(), portions), heard(quick, quick.decoding(), portions)
    assert 0 < divergence(expected, found).max() < 2e-3


def test_portions_do_not_matter(bundled: Checkpoint) -> None:
    runtime = OnnxRuntime(bundled)
    single = heard(runtime, runtime.decoding(), [1] * LENGTH)
    several = heard(runtime, runtime.decoding(), [30, 5, 1, 20, 33, 1])
    at = np.cumsum([30, 5, 1, 20, 33, 1]) - 1
    # Eight-bit products of one row and of several round their input in other ways.
    assert divergence(single[at], several).max() < 2e-3


def test_a_long_past_grows_beyond_the_first_room(bundled: Checkpoint) -> None:
    quick, full = OnnxRuntime(bundled), OnnxRuntime(bundled, eight_bit=False)
    length = FIRST_ROOM + 40
    portions = [FIRST_ROOM - 10] + [1] * 50
    expected = heard(full, full.decoding(), portions, length)
    found = heard(quick, quick.decoding(), portions, length)
    assert divergence(expected, found).max() < 2e-3


def test_two_threads_and_two_passes_at_once_give_the_same_bits(bundled: Checkpoint) -> None:
    one, two = OnnxRuntime(bundled, 1), OnnxRuntime(bundled, 2)
    portions = [20] + [1] * 30
    other = one.decoding()
    heard(one, other, [10], 10)
    np.testing.assert_array_equal(heard(one, one.decoding(), portions), heard(two, two.decoding(), portions))


def test_an_attribute_may_be_asked_for_again(bundled: Checkpoint) -> None:
    runtime = OnnxRuntime(bundled)
    decoding = runtime.decoding()
    heard(runtime, decoding, [12])
    drawn = np.array([[3, 60, 10, 16, 4]])
    first = decoding.logits("velocity", drawn)
    decoding.logits("pitch", drawn)
    np.testing.assert_array_equal(decoding.logits("velocity", drawn), first)


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_without_the_quick_graphs_the_exported_ones_serve(bundled: Checkpoint, tmp_path: Path, damage: str) -> None:
    shutil.copytree(bundled.folder, tmp_path / "model")
    graph = tmp_path / "model/graphs/element_int8.onnx"
    if damage == "missing":
        graph.unlink()
    else:
        graph.write_bytes(b"not a graph")
    runtime = OnnxRuntime(replace(bundled, folder=tmp_path / "model"))
    decoding = runtime.decoding()
    assert isinstance(decoding, PlainDecoding)
    assert np.isfinite(heard(runtime, decoding, [12])).all()
