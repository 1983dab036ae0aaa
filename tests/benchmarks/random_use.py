"""Somebody who presses everything: random use of the real window with the real model, and what went wrong in it.

Menus, buttons, sliders, fields, keys, clicks and drags come at random, also while takes are being written; dialogs are
answered at random. Exceptions and Qt's warnings are printed with the moves before them, and the moves after which the
window stood still for longest. The same seed makes the same choices, but not the same session: what there is to press
depends on how far the engine is. Nothing is trained and no other program is opened.

usage: python tests/benchmarks/random_use.py [--seed N] [--seconds S] [--stall SECONDS]
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the app does

from PySide6.QtCore import QPoint, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from app.application import set_up_interpreter
from app.controller import Controller, EngineState
from app.engine_client import EngineClient
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT, AppPaths
from app.settings import Settings
from app.theme import apply_theme, base_font, resolve_theme
from engine.generate.engine import Engine
from tests.benchmarks.event_loop import wait

LEFT_ALONE = ("Quit", "Start Learning", "Show in File Manager", "Show the File")
TEXTS = ("Dm7 | G7 | Cmaj7 |", "C", "", "H7 xx", "가나다", "a" * 300, "120", "-5")
KEYS = [Qt.Key(code) for code in b" ABDJLQZ15+-"] + [
    Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab,
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_F2,
]  # fmt: skip
NO_MODIFIER, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
MODIFIERS = [*[NO_MODIFIER] * 4, CONTROL, SHIFT, CONTROL | SHIFT, ALT]
PAUSES_MS = (0, 0, 5, 20, 60, 150)
ANSWER_MS = 120
HANGS_S = 120.0
"""After so long without an end the stacks are printed and the process is ended."""


class Somebody:
    """Uses a window."""

    def __init__(self, window: MainWindow, seed: int, prompt: Path) -> None:
        self._window, self._random, self._prompt = window, random.Random(seed), prompt
        self.moves = self.problems = 0
        self.last: deque[str] = deque(maxlen=12)
        QTimer.singleShot(ANSWER_MS, self._answer)

    def complain(self, text: str) -> None:
        """Print what went wrong, and what was done before."""
        self.problems += 1
        print(f"{text}\nafter: {'; '.join(self.last)}", flush=True)

    def move(self) -> None:
        """Do something."""
        self.moves += 1
        chance = self._random.random()
        if chance < 0.2:
            self._trigger(self._window.findChildren(QAction))
        elif chance < 0.25 and self._window.mixer.generate_button.isEnabled():
            self._said("generate")
            self._window.mixer.generate_button.click()
        elif chance < 0.28:
            self._said("open the demo prompt")
            self._window.open_file(self._prompt)
        else:
            self._use_something_of(self._window)

    def rest_ms(self) -> int:
        """How long to look on."""
        return self._random.choice(PAUSES_MS)

    def _said(self, what: str) -> None:
        self.last.append(what.replace("&", ""))

    def _trigger(self, actions: list[QAction]) -> None:
        usable = [action for action in actions if action.isEnabled() and action.text() and action.menu() is None]
        usable = [action for action in usable if not self._to_be_left(action.text())]
        if usable:
            action = self._random.choice(usable)
            self._said(f"menu {action.text()}")
            action.trigger()

    def _to_be_left(self, text: str) -> bool:
        return any(words in text.replace("&", "") for words in LEFT_ALONE)

    def _answer(self) -> None:
        """Answer what is in the way; what it opens may wait for the next answer."""
        QTimer.singleShot(ANSWER_MS, self._answer)
        asking = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if asking is None:
            return
        self._said(f"answer {type(asking).__name__}")
        if isinstance(asking, QMenu):
            asking.close()
            if self._random.random() < 0.6:
                self._trigger(asking.actions())
        elif isinstance(asking, QMessageBox):
            self._random.choice(asking.buttons()).click()
        elif isinstance(asking, QDialog):
            if self._random.random() < 0.5:
                self._use_something_of(asking)
            if asking.isVisible():
                asking.reject()
        else:
            asking.close()

    def _use_something_of(self, root: QWidget) -> None:
        seen = [item for item in root.findChildren(QWidget) if item.isVisible() and item.isEnabled()]
        seen = [item for item in seen if item.window() is root.window()]
        if not seen:
            return
        item, chance = self._random.choice(seen), self._random.random()
        self._said(f"{type(item).__name__} {item.accessibleName()[:30]}")
        if isinstance(item, QAbstractButton) and chance < 0.7:
            if not self._to_be_left(item.text()):
                item.click()
        elif isinstance(item, QAbstractSlider) and chance < 0.7:
            item.setValue(self._random.randint(item.minimum(), item.maximum()))
        elif isinstance(item, QComboBox) and item.count() and chance < 0.8:
            item.setCurrentIndex(self._random.randrange(item.count()))
            item.activated.emit(item.currentIndex())
        elif isinstance(item, QAbstractSpinBox) and chance < 0.8:
            item.stepBy(self._random.randint(-5, 5))
        elif isinstance(item, QLineEdit) and chance < 0.8:
            item.setText(self._random.choice(TEXTS))
            QTest.keyClick(item, Qt.Key.Key_Return)
        elif chance < 0.66:
            self._point_at(item, chance)
        else:
            QTest.keyClick(
                QApplication.focusWidget() or item, self._random.choice(KEYS), self._random.choice(MODIFIERS)
            )

    def _point_at(self, item: QWidget, chance: float) -> None:
        begin, end = (
            QPoint(self._random.randrange(max(1, item.width())), self._random.randrange(max(1, item.height())))
            for _ in range(2)
        )
        modifier, left = self._random.choice(MODIFIERS), Qt.MouseButton.LeftButton
        if chance < 0.45:
            QTest.mousePress(item, left, modifier, begin)
            for place in ((begin + end) / 2, end):
                QTest.mouseMove(item, place)
            QTest.mouseRelease(item, left, modifier, end)
        elif chance < 0.55:
            QTest.mouseClick(item, left, modifier, begin)
        elif chance < 0.6:
            QTest.mouseDClick(item, left, modifier, begin)
        else:
            # Posted: a menu holds up whoever asks for it.
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, begin, item.mapToGlobal(begin))
            QApplication.postEvent(item, event)


def main() -> int:
    """Use the window for a while; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--stall", type=float, default=0.25, help="print moves that took longer, in seconds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(home) / kind.lower())
        problems = use(Path(home), options.seed, options.seconds, options.stall)
    sys.stdout.flush()
    os._exit(int(problems > 0))  # the window would ask what to do with its unsaved takes


def use(home: Path, seed: int, seconds: float, stall_s: float) -> int:
    """Do it with files of its own under `home`; how much went wrong."""
    app = QApplication([])
    set_up_interpreter()
    app.setStyle("Fusion")
    app.setFont(base_font())
    apply_theme(app, resolve_theme("dark"))
    paths = AppPaths.under(home)
    controller = Controller(EngineClient(lambda: Engine.load(processes=2)))
    window = MainWindow(controller, Settings(paths.settings_file), paths)
    window.resize(1280, 800)
    window.show()
    controller.client.start()
    while controller.engine_state is EngineState.LOADING:
        wait(20)
    # What is saved beside the file that was opened has to go with the rest.
    prompt = home / DEMO_PROMPT.name
    shutil.copyfile(DEMO_PROMPT, prompt)
    window.open_file(prompt)
    wait(1500)
    faulthandler.dump_traceback_later(seconds + HANGS_S, exit=True)
    somebody = Somebody(window, seed, prompt)
    watch(somebody)
    stalls: list[tuple[float, str]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        try:
            somebody.move()
        except Exception:
            somebody.complain(traceback.format_exc())
        app.processEvents()
        if (took := time.perf_counter() - began) > stall_s:
            stalls.append((took, "; ".join(list(somebody.last)[-3:])))
        wait(somebody.rest_ms())
        window.show()  # where it was closed
    print(f"seed {seed}: {somebody.moves} moves, {somebody.problems} problems, {len(stalls)} stalls")
    for took, after in sorted(stalls, reverse=True)[:5]:
        print(f"{took:.2f} s after {after}")
    controller.close()
    window.hide()
    return somebody.problems


def watch(somebody: Somebody) -> None:
    """Let `somebody` hear of exceptions and of Qt's warnings."""

    def warned(kind: QtMsgType, context: object, text: str) -> None:
        if "This plugin does not support" not in text:  # of the offscreen platform
            somebody.complain(f"Qt: {text}")

    qInstallMessageHandler(warned)
    sys.excepthook = lambda kind, error, trace: somebody.complain("".join(traceback.format_exception(error)))
    threading.excepthook = lambda args: somebody.complain("".join(traceback.format_exception(args.exc_value)))


if __name__ == "__main__":
    sys.exit(main())
