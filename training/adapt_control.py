"""The line protocol of a scan and of a personal style's training (docs/researchers.md): events out, words in."""

from __future__ import annotations

import contextlib
import json
import sys
import threading
from collections.abc import Iterator
from typing import Any, TextIO

from engine.errors import Cancelled, TatumFlowError, missing_package
from training.work_clock import WorkClock


def emit(item: dict[str, Any]) -> None:
    """Write one event as a JSON line; floats are rounded to what anybody can use.

    Where the lines go to a file, a full disk costs the line and not the training.

    Raises:
        BrokenPipeError: if nobody listens any more.
    """
    try:
        print(json.dumps(_rounded(item), ensure_ascii=False, allow_nan=False), flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        return


@contextlib.contextmanager
def failure_told() -> Iterator[None]:
    """Tell what the user can mend as an event, too, before it goes on its way as an error."""
    try:
        yield
    except ModuleNotFoundError as error:
        _tell(missing_package(error))
        raise
    except TatumFlowError as error:
        _tell(error)
        raise


def _tell(error: TatumFlowError | None) -> None:
    if error is not None:
        emit({"event": "error", "message": " ".join(str(error).split()), **error.sentence.plain()})


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5) if value == value and abs(value) != float("inf") else None
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


class Control:
    """Hears the words of the parent process on a thread of its own.

    Args:
        stream: where the words come from; standard input by default.
        limit_s: after so many seconds of work (pauses and the machine's sleep not counted) it behaves as if `keep` had
            been said; 0: never.
        interrupted: set by Ctrl-C, which means `stop`.
    """

    def __init__(
        self, stream: TextIO | None = None, limit_s: float = 0.0, interrupted: threading.Event | None = None
    ) -> None:
        self.limit_s, self._interrupted = limit_s, interrupted or threading.Event()
        self.keep = False
        self._stop = False
        self._paused = False
        self._waited_s = 0.0
        self.clock = WorkClock()
        self._changed = threading.Condition()
        source = sys.stdin if stream is None else stream
        if source is not None and not source.closed:
            threading.Thread(target=self._listen, args=(source,), name="stop-listener", daemon=True).start()

    def _listen(self, source: TextIO) -> None:
        for line in source:
            self.hear(line.strip())

    def hear(self, word: str) -> None:
        """Take a word as if it had come from the parent; unknown ones mean nothing."""
        with self._changed:
            if word == "stop":
                self._stop = True
            elif word == "keep":
                self.keep = True
            elif word in ("pause", "resume"):
                self._paused = word == "pause"
            self._changed.notify_all()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was said."""
        return self._stop or self._interrupted.is_set()

    def check(self) -> None:
        """Raise Cancelled if `stop` was said: for work that has nothing to save."""
        if self.stopped:
            raise Cancelled

    @property
    def worked_s(self) -> float:
        """Seconds since the beginning, without those spent paused or asleep."""
        return self.clock.now() - self._waited_s

    def should_stop(self, step: int) -> bool:
        """Whether training shall end after this step; waits as long as it is paused."""
        with self._changed:
            if self._paused and not (self.stopped or self.keep):
                emit({"event": "paused", "step": step})
                began = self.clock.now()
                while self._paused and not (self.stopped or self.keep):
                    self._changed.wait(0.5)  # a signal sets its event without waking the condition
                self._waited_s += self.clock.now() - began
                emit({"event": "resumed", "step": step})
            if self.limit_s and self.worked_s > self.limit_s:
                self.keep = True
            return self.stopped or self.keep
