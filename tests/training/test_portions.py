"""Where memory runs out a batch is learned in portions: the same step, said once; one sentence where that fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from engine.errors import ResourceError
from engine.model.checkpoint import load_checkpoint
from tests.training.corpus_files import ROOT
from tests.training.tiny_base import quarters, tiny_base, tunes
from training.adapt_data import read_folder
from training.adapt_model import Adaptation, AdaptSettings
from training.devices import CPU
from training.loop import TrainConfig, Trainer
from training.meter_augment import make_example
from training.meter_model import MeterModel
from training.objectives import Losses
from training.portions import Portion, PortionedLoss, gradients, out_of_memory
from training.train_meter import batch_of, portioned_loss

ROWS = 6


def network() -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(4, 16), nn.GELU(), nn.Linear(16, 1))


def squared_error(
    net: nn.Module, fits: int = ROWS, *, error: type[Exception] = torch.OutOfMemoryError
) -> PortionedLoss:
    """A loss over six rows that finds memory for `fits` of them at a time."""

    def loss(step: int, micro: int, portion: Portion) -> Losses:
        x = np.random.default_rng([step, micro]).standard_normal((ROWS, 4)).astype(np.float32)
        rows = torch.from_numpy(portion.of({"x": x})["x"])
        if len(rows) > fits:
            raise error("CUDA out of memory. Tried to allocate 20.00 MiB.")
        mean = ((net(rows)[:, 0] - rows.sum(-1)) ** 2).mean()
        return {"loss": mean * portion.weight(ROWS)}

    return PortionedLoss(ROWS, loss)


def trained(run: Path, fits: int, steps: int = 12) -> tuple[Trainer, list[dict[str, Any]]]:
    net = network()
    heard: list[dict[str, Any]] = []
    config = TrainConfig(
        steps=steps, rate=1e-2, warm_up=2, accumulate=2, checkpoint_every=4, report_every=3, bf16=False
    )
    trainer = Trainer(net, squared_error(net, fits), config, run, heard.append)
    trainer.train()
    return trainer, heard


@pytest.mark.parametrize("size", [1, 4, 6, 16])
@pytest.mark.parametrize("parts", [1, 2, 4, 16])
def test_portions_are_the_whole_batch_and_weigh_the_same(size: int, parts: int) -> None:
    batch = {"x": np.arange(size * 3.0).reshape(size, 3)}
    portions = [Portion(index, parts) for index in range(parts)]
    np.testing.assert_array_equal(np.concatenate([one.of(batch)["x"] for one in portions]), batch["x"])
    means = [one.of(batch)["x"].mean() * one.weight(size) if one.weight(size) else 0.0 for one in portions]
    assert np.mean(means) == pytest.approx(batch["x"].mean())


@pytest.mark.parametrize("parts", [2, 4, 6])
def test_the_gradients_of_portions_are_those_of_the_batch(parts: int) -> None:
    found = []
    for count in (1, parts):
        net = network()
        losses = gradients(squared_error(net), 3, 0, count, share=0.5, device=CPU, bf16=False)
        assert losses is not None
        found.append((losses["loss"], [parameter.grad for parameter in net.parameters()]))
    (one, whole), (other, divided) = found
    torch.testing.assert_close(other, one)
    for a, b in zip(whole, divided, strict=True):
        torch.testing.assert_close(a, b)


def test_a_gpu_without_memory_halves_the_batch_and_learns_the_same(tmp_path: Path) -> None:
    easy, _ = trained(tmp_path / "easy", ROWS)
    hard, heard = trained(tmp_path / "hard", 2)
    told = [item for item in heard if item["event"] == "memory"]
    assert [(item["step"], item["parts"], item["windows"]) for item in told] == [(0, 2, 3), (0, 4, 2)]
    assert "\n" not in told[0]["message"]
    assert [item["event"] for item in heard].count("checkpoint") == 3
    for a, b in zip(easy.network.parameters(), hard.network.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-4)


def test_a_resumed_run_stays_with_its_portions(tmp_path: Path) -> None:
    trained(tmp_path, 2, steps=4)
    net = network()
    heard: list[dict[str, Any]] = []
    config = TrainConfig(steps=8, rate=1e-2, checkpoint_every=4, report_every=3, bf16=False)
    again = Trainer(net, squared_error(net, 2), config, tmp_path, heard.append)
    again.train()
    assert again.parts == 4
    assert not [item for item in heard if item["event"] == "memory"]


def test_one_window_without_memory_is_one_sentence_and_the_checkpoint_stays(tmp_path: Path) -> None:
    trained(tmp_path, ROWS, steps=4)
    before = (tmp_path / "state.safetensors").read_bytes()
    with pytest.raises(ResourceError, match="one window at a time"):
        trained(tmp_path, 0, steps=8)
    assert (tmp_path / "state.safetensors").read_bytes() == before


def test_a_gpu_that_fails_is_one_sentence_and_the_run_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    net = network()
    whole = squared_error(net)

    def failing(step: int, micro: int) -> Losses:
        if step == 5:
            raise RuntimeError("CUDA error: unspecified launch failure\nCUDA kernel errors might be reported later.")
        return whole(step, micro)

    config = TrainConfig(steps=8, checkpoint_every=4, report_every=4, bf16=False)
    with pytest.raises(ResourceError, match=r"unspecified launch failure\); .* go on from the last checkpoint"):
        Trainer(net, failing, config, tmp_path, lambda item: None).train()
    again = Trainer(net, whole, config, tmp_path, lambda item: None)
    again.resume()
    assert again.step == 4
    assert again.train()


def test_other_errors_are_no_want_of_memory(tmp_path: Path) -> None:
    net = network()
    with pytest.raises(ValueError, match="CUDA"):
        gradients(squared_error(net, 0, error=ValueError), 0, 0, 1, share=1.0, device=CPU, bf16=False)
    assert not out_of_memory(RuntimeError("shape '[3]' is invalid for input of size 4"))
    assert not out_of_memory(OSError(28, "No space left on device"))
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)  # what this system's allocator really says
    assert out_of_memory(caught.value)


LIMITED = """
import json, resource, sys
from pathlib import Path
import numpy as np, torch
from torch import nn
from training.loop import TrainConfig, Trainer
from training.portions import PortionedLoss

net = nn.Linear(4, 1)

def loss(step, micro, portion):
    x = torch.from_numpy(portion.of({"x": np.ones((4, 4), np.float32)})["x"])
    room = torch.zeros(len(x), 25_000_000)  # 100 MB a window
    return {"loss": ((net(x) + room[:, :1]) ** 2).mean() * portion.weight(4)}

config = TrainConfig(steps=int(sys.argv[2]), checkpoint_every=2, report_every=1, bf16=False)
trainer = Trainer(net, PortionedLoss(4, loss), config, Path(sys.argv[1]), lambda item: print(json.dumps(item)))
trainer.train()
words = Path("/proc/self/statm").read_text().split()
limit = int(words[0]) * resource.getpagesize() + int(sys.argv[3]) * 1_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
trainer.config = TrainConfig(steps=2 * int(sys.argv[2]), checkpoint_every=2, report_every=1, bf16=False)
try:
    trainer.train()
except Exception as error:
    print(json.dumps({"event": "error", "kind": type(error).__name__, "message": str(error)}))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads its size from /proc")
def test_a_real_allocation_failure_of_the_processor_halves_the_batch(tmp_path: Path) -> None:
    """A batch needs 400 MB; the process is given 300 MB more than it has, then 50."""

    def run(place: str, megabytes: int) -> list[dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, str(tmp_path / place), "2", str(megabytes)],
            cwd=ROOT, capture_output=True, text=True, timeout=280,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    heard = run("some", 300)
    told = [(item["step"], item["parts"]) for item in heard if item["event"] == "memory"]
    assert told == [(2, 2)]
    assert [item["step"] for item in heard if item["event"] == "step"] == [1, 2, 3, 4]
    heard = run("none", 50)
    assert heard[-1]["kind"] == "ResourceError"
    assert "one window at a time" in heard[-1]["message"]
    assert [item["parts"] for item in heard if item["event"] == "memory"] == [2, 4]


def test_the_beat_tracker_learns_the_same_in_portions() -> None:
    piece = quarters()
    torch.manual_seed(1)
    model = MeterModel(layers=1)
    pairs = model.entry.out_features // model.blocks[0].heads // 2
    # Windows of which some have lost notes, so that portions have more known events and fewer.
    batch = batch_of([make_example(piece, np.random.default_rng(k), plain=k < 2) for k in range(5)], pairs)
    found = []
    for parts in (1, 3):
        model.zero_grad(set_to_none=True)
        losses = gradients(portioned_loss(model, batch, CPU), 0, 0, parts, share=1.0, device=CPU, bf16=False)
        assert losses is not None
        found.append((losses, [parameter.grad for parameter in model.parameters()]))
    (one, whole), (other, divided) = found
    for name, value in one.items():
        torch.testing.assert_close(other[name], value)
    for a, b in zip(whole, divided, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-5)


def test_a_style_s_two_losses_in_portions_are_about_those_of_the_batch(tmp_path: Path) -> None:
    music = read_folder(tunes(tmp_path / "folder", 4), tmp_path / "data", 0, lambda done, stage: None)
    adaptation = Adaptation(load_checkpoint(tiny_base(tmp_path / "base")), music, AdaptSettings(dropout=0.0), 0)
    loss = adaptation.loss
    assert loss.most == 16

    def mean(parts: int) -> dict[str, float]:
        """Over a few steps, for each portion has its own noise."""
        found = [loss(step, 0, Portion(index, parts)) for step in range(10) for index in range(parts)]
        return {name: float(torch.stack([one[name] for one in found]).mean()) for name in found[0]}

    with torch.no_grad():
        whole = mean(1)
        for parts in (2, 16):
            assert mean(parts) == pytest.approx(whole, rel=0.15), parts
