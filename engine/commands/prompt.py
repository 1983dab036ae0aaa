"""From a MIDI file to a clip that the engine and the analysis can use: on the bar grid, with roles and chords."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import InputError
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """What the user says about a clip; None leaves what the file says.

    Attributes:
        tempo_bpm: one tempo throughout.
        meter: (numerator, denominator), one meter throughout.
        key: "C", "Am" ...
        bars: first and last bar of the part that is used, counted from 1, the last included.
    """

    tempo_bpm: float | None = None
    meter: tuple[int, int] | None = None
    key: str | None = None
    bars: tuple[int, int] | None = None


def check_input(path: Path) -> None:
    """Raise InputError where `path` is no readable file."""
    if not path.exists():
        raise InputError(f"{path} does not exist: check the name.")
    if path.is_dir():
        raise InputError(f"{path} is a folder: name one MIDI file.")


def empty_clip(settings: ClipSettings) -> Clip:
    """A clip without notes in the tempo, meter and key asked for; else 120, 4/4 and no key."""
    tempo = TempoMap.constant(settings.tempo_bpm or 120.0)
    return Clip(meter=MeterMap.constant(*(settings.meter or (4, 4))), tempo=tempo, key=settings.key)


def read_prompt(path: Path, settings: ClipSettings) -> Clip:
    """Read `path` and make it ready to be continued: on a bar grid, whole bars, with roles and chords.

    Raises:
        InputError: if the file cannot be read, has no notes (in the bars asked for), or ends before those bars.
    """
    from engine.music.harmony import recognise_chords
    from engine.music.key import clip_key
    from engine.music.meter import on_grid
    from engine.music.midi_io import read_clip
    from engine.music.roles import infer_roles

    check_input(path)
    clip = read_clip(path)
    if not clip.notes:
        raise InputError(f"{path} has no notes: choose another prompt, or leave --prompt out to start from nothing.")
    clip = on_grid(clip)
    if settings.meter is not None:
        clip = replace(clip, meter=MeterMap.constant(*settings.meter))
    if settings.tempo_bpm is not None:
        clip = replace(clip, tempo=TempoMap.constant(settings.tempo_bpm))
    clip = clip.whole_bars()
    if settings.bars is not None:
        clip = _part(clip, settings.bars, path)
    clip = infer_roles(clip)
    if not clip.chords:  # a file may bring its chart
        clip = clip.with_chords(recognise_chords(clip))
    return replace(clip, key=settings.key or clip.key or clip_key(clip))


def in_key(clip: Clip, wanted: str | None) -> Clip:
    """A clip that came from nothing, moved the shortest way into the key `wanted`; None names the key it is in.

    Where one of the two keys is minor and the other major, the relative key counts, as both have the same notes.
    """
    from engine.music.harmony import recognise_chords
    from engine.music.key import clip_key

    heard = clip_key(clip)
    if heard is None or wanted is None:
        return replace(clip, key=heard)
    up = (_major_tonic(wanted) - _major_tonic(heard) + 6) % 12 - 6
    if up:
        clip = clip.with_notes(note.transposed(up) for note in clip.notes if 0 <= note.pitch + up <= 127)
        clip = clip.with_chords(recognise_chords(clip))
    return replace(clip, key=wanted)


def _major_tonic(key: str) -> int:
    """Pitch class of the tonic of a major key, or of a minor key's relative major."""
    letter = "C D EF G A B".index(key[0])
    return letter + key.count("#") - key[1:].count("b") + 3 * key.endswith("m")


def _part(clip: Clip, bars: tuple[int, int], path: Path) -> Clip:
    first, last = bars
    if last > clip.bars:
        raise InputError(f"--prompt-bars {first}:{last} goes past the end of {path}, which has {clip.bars} bars.")
    part = clip.slice_bars(first - 1, last - 1)
    if not part.notes:
        raise InputError(f"Bars {first}:{last} of {path} have no notes: choose other --prompt-bars.")
    return part
