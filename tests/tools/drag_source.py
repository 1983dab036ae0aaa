"""The smallest app that a file can be dragged from: shows which part of a failed drag is not the app's.

usage: python drag_source.py FILE. It prints `SRC x y`, where to press, and `DRAGGED action` when a drag is over.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """A window that is its file's handle."""

    def __init__(self, file: Path) -> None:
        super().__init__(file.name)
        self._file = file
        self._pressed_at: QPointF | None = None
        self.setWindowTitle("TatumFlow drag source")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.resize(300, 120)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        far = QApplication.startDragDistance()
        if self._pressed_at is None or (event.position() - self._pressed_at).manhattanLength() < far:
            return
        self._pressed_at = None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._file))])
        drag = QDrag(self)
        drag.setMimeData(data)
        print("DRAGGED", drag.exec(Qt.DropAction.CopyAction).name, flush=True)

    def announce(self) -> None:
        """Print where to press."""
        centre = self.mapToGlobal(self.rect().center())
        print("SRC", centre.x(), centre.y(), flush=True)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = DragSource(Path(sys.argv[1]))
    window.show()
    QTimer.singleShot(800, window.announce)
    sys.exit(app.exec())
