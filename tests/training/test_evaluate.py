"""`tatumflow evaluate` from its command line on a data set made by the test, and the windows it measures on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from engine.model.checkpoint import BUNDLED
from engine.model.tokens import GridNotes
from tests.training.corpus_files import MAIN, ROOT
from tests.training.music import two_hands
from training.evaluate_report import markdown
from training.evaluate_windows import HeldPiece, bar_lines, repeat, stretches, unigram, windows
from training.metrics_table import CLIP_METRICS
from training.shards import FORMAT_VERSION, INDEX_NAME, SPLITS, Piece, write_shard


def shard_piece(seed: int, beats: int = 96) -> Piece:
    music = two_hands(seed, beats)
    flat = np.zeros(beats, np.int8)
    return Piece(
        music.onset.astype(np.int32), music.micro.astype(np.int8), music.pitch.astype(np.uint8),
        music.velocity.astype(np.uint8), music.duration.astype(np.uint16), np.zeros(len(music), np.int8),
        (np.arange(beats) / 2).astype(np.float32), (np.arange(beats) % 4).astype(np.int8), flat + 4,
        flat - 1, flat - 1, flat - 1, {"id": f"tune {seed}", "corpus": "pijama", "artist": "", "title": str(seed)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    shards = {}
    for number, split in enumerate(SPLITS):
        path = write_shard(folder, split, 0, [shard_piece(10 * number + k) for k in range(4)])
        shards[split] = [path.name]
    (folder / INDEX_NAME).write_text(json.dumps({"version": FORMAT_VERSION, "shards": shards}))
    return folder


def evaluate(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), "evaluate", *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, timeout=280,
    )  # fmt: skip


def held(seed: int, beats: int = 96, odd_bar: int | None = None) -> HeldPiece:
    bars = np.stack([np.arange(beats) % 4, np.full(beats, 4)], axis=1).astype(np.int8)
    if odd_bar is not None:
        bars[4 * odd_bar : 4 * odd_bar + 4, 1] = 3
    return HeldPiece(two_hands(seed, beats), bars, "x", "x", str(seed))


def test_windows_are_twenty_bars_of_four_that_begin_on_a_bar_line() -> None:
    assert bar_lines(held(1), 80).tolist() == [0, 4, 8, 12, 16]
    assert bar_lines(held(1, odd_bar=2), 80).tolist() == [12, 16]
    assert not len(bar_lines(held(1, 40), 80))
    piece = held(2)
    (window, *_) = windows([piece], 1)
    whole = piece.notes.window(window.first_beat, 80)
    parts = [(window.prompt, 0), (window.truth, 16), (window.following, 48)]
    np.testing.assert_array_equal(np.concatenate([part.onset + 24 * first for part, first in parts]), whole.onset)
    assert len({(w.piece_id, w.first_beat) for w in windows([held(1), held(2)], 50)}) == 10
    assert [w.first_beat for w in windows([held(3)], 9)] == [w.first_beat for w in windows([held(3)], 9)]


def test_opponents_by_hand() -> None:
    (window, *_) = windows([held(4)], 1)
    twice = repeat(window)
    assert len(twice) == 2 * len(window.prompt)
    np.testing.assert_array_equal(twice.onset[len(window.prompt) :], window.prompt.onset + 384)
    drawn = unigram(window.truth, 32, 500, np.random.default_rng(1))
    assert len(drawn) == 500
    assert set(drawn.pitch.tolist()) <= set(window.truth.pitch.tolist())
    assert (np.diff(drawn.onset) >= 0).all()
    assert len(list(stretches([held(5), held(6)], 7, 32))) == 7


@pytest.mark.slow
def test_the_command_measures_and_writes_its_tables_and_pictures(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    done = evaluate(BUNDLED, "--data", dataset, "--windows", "8", "--steps", "3", "--only", "continuation,likelihood",
                    "--out", out, "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result == json.loads((out / "metrics.json").read_text())
    assert set(result["clip"]) == set(CLIP_METRICS)
    assert result["windows"] == 8
    for who in ("model", "repeat", "unigram", "real"):
        assert result["pooled"][who]["pitch_class_kl"]["value"] >= 0
        assert 0 <= result["discriminator"][who]["mean"] <= 1
    # Notes drawn at random leave the chords; what really followed does not.
    assert result["clip"]["chord_tone_gap"]["real"]["mean"] < result["clip"]["chord_tone_gap"]["unigram"]["mean"]
    given, alone = result["likelihood"]["with_latents"], result["likelihood"]["unconditional"]
    assert 0 < given["nats_a_note"] < alone["nats_a_note"]
    text = (out / "comparison.md").read_text()
    assert text == markdown(result, sorted(out.glob("*.png")))
    assert len(list(out.glob("window_*.png"))) == 4
    assert all(name.read_bytes().startswith(b"\x89PNG") for name in out.glob("*.png"))
    assert not list(out.glob(".*"))
    assert "window 8 of 8" in done.stderr or "100%" in done.stderr


@pytest.mark.slow
def test_bad_input_gets_one_line(dataset: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x")
    cases: tuple[tuple[list[str | Path], str], ...] = (
        ([BUNDLED, "--data", tmp_path], "run `tatumflow prepare`"),
        ([BUNDLED, "--data", dataset, "--only", "tempo"], "there is no part 'tempo'"),
        ([BUNDLED, "--data", dataset, "--out", taken], "is a file"),
        ([BUNDLED, "--data", dataset, "--against", tmp_path], "no trained baseline"),
    )
    for words, expected in cases:
        done = evaluate(*words)
        assert done.returncode == 2, done.stderr
        assert expected in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one child")
def test_ctrl_c_ends_it_without_results(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    words = ["evaluate", str(BUNDLED), "--data", str(dataset), "--windows", "16", "--steps", "1000", "--out", str(out)]
    process = subprocess.Popen([sys.executable, str(MAIN), *words], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "reading" in line or "window" in line or "%" in line:
            break
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=120)
    assert process.returncode == 130, rest
    assert not out.exists()


def test_a_clip_without_notes_is_drawn_and_measured() -> None:
    silent = GridNotes(*(np.zeros(0, np.int64) for _ in range(5)))
    assert all(np.isfinite(metric.measure(two_hands(1), silent)) for metric in CLIP_METRICS.values())
