"""How long it takes from a movement of a style's slider until the first new bar, and until all new bars, are painted in
the roll, in the real window with the real model.

usage: python tests/benchmarks/live_slider.py [PROMPT.mid] [--mode MODE] [--movements N] [--bars B]

Movements are made one after another, each once the one before is on the screen; then a drag of movements 20 ms apart
is measured by its last one. On a busy machine the wall clock says little, so the processor time of a movement is
printed as well: that is about what a quiet machine needs.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.controller import Controller, EngineState
from app.engine_client import EngineClient, EngineLike
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT, AppPaths
from app.settings import Settings
from app.theme import apply_theme, base_font, resolve_theme

LIMIT_S = 60.0


class PaintWatch(QObject):
    """Notes when the roll painted a clip for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._roll = window.roll_panel.roll
        self.painted_s: dict[int, float] = {}
        self._roll.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - a virtual method of Qt's
        """A paint of the viewport shows the content of this moment once it is over."""
        if event.type() == QEvent.Type.Paint:
            key = id(self._roll.content)
            QTimer.singleShot(0, lambda: self.painted_s.setdefault(key, time.perf_counter()))
        return False


def wait(until: Callable[[], bool]) -> None:
    """Run the event loop until a condition holds. Raises TimeoutError."""
    end = time.monotonic() + LIMIT_S
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        loop = QEventLoop()
        QTimer.singleShot(4, loop.quit)
        loop.exec()


def load() -> EngineLike:
    """The bundled model on one thread, as the app loads it."""
    from engine.generate.engine import Engine

    return Engine.load(threads=1)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompt", nargs="?", type=Path, default=DEMO_PROMPT)
    parser.add_argument("--mode", choices=("continue", "improvise", "transfer"), default="continue")
    parser.add_argument("--movements", type=int, default=20)
    parser.add_argument("--bars", type=int, default=8)
    options = parser.parse_args()
    app = QApplication([])
    app.setStyle("Fusion")
    app.setFont(base_font())
    apply_theme(app, resolve_theme("dark"))
    with tempfile.TemporaryDirectory() as folder:
        paths = AppPaths.under(Path(folder))
        controller = Controller(EngineClient(load))
        window = MainWindow(controller, Settings(paths.settings_file), paths)
        window.resize(1280, 800)
        window.show()
        controller.client.start()
        wait(lambda: controller.engine_state is EngineState.READY)
        window.open_file(options.prompt)
        wait(lambda: not controller.is_working)
        controller.change_settings("bars", bars=options.bars, mode=options.mode)
        watch, live = PaintWatch(window), window.inspector_link.live
        mixer = window.mixer.styles
        mixer.live_button.click()
        rows = list(mixer.palette_page.rows.values())
        slider = rows[0].slider

        roll = window.roll_panel.roll

        def moved(value: int) -> list[float]:
            """Wall and processor seconds from a movement to the paint of its first bar, then of all."""
            watch.painted_s.clear()
            began, began_cpu = time.perf_counter(), time.process_time()
            before = roll.content
            slider.setValue(value)
            measured = []
            for done in (lambda: roll.content is not before, lambda: not live.busy):
                wait(lambda done=done: done() and id(roll.content) in watch.painted_s)
                measured += [watch.painted_s[id(roll.content)] - began, time.process_time() - began_cpu]
            return measured

        moved(50)  # the first one makes the take
        results = [moved(5 + 90 * (number * 7 % 19) // 19) for number in range(options.movements)]
        for value in range(20, 60, 4):
            slider.setValue(value)
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
        dragged = moved(60)
        takes = controller.document.state.takes
        notes = len(takes[-1].clip.notes)
        controller.close()
        window.hide()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{options.mode}, {options.bars} bars, {notes} notes, {len(results)} movements")
    columns = zip(("FIRST wall", "FIRST cpu ", "ALL   wall", "ALL   cpu "), zip(*results, strict=True), strict=True)
    for name, values in columns:
        low, middle, high = (1000 * value for value in (min(values), statistics.median(values), max(values)))
        print(f"{name} median {middle:.0f} ms, best {low:.0f}, worst {high:.0f}")
    print(f"DRAG last of ten movements 20 ms apart: first {1000 * dragged[0]:.0f} ms, all {1000 * dragged[2]:.0f} ms")
    sys.stdout.flush()
    os._exit(0)  # the window would ask what to do with its unsaved takes


if __name__ == "__main__":
    sys.exit(main())
