"""How much of a player is in takes whose style was read off one file, with and without the file's manner?

    python tests/benchmarks/file_styles.py CLASSIFIER FOLDER:LABEL [FOLDER:LABEL ...]

CLASSIFIER is the `style_classifier.safetensors` that `tatumflow evaluate --only style` writes; it knows nothing of how
styles are read. Of each FOLDER the first files (`--files`) are read, each of them is the style of eight bars after
prompts of other music, at weight 1 and 15 steps. Printed for each folder: the classifier's probability of LABEL, the
distance of the takes from the file in the style space, their notes, and how far their pitch classes are from the
prompt's (nats).
"""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.commands.prompt import ClipSettings, read_prompt
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Sampling
from engine.generate.manner import MANNER_SIZE
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.clip import Clip
from training.adapt_figures import strange_prompts, style_of_notes
from training.classifier import StyleClassifier, style_probability
from training.evaluate import run_take
from training.metrics import divergence, pitch_class_counts

BARS = 8


def written(engine: Engine, prompt: Clip, style: tuple[float, ...], seed: int) -> GridNotes:
    """Eight bars after a prompt in a style."""
    job = ContinueJob(prompt, bars=BARS, seed=seed, style_vectors=((style, 1.0),), sampling=Sampling(steps=15))
    return grid_from_notes(run_take(engine, job, threading.Event()).notes)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("classifier", type=Path, metavar="CLASSIFIER")
    parser.add_argument("folders", nargs="+", metavar="FOLDER:LABEL")
    parser.add_argument("--files", type=int, default=4, help="of each folder (4)")
    parser.add_argument("--prompts", type=int, default=6, help="of other music (6)")
    arguments = parser.parse_args()
    classifier, engine = StyleClassifier.load(arguments.classifier), Engine.load()
    prompts = strange_prompts(engine, arguments.prompts)
    print(f"{'':<20} {'':<12} {'P(label)':>8} {'distance':>8} {'notes':>6} {'pitch classes':>13}")
    for word in arguments.folders:
        folder, _, label = word.rpartition(":")
        styles = [
            engine.read_style(read_prompt(file, ClipSettings()))
            for file in sorted(Path(folder).glob("*.mid"))[: arguments.files]
        ]
        width = engine.checkpoint.config.style_width
        for name, cut in (("place alone", width), ("with manner", width + MANNER_SIZE)):
            rows = []
            for style in styles:
                place = np.array(style[:width])
                for seed, prompt in enumerate(prompts):
                    made = written(engine, prompt, style[:cut], seed)
                    away = style_of_notes(engine.runtime, made, 4 * BARS) - place
                    given = pitch_class_counts(grid_from_notes(prompt.notes))
                    rows.append(
                        (
                            style_probability(classifier, made)[label], np.linalg.norm(away) / len(place) ** 0.5,
                            len(made), divergence(given, pitch_class_counts(made)),
                        )
                    )  # fmt: skip
            chance, distance, notes, classes = np.mean(rows, axis=0)
            print(f"{label:<20} {name:<12} {chance:>8.2f} {distance:>8.2f} {notes:>6.0f} {classes:>13.2f}", flush=True)


if __name__ == "__main__":
    main()
