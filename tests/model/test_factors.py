"""Each factor measures what it says and nothing of the others."""

from __future__ import annotations

import numpy as np
import pytest

from engine.model import factors
from engine.model.factors import FEATURE_SIZES, HARMONY_SIZE, MELODY_SIZE, RHYTHM_SIZE
from engine.model.tokens import grid_from_notes
from engine.music.note import Note

SLICES = {
    "harmony": slice(0, HARMONY_SIZE),
    "melody": slice(HARMONY_SIZE, HARMONY_SIZE + MELODY_SIZE),
    "rhythm": slice(HARMONY_SIZE + MELODY_SIZE, HARMONY_SIZE + MELODY_SIZE + RHYTHM_SIZE),
    "dynamics": slice(HARMONY_SIZE + MELODY_SIZE + RHYTHM_SIZE, None),
}
PIECE = [
    Note(0, 48, 960, 60),
    Note(0, 64, 960, 50),
    Note(0, 67, 960, 55),
    Note(240, 72, 240, 90),
    Note(480, 74, 480, 100),
]


def measured(notes: list[Note], transpose: int = 0) -> np.ndarray:
    return factors.features(factors.beat_facts(grid_from_notes(notes), 2), transpose)


def test_sizes_add_up() -> None:
    assert sum(FEATURE_SIZES.values()) == measured(PIECE).shape[1] == factors.FEATURE_SIZE


def test_velocity_is_seen_by_dynamics_alone() -> None:
    louder = [Note(n.start, n.pitch, n.duration, n.velocity + 20) for n in PIECE]
    difference = np.abs(measured(PIECE) - measured(louder))
    for name in ("harmony", "melody", "rhythm"):
        assert difference[:, SLICES[name]].max() == 0
    assert difference[:, SLICES["dynamics"]].max() > 0.1


def test_transposition_leaves_rhythm_and_dynamics_and_agrees_with_moved_notes() -> None:
    moved = [n.transposed(5) for n in PIECE]
    np.testing.assert_allclose(measured(PIECE, 5)[:, SLICES["harmony"]], measured(moved)[:, SLICES["harmony"]])
    np.testing.assert_allclose(measured(PIECE, 5)[:, SLICES["melody"]], measured(moved)[:, SLICES["melody"]])
    np.testing.assert_array_equal(measured(PIECE, 5)[:, SLICES["rhythm"]], measured(PIECE)[:, SLICES["rhythm"]])
    np.testing.assert_array_equal(measured(PIECE, 5)[:, SLICES["dynamics"]], measured(PIECE)[:, SLICES["dynamics"]])


def test_known_values() -> None:
    facts = factors.beat_facts(grid_from_notes(PIECE), 2)
    assert facts.bass.tolist() == [48, 48]
    assert facts.skyline.tolist() == [[67, 72], [74, 74]]
    assert facts.skyline_onset.tolist() == [[True, True], [True, False]]
    assert facts.onsets[0, 0] == 3
    assert facts.onsets[0, 12] == 1
    assert facts.onsets.sum() == len(PIECE)
    assert facts.loudness[1, 0] == 200  # one note of velocity 100, stored doubled
    assert facts.chroma[0].argmax() in (0, 4, 7)


def test_a_silent_beat_is_all_zero_but_for_no_bass() -> None:
    silent = factors.features(factors.beat_facts(grid_from_notes([]), 3))
    assert silent[:, 24].tolist() == [1, 1, 1]
    assert np.count_nonzero(silent) == 3


def test_controls_measure_density_and_register() -> None:
    low = factors.controls(grid_from_notes([Note(k * 480, 40, 200, 40) for k in range(8)]), 8)
    high = factors.controls(grid_from_notes([Note(k * 240, 80, 200, 100) for k in range(16)]), 8)
    assert high[0] == pytest.approx(2 * low[0])
    assert high[1] > low[1]
    assert high[4] == pytest.approx(100 / 127)
