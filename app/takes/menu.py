"""What can be asked of a take, as data, and the menu on its card that offers it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import partial

from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from app.document import COLOURS, Take
from app.i18n import translate


class TakeWish(Enum):
    """Something that is asked of a take."""

    AUDITION = auto()
    RENAME = auto()
    EXPORT = auto()
    EXPORT_ROLES = auto()
    EXPORT_AUDIO = auto()
    COPY = auto()
    SHOW_IN_FOLDER = auto()
    CONTINUE = auto()
    SHOW_PARENT = auto()
    DELETE = auto()


MARKS = {
    "red": "#e5484d",
    "orange": "#f07a29",
    "yellow": "#c99700",
    "green": "#2f9e58",
    "blue": "#3b82f6",
    "purple": "#9b5de5",
}
"""The colours that cards are marked with; each is told by name as well."""


def colour_name(colour: str) -> str:
    """A mark in the user's language."""
    return {
        "": translate("Take", "None"),
        "red": translate("Take", "Red"),
        "orange": translate("Take", "Orange"),
        "yellow": translate("Take", "Yellow"),
        "green": translate("Take", "Green"),
        "blue": translate("Take", "Blue"),
        "purple": translate("Take", "Purple"),
    }[colour]


def make_menu(take: Take, parent: QWidget, wish: Callable[[TakeWish], None], paint: Callable[[str], None]) -> QMenu:
    """The menu of a take's card. `wish` is called with what was chosen, `paint` with a colour."""
    menu = QMenu(parent)
    w = TakeWish
    for row in (
        (w.AUDITION, translate("Take", "&Loop It With Its Lead-In")),
        (w.RENAME, translate("Take", "&Rename…")),
        None,
        (w.EXPORT, translate("Take", "Save as &MIDI…")),
        (w.EXPORT_ROLES, translate("Take", "Save &One File for Each Role…")),
        (w.EXPORT_AUDIO, translate("Take", "Save as &Audio…")),
        (w.COPY, translate("Take", "&Copy as a File")),
        (w.SHOW_IN_FOLDER, translate("Take", "Show in File Mana&ger")),
        None,
        (w.CONTINUE, translate("Take", "Continue &From This Take")),
        (w.SHOW_PARENT, translate("Take", "Show the Take It Was Made From")),
        None,
        (w.DELETE, translate("Take", "&Delete")),
    ):
        if row is None:
            menu.addSeparator()
            continue
        action = menu.addAction(row[1], partial(wish, row[0]))
        action.setData(row[0])
        if row[0] is w.SHOW_PARENT:
            action.setVisible(take.parent is not None)
    colours = QMenu(translate("Take", "Mar&k With a Colour"), menu)
    for colour in COLOURS:
        action = colours.addAction(_swatch(colour), colour_name(colour), partial(paint, colour))
        action.setCheckable(True)
        action.setChecked(take.colour == colour)
    menu.insertMenu(menu.actions()[2], colours)
    return menu


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(14, 14)
    picture.fill(QColor(0, 0, 0, 0))
    if colour:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(MARKS[colour]))
        painter.drawEllipse(1, 1, 12, 12)
        painter.end()
    return QIcon(picture)
