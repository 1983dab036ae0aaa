"""Quantised solos as tables, one CSV a tune: onset_beats, duration_beats, pitch and the chord under each note."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.corpus_readers import symbols
from training.corpus_readers.bars import Bar, build_grid
from training.corpus_readers.base import Folder, Reading, SkipError, Source, number, read_table
from training.corpus_readers.wjazzd import key_name

NAME = "omnibook"
_COLUMNS = {"onset_beats", "duration_beats", "pitch", "chord"}
_DEFAULT_TEMPO = 120.0


def find(folder: Folder) -> list[Source]:
    """Sources of this layout directly in `folder`."""
    tables = [name for name in folder.files if name.endswith(".csv") and folder.header(name) >= _COLUMNS]
    if not tables:
        return []
    rows = folder.rows("metadata.csv") if {"file", "title"} <= folder.metadata_columns else []
    about = {row["file"]: row for row in rows}
    sources = []
    for name in tables:
        row = about.get(name, {})
        style = row.get("style", "").capitalize()
        sources.append(
            Source(
                path=folder.relative(name),
                layout=NAME,
                corpus=NAME,
                title=row.get("title") or Path(name).stem.replace("_", " "),
                artist=row.get("performer", ""),
                composer=row.get("composer", ""),
                genres=((style, 1.0), ("Jazz", 1.0)) if style else (("Jazz", 1.0),),
                texture="lead",
                key=key_name(row.get("key", "")),
                tempo=number(row.get("tempo", "")),
                meter=row.get("signature", ""),
                licence="MIT",
            )
        )
    return sources


def read(root: Path, source: Source) -> Reading:
    """Read one solo. Raises SkipError where the table does not hold one."""
    notes = read_table(root / source.path)
    if not notes:
        raise SkipError("empty: no notes")
    try:
        onset = np.array([float(row["onset_beats"]) for row in notes])
        end = onset + [float(row["duration_beats"]) for row in notes]
        pitch = np.array([round(float(row["pitch"])) for row in notes], dtype=np.int64)
    except (KeyError, ValueError) as error:
        raise SkipError(f"broken table: {error}") from error
    numerator = int(number((source.meter or "4/4").partition("/")[0], 4.0)) or 4
    # Positions are seconds, so that the tempo of the metadata reaches the beat times.
    beat = 60.0 / (source.tempo if 20 <= source.tempo <= 500 else _DEFAULT_TEMPO)
    first = int(np.floor(onset.min() / numerator))
    count = int(np.ceil((end.max() + 1e-6) / numerator)) - first
    bars = [Bar(numerator, (0.0,), ((first + index) * numerator * beat,), numerator) for index in range(max(1, count))]
    spans: list[tuple[float, float, int, int, int]] = []
    # The table names a chord only where a note begins: it lasts until a note names another.
    starts = np.floor(onset + 1e-6)
    for index, row in enumerate(notes):
        stop = max(starts[index] + 1, starts[index + 1]) if index + 1 < len(notes) else np.ceil(end[index])
        spans.append((float(starts[index]) * beat, float(stop) * beat, *symbols.parse(row["chord"])))
    return Reading(
        onset=onset * beat,
        end=end * beat,
        pitch=pitch,
        velocity=np.full(len(onset), 80, dtype=np.int64),
        grid=build_grid(bars, (first + max(1, count)) * numerator * beat),
        origin="file",
        role=np.zeros(len(onset), np.int8),
        chord_spans=spans,
    )
