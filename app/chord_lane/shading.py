"""Shading of chord tones in the roll: a layer between its grid and its notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.piano_roll.coords import Coords
from app.theme import Theme
from engine.music.clip import ChordSpan

TONE_ALPHA, GUIDE_ALPHA = 26, 52
"""Guide tones, which tell a chord from others, stand out from its other tones."""


def shade_layer(spans_now: Callable[[], Sequence[ChordSpan]]) -> Callable[[QPainter, Coords, Theme], None]:
    """A painter for `RollCanvas.under_notes` that asks `spans_now` for the lane."""

    def paint(painter: QPainter, coords: Coords, theme: Theme) -> None:
        tone, guide = QColor(theme.chords), QColor(theme.chords)
        tone.setAlpha(TONE_ALPHA)
        guide.setAlpha(GUIDE_ALPHA)
        for span in spans_now():
            if span.end <= coords.first_tick or span.start >= coords.last_tick or span.chord.root is None:
                continue
            left = max(float(coords.left), coords.x_at(span.start))
            right = min(float(coords.left + coords.width), coords.x_at(span.end))
            tones, guides = set(span.chord.pitch_classes()), set(span.chord.guide_tones())
            for pitch in range(coords.lowest_pitch, coords.highest_pitch + 1):
                if pitch % 12 in tones:
                    box = QRectF(left, coords.y_at(pitch), right - left, coords.row_px)
                    painter.fillRect(box, guide if pitch % 12 in guides else tone)

    return paint
