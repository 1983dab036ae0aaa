"""Figures of a personal style before and after: what the base writes after held-out prompts, and what it writes in it.

Pure measuring; nothing here is learned from the held-out music. Style is measured in the base's own style space.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Event, Sampling, TakeReady
from engine.generate.style_reading import style_log_odds
from engine.model import factors
from engine.model.checkpoint import Checkpoint
from engine.model.config import PHRASE_BEATS
from engine.model.personal import FloatArray
from engine.model.runtime import Runtime
from engine.model.tokens import GridNotes, grid_from_notes, notes_from_grid
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import TICKS_PER_QUARTER
from training import metrics
from training.metrics_texture import distinct, voicings
from training.windows import LoadedPiece

WRITTEN_BEATS = 32
STEPS = 15

Prompt = tuple[GridNotes, GridNotes, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """One take after one prompt."""

    notes: GridNotes
    clip: Clip
    style: FloatArray


def prompt_clip(notes: GridNotes, bar: int, tempo_bpm: float = 120.0) -> Clip:
    """A prompt's grid notes as a clip of whole bars of `bar` quarters."""
    last = int(notes.onset.max()) // 24 if len(notes) else 0
    length = -(-(last + 1) // bar) * bar * TICKS_PER_QUARTER
    cut = tuple(
        n.placed(n.start, min(n.duration, length - n.start)) for n in notes_from_grid(notes) if n.start < length
    )
    return Clip(cut, MeterMap.constant(bar, 4), TempoMap.constant(tempo_bpm), length=length)


def write(engine: Engine, prompt: Clip, style: str | None, seed: int, beats: int = WRITTEN_BEATS) -> Measured:
    """One take of about `beats` quarters after `prompt`, in a style or in the prompt's own, measured."""
    heard: list[Event] = []
    bars = max(1, beats * TICKS_PER_QUARTER // prompt.meter.at(max(0, prompt.length - 1)).bar_ticks)
    job = ContinueJob(
        prompt=prompt, bars=bars, seed=seed, styles=((style, 1.0),) if style else (), sampling=Sampling(steps=STEPS)
    )
    engine.run(job, heard.append, threading.Event())
    (take,) = (event for event in heard if isinstance(event, TakeReady))
    notes = grid_from_notes(take.clip.notes)
    return Measured(notes, take.clip, style_of_notes(engine.runtime, notes, take.clip.length // TICKS_PER_QUARTER))


def strange_prompts(engine: Engine, count: int) -> list[Clip]:
    """Four bars of other music: written from nothing in styles from all over the palette.

    The folder's own held-out music begins in its style already; how far a style pulls shows on prompts that do not.
    """
    palette = engine.checkpoint.config.styles
    chosen = [palette[k * len(palette) // count] for k in range(count)]
    return [write(engine, Clip(), name, k, PHRASE_BEATS).clip for k, name in enumerate(chosen)]


def style_of_notes(runtime: Runtime, notes: GridNotes, beats: int) -> FloatArray:
    """Where notes lie in the base's style space, [S]."""
    seen = factors.features(factors.beat_facts(notes, max(1, beats)))
    return runtime.style_latent(factors.style_features(seen))


def style_probability(checkpoint: Checkpoint, mean: FloatArray, style: FloatArray) -> float:
    """Chance that music at `style` is the folder's rather than the palette's; see `style_log_odds`."""
    odds = float(style_log_odds(style[None], mean, checkpoint.weights["codec.style_means"])[0])
    return float(1 / (1 + np.exp(np.clip(-odds, -60, 60))))


class CopyIndex:
    """The folder's melodic runs (interval and distance of successive top notes), to find what a take copied."""

    def __init__(self, pieces: list[LoadedPiece]) -> None:
        self._runs = [top_line(piece.notes) for piece in pieces]
        self._grams: dict[int, set[tuple[tuple[int, int], ...]]] = {}

    def longest(self, notes: GridNotes) -> int:
        """Notes of the longest run of the take that stands in the folder, in any key."""
        line = top_line(notes)
        best = 0
        start = 0
        while start + best < len(line):
            size = best + 1
            while start + size <= len(line) and line[start : start + size] in self._of_size(size):
                best, size = size, size + 1
            start += 1
        return best + 1 if best else 0

    def _of_size(self, size: int) -> set[tuple[tuple[int, int], ...]]:
        if size not in self._grams:
            self._grams[size] = {run[i : i + size] for run in self._runs for i in range(len(run) - size + 1)}
        return self._grams[size]


def top_line(notes: GridNotes) -> tuple[tuple[int, int], ...]:
    """Interval and distance in grid steps between successive top notes."""
    if len(notes) < 2:
        return ()
    top = np.append(np.diff(notes.onset) > 0, True)
    onset, pitch = notes.onset[top].astype(np.int64), notes.pitch[top].astype(np.int64)
    return tuple((int(a), int(b)) for a, b in zip(np.diff(pitch), np.diff(onset), strict=True))


def summary(
    checkpoint: Checkpoint,
    mean: FloatArray,
    takes: list[Measured],
    prompts: list[Prompt],
    copies: CopyIndex,
    chords: int,
) -> dict[str, float]:
    """The figures of one side, before or after."""
    notes = [take.notes for take in takes]
    truths = [truth for _, truth, _ in prompts]
    paired = [(t, n) for t, n in zip(truths, notes, strict=True) if len(t) >= 8]
    distance = [float(np.linalg.norm(take.style - mean) / len(mean) ** 0.5) for take in takes]
    return {
        "style_probability_own": float(np.mean([style_probability(checkpoint, mean, take.style) for take in takes])),
        "style_distance": float(np.mean(distance)),
        "voicings": float(len({shape for clip in notes for shape in voicings(clip)})),
        "voicings_expected": distinct([shape for clip in notes for shape in voicings(clip)], chords),
        "notes": float(np.mean([len(clip) for clip in notes])),
        "pitch_class_kl": _mean(
            [metrics.divergence(metrics.pitch_class_counts(t), metrics.pitch_class_counts(n)) for t, n in paired]
        ),
        "pctm_cosine": _mean(
            [metrics.cosine(metrics.pitch_class_transitions(t), metrics.pitch_class_transitions(n)) for t, n in paired]
        ),
        "longest_copy_notes": float(max((copies.longest(clip) for clip in notes), default=0)),
    }


def compare(
    engine: Engine,
    style: str,
    mean: FloatArray,
    prompts: list[Prompt],
    learned: list[LoadedPiece],
    folder: Path,
    progress: Callable[[float, str], None],
) -> dict[str, Any]:
    """Write after every prompt without and with the style and measure both; the takes are kept in `folder`.

    Returns `before`, `after`, `real`, `windows` and `files` as the line protocol has them.
    """
    from engine.music.midi_io import write_clip

    folder.mkdir(parents=True, exist_ok=True)
    before: list[Measured] = []
    after: list[Measured] = []
    files = []
    strange = strange_prompts(engine, max(2, len(prompts) // 2))
    pulled: dict[str, list[float]] = {"before": [], "after": []}
    for index, prompt in enumerate(strange):
        progress(0.4 * index / len(strange), f"other music {index + 1} of {len(strange)}")
        for side, name in (("before", None), ("after", style)):
            take = write(engine, prompt, name, index)
            pulled[side].append(style_probability(engine.checkpoint, mean, take.style))
    for index, (given, _, bar) in enumerate(prompts):
        progress(0.4 + 0.6 * index / len(prompts), f"prompt {index + 1} of {len(prompts)}")
        prompt = prompt_clip(given, bar)
        before.append(write(engine, prompt, None, index))
        after.append(write(engine, prompt, style, index))
        names = {}
        for kind, clip in (("prompt", prompt), ("before", before[-1].clip), ("after", after[-1].clip)):
            path = (folder / f"{index + 1:02d}-{kind}.mid").absolute()
            write_clip(replace(clip, name=path.stem), path)
            names[kind] = str(path)
        files.append(names)
    copies = CopyIndex(learned)
    real = [shape for _, truth, _ in prompts for shape in voicings(truth)]
    chords = min(len(real), *(sum(len(voicings(take.notes)) for take in takes) for takes in (before, after)))
    progress(1.0, "figures")
    sides = {"before": before, "after": after}
    rows = {
        side: {"style_probability": _mean(pulled[side])}
        | summary(engine.checkpoint, mean, takes, prompts, copies, chords)
        for side, takes in sides.items()
    }
    # What a good number of voicings is, only the music itself can tell: a ragtime pianist needs few.
    rows["real"] = {"voicings": float(len(set(real))), "voicings_expected": distinct(real, chords) if real else 0.0}
    return {
        **rows,
        "windows": len(prompts),
        "files": files,
    }


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0
