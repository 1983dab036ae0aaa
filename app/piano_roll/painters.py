"""The still layers around the notes: ground, grid, keyboard and ruler. Each paints only what is in sight. Notes are
painted by `note_painters`.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.piano_roll.names import pitch_name
from app.theme import Theme
from engine.music.note import Role
from engine.music.snapping import Snap

VELOCITY_STEPS = 8
"""Shades that velocities are painted in."""
_BAR_ROOM_PX, _LINE_ROOM_PX = 12.0, 10.0
"""Lines of the grid stand no closer than this."""
BLACK_KEYS = frozenset((1, 3, 6, 8, 10))


def role_colour(theme: Theme, role: Role) -> QColor:
    """The colour of a role in a take."""
    return QColor({Role.LEAD: theme.lead, Role.CHORDS: theme.chords, Role.BASS: theme.bass}[role])


LOOP_ALPHA, BAND_ALPHA = 50, 110
"""How much of their colours the loop and the prompt's band put over the ruler, 0..255: text on them stays readable."""


def blend(colour: QColor, other: QColor, share: float) -> QColor:
    """`colour` with a `share` of another in it."""
    return QColor(
        round(colour.red() * (1 - share) + other.red() * share),
        round(colour.green() * (1 - share) + other.green() * share),
        round(colour.blue() * (1 - share) + other.blue() * share),
    )


@lru_cache(maxsize=256)
def _note_colours(theme: Theme, role: Role, step: int, ghost: bool) -> tuple[QColor, QColor]:
    edge = QColor(theme.ghost_edge) if ghost else role_colour(theme, role)
    full = QColor(theme.ghost) if ghost else edge
    # Softer notes let the ground through, but never so far that they are lost on it.
    share = 1.0 if ghost else 0.62 + 0.38 * step / (VELOCITY_STEPS - 1)
    return blend(full, QColor(theme.roll), 1 - share), edge


def note_colours(theme: Theme, role: Role, step: int, *, ghost: bool) -> tuple[QColor, QColor]:
    """Fill and edge of a note whose velocity is in the given one of `VELOCITY_STEPS`."""
    return _note_colours(theme, role, step, ghost)


def paint_ground(painter: QPainter, coords: Coords, content: RollContent, theme: Theme, snap: Snap) -> None:
    """Rows of white and black keys, the grid, and the parts outside the clip or the used prompt.

    Every line of pixels is one of two pictures, that of white keys or that of black keys, so these are painted once
    and then laid out as textures.
    """
    left, width, row = coords.left, coords.width, coords.row_px
    texture = QImage(width, 2, QImage.Format.Format_RGB32)
    strip = QPainter(texture)
    strip.setPen(Qt.PenStyle.NoPen)
    strip.fillRect(0, 0, width, 1, QColor(theme.roll))
    strip.fillRect(0, 1, width, 1, QColor(theme.roll_black_row))
    outside = QColor(theme.roll_outside)
    for begin, end in _outside(coords, content):
        strip.fillRect(begin - left, 0, end - begin, 2, outside)
    for colour, lines in zip(
        (theme.grid_row, theme.grid_beat, theme.grid_bar), _grid_lines(coords, content, snap), strict=True
    ):
        strip.setBrush(QColor(colour))
        strip.drawRects([QRect(x - left, 0, 1, 2) for x in lines])
    strip.end()
    painter.setBrushOrigin(left, 0)
    painter.fillRect(QRect(left, coords.top, width, coords.height), QBrush(texture.copy(0, 0, width, 1)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(texture.copy(0, 1, width, 1)))
    pitches, base = range(coords.lowest_pitch, coords.highest_pitch + 1), coords.y_at(0)
    painter.drawRects([_row_rect(left, base - p * row, width, row) for p in pitches if p % 12 in BLACK_KEYS])
    painter.setBrushOrigin(0, 0)
    # A rectangle one pixel high is painted many times faster than a line.
    painter.setBrush(QColor(theme.grid_row))
    painter.drawRects([QRect(left, round(base - p * row + row), width, 1) for p in pitches if p % 12 in (0, 5)])


def _outside(coords: Coords, content: RollContent) -> list[tuple[int, int]]:
    """From where to where, in widget x, the ground lies outside of the clip or of the used prompt."""
    left, right = coords.left, coords.left + coords.width
    parts: list[tuple[float, float]] = []
    if content.clip.length:
        parts.append((coords.x_at(content.clip.length), right))
    if content.used is not None:
        parts += [(coords.x_at(0), coords.x_at(content.used[0]))]
        parts += [(coords.x_at(content.used[1]), coords.x_at(content.seam_tick))]
    inside = ((max(left, round(begin)), min(right, round(end))) for begin, end in parts)
    return [(begin, end) for begin, end in inside if end > begin]


def _row_rect(left: int, top: float, width: int, height: float) -> QRect:
    """A row on whole pixels, which are filled many times faster than parts of them."""
    y = round(top)
    return QRect(left, y, width, round(top + height) - y)


def _grid_lines(coords: Coords, content: RollContent, snap: Snap) -> tuple[list[int], list[int], list[int]]:
    """Widget x of the lines of the snap, of the beats and of the bars, each as far as there is room for them."""
    meter = content.clip.meter
    fine: list[int] = []
    beats: list[int] = []
    bars: list[int] = []
    scale, shift = coords.pixels_per_tick, coords.left - coords.scroll_x
    last_tick = min(coords.last_tick, content.clip.length or coords.last_tick)
    bar = meter.bar_at(max(0, int(coords.first_tick)))
    bar_tick = meter.bar_start(bar)
    while bar_tick <= last_tick:
        change = meter.at(bar_tick)
        step = coords.bar_label_step(change.bar_ticks, _BAR_ROOM_PX)
        if bar % step == 0:
            bars.append(int(bar_tick * scale + shift))
        next_bar = bar + step - bar % step
        next_tick = meter.bar_start(next_bar)
        stop = min(next_tick, int(last_tick) + 1)
        beat_ticks = Snap.BEAT.step_ticks(change)
        if beat_ticks * scale >= _LINE_ROOM_PX and step == 1:
            beats += [int(tick * scale + shift) for tick in range(bar_tick + beat_ticks, stop, beat_ticks)]
            unit = snap.step_ticks(change)
            if 0 < unit < beat_ticks and unit * scale >= _LINE_ROOM_PX:
                fine += [int(tick * scale + shift) for tick in range(bar_tick + unit, stop, unit)]
        bar, bar_tick = next_bar, next_tick
    return fine, beats, bars


def paint_keyboard(painter: QPainter, coords: Coords, theme: Theme, pressed: int | None) -> None:
    """The keys left of the notes, C named; `pressed` is lit."""
    painter.fillRect(QRectF(0, coords.top, coords.left, coords.height), QColor(theme.white_key))
    font = QFont(painter.font())
    font.setPixelSize(10)
    painter.setFont(font)
    edge = QColor(theme.border)
    left, row, base = coords.left, coords.row_px, coords.y_at(0)
    pitches = range(coords.lowest_pitch, coords.highest_pitch + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.black_key))
    black_px = left * 0.62
    painter.drawRects([_row_rect(0, base - p * row, int(black_px), row) for p in pitches if p % 12 in BLACK_KEYS])
    if pressed is not None:
        width = black_px if pressed % 12 in BLACK_KEYS else left
        painter.fillRect(QRectF(0, base - pressed * row, width, row), QColor(theme.accent))
    painter.setBrush(edge)
    painter.drawRects([QRect(0, round(base - p * row + row), left, 1) for p in pitches if p % 12 in (0, 5)])
    width_of = painter.fontMetrics().horizontalAdvance
    painter.setPen(QColor(theme.key_text))
    for pitch in pitches:
        if pitch % 12 == 0:
            name = pitch_name(pitch)
            if pitch == pressed:
                painter.setPen(QColor(theme.on_accent))
            painter.drawText(left - 5 - width_of(name), round(base - pitch * row + row) - 3, name)
            if pitch == pressed:
                painter.setPen(QColor(theme.key_text))
    painter.fillRect(QRect(left - 1, coords.top, 1, coords.height), edge)


def paint_ruler(
    painter: QPainter,
    coords: Coords,
    content: RollContent,
    theme: Theme,
    height: int,
    loop: tuple[int, int] | None,
) -> None:
    """Bar numbers, the loop, and the bands that say which part is prompt and which is take."""
    painter.fillRect(QRectF(0, 0, coords.left + coords.width, height), QColor(theme.panel))
    painter.save()
    painter.setClipRect(QRectF(coords.left, 0, coords.width, height))
    band_px = 16.0
    parts = [(0, content.seam_tick, content.prompt_name, QColor(theme.ghost), QColor(theme.text))]
    if content.take_name:
        parts.append(
            (content.seam_tick, content.clip.length, content.take_name, QColor(theme.accent), QColor(theme.on_accent))
        )
    font = QFont(painter.font())
    font.setPixelSize(11)
    for begin, end, name, ground, ink in parts:
        box = QRectF(coords.x_at(begin) + 0.5, 1, (end - begin) * coords.pixels_per_tick - 1, band_px - 1)
        if end <= begin or not box.intersects(QRectF(coords.left, 0, coords.width, band_px)):
            continue
        ground.setAlpha(255 if ink == QColor(theme.on_accent) else BAND_ALPHA)
        painter.fillRect(box, ground)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        text_box = QRectF(max(box.left(), coords.left) + 6, box.top(), 0, box.height())
        text_box.setRight(min(box.right(), coords.left + coords.width) - 4)
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(text_box.width()))
        painter.drawText(text_box, Qt.AlignmentFlag.AlignVCenter, name)
    if loop is not None:
        shade = QColor(theme.accent)
        shade.setAlpha(LOOP_ALPHA)
        x = coords.x_at(loop[0])
        painter.fillRect(QRectF(x, band_px, (loop[1] - loop[0]) * coords.pixels_per_tick, height - band_px), shade)
    font.setBold(False)
    painter.setFont(font)
    meter = content.clip.meter
    bar = meter.bar_at(max(0, int(coords.first_tick)))
    last_tick = min(coords.last_tick, content.clip.length or coords.last_tick)
    marks: list[QRect] = []
    painter.setPen(QColor(theme.muted))
    while (tick := meter.bar_start(bar)) <= last_tick:
        step = coords.bar_label_step(meter.at(tick).bar_ticks)
        if bar % step == 0:
            x = int(coords.x_at(tick))
            marks.append(QRect(x, int(band_px) + 2, 1, height))
            number = str(bar + 1)
            if x + 5 + painter.fontMetrics().horizontalAdvance(number) <= coords.left + coords.width:
                painter.drawText(x + 5, height - 7, number)
        bar += step - bar % step
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.grid_bar))
    painter.drawRects(marks)
    painter.restore()
    painter.fillRect(QRect(0, height - 1, coords.left + coords.width, 1), QColor(theme.border))
