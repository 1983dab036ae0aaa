"""One note, and the role it plays in a texture."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

TICKS_PER_QUARTER = 480
"""Time resolution of every clip in the app and of every file it writes."""


class Role(IntEnum):
    """What a note does in the texture. The values are stored in datasets; do not renumber them."""

    LEAD = 0
    CHORDS = 1
    BASS = 2

    __hash__ = int.__hash__


ROLES = {"lead": Role.LEAD, "chords": Role.CHORDS, "bass": Role.BASS}
"""The roles by their names in settings, files and on the command line."""


class _Fields(NamedTuple):
    start: int
    pitch: int
    duration: int
    velocity: int = 80
    role: Role = Role.LEAD


class Note(_Fields):
    """An immutable note; an edit returns a copy.

    It is a tuple, so that comparing, sorting and hashing very many notes stay out of the interpreter.

    Attributes:
        start: onset in ticks from the start of the clip, >= 0.
        pitch: MIDI note number, 0..127.
        duration: length in ticks, >= 1.
        velocity: 1..127.
        role: lead, chords or bass.
    """

    __slots__ = ()

    def __new__(cls, start: int, pitch: int, duration: int, velocity: int = 80, role: Role = Role.LEAD) -> Note:
        """Raises ValueError where a value is outside of its range."""
        if start < 0:
            raise ValueError(f"note starts before the clip: {start}")
        if duration < 1:
            raise ValueError(f"note has no length: {duration}")
        if not 0 <= pitch <= 127:
            raise ValueError(f"pitch outside 0..127: {pitch}")
        if not 1 <= velocity <= 127:
            raise ValueError(f"velocity outside 1..127: {velocity}")
        return tuple.__new__(cls, (start, pitch, duration, velocity, role))

    @property
    def end(self) -> int:
        """First tick at which the note no longer sounds."""
        return self.start + self.duration

    def moved(self, ticks: int) -> Note:
        """The same note `ticks` later (negative: earlier)."""
        return Note(self.start + ticks, self.pitch, self.duration, self.velocity, self.role)

    def transposed(self, semitones: int) -> Note:
        """The same note `semitones` higher. Raises ValueError outside 0..127."""
        return Note(self.start, self.pitch + semitones, self.duration, self.velocity, self.role)

    def with_role(self, role: Role) -> Note:
        """The same note in another role."""
        return self if role == self.role else Note(self.start, self.pitch, self.duration, self.velocity, role)

    def with_velocity(self, velocity: int) -> Note:
        """The same note, louder or softer. Raises ValueError outside 1..127."""
        return Note(self.start, self.pitch, self.duration, velocity, self.role)

    def placed(self, start: int, duration: int) -> Note:
        """The same note, from `start` and `duration` ticks long."""
        if start == self.start and duration == self.duration:
            return self
        return Note(start, self.pitch, duration, self.velocity, self.role)
