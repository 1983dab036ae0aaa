"""Edits of a chord lane as pure functions: a lane goes in and another one comes out. Ticks, sorted, no overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap
from engine.music.note import TICKS_PER_QUARTER

Lane = tuple[ChordSpan, ...]
SHORTEST = TICKS_PER_QUARTER // 2
"""No field becomes shorter than this, in ticks."""


def index_at(spans: Sequence[ChordSpan], tick: float) -> int | None:
    """Which span holds `tick`."""
    return next((number for number, span in enumerate(spans) if span.start <= tick < span.end), None)


def put(spans: Sequence[ChordSpan], new: Sequence[ChordSpan]) -> Lane:
    """`new` in the lane; what it covers of other spans is cut away."""
    kept: list[ChordSpan] = list(spans)
    for item in new:
        cut: list[ChordSpan] = []
        for span in kept:
            if span.start < min(span.end, item.start):
                cut.append(replace(span, end=min(span.end, item.start)))
            if max(span.start, item.end) < span.end:
                cut.append(replace(span, start=max(span.start, item.end)))
        kept = cut
    return tuple(sorted((*kept, *new), key=lambda span: span.start))


def read_field(text: str, start: int, end: int) -> Lane:
    """The chords typed into a field from `start` to `end`, which share it evenly; "/" and "%" hold the one before.

    Raises:
        InputError: naming the chord that cannot be read.
    """
    words = text.replace("|", " ").split()
    chords: list[Chord] = []
    for word in words:
        if word in ("/", "%") and chords:
            chords.append(chords[-1])
        else:
            chords.append(parse_chord(word))
    if len(chords) * SHORTEST > end - start and len(chords) > 1:
        raise InputError("{count} chords are too many for this field; lengthen it, or write fewer.", count=len(chords))
    edges = [start + round((end - start) * number / max(1, len(chords))) for number in range(len(chords) + 1)]
    return joined(ChordSpan(a, b, chord) for (a, b), chord in zip(pairwise(edges), chords, strict=True))


def joined(spans: Iterable[ChordSpan]) -> Lane:
    """Neighbours with the same chord as one."""
    out: list[ChordSpan] = []
    for span in spans:
        if out and out[-1].end == span.start and out[-1].chord == span.chord:
            out[-1] = replace(out[-1], end=span.end)
        else:
            out.append(span)
    return tuple(out)


def split(spans: Sequence[ChordSpan], index: int, meter: MeterMap) -> Lane:
    """Span `index` in two, at the bar line or beat next to its middle; one too short stays whole."""
    span = spans[index]
    middle = (span.start + span.end) // 2
    line = meter.bar_start(meter.bar_at(middle))
    if not span.start < line < span.end or abs(line - middle) > meter.at(middle).bar_ticks // 2:
        line = snapped(middle, meter)
    if not (span.start + SHORTEST <= line <= span.end - SHORTEST):
        line = middle
    if span.end - span.start < 2 * SHORTEST:
        return tuple(spans)
    return (*spans[:index], replace(span, end=line), replace(span, start=line), *spans[index + 1 :])


def merged(spans: Sequence[ChordSpan], index: int) -> Lane:
    """Span `index` and the next as one, with the first's chord; a gap between them is filled."""
    if index + 1 >= len(spans):
        return tuple(spans)
    return (*spans[:index], replace(spans[index], end=spans[index + 1].end), *spans[index + 2 :])


def without(spans: Sequence[ChordSpan], index: int) -> Lane:
    """The lane without span `index`; its place stays empty."""
    return (*spans[:index], *spans[index + 1 :])


def moved_border(spans: Sequence[ChordSpan], index: int, tick: int) -> Lane:
    """The end of span `index` at `tick`; a neighbour that touches it gives way or follows, none vanishes."""
    span = spans[index]
    follower = spans[index + 1] if index + 1 < len(spans) else None
    touching = follower is not None and follower.start == span.end
    latest = follower.end - SHORTEST if touching and follower else follower.start if follower else tick
    tick = max(span.start + SHORTEST, min(tick, max(latest, span.start + SHORTEST)))
    out = [*spans[:index], replace(span, end=tick), *spans[index + 1 :]]
    if touching and follower is not None:
        out[index + 1] = replace(follower, start=tick)
    return tuple(out)


def snapped(tick: float, meter: MeterMap) -> int:
    """The beat next to `tick`, as the meter counts."""
    whole = max(0, round(tick))
    bar = meter.bar_start(meter.bar_at(whole))
    beat = meter.at(whole).beat_ticks
    return bar + round((whole - bar) / beat) * beat


def shifted(spans: Sequence[ChordSpan], ticks: int) -> Lane:
    """The lane `ticks` later; what would begin before 0 is cut there."""
    out = []
    for span in spans:
        start, end = max(0, span.start + ticks), span.end + ticks
        if end > start:
            out.append(ChordSpan(start, end, span.chord))
    return tuple(out)
