"""`tatumflow evaluate`: its options and what it prints. The work is in `training.evaluate`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.options import CommandParser, add_common_options, whole
from engine.commands.progress import ProgressLine
from engine.errors import InputError

PARTS = ("continuation", "likelihood", "factors", "style")
EXAMPLES = """
Windows of held-out pieces: four bars are given, eight are written, and the eight that really follow are what they are
compared with; the piece's next eight after those say how alike real music is to itself. Two simple opponents run on the
same windows: drawing notes from the training set's frequencies (unigram) and playing the prompt twice more (repeat).
A token model trained with `python -m training.baseline` joins with --against. docs/evaluation.md defines each measure.

A window takes a second or two; on a slow machine start with --windows 16, or with one part: --only continuation.

examples:
  tatumflow evaluate resources/models/tatumflow-small --data data --out results
  tatumflow evaluate runs/small/checkpoint --data data --windows 64 --corpus pijama --only continuation --json
  tatumflow evaluate resources/models/tatumflow-small --data data --against runs/baseline --out results
"""


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"there is no part {name!r}; the parts are: {', '.join(PARTS)}")
    return names


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow evaluate`."""
    parser.description = "Measure a checkpoint on held-out pieces."
    parser.epilog = EXAMPLES
    parser.add_argument("checkpoint", type=Path, metavar="CHECKPOINT", help="folder of the checkpoint")
    parser.add_argument("--data", type=Path, required=True, metavar="DATASET", help="made by `tatumflow prepare`")
    parser.add_argument("--split", choices=["valid", "test"], default="valid", help="part to use (default: valid)")
    parser.add_argument("--windows", type=whole(2, 100_000), default=256, metavar="N", help="windows (default: 256)")
    parser.add_argument("--steps", type=whole(1, 1000), default=50, metavar="N", help="denoising steps (default: 50)")
    parser.add_argument("--corpus", metavar="NAME", help="only pieces of this corpus")
    parser.add_argument("--only", type=_parts, default=PARTS, metavar="PART[,PART...]",
                        help=f"measure these parts only: {', '.join(PARTS)} (default: all)")  # fmt: skip
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="a trained baseline to compare with")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write metrics.json, comparison.md and pictures")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Measure, print the tables and write the files. Raises TatumFlowError for what the user can mend."""
    if args.out is not None and args.out.exists() and not args.out.is_dir():
        raise InputError("{out} is a file; give --out a folder for the results.", out=args.out)
    from training.classifier import CLASSIFIER_FILE
    from training.evaluate import evaluate
    from training.evaluate_report import draw_pictures, markdown
    from training.shards import write_text

    with cancel_on_interrupt() as cancel, ProgressLine("evaluate") as line:
        result, measured = evaluate(
            args.checkpoint, args.data, split=args.split, count=args.windows, steps=args.steps, corpus=args.corpus,
            against=args.against, parts=args.only, device=args.device, threads=args.threads,
            progress=line.update, cancel=cancel,
        )  # fmt: skip
    if args.out is not None:
        args.out.mkdir(parents=True, exist_ok=True)
        pictures = draw_pictures(measured.contest, args.out) if measured.contest.made else []
        if measured.classifier is not None:
            measured.classifier.save(args.out / CLASSIFIER_FILE)
        write_text(args.out / "metrics.json", json.dumps(result, indent=1) + "\n")
        write_text(args.out / "comparison.md", markdown(result, pictures))
    print(json.dumps(result) if args.json else markdown(result), end="\n" if args.json else "")
    return 0
