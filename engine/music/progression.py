"""Chord progressions as text, one bar after another, and the chord lanes they stand for.

Links and files are read by `engine.music.progression_source`; the order of repeats is `engine.music.progression_chart`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from engine.errors import InputError
from engine.music.chord import NO_CHORD, Chord, parse_chord
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap
from engine.music.key_spelling import symbol_in_key
from engine.music.progression_chart import BarChords, Chart, ChartBar, laid_out

__all__ = ["ChordTextError", "parse_chart", "parse_progression", "progression_text"]

_SIGN = re.compile(
    r"(?P<close>:[ \t]*\|)\s*(?:[x×(]+(?P<times>\d{1,2})[x×)]*(?=[\s|]|$))?"
    r"|(?P<open>\|:)|(?P<line>\|+\]?|\[(?=\|)|[\n\r;]+)"
)
_LABEL = re.compile(r"\[([^\]|]*)\]|^[ \t]*([A-Za-z](?:[A-Za-z0-9' ]{0,13}[A-Za-z0-9'])?):(?=[ \t])", re.MULTILINE)
_ENDING = re.compile(r"\[?(\d(?:[,.-]?\d)*)[.)]$|\[(\d)\]?$")
_WORD = re.compile(r"[^\s|]+")
_ONE_BAR, _TWO_BARS, _HELD = ("%", "𝄎", "x"), ("%%", "𝄏"), ("/", "%", "-", "_")
_NOT_ITS_OWN = re.compile(r"\((?:[b#♭♯+-]?\d|add|alt|sus|no|omit|maj)")
# Shares a bar is tried in when a lane is written: the first that every chord change falls on.
_SHARES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 24, 32, 48)


class ChordTextError(InputError):
    """A chord text that cannot be read, with the place of its first mistake.

    Attributes:
        bar: number of the bar as written, from 1.
        start, end: the wrong word as a range of the text.
    """

    def __init__(self, template: str, /, *, bar: int, start: int, end: int, **values: object) -> None:
        super().__init__(template, bar=bar, **values)
        self.bar, self.start, self.end = bar, start, end


def parse_progression(text: str, meter: MeterMap | None = None) -> tuple[ChordSpan, ...]:
    """Read chords written bar by bar: "Dm7 | G7 | Cmaj7 | %". What is understood and raised: see `parse_chart`.

    Args:
        text: the progression.
        meter: how long the bars are; 4/4 where None.

    Returns:
        One span a chord written, without gaps ("N.C." is a span of its own).
    """
    return parse_chart(text, meter or MeterMap()).spans


def parse_chart(text: str, meter: MeterMap | None = None) -> Chart:
    """Read a chart written bar by bar.

    Bars are divided by "|" or line ends. Several chords in a bar share it evenly, "/" (or "-") lengthens the chord
    before it by one share, "%" plays the bar before once more and "%%" the two before. "|: ... :|" is played twice,
    ":|x3" three times, "|1. ... :|2. ..." are endings. "[A]", or "A: " at the start of a line, names a section.

    Raises:
        ChordTextError: naming the bar and the sign that cannot be read.
        InputError: if there is no chord at all.
    """
    bars = _Reader(text).bars()
    if not any(bar.chords for bar in bars):
        raise InputError('The progression holds no chords; write bars like "Dm7 | G7 | Cmaj7 | %".')
    return laid_out(bars, meter)


class _Reader:
    """Goes through a text once, collecting bars."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[ChartBar] = []
        self.opens = False
        self.section = ""
        self.words: list[tuple[str, int]] = []
        self.ending: tuple[int, ...] = ()

    def bars(self) -> list[ChartBar]:
        """All bars of the text."""
        position, text = 0, self.text
        while position < len(text):
            if (label := _LABEL.match(text, position)) is not None and self._label(label):
                position = label.end()
            elif (sign := _SIGN.match(text, position)) is not None:
                self._finish(int(sign["times"] or 2) if sign["close"] else 0)
                self.opens = self.opens or sign["open"] is not None
                position = sign.end()
                if sign["close"] and text[position : position + 1] == ":":  # ":|:" ends one repeat and begins another
                    self.opens, position = True, position + 1
            elif (word := _WORD.match(text, position)) is not None:
                position = self._word(word.start(), word.end())
            else:
                position += 1
        self._finish(0)
        return self.done

    def _label(self, match: re.Match[str]) -> bool:
        """Take a section name. "[1." is an ending and read as a word."""
        name = (match[1] if match[1] is not None else match[2]).strip()
        if re.fullmatch(r"[\d.,]+", name):
            return False
        self._finish(0)
        self.section = name
        return True

    def _word(self, start: int, end: int) -> int:
        """Take one word, with the brackets that belong to it; returns where it ends."""
        text = self.text
        cut = text.find(":|", start, end + 1)
        if cut > start:
            end = cut
        while text.count("(", start, end) > text.count(")", start, end):
            closing = text.find(")", end)
            if closing < 0 or "|" in text[end:closing] or "\n" in text[end:closing]:
                break
            end = closing + 1
        word = text[start:end]
        ending = _ENDING.match(word)
        if ending is not None and not self.words:
            self.ending = tuple(int(digit) for digit in re.findall(r"\d", word))
        elif self.words and _NOT_ITS_OWN.match(word):
            before, place = self.words[-1]
            self.words[-1] = (before + word, place)
        else:
            self.words.append((word, start))
        return end

    def _finish(self, plays: int) -> None:
        """End the bar that was begun, if one was."""
        if not self.words:
            if plays and self.done:
                self.done[-1].plays = plays
            return
        words, self.words = self.words, []
        first = words[0]
        if len(words) == 1 and first[0] in _TWO_BARS:
            if len(self.done) < 2:
                raise self._nothing_before(first)
            copies = [self.done[-2].chords, self.done[-1].chords]
        elif len(words) == 1 and first[0] in _ONE_BAR:
            if not self.done:
                raise self._nothing_before(first)
            copies = [self.done[-1].chords]
        else:
            copies = [self._chords(words)]
        for chords in copies:
            self.done.append(ChartBar(chords, section=self.section, opens=self.opens, ending=self.ending))
            self.section, self.opens, self.ending = "", False, ()
        self.done[-1].plays = plays

    def _chords(self, words: Sequence[tuple[str, int]]) -> BarChords:
        bar: list[tuple[Fraction, Fraction, Chord]] = []
        for index, (word, place) in enumerate(words):
            begin, end = Fraction(index, len(words)), Fraction(index + 1, len(words))
            if word in _HELD:
                if not bar and not self.done:
                    raise self._nothing_before((word, place))
                held = bar.pop() if bar else (begin, begin, self.done[-1].chords[-1][2])
                bar.append((held[0], end, held[2]))
                continue
            inside = word[1:-1] if word.startswith("(") and word.endswith(")") else word
            try:
                bar.append((begin, end, parse_chord(inside)))
            except InputError as error:
                raise self._wrong(error, (word, place)) from None
        return tuple(bar)

    def _nothing_before(self, word: tuple[str, int]) -> ChordTextError:
        number = len(self.done) + 1
        return ChordTextError(
            'Bar {bar} of the progression begins with "{word}", but there is no chord before it.',
            bar=number,
            start=word[1],
            end=word[1] + len(word[0]),
            word=word[0],
        )

    def _wrong(self, error: InputError, word: tuple[str, int]) -> ChordTextError:
        number, start, end = len(self.done) + 1, word[1], word[1] + len(word[0])
        line = self.text.count("\n", 0, start) + 1
        if line == 1:
            return ChordTextError(
                "Bar {bar} of the progression: {error}", bar=number, start=start, end=end, error=error
            )
        return ChordTextError(
            "Bar {bar} of the progression, line {line}: {error}",
            bar=number,
            start=start,
            end=end,
            line=line,
            error=error,
        )


def progression_text(
    spans: Sequence[ChordSpan],
    meter: MeterMap | None = None,
    *,
    flats: bool | None = None,
    key: str | None = None,
) -> str:
    """A chord lane as text that `parse_progression` reads back, bars of `meter` divided by " | ".

    Gaps become "N.C.". A chord change that falls on no 48th of its bar is moved to the nearest.

    Args:
        spans: sorted, without overlaps.
        meter: 4/4 where None.
        flats: spelling, as `Chord.symbol`.
        key: spell as this key does; `flats` is not looked at then.
    """
    if not spans:
        return ""
    meter = meter or MeterMap()
    texts: list[str] = []
    previous: list[tuple[Fraction, Chord]] = []
    for number in range(meter.bar_at(spans[-1].end - 1) + 1):
        changes = _bar_changes(spans, meter.bar_start(number), meter.bar_start(number + 1))
        texts.append("%" if changes == previous else _bar_text(changes, flats, key))
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


def _bar_text(changes: Sequence[tuple[Fraction, Chord]], flats: bool | None, key: str | None) -> str:
    # Ticks are whole, so a third of a bar may be a tick off: a share is met when the change is that near to it.
    near = Fraction(1, 700)
    shares = next(
        (n for n in _SHARES if all(abs(part * n - round(part * n)) <= near * n for part, _ in changes)), _SHARES[-1]
    )
    words = ["/"] * shares
    for part, chord in changes:
        words[min(shares - 1, round(part * shares))] = chord.symbol(flats) if key is None else symbol_in_key(chord, key)
    return " ".join(words)
