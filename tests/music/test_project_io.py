from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError, ResourceError
from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip, Controller
from engine.music.clip_json import clip_from_json, clip_to_json
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.note import Note, Role
from engine.music.project_io import VERSION, ClipTexts, project_text, read_project, write_project

notes = st.builds(
    Note,
    st.integers(0, 100_000),
    st.integers(0, 127),
    st.integers(1, 5000),
    st.integers(1, 127),
    st.sampled_from(Role),
)


@given(st.lists(notes, max_size=20), st.text(max_size=20), st.sampled_from([None, "Bb", "F#m"]))
def test_clips_come_back_unchanged(found: list[Note], name: str, key: str | None) -> None:
    clip = Clip(
        tuple(sorted(found)),
        MeterMap((MeterChange(0, 7, 8), MeterChange(1680, 3, 4))),
        TempoMap((TempoChange(0, 394_737), TempoChange(960, 500_001))),
        (ChordSpan(0, 960, Chord(1, "7", 5, (13, 18))), ChordSpan(1000, 1680, Chord(None))),
        (Controller(0, 64, 127), Controller(480, 64, 0)),
        200_000,
        name,
        key,
    )
    assert clip_from_json(json.loads(json.dumps(clip_to_json(clip)))) == clip


def a_clip(pitch: int = 60) -> Clip:
    return Clip((Note(0, pitch, 480),), length=1920, name="발라드 하나")


def test_a_project_is_readable_text_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "노래 1.tatum"
    write_project(file, project_text({"takes": [{"number": 1, "clip": 1}]}, [a_clip(), a_clip(62)]))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert '    "0 60 480 80 lead"' in lines
    assert any("발라드 하나" in line for line in lines)
    content, clips = read_project(file)
    assert content["takes"] == [{"number": 1, "clip": 1}]
    assert clips == (a_clip(), a_clip(62))


def test_clips_that_stay_are_not_written_out_again() -> None:
    cache, clip = ClipTexts(), a_clip()
    first = cache.texts([clip])[0]
    assert cache.texts([clip, a_clip(62)])[0] is first
    cache.texts([])
    assert cache.texts([clip])[0] is not first


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "damaged"),
        ("{", "damaged"),
        ("[]", "no TatumFlow project"),
        ('{"format": "something else"}', "no TatumFlow project"),
        (f'{{"format": "TatumFlow project", "version": {VERSION + 1}, "clips": []}}', "newer"),
        ('{"format": "TatumFlow project", "version": 1}', "damaged"),
        ('{"format": "TatumFlow project", "version": 1, "clips": [{"notes": ["0 900 1 1 lead"]}]}', "damaged"),
    ],
)
def test_files_that_are_no_projects_are_told_in_one_sentence(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "song.tatum"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=word) as told:
        read_project(file)
    assert "song.tatum" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_missing_file_and_a_binary_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.tatum"):
        read_project(tmp_path / "gone.tatum")
    (tmp_path / "bytes.tatum").write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match="damaged"):
        read_project(tmp_path / "bytes.tatum")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="nowhere"):
        write_project(tmp_path / "nowhere" / "song.tatum", "{}")


def test_half_a_sign_in_a_name_does_not_keep_a_project_from_being_saved(tmp_path: Path) -> None:
    file = tmp_path / "edited by hand.tatum"
    write_project(file, project_text({}, [Clip((Note(0, 60, 480, 80),), name="\ud800")]))
    _, (clip,) = read_project(file)
    assert clip.name == "?"
