"""The line below the roll: what the shapes and colours of notes mean, the bar that scrolls time, the zoom buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollBar, QSizePolicy, QToolButton, QWidget

from app.actions import show_tip
from app.i18n import translate
from app.icons import icon
from app.piano_roll.names import role_name
from app.piano_roll.note_painters import paint_note
from app.theme import Theme
from engine.music.note import Note, Role


class _Swatch(QWidget):
    """One note as the roll draws it."""

    def __init__(self, role: Role, theme: Theme, *, ghost: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._note = Note(0, 60, 480, 110, role)
        self._ghost = ghost
        self.theme = theme
        self.setFixedSize(26, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paint_note(painter, QRectF(1, 2, 24, 10), self._note, self.theme, ghost=self._ghost)


class RollFooter(QWidget):
    """Legend and zoom."""

    def __init__(
        self, theme: Theme, zoom_actions: tuple[tuple[QAction, str, str], ...], parent: QWidget | None = None
    ) -> None:
        """`zoom_actions` are (action, icon, accessible name)."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(6)
        self.setFixedHeight(28)
        self._swatches: list[_Swatch] = []
        entries = [(role, role_name(role), False) for role in Role]
        entries.append((Role.LEAD, translate("PianoRoll", "Prompt (grey)"), True))
        for role, name, ghost in entries:
            swatch = _Swatch(role, theme, ghost=ghost, parent=self)
            self._swatches.append(swatch)
            label = QLabel(name, self)
            label.setObjectName("hint")
            row.addWidget(swatch)
            row.addWidget(label)
            row.addSpacing(12)
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.scroll_bar.setAccessibleName(translate("PianoRoll", "Scroll time"))
        self.scroll_bar.setToolTip(translate("PianoRoll", "Scrolls the piano roll to earlier or later bars"))
        size = self.scroll_bar.sizePolicy()
        size.setRetainSizeWhenHidden(True)
        size.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.scroll_bar.setSizePolicy(size)
        row.addWidget(self.scroll_bar, 1)
        self._buttons: list[tuple[QToolButton, str]] = []
        for action, picture, name in zoom_actions:
            button = QToolButton(self)
            button.setObjectName("flat")
            button.setAccessibleName(name)
            show_tip(button, action)
            button.setIconSize(QSize(14, 14))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(action.trigger)
            row.addWidget(button)
            self._buttons.append((button, picture))
        self.set_theme(theme)

    def follow(self, bar: QScrollBar) -> None:
        """Show what another scroll bar, which is out of sight, has to show."""
        self.scroll_bar.blockSignals(True)
        self.scroll_bar.setRange(bar.minimum(), bar.maximum())
        self.scroll_bar.setPageStep(bar.pageStep())
        self.scroll_bar.setSingleStep(bar.singleStep())
        self.scroll_bar.setValue(bar.value())
        self.scroll_bar.blockSignals(False)
        self.scroll_bar.setVisible(bar.maximum() > bar.minimum())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for swatch in self._swatches:
            swatch.theme = theme
            swatch.update()
        for button, picture in self._buttons:
            button.setIcon(icon(picture, theme))
