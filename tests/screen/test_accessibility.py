"""What a screen reader gets to know of the real app: every control that takes the focus has a name and a role.

It is asked through AT-SPI, as Orca does, on a virtual screen with a message bus of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools.app import start_app
from tests.tools.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.slow]

WALKER = Path(__file__).parents[1] / "tools" / "accessible_tree.py"
SYSTEM_PYTHON = "/usr/bin/python3"
ROLES = {
    "push button", "button", "check box", "toggle button", "radio button", "combo box", "spin button", "slider",
    "text", "entry", "password text", "page tab", "page tab list", "menu item", "check menu item", "list", "list item",
    "table", "canvas", "scroll bar", "drawing area", "graphic", "image", "link", "label", "tree", "tool bar", "frame",
}  # fmt: skip
"""What somebody who cannot see the window can make sense of; "filler" and "panel" are what Qt says of the unknown."""


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


def tree(screen: VirtualScreen, *presses: str) -> list[dict[str, Any]]:
    """Everything visible in the app's windows after pressing what bears these names."""
    command = [SYSTEM_PYTHON, str(WALKER), "tatumflow", *presses]
    done = subprocess.run(command, env=screen.environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def names(objects: list[dict[str, Any]]) -> set[str]:
    return {item["name"] for item in objects} | {label for item in objects for label in item["labels"]}


def assert_all_told(objects: list[dict[str, Any]]) -> None:
    """Each control that takes the focus has a name, and a role that says what can be done with it."""
    controls = [item for item in objects if item["focusable"]]
    assert len(controls) > 20
    nameless = [item["path"][-3:] for item in controls if not (item["name"].strip() or any(item["labels"]))]
    assert not nameless
    roleless = [item["path"][-3:] for item in controls if item["role"] not in ROLES]
    assert not roleless
    # Of a box of choices Qt tells the choice as its name; what is chosen there, its label tells.
    unlabelled = [item["path"][-3:] for item in controls if item["role"] == "combo box" and not any(item["labels"])]
    assert not unlabelled


def test_the_compose_page_is_told_to_screen_readers(bus: VirtualScreen, demo_prompt: Path) -> None:
    app = start_app(
        bus, "--language", "en", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", TATUMFLOW_ANNOUNCE_DRAG="1",
        TATUMFLOW_AUTOGENERATE=str(demo_prompt),
    )  # fmt: skip
    bus.wait_for_line(app, r"^TAKE (.+)$", 90)
    page = tree(bus)
    assert_all_told(page)
    roles = {item["name"]: item["role"] for item in page if item["focusable"]}
    assert roles["Piano roll"] == roles["Chord lane"] == "canvas"
    assert roles["Take 1"] == "list item"
    assert roles["Creativity"] == "slider"
    assert roles["Play"] in ("push button", "button")
    assert {"Snap", "Role", "What to write"} <= names(page)
    card = next(item for item in page if item["name"] == "Take 1" and item["role"] == "list item")
    assert "notes" in card["description"]
    unfolded = tree(bus, "Texture", "Sampling and seed", "Pad")
    assert {"Density", "Swing", "Temperature"} <= names(unfolded) - names(page)
    assert_all_told(unfolded)
    output = bus.log_of(app)
    assert app.poll() is None, output
    assert "Traceback" not in output


def test_the_train_page_is_told_to_screen_readers(bus: VirtualScreen) -> None:
    app = start_app(bus, "--language", "en", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    bus.window("TatumFlow", 60)
    page = tree(bus, "Train")
    assert_all_told(page)
    assert app.poll() is None, bus.log_of(app)
    bus.press("ctrl+q")
    assert "Traceback" not in bus.log_of(app)
