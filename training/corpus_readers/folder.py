"""Any folder of MIDI files: the folder's name is the label, the file's name the title. Beats are tracked if need be."""

from __future__ import annotations

from pathlib import Path

from engine.files import is_midi_name
from training.corpus_readers import clips
from training.corpus_readers.base import Folder, Reading, Source

NAME = "folder"


def find(folder: Folder) -> list[Source]:
    """The MIDI files directly in `folder`."""
    sources = []
    for name in folder.files:
        if not is_midi_name(name) or name.startswith("."):
            continue
        path = folder.relative(name)
        top = Path(path).parts[0] if len(Path(path).parts) > 1 else folder.root.resolve().name
        sources.append(
            Source(
                path=path,
                layout=NAME,
                corpus=top,
                title=Path(name).stem.replace("_", " "),
                artist=folder.name,
                genres=((folder.name, 1.0),),
                licence="the user's own files",
            )
        )
    return sources


def read(root: Path, source: Source) -> Reading:
    """Read one file by its own grid where it has one, else by tracked beats."""
    return clips.by_measure(clips.load(root / source.path))
