"""Rendering takes to audio files in a thread of the pool, so that the window and the engine go on."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from app.i18n import in_words, translate
from engine.errors import Cancelled, TatumFlowError
from engine.music.clip import Clip


class AudioExport(QObject):
    """Renders one file after another."""

    done = Signal(Path)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def start(self, clip: Clip, path: Path, soundfont: Path | None) -> None:
        """Render `clip` to `path`; `done` or `failed` tells the outcome."""
        self._pool.start(_Rendering(self, clip, path, soundfont, self._cancel))

    def close(self) -> None:
        """Stop what is under way; a file that is not finished does not appear."""
        self._cancel.set()
        self._pool.waitForDone()


class _Rendering(QRunnable):
    def __init__(
        self, owner: AudioExport, clip: Clip, path: Path, soundfont: Path | None, cancel: threading.Event
    ) -> None:
        super().__init__()
        self._owner, self._clip, self._path, self._soundfont, self._cancel = owner, clip, path, soundfont, cancel

    def run(self) -> None:
        """Render in the pool's thread; the signals arrive in the window's."""
        from engine.sound.render import render_clip

        try:
            render_clip(self._clip, self._path, self._soundfont, cancel=self._cancel)
        except Cancelled:
            return
        except TatumFlowError as error:
            self._owner.failed.emit(in_words(error))
        except Exception as error:
            from app.crash_log import log_exception

            text = translate("Files", "Something unexpected happened while {file} was rendered; details are in {log}.")
            self._owner.failed.emit(text.format(file=self._path.name, log=log_exception(error)))
        else:
            self._owner.done.emit(self._path)
