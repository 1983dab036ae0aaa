"""A group of controls under a heading that folds it away and sets it back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.i18n import translate, without_mark
from app.icons import icon
from app.inspector.controls import make_tool
from app.theme import Theme


class Group(QWidget):
    """A heading with a fold button, a word on what is set, a reset button, and a body."""

    reset_requested = Signal()

    def __init__(self, title: str, theme: Theme, *, unfolded: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = QToolButton(self)
        self.header.setObjectName("groupHeader")
        self.header.setText(title)
        self.header.setCheckable(True)
        self.header.setChecked(unfolded)
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setIconSize(QSize(14, 14))
        self.header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.header.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header.setAccessibleName(without_mark(title))
        self.header.setToolTip(translate("Inspector", "Show or hide these settings"))
        self.summary = QLabel(self)
        self.summary.setObjectName("hint")
        # Over the header, which takes the clicks.
        self.summary.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        name = translate("Inspector", "Reset {group}").format(group=without_mark(title))
        self.reset = make_tool(
            self, name, translate("Inspector", "Set these settings back to their defaults"), flat=True
        )
        self.body = QWidget(self)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 4, 0, 6)
        self.column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.header, 1)
        line.addWidget(self.summary)
        line.addWidget(self.reset)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(line)
        outer.addWidget(self.body)
        self.header.toggled.connect(self._on_toggled)
        self.reset.clicked.connect(self.reset_requested)
        # A subclass has not yet made what it draws in its own `set_theme`.
        Group.set_theme(self, theme)
        self._on_toggled(unfolded)
        self.show_summary("")

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        self._theme = theme
        self.reset.setIcon(icon("reset", theme))
        self._on_toggled(self.header.isChecked())

    def show_summary(self, text: str) -> None:
        """Say what is set; nothing being set, there is nothing to reset."""
        self.summary.setText(text)
        self.reset.setEnabled(bool(text))

    def show_count(self, count: int) -> None:
        """Say how many settings differ from their defaults."""
        self.show_summary(translate("Inspector", "{count} set").format(count=count) if count else "")

    def _on_toggled(self, unfolded: bool) -> None:
        self.body.setVisible(unfolded)
        self.header.setIcon(icon("group_open" if unfolded else "group_closed", self._theme, on_colour=self._theme.text))
