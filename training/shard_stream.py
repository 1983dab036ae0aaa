"""A dataset larger than memory: windows drawn from a few shards at a time, which ones being a function of the step.

A stream of one epoch after another in which memory stays what a few shards need; `training.windows` draws the windows.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np

from engine.model.config import PHRASE_BEATS
from training.palette import style_of
from training.shards import read_shard, shard_paths
from training.windows import JAZZ_WEIGHT, Batch, LoadedPiece, WindowSource, load_split, loaded_piece

DRAWS_A_SEAT = 64 * 16
"""Batch numbers for which the same shards stay; `training.train_model` counts 64 a step, so this is sixteen steps."""


class WindowsOnDisk:
    """The windows of a split before the palette is known: what is in it, and the source that draws from it."""

    def __init__(self, dataset: Path, split: str, *, seed: int, resident: int | None) -> None:
        self.dataset, self.split, self.seed, self.resident = dataset, split, seed, resident
        self.styles: set[str] = set()
        self.pieces = self.notes = 0
        self._loaded: list[LoadedPiece] = [] if resident else load_split(dataset, split)
        for piece in self._loaded:
            self._count(piece.style, len(piece.notes))
        if resident:
            for path in shard_paths(dataset, split):
                for shard_piece in read_shard(path):
                    if shard_piece.n_beats >= PHRASE_BEATS:
                        self._count(style_of(shard_piece.meta), shard_piece.n_notes)

    def _count(self, style: str, notes: int) -> None:
        self.styles.add(style)
        self.pieces += 1
        self.notes += notes

    def windows(self, styles: tuple[str, ...], window_beats: int) -> WindowSource:
        """The source for training with a palette."""
        if not self.resident:
            return WindowSource(self._loaded, styles, window_beats=window_beats, seed=self.seed)
        paths = shard_paths(self.dataset, self.split)
        return StreamedWindows(paths, styles, window_beats=window_beats, seed=self.seed, resident=self.resident)


def open_windows(dataset: Path, split: str, *, seed: int = 0, resident: int | None = None) -> WindowsOnDisk:
    """The windows of a split: all in memory, or with `resident` that many shards at a time.

    Raises:
        InputError: if the dataset is not finished or damaged.
    """
    return WindowsOnDisk(dataset, split, seed=seed, resident=resident)


class StreamedWindows(WindowSource):
    """A window source over shards of which `resident` are in memory.

    Every seat of `DRAWS_A_SEAT` batch numbers has its own shards: the epoch's random order, cut into runs. A batch
    still depends on its number alone, so resuming is exact.
    """

    def __init__(
        self, paths: list[Path], styles: tuple[str, ...], *, window_beats: int, seed: int = 0, resident: int = 2
    ) -> None:
        self._paths, self._resident = paths, min(resident, len(paths))
        self._cache: OrderedDict[Path, list[LoadedPiece]] = OrderedDict()
        self._seat = -1
        super().__init__(self._seated(0, seed), styles, window_beats=window_beats, seed=seed)

    def feature_batch(self, step: int, size: int, beats: int | None = None) -> Batch:
        """As `WindowSource.feature_batch`, from the shards of that step."""
        self._sit(step)
        return super().feature_batch(step, size, beats)

    def note_batch(self, step: int, size: int, longest: int) -> Batch:
        """As `WindowSource.note_batch`, from the shards of that step."""
        self._sit(step)
        return super().note_batch(step, size, longest)

    def _sit(self, number: int) -> None:
        seat = number // DRAWS_A_SEAT
        if seat != self._seat:
            self._seat = seat
            self.pieces = self._seated(seat, self.seed)
            weights = np.array([len(p.bars) * JAZZ_WEIGHT.get(p.corpus, 1.0) for p in self.pieces])
            self.cumulative = np.cumsum(weights / weights.sum())

    def _seated(self, seat: int, seed: int) -> list[LoadedPiece]:
        """The pieces of a seat: the next run of shards in the random order of its epoch."""
        count, first = len(self._paths), seat * self._resident
        chosen = []
        for place in range(first, first + self._resident):
            order = np.random.default_rng([seed, 13, place // count]).permutation(count)
            chosen.append(self._paths[int(order[place % count])])
        wanted = list(dict.fromkeys(chosen))
        # What leaves makes room before what comes is read: never more than the resident shards in memory.
        for path in [p for p in self._cache if p not in wanted]:
            del self._cache[path]
        for path in wanted:
            if path not in self._cache:
                self._cache[path] = [loaded_piece(p) for p in read_shard(path) if p.n_beats >= PHRASE_BEATS]
        return [piece for path in wanted for piece in self._cache[path]]
