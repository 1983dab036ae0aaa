"""A person at the app, with a real pointer on a virtual screen: from a folder to a style, from there to a take."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.tools.app import OfferedTake, wait_for_take
from tests.tools.virtual_screen import VirtualScreen, wait_until

WATCHED = Path(__file__).with_name("watched_app.py")


class WatchedApp:
    """The app, and what is where in it."""

    def __init__(self, screen: VirtualScreen, width: int, height: int, **environment: str) -> None:
        self.screen = screen
        self._file = screen.folder / "places.json"
        command = [sys.executable, str(WATCHED), str(self._file), "--size", f"{width}x{height}"]
        self.process = screen.start(command, environment=environment)
        wait_until(self._file.is_file, 60, "the app")
        self.window = screen.window("TatumFlow", 60)

    def places(self) -> dict[str, dict[str, object]]:
        """Every visible control by its name."""
        found: dict[str, dict[str, object]] = json.loads(self._file.read_text(encoding="utf-8"))
        return found

    def wait_for(self, name: str, seconds: float = 30, *, enabled: bool = True) -> tuple[int, int]:
        """The middle of a control, once it can be seen (and used)."""

        def look() -> tuple[int, int] | None:
            if self.process.poll() is not None:
                raise AssertionError(f"the app ended:\n{self.screen.log_of(self.process)[-3000:]}")
            place = self.places().get(name)
            if place is None or (enabled and not place["enabled"]):
                return None
            return int(str(place["x"])), int(str(place["y"]))

        try:
            found = wait_until(look, seconds, f"the control {name!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}; on view: {sorted(self.places())}") from None
        assert found is not None
        return found

    def click(self, name: str, seconds: float = 30) -> None:
        """Press a control with the pointer; it may have to appear first."""
        self.wait_for(name, seconds)
        # A layout may still be moving it.
        time.sleep(0.6)
        x, y = self.wait_for(name, seconds)
        self.screen.xdotool("mousemove", x, y)
        time.sleep(0.15)
        self.screen.xdotool("click", 1)

    def type(self, text: str, *, anew: bool = True) -> None:
        """Type into what has the focus, in place of what is there."""
        if anew:
            self.screen.press("ctrl+a")
        self.screen.xdotool("type", "--delay", 12, text)

    def fill(self, name: str, text: str) -> None:
        """Click into a field and write."""
        self.click(name)
        self.type(text)
        self.screen.press("Tab")

    def tab_to(self, name: str) -> None:
        """Press Tab until a control is in sight, which scrolls it there. Raises TimeoutError."""
        for _ in range(20):
            if name in self.places():
                return
            self.screen.press("Tab")
            time.sleep(0.5)
        raise TimeoutError(f"Tab does not lead to {name!r}")

    def has_label(self, part: str) -> bool:
        """Whether a visible label holds these words."""
        return any(name.startswith("label ") and part in name for name in self.places())


def choose_folder(app: WatchedApp, folder: Path) -> None:
    """Step 1 with the system's question for a folder, until the scan is through."""
    app.click("tab Train")
    app.click("Choose a folder")
    app.screen.activate(app.screen.window("Choose the Folder", 20))
    time.sleep(0.8)
    app.type(str(folder))
    app.screen.press("Return")
    app.wait_for("Choose another folder", 600)


def learn(app: WatchedApp, name: str, *, minutes: int, steps: int = 0, prompts: int = 0) -> None:
    """Steps 2 and 3: plan and train until the result is there. `steps` and `prompts` are expert options."""
    app.click("Plan It")
    app.fill("Name of the style", name)
    app.fill("Time for learning", str(minutes))
    if steps:
        app.click("Options for experts")
        app.fill("Steps", str(steps))
    if prompts:
        app.tab_to("Prompts to measure with")
        app.fill("Prompts to measure with", str(prompts))
    app.click("Start Learning")
    app.wait_for("Pause", 60)
    app.wait_for("Add to Mixer", 240 * minutes + 900)


def mix_and_write(app: WatchedApp, name: str) -> OfferedTake:
    """Put the style into the mixer with another one, and write a take after the demo prompt."""
    app.click("Add to Mixer")
    app.wait_for(weight_of(name), 60)
    mine = app.places()[weight_of(name)]
    assert int(str(mine["text"])) > 0, "the new style is not in the mix"
    # The nearest below: rows further down may be scrolled out of sight.
    below = {
        key: place for key, place in app.places().items() if key.startswith(weight_of("")) and key != weight_of(name)
    }
    other = min((key for key in below if _y(below[key]) > _y(mine)), key=lambda key: _y(below[key]))
    app.click(other)
    for _ in range(3):
        app.screen.press("Page_Up")
    wait_until(lambda: int(str(app.places()[other]["text"])) > 0, 10, "the other style in the mix")
    app.click("Generate")
    return wait_for_take(app.screen, app.process, 240)


def _y(place: dict[str, object]) -> int:
    return int(str(place["y"]))


def weight_of(name: str) -> str:
    """The accessible name of a style's slider."""
    return f"Weight of {name}"
