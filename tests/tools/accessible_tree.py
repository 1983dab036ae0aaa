"""Prints what AT-SPI tells of an application's windows, as JSON: what a screen reader gets to know.

A program of its own, because the bindings of AT-SPI belong to the system's Python: `python3 accessible_tree.py NAME
[PRESS ...]`. It waits until the application has a window, presses what bears the given names, one after the other, and
lists every object that is visible.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

WAIT_S = 30.0
DEEPEST = 40
FEWEST = 20
"""A window that is being made has fewer objects than this."""
MOST_CHILDREN = 300


def main() -> int:
    """Print {"role", "name", "description", "labels", "focusable", "focused", "enabled", "path"} of each object."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    # Old and new bindings differ in which of their names they disapprove of.
    warnings.simplefilter("ignore", DeprecationWarning)
    Atspi.init()
    name, *presses = sys.argv[1:]
    found = _wait(lambda: _tree(Atspi, name))
    for wanted in presses:
        if not _wait(lambda wanted=wanted: _press(Atspi, name, wanted)):
            print(f"there is nothing to press that is called {wanted!r}", file=sys.stderr)
            return 1
        time.sleep(1.5)
        found = _tree(Atspi, name)
    if not found:
        print(f"no application {name!r} with a window is on the bus", file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False))
    return 0


def _wait(look: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + WAIT_S
    while True:
        value = look()
        if value or time.monotonic() > deadline:
            return value
        time.sleep(0.2)


def _windows(atspi: Any, name: str) -> list[Any]:
    desktop = atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(index)
        if app is not None and name.lower() in (app.get_name() or "").lower():
            return [app.get_child_at_index(number) for number in range(app.get_child_count())]
    return []


def _tree(atspi: Any, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for window in _windows(atspi, name):
        _walk(atspi, window, [], lambda node, states, path: found.append(_told(atspi, node, states, path)))
    return found if len(found) > FEWEST else []


def _press(atspi: Any, name: str, wanted: str) -> bool:
    matches: list[Any] = []

    def look(node: Any, states: Any, path: list[str]) -> None:
        if node.get_name() == wanted and node.get_action_iface() is not None:
            matches.append(node)

    for window in _windows(atspi, name):
        _walk(atspi, window, [], look)
    for node in matches:
        actions = node.get_action_iface()
        for index in range(actions.get_n_actions()):
            if actions.get_action_name(index) == "Press":
                return bool(actions.do_action(index))
    return False


def _told(atspi: Any, node: Any, states: Any, path: list[str]) -> dict[str, Any]:
    labels = [
        relation.get_target(number).get_name()
        for relation in node.get_relation_set()
        if relation.get_relation_type() == atspi.RelationType.LABELLED_BY
        for number in range(relation.get_n_targets())
    ]
    return {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "labels": labels,
        "focusable": states.contains(atspi.StateType.FOCUSABLE),
        "focused": states.contains(atspi.StateType.FOCUSED),
        "enabled": states.contains(atspi.StateType.ENABLED),
        "path": path,
    }


def _walk(atspi: Any, node: Any, path: list[str], visit: Callable[[Any, Any, list[str]], None]) -> None:
    if node is None or len(path) > DEEPEST:
        return
    states = node.get_state_set()
    if path and not states.contains(atspi.StateType.VISIBLE):
        return
    here = [*path, f"{node.get_role_name()} {node.get_name()!r}"]
    visit(node, states, here)
    for index in range(min(MOST_CHILDREN, node.get_child_count())):
        _walk(atspi, node.get_child_at_index(index), here, visit)


if __name__ == "__main__":
    sys.exit(main())
