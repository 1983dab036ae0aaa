"""`tatumflow bench`: figures that hang together, on standard output or in a file; what it cannot do is one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.helpers import Cli, assert_one_clear_line, command_line


def test_all_parts_without_a_screen_as_one_json_object(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    result = cli("bench", "--runs", "1", "--only", "graphs,cancel,beats,start", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert set(report) >= {"machine", "checkpoint", "graphs_ms", "decoder_bound_ms", "cancel_s", "beat_tracker"}
    assert report["machine"]["cores"] >= 1
    assert report["machine"]["processor"] in report["machine"]["line"]
    assert report["machine"]["packages"]["onnxruntime"] in report["machine"]["line"]
    assert all(value > 0 for value in report["graphs_ms"].values())
    assert report["graphs_ms"]["the same with guidance"] > report["graphs_ms"]["logits of an attribute"]
    assert 0 < report["cancel_s"]["median"] <= report["cancel_s"]["worst"]
    assert report["beat_tracker"]["music_s"] > 60
    assert report["app_start"] is None
    assert "Measuring" in result.stderr


def test_takes_into_a_file_with_a_table_for_people(cli: Cli, tmp_path: Path) -> None:
    result = cli("bench", "--runs", "1", "--only", "takes", "--json", "speed.json")
    assert result.returncode == 0, result.stderr
    report = json.loads((tmp_path / "speed.json").read_text())
    takes = {(take["name"], take["threads"]): take for take in report["takes"]}
    assert {threads for _, threads in takes} == {1, report["machine"]["cores"]}
    fast, several = takes["8 bars, fast", 1], takes["8 bars, fast, four takes", 1]
    assert (fast["steps"], takes["8 bars, quality", 1]["steps"]) == (15, 50)
    assert several["variations"] == 4
    # The same job gives the same notes on any number of threads.
    assert {take["notes"] for (name, _), take in takes.items() if name == "8 bars, fast"} == {fast["notes"]}
    for take in takes.values():
        assert 0 < take["first_bar_s"] <= take["wall_s"]
        assert 0 < take["library_share"] < 1
        assert take["notes_a_second"] == pytest.approx(take["notes"] / take["processor_s"])
    assert report["machine"]["line"] in result.stdout
    assert "8 bars, quality, in a style" in result.stdout
    again = cli("bench", "--runs", "1", "--only", "cancel", "--json", "speed.json")
    assert_one_clear_line(again, "speed.json", "--force")


def test_two_processes_beside_one(cli: Cli) -> None:
    result = cli("bench", "--runs", "1", "--only", "processes", "--json")
    assert result.returncode == 0, result.stderr
    rows = json.loads(result.stdout)["processes"]
    assert [row["name"] for row in rows] == [
        "8 bars, fast, four takes", "solo of three parts, 8 bars", "song AABA, 32 bars"
    ]  # fmt: skip
    assert all(0 < row["two_processes_s"] < 60 and row["one_process_s"] > 0 for row in rows)


def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    child = subprocess.Popen(
        command_line("bench", "--runs", "50", "--json", "speed.json"), cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stderr is not None
    assert child.stderr.readline().startswith("Measuring")
    time.sleep(1)
    os.kill(child.pid, signal.SIGINT)
    out, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert out == ""
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--peer", "nowhere"), "nowhere"),
        (("--only", "everything"), "everything"),
        (("--runs", "0"), "outside"),
        (("--json", "speed.txt"), ".json"),
    ],
)
def test_what_it_cannot_do_is_one_line(cli: Cli, words: tuple[str, ...], told: str) -> None:
    assert_one_clear_line(cli("bench", *words), told)


def test_a_folder_that_holds_no_baseline_is_named(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    (tmp_path / "empty").mkdir()
    result = cli("bench", "--runs", "1", "--only", "graphs", "--peer", "empty", "--json")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "empty" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_peer_is_timed_in_a_process_of_its_own(cli: Cli) -> None:
    pytest.importorskip("torch")
    result = cli("bench", "--runs", "1", "--only", "cancel", "--peer", "gpt2", "--json")
    assert result.returncode == 0, result.stderr
    (peer,) = json.loads(result.stdout)["peers"]
    assert peer["tokens"] > 100
    assert peer["parameters"] > 20_000_000
    assert peer["notes_a_second"] == pytest.approx(peer["notes"] / peer["processor_s"])
