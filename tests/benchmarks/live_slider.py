"""How long it takes from a movement of a style's slider until the first new bar, and until all new bars, are painted in
the roll, in the real window with the real model, mode by mode. All modes write eight bars, as many as the demo prompt
has; infill writes four of them, a solo is lead, chords and bass, and a song has two sections of four bars.

usage: python tests/benchmarks/live_slider.py [PROMPT.mid] [--modes MODE ...] [--movements N] [--bars B] [--form FORM]
           [--processes P] [--own FILE.tatumstyle]

Movements are made one after another, each once the one before is on the screen; then a drag of movements 20 ms apart
is measured by its last one. On a busy machine the wall clock says little, so the processor time of a movement is
printed as well: that is about what a quiet machine needs. `--own` moves the slider of a trained style instead of one
of the palette's; the styles that are installed on the machine play no part.
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
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the app does

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.application import set_up_interpreter
from app.controller import Controller, EngineState
from app.engine_client import EngineClient
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT, AppPaths
from app.settings import Settings
from app.theme import apply_theme, base_font, resolve_theme
from engine.generate.engine import Engine
from engine.generate.jobs import MODES
from engine.model.personal import FOLDER_VARIABLE, StyleLibrary, load_style
from engine.music.forms import form_chart
from tests.benchmarks.event_loop import wait as pause

LIMIT_S = 60.0
OVER_CHORDS = ("reharmonize", "solo")


class PaintWatch(QObject):
    """Notes when the roll painted each of its contents for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._roll = window.roll_panel.roll
        self.painted: list[tuple[object, float]] = []
        self._shown: object = None
        self._over = QTimer(self, singleShot=True, interval=0)
        self._over.timeout.connect(lambda: self.painted.append((self._shown, time.perf_counter())))
        self._roll.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - a virtual method of Qt's
        """A paint of the viewport shows the content of this moment once it is over."""
        if event.type() == QEvent.Type.Paint:
            self._shown = self._roll.content
            self._over.start()
        return False

    def painted_s(self, content: object) -> float | None:
        """When it was painted, if it was."""
        return next((seconds for painted, seconds in self.painted if painted is content), None)


def wait(until: Callable[[], bool]) -> None:
    """Run the event loop until a condition holds. Raises TimeoutError."""
    end = time.monotonic() + LIMIT_S
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        pause(4)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompt", nargs="?", type=Path, default=DEMO_PROMPT)
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--movements", type=int, default=20)
    parser.add_argument("--bars", type=int, default=8)
    parser.add_argument("--form", default="AB")
    parser.add_argument("--processes", type=int, default=2, help="that write, as in the settings")
    parser.add_argument("--own", type=Path, help="a trained style, whose slider is moved")
    options = parser.parse_args()
    app = QApplication([])
    set_up_interpreter()
    app.setStyle("Fusion")
    app.setFont(base_font())
    apply_theme(app, resolve_theme("dark"))
    with tempfile.TemporaryDirectory() as folder:
        paths = AppPaths.under(Path(folder))
        os.environ[FOLDER_VARIABLE] = str(Path(folder) / "styles")  # not those of whoever runs this
        own = load_style(options.own) if options.own else None
        if own:
            StyleLibrary().install(own)
        controller = Controller(EngineClient(lambda: Engine.load(processes=options.processes)))
        window = MainWindow(controller, Settings(paths.settings_file), paths)
        window.resize(1280, 800)
        window.show()
        controller.client.start()
        wait(lambda: controller.engine_state is EngineState.READY)
        window.open_file(options.prompt)
        wait(lambda: not controller.is_working)
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print("milliseconds: median (best, worst), processor time in brackets")
        window.mixer.styles.live_button.click()
        for mode in options.modes:
            controller.document.show_take(None)
            controller.change_plan(form_chart("jazz blues", "C").spans if mode in OVER_CHORDS else ())
            controller.change_settings(
                "mode", mode=mode, bars=options.bars, redo_bars=((3, 6),), form=options.form, section_bars=4,
                role="lead+chords+bass" if mode == "solo" else "lead",
            )  # fmt: skip
            measure(window, mode, options.movements, own.name if own else None)
        controller.close()
        window.hide()
    sys.stdout.flush()
    os._exit(0)  # the window would ask what to do with its unsaved takes


def measure(window: MainWindow, mode: str, movements: int, style: str | None) -> None:
    """Move a style's slider, the first one's where none is named, and print how long it took."""
    watch, live, roll = PaintWatch(window), window.inspector_link.live, window.roll_panel.roll
    rows = window.mixer.styles.palette_page.rows
    moving = style or next(iter(rows))
    slider, other = rows[moving].slider, next(row.slider for name, row in rows.items() if name != moving)

    def moved(value: int) -> list[float]:
        """Wall and processor seconds from a movement to the paint of its first bars, then of all."""
        watch.painted.clear()
        began, began_cpu = time.perf_counter(), time.process_time()
        before = roll.content
        slider.setValue(value)
        measured = []
        for done in (lambda: roll.content is not before or not live.busy, lambda: not live.busy):
            # Where the new notes are the old ones, there is nothing to paint.
            wait(lambda done=done: done() and (roll.content is before or watch.painted_s(roll.content) is not None))
            measured += [(watch.painted_s(roll.content) or time.perf_counter()) - began]
            measured += [time.process_time() - began_cpu]
        return measured

    other.setValue(40)  # where no prompt is heard, one style alone has no weight
    wait(lambda: not live.busy)
    moved(50)
    results = [moved(5 + 90 * (number * 7 % 19) // 19) for number in range(movements)]
    for value in range(20, 60, 4):
        slider.setValue(value)
        pause(20)
    dragged = moved(60)
    slider.setValue(0)
    other.setValue(0)
    wait(lambda: not live.busy)
    first, first_cpu, whole, whole_cpu = (
        f"{statistics.median(values):4.0f} ({min(values):.0f}, {max(values):.0f})"
        for values in ([1000 * value for value in column] for column in zip(*results, strict=True))
    )
    print(f"{mode:<12} first bars {first} [{first_cpu}]  all bars {whole} [{whole_cpu}]  "
          f"last of ten 20 ms apart: {1000 * dragged[0]:.0f}, {1000 * dragged[2]:.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
