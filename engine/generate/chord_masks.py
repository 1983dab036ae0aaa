"""Chords as rules for the note decoder: what comping may play over a chord lane, and what must be heard.

`CompingMask` is a `Constraint` of `engine.model.sampler`: it forbids pitches outside the chord and, where a chord must
be heard, forbids going on before its guide tones sound. Which notes, when and in which voicing stays the model's.
Lines (lead, bass) are in `engine.generate.line_masks`; symbols are in `engine.music.chord`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from engine.generate.constraints import ALL_PITCHES, of_classes
from engine.generate.steering import limited
from engine.model.sampler import BoolArray, DrawState, Logits
from engine.model.tokens import DURATION_STEPS, END_OF_BEAT, PITCHES
from engine.music.chord import NO_CHORD, QUALITIES, Chord
from engine.music.clip import ChordSpan
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP, MeterMap
from engine.music.note import Note

_SCALES = {
    # Semitones above the root of the scale that players use first over a quality.
    "": (0, 2, 4, 5, 7, 9, 11), "6": (0, 2, 4, 5, 7, 9, 11), "maj7": (0, 2, 4, 5, 7, 9, 11),
    "m": (0, 2, 3, 5, 7, 9, 10), "m7": (0, 2, 3, 5, 7, 9, 10), "m6": (0, 2, 3, 5, 7, 9, 11),
    "mMaj7": (0, 2, 3, 5, 7, 9, 11), "7": (0, 2, 4, 5, 7, 9, 10), "7sus4": (0, 2, 5, 7, 9, 10),
    "sus4": (0, 2, 4, 5, 7, 9, 10), "m7b5": (0, 1, 3, 5, 6, 8, 10), "dim": (0, 2, 3, 5, 6, 8, 9, 11),
    "dim7": (0, 2, 3, 5, 6, 8, 9, 11), "dimMaj7": (0, 2, 3, 5, 6, 8, 9, 11), "7alt": (0, 1, 3, 4, 6, 8, 10),
    "7b5": (0, 2, 4, 6, 8, 10), "7#5": (0, 2, 4, 6, 8, 10), "aug": (0, 2, 4, 6, 8, 10),
    "maj7#5": (0, 2, 4, 6, 8, 9, 11),
    "maj7b5": (0, 2, 4, 6, 7, 9, 11), "5": (0, 2, 4, 5, 7, 9, 10),
}  # fmt: skip
_ANY_SCALE = (0, 2, 4, 5, 7, 9, 10)
# Tensions that comping may add where the symbol writes none, in semitones above the root.
_COMPING_TENSIONS = {
    "": (2,), "6": (2,), "maj7": (2,), "m": (2,), "m7": (2,), "m6": (2,), "mMaj7": (2,), "7": (2, 9),
    "7sus4": (2, 9), "m7b5": (5,), "7alt": (),
}  # fmt: skip
_TELLING_FIFTHS = ("m7b5", "dim", "dim7", "dimMaj7", "aug", "7#5", "7b5", "maj7#5", "maj7b5")
# Without its root each of these is another chord: Bm7b5 is Dm6, C6 is Am7.
_TWO_NAMES = ("m7b5", "m6", "6")
_APART = np.abs(ALL_PITCHES[:, None] - ALL_PITCHES)
"""Semitones between two pitches."""
_MUD_LINE = 53
_DEEP_LINE = 46
_ROOT_CEILING = 55
_WIDEST_VOICING = 16
_LEAP_COST = 0.35
_DOUBLING_COST = 2.0
_HEARD_TICKS = 60
"""A tone that sounds for less of a chord does not make it heard."""
_FEWEST = 3
"""Notes of the thinnest voicing."""
ANTICIPATION_STEPS = 10
"""An onset so shortly before a chord change (an off-beat eighth, straight or swung) may belong to the next chord."""
_PUSH_STEPS = 2
"""One so shortly before it does: the chord is pushed."""
PLAYERS_PLACES = (0.31, 0.16)
"""Strokes in the second half of a beat, and just before the next, of those of pianists
(tests/benchmarks/comping_places.py)."""
_OFF = range(STEPS_PER_BEAT // 2 - _PUSH_STEPS, STEPS_PER_BEAT - _PUSH_STEPS)
_PUSHED = range(STEPS_PER_BEAT - _PUSH_STEPS, STEPS_PER_BEAT)
_AGAIN_STEPS = STEPS_PER_BEAT // 4
"""A hand strikes again so many steps after its last voicing at the earliest."""
_PLACE_PULL, _MOST_PLACE_PULL = 5.0, 25.0
"""Nats for each such stroke that there are too few of, or too many, and at most."""


@lru_cache(maxsize=4096)
def scale_classes(chord: Chord) -> frozenset[int]:
    """Pitch classes of the scale that goes with a chord: the usual one of its quality, bent to its written tensions.

    All twelve for "no chord".
    """
    if chord.root is None:
        return frozenset(range(12))
    steps = set(_SCALES.get(chord.quality, _ANY_SCALE)) | {step % 12 for step in QUALITIES[chord.quality]}
    written = {tension % 12 for tension in chord.tensions}
    for step in written:
        # A written b9 puts the natural ninth out of the scale, a #11 the eleventh, a b13 the thirteenth.
        for other in {1: (2,), 3: (2,), 6: (5,), 8: (9,)}.get(step, ()):
            if other not in written and other not in QUALITIES[chord.quality]:
                steps.discard(other)
    steps |= written
    if chord.bass is not None:
        steps.add((chord.bass - chord.root) % 12)
    return frozenset((chord.root + step) % 12 for step in steps)


@lru_cache(maxsize=4096)
def comping_classes(chord: Chord) -> frozenset[int]:
    """Pitch classes that comping plays over a chord: its own and tensions that leave it what it is."""
    if chord.root is None:
        return frozenset(range(12))
    steps = {(pitch_class - chord.root) % 12 for pitch_class in chord.pitch_classes()}
    if not chord.tensions or chord.tensions == (14,):
        steps |= set(_COMPING_TENSIONS.get(chord.quality, ()))
    return frozenset((chord.root + step) % 12 for step in steps)


@lru_cache(maxsize=4096)
def needed_classes(chord: Chord, *, with_root: bool) -> frozenset[int]:
    """Pitch classes without which a chord is not heard: third and seventh (or what stands for them), a telling fifth,
    and the root or bass where nobody else plays it."""
    if chord.root is None:
        return frozenset()
    needed = set(chord.guide_tones())
    if chord.quality in _TELLING_FIFTHS:
        needed |= {(chord.root + step) % 12 for step in QUALITIES[chord.quality] if step in (6, 8)}
    if chord.quality in _TWO_NAMES:
        needed |= {(chord.root + step) % 12 for step in QUALITIES[chord.quality]}
    if chord.tensions and chord.quality in ("7", "7sus4"):
        needed |= {(chord.root + step) % 12 for step in chord.tensions if step in (13, 15, 20)}
        if 18 in chord.tensions:
            needed.add((chord.root + 7) % 12)  # or it is the dominant a tritone away
    if with_root or chord.quality == "m7":
        # The upper three notes of a minor seventh chord are a major triad, whatever a walking bass does below.
        needed.add(chord.lowest_class())
    return frozenset(needed)


@dataclass(frozen=True, slots=True)
class StepLane:
    """A chord lane in grid steps: `starts` and `ends` of each span and its chord; what lies outside has no chord."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    chords: tuple[Chord, ...]
    goes_on: tuple[bool, ...] = ()

    @staticmethod
    def of(spans: Sequence[ChordSpan], meter: MeterMap | None = None) -> StepLane:
        """From spans in ticks counted from where the steps are counted from. Equal neighbours are one span.

        With a meter, spans are cut at its bar lines; `goes_on` tells which begin with the chord that was there.
        """
        rows: list[tuple[int, int, Chord]] = []
        for span in sorted(spans, key=lambda item: item.start):
            start, end = round(span.start / TICKS_PER_STEP), round(span.end / TICKS_PER_STEP)
            if rows and rows[-1][1] == start and rows[-1][2] == span.chord:
                rows[-1] = (rows[-1][0], end, span.chord)
            elif end > start:
                rows.append((start, end, span.chord))
        goes_on = [False] * len(rows)
        if meter is not None:
            rows, goes_on = _cut_at_bars(rows, meter)
        return StepLane(tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] for r in rows), tuple(goes_on))

    def index(self, step: int) -> int | None:
        """Number of the span in force at a step."""
        found = bisect_right(self.starts, step) - 1
        return found if found >= 0 and step < self.ends[found] else None

    def chord(self, step: int) -> Chord:
        """The chord in force at a step."""
        found = self.index(step)
        return NO_CHORD if found is None else self.chords[found]


_Row = tuple[int, int, Chord]


def _cut_at_bars(rows: Sequence[_Row], meter: MeterMap) -> tuple[list[_Row], list[bool]]:
    out: list[_Row] = []
    goes_on: list[bool] = []
    for start, end, chord in rows:
        at = start
        while at < end:
            bar = meter.bar_at(at * TICKS_PER_STEP + TICKS_PER_STEP // 2)
            stop = min(end, max(at + 1, round(meter.bar_start(bar + 1) / TICKS_PER_STEP)))
            out.append((at, stop, chord))
            goes_on.append(at > start)
            at = stop
    return out, goes_on


@dataclass(slots=True)
class CompingMask:
    """Comping over a lane: every voicing holds the chord's needed tones, every chord is struck in its first beat and
    once in each further bar.

    Without a bass the first voicing of a chord stands on its root, as a pianist's left hand plays it.

    Attributes:
        lane: the chords.
        low, high: pitch range.
        voices: most notes of one voicing.
        with_root: the root (or bass) must sound, too: where no bass plays it.
        rate: wished voicings a beat; None leaves it to the model.
        places: wished shares of the strokes in the second half of a beat and just before the next; None leaves them to
            the model.
        shortest: steps for which a note of a voicing sounds at least, where its chord is not over before.
    """

    lane: StepLane
    low: int = 48
    high: int = 76
    voices: int = 4
    with_root: bool = True
    rate: float | None = None
    places: tuple[float, float] | None = None
    shortest: int = STEPS_PER_BEAT // 3
    strokes: int = 0
    off_beats: int = 0
    pushes: int = 0
    """Voicings struck so far, those off the beat and those just before one."""
    group: list[int] = field(default_factory=list)
    group_onset: int = -1
    longest: int = 0
    target: int | None = None
    previous: list[int] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute == "onset":
            return self._onset(logits, state)
        if attribute == "pitch":
            return self._pitch(logits, state)
        if attribute == "duration":
            return self._duration(logits, state)
        if attribute == "micro":
            self.group.append(state.pitch)
            self.longest = max(self.longest, state.duration)
            if self.target is not None:
                self.struck.add(self.target)
        return logits

    def _missing(self) -> frozenset[int]:
        if self.target is None:
            return frozenset()
        needed = needed_classes(
            self.lane.chords[self.target], with_root=self.with_root and self.target not in self.struck
        )
        return needed - {pitch % 12 for pitch in self.group}

    def _onset(self, logits: Logits, state: DrawState) -> Logits:
        first = state.beat * STEPS_PER_BEAT
        same = self.group_onset - first
        if self.group and 0 <= same < STEPS_PER_BEAT:
            thin = len(self.group) < min(_FEWEST, self.voices) and self.group[-1] < self.high - 2
            if self._missing() or thin:
                return _only(logits, [same])
            if len(self.group) >= self.voices:
                logits = _without(logits, [same])
        if self.group:
            logits = _without(logits, range(max(0, same + 1), min(max(0, same + _AGAIN_STEPS), STEPS_PER_BEAT)))
        due = self._due(first)
        if self.rate is not None:
            logits = self._placed(logits, first, self.strokes + _LEAN - self.rate * (state.beat + 0.5), due)
        return _without(logits, [*_PUSHED, END_OF_BEAT]) if due else logits

    def _due(self, first: int) -> bool:
        """Whether a chord is to be struck in the beat that begins at a step."""
        here = self.lane.index(first)
        if here is None or here in self.struck or self.lane.chords[here].root is None:
            return False
        late = first - self.lane.starts[here]
        if self.lane.goes_on[here]:  # a further bar of a chord is struck by its middle
            return 2 * late >= self.lane.ends[here] - self.lane.starts[here]
        return late <= STEPS_PER_BEAT // 4

    def _placed(self, logits: Logits, first: int, surplus: float, due: bool) -> Logits:
        """Onsets of a beat of which strokes in its second half and just before the next gain, or lose, for their shares
        to be players'; fewer, or more, after a surplus of strokes. Where the next beat brings a chord, a push takes the
        place of the stroke there, and is no surplus. A chord that is due is struck where the model wants it."""
        if due or self.places is None:
            return paced(logits, surplus, _STRICTEST)
        out = logits.copy()
        for steps, share, struck in zip((_OFF, _PUSHED), self.places, (self.off_beats, self.pushes), strict=True):
            out[list(steps)] += limited(_PLACE_PULL * (share * (self.strokes + 1) - struck), _MOST_PLACE_PULL)
        ended = paced(out, surplus, _STRICTEST)
        following = self.lane.index(first + STEPS_PER_BEAT)
        if following is not None and self.lane.starts[following] == first + STEPS_PER_BEAT:
            ended[list(_PUSHED)] += max(0.0, float(ended[END_OF_BEAT] - out[END_OF_BEAT]))
        return ended

    def _pitch(self, logits: Logits, state: DrawState) -> Logits:
        if state.onset != self.group_onset:
            self.previous = self.group or self.previous
            self.group, self.group_onset, self.longest = [], state.onset, 0
            self.strokes += 1
            self.off_beats += state.onset % STEPS_PER_BEAT in _OFF
            self.pushes += state.onset % STEPS_PER_BEAT in _PUSHED
            self.target = self._target(logits, state.onset)
        if self.target is None:
            return logits
        chord = self.lane.chords[self.target]
        if chord.root is None:
            return np.full_like(logits, -np.inf)  # "N.C." means that nothing is played
        possible = np.isfinite(logits)
        allowed = of_classes(comping_classes(chord)) & (self.low <= ALL_PITCHES) & (self.high >= ALL_PITCHES) & possible
        missing = self._missing()
        fresh = self.target not in self.struck or chord.quality in _TWO_NAMES
        rooting = self.with_root and not self.group and fresh
        if rooting:
            allowed &= of_classes((chord.lowest_class(),)) & (max(_ROOT_CEILING, self.low + 11) >= ALL_PITCHES)
        elif len(self.group) + len(missing) >= self.voices:
            allowed &= of_classes(missing)
        top = int(np.flatnonzero(possible).max(initial=0))
        room = allowed & _room(missing, min(self.high, top))
        if room.any():
            allowed = room
        out = np.where(allowed, logits, -np.inf)
        if self.group:
            spacing = ALL_PITCHES - self.group[-1]
            muddy = (self.group[-1] < _MUD_LINE) & (spacing < (7 if self.group[-1] < _DEEP_LINE else 4))
            # A root below the hand may lie far from it; the notes above it stay together.
            wide = ALL_PITCHES - self.group[min(1, len(self.group) - 1)] > _WIDEST_VOICING
            kept = allowed & ~(muddy | wide)
            kept[[pitch + 13 for pitch in self.group if pitch + 13 < PITCHES]] = False
            if kept.any():
                out = np.where(kept, out, -np.inf)
            out = out - _DOUBLING_COST * of_classes(pitch % 12 for pitch in self.group)
        if self.previous and not rooting:
            near = _APART[self.previous].min(axis=0)
            out = out - _LEAP_COST * np.maximum(0, near - 1)
        return out

    def _target(self, logits: Logits, onset: int) -> int | None:
        """The span a voicing belongs to: the one in force, or the next where the model leans to it just before."""
        here = self.lane.index(onset)
        if here is None or here + 1 >= len(self.lane.chords):
            return here
        there = self.lane.chords[here + 1]
        close = (
            self.lane.ends[here] - onset <= ANTICIPATION_STEPS and self.lane.starts[here + 1] == self.lane.ends[here]
        )
        if not close or here not in self.struck or there.root is None:
            return here
        if self.lane.ends[here] - onset <= _PUSH_STEPS:
            return here + 1
        now, then = comping_classes(self.lane.chords[here]), comping_classes(there)
        weight = np.exp(logits - np.max(logits))
        leans = weight[of_classes(then - now)].sum() > 8 * weight[of_classes(now - then)].sum()
        return here + 1 if leans else here

    def _duration(self, logits: Logits, state: DrawState) -> Logits:
        """A note ends with its chord, unless it belongs to the next one; an anticipated one is held into its chord.

        The notes of a voicing are released together or nearly so, and none so early that it is not heard. The fewer
        voicings are wished for, the longer each is held rather than not.
        """
        if self.target is None:
            return logits
        end = self.lane.ends[self.target]
        after = self.lane.index(end)
        if after is not None and self._rings_into(self.lane.chords[after], state.pitch % 12):
            end = self.lane.ends[after]
        limit, least = end - state.onset, max(self.shortest, self.longest // 2)
        if state.onset < self.lane.starts[self.target]:
            least = max(least, self.lane.starts[self.target] - state.onset + STEPS_PER_BEAT // 3)
        fits = max(limit, 1) >= DURATION_STEPS
        allowed = fits & (min(least, DURATION_STEPS[fits].max()) <= DURATION_STEPS)
        if self.rate is not None:
            held = np.log(np.clip(DURATION_STEPS * self.rate / (_HELD * STEPS_PER_BEAT), 0.05, 1.0))
            logits = logits + _HELD_GAIN * held
        return np.where(allowed, logits, -np.inf)

    def _rings_into(self, following: Chord, pitch_class: int) -> bool:
        """Whether a note may ring into the chord after its own: what stands below all others only as a root there."""
        if following.root is None:
            return False
        if self.with_root and not self.group:
            return pitch_class == following.lowest_class()
        return pitch_class in following.pitch_classes()


@lru_cache(maxsize=4096)
def _room(missing: frozenset[int], high: int) -> BoolArray:
    """Pitches from which all tones that are still missing fit above, up to `high` (a melody may lie there)."""
    fits = np.ones(PITCHES, bool)
    for wanted in missing:
        nearest_above = ALL_PITCHES + 1 + (wanted - ALL_PITCHES - 1) % 12
        fits &= (nearest_above <= high) | (wanted == ALL_PITCHES % 12)
    return fits


_PACE = 3.0
_STRICTEST = 30.0
"""Latents that promise a voicing on every beat outweigh fewer nats: with 15, twice as many were struck as wished."""
_LEAN = 7.0
"""The model goes on striking more than is wished until it is held back by so many voicings: they count from the start,
or the first bars would have them."""
_HELD, _HELD_GAIN = 0.7, 2.0
"""Of the time between two wished voicings a chord sounds for this share, or is the less likely the shorter it is."""


def paced(logits: Logits, surplus: float, strictest: float = 15.0) -> Logits:
    """Onset logits that end the beat the sooner the more has been played beyond what is wished, and the later the less.

    The model still says where: only "no more in this beat" is weighed against all onsets together.
    """
    out = logits.copy()
    out[END_OF_BEAT] += min(max(_PACE * surplus, -6.0), strictest)
    return out


def _only(logits: Logits, kept: Sequence[int]) -> Logits:
    out = np.full_like(logits, -np.inf)
    out[list(kept)] = np.where(np.isfinite(logits[list(kept)]), logits[list(kept)], -np.inf)
    return out


def _without(logits: Logits, left_out: Sequence[int]) -> Logits:
    """The logits without some values, or as they were where nothing would be left."""
    out = logits.copy()
    out[list(left_out)] = -np.inf
    return out if np.isfinite(out).any() else logits


def unheard_chords(notes: Sequence[Note], spans: Sequence[ChordSpan], *, with_root: bool = True) -> list[ChordSpan]:
    """The check after: spans over which some needed tone of their chord does not sound for an eighth of a beat."""
    missing = []
    lane = StepLane.of(spans)
    for start, end, chord in zip(lane.starts, lane.ends, lane.chords, strict=True):
        span = ChordSpan(start * TICKS_PER_STEP, end * TICKS_PER_STEP, chord)
        least = min(_HEARD_TICKS, span.end - span.start)
        heard = {n.pitch % 12 for n in notes if min(n.end, span.end) - max(n.start, span.start) >= least}
        if not needed_classes(chord, with_root=with_root) <= heard:
            missing.append(span)
    return missing
