"""The handle by which selected notes are dragged out of the roll into another program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolButton, QWidget

from app.i18n import translate
from app.icons import icon
from app.midi_drag import Press
from app.theme import Theme


class DragHandle(QToolButton):
    """A drag of it takes the notes along as a MIDI file; pressing it puts that file on the clipboard."""

    drag_started = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._press = Press()
        self.setObjectName("tool")
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(translate("PianoRoll", "Selected notes as a file"))
        self.setToolTip(
            translate(
                "PianoRoll", "Drag the selected notes into your DAW; a click puts them on the clipboard as a MIDI file"
            )
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setIcon(icon("drag_out", theme))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        self._press.begin(event)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press it is one, and no longer a click."""
        if self._press.becomes_drag(event):
            self.setDown(False)
            self.drag_started.emit()
