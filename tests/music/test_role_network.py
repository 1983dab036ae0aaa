from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import ResourceError
from engine.music.note import Role
from engine.music.role_features import OFFSETS, REACH, note_features, note_order
from engine.music.role_network import WINDOW, load_network
from engine.music.roles import role_array

Columns = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]


def piano(bars: int, seed: int = 0) -> Columns:
    """A line in eighths over two-handed chords with a bass, unevenly struck, in order."""
    rng = np.random.default_rng(seed)
    rows = []
    for bar in range(bars):
        rows += [(4 * bar + half / 2, 0.5, 70 + int(rng.integers(-5, 12))) for half in range(8)]
        rows += [(4 * bar + place, 1.0, pitch) for place in (0.5, 2.5) for pitch in (52, 58, 63)]
        rows += [(4 * bar, 2.0, 36 + int(rng.integers(8)))]
    table = np.array(rows)
    table[:, 0] += rng.normal(0, 0.01, len(table))
    order = note_order(table[:, 0], table[:, 2].astype(np.int64))
    onset, length, pitch = table[order].T
    return onset, onset + length, pitch.astype(np.int64)


def test_a_line_that_falls_among_the_chords_stays_the_lead() -> None:
    """Down over two octaves and back; where it lies under the chords' top it is still one line."""
    steps = np.r_[np.arange(84, 60, -2), np.arange(60, 84, 2)]
    line = [(index / 2, 0.5, int(pitch)) for index, pitch in enumerate(np.tile(steps, 3))]
    chords = [(2 * half + 1, 0.4, pitch) for half in range(18) for pitch in (55, 59, 62, 64)]
    onset, length, pitch = np.array(line + chords).T
    roles = role_array(onset, onset + length, pitch)
    assert np.mean(roles[: len(line)] == Role.LEAD) > 0.9
    assert np.mean(roles[len(line) :] == Role.CHORDS) > 0.9


def test_features_do_not_care_when_and_tell_neighbours() -> None:
    onset, end, pitch = piano(4)
    here, later = note_features(onset, end, pitch), note_features(onset + 32, end + 32, pitch)
    for mine, other in zip(here, later, strict=True):
        assert np.allclose(mine, other, atol=1e-5)
    assert here.there.sum(axis=1).max() == 2 * len(OFFSETS) - (len(onset) < 2 * REACH + 1)
    assert not here.there[0, : len(OFFSETS)].any()
    assert not here.edge[here.there == 0].any()
    assert here.neighbour[5, len(OFFSETS)] == 6
    assert here.neighbour[5, 0] == 4


def test_long_music_is_told_as_in_one_window() -> None:
    onset, end, pitch = piano(-(-2 * WINDOW // 15))
    network = load_network()
    assert len(onset) > WINDOW
    whole = network.logits(note_features(onset, end, pitch))
    assert (network(onset, end, pitch).argmax(axis=1) == whole.argmax(axis=1)).all()
    assert np.allclose(np.exp(network(onset[:9], end[:9], pitch[:9])).sum(axis=1), 1, atol=1e-5)


def test_weights_that_are_damaged_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "roles.safetensors"
    broken.write_bytes(b"no weights")
    with pytest.raises(ResourceError, match=r"roles\.safetensors"):
        load_network(broken)
