"""`tatumflow generate --same-as`: a file tells enough to be written again, note for note."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.music.clip import Clip
from engine.music.midi_io import read_clip, write_clip
from engine.music.note import Note
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


def test_a_file_that_tells_nothing_is_refused(cli: Cli, tmp_path: Path) -> None:
    write_clip(Clip((Note(0, 60, 480),)), tmp_path / "other.mid")
    assert_one_clear_line(cli("generate", "--same-as", "other.mid"), "other.mid", "--same-as")
    assert_one_clear_line(cli("generate", "--same-as", "gone.mid"), "gone.mid")
