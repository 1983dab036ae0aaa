"""Where in the beat comping strikes, how often and how long, beside the chords of solo pianists at the same tempi.

usage: python tests/benchmarks/comping_places.py DATASET [--role chords] [--seeds N]

DATASET is what `tatumflow prepare` made of a folder with PiJAMA in it; of its training part those notes count that are
told by ear to be chords. A stroke is two notes or more that begin together: many left hands play no more. Comping
without a style, over a jazz blues in F, rhythm changes in Bb and two-fives in C; --role lead+chords+bass for comping in
a trio.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.generate.engine import Engine
from engine.generate.jobs import SoloJob
from engine.music.forms import form_chart
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP
from engine.music.note import ROLES
from tests.benchmarks.chord_hold import take
from tests.benchmarks.walking_bass import told
from training.shards import iter_pieces

TEMPI = ((60, 80, 110), (110, 140, 160), (160, 190, 220), (220, 260, 320))
"""Slowest, made at, fastest, in beats a minute."""
FORMS = (("jazz blues", "F"), ("rhythm changes", "Bb"), ("ii v i", "C"))
BARS = 16
TOGETHER_STEPS = 2
STROKE_NOTES, FEWEST_STROKES = 2, 20
ON_BEAT_STEPS = 2
"""A stroke so near to a beat, before or after it, is on it."""


def strokes(onset: np.ndarray, duration: np.ndarray) -> np.ndarray:
    """Onset, longest duration (grid steps) and number of notes of each stroke, [S, 3]."""
    order = np.argsort(onset, kind="stable")
    onset, duration = onset[order], duration[order]
    found, first = [], 0
    while first < len(onset):
        last = int(np.searchsorted(onset, onset[first] + TOGETHER_STEPS, "right"))
        if last - first >= STROKE_NOTES:
            found.append((onset[first], duration[first:last].max(), last - first))
        first = last
    return np.array(found).reshape(-1, 3)


def measured(struck: np.ndarray, beats: int) -> dict[str, float]:
    """What the table tells of a part of `beats` beats."""
    place = struck[:, 0] % STEPS_PER_BEAT
    early = place >= STEPS_PER_BEAT - ON_BEAT_STEPS
    on = early | (place <= ON_BEAT_STEPS)
    return {
        "strokes a beat": len(struck) / beats, "on the beat": float(on.mean()), "just before it": float(early.mean()),
        "second half": float(((place >= STEPS_PER_BEAT // 2 - ON_BEAT_STEPS) & ~early).mean()),
        "beats long": float(np.median(struck[:, 1])) / STEPS_PER_BEAT, "notes": float(struck[:, 2].mean()),
        "in the first bar": float((struck[:, 0] < 4 * STEPS_PER_BEAT - ON_BEAT_STEPS).sum()),
    }  # fmt: skip


def real_parts(dataset: Path) -> list[tuple[float, dict[str, float]]]:
    """Tempo and figures of each performance with enough chords."""
    found = []
    for piece in iter_pieces(dataset, "train"):
        if piece.meta["corpus"] != "pijama" or len(piece.beat_time) < 2:
            continue
        chords = np.asarray(piece.role) == ROLES["chords"]
        struck = strokes(np.asarray(piece.onset)[chords], np.asarray(piece.duration)[chords])
        if len(struck) >= FEWEST_STROKES:
            tempo = 60 / float(np.median(np.diff(piece.beat_time)))
            found.append((tempo, measured(struck, len(piece.beat_time))))
    return found


def made_part(engine: Engine, role: str, form: tuple[str, str], tempo: float, seed: int) -> dict[str, float]:
    """Figures of one comping."""
    job = SoloJob(bars=BARS, chords=form_chart(*form).spans, role=role, tempo_bpm=tempo, seed=seed)
    notes = [note for note in take(engine, job).notes if note.role == ROLES["chords"]]
    onset, length = (np.array(at) / TICKS_PER_STEP for at in ([n.start for n in notes], [n.duration for n in notes]))
    return measured(strokes(np.rint(onset), length), 4 * BARS)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    parser.add_argument("--role", default="chords", help="chords, or several roles joined by +, chords among them")
    parser.add_argument("--seeds", type=int, default=4)
    options = parser.parse_args()
    real, engine = real_parts(options.dataset), Engine.load()
    for slowest, tempo, fastest in TEMPI:
        played = [row for bpm, row in real if slowest <= bpm < fastest]
        made = [
            made_part(engine, options.role, form, tempo, seed) for form in FORMS for seed in range(options.seeds)
        ]  # fmt: skip
        print(f"{tempo} BPM, {len(played)} real: {told(played)}")
        print(f"{tempo} BPM, {len(made)} made: {told(made)}", flush=True)


if __name__ == "__main__":
    main()
