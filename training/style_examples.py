"""Choose examples of each style of a checkpoint: `python -m training.style_examples DATASET --out CHECKPOINT`.

Of some windows of the training part, from the sparsest to the busiest, those are taken whose style the codec's own
classifier is surest of: what they are encoded to, and their notes' values counted (`engine.generate.manner`). Where a
player is heard and was written down as well, only what was played counts: a transcription has no swing. How the
examples are used stands in `engine.model.style_examples`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.commands.options import CommandParser, whole
from engine.commands.progress import ProgressLine
from engine.errors import TatumFlowError
from engine.files import replacing
from engine.generate.style_reading import example_counts, role_examples
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.personal_key import own_style_features
from engine.model.runtime import FloatArray, IntArray, OnnxRuntime
from engine.model.style_examples import EXAMPLES_FILE, tensor_name
from engine.model.tokens import GridNotes
from training.evaluate_windows import TRUTH_BEATS, held_pieces, stretches

COUNT = 16
"""Examples of each style."""
SEEN = 20
"""Windows that are looked at for each example."""
_PLAYED_SHARE = 0.2
"""Where so many of the windows of a style were played, only they count; a few may be mistakes."""
_PLAYED_MICRO = 1.5
"""Music whose micro-timing spreads by so many eighths of a step was played; on paper it stays where the grid is."""


def certainty(checkpoint: Checkpoint, styles: FloatArray, index: int) -> FloatArray:
    """The codec classifier's probability of palette entry `index` for styles [N, S], [N]."""
    weight, bias = (checkpoint.weights[f"codec.style_classifier.{name}"] for name in ("weight", "bias"))
    logits = np.asarray(styles @ weight.T + bias, np.float64)
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(chances[:, index] / chances.sum(axis=1), np.float32)


def surest_of_each_density(certain: FloatArray, windows: Sequence[GridNotes], count: int) -> IntArray:
    """Of the sparser windows that of which one is surest, and so on to the busier: `count` numbers in order.

    A player is neither slow nor fast; the surest of all windows may be. The sparsest and the busiest tenth tell of the
    tempo rather than of the player. `certain` is [N], N of `count` or more.
    """
    busy = np.argsort([len(notes) for notes in windows], kind="stable")
    ends = min(len(busy) // 10, (len(busy) - count) // 2)
    busy = busy[ends : len(busy) - ends]
    return np.sort([part[np.argmax(certain[part])] for part in np.array_split(busy, count)])


def choose_examples(checkpoint: Checkpoint, dataset: Path, count: int, line: ProgressLine) -> dict[str, FloatArray]:
    """Tensors of the file: examples [count, S] of every style that has windows enough in the training part, counts
    [count, values] of each kind, and the same of what single roles play in them."""
    runtime, pieces = OnnxRuntime(checkpoint), held_pieces(dataset, "train")
    out = {}

    def latents_of(rows: FloatArray) -> FloatArray:
        return np.stack([runtime.style_latent(row) for row in rows])

    for index, name in enumerate(checkpoint.config.styles):
        line.update(index / len(checkpoint.config.styles), name)
        own = [piece for piece in pieces if piece.style == name]
        windows = [notes for notes, _ in stretches(own, SEEN * count, seed=index)] if own else []
        if len(windows) < count:
            continue
        played = [notes for notes in windows if len(notes) and float(notes.micro.std()) >= _PLAYED_MICRO]
        windows = played if len(played) >= max(count, _PLAYED_SHARE * len(windows)) else windows
        styles = latents_of(np.stack([own_style_features(notes, TRUTH_BEATS) for notes in windows]))
        surest = surest_of_each_density(certainty(checkpoint, styles, index), windows, count)
        out[name] = styles[surest].astype(np.float32)
        chosen = [windows[number] for number in surest]
        for kind, values in (example_counts(chosen) | role_examples(chosen, latents_of)).items():
            out[tensor_name(name, kind)] = values
    return out


def write_examples(checkpoint: Path, dataset: Path, count: int = COUNT, *, keep: bool = False) -> int:
    """Put examples beside the weights in the folder `checkpoint`; returns the number of styles that have some.

    With `keep` those that are there stay, and only what they lack is added. Where no style has any, there is no file.
    """
    from safetensors.numpy import load_file, save

    known = load_checkpoint(checkpoint)
    with ProgressLine("examples") as line:
        found = choose_examples(known, dataset, count, line)
    path = checkpoint / EXAMPLES_FILE
    if keep and path.is_file():
        found |= load_file(path)
    path.unlink(missing_ok=True)
    if found:
        with replacing(path) as temporary:
            temporary.write_bytes(save({name: values.astype(np.float16) for name, values in found.items()}))
    return sum(name in found for name in known.config.styles)


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    parser = CommandParser("python -m training.style_examples")
    parser.description = "Put typical examples of each style beside a checkpoint's weights."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="made by `tatumflow prepare`")
    parser.add_argument("--out", type=Path, required=True, metavar="CHECKPOINT", help="folder of the checkpoint")
    parser.add_argument("--count", type=whole(1), default=COUNT, metavar="K", help=f"examples of each style ({COUNT})")
    parser.add_argument("--keep", action="store_true", help="keep the examples that are there, add what they lack")
    args = parser.parse_args(words)
    try:
        styles = write_examples(args.out, args.dataset, args.count, keep=args.keep)
    except TatumFlowError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    print(f"{args.out / EXAMPLES_FILE}: {styles} styles, {args.count} examples each")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
