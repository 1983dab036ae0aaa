from __future__ import annotations

import pytest

from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import Note
from engine.sound.schedule import CLICK, HIGH_WOODBLOCK, clicks


def a_clip(numerator: int, denominator: int, bars: int = 2) -> Clip:
    meter = MeterMap.constant(numerator, denominator)
    return Clip((Note(0, 60, 100),), meter, TempoMap.constant(120), length=meter.bar_start(bars))


@pytest.mark.parametrize(
    ("meter", "beats_a_bar", "apart_s"),
    [((4, 4), 4, 0.5), ((3, 4), 3, 0.5), ((6, 8), 2, 0.75), ((7, 8), 7, 0.25), ((2, 2), 2, 1.0)],
)
def test_strokes_fall_on_the_beats_that_musicians_count(
    meter: tuple[int, int], beats_a_bar: int, apart_s: float
) -> None:
    clip = a_clip(*meter)
    found = clicks(clip, 0, clip.length)
    assert [stroke.at_s for stroke in found] == pytest.approx([i * apart_s for i in range(2 * beats_a_bar)])
    high = [stroke.message.data1 == HIGH_WOODBLOCK for stroke in found]
    assert high == [i % beats_a_bar == 0 for i in range(2 * beats_a_bar)]
    assert {stroke.message.kind for stroke in found} == {CLICK}


def test_a_count_in_comes_before_the_start() -> None:
    clip = a_clip(4, 4)
    found = clicks(clip, 1920, 1920, count_in_bars=1)
    assert [stroke.at_s for stroke in found] == pytest.approx([0.0, 0.5, 1.0, 1.5])
    assert clicks(clip, 0, 0, count_in_bars=1)[0].at_s == pytest.approx(-2.0)


def test_a_part_that_begins_inside_a_bar_has_only_its_own_strokes() -> None:
    clip = a_clip(4, 4)
    assert [stroke.at_s for stroke in clicks(clip, 700, 2000)] == pytest.approx([1.0, 1.5, 2.0])
