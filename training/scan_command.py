"""`tatumflow scan`: what a folder of MIDI files holds for learning a style. The looking itself is `training.scan`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from engine.commands.options import CommandParser, add_common_options, whole
from engine.commands.progress import ProgressLine
from engine.model.devices import gpus
from training.adapt_control import failure_told
from training.scan import MOST_STUDIED, scan_folder

EXAMPLES = """\
With --json every event is one line of JSON, written as soon as it is known: found, checked (a file), studied (a file),
devices (the GPUs that a style could be learned on), done; or error. Broken, duplicate, drum-only and too short files
are left out, each with its reason.

examples:
  tatumflow scan my-midi-folder/
  tatumflow scan my-midi-folder/ --json
"""


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow scan`."""
    parser.description = "Which MIDI files of a folder a style can be learned from, and what the music is like."
    parser.epilog = EXAMPLES
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="searched with all folders in it")
    parser.add_argument(
        "--most",
        type=whole(1),
        default=MOST_STUDIED,
        metavar="N",
        help=f"find beat, key and chords of at most N files, evenly spread (default: {MOST_STUDIED})",
    )
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is found; the exit status is 0 even where every file is left out, for the reasons are the result."""
    if args.json:
        with failure_told():
            for event in scan_folder(args.folder, args.most):
                if event["event"] == "done":
                    print(json.dumps({"event": "devices", "gpus": gpus()}), flush=True)
                print(json.dumps(event, ensure_ascii=False), flush=True)
        return 0
    with ProgressLine("Looking") as progress:
        for event in scan_folder(args.folder, args.most):
            if event["event"] == "checked":
                progress.update(0.2 * event["index"] / event["files"])
                if event["status"] == "left_out":
                    print(f"left out ({event['kind']}): {event['reason']}")
            elif event["event"] == "studied":
                progress.update(0.2 + 0.8 * event["index"] / event["files"])
            elif event["event"] == "done":
                minutes = event["seconds"] / 60
                print(f"{event['used']} files to learn from, {event['notes']} notes, {minutes:.0f} minutes of music")
                print(f"{event['left_out']} files left out")
    return 0
