"""Where a chart comes from: typed text, a .txt or .csv file, an iReal Pro link, or a preset by its name."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord
from engine.music.clip import ChordSpan
from engine.music.forms import form_chart, is_form
from engine.music.grid import MeterMap
from engine.music.ireal import is_ireal, parse_ireal
from engine.music.key_spelling import key_tonic
from engine.music.note import TICKS_PER_QUARTER
from engine.music.progression import parse_chart
from engine.music.progression_chart import Chart
from engine.sentences import system_reason

SUFFIXES = (".txt", ".csv", ".html", ".irealb")
_HEADER = re.compile(r"^[ \t]*(title|composer|style|key|tempo|bpm|meter|time)[ \t]*[:=][ \t]*([^\n]*)$", re.I | re.M)
_COMMENT = re.compile(r"^[ \t]*(?:#|//)[^\n]*$", re.MULTILINE)
_MOST_CHARACTERS = 2_000_000


def read_chart(source: str, *, meter: MeterMap | None = None, key: str | None = None) -> Chart:
    """The chart that `source` names.

    Args:
        source: chords as text, the path of a file, an iReal Pro link, or the name of a form ("jazz blues").
        meter: overrides the bars' own meter (for typed text that has none, 4/4 otherwise).
        key: where a form by name is built; its own key where None.

    Raises:
        InputError: naming the file, bar and sign that cannot be read.
    """
    plain = source.strip()
    if is_ireal(plain):
        return _one(parse_ireal(plain), "the link")
    if is_form(plain):
        return form_chart(plain, key)
    if len(plain) < 1024 and "|" not in plain and "\n" not in plain:
        path = Path(plain)
        if path.suffix.lower() in SUFFIXES:
            return _read_file(path, meter)
    return _read_text(source, meter)


def _read_file(path: Path, meter: MeterMap | None) -> Chart:
    try:
        data = path.read_bytes()
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise InputError("The chord file {path} does not exist: check the name.", path=path) from None
        raise InputError(
            "The chord file {path} cannot be read ({reason}): check the name.", path=path, reason=system_reason(error)
        ) from None
    if len(data) > _MOST_CHARACTERS:
        raise InputError("The chord file {path} is too large for a chart: name a .txt or .csv with chords.", path=path)
    text = _decoded(data)
    try:
        if is_ireal(text):
            chart = _one(parse_ireal(text), str(path))
        elif path.suffix.lower() == ".csv":
            chart = _read_table(text, meter)
        else:
            chart = _read_text(text, meter)
    except InputError as error:
        raise InputError("{path}: {error}", path=path, error=error) from None
    return chart if chart.title else replace(chart, title=path.stem)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _one(charts: tuple[Chart, ...], place: str) -> Chart:
    if len(charts) > 1:
        titles = ", ".join(chart.title for chart in charts[:4])
        raise InputError(
            "There are {count} tunes in {place} ({titles} ...): share one tune by itself.",
            count=len(charts),
            place=place,
            titles=titles,
        )
    return charts[0]


def _read_text(text: str, meter: MeterMap | None) -> Chart:
    """A text chart. Lines such as "Key: Bb" or "Meter: 3/4" in front of the chords describe it; "#" begins a remark."""
    facts: dict[str, str] = {}

    def blank(match: re.Match[str]) -> str:
        facts.setdefault(match[1].lower(), match[2].strip())
        return " " * len(match[0])

    # Blanked, not cut out, so that the place of a mistake is its place in the source.
    music = _COMMENT.sub(lambda match: " " * len(match[0]), _HEADER.sub(blank, text))
    if meter is None and (stated := facts.get("meter") or facts.get("time")):
        found = re.fullmatch(r"(\d{1,2})/(1|2|4|8|16)", stated)
        if found is None or int(found[1]) < 1:
            raise InputError('"{meter}" is not a meter: write it like 4/4 or 3/4.', meter=stated)
        meter = MeterMap.constant(int(found[1]), int(found[2]))
    chart = parse_chart(music, meter or MeterMap())
    key = facts.get("key")
    if key:
        key_tonic(key)
    tempo = re.search(r"\d+(?:\.\d+)?", facts.get("tempo") or facts.get("bpm") or "")
    return replace(
        chart,
        title=facts.get("title", ""),
        composer=facts.get("composer", ""),
        style=facts.get("style", ""),
        key=key or None,
        tempo_bpm=float(tempo[0]) if tempo else None,
    )


def _read_table(text: str, meter: MeterMap | None) -> Chart:
    """A table with a header (bar, beat, chord; or start_beat, end_beat, chord), or one row a bar without one."""
    sample = text[:2048]
    delimiter = max(",;\t", key=sample.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise InputError("the table is empty: write one row a bar, or columns bar, beat and chord.")
    header = [cell.lower() for cell in rows[0]]
    column = next((header.index(name) for name in ("chord", "symbol", "chords") if name in header), None)
    if column is None:
        return parse_chart(" | ".join(" ".join(cell for cell in row if cell) for row in rows), meter or MeterMap())
    meter = meter or MeterMap()
    if "start_beat" in header:
        return _from_beats(rows[1:], header, column, meter)
    if "bar" not in header:
        return parse_chart(" | ".join(row[column] for row in rows[1:] if len(row) > column), meter)
    starts: list[tuple[int, Chord]] = []
    base: int | None = None
    for number, row in enumerate(rows[1:], start=2):
        chord = _cell_chord(row, column, number)
        if chord is None:
            continue
        bar = _number(row, header.index("bar"), number)
        beat = _number(row, header.index("beat"), number) if "beat" in header else Fraction(1)
        base = int(bar) if base is None else base
        line = meter.bar_start(max(0, int(bar) - base))
        unit = meter.at(line).beat_ticks
        starts.append((line + round((beat - 1) * unit), chord))
    starts.sort(key=lambda item: item[0])
    end = meter.bar_ceil(starts[-1][0] + 1) if starts else 0
    return _chart_of(starts, end, meter)


def _from_beats(rows: list[list[str]], header: list[str], column: int, meter: MeterMap) -> Chart:
    starts: list[tuple[int, Chord]] = []
    end = 0
    for number, row in enumerate(rows, start=2):
        chord = _cell_chord(row, column, number)
        if chord is None:
            continue
        start = round(_number(row, header.index("start_beat"), number) * TICKS_PER_QUARTER)
        starts.append((max(0, start), chord))
        if "end_beat" in header:
            end = max(end, round(_number(row, header.index("end_beat"), number) * TICKS_PER_QUARTER))
    starts.sort(key=lambda item: item[0])
    if starts:
        end = max(end, meter.bar_ceil(starts[-1][0] + 1))
    return _chart_of(starts, end, meter)


def _chart_of(starts: list[tuple[int, Chord]], end: int, meter: MeterMap) -> Chart:
    """A chart of chords by their onsets; of two at one tick the later row counts."""
    only = dict(starts)
    ticks = [*sorted(only), end]
    spans = tuple(ChordSpan(a, b, only[a]) for a, b in pairwise(ticks) if b > a)
    if not spans:
        raise InputError("the table holds no chords: write columns bar, beat and chord.")
    return Chart(spans, meter)


def _cell_chord(row: list[str], column: int, number: int) -> Chord | None:
    if len(row) <= column or not row[column]:
        return None
    try:
        return parse_chord(row[column])
    except InputError as error:
        raise InputError("row {number}: {error}", number=number, error=error) from None


def _number(row: list[str], column: int, number: int) -> Fraction:
    try:
        value = Fraction(row[column])
        if abs(value) > 100_000:
            raise ValueError
        return value
    except (ValueError, IndexError, ZeroDivisionError):
        text = row[column] if len(row) > column else ""
        raise InputError('row {number}: "{text}" is not a place in bars or beats.', number=number, text=text) from None
