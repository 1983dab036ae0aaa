"""Clips and musical time: bars, slices, joins, and where music that follows begins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.note import Note

MIXED = MeterMap((MeterChange(0, 4, 4), MeterChange(3840, 3, 4), MeterChange(6720, 7, 8)))


def test_bars_follow_the_meters() -> None:
    assert [MIXED.bar_start(bar) for bar in range(6)] == [0, 1920, 3840, 5280, 6720, 8400]
    assert [MIXED.bar_at(tick) for tick in (0, 1919, 1920, 3840, 6719, 6720)] == [0, 0, 1, 2, 3, 4]
    assert MIXED.bar_ceil(3841) == 5280
    assert MIXED.bar_ceil(5280) == 5280


@given(st.integers(0, 50_000))
def test_a_tick_lies_in_its_bar(tick: int) -> None:
    bar = MIXED.bar_at(tick)
    assert MIXED.bar_start(bar) <= tick < MIXED.bar_start(bar + 1)


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(200_000, 2_000_000)), max_size=8), st.integers(0, 60_000))
def test_seconds_and_ticks_are_inverse(steps: list[tuple[int, int]], tick: int) -> None:
    now, changes = 0, [TempoChange(0)]
    for gap, tempo in steps:
        now += gap
        changes.append(TempoChange(now, tempo))
    tempo_map = TempoMap(tuple(changes))
    assert tempo_map.tick_at(tempo_map.seconds_at(tick)) == pytest.approx(tick, abs=1e-3)
    ticks = [tick, 0, *(change.tick for change in changes), *(change.tick - 1 for change in changes[1:])]
    assert tempo_map.seconds_of(np.array(ticks)).tolist() == [tempo_map.seconds_at(one) for one in ticks]


@pytest.mark.parametrize(
    ("notes", "length", "expected"),
    [
        ([Note(7200, 60, 480)], 7680, 7680),  # ends on the line
        ([Note(7200, 60, 700)], 0, 7680),  # the last note rings over a little
        ([Note(7200, 60, 480)], 7690, 7680),  # the file ends a little late
        ([Note(7200, 60, 480)], 9600, 9600),  # a written-out bar of rest
        ([Note(5760, 60, 3840)], 0, 9600),  # a note held through the next bar
        ([Note(7000, 60, 100)], 0, 7680),  # the bar is filled up
        ([], 1000, 1920),
        ([], 0, 0),
    ],
)
def test_where_music_that_follows_begins(notes: list[Note], length: int, expected: int) -> None:
    whole = Clip(tuple(notes), length=length).whole_bars()
    assert whole.length == expected
    assert all(note.end <= expected for note in whole.notes)
    assert [n.start for n in whole.notes] == [n.start for n in notes]


def test_a_slice_is_cut_and_counted_from_its_start() -> None:
    clip = Clip(
        (Note(0, 60, 960), Note(1920, 62, 4000), Note(3900, 64, 100)),
        MIXED,
        TempoMap((TempoChange(0, 500_000), TempoChange(2000, 400_000))),
        (ChordSpan(0, 3000, Chord(0)), ChordSpan(3000, 6000, Chord(7, "7"))),
        length=6720,
    )
    part = clip.slice_bars(1, 2)
    assert part.length == 5280 - 1920
    assert part.notes == (Note(0, 62, 3360), Note(1980, 64, 100))
    assert [(c.tick, c.numerator) for c in part.meter.changes] == [(0, 4), (1920, 3)]
    assert [(c.tick, c.us_per_quarter) for c in part.tempo.changes] == [(0, 500_000), (80, 400_000)]
    assert [(s.start, s.end) for s in part.chords] == [(0, 1080), (1080, 3360)]


def test_joining_keeps_both_and_their_time() -> None:
    first = Clip((Note(0, 60, 480),), length=1920)
    second = Clip((Note(0, 62, 480),), MeterMap.constant(3, 4), TempoMap.constant(90), length=1440)
    both = first.followed_by(second)
    assert both.length == 3360
    assert both.notes == (Note(0, 60, 480), Note(1920, 62, 480))
    assert both.meter.at(1920).numerator == 3
    assert both.tempo.at(1919).tempo_bpm == 120
    assert both.tempo.at(1920).tempo_bpm == pytest.approx(90, abs=0.001)
    assert both.seconds == pytest.approx(first.seconds + second.seconds, abs=1e-6)


@pytest.mark.parametrize(
    "values", [(-1, 60, 1, 80), (0, 128, 1, 80), (0, -1, 1, 80), (0, 60, 0, 80), (0, 60, 1, 0), (0, 60, 1, 128)]
)
def test_notes_that_cannot_be(values: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"note|pitch|velocity"):
        Note(*values)
