"""One training at a time in a run's folder: a lock that the system takes away with the process that holds it."""

from __future__ import annotations

import contextlib
import errno
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from engine.errors import ResourceError
from engine.sentences import system_reason

LOCK_NAME = ".lock"
WAIT_S = 90.0
"""A training that has been told to end, or whose window was killed, is gone by then."""
LOOK_S = 0.2
_TAKEN = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)


@contextlib.contextmanager
def alone_in(run: Path, wait_s: float = WAIT_S, check: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the folder of a run, which is made where it is missing.

    Args:
        run: the folder.
        wait_s: how long another training is waited for.
        check: called while waiting; what it raises ends the wait.

    Raises:
        ResourceError: if another training keeps the folder, or it cannot be written.
    """
    try:
        run.mkdir(parents=True, exist_ok=True)
        file = (run / LOCK_NAME).open("a")
    except OSError as error:
        raise ResourceError(
            "The run in {run} cannot be written ({reason}); check the folder's permissions and free "
            "space, or give another one with --out.",
            run=run,
            reason=system_reason(error),
        ) from error
    with file:
        end = time.monotonic() + wait_s
        while not _locked(file):
            check()
            if time.monotonic() > end:
                raise ResourceError(
                    "Another training is at work in {run}; wait for its end or stop it, then give the same "
                    "command again.",
                    run=run,
                )
            time.sleep(LOOK_S)
        yield


def is_unfinished(path: Path) -> bool:
    """Whether a killed writer (`engine.files`, safetensors) has left this file half written, by its name."""
    return path.name.startswith(".") and (path.suffix == ".tmp" or path.name.startswith(".tmp"))


def clear_unfinished(folder: Path) -> None:
    """Delete what killed writers have left in a folder and below. It must be ours, and nobody may be writing there."""
    for path in folder.rglob(".*"):
        if is_unfinished(path):
            with contextlib.suppress(OSError):
                path.unlink()


def _locked(file: IO[str]) -> bool:
    """Whether the lock is ours now. Where the disk knows no locks (some network ones) it is as if it were."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
