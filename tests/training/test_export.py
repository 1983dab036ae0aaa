"""Exports in Hugging Face layout: complete, licensed, without names of files, and they load again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from threading import Event as Flag

import numpy as np
import pytest

import main
from engine.generate.engine import Engine
from engine.generate.jobs import Event, PatternJob, Sampling, TakeReady
from engine.model.checkpoint import BUNDLED, load_checkpoint
from engine.model.personal import FOLDER_VARIABLE, PersonalStyle, StyleLibrary, load_style
from engine.model.style_examples import EXAMPLES_FILE, identity
from engine.music.clip import Clip


def front_matter(card: Path) -> dict[str, str]:
    head = card.read_text(encoding="utf-8").split("---\n")[1]
    return dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)


def styled_take(folder: Path) -> Clip:
    """Two bars in a style of the palette, as the checkpoint in `folder` writes them."""
    heard: list[Event] = []
    engine = Engine.load(folder)
    job = PatternJob(bars=2, seed=4, styles=((engine.styles[0], 1.0),), sampling=Sampling(steps=4))
    engine.run(job, heard.append, Flag())
    (found,) = (event for event in heard if isinstance(event, TakeReady))
    return found.clip


def test_an_exported_checkpoint_is_the_checkpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub = tmp_path / "hub"
    words = ["export", str(BUNDLED), "--hub-dir", str(hub), "--licence", "cc-by-nc-sa-4.0", "--json"]
    assert main.main(words) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert {Path(name).name for name in files} >= {"model.safetensors", "config.json", "README.md", "step.onnx"}
    assert front_matter(hub / "README.md")["license"] == "cc-by-nc-sa-4.0"
    before, after = load_checkpoint(), load_checkpoint(hub)
    assert before.digest == after.digest
    assert identity(before) == identity(after)
    config = json.loads((hub / "config.json").read_text())
    assert config["model_type"] == "tatumflow"
    assert config["styles"] == list(before.config.styles)
    assert config["parameters"] == sum(value.size for value in before.weights.values())
    assert not list(hub.rglob("*.tmp"))
    again = styled_take(hub)
    assert again == styled_take(BUNDLED)
    without = shutil.copytree(hub, tmp_path / "without", ignore=shutil.ignore_patterns(EXAMPLES_FILE))
    assert styled_take(without) != again


def test_a_checkpoint_without_a_card_gets_one_from_its_run(tmp_path: Path) -> None:
    from tests.training.tiny_base import tiny_base
    from training.export_hub import CardSettings, export_checkpoint

    metrics = {"clip": {"groove": {"better": "higher", "model": {"mean": 0.79}, "repeat": {"mean": 0.8}, "wins": 0.2}}}
    hub = tmp_path / "hub"
    export_checkpoint(load_checkpoint(tiny_base(tmp_path / "base")), hub, CardSettings("mit", "Small one", (), metrics))
    card = (hub / "README.md").read_text()
    assert "# Small one" in card
    assert "| groove | 0.790 | 0.800 |" in card
    assert "Swing, Stride" in card


def test_a_style_is_exported_and_added_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "styles"))
    digest = load_checkpoint().digest
    figures = {"style_probability": 0.25, "longest_copy_notes": 5.0}
    details = {
        "pieces": 20, "notes": 9000, "steps": 200, "best_step": 180, "parameters": 600_000,
        "figures": {"before": figures, "after": figures | {"style_probability": 0.75}},
    }  # fmt: skip
    ones = np.ones(64, np.float32)
    matrices = {"decoder.latent_in.weight": (np.ones((2, 256), np.float32), np.ones((256, 2), np.float32))}
    StyleLibrary().install(PersonalStyle("Mine", digest, ones, ones, matrices, details))
    run = tmp_path / "run" / "dataset"
    run.mkdir(parents=True)
    (run / "manifest.json").write_text(json.dumps({"files": {"Secret Song.mid": "hash"}}))
    hub = tmp_path / "hub"
    assert main.main(["export", "mine", "--hub-dir", str(hub), "--licence", "cc-by-4.0"]) == 0
    card = (hub / "README.md").read_text()
    assert "| chance that a take is in the style (0..1) | 0.250 | 0.750 |" in card
    assert "Secret Song" not in card
    assert json.loads((hub / "config.json").read_text())["base_model"] == digest
    assert main.main(["export", "Mine", "--hub-dir", str(hub), "--force", "--name-files", str(tmp_path / "run")]) == 0
    assert "Secret Song.mid" in (hub / "README.md").read_text()
    assert main.main(["styles", "remove", "Mine"]) == 0
    assert main.main(["styles", "add", str(hub / "Mine.tatumstyle")]) == 0
    np.testing.assert_array_equal(load_style(tmp_path / "styles" / "Mine.tatumstyle").mean, ones)
    capsys.readouterr()


@pytest.mark.parametrize("case", ["full folder", "no checkpoint", "no licence", "no metrics", "no run"])
def test_what_cannot_be_exported_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str) -> None:
    words = ["export", str(BUNDLED), "--hub-dir", str(tmp_path / "hub")]
    if case == "full folder":
        (tmp_path / "hub").mkdir()
        (tmp_path / "hub" / "thesis.txt").write_text("mine")
    elif case == "no checkpoint":
        words[1] = str(tmp_path / "nowhere")
    else:
        words += {
            "no licence": ["--licence", "do what you want!"],
            "no metrics": ["--metrics", str(tmp_path / "none.json")],
            "no run": ["--name-files", str(tmp_path)],
        }[case]
    assert main.main(words) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert not (tmp_path / "hub" / "model.safetensors").exists()
