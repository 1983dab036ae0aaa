"""How the lines of solos fill the time, beside real solos of the same tempi: notes a beat, and how their notes and
rests are spread. Solos without a style, over a jazz blues in F and rhythm changes in Bb.

usage: python tests/benchmarks/solo_pace.py WJAZZD_FOLDER [--seeds N]

WJAZZD_FOLDER is the Weimar Jazz Database as CSV (melody/). Its solos in 4/4 are cut into 16 bars, as long as those that
are made; each stretch counts the same. Overlapping areas (1: alike) of the distances between onsets, of lengths, of how
many notes begin in a beat, of how many notes a phrase has (rests of a beat part phrases), and of intervals. Pairs are
the notes of beats with two: by how much their distance, in beats as they were played, strays within a line.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.generate.engine import Engine
from engine.generate.jobs import SoloJob
from engine.music.forms import form_chart
from engine.music.note import TICKS_PER_QUARTER
from tests.benchmarks.chord_hold import take
from tests.benchmarks.lead_chord_tones import place_of
from tests.benchmarks.line_shape import JOINED_BEATS

TEMPI = ((60, 90, 120), (120, 140, 160), (160, 190, 220), (220, 260, 320))
"""Slowest, made at, fastest, in beats a minute."""
FORMS = (("jazz blues", "F"), ("rhythm changes", "Bb"))
BARS = 16
FEWEST = 12
"""Notes of a stretch that counts."""
REST_BEATS = 0.9
"""A rest that parts phrases, with a tenth of a beat for late notes."""
FEWEST_PAIRS = 6
NUMBERS = {"rate": "notes a beat", "played": "a played beat", "phrase": "a phrase", "uneven": "pairs stray by"}
SPREADS = ("onsets", "lengths", "notes in a beat", "phrases", "intervals")
Line = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Onsets and ends in beats as annotated, pitches, and beats that went by since the note before, as played."""


def shares(line: Line) -> dict[str, np.ndarray]:
    """The distributions `SPREADS` of one line, and its `NUMBERS`."""
    onset, end, pitch, waited = line
    apart, rest = np.diff(onset), onset[1:] - end[:-1]
    beats = np.bincount((onset - np.floor(onset[0])).astype(int), minlength=int(onset[-1] - onset[0]) + 1)
    parted = np.flatnonzero(rest >= REST_BEATS)
    phrases = np.diff(np.concatenate([[-1], parted, [len(onset) - 1]]))
    counts = {
        "onsets": np.histogram(np.log2(np.clip(apart, 0.05, 16)), np.arange(-4.5, 4.6, 0.5))[0],
        "lengths": np.histogram(np.log2(np.clip(end - onset, 0.05, 8)), np.arange(-4.5, 3.1, 0.5))[0],
        "notes in a beat": np.bincount(np.minimum(beats, 6), minlength=7),
        "phrases": np.histogram(phrases, [1, 2, 3, 5, 9, 17, 33, 1000])[0],
        "intervals": np.bincount(np.clip(np.abs(np.diff(pitch))[apart <= JOINED_BEATS], 0, 13), minlength=14),
    }
    spread = {name: found / max(1, found.sum()) for name, found in counts.items()}
    number = (np.floor(onset) - np.floor(onset[0])).astype(int)
    pairs = waited[1:][(np.diff(number) == 0) & (beats[number[1:]] == 2)]
    uneven = np.array(pairs.std() if len(pairs) >= FEWEST_PAIRS else np.nan)
    rate = np.array(len(onset) / max(1.0, onset[-1] - onset[0]))
    return {**spread, "rate": rate, "played": np.array(beats[beats > 0].mean()), "phrase": np.array(phrases.mean()),
            "uneven": uneven}  # fmt: skip


def mean(rows: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Each stretch counts the same."""
    return {name: np.nanmean([row[name] for row in rows], axis=0) for name in rows[0]}


def real_lines(folder: Path) -> list[tuple[float, Line]]:
    """Tempo and line of each stretch of 16 bars of the solos in 4/4."""
    found = []
    for path in sorted((folder / "melody").glob("*.csv")):
        with path.open(encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines) if row["signature"] == "4/4"]
        if not rows:
            continue
        rows.sort(key=place_of)
        beat_s = np.array([float(row["beat_duration"]) for row in rows])
        onset = np.array([place_of(row) for row in rows])
        end = np.minimum(onset + [float(row["duration"]) for row in rows] / beat_s, [*onset[1:], np.inf])
        pitch = np.array([round(float(row["pitch"])) for row in rows])
        waited = np.diff([float(row["onset"]) for row in rows], prepend=0.0) / beat_s
        for first in np.arange(onset[0], onset[-1] - 4 * BARS, 4 * BARS):
            inside = (onset >= first) & (onset < first + 4 * BARS)
            if inside.sum() > FEWEST:
                tempo = 60 / float(np.median(beat_s))
                found.append(
                    (tempo, (onset[inside], np.maximum(end, onset + 0.05)[inside], pitch[inside], waited[inside]))
                )
    return found


def made_line(engine: Engine, form: tuple[str, str], tempo: float, seed: int) -> Line:
    """The lead of a solo."""
    job = SoloJob(bars=BARS, chords=form_chart(*form).spans, role="lead", tempo_bpm=tempo, seed=seed)
    notes = take(engine, job).notes
    onset, end = (np.array(at) / TICKS_PER_QUARTER for at in ([n.start for n in notes], [n.end for n in notes]))
    return onset, end, np.array([note.pitch for note in notes]), np.diff(onset, prepend=0.0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="WJAZZD_FOLDER")
    parser.add_argument("--seeds", type=int, default=12)
    options = parser.parse_args()
    real, engine = real_lines(options.folder), Engine.load()
    for slowest, tempo, fastest in TEMPI:
        played = [shares(line) for bpm, line in real if slowest <= bpm < fastest]
        lines = [made_line(engine, form, tempo, seed) for form in FORMS for seed in range(options.seeds)]
        written = [shares(line) for line in lines if len(line[0]) > FEWEST]
        one, other = mean(written), mean(played)
        told = [f"{told} {float(one[name]):.2f} (real {float(other[name]):.2f})" for name, told in NUMBERS.items()]
        areas = [f"{name} {float(np.minimum(one[name], other[name]).sum()):.3f}" for name in SPREADS]
        print(f"{tempo} BPM, {len(played)} real, {len(written)} made: {', '.join(told)}; alike: {', '.join(areas)}",
              flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
