"""The files that were opened and saved last, as a menu that is filled when it opens."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app import settings as declared
from app.i18n import translate
from app.settings import Settings

MAX_FILES = 10


class RecentFiles(QMenu):
    """Remembers files, newest first, and offers those that are still there."""

    chosen = Signal(Path)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(translate("RecentFiles", "Open &Recent"), parent)
        self._settings = settings
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self._fill()

    @property
    def files(self) -> tuple[Path, ...]:
        """The remembered files, newest first."""
        return tuple(Path(file) for file in self._settings.get(declared.RECENT_FILES))

    def remember(self, file: Path) -> None:
        """Put `file` first."""
        newest = str(file.absolute())
        others = [str(known) for known in self.files if str(known) != newest]
        self._settings.set(declared.RECENT_FILES, [newest, *others][:MAX_FILES])
        self.setEnabled(True)

    def forget_all(self) -> None:
        """Empty the list."""
        self._settings.set(declared.RECENT_FILES, [])
        self._fill()

    def _fill(self) -> None:
        self.clear()
        there = [file for file in self.files if file.is_file()]
        for number, file in enumerate(there, 1):
            mark = f"&{number} " if number < 10 else ""
            action = self.addAction(f"{mark}{file.name.replace('&', '&&')}")
            action.setToolTip(str(file))
            action.triggered.connect(partial(self.chosen.emit, file))
        if there:
            self.addSeparator()
            self.addAction(translate("RecentFiles", "&Clear This List"), self.forget_all)
        self.setEnabled(bool(there))
