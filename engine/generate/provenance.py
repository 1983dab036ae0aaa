"""Jobs as the settings that are written into files, and jobs made from such settings again. The names are those of the
command line's options; how a file carries them is told by `engine.music.provenance`.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.generate.jobs import JOBS, Controls, FreeJob, InfillJob, ModeJob, Sampling, SongJob
from engine.music.clip import Clip
from engine.music.clip_json import chord_from_line, chord_line
from engine.music.provenance import Provenance

_SCALARS = {"bars", "creativity", "variations", "strength", "role", "form", "section_bars", "key", "feel"}


def mode_name(job: ModeJob) -> str:
    """Name of the job's mode, as the command line has it."""
    return next(name for name, kind in JOBS.items() if type(job) is kind)


def job_settings(job: ModeJob) -> dict[str, Any]:
    """Everything the job asks for but its seed and prompt, as plain values. `None` and empty ones are left out."""
    plain: dict[str, Any] = {item.name: getattr(job, item.name) for item in fields(job) if item.name in _SCALARS}
    plain["styles"] = dict(job.styles)
    plain["style_vectors"] = [[list(vector), weight] for vector, weight in job.style_vectors]
    plain |= {item.name: getattr(job.sampling, item.name) for item in fields(job.sampling)}
    plain |= {item.name: getattr(job.controls, item.name) for item in fields(job.controls)}
    plain["locks"] = list(job.locks)
    plain["bar_locks"] = [list(lock) for lock in job.bar_locks]
    plain["chords"] = [chord_line(span) for span in job.chords]
    if isinstance(job, InfillJob):
        plain["redo_bars"] = [list(bars) for bars in job.redo_bars]
    if isinstance(job, FreeJob):
        plain["tempo"] = job.tempo_bpm
        plain["meter"] = "/".join(map(str, job.meter))
    if plain["register"] is not None:
        plain["register"] = list(plain["register"])
    return {name: value for name, value in plain.items() if value is not None and value != [] and value != {}}


def job_provenance(
    job: ModeJob, checkpoint: str, variation: int = 0, *, edited: bool = False, name: str = ""
) -> Provenance:
    """What a file with variation `variation` of `job` tells; `checkpoint` is the engine's hash."""
    return Provenance(job.seed, mode_name(job), job_settings(job), checkpoint, variation, edited, job.prompt, name)


def job_from_provenance(found: Provenance, path: Path, prompt: Clip | None = None) -> ModeJob:
    """The job that wrote the file at `path`, on `prompt` or, without one, on the music that the file holds.

    Raises:
        InputError: if the settings cannot be used, or the music is needed and not there.
    """
    kind = JOBS.get(found.mode)
    if kind is None:
        raise InputError(
            "{file} was made in the mode '{mode}', which this version does not have; update TatumFlow.",
            file=path.name,
            mode=found.mode,
        )
    source = prompt if prompt is not None else found.source
    if source is None:
        raise InputError(
            "{file} does not hold the music that it was made from; give that with --prompt as well.", file=path.name
        )
    try:
        return kind(source, **_arguments(kind, found.settings), seed=found.seed)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            "The settings in {file} cannot be used; it was perhaps changed by another program.",
            file=path.name,
        ) from error


def _arguments(kind: type[ModeJob], plain: dict[str, Any]) -> dict[str, Any]:
    known = {item.name for item in fields(kind)}
    found = {name: plain[name] for name in _SCALARS & known & plain.keys()}
    found["styles"] = tuple((str(name), float(weight)) for name, weight in plain.get("styles", {}).items())
    vectors = plain.get("style_vectors", ())
    found["style_vectors"] = tuple((tuple(float(v) for v in vector), float(weight)) for vector, weight in vectors)
    found["sampling"] = Sampling(**{item.name: plain[item.name] for item in fields(Sampling) if item.name in plain})
    controls = {item.name: plain[item.name] for item in fields(Controls) if plain.get(item.name) is not None}
    if "register" in controls:
        low, high = controls["register"]
        controls["register"] = (int(low), int(high))
    found["controls"] = Controls(**controls)
    found["locks"] = tuple(str(name) for name in plain.get("locks", ()))
    found["bar_locks"] = tuple((int(a), int(b), str(name)) for a, b, name in plain.get("bar_locks", ()))
    found["chords"] = tuple(chord_from_line(line) for line in plain.get("chords", ()))
    if issubclass(kind, InfillJob):
        found["redo_bars"] = tuple((int(first), int(last)) for first, last in plain.get("redo_bars", ()))
    if issubclass(kind, FreeJob):
        numerator, denominator = str(plain.get("meter", "4/4")).split("/")
        found |= {"tempo_bpm": float(plain.get("tempo", 120)), "meter": (int(numerator), int(denominator))}
    return found


def has_parts(job: ModeJob, clip: Clip) -> bool:
    """Whether the roles of what `job` wrote are parts of several players, for a track each; elsewhere they are hands.

    On one track, notes of two parts at the same pitch would end each other.
    """
    return isinstance(job, SongJob) or (isinstance(job, FreeJob) and len({note.role for note in clip.notes}) > 1)
