"""Help > Shortcuts: the tables of actions and gestures as one list that can be searched."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.actions import Command, action_table, menu_titles, native_key, plain_text
from app.i18n import translate
from app.piano_roll.note_actions import gesture_table, note_action_table

Row = tuple[str, str, str]
"""A command, its keys, what it does."""


def _gestures() -> tuple[Row, ...]:
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


def _chord_keys() -> tuple[Row, ...]:
    """Keys and pointer gestures of the chord lane."""
    return (
        (
            translate("Shortcuts", "Type a chord"),
            translate("Shortcuts", "Double click, Enter, F2"),
            translate("Shortcuts", "In the chord lane"),
        ),
        (translate("Shortcuts", "Choose a chord"), translate("Shortcuts", "Click, Left, Right, Home, End"), ""),
        (translate("Shortcuts", "Move a border"), translate("Shortcuts", "Drag it, Alt+Left, Alt+Right"), ""),
        (translate("Shortcuts", "Transpose a chord"), translate("Shortcuts", "Alt+Up, Alt+Down"), ""),
        (translate("Shortcuts", "Split a chord, merge with the next"), "/  J", ""),
        (translate("Shortcuts", "Delete a chord"), translate("Shortcuts", "Delete"), ""),
    )


def _command_rows(specs: Iterable[Command]) -> list[Row]:
    return [(plain_text(spec), ", ".join(map(native_key, spec.keys)), spec.tip) for spec in specs if spec.keys]


def _sections() -> list[tuple[str, list[Row]]]:
    """Everything that is listed, under the titles of menus and parts of the window."""
    table = action_table()
    sections = [
        (title.replace("&", ""), _command_rows(spec for spec in table if spec.menu is menu))
        for menu, title in menu_titles().items()
    ]
    roll = _command_rows(note_action_table()) + list(gesture_table())
    sections.insert(2, (translate("Shortcuts", "Piano roll"), roll))
    sections.insert(3, (translate("Shortcuts", "Chord lane"), list(_chord_keys())))
    sections.append((translate("Shortcuts", "Everywhere"), list(_gestures())))
    return [(title, rows) for title, rows in sections if rows]


class ShortcutsWindow(QDialog):
    """A window with every shortcut and a field to find one; it does not block the main window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Shortcuts", "Shortcuts"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("Shortcuts", "Find a command or a key…"))
        self.search.setAccessibleName(translate("Shortcuts", "Find a command or a key"))
        self.search.setToolTip(translate("Shortcuts", "Show only rows that hold this text"))
        self.search.setClearButtonEnabled(True)
        sections = _sections()
        self.table = table = QTableWidget(sum(len(rows) + 1 for _, rows in sections), 3, self)
        table.setHorizontalHeaderLabels(
            [translate("Shortcuts", "Command"), translate("Shortcuts", "Keys"), translate("Shortcuts", "What it does")]
        )
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAccessibleName(translate("Shortcuts", "Shortcuts"))
        table.setToolTip(translate("Shortcuts", "Every keyboard shortcut and pointer gesture"))
        self._headings: dict[int, range] = {}
        y = 0
        for title, rows in sections:
            self._headings[y] = range(y + 1, y + 1 + len(rows))
            heading = self._put(y, 0, title)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            table.setSpan(y, 0, 1, 3)
            for offset, row in enumerate(rows, start=1):
                for x, text in enumerate(row):
                    self._put(y + offset, x, text)
            y += 1 + len(rows)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(table)
        self.search.textChanged.connect(self._on_search)
        self.resize(860, 640)

    def _put(self, y: int, x: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        item.setToolTip(text)
        self.table.setItem(y, x, item)
        return item

    @Slot(str)
    def _on_search(self, wanted: str) -> None:
        wanted = wanted.casefold().strip()
        for heading, rows in self._headings.items():
            for y in rows:
                texts = (self.table.item(y, x) for x in range(3))
                self.table.setRowHidden(y, not any(item and wanted in item.text().casefold() for item in texts))
            self.table.setRowHidden(heading, all(self.table.isRowHidden(y) for y in rows))
