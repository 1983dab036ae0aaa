"""Drawing of the chord lane: one labelled field for each chord, aligned with the bars of the roll below it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.chord_lane.model import LaneView
from app.piano_roll.coords import Coords
from app.theme import Theme
from engine.music.key_spelling import symbol_of

_SHORT_SIGNS = (("mMaj", "-Δ"), ("maj", "Δ"), ("m7b5", "ø7"), ("dim", "°"), ("aug", "+"), ("m", "-"))


def short_text(name: str) -> str:
    """The same chord in the signs that players write by hand: CΔ7, A-7, Bø7, E°7."""
    root = 2 if name[1:2] in ("b", "#") else 1
    for written, sign in _SHORT_SIGNS:
        if name.startswith(written, root):
            return name[:root] + sign + name[root + len(written) :]
    return name


@dataclass(frozen=True, slots=True)
class LaneLook:
    """What the lane shows beside its chords.

    Attributes:
        ghost_to: chords before this tick belong to a prompt behind a take.
        selected: number of the selected span, or None.
        focused: whether keys go to the lane.
        hover_border: tick of a border under the pointer, or None.
        caption: stands over the keyboard.
    """

    ghost_to: int = 0
    selected: int | None = None
    focused: bool = False
    hover_border: int | None = None
    caption: str = ""


def field_box(coords: Coords, start: int, end: int, height: int) -> QRectF:
    """Where the field of a chord lies in the lane."""
    return QRectF(coords.x_at(start) + 0.5, 3, (end - start) * coords.pixels_per_tick - 1.5, height - 6)


def paint_lane(painter: QPainter, coords: Coords, view: LaneView, look: LaneLook, theme: Theme, height: int) -> None:
    """The lane in a widget of `height` pixels that begins where the roll does."""
    right = coords.left + coords.width
    painter.fillRect(QRectF(0, 0, right, height), QColor(theme.panel))
    font = QFont(painter.font())
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    place = QRectF(0, 0, coords.left - 6, height)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, look.caption)
    painter.save()
    painter.setClipRect(QRectF(coords.left, 0, coords.width, height))
    if view.plan_to > view.plan_from >= view.length:
        _paint_room(painter, coords, view, theme, height)
    for number, span in enumerate(view.spans):
        if span.end <= coords.first_tick:
            continue
        if span.start >= coords.last_tick:
            break
        box = field_box(coords, span.start, span.end, height)
        if box.width() < 2:
            continue
        planned = view.has_plan and view.plan_from <= span.start
        painter.fillRect(box, QColor(theme.raised))
        painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), QColor(theme.border))
        if planned:
            # A line below says that this chord is asked for, not heard.
            painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), QColor(theme.accent))
        if number == look.selected:
            painter.setPen(QPen(QColor(theme.accent if look.focused else theme.muted), 2 if look.focused else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        if box.width() >= 14:
            painter.setPen(QColor(theme.muted if span.start < look.ghost_to else theme.text))
            _paint_name(painter, box, coords, symbol_of(span.chord, view.key), font)
    if look.hover_border is not None:
        x = coords.x_at(look.hover_border)
        painter.fillRect(QRectF(x - 1.5, 1, 3, height - 2), QColor(theme.accent))
    painter.restore()
    painter.setPen(QColor(theme.border))
    painter.drawLine(QLineF(0, height - 0.5, right, height - 0.5))


def _paint_room(painter: QPainter, coords: Coords, view: LaneView, theme: Theme, height: int) -> None:
    """The bars to write that lie behind the music: a dashed frame with a line for each bar."""
    painter.setPen(QPen(QColor(theme.border), 1, Qt.PenStyle.DashLine))
    painter.drawRect(field_box(coords, view.plan_from, view.plan_to, height))
    bar = view.meter.bar_at(view.plan_from) + 1
    while (tick := view.meter.bar_start(bar)) < view.plan_to and tick < coords.last_tick:
        painter.drawLine(QLineF(coords.x_at(tick), 4, coords.x_at(tick), height - 4))
        bar += 1


def _paint_name(painter: QPainter, box: QRectF, coords: Coords, name: str, font: QFont) -> None:
    # A chord that began left of the view keeps its name in sight.
    inner = QRectF(max(box.left(), coords.left) + 4, box.top(), 0, box.height())
    inner.setRight(box.right() - 2)
    for text, size_px, bold in ((name, 12, True), (name, 10, False), (short_text(name), 10, False)):
        font.setPixelSize(size_px)
        font.setBold(bold)
        painter.setFont(font)
        # A name cut short would be another chord, so a field too narrow even for small letters stays blank.
        if painter.fontMetrics().horizontalAdvance(text) <= inner.width() + 4:
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)
            break
