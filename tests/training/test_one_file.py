"""The one-file check: a tiny model gives a file back note for note, and says so where it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.model.config import PRESETS, preset
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.midi_io import read_clip
from tests.training.corpus_files import MAIN, ROOT, midi_file
from training.model_sizes import sizes
from training.one_file import score
from training.train_model import STAGES, build

DEMO = ROOT / "resources" / "prompts" / "demo.mid"


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=290
    )


@pytest.mark.slow
def test_a_file_is_learned_by_heart(tmp_path: Path) -> None:
    done = command("check-training", DEMO, "--json", "--out", tmp_path / "back.mid")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["passed"]
    assert figures["sampled"] >= 0.95
    original, back = (grid_from_notes(read_clip(path).notes) for path in (DEMO, tmp_path / "back.mid"))
    assert score(original, back) > 0.95


def test_too_few_notes_are_one_line(tmp_path: Path) -> None:
    short = midi_file(tmp_path / "short.mid", [("piano", [(k * 480, 400, 60 + k, 80) for k in range(5)])])
    for words in (("check-training", short), ("train", short, "--one-file")):
        done = command(*words)
        assert done.returncode == 2
        assert "short.mid" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_the_score_counts_notes() -> None:
    def notes(pitches: list[int], velocity: int = 64) -> GridNotes:
        count = len(pitches)
        columns = (np.arange(count) * 12, np.full(count, 4), np.array(pitches), np.full(count, 12))
        return GridNotes(*columns, np.full(count, velocity))

    assert score(notes([60, 62, 64]), notes([60, 62, 64])) == 1.0
    assert score(notes([60, 62, 64]), notes([60, 62, 65])) == pytest.approx(2 / 3)
    assert score(notes([60, 62]), notes([60, 62], velocity=90), whole=True) == 0.0


def test_sizes_are_what_their_names_say() -> None:
    found = {size.name: size for size in sizes()}
    assert found.keys() == PRESETS.keys()
    for name, millions in (("small45", 45), ("base110", 110), ("large350", 350)):
        assert abs(found[name].total / 1e6 - millions) < 0.03 * millions
    tiny = preset("tiny", tuple(map(str, range(32))))
    for stage in STAGES:
        assert found["tiny"].parameters[stage] == sum(p.numel() for p in build(stage, tiny).parameters())
