"""Very many notes as arrays and back, for edits and views that treat them all alike."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from engine.music.note import Note, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

_ROLES = tuple(Role)


class NoteColumns(NamedTuple):
    """The values of notes, one array each."""

    starts: NDArray[np.int64]
    pitches: NDArray[np.int64]
    durations: NDArray[np.int64]
    velocities: NDArray[np.int64]
    roles: NDArray[np.int64]

    @staticmethod
    def of(notes: Collection[Note]) -> NoteColumns:
        """The columns of notes, in their order."""
        import numpy as np  # not on the way to the first picture of the window

        size = len(Note._fields)
        return NoteColumns(*np.fromiter(chain.from_iterable(notes), np.int64, size * len(notes)).reshape(-1, size).T)

    def notes(self) -> list[Note]:
        """The notes, without a look at their values: the caller knows that they are in their ranges."""
        roles = map(_ROLES.__getitem__, self.roles.tolist())
        values = zip(*(column.tolist() for column in self[:-1]), roles, strict=True)
        return list(map(partial(tuple.__new__, Note), values))
