"""`tatumflow evaluate`: its options and what it prints. The work is in `training.evaluate`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from engine.commands.options import CommandParser, add_common_options, whole
from engine.commands.progress import ProgressLine

EXAMPLES = """
Windows of held-out pieces: four bars are given, eight are written, and the true eight are what they are compared
with. Two
simple opponents run on the same windows: drawing notes from the training set's frequencies (unigram) and playing the
prompt twice more (repeat). Figures are means over the windows with 95 % bootstrap intervals.

examples:
  tatumflow evaluate resources/models/tatumflow-small --data data --out results
  tatumflow evaluate runs/small/checkpoint --data data --windows 64 --corpus pijama --json
"""


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
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write metrics.json and comparison.md there")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Measure, print the table and write the files. Raises TatumFlowError for what the user can mend."""
    from training.evaluate import evaluate
    from training.shards import write_text

    with ProgressLine("evaluate") as line:
        result = evaluate(
            args.checkpoint, args.data, split=args.split, count=args.windows, steps=args.steps, corpus=args.corpus,
            progress=line.update,
        )  # fmt: skip
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        write_text(args.out / "metrics.json", json.dumps(result, indent=1) + "\n")
        write_text(args.out / "comparison.md", table(result))
    print(json.dumps(result) if args.json else table(result), end="\n" if args.json else "")
    return 0


def table(result: dict[str, Any]) -> str:
    """The result as Markdown."""
    lines = [
        f"# {result['windows']} windows of the {result['split']} split, checkpoint {result['checkpoint']}",
        "",
        "| metric (clip by clip) | better | model | repeat | unigram | model beats repeat | model beats unigram |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in result["clip"].items():
        cells = [f"{row[who]['mean']:.3f} [{row[who]['low']:.3f}, {row[who]['high']:.3f}]"
                 for who in ("model", "repeat", "unigram")]  # fmt: skip
        wins = [f"{100 * row[f'beats_{who}']:.0f} %" for who in ("repeat", "unigram")]
        lines.append(f"| {name} | {row['better']} | {' | '.join([*cells, *wins])} |")
    lines += ["", "The last two columns: in how many resampled sets of windows the model's mean is the better one.", ""]
    lines += ["| pooled | pitch-class KL | beat-onset KL | notes |", "|---|---|---|---|"]
    for who, row in result["pooled"].items():
        lines.append(f"| {who} | {row.get('pitch_class_kl', '-')} | {row.get('beat_onset_kl', '-')} | {row['notes']} |")
    return "\n".join(lines) + "\n"
