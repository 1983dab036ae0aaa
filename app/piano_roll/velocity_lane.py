"""The velocity lane below the notes: where velocities lie on the screen, and how they are painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.note_painters import SMOOTH
from app.piano_roll.note_raster import Marks
from app.piano_roll.painters import blend, role_colour
from app.theme import Theme
from engine.music.edits import held_velocity
from engine.music.note import Note, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST_PX, _MOST_PX = 48, 96
_PAD_PX = 7
_HEAD_PX = 5
_WITH_HEADS = 600
_SAMPLED = 4000
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
    return 0 if roll_px < 4 * _LEAST_PX else max(_LEAST_PX, min(_MOST_PX, roll_px // 9))


def paint_lane_ground(painter: QPainter, lane: VelocityLane, coords: Coords, theme: Theme, caption: str) -> None:
    """The lane without notes: its ground, quarter lines and caption."""
    right = coords.left + coords.width
    painter.fillRect(QRectF(0, lane.top, right, lane.height), QColor(theme.panel))
    painter.fillRect(QRectF(coords.left, lane.top + 1, coords.width, lane.height - 1), QColor(theme.roll_black_row))
    for velocity in (32, 64, 96):
        painter.fillRect(QRect(coords.left, round(lane.y_at(velocity)), coords.width, 1), QColor(theme.grid_beat))
    painter.fillRect(QRect(0, lane.top, right, 1), QColor(theme.border))
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
    if content.count_visible(coords.first_tick, coords.last_tick) > SMOOTH:
        _paint_raster(painter, lane, coords, content, theme, marks)
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


@lru_cache(maxsize=8)
def _palette(theme: Theme) -> NDArray[np.uint32]:
    """Nothing; the roles; as ghosts; selected."""
    import numpy as np

    own = [role_colour(theme, role) for role in Role]
    chosen = [blend(colour, QColor(theme.text), 0.6) for colour in own]
    palette = [*own, *([QColor(theme.ghost)] * len(Role)), *chosen]
    return np.array([0, *(colour.rgba() for colour in palette)], np.uint32)


def _paint_raster(
    painter: QPainter, lane: VelocityLane, coords: Coords, content: RollContent, theme: Theme, marks: Marks
) -> None:
    """The same with arrays: stems to the loudest note of each column, and the heads while there are not too many."""
    import numpy as np

    part = content.visible_slice(coords.first_tick, coords.last_tick)
    columns = content.columns()
    # Of a hundred thousand notes a regular sample shows the same outline.
    stride = max(1, (part.stop - part.start) // _SAMPLED)
    velocities, roles = columns.velocities[part][::stride], columns.roles[part][::stride]
    starts = columns.starts[part][::stride]
    looks = roles + np.where(starts < content.editable_from, len(Role), 0)
    if stride == 1 and marks.selected:
        looks[marks.selected_in(content, part)] = 2 * len(Role) + roles[marks.selected_in(content, part)]
    x = (starts * coords.pixels_per_tick - coords.scroll_x).astype(np.int64)
    seen = (x >= 0) & (x < coords.width)
    if stride == 1 and marks.lifted:
        notes = content.clip.notes[part]
        seen &= ~np.fromiter((note in marks.lifted for note in notes), np.bool_, count=len(notes))
    order = np.argsort(velocities[seen].astype(np.uint8), kind="stable")
    x, velocities, looks = x[seen][order], velocities[seen][order], looks[seen][order]
    y = (lane.y_at(0) - velocities * (lane.y_at(0) - lane.y_at(127)) / 127 - lane.top).astype(np.int64)
    colours = _palette(theme)
    height, width = lane.height, coords.width
    few = len(x) <= _WITH_HEADS
    top, stem = np.full(width + 1, height, np.uint8), np.zeros(width + 1, np.uint8)
    for column in (x + 1, x) if few else (x,):
        top[column], stem[column] = y, looks + 1
    # A margin around the picture takes what of the heads lies outside.
    margin = _HEAD_PX
    line = width + 2 * margin
    picture = np.zeros((height + 2 * margin, line), np.uint8)
    picture[margin:-margin, margin:-margin] = (np.arange(height, dtype=np.uint8)[:, None] >= top[:-1]) * stem[:-1]
    if few:
        head = np.add.outer(np.arange(-2, 3) * line, np.arange(-2, 4)).ravel()
        picture.ravel()[np.add.outer((y + margin) * line + x + margin, head)] = (looks + 1)[:, None]
    pixels = np.take(colours, picture, mode="clip")
    image = QImage(pixels.data, line, height + 2 * margin, line * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(coords.left, lane.top, image, margin, margin, width, height)
