"""What feels do, beside recordings of that feel: on which beats of a bar a bass changes its note, and where the second
note of a beat falls in solos. The Weimar Jazz Database marks recordings as SWING, TWOBEAT, BALLAD or LATIN. Made over
rhythm changes in Bb and a bossa nova in F, without a style; of a comping hand all notes between two beats.

usage: python tests/benchmarks/feel_figures.py WJAZZD_FOLDER [--seeds N] [--tempo BPM]

WJAZZD_FOLDER is the Weimar Jazz Database as CSV (metadata.csv, beat/, melody/).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.generate.engine import Engine
from engine.generate.jobs import SoloJob
from engine.music.feels import FEELS
from engine.music.forms import form_chart
from engine.music.note import ROLES, TICKS_PER_QUARTER, Note
from tests.benchmarks.chord_hold import take

MARKED = ("SWING", "TWOBEAT", "BALLAD", "LATIN")
FORMS = (("rhythm changes", "Bb"), ("bossa", "F"))
BARS = 16
EARLY = 0.06
"""A note so many beats before a beat belongs to it."""


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def second_notes(beats: Sequence[float]) -> list[float]:
    """Of onsets in beats: where in its beat the second note falls, of beats with two of which the first is on the
    beat."""
    places = defaultdict(list)
    for onset in beats:
        beat = int(np.floor(onset + EARLY))
        places[beat].append(onset - beat)
    return [two[1] for two in map(sorted, places.values()) if len(two) == 2 and two[0] < 0.2 and 0.3 < two[1] < 0.85]


def recorded(folder: Path) -> None:
    """Print the rows of recordings."""
    changes: dict[str, dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    seconds = defaultdict(list)
    for row in table(folder / "metadata.csv"):
        if row["feel"] not in MARKED or not (folder / "beat" / row["file"]).is_file():
            continue
        beats = table(folder / "beat" / row["file"])
        for before, here in pairwise(beats):
            pitches = [float(beat.get("bass") or 0) for beat in (before, here)]
            if here["signature"] == "4/4" and min(pitches) > 0:
                changes[row["feel"]][int(here["beat"])].append(round(pitches[0]) != round(pitches[1]))
        time = np.array([float(beat["onset"]) for beat in beats])
        onset = np.array([float(note["onset"]) for note in table(folder / "melody" / row["file"])])
        onset = onset[(onset >= time[0]) & (onset < time[-1])]
        found = second_notes(np.interp(onset, time, np.arange(len(time))).tolist())
        if len(found) > 10:
            seconds[row["feel"]].append(float(np.median(found)))
    for feel in MARKED:
        moved = " ".join(f"{np.mean(changes[feel][beat]):.2f}" for beat in (1, 2, 3, 4))
        print(f"{feel}: bass changes on beats 1 to 4 {moved}; second notes of {len(seconds[feel])} solos at "
              f"{np.median(seconds[feel]):.2f}")  # fmt: skip


def sounding(notes: Sequence[Note], beats: int) -> list[int]:
    """The pitch of a bass at each beat, the one before where it is silent."""
    found = [0]
    for beat in range(beats):
        tick = beat * TICKS_PER_QUARTER + 60
        found.append(next((note.pitch for note in reversed(notes) if note.start <= tick < note.end), found[-1]))
    return found[1:]


def made(engine: Engine, feel: str, tempo: float, seeds: int) -> None:
    """Print the rows of takes in a feel."""
    changes: dict[int, list[bool]] = defaultdict(list)
    begun: Counter[float] = Counter()
    seconds = defaultdict(list)
    for form in FORMS:
        for seed in range(seeds):
            job = SoloJob(
                chords=form_chart(*form).spans,
                bars=BARS,
                role="lead+chords+bass",
                feel=feel,
                tempo_bpm=tempo,
                seed=seed,
            )
            clip = take(engine, job)
            parts = {name: [note for note in clip.notes if note.role == role] for name, role in ROLES.items()}
            for beat, (before, here) in enumerate(pairwise(sounding(parts["bass"], 4 * BARS)), 1):
                changes[beat % 4 + 1].append(before != here)
            begun.update(round((note.start + 20) % 1920 // 60 / 8, 2) for note in parts["bass"])
            seconds["lead"] += second_notes([note.start / TICKS_PER_QUARTER for note in parts["lead"]])
            off = [note.start % TICKS_PER_QUARTER / TICKS_PER_QUARTER for note in parts["chords"]]
            seconds["chords"] += [place for place in off if 0.4 < place < 0.8]
    moved = " ".join(f"{np.mean(changes[beat]):.2f}" for beat in (1, 2, 3, 4))
    places = ", ".join(f"{place:g}: {count / (2 * seeds * BARS):.2f}" for place, count in sorted(begun.items()))
    eighths = ", ".join(f"{name} {np.median(found):.2f}" for name, found in seconds.items())
    print(f"{feel}: bass changes on beats 1 to 4 {moved}; second notes at {eighths}; bass notes in a bar by their "
          f"beat, from 0: {places}", flush=True)  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="WJAZZD_FOLDER")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--tempo", type=float, default=140.0)
    options = parser.parse_args()
    recorded(options.folder)
    engine = Engine.load()
    for feel in FEELS:
        made(engine, feel, options.tempo, options.seeds)


if __name__ == "__main__":
    main()
