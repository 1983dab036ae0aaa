"""Measure a checkpoint on held-out pieces: four bars of prompt, eight bars written, the true next eight beside them.

Beside the model stand *repeat* (the prompt twice more), *unigram* (notes drawn from the training set's frequencies,
told the prompt's density), a trained token baseline where one is given, and *real*: the piece's own next eight bars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import Cancelled, InputError
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Event, JobFinished, Sampling, TakeReady
from engine.model.tokens import GridNotes, grid_from_notes, notes_from_grid
from engine.music.clip import Clip
from training import metrics, metrics_table
from training.classifier import StyleClassifier
from training.discriminate import discriminate
from training.evaluate_windows import (
    PROMPT_BEATS,
    TRUTH_BEATS,
    HeldPiece,
    Window,
    held_pieces,
    joined,
    repeat,
    stretches,
    unigram,
    windows,
)
from training.metrics_features import Whitening, clip_features, feature_names, frechet_at

Progress = Callable[[float, str], None]
REFERENCE_WINDOWS = 512
"""Most real windows of the training part that features are put on the scale of."""
HIDDEN = 24


@dataclass(slots=True)
class Contest:
    """The windows and what each contender made of them."""

    windows: list[Window]
    made: dict[str, list[GridNotes]] = field(default_factory=dict)

    @property
    def truth(self) -> list[GridNotes]:
        """What really followed each prompt."""
        return [window.truth for window in self.windows]


def run_take(engine: Engine, job: Any, cancel: Flag | None = None) -> Clip:
    """The one take of a job. Raises Cancelled when `cancel` is set meanwhile."""
    takes: list[Clip] = []

    def emit(event: Event) -> None:
        if isinstance(event, TakeReady):
            takes.append(event.clip)
        elif isinstance(event, JobFinished) and event.cancelled:
            raise Cancelled

    engine.run(job, emit, cancel or Flag())
    return takes[0]


def prompt_clip(window: Window) -> Clip:
    """The window's prompt as the engine takes it."""
    return Clip(notes_from_grid(window.prompt), length=PROMPT_BEATS * 480)


def continuation(engine: Engine, window: Window, seed: int, steps: int, cancel: Flag | None = None) -> GridNotes:
    """The model's eight bars after the window's prompt."""
    job = ContinueJob(prompt_clip(window), bars=TRUTH_BEATS // 4, seed=seed, sampling=Sampling(steps=steps))
    return grid_from_notes(run_take(engine, job, cancel).notes)


def hold_contest(
    engine: Engine,
    chosen: list[Window],
    reference: list[GridNotes],
    *,
    steps: int,
    others: dict[str, Callable[[Window, int], GridNotes]] | None = None,
    progress: Progress = lambda done, stage: None,
    cancel: Flag | None = None,
) -> Contest:
    """Let the model and its opponents write every window; `others` are further opponents, called with window and
    seed."""
    rng = np.random.default_rng(11)
    pool = joined(reference)
    contest = Contest(chosen, {"model": [], **{name: [] for name in others or {}}, "repeat": [], "unigram": []})
    for index, window in enumerate(chosen):
        progress(index / len(chosen), f"window {index + 1} of {len(chosen)}")
        contest.made["model"].append(continuation(engine, window, index, steps, cancel))
        for name, write in (others or {}).items():
            contest.made[name].append(write(window, index))
        contest.made["repeat"].append(repeat(window))
        contest.made["unigram"].append(unigram(pool, TRUTH_BEATS, 2 * len(window.prompt), rng))
    contest.made["real"] = [window.following for window in chosen]
    return contest


def interval(values: Sequence[float]) -> dict[str, float]:
    """Mean of windows and its 95 % bootstrap interval, rounded for people."""
    mean, low, high = metrics.bootstrap(values)
    return {"mean": round(mean, 5), "low": round(low, 5), "high": round(high, 5)}


def clip_by_clip(contest: Contest) -> dict[str, Any]:
    """Every measure of each contender's window against what really followed."""
    out: dict[str, Any] = {}
    for name, metric in metrics_table.CLIP_METRICS.items():
        values = {
            who: [metric.measure(real, made) for real, made in zip(contest.truth, clips, strict=True)]
            for who, clips in contest.made.items()
        }
        row: dict[str, Any] = {"better": metric.better, "main": metric.main}
        row |= {who: interval(scores) for who, scores in values.items()}
        for who in values:
            if who not in ("model", "real"):
                row[f"beats_{who}"] = round(metrics.paired_win(values["model"], values[who], metric.better), 3)
        jazz = [index for index, window in enumerate(contest.windows) if window.corpus == "pijama"]
        if 0 < len(jazz) < len(contest.windows):
            row["solo_jazz_piano"] = {who: round(float(np.mean([v[k] for k in jazz])), 5) for who, v in values.items()}
        out[name] = row
    return out


def wins(clip: dict[str, Any], opponent: str) -> dict[str, int]:
    """Over the main measures: how many have the model's mean on the better side of `opponent`'s."""
    rows = [row for row in clip.values() if row["main"] and opponent in row]
    ahead = [
        (row["model"]["mean"] < row[opponent]["mean"]) == (row["better"] == "lower")
        for row in rows
        if row["model"]["mean"] != row[opponent]["mean"]
    ]
    return {"won": sum(ahead), "of": len(rows)}


def pooled(contest: Contest, rounds: int = 200) -> dict[str, dict[str, dict[str, float]]]:
    """The pooled measures of each contender, with intervals from resampled sets of windows."""
    out = {}
    for who, clips in contest.made.items():
        row = metrics_table.pooled(contest.truth, clips, rounds=rounds)
        out[who] = {name: {k: round(v, 5) for k, v in item.items()} for name, item in row.items()}
    itself = metrics_table.pooled(contest.truth, contest.truth, rounds=rounds)
    out["truth"] = {name: {k: round(v, 5) for k, v in itself[name].items()} for name in metrics_table.SINGLE}
    return out


def distribution_measures(contest: Contest, reference: list[GridNotes]) -> dict[str, Any]:
    """Frechet distance, discriminator and variety: measures of all windows of a contender together."""
    whitening = Whitening(np.stack([clip_features(clip, TRUTH_BEATS) for clip in reference]))
    real = np.stack([clip_features(clip, TRUTH_BEATS) for clip in contest.truth])
    size = max(2, len(real) * 3 // 4)
    out: dict[str, Any] = {"frechet": {"size": size}, "discriminator": {"hidden": HIDDEN}, "variety": {}}
    for who, clips in contest.made.items():
        made = np.stack([clip_features(clip, TRUTH_BEATS) for clip in clips])
        distances = frechet_at(whitening.projected(real), whitening.projected(made), size)
        out["frechet"][who] = interval(distances)
        if len(real) >= 8:
            areas = {
                name: discriminate(whitening.scaled(real), whitening.scaled(made), hidden=hidden)
                for name, hidden in (("linear", 0), ("hidden", HIDDEN))
            }
            stronger = max(areas, key=lambda name: float(np.mean(areas[name])))
            out["discriminator"][who] = {**interval(areas[stronger]), "kind": stronger}
            if who == "model":
                out["discriminator"]["tells"] = _telling(whitening.scaled(real), whitening.scaled(made))
    groups = {**contest.made, "truth": contest.truth}
    voicings, bars = metrics_table.variety_sizes(list(groups.values()))
    out["variety"]["size"] = {"voicings": voicings, "bars": bars}
    for who, clips in groups.items():
        values = metrics_table.variety(clips, voicings, bars)
        out["variety"][who] = {name: round(value, 2) for name, value in values.items()}
    return out


def _telling(real: npt.NDArray[np.float64], made: npt.NDArray[np.float64], most: int = 12) -> list[dict[str, Any]]:
    """The features in which made music differs most from real music, in deviations of real music."""
    shift = made.mean(axis=0) - real.mean(axis=0)
    names = feature_names()
    order = np.argsort(-np.abs(shift))[:most]
    return [{"feature": names[k], "shift": round(float(shift[k]), 3)} for k in order]


def evaluate(
    checkpoint: Path | None,
    dataset: Path,
    *,
    split: str = "valid",
    count: int = 256,
    steps: int = 50,
    corpus: str | None = None,
    against: Path | None = None,
    parts: Sequence[str] = ("continuation",),
    device: str = "auto",
    threads: int = 1,
    progress: Progress = lambda done, stage: None,
    cancel: Flag | None = None,
) -> tuple[dict[str, Any], Measured]:
    """Everything that is measured of a checkpoint, as JSON values, and the music and the classifier behind it.

    Raises:
        InputError: for a dataset without windows of the kind asked for, and a device that is not there.
        Cancelled: when `cancel` is set meanwhile.
    """
    engine = Engine.load(checkpoint, device, threads)
    flag = cancel or Flag()

    def advance(done: float, stage: str) -> None:
        if flag.is_set():
            raise Cancelled
        progress(done, stage)

    advance(0.0, "reading the data set")
    pieces = held_pieces(dataset, split)
    chosen = list(windows(pieces, count, corpus=corpus))
    if not chosen:
        if corpus is None:
            raise InputError(
                "{dataset} has no windows of twenty bars in 4/4 in its part '{split}'; prepare more music.",
                dataset=dataset,
                split=split,
            )
        raise InputError(
            "{dataset} has no windows of twenty bars in 4/4 in its part '{split}' for the corpus '{corpus}'; prepare "
            "more music.",
            dataset=dataset,
            split=split,
            corpus=corpus,
        )
    training = [p for p in held_pieces(dataset, "train") if corpus in (None, p.corpus)]
    reference = [notes for notes, _ in stretches(training, min(REFERENCE_WINDOWS, max(64, 4 * len(chosen))), seed=3)]
    out: dict[str, Any] = {
        "checkpoint": engine.checkpoint_hash, "windows": len(chosen), "split": split, "steps": steps,
        "corpora": {c: sum(w.corpus == c for w in chosen) for c in sorted({w.corpus for w in chosen})},
    }  # fmt: skip
    others: dict[str, Callable[[Window, int], GridNotes]] = {}
    if against is not None:
        from training.baseline.sample import BaselineWriter

        writer = BaselineWriter.load(against)
        others["baseline"] = lambda window, seed: writer.continuation(window.prompt, seed, flag)
        out["baseline"] = writer.facts()
    task = Measured(engine, dataset, pieces, training, reference, chosen, steps, split, flag, Contest(chosen), device)
    task.others = others
    base, scale = 0.0, sum(_SHARES[name] for name in parts)
    for name in parts:
        share = _SHARES[name] / scale

        def within(done: float, stage: str, base: float = base, share: float = share) -> None:
            advance(base + share * done, stage)

        out |= _PARTS[name](task, within)
        base += share
    advance(1.0, "done")
    return out, task


@dataclass(slots=True)
class Measured:
    """What the parts of an evaluation are given, and what they leave beside their figures."""

    engine: Engine
    dataset: Path
    pieces: list[HeldPiece]
    training: list[HeldPiece]
    reference: list[GridNotes]
    windows: list[Window]
    steps: int
    split: str
    cancel: Flag
    contest: Contest
    device: str
    others: dict[str, Callable[[Window, int], GridNotes]] = field(default_factory=dict)
    classifier: StyleClassifier | None = None


def _continuations(task: Measured, progress: Progress) -> dict[str, Any]:
    task.contest = contest = hold_contest(
        task.engine, task.windows, task.reference, steps=task.steps, others=task.others, progress=progress,
        cancel=task.cancel,
    )  # fmt: skip
    return measured_continuations(contest, task.reference, task.engine)


def measured_continuations(contest: Contest, reference: list[GridNotes], engine: Engine) -> dict[str, Any]:
    """All that is measured of a contest, as JSON values."""
    from engine.generate.originality import index_of
    from training.originality import lengths

    out: dict[str, Any] = {"clip": clip_by_clip(contest), "pooled": pooled(contest)}
    out |= distribution_measures(contest, reference)
    out["wins"] = {who: wins(out["clip"], who) for who in contest.made if who not in ("model", "real")}
    index = index_of(engine.checkpoint.folder)
    if index is not None:
        groups = {**contest.made, "truth": contest.truth}
        out["originality"] = {who: lengths(index, clips) for who, clips in groups.items()}
        out["originality"]["limit_notes"] = index.limit_notes
    return out


def _likelihood(task: Measured, progress: Progress) -> dict[str, Any]:
    from training.likelihood import measure_likelihood

    # "auto" is the CPU here as it is for the engine: the same figures on every machine.
    device = "cpu" if task.device == "auto" else task.device
    found = measure_likelihood(task.engine.checkpoint, task.dataset, task.split, len(task.windows), progress, device)
    return {"likelihood": found}


def _factors(task: Measured, progress: Progress) -> dict[str, Any]:
    from training.swap_test import measure_factors

    clips = [window.truth for window in task.windows[: max(2, len(task.windows) // 8)]]
    return {"factors": measure_factors(task.engine.runtime, clips, progress)}


def _style(task: Measured, progress: Progress) -> dict[str, Any]:
    from training.classifier_checks import measure_style

    found, task.classifier = measure_style(
        task.engine, task.training, task.pieces, task.windows, task.steps, progress, task.cancel
    )
    return {"style": found}


_PARTS: dict[str, Callable[[Measured, Progress], dict[str, Any]]] = {
    "continuation": _continuations, "likelihood": _likelihood, "factors": _factors, "style": _style,
}  # fmt: skip
_SHARES = {"continuation": 0.35, "likelihood": 0.05, "factors": 0.3, "style": 0.3}
