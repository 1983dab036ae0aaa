"""Factor fidelity: its measures by hand, and the swap test on the bundled model in small."""

from __future__ import annotations

import numpy as np
import pytest

from engine.generate.engine import Engine
from engine.model.tokens import GridNotes
from tests.training.music import two_hands
from training import swap_test
from training.swap_test import FactorDecoder


def clip(onsets: list[int], pitches: list[int], durations: list[int], velocities: list[int]) -> GridNotes:
    columns = [np.array(values, np.int64) for values in (onsets, pitches, durations, velocities)]
    return GridNotes(columns[0], columns[0] * 0 + 4, *columns[1:])


def test_measures_of_a_clip_against_itself_and_against_another_by_hand() -> None:
    a = clip([0, 24, 48, 72], [60, 64, 67, 72], [24] * 4, [40, 60, 80, 100])
    for measure in swap_test.ASPECTS.values():
        assert measure(a, a, 4) == pytest.approx(1)
    # Two of four pitch classes agree (an octave counts); one onset of four is a step late; loudness is turned round.
    b = clip([0, 24, 49, 72], [72, 64, 68, 71], [24, 24, 23, 24], [100, 80, 60, 40])
    assert swap_test.chroma_f1(a, b, 4) == pytest.approx(2 * 2 / 8)
    assert swap_test.onset_f1(a, b, 4) == pytest.approx(2 * 3 / 8)
    assert swap_test.velocity_correlation(a, b, 4) == pytest.approx(-1)
    assert swap_test.top_agreement(a, b, 4) == pytest.approx(2 / 8)


def test_a_tone_that_is_hardly_heard_belongs_to_no_beat() -> None:
    held = swap_test.chroma_sets(clip([0], [60], [26], [80]), 2)
    assert held[0, 0]
    assert not held[1].any()
    assert swap_test.chroma_sets(clip([5], [61], [1], [80]), 1)[0, 1]


def test_loudness_that_does_not_change_cannot_be_missed() -> None:
    flat = clip([0, 24, 48], [60] * 3, [12] * 3, [80] * 3)
    assert swap_test.velocity_correlation(flat, clip([0, 24, 48], [60] * 3, [12] * 3, [20, 90, 30]), 3) == 1.0


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


@pytest.mark.slow
def test_each_factor_of_the_bundled_model_carries_its_own_aspect(engine: Engine) -> None:
    clips = [two_hands(1), two_hands(6, key=6, swung=True)]
    found = swap_test.measure_factors(engine.runtime, clips, removed=False)
    own = {name: value["mean"] for name, value in found["own"].items()}
    assert own["rhythm_hard_grid"] >= 0.98
    assert own["rhythm"] >= 0.9
    assert own["harmony"] >= 0.8
    assert own["dynamics"] >= 0.8
    assert own["melody"] >= 0.5
    # The swapped aspect goes to the donor, well beyond how alike the two clips are anyway.
    for name in ("harmony", "rhythm", "dynamics"):
        assert found["swap"][name][name] * own[name] > found["chance"][name] + 0.2, name
    # Loudness and harmony leave the rhythm alone, and the other way round.
    for name in ("harmony", "melody", "dynamics"):
        assert found["swap"][name]["rhythm"] >= 0.9, name
    assert found["swap"]["dynamics"]["harmony"] >= 0.85


def test_latents_of_another_clip_fail_the_measures(engine: Engine) -> None:
    """What the test above asks is not given for nothing: the wrong latents do not reach it."""
    decoder = FactorDecoder(engine.runtime)
    wanted, other = two_hands(1), two_hands(6, key=6, swung=True)
    made = decoder.write(*decoder.read(other), seed=0)
    assert swap_test.chroma_f1(wanted, made, 32) < 0.6
    assert swap_test.onset_f1(wanted, made, 32) < 0.7
