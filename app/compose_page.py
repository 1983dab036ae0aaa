"""The Compose page: the roll over the takes, the inspector beside them, and how much room each of them gets. What they
show is their own business.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QSplitterHandle, QWidget

from app import settings as declared
from app.actions import ActionId
from app.i18n import translate
from app.inspector.panel import Inspector
from app.piano_roll.panel import RollPanel
from app.settings import Settings
from app.takes.strip import HIGH_STRIP_PX, LOW_STRIP_PX, TakeStrip

ROOM_FOR_CARDS_PX = 820
"""A page lower than this has low cards at first: the height is the roll's."""


class _Handle(QSplitterHandle):
    """The gap between roll and takes, with a grip in its middle."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(self.palette().placeholderText().color())
        colour.setAlpha(255 if self.underMouse() else 140)
        painter.setBrush(colour)
        painter.drawRoundedRect(self.width() // 2 - 20, self.height() // 2 - 1, 40, 3, 1.5, 1.5)

    def event(self, event: QEvent) -> bool:
        """Light the grip under the pointer."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class _Rows(QSplitter):
    """Roll over takes."""

    def createHandle(self) -> QSplitterHandle:
        """The gap between two rows."""
        handle = _Handle(self.orientation(), self)
        handle.setToolTip(translate("ComposePage", "Drag to give the takes more room or less"))
        return handle


class ComposePage(QWidget):
    """Shares out the page. A height that the user chose for the takes is remembered; without one it follows the page's.

    Attributes:
        rows: the splitter of roll and takes.
    """

    def __init__(
        self, roll: RollPanel, takes: TakeStrip, inspector: Inspector, settings: Settings,
        actions: dict[ActionId, QAction], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._takes, self._inspector, self._settings = takes, inspector, settings
        self._high_action = actions[ActionId.HIGH_CARDS]
        self.rows = _Rows(Qt.Orientation.Vertical, self)
        self.rows.setHandleWidth(8)
        self.rows.setChildrenCollapsible(False)
        self.rows.addWidget(roll)
        self.rows.addWidget(takes)
        self.rows.setStretchFactor(0, 1)
        self.rows.setStretchFactor(1, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.rows, 1)
        row.addWidget(inspector)
        self.rows.splitterMoved.connect(self._on_moved)
        # The menu tells which cards are shown, however they became so.
        takes.lowered.connect(lambda low: self._high_action.setChecked(not low))
        self._high_action.setChecked(not takes.is_low)
        self._high_action.triggered.connect(self._on_high_wanted)
        side = actions[ActionId.INSPECTOR]
        side.setChecked(settings.get(declared.INSPECTOR_SHOWN))
        inspector.setVisible(side.isChecked())
        side.toggled.connect(self._on_inspector_toggled)

    def _wanted_height(self) -> int:
        chosen = self._settings.get(declared.TAKES_HEIGHT)
        return chosen or (LOW_STRIP_PX if self.height() < ROOM_FOR_CARDS_PX else HIGH_STRIP_PX)

    def _share_out(self) -> None:
        room = self.height() - self.rows.handleWidth()
        low = min(self._wanted_height(), room)
        self.rows.setSizes([max(0, room - low), low])

    def _keep(self, height: int) -> None:
        self._settings.set(declared.TAKES_HEIGHT, min(max(height, LOW_STRIP_PX), declared.MOST_TAKES_PX))

    def _on_moved(self) -> None:
        self._keep(self._takes.height())

    def _on_high_wanted(self, high: bool) -> None:
        self._keep(HIGH_STRIP_PX if high else LOW_STRIP_PX)
        self._share_out()

    def _on_inspector_toggled(self, shown: bool) -> None:
        self._settings.set(declared.INSPECTOR_SHOWN, shown)
        self._inspector.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher page gives its height to the roll, and to the cards where the user has not said otherwise."""
        super().resizeEvent(event)
        self._share_out()
