"""Messages to the user without a dialog: rows under the header that stay until closed (errors) or for some seconds."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.accessibility import announce
from app.i18n import translate
from app.icons import icon, pixmap
from app.theme import Theme

INFO_MS = 7000
MOST_ROWS = 3


class MessageRow(QFrame):
    """One message."""

    def __init__(self, text: str, *, is_error: bool, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.is_error = is_error
        self.setObjectName("message")
        self.setProperty("severity", "error" if is_error else "info")
        self._picture = QLabel(self)
        self._label = QLabel(text, self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("flat")
        self.close_button.setAccessibleName(translate("MessageBar", "Dismiss message"))
        self.close_button.setToolTip(translate("MessageBar", "Dismiss this message"))
        self.setAccessibleName(text)
        self.shown = QElapsedTimer()
        self.shown.start()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        row.addWidget(self.close_button)
        self.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window's layout does not ask for the height that a width needs, so the label claims it."""
        super().resizeEvent(event)
        width = self.width() - 12 - 6 - 2 * 10 - self._picture.sizeHint().width() - self.close_button.sizeHint().width()
        self._label.setMinimumHeight(self._label.heightForWidth(max(1, width)))

    def set_theme(self, theme: Theme) -> None:
        """Draw the pictures in other colours."""
        colour = theme.error if self.is_error else theme.text
        self._picture.setPixmap(pixmap("warning" if self.is_error else "info", colour))
        self.close_button.setIcon(icon("close", theme))


class MessageBar(QWidget):
    """Holds up to `MOST_ROWS` messages, the newest last; takes no room while there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[MessageRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """The messages on view."""
        return tuple(row.text for row in self._rows)

    @Slot(str)
    def show_error(self, text: str) -> None:
        """Say what went wrong; stays until it is closed, or read and behind us (`clear_read`)."""
        self._add(MessageRow(text, is_error=True, theme=self._theme, parent=self))

    @Slot(str)
    def show_info(self, text: str) -> None:
        """Say something in passing."""
        row = self._add(MessageRow(text, is_error=False, theme=self._theme, parent=self))
        timer = QTimer(row)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._remove(row))
        timer.start(INFO_MS)

    @Slot()
    def clear_read(self) -> None:
        """Close the messages that there was time to read, because something has succeeded since."""
        for row in tuple(self._rows):
            if row.shown.hasExpired(INFO_MS):
                self._remove(row)

    def set_theme(self, theme: Theme) -> None:
        """Draw the pictures in other colours."""
        self._theme = theme
        for row in self._rows:
            row.set_theme(theme)

    def _add(self, row: MessageRow) -> MessageRow:
        for old in [old for old in self._rows if old.text == row.text]:
            self._remove(old)
        while len(self._rows) >= MOST_ROWS:
            self._remove(self._rows[0])
        row.close_button.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._layout.addWidget(row)
        self.show()
        announce(row, row.text)
        return row

    def _remove(self, row: MessageRow) -> None:
        if row not in self._rows:
            return
        self._rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._rows))
