"""A small picture of a clip's notes, for cards and for the pointer during a drag."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.piano_roll.painters import role_colour
from app.theme import Theme
from engine.music.clip import Clip

_MOST_DRAWN = 2000


def paint_thumbnail(painter: QPainter, box: QRectF, clip: Clip, theme: Theme) -> None:
    """The notes of `clip` scaled into `box`, with faint bar lines."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.roll))
    painter.drawRoundedRect(box, 5, 5)
    if not clip.length:
        return
    inner = box.adjusted(4, 4, -4, -4)
    x_scale = inner.width() / clip.length
    step = max(1, clip.bars // 16)
    for bar in range(step, clip.bars, step):
        painter.fillRect(
            QRectF(inner.x() + clip.meter.bar_start(bar) * x_scale, box.y(), 1, box.height()), QColor(theme.grid_beat)
        )
    if not clip.notes:
        return
    # Of very many notes, which lie over each other anyway, only some are drawn.
    notes = clip.notes[:: 1 + len(clip.notes) // _MOST_DRAWN]
    low = min(note.pitch for note in notes)
    high = max(note.pitch for note in notes)
    rows = max(24, high - low + 1)
    y_scale = inner.height() / rows
    top_pitch = (low + high + rows) / 2
    for note in notes:
        painter.fillRect(
            QRectF(
                inner.x() + note.start * x_scale,
                inner.y() + (top_pitch - note.pitch - 0.5) * y_scale,
                max(1.5, note.duration * x_scale),
                max(2.0, y_scale),
            ),
            role_colour(theme, note.role),
        )


def drag_picture(clip: Clip, name: str, theme: Theme, ratio: float) -> QPixmap:
    """What follows the pointer while a take is dragged: its name over its notes."""
    width, height = 180, 64
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.raised))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    paint_thumbnail(painter, QRectF(4, 20, width - 8, height - 24), clip, theme)
    painter.setPen(QColor(theme.text))
    painter.drawText(QRectF(8, 2, width - 16, 18), Qt.AlignmentFlag.AlignVCenter, name)
    painter.end()
    return picture
