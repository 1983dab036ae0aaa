"""Bars become quarter-beat cells, and notes land on the model's grid with their micro-timing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.music.clip import Clip
from engine.music.note import Note
from tests.training.corpus_files import midi_file, tune
from training.corpus_readers import clips, folder
from training.corpus_readers.asap import annotated_bars, parse_annotations
from training.corpus_readers.bars import Bar, bars_from_beats, build_grid
from training.corpus_readers.base import Reading, SkipError, Source
from training.pieces import make_piece

SOURCE = Source("x.mid", "folder", "mine", title="x", artist="me")


def _bars(lengths: list[float]) -> list[Bar]:
    starts = np.concatenate([[0.0], np.cumsum(lengths)])
    return [Bar(length, (0.0,), (float(start),), length) for length, start in zip(lengths, starts, strict=False)]


def test_whole_bars_keep_their_meter() -> None:
    grid = build_grid(_bars([4, 3, 5]), 12.0)
    assert grid.bar_position.tolist() == [0, 1, 2, 3, 0, 1, 2, 0, 1, 2, 3, 4]
    assert grid.bar_length.tolist() == [4] * 4 + [3] * 3 + [5] * 5
    assert grid.stretched == 0
    assert grid.cells_at(np.array([0.0, 6.5, 11.75])).tolist() == [0.0, 6.5, 11.75]


def test_two_bars_of_three_eighths_make_one_of_six() -> None:
    grid = build_grid(_bars([1.5] * 4), 6.0)
    assert grid.bar_length.tolist() == [3] * 6
    assert grid.bar_position.tolist() == [0, 1, 2, 0, 1, 2]
    assert grid.stretched == 0


def test_a_lone_seven_eight_bar_is_rounded_up_and_counted() -> None:
    grid = build_grid(_bars([4, 3.5, 4]), 11.5)
    assert grid.stretched == 1
    assert grid.bar_length.tolist() == [4] * 12
    # The bar after it begins on its own cell, and notes inside keep their place in the bar.
    assert grid.cells_at(np.array([7.0, 7.5, 8.5])).tolist() == [7.0, 8.0, 9.0]


def test_a_pickup_is_completed_to_a_whole_bar() -> None:
    bars = bars_from_beats([1.0, 1.5, 2.0, 2.5, 3.0], [0, 1, 1, 1, 1], [4.0] * 5)
    grid = build_grid(bars, 3.5, first=1.0)
    assert grid.bar_position.tolist() == [0, 1, 2, 3, 0, 1, 2, 3]
    assert grid.cells_at(np.array([1.0, 1.5])).tolist() == [3.0, 4.0]


def test_notes_before_the_first_beat_get_bars_in_front() -> None:
    bars = bars_from_beats([5.0, 5.5, 6.0, 6.5], [1, 1, 1, 1], [4.0] * 4)
    grid = build_grid(bars, 7.0, first=2.6)
    assert len(grid.bar_position) == 12
    assert grid.cells_at(np.array([2.6]))[0] == pytest.approx(8 - 4.8)


@given(st.lists(st.sampled_from([4.0, 3.0, 1.5, 3.5, 2.0, 0.75]), min_size=1, max_size=30), st.randoms())
def test_time_never_runs_backwards_and_bars_never_overlap(lengths: list[float], rng: object) -> None:
    end = float(sum(lengths))
    grid = build_grid(_bars(lengths), end)
    cells = grid.cells_at(np.linspace(0, end, 200))
    assert np.all(np.diff(cells) >= -1e-9)
    assert len(grid.bar_position) == sum(
        length for length, position in zip(grid.bar_length, grid.bar_position, strict=True) if position == 0
    )
    assert cells[-1] == pytest.approx(len(grid.bar_position), abs=1.0)


def test_annotations_in_compound_meter_become_quarters() -> None:
    # 6/8 is annotated in dotted quarters, two a bar: three quarters.
    text = "0.5\t0.5\tdb,6/8,2\n1.25\t1.25\tb\n2.0\t2.0\tdb\n2.75\t2.75\tb\n"
    bars = annotated_bars(parse_annotations(text))
    assert [bar.quarters for bar in bars] == [3.0, 3.0]
    grid = build_grid(bars, 3.5)
    assert grid.cells_at(np.array([0.5, 1.0, 1.25, 2.75])).tolist() == [0.0, 1.0, 1.5, 4.5]


@given(st.lists(st.floats(0, 15.99), min_size=16, max_size=60, unique=True))
def test_micro_timing_is_exact_to_a_sixteenth_of_a_step(onsets: list[float]) -> None:
    onset = np.array(sorted(onsets))
    pitch = np.arange(len(onset), dtype=np.int64) % 80 + 20
    reading = Reading(
        onset, onset + 0.2, pitch, np.full(len(onset), 70), build_grid(_bars([4.0] * 4), 16.0), "annotated"
    )
    try:
        piece = make_piece(SOURCE, reading)
    except SkipError:
        return  # all onsets fell so close together that notes became one, or nothing was left inside the bars
    first = 4 * (np.floor(onset[0] * 24 + 0.5) // 96)
    true = (onset - first) * 24
    found = piece.onset + (piece.micro + 0.5) / 8 - 0.5
    assert piece.onset.min() >= 0
    assert len(found) <= len(true)  # an onset that rounds into the bar after the last one is left out
    nearest = np.abs(true[None, :] - found[:, None]).min(axis=1)
    assert nearest.max() <= 1 / 16 + 1e-6
    assert set(piece.micro.tolist()) <= set(range(8))


def test_a_gridded_file_lands_on_whole_steps(tmp_path: Path) -> None:
    midi_file(tmp_path / "solos" / "a.mid", [("", tune(1))], tempo_bpm=90, meter=(3, 4))
    clip = clips.load(tmp_path / "solos" / "a.mid")
    piece = make_piece(SOURCE, clips.by_file(clip))
    assert set(piece.micro.tolist()) == {4}
    assert set(piece.bar_length.tolist()) == {3}
    assert np.all(piece.onset % 12 == 0)
    assert piece.meta["tempo"] == 90.0
    assert np.allclose(np.diff(piece.beat_time), 60 / 90, atol=1e-4)
    assert np.all(np.diff(piece.onset * 128 + piece.pitch.astype(int)) > 0)


def test_a_performance_without_bars_is_tracked(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    notes = []
    for beat in range(96):
        start = round(beat * 0.613 * 960 + rng.normal(0, 6)) + 200
        notes += [(start, 300, pitch, 95 if beat % 4 == 0 else 70) for pitch in (40 + beat // 4 % 5, 64, 67)]
        notes.append((start + 294, 200, 72 + beat % 5, 60))
    midi_file(tmp_path / "solos" / "a.mid", [("", sorted(notes))])
    source = folder.find(_folder(tmp_path / "solos", tmp_path))[0]
    piece = make_piece(source, folder.read(tmp_path, source))
    assert piece.meta["grid"] == "tracked"
    beat = float(np.median(np.diff(piece.beat_time)))
    # The tactus, or its double or half: what matters is that beats follow the playing and not the file's ticks.
    assert min(abs(beat / 0.613 - ratio) for ratio in (0.5, 1.0, 2.0)) < 0.02


def _folder(path: Path, root: Path) -> folder.Folder:
    return folder.Folder(path, root, tuple(sorted(item.name for item in path.iterdir())), ())


def test_so_long_a_performance_is_left_out_before_its_beats_are_looked_for() -> None:
    hours = Clip(tuple(Note(7001 * i, 60, 480) for i in range(1000)))
    with pytest.raises(SkipError, match="more than two hours"):
        clips.by_tracking(hours)
