"""How basses walk, beside the bass notes of real recordings at the same tempi: the intervals from beat to beat, how
often a line turns, on how many second and fourth beats the note before rings on or is played again (a two-beat feel),
and roots where a chord begins and elsewhere. Of the written lines also what those annotations do not tell: how many
notes begin in a beat, how many of them on it, how long they are held, and how many the first bar has. Basses without a
style, over a jazz blues in F, rhythm changes in Bb and two-fives in C.

usage: python tests/benchmarks/walking_bass.py WJAZZD_FOLDER [--seeds N]

WJAZZD_FOLDER is the Weimar Jazz Database as CSV (beat/), with a bass pitch and a chord at most beats.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.errors import InputError
from engine.generate.engine import Engine
from engine.generate.jobs import SoloJob
from engine.generate.role_writing import looped
from engine.music.chord import Chord, parse_chord
from engine.music.forms import form_chart
from engine.music.grid import MeterMap
from engine.music.note import TICKS_PER_QUARTER, Note
from tests.benchmarks.chord_hold import take

TEMPI = ((40, 75, 100), (100, 130, 160), (160, 190, 220), (220, 270, 330))
"""Slowest, made at, fastest, in beats a minute."""
FORMS = (("jazz blues", "F"), ("rhythm changes", "Bb"), ("ii v i", "C"))
BARS = 32
FEWEST = 60
"""Beats of a recording with a bass note."""
ON_BEAT_TICKS = 72
"""A note so near to a beat is played on it."""
INTERVALS = {"same": (0, 1), "semitone": (1, 2), "whole step": (2, 3), "thirds": (3, 5), "fourth": (5, 6),
             "wider": (6, 100)}  # fmt: skip
"""Semitones, from and below."""
Line = tuple[Sequence[int], Sequence[Chord | None], Sequence[int]]
"""Pitches of a line beat by beat, the chord of each, and which beat of a bar of four it is, from 1 (0: other bars)."""


def shares(line: Line) -> dict[str, float]:
    """Shares of the intervals, of turns among the moves, and of roots on the first beat of a chord and on others."""
    pitch, chords, places = np.array(line[0]), line[1], np.array(line[2])
    moves = np.diff(pitch)
    out = {
        name: float(((np.abs(moves) >= low) & (np.abs(moves) < high)).mean()) for name, (low, high) in INTERVALS.items()
    }
    weak = np.isin(places[1:], (2, 4))
    out["same on 2 and 4"] = float((moves == 0)[weak].mean()) if weak.any() else np.nan
    out["turns"] = float((np.sign(moves[1:]) * np.sign(moves[:-1]) < 0).mean())
    root = np.array([
        chord is not None and chord.root is not None and (p - chord.root) % 12 == 0
        for p, chord in zip(pitch, chords, strict=True)
    ])  # fmt: skip
    new = np.array([index == 0 or chords[index] != chords[index - 1] for index in range(len(pitch))])
    return {**out, "root where a chord begins": float(root[new].mean()), "root elsewhere": float(root[~new].mean())}


def real_lines(folder: Path) -> list[tuple[float, Line]]:
    """Tempo and bass line of each recording that has one."""
    found = []
    for path in sorted((folder / "beat").glob("*.csv")):
        with path.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        pitch, chords, places, chord = [], [], [], None
        for row in rows:
            if row["chord"]:
                try:
                    chord = parse_chord(row["chord"])
                except InputError:
                    chord = None
            if row.get("bass") and float(row["bass"]) > 0:
                pitch.append(round(float(row["bass"])))
                chords.append(chord)
                places.append(int(row["beat"]) if row["signature"] == "4/4" else 0)
        if len(pitch) > FEWEST:
            beat_s = float(np.median(np.diff([float(row["onset"]) for row in rows])))
            found.append((60 / beat_s, (pitch, chords, places)))
    return found


def made(engine: Engine, form: tuple[str, str], tempo: float, seed: int) -> tuple[tuple[Note, ...], Line]:
    """A bass, and its notes on beats as a line; a note that rings through a beat is there, too."""
    spans = form_chart(*form).spans
    notes = take(engine, SoloJob(bars=BARS, chords=spans, role="bass", tempo_bpm=tempo, seed=seed)).notes
    lane = looped(spans, MeterMap(), 4 * BARS * TICKS_PER_QUARTER)
    pitch, chords, places = [], [], []
    for beat in range(4 * BARS):
        tick = beat * TICKS_PER_QUARTER
        there = [note for note in notes if note.start <= tick + ON_BEAT_TICKS and note.end > tick + ON_BEAT_TICKS]
        if there:
            pitch.append(there[-1].pitch)
            chords.append(next((span.chord for span in lane if span.start <= tick < span.end), None))
            places.append(1 + beat % 4)
    return notes, (pitch, chords, places)


def rhythm(notes: Sequence[Note]) -> dict[str, float]:
    """How a line fills its beats. `held` is the median share of the way to the next note that a note sounds."""
    start = np.array([note.start for note in notes])
    beats = np.bincount((start + ON_BEAT_TICKS) // TICKS_PER_QUARTER, minlength=4 * BARS)[: 4 * BARS]
    near = np.abs(start - np.rint(start / TICKS_PER_QUARTER) * TICKS_PER_QUARTER) <= ON_BEAT_TICKS
    held = [a.duration / (b.start - a.start) for a, b in pairwise(notes)]
    return {
        "one note": float((beats == 1).mean()), "none": float((beats == 0).mean()), "on the beat": float(near.mean()),
        "held": float(np.median(held)), "in the first bar": float(beats[:4].sum()),
    }  # fmt: skip


def told(rows: list[dict[str, float]]) -> str:
    """The means as words."""
    return ", ".join(f"{name} {np.nanmean([row[name] for row in rows]):.2f}" for name in rows[0])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="WJAZZD_FOLDER")
    parser.add_argument("--seeds", type=int, default=4)
    options = parser.parse_args()
    real, engine = real_lines(options.folder), Engine.load()
    for slowest, tempo, fastest in TEMPI:
        played = [shares(line) for bpm, line in real if slowest <= bpm < fastest]
        takes = [made(engine, form, tempo, seed) for form in FORMS for seed in range(options.seeds)]
        print(f"{tempo} BPM, {len(played)} real: {told(played)}")
        print(f"{tempo} BPM, {len(takes)} made: {told([shares(line) for _, line in takes])}; "
              f"{told([rhythm(notes) for notes, _ in takes])}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
