"""What a gesture shows while it lasts: where notes would be if the button were let go now. Nothing is changed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.piano_roll.content import RollContent
from engine.music.note import Note


def _as_it_is(note: Note) -> Note:
    return note


@dataclass(frozen=True, slots=True)
class Preview:
    """A change that is being made.

    Attributes:
        notes: those that the gesture has hold of.
        change: what would become of each.
        shift_ticks: how far `change` moves onsets, so that what comes into sight is found.
        keeps: the originals stay in sight, as for a copy.
        hides: the notes are only left out, as for erasing.
        added: new notes.
        band: a rubber band in widget pixels.
        ramp: a line across the velocity lane, two points (x, y) in widget pixels.
        hint: a short text to show beside the pointer.
    """

    notes: frozenset[Note] = frozenset()
    change: Callable[[Note], Note] = _as_it_is
    shift_ticks: int = 0
    keeps: bool = False
    hides: bool = False
    added: tuple[Note, ...] = ()
    band: QRectF | None = None
    ramp: tuple[float, float, float, float] | None = None
    hint: str = ""

    @property
    def lifted(self) -> frozenset[Note]:
        """Notes that the still picture leaves out meanwhile."""
        return frozenset() if self.keeps else self.notes

    def shown(self, content: RollContent, first_tick: float, last_tick: float) -> Iterator[Note]:
        """The notes as they would be, as far as they sound between the ticks."""
        yield from self.added
        if not self.notes or self.hides:
            return
        for note in content.visible(first_tick - self.shift_ticks, last_tick - self.shift_ticks):
            if note in self.notes:
                yield self.change(note)
