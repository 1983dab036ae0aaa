"""The note representation: nothing that the grid can hold is lost."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.model.tokens import (
    BEAT,
    DURATION_STEPS,
    NOTE,
    GridNotes,
    duration_bin,
    elements_from_grid,
    grid_from_elements,
    grid_from_notes,
    notes_from_grid,
)
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP
from engine.music.note import Note

NOTES = st.lists(
    st.builds(
        Note,
        start=st.integers(0, 480 * 40),
        pitch=st.integers(21, 108),
        duration=st.integers(20, 480 * 4),
        velocity=st.integers(1, 127),
    ),
    max_size=60,
)


@given(NOTES)
def test_onsets_survive_within_one_tick(notes: list[Note]) -> None:
    ordered = sorted(notes)
    back = notes_from_grid(grid_from_notes(ordered))
    assert len(back) == len(ordered)
    # Eighths of a step are 2.5 ticks apart, so rounding moves an onset by at most 1.25 ticks and back to a whole tick.
    original = sorted((n.pitch, n.start) for n in ordered)
    returned = sorted((n.pitch, n.start) for n in back)
    assert all(p == q and abs(a - b) <= 2 for (p, a), (q, b) in zip(original, returned, strict=True))


def test_a_note_on_the_grid_comes_back_exactly() -> None:
    notes = [Note(start, 60, TICKS_PER_STEP * 12, 80) for start in range(0, 4800, TICKS_PER_STEP)]
    assert notes_from_grid(grid_from_notes(notes)) == tuple(notes)


@given(NOTES)
def test_elements_hold_every_note_in_order(notes: list[Note]) -> None:
    grid = grid_from_notes(sorted(notes))
    beats = 42
    elements = elements_from_grid(grid, beats)
    assert len(elements) == len(grid) + beats
    assert int((elements.kind == BEAT).sum()) == beats
    assert (np.diff(elements.beat) >= 0).all()
    back = grid_from_elements(elements)
    np.testing.assert_array_equal(back.onset, grid.onset)
    np.testing.assert_array_equal(back.pitch, grid.pitch)
    # Every beat's BEAT element comes before its notes.
    first = np.searchsorted(elements.beat, np.arange(beats))
    assert (elements.kind[first] == BEAT).all()
    assert int((elements.kind == NOTE).sum()) == len(grid)


def test_duration_bins_are_exact_to_a_beat_and_monotone() -> None:
    np.testing.assert_array_equal(DURATION_STEPS[duration_bin(np.arange(1, 25))], np.arange(1, 25))
    assert (np.diff(duration_bin(np.arange(1, 400))) >= 0).all()
    assert duration_bin(10_000) == len(DURATION_STEPS) - 1 == 63


def test_a_window_is_counted_from_its_first_beat() -> None:
    onset = np.arange(0, 10 * STEPS_PER_BEAT, 12)
    grid = GridNotes(onset, onset * 0 + 4, onset * 0 + 60, onset * 0 + 6, onset * 0 + 70)
    part = grid.window(3, 2)
    np.testing.assert_array_equal(part.onset, [0, 12, 24, 36])
