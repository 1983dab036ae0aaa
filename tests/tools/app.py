"""Starts the real app on a virtual screen as a user does, and finds the take that it offers for dragging."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.tools.virtual_screen import VirtualScreen

ROOT = Path(__file__).parents[2]


class OfferedTake(NamedTuple):
    """Where to press for a drag, in pixels of the screen, and the file that the drag carries."""

    point: tuple[int, int]
    file: Path


def start_app(
    screen: VirtualScreen, *options: str, width: int = 1180, height: int = 900, **environment: str
) -> subprocess.Popen[bytes]:
    """Start the app with a window of the given size at the left of the screen."""
    command = [sys.executable, str(ROOT / "main.py"), "--size", f"{width}x{height}", *options]
    return screen.start(command, environment=environment)


def start_with_take(screen: VirtualScreen, prompt: Path) -> subprocess.Popen[bytes]:
    """Start the app so that it opens `prompt`, writes a continuation of it and says where its card is."""
    return start_app(screen, TATUMFLOW_ANNOUNCE_DRAG="1", TATUMFLOW_AUTOGENERATE=str(prompt))


def wait_for_take(screen: VirtualScreen, app: subprocess.Popen[bytes], seconds: float = 90) -> OfferedTake:
    """The first take of an app that `start_with_take` has started. Raises TimeoutError, with the app's output."""
    where = screen.wait_for_line(app, r"^SRC (\d+) (\d+)$", seconds)
    file = screen.wait_for_line(app, r"^TAKE (.+)$", 5)
    return OfferedTake((int(where[1]), int(where[2])), Path(file[1]))
