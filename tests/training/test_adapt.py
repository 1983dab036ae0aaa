"""Personal styles are learned: the folder is split, events come in order, runs end, pause and go on exactly."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import Cancelled, InputError, ResourceError
from engine.model.checkpoint import load_checkpoint
from engine.model.personal import StyleLibrary, load_style
from engine.music.midi_io import read_clip
from tests.training.corpus_files import MAIN, ROOT, midi_file
from tests.training.tiny_base import tiny_base, tunes
from training.adapt import Order, learn_style
from training.adapt_control import Control
from training.adapt_data import FEWEST_BEATS, prompts, read_folder, varied


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tunes(tmp_path_factory.mktemp("folder"), 6)


def silent() -> Control:
    return Control(io.StringIO())


def order(folder: Path, base: Path, place: Path, **changes: Any) -> Order:
    values: dict[str, Any] = {"steps": 6, "measure": 2, "library": StyleLibrary(place / "styles")} | changes
    return Order(folder, "Mine", place / "run", base, **values)


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_run_reports_in_order_and_leaves_a_style(
    folder: Path, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    style = learn_style(order(folder, base, tmp_path), silent())
    heard = events(capsys.readouterr().out)
    kinds = list(dict.fromkeys(item["event"] for item in heard))
    assert kinds == [
        "scan",
        "data",
        "plan",
        "validation",
        "step",
        "checkpoint",
        "sample",
        "measuring",
        "figures",
        "done",
    ]
    data = next(item for item in heard if item["event"] == "data")
    assert (data["files"], data["train"] + data["held_out"], data["split"]) == (6, 6, "pieces")
    for item in heard:
        if item["event"] == "sample":
            assert len(read_clip(Path(item["file"])).notes) > 16
    figures = next(item for item in heard if item["event"] == "figures")
    assert 0 <= figures["before"]["style_probability"] <= 1
    assert figures["windows"] == len(figures["files"]) == 2
    done = heard[-1]
    assert done["step"] == 6
    assert not done["stopped"]
    installed = load_style(Path(done["installed"]))
    assert installed.base == load_checkpoint(base).digest
    assert done["bytes"] == Path(done["file"]).stat().st_size <= 5_000_000
    np.testing.assert_allclose(installed.mean, style.mean)
    assert installed.details["figures"]["after"].keys() == figures["after"].keys()


def test_words_from_the_parent(folder: Path, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = order(folder, base, tmp_path, steps=40, measure=0)
    control = silent()
    control.hear("stop")
    with pytest.raises(Cancelled):
        learn_style(asked, control)
    assert not (tmp_path / "styles").exists()

    class Script(Control):
        """Pauses after two steps, and is told to go on and later to keep."""

        def should_stop(self, step: int) -> bool:
            if step == 2:
                self.hear("pause")
                self.hear("resume")
            if step == 4:
                self.hear("keep")
            return super().should_stop(step)

    learn_style(asked, Script(io.StringIO()))
    done = events(capsys.readouterr().out)[-1]
    assert done["event"] == "done"
    assert done["stopped"]
    assert done["step"] == 4


def test_a_pause_waits_until_resume(capsys: pytest.CaptureFixture[str]) -> None:
    import threading

    control = silent()
    control.hear("pause")
    timer = threading.Timer(0.2, control.hear, ["resume"])
    timer.start()
    assert control.should_stop(3) is False
    timer.join()
    assert [item["event"] for item in events(capsys.readouterr().out)] == ["paused", "resumed"]
    assert control.worked_s < 0.2


@pytest.mark.slow
def test_a_killed_run_goes_on_exactly(folder: Path, base: Path, tmp_path: Path) -> None:
    def words(place: str) -> list[str]:
        return [
            sys.executable, str(MAIN), "train", str(folder), "--name", "Mine", "--base", str(base), "--steps", "10",
            "--prompts", "0", "--out", str(tmp_path / place),
        ]  # fmt: skip

    whole = subprocess.run(words("whole"), cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert whole.returncode == 0, whole.stderr
    child = subprocess.Popen(words("cut"), cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdin is not None
    for line in child.stdout:
        if '"checkpoint"' in line and json.loads(line)["event"] == "checkpoint":
            child.kill()  # SIGKILL: nothing is cleaned up
            break
    child.wait()
    child.stdout.close()
    child.stdin.close()
    again = subprocess.run(words("cut"), cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert again.returncode == 0, again.stderr
    assert next(item for item in events(again.stdout) if item["event"] == "plan")["step"] >= 1
    one, two = (load_style(tmp_path / place / "Mine.tatumstyle") for place in ("whole", "cut"))
    assert one.matrices.keys() == two.matrices.keys()
    assert one.matrices
    for name, (down, up) in one.matrices.items():
        np.testing.assert_array_equal(down, two.matrices[name][0])
        np.testing.assert_array_equal(up, two.matrices[name][1])


@pytest.mark.slow
def test_learning_lowers_the_held_out_loss(folder: Path, base: Path, tmp_path: Path) -> None:
    learn_style(order(folder, base, tmp_path, steps=36, measure=0), silent())
    from safetensors import safe_open

    with safe_open(tmp_path / "run" / "adapters" / "state.safetensors", "pt") as state:
        history = json.loads(state.metadata()["history"])
    assert min(item["decoder"] for item in history) < 0.985 * history[0]["decoder"]


def test_few_tunes_are_split_by_bars_and_little_music_is_refused(tmp_path: Path) -> None:
    two = tunes(tmp_path / "two", 2, bars=40)
    music = read_folder(two, tmp_path / "data", 0, lambda done, stage: None)
    assert music.split == "bars"
    assert len(music.train) == len(music.held_out) == 2
    for learned, held in zip(music.train, music.held_out, strict=True):
        assert len(learned.bars) + len(held.bars) >= 160
        assert learned.bars[0, 0] == held.bars[0, 0] == 0
    little = tunes(tmp_path / "little", 1, bars=6)
    with pytest.raises(InputError, match=str(FEWEST_BEATS)):
        read_folder(little, tmp_path / "data2", 0, lambda done, stage: None)


def test_variants_keep_the_music_and_move_its_loudness(folder: Path, tmp_path: Path) -> None:
    music = read_folder(folder, tmp_path / "data", 0, lambda done, stage: None)
    piece = music.train[0]
    other = varied(piece, np.random.default_rng(1))
    assert 0.85 * len(piece.notes) < len(other.notes) < len(piece.notes)
    assert set(zip(other.notes.onset.tolist(), other.notes.pitch.tolist(), strict=True)) <= set(
        zip(piece.notes.onset.tolist(), piece.notes.pitch.tolist(), strict=True)
    )
    assert not np.array_equal(other.facts.loudness, piece.facts.loudness)
    for prompt, truth, bar in prompts(music.held_out, 3, 0):
        assert bar == 4
        assert prompt.onset.max() < 16 * 24
        assert len(truth)


@pytest.mark.parametrize("case", ["other base", "other name", "foreign folder", "no folder", "palette name"])
def test_what_cannot_be_is_one_sentence(folder: Path, base: Path, tmp_path: Path, case: str) -> None:
    run = tmp_path / "run"
    run.mkdir()
    plan = {"name": "Mine", "base": load_checkpoint(base).digest, "steps": 4}
    asked = order(folder, base, tmp_path)
    if case == "other base":
        (run / "plan.json").write_text(json.dumps(plan | {"base": "0123"}))
    elif case == "other name":
        (run / "plan.json").write_text(json.dumps(plan | {"name": "Yours"}))
    elif case == "foreign folder":
        (run / "letter.txt").write_text("dear")
        (run / ".draft.tmp").write_text("dear")  # looks like something of ours, and is not
    elif case == "no folder":
        asked = order(tmp_path / "nowhere", base, tmp_path)
    else:
        asked = Order(folder, "swing", run, base)
    with pytest.raises(InputError) as caught:
        learn_style(asked, silent())
    assert "\n" not in str(caught.value)
    if case == "foreign folder":
        assert sorted(path.name for path in run.iterdir()) == [".draft.tmp", "letter.txt"]


def test_a_run_folder_that_disappears_ends_in_one_sentence(folder: Path, base: Path, tmp_path: Path) -> None:
    class Thief(Control):
        def should_stop(self, step: int) -> bool:
            if step == 3:
                import shutil

                shutil.rmtree(tmp_path / "run" / "adapters")
            return super().should_stop(step)

    with pytest.raises(ResourceError, match="same command again"):
        learn_style(order(folder, base, tmp_path, steps=30, measure=0), Thief(io.StringIO()))


def test_the_command_says_what_is_wrong_as_an_event_and_as_a_line(tmp_path: Path) -> None:
    midi_file(tmp_path / "drums.mid", [("drums", [(k * 100, 50, 36, 90) for k in range(64)])], channel=9)
    done = subprocess.run(
        [sys.executable, str(MAIN), "train", str(tmp_path), "--name", "Drums", "--out", str(tmp_path / "run")],
        cwd=ROOT, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    last = events(done.stdout)[-1]
    assert last["event"] == "error"
    assert last["message"] in done.stderr
