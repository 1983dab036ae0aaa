"""Beat grids from bars: quarter-beat cells, their bar positions, and the map from seconds or ticks to cells.

Bars come from a file's meter map, from annotations or from a beat tracker; which of these is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]

_TINY = 1e-6
_MAX_JOINED = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `quarters` long, with the positions (seconds or ticks, rising) of known points inside it.

    Attributes:
        quarters: length in quarter beats; may be a fraction (3/8 has 1.5).
        offsets: quarter offsets of the known points, the first one 0.
        positions: where these points are, in seconds or ticks.
        nominal: length of a whole bar of this meter, where this one is a pickup; else equal to `quarters`.
    """

    quarters: float
    offsets: tuple[float, ...]
    positions: tuple[float, ...]
    nominal: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Quarter-beat cells.

    Attributes:
        anchor_position: A, seconds or ticks, never falling.
        anchor_cell: A, the cell (with its fraction) at each anchor.
        bar_position: B, quarter inside the bar, 0 is the downbeat.
        bar_length: B, quarters in the bar.
        stretched: bars whose last quarter is cut short in time because the bar ends inside it.
        bars: number of bars, joined ones counted once.
    """

    anchor_position: Float64
    anchor_cell: Float64
    bar_position: Int8
    bar_length: Int8
    stretched: int
    bars: int

    def cells_at(self, positions: Float64) -> Float64:
        """Cell (with its fraction) of each position; outside the anchors the nearest end's tempo goes on."""
        return _interpolate(positions, self.anchor_position, self.anchor_cell)

    def positions_at(self, cells: Float64) -> Float64:
        """Position of each cell. The inverse of `cells_at` but for the silent rest of a stretched bar."""
        return _interpolate(cells, self.anchor_cell, self.anchor_position)


def _interpolate(x: Float64, xs: Float64, ys: Float64) -> Float64:
    result: Float64 = np.interp(x, xs, ys).astype(np.float64)
    if len(xs) < 2:
        return result
    first = np.searchsorted(xs, xs[0] + _TINY)
    last = np.searchsorted(xs, xs[-1] - _TINY) - 1
    first, last = min(int(first), len(xs) - 1), max(int(last), 0)
    slope_first = (ys[first] - ys[0]) / max(_TINY, xs[first] - xs[0])
    slope_last = (ys[-1] - ys[last]) / max(_TINY, xs[-1] - xs[last])
    before, after = x < xs[0], x > xs[-1]
    result[before] = ys[0] + (x[before] - xs[0]) * slope_first
    result[after] = ys[-1] + (x[after] - xs[-1]) * slope_last
    return result


def _groups(bars: Sequence[Bar]) -> Iterable[list[Bar]]:
    """Bars joined until they fill whole quarters: two of 3/8 make one of 6/8."""
    group: list[Bar] = []
    total = 0.0
    for bar in bars:
        if group and (abs(bar.quarters - group[0].quarters) > _TINY or len(group) == _MAX_JOINED):
            yield group
            group, total = [], 0.0
        group.append(bar)
        total += bar.quarters
        if abs(total - round(total)) < _TINY:
            yield group
            group, total = [], 0.0
    if group:
        yield group


def build_grid(bars: Sequence[Bar], end: float, first: float | None = None) -> Grid:
    """The grid of `bars`, which follow each other without gaps; the last one ends at `end`.

    A pickup is completed to a whole bar, and whole bars are added in front until `first` is inside the grid.

    Raises:
        ValueError: without bars or where positions fall.
    """
    if not bars:
        raise ValueError("no bars")
    bars = _with_bars_in_front(list(bars), end, first)
    positions: list[float] = []
    cells: list[float] = []
    bar_position: list[int] = []
    bar_length: list[int] = []
    cell = 0
    stretched = count = 0
    starts = [bar.positions[0] for bar in bars] + [end]
    index = 0
    for group in _groups(bars):
        offset = 0.0
        for bar in group:
            positions += bar.positions
            cells += [cell + offset + inside for inside in bar.offsets]
            offset += bar.quarters
            index += 1
        length = max(1, ceil(offset - _TINY))
        if length - offset > _TINY:
            stretched += 1
            positions.append(starts[index])
            cells.append(cell + offset)
        bar_position += range(length)
        bar_length += [min(length, 127)] * length
        cell += length
        count += 1
    positions.append(end)
    cells.append(float(cell))
    where = np.asarray(positions, dtype=np.float64)
    if np.any(np.diff(where) < -_TINY):
        raise ValueError("beats are not in time order")
    return Grid(
        np.maximum.accumulate(where),
        np.asarray(cells, dtype=np.float64),
        np.minimum(np.asarray(bar_position), 127).astype(np.int8),
        np.asarray(bar_length, dtype=np.int8),
        stretched,
        count,
    )


def _with_bars_in_front(bars: list[Bar], end: float, first: float | None) -> list[Bar]:
    """A pickup made whole, and bars before it until `first` is covered."""
    head = bars[0]
    following = bars[1].positions[0] if len(bars) > 1 else end
    pace = (following - head.positions[0]) / max(head.quarters, _TINY)
    missing = head.nominal - head.quarters
    if missing > _TINY:
        start = head.positions[0] - missing * pace
        head = Bar(head.nominal, (0.0, *(missing + at for at in head.offsets)), (start, *head.positions), head.nominal)
        bars = [head, *bars[1:]]
    front: list[Bar] = []
    start = head.positions[0]
    while first is not None and first < start - _TINY and pace > 0 and len(front) < 64:
        start -= head.quarters * pace
        front.append(Bar(head.quarters, (0.0,), (start,), head.quarters))
    return front[::-1] + bars


def bars_from_beats(positions: Sequence[float], bar_numbers: Sequence[int], nominal: Sequence[float]) -> list[Bar]:
    """Bars from quarter beats that carry a bar number each (any integers; a new one begins a bar).

    `nominal` is the length in quarters of a whole bar at each beat; the first bar may be a pickup.
    """
    bars: list[Bar] = []
    begin = 0
    for index in range(1, len(positions) + 1):
        if index < len(positions) and bar_numbers[index] == bar_numbers[begin]:
            continue
        count = index - begin
        whole = max(float(count), nominal[begin]) if begin == 0 else float(count)
        bars.append(Bar(float(count), tuple(map(float, range(count))), tuple(positions[begin:index]), whole))
        begin = index
    return bars
