"""How long an edit takes on a clip of 100,000 notes, from the key to the repainted roll: a note moved, made louder, the
undoing of it; then edits of all notes at once. It exits with 1 where a limit is missed. Times are those of the
processor, so that other work on the machine does not count.

usage: python tests/benchmarks/edit_latency.py [--notes N] [--rounds N] [--only-all] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app import commands
from app.application import set_up_interpreter
from app.controller import Controller
from app.document import Take
from app.engine_client import EngineClient
from app.main_window import MainWindow
from app.paths import AppPaths
from app.settings import Settings
from app.theme import DARK, apply_theme
from engine.music.clip import Clip
from engine.music.note import Role
from tests.benchmarks.roll_paint import long_clip, median_ms

EDIT_MS = 100.0
EDIT_ALL_MS = 300.0


def no_engine() -> object:
    """Nothing is generated here."""
    raise RuntimeError("no engine is needed to edit")


def window_with(clip: Clip, folder: Path) -> MainWindow:
    """A shown window without an engine; nothing is asked of it when it closes."""
    paths = AppPaths.under(folder)
    window = MainWindow(Controller(EngineClient(no_engine)), Settings(paths.settings_file), paths)  # type: ignore[arg-type]
    window.resize(1280, 800)
    window.show()
    controller = window.controller
    controller.undo_stack.push(commands.OpenPrompt(controller.document, clip))
    return window


def measure(window: MainWindow, app: QApplication, rounds: int) -> dict[str, float]:
    """Median milliseconds of each edit of what is shown."""
    roll, stack = window.roll_panel.roll, window.controller.undo_stack
    editor = roll.editor
    roll.reveal(roll.content.editable_from, roll.content.editable_from + 16 * 1920)
    first = next(
        note for note in roll.content.clip.notes if note.start > roll.content.editable_from and note.pitch > 40
    )
    editor.select([first])

    def settle() -> None:
        app.processEvents()
        roll.viewport().repaint()

    def move() -> None:
        editor.nudge(1)
        settle()

    def undo() -> None:
        stack.undo()
        settle()

    def louder() -> None:
        editor.nudge_velocity(1)
        settle()

    found = {"move a note": median_ms(move, rounds), "change its velocity": median_ms(louder, rounds)}
    for _ in range(rounds):
        editor.transpose(1)
        editor.transpose(-1)
        editor.nudge(1)
    found["undo"] = median_ms(undo, min(3, rounds))
    return found


def measure_all(window: MainWindow, app: QApplication, rounds: int) -> dict[str, float]:
    """Median milliseconds of edits of all notes that can be edited, each of the same clip."""
    roll, stack = window.roll_panel.roll, window.controller.undo_stack
    editor, first = roll.editor, stack.index()
    roll.reveal(roll.content.editable_from, roll.content.editable_from + 16 * 1920)

    def timed(edit: Callable[[], object], prepare: Callable[[], object]) -> float:
        times = []
        for _ in range(rounds + 1):
            while stack.index() > first:
                stack.undo()
            prepare()
            app.processEvents()
            roll.viewport().repaint()
            begin = time.thread_time()
            edit()
            app.processEvents()
            roll.viewport().repaint()
            times.append((time.thread_time() - begin) * 1e3)
        return statistics.median(times[1:])

    def transposed() -> None:
        editor.select_all()
        editor.transpose(1)

    every = {
        "transpose": lambda: editor.transpose(1),
        "nudge": lambda: editor.nudge(1),
        "louder": lambda: editor.nudge_velocity(1),
        "longer": lambda: editor.nudge_ends(1),
        "give a role": lambda: editor.change_role(Role.BASS),
        "quantise": editor.quantise,
        "legato": editor.legato,
        "delete": editor.erase,
    }
    found = {"select all": timed(editor.select_all, editor.select_none)}
    found |= {f"{name} all": timed(edit, editor.select_all) for name, edit in every.items()}
    return found | {"undo transpose all": timed(stack.undo, transposed)}


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only-all", action="store_true", help="leave the edits of one note out")
    parser.add_argument("--profile", action="store_true", help="also print where the time goes")
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    set_up_interpreter()
    apply_theme(app, DARK)
    profile = cProfile.Profile()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        window = window_with(long_clip(options.notes), Path(folder))
        controller = window.controller
        half = long_clip(options.notes // 2)
        print(f"{options.notes} notes, median of {options.rounds}, processor ms")
        for what in ("a prompt", "a take behind its prompt"):
            if what != "a prompt":
                number = controller.document.next_number()
                before = replace(half, name="Prompt")
                take = Take(number, half, before, 1, controller.document.state.settings)
                controller.undo_stack.push(commands.AddTake(controller.document, take, 1, show=True))
                app.processEvents()
            if options.profile:
                profile.enable()
            figures = {} if options.only_all else measure(window, app, options.rounds)
            of_all = measure_all(window, app, min(3, options.rounds))
            profile.disable()
            for limit, part in ((EDIT_MS, figures), (EDIT_ALL_MS, of_all)):
                for name, value in part.items():
                    missed |= value > limit
                    print(f"{what:<26} {name:<22} {value:8.1f}{'' if value <= limit else '  missed'}", flush=True)
        controller.undo_stack.setClean()
        window.close()
    if options.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    print(f"limits: {EDIT_MS:.0f} ms, all notes {EDIT_ALL_MS:.0f} ms: {'missed' if missed else 'kept'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
