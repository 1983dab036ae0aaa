"""The cost that chooses among beginnings: nothing for the prompt itself, more for what differs from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.generate.likeness import FEW_STEPS, follow_prompt, likeness_cost, texture
from engine.model import factors
from engine.model.tokens import GridNotes
from tests.training.music import two_hands

PROMPT = two_hands(3, 16)


def cost(music: GridNotes) -> float:
    return likeness_cost(PROMPT, 16)(factors.features(factors.beat_facts(music, 16)))


def test_the_prompt_costs_nothing_and_every_difference_something() -> None:
    assert cost(PROMPT) == pytest.approx(0, abs=1e-6)
    every_other = GridNotes(*(getattr(PROMPT, name)[::2] for name in GridNotes.__slots__))
    different = {
        "thinner": every_other,
        "higher": PROMPT.transposed(12),
        "other key": PROMPT.transposed(6),
        "louder": replace(PROMPT, velocity=np.minimum(127, PROMPT.velocity + 30)),
        "shorter": replace(PROMPT, duration=np.maximum(1, PROMPT.duration // 4)),
        "swung": two_hands(3, 16, swung=True),
        "silent": PROMPT.window(100, 16),
    }
    for name, music in different.items():
        assert cost(music) > 0.15, name
    assert cost(every_other) < cost(different["silent"])


def test_neighbours_of_a_piece_cost_less_than_another_piece() -> None:
    piece = two_hands(5, 64)
    asked = likeness_cost(piece.window(0, 16), 16)

    def features(music: GridNotes) -> np.ndarray:
        return factors.features(factors.beat_facts(music, 16))

    other = two_hands(6, 16, key=3, swung=True).transposed(5)
    assert asked(features(piece.window(16, 16))) < asked(features(other))
    assert np.isfinite(texture(features(piece.window(1000, 16)))).all()


def test_creativity_widens_the_choice_the_other_way_and_speed_takes_the_first() -> None:
    numbers = [follow_prompt(PROMPT, 16, creativity, 50)["candidates"] for creativity in (0.0, 0.5, 1.0)]
    assert numbers == [9, 5, 1]
    assert follow_prompt(PROMPT, 16, 0.5, FEW_STEPS) == {}
    assert follow_prompt(PROMPT.window(100, 16), 16, 0.5, 50) == {}
