"""The real app, and beside it a file that says where its controls are: for tests that use a real pointer.

usage: python watched_app.py PLACES.json [options of the app]. The file is replaced four times a second; it maps the
accessible name of every visible control to {x, y, enabled, text}, the point being its middle in pixels of the screen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# In place of this folder, whose modules must not stand for installed ones of the same name.
sys.path[0] = str(ROOT)

from PySide6.QtCore import QObject, QTimer  # noqa: E402 - the path comes first
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def place_of(widget: QWidget) -> dict[str, object]:
    middle = widget.mapToGlobal(widget.rect().center())
    text = ""
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        text = widget.text()
    elif isinstance(widget, QAbstractSlider):
        text = str(widget.value())
    return {"x": middle.x(), "y": middle.y(), "enabled": widget.isEnabled(), "text": text}


def places() -> dict[str, dict[str, object]]:
    """All that can be seen now."""
    found: dict[str, dict[str, object]] = {}
    modal = QApplication.activeModalWidget()
    for widget in QApplication.allWidgets():
        if not widget.isVisible() or (modal is not None and widget.window() is not modal):
            continue
        if isinstance(widget, QTabBar):
            for index in range(widget.count()):
                middle = widget.mapToGlobal(widget.tabRect(index).center())
                entry = {"x": middle.x(), "y": middle.y(), "enabled": True, "text": widget.tabText(index)}
                found[f"tab {widget.tabText(index)}"] = entry
        elif not widget.visibleRegion().contains(widget.rect().center()):
            continue  # scrolled out of sight
        elif isinstance(widget, CONTROLS) and widget.accessibleName():
            found[widget.accessibleName()] = place_of(widget)
        elif isinstance(widget, QLabel) and widget.text():
            found[f"label {widget.text()}"] = place_of(widget)
    return found


class Watch(QObject):
    """Writes the file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._write)
        self._timer.start(250)

    def _write(self) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(places(), ensure_ascii=False), encoding="utf-8")
        part.replace(self._file)


def main() -> int:
    from app import application

    app = QApplication(["tatumflow"])
    watch = Watch(Path(sys.argv[1]))
    watch.setParent(app)
    return application.run(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
