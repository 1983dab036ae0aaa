"""What a screen reader gets to know of the real app: every control that takes the focus has a name and a role.

It is asked through AT-SPI, as Orca does, on a virtual screen with a message bus of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.app import start_app
from tests.tools.screen_reader import SYSTEM_PYTHON, assert_all_told, names, tree
from tests.tools.virtual_screen import VirtualScreen

LISTENER = Path(__file__).parents[1] / "tools" / "announcements.py"

pytestmark = [pytest.mark.screen, pytest.mark.slow]


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


def test_what_appears_without_the_focus_is_said(bus: VirtualScreen, tmp_path: Path) -> None:
    listener = bus.start([SYSTEM_PYTHON, "-u", str(LISTENER)])
    bus.wait_for_line(listener, r"^listening$", 20)
    broken = tmp_path / "broken.mid"
    broken.write_text("no music")
    app = start_app(bus, "--language", "en", str(broken), QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    bus.wait_for_line(listener, r"^SAID broken\.mid is not a MIDI file; choose a \.mid file\.$", 60)
    bus.press("ctrl+Return")
    bus.wait_for_line(listener, r"^SAID Take 1: 8 bars · \d+ notes", 60)
    assert app.poll() is None, bus.log_of(app)
