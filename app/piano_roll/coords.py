"""Where ticks and pitches lie on the screen: one pure value, no Qt. Painters and gestures ask it; nobody else
computes pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.music.grid import MeterMap
from engine.music.note import TICKS_PER_QUARTER

PITCHES = 128
MIN_PIXELS_PER_TICK = 0.00005
MAX_PIXELS_PER_TICK = 2.0
MIN_ROW_PX = 2.0
MAX_ROW_PX = 32.0


@dataclass(frozen=True, slots=True)
class Coords:
    """A view onto the plane of time and pitch.

    Attributes:
        pixels_per_tick: horizontal scale.
        row_px: height of one semitone in pixels.
        scroll_x, scroll_y: pixels of the plane that lie left of and above the note area.
        left, top: where the note area begins in the widget (right of the keyboard, below ruler and chords).
        width, height: size of the note area in pixels.
    """

    pixels_per_tick: float = 0.1
    row_px: float = 11.0
    scroll_x: float = 0.0
    scroll_y: float = 0.0
    left: int = 0
    top: int = 0
    width: int = 1
    height: int = 1

    def x_at(self, tick: float) -> float:
        """Widget x of `tick`."""
        return self.left + tick * self.pixels_per_tick - self.scroll_x

    def tick_at(self, x: float) -> float:
        """Tick under widget `x` (may be negative or past the end)."""
        return (x - self.left + self.scroll_x) / self.pixels_per_tick

    def y_at(self, pitch: int) -> float:
        """Widget y of the upper edge of the row of `pitch`; high pitches are above."""
        return self.top + (PITCHES - 1 - pitch) * self.row_px - self.scroll_y

    def pitch_at(self, y: float) -> int:
        """Pitch of the row under widget `y`, held inside 0..127."""
        return min(PITCHES - 1, max(0, PITCHES - 1 - int((y - self.top + self.scroll_y) // self.row_px)))

    @property
    def first_tick(self) -> float:
        """Tick at the left edge of the note area."""
        return self.tick_at(self.left)

    @property
    def last_tick(self) -> float:
        """Tick at the right edge of the note area."""
        return self.tick_at(self.left + self.width)

    @property
    def lowest_pitch(self) -> int:
        """Lowest pitch with a visible row."""
        return self.pitch_at(self.top + self.height - 1)

    @property
    def highest_pitch(self) -> int:
        """Highest pitch with a visible row."""
        return self.pitch_at(self.top)

    def content_width(self, length_ticks: int) -> int:
        """Pixels that a clip of `length_ticks` takes, with a little air to its right."""
        return round(length_ticks * self.pixels_per_tick + self.width * 0.015)

    @property
    def content_height(self) -> int:
        """Pixels of all 128 rows."""
        return round(PITCHES * self.row_px)

    def sized(self, left: int, top: int, width: int, height: int) -> Coords:
        """The same view in a note area of another place and size."""
        return replace(self, left=left, top=top, width=max(1, width), height=max(1, height))

    def scrolled(self, scroll_x: float, scroll_y: float) -> Coords:
        """The same scale from another corner of the plane; never above or left of it."""
        return replace(self, scroll_x=max(0.0, scroll_x), scroll_y=max(0.0, scroll_y))

    def in_device_pixels(self, ratio: float) -> Coords:
        """The same view counted in the pixels of the screen, `ratio` of which are one of the widget's."""
        return Coords(
            self.pixels_per_tick * ratio,
            self.row_px * ratio,
            self.scroll_x * ratio,
            self.scroll_y * ratio,
            round(self.left * ratio),
            round(self.top * ratio),
            round(self.width * ratio),
            round(self.height * ratio),
        )

    def zoomed(self, factor: float, anchor_x: float) -> Coords:
        """Time stretched by `factor`; the tick under `anchor_x` stays where it is, as far as tick 0 allows."""
        scale = min(MAX_PIXELS_PER_TICK, max(MIN_PIXELS_PER_TICK, self.pixels_per_tick * factor))
        anchor_tick = self.tick_at(anchor_x)
        return replace(self, pixels_per_tick=scale, scroll_x=max(0.0, anchor_tick * scale - (anchor_x - self.left)))

    def zoomed_rows(self, factor: float, anchor_y: float) -> Coords:
        """Rows stretched by `factor`; what lies under `anchor_y` stays there, as far as the plane allows."""
        row_px = min(MAX_ROW_PX, max(MIN_ROW_PX, self.row_px * factor))
        rows_above = (anchor_y - self.top + self.scroll_y) / self.row_px
        return replace(self, row_px=row_px, scroll_y=max(0.0, rows_above * row_px - (anchor_y - self.top)))

    def fitted(self, first_tick: int, last_tick: int, low_pitch: int, high_pitch: int) -> Coords:
        """A view that shows the given ticks from edge to edge and centres the pitches, two rows of air around them."""
        span = max(TICKS_PER_QUARTER, last_tick - first_tick)
        scale = min(MAX_PIXELS_PER_TICK, max(MIN_PIXELS_PER_TICK, self.width * 0.98 / span))
        rows = high_pitch - low_pitch + 5
        row_px = min(18.0, max(MIN_ROW_PX, self.height / rows))
        middle = PITCHES - 1 - (low_pitch + high_pitch) / 2 + 0.5
        scroll_y = min(max(0.0, middle * row_px - self.height / 2), max(0.0, PITCHES * row_px - self.height))
        return replace(
            self, pixels_per_tick=scale, row_px=row_px, scroll_x=max(0.0, first_tick * scale), scroll_y=scroll_y
        )

    def bar_label_step(self, bar_ticks: int, room_px: float = 44.0) -> int:
        """How many bars apart the ruler's numbers stand so that each has `room_px`: 1, 2, 4, 8 ..."""
        step = 1
        while step * bar_ticks * self.pixels_per_tick < room_px:
            step *= 2
        return step


def position_text(meter: MeterMap, tick: float) -> str:
    """A position as musicians count it: bar and beat from 1, "5.3". The beat is the meter's denominator."""
    whole = max(0, int(tick))
    bar = meter.bar_at(whole)
    return f"{bar + 1}.{(whole - meter.bar_start(bar)) // meter.at(whole).beat_ticks + 1}"
