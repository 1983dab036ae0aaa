"""A clip: notes with the meter, tempo and chords they are played over. An immutable value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import attrgetter, le

from engine.music.chord import Chord
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.note import Note

_start_of = attrgetter("start")


@dataclass(frozen=True, slots=True)
class ChordSpan:
    """A chord that is in force from `start` (ticks, inclusive) to `end` (exclusive)."""

    start: int
    end: int
    chord: Chord

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"chord span has no length: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Controller:
    """A MIDI controller value (the sustain pedal is number 64) at `tick`."""

    tick: int
    number: int
    value: int


def in_order(notes: Sequence[Note]) -> bool:
    """Whether notes are sorted."""
    return all(map(le, notes, islice(notes, 1, None)))


@dataclass(frozen=True, slots=True)
class Clip:
    """Notes on a bar grid.

    Attributes:
        notes: sorted by (start, pitch).
        meter: time signatures.
        tempo: tempi.
        chords: the chord lane, sorted, without overlaps; may have gaps.
        controllers: pedal and other controllers, sorted by tick.
        length: length in ticks; generated clips end exactly on a bar line. At least the last note's end.
        name: title shown to the user; any Unicode.
        key: "C", "Am", "Eb", "F#m" ... or None where it is not known.
    """

    notes: tuple[Note, ...] = ()
    meter: MeterMap = field(default_factory=MeterMap)
    tempo: TempoMap = field(default_factory=TempoMap)
    chords: tuple[ChordSpan, ...] = ()
    controllers: tuple[Controller, ...] = ()
    length: int = 0
    name: str = ""
    key: str | None = None

    def __post_init__(self) -> None:
        notes = self.notes
        if not in_order(notes):
            object.__setattr__(self, "notes", tuple(sorted(notes)))
        last = max((note.start + note.duration for note in notes), default=0)
        if self.length < last:
            object.__setattr__(self, "length", last)

    @property
    def bars(self) -> int:
        """Number of bars, a begun one counted."""
        return self.meter.bar_at(self.length - 1) + 1 if self.length > 0 else 0

    @property
    def seconds(self) -> float:
        """Playing time."""
        return self.tempo.seconds_at(self.length)

    def whole_bars(self) -> Clip:
        """The same clip, ending on the bar line at which music that follows it begins.

        What rings or idles past the bar of the last onset by no more than half a bar is cut there; a longer rest or
        held note is part of the music, and its bar is filled up.
        """
        last_onset = self.notes[-1].start if self.notes else 0
        line = self.meter.bar_ceil(last_onset + 1)
        if not self.notes or self.length - line > self.meter.at(line).bar_ticks // 2:
            line = self.meter.bar_ceil(self.length)
        if line == self.length:
            return self
        if line > self.length:
            return self.with_sorted(self.notes, line)
        notes = list(self.notes)
        late = [index for index, note in enumerate(notes) if note.start + note.duration > line]
        for index in late:
            notes[index] = notes[index].placed(notes[index].start, line - notes[index].start)
        if any(index and notes[index - 1] > notes[index] for index in late):
            notes.sort()
        return self.with_sorted(tuple(notes), line)

    def with_notes(self, notes: Iterable[Note], *, length: int | None = None) -> Clip:
        """The same clip with other notes (and another length, where given)."""
        return replace(self, notes=tuple(sorted(notes)), length=self.length if length is None else length)

    def with_sorted(self, notes: tuple[Note, ...], length: int) -> Clip:
        """The same clip with notes that are in order and end within `length`; who calls this knows, nothing is checked.

        Edits of very long clips would spend most of their time on the check.
        """
        clip = object.__new__(Clip)
        for name in Clip.__slots__:
            object.__setattr__(clip, name, getattr(self, name))
        object.__setattr__(clip, "notes", notes)
        object.__setattr__(clip, "length", length)
        return clip

    def with_chords(self, chords: Iterable[ChordSpan]) -> Clip:
        """The same clip over another chord lane."""
        return replace(self, chords=tuple(sorted(chords, key=lambda span: span.start)))

    def slice_ticks(self, start: int, end: int) -> Clip:
        """The part from tick `start` to `end`, moved to tick 0.

        Notes that begin inside are kept and cut at `end`; a note that began earlier is not. Meter, tempo, chords and
        controllers are cut to the same part.

        Raises:
            ValueError: if the part is empty or begins before the clip.
        """
        if not 0 <= start < end:
            raise ValueError(f"not a part of a clip: {start}..{end}")
        inside = self.notes[bisect_left(self.notes, start, key=_start_of) : bisect_left(self.notes, end, key=_start_of)]
        notes = tuple(note.placed(note.start - start, min(note.end, end) - note.start) for note in inside)
        meters = [MeterChange(0, self.meter.at(start).numerator, self.meter.at(start).denominator)]
        meters += [
            replace(change, tick=change.tick - start) for change in self.meter.changes if start < change.tick < end
        ]
        tempi = [TempoChange(0, self.tempo.at(start).us_per_quarter)]
        tempi += [
            replace(change, tick=change.tick - start) for change in self.tempo.changes if start < change.tick < end
        ]
        chords = tuple(
            ChordSpan(max(span.start, start) - start, min(span.end, end) - start, span.chord)
            for span in self.chords
            if span.start < end and span.end > start
        )
        controllers = tuple(
            replace(item, tick=item.tick - start) for item in self.controllers if start <= item.tick < end
        )
        return Clip(
            notes,
            MeterMap(tuple(meters)),
            TempoMap(tuple(tempi)),
            chords,
            controllers,
            end - start,
            self.name,
            self.key,
        )

    def slice_bars(self, first: int, last: int) -> Clip:
        """Bars `first` to `last`, counted from 0, `last` included. Raises ValueError as `slice_ticks`."""
        return self.slice_ticks(self.meter.bar_start(first), self.meter.bar_start(last + 1))

    def followed_by(self, other: Clip) -> Clip:
        """This clip, then `other`, which begins at this clip's length with its own meter and tempo."""
        shift = self.length
        meters = [change for change in self.meter.changes if change.tick < shift] or [self.meter.changes[0]]
        tempi = [change for change in self.tempo.changes if change.tick < shift] or [self.tempo.changes[0]]
        if shift == 0:
            return other
        for meter in other.meter.changes:
            if (meter.numerator, meter.denominator) != (meters[-1].numerator, meters[-1].denominator) or meter.tick:
                meters.append(replace(meter, tick=meter.tick + shift))
        for tempo in other.tempo.changes:
            if tempo.us_per_quarter != tempi[-1].us_per_quarter:
                tempi.append(replace(tempo, tick=tempo.tick + shift))
        return Clip(
            self.notes + tuple(note.moved(shift) for note in other.notes),
            MeterMap(tuple(meters)),
            TempoMap(tuple(tempi)),
            self.chords + tuple(ChordSpan(s.start + shift, s.end + shift, s.chord) for s in other.chords),
            self.controllers + tuple(replace(item, tick=item.tick + shift) for item in other.controllers),
            shift + other.length,
            self.name,
            self.key or other.key,
        )
