"""Tabs that keep still while something inside of their pages is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QTabWidget, QWidget


class CalmTabs(QTabWidget):
    """A `QTabWidget` paints all of itself, pages included, whenever a text inside has become longer; this one only
    where its own sizes change with that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[QSize, ...] = ()

    def event(self, event: QEvent) -> bool:
        """Leave requests alone that would lead to the layout there is."""
        if event.type() == QEvent.Type.LayoutRequest:
            sizes = (self.size(), self.tabBar().sizeHint(), self.minimumSizeHint())
            if sizes == self._sizes:
                return True
            self._sizes = sizes
        return super().event(event)
