"""Where commands write: checks before the work begins, so that nothing is computed that cannot be kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import InputError, ResourceError

MIDI_SUFFIXES = (".mid", ".midi")


def check_folder(folder: Path) -> None:
    """Raise InputError where `folder` does not exist or no file can be created in it."""
    if not folder.exists():
        raise InputError(f"The folder {folder} does not exist: create it or choose another place for the output.")
    if not folder.is_dir():
        raise InputError(f"{folder} is a file, not a folder: choose another place for the output.")
    try:
        # The only honest test: permissions alone do not tell of read-only or full disks.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or "no permission"
        raise ResourceError(f"Nothing can be written into {folder} ({reason}): choose another place.") from None


def check_output(path: Path, *, force: bool, suffixes: Sequence[str]) -> None:
    """Raise InputError where `path` cannot become an output file: wrong suffix, a folder, there already, no folder."""
    if path.suffix.lower() not in suffixes:
        raise InputError(f"The output {path} must end in {' or '.join(suffixes)}.")
    if path.is_dir():
        raise InputError(f"The output {path} is a folder: name a file.")
    if path.exists() and not force:
        raise InputError(f"{path} exists already: choose another name or add --force to overwrite it.")
    check_folder(path.parent)


def free_names(folder: Path, stem: str, suffix: str, count: int, *, force: bool) -> list[Path]:
    """`count` paths in `folder` made from `stem`, numbered where needed; with `force` existing ones are taken again."""
    if count == 1:
        first = folder / f"{stem}{suffix}"
        if force or not first.exists():
            return [first]
    number = 1 if count > 1 else 2
    names: list[Path] = []
    while len(names) < count:
        path = folder / f"{stem}-{number}{suffix}"
        if force or not path.exists():
            names.append(path)
        number += 1
    return names


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then rename it: a failed run leaves no half file.

    Raises:
        ResourceError: where the file cannot be written.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".tatumflow-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        # mkstemp makes files for the owner alone; a result is an ordinary file.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise ResourceError(f"{path} cannot be written ({error.strerror or error}): choose another place.") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
