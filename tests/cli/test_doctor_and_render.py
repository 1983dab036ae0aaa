from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from tests.cli.helpers import Cli


def test_doctor_names_every_part_and_the_fix_of_what_is_missing(cli: Cli) -> None:
    result = cli("doctor", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    names = [check["name"] for check in report["checks"]]
    assert names == ["python", "device", "training", "checkpoint", "MIDI ports", "synth", "speakers", "fonts", "window"]
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
