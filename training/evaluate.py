"""Measure a checkpoint on held-out pieces: four bars of prompt, eight bars written, the true next eight beside them.

Two simple opponents run on the same windows: *unigram* draws every attribute from the training set's own frequencies,
*repeat* plays the prompt's four bars twice more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.generate.continue_ import CHUNK_BEATS, CONTEXT_BEATS, continue_clip
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Sampling
from engine.model.tokens import GridNotes, grid_from_notes, notes_from_grid
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT
from training import metrics
from training.windows import LoadedPiece, load_split, widened

WINDOW_BEATS = CONTEXT_BEATS + CHUNK_BEATS
LEAST_NOTES = 16


@dataclass(frozen=True, slots=True)
class Window:
    """A prompt and what really came next."""

    prompt: GridNotes
    truth: GridNotes
    corpus: str


def windows(pieces: list[LoadedPiece], count: int, seed: int = 0, corpus: str | None = None) -> Iterator[Window]:
    """`count` windows in 4/4 from different places, each piece in turn; fewer where the pieces have fewer."""
    rng = np.random.default_rng(seed)
    chosen = [p for p in pieces if corpus in (None, p.corpus)]
    order, made = rng.permutation(len(chosen)), 0
    for index in order:
        piece = chosen[index]
        if len(piece.bars) < WINDOW_BEATS:
            continue
        four = (piece.bars[:, 1] == 4).astype(np.int64)
        whole = np.convolve(four, np.ones(WINDOW_BEATS, np.int64), "valid") == WINDOW_BEATS
        places = np.flatnonzero(whole & (piece.bars[: len(whole), 0] == 0))
        if not len(places):
            continue
        first = int(rng.choice(places))
        prompt = widened(piece.notes.window(first, CONTEXT_BEATS))
        truth = widened(piece.notes.window(first + CONTEXT_BEATS, CHUNK_BEATS))
        if min(len(prompt), len(truth)) < LEAST_NOTES:
            continue
        yield Window(prompt, truth, piece.corpus)
        made += 1
        if made == count:
            return


def repeat(window: Window) -> GridNotes:
    """The prompt's four bars, twice more."""
    p, shift = window.prompt, CONTEXT_BEATS * STEPS_PER_BEAT
    return GridNotes(
        np.concatenate([p.onset, p.onset + shift]), *(np.tile(getattr(p, name), 2) for name in GridNotes.__slots__[1:])
    )


def unigram(pool: GridNotes, beats: int, notes: int, rng: np.random.Generator) -> GridNotes:
    """`notes` notes whose place in the bar, pitch, length and velocity are drawn independently from `pool`."""
    bar = 4 * STEPS_PER_BEAT
    place = rng.integers(0, beats // 4, notes) * bar + rng.choice(pool.onset, notes) % bar
    pitch = rng.choice(pool.pitch, notes)
    order = np.lexsort((pitch, place))
    rest = [rng.choice(getattr(pool, name), notes)[order] for name in ("duration", "velocity")]
    return GridNotes(place[order], rng.choice(pool.micro, notes)[order], pitch[order], *rest)


def pool_of(pieces: list[LoadedPiece], rng: np.random.Generator, size: int = 400) -> GridNotes:
    """Notes of windows of many pieces end to end, for the unigram: its onsets are only read modulo the bar."""
    parts = []
    for index in rng.integers(0, len(pieces), size):
        piece = pieces[index]
        bar_lines = np.flatnonzero((piece.bars[:, 0] == 0) & (piece.bars[:, 1] == 4))
        if len(bar_lines):
            parts.append(widened(piece.notes.window(int(rng.choice(bar_lines)), 16)))
    return GridNotes(*(np.concatenate([getattr(p, name) for p in parts]) for name in GridNotes.__slots__))


def continuation(engine: Engine, window: Window, seed: int, steps: int) -> GridNotes:
    """The model's eight bars after the window's prompt."""
    prompt = Clip(notes_from_grid(window.prompt), length=CONTEXT_BEATS * 480)
    job = ContinueJob(prompt, bars=8, seed=seed, sampling=Sampling(steps=steps))
    return grid_from_notes(continue_clip(engine.runtime, engine.checkpoint, job, 0, lambda *_: None).notes)


def evaluate(
    checkpoint: Path | None,
    dataset: Path,
    *,
    split: str = "valid",
    count: int = 256,
    steps: int = 50,
    corpus: str | None = None,
    progress: Callable[[float, str], None] = lambda done, stage: None,
) -> dict[str, Any]:
    """All metrics of the model, of the two opponents and of real music against itself, with bootstrap intervals.

    "real" compares each piece's following eight bars with the next window's prompt-free truth of the same piece: its
    own four bars of prompt against the eight that follow, which is how alike neighbouring real bars are.
    """
    rng = np.random.default_rng(11)
    engine = Engine.load(checkpoint)
    pool = pool_of(load_split(dataset, "train", limit=1500), rng)
    chosen = list(windows(load_split(dataset, split), count, corpus=corpus))
    made: dict[str, list[GridNotes]] = {"model": [], "repeat": [], "unigram": []}
    for index, window in enumerate(chosen):
        progress(index / len(chosen), f"window {index + 1} of {len(chosen)}")
        made["model"].append(continuation(engine, window, index, steps))
        made["repeat"].append(repeat(window))
        # The unigram is told the prompt's density, which is more than its name says.
        made["unigram"].append(unigram(pool, CHUNK_BEATS, 2 * len(window.prompt), rng))
    out: dict[str, Any] = {
        "checkpoint": engine.checkpoint_hash, "windows": len(chosen), "split": split, "steps": steps,
        "corpora": {c: sum(w.corpus == c for w in chosen) for c in sorted({w.corpus for w in chosen})}, "clip": {},
        "pooled": {},
    }  # fmt: skip
    for name, (better, measure) in metrics.CLIP_METRICS.items():
        values = {who: [measure(w.truth, m) for w, m in zip(chosen, clips, strict=True)] for who, clips in made.items()}
        row: dict[str, Any] = {"better": better}
        for who, scores in values.items():
            mean, low, high = metrics.bootstrap(scores)
            row[who] = {"mean": round(mean, 4), "low": round(low, 4), "high": round(high, 4)}
        for opponent in ("repeat", "unigram"):
            row[f"beats_{opponent}"] = round(metrics.paired_win(values["model"], values[opponent], better), 3)
        out["clip"][name] = row
    for who, clips in made.items():
        real = sum((metrics.pitch_class_counts(w.truth) for w in chosen), np.zeros(12))
        real_onsets = sum((metrics.onset_counts_in_beat(w.truth) for w in chosen), np.zeros(24))
        out["pooled"][who] = {
            "pitch_class_kl": round(
                metrics.divergence(real, sum((metrics.pitch_class_counts(c) for c in clips), np.zeros(12))), 5
            ),
            "beat_onset_kl": round(
                metrics.divergence(real_onsets, sum((metrics.onset_counts_in_beat(c) for c in clips), np.zeros(24))), 5
            ),
            "notes": sum(len(c) for c in clips),
        }
    out["pooled"]["real"] = {"notes": sum(len(w.truth) for w in chosen)}
    return out
