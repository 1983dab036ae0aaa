"""A bass that plays a figure instead of walking: notes on certain places of each bar, roots and fifths above all."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.generate.constraints import of_classes
from engine.generate.line_masks import BassMask
from engine.generate.steering import limited
from engine.model.sampler import DrawState, Logits
from engine.model.tokens import DURATION_STEPS, END_OF_BEAT
from engine.music.chord import QUALITIES, Chord
from engine.music.grid import STEPS_PER_BEAT

_NEAR_STEPS = 4
"""Onsets so near to a place are meant for it."""
_ALWAYS, _PULL, _MOST_PULL = 60.0, 30.0, 45.0
"""Nats for a place that every bar has; for each note that another has too few, or too many, and at most."""
_FIRM = 0.9
"""A place with at least this share ends the note before it."""
_HELD, _SHORT_COST = 0.8, 0.5
"""A note sounds for this share of the way to the next firm place, or costs so many nats a step less."""


@dataclass(slots=True)
class FigureBass(BassMask):
    """A bass line with notes on certain places of the bar; roots where chords begin and pitches as in `BassMask`.

    Attributes:
        places: steps from the bar line, ascending, and the share of the bars in which a note begins there.
        bar_steps: length of a bar.
        fifths: nats for root and fifth of the chord.
    """

    places: tuple[tuple[int, float], ...] = ()
    bar_steps: int = 4 * STEPS_PER_BEAT
    fifths: float = 0.0
    begun: dict[int, int] = field(default_factory=dict)
    """How many notes have begun on each place."""

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        # A slotted dataclass is another class than the one that `super` without arguments means.
        out = BassMask.adjust(self, attribute, logits, state)
        if attribute == "micro":
            place = state.onset % self.bar_steps
            self.begun[place] = self.begun.get(place, 0) + 1
        return out

    def _between(self, logits: Logits, state: DrawState) -> Logits:
        first = state.beat * STEPS_PER_BEAT
        out = np.full_like(logits, -np.inf)
        out[END_OF_BEAT] = logits[END_OF_BEAT]
        for at, share in self.places:
            step = (at - first) % self.bar_steps
            if step >= STEPS_PER_BEAT or not np.isfinite(logits[step]):
                continue
            near = logits[max(0, step - _NEAR_STEPS) : min(END_OF_BEAT, step + _NEAR_STEPS + 1)]
            if share == 1:
                pull = _ALWAYS
            else:
                bars = (first + step) // self.bar_steps + 1
                pull = limited(_PULL * (share * bars - self.begun.get(at, 0) - 0.5), _MOST_PULL)
            out[step] = np.logaddexp.reduce(near) + pull
        return out

    def _pitch(self, logits: Logits, state: DrawState) -> Logits:
        out = BassMask._pitch(self, logits, state)
        chord = self.lane.chord(state.onset)
        if chord.root is None:
            return out
        return out + self.fifths * of_classes({chord.lowest_class(), _fifth(chord)})

    def _duration(self, logits: Logits, state: DrawState) -> Logits:
        """A note rings until the next place that every bar has; a pick-up before that ends it when both are there."""
        out = BassMask._duration(self, logits, state)
        at = state.onset % self.bar_steps
        ahead = [(place - at - 1) % self.bar_steps + 1 for place, share in self.places if share >= _FIRM]
        room = min(ahead, default=self.bar_steps)
        out = out - _SHORT_COST * np.maximum(0, _HELD * room - DURATION_STEPS)
        kept = np.where(room >= DURATION_STEPS, out, -np.inf)
        return kept if np.isfinite(kept).any() else out


def _fifth(chord: Chord) -> int:
    """Pitch class of a chord's fifth: its own, diminished or augmented where it has no perfect one."""
    root = chord.root or 0
    steps = QUALITIES[chord.quality]
    return (root + next((step for step in (7, 6, 8) if step in steps), 7)) % 12
