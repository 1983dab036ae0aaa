"""Jazz solos as tables: a folder with melody/*.csv (notes in seconds) and beat/*.csv (annotated beats and chords).

Notes are placed between the annotated beats; chords are those of the database.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.corpus_readers import symbols
from training.corpus_readers.bars import bars_from_beats, build_grid
from training.corpus_readers.base import Folder, Reading, SkipError, Source, number, read_table

NAME = "wjazzd"
_FREE_BAR = 4


def find(folder: Folder) -> list[Source]:
    """Sources of this layout directly in `folder`."""
    if not {"melody", "beat"} <= set(folder.folders):
        return []
    rows = folder.rows("metadata.csv") if {"file", "performer"} <= folder.metadata_columns else []
    about = {row["file"]: row for row in rows}
    sources = []
    for melody in sorted((folder.path / "melody").glob("*.csv")):
        row = about.get(melody.name, {})
        beats = folder.path / "beat" / melody.name
        style = row.get("style", "").capitalize()
        sources.append(
            Source(
                path=folder.relative(f"melody/{melody.name}"),
                layout=NAME,
                corpus=NAME,
                companions=(folder.relative(f"beat/{melody.name}"),) if beats.is_file() else (),
                title=row.get("title") or melody.stem,
                artist=row.get("performer", ""),
                composer=row.get("composer", ""),
                genres=((style, 1.0), ("Jazz", 1.0)) if style else (("Jazz", 1.0),),
                texture="lead",
                key=key_name(row.get("key", "")),
                licence="ODbL 1.0",
                skip="" if beats.is_file() else "no beat table beside the melody",
            )
        )
    return sources


def key_name(text: str) -> str:
    """ "F-maj" as "F", "D-min" as "Dm"; other modes are left to the key finder."""
    tonic, _, mode = text.partition("-")
    return {"maj": tonic, "min": tonic + "m"}.get(mode, "")


def velocities(loudness: list[float]) -> list[int]:
    """The median loudness (dB) of each note over the piece's own range, as velocities 40..110."""
    known = [value for value in loudness if value > 0]
    if not known:
        return [80] * len(loudness)
    low, high = np.percentile(known, [5, 95])
    span = max(6.0, float(high - low))
    middle = float(np.median(known))
    return [
        int(np.clip(round(75 + 70 * ((value if value > 0 else middle) - (low + high) / 2) / span), 40, 110))
        for value in loudness
    ]


def read(root: Path, source: Source) -> Reading:
    """Read one solo. Raises SkipError where its tables do not hold one."""
    notes = read_table(root / source.path)
    beats = read_table(root / source.companions[0])
    if not notes:
        raise SkipError("empty: no notes")
    if len(beats) < 2:
        raise SkipError("no beats are annotated")
    try:
        times = [float(row["onset"]) for row in beats]
        bar_numbers = [int(row["bar"]) for row in beats]
        lengths = [float(row["signature"].partition("/")[0]) for row in beats]
        onset = np.array([float(row["onset"]) for row in notes])
        end = onset + [float(row["duration"]) for row in notes]
        pitch = np.array([round(float(row["pitch"])) for row in notes], dtype=np.int64)
    except (KeyError, ValueError) as error:
        raise SkipError(f"broken table: {error}") from error
    if set(lengths) == {1.0}:
        # Free pieces: the database counts every beat as a bar. Bars of four keep phrases together.
        bar_numbers = [index // _FREE_BAR for index in range(len(times))]
        lengths = [float(_FREE_BAR)] * len(times)
    last = times[-1] + float(np.median(np.diff(times[-9:])))
    grid = build_grid(bars_from_beats(times, bar_numbers, lengths), last, float(onset.min()))
    ends = [*times[1:], last]
    spans = [
        (start, stop, *symbols.parse(row["chord"]))
        for start, stop, row in zip(times, ends, beats, strict=True)
        if row.get("chord")
    ]
    return Reading(
        onset=onset,
        end=end,
        pitch=pitch,
        velocity=np.array(velocities([number(row.get("loud_median", "")) for row in notes]), dtype=np.int64),
        grid=grid,
        origin="annotated",
        role=np.zeros(len(onset), np.int8),
        chord_spans=spans or None,
    )
