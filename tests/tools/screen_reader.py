"""What a screen reader is told of an app on a virtual screen, and what it has to be told."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.tools.virtual_screen import VirtualScreen

WALKER = Path(__file__).with_name("accessible_tree.py")
SYSTEM_PYTHON = "/usr/bin/python3"
ROLES = {
    "push button", "button", "check box", "toggle button", "radio button", "combo box", "spin button", "slider",
    "text", "entry", "password text", "page tab", "page tab list", "menu item", "check menu item", "list", "list item",
    "table", "table cell", "canvas", "scroll bar", "drawing area", "graphic", "image", "link", "label", "tree",
    "tool bar", "frame", "dialog", "alert",
}  # fmt: skip
"""What somebody who cannot see the window can make sense of; "filler" and "panel" are what Qt says of the unknown."""


def tree(screen: VirtualScreen, *presses: str) -> list[dict[str, Any]]:
    """Everything visible in the app's windows after pressing what bears these names."""
    command = [SYSTEM_PYTHON, str(WALKER), "tatumflow", *presses]
    done = subprocess.run(command, env=screen.environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def added(objects: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was not there before, such as a menu that has opened."""
    known = {tuple(item["path"]) for item in before}
    return [item for item in objects if tuple(item["path"]) not in known]


def names(objects: list[dict[str, Any]]) -> set[str]:
    return {item["name"] for item in objects} | {label for item in objects for label in item["labels"]}


def assert_all_told(objects: list[dict[str, Any]]) -> None:
    """Each control that takes the focus has a name, and a role that says what can be done with it."""
    controls = [item for item in objects if item["focusable"]]
    # A cell of a table may be empty.
    nameless = [
        item["path"][-3:]
        for item in controls
        if not (item["name"].strip() or any(item["labels"]) or item["role"] == "table cell")
    ]
    assert not nameless, nameless
    roleless = [item["path"][-3:] for item in controls if item["role"] not in ROLES]
    assert not roleless, roleless
    # Of a box of choices Qt tells the choice as its name; what is chosen there, its label tells.
    unlabelled = [item["path"][-3:] for item in controls if item["role"] == "combo box" and not any(item["labels"])]
    assert not unlabelled, unlabelled
