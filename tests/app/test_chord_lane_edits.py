"""The chord lane's arithmetic, without a window."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chord_lane import edits
from app.chord_lane.audition import audition_clip
from app.chord_lane.model import lane_view
from app.document import DocumentState, Prompt, Take
from app.generation_settings import GenerationSettings
from engine.errors import InputError
from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import Note
from engine.music.progression import parse_progression

BAR = 1920
LANE = parse_progression("Dm7 | G7 | Cmaj7 A7 | Dm7")


def names(spans: tuple[ChordSpan, ...]) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.chord.symbol()) for span in spans]


def test_a_field_is_divided_evenly_and_held_chords_are_one() -> None:
    assert names(edits.read_field("Dm7 G7", BAR, 2 * BAR)) == [(1920, 2880, "Dm7"), (2880, 3840, "G7")]
    assert names(edits.read_field("C / / F", 0, BAR)) == [(0, 1440, "C"), (1440, 1920, "F")]
    assert edits.read_field("  ", 0, BAR) == ()


def test_a_wrong_chord_is_named() -> None:
    with pytest.raises(InputError, match="Hm7"):
        edits.read_field("Dm7 Hm7", 0, BAR)
    with pytest.raises(InputError, match="too many"):
        edits.read_field("C D E F G A B C D", 0, BAR)


def test_split_falls_on_the_bar_line_else_on_a_beat() -> None:
    two_bars = (ChordSpan(0, 2 * BAR, parse_chord("C7")),)
    assert names(edits.split(two_bars, 0, MeterMap())) == [(0, BAR, "C7"), (BAR, 2 * BAR, "C7")]
    waltz = (ChordSpan(0, 1440, parse_chord("C7")),)
    assert names(edits.split(waltz, 0, MeterMap.constant(3, 4)))[0][1] in (480, 960)


def test_merge_keeps_the_first_chord_and_fills_a_gap() -> None:
    assert names(edits.merged(LANE, 0))[0] == (0, 2 * BAR, "Dm7")
    gap = (LANE[0], LANE[2])
    assert names(edits.merged(gap, 0)) == [(0, 2 * BAR + 960, "Dm7")]
    assert edits.merged(LANE, len(LANE) - 1) == LANE


def test_a_border_moves_both_sides_and_no_chord_vanishes() -> None:
    moved = edits.moved_border(LANE, 0, BAR + 480)
    assert names(moved)[:2] == [(0, 2400, "Dm7"), (2400, 3840, "G7")]
    squeezed = edits.moved_border(LANE, 0, 10 * BAR)
    assert len(squeezed) == len(LANE)
    assert squeezed[0].end == squeezed[1].start < squeezed[1].end


@given(st.integers(0, 4), st.integers(-BAR, 6 * BAR), st.integers(0, 5 * BAR), st.integers(1, 3 * BAR), st.booleans())
def test_edits_leave_a_lane_in_order(index: int, tick: int, start: int, length: int, first: bool) -> None:
    lane = edits.moved_border(LANE, index, tick) if first else LANE
    lane = edits.put(lane, [ChordSpan(start, start + length, parse_chord("Eb7"))])
    assert all(a.end <= b.start for a, b in pairwise(lane))
    assert names(lane)[edits.index_at(lane, start) or 0][2] == "Eb7"


def prompt_state(mode: str, plan: str = "", **changes: object) -> DocumentState:
    clip = Clip((Note(0, 60, 480), Note(3 * BAR, 62, 480)), chords=LANE, length=4 * BAR, key="C")
    settings = GenerationSettings(mode=mode, bars=4)
    chords = parse_progression(plan) if plan else ()
    state = DocumentState((Prompt(1, clip),), 1, settings=settings, plan=chords)
    return replace(state, **changes)  # type: ignore[arg-type]


def test_while_continuing_the_plan_lies_behind_the_prompt() -> None:
    view = lane_view(prompt_state("continue", "F7 | Bb7"))
    assert view.plan_from == 4 * BAR
    assert view.plan_to == 8 * BAR
    assert names(view.spans)[-2:] == [(4 * BAR, 5 * BAR, "F7"), (5 * BAR, 6 * BAR, "Bb7")]
    assert not view.is_plan(BAR)
    assert view.is_plan(4 * BAR)
    assert view.plan_of(view.spans) == parse_progression("F7 | Bb7")


def test_while_reharmonising_the_plan_lies_over_the_music() -> None:
    view = lane_view(prompt_state("reharmonize"))
    assert view.plan_from == 0
    assert view.is_plan(0)
    planned = lane_view(prompt_state("reharmonize", "Abm7 | Db7"))
    assert [name for *_, name in names(planned.spans)] == ["Abm7", "Db7", "Cmaj7", "A7", "Dm7"]


def test_correcting_a_chord_while_improvising_is_not_a_wish() -> None:
    assert not lane_view(prompt_state("improvise")).is_plan(BAR)
    assert lane_view(prompt_state("improvise", "Abm7")).is_plan(BAR)


def test_behind_a_shown_take_nothing_is_planned() -> None:
    take = Take(
        1, Clip((Note(0, 60, 480),), length=BAR, chords=LANE[:1]), Clip(length=4 * BAR), 1, GenerationSettings()
    )
    view = lane_view(prompt_state("continue", "F7", takes=(take,), current=1))
    assert not view.has_plan
    assert not view.is_plan(4 * BAR)


def test_without_music_the_plan_begins_at_the_start_in_the_chosen_meter() -> None:
    settings = GenerationSettings(mode="solo", bars=2, meter=(3, 4))
    view = lane_view(DocumentState(settings=settings, plan=parse_progression("Cm7", MeterMap.constant(3, 4))))
    assert (view.plan_from, view.plan_to) == (0, 2 * 1440)
    assert names(view.spans) == [(0, 1440, "Cm7")]


def test_listening_strikes_the_chord_in_every_bar_with_its_bass() -> None:
    clip = audition_clip(parse_progression("C/E | % | N.C. | G7"), MeterMap(), TempoMap.constant(100))
    bass = [note for note in clip.notes if note.pitch < 48]
    assert [(note.start, note.pitch % 12) for note in bass] == [(0, 4), (BAR, 4), (3 * BAR, 7)]
    third_bar = [note for note in clip.notes if 2 * BAR <= note.start < 3 * BAR]
    assert third_bar == []
    last = {note.pitch % 12 for note in clip.notes if note.start == 3 * BAR}
    assert {11, 5} <= last
    assert clip.length == 4 * BAR
