"""Many notes at once, as a picture worked out with arrays: the shapes of `note_painters` on whole pixels. Its cost
grows with the pixels in sight and hardly with the notes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage, QPainter

from app.piano_roll.content import Columns, RollContent
from app.piano_roll.coords import PITCHES, Coords
from app.piano_roll.painters import VELOCITY_STEPS, blend, note_colours, role_colour
from app.theme import THEMES, Theme
from engine.music.note import Note, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SUMMED_UP = 4000
"""More notes in sight than this are looked up in a summary of the whole clip, made once for each scale."""
_ON_TOP = (Role.BASS, Role.CHORDS, Role.LEAD)
"""Roles from the ground up."""
_GHOST, _OWN, _CHOSEN = 0, 3, 6
_BODY, _START, _END = range(3)
_MID, _TOP, _BOTTOM = range(3)
_FOOT_PX = 3
_LEAST_SHAPED_PX = 4.0
"""Rows lower than this show plain blocks."""


@dataclass(slots=True)
class Marks:
    """Notes that are painted differently.

    Attributes:
        selected: drawn bright, with an outline.
        lifted: left out, because a gesture shows them elsewhere; a summary shows them all the same.
    """

    selected: frozenset[Note] = frozenset()
    lifted: frozenset[Note] = frozenset()
    _content: RollContent | None = None
    _flags: NDArray[np.bool_] | None = None
    _levels: dict[int, NDArray[np.uint8]] = field(default_factory=dict)

    def selected_in(self, content: RollContent, part: slice) -> NDArray[np.bool_]:
        """For each note of a part of `content`, whether it is selected."""
        import numpy as np

        notes = content.clip.notes[part]
        if len(self.selected) == len(content.clip.notes):
            return np.ones(len(notes), np.bool_)
        return np.fromiter(map(self.selected.__contains__, notes), np.bool_, len(notes))

    def level(self, content: RollContent, exponent: int) -> NDArray[np.uint8]:
        """A summary of the whole of `content`: cells of (128 pitches from the top, 2 ** `exponent` ticks)."""
        if self._content is not content:
            self._content = content
            self._levels.clear()
        level = self._levels.get(exponent)
        if level is None:
            everything = slice(0, len(content.clip.notes))
            codes = _codes(content, self, everything, shaded=False)
            width = (content.clip.length >> exponent) + 1
            level = self._levels[exponent] = _cells(content.columns(), everything, codes, 0.5**exponent, 0.0, width)
        return level


def paint_raster(painter: QPainter, coords: Coords, content: RollContent, theme: Theme, marks: Marks) -> None:
    """All notes in sight, as sharp as the screen is."""
    import numpy as np

    corner, ratio = (coords.left, coords.top), painter.device().devicePixelRatioF()
    coords = coords.in_device_pixels(ratio)
    low, high = coords.lowest_pitch, coords.highest_pitch
    pitch_rows = slice(PITCHES - 1 - high, PITCHES - low)
    summed_up = content.count_visible(coords.first_tick, coords.last_tick) > SUMMED_UP
    if summed_up:
        cells = _from_level(coords, marks.level(content, _exponent(coords))[pitch_rows], _exponent(coords))
    else:
        part = content.visible_slice(coords.first_tick, coords.last_tick)
        codes = _codes(content, marks, part, shaded=True)
        if marks.lifted:
            notes = content.clip.notes[part]
            codes[np.fromiter((note in marks.lifted for note in notes), np.bool_, count=len(notes))] = 0
        least = max(1, round(ratio))
        cells = _cells(content.columns(), part, codes, coords.pixels_per_tick, coords.scroll_x, coords.width, least)
        cells = cells[pitch_rows]
    rows = high - low + 1
    shaped = coords.row_px >= _LEAST_SHAPED_PX and not summed_up
    table = _colour_table(theme.name, shaped)
    # Each row of pitches, in three variants where notes have a shape, and an empty line for what lies between rows.
    count = 3 if shaped else 1
    variants = _buffer("variants", count * rows + 1, coords.width)
    filled = np.flatnonzero(cells != 0)
    if filled.size * 3 > cells.size:
        for variant in range(count):
            np.take(table[variant], cells, out=variants[variant * rows : (variant + 1) * rows], mode="clip")
        variants[-1] = 0
    else:
        variants[:] = 0
        looks = cells.ravel()[filled]
        for variant in range(count):
            variants.ravel()[filled + variant * cells.size] = table[variant][looks]
    pixels = _buffer("pixels", coords.height, coords.width)
    np.take(variants, _line_of_pixel(coords, high, rows, shaped=shaped), axis=0, out=pixels, mode="clip")
    image = QImage(
        pixels.data, coords.width, coords.height, coords.width * 4, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    painter.drawImage(*corner, image)


_buffers: dict[str, NDArray[np.uint32]] = {}


def _buffer(use: str, height: int, width: int) -> NDArray[np.uint32]:
    """Room for a picture, the same one each time: fresh memory for every repaint would cost more than the painting."""
    import numpy as np

    known = _buffers.get(use)
    if known is None or known.size < height * width:
        known = _buffers[use] = np.empty(height * width, np.uint32)
    return known[: height * width].reshape(height, width)


def _line_of_pixel(coords: Coords, high: int, rows: int, *, shaped: bool) -> NDArray[np.int64]:
    """For each line of pixels, the line of the variants that it shows."""
    import numpy as np

    offset = (np.arange(coords.height) + coords.scroll_y) / coords.row_px - (PITCHES - 1 - high)
    row = np.clip(np.floor(offset).astype(np.int64), 0, rows - 1)
    begins = np.diff(row, prepend=row[0] - 1) != 0
    ends = np.diff(row, append=row[-1] + 1) != 0
    line: NDArray[np.int64] = row + _MID * rows
    gap = begins | ends if coords.row_px >= 8 else begins
    if shaped:
        tops, bottoms = np.roll(begins, 1), np.roll(ends, -1) if coords.row_px >= 8 else ends
        line[bottoms] = row[bottoms] + _BOTTOM * rows
        line[tops] = row[tops] + _TOP * rows
    if coords.row_px >= 4:
        line[gap] = (3 if shaped else 1) * rows
    return line


def _code(kind: int, step: int, part: int) -> int:
    """Number of a look: what the note is, how loud in steps, and which part of it."""
    return 1 + (kind * VELOCITY_STEPS + step) * 3 + part


def _codes(content: RollContent, marks: Marks, part: slice, *, shaded: bool) -> NDArray[np.uint8]:
    """The look of each note's body; higher ones lie on top."""
    import numpy as np

    columns = content.columns()
    starts = columns.starts[part]
    kinds = np.array([_ON_TOP.index(role) for role in Role])[columns.roles[part]]
    own = np.ones(len(kinds), np.bool_)
    if content.take_name:
        own = starts >= content.seam_tick
    elif content.used is not None:
        own = (starts >= content.used[0]) & (starts < content.used[1])
    kinds = kinds + np.where(own, _OWN, _GHOST)
    if marks.selected:
        kinds[marks.selected_in(content, part)] += _CHOSEN - _OWN
    top_step = VELOCITY_STEPS - 1
    steps = columns.velocities[part] * VELOCITY_STEPS // 128 if shaded else top_step
    codes: NDArray[np.uint8] = (1 + (kinds * VELOCITY_STEPS + steps) * 3).astype(np.uint8)
    return codes


def _cells(
    columns: Columns, part: slice, codes: NDArray[np.uint8], scale: float, scroll: float, width: int, least: int = 1
) -> NDArray[np.uint8]:
    """Notes as cells of (128 pitches from the top, `width`), each with its code; 0 where there is none.

    Each note has at least `least` cells. A cell is left free behind each, so that repeated notes can be told apart,
    unless nothing would be left of it.
    """
    import numpy as np

    x0 = (columns.starts[part] * scale - scroll).astype(np.int64)
    x1 = (columns.ends[part] * scale - scroll).astype(np.int64)
    # Numpy keeps the last of several values for one place, so the looks on top come last.
    order = np.argsort(codes, kind="stable")
    order = order[(x1[order] >= 0) & (x0[order] < width) & (codes[order] > 0)]
    x0, x1, codes = x0[order], x1[order], codes[order]
    begins_here = x0 >= 0
    x0 = np.maximum(x0, 0)
    x1 = np.maximum(x1 - 1, x0 + least)
    ends_here = x1 <= width
    lengths = np.minimum(x1, width) - x0
    first = (PITCHES - 1 - columns.pitches[part][order]) * width + x0
    before = np.cumsum(lengths) - lengths
    cells = np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))
    shown = np.zeros(PITCHES * width, np.uint8)
    shown[cells] = np.repeat(codes, lengths)
    ends = ends_here & (lengths > 2)
    shown[(first + lengths - 1)[ends]] = codes[ends] + _END
    for pixel in range(_FOOT_PX):
        starts = begins_here & (lengths > 2 * pixel + 2)
        if pixel:
            starts &= ((codes - 1) // 3 // VELOCITY_STEPS % 3) == _ON_TOP.index(Role.BASS)
        shown[(first + pixel)[starts]] = codes[starts] + _START
    return shown.reshape(PITCHES, width)


def _exponent(coords: Coords) -> int:
    """The summary whose columns are as wide as a pixel or narrower, but more than half of it."""
    return max(0, int(math.log2(1 / coords.pixels_per_tick)))


def _from_level(coords: Coords, level: NDArray[np.uint8], exponent: int) -> NDArray[np.uint8]:
    """The cells of the view out of a summary."""
    import numpy as np

    edges = (coords.first_tick + np.arange(coords.width + 1) / coords.pixels_per_tick) / (1 << exponent)
    places = np.minimum(edges.astype(np.int64), level.shape[1] - 1)
    cells: NDArray[np.uint8] = np.maximum(level[:, places[:-1]], level[:, np.maximum(places[1:] - 1, places[:-1])])
    cells[:, edges[:-1] >= level.shape[1]] = 0
    return cells


@lru_cache(maxsize=8)
def _colour_table(theme_name: str, shaped: bool) -> NDArray[np.uint32]:
    """Colours of all looks: (middle, top, bottom line of a note; code)."""
    import numpy as np

    theme = THEMES[theme_name]
    table = np.zeros((3, 256), np.uint32)
    outline = QColor(theme.text)
    for kind in range(9):
        role = _ON_TOP[kind % 3]
        for step in range(VELOCITY_STEPS):
            fill, edge = note_colours(theme, role, step, ghost=kind < _OWN)
            for part in (_BODY, _START, _END):
                middle = top = bottom = fill
                if kind >= _CHOSEN:
                    middle = role_colour(theme, role).lighter(118) if part == _BODY else outline
                    top = bottom = outline
                elif role is Role.CHORDS:
                    top = edge.lighter(135)
                elif role is Role.BASS:
                    hollow = QColor(fill)
                    hollow.setAlpha(90)
                    middle, top, bottom = (hollow if part == _BODY else edge), edge, edge
                elif part != _BODY:
                    # The corners of a lead note are cut.
                    top = bottom = QColor(0, 0, 0, 0)
                if not shaped:
                    # Too low for an outline: what is selected stands out by its shade.
                    plain = blend(role_colour(theme, role), outline, 0.55) if kind >= _CHOSEN else fill
                    top = bottom = middle = plain
                for variant, colour in ((_MID, middle), (_TOP, top), (_BOTTOM, bottom)):
                    table[variant, _code(kind, step, part)] = _premultiplied(colour)
    return table


def _premultiplied(colour: QColor) -> int:
    alpha = colour.alpha()
    red, green, blue = (channel * alpha // 255 for channel in (colour.red(), colour.green(), colour.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue
