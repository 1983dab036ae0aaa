"""`tatumflow prepare`: its options and what it prints. The work is in `training.prepare`."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from engine.commands.options import CommandParser, add_common_options, whole
from engine.commands.progress import ProgressLine

MAX_WORKERS = 64
EXAMPLES = """
The folder is searched with all its subfolders for MIDI files and for known corpora. Broken, empty, drum-only, too short
and doubled files are left out, each with its reason in DATASET/report.json; performances without bars get their beats
tracked; takes of one tune stay together when pieces are split 80/10/10. A run that was cut off goes on where it
stopped when the same command is given again; on a complete dataset the command does nothing.

examples:
  tatumflow prepare ~/Music/my-solos --out my-solos-data
  tatumflow prepare corpora --out data --workers 4
  tatumflow prepare corpora --out data --json
"""


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow prepare`."""
    parser.description = "Make a dataset for training from a folder of MIDI files."
    parser.epilog = EXAMPLES
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with MIDI files or corpora")
    parser.add_argument("--out", type=Path, required=True, metavar="DATASET", help="folder for the dataset")
    parser.add_argument(
        "--workers", type=whole(1, MAX_WORKERS), default=1, metavar="N", help="processes that read files (default: 1)"
    )
    parser.add_argument("--force", action="store_true", help="replace a dataset that was made from another folder")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Prepare the dataset and say what it holds. Raises TatumFlowError for what the user can mend."""
    # Before numpy is loaded: its own threads would only get in the workers' way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from training.prepare import prepare, report_text

    with ProgressLine("prepare") as line:
        result = prepare(args.folder, args.out, workers=args.workers, force=args.force, progress=line.update)
    if args.json:
        answer = {name: value for name, value in result.report.items() if name != "left_out_files"}
        print(json.dumps({**answer, "dataset": str(args.out), "did_nothing": result.did_nothing}, ensure_ascii=False))
        return 0
    print(report_text(result.report), end="")
    if result.did_nothing:
        print(f"{args.out} was complete already; nothing was done")
    else:
        print(f"the dataset is in {args.out}; each file that was left out is named in {args.out / 'report.json'}")
    return 0
