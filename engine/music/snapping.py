"""The grid that edits snap to: bars, beats and their parts. Lines are counted from each bar line, so they hold in any
meter.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum

from engine.music.grid import MeterChange, MeterMap
from engine.music.note import TICKS_PER_QUARTER


class Snap(Enum):
    """Distance between two grid lines. The values are stored in settings; do not rename them."""

    OFF = "off"
    BAR = "bar"
    BEAT = "beat"
    EIGHTH = "8"
    EIGHTH_TRIPLET = "8t"
    SIXTEENTH = "16"
    SIXTEENTH_TRIPLET = "16t"
    THIRTY_SECOND = "32"

    def step_ticks(self, change: MeterChange) -> int:
        """Ticks between two lines under the meter `change`; 0 where there are none."""
        if self is Snap.BAR:
            return change.bar_ticks
        if self is Snap.BEAT:
            return change.beat_ticks
        return _FIXED_TICKS[self]

    @property
    def is_triplet(self) -> bool:
        """Whether three of its steps fill two straight ones."""
        return self in (Snap.EIGHTH_TRIPLET, Snap.SIXTEENTH_TRIPLET)


_FIXED_TICKS = {
    Snap.OFF: 0,
    Snap.EIGHTH: TICKS_PER_QUARTER // 2,
    Snap.EIGHTH_TRIPLET: TICKS_PER_QUARTER // 3,
    Snap.SIXTEENTH: TICKS_PER_QUARTER // 4,
    Snap.SIXTEENTH_TRIPLET: TICKS_PER_QUARTER // 6,
    Snap.THIRTY_SECOND: TICKS_PER_QUARTER // 8,
}


def line_before(meter: MeterMap, tick: int, snap: Snap) -> int:
    """The last line at or before `tick` (>= 0); `tick` itself where snapping is off."""
    bar = meter.bar_start(meter.bar_at(max(0, tick)))
    step = snap.step_ticks(meter.at(bar))
    return bar + (max(0, tick) - bar) // step * step if step else max(0, tick)


def line_after(meter: MeterMap, tick: int, snap: Snap) -> int:
    """The first line behind `tick`; the next tick where snapping is off."""
    here = line_before(meter, tick, snap)
    step = snap.step_ticks(meter.at(here))
    if not step:
        return here + 1
    next_bar = meter.bar_start(meter.bar_at(here) + 1)
    return min(here + step, next_bar)


def line_at_or_after(meter: MeterMap, tick: int, snap: Snap) -> int:
    """`tick` if it lies on a line, else the next line."""
    here = line_before(meter, tick, snap)
    return here if here == tick else line_after(meter, tick, snap)


def nearest_line(meter: MeterMap, tick: int, snap: Snap) -> int:
    """The line closest to `tick`, the earlier one of two; `tick` itself (at least 0) where snapping is off."""
    before = line_before(meter, tick, snap)
    after = line_after(meter, tick, snap)
    if snap is Snap.OFF:
        return before
    return before if tick - before <= after - tick else after


class SwungLines:
    """The lines of a grid of which every second is played late. The bar that was asked for last is remembered.

    Args:
        swing: place of the late line inside a pair of steps: 0.5 straight, 2/3 as triplets, 0.75 dotted. Bars, beats
            and triplets do not swing.
    """

    def __init__(self, meter: MeterMap, snap: Snap, swing: float) -> None:
        self._meter, self._snap = meter, snap
        swings = snap not in (Snap.OFF, Snap.BAR, Snap.BEAT) and not snap.is_triplet
        self._late = 2 * swing - 1 if swings else 0.0
        self._lines = [0]

    def nearest(self, tick: int) -> int:
        """The closest line, the earlier one of two; `tick` itself (at least 0) where snapping is off."""
        if self._snap is Snap.OFF:
            return max(0, tick)
        if not self._lines[0] <= max(0, tick) < self._lines[-1]:
            self._lines = self._lines_of(max(0, tick))
        after = bisect_left(self._lines, tick)
        if after == 0 or self._lines[after] - tick < tick - self._lines[after - 1]:
            return self._lines[after]
        return self._lines[after - 1]

    def _lines_of(self, tick: int) -> list[int]:
        """The lines of the bar of a tick, that of the next bar included."""
        bar = self._meter.bar_at(tick)
        start, end = self._meter.bar_start(bar), self._meter.bar_start(bar + 1)
        step = self._snap.step_ticks(self._meter.at(start))
        late = round(step * self._late)
        return [min(line + late * (number % 2), end) for number, line in enumerate(range(start, end, step))] + [end]
