"""The commands that make and use datasets. Each lives in a module of its own, imported when it is asked for.

Such a module has `add_arguments(parser)` and `run(args) -> int`; `main.py` comes through here with the command's name
as the last word of `parser.prog`.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from engine.commands.options import CommandParser

MODULES = {
    "scan": "training.scan_command",
    "prepare": "training.prepare_command",
    "train": "training.train_command",
    "evaluate": "training.evaluate_command",
    "export": "training.export_command",
    "check-training": "training.one_file_command",
}


def add_arguments(parser: CommandParser) -> None:
    """Give `parser` the options of the command it is for."""
    name = parser.prog.rpartition(" ")[2]
    module = import_module(MODULES[name])
    module.add_arguments(parser)
    parser.set_defaults(command_module=module)


def run(args: argparse.Namespace) -> int:
    """Run the command whose options `args` are. Returns the exit status."""
    return int(args.command_module.run(args))
