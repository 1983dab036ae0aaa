"""The virtual screen that the tests of this folder share, and how the real app is started on it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import ardour
from tests.tools.screen_reader import SYSTEM_PYTHON
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


@pytest.fixture
def bus(screen: VirtualScreen) -> VirtualScreen:
    """The screen with a session bus, on which the accessibility bus is started when it is asked for."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("the accessibility tree needs dbus-daemon")
    code = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    try:
        done = subprocess.run([SYSTEM_PYTHON, "-c", code], capture_output=True, check=False)
    except OSError:
        pytest.skip(f"the accessibility tree needs {SYSTEM_PYTHON} with python3-gi")
    if done.returncode:
        pytest.skip(f"the accessibility tree needs gir1.2-atspi-2.0 and python3-gi for {SYSTEM_PYTHON}")
    daemon = screen.start(["dbus-daemon", "--session", "--nofork", "--print-address=1"])
    address = screen.wait_for_line(daemon, r"^(unix:\S+)$", 10)[1]
    screen.environment["DBUS_SESSION_BUS_ADDRESS"] = address
    listed = subprocess.run(
        ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress"],
        env=screen.environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("the accessibility tree needs at-spi2-core, which starts the accessibility bus")
    return screen
