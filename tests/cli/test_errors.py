"""Every bad input ends in one clear line and status 2, and leaves the folder as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import mido
import pytest

from tests.cli.helpers import Cli, assert_one_clear_line, command_line

GENERATE = ("generate", "--mode", "continue")


@pytest.fixture
def bad_files(tmp_path: Path, prompt: Path) -> Path:
    """A folder of files that are no prompt, beside the good one."""
    (tmp_path / "text.mid").write_text("this is no MIDI file", encoding="utf-8")
    (tmp_path / "empty.mid").write_bytes(b"")
    (tmp_path / "cut.mid").write_bytes(prompt.read_bytes()[:10])
    silent = mido.MidiFile()
    silent.tracks.append(mido.MidiTrack([mido.MetaMessage("end_of_track", time=480)]))
    silent.save(tmp_path / "silent.mid")
    drums = mido.MidiFile()
    hit = [mido.Message("note_on", channel=9, note=38), mido.Message("note_off", channel=9, note=38, time=240)]
    drums.tracks.append(mido.MidiTrack(hit))
    drums.save(tmp_path / "drums.mid")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize("command", [(*GENERATE, "--prompt"), ("analyze",), ("render", "--out", "x.wav")])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.mid", ["missing.mid", "does not exist"]),
        ("text.mid", ["text.mid", "not a MIDI file"]),
        ("empty.mid", ["empty.mid", "empty"]),
        ("cut.mid", ["cut.mid"]),
        ("silent.mid", ["silent.mid", "no notes"]),
        ("drums.mid", ["drums.mid", "drums"]),
        ("folder", ["folder"]),
    ],
)
def test_a_file_that_is_no_prompt(
    cli: Cli, bad_files: Path, command: tuple[str, ...], name: str, words: list[str]
) -> None:
    before = sorted(bad_files.rglob("*"))
    assert_one_clear_line(cli(*command, name), *words)
    assert sorted(bad_files.rglob("*")) == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--bars", "0"], ["--bars", "1..64"]),
        (["--bars", "65"], ["--bars", "1..64"]),
        (["--bars", "many"], ["--bars", "many"]),
        (["--bars", "4", "--seconds", "9"], ["--bars", "--seconds"]),
        (["--seconds", "0"], ["--seconds"]),
        (["--seconds", "nan"], ["--seconds", "nan"]),
        (["--seconds", "599"], ["--seconds", "bars"]),
        (["--variations", "0"], ["--variations", "1..16"]),
        (["--variations", "2", "--out", "two.mid"], ["--variations", "two.mid", "folder"]),
        (["--seed", "-1"], ["--seed"]),
        (["--seed", "x"], ["--seed", "'x'"]),
        (["--tempo", "0"], ["--tempo", "20..400"]),
        (["--tempo", "inf"], ["--tempo"]),
        (["--meter", "4/5"], ["--meter", "4/5"]),
        (["--meter", "waltz"], ["--meter", "waltz"]),
        (["--key", "H"], ["--key", "'H'"]),
        (["--creativity", "1.5"], ["--creativity", "0..1"]),
        (["--temperature", "9"], ["--temperature"]),
        (["--top-p", "0"], ["--top-p"]),
        (["--steps", "0"], ["--steps", "1..1000"]),
        (["--steps", "20", "--fast"], ["--steps", "--fast"]),
        (["--style", "Nobody:x"], ["--style", "Nobody:x"]),
        (["--style", ":1"], ["--style"]),
        (["--prompt-bars", "4:2"], ["--prompt-bars", "4:2"]),
        (["--prompt-bars", "0:2"], ["--prompt-bars", "0:2"]),
        (["--prompt-bars", "7:9"], ["7:9", "verse.mid", "8 bars"]),
        (["--device", "abacus"], ["--device", "abacus"]),
        (["--threads", "0"], ["--threads"]),
        (["--checkpoint", "nowhere"], ["nowhere", "checkpoint"]),
        (["--out", "take.txt"], ["take.txt", ".mid"]),
        (["--out", "no/such/folder/take.mid"], ["no/such/folder", "does not exist"]),
        (["--out", "verse.mid/take.mid"], ["verse.mid", "file"]),
        (["--redo-bars", "1:2"], ["--redo-bars", "infill"]),
        (["--keep-bars", "1:2"], ["--keep-bars", "infill"]),
        (["--role", "bass"], ["--role", "pattern"]),
        (["--form", "AABA"], ["--form", "song"]),
        (["--feel", "bossa"], ["--feel", "solo"]),
        (["--feel", "polka"], ["--feel", "polka", "two-beat"]),
        (["--all-keys"], ["--all-keys", "pattern"]),
        (["--strength", "0.5"], ["--strength", "transfer"]),
        (["--swing", "1.5"], ["--swing", "0..1"]),
        (["--chords", "Dm7 | Hb7"], ["Hb7"]),
        (["--prompt-tokens", "3"], ["--prompt-tokens", "3"]),
        (["--no-such-option"], ["--no-such-option"]),
        (["stray"], ["stray"]),
    ],
)
def test_an_option_of_generate_out_of_range(cli: Cli, prompt: Path, options: list[str], words: list[str]) -> None:
    before = sorted(prompt.parent.rglob("*"))
    assert_one_clear_line(cli(*GENERATE, "--prompt", prompt.name, *options), *words)
    assert sorted(prompt.parent.rglob("*")) == before


@pytest.mark.parametrize("mode", ["nonsense", ""])
def test_a_mode_that_is_not_there(cli: Cli, mode: str) -> None:
    assert_one_clear_line(cli("generate", "--mode", mode), "--mode", "continue")


def test_the_mode_is_required(cli: Cli) -> None:
    assert_one_clear_line(cli("generate"), "--mode")


def test_bars_of_a_prompt_without_a_prompt(cli: Cli) -> None:
    assert_one_clear_line(cli(*GENERATE, "--prompt-bars", "1:2"), "--prompt-bars", "--prompt")


def test_beats_of_a_prompt_without_a_prompt(cli: Cli) -> None:
    assert_one_clear_line(cli(*GENERATE, "--beats", "file"), "--beats", "--prompt")


def test_bars_without_notes(cli: Cli, tmp_path: Path) -> None:
    late = mido.MidiFile(ticks_per_beat=480)
    notes = [mido.Message("note_on", note=60, time=4 * 1920), mido.Message("note_off", note=60, time=480)]
    for pitch in range(40, 80):
        notes += [mido.Message("note_on", note=pitch), mido.Message("note_off", note=pitch, time=480)]
    late.tracks.append(mido.MidiTrack(notes))
    late.save(tmp_path / "late.mid")
    assert_one_clear_line(cli(*GENERATE, "--prompt", "late.mid", "--prompt-bars", "1:2"), "1:2", "late.mid", "no notes")


@pytest.mark.parametrize(
    "arguments",
    [
        (*GENERATE, "--prompt", "verse.mid", "--out", "there.mid"),
        ("render", "verse.mid", "--out", "there.wav"),
        ("analyze", "verse.mid", "--html", "there.html"),
    ],
)
def test_an_existing_output_is_not_overwritten(cli: Cli, prompt: Path, arguments: tuple[str, ...]) -> None:
    there = prompt.parent / arguments[-1]
    there.write_text("mine", encoding="utf-8")
    assert_one_clear_line(cli(*arguments), there.name, "exists", "--force")
    assert there.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is a folder that not even root can write into")
@pytest.mark.parametrize(
    "arguments",
    [
        (*GENERATE, "--prompt", "verse.mid", "--out", "/proc/take.mid"),
        ("render", "verse.mid", "--out", "/proc/take.wav"),
        ("analyze", "verse.mid", "--html", "/proc/report.html"),
    ],
)
def test_a_folder_that_cannot_be_written(cli: Cli, prompt: Path, arguments: tuple[str, ...]) -> None:
    assert_one_clear_line(cli(*arguments), "/proc")


def test_a_folder_without_midi_files(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_one_clear_line(cli("analyze", "empty"), "empty", "no MIDI files")


def test_json_and_html_together(cli: Cli, prompt: Path) -> None:
    assert_one_clear_line(cli("analyze", prompt.name, "--json", "--html", "r.html"), "--json", "--html")
    assert not (prompt.parent / "r.html").exists()


def test_render_to_an_unknown_kind_of_file(cli: Cli, prompt: Path) -> None:
    assert_one_clear_line(cli("render", prompt.name, "--out", "take.aiff"), "take.aiff", ".wav")


def test_a_soundfont_that_is_none(cli: Cli, prompt: Path) -> None:
    shutil.copy(prompt, prompt.parent / "fake.sf2")
    assert_one_clear_line(cli("render", prompt.name, "--out", "take.wav", "--soundfont", "fake.sf2"), "fake.sf2")
    assert not (prompt.parent / "take.wav").exists()


def test_training_without_its_packages_says_what_to_install(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "torch.py").write_text("raise ModuleNotFoundError('No module', name='torch')\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    command = command_line("train", "data", "--out", "run")
    environment = {**os.environ, "PYTHONPATH": str(hidden)}
    child = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert_one_clear_line(child, "torch", 'pip install "tatumflow[train]"')


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere every name of a file is Unicode")
@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "--mode", "continue", "--bars", "1", "--fast", "--json", "--out", "out", "--prompt"),
        ("analyze",),
        ("analyze", "--html", "report.html"),
        ("render", "--out", "take.wav"),
    ],
)
def test_a_file_from_an_old_archive_with_a_name_in_no_known_letters(
    tmp_path: Path, prompt: Path, arguments: tuple[str, ...]
) -> None:
    name = os.fsdecode("재즈.mid".encode("cp949"))
    prompt.rename(tmp_path / name)
    (tmp_path / "out").mkdir()
    strict = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    child = subprocess.run(command_line(*arguments, name), cwd=tmp_path, env=strict, capture_output=True, check=False)
    assert child.returncode == 0, child.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk that every Linux has")
@pytest.mark.parametrize("arguments", [("analyze", "verse.mid"), ("styles",), ("--help",)])
def test_output_that_the_disk_does_not_take(prompt: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        child = subprocess.run(
            command_line(*arguments), cwd=prompt.parent, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert child.returncode == 2, child.stderr
    assert child.stderr.count("\n") == 1
    assert "No space left on device" in child.stderr


@pytest.mark.skipif(os.name == "nt", reason="closed by the shell of Unix; there a program without a console has none")
def test_without_standard_output_the_work_is_done(prompt: Path, model: list[str]) -> None:
    command = command_line(*GENERATE, "--bars", "1", "--fast", *model, "--prompt", "verse.mid", "--out", "a.mid")
    child = subprocess.run(["sh", "-c", '"$@" >&- 2>&-', "sh", *command], cwd=prompt.parent, check=False)
    assert child.returncode == 0
    assert (prompt.parent / "a.mid").exists()


@pytest.mark.skipif(os.name == "nt", reason="a limit on the size of files, as Unix has it")
def test_takes_that_the_disk_does_not_take_leave_no_folder(prompt: Path, model: list[str]) -> None:
    command = command_line(*GENERATE, "--bars", "1", "--fast", *model, "--prompt", "verse.mid", "--variations", "2")
    shell = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command, "--out", "takes"]
    child = subprocess.run(shell, cwd=prompt.parent, capture_output=True, text=True, check=False)
    assert child.returncode == 2, child.stderr
    assert child.stderr.splitlines()[-1].count("takes") == 1
    assert not (prompt.parent / "takes").exists()
