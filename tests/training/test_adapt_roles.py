"""A style is learned from one role of a band's files: its notes alone, where it plays."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.model.personal import StyleLibrary
from engine.music.note import Role
from tests.training.corpus_files import MAIN, ROOT, Note, midi_file
from tests.training.tiny_base import tiny_base
from training.adapt import Order, learn_style
from training.adapt_control import Control
from training.adapt_data import FolderMusic, read_folder
from training.windows import widened

BAR = 1920
LEAD, PIANO, BASS = range(55, 65), range(65, 80), range(28, 46)
"""Pitches of each: the pianist plays above the tenor."""


def band_files(folder: Path, count: int) -> Path:
    """Tunes of 40 bars; tenor and piano play twelve, rest for ten, play again; the bass plays on."""
    for number in range(count):
        rng = random.Random(number)

        def line(bars: range, pitches: range, step: int, rng: random.Random = rng) -> list[Note]:
            ticks = range(bars.start * BAR, bars.stop * BAR, step)
            return [(tick, step - 20, rng.choice(pitches), rng.randint(50, 100)) for tick in ticks]

        tenor = line(range(12), LEAD, 240) + line(range(22, 40), LEAD, 240)
        bars = (*range(12), *range(22, 40))
        piano = [(bar * BAR + 480, 200, pitch, 60) for bar in bars for pitch in sorted(rng.sample(sorted(PIANO), 3))]
        parts = [("Tenor Sax", tenor), ("Piano", piano), ("Ac. Bass", line(range(40), BASS, 480))]
        midi_file(folder / f"tune {number}.mid", parts)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return band_files(tmp_path_factory.mktemp("band"), 5)


def read(folder: Path, place: Path, *roles: Role) -> FolderMusic:
    return read_folder(folder, place / "data", 0, lambda done, stage: None, roles=roles)


def pitches(music: FolderMusic) -> set[int]:
    return {int(pitch) for piece in (*music.train, *music.held_out) for pitch in widened(piece.notes).pitch}


def test_the_lead_is_learned_where_it_plays(folder: Path, tmp_path: Path) -> None:
    music = read(folder, tmp_path, Role.LEAD)
    assert pitches(music) == set(LEAD)
    assert music.pieces == 5
    pieces = [*music.train, *music.held_out]
    assert sorted(len(piece.bars) for piece in pieces) == [48] * 5 + [72] * 5  # before the rest and after it
    assert all(piece.bars[0, 0] == 0 and len(piece.bars) == len(piece.chords) for piece in pieces)
    for piece in pieces:
        assert piece.facts.chroma.shape[0] == len(piece.bars)
    both = read(folder, tmp_path, Role.BASS, Role.LEAD)
    assert pitches(both) == set(LEAD) | set(BASS)
    assert {len(piece.bars) for piece in (*both.train, *both.held_out)} == {160}
    everything = read(folder, tmp_path)
    assert pitches(everything) == set(LEAD) | set(PIANO) | set(BASS)


def test_a_role_that_hardly_plays_is_refused(tmp_path: Path) -> None:
    lone = midi_file(tmp_path / "files" / "solo.mid", [("Sax", [(k * 240, 200, 60 + k % 12, 80) for k in range(320)])])
    with pytest.raises(InputError, match=r"^The bass in .* is 0 beats long in all, .*\.$"):
        read(lone.parent, tmp_path, Role.BASS)


def test_the_style_says_what_it_was_learned_from(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tiny_base(tmp_path / "base")
    library = StyleLibrary(tmp_path / "styles")
    order = Order(folder, "Tenor", tmp_path / "run", base, steps=2, measure=1, library=library, roles=(Role.LEAD,))
    style = learn_style(order, Control(io.StringIO()))
    heard = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert style.details["roles"] == "lead"
    assert next(item for item in heard if item["event"] == "data")["notes"] == 5 * 30 * 8
    other = Order(folder, "Tenor", tmp_path / "run", base, steps=2, measure=1, library=library)
    with pytest.raises(InputError, match="learns from lead, not from all"):
        learn_style(other, Control(io.StringIO()))


def test_the_command_names_a_role_that_is_none(folder: Path, tmp_path: Path) -> None:
    words = ["train", str(folder), "--name", "Tenor", "--out", str(tmp_path / "run"), "--role", "drums"]
    done = subprocess.run([sys.executable, str(MAIN), *words], cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 2
    assert "There is no role 'drums'; choose among lead, chords, bass" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert json.loads(done.stdout.splitlines()[-1])["event"] == "error"
    assert not (tmp_path / "run").exists()
