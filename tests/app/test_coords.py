from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.piano_roll.coords import MAX_PIXELS_PER_TICK, MAX_ROW_PX, Coords, position_text
from engine.music.grid import MeterMap

views = st.builds(
    Coords,
    pixels_per_tick=st.floats(0.001, 1.5),
    row_px=st.floats(4, 32),
    scroll_x=st.floats(0, 5000),
    scroll_y=st.floats(0, 2000),
    left=st.integers(0, 100),
    top=st.integers(0, 100),
    width=st.integers(100, 4000),
    height=st.integers(100, 2000),
)

# On a busy machine making examples is slow; that says nothing about the code.
patiently = settings(suppress_health_check=[HealthCheck.too_slow])


@patiently
@given(views, st.floats(0, 200_000))
def test_ticks_come_back_from_their_pixels(coords: Coords, tick: float) -> None:
    assert coords.tick_at(coords.x_at(tick)) == pytest.approx(tick, abs=1e-3)


@patiently
@given(views, st.integers(0, 127))
def test_the_middle_of_a_row_is_its_pitch(coords: Coords, pitch: int) -> None:
    assert coords.pitch_at(coords.y_at(pitch) + coords.row_px / 2) == pitch


@patiently
@given(views, st.floats(0.2, 5))
def test_zooming_keeps_the_tick_under_the_pointer(coords: Coords, factor: float) -> None:
    anchor_x = coords.left + coords.width / 2
    tick = coords.tick_at(anchor_x)
    zoomed = coords.zoomed(factor, anchor_x)
    if zoomed.scroll_x > 0:
        assert zoomed.x_at(tick) == pytest.approx(anchor_x, abs=0.01)


@patiently
@given(views, st.floats(0.2, 5))
def test_zooming_rows_keeps_what_is_under_the_pointer(coords: Coords, factor: float) -> None:
    anchor_y = coords.top + coords.height / 3
    rows = (anchor_y - coords.top + coords.scroll_y) / coords.row_px
    zoomed = coords.zoomed_rows(factor, anchor_y)
    if zoomed.scroll_y > 0:
        assert (anchor_y - zoomed.top + zoomed.scroll_y) / zoomed.row_px == pytest.approx(rows, abs=1e-6)


def test_scales_have_limits() -> None:
    coords = Coords(width=800, height=400)
    for _ in range(60):
        coords = coords.zoomed(2, 400).zoomed_rows(2, 200)
    assert coords.pixels_per_tick == MAX_PIXELS_PER_TICK
    assert coords.row_px == MAX_ROW_PX


@patiently
@given(st.integers(0, 50_000), st.integers(1920, 60_000), st.integers(24, 60), st.integers(0, 30))
def test_fitting_shows_all_of_the_range(first: int, length: int, low: int, span: int) -> None:
    coords = Coords(left=64, top=68, width=900, height=500).fitted(first, first + length, low, low + span)
    assert coords.first_tick <= first + 0.01
    assert coords.last_tick >= first + length
    assert coords.lowest_pitch <= low
    assert coords.highest_pitch >= low + span


def test_the_smallest_window_shows_five_octaves() -> None:
    coords = Coords(left=64, top=90, width=520, height=139).fitted(0, 15_360, 28, 90)
    assert coords.lowest_pitch <= 28
    assert coords.highest_pitch >= 90


def test_content_covers_all_rows_and_the_whole_length() -> None:
    coords = Coords(pixels_per_tick=0.1, row_px=10, width=500, height=300)
    assert coords.content_height == 1280
    assert coords.content_width(19_200) >= 1920


def test_bar_numbers_keep_their_distance() -> None:
    assert Coords(pixels_per_tick=0.1).bar_label_step(1920) == 1
    crowded = Coords(pixels_per_tick=0.002)
    step = crowded.bar_label_step(1920)
    assert step * 1920 * 0.002 >= 44
    assert step / 2 * 1920 * 0.002 < 44


@pytest.mark.parametrize(
    ("numerator", "denominator", "tick", "text"),
    [
        (4, 4, 0, "1.1"),
        (4, 4, 1919, "1.4"),
        (4, 4, 1920, "2.1"),
        (3, 4, 1440, "2.1"),
        (6, 8, 240, "1.2"),
        (7, 8, 1680, "2.1"),
    ],
)
def test_positions_are_counted_in_bars_and_beats(numerator: int, denominator: int, tick: int, text: str) -> None:
    assert position_text(MeterMap.constant(numerator, denominator), tick) == text
