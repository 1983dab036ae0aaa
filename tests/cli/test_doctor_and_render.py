from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
import wave
from pathlib import Path
from types import ModuleType

import pytest

from engine.commands.doctor import check_hearing
from engine.music import chord_network, role_network
from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note
from tests.cli.helpers import DEMO, Cli, command_line


def test_doctor_names_every_part_and_the_fix_of_what_is_missing(cli: Cli) -> None:
    result = cli("doctor", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    names = [check["name"] for check in report["checks"]]
    assert names == [
        "python",
        "device",
        "training",
        "checkpoint",
        "hearing",
        "MIDI ports",
        "synth",
        "speakers",
        "fonts",
        "window",
    ]
    for check in report["checks"]:
        assert check["detail"]
        assert bool(check["fix"]) == (not check["ok"])
    assert report["ok"] == all(check["ok"] for check in report["checks"])
    assert result.stderr == ""


def test_doctor_says_what_a_broken_checkpoint_needs(cli: Cli, tmp_path: Path) -> None:
    broken = tmp_path / "model"
    broken.mkdir()
    (broken / "model.safetensors").write_bytes(b"nothing of use")
    report = json.loads(cli("doctor", "--json", "--checkpoint", broken).stdout)
    finding = next(check for check in report["checks"] if check["name"] == "checkpoint")
    assert finding["ok"] is False
    assert "damaged" in finding["detail"]
    assert "--checkpoint" in finding["fix"]


@pytest.mark.parametrize(("network", "name"), [(chord_network, "chords"), (role_network, "roles")])
def test_doctor_says_that_a_network_is_damaged(
    network: ModuleType, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / f"{name}.safetensors"
    damaged.write_bytes(b"nothing of use")
    load = network.load_network
    monkeypatch.setattr(network, "load_network", lambda: load(damaged))
    finding = check_hearing()
    assert not finding.ok
    assert damaged.name in finding.detail
    assert finding.fix == "install TatumFlow again"


def test_doctor_for_people(cli: Cli) -> None:
    lines = cli("doctor").stdout.splitlines()
    assert any(line.startswith("ok       python") for line in lines)
    assert sum("MISSING" in line for line in lines) == sum("fix: " in line for line in lines)


def test_render_writes_sound(cli: Cli, prompt: Path) -> None:
    result = cli("render", prompt.name, "--out", "take.wav", "--sample-rate", "22050", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["files"] == ["take.wav"]
    with wave.open(str(prompt.parent / "take.wav")) as sound:
        assert sound.getframerate() == 22_050
        assert sound.getnframes() / 22_050 == pytest.approx(report["seconds"], abs=0.01)
        assert any(sound.readframes(22_050))


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without telling it")
@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX systems can")
@pytest.mark.parametrize("name", ["take.wav", "take.flac", "take.mp3"])
def test_a_render_that_does_not_fit_says_so_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    program = f"ulimit -f 32; trap '' XFSZ; exec {shlex.join(command_line('render', DEMO, '--out', tmp_path / name))}"
    result = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    last = result.stderr.splitlines()[-1]
    assert result.returncode == 2
    assert last.startswith("tatumflow render: The audio file ")
    assert name in last
    assert "File too large" in last
    assert list(tmp_path.iterdir()) == []


def test_render_that_is_told_to_end_while_it_writes_leaves_no_half_file(tmp_path: Path) -> None:
    write_clip(Clip((Note(0, 60, 480, 80), Note(150 * 960, 60, 480, 80))), tmp_path / "long.mid")
    with subprocess.Popen(command_line("render", "long.mid", "--out", "take.mp3"), cwd=tmp_path) as child:
        while child.poll() is None and not list(tmp_path.glob("*.tmp")):
            time.sleep(0.01)
        child.terminate()
    assert {path.name for path in tmp_path.iterdir()} <= {"long.mid", "take.mp3"}
    assert child.returncode in (0, 130)
