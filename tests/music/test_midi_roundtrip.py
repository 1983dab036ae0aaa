from __future__ import annotations

import io
import os
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import mido
import pytest
import symusic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ResourceError
from engine.music.chord import QUALITIES, Chord
from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.midi_io import clip_from_bytes, clip_to_bytes, read_clip, read_texts, write_clip
from engine.music.note import Note, Role

END_TICK = 9600
NAMES = st.text(alphabet="aZ 09éß’가힣재즈日♭", max_size=12).map(str.strip)


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    notes = draw(
        st.lists(
            st.builds(
                Note,
                st.integers(0, END_TICK - 2000),
                st.sampled_from([0, 59, 60, 61, 127]),  # few pitches, so that notes nest
                st.integers(1, 2000),
                st.integers(1, 127),
                st.sampled_from(list(Role)),
            ),
            min_size=1,
            max_size=12,
        )
    )
    ticks = st.lists(st.integers(1, END_TICK - 1), unique=True, max_size=3).map(sorted)
    meters = [MeterChange(tick, draw(st.integers(1, 255)), 2 ** draw(st.integers(0, 6))) for tick in [0, *draw(ticks)]]
    tempi = [TempoChange(tick, draw(st.integers(1, 0xFFFFFF))) for tick in [0, *draw(ticks)]]
    bounds = draw(st.lists(st.integers(0, END_TICK), unique=True, min_size=2, max_size=6).map(sorted))
    chords = []
    for start, end in pairwise(bounds):
        if draw(st.booleans()):
            root = draw(st.one_of(st.none(), st.integers(0, 11)))
            if root is None:
                chords.append(ChordSpan(start, end, Chord(None)))
            else:
                tensions = draw(st.sets(st.sampled_from([13, 14, 15, 17, 18, 20, 21]), max_size=3))
                bass = draw(st.one_of(st.none(), st.integers(0, 11)))
                quality = draw(st.sampled_from(sorted(QUALITIES)))
                chords.append(ChordSpan(start, end, Chord(root, quality, bass, tuple(tensions))))
    controllers = draw(
        st.lists(
            st.builds(Controller, st.integers(0, END_TICK), st.integers(0, 119), st.integers(0, 127)), max_size=4
        ).map(lambda items: sorted(items, key=lambda item: item.tick))
    )
    key = draw(st.sampled_from([None, "C", "Am", "Eb", "F#m", "Gb", "Bbm", "C#"]))
    name = draw(NAMES)
    return Clip(
        tuple(sorted(notes, key=order)),
        MeterMap(tuple(meters)),
        TempoMap(tuple(tempi)),
        tuple(chords),
        tuple(controllers),
        END_TICK,
        name or "untitled",
        key,
    )


def order(note: Note) -> tuple[int, ...]:
    return note.start, note.pitch, note.duration, note.velocity, note.role


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(clips())
def test_one_track_brings_back_all_but_roles(clip: Clip) -> None:
    plain = replace(clip, notes=tuple(sorted((n.with_role(Role.LEAD) for n in clip.notes), key=order)))
    again = clip_from_bytes(clip_to_bytes(clip), "x.mid")
    assert sorted(again.notes, key=order) == list(plain.notes)
    assert replace(again, notes=()) == replace(plain, notes=())


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(clips())
def test_tracks_by_role_bring_back_roles(clip: Clip) -> None:
    again = clip_from_bytes(clip_to_bytes(clip, by_role=True), "x.mid")
    assert sorted(again.notes, key=order) == sorted(clip.notes, key=order)
    assert set(again.controllers) == set(clip.controllers)
    assert (again.meter, again.tempo, again.chords, again.key, again.name, again.length) == (
        clip.meter,
        clip.tempo,
        clip.chords,
        clip.key,
        clip.name,
        clip.length,
    )


def test_other_readers_see_the_same_notes() -> None:
    notes = tuple(Note(i * 240, 48 + i * 3 % 30, 230 + i, 40 + i) for i in range(40))
    data = clip_to_bytes(Clip(notes, MeterMap.constant(5, 4), TempoMap.constant(137), length=12000))
    score = symusic.Score.from_midi(data)
    seen = sorted((n.start, n.pitch, n.duration, n.velocity) for track in score.tracks for n in track.notes)
    assert seen == [(n.start, n.pitch, n.duration, n.velocity) for n in notes]
    assert (score.time_signatures[0].numerator, score.ticks_per_quarter) == (5, 480)


def test_every_track_ends_exactly_at_the_bar_line() -> None:
    clip = Clip((Note(0, 60, 100), Note(0, 40, 100, role=Role.BASS)), length=3840)
    for by_role in (False, True):
        midi = mido.MidiFile(file=io.BytesIO(clip_to_bytes(clip, by_role=by_role)))
        assert [sum(message.time for message in track) for track in midi.tracks] == [3840] * (3 if by_role else 1)
        assert all(track[-1].type == "end_of_track" for track in midi.tracks)


def test_korean_names_and_texts(tmp_path: Path) -> None:
    path = tmp_path / "밤의 재즈.mid"
    clip = Clip((Note(0, 60, 480),), length=1920, name="밤의 재즈")
    write_clip(clip, path, texts=("모델 1", "seed 7"))
    assert read_clip(path) == clip
    assert read_texts(path) == ("모델 1", "seed 7")


def test_title_falls_back_to_the_file_name(tmp_path: Path) -> None:
    write_clip(Clip((Note(0, 60, 480),), length=480), tmp_path / "blues.mid")
    assert read_clip(tmp_path / "blues.mid").name == "blues"


def test_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    clip = Clip((Note(0, 60, 480),), length=480)
    with pytest.raises(ResourceError, match="none"):
        write_clip(clip, tmp_path / "none" / "x.mid")
    target = tmp_path / "taken.mid"
    target.mkdir()
    with pytest.raises(ResourceError, match="taken"):
        write_clip(clip, target)
    assert os.listdir(tmp_path) == ["taken.mid"]  # noqa: PTH208 - names alone are compared


def test_writing_in_two_threads_keeps_charsets_apart(tmp_path: Path) -> None:
    clip = Clip((Note(0, 60, 480),), length=480, name="가나다")
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            for _ in range(50):
                write_clip(clip, tmp_path / f"{number}.mid")
                assert read_clip(tmp_path / f"{number}.mid").name == "가나다"
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
