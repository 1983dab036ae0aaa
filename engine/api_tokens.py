"""`TatumFlowTokenizer`: music as one flat list of integers, for those who think of models that way.

The model itself reads compound elements (`engine.model.tokens`); this spells them out, one token an attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import InputError
from engine.model.config import VOCABULARY
from engine.model.tokens import (
    BEAT,
    NOTE,
    Elements,
    GridNotes,
    elements_from_grid,
    grid_from_elements,
    grid_from_notes,
    notes_from_grid,
)
from engine.music.grid import STEPS_PER_BEAT
from engine.music.note import TICKS_PER_QUARTER

if TYPE_CHECKING:
    from engine.music.clip import Clip

_SIZES = {**VOCABULARY, "onset": STEPS_PER_BEAT}  # the decoder's "no more notes" is told by the next beat's token
NAMES = tuple(_SIZES)


@dataclass(frozen=True, slots=True)
class TatumFlowTokenizer:
    """Clips to token lists and back.

    A beat is one token (0); a note in it is five: onset step in the beat, pitch, duration, velocity, micro-timing. Each
    attribute has its own range of numbers. Coming back, onsets are exact to 1/192 of a beat, lengths and velocities to
    the middle of their bins; meter and tempo are not part of the tokens.
    """

    @property
    def vocab_size(self) -> int:
        """Number of different tokens."""
        return 1 + sum(_SIZES.values())

    @property
    def offsets(self) -> dict[str, int]:
        """First token of each attribute."""
        starts = np.cumsum([1, *_SIZES.values()])
        return {name: int(start) for name, start in zip(NAMES, starts, strict=False)}

    def encode(self, clip: Clip) -> list[int]:
        """The tokens of a clip on a bar grid, from its tick 0 to its end."""
        beats = max(1, -(-clip.length // TICKS_PER_QUARTER))
        elements = elements_from_grid(grid_from_notes(clip.notes), beats)
        offsets = self.offsets
        out: list[int] = []
        for index, kind in enumerate(elements.kind):
            if kind == BEAT:
                out.append(0)
            else:
                out += [offsets[name] + int(getattr(elements, name)[index]) for name in NAMES]
        return out

    def decode(self, tokens: Sequence[int], tempo_bpm: float = 120.0, meter: tuple[int, int] = (4, 4)) -> Clip:
        """The clip that tokens spell, in a tempo and meter; a note cut off at the end is left out.

        Raises:
            InputError: if a token is out of range or out of place.
        """
        rows: list[tuple[int, ...]] = []
        beat, place, offsets = -1, 0, self.offsets
        while place < len(tokens):
            if tokens[place] == 0:
                beat, place = beat + 1, place + 1
                continue
            values = [int(t) - offsets[name] for t, name in zip(tokens[place : place + 5], NAMES, strict=False)]
            wrong = [k for k, value in enumerate(values) if not 0 <= value < _SIZES[NAMES[k]]]
            if wrong or beat < 0:
                where = place + (wrong[0] if wrong else 0)
                raise InputError(
                    "Token {token} at place {place} is out of place; encode the music again.",
                    token=tokens[where],
                    place=where,
                )
            if len(values) == 5:
                rows.append((beat, *values))
            place += 5
        matrix = np.array(rows, np.int64).reshape(-1, 6)
        kind = np.full(len(matrix), NOTE, np.int64)
        grid = grid_from_elements(Elements(kind, *(matrix[:, k] for k in range(6))))
        return clip_of_grid(grid, max(1, beat + 1), tempo_bpm, meter)


def clip_of_grid(grid: GridNotes, beats: int, tempo_bpm: float, meter: tuple[int, int]) -> Clip:
    """A clip of `beats` beats, filled up to a bar line; what would ring or begin behind it is cut."""
    from engine.music.clip import Clip
    from engine.music.grid import MeterMap, TempoMap

    map_ = MeterMap.constant(*meter)
    length = map_.bar_ceil(beats * TICKS_PER_QUARTER)
    there = [note for note in notes_from_grid(grid) if note.start < length]
    notes = tuple(note.placed(note.start, min(note.duration, length - note.start)) for note in there)
    return Clip(notes, map_, TempoMap.constant(tempo_bpm), length=length)
