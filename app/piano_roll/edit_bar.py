"""The line above the roll: tools, grid, quantising, role, what is selected, and the button for marked bars."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.actions import show_tip
from app.elided_label import ElidedLabel
from app.i18n import translate
from app.icons import icon
from app.piano_roll.drag_handle import DragHandle
from app.piano_roll.editor import RollEditor
from app.piano_roll.names import role_name, snap_name
from app.piano_roll.note_actions import NoteAction
from app.piano_roll.note_menus import NoteMenus
from app.theme import Theme
from engine.music.note import Role
from engine.music.snapping import Snap


class EditBar(QWidget):
    """Shows the state of the editor and changes it."""

    quantise_asked = Signal()

    def __init__(self, editor: RollEditor, menus: NoteMenus, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._buttons: list[tuple[QToolButton, str]] = []
        actions = menus.actions
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 10, 4)
        row.setSpacing(4)
        for name, picture, text in (
            (NoteAction.TOOL_SELECT, "select", translate("PianoRoll", "Select tool")),
            (NoteAction.TOOL_DRAW, "draw", translate("PianoRoll", "Draw tool")),
            (NoteAction.TOOL_ERASE, "erase", translate("PianoRoll", "Erase tool")),
        ):
            row.addWidget(self._button(actions[name], picture, text))
        row.addWidget(self._rule())
        self.snap = QComboBox(self)
        self._add_choice(row, translate("PianoRoll", "Snap"), self.snap, translate("PianoRoll", "What edits snap to"))
        for snap in Snap:
            self.snap.addItem(snap_name(snap), snap)
        self.role = QComboBox(self)
        self._add_choice(
            row,
            translate("PianoRoll", "Role"),
            self.role,
            translate("PianoRoll", "Role of the selected notes, and of those you draw"),
        )
        for role in Role:
            self.role.addItem(role_name(role), role)
        row.addWidget(self._rule())
        self.quantise_button = self._button(
            actions[NoteAction.QUANTISE_SETTINGS], "quantise", translate("PianoRoll", "Quantise…")
        )
        self.quantise_button.setText(translate("PianoRoll", "Quantise…"))
        self.quantise_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(self.quantise_button)
        row.addWidget(self._button(actions[NoteAction.VELOCITIES], "velocity", translate("PianoRoll", "Velocities")))
        self.handle = DragHandle(self)
        row.addWidget(self.handle)
        row.addSpacing(8)
        self.summary = ElidedLabel(self)
        self.summary.setObjectName("hint")
        self.summary.setAccessibleName(translate("PianoRoll", "Selection"))
        row.addWidget(self.summary, 1)
        self.regenerate_button = QPushButton(self)
        self.regenerate_button.setObjectName("marked")
        self.regenerate_button.setAccessibleName(translate("PianoRoll", "Regenerate marked bars"))
        show_tip(self.regenerate_button, actions[NoteAction.REGENERATE])
        self.regenerate_button.clicked.connect(actions[NoteAction.REGENERATE].trigger)
        self._regenerate_action = actions[NoteAction.REGENERATE]
        self._regenerate_action.changed.connect(self._show_bars)
        row.addWidget(self.regenerate_button)
        self.snap.activated.connect(self._on_snap_chosen)
        self.role.activated.connect(self._on_role_chosen)
        editor.grid.changed.connect(self._show_choices)
        editor.role_changed.connect(self._show_choices)
        editor.selection_changed.connect(self._show_selection)
        editor.bars_changed.connect(self._show_bars)
        self._show_choices()
        self._show_selection()
        self._show_bars()
        self.set_theme(theme)

    def _button(self, action: QAction, picture: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("tool")
        button.setAccessibleName(name)
        show_tip(button, action)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCheckable(action.isCheckable())
        button.setChecked(action.isChecked())
        button.clicked.connect(action.trigger)
        if action.isCheckable():
            action.toggled.connect(button.setChecked)
            # A press on the tool in force leaves it in force.
            button.clicked.connect(lambda: button.setChecked(action.isChecked()))
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        self._buttons.append((button, picture))
        return button

    def _rule(self) -> QFrame:
        rule = QFrame(self)
        rule.setObjectName("rule")
        rule.setFixedSize(1, 20)
        return rule

    def _add_choice(self, row: QHBoxLayout, name: str, box: QComboBox, tip: str) -> None:
        label = QLabel(name, self)
        label.setObjectName("hint")
        label.setBuddy(box)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        box.setObjectName("small")
        row.addSpacing(6)
        row.addWidget(label)
        row.addWidget(box)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for button, picture in self._buttons:
            button.setIcon(icon(picture, theme, on_colour=theme.accent))
        self.regenerate_button.setIcon(icon("regenerate", theme))
        self.handle.set_theme(theme)

    @Slot()
    def _show_choices(self) -> None:
        self.snap.setCurrentIndex(self.snap.findData(self._editor.grid.snap))
        self.role.setCurrentIndex(self.role.findData(self._editor.role))

    @Slot()
    def _show_selection(self) -> None:
        self.summary.setText(self._editor.describe_selection())
        self.handle.setVisible(bool(self._editor.selection))

    @Slot()
    def _show_bars(self) -> None:
        bars = self._editor.marked_bars
        self.regenerate_button.setVisible(bars is not None)
        if bars is None:
            return
        first, last = bars[0] + 1, bars[1] + 1
        text = (
            translate("PianoRoll", "Regenerate bar {first}")
            if first == last
            else translate("PianoRoll", "Regenerate bars {first}–{last}")
        ).format(first=first, last=last)
        self.regenerate_button.setText(text)
        self.regenerate_button.setAccessibleName(text)
        self.regenerate_button.setEnabled(self._regenerate_action.isEnabled())

    @Slot(int)
    def _on_snap_chosen(self, index: int) -> None:
        self._editor.grid.set_snap(self.snap.itemData(index))

    @Slot(int)
    def _on_role_chosen(self, index: int) -> None:
        self._editor.change_role(self.role.itemData(index))
