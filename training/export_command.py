"""`tatumflow export`: its options and what it prints. What is written is `training.export_hub`'s."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from engine.commands.options import CommandParser, add_common_options
from engine.errors import InputError

EXAMPLES = """
DIR becomes a repository as the Hugging Face Hub expects it: safetensors, config.json and a model card with the licence
that you choose. Nothing is sent anywhere, and no name of a training file is written unless you say so.

examples:
  tatumflow export runs/small/checkpoint --hub-dir hub/small --licence cc-by-nc-sa-4.0 --metrics results/metrics.json
  tatumflow export Mine --hub-dir hub/mine --licence cc-by-4.0
  tatumflow export Mine.tatumstyle --hub-dir hub/mine --licence cc-by-4.0 --name-files runs/mine
"""


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow export`."""
    parser.description = "Write a checkpoint or a personal style as a folder in Hugging Face layout."
    parser.epilog = EXAMPLES
    parser.add_argument("source", metavar="CHECKPOINT|STYLE", help="a checkpoint's folder, a style's file or name")
    parser.add_argument("--hub-dir", type=Path, required=True, metavar="DIR", help="where to; made if it is missing")
    parser.add_argument("--licence", "--license", default="other", metavar="ID", help="such as cc-by-4.0 (other)")
    parser.add_argument("--title", default="", metavar="TEXT", help="heading of the card")
    parser.add_argument("--metrics", type=Path, metavar="FILE", help="of `tatumflow evaluate --out`, for the card")
    parser.add_argument("--name-files", type=Path, metavar="RUN", help="name the files that this run was trained on")
    parser.add_argument("--force", action="store_true", help="write into a folder that is not empty")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Write the folder and print its files. Raises TatumFlowError for what the user can mend."""
    from engine.model.checkpoint import load_checkpoint
    from engine.model.personal import SUFFIX, StyleLibrary, load_style
    from training.export_hub import CardSettings, export_checkpoint, export_style

    folder: Path = args.hub_dir
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not args.force)):
        raise InputError("{folder} is not an empty folder; choose another --hub-dir or add --force.", folder=folder)
    card = CardSettings(args.licence, args.title, _files_of(args.name_files), _metrics(args.metrics))
    source = Path(args.source)
    installed = None if source.exists() else StyleLibrary().find(args.source)
    if installed is not None:
        files = export_style(load_style(installed.file), folder, card)
    elif source.suffix == SUFFIX:
        files = export_style(load_style(source), folder, card)
    else:
        files = export_checkpoint(load_checkpoint(source), folder, card)
    if args.json:
        print(json.dumps({"folder": str(folder), "files": [str(path) for path in files]}))
    else:
        print("\n".join(str(path) for path in files))
    return 0


def _metrics(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            "{path} is no metrics.json of `tatumflow evaluate`; make it with its --out.", path=path
        ) from error
    return values


def _files_of(run: Path | None) -> tuple[str, ...]:
    """The files of a run's dataset."""
    if run is None:
        return ()
    for path in (run / "dataset" / "manifest.json", run / "manifest.json"):
        if path.is_file():
            return tuple(sorted(json.loads(path.read_text(encoding="utf-8"))["files"]))
    raise InputError("{run} holds no dataset; name the folder of the run (or the dataset) with --name-files.", run=run)
