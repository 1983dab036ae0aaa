"""`tatumflow styles` as a user meets it: list, add from a style file and from MIDI files, use, remove."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from engine.model.checkpoint import load_checkpoint
from engine.model.personal import FOLDER_VARIABLE, PersonalStyle, save_style
from tests.cli.helpers import DEMO, Cli, assert_one_clear_line


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "styles"))


@pytest.fixture
def style_file(tmp_path: Path) -> Path:
    checkpoint = load_checkpoint()
    name = "decoder.heads.pitch.hidden.weight"
    rows, columns = checkpoint.weights[name].shape
    matrices = {name: (np.ones((1, columns), np.float32) / columns, np.ones((rows, 1), np.float32))}
    mean = np.asarray(checkpoint.style_mean(0) + 0.5, np.float32)
    details = {"pieces": 4, "parameters": rows + columns}
    style = PersonalStyle("Grandma", checkpoint.digest, mean, np.ones_like(mean), matrices, details)
    return save_style(style, tmp_path / "sent" / "from-a-friend.tatumstyle")


def test_the_palette_is_listed(cli: Cli) -> None:
    names = cli("styles").stdout.splitlines()
    assert tuple(names) == load_checkpoint().config.styles


def test_a_style_file_is_added_used_and_removed(cli: Cli, style_file: Path, tmp_path: Path) -> None:
    added = cli("styles", "add", style_file)
    assert (added.returncode, added.stdout) == (0, "Grandma\n"), added.stderr
    assert "Grandma  (your own, learned from 4 pieces" in cli("styles", "list").stdout
    row = json.loads(cli("styles", "--json").stdout)["styles"][-1]
    assert (row["name"], row["kind"], row["usable"]) == ("Grandma", "learned", True)
    quick = ("generate", "--mode", "continue", "--bars", "1", "--steps", "2", "--seed", "1")
    made = cli(*quick, "--prompt", DEMO, "--style", "Grandma:0.7", "--out", "take.mid")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "take.mid").is_file()
    assert_one_clear_line(cli("styles", "add", style_file), "Grandma", "--force")
    assert cli("styles", "add", style_file, "--force").returncode == 0
    assert cli("styles", "add", style_file, "--name", "Opa 할아버지").stdout.strip() == "Opa 할아버지"
    assert cli("styles", "remove", "grandma").stdout == "Grandma\n"
    assert_one_clear_line(cli("styles", "remove", "Grandma"), "Opa 할아버지")


def test_a_style_that_cannot_be_read_is_named_and_can_be_removed(cli: Cli, style_file: Path, tmp_path: Path) -> None:
    cli("styles", "add", style_file)
    broken = tmp_path / "styles" / "Broken one.tatumstyle"
    broken.write_bytes(b"half a fi")
    listed = cli("styles")
    assert listed.returncode == 0
    assert "Grandma  (your own" in listed.stdout
    assert "Broken one.tatumstyle" in listed.stderr
    assert json.loads(cli("styles", "--json").stdout)["unreadable"] == [str(broken)]
    assert cli("styles", "remove", "Broken one").stdout == "Broken one\n"
    assert not broken.exists()
    assert cli("styles").stderr == ""


def test_a_style_is_read_off_midi_files_of_every_name(cli: Cli, tmp_path: Path) -> None:
    data = DEMO.read_bytes()
    karaoke, wrapped = tmp_path / "demo.KAR", tmp_path / "demo.rmi"
    karaoke.write_bytes(data)
    wrapped.write_bytes(b"RIFF" + struct.pack("<L", len(data) + 12) + b"RMIDdata" + struct.pack("<L", len(data)) + data)
    added = cli("styles", "add", karaoke, wrapped, "--name", "Demo", "--json")
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)["added"][0]["name"] == "Demo"
    assert "Demo  (your own, read off 2 pieces" in cli("styles").stdout


def test_a_style_of_another_model_is_marked(cli: Cli, style_file: Path, tmp_path: Path) -> None:
    data = style_file.read_bytes()
    style_file.write_bytes(data.replace(load_checkpoint().digest.encode(), b"0123456789ab"))
    assert cli("styles", "add", style_file).returncode == 0
    assert "train it again" in cli("styles").stdout
    refused = cli(
        "generate", "--mode", "continue", "--style", "Grandma", "--bars", "1", "--steps", "2", "--out", "a.mid"
    )
    assert refused.returncode == 2
    assert "Grandma" in refused.stderr
    assert not (tmp_path / "a.mid").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add",), "files"), (("remove",), "style"), (("list", "x"), "names"), (("add", "nowhere.mid"), "nowhere.mid"),
        (("add", DEMO), "--name"), (("add", DEMO, "--name", "Art Tatum"), "Art Tatum"),
        (("add", DEMO, "--name", "a:b"), "a:b"), (("add", __file__, "--name", "Code"), "test_styles.py"),
        (("remove", "Nobody"), "Nobody"), (("list", "--checkpoint", "nowhere"), "nowhere"),
    ],
)  # fmt: skip
def test_bad_words_are_one_line(cli: Cli, words: tuple[str | Path, ...], told: str) -> None:
    assert_one_clear_line(cli("styles", *words), told)


def test_a_damaged_style_file_is_one_line(cli: Cli, style_file: Path) -> None:
    style_file.write_bytes(style_file.read_bytes()[:90])
    assert_one_clear_line(cli("styles", "add", style_file), "from-a-friend")
