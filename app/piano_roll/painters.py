"""The layers of the piano roll, bottom to top: ground, grid, notes, frame, playhead. Each paints only what is
visible.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.theme import Theme
from engine.music.note import TICKS_PER_QUARTER, Note, Role

BLACK_KEYS = frozenset((1, 3, 6, 8, 10))
CROWDED = 2000
"""More visible notes than this are drawn as plain blocks, one for each pixel column and pitch."""
_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def pitch_name(pitch: int) -> str:
    """Name and octave, middle C (60) being C4."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def role_colour(theme: Theme, role: Role) -> QColor:
    """The colour of a role in a take."""
    return QColor({Role.LEAD: theme.lead, Role.CHORDS: theme.chords, Role.BASS: theme.bass}[role])


def paint_ground(painter: QPainter, coords: Coords, content: RollContent, theme: Theme) -> None:
    """Rows of white and black keys, and the parts outside the clip or the used prompt."""
    area = QRectF(coords.left, coords.top, coords.width, coords.height)
    painter.fillRect(area, QColor(theme.roll))
    black, row_line = QColor(theme.roll_black_row), QPen(QColor(theme.grid_row))
    for pitch in range(coords.lowest_pitch, coords.highest_pitch + 1):
        y = coords.y_at(pitch)
        if pitch % 12 in BLACK_KEYS:
            painter.fillRect(QRectF(coords.left, y, coords.width, coords.row_px), black)
        elif pitch % 12 in (0, 5):
            painter.setPen(row_line)
            painter.drawLine(QLineF(coords.left, y + coords.row_px, coords.left + coords.width, y + coords.row_px))
    outside = QColor(theme.roll_outside)
    right = coords.left + coords.width
    end_x = max(float(coords.left), coords.x_at(content.clip.length))
    if content.clip.length and end_x < right:
        painter.fillRect(QRectF(end_x, coords.top, right - end_x, coords.height), outside)
    if content.used is not None:
        for begin, end in ((0, content.used[0]), (content.used[1], content.seam_tick)):
            left_x, right_x = max(coords.left, coords.x_at(begin)), min(right, coords.x_at(end))
            if right_x > left_x:
                painter.fillRect(QRectF(left_x, coords.top, right_x - left_x, coords.height), outside)


def paint_grid(painter: QPainter, coords: Coords, content: RollContent, theme: Theme) -> None:
    """Bar lines, and beats and sixteenths once there is room for them."""
    meter = content.clip.meter
    beat_lines: list[QLineF] = []
    fine_lines: list[QLineF] = []
    bar_lines: list[QLineF] = []
    top, bottom = coords.top, coords.top + coords.height
    last_tick = min(coords.last_tick, content.clip.length or coords.last_tick)
    bar = meter.bar_at(max(0, int(coords.first_tick)))
    while (bar_tick := meter.bar_start(bar)) <= last_tick:
        change = meter.at(bar_tick)
        step = coords.bar_label_step(change.bar_ticks, 8.0)
        if bar % step == 0:
            bar_lines.append(QLineF(coords.x_at(bar_tick), top, coords.x_at(bar_tick), bottom))
        beat_ticks = max(1, 4 * TICKS_PER_QUARTER // change.denominator)
        if beat_ticks * coords.pixels_per_tick >= 10:
            fine = beat_ticks * coords.pixels_per_tick >= 72
            unit = max(1, beat_ticks // 4) if fine else beat_ticks
            for tick in range(bar_tick + unit, min(meter.bar_start(bar + 1), int(last_tick) + 1), unit):
                line = QLineF(coords.x_at(tick), top, coords.x_at(tick), bottom)
                (beat_lines if (tick - bar_tick) % beat_ticks == 0 else fine_lines).append(line)
        bar += 1 if step == 1 else step - bar % step
    painter.setPen(QPen(QColor(theme.grid_row), 1))
    painter.drawLines(fine_lines)
    painter.setPen(QPen(QColor(theme.grid_beat), 1))
    painter.drawLines(beat_lines)
    painter.setPen(QPen(QColor(theme.grid_bar), 1))
    painter.drawLines(bar_lines)


def paint_notes(painter: QPainter, coords: Coords, content: RollContent, theme: Theme) -> None:
    """The notes: a prompt's as ghosts, a take's in the colours and shapes of their roles."""
    if content.count_visible(coords.first_tick, coords.last_tick) > CROWDED:
        _paint_crowd(painter, coords, content, theme)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    take_shown = bool(content.take_name)
    for note in content.visible(coords.first_tick, coords.last_tick):
        y = coords.y_at(note.pitch)
        if y + coords.row_px < coords.top or y > coords.top + coords.height:
            continue
        x = coords.x_at(note.start)
        box = QRectF(x + 0.5, y + 1, max(2.5, note.duration * coords.pixels_per_tick - 1), max(2.0, coords.row_px - 2))
        ghost = note.start < content.seam_tick and (take_shown or not _is_used(content, note))
        paint_note(painter, box, note, theme, ghost=ghost)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _is_used(content: RollContent, note: Note) -> bool:
    return content.used is None or content.used[0] <= note.start < content.used[1]


_colours: dict[tuple[str, Role, int, bool], tuple[QColor, QColor]] = {}


def _note_colours(theme: Theme, role: Role, velocity: int, *, ghost: bool) -> tuple[QColor, QColor]:
    """Fill and edge of a note, kept because making colours costs more than painting with them."""
    key = (theme.name, role, velocity, ghost)
    known = _colours.get(key)
    if known is None:
        edge = QColor(theme.ghost_edge) if ghost else role_colour(theme, role)
        full = QColor(theme.ghost) if ghost else edge
        ground = QColor(theme.roll)
        # Softer notes let the ground through, but never so far that they are lost on it.
        share = 1.0 if ghost else 0.62 + 0.38 * velocity / 127
        fill = QColor(
            round(full.red() * share + ground.red() * (1 - share)),
            round(full.green() * share + ground.green() * (1 - share)),
            round(full.blue() * share + ground.blue() * (1 - share)),
        )
        known = _colours[key] = fill, edge
    return known


def paint_note(painter: QPainter, box: QRectF, note: Note, theme: Theme, *, ghost: bool) -> None:
    """One note. Lead: a solid pill. Chords: a square block with a light edge. Bass: hollow, with a solid foot."""
    fill, edge = _note_colours(theme, note.role, note.velocity, ghost=ghost)
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


def _paint_crowd(painter: QPainter, coords: Coords, content: RollContent, theme: Theme) -> None:
    blocks: dict[tuple[int, int], tuple[int, int]] = {}
    ghost_kind = 3
    take_shown = bool(content.take_name)
    scale, shift = coords.pixels_per_tick, coords.left - coords.scroll_x
    for note in content.visible(coords.first_tick, coords.last_tick):
        x = int(note.start * scale + shift)
        width = max(1, int(note.duration * scale))
        old = blocks.get((x, note.pitch))
        if old is None or old[1] < width:
            ghost = note.start < content.seam_tick and (take_shown or not _is_used(content, note))
            blocks[x, note.pitch] = (ghost_kind if ghost else int(note.role), width)
    by_kind: dict[int, list[QRectF]] = {}
    for (x, pitch), (kind, width) in blocks.items():
        by_kind.setdefault(kind, []).append(QRectF(x, coords.y_at(pitch), width, coords.row_px - 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    for kind, boxes in by_kind.items():
        painter.setBrush(QColor(theme.ghost) if kind == ghost_kind else role_colour(theme, Role(kind)))
        painter.drawRects(boxes)


def paint_keyboard(painter: QPainter, coords: Coords, theme: Theme, pressed: int | None) -> None:
    """The keys left of the notes, C named; `pressed` is lit."""
    painter.fillRect(QRectF(0, coords.top, coords.left, coords.height), QColor(theme.white_key))
    font = QFont(painter.font())
    font.setPixelSize(10)
    painter.setFont(font)
    edge = QPen(QColor(theme.border))
    for pitch in range(coords.lowest_pitch, coords.highest_pitch + 1):
        y = coords.y_at(pitch)
        is_black = pitch % 12 in BLACK_KEYS
        box = QRectF(0, y, coords.left * (0.62 if is_black else 1.0), coords.row_px)
        if pitch == pressed:
            painter.fillRect(box, QColor(theme.accent))
        elif is_black:
            painter.fillRect(box, QColor(theme.black_key))
        if pitch % 12 in (0, 5):
            painter.setPen(edge)
            painter.drawLine(QLineF(0, y + coords.row_px, coords.left, y + coords.row_px))
        if pitch % 12 == 0:
            painter.setPen(QColor(theme.on_accent if pitch == pressed else "#3a4048"))
            label = QRectF(0, y + coords.row_px - 14, coords.left - 5, 14)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, pitch_name(pitch))
    painter.setPen(edge)
    painter.drawLine(QLineF(coords.left - 1, coords.top, coords.left - 1, coords.top + coords.height))


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
        ground.setAlpha(255 if ink == QColor(theme.on_accent) else 110)
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
        shade.setAlpha(70)
        x = coords.x_at(loop[0])
        painter.fillRect(QRectF(x, band_px, (loop[1] - loop[0]) * coords.pixels_per_tick, height - band_px), shade)
    font.setBold(False)
    painter.setFont(font)
    meter = content.clip.meter
    bar = meter.bar_at(max(0, int(coords.first_tick)))
    first = True
    while (tick := meter.bar_start(bar)) <= min(coords.last_tick, content.clip.length or coords.last_tick):
        step = coords.bar_label_step(meter.at(tick).bar_ticks)
        if bar % step == 0 or first:
            if bar % step == 0:
                x = coords.x_at(tick)
                painter.setPen(QColor(theme.grid_bar))
                painter.drawLine(QLineF(x, band_px + 2, x, height))
                painter.setPen(QColor(theme.muted))
                painter.drawText(QPointF(x + 5, height - 7), str(bar + 1))
            first = False
        bar += step - bar % step
    painter.restore()
    painter.setPen(QColor(theme.border))
    painter.drawLine(QLineF(0, height - 0.5, coords.left + coords.width, height - 0.5))


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
