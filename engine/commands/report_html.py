"""The HTML report of `tatumflow analyze`: one file on its own, with piano rolls and plots as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from statistics import median

from engine.commands.analysis import Analysis, Result, Unusable
from engine.music.note import Role

WIDTH, ROLL_HEIGHT, PLOT_HEIGHT = 960, 220, 90
MAX_NOTES_DRAWN = 6000
"""A browser shows this many rectangles at once without a delay; longer pieces show their beginning."""
STYLE = """
:root { color-scheme: light dark; --ink: #1c2330; --dim: #667085; --paper: #ffffff; --line: #d7dce4;
  --lead: #c2571a; --chords: #2a6fb0; --bass: #4a7c2c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ebf2; --dim: #98a2b3; --paper: #171b22; --line: #343b47;
  --lead: #f0975a; --chords: #6fb1ef; --bass: #93c36f; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 1000px; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .3rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid var(--line); vertical-align: top; } td.number, th.number { text-align: right; }
svg { width: 100%; height: auto; display: block; border: 1px solid var(--line); margin: .4rem 0; }
.lead { fill: var(--lead); } .chords { fill: var(--chords); } .bass { fill: var(--bass); }
.bar { stroke: var(--line); } .curve { stroke: var(--lead); fill: none; stroke-width: 1.5; }
.column { fill: var(--chords); } text { fill: var(--dim); font-size: 11px; } p { color: var(--dim); margin: .2rem 0; }
"""


def report_html(results: Sequence[Result], title: str) -> str:
    """A complete HTML document on `results`."""
    good = [result for result in results if isinstance(result, Analysis)]
    left_out = [result for result in results if isinstance(result, Unusable)]
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'>",
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        _table(good),
        _left_out(left_out),
        *(_section(index, result) for index, result in enumerate(good)),
        "</body></html>",
    ]
    return "\n".join(parts)


def _table(results: Sequence[Analysis]) -> str:
    if not results:
        return "<p>No file could be analysed.</p>"
    names = ("file", "notes", "seconds", "tempo", "meter", "key", "notes a second", "velocity", "beat")
    kinds = ("", "number", "number", "number", "", "", "number", "number", "")
    head = "".join(f"<th class='{kind}'>{name}</th>" for name, kind in zip(names, kinds, strict=True))
    rows = []
    for index, result in enumerate(results):
        values = result.as_json()
        cells = (
            f"<a href='#file-{index}'>{escape(result.file.name)}</a>",
            str(values["notes"]),
            f"{values['seconds']:.1f}",
            f"{result.tempo_bpm:.1f}",
            escape(result.meter),
            escape(result.key or ""),
            f"{values['density']:.1f}",
            f"{values['velocity']['mean']:.0f}",
            "on its grid" if result.gridded else "tracked",
        )
        row = "".join(f"<td class='{kind}'>{cell}</td>" for cell, kind in zip(cells, kinds, strict=True))
        rows.append(f"<tr>{row}</tr>")
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _left_out(results: Sequence[Unusable]) -> str:
    if not results:
        return ""
    cells = ((escape(str(item.file)), escape(item.reason)) for item in results)
    rows = "".join(f"<tr><td>{file}</td><td>{reason}</td></tr>" for file, reason in cells)
    return f"<h2>Left out</h2><table><tr><th>file</th><th>reason</th></tr>{rows}</table>"


def _section(index: int, result: Analysis) -> str:
    chords = " ".join(symbol for _, _, symbol in result.chords)
    return "\n".join(
        [
            f"<h2 id='file-{index}'>{escape(result.file.name)}</h2>",
            f"<p>{escape(chords) or 'No chords heard.'}</p>",
            _piano_roll(result),
            _tempo_curve(result),
            _velocities(result),
        ]
    )


def _svg(height: int, label: str, body: Sequence[str]) -> str:
    head = f"<svg viewBox='0 0 {WIDTH} {height}' role='img' aria-label='{escape(label)}'>"
    return f"{head}{''.join(body)}<text x='6' y='14'>{escape(label)}</text></svg>"


def _piano_roll(result: Analysis) -> str:
    """Notes over time, coloured by role, over the bar lines."""
    from engine.music.roles import with_roles

    clip = with_roles(result.clip)
    notes = clip.notes[:MAX_NOTES_DRAWN]
    seconds = clip.tempo.seconds_at
    end_s = max(seconds(note.end) for note in notes) or 1.0
    low, high = min(note.pitch for note in notes) - 1, max(note.pitch for note in notes) + 2
    row = ROLL_HEIGHT / (high - low)
    body = [
        f"<line class='bar' x1='{x:.1f}' x2='{x:.1f}' y1='0' y2='{ROLL_HEIGHT}'/>"
        for x in (second / end_s * WIDTH for second in result.downbeats if second <= end_s)
    ]
    names = {Role.LEAD: "lead", Role.CHORDS: "chords", Role.BASS: "bass"}
    for note in notes:
        x, y = seconds(note.start) / end_s * WIDTH, (high - note.pitch - 1) * row
        width = max(1.0, (seconds(note.end) - seconds(note.start)) / end_s * WIDTH)
        shape = f"x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{row:.1f}'"
        body.append(f"<rect class='{names[note.role]}' {shape} opacity='{0.4 + note.velocity / 212:.2f}'/>")
    cut = f", the first {MAX_NOTES_DRAWN} of {len(clip.notes)}" if len(clip.notes) > MAX_NOTES_DRAWN else ""
    return _svg(ROLL_HEIGHT, f"notes{cut}: {end_s:.0f} s, bar lines where bars begin", body)


def _tempo_curve(result: Analysis) -> str:
    """Beats a minute from beat to beat."""
    tempi = [(here, 60 / (then - here)) for here, then in pairwise(result.beats) if then > here]
    if len(tempi) < 2:
        return ""
    usual = median(tempo for _, tempo in tempi)
    # Half to double the usual tempo is what a curve can usefully show.
    top = max(usual * 1.1, min(usual * 2, max(tempo for _, tempo in tempi)))
    bottom = min(usual * 0.9, max(usual / 2, min(tempo for _, tempo in tempi)))
    end_s = tempi[-1][0] or 1.0
    points = " ".join(
        f"{second / end_s * WIDTH:.1f},{(top - min(top, max(bottom, tempo))) / (top - bottom) * PLOT_HEIGHT:.1f}"
        for second, tempo in tempi
    )
    label = f"tempo: {bottom:.0f} to {top:.0f} beats a minute"
    return _svg(PLOT_HEIGHT, label, [f"<polyline class='curve' points='{points}'/>"])


def _velocities(result: Analysis) -> str:
    """How many notes have which velocity, in bins of four."""
    counts = [0] * 32
    for note in result.clip.notes:
        counts[note.velocity // 4] += 1
    width, top = WIDTH / len(counts), max(counts)
    body = []
    for index, count in enumerate(counts):
        height = count / top * (PLOT_HEIGHT - 20)
        shape = f"x='{index * width:.1f}' y='{PLOT_HEIGHT - height:.1f}' width='{width - 2:.1f}' height='{height:.1f}'"
        body.append(f"<rect class='column' {shape}/>")
    return _svg(PLOT_HEIGHT, "velocities, 0 to 127", body)
