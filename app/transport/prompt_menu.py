"""The button beside the prompt's name: the prompts of the project, to switch between, name and remove."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from app.document import DocumentState
from app.i18n import translate


class PromptMenu(QToolButton):
    """Shows which of the prompts is worked on, as "1/3"; hidden while there is none."""

    chosen = Signal(int)
    renamed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, open_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = DocumentState()
        self._open_action = open_action
        self.setObjectName("flat")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Transport", "Prompts of this project"))
        self.setToolTip(translate("Transport", "The prompts of this project: switch, rename, remove"))
        self.clicked.connect(self._on_clicked)
        self.show_state(self._state)

    def show_state(self, state: DocumentState) -> None:
        """Follow the document."""
        self._state = state
        numbers = [prompt.number for prompt in state.prompts]
        self.setVisible(bool(numbers))
        place = numbers.index(state.prompt_number) + 1 if state.prompt_number in numbers else 0
        self.setText(f"{place}/{len(numbers)} ▾")
        self.setAccessibleDescription(
            translate("Transport", "prompt {place} of {count}").format(place=place, count=len(numbers))
        )

    def make_menu(self) -> QMenu:
        """The menu for the present prompts."""
        menu = QMenu(self)
        for prompt in self._state.prompts:
            name = prompt.clip.name or translate("PianoRoll", "Prompt")
            bars = translate("Transport", "{bars} bars").format(bars=prompt.clip.bars)
            action = menu.addAction(f"{name} · {bars}".replace("&", "&&"), partial(self.chosen.emit, prompt.number))
            action.setCheckable(True)
            action.setChecked(prompt.number == self._state.prompt_number)
        menu.addSeparator()
        menu.addAction(translate("Transport", "&Rename…"), self._on_rename)
        menu.addAction(translate("Transport", "Re&move From the Project"), self._on_remove)
        menu.addSeparator()
        menu.addAction(self._open_action)
        return menu

    def _on_clicked(self) -> None:
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_rename(self) -> None:
        prompt = self._state.chosen_prompt
        if prompt is None:
            return
        title, label = translate("Transport", "Rename Prompt"), translate("Transport", "Name of the prompt")
        name, good = QInputDialog.getText(self, title, label, text=prompt.clip.name)
        if good:
            self.renamed.emit(prompt.number, name)

    def _on_remove(self) -> None:
        if self._state.prompt_number is not None:
            self.removed.emit(self._state.prompt_number)
