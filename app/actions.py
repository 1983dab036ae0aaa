"""Every command of the window as data: its text, shortcut, tip and menu. One table makes the menus and the list of
shortcuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton

from app.i18n import translate, without_mark

MENU_TEXT = "menu_text"


class Menu(Enum):
    """The menus, left to right."""

    FILE = auto()
    EDIT = auto()
    GENERATE = auto()
    TRANSPORT = auto()
    VIEW = auto()
    HELP = auto()


class ActionId(Enum):
    """The commands."""

    NEW_PROJECT = auto()
    OPEN = auto()
    DEMO = auto()
    DRAW_PROMPT = auto()
    SAVE_PROJECT = auto()
    SAVE_PROJECT_AS = auto()
    EXPORT = auto()
    EXPORT_ROLES = auto()
    EXPORT_AUDIO = auto()
    SHOW_IN_FOLDER = auto()
    SETTINGS = auto()
    QUIT = auto()
    UNDO = auto()
    REDO = auto()
    TRANSPOSE_UP = auto()
    TRANSPOSE_DOWN = auto()
    OCTAVE_UP = auto()
    OCTAVE_DOWN = auto()
    STAR_TAKE = auto()
    RENAME_TAKE = auto()
    COPY_TAKE = auto()
    DELETE_TAKE = auto()
    BRING_BACK_TAKES = auto()
    GENERATE = auto()
    CANCEL = auto()
    ROLL_SEED = auto()
    TAKE_AS_PROMPT = auto()
    NEXT_TAKE = auto()
    PREVIOUS_TAKE = auto()
    SHOW_PROMPT = auto()
    NEXT_PROMPT = auto()
    PREVIOUS_PROMPT = auto()
    REREAD_BARS = auto()
    PLAY = auto()
    TO_START = auto()
    LOOP = auto()
    COMPARE = auto()
    AUDITION = auto()
    METRONOME = auto()
    COUNT_IN = auto()
    FIT = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    HIGH_CARDS = auto()
    INSPECTOR = auto()
    TOUR = auto()
    SHORTCUTS = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. `keys` is a tuple of portable key sequences, the first of which is shown in the menu."""

    action: ActionId
    menu: Menu
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    separator_before: bool = False


def menu_titles() -> dict[Menu, str]:
    """Titles of the menus in the user's language."""
    return {
        Menu.FILE: translate("Menu", "&File"),
        Menu.EDIT: translate("Menu", "&Edit"),
        Menu.GENERATE: translate("Menu", "&Generate"),
        Menu.TRANSPORT: translate("Menu", "&Transport"),
        Menu.VIEW: translate("Menu", "&View"),
        Menu.HELP: translate("Menu", "&Help"),
    }


def action_table() -> tuple[ActionSpec, ...]:
    """All commands in menu order, in the user's language."""
    # They are made of the row type above.
    from app.file_actions import file_actions, listening_actions, prompt_actions, take_actions

    a, m = ActionId, Menu
    return (
        *file_actions(),
        ActionSpec(
            a.SETTINGS,
            m.FILE,
            translate("Action", "Se&ttings…"),
            translate("Action", "Choose look, language, sound, device and how much disk is used"),
            ("Ctrl+,",),
            separator_before=True,
        ),
        ActionSpec(
            a.QUIT,
            m.FILE,
            translate("Action", "&Quit"),
            translate("Action", "Close TatumFlow"),
            ("Ctrl+Q",),
            separator_before=True,
        ),
        ActionSpec(
            a.UNDO, m.EDIT, translate("Action", "&Undo"), translate("Action", "Take back the last change"), ("Ctrl+Z",)
        ),
        ActionSpec(
            a.REDO,
            m.EDIT,
            translate("Action", "&Redo"),
            translate("Action", "Make the change again that was taken back"),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
        ),
        ActionSpec(
            a.TRANSPOSE_UP,
            m.EDIT,
            translate("Action", "Transp&ose Up"),
            translate("Action", "Move what is shown up by a semitone"),
            ("Ctrl+Up",),
            separator_before=True,
        ),
        ActionSpec(
            a.TRANSPOSE_DOWN,
            m.EDIT,
            translate("Action", "Transpose &Down"),
            translate("Action", "Move what is shown down by a semitone"),
            ("Ctrl+Down",),
        ),
        ActionSpec(
            a.OCTAVE_UP,
            m.EDIT,
            translate("Action", "Octa&ve Up"),
            translate("Action", "Move what is shown up by an octave"),
            ("Ctrl+Shift+Up",),
        ),
        ActionSpec(
            a.OCTAVE_DOWN,
            m.EDIT,
            translate("Action", "Octave Do&wn"),
            translate("Action", "Move what is shown down by an octave"),
            ("Ctrl+Shift+Down",),
        ),
        ActionSpec(
            a.STAR_TAKE,
            m.EDIT,
            translate("Action", "&Star Take"),
            translate("Action", "Mark the take that is shown as a favourite"),
            ("S",),
            checkable=True,
            separator_before=True,
        ),
        *take_actions(),
        ActionSpec(
            a.GENERATE,
            m.GENERATE,
            translate("Action", "&Generate"),
            translate("Action", "Write new takes that continue the prompt"),
            ("Ctrl+Return", "Ctrl+Enter"),
        ),
        ActionSpec(
            a.CANCEL,
            m.GENERATE,
            translate("Action", "&Cancel"),
            translate("Action", "Stop what is being generated or opened"),
            ("Esc",),
        ),
        ActionSpec(
            a.ROLL_SEED,
            m.GENERATE,
            translate("Action", "&Roll the Seed"),
            translate("Action", "Choose another random seed"),
            ("Ctrl+R",),
            "dice",
        ),
        ActionSpec(
            a.TAKE_AS_PROMPT,
            m.GENERATE,
            translate("Action", "Continue From This &Take"),
            translate("Action", "Make the prompt and this take together the new prompt"),
            ("Ctrl+Shift+Return",),
            separator_before=True,
        ),
        ActionSpec(
            a.NEXT_TAKE,
            m.GENERATE,
            translate("Action", "&Next Take"),
            translate("Action", "Show the next take"),
            ("Ctrl+Right",),
        ),
        ActionSpec(
            a.PREVIOUS_TAKE,
            m.GENERATE,
            translate("Action", "&Previous Take"),
            translate("Action", "Show the take before this one"),
            ("Ctrl+Left",),
        ),
        ActionSpec(
            a.SHOW_PROMPT,
            m.GENERATE,
            translate("Action", "Show &Only the Prompt"),
            translate("Action", "Show the whole prompt without a take"),
            ("P",),
        ),
        *prompt_actions(),
        ActionSpec(
            a.PLAY,
            m.TRANSPORT,
            translate("Action", "&Play or Stop"),
            translate("Action", "Play from the play position, or stop"),
            ("Space",),
            "play",
        ),
        ActionSpec(
            a.TO_START,
            m.TRANSPORT,
            translate("Action", "To the &Start"),
            translate("Action", "Move the play position to the first bar"),
            ("Home",),
            "to_start",
        ),
        ActionSpec(
            a.LOOP,
            m.TRANSPORT,
            translate("Action", "&Loop"),
            translate("Action", "Repeat the range marked in the ruler, else the take, else everything"),
            ("L",),
            "loop",
            checkable=True,
        ),
        *listening_actions(),
        ActionSpec(
            a.FIT,
            m.VIEW,
            translate("Action", "&Fit"),
            translate("Action", "Show the whole clip in the piano roll"),
            ("F",),
            "fit",
        ),
        ActionSpec(
            a.ZOOM_IN,
            m.VIEW,
            translate("Action", "Zoom &In"),
            translate("Action", "Stretch time in the piano roll"),
            ("+", "="),
            "zoom_in",
        ),
        ActionSpec(
            a.ZOOM_OUT,
            m.VIEW,
            translate("Action", "Zoom &Out"),
            translate("Action", "Squeeze time in the piano roll"),
            ("-",),
            "zoom_out",
        ),
        ActionSpec(
            a.HIGH_CARDS,
            m.VIEW,
            translate("Action", "Large Take &Cards"),
            translate("Action", "Give the takes room for their facts, or that room to the piano roll"),
            ("T",),
            checkable=True,
            separator_before=True,
        ),
        ActionSpec(
            a.INSPECTOR,
            m.VIEW,
            translate("Action", "Show the In&spector"),
            translate("Action", "Show or hide the column of settings at the right"),
            ("I",),
            checkable=True,
        ),
        ActionSpec(
            a.TOUR,
            m.HELP,
            translate("Action", "Show the &Tour"),
            translate("Action", "Go from an empty window to a take in three steps"),
        ),
        ActionSpec(
            a.SHORTCUTS,
            m.HELP,
            translate("Action", "&Shortcuts"),
            translate("Action", "List every keyboard shortcut"),
            ("F1",),
        ),
    )


def make_actions(parent: QObject) -> dict[ActionId, QAction]:
    """One QAction for each row of the table; connecting and enabling them is the window's work."""
    actions: dict[ActionId, QAction] = {}
    for spec in action_table():
        actions[spec.action] = make_action(spec, parent)
    return actions


class Command(Protocol):
    """A row of a table of commands."""

    @property
    def action(self) -> Enum:
        """Which it is."""

    @property
    def text(self) -> str:
        """What stands in the menu."""

    @property
    def tip(self) -> str:
        """What it does."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Portable key sequences, the first of which is shown in the menu."""

    @property
    def checkable(self) -> bool:
        """Whether it is a switch."""


def action_name(spec: Command) -> str:
    """The name of a command's action, by which its keys are kept."""
    return spec.action.name.lower()


def make_action(spec: Command, parent: QObject) -> QAction:
    """The action of a command. Its property `MENU_TEXT` stays what it is when the text in the menu says more."""
    action = QAction(spec.text, parent)
    action.setObjectName(action_name(spec))
    action.setProperty(MENU_TEXT, spec.text)
    action.setCheckable(spec.checkable)
    action.setStatusTip(spec.tip)
    set_keys(action, spec.keys)
    return action


def set_keys(action: QAction, keys: Sequence[str]) -> None:
    """Give an action other keys, portable, which its tip tells."""
    action.setShortcuts([QKeySequence(key) for key in keys])
    tip = action.statusTip()
    action.setToolTip(f"{tip} ({native_key(keys[0])})" if keys else tip)


def show_tip(button: QAbstractButton, action: QAction) -> None:
    """Let a button tell the tip of the action that it stands for, also when the user gives that other keys."""
    action.changed.connect(lambda: button.setToolTip(action.toolTip()))
    button.setToolTip(action.toolTip())


def native_key(key: str) -> str:
    """A portable key sequence as this platform writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def plain_text(spec: Command) -> str:
    """The text without the mnemonic's mark and without dots."""
    return without_mark(spec.text).rstrip("…").strip()
