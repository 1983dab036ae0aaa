"""The training loop of the small networks that listen: a cosine rate, clipped gradients, an average of the weights."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import IterableDataset, get_worker_info

from training.objectives import cosine_rate

AVERAGE_DECAY = 0.998

Model = TypeVar("Model", bound=nn.Module)
Batch = TypeVar("Batch")
Example = TypeVar("Example")


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn.

    Attributes:
        steps: batches.
        rate: the highest learning rate.
        warm_up: steps until it is reached.
        check_every: steps between two reports.
    """

    steps: int
    rate: float
    warm_up: int = 100
    check_every: int = 100


class Drawn(IterableDataset[Batch]):
    """Endless batches that `draw` makes with a random stream; each worker process has its own."""

    def __init__(self, draw: Callable[[np.random.Generator], Batch], seed: int) -> None:
        self.draw, self.seed = draw, seed

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        while True:
            yield self.draw(rng)


def joined_examples(
    draw: Callable[[np.random.Generator], Example],
    join: Callable[[Sequence[Example]], Batch],
    size: int,
    rng: np.random.Generator,
) -> Batch:
    """A batch of examples, each drawn at random."""
    return join([draw(rng) for _ in range(size)])


def learn(
    model: Model,
    optimizer: torch.optim.Optimizer,
    batches: Iterable[Batch],
    schedule: Schedule,
    backward: Callable[[int, Batch], Tensor],
    report: Callable[[Model, int, str], None],
) -> None:
    """Train a model in place.

    Args:
        model: on its device.
        optimizer: of its parameters.
        batches: as many as the schedule has steps, or more.
        schedule: steps and rates.
        backward: fills the gradients from a batch at a step, and returns its loss (), detached; it clears the gradients
            of the step before.
        report: told the average of the weights, the steps that are done and words on the time and the loss.
    """
    average = copy.deepcopy(model).eval()
    began = time.monotonic()
    running: Tensor | float = 0.0  # a GPU is not waited for between two reports
    for step, batch in zip(range(schedule.steps), batches, strict=False):
        rate = schedule.rate * cosine_rate(step, peak=1.0, warm_up=schedule.warm_up, total=schedule.steps, floor=0.02)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = backward(step, batch)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        decay = min(AVERAGE_DECAY, (step + 1) / (step + 20))
        with torch.no_grad():
            for kept, fresh in zip(average.parameters(), model.parameters(), strict=True):
                kept.lerp_(fresh, 1 - decay)
        running = running + (loss - running) * max(0.01, 1 / (step + 1))
        if (step + 1) % schedule.check_every == 0 or step + 1 == schedule.steps:
            minutes = (time.monotonic() - began) / 60
            report(average, step + 1, f"{minutes:5.1f} min  step {step + 1}  train {float(running):.3f}")
