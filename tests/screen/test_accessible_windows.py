"""What a screen reader gets to know of menus, dialogs and fields that open for a moment, each opened by keys."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tools.app import start_app
from tests.tools.screen_reader import added, assert_all_told, names, tree
from tests.tools.stride_pieces import stride_folder
from tests.tools.virtual_screen import VirtualScreen, wait_until

pytestmark = [pytest.mark.screen, pytest.mark.slow]

MENUS = {
    "alt+f": {"New Project", "Open…", "Save Project", "Export Take as MIDI…", "Settings…", "Quit"},
    "alt+e": {"Undo: generate", "Cut", "Transpose Up", "Star Take", "Delete Take"},
    "alt+g": {"Generate", "Roll the Seed", "Next Take"},
    "alt+t": {"Play or Stop", "Loop", "Metronome", "Count-In"},
    "alt+v": {"Fit", "Velocities", "Theme", "Language"},
    "alt+h": {"Show the Tour", "Shortcuts"},
}


class Opened:
    """The app with a take, and what a screen reader is told of it."""

    def __init__(self, screen: VirtualScreen, app: subprocess.Popen[bytes]) -> None:
        self.screen, self.app = screen, app
        self.before = tree(screen)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.screen.press(key)
            time.sleep(0.15)

    def after(self, *keys: str) -> list[dict[str, Any]]:
        """What has appeared after some keys, all of it with names and roles."""
        self.press(*keys)
        found = wait_until(lambda: added(tree(self.screen), self.before), 15, f"something after {keys}")
        time.sleep(0.4)
        found = added(tree(self.screen), self.before)
        assert_all_told(found)
        return found

    def close(self) -> None:
        """Esc closes what has opened, one after the other."""
        for _ in range(4):
            self.press("Escape")
            time.sleep(0.3)
            left = [item for item in added(tree(self.screen), self.before) if item["focusable"] or item["name"]]
            if not left:
                return
        raise AssertionError(f"still there: {names(left)}")


@pytest.fixture
def opened(bus: VirtualScreen, demo_prompt: Path) -> Iterator[Opened]:
    app = start_app(
        bus, "--language", "en", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", TATUMFLOW_ANNOUNCE_DRAG="1",
        TATUMFLOW_AUTOGENERATE=str(demo_prompt),
    )  # fmt: skip
    bus.wait_for_line(app, r"^TAKE (.+)$", 90)
    wait_until(lambda: "Take 2" in names(tree(bus)), 60, "the second take")
    bus.activate(bus.window("TatumFlow"))
    opened = Opened(bus, app)
    yield opened
    assert opened.app.poll() is None, bus.log_of(opened.app)
    assert "Traceback" not in bus.log_of(opened.app)


def test_every_menu_tells_its_items(opened: Opened) -> None:
    for key, expected in MENUS.items():
        items = [item for item in opened.after(key) if item["role"].endswith("menu item")]
        assert expected <= {item["name"] for item in items}
        opened.close()
    # The Notes menu, which has no key of its own, stands right of Edit; its Role menu opens to the side.
    notes = names(opened.after("alt+e", "Right"))
    assert {"Quantise", "Legato", "Role", "Grid"} <= notes
    opened.close()


def test_every_window_tells_its_controls(opened: Opened) -> None:
    for keys, expected in (
        (("F1",), {"Find a command or a key", "New keys", "Default keys"}),
        (("ctrl+comma",), {"Theme", "Play through", "SoundFont", "Threads", "Dragged takes"}),
        (("ctrl+e",), {"File name:"}),
        (("ctrl+shift+e",), {"File name:"}),
        (("ctrl+o",), {"File name:"}),
        (("shift+q",), {"Strength", "Swing"}),
        (("F2",), {"Name"}),
    ):
        assert expected <= names(opened.after(*keys)), keys
        opened.close()
    asked = opened.after("ctrl+q")
    assert {"Save", "Discard", "Cancel"} <= names(asked)
    assert any("Save the changes" in item["name"] for item in asked)
    opened.close()


def test_work_that_is_brought_back_is_told(opened: Opened) -> None:
    screen = opened.screen
    time.sleep(2.0)  # unsaved work is written aside half a second after a change
    opened.app.send_signal(signal.SIGKILL)
    opened.app.wait()
    opened.app = start_app(screen, "--language", "en", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    screen.window("TatumFlow", 60)

    def told() -> list[dict[str, Any]]:
        return [item for item in tree(screen) if item["role"] == "label" and "did not end properly" in item["name"]]

    wait_until(told, 60, "the message")
    assert "Take 2" in names(tree(screen))
    assert_all_told(tree(screen))


def test_chords_are_told_as_they_are_chosen(opened: Opened) -> None:
    def description(name: str) -> str:
        return next(str(item["description"]) for item in tree(opened.screen) if item["name"] == name)

    def tab_to(name: str) -> None:
        for _ in range(60):
            if any(item["name"] == name and item["focused"] for item in tree(opened.screen)):
                return
            opened.press("Tab")
        raise AssertionError(f"Tab does not lead to {name}")

    tab_to("Chord lane")
    opened.press("Home")
    first = description("Chord lane")
    opened.press("Right")
    assert description("Chord lane") != first
    assert any(item["role"] == "text" for item in opened.after("F2"))
    opened.close()


def test_folder_and_plan_are_told(opened: Opened, tmp_path: Path) -> None:
    folder = stride_folder(tmp_path / "stride", 4)
    screen = opened.screen
    tree(screen, "Train", "Choose a folder")
    screen.activate(screen.window("Choose the Folder", 20))
    time.sleep(0.8)
    screen.xdotool("type", "--delay", 12, str(folder))
    screen.press("Return")
    wait_until(lambda: "Choose another folder" in names(tree(screen)), 60, "the folder's figures")
    found = tree(screen)
    assert_all_told(found)
    charts = [item for item in found if item["name"].startswith("Tempo in bpm")]
    assert charts, "the charts are told in words"
    assert_all_told(tree(screen, "Plan It"))
    expert = tree(screen, "Options for experts")
    assert_all_told(expert)
    assert {"Name of the style", "Time for learning", "Steps", "Learning rate"} <= names(expert)
