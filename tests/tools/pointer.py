"""A real pointer on a virtual screen: presses, moves and releases go through the X server like those of a hand."""

from __future__ import annotations

import time

from tests.tools.virtual_screen import VirtualScreen

_STEPS = 25
_STEP_S = 0.02


def drag(screen: VirtualScreen, source: tuple[int, int], target: tuple[int, int]) -> None:
    """Press at `source`, move to `target` on the way that a hand takes, and let go there.

    A drag begins only after some pixels, a drop target has to see the pointer arrive, and both answer with messages of
    their own: hence the small moves at either end and the pauses.
    """
    (from_x, from_y), (to_x, to_y) = source, target
    screen.xdotool("mousemove", from_x, from_y)
    time.sleep(0.2)
    screen.xdotool("mousedown", 1)
    time.sleep(0.2)
    for distance in range(3, 22, 3):
        screen.xdotool("mousemove", from_x + distance, from_y + distance // 2)
        time.sleep(_STEP_S * 2)
    for step in range(1, _STEPS + 1):
        screen.xdotool(
            "mousemove", from_x + (to_x - from_x) * step // _STEPS, from_y + (to_y - from_y) * step // _STEPS
        )
        time.sleep(_STEP_S)
    screen.xdotool("mousemove", to_x + 3, to_y + 2)
    time.sleep(0.3)
    screen.xdotool("mousemove", to_x, to_y)
    time.sleep(0.4)
    screen.xdotool("mouseup", 1)
    time.sleep(0.3)
