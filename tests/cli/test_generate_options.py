"""Options of `generate` that are out of range, contradict each other or mean nothing to the mode: one clear line each.

The command runs inside the test's process here, which is quicker; that such errors end in status 2 is `test_errors`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.commands import generate
from engine.commands.generate_job import redo_bars
from engine.commands.options import CommandParser
from engine.errors import TatumFlowError
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.midi_io import write_clip
from engine.music.note import Note

Complain = Callable[..., str]


@pytest.fixture
def complain(prompt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Complain:
    """Runs `generate` beside the prompt verse.mid and gives its one line of complaint."""
    monkeypatch.chdir(prompt.parent)

    def run(*arguments: str) -> str:
        parser = CommandParser("tatumflow generate")
        generate.add_arguments(parser)
        before = sorted(prompt.parent.rglob("*"))
        try:
            generate.run(parser.parse_args(["--mode", *arguments]))
        except TatumFlowError as error:
            line = str(error)
        except SystemExit as left:
            line = capsys.readouterr().err.strip() if left.code == 2 else f"status {left.code}"
        else:
            pytest.fail("nothing was wrong with that")
        assert "\n" not in line
        assert sorted(prompt.parent.rglob("*")) == before
        return line

    return run


HERE = ("--prompt", "verse.mid")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["infill", *HERE], ["--redo-bars", "--keep-bars"]),
        (["infill", *HERE, "--redo-bars", "1:2", "--keep-bars", "3:4"], ["--keep-bars", "--redo-bars"]),
        (["infill", *HERE, "--redo-bars", "7:9"], ["7:9", "8 bars"]),
        (["infill", *HERE, "--keep-bars", "1:9"], ["1:9", "8 bars"]),
        (["infill", *HERE, "--keep-bars", "1:8"], ["--keep-bars", "8 bars"]),
        (["infill", *HERE, "--redo-bars", "3:x"], ["--redo-bars", "3:x"]),
        (["infill", *HERE, "--redo-bars", "1:2", "--bars", "4"], ["--bars", "infill", "length"]),
        (["infill", "--redo-bars", "1:2"], ["infill", "--prompt"]),
        (["improvise"], ["improvise", "--prompt"]),
        (["improvise", *HERE, "--bars", "4"], ["--bars", "improvise"]),
        (["improvise", *HERE, "--seconds", "4"], ["--seconds", "improvise"]),
        (["improvise", *HERE, "--strength", "0.4"], ["--strength", "transfer"]),
        (["improvise", *HERE, "--lock", "tempo"], ["--lock", "'tempo'", "harmony"]),
        (["improvise", *HERE, "--lock", "rhythm", "--density", "0.5"], ["--lock rhythm", "--density"]),
        (["improvise", *HERE, "--lock", "rhythm", "--swing", "0.5"], ["--lock rhythm", "--swing"]),
        (["improvise", *HERE, "--lock", "dynamics", "--dynamics", "0.5"], ["--lock dynamics", "--dynamics"]),
        (["improvise", *HERE, "--lock", "harmony", "--chords", "Dm7"], ["--lock harmony", "--chords"]),
        (["continue", *HERE, "--lock", "melody"], ["--lock", "improvise", "continue"]),
        (["continue", *HERE, "--lock-bars", "1:2:melody"], ["--lock-bars", "improvise", "continue"]),
        (["improvise", *HERE, "--lock-bars", "3:4"], ["--lock-bars", "'3:4'", "3:4:rhythm"]),
        (["improvise", *HERE, "--lock-bars", "3:4:tempo"], ["--lock-bars", "'3:4:tempo'", "harmony"]),
        (["improvise", *HERE, "--lock-bars", "4-3:rhythm"], ["--lock-bars", "4:3"]),
        (["improvise", *HERE, "--lock-bars", "3-4:rhythm", "--swing", "0.5"], ["--lock-bars", "--swing"]),
        (["infill", *HERE, "--redo-bars", "3:4", "--lock-bars", "8:9:harmony"], ["8:9", "8 bars"]),
        (["continue", *HERE, "--density", "2"], ["--density", "0..1"]),
        (["continue", *HERE, "--register", "72:60"], ["--register", "72:60"]),
        (["continue", *HERE, "--register", "H1:C3"], ["--register", "'H1'"]),
        (["continue", *HERE, "--register", "60:200"], ["--register", "200"]),
        (["continue", *HERE, "--polyphony", "0"], ["--polyphony", "1..8"]),
        (["continue", *HERE, "--no-repeat", "1"], ["--no-repeat", "2..16"]),
        (["improvise", *HERE, "--lock", "melody", "--no-repeat", "6"], ["--lock melody", "--no-repeat"]),
        (["continue", *HERE, "--swing", "triplet"], ["--swing", "'triplet'"]),
        (["continue", *HERE, "--dynamics", "-0.1"], ["--dynamics"]),
        (["continue", *HERE, "--tempo", "1000"], ["--tempo", "1000", "20..400"]),
        (["continue", *HERE, "--style-from", "nowhere.mid"], ["nowhere.mid", "does not exist"]),
        (["continue", *HERE, "--chords", "Dm7 | Qb7"], ["Qb7"]),
        (["continue", *HERE, "--chords", "missing.txt"], ["missing.txt", "does not exist"]),
        (["transfer", *HERE], ["--style", "--style-from"]),
        (["transfer", *HERE, "--style", "Art Tatum", "--strength", "2"], ["--strength", "0..1"]),
        (["solo"], ["solo", "--chords"]),
        (["solo", "--chords", "Dm7", "--form", "AABA"], ["--form", "song"]),
        (["pattern", "--all-keys", "--key", "C"], ["--all-keys", "--key"]),
        (["pattern", "--all-keys", "--out", "one.mid"], ["--all-keys", "24", "one.mid"]),
        (["pattern", "--role", "tuba"], ["'tuba'"]),
        (["song", "--bars", "30"], ["--bars 30", "4 sections"]),
        (["song", "--form", "AXQ!"], ["AXQ!"]),
        (["song", "--sections", "99"], ["--sections", "1..16"]),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(complain: Complain, arguments: list[str], words: list[str]) -> None:
    line = complain(*arguments)
    for word in words:
        assert word in line


def test_a_prompt_of_two_hours(complain: Complain, prompt: Path) -> None:
    notes = tuple(Note(k * 48_000, 60, 480) for k in range(144))
    write_clip(Clip(notes, tempo=TempoMap.constant(120), length=144 * 48_000), prompt.parent / "long.mid")
    assert "120 minutes" in complain("continue", "--prompt", "long.mid")


def test_a_prompt_at_a_thousand_beats_a_minute(complain: Complain, prompt: Path) -> None:
    notes = tuple(Note(k * 240, 60 + k % 12, 200) for k in range(64))
    write_clip(Clip(notes, tempo=TempoMap.constant(1000)), prompt.parent / "fast.mid")
    line = complain("improvise", "--prompt", "fast.mid")
    assert "1000 BPM" in line
    assert "--tempo" in line


def test_a_prompt_without_notes_in_a_mode_that_needs_them(complain: Complain, prompt: Path) -> None:
    write_clip(Clip(meter=MeterMap.constant(3, 4), length=5760), prompt.parent / "rest.mid")
    assert "no notes" in complain("improvise", "--prompt", "rest.mid")
    assert "no notes" in complain("transfer", *HERE, "--style-from", "rest.mid")


def test_a_prompt_too_long_to_be_varied(complain: Complain, prompt: Path) -> None:
    notes = tuple(Note(k * 240, 48 + k * 7 % 24, 200) for k in range(65 * 8))
    write_clip(Clip(notes, length=65 * 1920), prompt.parent / "many.mid")
    assert "64 bars" in complain("improvise", "--prompt", "many.mid", "--fast")


def test_bars_to_keep_are_the_others_of_those_to_write() -> None:
    parser = CommandParser("tatumflow generate")
    generate.add_arguments(parser)
    keep = parser.parse_args(["--mode", "infill", "--prompt", "x.mid", "--keep-bars", "1:2,5"])
    assert redo_bars(keep, 6) == ((3, 3), (4, 4), (6, 6))
    redo = parser.parse_args(["--mode", "infill", "--prompt", "x.mid", "--redo-bars", "2:3,6"])
    assert redo_bars(redo, 6) == ((2, 3), (6, 6))


def test_registers_are_pitches_or_names() -> None:
    from engine.commands.options import register

    assert register("48:72") == register("C3:C5") == (48, 72)
    assert register("A0:Bb7") == (21, 106)
