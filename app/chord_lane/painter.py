"""Drawing of the chord lane: one labelled field for each chord, aligned with the bars of the roll below it."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.piano_roll.content import RollContent
from app.piano_roll.coords import Coords
from app.theme import Theme

_FLAT_KEYS = frozenset(("F", "Bb", "Eb", "Ab", "Db", "Gb", "Dm", "Gm", "Cm", "Fm", "Bbm", "Ebm"))
_SHARP_KEYS = frozenset(("G", "D", "A", "E", "B", "F#", "C#", "Em", "Bm", "F#m", "C#m", "G#m", "D#m"))


def spells_with_flats(key: str | None) -> bool | None:
    """Whether a chart in `key` spells black keys as flats; None where the key does not say."""
    return True if key in _FLAT_KEYS else False if key in _SHARP_KEYS else None


def paint_chords(
    painter: QPainter, coords: Coords, content: RollContent, theme: Theme, top: int, height: int, caption: str
) -> None:
    """The chords of `content` between widget y `top` and `top + height`; `caption` stands over the keyboard."""
    painter.fillRect(QRectF(0, top, coords.left + coords.width, height), QColor(theme.panel))
    font = QFont(painter.font())
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    painter.drawText(
        QRectF(0, top, coords.left - 6, height), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, caption
    )
    painter.save()
    painter.setClipRect(QRectF(coords.left, top, coords.width, height))
    flats = spells_with_flats(content.clip.key)
    for span in content.clip.chords:
        if span.end <= coords.first_tick:
            continue
        if span.start >= coords.last_tick:
            break
        box = QRectF(
            coords.x_at(span.start) + 0.5, top + 3, (span.end - span.start) * coords.pixels_per_tick - 1.5, height - 6
        )
        if box.width() < 2:
            continue
        painter.fillRect(box, QColor(theme.raised))
        if box.width() < 14:
            continue
        painter.setPen(QColor(theme.muted if span.start < content.seam_tick and content.take_name else theme.text))
        # A chord that began left of the view keeps its name in sight.
        inner = QRectF(max(box.left(), coords.left) + 4, box.top(), 0, box.height())
        inner.setRight(box.right() - 2)
        name = span.chord.symbol(flats)
        for size_px, bold in ((12, True), (10, False)):
            font.setPixelSize(size_px)
            font.setBold(bold)
            painter.setFont(font)
            # A name cut short would be another chord, so a field too narrow even for small letters stays blank.
            if painter.fontMetrics().horizontalAdvance(name) <= inner.width() + 4:
                painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, name)
                break
    painter.restore()
    painter.setPen(QColor(theme.border))
    painter.drawLine(QLineF(0, top + height - 0.5, coords.left + coords.width, top + height - 0.5))
