"""`tatumflow check-training`: does training work on this machine, and how large would each size be. See `one_file`."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from engine.commands.files import WRITTEN_SUFFIXES, check_output
from engine.commands.options import CommandParser, add_common_options

DEMO = Path(__file__).resolve().parents[1] / "resources" / "prompts" / "demo.mid"
EXAMPLES = """
A tiny model (two layers) learns the first eight bars of one file by heart and writes them again: through its latents,
and from noise. If at least 95 % of the notes come back, reading, training and writing can be trusted here.

Where there is a GPU, --device auto takes it, as training does.

examples:
  tatumflow check-training
  tatumflow check-training tune.mid --out tune-again.mid
  tatumflow check-training --sizes
"""


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow check-training`."""
    parser.description = "Learn one MIDI file by heart and write it again: a check of the whole pipeline."
    parser.epilog = EXAMPLES
    parser.add_argument("file", type=Path, nargs="?", default=DEMO, metavar="FILE.mid", help="default: the demo prompt")
    parser.add_argument("--out", type=Path, metavar="OUT.mid", help="write what came back")
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    parser.add_argument("--sizes", action="store_true", help="only list the sizes that `train --size` takes")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Check, or list the sizes. Raises ResourceError if the file did not come back."""
    if args.sizes:
        from training.model_sizes import sizes, table

        rows = [
            {"name": s.name, "parameters": s.parameters, "total": s.total, "file_bytes": s.file_bytes,
             "training_bytes": s.training_bytes, "using_bytes": s.using_bytes}
            for s in sizes()
        ]  # fmt: skip
        print(json.dumps({"sizes": rows}) if args.json else table(), end="\n" if args.json else "")
        return 0
    from engine.commands.prompt import check_input

    check_input(args.file)
    if args.out is not None:
        check_output(args.out, force=args.force, suffixes=WRITTEN_SUFFIXES)
    os.environ.setdefault("OMP_NUM_THREADS", str(args.threads))
    import torch

    from training.one_file import check_one_file

    torch.set_num_threads(args.threads)
    return check_one_file(args.file, args.out, device=args.device, as_json=args.json)
