"""The one-file check: a tiny model learns one MIDI file by heart and gives it back, note for note.

It runs the whole chain (reading, grid, factors, codec, decoder, denoiser, drawing) in a minute or two, so a pipeline
that passes it can be trusted with hours. Nothing is kept but the file that came back.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.errors import InputError, ResourceError
from engine.model import factors, schedule
from engine.model.checkpoint import Checkpoint
from engine.model.config import ModelConfig
from engine.model.denoising import beat_denoise
from engine.model.devices import torch_device
from engine.model.networks.codec import Codec
from engine.model.networks.decoder import Decoder
from engine.model.networks.denoiser import BeatDenoiser
from engine.model.networks.graphs import Networks
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray, Runtime
from engine.model.sampler import DrawSettings, write_notes
from engine.model.tokens import GridNotes, elements_from_grid, grid_from_elements, grid_from_notes, notes_from_grid
from engine.model.torch_runtime import TorchRuntime
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT
from training.devices import CPU
from training.loop import TrainConfig, Trainer
from training.objectives import Losses, beat_denoiser_loss, codec_loss, decoder_loss, measure_latents
from training.train_model import streams
from training.windows import Batch, chord_indices, token_matrix

WINDOW_BEATS = 32
TINY = ModelConfig(
    codec_hidden=64, decoder_width=128, decoder_layers=2, decoder_heads=4, denoiser_width=128, denoiser_layers=2,
    denoiser_heads=4, phrase_hidden=32, phrase_layers=1, phrase_heads=2, window_beats=WINDOW_BEATS, styles=("file",),
)  # fmt: skip
STEPS = {"codec": 150, "decoder": 350, "denoiser": 500}
ENOUGH = 0.95
"""Share of notes (onset and pitch, F1) that must come back."""
Told = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class OneFile:
    """What came back of `notes` notes.

    Attributes:
        decoded: F1 of (onset, pitch) with the file's own latents.
        sampled: the same with latents that the denoiser wrote from noise.
        exact: share of notes whose length, loudness and micro-timing are right too (in the model's bins).
        seconds: it took.
        back: what came back through the whole chain.
    """

    notes: int
    decoded: float
    sampled: float
    exact: float
    seconds: float
    back: GridNotes

    @property
    def passed(self) -> bool:
        """Whether the pipeline can be trusted."""
        return min(self.decoded, self.sampled) >= ENOUGH


def learn_one_file(
    path: Path, told: Told = lambda done, stage: None, seed: int = 0, device: torch.device = CPU
) -> OneFile:
    """Learn the first eight bars (32 beats) of a file and write them again, both on `device`.

    Raises:
        InputError: if the file cannot be read or has fewer than 16 notes there.
        ResourceError: if the device fails.
    """
    from engine.music.meter import on_grid
    from engine.music.midi_io import read_clip

    began = time.monotonic()
    clip = on_grid(read_clip(path))
    first = min((note.start for note in clip.notes), default=0) // 1920 * 1920
    moved = [note.moved(-first) for note in clip.notes if note.start >= first]
    grid = grid_from_notes(moved).window(0, WINDOW_BEATS)
    if len(grid) < 16:
        raise InputError(
            "{path} has {notes} notes in its first eight bars, the check needs 16; choose another file.",
            path=path,
            notes=len(grid),
        )
    # What is not on the model's bins cannot come back; it is compared with what can.
    wanted = grid_from_elements(elements_from_grid(grid, WINDOW_BEATS))
    batch = _batch(wanted)
    torch.manual_seed(seed)
    networks = Networks.build(TINY)
    for network in networks.named().values():
        network.to(device)
    with tempfile.TemporaryDirectory() as folder:
        _learn(
            "codec",
            networks.codec,
            lambda s, m: codec_loss(networks.codec, batch, streams(seed, s, m)[0]),
            folder,
            told,
        )
        measure_latents(networks.codec, [batch])
        networks.codec.requires_grad_(False)
        _learn("decoder", networks.decoder, _decoder_loss(networks.decoder, networks.codec, batch, seed), folder, told)
        _learn(
            "denoiser", networks.denoiser, _denoiser_loss(networks.denoiser, networks.codec, batch, seed), folder, told
        )
    weights = {
        f"{prefix}.{name}": value.detach().cpu().numpy()
        for prefix, network in networks.named().items()
        for name, value in network.state_dict().items()
    }
    runtime = TorchRuntime(Checkpoint(Path(), TINY, weights, {}, ""), device.type)
    told(0.95, "writing it again")
    latents = runtime.beat_latents(batch["features"][0])
    style = np.zeros(TINY.style_width, np.float32)
    decoded = _written(runtime, latents, style, batch)
    back = _written(runtime, _sampled(runtime, style, batch, seed), style, batch)
    told(1.0, "done")
    return OneFile(
        len(wanted), score(wanted, decoded), score(wanted, back), score(wanted, back, whole=True),
        time.monotonic() - began, back,
    )  # fmt: skip


def score(wanted: GridNotes, made: GridNotes, *, whole: bool = False) -> float:
    """F1 of the notes as (onset, pitch), or as all five attributes."""

    def rows(grid: GridNotes) -> set[tuple[int, ...]]:
        columns = [grid.onset, grid.pitch, *((grid.duration, grid.velocity, grid.micro) if whole else ())]
        return {tuple(int(x) for x in row) for row in zip(*columns, strict=True)}

    a, b = rows(wanted), rows(made)
    return 2 * len(a & b) / max(1, len(a) + len(b))


def _batch(notes: GridNotes) -> Batch:
    """The one window as a batch of one, as `WindowSource` makes them."""
    seen = factors.features(factors.beat_facts(notes, WINDOW_BEATS))
    elements = elements_from_grid(notes, WINDOW_BEATS)
    beat = np.arange(WINDOW_BEATS)
    return {
        "features": seen[None],
        "style_features": factors.style_features(seen)[None],
        "bars": np.stack([beat % 4, np.full(WINDOW_BEATS, 4)], axis=1)[None],
        "chords": chord_indices(np.full((WINDOW_BEATS, 3), -1, np.int8))[None],
        "control": factors.controls(notes, WINDOW_BEATS)[None],
        "keep": np.ones((1, WINDOW_BEATS), bool),
        "label": np.zeros(1, np.int64),
        "style": np.zeros((1, TINY.style_width), np.float32),
        "tokens": token_matrix(elements)[None],
        "beat": elements.beat[None],
        "has_next": np.ones((1, len(elements)), bool),
    }


def _decoder_loss(decoder: Decoder, codec: Codec, batch: Batch, seed: int) -> Callable[[int, int], Losses]:
    return lambda step, micro: decoder_loss(decoder, codec, batch, streams(seed, step, micro)[0], drop_latents=0.0)


def _denoiser_loss(denoiser: BeatDenoiser, codec: Codec, batch: Batch, seed: int) -> Callable[[int, int], Losses]:
    many = {name: np.repeat(values, 12, axis=0) for name, values in batch.items()}

    def loss(step: int, micro: int) -> Losses:
        noise, rng = streams(seed, step, micro)
        return beat_denoiser_loss(denoiser, codec, many, noise, rng)

    return loss


def _learn(stage: str, network: torch.nn.Module, loss: Callable[[int, int], Losses], folder: str, told: Told) -> None:
    place = list(STEPS).index(stage)
    network.requires_grad_(True).train()

    def report(item: dict[str, Any]) -> None:
        if item["event"] == "step":
            told((place + item["step"] / item["steps"]) / len(STEPS) * 0.95, f"learning, {stage}")

    steps = STEPS[stage]
    config = TrainConfig(
        steps=steps, rate=3e-3, warm_up=20, decay=0.0, ema=0.98, checkpoint_every=steps, report_every=25, bf16=False
    )
    trainer = Trainer(network, loss, config, Path(folder) / stage, report)
    trainer.train()
    trainer.use_average()
    network.eval()


def _written(runtime: Runtime, latents: FloatArray, style: FloatArray, batch: Batch) -> GridNotes:
    """The likeliest notes under beat latents."""
    nothing = GridNotes(*(np.zeros(0, np.int64) for _ in range(5)))
    settings = DrawSettings(temperature=0.05, top_k=1, lowest=0, highest=127, beat_limit=64)
    free, rng = np.ones((WINDOW_BEATS, STEPS_PER_BEAT), bool), np.random.default_rng(0)
    return write_notes(
        runtime, runtime.conditions(latents, style), batch["bars"][0], nothing, free, rng, settings,
        lambda beat: None,
    )  # fmt: skip


def _sampled(runtime: Runtime, style: FloatArray, batch: Batch, seed: int) -> FloatArray:
    """Beat latents from noise alone: nothing is given but the bars."""
    width = TINY.latent_width
    nothing = np.zeros((WINDOW_BEATS, width), np.float32)
    given = BeatConditions(
        nothing, np.zeros((WINDOW_BEATS, len(factors.FEATURE_SIZES)), np.float32),
        np.zeros((WINDOW_BEATS, TINY.phrase_width), np.float32), np.zeros(WINDOW_BEATS, np.float32),
        np.tile(NO_CHORD, (WINDOW_BEATS, 1)), batch["bars"][0], style,
    )  # fmt: skip
    noise = np.random.default_rng(seed).standard_normal(nothing.shape).astype(np.float32)
    return schedule.ddim(noise, beat_denoise(runtime, given), lambda _, x: x, steps=50)


def check_one_file(path: Path, out: Path | None = None, *, device: str = "auto", as_json: bool = False) -> int:
    """The command: learn, say what came back, write it to `out` if asked.

    Raises:
        InputError: as `learn_one_file`.
        ResourceError: likewise, if the device is not there, and if the file did not come back.
    """
    from engine.commands.progress import ProgressLine
    from engine.music.midi_io import write_clip

    place = torch_device(device)
    with ProgressLine("one-file check") as line:
        result = learn_one_file(path, line.update, device=place)
    if out is not None:
        length = WINDOW_BEATS * STEPS_PER_BEAT * 20
        notes = notes_from_grid(result.back)
        cut = tuple(n.placed(n.start, min(n.duration, length - n.start)) for n in notes if n.start < length)
        write_clip(Clip(cut, length=length, name=f"{path.stem}, learned by heart"), out)
    figures = {
        "file": str(path), "notes": result.notes, "decoded": round(result.decoded, 4),
        "sampled": round(result.sampled, 4), "exact": round(result.exact, 4), "seconds": round(result.seconds, 1),
        "passed": result.passed,
    }  # fmt: skip
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print(
            f"{result.notes} notes of {path.name}: {result.decoded:.1%} came back from their latents, "
            f"{result.sampled:.1%} from noise ({result.exact:.1%} exact) in {result.seconds:.0f} s"
        )
    if not result.passed:
        raise ResourceError(
            "Less than {enough:.0%} of the notes of {path} came back; do not train with this set-up.",
            enough=ENOUGH,
            path=path,
        )
    return 0
