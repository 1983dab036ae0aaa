"""What Qt does not tell screen readers by itself: the roles of painted widgets, which it would call fillers, and what
appears without having the focus. Names and descriptions are each widget's own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

ROLES = {
    "PianoRoll": QAccessible.Role.Canvas,
    "ChordLane": QAccessible.Role.Canvas,
    "LockLane": QAccessible.Role.Canvas,
    "PadField": QAccessible.Role.Canvas,
    "TakeCard": QAccessible.Role.ListItem,
    "ClipPicture": QAccessible.Role.Graphic,
    "DragHandle": QAccessible.Role.Button,
    "QKeySequenceEdit": QAccessible.Role.EditableText,
}
"""Class -> role. A canvas is worked by the keys that its description tells."""


def install_roles() -> None:
    """Tell Qt the roles; nothing happens before a screen reader asks."""
    QAccessible.installFactory(_interface)


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader, where one listens, say what has appeared or changed without having the focus."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def _interface(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Asked for each class of an object, its own first."""
    role = ROLES.get(class_name)
    if role is None or not isinstance(thing, QWidget):
        return None
    return QAccessibleWidget(thing, role, "")
