"""`tatumflow generate --same-as`: a file tells enough to be written again, note for note."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.music.clip import Clip
from engine.music.midi_io import read_clip, write_clip
from engine.music.note import Note
from engine.music.provenance import read_provenance, write_told
from tests.cli.helpers import Cli, assert_one_clear_line


def played(file: Path) -> list[tuple[int, int, int, int]]:
    return sorted((note.start, note.pitch, note.duration, note.velocity) for note in read_clip(file).notes)


@pytest.mark.parametrize(
    "options",
    [
        ("--mode", "continue", "--bars", "2", "--variations", "2", "--density", "0.4"),
        ("--mode", "infill", "--redo-bars", "3:4", "--only-generated"),
    ],
    ids=["continue", "infill"],
)
def test_a_take_is_written_again(cli: Cli, prompt: Path, model: list[str], options: tuple[str, ...]) -> None:
    result = cli("generate", *options, "--fast", *model, "--prompt", prompt.name, "--out", ".")
    assert result.returncode == 0, result.stderr
    first = prompt.parent / result.stdout.split()[-1]
    prompt.unlink()
    again = cli("generate", "--same-as", first.name, *model, "--out", "again.mid")
    assert again.returncode == 0, again.stderr
    assert again.stdout == "again.mid\n"
    assert played(prompt.parent / "again.mid") == played(first)


def test_the_model_that_is_named_must_be_the_one_that_is_there(cli: Cli, tmp_path: Path, model: list[str]) -> None:
    assert (
        cli("generate", "--mode", "solo", "--chords", "Dm7 G7 | Cmaj7", "--fast", *model, "--out", "a.mid").returncode
        == 0
    )
    told = read_provenance(tmp_path / "a.mid")
    assert told is not None
    weights, _, examples = told.checkpoint.partition("-")
    assert examples
    for name, checkpoint in (("old.mid", weights), ("other.mid", f"{weights}-facade")):
        write_told(read_clip(tmp_path / "a.mid"), tmp_path / name, replace(told, checkpoint=checkpoint), "")
    assert cli("generate", "--same-as", "old.mid", *model, "--out", "again.mid").returncode == 0
    again = read_provenance(tmp_path / "again.mid")
    assert again is not None
    assert again.checkpoint == told.checkpoint
    assert_one_clear_line(cli("generate", "--same-as", "other.mid", *model), "other.mid", "facade", "--checkpoint")


def test_a_file_that_tells_nothing_is_refused(cli: Cli, tmp_path: Path) -> None:
    write_clip(Clip((Note(0, 60, 480),)), tmp_path / "other.mid")
    assert_one_clear_line(cli("generate", "--same-as", "other.mid"), "other.mid", "--same-as")
    assert_one_clear_line(cli("generate", "--same-as", "gone.mid"), "gone.mid")
