"""What every corpus reader speaks: a source found on disk, a reading of it, and the reason for leaving one out.

No layout is known here; each has its own module beside this one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.corpus_readers.bars import Grid

Int8 = npt.NDArray[np.int8]
Float64 = npt.NDArray[np.float64]
Chords = tuple[Int8, Int8, Int8]
"""Root (-1: none), quality (index into CHORD_CLASSES) and bass (-1: none) of each beat."""

MIN_NOTES = 16
MIN_BEATS = 4
"""Anything shorter is left out."""
MAX_SECONDS = 2 * 3600.0
"""Anything longer is left out."""
TOO_LONG = "too long: more than two hours"


class SkipError(Exception):
    """This source is left out; the text is the reason shown in the report."""


@dataclass(frozen=True, slots=True)
class Source:
    """One piece on disk, before it is read.

    Attributes:
        path: of the file that holds the notes, relative to the scanned folder, with forward slashes.
        layout: name of the reader.
        corpus: name of the collection it belongs to.
        companions: further files the reading depends on (annotations, chords), like `path`.
        title: as written in the collection; empty where unknown.
        artist: performer, or the label of a user's folder.
        composer: empty where unknown.
        genres: (name, weight) pairs, the heaviest first.
        texture: "piano", "lead" or "lead+piano".
        key: "C", "Am", "Eb" ...; empty: to be inferred.
        tempo: quarters a minute where the collection states it, else 0.
        meter: time signature where the collection states it ("4/4"), else empty.
        licence: of the notes, as the collection states it.
        note: anything else the reader wants in the report (the collection's own split, for one).
        skip: a reason known from the metadata alone; empty: read it.
    """

    path: str
    layout: str
    corpus: str
    companions: tuple[str, ...] = ()
    title: str = ""
    artist: str = ""
    composer: str = ""
    genres: tuple[tuple[str, float], ...] = ()
    texture: str = "piano"
    key: str = ""
    tempo: float = 0.0
    meter: str = ""
    licence: str = ""
    note: str = ""
    skip: str = ""


@dataclass(slots=True)
class Reading:
    """The notes of one source in time order of the file, with their beat grid.

    Attributes:
        onset, end: N, in the positions the grid is built on (seconds or ticks).
        pitch, velocity: N, 0..127 and 1..127.
        grid: beats of the piece.
        seconds_at: turns grid positions into seconds; None where they already are seconds.
        origin: "file", "annotated" or "tracked".
        role: N, or None to infer it.
        accompaniment: N, True for notes that can be lead only while no other note is (piano under a voice), or None.
        chord_spans: (start, end, root, quality, bass) rows in grid positions, or None to infer the chords.
        key: where the file itself states it.
        texture: where the reading knows better than its source; empty otherwise.
    """

    onset: Float64
    end: Float64
    pitch: npt.NDArray[np.int64]
    velocity: npt.NDArray[np.int64]
    grid: Grid
    origin: str
    seconds_at: Any = None
    role: Int8 | None = None
    accompaniment: npt.NDArray[np.bool_] | None = None
    chord_spans: list[tuple[float, float, int, int, int]] | None = None
    key: str = ""
    texture: str = ""


@dataclass
class Folder:
    """One directory during the scan, with its tables read at most once."""

    path: Path
    root: Path
    files: tuple[str, ...]
    folders: tuple[str, ...]
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def relative(self, name: str) -> str:
        """`name` inside this directory, as `Source.path` spells it."""
        return (self.path / name).relative_to(self.root).as_posix()

    @property
    def name(self) -> str:
        """Name of the directory, also where it is the scanned root itself."""
        return self.path.name or self.path.resolve().name

    def header(self, name: str) -> frozenset[str]:
        """Column names of the CSV file `name`; empty where there is none or it is no text."""
        try:
            with (self.path / name).open(encoding="utf-8-sig", newline="") as handle:
                return frozenset(next(csv.reader(handle), []))
        except (OSError, UnicodeDecodeError, csv.Error):
            return frozenset()

    def rows(self, name: str) -> list[dict[str, str]]:
        """Rows of the CSV file `name`."""
        if name not in self._tables:
            self._tables[name] = read_table(self.path / name)
        return self._tables[name]

    @cached_property
    def metadata_columns(self) -> frozenset[str]:
        """Column names of this directory's metadata.csv; empty where there is none."""
        return self.header("metadata.csv") if "metadata.csv" in self.files else frozenset()


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file; missing cells are empty strings."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return [{k: v or "" for k, v in row.items() if isinstance(k, str)} for row in csv.DictReader(handle)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SkipError(f"broken table {path.name}: {error}") from error


def number(text: str, default: float = 0.0) -> float:
    """`text` as a number, `default` where it is none."""
    try:
        return float(text)
    except ValueError:
        return default
