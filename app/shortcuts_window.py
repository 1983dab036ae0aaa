"""Help > Shortcuts: actions and gestures as a list that can be searched, and a line that gives commands other keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.actions import Command, action_name, action_table, menu_titles, native_key, plain_text
from app.i18n import translate, without_mark
from app.piano_roll.note_actions import gesture_table, note_action_table
from app.shortcuts import Shortcuts
from app.window_size import open_with_size

Words = tuple[str, str, str]
"""What is done, by which keys or gesture, and what it does."""


class Row(NamedTuple):
    """A row of the list; `name` is that of the command's action, and empty for gestures."""

    words: Words
    name: str = ""


def _gestures() -> tuple[Words, ...]:
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


def _chord_keys() -> tuple[Words, ...]:
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
    return [Row((plain_text(spec), "", spec.tip), action_name(spec)) for spec in specs]


def _sections() -> list[tuple[str, list[Row]]]:
    """Everything that is listed, under the titles of menus and parts of the window."""
    table = action_table()
    sections = [
        (without_mark(title), _command_rows(spec for spec in table if spec.menu is menu))
        for menu, title in menu_titles().items()
    ]
    roll = _command_rows(note_action_table()) + [Row(words) for words in gesture_table()]
    sections.insert(2, (translate("Shortcuts", "Piano roll"), roll))
    sections.insert(3, (translate("Shortcuts", "Chord lane"), [Row(words) for words in _chord_keys()]))
    sections.append((translate("Shortcuts", "Everywhere"), [Row(words) for words in _gestures()]))
    return [(title, rows) for title, rows in sections if rows]


class ShortcutsWindow(QDialog):
    """A window with every shortcut, a field to find one and one to change it; it does not block the main window."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
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
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # Tab leaves the list; arrow keys walk through it.
        table.setTabKeyNavigation(False)
        table.setAccessibleName(translate("Shortcuts", "Shortcuts"))
        table.setToolTip(translate("Shortcuts", "Every keyboard shortcut and pointer gesture"))
        self._headings: dict[int, range] = {}
        self._commands: dict[int, str] = {}
        y = 0
        for title, rows in sections:
            self._headings[y] = range(y + 1, y + 1 + len(rows))
            heading = self._put(y, 0, title)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            table.setSpan(y, 0, 1, 3)
            for offset, row in enumerate(rows, start=1):
                for x, text in enumerate(row.words):
                    self._put(y + offset, x, text)
                if row.name:
                    self._commands[y + offset] = row.name
                    self._show_keys(y + offset)
            y += 1 + len(rows)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(table)
        layout.addLayout(self._make_change())
        self.search.textChanged.connect(self._on_search)
        table.itemSelectionChanged.connect(self._on_row_chosen)
        self._on_row_chosen()
        open_with_size(self, 860, 640)

    def _make_change(self) -> QHBoxLayout:
        """The line in which the chosen command gets other keys."""
        label = QLabel(translate("Shortcuts", "&New keys"), self)
        self.keys = QKeySequenceEdit(self)
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)
        # The field inside has the focus, and is what a screen reader tells of.
        for part in (self.keys, *self.keys.findChildren(QLineEdit)):
            part.setAccessibleName(translate("Shortcuts", "New keys"))
        self.keys.setToolTip(translate("Shortcuts", "Press the new keys for the chosen command"))
        label.setBuddy(self.keys)
        self.default = QPushButton(translate("Shortcuts", "&Default"), self)
        self.default.setAccessibleName(translate("Shortcuts", "Default keys"))
        self.default.setToolTip(translate("Shortcuts", "Give the chosen command the keys that it came with"))
        self.answer = QLabel(self)
        self.answer.setAccessibleName(translate("Shortcuts", "What came of it"))
        self.keys.editingFinished.connect(self._on_keys)
        self.default.clicked.connect(self._on_default)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(label)
        line.addWidget(self.keys)
        line.addWidget(self.default)
        line.addWidget(self.answer, 1)
        return line

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

    def _show_keys(self, y: int) -> None:
        text = ", ".join(map(native_key, self._shortcuts.keys(self._commands[y])))
        item = self._put(y, 1, text)
        font = item.font()
        font.setBold(self._shortcuts.is_own(self._commands[y]))
        item.setFont(font)

    @property
    def _chosen(self) -> str:
        """Name of the chosen command; empty where the row is none."""
        rows = self.table.selectionModel().selectedRows()
        return self._commands.get(rows[0].row(), "") if rows else ""

    @Slot()
    def _on_row_chosen(self) -> None:
        name = self._chosen
        self.answer.setText("" if name else translate("Shortcuts", "Choose a command in the list."))
        self._show_chosen()

    def _show_chosen(self) -> None:
        name = self._chosen
        self.keys.setEnabled(bool(name))
        self.keys.setKeySequence(QKeySequence(self._first_key()))
        self.default.setEnabled(bool(name) and self._shortcuts.is_own(name))

    def _first_key(self) -> str:
        keys = self._shortcuts.keys(self._chosen) if self._chosen else ()
        return keys[0] if keys else ""

    @Slot()
    def _on_keys(self) -> None:
        key = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if self._chosen and key != self._first_key():
            self._tell(self._shortcuts.give(self._chosen, key))

    @Slot()
    def _on_default(self) -> None:
        self._tell(self._shortcuts.reset(self._chosen))

    def _tell(self, owner: str | None) -> None:
        """Show the keys of the chosen command, and who has those that were wanted."""
        row = next(y for y, name in self._commands.items() if name == self._chosen)
        self._show_keys(row)
        self._show_chosen()
        text = translate("Shortcuts", "Changed.")
        if owner is not None:
            text = translate("Shortcuts", "These keys belong to “{command}”.")
            taken = next(y for y, name in self._commands.items() if name == owner)
            item = self.table.item(taken, 0)
            assert item is not None
            text = text.format(command=item.text())
        self.answer.setText(text)
