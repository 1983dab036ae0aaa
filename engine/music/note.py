"""One note, and the role it plays in a texture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

TICKS_PER_QUARTER = 480
"""Time resolution of every clip in the app and of every file it writes."""


class Role(IntEnum):
    """What a note does in the texture. The values are stored in datasets; do not renumber them."""

    LEAD = 0
    CHORDS = 1
    BASS = 2


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """An immutable note; an edit returns a copy.

    Attributes:
        start: onset in ticks from the start of the clip, >= 0.
        pitch: MIDI note number, 0..127.
        duration: length in ticks, >= 1.
        velocity: 1..127.
        role: lead, chords or bass.
    """

    start: int
    pitch: int
    duration: int
    velocity: int = 80
    role: Role = Role.LEAD

    def __post_init__(self) -> None:
        if self.start < 0:
            raise ValueError(f"note starts before the clip: {self.start}")
        if self.duration < 1:
            raise ValueError(f"note has no length: {self.duration}")
        if not 0 <= self.pitch <= 127:
            raise ValueError(f"pitch outside 0..127: {self.pitch}")
        if not 1 <= self.velocity <= 127:
            raise ValueError(f"velocity outside 1..127: {self.velocity}")

    def __hash__(self) -> int:
        # Without the role, whose own hash takes longer than all the rest.
        return hash((self.start, self.pitch, self.duration, self.velocity))

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

    def placed(self, start: int, duration: int) -> Note:
        """The same note, from `start` and `duration` ticks long."""
        if start == self.start and duration == self.duration:
            return self
        return Note(start, self.pitch, duration, self.velocity, self.role)
