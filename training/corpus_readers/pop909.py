"""Songs in three tracks with chords beside them: a folder with midi/NNN.mid and chords/NNN.csv."""

from __future__ import annotations

from pathlib import Path

from engine.music.note import TICKS_PER_QUARTER
from training.corpus_readers import clips, symbols
from training.corpus_readers.base import Folder, Reading, SkipError, Source, read_table

NAME = "pop909"


def find(folder: Folder) -> list[Source]:
    """Sources of this layout directly in `folder`."""
    if not {"midi", "chords"} <= set(folder.folders):
        return []
    sources = []
    for midi in sorted((folder.path / "midi").glob("*.mid")):
        chords = folder.path / "chords" / f"{midi.stem}.csv"
        if not chords.is_file():
            continue
        sources.append(
            Source(
                path=folder.relative(f"midi/{midi.name}"),
                layout=NAME,
                corpus=NAME,
                companions=(folder.relative(f"chords/{chords.name}"),),
                title=f"{NAME} {midi.stem}",
                genres=(("Pop", 1.0),),
                texture="lead+piano",
                licence="MIT",
            )
        )
    return sources


def chord_rows(path: Path, column: str) -> list[tuple[float, float, int, int, int]]:
    """Chord spans in ticks from a table of start_beat, end_beat and `column`. Raises SkipError where it is damaged."""
    try:
        return [
            (
                float(row["start_beat"]) * TICKS_PER_QUARTER,
                float(row["end_beat"]) * TICKS_PER_QUARTER,
                *symbols.parse(row[column]),
            )
            for row in read_table(path)
        ]
    except (KeyError, ValueError) as error:
        raise SkipError(f"broken table: {error}") from error


def read(root: Path, source: Source) -> Reading:
    """Read one song: the melody leads, the piano accompanies."""
    clip = clips.load(root / source.path)
    reading = clips.by_file(clip)
    reading.key = clip.key or ""
    reading.chord_spans = chord_rows(root / source.companions[0], "chord") or None
    return reading
