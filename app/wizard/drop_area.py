"""The invitation to drop a folder, with the button for those who would rather choose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import translate
from app.icons import icon
from app.theme import Theme


def dropped_folder(data: QMimeData) -> Path | None:
    """The folder that is being dropped: the first one, else that of the first file; None for anything else."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    folder = next((path for path in paths if path.is_dir()), None)
    if folder is None and paths:
        folder = paths[0].parent
    return folder


class DropArea(QWidget):
    """A dashed frame with the invitation in its middle."""

    folder_dropped = Signal(Path)
    choose_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovering = False
        self.setAcceptDrops(True)
        title = QLabel(translate("Train", "Drop a folder of MIDI files here"), self)
        title.setObjectName("title")
        hint = QLabel(
            translate(
                "Train",
                "TatumFlow learns how they sound and adds that to the mixer as a style of your own.\n"
                "Ten to fifty pieces of one player or one kind of music work best; nothing leaves this computer.",
            ),
            self,
        )
        hint.setObjectName("muted")
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose_button = QPushButton(translate("Train", "Choose a Folder…"), self)
        self.choose_button.setAccessibleName(translate("Train", "Choose a folder"))
        self.choose_button.setToolTip(translate("Train", "Choose the folder that holds your MIDI files"))
        self.choose_button.clicked.connect(self.choose_requested)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.choose_button.setIcon(icon("open", theme))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed frame; in the accent's colour while something hangs over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(self._theme.hover if self._hovering else self._theme.panel))
        pen = QPen(QColor(self._theme.accent if self._hovering else self._theme.border), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 12, 12)

    def _hover(self, hovering: bool) -> None:
        self._hovering = hovering
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and files are welcome."""
        if dropped_folder(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._hover(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the folder."""
        self._hover(False)
        folder = dropped_folder(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            self.folder_dropped.emit(folder)
