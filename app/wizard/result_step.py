"""Step 4, Result: the figures before and after, the blind comparison, and the file that was made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import translate
from app.theme import Theme
from app.wizard.figures_table import FiguresTable
from app.wizard.listening import ListeningPage
from app.wizard.run_state import RunState
from app.wizard.sample_player import SamplePlayer
from app.wizard.texts import size_text


class ResultStep(QWidget):
    """Shows a finished training."""

    def __init__(self, player: SamplePlayer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self.headline = QLabel(self)
        self.headline.setObjectName("title")
        self.facts = QLabel(self)
        self.facts.setObjectName("muted")
        self.show_button = QPushButton(translate("Train", "Show the File"), self)
        self.show_button.setAccessibleName(translate("Train", "Show the style's file"))
        self.show_button.setToolTip(translate("Train", "Open the folder of the style, to share or to copy it"))
        self.show_button.clicked.connect(self._on_show_file)
        self.figures = FiguresTable(theme, self)
        self.listening = ListeningPage(player, theme, self)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.facts)
        head.addLayout(words, 1)
        head.addWidget(self.show_button)
        body = QHBoxLayout()
        body.setSpacing(10)
        body.addWidget(self.figures, 1)
        body.addWidget(self.listening, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(body, 1)

    def show_result(self, name: str, state: RunState) -> None:
        """Show what a training has come to."""
        self._file = state.style_file
        self.headline.setText(translate("Train", "“{name}” is a style now").format(name=name))
        words = [
            translate("Train", "learned from {pieces} pieces").format(pieces=state.pieces),
            translate("Train", "{size}, installed").format(size=size_text(state.style_bytes)),
        ]
        if state.stopped_early:
            words.append(translate("Train", "stopped before its time"))
        self.facts.setText(" · ".join(words))
        self.figures.show_figures(state.figures)
        self.listening.show_pairs(state.figures.pairs if state.figures is not None else ())

    @Slot()
    def _on_show_file(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.figures.set_theme(theme)
        self.listening.set_theme(theme)
