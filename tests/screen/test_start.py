"""The real app opens its window on a real screen, and answers to its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.app import start_app
from tests.tools.virtual_screen import VirtualScreen, wait_until

pytestmark = pytest.mark.screen


def test_the_window_appears_and_the_engine_gets_ready(screen: VirtualScreen, tmp_path: Path) -> None:
    app = start_app(screen, "--print-timing", width=1000, height=700)
    window = screen.window("TatumFlow", 60)
    screen.wait_for_line(app, r"^WINDOW \d+\.\d+$")
    screen.wait_for_line(app, r"^READY \d+\.\d+$")
    _, _, width, height = screen.geometry(window)
    assert (width, height) == (1000, 700)
    assert app.poll() is None
    output = screen.log_of(app)
    assert "Traceback" not in output
    assert "Error" not in output


def test_the_window_closes_cleanly(screen: VirtualScreen) -> None:
    app = start_app(screen)
    window = screen.window("TatumFlow", 60)
    screen.activate(window)
    screen.press("ctrl+q")
    wait_until(lambda: app.poll() is not None, 15, "the app to end")
    assert app.returncode == 0
    assert "Traceback" not in screen.log_of(app)
