"""The velocity lane below the notes: where velocities lie on the screen, and how they are painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.note_painters import CROWDED, Marks
from app.piano_roll.painters import role_colour
from app.theme import Theme
from engine.music.edits import held_velocity
from engine.music.note import Note, Role

_LEAST_PX, _MOST_PX = 48, 96
_PAD_PX = 7
_HEAD_PX = 5
REACH_PX = 6
"""A press this close to a stem takes hold of it."""


@dataclass(frozen=True, slots=True)
class VelocityLane:
    """The place of the lane: widget y of its upper edge and its height in pixels, 0 while it is hidden."""

    top: int = 0
    height: int = 0

    def y_at(self, velocity: float) -> float:
        """Widget y of a velocity."""
        return self.top + _PAD_PX + (127 - velocity) / 126 * (self.height - 2 * _PAD_PX)

    def velocity_at(self, y: float) -> int:
        """Velocity at a widget y, held inside 1..127."""
        span = self.height - 2 * _PAD_PX
        return held_velocity(127 - (y - self.top - _PAD_PX) / span * 126) if span > 0 else 64

    def holds(self, y: float) -> bool:
        """Whether a widget y lies in the lane."""
        return self.top <= y < self.top + self.height

    def notes_at(self, content: RollContent, coords: Coords, x: float) -> list[Note]:
        """Editable notes whose stems are closest to widget `x`, if within reach; those of a chord together."""
        near = [
            note
            for note in content.visible(coords.tick_at(x - REACH_PX), coords.tick_at(x + REACH_PX))
            if note.start >= content.editable_from and abs(coords.x_at(note.start) - x) <= REACH_PX
        ]
        if not near:
            return []
        closest = min(abs(coords.x_at(note.start) - x) for note in near)
        return [note for note in near if abs(coords.x_at(note.start) - x) <= closest + 0.5]


def lane_height(roll_px: int) -> int:
    """Height of the lane in a roll of that height; none where the notes would have no room left."""
    return 0 if roll_px < 4 * _LEAST_PX else max(_LEAST_PX, min(_MOST_PX, roll_px // 7))


def paint_lane_ground(painter: QPainter, lane: VelocityLane, coords: Coords, theme: Theme, caption: str) -> None:
    """The lane without notes: its ground, quarter lines and caption."""
    right = coords.left + coords.width
    painter.fillRect(QRectF(0, lane.top, right, lane.height), QColor(theme.panel))
    painter.fillRect(QRectF(coords.left, lane.top + 1, coords.width, lane.height - 1), QColor(theme.roll_black_row))
    painter.setPen(QPen(QColor(theme.grid_beat), 1))
    painter.drawLines([QLineF(coords.left, lane.y_at(v), right, lane.y_at(v)) for v in (32, 64, 96)])
    painter.setPen(QColor(theme.border))
    painter.drawLine(QLineF(0, lane.top + 0.5, right, lane.top + 0.5))
    font = QFont(painter.font())
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    box = QRectF(0, lane.top, coords.left - 6, lane.height)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, caption)


def paint_velocities(
    painter: QPainter, lane: VelocityLane, coords: Coords, content: RollContent, theme: Theme, marks: Marks
) -> None:
    """A stem with a head for each note in sight; of thousands, the loudest of each pixel column."""
    if content.count_visible(coords.first_tick, coords.last_tick) > CROWDED:
        _paint_crowd(painter, lane, coords, content, theme)
        return
    first, last = coords.first_tick, coords.last_tick
    notes = [note for note in content.visible(first, last) if note.start >= first and note not in marks.lifted]
    paint_stems(painter, lane, coords, theme, [n for n in notes if content.is_ghost(n)], ghost=True)
    paint_stems(painter, lane, coords, theme, [n for n in notes if not content.is_ghost(n) and n not in marks.selected])
    if marks.selected:
        chosen = [note for note in notes if note in marks.selected]
        paint_stems(painter, lane, coords, theme, chosen, selected=True)


def paint_stems(
    painter: QPainter,
    lane: VelocityLane,
    coords: Coords,
    theme: Theme,
    notes: Iterable[Note],
    *,
    ghost: bool = False,
    selected: bool = False,
) -> None:
    """Stems of the given notes, in the colours of their roles."""
    by_role: dict[Role, list[tuple[int, int]]] = {}
    for note in notes:
        by_role.setdefault(note.role, []).append((int(coords.x_at(note.start)), int(lane.y_at(note.velocity))))
    foot = lane.top + lane.height
    for role, places in by_role.items():
        colour = QColor(theme.ghost) if ghost else role_colour(theme, role)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRects([QRect(x, y, 2, foot - y) for x, y in places])
        if selected:
            painter.setPen(QPen(QColor(theme.text), 1))
        half = _HEAD_PX // 2 + (1 if selected else 0)
        painter.drawRects([QRect(x - half, y - half, 2 * half + 2, 2 * half + 2) for x, y in places])


def _paint_crowd(painter: QPainter, lane: VelocityLane, coords: Coords, content: RollContent, theme: Theme) -> None:
    import numpy as np

    part = content.visible_slice(coords.first_tick, coords.last_tick)
    columns = content.columns()
    velocities = columns.velocities[part]
    # Of a hundred thousand notes a regular sample shows the same outline.
    stride = max(1, len(velocities) // 20_000)
    x = (columns.starts[part][::stride] * coords.pixels_per_tick - coords.scroll_x).astype(np.int64)
    velocities = velocities[::stride]
    seen = (x >= 0) & (x < coords.width)
    loudest = np.zeros(coords.width, np.int64)
    order = np.argsort(velocities[seen].astype(np.uint8), kind="stable")
    loudest[x[seen][order]] = velocities[seen][order]
    foot = lane.top + lane.height
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    boxes = []
    for at_x in np.flatnonzero(loudest).tolist():
        y = int(lane.y_at(int(loudest[at_x])))
        boxes.append(QRect(coords.left + at_x, y, 1, foot - y))
    painter.drawRects(boxes)
