"""Does new music stay near the music around it? Rewritten bars beside those that had been there, long takes beside
their prompt.

    python tests/benchmarks/near_music.py DATASET [--windows 64] [--steps 50] [--only rewritten,drift] [--out FOLDER]

Rewritten: bars 5 to 8 of 12 are written anew and compared with the notes that had stood there; beside them stand the
four bars before and after these (real music's own likeness, the ceiling). Drift: eight bars are continued by 64, and
each eighth of these is compared with the prompt; beside it stands what really followed. All windows are held-out 4/4
of as many pieces as there are. Writes near_music.json where --out is given.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, InfillJob, Sampling
from engine.model.tokens import GridNotes, grid_from_notes, notes_from_grid
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER
from training.evaluate import interval, run_take
from training.evaluate_windows import LEAST_NOTES, HeldPiece, held_pieces, stretches
from training.metrics import density_error, onset_counts_in_beat, overlap, pitch_class_counts, share
from training.metrics_texture import duration, register, velocity

BAR_BEATS = 4
REWRITTEN_BARS = 4
EIGHTH_BARS, EIGHTHS = 8, 8

HISTOGRAMS = {
    "places in the beat": onset_counts_in_beat, "lengths": duration, "heights": register, "velocities": velocity,
    "pitch classes": pitch_class_counts,
}  # fmt: skip
"""What is compared as an overlapping area, 1 where both are alike."""
MEANS: dict[str, Callable[[GridNotes], float]] = {
    "pitch": lambda notes: float(np.mean(notes.pitch)),
    "velocity": lambda notes: float(np.mean(notes.velocity)),
}
"""What is compared as a difference."""
Pair = tuple[GridNotes, GridNotes]
"""What was there, and what is compared with it: as many bars."""
Rows = dict[str, dict[str, dict[str, float]]]
"""Of each contender each measure: its mean and what else is known of it."""


def parts(pieces: list[HeldPiece], windows: int, bars: int, count: int) -> list[list[GridNotes]]:
    """`windows` stretches of real music as `count` parts of so many bars each, none of which is nearly silent."""
    beats = bars * BAR_BEATS
    cut = (
        [notes.window(part * beats, beats) for part in range(count)]
        for notes, _ in stretches(pieces, 8 * windows, count * beats)
    )
    return list(islice((found for found in cut if min(map(len, found)) >= LEAST_NOTES), windows))


def clip_of(parts: Sequence[GridNotes], bars: int) -> Clip:
    """Parts of so many bars each, one after the other."""
    ticks = bars * BAR_BEATS * TICKS_PER_QUARTER
    notes = [note.moved(index * ticks) for index, part in enumerate(parts) for note in notes_from_grid(part)]
    return Clip(tuple(sorted(notes)), length=len(parts) * ticks)


def compared(pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """How many notes there are for one that was there (of all pairs together), and means of the other measures."""
    ratios = [len(new) / len(old) for old, new in pairs]
    row = {
        "notes": {
            "mean": round(sum(len(new) for _, new in pairs) / sum(len(old) for old, _ in pairs), 5),
            "fewest": round(min(ratios), 5),
            "most": round(max(ratios), 5),
            "windows": len(pairs),
        },
        "density error": interval([density_error(old, new) for old, new in pairs]),
    }
    for name, counts in HISTOGRAMS.items():
        row[name] = interval([overlap(share(counts(old)), share(counts(new))) for old, new in pairs])
    for name, mean in MEANS.items():
        row[name] = interval([mean(new) - mean(old) for old, new in pairs if len(new)])
    return row


def rewritten(engine: Engine, pieces: list[HeldPiece], windows: int, sampling: Sampling) -> Rows:
    """Bars 5 to 8 of 12, new and neighbouring ones beside those that had been there."""
    new: list[Pair] = []
    near: list[Pair] = []
    for seed, (before, there, after) in enumerate(parts(pieces, windows, REWRITTEN_BARS, 3)):
        job = InfillJob(
            clip_of([before, there, after], REWRITTEN_BARS), redo_bars=((REWRITTEN_BARS + 1, 2 * REWRITTEN_BARS),),
            seed=seed, sampling=sampling,
        )  # fmt: skip
        take = grid_from_notes(run_take(engine, job).notes)
        new.append((there, take.window(REWRITTEN_BARS * BAR_BEATS, REWRITTEN_BARS * BAR_BEATS)))
        near += [(there, before), (there, after)]
        print(f"rewritten: window {seed + 1}", file=sys.stderr, flush=True)
    return {"written anew": compared(new), "neighbouring bars": compared(near)}


def drift(engine: Engine, pieces: list[HeldPiece], windows: int, sampling: Sampling) -> Rows:
    """Each eighth of 64 bars beside the prompt, made and real."""
    beats = EIGHTH_BARS * BAR_BEATS
    made: list[list[Pair]] = [[] for _ in range(EIGHTHS)]
    real: list[list[Pair]] = [[] for _ in range(EIGHTHS)]
    for seed, (prompt, *following) in enumerate(parts(pieces, windows, EIGHTH_BARS, EIGHTHS + 1)):
        job = ContinueJob(clip_of([prompt], EIGHTH_BARS), bars=EIGHTHS * EIGHTH_BARS, seed=seed, sampling=sampling)
        take = grid_from_notes(run_take(engine, job).notes)
        for eighth, notes in enumerate(following):
            made[eighth].append((prompt, take.window(eighth * beats, beats)))
            real[eighth].append((prompt, notes))
        print(f"drift: window {seed + 1}", file=sys.stderr, flush=True)
    return {
        f"{who}, bars {eighth * EIGHTH_BARS + 1} to {(eighth + 1) * EIGHTH_BARS}": compared(pairs)
        for who, eighths in (("made", made), ("real", real))
        for eighth, pairs in enumerate(eighths)
    }


def table(rows: Rows) -> str:
    """Means in Markdown, a line for each row."""
    names = list(next(iter(rows.values())))
    lines = [["", *names], ["---"] * (len(names) + 1)]
    lines += [[title, *(f"{row[name]['mean']:.2f}" for name in names)] for title, row in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


MEASURED = {"rewritten": rewritten, "drift": drift}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="made by `tatumflow prepare`")
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--windows", type=int, default=64, help="so many, if the data set has them")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--only", default=",".join(MEASURED), help="what to measure, separated by commas")
    parser.add_argument("--out", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    engine = Engine.load(args.checkpoint)
    pieces = held_pieces(args.dataset, "valid")
    told: dict[str, object] = {"checkpoint": engine.checkpoint_hash, "steps": args.steps}
    print(", ".join(f"{name} {value}" for name, value in told.items()))
    for name in args.only.split(","):
        told[name] = rows = MEASURED[name](engine, pieces, args.windows, Sampling(steps=args.steps))
        windows = next(iter(rows.values()))["notes"]["windows"]
        print(f"\n{name}, {windows} windows\n\n{table(rows)}", flush=True)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "near_music.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
