"""A second process that writes takes, or parts of one, beside the engine's own. Threads would wait for each other's
interpreter: two of them write three parts hardly sooner than one, two processes in little more than half of the time.

It loads the same checkpoint and does one task at a time. Tasks carry their own random numbers, so who does one changes
nothing. One thread of the owner talks to it; where it dies, its owner does the work alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.errors import Cancelled
from engine.generate.window import OnProgress

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

    from engine.generate.engine import Engine

MOST_DEATHS = 3
"""After so many it is not started again."""
PROGRESS_S = 0.05
"""It tells how far it is no more often."""
NICENESS = 5
"""Playing and painting come first where there are no more than two cores."""


class Task(Protocol):
    """Something to be done that can be sent to another process."""

    def done(self, engine: Engine, on_progress: OnProgress, tell: Callable[[Any], None]) -> Any:
        """Do it and return what comes of it; `tell` hears what is known before. Raises Cancelled from `on_progress`."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The checkpoint is loaded."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the task `number` tells before it is done."""

    number: int
    what: Any


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a task is done, 0..1."""

    number: int
    done: float
    stage: str


@dataclass(frozen=True, slots=True)
class Done:
    """A task is done; `failed` where it was dropped or could not be done."""

    number: int
    result: Any = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class _Drop:
    """Stop the task under way."""


Message = Ready | Told | Share | Done


class SecondProcess:
    """The owner's end of it. Starting it does not wait: it `is_free` once it has loaded its checkpoint."""

    def __init__(self, checkpoint: Path, threads: int = 1) -> None:
        self._checkpoint, self._threads = checkpoint, threads
        self._process: BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._ready = False
        self._last_number = self._under_way = 0
        self._deaths = 0

    @property
    def process_id(self) -> int | None:
        """Of the process, where it was started and lives, as far as is known."""
        return None if self._process is None else self._process.pid

    @property
    def is_free(self) -> bool:
        """Whether it waits for a task."""
        return self._ready and not self._under_way

    def start(self) -> None:
        """Start it where it is not there and has not died too often."""
        if self._process is not None or self._deaths >= MOST_DEATHS:
            return
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._checkpoint, self._threads), daemon=True)
        try:
            process.start()
        except OSError:  # no more processes, or no memory for one
            self._deaths = MOST_DEATHS
            ours.close()
        else:
            self._process, self._connection = process, ours
        theirs.close()

    def wait(self, limit_s: float) -> bool:
        """Start it and wait until it is there; whether it is."""
        self.start()
        end_s = time.monotonic() + limit_s
        while not self._ready and self._process is not None and time.monotonic() < end_s:
            self.hear(0.05)
        return self._ready

    def give(self, task: Task) -> int:
        """Hand over a task while it is free; returns the task's number."""
        assert self._connection is not None
        self._last_number += 1
        self._under_way = self._last_number
        with suppress(OSError):  # that it is gone is heard
            self._connection.send((self._under_way, task))
        return self._under_way

    def drop(self) -> None:
        """Give up the task under way; it is free again soon."""
        if self._under_way and self._connection is not None:
            with suppress(OSError):
                self._connection.send(_Drop())

    def hear(self, wait_s: float = 0.0) -> Message | None:
        """The next thing it says, within `wait_s` seconds. When it is lost, its task comes back as failed."""
        if self._connection is None:
            return None
        try:
            if not self._connection.poll(wait_s):
                return None
            message: Message = self._connection.recv()
        except (EOFError, OSError):
            return self._lost()
        if isinstance(message, Ready):
            self._ready = True
        elif isinstance(message, Done):
            self._under_way = 0
        return message

    def close(self) -> None:
        """End it; a later `start` starts a new one."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process.close()
        self._process = self._connection = None
        self._ready, self._under_way = False, 0

    def _lost(self) -> Done | None:
        number = self._under_way
        self.close()
        self._deaths += 1
        return Done(number, failed=True) if number else None


def _serve(connection: Connection[Any, Any], checkpoint: Path, threads: int) -> None:
    """The process: tasks in, results out, until the owner is gone."""
    from engine.generate.engine import Engine

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's to answer
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(EOFError, OSError):
        engine = Engine.load(checkpoint, "cpu", threads)
        connection.send(Ready())
        while True:
            asked = connection.recv()
            if not isinstance(asked, _Drop):
                connection.send(_answer(connection, engine, *asked))


def _answer(connection: Connection[Any, Any], engine: Engine, number: int, task: Task) -> Done:
    told_s = 0.0

    def on_progress(share: float, stage: str) -> None:
        nonlocal told_s
        if connection.poll():
            connection.recv()  # while a task is under way there is but one thing to say
            raise Cancelled
        if time.monotonic() - told_s > PROGRESS_S:
            told_s = time.monotonic()
            connection.send(Share(number, share, stage))

    try:
        return Done(number, task.done(engine, on_progress, lambda what: connection.send(Told(number, what))))
    except (EOFError, OSError):
        raise
    except Exception:
        # Cancelled, or the owner does it again and says what is wrong.
        return Done(number, failed=True)
