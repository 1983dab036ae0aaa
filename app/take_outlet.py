"""The ways out of the app for a take: saved where the user says, or dragged into another program."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app import settings as declared
from app.document import Take
from app.i18n import translate
from app.midi_drag import TakeFiles, drag_file
from app.settings import Settings
from app.take_names import file_stem, take_title
from app.takes.card import TakeCard
from app.takes.thumbnail import drag_picture
from app.theme import Theme
from engine.errors import TatumFlowError

MIDI_SUFFIXES = (".mid", ".midi", ".kar", ".smf")


class TakeOutlet(QObject):
    """Writes takes as files. Its window is the parent of dialogs and the source of drags."""

    error_occurred = Signal(str)
    info_given = Signal(str)

    def __init__(self, window: QWidget, settings: Settings, drag_folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._announced: set[int] = set()
        self.files = TakeFiles(drag_folder)

    def ask_open_path(self) -> Path | None:
        """Let the user choose a file to open; None if they change their mind."""
        kinds = translate("Files", "MIDI files ({patterns})").format(patterns=" ".join(f"*{s}" for s in MIDI_SUFFIXES))
        title = translate("Files", "Open MIDI File")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, self._folder(), kinds)
        return Path(chosen) if chosen else None

    def ask_save_path(self, suggestion: str) -> Path | None:
        """Let the user choose where to save; None if they change their mind."""
        kinds = translate("Files", "MIDI files ({patterns})").format(patterns="*.mid")
        title = translate("Files", "Save Take As")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(Path(self._folder()) / suggestion), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() in MIDI_SUFFIXES else path.with_name(f"{path.name}.mid")

    def remember_folder(self, file: Path) -> None:
        """Begin the next file dialog where `file` lies."""
        self._settings.set(declared.LAST_FOLDER, str(file.absolute().parent))

    def save(self, take: Take) -> None:
        """Save a take where the user says."""
        path = self.ask_save_path(f"{file_stem(take)}.mid")
        if path is None:
            return
        from engine.music.midi_io import write_clip

        try:
            write_clip(take.clip, path)
        except TatumFlowError as error:
            self.error_occurred.emit(str(error))
            return
        self.remember_folder(path)
        saved = translate("Files", "{take} was saved as {file}.")
        self.info_given.emit(saved.format(take=take_title(take), file=path))

    def drag(self, take: Take, theme: Theme) -> None:
        """Drag a take until the user lets go. The file is finished before the drag begins."""
        file = self.file_for(take)
        if file is not None:
            picture = drag_picture(take.clip, take_title(take), theme, self._window.devicePixelRatioF())
            drag_file(self._window, file, picture)

    def file_for(self, take: Take) -> Path | None:
        """The file a drag of the take carries; None, with an error told, where it cannot be written."""
        try:
            return self.files.file_for(take.clip, file_stem(take))
        except TatumFlowError as error:
            self.error_occurred.emit(str(error))
            return None

    def announce(self, card: TakeCard, take: Take) -> None:
        """Print the file that a drag of `take` carries and where its card is, once, for a test with a real pointer."""
        if take.number in self._announced or os.environ.get("TATUMFLOW_ANNOUNCE_DRAG") != "1":
            return
        self._announced.add(take.number)
        centre = card.mapToGlobal(card.rect().center())
        print(f"TAKE {self.file_for(take)}", flush=True)
        print(f"SRC {centre.x()} {centre.y()}", flush=True)

    def _folder(self) -> str:
        music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
        last = self._settings.get(declared.LAST_FOLDER)
        return last if last and Path(last).is_dir() else music
