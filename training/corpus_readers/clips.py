"""Readings made from MIDI clips: by the file's own bars, by annotated beats, or by tracked beats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.errors import InputError
from engine.music.clip import Clip
from engine.music.midi_io import read_clip
from engine.music.note import TICKS_PER_QUARTER
from engine.music.roles import states_roles
from training.corpus_readers import symbols
from training.corpus_readers.bars import Bar, Grid, bars_from_beats, build_grid
from training.corpus_readers.base import MAX_SECONDS, MIN_BEATS, MIN_NOTES, TOO_LONG, Reading, SkipError

if TYPE_CHECKING:
    from engine.music.meter import Hearing

Float64 = npt.NDArray[np.float64]


def load(path: Path) -> Clip:
    """The clip of a MIDI file. Raises SkipError with a short reason for the report."""
    try:
        clip = read_clip(path)
    except InputError as error:
        text = str(error)
        if "only drums" in text:
            raise SkipError("only drums") from error
        if "no notes" in text or "is empty" in text:
            raise SkipError("empty: no notes") from error
        raise SkipError(
            "broken: " + text.removeprefix(path.name).removeprefix(str(path)).partition(";")[0].strip()
        ) from error
    if len(clip.notes) < MIN_NOTES:
        # Said before anything is inferred: so few notes have no beat.
        raise SkipError(f"too short: fewer than {MIN_NOTES} notes")
    return clip


class Ticks:
    """Seconds of many ticks at once, by the clip's tempo map."""

    def __init__(self, clip: Clip) -> None:
        ticks = [float(change.tick) for change in clip.tempo.changes]
        last_us = clip.tempo.changes[-1].us_per_quarter
        far = max(ticks[-1], float(clip.length)) + 1e7
        self._ticks = np.array([*ticks, far])
        seconds = [clip.tempo.seconds_at(tick) for tick in ticks]
        self._seconds = np.array([*seconds, seconds[-1] + (far - ticks[-1]) * last_us / (TICKS_PER_QUARTER * 1e6)])
        self._first = clip.tempo.changes[0].us_per_quarter / (TICKS_PER_QUARTER * 1e6)

    def seconds(self, ticks: Float64) -> Float64:
        """Seconds of `ticks`; before the clip its first tempo holds."""
        inside = np.interp(ticks, self._ticks, self._seconds)
        return np.where(ticks < 0, ticks * self._first, inside).astype(np.float64)


def columns(clip: Clip) -> tuple[Float64, Float64, npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """Start and end ticks, pitch, velocity and role of the clip's notes."""
    table = np.array([(n.start, n.start + n.duration, n.pitch, n.velocity, n.role) for n in clip.notes], dtype=np.int64)
    start, end, pitch, velocity, role = table.T
    return start.astype(np.float64), end.astype(np.float64), pitch, velocity, role.astype(np.int8)


def file_grid(clip: Clip) -> Grid:
    """The grid of the file's own meter map, positions in ticks. Bars of 0.5 quarters and less are read as 4/4."""
    bars: list[Bar] = []
    changes = clip.meter.changes
    for index, change in enumerate(changes):
        stop = changes[index + 1].tick if index + 1 < len(changes) else max(clip.length, change.tick + 1)
        length = change.bar_ticks
        tick = change.tick
        while tick < stop:
            # A change inside a bar cuts that bar short; the last bar is whole.
            end = min(tick + length, stop) if index + 1 < len(changes) else tick + length
            quarters = (end - tick) / TICKS_PER_QUARTER
            bars.append(Bar(quarters, (0.0,), (float(tick),), quarters))
            tick = end
    return build_grid(bars, float(tick))


def by_file(clip: Clip) -> Reading:
    """A reading by the file's own bar lines."""
    start, end, pitch, velocity, roles = columns(clip)
    ticks = Ticks(clip)
    return Reading(
        onset=start,
        end=end,
        pitch=pitch,
        velocity=velocity,
        grid=file_grid(clip),
        origin="file",
        seconds_at=ticks.seconds,
        role=roles if states_roles(clip) else None,
        chord_spans=_lane(clip),
    )


def _lane(clip: Clip) -> list[tuple[float, float, int, int, int]] | None:
    if not clip.chords:
        return None
    return [(float(s.start), float(s.end), *symbols.reduce(s.chord)) for s in clip.chords]


def by_beats(clip: Clip, grid: Grid, origin: str) -> Reading:
    """A reading by a grid over seconds."""
    start, end, pitch, velocity, roles = columns(clip)
    ticks = Ticks(clip)
    return Reading(
        ticks.seconds(start),
        ticks.seconds(end),
        pitch,
        velocity,
        grid,
        origin,
        role=roles if states_roles(clip) else None,
    )


def by_measure(clip: Clip) -> Reading:
    """A reading by the file's own bar lines where its notes were played to them, else by tracked beats.

    Raises SkipError where there are none of either.
    """
    from engine.music.meter import heard_freely

    _check_length(clip)
    hearing = heard_freely(clip)
    return by_file(clip) if hearing is None else by_tracking(clip, hearing)


def _check_length(clip: Clip) -> None:
    """Said before its beats are looked for, which takes the longer the longer it is. Raises SkipError."""
    if clip.tempo.seconds_at(clip.notes[-1].start) - clip.tempo.seconds_at(clip.notes[0].start) > MAX_SECONDS:
        raise SkipError(TOO_LONG)


def by_tracking(clip: Clip, hearing: Hearing | None = None) -> Reading:
    """A reading by tracked beats; `hearing` is what was heard in the clip. Raises SkipError where none are found."""
    from engine.music.meter import track_beats

    _check_length(clip)
    start, end, pitch, velocity, roles = columns(clip)
    ticks = Ticks(clip)
    onset_s, end_s = ticks.seconds(start), ticks.seconds(end)
    tracked = track_beats(onset_s, end_s, pitch, velocity, hearing=hearing)
    beats = np.asarray(tracked.beats, dtype=np.float64)
    if len(beats) < MIN_BEATS:
        raise SkipError(f"too short: fewer than {MIN_BEATS} beats")
    position = np.asarray(tracked.bar_position)
    bar_numbers = np.cumsum(position == 0)
    length = float(tracked.beats_per_bar)
    last = float(beats[-1] + np.median(np.diff(beats[-9:])))
    grid = build_grid(
        bars_from_beats(beats.tolist(), bar_numbers.tolist(), [length] * len(beats)), last, float(onset_s.min())
    )
    return Reading(onset_s, end_s, pitch, velocity, grid, "tracked", role=roles if states_roles(clip) else None)
