"""Writing a file whole or not at all, and the names of MIDI files. What is written, and what is said where the disk
refuses, is the caller's.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

MIDI_SUFFIXES = (".mid", ".midi", ".kar", ".smf", ".rmi")
"""Endings of files that are looked into for music; the first is given to our own."""
MIDI_PATTERNS = " ".join(f"*{suffix}" for suffix in MIDI_SUFFIXES)
"""The same for a file dialog."""


def is_midi_name(name: str | Path) -> bool:
    """Whether a file is a MIDI file by its name, whatever it holds."""
    return Path(name).suffix.lower() in MIDI_SUFFIXES


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name in the folder of `path`, which takes its place when the block ends well.

    Otherwise the temporary file is removed and what was at `path` stays. A link is written through, and a file that is
    there keeps its permissions. The name ends in .tmp, so a writer has to be told its format.

    Raises:
        OSError: where the disk refuses.
    """
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f".{os.urandom(6).hex()}.tmp")
    try:
        yield temporary
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
