"""The beat tracker on music that the test plays: swung, with a tempo that breathes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mir_eval.beat import f_measure

from engine.errors import InputError, ResourceError
from engine.music.meter import BeatGrid, track_beats
from engine.music.meter_network import load_network


def swung_piece(beats: int = 160, ratio: float = 0.64, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Stride piano with a swung melody: notes (N, 4) in seconds and the beats, about 130 a minute, tempo adrift."""
    rng = np.random.default_rng(seed)
    length = 60 / 130 * np.exp(0.12 * np.sin(np.arange(beats) / 17) + rng.normal(0, 0.01, beats))
    times = 0.8 + np.concatenate([[0.0], np.cumsum(length)])
    roots = (36, 41, 43, 36)
    rows = []

    def play(place: float, duration: float, pitch: int, velocity: float) -> None:
        at = float(np.interp(place, np.arange(beats + 1), times)) + rng.normal(0, 0.006)
        rows.append((at, at + duration * 0.4, pitch, velocity))

    for beat in range(beats):
        root = roots[beat // 4 % 4]
        if beat % 2 == 0:
            play(beat, 0.9, root if beat % 4 == 0 else root + 7, 84 if beat % 4 == 0 else 74)
        else:
            for tone in (16, 19, 22):
                play(beat, 0.6, root + tone, 62)
        play(beat, 0.6, int(rng.choice([60, 64, 67, 70, 72])), 88)
        if rng.random() < 0.6:
            play(beat + ratio, 0.3, int(rng.choice([62, 65, 69, 74])), 78)
    notes = np.array(rows)
    return notes[np.argsort(notes[:, 0])], times[:beats]


def track(notes: np.ndarray) -> BeatGrid:
    return track_beats(notes[:, 0], notes[:, 1], notes[:, 2].astype(int), notes[:, 3].astype(int))


@pytest.mark.parametrize("seed", [0, 1])
def test_follows_a_swung_piece_whose_tempo_drifts(seed: int) -> None:
    notes, beats = swung_piece(seed=seed)
    grid = track(notes)
    inside = (grid.beats > beats[0] - 0.07) & (grid.beats < beats[-1] + 0.07)
    assert f_measure(beats, grid.beats[inside]) >= 0.9


def test_grid_covers_the_notes_and_counts_its_bars() -> None:
    notes, _ = swung_piece(40)
    grid = track(notes)
    assert grid.beats[0] <= notes[0, 0] + 0.05
    assert grid.beats[-1] >= notes[:, 1].max()
    assert (np.diff(grid.beats) > 0).all()
    step = np.diff(grid.bar_position.astype(int))
    assert ((step == 1) | (grid.bar_position[1:] == 0)).all()


def test_long_silence_is_bridged_by_beats() -> None:
    notes, _ = swung_piece(40)
    later = notes.copy()
    later[:, :2] += notes[-1, 1] + 25
    both = np.concatenate([notes, later])
    grid = track(both)
    assert np.diff(grid.beats).max() < 2.0
    assert grid.beats[-1] >= both[:, 1].max()


def test_a_piece_longer_than_one_chunk_is_read_whole() -> None:
    notes, _ = swung_piece(40)
    length = notes[-1, 1] + 0.1
    rounds = int(760 / length) + 1
    many = np.concatenate([notes + np.array([k * length, k * length, 0, 0]) for k in range(rounds)])
    grid = track(many)
    assert grid.beats[-1] >= many[:, 1].max()
    assert np.diff(grid.beats).max() < 2.0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_notes_get_a_plain_grid_from_the_first_onset(count: int) -> None:
    onset = 1.0 + 0.5 * np.arange(count)
    grid = track_beats(onset, onset + 0.3, np.full(count, 60), np.full(count, 80))
    assert grid.beats[0] == pytest.approx(1.0)
    assert grid.bar_position[0] == 0
    assert grid.beats[-1] >= onset[-1] + 0.3


def test_a_chord_alone_gets_a_plain_grid() -> None:
    onset = np.full(6, 2.0)
    grid = track_beats(onset, onset + 1, np.arange(60, 66), np.full(6, 80))
    assert len(grid.beats) >= 2
    assert np.isfinite(grid.beats).all()


def test_no_notes_is_said_plainly() -> None:
    none = np.zeros(0)
    with pytest.raises(InputError, match="no notes"):
        track_beats(none, none, none.astype(int), none.astype(int))


def test_times_that_are_no_numbers_are_refused() -> None:
    onset = np.array([0.0, np.nan, 1.0, 2.0])
    with pytest.raises(InputError, match="not numbers"):
        track_beats(onset, onset + 1, np.full(4, 60), np.full(4, 80))


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    path = tmp_path / "meter.safetensors"
    path.write_bytes(b"nothing of use")
    with pytest.raises(ResourceError, match=r"meter\.safetensors"):
        load_network(path)
