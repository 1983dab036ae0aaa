"""Build the index of a training set and measure it: `python -m training.originality DATASET --out CHECKPOINT`.

The index itself, and what a match is, live in `engine.generate.originality`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from engine.commands.options import CommandParser
from engine.commands.progress import ProgressLine
from engine.errors import TatumFlowError
from engine.generate.originality import (
    INDEX_FILE,
    IntArray,
    Match,
    OriginalityIndex,
    figures,
    index_of,
    longest_run,
)
from engine.model.tokens import GridNotes, notes_from_grid
from engine.music.clip import Clip
from engine.music.grid import TICKS_PER_STEP
from training.evaluate_windows import held_pieces, stretches
from training.shards import iter_pieces

Progress = Callable[[float, str], None]

LEAST_LIMIT = 16
STRICTEST = 99.0
"""Percentile of held-out real music's longest matches from which on a passage is marked."""


def piece_notes(notes: GridNotes) -> tuple[IntArray, IntArray]:
    """Start ticks on the grid and pitches, as the index takes them. Micro-timing is left out."""
    return notes.onset * TICKS_PER_STEP, notes.pitch


def matched_notes(index: OriginalityIndex, notes: GridNotes) -> int:
    """Length of the longest match of some grid notes."""
    return longest_run(index.knows(figures(*piece_notes(notes))))[1]


def match_of(index: OriginalityIndex, notes: GridNotes) -> Match:
    """The longest match of some grid notes with its place."""
    return index.longest_match(Clip(notes_from_grid(notes)))


def build_index(
    pieces: Iterable[GridNotes], expected_notes: int, progress: Progress = lambda done, stage: None
) -> OriginalityIndex:
    """The index of some pieces of `expected_notes` notes together; they are looked at one at a time."""
    seen = {"pieces": 0, "notes": 0}

    def each() -> Iterator[tuple[IntArray, IntArray]]:
        for notes in pieces:
            if seen["pieces"] % 100 == 0:
                progress(seen["notes"] / max(1, expected_notes), "reading figures")
            seen["pieces"] += 1
            seen["notes"] += len(notes)
            yield piece_notes(notes)

    index = OriginalityIndex.build(each(), expected_notes=expected_notes)
    index.facts |= seen
    return index


def false_positive_rate(index: OriginalityIndex, samples: int = 200_000, seed: int = 5) -> float:
    """Share of random hashes, which stand for no music, that the index says it knows."""
    rng = np.random.default_rng(seed)
    hashes = rng.integers(0, 2**63, samples, dtype=np.uint64) * np.uint64(index.every)
    return float((index.knows(hashes) == 1).mean())


def lengths(index: OriginalityIndex, clips: Sequence[GridNotes]) -> dict[str, float]:
    """Longest matches of some clips: mean, 95th percentile and the longest, in notes, and as a share of the clip."""
    found = np.array([matched_notes(index, clip) for clip in clips], np.float64)
    share = found / np.array([max(1, len(clip)) for clip in clips])
    return {
        "notes_mean": round(float(found.mean()), 2),
        "notes_95": round(float(np.percentile(found, 95)), 1),
        "notes_most": float(found.max()),
        "share_mean": round(float(share.mean()), 4),
    }


def measured_index(
    dataset: Path, progress: Progress = lambda done, stage: None, windows: int = 1024
) -> OriginalityIndex:
    """The index of a prepared data set's training part; `facts` hold its false positive rate, the matches of held-out
    real music (eight bars each) and the limit that follows from them.

    Raises:
        InputError: where the data set is unfinished or damaged.
    """

    def training() -> Iterator[GridNotes]:
        for piece in iter_pieces(dataset, "train"):
            yield GridNotes(*(np.asarray(getattr(piece, name), np.int64) for name in GridNotes.__slots__))

    total = sum(piece.n_notes for piece in iter_pieces(dataset, "train"))
    index = build_index(training(), total, progress)
    index.facts["false_positive_rate"] = round(false_positive_rate(index), 5)
    held = [notes for notes, _ in stretches(held_pieces(dataset, "valid"), windows, seed=8)]
    if held:
        found = [matched_notes(index, notes) for notes in held]
        index.facts["held_out"] = lengths(index, held)
        # Short matches are chance in any music, however little of it there is to compare with.
        index.facts["limit_notes"] = max(LEAST_LIMIT, int(np.ceil(np.percentile(found, STRICTEST))))
    return index


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    parser = CommandParser("python -m training.originality")
    parser.description = "Build the originality index of a data set's training part into a checkpoint's folder."
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="made by `tatumflow prepare`")
    parser.add_argument("--out", type=Path, required=True, metavar="CHECKPOINT", help="folder of the checkpoint")
    args = parser.parse_args(words)
    try:
        with ProgressLine("index") as line:
            index = measured_index(args.dataset, line.update)
        index.save(args.out / INDEX_FILE)
    except TatumFlowError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    print(f"{args.out / INDEX_FILE}: {len(index.bits) / 1e6:.1f} MB, {index.facts}")
    return 0


__all__ = ["build_index", "false_positive_rate", "index_of", "lengths", "match_of", "matched_notes", "measured_index"]

if __name__ == "__main__":
    raise SystemExit(main())
