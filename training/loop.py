"""The training loop: one class, visible from end to end, for every network of TatumFlow.

Mixed precision, gradient accumulation, cosine schedule with warm-up, EMA, checkpoints that are written whole or not at
all, and exact resume: a run that was killed goes on as if it had not been.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.errors import Cancelled, InputError, ResourceError
from engine.files import replacing
from engine.model.config import FACTORS
from engine.model.devices import device_reason
from engine.sentences import Sentence, system_reason
from training.accelerate import Processes
from training.corruption import CorruptionFunction, Corruptions
from training.objectives import Losses, cosine_rate
from training.portions import PortionedLoss, gradients, memory_event, more_parts, out_of_memory, too_little_memory
from training.scalar_log import ScalarLog
from training.work_clock import WorkClock

LossFunction = Callable[[int, int], Losses]
"""(step, micro batch) to losses; "loss" is minimised, the others are reported. Must depend on its arguments alone."""
Report = Callable[[dict[str, Any]], None]
Validate = Callable[[], dict[str, float]]
"""Losses on held-out music with the network as it is; "loss" is what early stopping looks at."""


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train.

    Attributes:
        steps: optimiser steps in all.
        rate: highest learning rate.
        warm_up: steps of linear warm-up.
        accumulate: micro batches a step.
        decay: weight decay of matrices (vectors have none).
        clip: largest gradient norm.
        ema: decay of the moving average of weights, which is what ships.
        checkpoint_every: steps between checkpoints.
        report_every: steps between reports.
        minutes: stop (resumably) after this long; 0 is no limit.
        bf16: autocast to bfloat16, where the device has it.
        patience: stop after so many checkpoints without a better validation; 0 never stops early.
        seed: of weights, data and noise.
    """

    steps: int
    rate: float = 1e-3
    warm_up: int = 200
    accumulate: int = 1
    decay: float = 0.01
    clip: float = 1.0
    ema: float = 0.999
    checkpoint_every: int = 200
    report_every: int = 20
    minutes: float = 0.0
    bf16: bool = True
    patience: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("steps", "accumulate", "checkpoint_every", "report_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1")


class Trainer:
    """Trains one network in one folder.

    `run/state.safetensors` holds weights, moving average and optimiser moments, with step and settings in its header:
    one file, replaced atomically, so there is never a half checkpoint. TensorBoard scalars go to `run/tensorboard`.
    Frozen parameters (under an adapter) are neither trained nor saved.

    With `validate`, the averaged weights are measured at every checkpoint and the best are kept beside the state:
    `best` gives them. Where validation has a value for a part of the network ("decoder", for parameters called
    decoder.*), the best of each part is kept for itself.

    Where memory does not hold a batch, each batch is learned in twice as many portions from then on (a `PortionedLoss`
    can be divided; `parts` is in how many), which is reported as the event `memory`.

    It trains where the network's parameters are; state and average lie there too. A folder's state knows no device, so
    a run may be begun on one and go on on another. Losses stay on the device from one report to the next, because to
    look at them is to wait for it.

    Among several processes (`processes`) each takes its share of the micro batches: two processes with one micro batch
    each do what one does with two.
    """

    def __init__(
        self,
        network: nn.Module,
        loss: LossFunction,
        config: TrainConfig,
        run: Path,
        report: Report,
        *,
        validate: Validate | None = None,
        corruptions: Corruptions | None = None,
        processes: Processes | None = None,
        clock: WorkClock | None = None,
        parts: int = 1,
    ) -> None:
        self.clock, self.parts = clock or WorkClock(), parts
        self.network, self.loss, self.config, self.run = network, loss, config, run
        self.validate, self.processes = validate, processes or Processes()
        self.report: Report = report if self.processes.first else lambda item: None
        self.corruptions = Corruptions() if corruptions is None else corruptions
        self.kept: dict[str, Tensor] = {}
        self.history: list[dict[str, float]] = []
        self.step = 0
        named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
        self.names = [name for name, _ in named]
        matrices = [p for _, p in named if p.ndim >= 2]
        vectors = [p for _, p in named if p.ndim < 2]
        self.optimizer = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": config.decay}, {"params": vectors, "weight_decay": 0.0}],
            lr=config.rate,
            betas=(0.9, 0.98),
        )
        self.average = {name: p.detach().clone() for name, p in named}
        self.device = next(network.parameters()).device

    @property
    def state_file(self) -> Path:
        """Where the resumable state is."""
        return self.run / "state.safetensors"

    def add_corruption_function(
        self, function: CorruptionFunction, *, probability: float = 0.3, factors: Sequence[str] = FACTORS
    ) -> None:
        """Damage the latents that the network is given in this share of the batches (see `training.corruption`).

        Works where the loss was made with this trainer's `corruptions`, as those of `train_stage` are.

        Raises:
            InputError: for a probability outside 0..1 or an unknown factor.
        """
        self.corruptions.add(function, probability=probability, factors=factors)

    def train(self, should_stop: Callable[[], bool] = lambda: False) -> bool:
        """Train until done, stopped or out of time, checkpointing at the end; True if all steps are done.

        Stopping early because validation got no better counts as done.

        Raises:
            Cancelled: if `should_stop` answered true, or nobody takes the reports any more (after a checkpoint).
            InputError: if the folder's state cannot be read.
            ResourceError: if the loss is no longer a number, the disk is full, the GPU fails, or not even a small batch
                finds memory.
        """
        try:
            with self.clock:
                return self._train(should_stop)
        except BrokenPipeError:
            self.report = lambda item: None
            self.save()
            raise Cancelled from None
        except (RuntimeError, MemoryError) as error:
            if out_of_memory(error):
                raise too_little_memory() from error
            if "CUDA error" not in str(error):
                raise
            raise ResourceError(
                "The device '{device}' has failed ({reason}); give the same command again to go on from the last "
                "checkpoint, with --device cpu if it fails again.",
                device=self.device.type,
                reason=device_reason(error),
            ) from error
        except OSError as error:
            raise ResourceError(
                "The folder {run} cannot be written any more ({reason}); make room or bring it back, then "
                "give the same command again.",
                run=self.run,
                reason=system_reason(error),
            ) from error

    def _train(self, should_stop: Callable[[], bool]) -> bool:
        self.run.mkdir(parents=True, exist_ok=True)
        self.resume()
        config, began = self.config, self.clock.now()
        seen: list[Losses] = []
        seconds = 0.0
        if self.validate and not self.history and self.step < config.steps:
            self._validate()
        log = self.run / "tensorboard" / ("" if self.processes.first else f"process{self.processes.rank}")
        with ScalarLog(log, self.step) as board:
            while self.step < config.steps and not self.stopped_early:
                started = self.clock.now()
                seen.append(self._one_step())
                told = self.step % config.report_every == 0 or self.step == config.steps
                if told:
                    means = self.processes.mean(_means(seen)) | {"rate": self._rate(self.step - 1)}
                seconds += self.clock.now() - started
                if told:
                    for key, value in means.items():
                        board.add_scalar(key, value, self.step)
                    left = (config.steps - self.step) * seconds / len(seen)
                    self.report(
                        {"event": "step", "step": self.step, "steps": config.steps, "seconds_left": left, **means}
                    )
                    if not np.isfinite(means["loss"]):
                        raise ResourceError(
                            "training diverged at step {step}; resume from {file} with a lower --rate",
                            step=self.step,
                            file=self.state_file,
                        )
                    seen, seconds = [], 0.0
                late = bool(config.minutes) and self.clock.now() - began > 60 * config.minutes
                out_of_time = self.processes.any(late)
                stopped = self.processes.any(should_stop())
                due = self.step % config.checkpoint_every == 0 or self.step == config.steps
                if due and self.validate:
                    for key, value in self._validate().items():
                        board.add_scalar(f"validation/{key}", value, self.step)
                if due or out_of_time or stopped:
                    self.save()
                if stopped:
                    raise Cancelled
                if out_of_time:
                    return False
        return True

    def _rate(self, step: int) -> float:
        return cosine_rate(step, peak=self.config.rate, warm_up=self.config.warm_up, total=self.config.steps)

    def _one_step(self) -> Losses:
        config = self.config
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate(self.step)
        while (totals := self._gradients()) is None:
            most = self.loss.most if isinstance(self.loss, PortionedLoss) else 1
            self.parts = more_parts(self.parts, most)
            self.report(memory_event(self.step, self.parts, most))
        trained = [p for p in self.network.parameters() if p.requires_grad]
        self.processes.average_gradients(trained)
        norm = nn.utils.clip_grad_norm_(trained, config.clip)
        self.optimizer.step()
        self.step += 1
        # A short average at first, so that the first checkpoints are not the random start.
        decay = min(config.ema, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            parameters = dict(self.network.named_parameters())
            for name, value in self.average.items():
                value.lerp_(parameters[name], 1 - decay)
        return totals | {"gradient_norm": norm}

    def _gradients(self) -> Losses | None:
        """The gradients of a step and its losses; None, in every process, where one of them had too little memory."""
        self.optimizer.zero_grad(set_to_none=True)
        accumulate, sums, fits = self.config.accumulate, Losses(), True
        for micro in range(accumulate):
            number = micro * self.processes.count + self.processes.rank
            parts = gradients(
                self.loss, self.step, number, self.parts,
                share=1 / accumulate, device=self.device, bf16=self.config.bf16,
            )  # fmt: skip
            if parts is None:
                fits = False
                break
            for key, value in parts.items():
                share = value / accumulate
                sums[key] = sums[key] + share if key in sums else share
        if self.processes.any(not fits):
            self.optimizer.zero_grad(set_to_none=True)
            return None
        return sums

    @property
    def stopped_early(self) -> bool:
        """Whether validation has not got better for `patience` checkpoints."""
        patience = self.config.patience
        return patience > 0 and len(self.history) > patience and not any(
            item["best"] for item in self.history[-patience:]
        )  # fmt: skip

    def _validate(self) -> dict[str, float]:
        """Measure the averaged weights, keep what is best so far, and report."""
        assert self.validate is not None
        parameters = dict(self.network.named_parameters())
        trained = {name: parameters[name].detach().clone() for name in self.names}
        self.network.eval()
        self.use_average()
        with torch.no_grad():
            values = self.validate()
            for name, value in trained.items():
                parameters[name].copy_(value)
        self.network.train()
        better = [key for key in values if all(values[key] < item[key] for item in self.history)]
        parts = [key for key in values if any(name.startswith(f"{key}.") for name in self.names)]
        for name, value in self.average.items():
            own = [key for key in parts if name.startswith(f"{key}.")] or ["loss"]
            if own[0] in better:
                self.kept[name] = value.clone()
        best = any(key in better for key in (parts or ["loss"]))
        self.history.append({"step": self.step, "best": best, **values})
        self.report({"event": "validation", "step": self.step, **values, "best": best})
        return values

    def best(self) -> dict[str, Tensor]:
        """The weights to ship: the best that validation saw, or the moving average where nothing was validated."""
        return {name: self.kept.get(name, value) for name, value in self.average.items()}

    def save(self) -> None:
        """Write the state beside the old one and put it in its place. Only the first process writes."""
        if self.processes.first:
            self._save()
        self.processes.wait()

    def _save(self) -> None:
        parameters = dict(self.network.named_parameters())
        frozen = {name for name, p in parameters.items() if not p.requires_grad}
        tensors: dict[str, Tensor] = {
            f"weight.{name}": p.detach() for name, p in self.network.state_dict().items() if name not in frozen
        }
        tensors |= {f"average.{name}": value for name, value in self.average.items()}
        tensors |= {f"best.{name}": value for name, value in self.kept.items()}
        for name in self.names:
            state = self.optimizer.state.get(parameters[name])
            if state:
                tensors |= {f"moment1.{name}": state["exp_avg"], f"moment2.{name}": state["exp_avg_sq"]}
        header = {
            "step": str(self.step), "config": json.dumps(asdict(self.config)), "history": json.dumps(self.history),
            "parts": str(self.parts),
        }  # fmt: skip
        try:
            with replacing(self.state_file) as temporary:
                save_file({k: v.contiguous().cpu().clone() for k, v in tensors.items()}, temporary, header)
                with temporary.open("r+b") as written:
                    os.fsync(written.fileno())  # else a power cut could leave the new name on nothing
        except (OSError, SafetensorError) as error:
            raise ResourceError(
                "The checkpoint {file} could not be written ({reason}); make room or bring the folder "
                "back, then give the same command again.",
                file=self.state_file,
                reason=_reason(error),
            ) from error
        self.report({"event": "checkpoint", "step": self.step, "file": str(self.state_file)})

    def resume(self) -> None:
        """Go on from the folder's state, if it has one.

        Raises:
            InputError: if the state cannot be read.
        """
        if not self.state_file.exists():
            return
        try:
            self._resume()
        except (OSError, SafetensorError, KeyError, ValueError, RuntimeError) as error:
            if out_of_memory(error):
                raise
            raise InputError(
                "The checkpoint {file} cannot be read ({reason}); make it readable, or delete it to begin anew.",
                file=self.state_file,
                reason=_reason(error),
            ) from error

    def _resume(self) -> None:
        from safetensors import safe_open

        with safe_open(self.state_file, "pt") as opened:
            self.step = int(opened.metadata()["step"])
            self.history = json.loads(opened.metadata().get("history", "[]"))
            self.parts = max(self.parts, int(opened.metadata().get("parts", "1")))
        tensors = {name: value.to(self.device) for name, value in load_file(self.state_file).items()}
        parameters = dict(self.network.named_parameters())
        frozen = {name: p.detach() for name, p in parameters.items() if not p.requires_grad}
        self.network.load_state_dict({k[7:]: v for k, v in tensors.items() if k.startswith("weight.")} | frozen)
        self.kept = {k[5:]: v for k, v in tensors.items() if k.startswith("best.")}
        for name in self.names:
            self.average[name].copy_(tensors[f"average.{name}"])
            if f"moment1.{name}" in tensors:
                self.optimizer.state[parameters[name]] = {
                    "step": torch.tensor(float(self.step)),
                    "exp_avg": tensors[f"moment1.{name}"].clone(),
                    "exp_avg_sq": tensors[f"moment2.{name}"].clone(),
                }

    @torch.no_grad()
    def use_average(self) -> None:
        """Put the moving average into the network: the weights to evaluate and to ship."""
        parameters = dict(self.network.named_parameters())
        for name, value in self.average.items():
            parameters[name].copy_(value)


def _means(seen: Sequence[Losses]) -> dict[str, float]:
    """The mean of each value over some steps, in one transfer from the device."""
    names = [name for step in seen for name in step]
    found: dict[str, list[float]] = {name: [] for name in names}
    for name, value in zip(names, torch.stack([v for step in seen for v in step.values()]).cpu().tolist(), strict=True):
        found[name].append(value)
    return {name: float(np.mean(values)) for name, values in found.items()}


def _reason(error: Exception) -> Sentence | str:
    """Why a file could not be written or read, in the system's words where it has any."""
    number = re.search(r"\(os error (\d+)\)", str(error))  # how safetensors passes them on
    if number:
        error = OSError(int(number[1]), os.strerror(int(number[1])))
    if isinstance(error, OSError) and error.strerror:
        return system_reason(error)
    return str(error).partition("\n")[0].strip(": ") or type(error).__name__
