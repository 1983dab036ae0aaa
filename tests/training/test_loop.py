"""The training loop: it learns, it resumes exactly, it is stopped without loss."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from engine.errors import Cancelled, ResourceError
from training.loop import TrainConfig, Trainer
from training.objectives import cosine_rate


def network() -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(4, 16), nn.GELU(), nn.Linear(16, 1))


def trainer(run: Path, steps: int, *, poison_at: int = -1) -> tuple[Trainer, list[dict[str, Any]]]:
    net, heard = network(), []

    def loss(step: int, micro: int) -> dict[str, torch.Tensor]:
        noise = torch.Generator().manual_seed(step * 10 + micro)
        x = torch.randn(8, 4, generator=noise)
        error = ((net(x)[:, 0] - x.sum(-1)) ** 2).mean()
        return {"loss": error * float("nan") if step == poison_at else error}

    config = TrainConfig(
        steps=steps, rate=1e-2, warm_up=5, accumulate=2, checkpoint_every=7, report_every=5, bf16=False
    )
    return Trainer(net, loss, config, run, heard.append), heard


def weights(run: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(run / "state.safetensors")


def test_the_loss_falls(tmp_path: Path) -> None:
    trained, heard = trainer(tmp_path, 120)
    assert trained.train()
    steps = [item for item in heard if item["event"] == "step"]
    assert steps[-1]["loss"] < 0.25 * steps[0]["loss"]
    assert any((tmp_path / "tensorboard").iterdir())


def test_a_stopped_run_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole, _ = trainer(tmp_path / "whole", 30)
    whole.train()
    first, _ = trainer(tmp_path / "halves", 30)
    calls = 0

    def stop_at_eleven() -> bool:
        nonlocal calls
        calls += 1
        return calls == 11

    with pytest.raises(Cancelled):
        first.train(stop_at_eleven)
    second, _ = trainer(tmp_path / "halves", 30)
    second.train()
    a, b = weights(tmp_path / "whole"), weights(tmp_path / "halves")
    assert a.keys() == b.keys()
    for name, value in a.items():
        assert torch.equal(value, b[name]), name


def test_a_loss_that_is_no_number_ends_in_one_sentence(tmp_path: Path) -> None:
    broken, _ = trainer(tmp_path, 10, poison_at=3)
    with pytest.raises(ResourceError, match="diverged"):
        broken.train()


def test_a_full_disk_keeps_the_last_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, _ = trainer(tmp_path, 7)
    good.train()
    before = (tmp_path / "state.safetensors").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("training.loop.save_file", full)
    with pytest.raises(ResourceError, match="No space left"):
        good.save()
    assert (tmp_path / "state.safetensors").read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))


def test_the_rate_warms_up_and_falls_to_its_floor() -> None:
    rates = [cosine_rate(step, peak=1.0, warm_up=10, total=100) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9] == pytest.approx(1.0)
    assert max(rates) <= 1.0
    assert rates[100] == pytest.approx(0.05)
    assert all(a >= b for a, b in pairwise(rates[10:]))
