"""MIDI files made from scores, named by a metadata.csv with path, title, composer and licence. Their grid is true."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER
from training.corpus_readers import clips
from training.corpus_readers.base import Folder, Reading, Source

NAME = "scores"
_KEYBOARD = re.compile(r"piano|pno|klavier|clavier|harp|cembalo|organ|orgel|keyboard|fortepiano", re.IGNORECASE)


def find(folder: Folder) -> list[Source]:
    """Sources that the folder's metadata names."""
    if not {"path", "title", "composer", "licence"} <= folder.metadata_columns:
        return []
    sources = []
    for row in folder.rows("metadata.csv"):
        if not (folder.path / row["path"]).is_file():
            continue
        genres: list[tuple[str, float]] = []
        if row.get("genre"):
            genres.append((row["genre"].capitalize(), 1.0))
        if row.get("style"):
            genres.append((row["style"], 1.0))
        if "set" in folder.metadata_columns:
            genres.append(("Art song", 1.0))
        genres.append(("Ragtime", 1.0) if "Joplin" in row["composer"] else ("Classical", 1.0))
        sources.append(
            Source(
                path=folder.relative(row["path"]),
                layout=NAME,
                corpus=folder.name,
                title=row["title"],
                composer=row["composer"],
                genres=tuple(dict.fromkeys(genres)),
                licence=row["licence"],
            )
        )
    return sources


def is_keyboard(track: str) -> bool:
    """Whether a track's name is that of a keyboard instrument."""
    return bool(_KEYBOARD.search(track))


def voice_notes(path: Path, clip: Clip) -> npt.NDArray[np.bool_] | None:
    """Which notes are a voice over a keyboard part, by track names; None where the file has no such pair."""
    import mido

    try:
        file = mido.MidiFile(path, clip=True)
    except (OSError, ValueError, EOFError, KeyError, IndexError):
        return None
    names = [track.name if any(m.type == "note_on" for m in track) else "" for track in file.tracks]
    keyboard = [is_keyboard(name) for name in names]
    voices = [bool(name) and not is_keyboard for name, is_keyboard in zip(names, keyboard, strict=True)]
    if not any(keyboard) or not any(voices):
        return None
    starts: set[tuple[int, int]] = set()
    for track, is_voice in zip(file.tracks, voices, strict=True):
        tick = 0
        for message in track:
            tick += message.time
            if is_voice and message.type == "note_on" and message.velocity:
                scale = 2 * file.ticks_per_beat
                starts.add(((2 * tick * TICKS_PER_QUARTER + file.ticks_per_beat) // scale, message.note))
    return np.array([(note.start, note.pitch) in starts for note in clip.notes], dtype=bool)


def read(root: Path, source: Source) -> Reading:
    """Read one score; the voice of a song with piano leads."""
    clip = clips.load(root / source.path)
    reading = clips.by_file(clip)
    voice = voice_notes(root / source.path, clip)
    if voice is not None and voice.any() and not voice.all():
        reading.accompaniment = ~voice
        reading.texture = "lead+piano"
    return reading
