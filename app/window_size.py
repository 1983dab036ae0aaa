"""How large a window beside the main one opens."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 40)
"""Room for the frame that the desktop puts around a window."""


def open_with_size(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or as much of it as its screen has."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - _FRAME))
