"""Typing a name over a label: Enter or a click elsewhere keeps it, Esc does not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import translate

MAX_LETTERS = 80


class NameEdit(QLineEdit):
    """A line that appears where it is needed."""

    committed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(MAX_LETTERS)
        self.setAccessibleName(translate("Take", "Name"))
        self.setToolTip(translate("Take", "Enter keeps the name, Esc the old one; an empty name is the number again"))
        self.editingFinished.connect(self._on_finished)
        self.hide()

    def begin(self, text: str, place: QRect) -> None:
        """Show `text` for editing at `place` of the parent."""
        self.setText(text)
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.setFocus()
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Every key is a letter here, also those that are shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_finished()
            return
        super().keyPressEvent(event)

    def _on_finished(self) -> None:
        # Hiding takes the focus away, which finishes the editing once more.
        if self.isVisible():
            self.hide()
            self.committed.emit(self.text())
