"""Progress on standard error: a bar on a terminal, plain lines otherwise. Standard output belongs to the result."""

from __future__ import annotations

import sys
from typing import TextIO

from engine.sentences import Sentence

BAR_WIDTH = 30
LINE_EVERY = 0.25
"""How much of the work lies between two plain lines: a log wants few."""


class ProgressLine:
    """One piece of work that is reported as it advances; a context manager, so that no bar stays half drawn.

    Args:
        label: what is being done, for people.
        stream: where it goes; standard error by default.
    """

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = sys.stderr if stream is None else stream
        self._is_terminal = self._stream.isatty()
        self._last_line = -LINE_EVERY
        self._drawn = 0

    def __enter__(self) -> ProgressLine:
        """Say that the work has begun."""
        self.update(0.0)
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away; what it was for is said by the result."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()

    def update(self, done: float, stage: str = "") -> None:
        """Report that `done` (0..1) of the work is done; `stage` is a short word for people."""
        done = min(1.0, max(0.0, done))
        text = f"{self._label}{': ' + stage if stage else ''}"
        if self._is_terminal:
            filled = round(done * BAR_WIDTH)
            line = f"{text} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:4.0%}"
            self._stream.write("\r" + line.ljust(self._drawn))
            self._drawn = max(self._drawn, len(line))
        elif done - self._last_line >= LINE_EVERY or (done == 1.0 and self._last_line < 1.0):
            self._stream.write(f"{text} {done:.0%}\n")
            self._last_line = done
        self._stream.flush()


def note(sentence: Sentence) -> None:
    """Say something in between on a line of its own, over the bar that may stand there."""
    start = "\r" if sys.stderr.isatty() else ""
    print(f"{start}{sentence}", file=sys.stderr, flush=True)
