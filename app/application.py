"""The start of the desktop app: options, language, look, window, engine. The order is chosen so that the window
comes first.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app import settings as declared
from app.accessibility import install_roles
from app.autosave import Autosave
from app.controller import Controller, EngineState
from app.crash_log import install_excepthook, use_log_file
from app.engine_client import EngineClient, EngineLike
from app.i18n import in_words, install_language, resolve_language, translate
from app.icons import app_icon
from app.main_window import MainWindow
from app.paths import AppPaths, sweep_drag_folder
from app.settings import Settings
from app.theme import apply_theme, base_font, resolve_theme
from app.timing import seconds_since_start
from engine.errors import ResourceError

SCREENSHOT_LIMIT_MS = 120_000


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tatumflow", description="The TatumFlow desktop app.")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="open this file or project at the start")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="use this look for once")
    parser.add_argument("--language", choices=("system", "en", "ko"), help="use this language for once")
    parser.add_argument("--size", metavar="WxH", help="size of the window in pixels, such as 1280x800")
    parser.add_argument("--screenshot", type=Path, metavar="OUT.png", help="save a picture of the window and quit")
    parser.add_argument("--print-timing", action="store_true", help="print seconds until window and model are there")
    return parser


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise ValueError(text)
    return int(width), int(height)


class DeviceNotice(QObject):
    """Tells, from the worker's thread, that another device is used than the one in the settings."""

    told = Signal(str)


def engine_loader(device: str, threads: int, processes: int, notice: DeviceNotice) -> Callable[[], EngineLike]:
    """Loads the model in the worker's thread; where `device` fails, the processor stands in and `notice` says so."""

    def load() -> EngineLike:
        from engine.generate.engine import Engine  # in the worker's thread: it brings the runtime with it

        engine: EngineLike
        try:
            engine = Engine.load(
                None, device, threads, lambda sentence: notice.told.emit(in_words(sentence)), processes
            )
        except (ResourceError, RuntimeError) as error:
            if device in ("auto", "cpu"):
                raise
            engine = Engine.load(device="cpu", threads=threads, processes=processes)
            reason = in_words(error) if isinstance(error, ResourceError) else str(error).split("\n")[0]
            text = translate("Application", "The device {device} cannot be used ({reason}); the processor is used.")
            notice.told.emit(text.format(device=device, reason=reason.rstrip(".")))
        return engine

    return load


class _Screenshot:
    """Saves a picture of the window once all that was asked for at the start is on it."""

    def __init__(self, window: MainWindow, file: Path, is_done: Callable[[], bool]) -> None:
        self._window, self._file, self._is_done = window, file, is_done
        self._waited_ms = 0
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._look)
        self._timer.start(100)

    def _look(self) -> None:
        self._waited_ms += 100
        if not self._is_done() and self._waited_ms < SCREENSHOT_LIMIT_MS:
            return
        self._timer.stop()
        # One more moment for layouts and fonts.
        self._timer.timeout.disconnect()
        self._timer.timeout.connect(self._save)
        self._timer.setSingleShot(True)
        self._timer.start(400)

    def _save(self) -> None:
        self._window.grab().save(str(self._file))
        # Nobody is there to be asked about changes.
        self._window.controller.undo_stack.setClean()
        self._window.close()


def set_up_interpreter() -> None:
    """Suit Python to a window beside an engine that computes.

    An edit of very many notes makes as many objects; looking through all of them for unreachable cycles, several times
    in its middle, took longer than the edit. And a thread that computes keeps the interpreter for 5 ms by default, for
    which the window then waits.
    """
    gc.set_threshold(100_000, 50, 50)
    sys.setswitchinterval(0.001)


def _crash_sentence(file: Path | None) -> str:
    return translate("Application", "Something unexpected happened; details are in {file}.").format(file=file)


def run(argv: Sequence[str]) -> int:
    """Run the desktop app until its window is closed.

    Args:
        argv: the arguments without the program's name: an optional file and the options of `_parser`.

    Returns:
        The exit status: 0, or 2 where an option is wrong.
    """
    try:
        options = _parser().parse_args(list(argv))
        size = _size(options.size)
    except ValueError:
        print(f"--size {options.size} is not a size; write width and height like 1280x800.", file=sys.stderr)
        return 2
    except SystemExit as stop:
        return int(stop.code or 0)

    # Qt's loop never lets Python see Ctrl-C; the system's own answer to it ends the app at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = QApplication.instance() or QApplication(["tatumflow"])
    assert isinstance(app, QApplication)
    set_up_interpreter()
    app.setApplicationName("TatumFlow")
    app.setDesktopFileName("tatumflow")
    app.setStyle("Fusion")
    paths = AppPaths.for_user()
    use_log_file(paths.log_file)
    settings = Settings(paths.settings_file)
    if options.theme:
        settings.set_once(declared.THEME, options.theme)
    install_language(app, resolve_language(options.language or settings.get(declared.LANGUAGE)))
    app.setFont(base_font())
    apply_theme(app, resolve_theme(settings.get(declared.THEME)))
    install_roles()

    notice = DeviceNotice()
    device, threads, processes = declared.DEVICE, declared.THREADS, declared.PROCESSES
    client = EngineClient(engine_loader(settings.get(device), settings.get(threads), settings.get(processes), notice))
    controller = Controller(client, settings.get(declared.SOUNDFONT), settings.get(declared.MIDI_PORT))
    window = MainWindow(controller, settings, paths)
    window.setWindowIcon(app_icon())
    if size is not None:
        window.resize(*size)
    notice.told.connect(window.messages.show_info)
    install_excepthook(window.messages.show_error, _crash_sentence)
    autogenerate = os.environ.get("TATUMFLOW_AUTOGENERATE")
    first_file = Path(autogenerate) if autogenerate else options.file

    desk = window.project_desk
    autosave = Autosave(controller.document, paths.recovery_folder, lambda: desk.is_modified, desk.describe, window)
    autosave.failed.connect(window.messages.show_error)
    desk.title_changed.connect(autosave.note_change)

    def on_first_paint() -> None:
        if options.print_timing:
            print(f"WINDOW {seconds_since_start():.2f}", flush=True)
        controller.start()
        left_behind = autosave.take_over()
        if left_behind is not None:
            desk.restore(*left_behind)
        if first_file is not None:
            window.open_file(first_file)
        elif not settings.get(declared.TOUR_SEEN) and options.screenshot is None:
            window.tour.start()
        sweep_drag_folder(paths.drag_folder, settings.get(declared.CACHE_MB) * 2**20)

    def on_engine_changed() -> None:
        if options.print_timing and controller.engine_state is EngineState.READY:
            print(f"READY {seconds_since_start():.2f}", flush=True)

    def on_work_ended() -> None:
        state = controller.document.state
        if autogenerate and state.prompt.notes and not state.takes:
            controller.generate()

    window.first_painted.connect(on_first_paint)
    controller.engine_changed.connect(on_engine_changed)
    if autogenerate:
        controller.work_ended.connect(on_work_ended)
        controller.engine_changed.connect(on_work_ended)
    if options.screenshot is not None:

        def is_done() -> bool:
            state = controller.document.state
            waiting_for_take = bool(autogenerate) and not state.takes and not window.messages.texts
            return (
                controller.engine_state is not EngineState.LOADING
                and not controller.is_working
                and not waiting_for_take
            )

        screenshot = _Screenshot(window, options.screenshot, is_done)
        window.first_painted.connect(screenshot._timer.start)
    window.show()
    status = app.exec()
    autosave.close()
    controller.close()
    return status
