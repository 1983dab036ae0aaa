"""The training loop that the networks that listen share."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from training.small_loop import AVERAGE_DECAY, Schedule, learn


def learnt(steps: int, check_every: int) -> tuple[nn.Linear, list[tuple[float, int, str]], list[float]]:
    """A line fitted to points; what was reported (error of the average, steps, words), and the rates of the steps."""
    torch.manual_seed(3)
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    rates: list[float] = []
    told: list[tuple[float, int, str]] = []

    def error(net: nn.Module, x: Tensor) -> Tensor:
        return ((net(x)[:, 0] - (2 * x[:, 0] - x[:, 1] + 1)) ** 2).mean()

    def backward(step: int, x: Tensor) -> Tensor:
        assert step == len(rates)
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        loss = error(model, x)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()

    def report(average: nn.Linear, done: int, words: str) -> None:
        with torch.no_grad():
            told.append((float(error(average, torch.tensor([[1.0, 2.0], [-1.0, 0.5]]))), done, words))

    batches = iter(lambda: torch.randn(16, 2), None)
    learn(model, optimizer, batches, Schedule(steps, 0.2, warm_up=5, check_every=check_every), backward, report)
    return model, told, rates


def test_it_learns_reports_in_time_and_at_the_end_and_slows_down() -> None:
    model, told, rates = learnt(400, 150)
    assert [done for _, done, _ in told] == [150, 300, 400]
    assert "step 300" in told[1][2]
    assert told[-1][0] < 1e-3
    torch.testing.assert_close(model.weight.detach(), torch.tensor([[2.0, -1.0]]), atol=0.02, rtol=0)
    assert max(rates) == pytest.approx(0.2, rel=0.01)
    assert rates.index(max(rates)) < 10
    assert rates[0] < 0.1
    assert rates[-1] < 0.01


def test_what_is_reported_is_an_average_that_follows_the_weights() -> None:
    model, told, _ = learnt(30, 10)
    assert AVERAGE_DECAY > 0.9
    with torch.no_grad():
        last = ((model(torch.tensor([[1.0, 2.0], [-1.0, 0.5]]))[:, 0] - torch.tensor([1.0, -1.5])) ** 2).mean()
    assert told[0][0] > told[1][0] > told[2][0] > float(last)
