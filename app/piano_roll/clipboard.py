"""Notes on the system's clipboard, so that they can be pasted into another window of the app as well."""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from engine.music.note import Note, Role

NOTES_FORMAT = "application/x-tatumflow-notes"
"""JSON: a list of [start, pitch, duration, velocity, role], ticks from the place where they are pasted."""


def put_notes(notes: Iterable[Note]) -> None:
    """Put notes on the clipboard."""
    values = [[note.start, note.pitch, note.duration, note.velocity, int(note.role)] for note in notes]
    data = QMimeData()
    data.setData(NOTES_FORMAT, json.dumps(values).encode())
    QGuiApplication.clipboard().setMimeData(data)


def notes_there() -> bool:
    """Whether the clipboard holds notes."""
    data = QGuiApplication.clipboard().mimeData()
    return data is not None and data.hasFormat(NOTES_FORMAT)


def take_notes() -> tuple[Note, ...]:
    """The notes on the clipboard; none where something else, or something damaged, is on it."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasFormat(NOTES_FORMAT):
        return ()
    try:
        values = json.loads(bytes(data.data(NOTES_FORMAT).data()))
        return tuple(Note(at, pitch, length, loud, Role(role)) for at, pitch, length, loud, role in values)
    except (ValueError, TypeError):
        return ()
