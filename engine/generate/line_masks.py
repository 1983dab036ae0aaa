"""Rules for single lines over a chord lane: a lead that plays chord tones as often as real soloists do, and a bass that
lands on roots and walks between them. Comping is `engine.generate.chord_masks`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.generate.chord_masks import StepLane, paced, scale_classes
from engine.generate.constraints import ALL_PITCHES, of_classes
from engine.generate.steering import limited
from engine.model.sampler import DrawState, Logits
from engine.model.tokens import DURATION_STEPS, END_OF_BEAT, velocity_bin
from engine.music.grid import STEPS_PER_BEAT

_CLASSES = ALL_PITCHES % 12
_ON_BEAT_STEPS = 2
_STEP, _FAR_LEAP = 2, 9
_LEAP_COST = 0.25
_RESOLVING = 3.0
_SOLO_SHARES = {True: 0.53, False: 0.52}
"""Chord tones of real solos on strong beats, and elsewhere."""
_NOTE_PULL, _MOST_PULL = 1.4, 4.5
"""Nats for each chord tone that a line has too many, or too few, and at most."""
_SOLO_TURNS = 0.42
"""Of the moves of real solos so many go the other way than the move before."""
_TURN_PULL, _MOST_TURN_PULL = 0.5, 2.0
"""Nats for each turn that a line has too many, or too few, and at most."""
_LEGATO_STEPS = 36
_SHORTEST_BASS = 7
_ROOT_AGAIN = 4.0
_CHORD_TONE, _STRONG_TONE = 1.2, 3.0
"""Nats for chord tones of a bass, and for those on the first and the middle beat of a bar, which tell the harmony."""
_ROOT_HEARD = 1.5
"""Nats against the root of a chord once it has been played: real basses play it on 14 to 21 % of the beats on which
their chord does not begin (`tests/benchmarks/walking_bass.py`)."""
_BRIEF_BEATS = 2
_LEADING, _FROM_BELOW, _FROM_ABOVE = 0.8, 2.0, 3.8
"""Nats for notes that lead to the next root by a step, and more for a semitone. Real basses come to a root by a
semitone as often from above as from below, twice as often as by a whole step; the model seldom thinks of the first."""
_OFF_BEAT_COST = 3.0
_STEADY = 2.0
_WALKING, _LATE_STEP = 6.0, 12.0
"""Nats for a note in every beat of a walking bass, and against one that comes after the beat."""
_SKIP_STEPS, _NO_SKIP = (11, 18), 8.0
"""Where the second note of a beat swings along, and nats against other places."""
_SKIP_COST, _SKIPS_AT_MOST = 6.0, 60.0
"""Nats for the beat's end after its first note, and at most where there have been too many second notes."""
_BASS_LEAP = 4
_BASS_LEAP_COST = 0.3
_BASS_REPEAT_COST, _HOLDING_REPEAT_COST = 0.4, 5.0
"""Nats against striking a note again, and more for each share of notes that is held instead."""
_CENTRE_COST = 0.08
_SHORT_COST, _HELD_STEPS = 0.5, 22
"""Nats a grid step that a bass note is shorter than that: walking basses ring on until the next note."""
_TWO_BEATS, _OVER = 38, 50
"""Durations in steps with which a bass note rings through the beat after it, and from which on through a third one."""
_HOLD_PULL, _MOST_HOLD_PULL = 4.0, 14.0
"""Nats for each beat that a bass has held too few, or too many, and at most."""


def is_strong(onset: int, bar_beats: int) -> bool:
    """Whether a grid step lies on the first or the middle beat of a bar."""
    beat, step = divmod(onset, STEPS_PER_BEAT)
    return step <= _ON_BEAT_STEPS and beat % bar_beats in (0, bar_beats // 2)


@dataclass(slots=True)
class OneVoice:
    """What both lines share: one note at a time, remembered as it is written."""

    low: int
    high: int
    leap_cost: float = 0.0
    """Nats a semitone that an interval is wider than a whole step, up to a sixth."""
    line: list[tuple[int, int]] = field(default_factory=list)
    """Onset step and pitch of each note of the line so far."""

    def remember(self, state: DrawState) -> None:
        """Call with the last attribute of each note."""
        self.line.append((state.onset, state.pitch))

    def one_at_a_time(self, logits: Logits, state: DrawState, apart: int = 2) -> Logits:
        """Onsets: the next note begins `apart` steps after the last one or later."""
        if not self.line:
            return logits
        last = self.line[-1][0] - state.beat * STEPS_PER_BEAT
        steps = np.arange(len(logits))
        return np.where((steps < last + apart) & (steps != END_OF_BEAT), -np.inf, logits)

    def shaped(self, logits: Logits) -> Logits:
        """Pitches: in range; far leaps from the last note cost, octaves less."""
        out = np.where((self.low <= ALL_PITCHES) & (self.high >= ALL_PITCHES), logits, -np.inf)
        if not self.line:
            return out
        leap = np.abs(ALL_PITCHES - self.line[-1][1])
        cost = self.leap_cost * np.minimum(np.maximum(leap - _STEP, 0), _FAR_LEAP - _STEP)
        return np.asarray(out - cost - _LEAP_COST * np.maximum(0, leap - _FAR_LEAP) * (leap != 12))


@dataclass(slots=True)
class LeadMask(OneVoice):
    """A lead over a lane.

    Its notes are the model's. A note outside the chord's scale is an approach: a semitone or a whole step from it is
    drawn to, by so much that it follows as often as in real solos. Chord tones on strong beats get `pull`, elsewhere
    `weak_pull`, set so that their shares are those of real solos (Weimar Jazz Database, see
    tests/benchmarks/lead_chord_tones.py); both are below 0 because the model, asked for chords, plays them more
    squarely than soloists do. A line that has strayed from those shares, or from how often real ones turn, is led back.

    Attributes:
        lane: the chords.
        low, high: pitch range.
        bar_beats: beats of a bar; the first and the middle one are strong.
        pull, weak_pull: added to the logits of chord tones on strong beats and between them.
        leap_cost: set so that intervals are spread about as in real solos, half of which go by step.
        shares, turning: shares of chord tones on strong beats (True) and elsewhere, and of turns, to which the line is
            led back.
        repeat_cost: nats against playing a note again.
        outside_cost: nats against notes outside the chord's scale.
        legato: nats a grid step that a note is shorter than a beat and a half: it rings on until the next one.
        varied: nats against a third note of the same loudness: a line that begins as flat as written music goes on so.
    """

    lane: StepLane = field(default_factory=lambda: StepLane((), (), ()))
    bar_beats: int = 4
    pull: float = -1.0
    weak_pull: float = -0.8
    leap_cost: float = 0.25
    shares: dict[bool, float] = field(default_factory=lambda: _SOLO_SHARES)
    turning: float = _SOLO_TURNS
    repeat_cost: float = 0.7
    outside_cost: float = 0.0
    legato: float = 0.0
    varied: float = 0.0
    pending: bool = False
    played: dict[bool, list[bool]] = field(default_factory=lambda: {True: [], False: []})
    """Whether each note so far was a chord tone, on strong beats and elsewhere."""
    moves: int = 0
    turns: int = 0
    """Moves within phrases that followed another, and how many of them went the other way."""

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute == "onset":
            return self.one_at_a_time(logits, state)
        if attribute == "pitch":
            return self._pitch(logits, state)
        if attribute == "velocity" and self.varied and len(state.played) >= 2:
            before, last = (int(velocity_bin(note.velocity)) for note in state.played[-2:])
            return np.asarray(logits - self.varied * ((before == last) & (np.arange(len(logits)) == last)))
        if attribute == "duration" and self.legato:
            return logits - self.legato * np.maximum(0, _LEGATO_STEPS - DURATION_STEPS)
        if attribute == "micro":
            way = self._way(state.onset)
            if way and state.pitch != self.line[-1][1]:
                self.moves += 1
                self.turns += (state.pitch - self.line[-1][1]) * way < 0
            self.remember(state)
            chord = self.lane.chord(state.onset)
            self.pending = state.pitch % 12 not in scale_classes(chord)
            if chord.root is not None:
                self.played[is_strong(state.onset, self.bar_beats)].append(state.pitch % 12 in chord.pitch_classes())
        return logits

    def _pitch(self, logits: Logits, state: DrawState) -> Logits:
        out = self.shaped(logits)
        if self.line:
            out = out - self.repeat_cost * (self.line[-1][1] == ALL_PITCHES)
            if way := self._way(state.onset):
                pull = limited(_TURN_PULL * (self.turns - self.turning * self.moves), _MOST_TURN_PULL)
                out = out - pull * ((ALL_PITCHES - self.line[-1][1]) * way < 0)
        chord = self.lane.chord(self._felt(state.onset))
        if chord.root is None:
            return out
        if self.pending and self.line:
            near = np.abs(ALL_PITCHES - self.line[-1][1])
            out = out + _RESOLVING * ((near <= 2) & (near > 0))
        strong = is_strong(state.onset, self.bar_beats)
        pull = (self.pull if strong else self.weak_pull) + self._back_to_share(strong)
        if self.outside_cost:
            out = out - self.outside_cost * ~of_classes(scale_classes(chord))
        return np.asarray(out + pull * of_classes(chord.pitch_classes()))

    def _way(self, onset: int) -> int:
        """Which way the line moved last, 1 up, -1 down, 0 where a note at `onset` begins a phrase or stands still."""
        if len(self.line) < 2:
            return 0
        (first, low), (then, high) = self.line[-2:]
        if max(then - first, onset - then) > STEPS_PER_BEAT:
            return 0
        return (high > low) - (high < low)

    def _back_to_share(self, strong: bool) -> float:
        """Nats by which chord tones are to gain, or lose, for the line to have as many as real solos."""
        played = self.played[strong]
        missing = self.shares[strong] * len(played) - sum(played)
        return limited(_NOTE_PULL * missing, _MOST_PULL)

    def _felt(self, onset: int) -> int:
        """The step whose chord a note is played over: a note just before a change already belongs to the next."""
        here = self.lane.index(onset)
        if here is not None and 0 < self.lane.ends[here] - onset <= STEPS_PER_BEAT // 6:
            return self.lane.ends[here]
        return onset


@dataclass(slots=True)
class BassMask(OneVoice):
    """A bass line: the root (or bass) where a chord begins, between the roots chord and scale tones, and in the last
    beat before a change a note that leads to the next root by a semitone or a whole step.

    Attributes:
        lane: the chords, cut at bar lines: a further bar of a chord prefers to begin on the root, too.
        low, high: pitch range.
        bar_beats: beats of a bar; the first and the middle one are strong.
        rate: wished notes a beat; None leaves it to the model. From 1 on the bass walks: a note on every beat, those
            beyond between them.
        skips: second notes a beat that walking throws in beyond its rate.
        holds: share of the second and fourth beats through which a walking bass lets the note before ring, as in a
            two-beat feel.
    """

    lane: StepLane = field(default_factory=lambda: StepLane((), (), ()))
    bar_beats: int = 4
    rate: float | None = None
    skips: float = 0.08
    holds: float = 0.0
    rooted: set[int] = field(default_factory=set)
    chances: int = 0
    held: int = 0
    """Notes that could have rung through the beat after them, and how many did."""
    rings_until: int = 0
    """Step at which a note that does ends."""

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute == "onset":
            return self._onset(logits, state)
        if attribute == "pitch":
            return self._pitch(logits, state)
        if attribute == "duration":
            return self._duration(logits, state)
        if attribute == "micro":
            self.remember(state)
            if self._may_hold(state.onset):
                rings = state.duration >= _TWO_BEATS
                self.chances, self.held = self.chances + 1, self.held + rings
                self.rings_until = (state.onset + state.duration) * rings
            here = self.lane.index(state.onset)
            if here is not None:
                self.rooted.add(here)
        return logits

    def _onset(self, logits: Logits, state: DrawState) -> Logits:
        first = state.beat * STEPS_PER_BEAT
        here, next_one = self.lane.index(first), self.lane.index(first + STEPS_PER_BEAT - 1)
        if next_one is not None and next_one != here and self._due(next_one):
            return self._root_at(self.lane.starts[next_one] - first, self.one_at_a_time(logits, state), state)
        if here is None or not self._due(here) or first - self.lane.starts[here] >= STEPS_PER_BEAT:
            return self._between(self.one_at_a_time(logits, state, _SHORTEST_BASS), state)
        return self._root_at(0, self.one_at_a_time(logits, state, 1), state)

    def _due(self, span: int) -> bool:
        """Whether a span of the lane still wants its root where it begins."""
        return span not in self.rooted and self.lane.chords[span].root is not None and not self._goes_on(span)

    def _root_at(self, place: int, logits: Logits, state: DrawState) -> Logits:
        """A chord begins at a step of the beat: its root comes there. Where that is within the beat, as in every second
        bar of 7/8, a note may come before it."""
        out = np.full_like(logits, -np.inf)
        there = slice(place, min(place + _ON_BEAT_STEPS + 1, END_OF_BEAT))
        out[there] = logits[there]
        if not state.in_beat and place >= _SHORTEST_BASS:
            out[: _ON_BEAT_STEPS + 1] = logits[: _ON_BEAT_STEPS + 1]
        return out if np.isfinite(out).any() else logits

    def _pitch(self, logits: Logits, state: DrawState) -> Logits:
        out = self.shaped(logits)
        here = self.lane.index(state.onset)
        if here is None:
            return out
        chord = self.lane.chords[here]
        if chord.root is None:
            return np.full_like(logits, -np.inf)
        out = self._near(out)
        if here not in self.rooted:
            if not self._goes_on(here):
                return np.where(chord.lowest_class() == _CLASSES, out, -np.inf)
            out = out + _ROOT_AGAIN * (chord.lowest_class() == _CLASSES)
        allowed = of_classes(scale_classes(chord))
        if here in self.rooted:
            out = out - _ROOT_HEARD * (chord.lowest_class() == _CLASSES)
        # Of a chord of half a bar each note tells the harmony.
        brief = self.lane.ends[here] - self.lane.starts[here] <= _BRIEF_BEATS * STEPS_PER_BEAT
        telling = brief or is_strong(state.onset, self.bar_beats)
        out = out + (_STRONG_TONE if telling else _CHORD_TONE) * of_classes(chord.pitch_classes())
        following = self.lane.chord(self.lane.ends[here])
        if self.lane.ends[here] - state.onset <= STEPS_PER_BEAT + 1 and following.root is not None:
            gap = (_CLASSES - following.lowest_class() + 6) % 12 - 6
            leads = (np.abs(gap) <= 2) & (gap != 0)
            allowed = allowed | leads
            out = out + _LEADING * leads + _FROM_BELOW * (gap == -1) + _FROM_ABOVE * (gap == 1)
        kept = np.where(allowed, out, -np.inf)
        return kept if np.isfinite(kept).any() else out

    def _goes_on(self, span: int | None) -> bool:
        """Whether a span of the lane is a further bar of the chord before it."""
        return span is not None and span < len(self.lane.goes_on) and self.lane.goes_on[span]

    def _between(self, logits: Logits, state: DrawState) -> Logits:
        """Between the roots: as many notes as are wished, mostly on beats, none right before a root."""
        steps = np.arange(len(logits))
        if self.rings_until > state.beat * STEPS_PER_BEAT + _TWO_BEATS - STEPS_PER_BEAT:
            return np.where(steps == END_OF_BEAT, 0.0, -np.inf)
        here = self.lane.index(state.beat * STEPS_PER_BEAT)
        # Beats are counted from where the chord or bar begins, which in 7/8 is in the middle of every second one.
        began = 0 if here is None else self.lane.starts[here]
        place = np.where(steps == END_OF_BEAT, 0, (steps - began) % STEPS_PER_BEAT)
        if self.rate is not None and self.rate < 1:
            surplus = len(self.line) - self.rate * (state.beat + 0.5)
            logits = paced(logits, _STEADY * surplus, _SKIPS_AT_MOST)
            off = (place > _ON_BEAT_STEPS) & (place < STEPS_PER_BEAT - _ON_BEAT_STEPS)
            logits = logits - _OFF_BEAT_COST * off
        elif self.rate is not None and not state.in_beat:
            logits = logits - _LATE_STEP * (place > _ON_BEAT_STEPS)
            logits[END_OF_BEAT] -= _WALKING
        elif self.rate is not None:
            beats = len({onset // STEPS_PER_BEAT for onset, _ in self.line})
            surplus = len(self.line) - beats - (self.rate - 1 + self.skips) * (state.beat + 0.5)
            if self.rate == 1:
                apart = (place < _SKIP_STEPS[0]) | (place > _SKIP_STEPS[1])
                logits = logits - _NO_SKIP * (apart & (steps != END_OF_BEAT))
            logits = paced(logits, _SKIP_COST + surplus, _SKIPS_AT_MOST)
        if here is not None:
            line = self.lane.ends[here] - state.beat * STEPS_PER_BEAT
            logits = np.where((steps != END_OF_BEAT) & (steps > line - _SHORTEST_BASS), -np.inf, logits)
        return logits

    def _near(self, logits: Logits) -> Logits:
        """A line moves by small steps around the middle of its range."""
        out = logits - _CENTRE_COST * np.abs(ALL_PITCHES - (self.low + self.high) / 2)
        if self.line:
            leap = np.abs(ALL_PITCHES - self.line[-1][1])
            again = _BASS_REPEAT_COST + _HOLDING_REPEAT_COST * self.holds
            out = out - again * (leap == 0) - _BASS_LEAP_COST * np.maximum(0, leap - _BASS_LEAP)
        return np.asarray(out)

    def _may_hold(self, onset: int) -> bool:
        """Whether a walking bass may let a note ring through the beat after it: one on the first or third beat of a
        bar, with its chord still there."""
        beat, step = divmod(onset, STEPS_PER_BEAT)
        here, place = self.lane.index(onset), beat % self.bar_beats
        if self.holds <= 0 or self.rate != 1 or step > _ON_BEAT_STEPS or here is None:
            return False
        return place % 2 == 0 and place + 1 < self.bar_beats and self.lane.ends[here] - onset >= _TWO_BEATS

    def _duration(self, logits: Logits, state: DrawState) -> Logits:
        """A bass note is held, and ends with its chord."""
        logits = logits - _SHORT_COST * np.maximum(0, _HELD_STEPS - DURATION_STEPS)
        if self.holds:
            long = (_TWO_BEATS <= DURATION_STEPS) & (_OVER > DURATION_STEPS)
            logits = np.where(_OVER <= DURATION_STEPS, -np.inf, logits)
            if self._may_hold(state.onset):
                missing = self.holds * (self.chances + 1) - self.held - 0.5
                logits = logits + limited(_HOLD_PULL * missing, _MOST_HOLD_PULL) * long
            else:
                logits = np.where(long, -np.inf, logits)
        here = self.lane.index(state.onset)
        if here is None:
            return logits
        room = max(1, self.lane.ends[here] - state.onset)
        allowed = (room >= DURATION_STEPS) & (min(_SHORTEST_BASS, room) <= DURATION_STEPS)
        return np.where(allowed, logits, -np.inf)
