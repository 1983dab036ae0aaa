"""Drawing notes: the decoder run element by element, with masks for what may not happen. Pure numpy.

Random numbers come from the caller's generator on the host, one draw an attribute, so that every
runtime draws the same notes from the same logits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.model.config import VOCABULARY
from engine.model.runtime import FloatArray, IntArray, Runtime
from engine.model.tokens import (
    BEAT,
    DURATION_STEPS,
    END_OF_BEAT,
    NOTE,
    GridNotes,
    duration_bin,
    velocity_bin,
    velocity_of_bin,
)
from engine.music.grid import STEPS_PER_BEAT

Logits = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """How attributes are drawn.

    Attributes:
        temperature: divides the logits.
        top_k: keep the k likeliest values (0: all).
        top_p: keep the likeliest values that add up to this probability.
        pitch_share: of `top_p`, for pitches: an unlikely one is heard as a wrong note.
        length_share: of `top_p`, for lengths: an unlikely one is not, and without the rare long notes music is clipped.
        lowest, highest: pitch range, a hard limit.
        beat_limit: most notes in one beat, a guard against runaway.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 0.95
    pitch_share: float = 1.0
    length_share: float = 1.0
    lowest: int = 21
    highest: int = 108
    beat_limit: int = 32


@dataclass(frozen=True, slots=True)
class Played:
    """A note of the window that is written already, in steps; `given` where it was not drawn."""

    onset: int
    pitch: int
    duration: int
    velocity: int
    given: bool

    @property
    def end(self) -> int:
        """First step at which it no longer sounds."""
        return self.onset + self.duration


@dataclass(slots=True)
class DrawState:
    """Where the writing stands, for constraints. Beats and steps count from the start of what the mode writes, not
    from the window's (steps below 0 are before it).

    Attributes:
        beat: the beat being written.
        played: all notes before the next one, in the order of writing, given ones among them.
        beat_start: index in `played` of the first note of this beat.
        onset: for the attribute "onset" the earliest step that may be drawn; afterwards the step that was drawn.
        pitch, duration, velocity: of the note being drawn, each valid once it is drawn (duration in steps).
        next_given: the given note of this beat that comes next, if any.
    """

    beat: int = 0
    played: list[Played] = field(default_factory=list)
    beat_start: int = 0
    onset: int = 0
    pitch: int = 0
    duration: int = 0
    velocity: int = 0
    next_given: Played | None = None

    @property
    def in_beat(self) -> list[Played]:
        """The notes of this beat so far."""
        return self.played[self.beat_start :]

    def sounding(self, step: int) -> list[Played]:
        """Notes that began before or at `step` and still sound there."""
        return [note for note in self.played if note.onset <= step < note.end]


class Constraint(Protocol):
    """A rule or a wish about the notes that are drawn."""

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """The logits of `attribute` ("onset", "pitch", "duration", "velocity", "micro") as they shall be drawn from.

        -inf forbids a value. Onsets are steps 0..23 of `state.beat`, 24 ends the beat; durations and velocities are
        bins (`engine.model.tokens.DURATION_STEPS`, `velocity_bin`). Where nothing is left, the note is not written.
        """
        ...


def draw(
    logits: npt.NDArray[np.floating],
    settings: DrawSettings,
    rng: np.random.Generator,
    allowed: BoolArray | None = None,
    *,
    share: float = 1.0,
) -> int:
    """One value from logits [values], by a race of exponential clocks over those that the settings keep (the Gumbel-max
    trick, Gumbel 1954, without its logarithms of logarithms); of `top_p` only `share` is kept."""
    uniform = rng.random(len(logits))
    scaled = np.asarray(logits, np.float64) / settings.temperature
    if allowed is not None:
        scaled = np.where(allowed, scaled, -np.inf)
    if 0 < settings.top_k < len(scaled):
        scaled = np.where(scaled >= np.partition(scaled, -settings.top_k)[-settings.top_k], scaled, -np.inf)
    top_p = settings.top_p * share
    weights = np.exp(scaled - scaled[scaled.argmax()])
    if top_p >= 1:
        kept = np.flatnonzero(weights > _LEAST_WEIGHT)
    else:
        order = (-weights).argsort(kind="stable")
        together = weights[order].cumsum()
        # A value stays while those before it have not yet reached top_p; the likeliest always stays.
        kept = order[: int(together.searchsorted(top_p * together[-1])) + 1]
    if len(kept) == 1:
        return int(kept[0])
    # 1 - uniform is never 0, and no weight that is kept is nearly so.
    return int(kept[(np.log1p(-uniform[kept]) / weights[kept]).argmax()])


_LEAST_WEIGHT = 1e-300
"""Beside that of the likeliest value, which is 1; of less a quotient could be too large for a number."""
_ONSETS = np.arange(VOCABULARY["onset"])
_DRAWN, _NONE, _ABOVE = range(3)


class _Writer:
    """One pass over a window: feeds the decoder and draws notes where they are wanted."""

    def __init__(
        self,
        runtime: Runtime,
        conditions: FloatArray,
        bars: IntArray,
        rng: np.random.Generator,
        settings: DrawSettings,
        constraints: Sequence[Constraint],
        shift: int,
    ) -> None:
        self.conditions, self.bars, self.rng, self.settings = conditions, bars, rng, settings
        self.shares = {"pitch": settings.pitch_share, "duration": settings.length_share}
        self.constraints, self.shift = constraints, shift
        self.decoding = runtime.decoding()
        self.waiting: list[tuple[int, ...]] = []
        self.state = DrawState()
        self.given: list[Played] = []
        self.new: list[tuple[int, int, int, int, int]] = []
        pitches = np.arange(VOCABULARY["pitch"])
        self.pitches = pitches
        self.in_range = (pitches >= settings.lowest) & (pitches <= settings.highest)

    def made(self) -> GridNotes:
        """The new notes so far."""
        columns = np.array(self.new, np.int64).reshape(-1, 5)
        return GridNotes(*(columns[:, k] for k in range(5)))

    def listen(self) -> None:
        """Let the decoder hear everything so far."""
        if self.waiting:
            matrix = np.array(self.waiting, np.int64)
            beat = matrix[:, 6]
            position = (beat + matrix[:, 1] / STEPS_PER_BEAT).astype(np.float32)
            self.decoding.feed(matrix[:, :6], self.bars[beat], self.conditions[beat], position)
            self.waiting = []

    def pick(self, attribute: str, drawn: IntArray, allowed: BoolArray | None) -> int | None:
        """A value of `attribute`, or None where the constraints leave none."""
        self.listen()
        logits = np.array(self.decoding.logits(attribute, drawn), np.float64)
        if allowed is not None:
            logits = np.where(allowed, logits, -np.inf)
        for constraint in self.constraints:
            logits = constraint.adjust(attribute, logits, self.state)
        if (allowed is not None or self.constraints) and logits[logits.argmax()] == -np.inf:
            return None
        return draw(logits, self.settings, self.rng, share=self.shares.get(attribute, 1.0))

    def play(self, beat: int, row: tuple[int, int, int, int, int], exact: Played) -> None:
        """Put a note into the past."""
        self.waiting.append((NOTE, *row, beat))
        self.state.played.append(exact)
        if exact.given:
            self.given.append(exact)

    def note(self, beat: int, onset: int, lowest: int, below: int, busy: set[int]) -> int:
        """Draw the other attributes of a note at `onset`, its pitch at or above `lowest` and not among `busy`.

        Returns `_DRAWN`, `_NONE` where no pitch is left, `_ABOVE` where the pitch drawn is not under `below`: the given
        note of that pitch stands for it.
        """
        state, drawn = self.state, np.zeros((1, 5), np.int64)
        drawn[0, 0] = onset
        state.onset = (beat + self.shift) * STEPS_PER_BEAT + onset
        allowed = self.in_range & (self.pitches >= lowest)
        allowed[list(busy)] = False
        if not (allowed & (self.pitches < below)).any():
            return _NONE
        for index, name in enumerate(("pitch", "duration", "velocity", "micro"), start=1):
            value = self.pick(name, drawn, allowed if name == "pitch" else None)
            if value is None:
                return _NONE
            if name == "pitch" and value >= below:
                return _ABOVE
            drawn[0, index] = value
            if name == "pitch":
                state.pitch = value
            elif name == "duration":
                state.duration = int(DURATION_STEPS[value])
            elif name == "velocity":
                state.velocity = int(velocity_of_bin(value))
        o, p, d, v, m = (int(x) for x in drawn[0])
        self.play(beat, (o, p, d, v, m), Played(state.onset, state.pitch, state.duration, state.velocity, False))
        self.new.append((beat * STEPS_PER_BEAT + o, m, p, state.duration, state.velocity))
        return _DRAWN


def write_notes(
    runtime: Runtime,
    conditions: FloatArray,
    bars: IntArray,
    given: GridNotes,
    free: BoolArray,
    rng: np.random.Generator,
    settings: DrawSettings,
    on_beat: Callable[[int], None],
    constraints: Sequence[Constraint] = (),
    shift: int = 0,
    on_notes: Callable[[int, Callable[[], GridNotes]], None] | None = None,
) -> GridNotes:
    """Write new notes of a window around the given ones, which the decoder hears as they are.

    Args:
        conditions, bars: [T, C] and [T, 2], the window's T beats.
        given: notes that are there, in steps of the window.
        free: [T, 24], the grid steps at which new notes may begin.
        on_beat: called with the number of each beat that is finished; may raise to cancel.
        constraints: asked in their order about each attribute.
        shift: added to the window's beats in what constraints see.
        on_notes: called after `on_beat` with the number of beats that are settled and what gives the new notes up to
            there.

    Returns:
        The new notes alone, in steps of the window.
    """
    writer = _Writer(runtime, conditions, bars, rng, settings, constraints, shift)
    state, first = writer.state, given.onset // STEPS_PER_BEAT
    rows = [
        (int(o) % STEPS_PER_BEAT, int(p), int(d), int(v), int(m))
        for o, p, d, v, m in zip(given.onset, given.pitch, duration_bin(given.duration), velocity_bin(given.velocity),
                                 given.micro, strict=True)
    ]  # fmt: skip
    exact = [
        Played(int(o) + shift * STEPS_PER_BEAT, int(p), int(d), int(v), True)
        for o, p, d, v in zip(given.onset, given.pitch, given.duration, given.velocity, strict=True)
    ]
    last_free = int(np.flatnonzero(free.any(axis=1))[-1]) if free.any() else -1
    for beat in range(last_free + 1):
        low, high = np.searchsorted(first, [beat, beat + 1])
        queue = [(rows[k], exact[k]) for k in range(int(low), int(high))]
        writer.waiting.append((BEAT, 0, 0, 0, 0, 0, beat))
        state.beat, state.beat_start = beat + shift, len(state.played)
        writer.given = [note for note in writer.given if note.end > state.beat * STEPS_PER_BEAT]
        open_steps = np.concatenate([free[beat], [False]])
        step, top, count = 0, -1, 0
        while True:
            coming = queue[0][0][0] if queue else END_OF_BEAT
            allowed = open_steps & (step <= _ONSETS)
            onset: int | None = END_OF_BEAT
            if (allowed & (coming >= _ONSETS)).any() and count < settings.beat_limit:
                # Whatever is drawn at or after the next given note stands for that note, so that it adds none.
                allowed |= coming <= _ONSETS
                allowed[END_OF_BEAT] = True
                state.onset = (beat + shift) * STEPS_PER_BEAT + step
                state.next_given = queue[0][1] if queue else None
                onset = writer.pick("onset", np.zeros((1, 5), np.int64), allowed)
            if onset is None or onset > coming or onset == END_OF_BEAT or (onset == coming and not open_steps[onset]):
                if not queue:
                    break
                row, note = queue.pop(0)
                writer.play(beat, row, note)
                step, top = row[0], row[1]
                continue
            # Notes of one onset are written from the bottom up, so a pitch can only be above the last.
            lowest = top + 1 if onset == step else 0
            below = queue[0][0][1] if queue and onset == coming else len(writer.pitches)
            absolute = (beat + shift) * STEPS_PER_BEAT + onset
            busy = {note.pitch for note in writer.given if note.onset <= absolute < note.end}
            outcome = writer.note(beat, onset, lowest, below, busy)
            if outcome == _ABOVE:
                row, note = queue.pop(0)
                writer.play(beat, row, note)
                step, top = row[0], row[1]
                continue
            if outcome == _NONE:
                open_steps[onset] = False
                continue
            step, top, count = onset, state.pitch, count + 1
        if free[beat].any():
            on_beat(beat)
            if on_notes is not None:
                on_notes(beat + 1, writer.made)
    return writer.made()
