"""Wishes that listen to what has been written so far and steer what comes next: density, loudness, swing.

They bend the model's own distributions; none of them chooses a note.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.model.config import VOCABULARY
from engine.model.sampler import DrawState, Logits
from engine.model.tokens import END_OF_BEAT
from engine.music.grid import STEPS_PER_BEAT

_VELOCITIES = np.arange(VOCABULARY["velocity"], dtype=np.float64)
_ONSETS = np.arange(VOCABULARY["onset"])
_NATS_A_NOTE = 0.3
_FEW, _FEWEST = 1.5, 0.45
"""Notes a beat below which a note too many weighs more, where a density is asked for, and below which no more yet."""
_PAIR_SPREAD, _PAIR_MEAN = 0.13, 0.6
"""Width in beats of what `Eighths` favours, and the share of its gain that the end of a beat gets, too."""


def limited(value: float, most: float) -> float:
    """The value, no further from 0 than `most`."""
    return min(max(value, -most), most)


@dataclass(slots=True)
class Density:
    """About `rate` notes a beat on average; single beats stay free to be busy or empty.

    What is missing so far makes the next note nearer, in the chord or soon after it; what is too much makes it farther,
    and the beat's end likelier (an integral controller).

    Attributes:
        rate: notes a beat.
        gain: nats for each note that is missing, or too many.
        strongest: nats at most.
        ends: how many of them the end of the beat gains, for one of its last places, where there are too many.
    """

    rate: float
    gain: float = _NATS_A_NOTE
    strongest: float = 6.0
    ends: float = 1.0
    _counts: dict[int, int] = field(default_factory=dict)

    @staticmethod
    def asked(rate: float) -> Density:
        """One that a player has asked for: held to where the model would rather play far more, or fewer. The fewer are
        asked for, the more one too many weighs."""
        few = _FEW / float(np.clip(rate, _FEWEST, _FEW))
        return Density(rate, gain=_NATS_A_NOTE * few, strongest=15.0, ends=min(1.0 + few, 3.0))

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "onset":
            return logits
        # Counted beat by beat, as a window forgets what was written before it.
        self._counts[state.beat] = len(state.in_beat)
        return _hastened(logits, self._nats(state), state, self.ends)

    def _nats(self, state: DrawState) -> float:
        # Inside the beat the share that has gone by is asked for.
        due = self.rate * (len(self._counts) - 0.5 + state.onset % STEPS_PER_BEAT / STEPS_PER_BEAT)
        return limited(self.gain * (due - sum(self._counts.values())), self.strongest)


@dataclass(slots=True)
class Pace(Density):
    """About `rate` notes in a beat that has any, on average; whether a beat has any is not touched, so a line rests and
    breathes as it would."""

    gain: float = 0.8

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        return Density.adjust(self, attribute, logits, state) if state.in_beat else logits


def _hastened(logits: Logits, nats: float, state: DrawState, ends: float) -> Logits:
    """The next onset nearer (`nats` above 0) or farther."""
    # The end of the beat alone would change little: a beat ends when its last places are passed.
    far = np.minimum(1.0, (_ONSETS - state.onset % STEPS_PER_BEAT) / (STEPS_PER_BEAT / 2))
    far[END_OF_BEAT] = ends if nats < 0 else 1.0
    return np.asarray(logits - nats * far, np.float64)


@dataclass(slots=True)
class Eighths:
    """The second note of a beat about half a beat after the first, rather than nearer or farther: fast lines are even.

    Attributes:
        middle: beats from the one to the other.
        gain: nats for a note there.
    """

    middle: float
    gain: float

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "onset" or len(state.in_beat) != 1:
            return logits
        apart = (_ONSETS - state.in_beat[0].onset % STEPS_PER_BEAT) / STEPS_PER_BEAT
        near = np.exp(-(((apart - self.middle) / _PAIR_SPREAD) ** 2))
        near[END_OF_BEAT] = _PAIR_MEAN
        return np.asarray(logits + self.gain * near)


@dataclass(slots=True)
class Dynamics:
    """Velocities about `level` on average: the model's own distribution moved as a whole, accents and all."""

    level: float
    _mean: float | None = None

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "velocity":
            return logits
        weights = np.exp(logits - logits.max())
        expected = float(weights @ _VELOCITIES / weights.sum())
        self._mean = expected if self._mean is None else 0.75 * self._mean + 0.25 * expected
        shift = (self.level - 2) / 4 - self._mean
        moved = np.interp(_VELOCITIES - shift, _VELOCITIES, logits, left=np.nan, right=np.nan)
        # Beyond the ends of the table the distribution goes on falling.
        floor = float(np.min(logits)) - 2
        return np.where(np.isnan(moved), floor, moved)


@dataclass(slots=True)
class Swing:
    """The off-beat eighth at `amount` between straight (0) and dotted (1).

    Only where a beat is played in eighths: beats with a note in their first half beyond the downbeat are triplets or
    sixteenths and stay as the model plays them.
    """

    amount: float
    nats_a_step: float = 2.5
    _off: frozenset[int] = field(default_factory=lambda: frozenset(range(9, 21)))

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        target = 12 + 6 * self.amount
        inside = [note.onset % STEPS_PER_BEAT for note in state.in_beat]
        if any(2 < step < 9 for step in inside):
            return logits
        if attribute == "micro" and (state.onset % STEPS_PER_BEAT) in self._off:
            step = state.onset % STEPS_PER_BEAT
            wanted = float(np.clip((target - step) * 8 + 4, 0, 7))
            return np.asarray(logits - 0.5 * np.abs(np.arange(len(logits)) - wanted), np.float64)
        if attribute != "onset":
            return logits
        off = np.isin(_ONSETS, list(self._off))
        if not off.any() or not np.isfinite(logits[off]).any():
            return logits
        bent = logits - np.where(off, self.nats_a_step * np.minimum(4, np.abs(_ONSETS - target)), 0.0)
        # An off-beat stays as likely as it was; only its place is chosen anew.
        before, after = (float(np.logaddexp.reduce(values[off])) for values in (logits, bent))
        if math.isfinite(after):
            bent = np.where(off, bent + before - after, bent)
        return bent
