"""A look at a folder before anything is learned from it: which files can be used, which are left out and why, and what
the music is like. Events only; printing them is the command's work, showing them the app's.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.commands.analysis import analyze_clip, fingerprint
from engine.errors import InputError
from engine.files import is_midi_name
from engine.music.clip import Clip
from engine.music.midi_io import read_clip
from engine.music.roles import states_roles
from engine.sentences import Sentence, system_reason
from training.corpus_readers.base import MIN_NOTES

MIN_SECONDS = 4.0
"""Less is not even two bars of a ballad: nothing of a style can be heard in it."""
MOST_STUDIED = 120
"""Files whose beat, key and chords are found; in a larger folder so many of them, evenly spread."""

Event = dict[str, Any]


def find_files(folder: Path) -> list[Path]:
    """All MIDI files below `folder`, by their names' ends, without hidden files and folders.

    Raises:
        InputError: if there is no such folder, it cannot be read, or holds no MIDI files.
    """
    if not folder.exists():
        raise InputError("The folder {folder} does not exist; choose another folder.", folder=folder)
    if not folder.is_dir():
        raise InputError("{folder} is a file; choose the folder that holds your MIDI files.", folder=folder)
    try:
        next(iter(folder.iterdir()), None)
        found = [
            path
            for path in folder.rglob("*")
            if is_midi_name(path)
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
            and path.is_file()
        ]
    except OSError as error:
        raise InputError(
            "The folder {folder} cannot be read ({reason}); check its permissions.",
            folder=folder,
            reason=system_reason(error),
        ) from error
    if not found:
        raise InputError("{folder} holds no MIDI files (.mid); choose another folder.", folder=folder)
    # What lies deeper is more likely the copy.
    return sorted(found, key=lambda path: (len(path.parts), path))


def scan_folder(folder: Path, most_studied: int = MOST_STUDIED) -> Iterator[Event]:
    """Look at every MIDI file below `folder`.

    Yields:
        `found` {files}; for each file `checked` {file, index, files, status "used" | "left_out"} with {notes, seconds,
        pitches, roles "stated" | "heard"} or {kind, reason, template, values, same_as}; for the files that are studied
        `studied` {file, index, files, tempo, meter, key, chords, seconds_taken}; at the end `done` {used, left_out,
        notes, seconds, studied}. Paths are relative to `folder`. `roles` are stated where instruments tell who leads;
        `kind` is "broken", "drums", "short" or "duplicate"; `template` and `values` are those of the sentence `reason`;
        `pitches` and `chords` count notes by pitch and sounding seconds by chord class.

    Raises:
        InputError: as `find_files`, and if the folder is taken away meanwhile.
    """
    paths = find_files(folder)
    yield {"event": "found", "files": len(paths)}
    usable: list[Path] = []
    first_with: dict[str, Path] = {}
    notes, seconds = 0, 0.0
    for index, path in enumerate(paths):
        fact, clip = _check(path, folder, first_with)
        yield {"event": "checked", "index": index + 1, "files": len(paths), **fact}
        if clip is not None:
            usable.append(path)
            notes += len(clip.notes)
            seconds += clip.seconds
    step = max(1.0, len(usable) / max(1, most_studied))
    chosen = [usable[int(number * step)] for number in range(min(len(usable), most_studied))]
    for index, path in enumerate(chosen):
        began_s = time.monotonic()
        fact = _study(path, folder)
        taken = time.monotonic() - began_s
        yield {"event": "studied", "index": index + 1, "files": len(chosen), **fact, "seconds_taken": round(taken, 3)}
    yield {
        "event": "done",
        "used": len(usable),
        "left_out": len(paths) - len(usable),
        "notes": notes,
        "seconds": round(seconds, 1),
        "studied": len(chosen),
    }


def _check_still_there(folder: Path) -> None:
    """A folder that is taken away (a stick pulled out) must not end as a list of broken files."""
    if not folder.is_dir():
        raise InputError(
            "The folder {folder} has gone while it was looked at; bring it back, then choose it again.", folder=folder
        )


def _check(path: Path, folder: Path, first_with: dict[str, Path]) -> tuple[Event, Clip | None]:
    """What `checked` says of one file, and its clip where the file is used."""
    name = path.relative_to(folder).as_posix()
    out: Event = {"file": name, "status": "left_out"}
    try:
        clip = read_clip(path)
    except InputError as error:
        _check_still_there(folder)
        return out | _left_out("drums" if "only drums" in str(error) else "broken", error.sentence), None
    except RecursionError:
        reason = Sentence("{file} is nested too deeply to be read.", file=path.name)
        return out | _left_out("broken", reason), None
    if len(clip.notes) < MIN_NOTES or clip.seconds < MIN_SECONDS:
        reason = Sentence(
            "{file} has {notes} notes in {seconds:.1f} seconds: too short to learn from.",
            file=path.name,
            notes=len(clip.notes),
            seconds=clip.seconds,
        )
        return out | _left_out("short", reason) | {"notes": len(clip.notes)}, None
    original = first_with.setdefault(fingerprint(clip), path)
    if original != path:
        same = original.relative_to(folder).as_posix()
        reason = Sentence("{file} plays the same notes as {same}.", file=path.name, same=same)
        return out | _left_out("duplicate", reason) | {"same_as": same}, None
    pitches = Counter(note.pitch for note in clip.notes)
    fact: Event = {
        "file": name,
        "status": "used",
        "notes": len(clip.notes),
        "seconds": round(clip.seconds, 2),
        "pitches": sorted(pitches.items()),
        "roles": "stated" if states_roles(clip) else "heard",
    }
    return fact, clip


def _left_out(kind: str, reason: Sentence) -> Event:
    return {"kind": kind, "reason": str(reason), **reason.plain()}


def _study(path: Path, folder: Path) -> Event:
    """What `studied` says of one file."""
    from engine.music.chord import parse_chord
    from engine.music.harmony import CHORD_CLASSES, chord_class

    name = path.relative_to(folder).as_posix()
    try:
        result = analyze_clip(read_clip(path), path)
    except InputError as error:
        # It was readable a moment ago: the folder is changing under our hands.
        _check_still_there(folder)
        return {"file": name, "problem": str(error)}
    chords: dict[str, float] = {}
    for start, end, symbol in result.chords:
        found = chord_class(parse_chord(symbol))
        quality = CHORD_CLASSES[found] if found >= 0 else "none"
        chords[quality] = chords.get(quality, 0.0) + end - start
    return {
        "file": name,
        "tempo": round(result.tempo_bpm, 1),
        "meter": result.meter,
        "key": result.key or "",
        "gridded": result.gridded,
        "chords": {
            quality: round(seconds, 1) for quality, seconds in sorted(chords.items(), key=lambda item: -item[1])
        },
    }
