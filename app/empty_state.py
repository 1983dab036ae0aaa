"""What the roll says while there is nothing to show: what can be done, with the buttons to do it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.actions import show_tip
from app.i18n import translate, without_mark
from app.icons import icon
from app.theme import Theme

TOP_PX = 68
"""Height of the ruler and the chord lane."""


class EmptyState(QWidget):
    """A centred invitation."""

    def __init__(
        self, theme: Theme, open_file: QAction, demo: QAction, draw: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = QLabel(translate("EmptyState", "Drop a MIDI file here"), self)
        title.setObjectName("title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint = QLabel(translate("EmptyState", "or press Generate to start from the demo prompt"), self)
        hint.setObjectName("muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._open_button = QPushButton(translate("EmptyState", "Choose a F&ile…"), self)
        self._demo_button = QPushButton(translate("EmptyState", "Try the De&mo"), self)
        self.draw_button = QPushButton(translate("EmptyState", "Draw Yo&ur Own"), self)
        buttons = ((self._open_button, open_file), (self._demo_button, demo), (self.draw_button, draw))
        for button, action in buttons:
            button.setAccessibleName(without_mark(button.text()))
            show_tip(button, action)
            button.setVisible(action.isVisible())
            button.clicked.connect(action.trigger)
        column = QVBoxLayout(self)
        # Below the ruler and the chord lane, which are at work without music too.
        column.setContentsMargins(8, TOP_PX, 8, 4)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button, _ in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        self._open_button.setIcon(icon("open", theme))
        self._demo_button.setIcon(icon("demo", theme))
        self.draw_button.setIcon(icon("draw", theme))
