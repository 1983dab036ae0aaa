"""Whether the lead of a song is a tune, beside written songs: how dense it is, how far it ranges, how it moves, how
often its rhythms come back, and how it lies over the chords.

usage: python tests/benchmarks/song_tunes.py OPENEWLD_FOLDER [--form AABA] [--style NAME] [--seeds N]

OPENEWLD_FOLDER has lead sheets (MIDI, chords as CSV beside it); their first 32 bars count, of songs in 4/4. Songs are
made of eight-bar sections, of which the first 32 bars count, too.
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
from engine.generate.jobs import SongJob
from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan
from engine.music.midi_io import read_clip
from engine.music.note import ROLES, TICKS_PER_QUARTER, Note
from tests.benchmarks.chord_hold import lead_shares, take
from tests.benchmarks.line_shape import line_shape
from tests.benchmarks.walking_bass import told

TEMPI = (80.0, 140.0, 200.0)
BARS, BAR_TICKS = 32, 4 * TICKS_PER_QUARTER
EIGHTH = TICKS_PER_QUARTER // 2
NEAR_BEAT = 60
FEWEST = 30
KEYS = ("C", "F", "Bb", "Eb", "G")


def rhythm_repeated(notes: Sequence[Note]) -> float:
    """Share of the bars, from the fifth on, whose eighths with a note are those of some bar before."""
    bars = [
        frozenset(round(note.start % BAR_TICKS / EIGHTH) for note in notes if note.start // BAR_TICKS == bar)
        for bar in range(BARS)
    ]
    return float(np.mean([bar in bars[:number] for number, bar in enumerate(bars) if bar and number >= 4]))


def measured(notes: Sequence[Note], spans: Sequence[ChordSpan]) -> dict[str, float]:
    """What the table tells of a lead."""
    line = sorted(note for note in notes if note.start < BARS * BAR_TICKS)
    start, pitch = np.array([note.start for note in line]), np.array([note.pitch for note in line])
    beats = np.bincount(start // TICKS_PER_QUARTER, minlength=4 * BARS)[: 4 * BARS]
    near = np.abs(start - np.rint(start / TICKS_PER_QUARTER) * TICKS_PER_QUARTER) <= NEAR_BEAT
    sounding = sum(min(a.end, b.start) - a.start for a, b in pairwise(line))
    low, high = np.percentile(pitch, (3, 97))
    return {
        "notes a beat": len(line) / len(beats), "a played beat": float(beats[beats > 0].mean()),
        "on the beat": float(near.mean()), "sounding": sounding / (start[-1] - start[0]),
        "range": float(high - low), "height": float(pitch.mean()), "rhythm again": rhythm_repeated(line),
        **lead_shares(line, spans), **line_shape(list(start / TICKS_PER_QUARTER), pitch.tolist()),
        "velocities": float(np.std([note.velocity for note in line])),
    }  # fmt: skip


def chords_of(path: Path) -> list[ChordSpan]:
    """The chords beside a lead sheet that can be read."""
    spans = []
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            try:
                chord = parse_chord(row["symbol"])
            except InputError:
                continue
            start, end = (round(float(row[name]) * TICKS_PER_QUARTER) for name in ("start_beat", "end_beat"))
            spans.append(ChordSpan(start, end, chord))
    return spans


def real_tunes(folder: Path) -> list[dict[str, float]]:
    """Figures of each written song."""
    found = []
    for path in sorted(folder.rglob("*.mid")):
        clip, chords = read_clip(path), path.with_suffix(".chords.csv")
        if clip.meter.at(0).bar_ticks == BAR_TICKS and clip.length >= BARS * BAR_TICKS and chords.exists():
            notes = [note for note in clip.notes if note.start < BARS * BAR_TICKS]
            if len(notes) >= FEWEST:
                found.append(measured(notes, chords_of(chords)))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="OPENEWLD_FOLDER")
    parser.add_argument("--form", default="AABA", help="capital letters for the tune, small ones for solos")
    parser.add_argument("--style", help="a style of the palette (default: none)")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    real, engine = real_tunes(options.folder), Engine.load()
    print(f"{len(real)} real: {told(real)}", flush=True)
    styles = () if options.style is None else ((options.style, 1.0),)
    for tempo in TEMPI:
        rows = []
        for seed in range(options.seeds):
            key = KEYS[seed % len(KEYS)]
            song = take(engine, SongJob(form=options.form, key=key, tempo_bpm=tempo, seed=seed, styles=styles))
            rows.append(measured([note for note in song.notes if note.role == ROLES["lead"]], song.chords))
        print(f"{tempo:g} BPM, {len(rows)} made: {told(rows)}", flush=True)


if __name__ == "__main__":
    main()
