"""The shape of a single line: how it steps, leaps, turns and repeats. The same measure for real solos
(`lead_chord_tones.py`) and for made ones (`chord_hold.py`).

    python tests/benchmarks/line_shape.py LINE.mid ...
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.music.midi_io import read_clip
from engine.music.note import TICKS_PER_QUARTER

JOINED_BEATS = 1.01
"""Notes further apart than that begin a new phrase; what lies between phrases is no interval of the line."""


def line_shape(beats: Sequence[float], pitches: Sequence[int]) -> dict[str, float]:
    """Shares of a line's intervals, in the order of its notes, at `beats` (onsets in beats).

    Returns:
        repeated, by_step (one or two semitones), leaps (more than a major third) as shares of the intervals within
        phrases; turns: the share of its moves that go the other way than the move before.
    """
    moves = np.diff(np.asarray(pitches, np.int64))
    joined = np.diff(np.asarray(beats, np.float64)) <= JOINED_BEATS
    inside = np.abs(moves[joined])
    turned = [
        bool(np.sign(a) != np.sign(b))
        for a, b, both in zip(moves[:-1], moves[1:], joined[:-1] & joined[1:], strict=True)
        if both and a and b
    ]
    nothing = float("nan")
    return {
        "repeated": float((inside == 0).mean()) if len(inside) else nothing,
        "by_step": float(((inside == 1) | (inside == 2)).mean()) if len(inside) else nothing,
        "leaps": float((inside > 4).mean()) if len(inside) else nothing,
        "turns": float(np.mean(turned)) if turned else nothing,
    }


def main() -> None:
    """Print the shape of the line in each file: the highest note of every onset."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="LINE.mid")
    for path in parser.parse_args().files:
        top = {note.start: note.pitch for note in read_clip(path).notes}  # sorted: the highest comes last
        shape = line_shape([start / TICKS_PER_QUARTER for start in top], list(top.values()))
        print(f"{path.name}: " + ", ".join(f"{name} {share:.2f}" for name, share in shape.items()))


if __name__ == "__main__":
    main()
