"""A fact of the header that can be changed: it reads like text and opens a menu or a box when it is clicked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget


class FactButton(QToolButton):
    """A value with a caption below; `open_editor` is called when the user wants to change it."""

    def __init__(self, caption: str, tip: str, open_editor: Callable[[FactButton], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._caption = caption
        self._open_editor = open_editor
        self.setObjectName("fact")
        self.setToolTip(tip)
        self.setText("–")
        self.setAccessibleName(caption)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    def show_value(self, text: str) -> None:
        """Show a value, "–" for none."""
        self.setText(text)
        self.setAccessibleDescription(text)

    def column(self) -> QVBoxLayout:
        """The button over its caption."""
        label = QLabel(self._caption, self.parentWidget())
        label.setObjectName("hint")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        return column

    def pop_up(self, menu: QMenu) -> None:
        """Show `menu` below the button; it is gone when it closes."""
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_clicked(self) -> None:
        self._open_editor(self)
