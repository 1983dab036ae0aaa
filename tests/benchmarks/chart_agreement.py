"""Whether the chords that are named in recordings of solo jazz piano are those of the tunes' charts.

    python tests/benchmarks/chart_agreement.py DATASET CHARTS [--split valid|test] [--recordings N]

DATASET is what `tatumflow prepare` made of corpora with PiJAMA among them, CHARTS a table of charts as `irb.csv`.
Nobody wrote down the chords of these recordings, so the chart of the tune, laid along the chords that were named as
well as it can be, has to do: the share of the beats on which it is followed and root, or root and class, are the
chart's. The same with the chart of another tune says how much of that any chart would have; what counts is the
difference.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.music.harmony import CHORD_CLASSES, BeatChords, chords_by_beat, chords_of
from engine.music.hearing import hear
from training.chord_alignment import align, chart_states, charted_pieces
from training.chord_songs import Song, song_of

STATES = 12 * len(CHORD_CLASSES)
MOST_BEATS = 480
SURE, NEAR = 0.5, 0.3
"""What a named chord says of itself, and of all chords on its root together."""


def glance(song: Song) -> BeatChords:
    """Chords by what each beat sounds like."""
    onset, end, pitch, velocity = song.notes.T
    return chords_by_beat(onset, end, pitch, velocity, len(song.downbeats), song.downbeats)


def heard(song: Song) -> BeatChords:
    """Chords by the network."""
    onset, end, pitch, velocity = song.notes.T
    return chords_of(hear(onset, end, pitch, velocity, song.downbeats))


def chances(chords: BeatChords) -> NDArray[np.float64]:
    """The named chords (T,) as log-probabilities (T, 12 * classes)."""
    shares = np.full((len(chords.root), STATES), (1 - SURE - NEAR) / STATES)
    beats = np.flatnonzero(chords.root >= 0)
    for quality in range(len(CHORD_CLASSES)):
        shares[beats, quality * 12 + chords.root[beats]] += NEAR / len(CHORD_CLASSES)
    shares[beats, chords.quality[beats].astype(int) * 12 + chords.root[beats]] += SURE
    return np.asarray(np.log(shares / shares.sum(axis=1, keepdims=True)))


def agreement(chords: BeatChords, chart: NDArray[np.int64]) -> tuple[float, float]:
    """Shares of all beats whose root, and whose root and class, are those of the chart laid along them."""
    states = align(chances(chords), chart).states
    on = (states >= 0) & (chords.root >= 0)
    roots = on & (states % 12 == chords.root)
    return float(roots.mean()), float((roots & (states // 12 == chords.quality)).mean())


def main() -> None:
    """Print a line a listener."""
    parser = argparse.ArgumentParser(description="Agreement of named chords with the charts of the tunes.")
    parser.add_argument("dataset", type=Path)
    parser.add_argument("charts", type=Path)
    parser.add_argument("--split", choices=("valid", "test"), default="valid")
    parser.add_argument("--recordings", type=int, default=60)
    arguments = parser.parse_args()
    charts = chart_states(arguments.charts)
    rng = np.random.default_rng(0)
    names = sorted(charts)
    rows: dict[str, list[tuple[float, float, float, float]]] = {"at a glance": [], "heard": []}
    for piece in charted_pieces(arguments.dataset, arguments.split, charts):
        song = song_of(piece).part(0, min(piece.n_beats, MOST_BEATS))
        own, other = charts[piece.meta["tune"]], charts[names[int(rng.integers(len(names)))]]
        for name, listener in (("at a glance", glance), ("heard", heard)):
            chords = listener(song)
            rows[name].append((*agreement(chords, own), *agreement(chords, other)))
        if len(rows["heard"]) == arguments.recordings:
            break
    for name, figures in rows.items():
        root, chord, other_root, other_chord = np.mean(figures, axis=0)
        print(
            f"{name}: {len(figures)} recordings, root {root:.3f} (another chart {other_root:.3f}), "
            f"chord {chord:.3f} (another chart {other_chord:.3f})"
        )


if __name__ == "__main__":
    main()
