"""The list of files that are left out, each with its reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import in_words, translate
from app.theme import Theme
from app.wizard.folder_facts import LeftOutFile

ROW_PX = 46
Index = QModelIndex | QPersistentModelIndex


def reason_text(file: LeftOutFile) -> str:
    """Why a file is left out, in a few words."""
    match file.kind:
        case "drums":
            return translate("Train", "only drums")
        case "short":
            return translate("Train", "too short: {notes} notes").format(notes=file.notes)
        case "duplicate":
            return translate("Train", "the same notes as {file}").format(file=file.same_as.rpartition("/")[2])
        case "broken":
            return translate("Train", "cannot be read")
        case _:
            return in_words(file.reason)


class _TwoLines(QStyledItemDelegate):
    """A name and, muted below it, the reason."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(120, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Two lines, shortened in the middle to keep the end of the name."""
        box: QRect = option.rect.adjusted(12, 5, -8, -5)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, QColor(self.theme.hover))
        for line, (role, colour) in enumerate(
            ((Qt.ItemDataRole.DisplayRole, self.theme.text), (Qt.ItemDataRole.UserRole, self.theme.muted))
        ):
            half = QRect(box.x(), box.y() + line * box.height() // 2, box.width(), box.height() // 2)
            text = painter.fontMetrics().elidedText(index.data(role), Qt.TextElideMode.ElideMiddle, half.width())
            painter.setPen(QColor(colour))
            painter.drawText(half, Qt.AlignmentFlag.AlignVCenter, text)


class LeftOutList(QFrame):
    """The panel with its heading; it says so where nothing was left out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._heading = QLabel(self)
        self._heading.setObjectName("section")
        self._none = QLabel(translate("Train", "Every file can be used."), self)
        self._none.setObjectName("muted")
        self._none.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(translate("Train", "Files that are left out"))
        self.list.setToolTip(translate("Train", "These files are not learned from; each with the reason"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet("QListWidget:!focus { background: transparent; border-color: transparent; }")
        self._delegate = _TwoLines(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 10, 2, 8)
        column.setSpacing(6)
        # Margins of labels do not outlive a change of the style sheet; those of layouts do.
        words = QVBoxLayout()
        words.setContentsMargins(12, 0, 12, 0)
        words.addWidget(self._heading)
        words.addWidget(self._none)
        column.addLayout(words)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.show_files([])

    def show_files(self, files: list[LeftOutFile]) -> None:
        """Show these files; those that are there already stay where they are."""
        if len(files) < self.list.count():
            self.list.clear()
        for file in files[self.list.count() :]:
            item = QListWidgetItem(file.name.rpartition("/")[2])
            item.setData(Qt.ItemDataRole.UserRole, reason_text(file))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, reason_text(file))
            item.setToolTip(f"{file.name}\n{in_words(file.reason)}")
            self.list.addItem(item)
        self._heading.setText(translate("Train", "Left out") + (f" ({len(files)})" if files else ""))
        self._none.setVisible(not files)
        self.list.setVisible(bool(files))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._delegate.theme = theme
        self.list.viewport().update()
