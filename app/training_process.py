"""Commands of TatumFlow as child processes of the window: JSON lines come in as events, words go out, an end is told
in one sentence. What the events mean is known to those who ask for them.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot

from app.i18n import in_words, translate
from engine.sentences import Sentence, sentence_from

MAIN = Path(__file__).resolve().parent.parent / "main.py"
MOST_LINE_BYTES = 4_000_000
"""A line that grows beyond this is no report of ours; it is dropped up to its end."""
MOST_STDERR_BYTES = 64_000
CLOSE_MS = 3000
EXIT_INTERRUPTED = 130
NICENESS = "5"
"""Playing and composing come first where the machine has not enough cores for all."""

Event = dict[str, Any]


class Ending(Enum):
    """How a child has ended."""

    DONE = auto()
    STOPPED = auto()
    """It was asked to stop and has put its work in order."""
    CANCELLED = auto()
    """It was ended from here without asking."""
    FAILED = auto()
    """It says why, in one sentence."""
    DIED = auto()
    """It was ended from outside, or crashed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a child; `message` is one sentence for the user, empty where there is nothing to say."""

    ending: Ending
    message: str = ""


class LineReader:
    """Turns a stream of bytes into events. Lines that are no JSON objects are passed over."""

    def __init__(self) -> None:
        self._rest = b""
        self._dropping = False

    def feed(self, data: bytes) -> list[Event]:
        """The events that `data` completes."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if self._dropping and lines:
            lines, self._dropping = lines[1:], False
        if len(self._rest) > MOST_LINE_BYTES:
            self._rest, self._dropping = b"", True
        return [event for line in lines if (event := _event(line)) is not None]


def _event(line: bytes) -> Event | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("event"), str) else None


def said(event: Event, key: str) -> Sentence | str:
    """The sentence that an event tells; without a template, its English text under `key`."""
    return sentence_from(event) or str(event.get(key, ""))


def command_line(arguments: Sequence[str]) -> list[str]:
    """Program and arguments that run `tatumflow ARGUMENTS` with what runs this app."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, str(MAIN), *arguments]


def child_environment() -> QProcessEnvironment:
    """This process's environment, and lines that are passed on at once, in UTF-8."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONUNBUFFERED", "1")
    environment.insert("PYTHONUTF8", "1")
    return environment


def sentence_of(stderr: bytes) -> str:
    """The last line that a child has written to standard error, without the name of its command."""
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines:
        return ""
    head, colon, rest = lines[-1].partition(": ")
    text = rest if colon and head.split(" ")[0] == "tatumflow" else lines[-1]
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def unforeseen(stderr: bytes) -> str:
    """What is told of a child that has failed without an `error` event; empty where it has written nothing."""
    told = sentence_of(stderr)
    if not told:
        return ""
    return translate("TrainingProcess", "The training ended with an error of its own: {message}").format(message=told)


def start_detached(arguments: Sequence[str], output: Path, errors: Path) -> int:
    """Run `tatumflow ARGUMENTS` so that it outlives this process; its lines are added to `output`.

    Returns its process id, or 0 where it could not be started.
    """
    import subprocess  # only a window that closes needs it

    # Qt can start a detached process too, but from Python it does not tell its id.
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    try:
        with output.open("ab") as out, errors.open("ab") as err:
            process = subprocess.Popen(
                command_line(arguments),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env=environment,
                start_new_session=True,
                creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
            )
    except OSError:
        return 0
    # Nobody waits for it: without this, the object would complain when it goes.
    process.returncode = 0
    return process.pid


class TrainingProcess(QObject):
    """One child at a time. It ends with its owner at the latest."""

    event_received = Signal(object)
    ended = Signal(object)
    """An `Outcome`, after the last event."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._reader = LineReader()
        self._stderr = b""
        self._failure: Sentence | str = ""
        self._asked_to_stop = False
        self._cancelled = False

    @property
    def running(self) -> bool:
        """Whether there is a child."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The child's process id; 0 without one."""
        return 0 if self._process is None else int(self._process.processId())

    def start(self, arguments: Sequence[str], *, background: bool = True) -> None:
        """Run `tatumflow ARGUMENTS`. `background` lets everything else on the machine go first.

        Raises:
            RuntimeError: if a child is running already.
        """
        if self._process is not None:
            raise RuntimeError("one child at a time")
        self._reader, self._stderr, self._failure = LineReader(), b"", ""
        self._asked_to_stop = self._cancelled = False
        program, *rest = command_line(arguments)
        nice = shutil.which("nice") if background else None
        if nice is not None:
            # It becomes the program, so process id and signals are the program's own.
            program, rest = nice, ["-n", NICENESS, program, *rest]
        process = self._process = QProcess(self)
        process.setProcessEnvironment(child_environment())
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_stderr)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        process.start(program, rest)

    def send(self, word: str) -> None:
        """Write a line to the child's standard input; nothing happens without a child."""
        if self._process is not None:
            self._process.write(word.encode() + b"\n")

    def stop(self) -> None:
        """Ask the child to put its work in order and end."""
        self._asked_to_stop = True
        self.send("stop")

    def stop_and_wait(self, limit_ms: int) -> None:
        """As `stop`, and return when the child has ended; after `limit_ms` it is ended. Nothing is reported."""
        process = self._process
        if process is not None:
            self.stop()
            process.blockSignals(True)
            process.waitForFinished(limit_ms)
            for event in self._reader.feed(bytes(process.readAllStandardOutput().data())):
                self.event_received.emit(event)
            self.close()

    def cancel(self) -> None:
        """End the child at once. `ended` follows."""
        if self._process is not None:
            self._cancelled = True
            self._process.kill()

    def close(self) -> None:
        """End the child and wait for it, silently: for the end of the app."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(CLOSE_MS)
            process.deleteLater()

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        for event in self._reader.feed(bytes(self._process.readAllStandardOutput().data())):
            if event["event"] == "error":
                self._failure = said(event, "message")
            self.event_received.emit(event)

    @Slot()
    def _on_stderr(self) -> None:
        if self._process is not None:
            self._stderr += bytes(self._process.readAllStandardError().data())
            self._stderr = self._stderr[-MOST_STDERR_BYTES:]

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            text = translate("TrainingProcess", "The training could not be started ({reason}); install TatumFlow anew.")
            reason = self._process.errorString()
            self._end(Outcome(Ending.FAILED, text.format(reason=reason)))

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._on_output()
        self._on_stderr()
        if self._cancelled:
            outcome = Outcome(Ending.CANCELLED)
        elif status is QProcess.ExitStatus.CrashExit:
            text = translate("TrainingProcess", "The training was ended by the system or another program.")
            outcome = Outcome(Ending.DIED, text)
        elif code == 0:
            outcome = Outcome(Ending.DONE)
        elif code == EXIT_INTERRUPTED and self._asked_to_stop:
            outcome = Outcome(Ending.STOPPED)
        else:
            text = translate("TrainingProcess", "The training ended without saying why (status {code}).")
            message = in_words(self._failure) or unforeseen(self._stderr) or text.format(code=code)
            outcome = Outcome(Ending.FAILED, message)
        self._end(outcome)

    def _end(self, outcome: Outcome) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
            self.ended.emit(outcome)
