"""Project files: versioned JSON with a pool of clips, written whole or not at all. What a project holds besides clips
is its owner's: any tree of plain values in which clips are named by their place in the pool.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.errors import InputError, ResourceError
from engine.files import replacing
from engine.music.clip import Clip
from engine.music.clip_json import clip_from_json, clip_to_json
from engine.sentences import system_reason

FORMAT = "TatumFlow project"
VERSION = 1
SUFFIX = ".tatum"
MAX_PROJECT_BYTES = 500_000_000


class ClipTexts:
    """Remembers how clips read as JSON, so that saving again costs only what has changed."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Clip, str]] = {}

    def texts(self, clips: Sequence[Clip]) -> list[str]:
        """The JSON of each clip; clips that are not among these are forgotten."""
        known = self._texts
        self._texts = {}
        for clip in clips:
            # The clip itself is kept beside its text: a number alone could be given to another clip later.
            entry = known.get(id(clip))
            self._texts[id(clip)] = entry if entry is not None else (clip, _dumped(clip_to_json(clip), 2))
        return [self._texts[id(clip)][1] for clip in clips]


def project_text(content: dict[str, Any], clips: Sequence[Clip], cache: ClipTexts | None = None) -> str:
    """A project as the text of its file: `content` first, then the pool of clips."""
    head = {"format": FORMAT, "version": VERSION, **content}
    pool = ",\n".join((cache or ClipTexts()).texts(clips))
    # The pool is put in as it is: parsing and printing its text once more would cost most of the time.
    return f'{_dumped(head, 0)[:-2]},\n "clips": [\n{pool}\n ]\n}}\n'


def _dumped(plain: dict[str, Any], depth: int) -> str:
    text = json.dumps(plain, indent=1, ensure_ascii=False)
    return "\n".join(" " * depth + line for line in text.split("\n")) if depth else text


def write_project(path: Path, text: str) -> None:
    """Write the text of a project.

    Raises:
        ResourceError: if the file cannot be written.
    """
    try:
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise ResourceError(
            "The project could not be saved to {path} ({reason}); choose another folder or free some space.",
            path=path,
            reason=system_reason(error),
        ) from error


def read_project(path: Path) -> tuple[dict[str, Any], tuple[Clip, ...]]:
    """Content and clips of a project file.

    Raises:
        InputError: if it is missing, no project, damaged or from a newer version.
    """
    name = path.name
    try:
        if path.is_dir():
            raise InputError("{name} is a folder; choose a project file ({suffix}) in it.", name=name, suffix=SUFFIX)
        if path.stat().st_size > MAX_PROJECT_BYTES:
            raise InputError(
                "{name} has {size} MB, more than any project; choose another file.",
                name=name,
                size=path.stat().st_size // 1_000_000,
            )
        plain = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            "Cannot read the project {path}: {reason}; check the file.", path=path, reason=system_reason(error)
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError("{name} is damaged or no TatumFlow project; open another copy of it.", name=name) from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise InputError("{name} is no TatumFlow project; choose a {suffix} file.", name=name, suffix=SUFFIX)
    version = plain.get("version")
    if isinstance(version, int) and version > VERSION:
        raise InputError(
            "{name} was saved by a newer TatumFlow (file version {version}, this one reads {known}); "
            "update TatumFlow to open it.",
            name=name,
            version=version,
            known=VERSION,
        )
    try:
        clips = tuple(clip_from_json(item) for item in plain.pop("clips"))
    except (ValueError, TypeError, KeyError, AttributeError, InputError) as error:
        raise InputError("{name} is damaged; open another copy of it.", name=name) from error
    return plain, clips
