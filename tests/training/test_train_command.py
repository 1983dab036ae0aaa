"""From a folder of MIDI files to a take: prepare, train at the tiny size, and generate from what was trained."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from engine.model.checkpoint import load_checkpoint
from engine.model.style_examples import EXAMPLES_FILE, style_example
from engine.music.midi_io import read_clip
from tests.model.parity import assert_runtimes_agree, shaken
from tests.training.corpus_files import MAIN, ROOT, Note, midi_file


def command(*words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), *map(str, words)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=280,
    )


def tune(seed: int) -> list[Note]:
    rng = random.Random(seed)
    return [(k * 240, 220, 60 + rng.choice([0, 2, 4, 5, 7, 9, 11]), rng.randint(50, 100)) for k in range(200)]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tunes")
    for number in range(16):
        midi_file(folder / f"tune {number}.mid", [("piano", tune(number))])
    out = folder.parent / "dataset"
    done = command("prepare", folder, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def run(dataset: Path) -> Path:
    """Three steps of every stage."""
    out = dataset.parent / "run"
    done = command("train", dataset, "--size", "tiny", "--steps", "3", "--out", out)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert {e["stage"] for e in events if e["event"] == "step"} == {"codec", "decoder", "denoiser", "phrase"}
    return out


@pytest.mark.slow
def test_its_graphs_say_what_its_networks_say(run: Path) -> None:
    assert_runtimes_agree(shaken(load_checkpoint(run / "checkpoint")))


@pytest.mark.slow
def test_a_trained_checkpoint_continues_a_prompt(dataset: Path, run: Path, tmp_path: Path) -> None:
    checkpoint = load_checkpoint(run / "checkpoint")
    assert (run / "checkpoint" / "originality.safetensors").is_file()
    assert style_example(checkpoint, 0, 0).shape == checkpoint.style_mean(0).shape
    assert (run / "checkpoint" / EXAMPLES_FILE).is_file()
    assert checkpoint.provenance["size"] == "tiny"
    prompt = midi_file(tmp_path / "prompt.mid", [("piano", tune(99)[:32])])
    out = tmp_path / "take.mid"
    made = command("generate", "--mode", "continue", "--prompt", prompt, "--bars", "2", "--steps", "2", "--seed", "1",
                   "--checkpoint", run / "checkpoint", "--out", out)  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert read_clip(out).notes
    # Another run begins where that checkpoint ended and trains what its recipe names.
    second, recipe = tmp_path / "second", tmp_path / "on.json"
    recipe.write_text('{"decoder": {"share": 1, "batch_size": 2, "steps": 1, "warm_up": 1}}')
    alone = command("train", dataset, "--recipe", recipe, "--out", second)
    assert alone.returncode == 2
    assert "codec: give --init" in alone.stderr
    on = command("train", dataset, "--init", run / "checkpoint", "--recipe", recipe, "--out", second)
    assert on.returncode == 0, on.stderr
    later = load_checkpoint(second / "checkpoint")
    assert later.config == checkpoint.config
    assert later.provenance["further"][0]["from"] == checkpoint.digest
    changed = {name.partition(".")[0] for name, w in checkpoint.weights.items() if (w != later.weights[name]).any()}
    assert changed == {"decoder"}
    made_by_the_same_codec = [folder / "checkpoint" / EXAMPLES_FILE for folder in (run, second)]
    assert made_by_the_same_codec[0].read_bytes() == made_by_the_same_codec[1].read_bytes()
    # Given again, the finished run trains nothing more.
    again = command("train", dataset, "--size", "tiny", "--steps", "3", "--out", run, "--stage", "decoder")
    assert again.returncode == 0, again.stderr
    assert not [e for e in map(json.loads, again.stdout.splitlines()) if e["event"] == "step"]


@pytest.mark.slow
def test_stop_on_standard_input_writes_a_checkpoint_and_leaves(dataset: Path, tmp_path: Path) -> None:
    done = command("train", dataset, "--size", "tiny", "--steps", "100000", "--out", tmp_path, "--stage", "codec",
                   stdin="stop\n")  # fmt: skip
    assert done.returncode == 130
    assert (tmp_path / "codec" / "state.safetensors").is_file()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "word"), [(("--size", "enormous"), "enormous"), (("--recipe", "secret"), "secret")]
)
def test_bad_options_are_one_line(tmp_path: Path, options: tuple[str, str], word: str) -> None:
    done = command("train", tmp_path, "--out", tmp_path / "run", *options)
    assert done.returncode == 2
    assert word in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_is_no_dataset_is_one_line(tmp_path: Path) -> None:
    done = command("train", tmp_path, "--out", tmp_path / "run", "--size", "tiny")
    assert done.returncode == 2
    assert "tatumflow prepare" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
