"""Work that has not been saved survives a crash: the document is written aside a moment after each change, off the
window's thread, and a later start finds what an ended app has left behind.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from app.document import Document, DocumentState
from app.i18n import in_words
from app.project import open_state, state_text
from engine.errors import TatumFlowError
from engine.music.project_io import SUFFIX, ClipTexts, write_project

DELAY_MS = 400
"""Between a change and its writing. Changes meanwhile do not put it off, so no more than this is ever lost."""

Saved = tuple[DocumentState, dict[str, Any]]


class Autosave(QObject):
    """Writes the document's unsaved work into a file of its own below `folder`."""

    failed = Signal(str)
    """The work could not be written aside; one sentence, told once."""
    _write_failed = Signal(str)

    def __init__(
        self,
        document: Document,
        folder: Path,
        is_needed: Callable[[], bool],
        describe: Callable[[], dict[str, Any]],
        parent: QObject | None = None,
    ) -> None:
        """`is_needed` says whether there is work to lose; `describe` gives plain values to keep beside it."""
        super().__init__(parent)
        self._document, self._folder = document, folder
        self._is_needed, self._describe = is_needed, describe
        self._file: Path | None = None
        self._lock: QLockFile | None = None
        self._told = False
        self._waiting: queue.SimpleQueue[tuple[Path, Saved] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._save)
        self._write_failed.connect(self._on_write_failed)
        for changed in (
            document.prompts_changed,
            document.takes_changed,
            document.current_changed,
            document.settings_changed,
            document.plan_changed,
        ):
            changed.connect(self.note_change)

    @Slot()
    def note_change(self) -> None:
        """The document changed, was saved, or was set aside: bring the file in step soon."""
        if not self._timer.isActive():
            self._timer.start()

    def take_over(self) -> Saved | None:
        """The latest work that an app which no longer runs has left behind; it is from now on this app's own."""
        for left in self._folder.glob(".*.tmp"):
            # The half of a file that was being written when its app was killed.
            with contextlib.suppress(OSError):
                left.unlink()
        files = sorted(self._folder.glob(f"*{SUFFIX}"), key=_modified_s, reverse=True)
        for file in files:
            lock = _lock(file)
            if lock is None:
                continue  # another app, still running
            try:
                found = open_state(file)
            except TatumFlowError:
                # Kept for who wants to look, but never offered again.
                with contextlib.suppress(OSError):
                    file.replace(file.with_suffix(".damaged"))
                lock.unlock()
                continue
            self._file, self._lock = file, lock
            return found
        return None

    def close(self) -> None:
        """The user has decided what becomes of the work: end the thread and remove the file."""
        self._timer.stop()
        self._flush()
        self._remove()

    def _save(self) -> None:
        if not self._is_needed():
            if self._file is not None:
                self._flush()
                self._remove()
            return
        if self._file is None and not self._claim_file():
            return
        assert self._file is not None
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tatumflow-autosave", daemon=True)
            self._thread.start()
        self._waiting.put((self._file, (self._document.state, self._describe())))

    def _claim_file(self) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._on_write_failed(f"{self._folder} ({error.strerror})")
            return False
        file = self._folder / f"{os.getpid()}-{os.urandom(4).hex()}{SUFFIX}"
        self._lock = _lock(file)
        if self._lock is None:
            self._on_write_failed(str(self._folder))
            return False
        self._file = file
        return True

    def _flush(self) -> None:
        """Wait until the thread is done with what it was given."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _remove(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
            self._file = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _run(self) -> None:
        cache = ClipTexts()
        while True:
            item = self._waiting.get()
            while item is not None and not self._waiting.empty():
                item = self._waiting.get()  # only the newest counts
            if item is None:
                return
            file, (state, head) = item
            try:
                write_project(file, state_text(state, cache, **head))
            except TatumFlowError as error:
                self._write_failed.emit(in_words(error))

    @Slot(str)
    def _on_write_failed(self, message: str) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(message)


def _lock(file: Path) -> QLockFile | None:
    """The lock of a recovery file, or None where a running app holds it. Qt sees whether its owner still lives."""
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(0) else None


def _modified_s(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return time.time()
