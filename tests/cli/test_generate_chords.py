"""`tatumflow generate` over chords: where charts come from, the modes that play over them, and errors that point."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from engine.generate.chord_masks import unheard_chords
from engine.music.midi_io import read_clip
from engine.music.note import Role
from tests.cli.helpers import Cli, assert_one_clear_line

QUICK = ("--steps", "4", "--seed", "1")
BAR = 1920


def test_a_solo_takes_key_and_meter_from_its_chart(cli: Cli, prompt: Path, model: list[str]) -> None:
    music = "*A{T34F^7  |D-7  |G-7  |C7  }"
    link = "irealbook://" + quote(f"Some Waltz=Doe Jane=Waltz=F=n={music}")
    result = cli("generate", "--mode", "solo", "--chords", link, *QUICK, *model, "--out", "a.mid", "--json")
    assert result.returncode == 0, result.stderr
    clip = read_clip(prompt.parent / "a.mid")
    assert (clip.meter.changes[0].numerator, clip.key) == (3, "F")
    assert clip.length == 8 * 3 * 480  # the repeat is played
    assert json.loads(result.stdout)["bars"] == 8


def test_a_song_has_a_track_for_each_role(cli: Cli, prompt: Path, model: list[str]) -> None:
    result = cli(
        "generate", "--mode", "song", "--form", "AB", "--bars", "4", "--key", "Eb", *QUICK, *model, "--out", "s.mid"
    )
    assert result.returncode == 0, result.stderr
    clip = read_clip(prompt.parent / "s.mid")
    assert {note.role for note in clip.notes} == set(Role)
    assert clip.length == 4 * BAR
    assert clip.key == "Eb"
    assert not unheard_chords([n for n in clip.notes if n.role != Role.LEAD], clip.chords)


def test_a_solo_of_several_parts_has_a_track_for_each_and_says_so_again(
    cli: Cli, prompt: Path, model: list[str]
) -> None:
    result = cli(
        "generate", "--mode", "solo", "--role", "lead+chords", "--chords", "Dm7 | G7", *QUICK, *model, "--out", "a.mid"
    )
    assert result.returncode == 0, result.stderr
    assert {note.role for note in read_clip(prompt.parent / "a.mid").notes} == {Role.LEAD, Role.CHORDS}
    assert cli("generate", "--same-as", "a.mid", *model, "--out", "b.mid").returncode == 0
    assert read_clip(prompt.parent / "b.mid").notes == read_clip(prompt.parent / "a.mid").notes


def test_a_chart_brings_its_feel(cli: Cli, prompt: Path, model: list[str]) -> None:
    def bass(name: str, *options: str) -> list[int]:
        """Where in the bar, in half quarters, the notes of a bass begin."""
        result = cli(
            "generate", "--mode", "solo", "--role", "bass", "--bars", "4", *QUICK, *model, "--out", name, *options
        )
        assert result.returncode == 0, result.stderr
        return [round(note.start % 1920 / 240) % 8 for note in read_clip(prompt.parent / name).notes]

    charted = bass("a.mid", "--chords", "bossa")
    assert set(charted) <= {0, 3, 4, 7}
    assert 3 in charted
    assert 3 not in bass("b.mid", "--chords", "bossa", "--feel", "two-beat")
    assert cli("generate", "--same-as", "a.mid", *model, "--out", "c.mid").returncode == 0
    assert read_clip(prompt.parent / "c.mid").notes == read_clip(prompt.parent / "a.mid").notes


def test_patterns_in_all_keys_move_the_chords(cli: Cli, prompt: Path, model: list[str]) -> None:
    result = cli(
        "generate", "--mode", "pattern", "--role", "bass", "--all-keys", "--bars", "1", "--chords", "Dm7 | G7 | Cmaj7",
        "--steps", "2", "--seed", "1", *model, "--out", "keys", "--json",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    files = json.loads(result.stdout)["files"]
    assert len(files) == 24
    roots = {read_clip(prompt.parent / name).chords[0].chord.root for name in files}
    assert roots == set(range(12))


def test_chords_from_a_file_for_reharmonize(cli: Cli, prompt: Path, model: list[str]) -> None:
    (prompt.parent / "chart.csv").write_text("bar,beat,chord\n1,1,Fmaj7\n2,1,Bb13\n2,3,Eb9\n", encoding="utf-8")
    result = cli(
        "generate", "--mode", "reharmonize", "--prompt", prompt.name, "--prompt-bars", "1:2", "--chords", "chart.csv",
        *QUICK, *model, "--out", "r.mid",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    clip = read_clip(prompt.parent / "r.mid")
    assert [span.chord.symbol() for span in clip.chords] == ["Fmaj7", "Bb13", "Eb9"]


def test_a_wrong_symbol_is_pointed_at(cli: Cli, prompt: Path) -> None:
    result = cli("generate", "--mode", "solo", "--chords", "Dm7 | G7 Xb7 | C", "--out", "a.mid")
    assert_one_clear_line(result, "Bar 2", '"Xb7"', "sign 1")
    assert not (prompt.parent / "a.mid").exists()
    (prompt.parent / "bad.txt").write_text("Dm7 | G7\nCmaj9 | F7q\n", encoding="utf-8")
    assert_one_clear_line(
        cli("generate", "--mode", "solo", "--chords", "bad.txt", "--out", "a.mid"), "bad.txt", "Bar 4", "line 2", '"q"'
    )
    assert_one_clear_line(cli("generate", "--mode", "song", "--form", "AXQ", "--out", "a.mid"), "AXQ")
    assert_one_clear_line(
        cli("generate", "--mode", "solo", "--role", "kazoo", "--chords", "C", "--out", "a.mid"), "kazoo"
    )


@pytest.mark.parametrize(("words", "bars"), [(("--tempo", "132"), 32), (("--meter", "3/4", "--tempo", "180"), 64)])
def test_a_song_by_seconds_has_sections_as_songs_have(
    cli: Cli, model: list[str], words: tuple[str, ...], bars: int
) -> None:
    options = ("--mode", "song", "--seconds", "60", "--form", "ABAB", "--steps", "1", "--out", "song.mid", "--json")
    result = cli("generate", *options, *words, *model)
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["bars"] == bars
    assert abs(report["seconds"] - 60) < 8
