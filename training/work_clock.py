"""Time that a training has really had: a machine that sleeps, or a process that is held, spends nothing of it."""

from __future__ import annotations

import threading
import time
from types import TracebackType

TICK_S = 0.5
GAP_S = 3.0
"""A thread that does nothing but look at the clock is not kept from it for so long by a busy machine."""
BUSY_SHARE = 0.2
"""With more processor time than this in a gap, the process was at work and only its clock's thread was kept waiting."""


class WorkClock:
    """Seconds of work since it was made, without the stretches in which the whole process stood still.

    Some systems let their steady clock run on while the machine sleeps, and every clock runs on while a process is held
    (SIGSTOP, a debugger). While the clock is entered (`with`), a thread looks at the time twice a second; where it
    could not look for seconds and nothing was computed, nothing is counted. May be entered more than once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = self._seen = time.monotonic()
        self._processor_s = time.process_time()
        self._still_s = 0.0
        self._entered = 0
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def still_s(self) -> float:
        """Seconds that were not counted."""
        with self._lock:
            self._look()
            return self._still_s

    def now(self) -> float:
        """Seconds of work so far."""
        with self._lock:
            self._look()
            return self._seen - self._began - self._still_s

    def _look(self) -> None:
        now, processor_s = time.monotonic(), time.process_time()
        gap = now - self._seen
        watched = self._thread is not None
        if watched and gap > GAP_S and processor_s - self._processor_s < BUSY_SHARE * gap:
            self._still_s += gap - TICK_S
        self._seen, self._processor_s = now, processor_s

    def _tick(self) -> None:
        while not self._end.wait(TICK_S):
            with self._lock:
                self._look()

    def __enter__(self) -> WorkClock:
        """Watch for stretches of standing still."""
        with self._lock:
            self._entered += 1
            if self._thread is None:
                self._look()
                self._end.clear()
                self._thread = threading.Thread(target=self._tick, name="work-clock", daemon=True)
                self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End the watch when the last one who entered leaves."""
        with self._lock:
            self._entered -= 1
            if self._entered:
                return
            self._look()
            thread, self._thread = self._thread, None
            self._end.set()
        if thread is not None:
            thread.join()
