"""Transcribed piano performances: a metadata.csv with artist, album, title, path and transcription agreement.

The ticks of these files are a plain clock, so beats are tracked.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from training.corpus_readers import clips
from training.corpus_readers.base import Folder, Reading, Source, number

NAME = "pijama"
MIN_AGREEMENT = 0.6
"""Agreement of two transcriptions below which a performance is left out: the tail of the distribution (1 % of the 2,449
performances; 1st percentile 0.62, 5th 0.79, median 0.90), nearly all from noisy or sped-up historic recordings."""


def find(folder: Folder) -> list[Source]:
    """Sources that the folder's metadata names."""
    if not {"artist", "album", "title", "path", "agreement"} <= folder.metadata_columns:
        return []
    styles: dict[str, list[tuple[str, float]]] = defaultdict(list)
    if "artist_styles.csv" in folder.files and folder.header("artist_styles.csv") >= {"artist", "genre", "weight"}:
        for row in folder.rows("artist_styles.csv"):
            styles[row["artist"]].append((row["genre"], number(row["weight"])))
    sources = []
    for row in folder.rows("metadata.csv"):
        if not (folder.path / row["path"]).is_file():
            continue
        agreement = number(row["agreement"], 1.0)
        genres = sorted(styles[row["artist"]], key=lambda item: (-item[1], item[0]))
        sources.append(
            Source(
                path=folder.relative(row["path"]),
                layout=NAME,
                corpus=NAME,
                title=row["title"],
                artist=row["artist"],
                genres=tuple(genres) or (("Jazz", 1.0),),
                licence="CC BY-NC 3.0",
                note=f"source split {row['split']}" if row.get("split") else "",
                skip="unreliable transcription: agreement below 0.6" if agreement < MIN_AGREEMENT else "",
            )
        )
    return sources


def read(root: Path, source: Source) -> Reading:
    """Read one performance. Raises SkipError where the file is broken or has no beat."""
    return clips.by_tracking(clips.load(root / source.path))
