"""Painting notes. The more of them are in sight, the plainer they are drawn, so that a full repaint stays below two
milliseconds; only what is in sight costs anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.piano_roll.content import Columns, RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.painters import role_colour
from app.theme import Theme
from engine.music.note import Note, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUNDED = 100
"""Up to this many notes in sight are drawn with smooth edges."""
CROWDED = 450
"""More notes in sight than this become blocks of whole pixels, worked out for all of them at once."""
SUMMED_UP = 4000
"""More than this are looked up in a summary of the whole clip, made once for each scale."""
_VELOCITY_STEPS = 8
_GHOST, _BASS, _CHORDS, _LEAD, _CHOSEN_BASS, _CHOSEN_CHORDS, _CHOSEN_LEAD = range(7)
_TO_CHOSEN = _CHOSEN_LEAD - _LEAD
_KIND_OF_ROLE = {Role.LEAD: _LEAD, Role.CHORDS: _CHORDS, Role.BASS: _BASS}


@dataclass(slots=True)
class Marks:
    """Notes that are painted differently.

    Attributes:
        selected: drawn bright, with an outline.
        lifted: left out here, because a gesture shows them elsewhere.
    """

    selected: frozenset[Note] = frozenset()
    lifted: frozenset[Note] = frozenset()
    _content: RollContent | None = None
    _flags: NDArray[np.bool_] | None = None
    _levels: dict[int, NDArray[np.uint8]] = field(default_factory=dict)

    def flags(self, content: RollContent) -> NDArray[np.bool_]:
        """For each note of `content`, whether it is selected; worked out once."""
        self._meet(content)
        if self._flags is None:
            import numpy as np

            notes = content.clip.notes
            self._flags = np.fromiter((note in self.selected for note in notes), dtype=np.bool_, count=len(notes))
        return self._flags

    def level(self, content: RollContent, exponent: int) -> NDArray[np.uint8] | None:
        """A summary that was kept for `content`."""
        self._meet(content)
        return self._levels.get(exponent)

    def keep_level(self, exponent: int, level: NDArray[np.uint8]) -> None:
        """Keep a summary of the content last asked about."""
        self._levels[exponent] = level

    def _meet(self, content: RollContent) -> None:
        if self._content is not content:
            self._content, self._flags = content, None
            self._levels.clear()


def paint_notes(painter: QPainter, coords: Coords, content: RollContent, theme: Theme, marks: Marks) -> None:
    """The notes: a prompt's as ghosts, a take's in the colours and shapes of their roles."""
    count = content.count_visible(coords.first_tick, coords.last_tick)
    if count > CROWDED:
        _paint_crowd(painter, coords, content, theme, marks)
        return
    if count > ROUNDED:
        _paint_many(painter, coords, content, theme, marks)
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
    gap = _gap_px(coords)
    width = max(2.5, note.duration * coords.pixels_per_tick - 1)
    return QRectF(x + 0.5, y + gap / 2, width, max(2.0, coords.row_px - gap))


def _gap_px(coords: Coords) -> int:
    """Pixels left free between two rows of notes."""
    return 2 if coords.row_px >= 8 else 1


_colours: dict[tuple[str, Role, int, bool], tuple[QColor, QColor]] = {}


def _note_colours(theme: Theme, role: Role, step: int, *, ghost: bool) -> tuple[QColor, QColor]:
    """Fill and edge of a note, kept because making colours costs more than painting with them."""
    key = (theme.name, role, step, ghost)
    known = _colours.get(key)
    if known is None:
        edge = QColor(theme.ghost_edge) if ghost else role_colour(theme, role)
        full = QColor(theme.ghost) if ghost else edge
        # Softer notes let the ground through, but never so far that they are lost on it.
        share = 1.0 if ghost else 0.62 + 0.38 * step / (_VELOCITY_STEPS - 1)
        known = _colours[key] = _blend(full, QColor(theme.roll), 1 - share), edge
    return known


def _blend(colour: QColor, other: QColor, share: float) -> QColor:
    """`colour` with a `share` of another in it."""
    mixed = (round(a * (1 - share) + b * share) for a, b in zip(colour.getRgb(), other.getRgb(), strict=True))
    return QColor(*mixed)


def _step_of(velocity: int) -> int:
    return velocity * _VELOCITY_STEPS // 128


def paint_note(painter: QPainter, box: QRectF, note: Note, theme: Theme, *, ghost: bool) -> None:
    """One note. Lead: a solid pill. Chords: a square block with a light edge. Bass: hollow, with a solid foot."""
    fill, edge = _note_colours(theme, note.role, _step_of(note.velocity), ghost=ghost)
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
        rect = QRect(round(box.x()), round(box.y()) - 1, max(3, round(box.width())), max(3, round(box.height()) + 1))
        by_role.setdefault(note.role, []).append(rect)
    painter.setPen(QPen(QColor(theme.text), 1))
    for role, boxes in by_role.items():
        painter.setBrush(role_colour(theme, role).lighter(118))
        painter.drawRects(boxes)


def _paint_many(painter: QPainter, coords: Coords, content: RollContent, theme: Theme, marks: Marks) -> None:
    """The same shapes as `paint_note` on whole pixels, each colour in one stroke."""
    import numpy as np

    part = content.visible_slice(coords.first_tick, coords.last_tick)
    columns = content.columns()
    pitches, ends = columns.pitches[part], columns.ends[part]
    seen = (pitches >= coords.lowest_pitch) & (pitches <= coords.highest_pitch) & (ends > coords.first_tick)
    selected: list[Note] = []
    if marks.selected or marks.lifted:
        notes = content.clip.notes[part]
        apart = np.fromiter((n in marks.selected or n in marks.lifted for n in notes), np.bool_, count=len(notes))
        selected = [notes[i] for i in np.flatnonzero(seen & apart) if notes[i] not in marks.lifted]
        seen &= ~apart
    left = coords.left - coords.scroll_x
    x = (columns.starts[part][seen] * coords.pixels_per_tick + left).astype(np.int64) + 1
    widths = np.maximum((ends[seen] * coords.pixels_per_tick + left).astype(np.int64) - x, 2)
    gap = _gap_px(coords)
    y = (coords.y_at(0) - pitches[seen] * coords.row_px).astype(np.int64) + gap // 2
    ghosts = _kinds(content, Marks(), part)[seen] == _GHOST
    steps = columns.velocities[part][seen] * _VELOCITY_STEPS // 128
    keys = (columns.roles[part][seen] * _VELOCITY_STEPS + steps) * 2 + ghosts
    height = max(2, int(coords.row_px) - gap)
    by_key: dict[int, list[QRect]] = {}
    for key, at_x, at_y, width in zip(keys.tolist(), x.tolist(), y.tolist(), widths.tolist(), strict=True):
        box = QRect(at_x, at_y, width, height)
        boxes = by_key.get(key)
        if boxes is None:
            by_key[key] = [box]
        else:
            boxes.append(box)
    fills = {
        (Role(key // 2 // _VELOCITY_STEPS), key // 2 % _VELOCITY_STEPS, bool(key % 2)): boxes
        for key, boxes in by_key.items()
    }
    painter.setPen(Qt.PenStyle.NoPen)
    for (role, step, ghost), boxes in sorted(fills.items(), key=lambda item: (not item[0][2], -item[0][0])):
        fill, edge = _note_colours(theme, role, step, ghost=ghost)
        if role is Role.BASS:
            hollow = QColor(fill)
            hollow.setAlpha(90)
            painter.setBrush(hollow)
            painter.setPen(QPen(edge, 1))
            painter.drawRects([box.adjusted(0, 0, -1, -1) for box in boxes])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(edge)
            painter.drawRects([QRect(box.x(), box.y(), min(4, box.width()), height) for box in boxes])
        elif role is Role.CHORDS:
            painter.setBrush(fill)
            painter.drawRects(boxes)
            if height >= 6:
                painter.setBrush(edge.lighter(135))
                painter.drawRects([QRect(box.x(), box.y(), box.width(), 1) for box in boxes])
        else:
            painter.setBrush(fill)
            if height < 5:
                painter.drawRects(boxes)
            else:
                # Two crossed bars are a block whose corners are cut.
                painter.drawRects([box.adjusted(0, 1, 0, -1) for box in boxes])
                painter.drawRects([box.adjusted(1, 0, -1, 0) for box in boxes])
    paint_selected(painter, coords, theme, selected)


def _paint_crowd(painter: QPainter, coords: Coords, content: RollContent, theme: Theme, marks: Marks) -> None:
    """One block for each pixel column and pitch, in the colour of the role on top there."""
    import numpy as np

    low, high = coords.lowest_pitch, coords.highest_pitch
    rows, width = high - low + 1, coords.width
    if content.count_visible(coords.first_tick, coords.last_tick) > SUMMED_UP:
        shown = _from_level(coords, content, marks, slice(127 - high, 128 - low))
    else:
        part = content.visible_slice(coords.first_tick, coords.last_tick)
        kinds = _kinds(content, marks, part)
        shown = _raster(content.columns(), part, kinds, coords.pixels_per_tick, coords.scroll_x, width)
        shown = shown[127 - high : 128 - low]
    roles = [role_colour(theme, role) for role in (Role.BASS, Role.CHORDS, Role.LEAD)]
    palette = [QColor(theme.ghost), *roles, *(_blend(colour, QColor(theme.text), 0.6) for colour in roles)]
    colours = np.array([0, *(colour.rgba() for colour in palette)], np.uint32)
    # The last line of the picture is empty: pixels between two rows of pitches show it.
    offset = (np.arange(coords.height) + coords.scroll_y) / coords.row_px - (127 - high)
    pitch_row = np.clip(offset.astype(np.int64), 0, rows - 1)
    if coords.row_px >= 4:
        begins = np.diff(pitch_row, prepend=pitch_row[0] - 1) != 0
        pitch_row[begins] = rows
    pixels = np.concatenate((colours[shown], np.zeros((1, width), np.uint32)))[pitch_row]
    image = QImage(pixels.data, width, coords.height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(coords.left, coords.top, image)


def _kinds(content: RollContent, marks: Marks, part: slice) -> NDArray[np.uint8]:
    """What each note of `part` is painted as; higher ones lie on top."""
    import numpy as np

    columns = content.columns()
    starts = columns.starts[part]
    kinds = np.array([_KIND_OF_ROLE[role] for role in Role], np.uint8)[columns.roles[part]]
    if content.take_name:
        kinds[starts < content.seam_tick] = _GHOST
    elif content.used is not None:
        kinds[(starts < content.used[0]) | (starts >= content.used[1])] = _GHOST
    if marks.selected:
        kinds[marks.flags(content)[part]] += _TO_CHOSEN
    return kinds


def _raster(
    columns: Columns, part: slice, kinds: NDArray[np.uint8], scale: float, scroll: float, width: int
) -> NDArray[np.uint8]:
    """Notes as cells of (128 pitches from the top, `width`), each with its kind + 1; 0 where there is none.

    A cell is left free behind each note, so that repeated notes can be told apart, unless nothing would be left of it.
    """
    import numpy as np

    x0 = (columns.starts[part] * scale - scroll).astype(np.int64)
    x1 = (columns.ends[part] * scale - scroll).astype(np.int64)
    # Numpy keeps the last of several values for one place, so the roles on top come last.
    order = np.argsort(kinds, kind="stable")
    order = order[(x1[order] >= 0) & (x0[order] < width)]
    x0, x1 = np.maximum(x0[order], 0), x1[order]
    lengths = np.minimum(np.maximum(x1 - 1, x0 + 1), width) - x0
    first_cell = (127 - columns.pitches[part][order]) * width + x0
    before = np.cumsum(lengths) - lengths
    cells = np.repeat(first_cell - before, lengths) + np.arange(int(lengths.sum()))
    shown = np.zeros(128 * width, np.uint8)
    shown[cells] = np.repeat(kinds[order] + 1, lengths)
    return shown.reshape(128, width)


def _from_level(coords: Coords, content: RollContent, marks: Marks, pitch_rows: slice) -> NDArray[np.uint8]:
    """The cells of the view, out of a summary of the whole clip whose columns are a power of two of ticks."""
    import numpy as np

    exponent = int(math.log2(1 / coords.pixels_per_tick))
    level = marks.level(content, exponent)
    if level is None:
        width = (content.clip.length >> exponent) + 1
        everything = slice(0, len(content.clip.notes))
        level = _raster(content.columns(), everything, _kinds(content, marks, everything), 0.5**exponent, 0.0, width)
        marks.keep_level(exponent, level)
    level = level[pitch_rows]
    edges = (coords.first_tick + np.arange(coords.width + 1) / coords.pixels_per_tick) / (1 << exponent)
    places = np.minimum(edges.astype(np.int64), level.shape[1] - 1)
    cells: NDArray[np.uint8] = np.maximum(level[:, places[:-1]], level[:, np.maximum(places[1:] - 1, places[:-1])])
    cells[:, edges[:-1] >= level.shape[1]] = 0
    return cells
