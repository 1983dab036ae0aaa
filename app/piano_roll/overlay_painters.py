"""What lies over the still picture of the roll: a gesture under way, marked bars, the play position."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.note_painters import paint_selected
from app.piano_roll.preview import Preview
from app.piano_roll.velocity_lane import VelocityLane, paint_stems
from app.theme import Theme

_MOST_SHOWN = 1500
"""Of more notes in the hand only the first are drawn while they move."""


def paint_preview(
    painter: QPainter,
    coords: Coords,
    lane: VelocityLane,
    content: RollContent,
    theme: Theme,
    preview: Preview,
    pointer: QPointF,
) -> None:
    """The notes that a gesture has hold of, where they would be; the rubber band; the hint."""
    notes = []
    for note in preview.shown(content, coords.first_tick, coords.last_tick):
        notes.append(note)
        if len(notes) >= _MOST_SHOWN:
            break
    painter.save()
    painter.setClipRect(QRectF(coords.left, coords.top, coords.width, coords.height))
    paint_selected(painter, coords, theme, notes)
    painter.restore()
    if lane.height:
        painter.save()
        painter.setClipRect(QRectF(coords.left, lane.top, coords.width, lane.height))
        paint_stems(painter, lane, coords, theme, notes, selected=True)
        if preview.ramp is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(QColor(theme.text), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(*preview.ramp))
        painter.restore()
    if preview.band is not None:
        ground = QColor(theme.accent)
        ground.setAlpha(36)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(theme.accent), 1))
        painter.drawRect(preview.band)
    if preview.hint:
        _paint_hint(painter, coords, theme, preview.hint, pointer)


def _paint_hint(painter: QPainter, coords: Coords, theme: Theme, text: str, pointer: QPointF) -> None:
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 14
    x = min(pointer.x() + 14, coords.left + coords.width - width - 4)
    y = max(pointer.y() - 30, float(coords.top + 2))
    box = QRectF(x, y, width, 22)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_marked_bars(
    painter: QPainter, coords: Coords, theme: Theme, ticks: tuple[int, int], ruler_px: int, bottom: int
) -> None:
    """The bars that are marked for rewriting: a band in the ruler and a tint over the notes, edged."""
    left, right = coords.x_at(ticks[0]), coords.x_at(ticks[1])
    painter.save()
    painter.setClipRect(QRectF(coords.left, 0, coords.width, bottom))
    tint = QColor(theme.marked)
    tint.setAlpha(34)
    painter.fillRect(QRectF(left, coords.top, right - left, bottom - coords.top), tint)
    tint.setAlpha(120)
    painter.fillRect(QRectF(left, ruler_px - 7, right - left, 6), tint)
    edge = QPen(QColor(theme.marked), 1.5)
    painter.setPen(edge)
    for x in (left, right):
        painter.drawLine(QLineF(x, ruler_px - 8, x, bottom))
    painter.restore()


def paint_playhead(painter: QPainter, coords: Coords, theme: Theme, tick: float, ruler_px: int, bottom: int) -> None:
    """The line at the play position, with its handle in the ruler."""
    x = coords.x_at(tick)
    if x < coords.left - 1:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(theme.text), 1.4))
    painter.drawLine(QLineF(x, ruler_px - 6, x, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.text))
    painter.drawPolygon([QPointF(x - 5, ruler_px - 11), QPointF(x + 5, ruler_px - 11), QPointF(x, ruler_px - 3)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
