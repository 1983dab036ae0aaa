"""`tatumflow prepare` as a real child process over real files: what is kept, what is left out, and being cut off."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import InputError
from tests.training.corpus_files import midi_file, played, run_prepare, start_prepare, tune
from training.shards import SPLITS, iter_pieces, load_index


def _make_corpus(root: Path) -> None:
    """Fourteen usable files of thirteen tunes under two labels, and one of each kind that is left out."""
    for number, suffix in enumerate((".mid", ".mid", ".mid", ".mid", ".mid", ".KAR")):
        midi_file(root / "Ann" / f"Song {number}{suffix}", [("", tune(number))])
        midi_file(root / "Bob" / f"Other {number}.mid", [("", tune(100 + number, 80))])
    midi_file(root / "Ann" / "Song 1 (take 2).mid", [("", tune(300))])
    midi_file(root / "Bob" / "rubato.mid", [("", played(tune(400)))])
    midi_file(root / "Ann" / "copy under another name.mid", [("", tune(2))])
    midi_file(root / "Ann" / "same notes faster.mid", [("", tune(3))], tempo_bpm=171)
    midi_file(root / "Ann" / "half the values.mid", [("", [(s // 2, d // 2, p, v) for s, d, p, v in tune(4)])])
    midi_file(root / "bad" / "drums.mid", [("", tune(500))], channel=9)
    midi_file(root / "bad" / "nothing.mid", [("", [])])
    midi_file(root / "bad" / "short.mid", [("", tune(501)[:10])])
    midi_file(root / "bad" / "one bar.mid", [("", [(20 * i, 15, 40 + i, 70) for i in range(20)])], meter=(3, 4))
    midi_file(root / "bad" / "hours.mid", [("", tune(502, 40, step=480 * 900))])
    (root / "bad" / "text.mid").write_text("this is no music", encoding="utf-8")
    (root / "bad" / "zero.mid").write_bytes(b"")
    (root / "readme.txt").write_text("not MIDI", encoding="utf-8")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    _make_corpus(root)
    return root


@pytest.fixture(scope="module")
def dataset(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("data") / "set"
    done = run_prepare(corpus, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert sum(answer["pieces"].values()) == 14
    assert "prepare" in done.stderr
    assert "Traceback" not in done.stderr
    return out


def _shards(dataset: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(dataset.glob("*.npz"))}


def _reasons(dataset: Path) -> dict[str, str]:
    report = json.loads((dataset / "report.json").read_text(encoding="utf-8"))
    return {Path(row["file"]).name: row["reason"] for row in report["left_out_files"]}


def test_everything_left_out_has_its_reason(dataset: Path) -> None:
    reasons = _reasons(dataset)
    assert reasons["drums.mid"] == "only drums"
    assert reasons["nothing.mid"] == "empty: no notes"
    assert reasons["zero.mid"] == "empty: no notes"
    assert reasons["text.mid"].startswith("broken")
    assert reasons["short.mid"] == "too short: fewer than 16 notes"
    assert reasons["one bar.mid"] == "too short: fewer than 4 beats"
    assert reasons["hours.mid"] == "too long: more than two hours"
    assert reasons["copy under another name.mid"] == "duplicate of Ann/Song 2.mid"
    # Of two copies the one whose path sorts first is the original (capitals before small letters).
    assert reasons["same notes faster.mid"] == "duplicate of Ann/Song 3.mid"
    assert reasons["half the values.mid"] == "duplicate of Ann/Song 4.mid"
    assert len(reasons) == 10


def test_shards_hold_what_the_format_says(dataset: Path) -> None:
    index = load_index(dataset)
    pieces = {split: list(iter_pieces(dataset, split)) for split in SPLITS}
    assert {split: len(found) for split, found in pieces.items()} == index["pieces"]
    assert {split: sum(piece.n_notes for piece in found) for split, found in pieces.items()} == index["notes"]
    for piece in (piece for found in pieces.values() for piece in found):
        assert (piece.onset.dtype, piece.micro.dtype, piece.duration.dtype) == (np.int32, np.int8, np.uint16)
        assert (piece.pitch.dtype, piece.beat_time.dtype, piece.chord_root.dtype) == (np.uint8, np.float32, np.int8)
        assert piece.bar_position[0] == 0
        assert np.all(np.diff(piece.beat_time) > 0)
        assert piece.onset.min() >= 0
        assert piece.onset.max() < 24 * piece.n_beats
        assert 1 <= piece.duration.min() <= piece.duration.max() <= 384
        assert np.all(np.diff(piece.onset.astype(np.int64) * 128 + piece.pitch) > 0)
        assert set(piece.role.tolist()) <= {0, 1, 2}
        assert np.all((piece.chord_root >= -1) & (piece.chord_root < 12))
        assert piece.meta["notes"] == piece.n_notes
        wanted = {"id", "corpus", "title", "tune", "artist", "composer", "genres", "texture", "key", "tempo", "grid"}
        assert wanted | {"source", "licence"} <= set(piece.meta)
        assert piece.meta["artist"] == piece.meta["genres"][0] in {"Ann", "Bob"}
    origins = {piece.meta["title"]: piece.meta["grid"] for found in pieces.values() for piece in found}
    assert origins["rubato"] == "tracked"
    assert origins["Song 0"] == "file"


def test_two_takes_of_a_tune_are_on_one_side(dataset: Path) -> None:
    sides = {piece.meta["title"]: split for split in SPLITS for piece in iter_pieces(dataset, split)}
    assert sides["Song 1"] == sides["Song 1 (take 2)"]


def test_two_workers_write_the_same_bytes_as_one(corpus: Path, dataset: Path, tmp_path: Path) -> None:
    done = run_prepare(corpus, "--out", tmp_path / "set", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert _shards(tmp_path / "set") == _shards(dataset)


def test_a_second_run_does_nothing(corpus: Path, dataset: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in dataset.rglob("*") if path.is_file()}
    done = run_prepare(corpus, "--out", dataset, "--json")
    assert json.loads(done.stdout)["did_nothing"] is True
    assert {path: path.stat().st_mtime_ns for path in dataset.rglob("*") if path.is_file()} == before


def test_a_changed_file_is_read_again_and_a_lost_shard_is_written_again(corpus: Path, tmp_path: Path) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    for number in range(8):
        midi_file(root / f"set {number}" / f"tune {number}.mid", [("", tune(number))])
    first = json.loads(run_prepare(root, "--out", out, "--json").stdout)
    shards = _shards(out)
    lost = next(out.glob("*-00000.npz"))
    lost.unlink()
    again = json.loads(run_prepare(root, "--out", out, "--json").stdout)
    assert again["run"]["parts_made"] == 0
    assert _shards(out) == shards
    midi_file(root / "set 3" / "tune 3.mid", [("", tune(33))])
    changed = json.loads(run_prepare(root, "--out", out, "--json").stdout)
    assert 0 < changed["run"]["parts_made"] < first["run"]["parts_made"]
    assert _shards(out) != shards


def test_kill_in_the_middle_and_a_second_run_give_the_same_bytes(tmp_path: Path) -> None:
    root = tmp_path / "in"
    for number in range(60):
        midi_file(root / f"player {number % 10}" / f"long tune {number}.mid", [("", tune(number, 2500))])
    whole = run_prepare(root, "--out", tmp_path / "whole", "--json")
    parts = json.loads(whole.stdout)["run"]["parts_made"]
    child = start_prepare(root, "--out", tmp_path / "cut")
    done = _wait_for_parts(tmp_path / "cut" / "parts", 2)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    assert 2 <= done < parts
    assert not (tmp_path / "cut" / "index.json").exists()
    with pytest.raises(InputError, match="not a finished dataset"):
        load_index(tmp_path / "cut")
    resumed = json.loads(run_prepare(root, "--out", tmp_path / "cut", "--json").stdout)
    assert resumed["run"]["parts_kept"] >= 2
    assert resumed["run"]["parts_kept"] + resumed["run"]["parts_made"] == parts
    assert _shards(tmp_path / "cut") == _shards(tmp_path / "whole")
    assert not list((tmp_path / "cut").rglob("*.tmp"))


def _wait_for_parts(parts: Path, count: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = len(list(parts.glob("*.npz")))
        if found >= count:
            return found
        time.sleep(0.001)
    raise AssertionError("no parts appeared")


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal here")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_with_130_and_leaves_no_process(tmp_path: Path, workers: str) -> None:
    root = tmp_path / "in"
    for number in range(60):
        midi_file(root / f"player {number % 10}" / f"long tune {number}.mid", [("", tune(number, 2500))])
    child = start_prepare(root, "--out", tmp_path / "cut", "--workers", workers)
    _wait_for_parts(tmp_path / "cut" / "parts", 1)
    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    _wait_until_gone(child.pid)


def _wait_until_gone(group: int) -> None:
    """Wait for the last process of the group: the workers, and the bookkeeper that Python starts beside them."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError("processes were left running")


def _refused(*arguments: str | Path) -> str:
    done = run_prepare(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if not line.startswith("prepare")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_what_cannot_be_prepared_is_said_in_one_line(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no MIDI files" in _refused(tmp_path / "empty", "--out", tmp_path / "x")
    assert not (tmp_path / "x").exists()
    assert "does not exist" in _refused(tmp_path / "nowhere", "--out", tmp_path / "x")
    file = tmp_path / "file.mid"
    file.write_bytes(b"")
    assert "is a file" in _refused(file, "--out", tmp_path / "x")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    assert "is not empty" in _refused(corpus, "--out", tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "keep me"
    assert "over its own source" in _refused(corpus, "--out", corpus)


def test_a_folder_with_nothing_usable_says_why(tmp_path: Path) -> None:
    midi_file(tmp_path / "in" / "short.mid", [("", tune(1)[:5])])
    assert "too short" in _refused(tmp_path / "in", "--out", tmp_path / "x")


def test_the_dataset_of_another_folder_is_not_replaced_unasked(corpus: Path, dataset: Path, tmp_path: Path) -> None:
    midi_file(tmp_path / "in" / "a.mid", [("", tune(1))])
    out = tmp_path / "set"
    shutil.copytree(dataset, out)
    assert "was made from" in _refused(tmp_path / "in", "--out", out)
    answer: dict[str, Any] = json.loads(run_prepare(tmp_path / "in", "--out", out, "--force", "--json").stdout)
    assert sum(answer["pieces"].values()) == 1
    assert sum(len(list(iter_pieces(out, split))) for split in SPLITS) == 1
