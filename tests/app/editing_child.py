"""The real app in a process of its own, whose document changes by itself: it is there to be killed.

usage: python editing_child.py. It prints `EDIT n` after the n-th change, and `BACK name` where it finds the work of an
app that was killed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer

from app import application
from app.main_window import MainWindow
from engine.music.clip import Clip
from engine.music.note import Note

_keep: list[object] = []


class _Editor:
    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._count = 0
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._edit)
        window.first_painted.connect(self._begin)

    def _begin(self) -> None:
        # After the app's own first steps, of which the recovery of work is one.
        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        prompt = self._window.controller.document.state.prompt
        if prompt.notes:
            print(f"BACK {prompt.name}", flush=True)
            return
        from app import commands

        controller = self._window.controller
        clip = Clip((Note(0, 60, 480),), length=1920, name="피아노")
        controller.undo_stack.push(commands.OpenPrompt(controller.document, clip))
        self._timer.start(50)

    def _edit(self) -> None:
        self._count += 1
        self._window.controller.rename_prompt(1, f"edit {self._count}")
        print(f"EDIT {self._count}", flush=True)


class _EditedWindow(MainWindow):
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        _keep.append(_Editor(self))


if __name__ == "__main__":
    application.MainWindow = _EditedWindow  # type: ignore[misc]
    run: Callable[[list[str]], int] = application.run
    sys.exit(run(["--language", "en"]))
