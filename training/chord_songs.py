"""Music whose chords are known, for the chord network: pieces of a dataset that brought their chords, and charts."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord
from engine.music.grid import MICRO_PER_STEP, STEPS_PER_BEAT
from engine.music.harmony import CHORD_CLASSES, chord_class
from engine.music.key_spelling import key_tonic
from engine.music.note import Role
from engine.sentences import system_reason
from training.corpus import plain_title, split_of
from training.shards import Piece, iter_pieces, zipfile_error

LABELLED = ("wjazzd", "omnibook", "pop909", "openewld")
"""Corpora whose pieces come with their chords. In the others a dataset's chords are guesses."""
KEYED = ("wjazzd", "omnibook", "openewld")
"""Those that name the key as well. Of pop909 the key heard by profiles is right but for the mode."""
FEWEST_BEATS = 8
SIGNATURES = 24
_CHART_METERS = {"4/4": 4, "3/4": 3}


@dataclass(frozen=True, eq=False)
class Song:
    """Notes and chords on T beats.

    Attributes:
        corpus: where it comes from.
        notes: (N, 4): onset and end in beats, pitch, velocity.
        voice: (N,) whether a note belongs to the melody.
        chords: T chords; None where it is not known which.
        downbeats: (T,) whether a bar begins.
        key: index into `ALL_KEYS`, -1 where it is not known, `SIGNATURES` + a major tonic where only the signature is.
    """

    corpus: str
    notes: NDArray[np.float64]
    voice: NDArray[np.bool_]
    chords: tuple[Chord | None, ...]
    downbeats: NDArray[np.bool_]
    key: int = -1

    def part(self, first: int, stop: int) -> Song:
        """Beats `first` to `stop`, with the notes that begin in them."""
        inside = (self.notes[:, 0] >= first - 0.06) & (self.notes[:, 0] < stop - 0.06)
        notes = self.notes[inside]
        notes[:, :2] -= first
        return Song(
            self.corpus, notes, self.voice[inside], self.chords[first:stop], self.downbeats[first:stop], self.key
        )

    def with_notes(self, notes: NDArray[np.float64], voice: NDArray[np.bool_] | None = None) -> Song:
        """The same beats and chords with other notes, all of them the melody unless `voice` says which."""
        melody = np.ones(len(notes), bool) if voice is None else voice
        return Song(self.corpus, notes, melody, self.chords, self.downbeats, self.key)

    @cached_property
    def states(self) -> NDArray[np.int64]:
        """(T,) class * 12 + root of each beat's chord, -1 where it is unknown or there is none."""
        return np.array(
            [-1 if c is None or c.root is None else chord_class(c) * 12 + c.root for c in self.chords], np.int64
        )

    def spans(self) -> list[tuple[int, int]]:
        """First beat, and the beat after the last, of each stretch of one chord."""
        if not self.chords:
            return []
        changes = [i for i in range(1, len(self.chords)) if self.chords[i] != self.chords[i - 1]]
        edges = [0, *changes, len(self.chords)]
        return list(pairwise(edges))


def labelled_songs(dataset: Path, split: str) -> list[Song]:
    """The pieces of a split that brought their chords. Raises InputError for a dataset that cannot be read."""
    return [song_of(piece) for piece in iter_pieces(dataset, split) if piece.meta["corpus"] in LABELLED]


def aligned_songs(dataset: Path, labels: Path) -> list[Song]:
    """The recordings of the training part that `training.chord_alignment` found chords for.

    Raises:
        InputError: if the file of labels, or the dataset, cannot be read.
    """
    try:
        with np.load(labels, allow_pickle=False) as arrays:
            states = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile_error()) as error:
        raise InputError("{path} holds no aligned chords ({error}).", path=labels, error=error) from error
    songs = []
    for piece in iter_pieces(dataset, "train"):
        found = states.get(str(piece.meta["id"]))
        if found is not None and len(found) == piece.n_beats:
            chords = tuple(Chord(int(s) % 12, CHORD_CLASSES[int(s) // 12]) if s >= 0 else None for s in found)
            songs.append(replace(song_of(piece), chords=chords, key=-1))
    return songs


def song_of(piece: Piece) -> Song:
    """A piece of a dataset with the chords it has."""
    onset = (piece.onset + (piece.micro + 0.5) / MICRO_PER_STEP - 0.5) / STEPS_PER_BEAT
    end = onset + piece.duration / STEPS_PER_BEAT
    notes = np.stack([onset, end, piece.pitch, piece.velocity], axis=1).astype(np.float64)
    chords = tuple(
        Chord(int(root), CHORD_CLASSES[quality], int(bass) if bass not in (-1, root) else None) if root >= 0 else None
        for root, quality, bass in zip(piece.chord_root, piece.chord_quality, piece.chord_bass, strict=True)
    )
    corpus = str(piece.meta["corpus"])
    key = key_index(str(piece.meta["key"]))
    if corpus not in KEYED and key >= 0:
        key = SIGNATURES + (key if key < 12 else (key + 3) % 12)
    return Song(corpus, notes, piece.role == Role.LEAD, chords, piece.bar_position == 0, key)


def key_index(name: str) -> int:
    """Index into `ALL_KEYS` of a key by any of its names; -1 where it is none."""
    try:
        tonic, minor = key_tonic(name)
    except InputError:
        return -1
    return tonic + 12 * minor


def chart_songs(path: Path, split: str) -> list[Song]:
    """The charts of `chart_titles` that belong to a split: they are split by title, as datasets are."""
    return [song for title, song in chart_titles(path).items() if split_of(title) == split]


def chart_titles(path: Path) -> dict[str, Song]:
    """Charts of a table (tune_id, title, key, meter, duration_beats, chord; a row a chord) by plain title, as songs
    without notes.

    Only those in 4/4 and 3/4 whose chords can all be read; of several with one title the first.

    Raises:
        InputError: if the table cannot be read or lacks a column.
    """
    tunes: dict[str, list[dict[str, str]]] = {}
    songs: dict[str, Song] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                tunes.setdefault(row["tune_id"], []).append(row)
        for rows in tunes.values():
            song = _chart(rows)
            if song is not None:
                songs.setdefault(plain_title(rows[0]["title"]), song)
    except OSError as error:
        raise InputError("{path} cannot be read ({reason}).", path=path, reason=system_reason(error)) from error
    except (KeyError, ValueError) as error:
        raise InputError("{path} is no table of chord charts ({error}).", path=path, error=error) from error
    return songs


def _chart(rows: Sequence[dict[str, str]]) -> Song | None:
    beats_per_bar = _CHART_METERS.get(rows[0]["meter"])
    if beats_per_bar is None:
        return None
    chords: list[Chord | None] = []
    for row in rows:
        try:
            chord = parse_chord(row["chord"])
        except InputError:
            return None
        chords += [chord] * round(float(row["duration_beats"]))
    if len(chords) < FEWEST_BEATS:
        return None
    tonic, _, mode = rows[0]["key"].partition("-")
    key = key_index({"maj": tonic, "min": tonic + "m"}.get(mode, ""))
    downbeats = np.arange(len(chords)) % beats_per_bar == 0
    return Song("charts", np.zeros((0, 4)), np.zeros(0, bool), tuple(chords), downbeats, key)
