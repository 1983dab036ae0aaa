"""Telling gridded files from free ones by their onsets, and putting free ones on their beats."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import TempoMap
from engine.music.meter import BeatGrid, grid_fit, on_grid, played_beats, regrid
from engine.music.note import TICKS_PER_QUARTER, Note


def clip_of(places: np.ndarray, seed: int = 0) -> Clip:
    """A clip with a note at each of these ticks."""
    rng = np.random.default_rng(seed)
    return Clip(tuple(Note(max(0, round(p)), int(rng.integers(40, 80)), 200) for p in places))


def written(bars: int = 24, ratio: float = 0.5, seed: int = 0) -> np.ndarray:
    """Onset ticks of a line of quarters and eighths, swung at `ratio`."""
    rng = np.random.default_rng(seed)
    beats = np.arange(bars * 4)
    off = beats[rng.random(len(beats)) < 0.6] + ratio
    return np.sort(np.concatenate([beats, off])) * TICKS_PER_QUARTER


def free_clip(notes: int = 600, seed: int = 0) -> Clip:
    """Played without a click: eighths at a tempo that drifts, at ticks that know nothing of it."""
    rng = np.random.default_rng(seed)
    beat = 330 * np.exp(np.cumsum(rng.normal(0, 0.015, notes)).clip(-0.4, 0.4))
    pitches = 60 + np.cumsum(rng.integers(-3, 4, notes)) % 24
    starts = 100 + np.cumsum(beat)
    found = [Note(int(s), int(p), 180, int(rng.integers(50, 100))) for s, p in zip(starts, pitches, strict=True)]
    found += [Note(int(s), 40, 300, 90) for s in starts[::2]]
    return Clip(tuple(found), tempo=TempoMap.constant(120))


@pytest.mark.parametrize("ratio", [0.5, 0.58, 0.62, 2 / 3, 0.7])
def test_quantised_files_have_a_grid_whatever_their_swing(ratio: float) -> None:
    assert played_beats(clip_of(written(ratio=ratio))) is None


@pytest.mark.parametrize("sd_ticks", [5, 12, 24])
@pytest.mark.parametrize("ratio", [0.5, 0.64])
def test_humanised_files_have_a_grid(sd_ticks: float, ratio: float) -> None:
    places = written(ratio=ratio)
    assert played_beats(clip_of(places + np.random.default_rng(1).normal(0, sd_ticks, len(places)))) is None


@pytest.mark.parametrize("seed", range(6))
def test_free_playing_has_none(seed: int) -> None:
    assert played_beats(free_clip(seed=seed)) is not None


def test_a_short_quantised_prompt_keeps_its_grid() -> None:
    assert played_beats(clip_of(np.array([0, 480, 960, 1200, 1440]))) is None


def test_the_fit_falls_as_the_touch_grows_uneven() -> None:
    places = written()
    noise = np.random.default_rng(2).normal(0, 1, len(places))
    fits = [grid_fit(clip_of(places + sd * noise)) for sd in (0, 20, 60, 200)]
    assert fits == sorted(fits, reverse=True)
    assert fits[0] > 0.8
    assert fits[-1] < 0.12


def test_gridded_and_nearly_empty_clips_are_returned_as_they_are() -> None:
    for clip in (clip_of(written()), Clip(), clip_of(np.array([37.0])), clip_of(np.array([37.0, 411.0]))):
        assert on_grid(clip) is clip


def seconds(clip: Clip) -> np.ndarray:
    return np.sort([clip.tempo.seconds_at(note.start) for note in clip.notes])


def test_regridding_keeps_playing_time_and_begins_on_a_bar_line() -> None:
    clip = free_clip()
    moved = on_grid(clip)
    assert moved is not clip
    assert len(moved.notes) == len(clip.notes)
    shift = seconds(moved) - seconds(clip)
    assert np.ptp(shift) < 0.004  # each within 2 ms of one common move
    assert moved.meter.is_bar_line(moved.length)
    assert {change.denominator for change in moved.meter.changes} == {4}


@given(
    intervals=st.lists(st.floats(0.2, 1.7), min_size=9, max_size=40),
    first=st.integers(0, 3),
    size=st.integers(2, 4),
)
@settings(max_examples=40)
def test_beats_become_quarters_and_downbeats_bar_lines(intervals: list[float], first: int, size: int) -> None:
    beats = 0.3 + np.concatenate([[0.0], np.cumsum(intervals)])
    position = ((np.arange(len(beats)) + first) % size).astype(np.int8)
    clip = Clip(
        tuple(Note(round(t * 960), 60, 100) for t in beats[:-1]),
        chords=(ChordSpan(round(beats[0] * 960), round(beats[4] * 960), Chord(0, "7")),),
        controllers=(Controller(round(beats[2] * 960), 64, 127),),
    )
    moved = regrid(clip, BeatGrid(beats, position, size))
    pickup = int(position[0])
    for index, note in enumerate(moved.notes):
        assert abs(note.start - (index + pickup) * TICKS_PER_QUARTER) <= 3  # a tick of the source is up to 2 here
        if position[index] == 0:
            assert moved.meter.is_bar_line((index + pickup) * TICKS_PER_QUARTER)
    assert np.ptp(seconds(moved) - seconds(clip)) < 0.004
    assert moved.chords[0].start == moved.notes[0].start
    assert moved.controllers[0].tick == moved.notes[2].start


def test_a_bar_of_another_size_becomes_a_change_of_meter() -> None:
    position = np.array([0, 1, 2, 3, 0, 1, 0, 1, 2, 3, 0, 1, 2, 3, 0], np.int8)
    beats = 0.5 * np.arange(len(position))
    clip = Clip(tuple(Note(round(t * 960), 60, 100) for t in beats))
    moved = regrid(clip, BeatGrid(beats, position, 4))
    assert [(c.tick // 480, c.numerator) for c in moved.meter.changes] == [(0, 4), (4, 2), (6, 4)]


def test_finding_the_beat_tells_how_far_it_is_and_can_be_ended() -> None:
    clip, told = free_clip(notes=1600), []
    on_grid(clip, told.append)
    assert len(told) > 3
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] < 1

    def enough(done: float) -> None:
        if done > 0.4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        on_grid(clip, enough)
