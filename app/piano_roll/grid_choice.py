"""The grid the user has chosen: what edits snap to, and how strongly quantising pulls."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.music.snapping import Snap

_STRAIGHT = (Snap.BAR, Snap.BEAT, Snap.EIGHTH, Snap.SIXTEENTH, Snap.THIRTY_SECOND)
_TRIPLETS = (Snap.EIGHTH_TRIPLET, Snap.SIXTEENTH_TRIPLET)
_TRIPLET_OF = {Snap.EIGHTH: Snap.EIGHTH_TRIPLET, Snap.SIXTEENTH: Snap.SIXTEENTH_TRIPLET}


class GridChoice(QObject):
    """What snaps where.

    Attributes:
        snap: the grid in force, perhaps off.
        quantise_snap: the grid of quantising where it is another one.
        strength: how far quantising moves a note towards its line, 0..1.
        swing: place of every second line inside a pair, 0.5..0.75, when quantising.
        quantise_ends: whether quantising moves the ends of notes too.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.snap = Snap.SIXTEENTH
        self.quantise_snap: Snap | None = None
        self.strength, self.swing, self.quantise_ends = 1.0, 0.5, False
        self._before_off = Snap.SIXTEENTH

    def set_snap(self, snap: Snap) -> None:
        """Choose the grid."""
        if snap is not self.snap:
            if snap is not Snap.OFF:
                self._before_off = snap
            self.snap = snap
            self.changed.emit()

    @property
    def lines(self) -> Snap:
        """The grid, or the last one while snapping is off."""
        return self._before_off

    @property
    def for_quantising(self) -> Snap:
        """The grid that quantising pulls to."""
        return self.quantise_snap or self._before_off

    def toggle(self) -> None:
        """Snap no more, or as before."""
        self.set_snap(self._before_off if self.snap is Snap.OFF else Snap.OFF)

    def step(self, step: int) -> None:
        """A finer (1) or coarser (-1) grid of the same kind."""
        row = _TRIPLETS if self._before_off in _TRIPLETS else _STRAIGHT
        self.set_snap(row[min(len(row) - 1, max(0, row.index(self._before_off) + step))])

    def toggle_triplets(self) -> None:
        """Between straight and triplet grid."""
        straight_of = {triplet: straight for straight, triplet in _TRIPLET_OF.items()}
        now = self._before_off
        self.set_snap(straight_of.get(now) or _TRIPLET_OF.get(now, Snap.EIGHTH_TRIPLET))
