"""What the style classifier says of made music: target styles, mixtures of two, and transfers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from threading import Event as Flag
from typing import Any

import numpy as np

from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Sampling, TransferJob
from engine.model.tokens import grid_from_notes, notes_from_grid
from engine.music.clip import Clip
from training.classifier import (
    HELD_WINDOWS,
    StyleClassifier,
    labelled_features,
    recalls,
    style_probability,
    train_classifier,
    usable_labels,
)
from training.evaluate_windows import TRUTH_BEATS, HeldPiece, Window
from training.metrics_structure import self_similarity, similarity_correlation

Progress = Callable[[float, str], None]
MIX = (0.0, 0.25, 0.5, 0.75, 1.0)
SLACK = 0.02
"""A step back by less than this share of probability counts as none: a mean of a few takes is that uncertain."""
STRENGTHS = (0.5, 0.75, 0.95)


def take(engine: Engine, job: Any, cancel: Flag) -> Clip:
    """The one take of a job."""
    from training.evaluate import run_take

    return run_take(engine, job, cancel)


def target_styles(
    engine: Engine, classifier: StyleClassifier, takes: int, steps: int, progress: Progress, cancel: Flag
) -> dict[str, float]:
    """Share of the takes of each label, written from nothing in that style, that the classifier gives the label."""
    out = {}
    labels = [label for label in classifier.labels if label in engine.styles]
    for number, label in enumerate(labels):
        hits = 0
        for seed in range(takes):
            progress((number + seed / takes) / len(labels), f"writing in the style {label}")
            job = ContinueJob(
                Clip(), bars=TRUTH_BEATS // 4, seed=seed, styles=((label, 1.0),), sampling=Sampling(steps=steps)
            )
            found = style_probability(classifier, take(engine, job, cancel))
            hits += max(found, key=lambda name: found[name]) == label
        out[label] = hits / takes
    return out


def interpolation(
    engine: Engine, classifier: StyleClassifier, pairs: int, takes: int, steps: int, progress: Progress, cancel: Flag
) -> dict[str, Any]:
    """Five steps from style A to style B: the mean of P(B) / (P(A) + P(B)) over `takes` takes, for several pairs."""
    rng = np.random.default_rng(17)
    labels = [label for label in classifier.labels if label in engine.styles]
    rows, monotone = [], 0
    for number in range(pairs):
        a, b = (str(name) for name in rng.choice(labels, 2, replace=False))
        path = []
        for weight in MIX:
            progress((number + weight * 0.9) / pairs, f"from {a} to {b}")
            shares = []
            for seed in range(takes):
                styles = tuple((name, w) for name, w in ((a, 1 - weight), (b, weight)) if w > 0)
                job = ContinueJob(
                    Clip(), bars=TRUTH_BEATS // 4, seed=seed, styles=styles, sampling=Sampling(steps=steps)
                )
                found = style_probability(classifier, take(engine, job, cancel))
                shares.append(found[b] / max(1e-12, found[a] + found[b]))
            path.append(round(float(np.mean(shares)), 4))
        rises = all(later >= earlier - SLACK for earlier, later in pairwise(path))
        monotone += rises
        rows.append({"from": a, "to": b, "share": path, "monotone": rises})
    return {"pairs": rows, "monotone_share": monotone / max(1, pairs)}


def transfers(
    engine: Engine, classifier: StyleClassifier, windows: Sequence[Window], steps: int, progress: Progress, cancel: Flag
) -> list[dict[str, float]]:
    """For each strength: P(target style), and how well the self-similarity of the source's bars is kept."""
    rng = np.random.default_rng(19)
    labels = [label for label in classifier.labels if label in engine.styles]
    targets = [str(rng.choice([label for label in labels if label != window.style])) for window in windows]
    bars = TRUTH_BEATS // 4
    out = []
    for number, strength in enumerate(STRENGTHS):
        chances, kept, before = [], [], []
        for index, (window, target) in enumerate(zip(windows, targets, strict=True)):
            progress((number + index / len(windows)) / len(STRENGTHS), f"transfer at strength {strength:g}")
            source = Clip(notes_from_grid(window.truth), length=TRUTH_BEATS * 480)
            job = TransferJob(
                source,
                bars=bars,
                seed=index,
                styles=((target, 1.0),),
                strength=strength,
                sampling=Sampling(steps=steps),
            )
            made = grid_from_notes(take(engine, job, cancel).notes)
            chances.append(style_probability(classifier, made)[target])
            before.append(style_probability(classifier, window.truth)[target])
            kept.append(similarity_correlation(self_similarity(window.truth, bars), self_similarity(made, bars)))
        both = np.mean([p >= 0.8 and s >= 0.45 for p, s in zip(chances, kept, strict=True)])
        out.append(
            {
                "strength": strength,
                "target_probability": round(float(np.mean(chances)), 4),
                "source_probability": round(float(np.mean(before)), 4),
                "self_similarity_correlation": round(float(np.mean(kept)), 4),
                "both_reached": round(float(both), 4),
            }
        )
    return out


def measure_style(
    engine: Engine, training: Sequence[HeldPiece], held: Sequence[HeldPiece], windows: Sequence[Window], steps: int,
    progress: Progress, cancel: Flag,
) -> tuple[dict[str, Any], StyleClassifier | None]:  # fmt: skip
    """Everything the classifier says, as JSON values; empty where the data set has too few styles to train one."""
    labels = usable_labels(training, held)
    if len(labels) < 2:
        return {"skipped": "the data set has fewer than two styles with enough pieces"}, None

    def part(first: float, share: float) -> Progress:
        return lambda done, stage: progress(first + share * done, stage)

    classifier = train_classifier(training, labels, part(0.0, 0.2))
    features, names = labelled_features(held, labels, HELD_WINDOWS, 1, part(0.2, 0.05))
    real = recalls(classifier, features, names)
    size = len(windows)
    made = target_styles(engine, classifier, max(2, size // 24), steps, part(0.25, 0.3), cancel)
    mixed = interpolation(engine, classifier, max(2, size // 20), max(2, size // 64), steps, part(0.55, 0.25), cancel)
    moved = transfers(engine, classifier, windows[: max(4, size // 8)], steps, part(0.8, 0.2), cancel)
    accuracy = float(np.mean(list(real.values())))
    heard = float(np.mean([made[label] for label in made]))
    counts = np.bincount(names, minlength=len(labels))
    return {
        "labels": len(labels),
        "real_accuracy": round(accuracy, 4),
        "made_accuracy": round(heard, 4),
        "made_over_real": round(heard / accuracy, 4) if accuracy else 0.0,
        "monotone_share": round(float(mixed["monotone_share"]), 4),
        "by_label": {
            label: {"real": round(real[label], 3), "made": round(made[label], 3) if label in made else None,
                    "windows": int(counts[number])}
            for number, label in enumerate(labels)
        },
        "interpolation": mixed["pairs"],
        "transfer": moved,
    }, classifier  # fmt: skip
