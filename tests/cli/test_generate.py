"""`tatumflow generate` with the real engine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import mido
import pytest

from engine.commands.tokens import tokens_by_bar
from engine.music.clip import Clip
from engine.music.key import find_key
from engine.music.midi_io import read_clip, read_texts, write_clip
from engine.music.note import Note
from engine.music.provenance import read_provenance
from tests.cli.helpers import Cli, command_line

SHORT = ("--mode", "continue", "--bars", "2", "--fast")
BAR = 1920


def played(clip: Clip) -> list[tuple[int, int, int, int]]:
    """Notes without their roles, which a file of one track does not keep."""
    return sorted((note.start, note.pitch, note.duration, note.velocity) for note in clip.notes)


def test_json_is_one_object_and_describes_the_file(cli: Cli, prompt: Path, model: list[str]) -> None:
    result = cli("generate", *SHORT, *model, "--prompt", prompt.name, "--out", "a.mid", "--only-generated", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    clip = read_clip(prompt.parent / "a.mid")
    assert report["files"] == ["a.mid"]
    assert report["bars"] == 2
    assert clip.length == 2 * BAR
    assert report["notes"] == len(clip.notes) > 0
    assert report["seconds"] == pytest.approx(clip.seconds, abs=0.01)
    assert isinstance(report["seed"], int)
    assert len(report["checkpoint"]) >= 8
    assert report["settings"]["bars"] == 2


def test_without_json_standard_output_is_the_path(cli: Cli, prompt: Path, model: list[str]) -> None:
    result = cli("generate", *SHORT, *model, "--prompt", prompt.name, "--out", "a.mid", "--seed", "7")
    assert result.stdout == "a.mid\n"
    assert "seed 7" in result.stderr
    assert "\r" not in result.stderr  # no bar where there is no terminal


def test_the_output_begins_with_the_prompt(cli: Cli, prompt: Path, model: list[str]) -> None:
    assert cli("generate", *SHORT, *model, "--prompt", prompt.name, "--out", "a.mid").returncode == 0
    before, after = read_clip(prompt), read_clip(prompt.parent / "a.mid")
    assert after.length == before.length + 2 * BAR
    assert played(after.slice_ticks(0, before.length)) == played(before)
    assert after.tempo.at(0) == before.tempo.at(0)


def test_a_prompt_stays_on_the_beats_that_are_asked_for(cli: Cli, prompt: Path, model: list[str]) -> None:
    """A prompt in ticks that know nothing of its beat is put on one, unless its file's is asked for."""
    demo = read_clip(prompt)
    notes = tuple(note._replace(start=77 + round(1.237 * note.start)) for note in demo.notes)
    free = replace(demo, notes=notes, chords=(), length=0).whole_bars()
    write_clip(free, prompt.parent / "free.mid")
    begun = []
    for beats in ("auto", "file"):
        options = ("--prompt", "free.mid", "--beats", beats, "--out", f"{beats}.mid")
        assert cli("generate", *SHORT, *model, *options).returncode == 0
        begun.append([note.start for note in read_clip(prompt.parent / f"{beats}.mid").notes][: len(notes)])
    assert begun[0] != begun[1]
    assert begun[1] == [note.start for note in notes]


def test_the_same_seed_gives_the_same_notes_and_another_seed_others(cli: Cli, prompt: Path, model: list[str]) -> None:
    takes = []
    for name, seed in (("a.mid", "5"), ("b.mid", "5"), ("c.mid", "6")):
        options = ("--prompt", prompt.name, "--out", name, "--seed", seed, "--only-generated")
        assert cli("generate", *SHORT, *model, *options).returncode == 0
        takes.append(played(read_clip(prompt.parent / name)))
    assert takes[0] == takes[1]
    assert takes[0] != takes[2]


def test_a_reported_random_seed_gives_the_take_again(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--only-generated", "--json")
    first = json.loads(cli("generate", *SHORT, *model, *options, "--out", "a.mid").stdout)
    cli("generate", *SHORT, *model, *options, "--out", "b.mid", "--seed", str(first["seed"]))
    assert played(read_clip(prompt.parent / "a.mid")) == played(read_clip(prompt.parent / "b.mid"))


def test_bars_of_the_prompt(cli: Cli, prompt: Path, model: list[str]) -> None:
    result = cli("generate", *SHORT, *model, "--prompt", prompt.name, "--prompt-bars", "3:4", "--out", "a.mid")
    assert result.returncode == 0, result.stderr
    after = read_clip(prompt.parent / "a.mid")
    assert after.length == 4 * BAR
    assert played(after.slice_bars(0, 1)) == played(read_clip(prompt).slice_bars(2, 3))


def test_several_takes_go_into_a_folder_and_differ(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--variations", "2", "--out", "takes", "--only-generated", "--json")
    result = cli("generate", *SHORT, *model, *options)
    assert result.returncode == 0, result.stderr
    paths = [prompt.parent / name for name in json.loads(result.stdout)["files"]]
    assert sorted(paths) == sorted((prompt.parent / "takes").iterdir())
    assert len(paths) == 2
    assert played(read_clip(paths[0])) != played(read_clip(paths[1]))


def test_without_out_the_name_comes_from_the_prompt_and_nothing_is_overwritten(
    cli: Cli, prompt: Path, model: list[str]
) -> None:
    first = cli("generate", *SHORT, *model, "--prompt", prompt.name).stdout.strip()
    second = cli("generate", *SHORT, *model, "--prompt", prompt.name).stdout.strip()
    assert first == "verse-continued.mid"
    assert second == "verse-continued-2.mid"


def test_force_overwrites(cli: Cli, prompt: Path, model: list[str]) -> None:
    out = prompt.parent / "a.mid"
    out.write_text("old", encoding="utf-8")
    assert cli("generate", *SHORT, *model, "--prompt", prompt.name, "--out", "a.mid", "--force").returncode == 0
    assert read_clip(out).notes


def test_the_file_says_how_it_was_made(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--out", "a.mid", "--seed", "11", "--json")
    report = json.loads(cli("generate", *SHORT, *model, *options).stdout)
    origins = [json.loads(text) for text in read_texts(prompt.parent / "a.mid") if text.startswith("{")]
    assert len(origins) == 1
    assert origins[0]["seed"] == 11
    assert origins[0]["mode"] == "continue"
    assert origins[0]["checkpoint"] == report["checkpoint"]
    assert origins[0]["settings"] == report["settings"]


def test_from_nothing_in_a_tempo_meter_and_key(cli: Cli, tmp_path: Path, model: list[str]) -> None:
    options = ("--tempo", "160", "--meter", "3/4", "--key", "Eb", "--out", "a.mid")
    result = cli("generate", *SHORT, *model, *options)
    assert result.returncode == 0, result.stderr
    clip = read_clip(tmp_path / "a.mid")
    assert clip.length == 2 * 3 * 480
    assert clip.tempo.at(0).tempo_bpm == pytest.approx(160, abs=0.01)
    assert (clip.meter.at(0).numerator, clip.meter.at(0).denominator) == (3, 4)
    assert clip.key == "Eb"
    assert find_key([n.pitch for n in clip.notes], [n.duration / 480 for n in clip.notes]) in {"Eb", "Cm"}


def test_length_by_time(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--seconds", "3", "--out", "a.mid", "--only-generated", "--fast", "--json")
    report = json.loads(cli("generate", "--mode", "continue", *model, *options).stdout)
    bar_s = 4 * 60 / 152
    assert report["bars"] == 2
    assert 3 <= report["seconds"] < 3 + bar_s


def test_the_file_ends_on_the_bar_line_for_other_programs_too(cli: Cli, prompt: Path, model: list[str]) -> None:
    cli("generate", *SHORT, *model, "--prompt", prompt.name, "--out", "a.mid", "--only-generated")
    midi = mido.MidiFile(prompt.parent / "a.mid")
    assert midi.ticks_per_beat == 480
    assert max(sum(message.time for message in track) for track in midi.tracks) == 2 * BAR


def test_unknown_styles_are_named_with_the_palette(cli: Cli, prompt: Path, model: list[str]) -> None:
    result = cli("generate", *SHORT, *model, "--prompt", prompt.name, "--style", "Nobody")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "'Nobody'" in result.stderr.splitlines()[-1]
    assert "palette" in result.stderr.splitlines()[-1]
    assert sorted(prompt.parent.iterdir()) == [prompt]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one child process")
def test_ctrl_c_ends_with_130_and_no_file(prompt: Path, model: list[str]) -> None:
    long = ("--mode", "continue", "--bars", "64", "--variations", "16", "--steps", "1000", "--out", "takes")
    command = command_line("generate", *long, *model, "--prompt", prompt.name)
    with subprocess.Popen(
        command, cwd=prompt.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        assert child.stdout is not None
        assert child.stderr.readline().startswith("Writing music")
        child.send_signal(signal.SIGINT)
        errors = child.stderr.read()
        output = child.stdout.read()
    assert child.returncode == 130
    assert output == ""
    assert "Traceback" not in errors
    assert errors.splitlines()[-1] == "stopped"
    assert sorted(prompt.parent.iterdir()) == [prompt]


def test_the_prompt_is_cut_to_whole_bars_by_tokens(cli: Cli, prompt: Path, model: list[str]) -> None:
    whole = read_clip(prompt)
    wanted = sum(tokens_by_bar(whole)[-3:]) + 1
    options = ("--prompt", prompt.name, "--prompt-tokens", str(wanted), "--out", "a.mid")
    result = cli("generate", *SHORT, *model, *options)
    assert result.returncode == 0, result.stderr
    after = read_clip(prompt.parent / "a.mid")
    assert after.length == 5 * BAR
    assert played(after.slice_bars(0, 2)) == played(whole.slice_bars(5, 7))


def test_the_take_ends_before_the_bar_that_exceeds_the_tokens(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--seed", "1", "--only-generated")
    cli("generate", *SHORT, *model, *options, "--out", "whole.mid")
    whole = read_clip(prompt.parent / "whole.mid")
    limit = tokens_by_bar(whole)[0] + 1
    result = cli("generate", *SHORT, *model, *options, "--out", "cut.mid", "--max-tokens", str(limit))
    assert result.returncode == 0, result.stderr
    cut = read_clip(prompt.parent / "cut.mid")
    assert cut.length == BAR
    assert played(cut) == played(whole.slice_bars(0, 0))


def test_tokens_are_counted_as_described() -> None:
    clip = Clip((Note(0, 60, 100), Note(0, 64, 100), Note(480, 67, 100), Note(BAR, 60, 100)), length=3 * BAR)
    assert tokens_by_bar(clip) == [1 + 2 + 3 * 3, 1 + 1 + 3, 1]


def test_infill_gives_the_kept_bars_back_note_for_note(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--keep-bars", "1:2,5:8", "--seed", "3", "--out", "a.mid", "--fast", "--json")
    result = cli("generate", "--mode", "infill", *model, *options)
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["settings"]["redo_bars"] == [[3, 3], [4, 4]]
    before, after = read_clip(prompt), read_clip(prompt.parent / "a.mid")
    assert report["bars"] == after.bars == 8
    redone = range(2 * BAR, 4 * BAR)
    kept = [[row for row in played(clip) if row[0] not in redone] for clip in (before, after)]
    assert kept[0] == kept[1]
    assert played(before) != played(after)
    alone = ("--prompt", prompt.name, "--redo-bars", "3:4", "--seed", "3", "--out", "b.mid", "--only-generated")
    assert cli("generate", "--mode", "infill", *model, *alone, "--fast").returncode == 0
    assert played(read_clip(prompt.parent / "b.mid")) == [row for row in played(after) if row[0] in redone]


def test_improvise_with_locks_and_controls_is_the_same_with_two_threads(
    cli: Cli, prompt: Path, model: list[str]
) -> None:
    wishes = ("--lock", "harmony", "--density", "0.4", "--register", "C3:C6", "--polyphony", "4", "--swing", "0.6")
    wishes += ("--no-repeat", "5")
    options = ("--prompt", prompt.name, "--seed", "5", "--fast", *wishes)
    folder = prompt.parent
    for threads in ("1", "2"):
        (folder / threads).mkdir()
        command = ("generate", "--mode", "improvise", *model, *options, "--threads", threads)
        assert cli(*command, "--out", f"{threads}/a.mid").returncode == 0
    assert (folder / "1" / "a.mid").read_bytes() == (folder / "2" / "a.mid").read_bytes()
    clip = read_clip(folder / "1" / "a.mid")
    assert clip.length == 8 * BAR
    assert all(48 <= note.pitch <= 84 for note in clip.notes)


def test_bars_keep_their_factor_and_the_file_tells_it(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = (
        "--prompt",
        prompt.name,
        "--seed",
        "5",
        "--creativity",
        "0.9",
        "--lock-bars",
        "3-4:rhythm",
        "--out",
        "a.mid",
    )
    result = cli("generate", "--mode", "improvise", *model, *options, "--fast", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["settings"]["bar_locks"] == [[3, 4, "rhythm"]]
    before, after = read_clip(prompt), read_clip(prompt.parent / "a.mid")
    # A note some ticks before the line means the bar behind it.
    there, here = ({n.start for n in c.notes if 2 * BAR - 10 <= n.start < 4 * BAR - 10} for c in (before, after))
    assert there == here
    assert {n.start for n in before.notes} != {n.start for n in after.notes}
    told = read_provenance(prompt.parent / "a.mid")
    assert told is not None
    assert told.settings["bar_locks"] == [[3, 4, "rhythm"]]


def test_transfer_to_a_style_read_off_a_file(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--style-from", prompt.name, "--strength", "0.3", "--fast", "--json")
    result = cli("generate", "--mode", "transfer", *model, *options)
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["files"] == ["verse-transferred.mid"]
    assert report["settings"]["strength"] == 0.3
    assert report["settings"]["style_from"] == "verse.mid"


def test_chords_that_are_asked_for_are_written_as_markers(cli: Cli, prompt: Path, model: list[str]) -> None:
    options = ("--prompt", prompt.name, "--chords", "Dm7 | G7", "--bars", "3", "--only-generated", "--out", "a.mid")
    result = cli("generate", "--mode", "continue", *model, *options, "--fast")
    assert result.returncode == 0, result.stderr
    clip = read_clip(prompt.parent / "a.mid")
    assert [(s.start, s.chord.symbol()) for s in clip.chords] == [(0, "Dm7"), (BAR, "G7"), (2 * BAR, "Dm7")]


def test_writing_music_leaves_nothing_in_the_home_folder(tmp_path: Path, model: list[str]) -> None:
    """ONNX Runtime keeps the number of this device and what it will send to Microsoft there, if it is let."""
    home = tmp_path / "home"
    home.mkdir()
    # Where CI or its own variable is set ONNX Runtime tells nothing anyway.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "CI", "GITHUB_", "ORT_"))}
    subprocess.run(
        command_line("generate", *SHORT, *model, "--out", "a.mid"),
        cwd=tmp_path,
        env=kept | {"HOME": str(home)},
        capture_output=True,
        check=True,
    )
    assert list(home.rglob("*")) == []


def test_two_processes_write_the_same_file(cli: Cli, tmp_path: Path) -> None:
    for processes in ("1", "2"):
        (tmp_path / processes).mkdir()
        result = cli(
            "generate", "--mode", "song", "--form", "AABA", "--steps", "30", "--seed", "5",
            "--processes", processes, "--out", f"{processes}/song.mid",
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "1" / "song.mid").read_bytes() == (tmp_path / "2" / "song.mid").read_bytes()
