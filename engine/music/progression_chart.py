"""A chart as it stands on paper, bar by bar with its repeat signs, and the order in which its bars are played.

Reading charts from text is `engine.music.progression`, from links `engine.music.ireal`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from engine.errors import InputError
from engine.music.chord import Chord
from engine.music.clip import ChordSpan
from engine.music.grid import MeterChange, MeterMap

MAX_BARS = 2000
"""More bars than this after the repeats are a mistake in the chart."""

BarChords = tuple[tuple[Fraction, Fraction, Chord], ...]
"""Begin and end of each chord as parts of its bar."""


@dataclass(slots=True)
class ChartBar:
    """One bar of a chart.

    Attributes:
        chords: where in the bar which chord is played.
        meter: (numerator, denominator) from this bar on; None keeps the one before.
        section: name of the section that begins here, "" for none.
        opens, plays: a repeat begins here; a repeat ends here and is played so many times in all (0: none ends).
        ending: numbers of the passes that this bar begins an ending of; empty for none.
        segno, fine: the signs of that name.
        coda_before, coda_after: a coda sign in front of or behind the bar's chords.
        jump: "capo" or "segno" where the chart goes back after this bar, with "" for no jump.
    """

    chords: BarChords = ()
    meter: tuple[int, int] | None = None
    section: str = ""
    opens: bool = False
    plays: int = 0
    ending: tuple[int, ...] = ()
    segno: bool = False
    fine: bool = False
    coda_before: bool = False
    coda_after: bool = False
    jump: str = ""
    to_coda: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A progression as it is played, repeats written out.

    Attributes:
        spans: the chord lane from tick 0, without gaps ("N.C." is a span of its own).
        meter: length of the bars.
        sections: name and first tick of each section, in order of playing.
        title, composer, style: as the source says, "" where it does not.
        key: "C", "Am", "Eb" ... or None where the source names none.
        tempo_bpm: None where the source names none.
    """

    spans: tuple[ChordSpan, ...]
    meter: MeterMap = field(default_factory=MeterMap)
    sections: tuple[tuple[str, int], ...] = ()
    title: str = ""
    composer: str = ""
    style: str = ""
    key: str | None = None
    tempo_bpm: float | None = None

    @property
    def length(self) -> int:
        """Ticks from the start to the end of the last bar."""
        return self.meter.bar_ceil(self.spans[-1].end) if self.spans else 0

    @property
    def bars(self) -> int:
        """Number of bars as played."""
        return self.meter.bar_at(self.length - 1) + 1 if self.length else 0


def playing_order(bars: Sequence[ChartBar]) -> list[int]:
    """The bars of a chart in the order in which they are played.

    Repeats are played as often as they say, endings in their pass. A jump back (D.C., D.S.) is taken once; after it
    repeats are not played again, only last endings, and the chart leaves at its coda sign or ends at its fine.

    Raises:
        InputError: where the repeats never end.
    """
    order: list[int] = []
    at, start, turn = 0, 0, 1
    last_ending = jumped = leaves = False
    codas = [i for i, bar in enumerate(bars) if bar.coda_before or bar.coda_after]
    while at < len(bars):
        if len(order) > MAX_BARS:
            raise InputError("The repeats of the chart never end: check its repeat signs and endings.")
        bar = bars[at]
        if bar.opens and at != start:
            start, turn, last_ending = at, 1, False
        if leaves and codas and at == codas[0] and bar.coda_before and len(codas) > 1:
            at, leaves = codas[-1], False
            continue
        if bar.ending:
            later = _later_ending(bars, at)
            if (jumped and later is not None) or (not jumped and turn not in bar.ending and later is not None):
                at = later
                continue
            if not jumped and turn not in bar.ending:
                at, turn, last_ending = _after_ending(bars, at), 1, False
                continue
            last_ending = later is None and turn >= max(bar.ending)
        order.append(at)
        if bar.fine and jumped:
            break
        if leaves and codas and at == codas[0] and bar.coda_after and len(codas) > 1:
            at, leaves = codas[-1], False
            continue
        if bar.plays and not jumped and not last_ending and turn < _passes(bars, start, at):
            at, turn = start, turn + 1
            continue
        if bar.plays:
            start, turn, last_ending = at + 1, 1, False
        if bar.jump and not jumped:
            jumped, leaves = True, bar.to_coda
            at = start = next((i for i, b in enumerate(bars) if b.segno), 0) if bar.jump == "segno" else 0
            continue
        at += 1
    return order


def _later_ending(bars: Sequence[ChartBar], at: int) -> int | None:
    """The ending that follows the one at `at` of the same repeat, if there is one."""
    for index in range(at + 1, len(bars)):
        if bars[index].ending:
            return index if min(bars[index].ending) > min(bars[at].ending) else None
        if bars[index].opens or (bars[index - 1].plays and not bars[index].ending):
            return None
    return None


def _after_ending(bars: Sequence[ChartBar], at: int) -> int:
    """The bar behind the ending at `at`."""
    return next((i + 1 for i in range(at, len(bars)) if bars[i].plays), at + 1)


def _passes(bars: Sequence[ChartBar], start: int, at: int) -> int:
    """How often the repeat from `start` to `at` is played: as written, and at least once for each ending."""
    marked = [index for index in range(start, at + 1) if bars[index].ending]
    if not marked:
        return bars[at].plays
    last = marked[-1]
    numbers = [bars[at].plays, *(number for index in marked for number in bars[index].ending)]
    while (later := _later_ending(bars, last)) is not None:
        numbers += bars[later].ending
        last = later
    return max(numbers)


def laid_out(bars: Sequence[ChartBar], meter: MeterMap | None = None) -> Chart:
    """The chart as it is played: spans from tick 0 and sections. `meter` overrides what the bars say."""
    own: list[MeterChange] = []
    spans: list[ChordSpan] = []
    sections: list[tuple[str, int]] = []
    now, tick = (4, 4), 0
    for number, index in enumerate(playing_order(bars)):
        bar = bars[index]
        if meter is not None:
            tick, end = meter.bar_start(number), meter.bar_start(number + 1)
        else:
            now = _meter_at(bars, index)
            if not own or (own[-1].numerator, own[-1].denominator) != now:
                own.append(MeterChange(tick, *now))
            end = tick + own[-1].bar_ticks
        if bar.section:
            sections.append((bar.section, tick))
        for first, last, chord in _in_ticks(bar.chords, tick, end):
            spans.append(ChordSpan(first, last, chord))
        tick = end
    return Chart(tuple(spans), meter or MeterMap(tuple(own) or (MeterChange(0),)), tuple(sections))


def _meter_at(bars: Sequence[ChartBar], index: int) -> tuple[int, int]:
    """The meter in force in a bar as it stands on paper."""
    return next((bar.meter for bar in reversed(bars[: index + 1]) if bar.meter is not None), (4, 4))


def _in_ticks(chords: BarChords, start: int, end: int) -> Iterator[tuple[int, int, Chord]]:
    for begin, finish, chord in chords:
        first, last = (start + round(part * (end - start)) for part in (begin, finish))
        if last > first:
            yield first, last, chord
