"""A style classifier that is independent of the model: musical features of eight real bars in, a palette name out.

It tells how well a style can be heard at all, and is asked about made music: does eight bars asked for in a style sound
like it, does mixing two styles move from one to the other, does a transfer arrive and keep the structure. `python -m
training.classifier DATASET --out FILE` trains and saves one; `style_probability` asks it about a clip.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.commands.options import CommandParser
from engine.commands.progress import ProgressLine
from engine.errors import InputError, ResourceError, TatumFlowError
from engine.files import replacing
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.clip import Clip
from engine.sentences import system_reason
from training.classifier_network import SmallNetwork, fit
from training.evaluate_windows import TRUTH_BEATS, HeldPiece, bar_lines, held_pieces, stretches
from training.metrics_features import clip_features

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[float, str], None]
FORMAT = "1"
CLASSIFIER_FILE = "style_classifier.safetensors"
GENERAL = ("Jazz piano", "Other")
"""Palette names that say only what a piece is not."""
LEAST_TRAIN, LEAST_HELD = 40, 5
TRAIN_WINDOWS, HELD_WINDOWS = 160, 40
HIDDEN = 64


@dataclass(frozen=True, slots=True)
class StyleClassifier:
    """A trained classifier.

    Attributes:
        labels: palette names, in the order of the probabilities.
        network: features to probabilities.
    """

    labels: tuple[str, ...]
    network: SmallNetwork

    def probabilities(self, features: FloatArray) -> FloatArray:
        """Features [N, F] of `clip_features` to probabilities [N, labels]."""
        return self.network.probabilities(features)

    def save(self, path: Path) -> None:
        """Write the classifier, whole or not at all. Raises ResourceError where the disk refuses."""
        from safetensors.numpy import save

        arrays = {"mean": self.network.mean, "scale": self.network.scale}
        for number, (weight, bias) in enumerate(self.network.layers):
            arrays |= {f"weight_{number}": weight, f"bias_{number}": bias}
        data = save(
            {name: np.ascontiguousarray(value, np.float32) for name, value in arrays.items()},
            {"format": FORMAT, "labels": json.dumps(self.labels)},
        )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as temporary:
                temporary.write_bytes(data)
        except OSError as error:
            raise ResourceError(
                "The classifier {path} could not be written ({reason}).", path=path, reason=system_reason(error)
            ) from error

    @staticmethod
    def load(path: Path) -> StyleClassifier:
        """Read a classifier. Raises ResourceError where it is missing or damaged."""
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, "numpy") as opened:
                labels = tuple(json.loads((opened.metadata() or {})["labels"]))
                arrays = {name: opened.get_tensor(name).astype(np.float64) for name in opened.keys()}  # noqa: SIM118 - it is no dictionary
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise ResourceError(
                "The style classifier {path} cannot be read ({error}); train it again with: python -m "
                "training.classifier DATASET --out FILE.",
                path=path,
                error=error,
            ) from error
        count = sum(name.startswith("weight_") for name in arrays)
        layers = tuple((arrays[f"weight_{k}"], arrays[f"bias_{k}"]) for k in range(count))
        return StyleClassifier(labels, SmallNetwork(arrays["mean"], arrays["scale"], layers))


def style_probability(classifier: StyleClassifier, music: Clip | GridNotes | FloatArray) -> dict[str, float]:
    """How likely each label is for some music.

    Args:
        classifier: a trained one.
        music: a clip on a bar grid or grid notes, of which each whole stretch of eight bars of 4/4 is asked about and
            the answers averaged (shorter music counts as one); or features of one stretch, [F].

    Returns:
        Label to probability; they add up to 1.
    """
    if isinstance(music, np.ndarray):
        rows = music.reshape(1, -1)
    else:
        grid = grid_from_notes(music.notes) if isinstance(music, Clip) else music
        beats = int(grid.onset.max()) // 24 + 1 if len(grid) else 1
        whole = max(1, (beats + 4) // TRUTH_BEATS)
        rows = np.stack([clip_features(grid.window(k * TRUTH_BEATS, TRUTH_BEATS), TRUTH_BEATS) for k in range(whole)])
    found = classifier.probabilities(rows).mean(axis=0)
    return {label: float(p) for label, p in zip(classifier.labels, found, strict=True)}


def usable_labels(training: Sequence[HeldPiece], held: Sequence[HeldPiece]) -> tuple[str, ...]:
    """Palette names with enough pieces on both sides to learn and to ask, the commonest first."""

    def counted(pieces: Sequence[HeldPiece]) -> Counter[str]:
        return Counter(piece.style for piece in pieces if len(bar_lines(piece, TRUTH_BEATS)))

    learned, asked = counted(training), counted(held)
    return tuple(
        name
        for name, number in learned.most_common()
        if number >= LEAST_TRAIN and asked[name] >= LEAST_HELD and name not in GENERAL
    )


def labelled_features(
    pieces: Sequence[HeldPiece], labels: Sequence[str], windows: int, seed: int, progress: Progress
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Features [N, F] and labels [N] of up to `windows` stretches of each label."""
    rows, names = [], []
    for number, label in enumerate(labels):
        progress(number / len(labels), f"listening to {label}")
        own = [piece for piece in pieces if piece.style == label]
        for notes, _ in stretches(own, windows, seed=seed):
            rows.append(clip_features(notes, TRUTH_BEATS))
            names.append(number)
    return np.stack(rows), np.array(names, np.int64)


def train_classifier(
    training: Sequence[HeldPiece], labels: Sequence[str], progress: Progress = lambda done, stage: None, seed: int = 0
) -> StyleClassifier:
    """A classifier of `labels`, each counted equally however many windows it has."""
    features, names = labelled_features(training, labels, TRAIN_WINDOWS, seed, progress)
    weights = 1.0 / np.bincount(names, minlength=len(labels))[names]
    network = fit(
        features, names, len(labels), hidden=HIDDEN, decay=0.15, steps=500, rate=0.005, seed=seed, row_weights=weights
    )
    return StyleClassifier(tuple(labels), network)


def recalls(classifier: StyleClassifier, features: FloatArray, names: npt.NDArray[np.int64]) -> dict[str, float]:
    """Share of the windows of each label that are given that label."""
    guessed = classifier.probabilities(features).argmax(axis=1)
    return {
        label: float((guessed[names == number] == number).mean())
        for number, label in enumerate(classifier.labels)
        if (names == number).any()
    }


def trained_on(dataset: Path, split: str, progress: Progress) -> tuple[StyleClassifier, dict[str, float]]:
    """A classifier of a prepared data set and its recalls on real windows of `split`.

    Raises:
        InputError: where the data set has fewer than two styles with enough pieces.
    """
    training, held = held_pieces(dataset, "train"), held_pieces(dataset, split)
    labels = usable_labels(training, held)
    if len(labels) < 2:
        raise InputError(
            "{dataset} has fewer than two styles with {least_train} pieces to learn from and "
            "{least_held} held out; prepare more music.",
            dataset=dataset,
            least_train=LEAST_TRAIN,
            least_held=LEAST_HELD,
        )
    classifier = train_classifier(training, labels, lambda done, stage: progress(0.8 * done, stage))
    features, names = labelled_features(
        held, labels, HELD_WINDOWS, 1, lambda done, stage: progress(0.8 + 0.2 * done, stage)
    )
    return classifier, recalls(classifier, features, names)


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    parser = CommandParser("python -m training.classifier")
    parser.description = "Train a style classifier on a prepared data set and print how well it hears real music."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="made by `tatumflow prepare`")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=f"for example {CLASSIFIER_FILE}")
    args = parser.parse_args(words)
    try:
        with ProgressLine("classifier") as line:
            classifier, found = trained_on(args.dataset, "valid", line.update)
        classifier.save(args.out)
    except TatumFlowError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    for label, value in found.items():
        print(f"{label:<20} {value:.2f}")
    print(f"{'mean':<20} {np.mean(list(found.values())):.2f} (chance {1 / len(found):.2f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
