from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.music.clip import Clip, Controller
from engine.music.grid import TempoChange, TempoMap
from engine.music.note import Note
from engine.sound.schedule import CONTROL, NOTE_OFF, NOTE_ON, Message, key_strokes, messages, pedal_at

_notes = st.builds(
    Note,
    start=st.integers(0, 4000),
    pitch=st.integers(58, 63),
    duration=st.integers(1, 1500),
    velocity=st.integers(1, 127),
)


def test_times_follow_the_tempo_map() -> None:
    tempo = TempoMap((TempoChange(0, 500_000), TempoChange(960, 1_000_000)))
    clip = Clip((Note(0, 60, 480), Note(960, 62, 480)), tempo=tempo, length=1920)
    assert [(timed.at_s, timed.message.kind, timed.message.data1) for timed in messages(clip)] == [
        (0.0, NOTE_ON, 60),
        (0.5, NOTE_OFF, 60),
        (1.0, NOTE_ON, 62),
        (2.0, NOTE_OFF, 62),
    ]


def test_a_repeated_key_is_released_before_it_is_struck_again() -> None:
    clip = Clip((Note(0, 60, 960), Note(480, 60, 480)))
    assert [timed.message.kind for timed in messages(clip)] == [NOTE_ON, NOTE_OFF, NOTE_ON, NOTE_OFF]


@given(st.lists(_notes, max_size=40), st.integers(0, 3000), st.integers(1, 3000))
def test_every_key_that_goes_down_comes_up_before_it_goes_down_again(notes: list[Note], start: int, span: int) -> None:
    clip = Clip(tuple(notes), controllers=(Controller(100, 64, 127),), length=8000)
    down: set[int] = set()
    pedal = 0
    last = -1.0
    for at_s, message in messages(clip, start, start + span):
        assert last <= at_s <= clip.tempo.seconds_at(start + span)
        last = at_s
        if message.kind == NOTE_ON:
            assert message.data1 not in down
            down.add(message.data1)
        elif message.kind == NOTE_OFF:
            down.remove(message.data1)
        else:
            pedal = message.data2
    assert not down
    assert not pedal


@given(st.lists(_notes, max_size=40))
def test_key_strokes_keep_every_onset_of_every_pitch(notes: list[Note]) -> None:
    strokes = key_strokes(Clip(tuple(notes)))
    assert sorted((note.start, note.pitch) for note in strokes) == sorted({(note.start, note.pitch) for note in notes})


def test_a_pedal_that_is_down_already_is_pressed_where_playing_begins() -> None:
    clip = Clip((Note(0, 60, 1920),), controllers=(Controller(0, 64, 127), Controller(1440, 64, 0)))
    first = messages(clip, 960)[0]
    assert first.message == Message(CONTROL, 64, 127)
    assert first.at_s == clip.tempo.seconds_at(960)
    assert [pedal_at(clip, tick) for tick in (0, 1439, 1440)] == [127, 127, 0]


def test_notes_end_with_the_part_that_is_played() -> None:
    clip = Clip((Note(0, 60, 1920), Note(960, 64, 960)))
    assert [(timed.at_s, timed.message.kind) for timed in messages(clip, 0, 480)] == [(0.0, NOTE_ON), (0.5, NOTE_OFF)]


@pytest.mark.parametrize("message", [Message(NOTE_ON, 60, 90), Message(CONTROL, 64, 0)])
def test_a_message_is_three_bytes(message: Message) -> None:
    assert list(message.to_bytes()) == list(message)
