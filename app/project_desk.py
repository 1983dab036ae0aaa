"""Opening, saving and closing: the project that the window works on, its file, the files opened before, and what is
asked before work would be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QMenuBar, QMessageBox, QWidget

from app.actions import ActionId
from app.controller import Controller
from app.document import DocumentState
from app.i18n import in_words, translate
from app.project import open_state, state_text
from app.recent_files import RecentFiles
from app.settings import Settings
from app.take_names import safe_stem
from app.take_outlet import TakeOutlet
from engine.errors import TatumFlowError
from engine.files import is_midi_name
from engine.music.project_io import SUFFIX, ClipTexts, write_project

Answer = QMessageBox.StandardButton


class ProjectDesk(QObject):
    """Knows which file the document belongs to and whether it holds changes that the file does not."""

    error_occurred = Signal(str)
    info_given = Signal(str)
    title_changed = Signal()

    def __init__(
        self,
        controller: Controller,
        outlet: TakeOutlet,
        settings: Settings,
        actions: dict[ActionId, QAction],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._controller, self._outlet, self._window = controller, outlet, window
        self._texts = ClipTexts()
        self._waiting: list[Path] = []
        self.path: Path | None = None
        self.recent = RecentFiles(settings, window)
        self.recent.chosen.connect(self.open_file)
        outlet.saved.connect(self.recent.remember)
        controller.undo_stack.cleanChanged.connect(self._on_clean_changed)
        controller.document.takes_changed.connect(self.title_changed)
        controller.work_ended.connect(self._open_next)
        for action_id, slot in self._slots().items():
            actions[action_id].triggered.connect(slot)

    def _slots(self) -> dict[ActionId, Callable[[], Any]]:
        return {
            ActionId.NEW_PROJECT: self.new,
            ActionId.OPEN: self._on_open,
            ActionId.DEMO: self._controller.open_demo,
            ActionId.CANCEL: self._open_no_more,
            ActionId.SAVE_PROJECT: self.save,
            ActionId.SAVE_PROJECT_AS: self.save_as,
            ActionId.NEXT_PROMPT: self._on_next_prompt,
            ActionId.PREVIOUS_PROMPT: self._on_previous_prompt,
            ActionId.REREAD_BARS: self._controller.reread_bars,
        }

    def add_recent_menu(self, bar: QMenuBar, actions: dict[ActionId, QAction]) -> None:
        """Offer the recent files in the File menu of `bar`, below Open."""
        menu = bar.findChild(QMenu, "file")
        assert isinstance(menu, QMenu)
        menu.insertMenu(actions[ActionId.DEMO], self.recent)

    @property
    def is_modified(self) -> bool:
        """Whether closing now would lose work."""
        if self._controller.undo_stack.isClean():
            return False
        return self.path is not None or self._controller.document.state.holds_work

    @property
    def title(self) -> str:
        """For the window's title bar; "[*]" stands where Qt marks unsaved changes."""
        if self.path is not None:
            return f"{self.path.stem}[*] – TatumFlow"
        state = self._controller.document.state
        return f"{translate('Project', 'Untitled')}[*] – TatumFlow" if state.holds_work else "TatumFlow[*]"

    # Opening

    @Slot()
    def new(self) -> None:
        """Begin with an empty project."""
        if self.may_go():
            self._load(DocumentState(), None)

    @Slot()
    def _on_open(self) -> None:
        path = self._outlet.ask_open_path()
        if path is not None:
            self.open_file(path)

    @Slot(Path)
    def open_file(self, path: Path) -> None:
        """Open a project, or a MIDI file as a further prompt, and remember it."""
        self.open_files([path])

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open several files, one after the other."""
        self._open_no_more()
        self._controller.cancel()
        self._waiting = list(paths)
        self._open_next()

    @Slot()
    def _open_no_more(self) -> None:
        self._waiting = []

    @Slot()
    def _open_next(self) -> None:
        if self._waiting:
            self._open(self._waiting.pop(0))

    def _open(self, path: Path) -> None:
        self._outlet.remember_folder(path)
        if path.suffix.lower() == SUFFIX:
            self.open_project(path)
            return
        if path.is_file():
            self.recent.remember(path)
        self._controller.open_file(path)

    def open_project(self, path: Path) -> bool:
        """Open a project in place of the present one; says whether it is open. What is there stays if it is not."""
        try:
            state, _ = open_state(path)
        except TatumFlowError as error:
            self.error_occurred.emit(in_words(error))
            return False
        if not self.may_go():
            return False
        self._load(state, path)
        self.recent.remember(path)
        return True

    def restore(self, state: DocumentState, head: dict[str, Any]) -> None:
        """Take over work that a crashed app has left behind; it counts as unsaved."""
        path = head.get("project_path")
        self._load(state, Path(path) if isinstance(path, str) else None)
        self._controller.undo_stack.resetClean()
        try:
            when = datetime.fromisoformat(str(head.get("saved_at"))).strftime("%H:%M")
        except ValueError:
            when = "?"
        text = translate("Project", "TatumFlow did not end properly; your work of {time} is back. Save it to keep it.")
        self.info_given.emit(text.format(time=when))

    def describe(self) -> dict[str, Any]:
        """What `restore` wants to know beside the state."""
        path = None if self.path is None else str(self.path.absolute())
        return {"project_path": path, "saved_at": datetime.now().isoformat(timespec="seconds")}

    def _load(self, state: DocumentState, path: Path | None) -> None:
        self.path = path
        self._controller.load_state(state)
        self._controller.undo_stack.setClean()
        self.title_changed.emit()

    def drop(self, event: QDropEvent) -> None:
        """Open what was dropped: all MIDI files as prompts, or one project."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        project = next((file for file in files if file.suffix.lower() == SUFFIX), None)
        clips = [file for file in files if is_midi_name(file)]
        event.acceptProposedAction()
        if project is not None:
            self.open_file(project)
        elif clips:
            self.open_files(clips)
        elif files:
            message = translate(
                "MainWindow", "{file} is not a MIDI file; drop a .mid file to open it as the prompt, or a project."
            )
            if files[0].is_dir():
                message = translate(
                    "MainWindow",
                    "{file} is a folder; drop MIDI files here, or the folder on the Train page to learn it.",
                )
            self.error_occurred.emit(message.format(file=files[0].name))

    # Prompts

    def _on_next_prompt(self) -> None:
        self._step_prompt(1)

    def _on_previous_prompt(self) -> None:
        self._step_prompt(-1)

    def _step_prompt(self, step: int) -> None:
        state = self._controller.document.state
        numbers = [prompt.number for prompt in state.prompts]
        if state.prompt_number in numbers:
            self._controller.show_prompt(numbers[(numbers.index(state.prompt_number) + step) % len(numbers)])

    # Saving

    @Slot()
    def save(self) -> bool:
        """Save the project, where it has no file yet after asking for one; says whether it is saved."""
        return self.save_as() if self.path is None else self._write(self.path)

    @Slot()
    def save_as(self) -> bool:
        """Save the project where the user says."""
        path = self.ask_save_path()
        return path is not None and self._write(path)

    def ask_save_path(self) -> Path | None:
        """Let the user choose where the project goes; None if they change their mind."""
        suggestion = self.path or Path(f"{translate('Project', 'Untitled')}{SUFFIX}")
        state = self._controller.document.state
        if self.path is None and state.prompts:
            name = safe_stem(state.prompts[0].clip.name)
            suggestion = Path(f"{name or suggestion.stem}{SUFFIX}")
        kinds = translate("Project", "TatumFlow projects ({patterns})").format(patterns=f"*{SUFFIX}")
        title = translate("Project", "Save Project As")
        place = suggestion if suggestion.is_absolute() else Path(self._outlet.start_folder()) / suggestion
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(place), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")

    def _write(self, path: Path) -> bool:
        try:
            write_project(path, state_text(self._controller.document.state, self._texts))
        except TatumFlowError as error:
            self.error_occurred.emit(in_words(error))
            return False
        self.path = path
        self._controller.undo_stack.setClean()
        self._outlet.remember_folder(path)
        self.recent.remember(path)
        self.title_changed.emit()
        self.info_given.emit(translate("Project", "The project was saved as {file}.").format(file=path))
        return True

    # Closing

    def may_go(self) -> bool:
        """Whether the present work may be left: it is saved, or the user gives it up or saves it now."""
        if not self.is_modified:
            return True
        answer = self.ask_about_changes()
        if answer == Answer.Save:
            return self.save()
        return answer == Answer.Discard

    def ask_about_changes(self) -> Answer:
        """Ask what becomes of unsaved changes: Save, Discard or Cancel."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("TatumFlow")
        name = self.path.stem if self.path is not None else translate("Project", "Untitled")
        box.setText(translate("Project", "Save the changes to “{name}”?").format(name=name))
        box.setInformativeText(translate("Project", "Takes and edits that are not saved are lost."))
        box.setStandardButtons(Answer.Save | Answer.Discard | Answer.Cancel)
        box.setDefaultButton(Answer.Save)
        box.setEscapeButton(Answer.Cancel)
        return Answer(box.exec())

    @Slot(bool)
    def _on_clean_changed(self, clean: bool) -> None:
        self.title_changed.emit()
