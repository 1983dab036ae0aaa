"""Rules and wishes about the notes that are drawn: register, polyphony, onsets, pitch classes, loudness, repetition.

All of them are `engine.model.sampler.Constraint`. Rules over a chord lane are in `chord_masks` and `line_masks`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from engine.model.config import VOCABULARY
from engine.model.runtime import IntArray
from engine.model.sampler import BoolArray, DrawState, Logits
from engine.model.tokens import DURATION_STEPS, END_OF_BEAT, GridNotes, velocity_bin
from engine.music.grid import STEPS_PER_BEAT

HALF = STEPS_PER_BEAT // 2
SOUNDS_STEPS = 3
"""A pitch class belongs to a beat's harmony when it sounds for an eighth of the beat."""
REPEAT_BEATS = 32
"""How far back a run of notes is a repeat: eight bars of 4/4."""
_ROOM_ABOVE = 97
"""Notes of one onset are drawn from the bottom up: below this pitch, others of a chord still fit above."""
REACH = 16
"""Semitones that a hand reaches: a major tenth, as Art Tatum's did."""
_FINGERS = 5
_TOO_WIDE = 0.05
"""Share of chords that two hands cannot reach, from which on music is for more than those."""
ALL_PITCHES = np.arange(VOCABULARY["pitch"])
_TOGETHER_STEPS = 2
"""Notes that begin nearer to one another are struck together."""
_VELOCITIES = np.arange(VOCABULARY["velocity"])
_ONSETS = np.arange(VOCABULARY["onset"])


def only(logits: Logits, allowed: BoolArray) -> Logits:
    """The logits, -inf where not allowed."""
    return np.where(allowed, logits, -np.inf)


def of_classes(classes: Iterable[int]) -> BoolArray:
    """Which pitches belong to one of some pitch classes; not to be written to."""
    return _of_classes(frozenset(classes))


@lru_cache(maxsize=4096)
def _of_classes(classes: frozenset[int]) -> BoolArray:
    table = np.zeros(12, bool)
    table[list(classes)] = True
    out = table[ALL_PITCHES % 12]
    out.flags.writeable = False
    return out


def at_most(logits: Logits, steps: float) -> Logits:
    """Duration logits without those longer than `steps`; the shortest always stays."""
    allowed = steps >= DURATION_STEPS
    allowed[0] = True
    return only(logits, allowed)


@dataclass(frozen=True, slots=True)
class Range:
    """Pitches `low`..`high` only, and drawn towards their middle where `pull` (nats an octave) is not 0."""

    low: int
    high: int
    pull: float = 0.0

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "pitch":
            return logits
        middle = (self.low + self.high) / 2
        bent = logits - self.pull * np.abs(ALL_PITCHES - middle) / 12
        return only(bent, (self.low <= ALL_PITCHES) & (self.high >= ALL_PITCHES))


@dataclass(frozen=True, slots=True)
class Polyphony:
    """At most `limit` notes sound at once, of those that are written so far.

    Notes that stay and come later, and micro-timing, can make one more sound: `limit_polyphony` sees to these.
    """

    limit: int

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "onset":
            return logits
        first = state.beat * STEPS_PER_BEAT
        near = [note for note in state.played if note.onset < first + STEPS_PER_BEAT and note.end > first]
        room = [sum(n.onset <= s < n.end for n in near) < self.limit for s in range(first, first + STEPS_PER_BEAT)]
        return only(logits, np.array([*room, True]))


@dataclass(frozen=True, slots=True)
class OneStruck:
    """No two notes are struck together, nor within a twelfth of a beat; one may ring into the next, as legato does."""

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "onset":
            return logits
        first = state.beat * STEPS_PER_BEAT
        struck = [note.onset for note in state.played if first - _TOGETHER_STEPS < note.onset < first + STEPS_PER_BEAT]
        room = [all(abs(s - o) >= _TOGETHER_STEPS for o in struck) for s in range(first, first + STEPS_PER_BEAT)]
        return only(logits, np.array([*room, True]))


@dataclass(frozen=True, slots=True)
class TwoHands:
    """What is struck together lies under two hands: each has five fingers and reaches a tenth (`REACH`).

    Notes of a chord are drawn from the bottom up; the left hand takes what it can reach from the lowest.
    """

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "pitch":
            return logits
        right = _right_hand([note.pitch for note in state.in_beat if note.onset == state.onset])
        if not right:
            return logits
        return only(logits, (right[0] + REACH >= ALL_PITCHES) & (len(right) < _FINGERS))

    @staticmethod
    def suit(notes: GridNotes) -> bool:
        """Whether hardly any chord of some notes, in order of onset and pitch, is too wide for two hands."""
        starts = np.unique(notes.onset, return_index=True)[1]
        chords = [chord for chord in np.split(notes.pitch, starts[1:]) if len(chord) > 2]
        right = [_right_hand(chord.tolist()) for chord in chords]
        wide = sum(bool(hand) and (hand[-1] - hand[0] > REACH or len(hand) > _FINGERS) for hand in right)
        return wide <= _TOO_WIDE * len(chords)


def _right_hand(chord: list[int]) -> list[int]:
    """What of a chord the left hand leaves, from the lowest up."""
    notes = sorted(set(chord))
    left = sum(pitch <= notes[0] + REACH for pitch in notes[:_FINGERS]) if notes else 0
    return notes[left:]


@dataclass(frozen=True, slots=True)
class MustHit:
    """Every step of `steps` (from the canvas's start) gets a note, and no other step does.

    `micro` gives the micro-timing bin of a step, where it is known; `needs` how many new notes it gets at least (else
    1, for which a given note serves as well). They leave each other room under the given note that comes next. The
    rule says nothing about the steps `loose`.
    """

    steps: frozenset[int]
    micro: dict[int, int] = field(default_factory=dict)
    needs: dict[int, int] = field(default_factory=dict)
    loose: frozenset[int] = frozenset()

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute == "micro" and state.onset in self.micro:
            return only(logits, np.arange(len(logits)) == self.micro[state.onset])
        if attribute == "pitch":
            return self._with_room(logits, state)
        if attribute != "onset":
            return logits
        first = state.beat * STEPS_PER_BEAT
        coming = state.next_given.onset if state.next_given else first + STEPS_PER_BEAT
        open_steps = [s - first for s in range(state.onset, first + STEPS_PER_BEAT) if s in self.steps]
        # A step at which nothing fits any more has been closed.
        missing = [s for s in open_steps if first + s <= coming and np.isfinite(logits[s])
                   and self._lacks(first + s, state, before_given=first + s == coming) > 0]  # fmt: skip
        allowed = np.isin(_ONSETS, open_steps)
        if self.loose:
            allowed |= np.isin(_ONSETS + first, list(self.loose)) & (_ONSETS < STEPS_PER_BEAT)
        if missing:
            allowed &= missing[0] >= _ONSETS
        else:
            allowed[END_OF_BEAT] = True
        return only(logits, allowed)

    def _lacks(self, step: int, state: DrawState, *, before_given: bool = False) -> int:
        """How many notes are missing at a step; `before_given` where a given note of the step is yet to come."""
        there = [note for note in state.in_beat if note.onset == step]
        if step in self.needs:
            return self.needs[step] - sum(not note.given for note in there)
        return 0 if before_given else 1 - len(there)

    def _with_room(self, logits: Logits, state: DrawState) -> Logits:
        """Pitches below the given note of the same onset, and so low that the others of this onset fit above."""
        others = self._lacks(state.onset, state) - 1
        if others < 0 or state.onset not in self.needs:
            return logits
        coming = state.next_given
        below = coming.pitch if coming is not None and coming.onset == state.onset else len(ALL_PITCHES)
        fitting = np.flatnonzero(np.isfinite(logits) & (below > ALL_PITCHES))
        if not len(fitting):
            return logits
        return only(logits, fitting[max(0, len(fitting) - 1 - others)] >= ALL_PITCHES)


@dataclass(frozen=True, slots=True)
class PitchClasses:
    """Only the pitch classes `allowed` [T, 12] of each beat sound in it; with `all_sound`, every one of them does.

    A note ends where its pitch class does. `counts` [T] is about how many notes a beat has room for. Where `rings`
    [T, 12], a pitch class of a beat sounds on into the next beat, so that none has to begin there. A beat without any
    pitch class goes on with the one before it.
    """

    allowed: BoolArray
    all_sound: bool = False
    counts: IntArray | None = None
    rings: BoolArray | None = None
    shortest: int = 3

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if not 0 <= state.beat < len(self.allowed):
            return logits
        classes = self.allowed[state.beat]
        if not classes.any():
            return at_most(logits, self._until(state)) if attribute == "duration" else logits
        if attribute == "onset" and self.all_sound and self._missing(state):
            without_end = logits.copy()
            without_end[END_OF_BEAT] = -np.inf
            # A note too near to the end of the beat would not be heard in it.
            without_end[STEPS_PER_BEAT - self.shortest + 1 :] = -np.inf
            return without_end if np.isfinite(without_end).any() else logits
        if attribute == "pitch":
            masked = only(logits, classes[ALL_PITCHES % 12])
            missing = self._missing(state) if self.all_sound else set()
            if missing:
                wanted = of_classes(missing)
                if len(missing) > 1 and np.isfinite(masked[wanted & (ALL_PITCHES < _ROOM_ABOVE)]).any():
                    masked = only(masked, ALL_PITCHES < _ROOM_ABOVE)
                room = 0 if self.counts is None else int(self.counts[state.beat]) - len(state.in_beat)
                if np.isfinite(masked[wanted]).any():
                    return masked + 3.0 * wanted if room > len(missing) else only(masked, wanted)
            return masked
        if attribute == "duration":
            bent = at_most(logits, self._until(state))
            if self.all_sound:
                longer = only(bent, self._at_least(state) <= DURATION_STEPS)
                return longer if np.isfinite(longer).any() else bent
            return bent
        return logits

    def _until(self, state: DrawState) -> float:
        """How many steps the pitch in hand may sound, to the first beat that has other pitch classes."""
        beat = state.beat
        while beat < len(self.allowed) and (not self.allowed[beat].any() or self.allowed[beat, state.pitch % 12]):
            beat += 1
        return beat * STEPS_PER_BEAT - state.onset if beat < len(self.allowed) else math.inf

    def _at_least(self, state: DrawState) -> int:
        """How many steps the pitch in hand has to sound: to be heard in its beat and in those that it rings into."""
        beat = state.beat
        while self.rings is not None and beat < len(self.rings) and self.rings[beat, state.pitch % 12]:
            beat += 1
        return self.shortest + (beat * STEPS_PER_BEAT - state.onset if beat > state.beat else 0)

    def _missing(self, state: DrawState) -> set[int]:
        first = state.beat * STEPS_PER_BEAT
        heard = {
            note.pitch % 12
            for note in state.played
            if min(note.end, first + STEPS_PER_BEAT) - max(note.onset, first) >= self.shortest
        }
        return set(np.flatnonzero(self.allowed[state.beat]).tolist()) - heard


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Notes stay below `top` [2 T], a pitch for each half beat: the voice that is to stay the highest."""

    top: IntArray

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        half = state.onset // HALF
        if attribute == "pitch" and half < len(self.top):
            coming = state.next_given
            # Drawing the given note's place or above means that note (see `write_notes`).
            given = coming.pitch if coming is not None and coming.onset == state.onset else len(ALL_PITCHES)
            return only(logits, (self.top[half] > ALL_PITCHES) | (given <= ALL_PITCHES))
        if attribute == "duration":
            lower = np.flatnonzero(self.top[half + 1 :] <= state.pitch)
            if len(lower):
                return at_most(logits, (half + 1 + int(lower[0])) * HALF - state.onset)
        return logits


@dataclass(frozen=True, slots=True)
class Accompanied:
    """In each half beat of `halves` a new note begins beside those that are given, where one fits."""

    halves: frozenset[int]

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "onset":
            return logits
        first = state.beat * STEPS_PER_BEAT
        for half in (2 * state.beat, 2 * state.beat + 1):
            if half in self.halves and not any(n.onset // HALF == half and not n.given for n in state.in_beat):
                inside = (first + _ONSETS) // HALF == half
                if np.isfinite(logits[inside & (_ONSETS < STEPS_PER_BEAT)]).any():
                    return only(logits, (first + _ONSETS < (half + 1) * HALF) & (_ONSETS < END_OF_BEAT))
        return logits


@dataclass(frozen=True, slots=True)
class Loudness:
    """Velocities near `velocity` [2 T], one for each half beat; where it is NaN, any."""

    velocity: npt.NDArray[np.float64]
    bins: float = 1.5

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        half = state.onset // HALF
        if attribute != "velocity" or not 0 <= half < len(self.velocity) or np.isnan(self.velocity[half]):
            return logits
        return logits - ((_VELOCITIES - float(velocity_bin(self.velocity[half]))) / self.bins) ** 2


@dataclass(frozen=True, slots=True)
class NoRepeat:
    """The top line plays no run of `notes` pitches twice in `within` beats, in whatever rhythm.

    It reads the notes that are written, those of the prompt among them. A note that no other could stand for stays.
    """

    notes: int
    within: int = REPEAT_BEATS

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != "pitch":
            return logits
        tops: dict[int, int] = {}
        for note in state.played:
            if state.onset - self.within * STEPS_PER_BEAT <= note.onset < state.onset:
                tops[note.onset] = max(note.pitch, tops.get(note.onset, -1))
        line = np.array([tops[onset] for onset in sorted(tops)])
        before = self.notes - 1
        if len(line) < self.notes:
            return logits
        runs = sliding_window_view(line, self.notes)
        again = runs[(runs[:, :before] == line[-before:]).all(axis=1), before]
        allowed = ~np.isin(ALL_PITCHES, again)
        return only(logits, allowed) if np.isfinite(logits[allowed]).any() else logits


@dataclass(frozen=True, slots=True)
class Near:
    """Draws towards the `notes` of the music that is varied, by `weight` nats; 0 leaves the model to itself.

    A note is (onset step, pitch).
    """

    notes: frozenset[tuple[int, int]]
    weight: float

    @staticmethod
    def to(music: GridNotes, weight: float) -> Near:
        """Draws towards the notes of `music`, counted from the canvas's start."""
        onsets_and_pitches = zip(music.onset, music.pitch, strict=True)
        return Near(frozenset((int(onset), int(pitch)) for onset, pitch in onsets_and_pitches), weight)

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute == "onset":
            first = state.beat * STEPS_PER_BEAT
            played = {(note.onset, note.pitch) for note in state.in_beat}
            left = [o - first for o, p in self.notes if state.onset <= o < first + STEPS_PER_BEAT
                    and (o, p) not in played and not any(q > p for at, q in played if at == o)]  # fmt: skip
            if not left:
                left = [END_OF_BEAT]
            return np.asarray(logits + self.weight * (min(left) == _ONSETS), np.float64)
        if attribute == "pitch":
            return logits + self.weight * np.isin(ALL_PITCHES, [p for o, p in self.notes if o == state.onset])
        return logits
