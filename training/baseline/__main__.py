"""`python -m training.baseline train DATASET --out FOLDER`: train the baseline; `sample` lets it continue a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.commands.options import CommandParser, real, whole
from engine.errors import InputError, TatumFlowError
from engine.model.devices import DEVICES, torch_device
from training.allocator import keep_large_buffers

EXAMPLES = """
examples:
  python -m training.baseline train data --minutes 60 --out runs/baseline
  python -m training.baseline sample runs/baseline --prompt verse.mid --out answer.mid
  tatumflow evaluate resources/models/tatumflow-small --data data --against runs/baseline --out results
"""


def parser_of() -> CommandParser:
    """The options."""
    parser = CommandParser("python -m training.baseline")
    parser.description = "The token baseline that `tatumflow evaluate --against` compares a model with."
    parser.epilog = EXAMPLES
    commands = parser.add_subparsers(dest="command", required=True, parser_class=argparse.ArgumentParser)
    train = commands.add_parser("train", help="train it, or go on training")
    train.add_argument("dataset", type=Path, metavar="DATASET", help="made by `tatumflow prepare`")
    train.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="folder of the run")
    train.add_argument("--steps", type=whole(1), default=20_000, metavar="N", help="steps in all (default: 20000)")
    train.add_argument("--minutes", type=real(0.01, 100_000), metavar="M", help="stop, resumably, after this long")
    train.add_argument("--batch", type=whole(1), default=8, metavar="N", help="windows a step (default: 8)")
    train.add_argument("--rate", type=real(1e-6, 1.0), default=6e-4, metavar="R", help="learning rate (default: 6e-4)")
    train.add_argument("--width", type=whole(16), default=256, metavar="D", help="width (default: 256)")
    train.add_argument("--layers", type=whole(1), default=6, metavar="L", help="layers (default: 6)")
    train.add_argument("--heads", type=whole(1), default=4, metavar="H", help="attention heads (default: 4)")
    train.add_argument("--vocabulary", type=whole(400), default=2000, metavar="V", help="tokens (default: 2000)")
    train.add_argument("--device", choices=DEVICES, default="auto", help="where it is trained (default: auto)")
    train.add_argument("--threads", type=whole(1, 256), default=1, metavar="N", help="processor threads (default: 1)")
    sample = commands.add_parser("sample", help="continue a MIDI file by eight bars")
    sample.add_argument("folder", type=Path, metavar="FOLDER", help="folder of a trained run")
    sample.add_argument("--prompt", type=Path, required=True, metavar="IN.mid", help="its last four bars are heard")
    sample.add_argument("--out", type=Path, required=True, metavar="OUT.mid")
    sample.add_argument("--seed", type=whole(0), default=0, metavar="S")
    return parser


def _train(args: argparse.Namespace) -> None:
    import torch

    from training.baseline.train import train_baseline
    from training.loop import TrainConfig
    from training.train_model import print_report

    if args.width % args.heads:
        raise InputError(
            "--width {width} does not split into --heads {heads}; choose a multiple.",
            width=args.width,
            heads=args.heads,
        )
    device = torch_device(args.device)
    torch.set_num_threads(args.threads)
    config = TrainConfig(
        steps=args.steps, rate=args.rate, warm_up=min(200, args.steps // 4), minutes=args.minutes or 0.0, ema=0.99,
        checkpoint_every=100,
    )  # fmt: skip
    sizes = {"width": args.width, "layers": args.layers, "heads": args.heads}
    facts = train_baseline(
        args.dataset, args.out, config, sizes, batch_size=args.batch, report=print_report, vocabulary=args.vocabulary,
        device=device,
    )  # fmt: skip
    print(json.dumps({"event": "done", **facts}))


def _sample(args: argparse.Namespace) -> None:
    from engine.model.tokens import grid_from_notes, notes_from_grid
    from engine.music.clip import Clip
    from engine.music.meter import on_grid
    from engine.music.midi_io import read_clip, write_clip
    from training.baseline.sample import BaselineWriter
    from training.evaluate_windows import PROMPT_BEATS, TRUTH_BEATS

    writer = BaselineWriter.load(args.folder)
    prompt = on_grid(read_clip(args.prompt)).whole_bars()
    last = max(0, prompt.length // 480 - PROMPT_BEATS)
    made = writer.continuation(grid_from_notes(prompt.notes).window(last, PROMPT_BEATS), args.seed)
    write_clip(Clip(notes_from_grid(made), tempo=prompt.tempo, length=TRUTH_BEATS * 480, name="baseline"), args.out)
    print(args.out)


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    args = parser_of().parse_args(words)
    try:
        (_train if args.command == "train" else _sample)(args)
    except TatumFlowError as error:
        print(f"python -m training.baseline: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    keep_large_buffers()
    raise SystemExit(main())
