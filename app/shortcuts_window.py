"""Help > Shortcuts: the tables of actions and gestures as one list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.actions import action_table, plain_text
from app.i18n import translate
from app.piano_roll.note_actions import gesture_table, note_action_table


def _gestures() -> tuple[tuple[str, str, str], ...]:
    """Keys and pointer gestures that are no menu commands."""
    return (
        (translate("Shortcuts", "Press the focused button"), translate("Shortcuts", "Enter"), ""),
        (translate("Shortcuts", "Next control"), translate("Shortcuts", "Tab"), ""),
        (translate("Shortcuts", "Set the play position"), translate("Shortcuts", "Click the ruler"), ""),
        (translate("Shortcuts", "Mark a loop"), translate("Shortcuts", "Drag in the ruler"), ""),
        (translate("Shortcuts", "Zoom time"), translate("Shortcuts", "Ctrl+wheel"), ""),
        (translate("Shortcuts", "Zoom pitches"), translate("Shortcuts", "Ctrl+Shift+wheel"), ""),
        (translate("Shortcuts", "Scroll through time"), translate("Shortcuts", "Shift+wheel"), ""),
        (translate("Shortcuts", "Take into the DAW"), translate("Shortcuts", "Drag the card of the take"), ""),
    )


class ShortcutsWindow(QDialog):
    """A window with every shortcut; it does not block the main window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Shortcuts", "Shortcuts"))
        native = QKeySequence.SequenceFormat.NativeText
        rows = [
            (plain_text(spec), ", ".join(QKeySequence(key).toString(native) for key in spec.keys), spec.tip)
            for spec in (*action_table(), *note_action_table())
            if spec.keys
        ]
        rows += gesture_table()
        rows += _gestures()
        self.table = table = QTableWidget(len(rows), 3, self)
        table.setHorizontalHeaderLabels(
            [translate("Shortcuts", "Command"), translate("Shortcuts", "Keys"), translate("Shortcuts", "What it does")]
        )
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAccessibleName(translate("Shortcuts", "Shortcuts"))
        table.setToolTip(translate("Shortcuts", "Every keyboard shortcut and pointer gesture"))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                table.setItem(y, x, item)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        layout = QVBoxLayout(self)
        layout.addWidget(table)
        self.resize(720, 620)
