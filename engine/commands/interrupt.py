"""Ctrl-C, and being told to end, during work that can be stopped cleanly."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cancel_on_interrupt(*others: signal.Signals) -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets, so that the work ends where it leaves nothing half done.

    So does each of the `others`, which would end the process at once and leave a temporary file. A second one raises
    KeyboardInterrupt at once. Outside the main thread, where no signal arrives, the event is only handed out.
    """
    cancel = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return

    def on_interrupt(*_: object) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, on_interrupt) for number in (signal.SIGINT, *others)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
