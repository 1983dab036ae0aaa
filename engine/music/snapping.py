"""The grid that edits snap to: bars, beats and their parts. Lines are counted from each bar line, so they hold in any
meter.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from engine.music.grid import MeterChange, MeterMap
from engine.music.note import TICKS_PER_QUARTER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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


def nearest_lines(meter: MeterMap, ticks: NDArray[np.int64], snap: Snap, swing: float) -> NDArray[np.int64]:
    """The lines closest to ticks (at least 0), the earlier one of two, where every second line is played late.

    Args:
        swing: place of the late line inside a pair of steps: 0.5 straight, 2/3 as triplets, 0.75 dotted. Bars, beats
            and triplets do not swing.
    """
    import numpy as np  # not on the way to the first picture of the window

    found = ticks.copy()
    if snap is Snap.OFF:
        return found
    swings = snap not in (Snap.BAR, Snap.BEAT) and not snap.is_triplet
    begins = np.array([change.tick for change in meter.changes])
    ends = np.append(begins[1:], np.iinfo(np.int64).max)
    which = begins.searchsorted(ticks, side="right") - 1
    signs = [(change.numerator, change.denominator) for change in meter.changes]
    for change in dict(zip(signs, meter.changes, strict=True)).values():
        bar, step = change.bar_ticks, snap.step_ticks(change)
        lines = np.arange(0, bar, step)
        lines[1::2] += round(step * (2 * swing - 1)) if swings else 0
        lines = np.append(np.minimum(lines, bar), bar)
        same = np.array([sign == (change.numerator, change.denominator) for sign in signs])
        here = np.flatnonzero(same[which])
        begin = begins[which[here]]
        inside = (ticks[here] - begin) % bar
        bar_start = ticks[here] - inside
        # A change inside a bar cuts that bar short.
        after = lines.searchsorted(inside)
        later = np.minimum(lines[after], ends[which[here]] - bar_start)
        earlier = lines[np.maximum(after - 1, 0)]
        found[here] = bar_start + np.where(later - inside < inside - earlier, later, earlier)
    return found
