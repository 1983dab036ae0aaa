"""Musical time: meter and tempo maps, and the conversions between ticks, beats, bars and seconds.

A "beat" here is the model's cell: one quarter note, whatever the meter (a 6/8 bar has three). Bars follow the meter.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.music.note import TICKS_PER_QUARTER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEPS_PER_BEAT = 24
"""The model's onset grid: exact for sixteenths, triplets and thirty-seconds."""
MICRO_PER_STEP = 8
"""Micro-timing bins inside one grid step."""
TICKS_PER_STEP = TICKS_PER_QUARTER // STEPS_PER_BEAT


@dataclass(frozen=True, slots=True)
class MeterChange:
    """A time signature from `tick` on: `numerator`/`denominator`, the denominator a power of two."""

    tick: int
    numerator: int = 4
    denominator: int = 4

    def __post_init__(self) -> None:
        if self.numerator < 1 or self.denominator < 1 or self.denominator & (self.denominator - 1):
            raise ValueError(f"not a meter: {self.numerator}/{self.denominator}")

    @property
    def bar_ticks(self) -> int:
        """Length of one bar in ticks (at least 1)."""
        return max(1, self.numerator * 4 * TICKS_PER_QUARTER // self.denominator)

    @property
    def beat_ticks(self) -> int:
        """Length of one beat as the denominator writes it, in ticks (at least 1)."""
        return max(1, 4 * TICKS_PER_QUARTER // self.denominator)


@dataclass(frozen=True, slots=True)
class MeterMap:
    """Time signatures over a clip, the first one at tick 0. Bars are counted from 0."""

    changes: tuple[MeterChange, ...] = (MeterChange(0),)
    _first_bars: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ticks: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.changes or self.changes[0].tick != 0:
            raise ValueError("a meter map starts at tick 0")
        first_bars = [0]
        for here, then in pairwise(self.changes):
            if then.tick <= here.tick:
                raise ValueError("meter changes must be in time order")
            # A change inside a bar cuts that bar short, as notation programs read it.
            first_bars.append(first_bars[-1] + -(-(then.tick - here.tick) // here.bar_ticks))
        object.__setattr__(self, "_first_bars", tuple(first_bars))
        object.__setattr__(self, "_ticks", tuple(change.tick for change in self.changes))

    @staticmethod
    def constant(numerator: int = 4, denominator: int = 4) -> MeterMap:
        """One meter throughout."""
        return MeterMap((MeterChange(0, numerator, denominator),))

    def at(self, tick: int) -> MeterChange:
        """The time signature in force at `tick`."""
        return self.changes[max(0, bisect_right(self._ticks, tick) - 1)]

    def bar_at(self, tick: int) -> int:
        """Number of the bar that holds `tick`, from 0."""
        index = max(0, bisect_right(self._ticks, tick) - 1)
        change = self.changes[index]
        return self._first_bars[index] + (tick - change.tick) // change.bar_ticks

    def bar_start(self, bar: int) -> int:
        """First tick of bar `bar`."""
        index = max(0, bisect_right(self._first_bars, bar) - 1)
        change = self.changes[index]
        return change.tick + (bar - self._first_bars[index]) * change.bar_ticks

    def is_bar_line(self, tick: int) -> bool:
        """Whether a bar begins at `tick`."""
        return self.bar_start(self.bar_at(tick)) == tick

    def bar_ceil(self, tick: int) -> int:
        """The first bar line at or after `tick`."""
        return tick if self.is_bar_line(tick) else self.bar_start(self.bar_at(tick) + 1)


@dataclass(frozen=True, slots=True)
class TempoChange:
    """A tempo from `tick` on, in microseconds a quarter (what MIDI stores, so that round trips are exact)."""

    tick: int
    us_per_quarter: int = 500_000

    def __post_init__(self) -> None:
        if self.us_per_quarter < 1:
            raise ValueError(f"not a tempo: {self.us_per_quarter} us a quarter")

    @property
    def tempo_bpm(self) -> float:
        """Quarter notes a minute."""
        return 60e6 / self.us_per_quarter


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Tempi over a clip, the first one at tick 0."""

    changes: tuple[TempoChange, ...] = (TempoChange(0),)
    _ticks: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _seconds: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.changes or self.changes[0].tick != 0:
            raise ValueError("a tempo map starts at tick 0")
        seconds = [0.0]
        for here, then in pairwise(self.changes):
            if then.tick <= here.tick:
                raise ValueError("tempo changes must be in time order")
            seconds.append(seconds[-1] + (then.tick - here.tick) * here.us_per_quarter / (TICKS_PER_QUARTER * 1e6))
        object.__setattr__(self, "_ticks", tuple(change.tick for change in self.changes))
        object.__setattr__(self, "_seconds", tuple(seconds))

    @staticmethod
    def constant(tempo_bpm: float = 120.0) -> TempoMap:
        """One tempo throughout."""
        return TempoMap((TempoChange(0, max(1, round(60e6 / tempo_bpm))),))

    def at(self, tick: int) -> TempoChange:
        """The tempo in force at `tick`."""
        return self.changes[max(0, bisect_right(self._ticks, tick) - 1)]

    def seconds_at(self, tick: float) -> float:
        """Time of `tick` in seconds from the start of the clip."""
        index = max(0, bisect_right(self._ticks, tick) - 1)
        change = self.changes[index]
        return self._seconds[index] + (tick - change.tick) * change.us_per_quarter / (TICKS_PER_QUARTER * 1e6)

    def seconds_of(self, ticks: NDArray[np.int64]) -> NDArray[np.float64]:
        """`seconds_at` of very many ticks."""
        import numpy as np  # not on the way to the first picture of the window

        index = np.maximum(np.searchsorted(self._ticks, ticks, side="right") - 1, 0)
        us_per_quarter = np.array([change.us_per_quarter for change in self.changes])[index]
        since = (ticks - np.array(self._ticks)[index]) * us_per_quarter / (TICKS_PER_QUARTER * 1e6)
        return np.asarray(np.array(self._seconds)[index] + since, np.float64)

    def tick_at(self, seconds: float) -> float:
        """Tick (with its fraction) that sounds `seconds` after the start of the clip."""
        index = max(0, bisect_right(self._seconds, seconds) - 1)
        change = self.changes[index]
        return change.tick + (seconds - self._seconds[index]) * TICKS_PER_QUARTER * 1e6 / change.us_per_quarter
