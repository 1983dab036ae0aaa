"""Where commands write: checks before the work begins, so that nothing is computed that cannot be kept."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from engine.errors import InputError, ResourceError
from engine.files import replacing
from engine.sentences import system_reason

WRITTEN_SUFFIXES = (".mid", ".midi")
"""What a MIDI file of ours may end in."""


def check_folder(folder: Path) -> None:
    """Raise InputError where `folder` does not exist or no file can be created in it."""
    if not folder.exists():
        raise InputError(
            "The folder {folder} does not exist: create it or choose another place for the output.", folder=folder
        )
    if not folder.is_dir():
        raise InputError("{folder} is a file, not a folder: choose another place for the output.", folder=folder)
    try:
        # The only honest test: permissions alone do not tell of read-only or full disks.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ResourceError(
            "Nothing can be written into {folder} ({reason}): choose another place.",
            folder=folder,
            reason=system_reason(error),
        ) from None


def check_output(path: Path, *, force: bool, suffixes: Sequence[str]) -> None:
    """Raise InputError where `path` cannot become an output file: wrong suffix, a folder, there already, no folder."""
    if path.suffix.lower() not in suffixes:
        raise InputError("The output {path} must end in {suffixes}.", path=path, suffixes=" or ".join(suffixes))
    if path.is_dir():
        raise InputError("The output {path} is a folder: name a file.", path=path)
    if path.exists() and not force:
        raise InputError("{path} exists already: choose another name or add --force to overwrite it.", path=path)
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


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; the file appears whole or not at all.

    Raises:
        ResourceError: where the file cannot be written.
    """
    try:
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise ResourceError(
            "{path} cannot be written ({reason}): choose another place.", path=path, reason=system_reason(error)
        ) from error
