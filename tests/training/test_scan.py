from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import mido
import pytest

from engine.errors import InputError
from engine.model.devices import gpus
from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note
from training.scan import find_files, scan_folder

ROOT = Path(__file__).parents[2]


def piece(steps: int, first: int = 60) -> Clip:
    notes = tuple(Note(i * 240, first + i * 7 % 12, 200, 60 + i % 40) for i in range(steps))
    return Clip(notes, length=-(-steps * 240 // 1920) * 1920)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "odds").mkdir()
    (tmp_path / ".hidden").mkdir()
    write_clip(piece(64), tmp_path / "one.mid")
    write_clip(piece(96, 55), tmp_path / "재즈.MID")
    write_clip(piece(64), tmp_path / "odds" / "same.mid")
    write_clip(piece(5), tmp_path / "odds" / "lick.mid")
    write_clip(piece(64, 48), tmp_path / ".hidden" / "not me.mid")
    (tmp_path / "odds" / "broken.mid").write_text("not music")
    (tmp_path / "odds" / "readme.txt").write_text("not a MIDI file by its name")
    drums = mido.MidiFile()
    track = mido.MidiTrack()
    for _ in range(40):
        track.append(mido.Message("note_on", channel=9, note=42, velocity=80, time=240))
        track.append(mido.Message("note_off", channel=9, note=42, time=240))
    drums.tracks.append(track)
    drums.save(tmp_path / "odds" / "drums.mid")
    return tmp_path


def test_every_file_is_used_or_left_out_with_its_reason(folder: Path) -> None:
    events = list(scan_folder(folder))
    checked = {event["file"]: event for event in events if event["event"] == "checked"}
    assert {name for name, event in checked.items() if event["status"] == "used"} == {"one.mid", "재즈.MID"}
    kinds = {name: event["kind"] for name, event in checked.items() if event["status"] == "left_out"}
    assert kinds == {
        "odds/broken.mid": "broken",
        "odds/drums.mid": "drums",
        "odds/lick.mid": "short",
        "odds/same.mid": "duplicate",
    }
    assert all(event["reason"].endswith(".") for event in checked.values() if event["status"] == "left_out")
    assert checked["odds/same.mid"]["same_as"] == "one.mid"
    assert events[0] == {"event": "found", "files": 6}
    assert events[-1]["used"] == 2
    assert events[-1]["left_out"] == 4


def test_what_the_music_is_like(folder: Path) -> None:
    events = [event for event in scan_folder(folder) if event["event"] in ("checked", "studied")]
    checked = next(event for event in events if event["event"] == "checked" and event["file"] == "재즈.MID")
    assert checked["notes"] == 96
    assert checked["roles"] == "heard"
    assert sum(count for _, count in checked["pitches"]) == 96
    assert min(pitch for pitch, _ in checked["pitches"]) == 55
    studied = next(event for event in events if event["event"] == "studied" and event["file"] == "재즈.MID")
    assert studied["meter"] == "4/4"
    assert studied["tempo"] == 120
    assert sum(studied["chords"].values()) == pytest.approx(checked["seconds"], abs=2.5)


def test_only_so_many_are_studied_and_they_are_spread(tmp_path: Path) -> None:
    for number in range(9):
        write_clip(piece(40, 40 + number), tmp_path / f"{number}.mid")
    studied = [event["file"] for event in scan_folder(tmp_path, 3) if event["event"] == "studied"]
    assert studied == ["0.mid", "3.mid", "6.mid"]


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone does not exist"):
        find_files(tmp_path / "gone")
    with pytest.raises(InputError, match="holds no MIDI files"):
        find_files(tmp_path)
    (tmp_path / "a.mid").write_text("")
    with pytest.raises(InputError, match=r"a\.mid is a file"):
        find_files(tmp_path / "a.mid")


def test_the_command_prints_each_event_as_one_line(folder: Path) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "scan", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["event"] for event in events] == ["found", *["checked"] * 6, *["studied"] * 2, "devices", "done"]
    assert [gpu["device"] for gpu in events[-2]["gpus"]] == [gpu["device"] for gpu in gpus()]


def test_a_scan_needs_no_torch() -> None:
    code = "import sys, training.scan, training.scan_command; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
