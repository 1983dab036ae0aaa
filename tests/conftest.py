"""What every test runs under: no screen, nobody's own settings, and no thread left behind."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Tests judge what comes out; how long it takes is for the benchmarks.
settings.register_profile("tatumflow", deadline=None)
settings.load_profile("tatumflow")
# A run that was started in the background ignores Ctrl-C, and so would the programs that tests send it to.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Before Qt or anything of TatumFlow is imported. Tests of the real window start a child process with its own screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
_home = tempfile.TemporaryDirectory(prefix="tatumflow-tests-")
for _kind in ("CONFIG", "CACHE", "DATA", "STATE"):
    os.environ[f"XDG_{_kind}_HOME"] = str(Path(_home.name) / _kind.lower())

HERE = Path(__file__).parent
# Threads that a library keeps for the whole process by design; each with the reason.
KEPT_FOR_GOOD = (
    "TMonitor",  # tqdm's, wakes bars that miditok and torch draw; it has no owner to end it
    "pytest_timeout",  # the timer of the test run itself
)
ONE_AT_A_TIME = ("app", "screen", "sound")
"""Folders whose tests want the screen, the focus or the sound device for themselves."""
GRACE_S = 2.0
"""How long a test's threads may take to end after it; a condition that is waited for, not a measurement."""


def _living_threads() -> set[threading.Thread]:
    return {
        thread
        for thread in threading.enumerate()
        # A dummy stands for a thread that was started outside Python (Qt's); it is listed even after its end.
        if not isinstance(thread, threading._DummyThread) and not thread.name.startswith(KEPT_FOR_GOOD)
    }


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the tests are spread over processes, those of a window stay in one."""
    for item in items:
        if item.path.relative_to(HERE).parts[0] in ONE_AT_A_TIME:
            item.add_marker(pytest.mark.xdist_group("window"))


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """A test that leaves a Python thread running fails."""
    before = _living_threads()
    yield
    deadline = time.monotonic() + GRACE_S
    while (left := _living_threads() - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left, f"threads left running: {sorted(thread.name for thread in left)}"
