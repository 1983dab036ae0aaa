"""The box that opens over a field of the chord lane for typing. It knows no chords; it hands its text out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from app.i18n import translate
from app.theme import set_look


class CellEditor(QLineEdit):
    """Enter hands the text out and Esc gives up; Tab hands it out as well."""

    accepted = Signal(int, int, str)
    """First and last tick of the field, and what was typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = (0, 0)
        self._before = ""
        self.setObjectName("cell")
        self.setAccessibleName(translate("ChordLane", "Chord"))
        self.setToolTip(
            translate("ChordLane", "A chord such as Dm7, or several that share the field; Enter keeps, Esc gives up")
        )
        self.textEdited.connect(self._on_edited)
        self.hide()

    def open(self, place: QRect, start: int, end: int, text: str) -> None:
        """Open at `place` for the field from tick `start` to `end`."""
        self._field, self._before = (start, end), text
        self._mark(False)
        self.setGeometry(place)
        self.setText(text)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Close without handing anything out."""
        self.hide()

    def show_error(self, message: str) -> None:
        """Keep the text and say what is wrong with it."""
        self._mark(True)
        self.setAccessibleDescription(message)
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), message, self)

    def _mark(self, wrong: bool) -> None:
        set_look(self, "wrong", wrong)

    def _on_edited(self) -> None:
        if self.property("wrong"):
            self._mark(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end the typing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.accepted.emit(*self._field, self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
            parent = self.parentWidget()
            assert parent is not None
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed and is right stays when the user goes on elsewhere."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            if self.text() != self._before and not self.property("wrong"):
                self.accepted.emit(*self._field, self.text())
            self.hide()
