"""The unit of work of `prepare`: a batch of files becomes one part file, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from engine.errors import InputError, ResourceError
from engine.sentences import Sentence
from training.corpus import content_hash
from training.corpus_readers import TRACKED_LAYOUTS, read
from training.corpus_readers.base import SkipError, Source
from training.duplicates import Fingerprint, fingerprint
from training.pieces import make_piece
from training.shards import Piece, pack, unpack, write_arrays

__all__ = ["BadZipFile", "Batch", "PartSummary", "make_part", "plan", "read_pieces", "read_summary"]

READING_VERSION = 2
"""Raise it when readings or labels change: parts written before are then made anew."""
MAX_BATCH = 32
_BOUNDARY = 12
"""One source in so many ends its batch (by its path's hash): new files change the batches around them only."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some sources with their content hashes. `key` names the part file and changes with any of them."""

    key: str
    sources: tuple[Source, ...]
    hashes: tuple[str, ...]

    def part_path(self, parts: Path) -> Path:
        """Where the finished part lies."""
        return parts / f"{self.key}.npz"


@lru_cache(maxsize=1)
def tracker_version() -> str:
    """Hash of the beat tracker's weights and of its search: others give other beats."""
    from engine.music.meter_decode import DecodeSettings
    from engine.music.meter_network import WEIGHTS

    weights = WEIGHTS.read_bytes() if WEIGHTS.is_file() else b""
    return hashlib.sha256(weights + repr(DecodeSettings()).encode()).hexdigest()


def plan(sources: Sequence[Source], hashes: Sequence[str]) -> list[Batch]:
    """Batches of neighbouring sources of one layout and corpus; those that need no beat tracking come first."""
    batches: list[Batch] = []
    current: list[tuple[Source, str]] = []

    def close() -> None:
        if current:
            digest = hashlib.sha256(f"{READING_VERSION}".encode())
            if current[0][0].layout in TRACKED_LAYOUTS:
                digest.update(tracker_version().encode())
            digest.update(json.dumps([value for _, value in current]).encode())
            batches.append(
                Batch(digest.hexdigest()[:24], tuple(s for s, _ in current), tuple(value for _, value in current))
            )
            current.clear()

    for source, value in zip(sources, hashes, strict=True):
        if source.skip:
            continue
        if current and (source.layout, source.corpus) != (current[0][0].layout, current[0][0].corpus):
            close()
        current.append((source, value))
        if len(current) >= MAX_BATCH or hashlib.sha256(source.path.encode()).digest()[0] % _BOUNDARY == 0:
            close()
    close()
    return sorted(batches, key=lambda batch: batch.sources[0].layout in TRACKED_LAYOUTS)


def make_part(root: str, parts: str, batch: Batch) -> int:
    """Read, check and label the files of `batch` and write its part. Returns the number of notes kept.

    Raises:
        InputError: if a file is taken away meanwhile.
        ResourceError: if the disk refuses.
    """
    pieces: list[Piece] = []
    prints: list[Fingerprint] = []
    skipped: list[tuple[str, str, str]] = []
    for source, content in zip(batch.sources, batch.hashes, strict=True):
        try:
            reading = read(Path(root), source)
            piece = make_piece(source, reading)
            print_ = fingerprint(piece, reading.onset, reading.pitch)
        except SkipError as error:
            _check_unchanged(root, source, content)
            skipped.append((source.path, source.corpus, str(error)))
            continue
        except InputError as error:
            _check_unchanged(root, source, content)
            skipped.append((source.path, source.corpus, f"broken: {error}"))
            continue
        except (ResourceError, MemoryError):
            raise  # the machine is at fault, not the file
        except Exception as error:  # one odd file must not cost the other thousands; the report names it
            _check_unchanged(root, source, content)
            skipped.append((source.path, source.corpus, f"broken: {type(error).__name__}: {error}"))
            continue
        piece.meta["content"] = content[:16]
        pieces.append(piece)
        prints.append(print_)
    arrays = pack(pieces)
    arrays["skipped"] = np.array([json.dumps(row, ensure_ascii=False) for row in skipped], dtype=str)
    arrays.update(_pack_prints(prints))
    write_arrays(batch.part_path(Path(parts)), arrays)
    return sum(piece.n_notes for piece in pieces)


def _check_unchanged(root: str, source: Source, content: str) -> None:
    """A file that was taken away while it was to be read is not broken: its part would say so for good."""
    if content_hash(Path(root), source) != content:
        gone = source.path if Path(root).is_dir() else Sentence("the whole folder")
        raise InputError(
            "While {root} was being read, {gone} was taken away or changed; bring it back or leave it "
            "out, then give the same command again.",
            root=root,
            gone=gone,
        )


def _pack_prints(prints: Sequence[Fingerprint]) -> dict[str, npt.NDArray[Any]]:
    sketches = [p.sketch for p in prints]
    rhythms = [p.rhythm_sketch for p in prints]
    return {
        "print_pitches": np.array([p.pitches for p in prints], np.uint64),
        "print_shape": np.array([p.shape for p in prints], np.int32),
        "sketch_offset": np.cumsum([0] + [len(s) for s in sketches], dtype=np.int64),
        "sketch": np.concatenate([np.zeros(0, np.uint64), *sketches]),
        "rhythm_offset": np.cumsum([0] + [len(s) for s in rhythms], dtype=np.int64),
        "rhythm": np.concatenate([np.zeros(0, np.uint64), *rhythms]),
    }


@dataclass(frozen=True, slots=True)
class PartSummary:
    """What the comparison needs of a part: each piece's metadata and fingerprint, and what was left out and why."""

    meta: list[dict[str, Any]]
    prints: list[Fingerprint]
    skipped: list[tuple[str, str, str]]
    beats: list[int]
    seconds: list[float]


def read_summary(path: Path) -> PartSummary:
    """The summary of a part, without its notes."""
    with np.load(path, allow_pickle=False) as arrays:
        sketch, at = arrays["sketch"], arrays["sketch_offset"]
        rhythm, rhythm_at = arrays["rhythm"], arrays["rhythm_offset"]
        pitches, shape = arrays["print_pitches"], arrays["print_shape"]
        beat_at, times = arrays["beat_offset"], arrays["beat_time"]
        prints = [
            Fingerprint(int(pitches[i]), shape[i], sketch[at[i] : at[i + 1]], rhythm[rhythm_at[i] : rhythm_at[i + 1]])
            for i in range(len(pitches))
        ]
        return PartSummary(
            [json.loads(str(text)) for text in arrays["meta"]],
            prints,
            [tuple(json.loads(str(text))) for text in arrays["skipped"]],
            np.diff(beat_at).tolist(),
            [float(times[beat_at[i + 1] - 1] - times[beat_at[i]]) for i in range(len(pitches))],
        )


def read_pieces(path: Path) -> list[Piece]:
    """The pieces of a part, whole."""
    with np.load(path, allow_pickle=False) as arrays:
        return list(unpack({name: arrays[name] for name in arrays.files}))
