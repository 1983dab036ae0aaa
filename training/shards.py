"""The dataset on disk: compressed shards of pieces and their index. Writes and reads; knows nothing about corpora."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import InputError, ResourceError
from engine.files import replacing
from engine.sentences import system_reason

FORMAT_VERSION = 1
SPLITS = ("train", "valid", "test")
INDEX_NAME = "index.json"

_NOTE_ARRAYS: dict[str, type[np.generic]] = {
    "onset": np.int32,
    "micro": np.int8,
    "pitch": np.uint8,
    "velocity": np.uint8,
    "duration": np.uint16,
    "role": np.int8,
}
_BEAT_ARRAYS: dict[str, type[np.generic]] = {
    "beat_time": np.float32,
    "bar_position": np.int8,
    "bar_length": np.int8,
    "chord_root": np.int8,
    "chord_quality": np.int8,
    "chord_bass": np.int8,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece on the model's grid: N notes sorted by (onset, pitch), B quarter beats. Arrays may be read-only views.

    Attributes:
        onset: int32[N], grid steps (1/24 quarter beat) from the first beat, which is a downbeat.
        micro: int8[N], 0..7, where in its step the onset lies: true = onset + (micro + 0.5) / 8 - 0.5 steps.
        pitch: uint8[N], 0..127.
        velocity: uint8[N], 1..127.
        duration: uint16[N], grid steps, 1..384.
        role: int8[N], `engine.music.note.Role`.
        beat_time: float32[B], seconds from the first beat.
        bar_position: int8[B], quarter beats since the bar line; 0 is the downbeat.
        bar_length: int8[B], quarter beats in this beat's bar (6/8: 3; two bars of 3/8 make one of 3).
        chord_root: int8[B], pitch class, -1 for none.
        chord_quality: int8[B], index into `engine.music.harmony.CHORD_CLASSES`, -1 for none.
        chord_bass: int8[B], pitch class, -1 for none.
        meta: id, corpus, title, tune, artist, composer, genres, texture, key, tempo, grid, source, notes, licence.
    """

    onset: npt.NDArray[np.int32]
    micro: npt.NDArray[np.int8]
    pitch: npt.NDArray[np.uint8]
    velocity: npt.NDArray[np.uint8]
    duration: npt.NDArray[np.uint16]
    role: npt.NDArray[np.int8]
    beat_time: npt.NDArray[np.float32]
    bar_position: npt.NDArray[np.int8]
    bar_length: npt.NDArray[np.int8]
    chord_root: npt.NDArray[np.int8]
    chord_quality: npt.NDArray[np.int8]
    chord_bass: npt.NDArray[np.int8]
    meta: dict[str, Any]

    @property
    def n_notes(self) -> int:
        """Number of notes."""
        return len(self.onset)

    @property
    def n_beats(self) -> int:
        """Number of quarter beats."""
        return len(self.beat_time)

    @property
    def seconds(self) -> float:
        """Time from the first beat to the last one."""
        return float(self.beat_time[-1] - self.beat_time[0]) if len(self.beat_time) else 0.0


def pack(pieces: Sequence[Piece]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of one shard: every piece's notes and beats end to end, with offsets and one JSON string a piece."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "note_offset": np.cumsum([0] + [piece.n_notes for piece in pieces], dtype=np.int64),
        "beat_offset": np.cumsum([0] + [piece.n_beats for piece in pieces], dtype=np.int64),
    }
    for name, kind in {**_NOTE_ARRAYS, **_BEAT_ARRAYS}.items():
        parts = [getattr(piece, name) for piece in pieces]
        arrays[name] = np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)
    arrays["meta"] = np.array(
        [json.dumps(piece.meta, ensure_ascii=False, sort_keys=True) for piece in pieces], dtype=str
    )
    return arrays


def unpack(arrays: Mapping[str, npt.NDArray[Any]]) -> Iterator[Piece]:
    """The pieces of one shard, as views of its arrays."""
    loaded = {name: arrays[name] for name in (*_NOTE_ARRAYS, *_BEAT_ARRAYS)}
    notes, beats, meta = arrays["note_offset"], arrays["beat_offset"], arrays["meta"]
    for index in range(len(notes) - 1):
        note = slice(int(notes[index]), int(notes[index + 1]))
        beat = slice(int(beats[index]), int(beats[index + 1]))
        parts = {name: loaded[name][note] for name in _NOTE_ARRAYS}
        parts.update({name: loaded[name][beat] for name in _BEAT_ARRAYS})
        yield Piece(**parts, meta=json.loads(str(meta[index])))


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write a compressed npz under a temporary name, then rename it: `path` is whole or absent.

    Raises:
        ResourceError: where the disk refuses.
    """
    try:
        with replacing(path) as temporary, temporary.open("wb") as handle:
            np.savez_compressed(handle, **dict(arrays))  # type: ignore[arg-type]  # array names are the keywords
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise ResourceError(
            "Could not write {path} ({reason}); free some space or choose another folder.",
            path=path,
            reason=system_reason(error),
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text under a temporary name, then rename it. Raises ResourceError where the disk refuses."""
    try:
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            "Could not write {path} ({reason}); free some space or choose another folder.",
            path=path,
            reason=system_reason(error),
        ) from error


def shard_path(dataset: Path, split: str, number: int) -> Path:
    """Where shard `number` of `split` lies."""
    return dataset / f"{split}-{number:05d}.npz"


def write_shard(dataset: Path, split: str, number: int, pieces: Sequence[Piece]) -> Path:
    """Write one shard and return its path. Raises ResourceError where the disk refuses."""
    path = shard_path(dataset, split, number)
    write_arrays(path, pack(pieces))
    return path


def load_index(dataset: Path) -> dict[str, Any]:
    """index.json of a finished dataset.

    Raises:
        InputError: if it is missing, unreadable or of another format version.
    """
    path = dataset / INDEX_NAME
    if not path.is_file():
        raise InputError(
            "{dataset} is not a finished dataset (no {index}); run `tatumflow prepare` on your files first.",
            dataset=dataset,
            index=INDEX_NAME,
        )
    try:
        index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("{path} cannot be read; run `tatumflow prepare` again.", path=path) from error
    if index.get("version") != FORMAT_VERSION:
        raise InputError(
            "{dataset} was written by another version of TatumFlow; run `tatumflow prepare` again.", dataset=dataset
        )
    return index


def shard_paths(dataset: Path, split: str) -> list[Path]:
    """The shards of `split` as the index lists them. Raises InputError as `load_index`, or for a lost shard."""
    if split not in SPLITS:
        raise InputError("There is no split '{split}'; use one of {splits}.", split=split, splits=", ".join(SPLITS))
    paths = [dataset / name for name in load_index(dataset)["shards"][split]]
    for path in paths:
        if not path.is_file():
            raise InputError("{path} is missing from the dataset; run `tatumflow prepare` again.", path=path)
    return paths


def read_shard(path: Path) -> list[Piece]:
    """The pieces of one shard. Raises InputError where it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return list(unpack({name: arrays[name] for name in arrays.files}))
    except (OSError, ValueError, KeyError, EOFError, zipfile_error()) as error:
        raise InputError("{path} is damaged; delete it and run `tatumflow prepare` again.", path=path) from error


def zipfile_error() -> type[Exception]:
    """What a cut-off npz raises."""
    from zipfile import BadZipFile

    return BadZipFile


def iter_pieces(dataset: Path | str, split: str) -> Iterator[Piece]:
    """Every piece of `split`, one shard in memory at a time. Raises InputError as `shard_paths` and `read_shard`."""
    for path in shard_paths(Path(dataset), split):
        yield from read_shard(path)


def count(pieces: Iterable[Piece]) -> dict[str, float]:
    """Pieces, notes, beats and seconds of `pieces`."""
    totals = {"pieces": 0.0, "notes": 0.0, "beats": 0.0, "seconds": 0.0}
    for piece in pieces:
        totals["pieces"] += 1
        totals["notes"] += piece.n_notes
        totals["beats"] += piece.n_beats
        totals["seconds"] += piece.seconds
    return totals
