"""Unexpected errors: written to the log file for a bug report, shown to the user as one sentence."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_log_file: Path | None = None


def use_log_file(file: Path) -> None:
    """Where `log_exception` writes from now on."""
    global _log_file
    _log_file = file


def log_exception(error: BaseException) -> Path | None:
    """Append the traceback of `error` to the log file; returns the file, or None where nothing could be written."""
    import traceback

    if _log_file is None:
        return None
    try:
        _log_file.parent.mkdir(parents=True, exist_ok=True)
        with _log_file.open("a", encoding="utf-8") as file:
            file.write(time.strftime("\n%Y-%m-%d %H:%M:%S\n"))
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return None
    return _log_file


def install_excepthook(show: Callable[[str], None], sentence: Callable[[Path | None], str]) -> None:
    """Send uncaught errors to the log and `sentence(log file)` to `show`; nothing is printed."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show(sentence(log_exception(error.with_traceback(trace))))

    sys.excepthook = hook
