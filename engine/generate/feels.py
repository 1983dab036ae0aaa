"""What the parts of a rhythm section play in each feel: on which places of the bar a bass has notes, where a comping
hand strikes, and whether eighths swing.

The figures are those of the trade: half notes with pick-ups in a two-beat feel; in a bossa nova the first and third
beats and the eighths before the third and before the next bar. `tests/benchmarks/feel_figures.py` lays them beside
recordings that are marked with a feel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import InputError
from engine.generate.chord_masks import PLAYERS_PLACES
from engine.music.feels import FEELS, SWING
from engine.music.grid import STEPS_PER_BEAT

_SWING = ((80.0, 110.0, 180.0, 220.0, 300.0), (0.3, 0.7, 0.7, 0.55, 0.2))
"""How far eighths swing by tempo: at medium tempi about two to one, ever less when it is faster, as in recordings
(A. Friberg and A. Sundström, Music Perception 19, 2002)."""
_ALMOST_EVEN = 0.2
"""Soloists over even eighths still lengthen the first: the second falls at 0.58 of the beat, in swing at 0.64
(`tests/benchmarks/feel_figures.py`)."""
Places = tuple[tuple[int, float], ...]
"""Steps from the bar line, and the share of the bars in which a note begins there."""


@dataclass(frozen=True, slots=True)
class Feel:
    """How time is felt.

    Attributes:
        bass: places of a bass in a bar of four beats, in beats, and their shares; empty where it walks.
        in_three: the same in 3/4.
        strokes: shares of comping strokes in the second half of a beat and just before the next (`CompingMask.places`).
        straight: whether eighths are even.
        fifths: nats by which a bass prefers roots and fifths to other notes of a chord.
    """

    bass: tuple[tuple[float, float], ...] = ()
    in_three: tuple[tuple[float, float], ...] = ()
    strokes: tuple[float, float] = PLAYERS_PLACES
    straight: bool = False
    fifths: float = 0.0

    def places(self, meter: tuple[int, int], rate: float | None = None) -> Places:
        """Where a bass has notes in a bar of a meter; those beyond the first fewer or more for `rate` notes a quarter.

        A bar of two beats has half of one with four; bars of other lengths have the first beat and the middle one.
        """
        numerator, denominator = meter
        bar_steps = 4 * STEPS_PER_BEAT * numerator // denominator
        if not self.bass:
            return ()
        if meter in ((4, 4), (2, 2), (2, 4)):
            found = [(round(at * bar_steps / 4), share) for at, share in self.bass]
        elif meter == (3, 4):
            found = [(round(at * STEPS_PER_BEAT), share) for at, share in self.in_three]
        else:
            beat = 4 * STEPS_PER_BEAT // denominator * (3 if denominator > 4 and numerator % 3 == 0 else 1)
            found = [(0, 1.0), (-(-bar_steps // (2 * beat)) * beat, 1.0)] if bar_steps > beat else [(0, 1.0)]
        first, *others = found
        if rate is None or not others:
            return tuple(found)
        more = (rate * bar_steps / STEPS_PER_BEAT - 1) / sum(share for _, share in others)
        return (first, *((at, min(1.0, max(0.0, share * more))) for at, share in others))

    def swing(self, tempo_bpm: float, *, own_time: bool = False) -> float | None:
        """How far the eighths of a part swing (`Controls.swing`) where nothing is asked for: none, or as a rhythm
        section does at a tempo. None leaves it to the model, in parts with a time of their own: solos and players'
        styles."""
        if self.straight:
            return _ALMOST_EVEN if own_time else 0.0
        return None if own_time else usual_swing(tempo_bpm)


_BY_NAME = {
    SWING: Feel(),
    "two-beat": Feel(bass=((0, 1.0), (1, 0.2), (2, 1.0), (3, 0.45)), in_three=((0, 1.0), (2, 0.3)), fifths=1.5),
    "bossa": Feel(
        bass=((0, 1.0), (1.5, 0.8), (2, 1.0), (3.5, 0.7)),
        in_three=((0, 1.0), (1.5, 0.7), (2.5, 0.5)),
        strokes=(0.5, 0.0),
        straight=True,
        fifths=5.0,
    ),
}


def usual_swing(tempo_bpm: float) -> float:
    """`Controls.swing` of a tune or a rhythm section that swings at a tempo."""
    return float(np.interp(tempo_bpm, *_SWING))


def feel_named(name: str) -> Feel:
    """What is meant by the name of a feel.

    Raises:
        InputError: for a name that is none of `FEELS`.
    """
    if name not in _BY_NAME:
        raise InputError("There is no feel '{name}'; choose among {feels}.", name=name, feels=", ".join(FEELS))
    return _BY_NAME[name]
