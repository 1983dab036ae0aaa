"""Is music that is moved to a style, or has bars written anew in one, heard as of it, and can two hands play it?

    python tests/benchmarks/restyled.py DATASET CLASSIFIER [--windows 64] [--takes 2] [--steps 15]

CLASSIFIER is the `style_classifier.safetensors` that `tatumflow evaluate --only style` writes. Of held-out pieces
windows of eight bars are transferred at strength 0.95, and written anew between the bars around them, each in a style
of the classifier that is not the piece's. Printed for both: the probability of that style, the notes a beat, the share
of chords (three notes and more that begin together) that are too wide for two hands, and how many windows have some.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections import defaultdict
from itertools import islice
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.generate.constraints import TwoHands
from engine.generate.engine import Engine
from engine.generate.jobs import InfillJob, ModeJob, Sampling, TransferJob
from engine.generate.window import joined_grid, shifted_grid
from engine.model.tokens import GridNotes, grid_from_notes, notes_from_grid
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER
from training.classifier import StyleClassifier, style_probability
from training.evaluate import run_take
from training.evaluate_windows import PROMPT_BEATS, TRUTH_BEATS, Window, held_pieces, windows

NEW_BARS = (PROMPT_BEATS // 4 + 1, (PROMPT_BEATS + TRUTH_BEATS) // 4)


def jobs(window: Window, style: str, seed: int, steps: int) -> dict[str, tuple[ModeJob, int]]:
    """The jobs, and the beat from which on their takes are asked about."""
    asked = {"seed": seed, "styles": ((style, 1.0),), "sampling": Sampling(steps=steps)}
    alone = Clip(notes_from_grid(window.truth), length=TRUTH_BEATS * TICKS_PER_QUARTER)
    parts = (window.prompt, shifted_grid(window.truth, PROMPT_BEATS),
             shifted_grid(window.following, PROMPT_BEATS + TRUTH_BEATS))  # fmt: skip
    beats = PROMPT_BEATS + 2 * TRUTH_BEATS
    among = Clip(notes_from_grid(joined_grid(*parts)), length=beats * TICKS_PER_QUARTER)
    return {
        "transferred": (TransferJob(alone, strength=0.95, **asked), 0),  # type: ignore[arg-type]
        "bars written anew": (InfillJob(among, redo_bars=(NEW_BARS,), **asked), PROMPT_BEATS),  # type: ignore[arg-type]
    }


def chords_too_wide(notes: GridNotes) -> tuple[int, int]:
    """How many chords two hands cannot reach, and how many there are."""
    sizes = [np.flatnonzero(notes.onset == onset) for onset in np.unique(notes.onset)]
    chords = [where for where in sizes if len(where) > 2]
    alone = [GridNotes(*(getattr(notes, name)[where] for name in GridNotes.__slots__)) for where in chords]
    return sum(not TwoHands.suit(chord) for chord in alone), len(chords)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    parser.add_argument("classifier", type=Path, metavar="CLASSIFIER")
    parser.add_argument("--windows", type=int, default=64, help="held-out windows (64)")
    parser.add_argument("--takes", type=int, default=2, help="of each window (2)")
    parser.add_argument("--steps", type=int, default=15, help="of denoising (15)")
    arguments = parser.parse_args()
    classifier, engine = StyleClassifier.load(arguments.classifier), Engine.load()
    rng, labels = np.random.default_rng(0), [name for name in classifier.labels if name in engine.styles]
    found: dict[str, list[tuple[float, int, int, int]]] = defaultdict(list)
    for window in islice(windows(held_pieces(arguments.dataset, "valid"), arguments.windows), arguments.windows):
        style = str(rng.choice([name for name in labels if name != window.style]))
        found["as they were"].append((np.nan, len(window.truth), *chords_too_wide(window.truth)))
        for take in range(arguments.takes):
            for name, (job, first) in jobs(window, style, take, arguments.steps).items():
                made = grid_from_notes(run_take(engine, job, threading.Event()).notes).window(first, TRUTH_BEATS)
                chance = style_probability(classifier, made)[style]
                found[name].append((chance, len(made), *chords_too_wide(made)))
    print(f"{'':<18} {'P(style)':>8} {'notes a beat':>12} {'too wide':>8} {'in windows':>10}")
    for name, rows in found.items():
        chance, notes, wide, chords = np.array(rows).T
        print(
            f"{name:<18} {chance.mean():8.3f} {notes.mean() / TRUTH_BEATS:12.2f} "
            f"{wide.sum() / max(1, chords.sum()):8.4f} {(wide > 0).mean():10.3f}"
        )


if __name__ == "__main__":
    main()
