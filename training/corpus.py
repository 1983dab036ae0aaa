"""What is in a folder: the scan for sources, the name of each one's tune, and the split by tune.

Reading the files is the readers' work, and what becomes of them the pipeline's.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from engine.errors import InputError
from training.corpus_readers import SPECIFIC, folder
from training.corpus_readers.base import Folder, SkipError, Source
from training.shards import SPLITS

_TRACK_NUMBER = re.compile(r"^\s*(?:\d{1,3}\s*[.)_]\s+|\d{1,3}\s+-\s+|0\d[\s_-]+)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_TAIL = re.compile(
    r"\s+-\s+(?:live|instrumental|remaster|alternate|alt\.? take|take\b|take \d|solo piano|bonus|original|mono|stereo|"
    r"reprise|medley|rudy van gelder|\d{4}\b|for\b|from\b|version|intro\b|part\b|pt\b).*$",
    re.IGNORECASE,
)
_NOISE_WORDS = re.compile(
    r"\b(?:(?:alternate |alt )take|take(?: no)? \d+|live|remaster(?:ed)?|instrumental|version|performance|"
    r"(?:pt|part|vol|no)\.? ?(?:\d+|[ivx]+))\b",
    re.IGNORECASE,
)
_MEDLEY = re.compile(r"\bmedley\b:?", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(?:the|a|an)\b")
_CATALOGUE = re.compile(
    r"\b(?:op|bwv|kv?|hob|d|no|sonata|symphony|prelude|fugue|etude|suite|concerto)\b", re.IGNORECASE
)
_SAME_TUNE = {"roundaboutmidnight": "roundmidnight", "roundmidnite": "roundmidnight", "ghostofachance": "ghostofchance"}
"""Standards that go by two names, where spelling rules cannot tell."""


def plain_title(title: str) -> str:
    """A title as one run of lower-case letters and digits, without takes, live remarks, brackets and articles.

    Classical titles keep their numbers; of "Show -  Song" only the song counts. Empty where nothing but noise is left.
    """
    text = unicodedata.normalize("NFKD", title)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = _TRACK_NUMBER.sub("", text)
    classical = bool(_CATALOGUE.search(text))
    while (shorter := _BRACKETS.sub(" ", text)) != text:
        text = shorter
    text = _TAIL.sub("", text)
    head, dash, song = text.rpartition(" -  ")
    if dash and song.strip() and not classical and "medley" not in head.lower():
        text = song
    text = text.lower().replace("&", " and ").replace("'", "").replace("’", "")
    text = re.sub(r"[^\w]+|_", " ", text)
    if not classical:
        text = _NOISE_WORDS.sub(" ", text)
    text = re.sub(r"\s+", "", _ARTICLES.sub(" ", text))
    return _SAME_TUNE.get(text, text)


def tune_of(source: Source) -> str:
    """The tune a source is a take of. Sources without a title go by their folder and file name."""
    tune = plain_title(source.title)
    if tune:
        return tune
    path = Path(source.path)
    return plain_title(path.stem) or re.sub(r"\W+", "", f"{path.parent.name}{path.stem}".lower()) or source.path


def medley_tunes(title: str) -> list[str]:
    """The tunes of a medley title, so that each can be kept on one side; empty for other titles."""
    if not _MEDLEY.search(title):
        return []
    parts = re.split(r"\s-\s\s?|,|/|;|  +", _MEDLEY.sub("", _TAIL.sub("", title)))
    return [tune for part in parts if len(tune := plain_title(part)) > 3]


def split_of(tune: str) -> str:
    """train, valid or test (80/10/10) by the hash of the tune's name: the same in every dataset."""
    bucket = int.from_bytes(hashlib.sha256(tune.encode()).digest()[:8], "big") % 10
    return SPLITS[0] if bucket < 8 else SPLITS[bucket - 7]


def scan(root: Path, leave_out: Iterable[Path] = ()) -> list[Source]:
    """All sources below `root`, sorted by path. Directories in `leave_out` and hidden ones are passed over.

    Raises:
        InputError: if `root` is no readable directory.
    """
    if not root.exists():
        raise InputError("The folder {root} does not exist; check the name.", root=root)
    if not root.is_dir():
        raise InputError("{root} is a file; name the folder that holds your MIDI files.", root=root)
    if not os.access(root, os.R_OK | os.X_OK):
        raise InputError("The folder {root} cannot be read; check its permissions.", root=root)
    closed = {path.resolve() for path in leave_out}
    claimed: dict[str, Source] = {}
    for directory, folders, files in os.walk(root):
        here = Path(directory)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (here / name).resolve() not in closed
        )
        found = Folder(here, root, tuple(sorted(files)), tuple(folders))
        for reader in SPECIFIC:
            _claim(claimed, _found(reader.find, found))
        _claim(claimed, folder.find(found))
        _claim(claimed, _chord_charts(found))
    return [claimed[path] for path in sorted(claimed)]


def _found(find: object, found: Folder) -> list[Source]:
    try:
        sources: list[Source] = find(found)  # type: ignore[operator]  # a reader module's function
    except SkipError as error:
        return [Source(found.relative("metadata.csv"), "table", found.name, skip=str(error))]
    return sources


def _claim(claimed: dict[str, Source], sources: list[Source]) -> None:
    for source in sources:
        claimed.setdefault(source.path, source)


def _chord_charts(found: Folder) -> list[Source]:
    """Tables that hold chords without notes, named so that the report can say why they were left out."""
    return [
        Source(found.relative(name), "table", found.name, skip="chord chart without notes")
        for name in found.files
        if name.endswith(".csv")
        and (columns := found.header(name)) >= {"bar", "beat", "duration_beats", "chord"}
        and not columns & {"pitch", "onset_beats"}
    ]


def content_hash(root: Path, source: Source) -> str:
    """Hash of everything a reading depends on: the file, its companions, and what the metadata says of it."""
    digest = hashlib.sha256(json.dumps(asdict(source), sort_keys=True).encode())
    for path in (source.path, *source.companions):
        try:
            with (root / path).open("rb") as handle:
                digest.update(hashlib.file_digest(handle, "sha256").digest())
        except OSError as error:
            digest.update(f"unreadable {error.errno}".encode())
    return digest.hexdigest()
