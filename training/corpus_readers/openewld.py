"""Lead sheets: NAME.mid with the melody beside NAME.chords.csv (start_beat, end_beat, symbol)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.files import is_midi_name
from training.corpus_readers import clips
from training.corpus_readers.base import Folder, Reading, Source
from training.corpus_readers.pop909 import chord_rows

NAME = "openewld"
_SUFFIX = ".chords.csv"


def find(folder: Folder) -> list[Source]:
    """Sources of this layout below a folder whose metadata names them, or directly in `folder`."""
    if {"midi", "chords", "title"} <= folder.metadata_columns:
        return [
            _source(folder, row["midi"], row["chords"], row)
            for row in folder.rows("metadata.csv")
            if (folder.path / row["midi"]).is_file() and (folder.path / row["chords"]).is_file()
        ]
    names = set(folder.files)
    return [
        _source(folder, name, Path(name).stem + _SUFFIX, {})
        for name in folder.files
        if is_midi_name(name) and Path(name).stem + _SUFFIX in names
    ]


def _source(folder: Folder, midi: str, chords: str, row: dict[str, str]) -> Source:
    key = row.get("key", "").split()
    return Source(
        path=folder.relative(midi),
        layout=NAME,
        corpus=NAME,
        companions=(folder.relative(chords),),
        title=row.get("title") or Path(midi).stem,
        composer=row.get("composer", ""),
        genres=(("Songbook", 1.0),),
        texture="lead",
        key=key[0] + ("m" if key[1] == "minor" else "") if len(key) == 2 and key[1] in {"major", "minor"} else "",
        licence="MIT" if row else "",
    )


def read(root: Path, source: Source) -> Reading:
    """Read one lead sheet: all its notes are the melody."""
    reading = clips.by_file(clips.load(root / source.path))
    reading.role = np.zeros(len(reading.onset), np.int8)
    reading.chord_spans = chord_rows(root / source.companions[0], "symbol") or None
    return reading
