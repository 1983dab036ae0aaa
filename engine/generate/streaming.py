"""Takes told in parts while they are being written: at which bar lines, and what a part says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from engine.generate.jobs import Ends
from engine.generate.window import OnNotes
from engine.generate.window_clip import TickRange
from engine.model.tokens import GridNotes
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import TICKS_PER_STEP, MeterMap
from engine.music.note import TICKS_PER_QUARTER, Note, Role

PART_BARS = (1, 2, 4, 8, 16, 32)
"""What is written so far is told when these bars are done: each time costs a look for roles and chords."""
OnPart = Callable[[Clip, Ends], None]
"""Told what is written of a take, and up to where, while the rest is being written."""

OnBars = Callable[[tuple[Note, ...], int], None]
"""Told the notes of one role before a tick, a bar line."""


def everywhere(tick: int) -> Ends:
    """The same tick for every role."""
    lead, chords, bass = (tick for _ in Role)
    return lead, chords, bass


def frame_until(prompt: Clip, end: int) -> Clip:
    """A prompt's meter, tempo and all else but its notes, up to tick `end`."""
    return prompt if end == prompt.length else prompt.with_sorted((), end).slice_ticks(0, end)


def notes_until(notes: Iterable[Note], end: int) -> list[Note]:
    """The notes that begin before tick `end`, cut there."""
    return [note.placed(note.start, min(note.duration, end - note.start)) for note in notes if note.start < end]


def spans_until(chords: Iterable[ChordSpan], end: int) -> list[ChordSpan]:
    """The chords that begin before tick `end`, cut there."""
    return [replace(span, end=min(span.end, end)) for span in chords if span.start < end]


def ranges_until(ranges: Iterable[TickRange], end: int) -> list[TickRange]:
    """The ranges of ticks before `end`, cut there."""
    return [(start, min(stop, end)) for start, stop in ranges if start < end]


def told_from_left(
    on_part: OnPart | None, take_of: Callable[[GridNotes, int], Clip], lines: list[int], origin: int = 0
) -> OnNotes | None:
    """`at_lines` for a texture that is written as a whole: `take_of` makes a part of the notes before a line."""
    if on_part is None:
        return None
    return at_lines(lines, lambda made, line: on_part(take_of(made, line), everywhere(line)), origin)


def part_lines(meter: MeterMap, start: int, end: int) -> list[int]:
    """The bar lines between two ticks that are `PART_BARS` bars after that of `start`; those that lie on a beat."""
    first = meter.bar_at(start)
    lines = [meter.bar_start(first + bars) for bars in PART_BARS]
    return [line for line in lines if line < end and line % TICKS_PER_QUARTER == 0]


def at_lines(lines: list[int], tell: Callable[[GridNotes, int], None], origin: int = 0) -> OnNotes:
    """What a canvas tells its notes to: `tell` hears the notes before each of the lines as soon as all are written.

    The canvas begins `origin` ticks before the tick 0 of the lines.
    """
    ahead = list(lines)

    def on_notes(beats: int, made: Callable[[], GridNotes]) -> None:
        passed = [line for line in ahead if line + origin <= beats * TICKS_PER_QUARTER]
        if passed:
            del ahead[: len(passed)]
            tell(made().before((passed[-1] + origin) // TICKS_PER_STEP), passed[-1])

    return on_notes


class Ensemble:
    """A take whose roles are written over chords that are known: `frame` lacks only the notes.

    Several roles may be under way at once. What is told of a role is what stands without a gap from the start.
    """

    def __init__(self, frame: Clip, roles: Iterable[Role], on_part: OnPart | None) -> None:
        self._frame, self._on_part = frame, on_part
        written = set(roles)
        self._notes: dict[Role, tuple[Note, ...]] = dict.fromkeys(Role, ())
        self._ends = {role: 0 if role in written else frame.length for role in Role}
        self._begun: dict[Role, tuple[tuple[Note, ...], int]] = {}
        self._ahead: dict[Role, dict[int, tuple[tuple[Note, ...], int]]] = {role: {} for role in Role}

    @property
    def clip(self) -> Clip:
        """What is written."""
        return replace(self._frame, notes=tuple(sorted(note for notes in self._notes.values() for note in notes)))

    @property
    def end(self) -> int:
        """The tick up to which all roles are written."""
        return min(self._ends.values())

    def begin(self, role: Role, notes: Iterable[Note], end: int) -> None:
        """Tell the first bars of a role, up to tick `end`; later ones, or fewer, replace them."""
        self._begun[role] = tuple(notes), end
        self.tell()

    def add(self, role: Role, notes: Iterable[Note], start: int, end: int) -> None:
        """Take in notes of a role from tick `start` to tick `end`; what lies before may come later."""
        self._begun.pop(role, None)
        self._ahead[role][start] = tuple(notes), end
        while self._ends[role] in self._ahead[role]:
            more, self._ends[role] = self._ahead[role].pop(self._ends[role])
            self._notes[role] += more

    def tell(self) -> None:
        """Tell what is written, unless nobody listens or all is."""
        if self._on_part is None or self.end >= self._frame.length:
            return
        begun = {role: self._begun.get(role, ((), 0)) for role in Role}
        notes = [note for role in Role for note in (*self._notes[role], *begun[role][0])]
        lead, chords, bass = (max(self._ends[role], begun[role][1]) for role in Role)
        self._on_part(replace(self._frame, notes=tuple(sorted(notes))), (lead, chords, bass))
