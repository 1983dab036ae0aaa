"""The entry point of the app and of the command line. It decides what is asked for and imports only that.

No arguments: the desktop app. A command's options and its work live in the module that `COMMANDS` names.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from engine.errors import Cancelled, ResourceError, TatumFlowError, missing_package

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
EXIT_OK, EXIT_BUG, EXIT_BAD_INPUT, EXIT_INTERRUPTED = 0, 1, 2, 130


class Command(NamedTuple):
    """Where a command lives, and the line that `tatumflow --help` shows for it."""

    module: str
    summary: str


COMMANDS = {
    "generate": Command("engine.commands.generate", "write MIDI: continue a prompt, or start from nothing"),
    "analyze": Command("engine.commands.analyze", "tempo, meter, key, chords and more of a MIDI file or a folder"),
    "render": Command("engine.commands.render", "play a MIDI file into an audio file"),
    "bench": Command("engine.commands.bench", "how fast this machine writes music"),
    "doctor": Command("engine.commands.doctor", "what works on this machine, and how to mend what does not"),
    "scan": Command("training.commands", "which files of a folder a style can be learned from"),
    "prepare": Command("training.commands", "make a data set from a folder of MIDI files"),
    "train": Command("training.commands", "learn a style from your own MIDI files, or train a model"),
    "evaluate": Command("training.commands", "measure a checkpoint on a data set"),
    "styles": Command("engine.commands.styles", "the palette and your own styles: list, add, remove"),
    "export": Command("training.commands", "a checkpoint or a style in Hugging Face layout, with its card"),
    "check-training": Command("training.commands", "does training work here: one file learned by heart"),
}


def help_text() -> str:
    """What `tatumflow --help` prints."""
    lines = [f"  {name:<14} {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: tatumflow [FILE.mid | FILE.tatum | COMMAND ...]",
            "",
            "A jazz co-writer that sits beside your DAW. Without a command the desktop app opens (with FILE).",
            "",
            "commands:",
            *lines,
            "",
            "options:",
            "  --help     this text; `tatumflow COMMAND --help` describes a command with examples",
            "  --version  the version",
            "",
            "examples:",
            "  tatumflow",
            "  tatumflow generate --mode continue --prompt verse.mid --bars 8 --out verse-continued.mid",
            "  tatumflow analyze verse.mid",
            "  tatumflow doctor",
        ]
    )


def version() -> str:
    """The version of the installed package."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed_version

    try:
        return installed_version("tatumflow")
    except PackageNotFoundError:
        return "not installed (run from its folder)"


def complain(where: str, message: str) -> int:
    """One line on standard error; the exit status of bad input."""
    print(f"{where}: {' '.join(message.split())}", file=sys.stderr)
    return EXIT_BAD_INPUT


def run_command(name: str, arguments: Sequence[str]) -> int:
    """Import the command's module, read its options and run it. Returns the exit status."""
    from engine.commands.options import CommandParser

    module = import_module(COMMANDS[name].module)
    parser = CommandParser(prog=f"tatumflow {name}")
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(arguments)))


def is_for_app(word: str) -> bool:
    """Whether the first argument is one of the app's: an option, or a file to open."""
    from engine.files import is_midi_name

    return not word or word.startswith("-") or word.lower().endswith(".tatum") or is_midi_name(word)


def run_app(arguments: Sequence[str]) -> int:
    """Open the desktop app. Returns its exit status.

    Raises:
        ResourceError: where no window can be opened.
    """
    unix = sys.platform.startswith("linux")
    if unix and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise ResourceError(
            "There is no screen here (DISPLAY is not set): use a command, `tatumflow --help` lists them."
        )
    try:
        application = import_module("app.application")
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError) and error.name != "PySide6":
            raise
        # A system library of Qt's is missing; the message names it.
        raise ResourceError(
            "The window does not load ({error}): `tatumflow doctor` says what to install.", error=error
        ) from error
    return int(application.run(list(arguments)))


def dispatch(arguments: Sequence[str]) -> int:
    """Run what `arguments` ask for; every error a user can meet ends in one line."""
    name = arguments[0] if arguments else ""
    where = f"tatumflow {name}" if name in COMMANDS else "tatumflow"
    # numpy is not loaded yet: its own threads would fight with the model's over the same cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if name in {"-h", "--help", "help"}:
        print(help_text())
        return EXIT_OK
    if name == "--version":
        print(f"tatumflow {version()}")
        return EXIT_OK
    try:
        if name in COMMANDS:
            return run_command(name, arguments[1:])
        if is_for_app(name):
            return run_app(arguments)
    except TatumFlowError as error:
        return complain(where, str(error))
    except ModuleNotFoundError as error:
        missing = missing_package(error)
        if missing is None:
            raise
        return complain(where, str(missing))
    except Cancelled:
        raise KeyboardInterrupt from None
    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean {near[0]}?" if near else "tatumflow --help lists the commands"
    return complain(where, f"there is no command {name!r}; {hint}")


def open_output() -> None:
    """Standard output and error that take every text: file names as the system gave them, and nothing where closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - stays open
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def flush_output() -> None:
    """Flush standard output, or drop what nobody reads any more (`| head`, a parent that is gone) or the disk refuses.

    The interpreter's own last flush would otherwise fail and change the exit status.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script. Returns 0, 2 on bad input, 130 on Ctrl-C, 1 on an error of TatumFlow's own."""
    open_output()
    try:
        status = dispatch(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        flush_output()
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        flush_output()
        return EXIT_OK
    except Exception as error:
        if os.environ.get("TATUMFLOW_DEBUG"):
            raise
        flush_output()
        if isinstance(error, OSError) and error.filename is None and error.errno in DISK_FULL:
            return complain("tatumflow", f"what was asked for cannot be printed ({error.strerror}): free some space")
        complain("tatumflow", f"an error of its own, {type(error).__name__}: {error} (TATUMFLOW_DEBUG=1 shows where)")
        return EXIT_BUG
    return status


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # A child of `engine.generate.second_process` begins here, too, where there is no Python beside the program.
        import_module("multiprocessing").freeze_support()
    sys.exit(main())
