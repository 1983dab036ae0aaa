"""The child process of test_devices.py: trains in every way there is, on the CPU or on the pretended GPU.

    python -m tests.training.pretend_training OUT cpu|gpu|leak [UNTIL]

OUT is a folder; runs that are in it are gone on with, and stopped after step UNTIL. All is computed in float32 and
without fused attention, so that the GPU's numbers are the CPU's; on the GPU one more run is in bfloat16. `leak` is the
GPU with an array left on the CPU. Prints, as JSON, for how many results the host waited in each training's steps, and
figures of what leaves no file.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from typing import Any

import numpy as np
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

from engine.errors import Cancelled
from engine.generate.engine import MODES, Engine
from engine.generate.jobs import (
    ContinueJob,
    Event,
    ImproviseJob,
    InfillJob,
    PatternJob,
    ReharmonizeJob,
    Sampling,
    SoloJob,
    SongJob,
    TakeReady,
    TransferJob,
)
from engine.model.checkpoint import load_checkpoint
from engine.model.config import preset
from engine.model.personal import StyleLibrary
from engine.model.torch_runtime import TorchRuntime
from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan
from engine.music.midi_io import read_clip
from engine.music.roles import infer_roles
from tests.training.pretend_gpu import GPU, PretendGpu, waits
from tests.training.tiny_base import quarters, tiny_base, tunes
from training import devices, objectives, one_file
from training.accelerate import Processes
from training.adapt import Order, learn_style
from training.adapt_control import Control
from training.baseline.train import train_baseline
from training.corruption import Corruptions, blur
from training.likelihood import measure_likelihood
from training.loop import TrainConfig, Trainer
from training.meter_augment import make_example
from training.meter_model import MeterModel
from training.objectives import Losses
from training.portions import gradients
from training.prepare import prepare
from training.shard_stream import open_windows
from training.train_meter import batch_of, portioned_loss
from training.train_model import STAGES, train_stage

STEPS, STYLE_STEPS = 4, 2
CONFIG = TrainConfig(STEPS, accumulate=2, warm_up=1, checkpoint_every=STEPS, report_every=STEPS, seed=3)


class StopsAfter(Control):
    """Hears `stop` after a step."""

    def __init__(self, step: int) -> None:
        super().__init__(io.StringIO())
        self.last = step

    def should_stop(self, step: int) -> bool:
        """Whether it was the last step."""
        return self.last <= step < STYLE_STEPS


def scratch(out: Path, stage: str, device: torch.device, until: int, run: str = "run") -> None:
    """One stage of a model, with damaged latents."""
    source = open_windows(out / "dataset", "train", seed=3)
    config = preset("tiny", tuple(sorted(source.styles)))
    corruptions = Corruptions()
    corruptions.add(blur())
    seen = [0]

    def stop() -> bool:
        seen[0] += 1
        return seen[0] == until < STEPS

    train_stage(
        stage, config, source.windows(config.styles, config.window_beats), out / run, CONFIG, batch_size=4,
        report=lambda item: None, should_stop=stop, corruptions=corruptions if stage == "denoiser" else None,
        processes=Processes(device=device),
    )  # fmt: skip


def style(out: Path, device: torch.device, until: int) -> None:
    """A personal style."""
    order = Order(
        out / "folder", "Mine", out / "style", out / "base", steps=STYLE_STEPS, measure=0, device=device.type,
        library=StyleLibrary(out / "styles"),
    )  # fmt: skip
    learn_style(order, StopsAfter(until))


def baseline(out: Path, device: torch.device) -> None:
    """The token model."""
    sizes = {"width": 32, "layers": 2, "heads": 2}
    train_baseline(
        out / "dataset", out / "baseline", CONFIG, sizes, batch_size=2, report=lambda item: None, vocabulary=400,
        held_windows=2, device=device,
    )  # fmt: skip


def meter(device: torch.device) -> float:
    """The norm of the beat tracker's gradient in one step."""
    piece = quarters()
    torch.manual_seed(1)
    model = MeterModel(layers=2).to(device)
    pairs = model.entry.out_features // model.blocks[0].heads // 2
    batch = batch_of([make_example(piece, np.random.default_rng(k), plain=True) for k in range(2)], pairs)
    gradients(portioned_loss(model, batch, device), 0, 0, 2, share=1.0, device=device, bf16=True)
    return float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0))


def by_heart(out: Path, device: torch.device) -> list[float]:
    """A file learned in a few steps and written again: shares of its notes that came back."""
    one_file.STEPS, one_file.WINDOW_BEATS = dict.fromkeys(one_file.STEPS, 3), 16
    found = one_file.learn_one_file(out / "folder" / "tune 0.mid", device=device)
    return [found.decoded, found.sampled, float(found.back.pitch.sum())]


def takes(out: Path, device: torch.device) -> list[tuple[int, int, int, int]]:
    """What an engine on the device writes in every mode."""
    base = load_checkpoint(out / "base")
    engine = Engine(base, TorchRuntime(base, device.type))
    chords = tuple(ChordSpan(1920 * bar, 1920 * (bar + 1), parse_chord(name)) for bar, name in enumerate(("Dm7", "G7")))
    prompt = infer_roles(read_clip(out / "folder" / "tune 0.mid").slice_bars(0, 1)).with_chords(chords)
    sampling = Sampling(steps=2)
    jobs = (
        ContinueJob(prompt, bars=1, seed=5, styles=(("Swing", 0.7),), sampling=sampling),
        InfillJob(prompt, seed=6, redo_bars=((2, 2),), sampling=sampling),
        ImproviseJob(prompt, seed=7, creativity=0.5, locks=("rhythm",), sampling=sampling),
        TransferJob(prompt, seed=8, strength=0.8, styles=(("Stride", 1.0),), sampling=sampling),
        ReharmonizeJob(prompt, seed=9, chords=chords, sampling=sampling),
        SoloJob(seed=10, chords=chords, role="lead", sampling=sampling),
        PatternJob(seed=11, bars=1, sampling=sampling),
        SongJob(seed=12, form="AB", section_bars=1, sampling=sampling),
    )
    assert {type(job) for job in jobs} == MODES.keys()
    heard: list[Event] = []
    for job in jobs:
        engine.run(job, heard.append, Flag())
    clips = [event.clip for event in heard if isinstance(event, TakeReady)]
    return [(note.start, note.duration, note.pitch, note.velocity) for clip in clips for note in clip.notes]


def main() -> None:
    """Everything in turn."""
    out, where, until = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if sys.argv[3:] else STEPS
    device = torch.device("cpu") if where == "cpu" else GPU
    torch.set_num_threads(1)
    if not (out / "folder").is_dir():
        prepare(tunes(out / "folder", 8), out / "dataset")
        tiny_base(out / "base")
    devices.supports_bf16 = lambda device: False
    if where == "leak":
        objectives.placed = lambda values, device: torch.as_tensor(values)
    told: dict[str, Any] = {}
    waited: list[int] = []
    one_step = Trainer._one_step

    def watched_step(trainer: Trainer) -> Losses:
        before = waits.total()
        losses = one_step(trainer)
        waited.append(waits.total() - before)
        return losses

    Trainer._one_step = watched_step  # type: ignore[method-assign]

    def count(name: str, work: Callable[[], Any]) -> None:
        waited.clear()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Cancelled):
            told[name] = work()
        told[f"{name} waits"] = max(waited, default=0)

    pretending = PretendGpu() if device == GPU else contextlib.nullcontext()
    with pretending, torch.autograd.set_multithreading_enabled(False), sdpa_kernel(SDPBackend.MATH):
        for stage in STAGES:
            count(stage, lambda stage=stage: scratch(out, stage, device, STEPS if stage == "codec" else until))
        count("style", lambda: style(out, device, until))
        count("baseline", lambda: baseline(out, device))
        count("meter", lambda: meter(device))
        count("by heart", lambda: by_heart(out, device))
        count("takes", lambda: takes(out, device))
        base = load_checkpoint(out / "base")
        count("likelihood", lambda: measure_likelihood(base, out / "dataset", "train", 2, device=device.type))
        if where == "gpu":
            devices.supports_bf16 = lambda device: True
            shutil.copytree(out / "run" / "codec", out / "lowered" / "codec")
            for stage in ("decoder", "denoiser"):
                count(f"lowered {stage}", lambda stage=stage: scratch(out, stage, device, STEPS, "lowered"))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
