"""The virtual screen that the tests of this folder share, and how the real app is started on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import ardour
from tests.tools.virtual_screen import VirtualScreen, missing_programs

ROOT = Path(__file__).parents[2]
APP_WIDTH, SCREEN_WIDTH, SCREEN_HEIGHT = 1200, 2400, 1000


@pytest.fixture
def screen() -> Iterator[VirtualScreen]:
    missing = missing_programs()
    if missing:
        pytest.skip(f"a virtual screen needs {', '.join(missing)}")
    with VirtualScreen(SCREEN_WIDTH, SCREEN_HEIGHT) as screen:
        yield screen


@pytest.fixture
def daw(screen: VirtualScreen) -> ardour.Ardour:
    """Ardour in the right half of the screen."""
    if ardour.installed_version() is None:
        pytest.skip("Ardour (with dbus-run-session) is not installed")
    return ardour.Ardour(screen, APP_WIDTH, 0, SCREEN_WIDTH - APP_WIDTH, SCREEN_HEIGHT - 50)


@pytest.fixture
def demo_prompt() -> Path:
    return ROOT / "resources" / "prompts" / "demo.mid"
