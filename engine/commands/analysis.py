"""What can be told of one MIDI file: its beats, key, chords and counts. Printing and drawing it is done elsewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.music.beat_source import BeatSource
from engine.music.clip import Clip
from engine.music.grid import MeterChange
from engine.music.key_spelling import symbol_of
from engine.music.note import Role


@dataclass(frozen=True, slots=True)
class Analysis:
    """One file. All times are seconds from the start of the file.

    Attributes:
        file: where it is.
        clip: the file as it was read.
        gridded: whether its ticks carry its beat; else the beats were tracked.
        tempo_bpm: quarters a minute, the usual one of the file.
        meter: "4/4" ..., the usual one of the file.
        key: heard in the notes; None where there is nothing to hear.
        beats: times of the beats, as the meter counts them (a dotted quarter in 6/8, an eighth in 7/8).
        downbeats: times of the bar lines.
        chords: (start, end, symbol).
        roles: how many notes lead, are chords, are bass.
        band: whether the file's instruments tell so; else it is told by ear.
    """

    file: Path
    clip: Clip
    gridded: bool
    tempo_bpm: float
    meter: str
    key: str | None
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    chords: tuple[tuple[float, float, str], ...]
    roles: dict[Role, int]
    band: bool

    def as_json(self) -> dict[str, Any]:
        """The values that `tatumflow analyze --json` prints."""
        notes = self.clip.notes
        velocities = [note.velocity for note in notes]
        pitches = [note.pitch for note in notes]
        sounding_s = max(self.clip.seconds, 1e-3)
        return {
            "file": str(self.file),
            "notes": len(notes),
            "seconds": round(self.clip.seconds, 3),
            "gridded": self.gridded,
            "tempo": round(self.tempo_bpm, 2),
            "meter": self.meter,
            "key": self.key,
            "density": round(len(notes) / sounding_s, 3),
            "velocity": {
                "mean": round(sum(velocities) / len(velocities), 1),
                "min": min(velocities),
                "max": max(velocities),
            },
            "pitch": {"low": min(pitches), "high": max(pitches)},
            "roles": {role.name.lower(): count for role, count in self.roles.items()},
            "roles_by": "instruments" if self.band else "ear",
            "beats": [round(second, 3) for second in self.beats],
            "downbeats": [round(second, 3) for second in self.downbeats],
            "chords": [[round(start, 3), round(end, 3), symbol] for start, end, symbol in self.chords],
        }


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that is left out, and why.

    Attributes:
        duplicate_of: the file that plays the same notes; None where the file is broken.
    """

    file: Path
    reason: str
    duplicate_of: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """How it appears in the list of a folder."""
        if self.duplicate_of is not None:
            return {"file": str(self.file), "duplicate_of": str(self.duplicate_of), "reason": self.reason}
        return {"file": str(self.file), "error": self.reason}


Result = Analysis | Unusable


def fingerprint(clip: Clip) -> str:
    """Equal for files that play the same notes at the same times, whatever their names, tracks and resolution."""
    digest = hashlib.sha256()
    for note in clip.notes:
        onset_ms = round(clip.tempo.seconds_at(note.start) * 200) * 5
        digest.update(f"{onset_ms} {note.pitch} {note.velocity};".encode())
    return digest.hexdigest()


def analyze_clip(clip: Clip, path: Path, beats_from: BeatSource = "auto") -> Analysis:
    """Find out what `clip`, which was read from `path` and has notes, holds; `beats_from`: whose beats count."""
    import numpy as np

    from engine.music.harmony import with_harmony
    from engine.music.meter import played_beats, regrid
    from engine.music.roles import states_roles, with_roles

    grid = played_beats(clip, source=beats_from)
    if grid is None:
        musical, shift_s = clip, 0.0
        beats, downbeats = _written_beats(clip)
        tempo_bpm, meter = _usual_tempo(clip), _usual_meter(clip)
    else:
        musical = regrid(clip, grid)
        # Regridding moves all times by one constant.
        shift_s = clip.tempo.seconds_at(clip.notes[0].start) - musical.tempo.seconds_at(musical.notes[0].start)
        inside = grid.beats >= 0
        beats = tuple(map(float, grid.beats[inside]))
        downbeats = tuple(map(float, grid.beats[inside & (grid.bar_position == 0)]))
        tempo_bpm, meter = 60 / float(np.median(np.diff(grid.beats))), f"{grid.beats_per_bar}/4"
    heard = with_harmony(replace(musical, key=None))
    chords = tuple(
        (
            max(0.0, musical.tempo.seconds_at(span.start) + shift_s),
            musical.tempo.seconds_at(span.end) + shift_s,
            symbol_of(span.chord, heard.key),
        )
        for span in heard.chords
    )
    played = Counter(note.role for note in with_roles(musical).notes)
    roles = {role: played[role] for role in Role}
    return Analysis(
        path, clip, grid is None, tempo_bpm, meter, heard.key, beats, downbeats, chords, roles, states_roles(clip)
    )


def beat_ticks(meter: MeterChange) -> int:
    """Length of the beat that a meter counts: a dotted quarter in 6/8, 9/8, 12/8, else its lower number."""
    compound = meter.denominator >= 8 and meter.numerator > 3 and meter.numerator % 3 == 0
    return 3 * meter.beat_ticks if compound else meter.beat_ticks


def _written_beats(clip: Clip) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Beats and downbeats of a gridded clip, in seconds."""
    beats, downbeats = [], []
    for bar in range(clip.bars):
        start, end = clip.meter.bar_start(bar), min(clip.meter.bar_start(bar + 1), clip.length)
        downbeats.append(clip.tempo.seconds_at(start))
        beats += [clip.tempo.seconds_at(tick) for tick in range(start, end, beat_ticks(clip.meter.at(start)))]
    return tuple(beats), tuple(downbeats)


def _usual_tempo(clip: Clip) -> float:
    """The tempo in force for most of the time."""
    changes = clip.tempo.changes
    ends = [change.tick for change in changes[1:]] + [max(clip.length, changes[-1].tick + 1)]
    in_force: Counter[float] = Counter()
    for change, end in zip(changes, ends, strict=True):
        in_force[change.tempo_bpm] += min(end, clip.length) - min(change.tick, clip.length)
    return in_force.most_common(1)[0][0]


def _usual_meter(clip: Clip) -> str:
    """The meter that most bars have."""
    bars = Counter(clip.meter.at(clip.meter.bar_start(bar)) for bar in range(max(1, clip.bars)))
    by_name: Counter[str] = Counter()
    for change, count in bars.items():
        by_name[f"{change.numerator}/{change.denominator}"] += count
    return by_name.most_common(1)[0][0]
