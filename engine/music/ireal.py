"""Charts out of iReal Pro links: `irealbook://` (plain) and `irealb://` (scrambled). Text charts are `progression`.

The plain format is the one that iReal Pro documents for custom charts. In the scrambled one, blocks of fifty characters
have some of theirs mirrored and three frequent strings are abbreviated; both facts are public.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from urllib.parse import unquote

from engine.errors import InputError
from engine.music.chord import NO_CHORD, Chord, parse_chord
from engine.music.progression_chart import BarChords, Chart, ChartBar, laid_out
from engine.sentences import Sentence

_PREFIX = "1r34LbKcu7"
_BLOCK = 50
_MIRRORED = (*range(5), *range(10, 24))
_ABBREVIATIONS = (("XyQ", "   "), ("LZ", " |"), ("Kcl", "| x"))
_QUALITY = r"(?:[\^+\-oh0-9b#]|sus|alt|add|maj)*"
_CHORD = re.compile(rf"(?:[A-G][b#]?{_QUALITY}(?:/[A-G][b#]?)?|W(?:/[A-G][b#]?)?)")
_TOKEN = re.compile(
    r"(?P<text><[^>]*>)"
    r"|(?P<comment>\*[A-Za-z])"
    r"|T(?P<meter>\d\d)"
    r"|N(?P<ending>\d)"
    r"|(?P<line>[|\[\]{}Z])"
    r"|(?P<other>\([^)]*\))"
    rf"|(?P<chord>{_CHORD.pattern})"
    r"|(?P<sign>[SQfUslYxrnp,])"
    r"|(?P<cell> )"
)
_SECTIONS = {"i": "Intro", "v": "Verse", "V": "Verse"}


def is_ireal(text: str) -> bool:
    """Whether a text holds a link of iReal Pro's."""
    return re.search(r"irealb(?:ook)?://", text) is not None


def parse_ireal(link: str) -> tuple[Chart, ...]:
    """All charts of a link (or of a text around it, such as an exported page).

    Title, composer, style, key and tempo are read where the link has them; repeats, endings, D.C. and D.S. are written
    out. Chords in brackets above others (alternatives) are left out.

    Raises:
        InputError: naming what is wrong, with the tune and its bar where it is a chord.
    """
    found = re.search(r"(irealb(?:ook)?)://([^\"'<>\s]*(?:[^\"\n]*)?)", link)
    if found is None:
        raise InputError("That is no iReal Pro link: it begins with irealb:// or irealbook://.")
    scrambled, body = found[1] == "irealb", unquote(found[2]).strip()
    charts = []
    for number, song in enumerate(_songs(body, scrambled), start=1):
        title = song.title or Sentence("tune {number}", number=number)
        try:
            bars = _Music(song.music).bars()
        except InputError as error:
            raise InputError('The iReal Pro chart "{title}": {error}', title=title, error=error) from None
        if not any(bar.chords for bar in bars):
            raise InputError('The iReal Pro chart "{title}" holds no chords: copy its link again.', title=title)
        chart = laid_out(bars)
        charts.append(
            replace(
                chart,
                title=song.title,
                composer=song.composer,
                style=song.style,
                key=song.key,
                tempo_bpm=song.tempo_bpm,
            )
        )
    if not charts:
        raise InputError("The iReal Pro link holds no chart: copy it again, whole.")
    return tuple(charts)


@dataclass(slots=True)
class _Song:
    title: str
    composer: str
    style: str
    key: str | None
    music: str
    tempo_bpm: float | None = None


def _songs(body: str, scrambled: bool) -> list[_Song]:
    """The tunes of a link. Fields lie between "=", tunes of a scrambled list between "===" ."""
    if not scrambled:
        fields = body.split("=")
        groups = [fields[at : at + 6] for at in range(0, len(fields) - 5, 6)]
        if not groups:
            raise InputError("The irealbook:// link is cut short: it needs title, composer, style, key, n and chords.")
        return [_Song(g[0], g[1], g[2], _key(g[3]), g[5]) for g in groups]
    songs = []
    for part in re.split(r"===", body):
        at = part.find(_PREFIX)
        if at < 0:
            continue  # the name of a list of tunes stands behind the last of them
        head = part[:at].split("=")
        music, _, tail = part[at + len(_PREFIX) :].partition("=")
        names = [field for field in head if field]
        if len(names) < 2:
            raise InputError("The irealb:// link is cut short: title, style and key stand before the chords.")
        key = next((name for name in reversed(names) if _key(name)), None)
        style = names[names.index(key) - 1] if key in names and names.index(key) > 1 else ""
        tempo = next((float(field) for field in tail.split("=") if re.fullmatch(r"[1-9]\d{1,2}", field)), None)
        songs.append(_Song(names[0], names[1] if len(names) > 2 else "", style, _key(key or ""), unscrambled(music),
                           tempo))  # fmt: skip
    return songs


def unscrambled(text: str) -> str:
    """Plain chord text of a scrambled one (without its prefix).

    In each whole block of fifty that does not end the text within a character, places 0..4 and 10..23 change with
    those mirrored at the middle.
    """
    out = mirrored(text)
    for short, long in _ABBREVIATIONS:
        out = out.replace(short, long)
    return out


def mirrored(text: str) -> str:
    """The block-wise change of places alone; its own inverse."""
    parts = []
    while len(text) > _BLOCK:
        block, text = list(text[:_BLOCK]), text[_BLOCK:]
        if len(text) >= 2:
            for at in _MIRRORED:
                block[at], block[_BLOCK - 1 - at] = block[_BLOCK - 1 - at], block[at]
        parts.append("".join(block))
    return "".join(parts) + text


def _key(text: str) -> str | None:
    """A key as iReal writes it: "Eb", "A-"."""
    found = re.fullmatch(r"([A-G][b#]?)(-?)", text.strip())
    return None if found is None else found[1] + ("m" if found[2] else "")


@dataclass(slots=True)
class _Music:
    """Goes through a chord text of cells once, collecting bars."""

    text: str
    done: list[ChartBar] = field(default_factory=list)
    cells: list[Chord | None] = field(default_factory=list)
    bar: ChartBar = field(default_factory=ChartBar)
    meter: tuple[int, int] = (4, 4)
    last: Chord = NO_CHORD
    repeat: int = 0

    def bars(self) -> list[ChartBar]:
        """All bars."""
        position = 0
        while position < len(self.text):
            match = _TOKEN.match(self.text, position)
            if match is None and not self.text[position].isalnum():
                position += 1  # a sign of the layout that says nothing about the chords
                continue
            if match is None:
                raise InputError(
                    'bar {bar} cannot be read at "{chords}" (sign {place} of the chords).',
                    bar=len(self.done) + 1,
                    chords=self.text[position : position + 8].strip(),
                    place=position + 1,
                )
            self._take(match)
            position = match.end()
        self._finish("Z")
        return self.done

    def _take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind == "text":
            self._text(match["text"][1:-1])
        elif kind == "comment":
            self.bar.section = _SECTIONS.get(match["comment"][1], match["comment"][1:])
        elif kind == "meter":
            digits = match["meter"]
            self.meter = (12, 8) if digits == "12" else (int(digits[0]), int(digits[1]))
            self.bar.meter = self.meter
        elif kind == "ending":
            self.bar.ending = (int(match["ending"]),) if match["ending"] != "0" else ()
        elif kind == "line":
            self._finish(match["line"])
        elif kind == "chord":
            self._chord(match["chord"])
        elif kind == "sign":
            self._sign(match["sign"])
        elif kind == "cell" and self.cells:
            self.cells.append(None)

    def _chord(self, text: str) -> None:
        if text.startswith("W"):  # the chord before once more, perhaps over another bass
            chord = self.last
            if "/" in text and chord.root is not None:
                chord = parse_chord(f"{replace(chord, bass=None).symbol()}{text[1:]}")
        else:
            try:
                chord = parse_chord(text)
            except InputError as error:
                raise InputError("bar {bar}: {error}", bar=len(self.done) + 1, error=error) from None
        self.last = chord
        self.cells.append(chord)

    def _sign(self, sign: str) -> None:
        if sign == "S":
            self.bar.segno = True
        elif sign == "Q":
            if any(self.cells):
                self.bar.coda_after = True
            else:
                self.bar.coda_before = True
        elif sign == "n":
            self.cells.append(NO_CHORD)
            self.last = NO_CHORD
        elif sign == "p":
            self.cells.append(None)
        elif sign in "xr":
            self.repeat = 1 if sign == "x" else 2
        elif sign == "U":
            self.bar.fine = True

    def _text(self, text: str) -> None:
        plain = text.lstrip("*0123456789") if not re.match(r"\d+x", text) else text
        times = re.match(r"\*?\d*?(\d+)\s*x", text)
        if times is not None:
            self.bar.plays = int(times[1])
        elif re.match(r"D\.?\s*[CS]\.?", plain, re.IGNORECASE):
            self.bar.jump = "segno" if re.match(r"D\.?\s*S", plain, re.IGNORECASE) else "capo"
            self.bar.to_coda = "coda" in plain.lower()
        elif plain.strip().lower() == "fine":
            self.bar.fine = True

    def _finish(self, line: str) -> None:
        """A bar line: end the bar that was begun, if it holds anything, and open what the line opens."""
        if self.repeat:
            if len(self.done) < self.repeat:
                raise InputError("bar {bar} repeats bars that are not there.", bar=len(self.done) + 1)
            copies: list[BarChords] = [bar.chords for bar in self.done[-self.repeat :]]
        elif self.cells:
            copies = [self._laid(self.cells)]
        else:
            copies = []
        if copies:
            wanted = self.bar.plays
            self.bar.plays = 0
            for chords in copies:
                self.bar.chords = chords
                self.done.append(self.bar)
                self.bar = ChartBar()
            self.done[-1].plays = (wanted or 2) if line == "}" else 0
        elif line == "}" and self.done and not self.done[-1].plays:
            self.done[-1].plays = self.bar.plays or 2
            self.bar.plays = 0
        self.cells, self.repeat = [], 0
        if line == "{":
            self.bar.opens = True

    def _laid(self, cells: list[Chord | None]) -> BarChords:
        """Chords of cells as parts of a bar: on its beats where there are as many cells, else in proportion."""
        beats = self.meter[0]
        count = len(cells)
        places = [at for at, chord in enumerate(cells) if chord is not None]
        if not places or places[0]:
            cells = [self.done[-1].chords[-1][2] if self.done else NO_CHORD, *cells[1:]]
            places = [at for at, chord in enumerate(cells) if chord is not None]
        if len(places) <= beats and count != beats:
            starts = [Fraction(min(beats - 1, round(at * beats / count)), beats) for at in places]
            if len(set(starts)) < len(starts):
                starts = [Fraction(number, len(places)) for number in range(len(places))]
        else:
            starts = [Fraction(at, count) for at in places]
        ends = [*starts[1:], Fraction(1)]
        return tuple(
            (begin, end, chord)
            for begin, end, at in zip(starts, ends, places, strict=True)
            if (chord := cells[at]) is not None
        )
