"""A few child processes that work through a list of tasks. Safe under spawn, Ctrl-C and the loss of a child."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, cast

from engine.errors import ResourceError

_STOP_GRACE_S = 2.0


def run_all(work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], workers: int) -> Iterator[tuple[int, Any]]:
    """Call `work(*task)` for every task; yields (index of the task, result) as they finish, in any order.

    With one worker all runs in this process. A task whose child dies is tried once more in another one.

    Raises:
        ResourceError: when a task has cost two children their lives (mostly for want of memory).
        Exception: what `work` raised.
    """
    if workers <= 1 or len(tasks) <= 1:
        for index, task in enumerate(tasks):
            yield index, work(*task)
        return
    crew = _Crew(work, min(workers, len(tasks)))
    try:
        yield from crew.run(tasks)
    finally:
        crew.stop()


class _Crew:
    def __init__(self, work: Callable[..., Any], size: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._work = work
        self._children: dict[Connection[Any, Any], multiprocessing.process.BaseProcess] = {}
        for _ in range(size):
            self._hire()

    def _hire(self) -> Connection[Any, Any]:
        ours, theirs = self._context.Pipe()
        child = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        child.start()
        theirs.close()
        self._children[ours] = child
        return ours

    def run(self, tasks: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        waiting = list(range(len(tasks)))[::-1]
        losses = [0] * len(tasks)
        busy: dict[Connection[Any, Any], int] = {}
        for line in list(self._children):
            if waiting:
                busy[line] = waiting.pop()
                _send(line, tasks[busy[line]])
        while busy:
            for line in cast("list[Connection[Any, Any]]", wait(list(busy))):
                index = busy.pop(line)
                try:
                    good, result = line.recv()
                except (EOFError, OSError):
                    self._children.pop(line).join()
                    line.close()
                    losses[index] += 1
                    if losses[index] > 1:
                        raise ResourceError(
                            "A worker process was ended twice at the same files, probably for want of memory; "
                            "use fewer --workers and run the same command again to continue."
                        ) from None
                    waiting.append(index)
                    line = self._hire()
                else:
                    if not good:
                        raise result
                    yield index, result
                if waiting:
                    busy[line] = waiting.pop()
                    _send(line, tasks[busy[line]])

    def stop(self) -> None:
        """End all children, the busy ones too: their unfinished files have temporary names."""
        for line, child in self._children.items():
            child.terminate()
            line.close()
        for child in self._children.values():
            child.join(_STOP_GRACE_S)
            if child.is_alive():
                child.kill()
                child.join()


def _send(line: Connection[Any, Any], task: tuple[Any, ...]) -> None:
    # A child that has just died is noticed at the next receive.
    with contextlib.suppress(OSError):
        line.send(task)


def _serve(line: Connection[Any, Any], work: Callable[..., Any]) -> None:
    """What a child does until its parent closes the line or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends its children
    # One thread a process: numpy's own threads would fight over the same cores.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with contextlib.suppress(EOFError, OSError):
        while True:
            task = line.recv()
            try:
                answer = (True, work(*task))
            except Exception as error:  # carried to the parent, which raises it
                answer = (False, error)
            line.send(answer)
