"""Small stride pieces for tests that learn from a folder."""

from __future__ import annotations

from pathlib import Path

from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note


def stride(number: int, bars: int = 24) -> Clip:
    """Bass and chords in turn under a line: enough for a model to hear something in."""
    notes = []
    for bar in range(bars):
        root = 36 + (bar * 5 + number * 2) % 12
        for beat in range(4):
            at = bar * 1920 + beat * 480
            if beat % 2 == 0:
                notes.append(Note(at, root, 400, 80))
            else:
                notes += [Note(at, root + 24 + step, 300, 64) for step in (0, 4, 10)]
            for half in (0, 240):
                step = (bar * 3 + beat * 2 + half // 240 + number) % 15
                notes.append(Note(at + half, root + 36 + step, 220, 92))
    return Clip(tuple(sorted(notes, key=lambda note: (note.start, note.pitch))), length=1920 * bars)


def stride_folder(folder: Path, count: int, name: str = "Stride") -> Path:
    """A new folder with that many of the pieces, "Stride 0.mid" and so on."""
    folder.mkdir()
    for number in range(count):
        write_clip(stride(number), folder / f"{name} {number}.mid")
    return folder
