"""Curves for TensorBoard, written as they come. There is no thread: what goes wrong is told where it happens."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Any


class ScalarLog:
    """An event file in `folder`; a context manager.

    `first_step` is where this part of the run begins: TensorBoard forgets what an earlier, cut-off part wrote after it.
    """

    def __init__(self, folder: Path, first_step: int = 0) -> None:
        from tensorboard.compat.proto.event_pb2 import Event, SessionLog
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.summary.writer.record_writer import RecordWriter

        self._event: Any = Event
        self._summary: Any = Summary
        folder.mkdir(parents=True, exist_ok=True)
        name = f"events.out.tfevents.{time.time():.0f}.{socket.gethostname()}.{os.getpid()}"
        self._file = (folder / name).open("ab")
        self._records: Any = RecordWriter(self._file)
        self._write(file_version="brain.Event:2")
        self._write(step=first_step, session_log=SessionLog(status=SessionLog.START))

    def _write(self, **values: Any) -> None:
        self._records.write(self._event(wall_time=time.time(), **values).SerializeToString())

    def add_scalar(self, key: str, value: float, step: int) -> None:
        """One point of the curve `key`."""
        summary = self._summary(value=[self._summary.Value(tag=key, simple_value=float(value))])
        self._write(step=step, summary=summary)
        self._file.flush()

    def __enter__(self) -> ScalarLog:
        """The log itself."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close the file."""
        self._file.close()
