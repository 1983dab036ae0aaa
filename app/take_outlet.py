"""The ways out of the app for a take, a role of it or some of its notes: saved where the user says, copied, or dragged
into another program. Every MIDI file tells how it was made.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app import settings as declared
from app.audio_export import AudioExport
from app.document import DocumentState, Take
from app.i18n import in_words, translate
from app.jobs import take_job
from app.midi_drag import TakeFiles, drag_file, mime_data
from app.settings import Settings
from app.take_names import file_stem, role_file_stem, safe_stem, take_title
from app.takes.card import TakeCard
from app.takes.thumbnail import drag_picture
from app.theme import Theme
from engine.errors import TatumFlowError
from engine.files import MIDI_PATTERNS, MIDI_SUFFIXES
from engine.music.clip import Clip
from engine.music.note import Note, Role
from engine.music.project_io import SUFFIX as PROJECT_SUFFIX
from engine.music.provenance import Provenance, write_told

AUDIO_SUFFIXES = (".wav", ".mp3", ".flac")


class TakeOutlet(QObject):
    """Writes takes as files. Its window is the parent of dialogs and the source of drags."""

    error_occurred = Signal(str)
    info_given = Signal(str)
    saved = Signal(Path)
    """A MIDI file of a take was saved there."""

    def __init__(self, window: QWidget, settings: Settings, drag_folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._announced: set[int] = set()
        self._saved_as: dict[int, Path] = {}
        self.files = TakeFiles(drag_folder)
        self.audio = AudioExport(self)
        self.audio.failed.connect(self.error_occurred)
        self.audio.done.connect(self._on_audio_done)

    # Asking for places

    def ask_open_path(self) -> Path | None:
        """Let the user choose a MIDI file or project to open; None if they change their mind."""
        patterns = f"{MIDI_PATTERNS} *{PROJECT_SUFFIX}"
        kinds = translate("Files", "MIDI files and projects ({patterns})").format(patterns=patterns)
        title = translate("Files", "Open")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, self.start_folder(), kinds)
        return Path(chosen) if chosen else None

    def ask_save_path(self, suggestion: str, suffixes: tuple[str, ...] = (".mid",), title: str = "") -> Path | None:
        """Let the user choose where to save; None if they change their mind. The first suffix is the default."""
        patterns = " ".join(f"*{suffix}" for suffix in suffixes)
        kinds = translate("Files", "Files ({patterns})").format(patterns=patterns)
        title = title or translate("Files", "Save Take As")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(Path(self.start_folder()) / suggestion), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return (
            path if path.suffix.lower() in (*suffixes, *_alike(suffixes)) else path.with_name(path.name + suffixes[0])
        )

    def ask_folder(self) -> Path | None:
        """Let the user choose a folder for several files; None if they change their mind."""
        title = translate("Files", "Save One File for Each Role In")
        chosen = QFileDialog.getExistingDirectory(self._window, title, self.start_folder())
        return Path(chosen) if chosen else None

    def remember_folder(self, file: Path) -> None:
        """Begin the next file dialog where `file` lies."""
        self._settings.set(declared.LAST_FOLDER, str(file.absolute().parent))

    # Saving

    def save(self, take: Take) -> None:
        """Save a take as one MIDI file where the user says."""
        path = self.ask_save_path(f"{file_stem(take)}.mid")
        if path is None or not self._write(path, take.clip, path.stem, provenance_of(take)):
            return
        self._saved_as[take.number] = path
        self.remember_folder(path)
        saved = translate("Files", "{take} was saved as {file}.")
        self.info_given.emit(saved.format(take=take_title(take), file=path))
        self.saved.emit(path)

    def save_roles(self, take: Take) -> None:
        """Save a take as one MIDI file for each role in a folder the user chooses. Existing files are kept."""
        folder = self.ask_folder()
        if folder is None:
            return
        paths = []
        for role in roles_of(take.clip):
            path = _free_name(folder, role_file_stem(take, role))
            if not self._write(path, role_clip(take.clip, role), path.stem, provenance_of(take)):
                return
            paths.append(path)
        self.remember_folder(folder / "any")
        names = ", ".join(path.name for path in paths)
        self.info_given.emit(
            translate("Files", "{take} was saved in {folder}: {names}.").format(
                take=take_title(take), folder=folder, names=names
            )
        )

    def save_audio(self, take: Take) -> None:
        """Save how a take sounds, as WAV, MP3 or FLAC where the user says; rendering goes on in the background."""
        title = translate("Files", "Save Audio As")
        path = self.ask_save_path(f"{file_stem(take)}.wav", AUDIO_SUFFIXES, title)
        if path is None:
            return
        self.remember_folder(path)
        soundfont = self._settings.get(declared.SOUNDFONT)
        self.info_given.emit(translate("Files", "Rendering {file}…").format(file=path.name))
        self.audio.start(take.clip, path, Path(soundfont) if soundfont else None)

    def _on_audio_done(self, path: Path) -> None:
        self.info_given.emit(translate("Files", "{file} is finished.").format(file=path))

    def _write(self, path: Path, clip: Clip, name: str, told: Provenance) -> bool:
        try:
            write_told(clip, path, told, name)
        except TatumFlowError as error:
            self.error_occurred.emit(in_words(error))
            return False
        return True

    # Copying and showing

    def copy(self, take: Take) -> None:
        """Put the take's file on the clipboard, as file managers do."""
        file = self.file_for(take)
        if file is not None:
            QGuiApplication.clipboard().setMimeData(mime_data(file))
            self.info_given.emit(translate("Files", "{take} was copied as a file.").format(take=take_title(take)))

    def show_in_folder(self, take: Take) -> Path | None:
        """Open the folder of the take's file, the one that was saved last where it is there, and return that file."""
        file = self._saved_as.get(take.number)
        if file is None or not file.is_file():
            file = self.file_for(take)
        if file is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent))):
            self.info_given.emit(
                translate("Files", "No file manager answers here; the file is {file}.").format(file=file)
            )
        return file

    # Dragging

    def drag(self, take: Take, theme: Theme) -> None:
        """Drag a take until the user lets go. The file is finished before the drag begins."""
        file = self.file_for(take)
        if file is not None:
            self._drag(file, take.clip, take_title(take), theme)

    def drag_role(self, take: Take, role: Role, theme: Theme) -> None:
        """Drag one role of a take."""
        file = self.file_for_role(take, role)
        if file is not None:
            self._drag(file, role_clip(take.clip, role), role_file_stem(take, role), theme)

    def drag_notes(self, state: DocumentState, notes: Iterable[Note], theme: Theme) -> None:
        """Drag some notes of what is shown; the file holds the whole bars they lie in."""
        chosen = tuple(notes)
        if not chosen:
            return
        file = self.file_for_notes(state, chosen)
        if file is not None:
            self._drag(file, selection_clip(state.shown, chosen), file.stem, theme)

    def copy_notes(self, state: DocumentState, notes: Iterable[Note]) -> None:
        """Put a file with some notes of what is shown on the clipboard, as file managers do."""
        chosen = tuple(notes)
        file = self.file_for_notes(state, chosen) if chosen else None
        if file is not None:
            QGuiApplication.clipboard().setMimeData(mime_data(file))
            self.info_given.emit(translate("Files", "{file} is on the clipboard.").format(file=file.name))

    def _drag(self, file: Path, clip: Clip, title: str, theme: Theme) -> Qt.DropAction:
        if _is_announcing():
            print(f"DRAG {file}", flush=True)
        return drag_file(self._window, file, drag_picture(clip, title, theme, self._window.devicePixelRatioF()))

    def file_for(self, take: Take) -> Path | None:
        """The file a drag of the take carries; None, with an error told, where it cannot be written."""
        return self._file(take.clip, file_stem(take), provenance_of(take), kept_as=take)

    def file_for_role(self, take: Take, role: Role) -> Path | None:
        """The file a drag of one role carries; None as `file_for`."""
        clip = role_clip(take.clip, role)
        return self._file(clip, role_file_stem(take, role), provenance_of(take), kept_as=(take.clip, role))

    def file_for_notes(self, state: DocumentState, notes: tuple[Note, ...]) -> Path | None:
        """The file a drag of these notes of what is shown carries; None as `file_for`."""
        clip = selection_clip(state.shown, notes)
        take = state.take(state.current)
        stem = file_stem(take) if take is not None else safe_stem(state.prompt.name) or "Prompt"
        told = None if take is None else replace(provenance_of(take), edited=True)
        return self._file(clip, f"{stem} selection", told, kept_as=clip)

    def _file(self, clip: Clip, stem: str, told: Provenance | None, *, kept_as: object) -> Path | None:
        try:
            return self.files.file_for(clip, stem, told, kept_as)
        except TatumFlowError as error:
            self.error_occurred.emit(in_words(error))
            return None

    def announce(self, card: TakeCard, take: Take, notes_handle: QWidget) -> None:
        """Print the file that a drag of `take` carries and where its card is, once, for a test with a real pointer.

        The handles of its roles are told as well, and that of selected notes when it is there.
        """
        if notes_handle.isVisible() and 0 not in self._announced and _is_announcing():
            self._announced.add(0)
            place = notes_handle.mapToGlobal(notes_handle.rect().center())
            print(f"NOTES {place.x()} {place.y()}", flush=True)
        if take.number in self._announced or not _is_announcing():
            return
        self._announced.add(take.number)
        centre = card.mapToGlobal(card.drag_point())
        for handle in card.role_handles:
            place = handle.mapToGlobal(handle.rect().center())
            print(f"{handle.role.name} {place.x()} {place.y()}", flush=True)
        print(f"TAKE {self.file_for(take)}", flush=True)
        print(f"SRC {centre.x()} {centre.y()}", flush=True)

    def close(self) -> None:
        """Stop rendering."""
        self.audio.close()

    def start_folder(self) -> str:
        """Where file dialogs begin."""
        music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
        last = self._settings.get(declared.LAST_FOLDER)
        return last if last and Path(last).is_dir() else music


def _is_announcing() -> bool:
    return os.environ.get("TATUMFLOW_ANNOUNCE_DRAG") == "1"


def provenance_of(take: Take) -> Provenance:
    """What a file of the take tells of how it was made."""
    from engine.generate.provenance import job_provenance

    # The seed alone gives neither notes changed by hand nor the older bars of an unfinished take.
    edited = take.edited or take.written_bars is not None
    return job_provenance(take_job(take), take.checkpoint, take.variation, edited=edited, name=take.name)


def roles_of(clip: Clip) -> tuple[Role, ...]:
    """The roles that play in `clip`."""
    there = {note.role for note in clip.notes}
    return tuple(role for role in Role if role in there)


def role_clip(clip: Clip, role: Role) -> Clip:
    """`clip` with the notes of one role only."""
    return clip.with_notes(note for note in clip.notes if note.role == role)


def selection_clip(clip: Clip, notes: Iterable[Note]) -> Clip:
    """Only `notes` of `clip`, in the whole bars that they lie in, so that they fall on the beat wherever dropped."""
    chosen = set(notes)
    meter = clip.meter
    first = meter.bar_start(meter.bar_at(min(note.start for note in chosen)))
    last = meter.bar_ceil(max(note.end for note in chosen))
    return clip.with_notes((note for note in clip.notes if note in chosen), length=max(clip.length, last)).slice_ticks(
        first, last
    )


def _free_name(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.mid", 2
    while path.exists():
        path, number = folder / f"{stem} {number}.mid", number + 1
    return path


def _alike(suffixes: tuple[str, ...]) -> tuple[str, ...]:
    return MIDI_SUFFIXES if ".mid" in suffixes else ()
