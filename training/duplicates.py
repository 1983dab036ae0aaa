"""Finding pieces that are in a corpus twice: the same notes under other names, and near-copies by their melody."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.shards import Piece

SHAPE_POINTS = 32
SHAPE_UNITS = 4096
SHAPE_TOLERANCE = 8
"""A copy at another tempo keeps its relative onsets; 8/4096 of the piece leaves room for rounding to ticks."""
SKETCH_SIZE = 192
NGRAM = 8
SAME_SIDE = 0.35
"""Share of melody n-grams two pieces have in common from which they must fall on the same side of the split."""
NEAR_COPY = 0.8
"""The same from which the later one is a near-copy, if its rhythm agrees too."""
_COMMON = 40
"""An n-gram (as sketched) in more pieces than this is a figure, not a melody."""

UInt64 = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a piece to compare it with all others.

    Attributes:
        pitches: hash of the pitch sequence in onset order.
        shape: int32[32], relative onsets at 32 places of the piece, in 1/4096 of its length.
        sketch: uint64[<=192], the smallest hashes of the melody's pitch n-grams (bottom-k sketch, Cohen and
            Kaplan 2007).
        rhythm_sketch: the same with the rhythm in the n-grams.
    """

    pitches: int
    shape: npt.NDArray[np.int32]
    sketch: UInt64
    rhythm_sketch: UInt64


def _mixed(values: UInt64) -> UInt64:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014): spreads neighbouring numbers over 64 bits."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: UInt64 = values ^ (values >> np.uint64(31))
    return result


def _sketch(symbols: npt.NDArray[np.int64]) -> UInt64:
    count = len(symbols) - NGRAM + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    total = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(NGRAM):
            total = _mixed(
                total * np.uint64(0x9E3779B97F4A7C15)
                + symbols[offset : offset + count].astype(np.uint64)
                + np.uint64(1)
            )
    return np.unique(total)[:SKETCH_SIZE]


def skyline(piece: Piece) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The highest note of each onset and where it is (grid steps); a lower note counts only where it stands alone."""
    onset = piece.onset.astype(np.int64)
    last = np.flatnonzero(np.append(np.diff(onset) > 0, True))
    return onset[last], piece.pitch[last].astype(np.int64)


def fingerprint(piece: Piece, onset: npt.NDArray[np.float64], pitch: npt.NDArray[np.int64]) -> Fingerprint:
    """The fingerprint of a piece with at least two notes.

    `onset` (any unit) and `pitch` are those of its file: copies of a performance may have been given other beats.
    """
    order = np.lexsort((pitch, onset))
    onset = onset[order]
    digest = hashlib.sha256(pitch[order].astype(np.uint8).tobytes()).digest()
    places = np.linspace(0, len(onset) - 1, SHAPE_POINTS).round().astype(np.int64)
    length = max(1e-9, float(onset[-1] - onset[0]))
    shape = np.round((onset[places] - onset[0]) * (SHAPE_UNITS / length)).astype(np.int32)
    when, melody = skyline(piece)
    gaps = np.clip(np.diff(when), 1, 96)
    # Steps of half a beat or so: performances of one score agree in pitch, copies of one file in rhythm too.
    rhythm = np.round(2 * np.log2(gaps)).astype(np.int64)
    return Fingerprint(int.from_bytes(digest[:8], "big"), shape, _sketch(melody[1:]), _sketch(melody[1:] * 64 + rhythm))


def overlap(first: UInt64, second: UInt64) -> float:
    """Share of the smaller set's n-grams that the larger has too, estimated from bottom-k sketches (0..1)."""
    if len(first) == 0 or len(second) == 0:
        return 0.0
    # Below the smaller of both limits each sketch is complete, so the two can be compared there.
    full = [sketch[-1] for sketch in (first, second) if len(sketch) == SKETCH_SIZE]
    if full:
        limit = min(full)
        first, second = first[first <= limit], second[second <= limit]
    smaller = min(len(first), len(second))
    return len(np.intersect1d(first, second, assume_unique=True)) / smaller if smaller >= NGRAM else 0.0


class Sides:
    """Sets of tunes that must share a side of the split (union-find; the smallest name stands for its set)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name that stands for the set of `name`."""
        root = name
        while (up := self._parent.get(root, root)) != root:
            root = up
        while (up := self._parent.get(name, name)) != root:
            self._parent[name] = root
            name = up
        return root

    def join(self, first: str, second: str) -> None:
        """Put both tunes on one side."""
        a, b = sorted((self.find(first), self.find(second)))
        self._parent[b] = a

    def sets(self) -> dict[str, list[str]]:
        """All sets with more than one tune."""
        groups: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._parent):
            groups[self.find(name)].append(name)
        return {root: sorted({root, *names}) for root, names in groups.items() if len({root, *names}) > 1}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing all pieces gave: copies by index with the index they copy, and pairs that share a melody."""

    exact: dict[int, int]
    near: dict[int, int]
    related: list[tuple[int, int, float]]


def compare(prints: Sequence[Fingerprint]) -> Comparison:
    """Exact copies, near-copies and relatives among pieces, in one pass; the earlier piece of a pair is kept."""
    exact = _exact(prints)
    holders: dict[int, list[int]] = defaultdict(list)
    for index, print_ in enumerate(prints):
        if index not in exact:
            for value in print_.sketch.tolist():
                holders[value].append(index)
    near: dict[int, int] = {}
    related: list[tuple[int, int, float]] = []
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for members in holders.values():
        if 1 < len(members) <= _COMMON:
            for pair in _pairs(members):
                shared[pair] += 1
    for (first, second), count in sorted(shared.items()):
        if count < NGRAM:
            continue
        share = overlap(prints[first].sketch, prints[second].sketch)
        if share < SAME_SIDE:
            continue
        related.append((first, second, share))
        same_rhythm = overlap(prints[first].rhythm_sketch, prints[second].rhythm_sketch)
        if share >= NEAR_COPY and same_rhythm >= NEAR_COPY and first not in near:
            near[second] = near.get(second, first)
    return Comparison(exact, near, related)


def _pairs(members: Sequence[int]) -> Iterable[tuple[int, int]]:
    for number, first in enumerate(members):
        for second in members[number + 1 :]:
            yield first, second


def _exact(prints: Sequence[Fingerprint]) -> dict[int, int]:
    buckets: dict[int, list[int]] = defaultdict(list)
    copies: dict[int, int] = {}
    for index, print_ in enumerate(prints):
        for kept in buckets[print_.pitches]:
            if np.abs(prints[kept].shape - print_.shape).max() <= SHAPE_TOLERANCE:
                copies[index] = kept
                break
        else:
            buckets[print_.pitches].append(index)
    return copies
