"""What is known of a training, put together from the events of `tatumflow train` (docs/researchers.md has them all).
Values only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from app.training_process import Event, said
from engine.sentences import Sentence

Point = tuple[float, float]


class Stage(Enum):
    """Where a training is."""

    STARTING = auto()
    READING = auto()
    LEARNING = auto()
    PAUSED = auto()
    MEASURING = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Sample:
    """Eight bars written with what was learned up to `step`."""

    step: int
    file: Path


@dataclass(frozen=True, slots=True)
class Pair:
    """One held-out prompt continued by the base and by the new style."""

    prompt: Path
    before: Path
    after: Path


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on held-out prompts, before and after: plain numbers by name."""

    before: dict[str, float]
    after: dict[str, float]
    pairs: tuple[Pair, ...]


def _numbers(value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        return {}
    return {str(k): float(v) for k, v in value.items() if isinstance(v, int | float) and not isinstance(v, bool)}


@dataclass(slots=True)
class RunState:
    """Grows with the events of a training; after a resume, what is done again replaces what was done before."""

    stage: Stage = Stage.STARTING
    stage_text: str = ""
    stage_done: float = 0.0
    step: int = 0
    steps: int = 0
    seconds_left: float | None = None
    seconds_per_step: float = 0.0
    checkpoint_step: int = 0
    pieces: int = 0
    held_out: int = 0
    best_step: int | None = None
    loss: list[Point] = field(default_factory=list)
    validation: list[Point] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    figures: Figures | None = None
    style_file: Path | None = None
    style_bytes: int = 0
    stopped_early: bool = False
    portions: int = 1
    """Above 1, memory did not hold a whole batch, and it is learned in so many portions."""
    error: Sentence | str = ""

    def apply(self, event: Event) -> None:
        """Take in one event; unknown ones and damaged values change nothing."""
        try:
            self._apply(event)
        except (KeyError, TypeError, ValueError):
            return

    def _apply(self, event: Event) -> None:
        match event["event"]:
            case "scan":
                self.stage, self.stage_text = Stage.READING, str(event.get("stage", ""))
                self.stage_done = float(event["done"])
            case "data":
                self.pieces, self.held_out = int(event["pieces"]), int(event["held_out"])
            case "plan":
                self._begin(event)
            case "step":
                self.stage = Stage.LEARNING
                self.step, self.steps = int(event["step"]), int(event["steps"])
                self.seconds_left = float(event["seconds_left"])
                self.loss.append((float(self.step), float(event["loss"])))
            case "validation":
                self.validation.append((float(event["step"]), float(event["loss"])))
                if event.get("best"):
                    self.best_step = int(event["step"])
            case "checkpoint":
                self.checkpoint_step = int(event["step"])
            case "sample":
                sample = Sample(int(event["step"]), Path(str(event["file"])))
                self.samples = [known for known in self.samples if known.step != sample.step] + [sample]
            case "memory":
                self.portions = max(1, int(event["parts"]))
            case "paused":
                self.stage = Stage.PAUSED
            case "resumed":
                self.stage = Stage.LEARNING
            case "measuring":
                self.stage, self.stage_text = Stage.MEASURING, str(event.get("stage", ""))
                self.stage_done = float(event["done"])
                self.seconds_left = None
            case "figures":
                pairs = tuple(
                    Pair(*(Path(str(one[k])) for k in ("prompt", "before", "after"))) for one in event["files"]
                )
                self.figures = Figures(_numbers(event["before"]), _numbers(event["after"]), pairs)
            case "done":
                self.stage, self.style_file = Stage.DONE, Path(str(event["installed"]))
                self.style_bytes = int(event.get("bytes", 0))
                self.stopped_early = bool(event.get("stopped", False))
                self.best_step = int(event.get("best_step", self.best_step or 0))
            case "error":
                self.error = said(event, "message")

    def _begin(self, event: Event) -> None:
        begin = int(event["step"])
        self.stage, self.step, self.steps = Stage.LEARNING, begin, int(event["steps"])
        self.seconds_per_step = float(event.get("seconds_per_step", 0.0))
        self.seconds_left = float(event["seconds_left"]) if "seconds_left" in event else None
        self.error, self.checkpoint_step = "", begin
        self.portions = max(1, int(event.get("parts", 1)))
        self.loss = [point for point in self.loss if point[0] <= begin]
        self.validation = [point for point in self.validation if point[0] < begin or point[0] == begin > 0]
        self.samples = [sample for sample in self.samples if sample.step <= begin]

    @property
    def done(self) -> float:
        """How much of the learning is done, 0..1."""
        if self.stage is Stage.DONE:
            return 1.0
        return self.step / self.steps if self.steps else 0.0

    @property
    def best(self) -> Point | None:
        """The best validation point so far."""
        return next((point for point in reversed(self.validation) if point[0] == self.best_step), None)

    def interrupted(self) -> None:
        """The child has gone: go back to what the last checkpoint holds."""
        self.seconds_left = None
        if self.stage is not Stage.DONE:
            self.stage = Stage.STARTING


def read_events(file: Path) -> RunState:
    """The state that a file of JSON lines leads to; a missing file is an empty run, a cut-off line is passed over."""
    state = RunState()
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        return state
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and isinstance(event.get("event"), str):
            state.apply(event)
    return state
