"""One run that learns a personal style: plan, train, sample, measure, write and install. Resumable at every moment.

RUN holds `dataset/` (the folder as it was read), `plan.json`, `adapters/` (the trainer's state), `samples/`, `listen/`
and at last `NAME.tatumstyle`. What is trained is `training.adapt_model`; the words and events are
`training.adapt_control`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from engine.errors import Cancelled, InputError
from engine.generate.engine import Engine
from engine.model.adapters import PersonalPalette
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.devices import title, torch_device
from engine.model.personal import SUFFIX, PersonalStyle, StyleLibrary, check_name, save_style
from engine.model.torch_runtime import TorchRuntime
from engine.music.note import Role
from training.adapt_control import Control, emit
from training.adapt_data import FolderMusic, prompts, read_folder, role_words
from training.adapt_figures import Prompt, compare, prompt_clip, write
from training.adapt_model import Adaptation, AdaptSettings
from training.loop import TrainConfig, Trainer
from training.portions import gradients, memory_event, more_parts, out_of_memory
from training.refusals import told
from training.run_lock import LOCK_NAME, alone_in, clear_unfinished, is_unfinished
from training.shards import write_text
from training.work_clock import WorkClock

CHECKPOINTS = 12
"""Checkpoints (with validation and a sample) in a run that is not stopped early."""
FEWEST_STEPS, MOST_STEPS = 24, 2000
TRAINING_SHARE = 0.75
"""Of the time that is given; the rest goes to reading, samples and figures."""
LATENESS = 1.25
"""A run that takes longer than this times its minutes (another program wants the processor) ends with what it has."""
MEASURED_PROMPTS = 10


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for.

    Attributes:
        folder: of MIDI files.
        name: of the style.
        run: folder of the run.
        base: checkpoint folder; None is the bundled one.
        minutes: time for all of it, wall clock.
        steps: optimiser steps, instead of as many as fit the time.
        seed: of the split, the weights and the noise.
        threads: of the processor.
        device: where it learns, as `engine.model.devices.torch_device` takes it; samples are written on the processor.
        library: where the style is installed.
        settings: how it is learned.
        measure: prompts for the figures; 0 leaves them out.
        roles: what is learned from; none is the whole music.
    """

    folder: Path
    name: str
    run: Path
    base: Path | None = None
    minutes: float = 10.0
    steps: int | None = None
    seed: int = 0
    threads: int = 1
    device: str = "auto"
    library: StyleLibrary = field(default_factory=StyleLibrary)
    settings: AdaptSettings = field(default_factory=AdaptSettings)
    measure: int = MEASURED_PROMPTS
    roles: tuple[Role, ...] = ()


def learn_style(order: Order, control: Control) -> PersonalStyle:
    """Run it from wherever it is to its end, with the events of the line protocol on standard output.

    Raises:
        Cancelled: when `stop` was said, or nobody listens any more; the same order goes on later.
        TatumFlowError: for what the user can mend.
    """
    device = torch_device(order.device)
    _check_places(order)
    with told(order.run), control.clock, alone_in(order.run, check=control.check):
        clear_unfinished(order.run)
        return _learn(order, device, control)


def _learn(order: Order, device: torch.device, control: Control) -> PersonalStyle:
    clock = control.clock
    began = clock.now()
    checkpoint = load_checkpoint(order.base)
    name = check_name(order.name, checkpoint.config.styles)
    _check_run(order, name, checkpoint)
    torch.set_num_threads(order.threads)

    def scanned(done: float, stage: str) -> None:
        emit({"event": "scan", "done": done, "stage": stage})
        control.check()

    begun = _read_plan(order.run) is not None
    music = read_folder(order.folder, order.run / "dataset", order.seed, scanned, roles=order.roles, begun=begun)
    emit(_data_event(order.folder, music))
    control.check()
    adaptation = Adaptation(checkpoint, music, order.settings, order.seed, device)
    plan = _plan(order, name, adaptation, clock, clock.now() - began)
    chosen = prompts(music.held_out, max(1, order.measure), order.seed) or prompts(music.train, 1, order.seed)
    studio = _Studio(order, name, checkpoint, adaptation, chosen)
    trainer = Trainer(
        adaptation.pair, adaptation.loss,
        TrainConfig(
            steps=plan["steps"], rate=order.settings.rate, warm_up=max(2, min(30, plan["steps"] // 10)),
            decay=order.settings.decay, ema=0.97, checkpoint_every=plan["checkpoint_every"],
            report_every=max(1, min(5, plan["checkpoint_every"] // 2)), patience=order.settings.patience,
            seed=order.seed,
        ),
        order.run / "adapters", studio.report, validate=adaptation.validate, clock=clock,
        parts=int(plan.get("parts", 1)),
    )  # fmt: skip
    studio.trainer = trainer
    trainer.resume()
    left = (plan["steps"] - trainer.step) * plan["seconds_per_step"]
    emit({"event": "plan", "name": name, "base": checkpoint.digest, "step": trainer.step, "seconds_left": left,
          "parameters": adaptation.pair.trained, "rank": order.settings.rank, "memory_bytes": _memory_bytes(),
          "parts": trainer.parts,
          **{key: plan[key] for key in ("steps", "checkpoint_every", "seconds_per_step", "device")}})  # fmt: skip
    try:
        trainer.train(lambda: control.should_stop(trainer.step))
    except Cancelled:
        if not control.keep or control.stopped:
            raise
    return _finish(order, name, music, adaptation, trainer, studio, chosen, control)


def _check_places(order: Order) -> None:
    """That there is something to learn from (a run that has read its folder needs it no more), and that the run folder
    is new or holds a run.
    """
    if _read_plan(order.run) is not None:
        return
    if not order.folder.is_dir():
        raise InputError("There is no folder {folder}; name the one that holds your MIDI files.", folder=order.folder)
    ours = ("dataset", "plan.json", LOCK_NAME)
    if order.run.is_dir() and any(path.name not in ours and not is_unfinished(path) for path in order.run.iterdir()):
        raise InputError(
            "{run} is not empty and holds no run of this kind; give another folder with --out.", run=order.run
        )


def _check_run(order: Order, name: str, checkpoint: Checkpoint) -> None:
    """That the run folder is new or this run's own."""
    plan = _read_plan(order.run)
    if plan is None:
        return
    if plan["base"] != checkpoint.digest:
        raise InputError(
            "The run in {run} was begun on the model {base}, this one is {digest}; give another folder with --out.",
            run=order.run,
            base=plan["base"],
            digest=checkpoint.digest,
        )
    if plan["name"] != name:
        raise InputError(
            "The run in {run} learns '{name}'; give another folder with --out.", run=order.run, name=plan["name"]
        )
    roles = plan.get("roles", role_words(()))
    if roles != role_words(order.roles):
        raise InputError(
            "The run in {run} learns from {roles}, not from {wanted}; give another folder with --out.",
            run=order.run,
            roles=roles,
            wanted=role_words(order.roles),
        )


def _read_plan(run: Path) -> dict[str, Any] | None:
    try:
        plan: dict[str, Any] = json.loads((run / "plan.json").read_text(encoding="utf-8"))
        plan["name"], plan["base"], plan["steps"]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none yet, or cut off before the first checkpoint
    return plan


def _plan(order: Order, name: str, adaptation: Adaptation, clock: WorkClock, spent_s: float) -> dict[str, Any]:
    """How many steps, fixed at the beginning so that a resumed run is the same run. Reads or writes plan.json.

    A run that goes on on another device keeps its steps; how long they take there is measured anew.
    """
    plan, device = _read_plan(order.run), title(adaptation.device)
    if plan is not None and plan.setdefault("device", "CPU") == device:
        return plan
    seconds, parts = _seconds_per_step(adaptation, clock)
    if plan is not None:
        steps = plan["steps"]
    elif order.steps:
        steps = order.steps
    else:
        time_s = max(20.0, 60 * order.minutes * TRAINING_SHARE - spent_s)
        steps = int(min(MOST_STEPS, max(FEWEST_STEPS, time_s / seconds)))
    plan = {
        "name": name, "base": adaptation.checkpoint.digest, "folder": str(order.folder.absolute()), "steps": steps,
        "checkpoint_every": max(2, -(-steps // CHECKPOINTS)), "seconds_per_step": seconds, "seed": order.seed,
        "device": device, "parts": parts, "roles": role_words(order.roles), "settings": asdict(order.settings),
    }  # fmt: skip
    write_text(order.run / "plan.json", json.dumps(plan, ensure_ascii=False, indent=1))
    return plan


def _seconds_per_step(adaptation: Adaptation, clock: WorkClock) -> tuple[float, int]:
    """Seconds of a step, measured on two after one to warm up (nothing is learned from them), and in how many portions
    memory holds a batch.
    """
    times: list[float] = []
    parts, loss = 1, adaptation.loss
    while len(times) < 3:
        began = clock.now()
        losses = gradients(loss, 10**6 + len(times), 0, parts, share=1.0, device=adaptation.device, bf16=True)
        if losses is None:
            adaptation.pair.zero_grad(set_to_none=True)
            parts, times = more_parts(parts, loss.most), []
            emit(memory_event(0, parts, loss.most))
            continue
        float(losses["loss"])  # a GPU has only been told what to do until a result is asked for
        times.append(clock.now() - began)
    adaptation.pair.zero_grad(set_to_none=True)
    return max(1e-3, sum(times[1:]) / 2), parts


def _memory_bytes() -> int:
    """The most memory this process has held so far."""
    try:
        import resource
        import sys
    except ImportError:
        return 0  # Windows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)


def _data_event(folder: Path, music: FolderMusic) -> dict[str, Any]:
    beats = sum(len(piece.bars) for piece in (*music.train, *music.held_out))
    notes = sum(len(piece.notes) for piece in (*music.train, *music.held_out))
    return {
        "event": "data", "folder": str(folder.absolute()), "files": music.report["files_found"],
        "pieces": music.pieces, "train": len(music.train), "held_out": len(music.held_out), "split": music.split,
        "notes": notes, "beats": beats, "seconds": sum(music.report["seconds"].values()),
        "left_out": [{"file": row["file"], "reason": row["reason"]} for row in music.report["left_out_files"]],
    }  # fmt: skip


class _Studio:
    """Passes the trainer's reports on and lets the style be heard at every checkpoint, as generating would use it."""

    def __init__(
        self, order: Order, name: str, checkpoint: Checkpoint, adaptation: Adaptation, chosen: list[Prompt]
    ) -> None:
        self.order, self.name, self.adaptation = order, name, adaptation
        self.trainer: Trainer | None = None
        self.library = StyleLibrary(order.run / "live")
        self.prompt = prompt_clip(chosen[0][0], chosen[0][2]) if chosen else None
        self._engine: Engine | None = None
        self._base = checkpoint

    @property
    def engine(self) -> Engine:
        """An engine on the base whose personal styles are those of this run alone."""
        if self._engine is None:
            if self._base.graph("step").is_file():
                self._engine = Engine.load(self.order.base, "cpu", self.order.threads)
            else:  # a checkpoint that was published without graphs
                self._engine = Engine(self._base, TorchRuntime(self._base))
            self._engine.personal = PersonalPalette(self._engine.checkpoint, self._engine.runtime, self.library)
        return self._engine

    def report(self, item: dict[str, Any]) -> None:
        """Pass an event on; after a checkpoint, write a sample."""
        if item["event"] == "checkpoint":
            item = {**item, "file": str(Path(item["file"]).absolute())}
        emit(item)
        if item["event"] == "checkpoint" and self.trainer is not None and self.prompt is not None:
            self._sample(int(item["step"]))

    def _sample(self, step: int) -> None:
        from engine.music.midi_io import write_clip

        assert self.trainer is not None
        assert self.prompt is not None
        try:
            self.use(self.adaptation.style(self.name, self.trainer.average, {}))
            take = write(self.engine, self.prompt, self.name, seed=0)
        except Exception as error:
            if not out_of_memory(error):
                raise
            # The learning is worth more than the sample.
            emit({"event": "memory", "step": step, "parts": self.trainer.parts,
                  "message": f"Memory is short: there is no sample of step {step}."})  # fmt: skip
            return
        path = (self.order.run / "samples" / f"step-{step:06d}.mid").absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_clip(replace(self.prompt.followed_by(take.clip), name=f"{self.name}, step {step}"), path)
        emit({"event": "sample", "step": step, "file": str(path)})

    def use(self, style: PersonalStyle) -> None:
        """Make the engine write in this state of the style."""
        self.library.install(style)
        self.engine.personal.reload()


def _finish(
    order: Order,
    name: str,
    music: FolderMusic,
    adaptation: Adaptation,
    trainer: Trainer,
    studio: _Studio,
    chosen: list[Prompt],
    control: Control,
) -> PersonalStyle:
    """Measure the best state, write the style file and install it."""
    stopped = trainer.step < trainer.config.steps and not trainer.stopped_early
    best_step = max((int(item["step"]) for item in trainer.history if item["best"]), default=trainer.step)
    figures: dict[str, Any] = {}
    if order.measure and chosen:

        def measuring(done: float, stage: str) -> None:
            emit({"event": "measuring", "done": done, "stage": stage})
            control.check()

        studio.use(adaptation.style(name, trainer.best(), {}))
        figures = compare(
            studio.engine, name, adaptation.mean, chosen, music.train, order.run / "listen", measuring
        )  # fmt: skip
        for side, row in (("before", trainer.history[:1]), ("after", trainer.history)):
            for key in ("decoder", "denoiser"):
                figures[side][key] = min((item[key] for item in row), default=0.0)
        emit({"event": "figures", **figures})
    details = {
        "pieces": music.pieces,
        "notes": sum(len(piece.notes) for piece in (*music.train, *music.held_out)),
        "steps": trainer.step,
        "best_step": best_step,
        "parameters": adaptation.pair.trained,
        "settings": asdict(order.settings),
        **({"roles": role_words(order.roles)} if order.roles else {}),
        "figures": {side: figures[side] for side in ("before", "after", "real") if side in figures},
        "held_out": music.split,
    }
    style = adaptation.style(name, trainer.best(), details)
    file = save_style(style, order.run / f"{name}{SUFFIX}").absolute()
    installed = order.library.install(style)
    emit({"event": "done", "name": name, "file": str(file), "installed": str(installed.absolute()),
          "bytes": file.stat().st_size, "step": trainer.step, "best_step": best_step, "pieces": music.pieces,
          "stopped": stopped})  # fmt: skip
    return style
