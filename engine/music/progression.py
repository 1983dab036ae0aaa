"""Chord progressions as text, one bar after another, and the chord lanes they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from engine.errors import InputError
from engine.music.chord import NO_CHORD, Chord, parse_chord
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap

_LABEL = re.compile(r"\[[^\]|]*\]")
_REPEATED = re.compile(r"\|:(.*?):\|", re.DOTALL)
_BAR_LINES = re.compile(r"[|\n\r]+")
# Shares a bar is tried in when a lane is written: the first that every chord change falls on.
_SHARES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 24, 32, 48)

_Bar = list[tuple[Fraction, Fraction, Chord]]
"""Begin and end of each chord as parts of the bar."""


def parse_progression(text: str, meter: MeterMap | None = None) -> tuple[ChordSpan, ...]:
    """Read chords written bar by bar: "Dm7 | G7 | Cmaj7 | %".

    Bars are divided by "|" or line ends. Several chords in a bar share it evenly, "/" lengthens the chord before it by
    one share, and "%" plays the bar before once more. "|: ... :|" is played twice; labels such as "[A]" are left out.

    Args:
        text: the progression.
        meter: how long the bars are; 4/4 where None.

    Returns:
        One span a chord written, without gaps ("N.C." is a span of its own).

    Raises:
        InputError: naming the bar and the sign that cannot be read, or if there is no chord at all.
    """
    meter = meter or MeterMap()
    plain = _REPEATED.sub(r"|\1|\1|", _LABEL.sub(" ", text))
    words = [bar.split() for bar in _BAR_LINES.split(plain)]
    bars: list[_Bar] = []
    for bar_words in filter(None, words):
        bars.append(_read_bar(bar_words, bars, len(bars) + 1))
    spans: list[ChordSpan] = []
    for number, bar in enumerate(bars):
        start, end = meter.bar_start(number), meter.bar_start(number + 1)
        for begin, finish, chord in bar:
            first, last = (start + round(part * (end - start)) for part in (begin, finish))
            if last > first:
                spans.append(ChordSpan(first, last, chord))
    if not spans:
        raise InputError('The progression holds no chords; write bars like "Dm7 | G7 | Cmaj7 | %".')
    return tuple(spans)


def _read_bar(words: Sequence[str], before: Sequence[_Bar], number: int) -> _Bar:
    """One bar; `before` are the bars already read, `number` counts from 1."""
    if words[0] in ("%", "/", "𝄎") and not before:
        raise InputError(f'Bar {number} of the progression begins with "{words[0]}", but there is no chord before it.')
    if list(words) in (["%"], ["𝄎"]):
        return list(before[-1])
    bar: _Bar = []
    for index, word in enumerate(words):
        begin, end = Fraction(index, len(words)), Fraction(index + 1, len(words))
        if word in ("/", "%"):
            held = bar.pop() if bar else (begin, begin, before[-1][-1][2])
            bar.append((held[0], end, held[2]))
            continue
        try:
            bar.append((begin, end, parse_chord(word)))
        except InputError as error:
            raise InputError(f"Bar {number} of the progression: {error}") from None
    return bar


def progression_text(spans: Sequence[ChordSpan], meter: MeterMap | None = None, *, flats: bool | None = None) -> str:
    """A chord lane as text that `parse_progression` reads back, bars of `meter` divided by " | ".

    Gaps become "N.C.". A chord change that falls on no 48th of its bar is moved to the nearest.

    Args:
        spans: sorted, without overlaps.
        meter: 4/4 where None.
        flats: spelling, as `Chord.symbol`.
    """
    if not spans:
        return ""
    meter = meter or MeterMap()
    texts: list[str] = []
    previous: list[tuple[Fraction, Chord]] = []
    for number in range(meter.bar_at(spans[-1].end - 1) + 1):
        changes = _bar_changes(spans, meter.bar_start(number), meter.bar_start(number + 1))
        texts.append("%" if changes == previous else _bar_text(changes, flats))
        previous = changes
    return " | ".join(texts)


def _bar_changes(spans: Sequence[ChordSpan], start: int, end: int) -> list[tuple[Fraction, Chord]]:
    """Where in the bar which chord begins, the first at 0; a bar without any chord has "no chord"."""
    changes: list[tuple[Fraction, Chord]] = []
    position = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        begin = max(span.start, start)
        if begin > position:
            changes.append((Fraction(position - start, end - start), NO_CHORD))
        changes.append((Fraction(begin - start, end - start), span.chord))
        position = span.end
    if position < end:
        changes.append((Fraction(position - start, end - start), NO_CHORD))
    return [change for index, change in enumerate(changes) if not index or change[1] != changes[index - 1][1]]


def _bar_text(changes: Sequence[tuple[Fraction, Chord]], flats: bool | None) -> str:
    # Ticks are whole, so a third of a bar may be a tick off: a share is met when the change is that near to it.
    near = Fraction(1, 700)
    shares = next(
        (n for n in _SHARES if all(abs(part * n - round(part * n)) <= near * n for part, _ in changes)), _SHARES[-1]
    )
    words = ["/"] * shares
    for part, chord in changes:
        words[min(shares - 1, round(part * shares))] = chord.symbol(flats)
    return " ".join(words)
