from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.music.choruses import form_beats, together

BLUES = np.repeat([24, 29, 24, 24, 29, 29, 24, 33, 38, 31, 24, 31], 4)
"""Twelve bars of 4/4, a chord a bar."""


def unsure(states: NDArray[np.int64], sure: float = 4.5, seed: int = 0) -> NDArray[np.float64]:
    """Log-probabilities of a listener who is right two times out of three."""
    scores = np.random.default_rng(seed).normal(0, 1.5, (len(states), 108))
    scores[np.arange(len(states)), states] += sure
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))


def bars(beats: int, size: int = 4) -> NDArray[np.bool_]:
    return np.arange(beats) % size == 0


@pytest.mark.parametrize("rounds", [3, 5])
def test_what_one_chorus_leaves_open_another_tells(rounds: int) -> None:
    truth = np.tile(BLUES, rounds)
    chances = unsure(truth)
    assert form_beats(chances, bars(len(truth))) == 48
    alone = (chances.argmax(axis=1) == truth).mean()
    heard = together(chances, bars(len(truth)))
    assert (heard.argmax(axis=1) == truth).mean() > alone + 0.15
    assert np.array_equal(heard[:48], heard[48:96])


def test_a_chorus_that_is_cut_off_counts() -> None:
    truth = np.tile(BLUES, 4)[: 3 * 48 + 20]
    assert form_beats(unsure(truth), bars(len(truth))) == 48
    assert together(unsure(truth), bars(len(truth))).shape == (164, 108)


def test_what_is_sure_is_left_alone() -> None:
    truth = np.tile(BLUES, 4)
    chances = unsure(truth, sure=14.0)
    assert form_beats(chances, bars(len(truth))) is None
    assert together(chances, bars(len(truth))) is chances


def test_what_does_not_come_round_is_left_alone() -> None:
    truth = np.repeat(np.random.default_rng(1).integers(0, 108, 64), 4)
    assert form_beats(unsure(truth), bars(256)) is None
    fourteen = np.tile(np.repeat(np.random.default_rng(2).integers(0, 108, 14), 4), 4)
    assert form_beats(unsure(fourteen), bars(len(fourteen))) is None  # no chorus has fourteen bars


@pytest.mark.parametrize("beats", [1, 4, 40, 95])
def test_short_music_has_no_choruses(beats: int) -> None:
    chances = unsure(np.resize(BLUES, beats))
    assert together(chances, bars(beats)) is chances


def test_bars_that_change_have_no_choruses() -> None:
    truth = np.tile(BLUES, 4)
    lines = bars(len(truth))
    lines[96:] = bars(96, 3)
    assert form_beats(unsure(truth), lines) is None
    assert form_beats(unsure(truth), np.zeros(len(truth), bool)) is None
