"""`tatumflow train`: its options, the stages in order, and the signals that stop it. The loop is in `training.loop`.

Reports are JSON lines on standard output, for a parent process and for people; `stop` on standard input (or Ctrl-C)
makes it write a checkpoint and leave.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from importlib import resources
from pathlib import Path
from typing import Any

from engine.commands.options import CommandParser, add_common_options, real, whole
from engine.errors import Cancelled, InputError

STAGES = ("codec", "decoder", "denoiser", "phrase")
EXAMPLES = """
The model is trained from nothing in four stages: the codec (what the factors are), the note decoder, the beat
denoiser and
the phrase denoiser. RUN keeps the resumable state of each; give the same command again after an interruption and it
goes on
from the last checkpoint. The finished model is in RUN/checkpoint, ready for `tatumflow generate --checkpoint`.

examples:
  tatumflow train data --base none --size tiny --minutes 5 --out runs/first
  tatumflow train data --base none --size small --recipe small --out runs/small
"""
MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": "2000000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000000",
    "MALLOC_TOP_PAD_": "500000000",
}
"""glibc gives large buffers back to the system after every use; keeping them made a decoder step three times as

quick.
"""


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow train`."""
    parser.description = "Train a model on a prepared dataset."
    parser.epilog = EXAMPLES
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder made by `tatumflow prepare`")
    parser.add_argument("--base", choices=["none"], default="none", help="train from nothing (default: none)")
    parser.add_argument("--size", default="small", metavar="NAME", help="tiny, small or base (default: small)")
    parser.add_argument("--recipe", default="small", metavar="NAME", help="settings of the stages (default: small)")
    parser.add_argument("--minutes", type=real(0.05, 100_000), metavar="M", help="time for all stages together")
    parser.add_argument("--steps", type=whole(1), metavar="N", help="steps of every stage, instead of the recipe's")
    parser.add_argument("--stage", choices=STAGES, help="train this stage only")
    parser.add_argument("--out", type=Path, required=True, metavar="RUN", help="folder of the run; resumed if begun")
    parser.add_argument("--seed", type=whole(0), default=0, metavar="S", help="of weights, data and noise (default: 0)")
    add_common_options(parser)


def load_recipe(name: str) -> dict[str, dict[str, Any]]:
    """The settings of each stage: batch size, steps, rate and the others of `TrainConfig`.

    Raises:
        InputError: for an unknown name.
    """
    file = resources.files("training.recipes") / f"{name}.json"
    if not file.is_file():
        known = sorted(p.name[:-5] for p in resources.files("training.recipes").iterdir() if p.name.endswith(".json"))
        raise InputError(f"There is no recipe '{name}'; choose one of {', '.join(known)}.")
    values: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return values


def run(args: argparse.Namespace) -> int:
    """Train, and write RUN/checkpoint when all stages are done. Raises TatumFlowError for what the user can mend."""
    from engine.model.config import PRESETS, preset

    if args.size not in PRESETS:
        raise InputError(f"There is no size '{args.size}'; choose one of {', '.join(PRESETS)}.")
    if args.device not in ("auto", "cpu"):
        raise InputError("Training runs on the CPU for now; leave out --device.")
    recipe = load_recipe(args.recipe)
    _keep_large_buffers()
    import torch

    from training.loop import TrainConfig
    from training.palette import BASE_PALETTE
    from training.publish import publish
    from training.train_model import print_report, train_stage
    from training.windows import WindowSource, load_split

    torch.set_num_threads(args.threads)
    pieces = load_split(args.dataset, "train")
    present = {piece.style for piece in pieces}
    styles = tuple(n for n in BASE_PALETTE if n in present) + tuple(sorted(present - set(BASE_PALETTE)))
    config = preset(args.size, styles)
    source = WindowSource(pieces, styles, window_beats=config.window_beats, seed=args.seed)
    print_report({"event": "data", "pieces": len(pieces), "notes": sum(len(p.notes) for p in pieces)})
    stop = _listen_for_stop()
    stages = (args.stage,) if args.stage else STAGES
    shares = sum(recipe[stage]["share"] for stage in stages)
    try:
        for stage in stages:
            settings = dict(recipe[stage])
            batch_size, share = settings.pop("batch_size"), settings.pop("share")
            settings["seed"] = args.seed
            settings["minutes"] = args.minutes * share / shares if args.minutes else 0.0
            if args.steps:
                settings["steps"] = args.steps
            train_stage(
                stage, config, source, args.out, TrainConfig(**settings), batch_size=batch_size, report=print_report,
                should_stop=stop.is_set,
            )  # fmt: skip
    except KeyboardInterrupt:
        raise Cancelled from None
    if not args.stage:
        provenance = {"dataset": {"pieces": len(pieces)}, "recipe": recipe, "size": args.size, "seed": args.seed}
        print_report({"event": "done", "file": str(publish(args.out, config, args.out / "checkpoint", provenance))})
    return 0


def _keep_large_buffers() -> None:
    """Start this process again with allocator settings that must be there from its beginning (glibc only)."""
    if sys.platform == "linux" and "MALLOC_TOP_PAD_" not in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **MALLOC})


def _listen_for_stop() -> threading.Event:
    """An event that is set when the line `stop` arrives on standard input."""
    stop = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() == "stop":
                stop.set()
                return

    if sys.stdin is not None and not sys.stdin.closed:
        threading.Thread(target=listen, name="stop-listener", daemon=True).start()
    return stop
