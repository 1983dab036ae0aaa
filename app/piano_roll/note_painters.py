"""Painting notes. A few are drawn one by one with smooth edges; many at once by `note_raster`. Only what is in sight
costs anything.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.note_raster import Marks, paint_raster
from app.piano_roll.painters import VELOCITY_STEPS, note_colours, role_colour
from app.theme import Theme
from engine.music.note import Note, Role

SMOOTH = 80
"""Up to this many notes in sight are drawn with smooth edges."""


def paint_notes(painter: QPainter, coords: Coords, content: RollContent, theme: Theme, marks: Marks) -> None:
    """The notes: a prompt's as ghosts, a take's in the colours and shapes of their roles."""
    if content.count_visible(coords.first_tick, coords.last_tick) > SMOOTH:
        paint_raster(painter, coords, content, theme, marks)
        return
    low, high = coords.lowest_pitch, coords.highest_pitch
    selected = []
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for note in content.visible(coords.first_tick, coords.last_tick):
        if low <= note.pitch <= high and note not in marks.lifted:
            if note in marks.selected:
                selected.append(note)
            else:
                paint_note(painter, note_box(coords, note), note, theme, ghost=content.is_ghost(note))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    paint_selected(painter, coords, theme, selected)


def note_box(coords: Coords, note: Note) -> QRectF:
    """Where a note is drawn."""
    x, y = coords.x_at(note.start), coords.y_at(note.pitch)
    gap = 2 if coords.row_px >= 8 else 1
    width = max(2.5, note.duration * coords.pixels_per_tick - 1)
    return QRectF(x + 0.5, y + gap / 2, width, max(2.0, coords.row_px - gap))


def paint_note(painter: QPainter, box: QRectF, note: Note, theme: Theme, *, ghost: bool) -> None:
    """One note. Lead: a solid pill. Chords: a square block with a light edge. Bass: hollow, with a solid foot."""
    fill, edge = note_colours(theme, note.role, note.velocity * VELOCITY_STEPS // 128, ghost=ghost)
    if note.role is Role.LEAD:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, min(4.0, box.height() / 2), min(4.0, box.height() / 2))
    elif note.role is Role.CHORDS:
        painter.fillRect(box, fill)
        if box.height() >= 6:
            painter.fillRect(QRectF(box.x(), box.y(), box.width(), 1.6), edge.lighter(135))
    else:
        hollow = QColor(fill)
        hollow.setAlpha(90)
        painter.setBrush(hollow)
        painter.setPen(QPen(edge, 1.2))
        painter.drawRect(box.adjusted(0.6, 0.6, -0.6, -0.6))
        painter.fillRect(QRectF(box.x(), box.y(), min(4.0, box.width()), box.height()), edge)


def paint_selected(painter: QPainter, coords: Coords, theme: Theme, notes: list[Note]) -> None:
    """Selected notes: in the full colour of their role, with an outline in the colour of text."""
    by_role: dict[Role, list[QRect]] = {}
    for note in notes:
        box = note_box(coords, note)
        height = max(3, round(box.height()) + 1)
        rect = QRect(round(box.x()), round(box.y()) - 1, max(3, round(box.width())), height)
        by_role.setdefault(note.role, []).append(rect)
    painter.setPen(QPen(QColor(theme.text), 1))
    for role, boxes in by_role.items():
        painter.setBrush(role_colour(theme, role).lighter(118))
        painter.drawRects(boxes)
