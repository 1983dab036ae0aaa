from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.music import edits
from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterChange, MeterMap
from engine.music.note import Note, Role
from engine.music.note_columns import NoteColumns
from engine.music.snapping import Snap, line_after, line_at_or_after, line_before, nearest_line, nearest_lines

# On a busy machine making examples is slow; that says nothing about the code.
patiently = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
METERS = (MeterMap.constant(4, 4), MeterMap.constant(3, 4), MeterMap.constant(7, 8))
CHANGING = MeterMap((MeterChange(0, 4, 4), MeterChange(3840, 3, 4)))
CUT_SHORT = MeterMap((MeterChange(0, 4, 4), MeterChange(2600, 6, 8), MeterChange(5000, 4, 4)))


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    meter = draw(st.sampled_from((*METERS, CHANGING, CUT_SHORT)))
    note = st.builds(
        Note,
        start=st.integers(0, 7600),
        pitch=st.integers(0, 127),
        duration=st.integers(1, 2500),
        velocity=st.integers(1, 127),
        role=st.sampled_from(Role),
    )
    notes = draw(st.lists(note, max_size=14, unique=True))
    length = meter.bar_ceil(max([7600, *(note.end for note in notes)]))
    return Clip(tuple(notes), meter, length=length)


@st.composite
def chosen(draw: st.DrawFn) -> tuple[Clip, frozenset[Note]]:
    clip = draw(clips())
    if not clip.notes:
        return clip, frozenset()
    return clip, frozenset(draw(st.lists(st.sampled_from(clip.notes))))


def is_sound(edited: edits.Edited, before: Clip) -> None:
    """What holds after every edit."""
    clip = edited.clip
    assert list(clip.notes) == sorted(clip.notes)
    assert edited.notes <= set(clip.notes)
    assert clip.length >= before.length
    assert clip.length == before.length or clip.meter.is_bar_line(clip.length)
    assert (clip.meter, clip.tempo, clip.chords) == (before.meter, before.tempo, before.chords)


@patiently
@given(clips())
def test_notes_come_back_from_columns(clip: Clip) -> None:
    back = NoteColumns.of(clip.notes).notes()
    assert back == list(clip.notes)
    assert all(isinstance(note, Note) and isinstance(note.role, Role) for note in back)


@patiently
@given(chosen(), st.integers(-9000, 9000), st.integers(-130, 130))
def test_a_move_keeps_the_shape_of_what_is_moved(
    picked: tuple[Clip, frozenset[Note]], ticks: int, semitones: int
) -> None:
    clip, notes = picked
    edited = edits.move(clip, notes, ticks, semitones)
    is_sound(edited, clip)
    assert len(edited.notes) == len(notes)
    moves = {
        (after.start - before.start, after.pitch - before.pitch, after.duration - before.duration)
        for before, after in zip(sorted(notes), sorted(edited.notes), strict=True)
    }
    assert len(moves) <= 1
    for by_ticks, by_semitones, longer in moves:
        assert abs(by_ticks) <= abs(ticks)
        assert abs(by_semitones) <= abs(semitones)
        assert longer == 0


@patiently
@given(chosen(), st.integers(0, 3000), st.integers(-5, 5))
def test_moving_all_notes_there_and_back_changes_nothing(
    picked: tuple[Clip, frozenset[Note]], ticks: int, semitones: int
) -> None:
    clip, _ = picked
    everything = frozenset(clip.notes)
    if any(not 5 <= note.pitch <= 122 for note in everything):
        semitones = 0
    there = edits.move(clip, everything, ticks, semitones)
    back = edits.move(there.clip, there.notes, -ticks, -semitones)
    assert back.clip.notes == clip.notes


@patiently
@given(chosen(), st.integers(-6000, 6000))
def test_notes_that_stay_make_room_for_those_that_come(picked: tuple[Clip, frozenset[Note]], ticks: int) -> None:
    clip, notes = picked
    edited = edits.move(clip, notes, ticks)
    for stayed in set(edited.clip.notes) - edited.notes:
        for moved in edited.notes:
            if (stayed.pitch, stayed.role) == (moved.pitch, moved.role):
                assert not moved.start <= stayed.start < moved.end
                assert not stayed.start < moved.start < stayed.end


@patiently
@given(chosen())
def test_notes_of_other_pitches_are_never_touched(picked: tuple[Clip, frozenset[Note]]) -> None:
    clip, notes = picked
    for edited in (
        edits.move(clip, notes, 480, 1),
        edits.resize(clip, notes, 480),
        edits.quantise(clip, notes, Snap.EIGHTH),
        edits.legato(clip, notes),
        edits.join(clip, notes),
        edits.split(clip, notes, 1000),
        edits.erase(clip, notes),
        edits.duplicate(clip, notes, Snap.BEAT),
    ):
        is_sound(edited, clip)
        touched = {note.pitch for note in notes | edited.notes}
        rest = Counter(note for note in clip.notes if note not in notes and note.pitch not in touched)
        assert rest <= Counter(edited.clip.notes)


@patiently
@given(chosen())
def test_erasing_leaves_exactly_the_others(picked: tuple[Clip, frozenset[Note]]) -> None:
    clip, notes = picked
    edited = edits.erase(clip, notes)
    assert edited.clip.notes == tuple(note for note in clip.notes if note not in notes)
    assert edited.clip.length == clip.length


@patiently
@given(chosen(), st.integers(-3000, 3000), st.integers(1, 240))
def test_resized_notes_keep_their_onset_and_a_length(
    picked: tuple[Clip, frozenset[Note]], ticks: int, shortest: int
) -> None:
    clip, notes = picked
    edited = edits.resize(clip, notes, ticks, shortest)
    is_sound(edited, clip)
    starts = Counter((note.start, note.pitch, note.role) for note in notes)
    assert set(starts) == {(note.start, note.pitch, note.role) for note in edited.notes}
    assert edited.notes == {edits.resized(note, ticks, shortest) for note in notes}
    for note in notes:
        longer = edits.resized(note, ticks, shortest)
        assert longer.duration >= min(note.duration, shortest)


@patiently
@given(chosen(), st.sampled_from([snap for snap in Snap if snap is not Snap.OFF]))
def test_full_quantising_puts_onsets_on_lines_and_repeating_it_changes_nothing(
    picked: tuple[Clip, frozenset[Note]], snap: Snap
) -> None:
    clip, notes = picked
    edited = edits.quantise(clip, notes, snap)
    is_sound(edited, clip)
    assert edited.clip.length == clip.length
    for note in edited.notes:
        at_the_end = nearest_lines(clip.meter, np.array([note.start]), snap, 0.5)[0] >= clip.length
        assert at_the_end or line_before(clip.meter, note.start, snap) == note.start
    again = edits.quantise(edited.clip, edited.notes, snap)
    assert again.clip.notes == edited.clip.notes


@patiently
@given(chosen(), st.sampled_from(Snap), st.floats(0, 1))
def test_half_quantising_never_moves_a_note_away_from_its_line(
    picked: tuple[Clip, frozenset[Note]], snap: Snap, strength: float
) -> None:
    clip, notes = picked
    for note in notes:
        alone = Clip((note,), clip.meter, length=clip.length)
        (after,) = edits.quantise(alone, {note}, snap, strength=strength).notes
        line = nearest_lines(clip.meter, np.array([note.start]), snap, 0.5)[0]
        assert abs(line - after.start) <= abs(line - note.start)


def nearest_of_all(clip: Clip, tick: int, snap: Snap, swing: float) -> int:
    """The closest line of a swung grid, looked for among all of the bar."""
    meter = clip.meter
    bar = meter.bar_at(tick)
    start, end = meter.bar_start(bar), meter.bar_start(bar + 1)
    step = snap.step_ticks(meter.at(start))
    swings = snap not in (Snap.BAR, Snap.BEAT) and not snap.is_triplet
    late = round(step * (2 * swing - 1)) if swings else 0
    lines = [min(line + late * (number % 2), end) for number, line in enumerate(range(start, end, step))]
    return min((*lines, end), key=lambda line: (abs(line - tick), line))


@patiently
@given(
    chosen(),
    st.sampled_from([snap for snap in Snap if snap is not Snap.OFF]),
    st.floats(0, 1),
    st.floats(0.5, 0.75),
    st.booleans(),
)
def test_quantising_all_at_once_is_quantising_one_after_another(
    picked: tuple[Clip, frozenset[Note]], snap: Snap, strength: float, swing: float, ends: bool
) -> None:
    clip, notes = picked

    def drawn(tick: int) -> int:
        return round(tick + strength * (nearest_of_all(clip, tick, snap, swing) - tick))

    met: dict[tuple[int, int, Role], Note] = {}
    for note in notes:
        start = drawn(note.start) if drawn(note.start) < clip.length else note.start
        duration = note.duration
        if ends:
            shortest = max(1, snap.step_ticks(clip.meter.at(note.start)) // 2)
            duration = drawn(note.end) - start
            duration = duration if duration >= shortest else min(note.duration, shortest)
        duration = min(duration, max(clip.length - start, 1))
        other = met.get((start, note.pitch, note.role), note)
        met[start, note.pitch, note.role] = Note(
            start,
            note.pitch,
            duration if other is note else max(duration, other.duration),
            max(note.velocity, other.velocity),
            note.role,
        )
    edited = edits.quantise(clip, notes, snap, strength=strength, swing=swing, ends=ends)
    assert edited.notes == frozenset(met.values())
    assert edited.clip == edits.add(edits.erase(clip, notes).clip, met.values()).clip


@patiently
@given(chosen())
def test_legato_of_all_at_once_is_legato_of_one_after_another(picked: tuple[Clip, frozenset[Note]]) -> None:
    clip, notes = picked
    ringing = set()
    for note in notes:
        later = [n.start for n in notes if n.role is note.role and n.start > note.start + edits.STRIKE_TICKS]
        ringing.add(note.placed(note.start, min(later, default=note.end) - note.start))
    edited = edits.legato(clip, notes)
    assert edited.notes == ringing
    assert edited.clip == edits.add(edits.erase(clip, notes).clip, ringing).clip


def test_swing_delays_every_second_eighth() -> None:
    clip = Clip((Note(5, 60, 100), Note(250, 62, 100), Note(470, 64, 100), Note(730, 65, 100)), length=1920)
    edited = edits.quantise(clip, clip.notes, Snap.EIGHTH, swing=2 / 3)
    assert [note.start for note in edited.clip.notes] == [0, 320, 480, 800]
    triplets = edits.quantise(clip, clip.notes, Snap.EIGHTH_TRIPLET, swing=2 / 3)
    assert [note.start for note in triplets.clip.notes] == [0, 320, 480, 800]
    half = edits.quantise(clip, clip.notes, Snap.EIGHTH, swing=2 / 3, strength=0.5)
    assert [note.start for note in half.clip.notes] == [2, 285, 475, 765]


def test_quantising_the_ends_too() -> None:
    clip = Clip((Note(10, 60, 500), Note(700, 62, 40)), length=1920)
    edited = edits.quantise(clip, clip.notes, Snap.EIGHTH, ends=True)
    assert [(note.start, note.duration) for note in edited.clip.notes] == [(0, 480), (720, 40)]


def test_a_note_just_before_the_end_does_not_begin_another_bar() -> None:
    clip = Clip((Note(1900, 60, 20),), length=1920)
    edited = edits.quantise(clip, clip.notes, Snap.BEAT)
    assert edited.clip.notes == clip.notes
    assert edited.clip.length == 1920


@patiently
@given(chosen(), st.integers(0, 8000))
def test_split_notes_sound_as_long_as_before_and_joining_heals_them(
    picked: tuple[Clip, frozenset[Note]], tick: int
) -> None:
    clip, notes = picked
    edited = edits.split(clip, notes, tick)
    is_sound(edited, clip)
    assert sum(note.duration for note in edited.clip.notes) == sum(note.duration for note in clip.notes)
    assert not any(note.start < tick < note.end for note in edited.notes)
    for note in notes:
        alone = Clip((note,), clip.meter, length=clip.length)
        cut = edits.split(alone, {note}, tick)
        assert edits.join(cut.clip, cut.notes).clip.notes == (note,)


def test_legato_rings_to_the_next_onset_of_the_same_hand() -> None:
    chord = tuple(Note(start, pitch, 100, role=Role.CHORDS) for start, pitch in ((0, 60), (12, 64), (960, 62)))
    lead = tuple(Note(480 * i, 80, 600 if i == 1 else 200) for i in range(3))
    clip = Clip(chord + lead, length=1920)
    edited = edits.legato(clip, clip.notes)
    ends = {(note.start, note.pitch): note.end for note in edited.clip.notes}
    assert ends[0, 60] == ends[12, 64] == 960
    assert ends[0, 80] == 480
    assert ends[480, 80] == 960
    assert ends[960, 80] == 1160
    assert ends[960, 62] == 1060


@patiently
@given(chosen(), st.sampled_from(Snap))
def test_a_duplicate_follows_right_behind_its_original(picked: tuple[Clip, frozenset[Note]], snap: Snap) -> None:
    clip, notes = picked
    edited = edits.duplicate(clip, notes, snap)
    is_sound(edited, clip)
    assert len(edited.notes) == len(notes)
    if notes:
        gap = min(note.start for note in edited.notes) - min(note.start for note in notes)
        assert gap >= max(note.end for note in notes) - min(note.start for note in notes)
        span_lines = line_at_or_after(clip.meter, max(note.end for note in notes), snap)
        assert gap == span_lines - line_before(clip.meter, min(note.start for note in notes), snap)


@patiently
@given(chosen(), st.sampled_from(Snap))
def test_cut_and_pasted_at_its_own_place_all_is_as_before(picked: tuple[Clip, frozenset[Note]], snap: Snap) -> None:
    clip, notes = picked
    if not notes:
        assert edits.fragment(clip, notes, snap) == ()
        return
    first = line_before(clip.meter, min(note.start for note in notes), snap)
    piece = edits.fragment(clip, notes, snap)
    without = edits.erase(clip, notes).clip
    again = edits.paste(without, piece, first)
    assert again.notes == notes


@patiently
@given(chosen(), st.integers(-200, 200))
def test_velocities_stay_in_range_and_nothing_else_changes(picked: tuple[Clip, frozenset[Note]], by: int) -> None:
    clip, notes = picked
    edited = edits.with_velocities(clip, lambda note: note.velocity + by, notes)
    is_sound(edited, clip)
    assert edited.notes == {note.with_velocity(edits.held_velocity(note.velocity + by)) for note in notes}
    assert Counter((n.start, n.pitch, n.duration, n.role) for n in edited.clip.notes) == Counter(
        (n.start, n.pitch, n.duration, n.role) for n in clip.notes
    )


def test_a_ramp_rises_along_its_line_and_is_flat_beside_it() -> None:
    clip = Clip(tuple(Note(480 * i, 60, 100, 64) for i in range(5)), length=2400)
    edited = edits.with_velocities(clip, edits.ramp((1440, 100), (480, 20)), clip.notes)
    assert [note.velocity for note in edited.clip.notes] == [20, 20, 60, 100, 100]


def test_a_moved_note_cuts_what_it_begins_in_and_replaces_what_begins_under_it() -> None:
    clip = Clip((Note(0, 60, 960), Note(1000, 60, 100), Note(1200, 60, 480), Note(0, 72, 480)), length=1920)
    edited = edits.move(clip, {Note(0, 72, 480)}, 700, -12)
    assert edited.clip.notes == (Note(0, 60, 700), Note(700, 60, 480), Note(1200, 60, 480))


def test_the_clip_grows_by_whole_bars() -> None:
    clip = Clip((Note(0, 60, 480),), length=1920)
    assert edits.add(clip, [Note(1900, 62, 480)]).clip.length == 3840
    assert edits.resize(clip, clip.notes, 2000).clip.length == 3840


@patiently
@given(st.sampled_from((*METERS, CHANGING)), st.integers(0, 12_000), st.sampled_from(Snap))
def test_lines_lie_around_a_tick(meter: MeterMap, tick: int, snap: Snap) -> None:
    before, after = line_before(meter, tick, snap), line_after(meter, tick, snap)
    assert before <= tick < after
    assert line_before(meter, after, snap) == after
    assert nearest_line(meter, tick, snap) in (before, after)
    assert line_at_or_after(meter, tick, snap) in (tick, after)
    if snap is not Snap.OFF:
        assert nearest_lines(meter, np.array([tick]), snap, 0.5) == nearest_line(meter, tick, snap)


@patiently
@given(st.sampled_from((*METERS, CHANGING)), st.integers(0, 12))
def test_every_bar_line_is_a_line_of_every_grid(meter: MeterMap, bar: int) -> None:
    tick = meter.bar_start(bar)
    for snap in Snap:
        assert line_before(meter, tick, snap) == tick


@pytest.mark.parametrize("snap", [Snap.BAR, Snap.BEAT, Snap.EIGHTH_TRIPLET])
def test_bars_beats_and_triplets_do_not_swing(snap: Snap) -> None:
    meter = MeterMap.constant()
    assert nearest_lines(meter, np.array([500]), snap, 0.7) == nearest_line(meter, 500, snap)


@patiently
@given(clips(), clips(), st.integers(0, 3), st.integers(0, 3))
def test_an_exchanged_part_leaves_all_else_as_it_was(clip: Clip, other: Clip, first_bar: int, more: int) -> None:
    start, end = clip.meter.bar_start(first_bar), min(clip.length, clip.meter.bar_start(first_bar + more + 1))
    at_tick = clip.meter.bar_start(max(0, first_bar - 1))
    mixed = with_chord(edits.with_part(with_chord(clip), with_chord(other), at_tick, start, end))
    assert mixed.length == clip.length
    for note in mixed.notes:
        if start <= note.start < end:
            assert any((n.start + at_tick, n.pitch) == (note.start, note.pitch) for n in other.notes)
    outside = [note for note in clip.notes if not start <= note.start < end]
    assert [note for note in mixed.notes if not start <= note.start < end] == outside


def with_chord(clip: Clip) -> Clip:
    return clip.with_chords([ChordSpan(0, clip.length, Chord(0, "maj7"))]) if not clip.chords else clip


def test_chords_are_cut_at_the_borders_of_an_exchanged_part() -> None:
    clip = Clip((), length=7680, chords=(ChordSpan(0, 7680, Chord(0, "maj7")),))
    part = Clip((), length=3840, chords=(ChordSpan(0, 3840, Chord(2, "m7")),))
    mixed = edits.with_part(clip, part, 1920, 1920, 3840)
    assert [(span.start, span.end, span.chord.root) for span in mixed.chords] == [
        (0, 1920, 0),
        (1920, 3840, 2),
        (3840, 7680, 0),
    ]
