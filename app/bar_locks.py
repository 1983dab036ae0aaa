"""Locks of single bars as values: which bars keep which factors of the music. Pure functions on `BarLocks`; who shows
and keeps them is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.generate.jobs import FACTORS

BarLocks = tuple[tuple[int, int, str], ...]
"""(first bar, last bar, factor), bars from 1, the last included, as jobs have them."""


def by_bar(locks: BarLocks) -> dict[int, frozenset[str]]:
    """Bar (from 1) -> its factors; bars that keep nothing are left out."""
    found: dict[int, frozenset[str]] = {}
    for first, last, factor in locks:
        for bar in range(first, last + 1):
            found[bar] = found.get(bar, frozenset()) | {factor}
    return found


def from_bars(bars: Mapping[int, frozenset[str]]) -> BarLocks:
    """The same in as few entries as possible, by bar and in the order of the factors."""
    locks = []
    for factor in FACTORS:
        run: list[int] = []
        for bar in sorted(bar for bar, there in bars.items() if factor in there):
            if run and bar > run[-1] + 1:
                locks.append((run[0], run[-1], factor))
                run = []
            run.append(bar)
        if run:
            locks.append((run[0], run[-1], factor))
    return tuple(sorted(locks, key=lambda lock: (lock[0], lock[1], FACTORS.index(lock[2]))))


def common_to(locks: BarLocks, first: int, last: int) -> frozenset[str]:
    """The factors that all the bars `first` to `last` keep."""
    there = by_bar(locks)
    return frozenset.intersection(*(there.get(bar, frozenset()) for bar in range(first, last + 1)))


def toggled(locks: BarLocks, first: int, last: int, factor: str) -> BarLocks:
    """Lock a factor in the bars `first` to `last`; where all of them keep it, let it go."""
    bars = by_bar(locks)
    off = factor in common_to(locks, first, last)
    for bar in range(first, last + 1):
        here = bars.get(bar, frozenset())
        bars[bar] = here - {factor} if off else here | {factor}
    return from_bars(bars)


def cleared(locks: BarLocks, first: int, last: int) -> BarLocks:
    """Without the locks of the bars `first` to `last`."""
    return from_bars({bar: there for bar, there in by_bar(locks).items() if not first <= bar <= last})


def moved(locks: BarLocks, by: int, bars: int) -> BarLocks:
    """Locks counted from a bar that is `by` bars earlier, as far as they lie within `bars` bars."""
    found = ((max(1, first + by), min(bars, last + by), factor) for first, last, factor in locks)
    return tuple(lock for lock in found if lock[0] <= lock[1])
