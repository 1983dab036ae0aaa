"""From a MIDI file to a clip that the engine and the analysis can use: on the bar grid, with roles and chords."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import InputError
from engine.music.beat_source import BeatSource
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import TICKS_PER_QUARTER

MAX_PROMPT_S = 60 * 60
MIN_TEMPO_BPM, MAX_TEMPO_BPM = 20, 400


@dataclass(frozen=True, slots=True)
class ClipSettings:
    """What the user says about a clip; None leaves what the file says.

    Attributes:
        tempo_bpm: one tempo throughout.
        meter: (numerator, denominator), one meter throughout.
        key: "C", "Am" ...
        bars: first and last bar of the part that is used, counted from 1, the last included.
        beats: whose beats it is put on.
    """

    tempo_bpm: float | None = None
    meter: tuple[int, int] | None = None
    key: str | None = None
    bars: tuple[int, int] | None = None
    beats: BeatSource = "auto"


def check_input(path: Path) -> None:
    """Raise InputError where `path` is no readable file."""
    if not path.exists():
        raise InputError("{path} does not exist: check the name.", path=path)
    if path.is_dir():
        raise InputError("{path} is a folder: name one MIDI file.", path=path)


def empty_clip(settings: ClipSettings) -> Clip:
    """A clip without notes in the tempo, meter and key asked for; else 120, 4/4 and no key."""
    tempo = TempoMap.constant(settings.tempo_bpm or 120.0)
    return Clip(meter=MeterMap.constant(*(settings.meter or (4, 4))), tempo=tempo, key=settings.key)


def read_prompt(path: Path, settings: ClipSettings) -> Clip:
    """Read `path` and make it ready to be continued: on a bar grid, whole bars, with roles and chords.

    Raises:
        InputError: if the file cannot be read, has no notes (in the bars asked for), or ends before those bars.
    """
    from engine.music.harmony import with_harmony
    from engine.music.meter import on_grid
    from engine.music.midi_io import read_clip
    from engine.music.roles import with_roles

    check_input(path)
    clip = read_clip(path)
    if not clip.notes:
        raise InputError(
            "{path} has no notes: choose another prompt, or leave --prompt out to start from nothing.", path=path
        )
    _check_time(clip, path, settings)
    clip = on_grid(clip, source=settings.beats)
    if settings.meter is not None:
        clip = replace(clip, meter=MeterMap.constant(*settings.meter))
    if settings.tempo_bpm is not None:
        clip = replace(clip, tempo=TempoMap.constant(settings.tempo_bpm))
    clip = clip.whole_bars()
    if settings.bars is not None:
        clip = _part(clip, settings.bars, path)
    clip = with_roles(clip)
    clip = with_harmony(clip)  # a file may bring its chart and its key
    return replace(clip, key=settings.key or clip.key)


def _check_time(clip: Clip, path: Path, settings: ClipSettings) -> None:
    """Raise InputError for a file that is too long to be heard as one piece, or whose tempo is no tempo."""
    if clip.seconds > MAX_PROMPT_S:
        minutes = clip.seconds / 60
        raise InputError(
            "{path} is {minutes:.0f} minutes long, more than the {most} that a prompt may have: save "
            "the part that matters as a file of its own.",
            path=path,
            minutes=minutes,
            most=MAX_PROMPT_S // 60,
        )
    tempo_bpm = clip.length / TICKS_PER_QUARTER / max(1e-6, clip.seconds) * 60
    if settings.tempo_bpm is None and not MIN_TEMPO_BPM <= tempo_bpm <= MAX_TEMPO_BPM:
        raise InputError(
            "{path} runs at {tempo_bpm:.0f} BPM, outside {min_tempo_bpm}..{max_tempo_bpm}: say with "
            "--tempo what is meant.",
            path=path,
            tempo_bpm=tempo_bpm,
            min_tempo_bpm=MIN_TEMPO_BPM,
            max_tempo_bpm=MAX_TEMPO_BPM,
        )


def _part(clip: Clip, bars: tuple[int, int], path: Path) -> Clip:
    first, last = bars
    if last > clip.bars:
        raise InputError(
            "--prompt-bars {first}:{last} goes past the end of {path}, which has {bars} bars.",
            first=first,
            last=last,
            path=path,
            bars=clip.bars,
        )
    part = clip.slice_bars(first - 1, last - 1)
    if not part.notes:
        raise InputError(
            "Bars {first}:{last} of {path} have no notes: choose other --prompt-bars.",
            first=first,
            last=last,
            path=path,
        )
    return part
