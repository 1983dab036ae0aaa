"""In the manner of a prompt or of a style: where in the beat notes begin, how many at once and how far apart, how long
and how loud they are, how high, which pitch classes they have and by which steps they move, about as often as in the
music that goes on, or in an example of the style.

Each `Manner` is a wish (`engine.model.sampler.Constraint`) about one such distribution: values that have come too
seldom so far become likelier, those that have come too often less likely. It bends the model's own distribution by the
logarithm of how far the two shares are apart, so it is silent where the model keeps to the prompt by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.generate.constraints import ALL_PITCHES
from engine.generate.jobs import ModeJob
from engine.generate.steering import Density
from engine.model.checkpoint import Checkpoint
from engine.model.config import VOCABULARY
from engine.model.sampler import Constraint, DrawState, Logits, Played
from engine.model.style_examples import ROLE_KINDS, style_counts
from engine.model.tokens import END_OF_BEAT, GridNotes, duration_bin, velocity_bin
from engine.music.grid import STEPS_PER_BEAT

Floats = npt.NDArray[np.float64]

_UNSEEN = 0.02
"""Of the notes that may be anything, though the prompt has nothing like it."""
_FEW_NOTES = 8.0
"""As many notes bend half as much as very many."""
_STYLE_PULL = 4.0
"""How much stronger a style's wishes are than a prompt's, which the notes that are heard tell as well."""
_STYLE_DENSITY_GAIN = 0.3
_OCTAVE, _MIDDLE_C = 12, 60
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Kind:
    """What a distribution is about.

    Attributes:
        attribute: the attribute of a note that it bends.
        size: number of values.
        blur: by how many values two of them may differ and still count as alike (a standard deviation).
        circular: the last value is a neighbour of the first.
        gain: of the bend, at creativity 0.5.
        patience: so many notes are taken to have been just right before the first one. What the harmony of the moment
            decides, too (which pitches, how long they last), may stray for longer than what it does not.
        each: so many more are taken to have been right of each value. With none, a rare value is wished for as long as
            it has not come, and where many are rare (leaps, notes outside the key) one of them soon comes.
        value: the value of a note, or the values of many (`Played` or `GridNotes`).
    """

    attribute: str
    size: int
    blur: float
    circular: bool
    gain: float
    patience: float
    each: float
    value: Callable[[Any], Any]


PLACES, HEIGHTS, CLASSES = "places", "heights", "classes"
MOVES, LOW_MOVES = "moves", "low moves"
STRUCK, VOICINGS = "struck together", "voicings"
NOTES_A_BEAT = "notes a beat"
"""Of an example of a style, beside its kinds."""
KINDS = {
    PLACES: Kind("onset", STEPS_PER_BEAT, 0.7, True, 2.0, 8, 0, lambda n: n.onset % STEPS_PER_BEAT),
    "lengths": Kind("duration", VOCABULARY["duration"], 1.0, False, 1.0, 48, 0, lambda n: duration_bin(n.duration)),
    "loudness": Kind("velocity", VOCABULARY["velocity"], 1.5, False, 1.0, 8, 0, lambda n: velocity_bin(n.velocity)),
    HEIGHTS: Kind("pitch", VOCABULARY["pitch"], 3.0, False, 1.7, 24, 0, lambda n: n.pitch),
    CLASSES: Kind("pitch", 12, 0.0, True, 2.0, 24, 1, lambda n: n.pitch % 12),
    MOVES: Kind("pitch", 2 * _OCTAVE + 2, 0.0, False, 2.0, 24, 1, lambda n: moves(n)),
    LOW_MOVES: Kind("pitch", 2 * _OCTAVE + 2, 0.0, False, 1.5, 24, 1, lambda n: low_moves(n)),
    STRUCK: Kind("onset", 8, 0.0, False, 1.2, 24, 0, lambda n: struck_together(n)),
    VOICINGS: Kind("pitch", 2 * _OCTAVE + 1, 0.0, False, 1.5, 24, 1, lambda n: voicings(n)),
}
"""Of moves, the values are from an octave down to an octave up, and then anything else. `MOVES` are those of all notes
from the highest one of the moment before, `LOW_MOVES` those of the lowest notes under middle C from one to the next.
`STRUCK` is how many notes begin together (1, 2 ... 8 and more), `VOICINGS` how far each of them lies above the lowest
(1, 2 ... 24 and more semitones)."""
_HANDS = (STRUCK, VOICINGS)
_HANDS_SIZES = {name: KINDS[name].size for name in _HANDS}
_STYLE_SIZES = {name: kind.size for name, kind in KINDS.items() if name not in (CLASSES, *_HANDS)} | {NOTES_A_BEAT: 1}
MANNER_SIZE = sum(_STYLE_SIZES.values())
"""Numbers that tell the manner of a style that was read off a file; see `manner_numbers`."""
HANDS_SIZE = sum(_HANDS_SIZES.values())
"""Numbers that tell how its chords are struck; see `hands_numbers`."""
_SINGLE = 0.95
"""A style plays lines where so many of its moments have one note."""


def in_manner_of(
    example: GridNotes, job: ModeJob, kinds: Iterable[str] = KINDS, strength: float | None = None
) -> list[Constraint]:
    """Wishes for the kinds that a job leaves to its prompt; by default the stronger, the lower the creativity."""
    if strength is None:
        strength = _faithfulness(job)
    left = left_to_prompt(job)
    return [wish(name, counted(name, example), strength) for name in kinds if name in left]


def _faithfulness(job: ModeJob) -> float:
    """How strong wishes about a manner are, 0..2: 1 at creativity 0.5."""
    return 2 * (1 - job.creativity)


def left_to_prompt(job: ModeJob) -> list[str]:
    """The kinds of which a job asks for nothing else than what its prompt has."""
    asked = {
        PLACES: job.controls.swing, "loudness": job.controls.dynamics, HEIGHTS: job.controls.register,
        CLASSES: job.chords or None, STRUCK: job.controls.polyphony,
    }  # fmt: skip
    return [name for name in KINDS if asked.get(name) is None]


def in_manner_of_styles(
    checkpoint: Checkpoint, job: ModeJob, strength: float = 1.0, *, heights: float = 1.0, role: str = ""
) -> list[Constraint]:
    """Wishes for what a job leaves to the palette's styles that it asks for, mixed by their weights; with a `role` as
    that alone plays in them.

    `heights` is the share of `strength` that the wish about heights has: where a tune is to stay, they are not free.
    None where of a style only the place in the style space is known, and none beside factors of the music that are
    locked.
    """
    if job.locked_factors:
        return []
    asked = _asked(checkpoint, job, role)
    known = set.intersection(*(set(counts) for counts, _ in asked)) if asked else set()
    total = sum(weight for _, weight in asked)
    strength *= min(1.0, total)

    def mixed(kind: str) -> Floats:
        return np.asarray(sum(weight / total * counts[kind] for counts, weight in asked), np.float64)

    pull = _STYLE_PULL * strength * _faithfulness(job)
    wishes: list[Constraint] = [
        wish(name, mixed(name), pull * (heights if name == HEIGHTS else 1.0))
        for name in left_to_prompt(job)
        if name in known
    ]
    if NOTES_A_BEAT in known and job.controls.density is None:
        wishes.append(Density(float(mixed(NOTES_A_BEAT)[0]), gain=_STYLE_DENSITY_GAIN * strength))
    return wishes


def plays_lines(checkpoint: Checkpoint, job: ModeJob) -> bool:
    """Whether the styles that a job asks for, and asks for above all else, play one note at a time, as horns do."""
    asked = _asked(checkpoint, job, "")
    if sum(weight for _, weight in asked) <= 0.5:
        return False
    struck = [np.asarray(counts.get(STRUCK, (0.0, 1.0))) for counts, _ in asked]
    return all(float(counts[0]) > _SINGLE * float(counts.sum()) for counts in struck)


def _asked(checkpoint: Checkpoint, job: ModeJob, role: str) -> list[tuple[Mapping[str, npt.NDArray[Any]], float]]:
    """What is counted of each style that a job asks for, and its weight above 0."""
    names, width = checkpoint.config.styles, checkpoint.config.style_width
    palette = [
        (style_counts(checkpoint, names.index(name), job.seed, role), weight)
        for name, weight in job.styles
        if weight > 0
    ]
    return [
        *palette,
        *((_manner_of(vector, width, role), weight) for vector, weight in job.style_vectors if weight > 0),
    ]


def counted(name: str, notes: GridNotes) -> Floats:
    """How often each value of a kind comes, [values]; of an onset's notes only one has a place."""
    values = KINDS[name].value(notes)
    if name == PLACES:
        values = values[np.unique(notes.onset, return_index=True)[1]]
    return np.bincount(values, minlength=KINDS[name].size).astype(np.float64)


def move(pitch: Any, start: Any) -> Any:
    """The value of `MOVES` and `LOW_MOVES` for pitches that come from `start`."""
    return np.where(np.abs(pitch - start) <= _OCTAVE, pitch - start + _OCTAVE, 2 * _OCTAVE + 1)


_MOVES_FROM = move(ALL_PITCHES, ALL_PITCHES[:, None])
"""[start, pitch]"""


def moves(notes: GridNotes) -> npt.NDArray[np.int64]:
    """The values of `MOVES` for notes in order of onset and pitch; those of the first moment come from nowhere."""
    _, starts, moment = np.unique(notes.onset, return_index=True, return_inverse=True)
    later = moment > 0
    if not later.any():
        return np.zeros(0, np.int64)
    highest = np.maximum.reduceat(notes.pitch, starts)
    return np.asarray(move(notes.pitch[later], highest[moment[later] - 1]), np.int64)


def low_moves(notes: GridNotes) -> npt.NDArray[np.int64]:
    """The values of `LOW_MOVES` for notes in order of onset and pitch."""
    lowest = notes.pitch[np.unique(notes.onset, return_index=True)[1]]
    low = lowest[lowest < _MIDDLE_C]
    return np.asarray(move(low[1:], low[:-1]), np.int64)


def struck_together(notes: GridNotes) -> npt.NDArray[np.int64]:
    """The values of `STRUCK`, one a moment."""
    _, sizes = np.unique(notes.onset, return_counts=True)
    return np.asarray(np.minimum(sizes, KINDS[STRUCK].size) - 1, np.int64)


def voicings(notes: GridNotes) -> npt.NDArray[np.int64]:
    """The values of `VOICINGS` for notes in order of onset and pitch; the lowest of a moment has none."""
    _, starts, moment = np.unique(notes.onset, return_index=True, return_inverse=True)
    above = notes.pitch - notes.pitch[starts][moment]
    return np.asarray(height_above(above[above > 0]), np.int64)


def height_above(semitones: Any) -> Any:
    """The value of `VOICINGS` for notes so many semitones, 1 or more, above the lowest of their moment."""
    return np.minimum(semitones, KINDS[VOICINGS].size) - 1


def counted_for_style(notes: GridNotes, beats: int) -> dict[str, Floats]:
    """What `in_manner_of_styles` needs to know of an example of so many beats; not its pitch classes, which are its
    key's."""
    counts = {name: counted(name, notes) for name in KINDS if name != CLASSES}
    return counts | {NOTES_A_BEAT: np.array([len(notes) / beats])}


def manner_numbers(counts: dict[str, Floats]) -> tuple[float, ...]:
    """Counts of `counted_for_style` in a row, `MANNER_SIZE` numbers: the end of a style that was read off a file."""
    return tuple(float(value) for name in _STYLE_SIZES for value in counts[name])


def manner_of_numbers(numbers: Sequence[float]) -> dict[str, Floats]:
    """`manner_numbers` back as counts; empty for none, or for zeros."""
    if not any(numbers):
        return {}
    parts = np.split(np.asarray(numbers, np.float64), np.cumsum(list(_STYLE_SIZES.values()))[:-1])
    return dict(zip(_STYLE_SIZES, parts, strict=True))


def hands_numbers(counts: dict[str, Floats]) -> tuple[float, ...]:
    """The rest of `counted_for_style`, about chords, `HANDS_SIZE` numbers."""
    return tuple(float(value) for name in _HANDS for value in counts[name])


def style_numbers(
    place: Sequence[float], manner: Sequence[float], places: Mapping[str, Sequence[float]], line: Sequence[float],
    hands: Sequence[float],
) -> tuple[float, ...]:  # fmt: skip
    """A style that was read off a file, as `style_vectors` of a job take it: its place in the style space, its manner,
    the places of what the roles of `ROLE_KINDS` play, and the manner of the lead (zeros where one hardly plays); last
    `hands_numbers`.

    Those of earlier versions end after the place, the manner or that of the lead (`style_sizes`).
    """
    empty = (0.0,) * len(place)
    alone = [value for role in ROLE_KINDS for value in places.get(role, empty)]
    return (*place, *manner, *alone, *(line or (0.0,) * MANNER_SIZE), *hands)


def style_sizes(width: int) -> tuple[int, int, int, int]:
    """Lengths that a style that was read off a file may have, by the width of the style space."""
    return width, width + MANNER_SIZE, _hands_from(width), _hands_from(width) + HANDS_SIZE


def place_of_role(vector: Sequence[float], width: int, role: str) -> npt.NDArray[np.float32]:
    """Of a style that was read off a file the place of what a role plays, else that of it all."""
    if role in ROLE_KINDS:
        first = width + MANNER_SIZE + width * list(ROLE_KINDS).index(role)
        alone = np.asarray(vector[first : first + width], np.float32)
        if len(alone) == width and alone.any():
            return alone
    return np.asarray(vector[:width], np.float32)


def _manner_of(vector: Sequence[float], width: int, role: str) -> dict[str, Floats]:
    """The manner of a style that was read off a file, or with a role (the lead) of that."""
    first = _line_from(width) if role else width
    counts = manner_of_numbers(vector[first : first + MANNER_SIZE])
    hands = np.asarray(vector[_hands_from(width) :], np.float64)
    if role or not len(hands):
        return counts
    parts = np.split(hands, np.cumsum(list(_HANDS_SIZES.values()))[:-1])
    return counts | dict(zip(_HANDS, parts, strict=True))


def _line_from(width: int) -> int:
    return width + MANNER_SIZE + len(ROLE_KINDS) * width


def _hands_from(width: int) -> int:
    return _line_from(width) + MANNER_SIZE


class Manner:
    """New notes have the values of a kind about as often as an example."""

    def __init__(self, name: str, counts: Floats, strength: float = 1.0) -> None:
        """`counts` are those of the example (`counted`), `strength` multiplies the kind's gain.

        Few notes, which may be so by chance, bend less; none bend nothing.
        """
        self._kind, self._once = KINDS[name], name == PLACES
        size, notes = self._kind.size, float(counts.sum())
        self._gain = self._kind.gain * strength * notes / (notes + _FEW_NOTES)
        self._blur = _blur(self._kind)
        counts = counts @ self._blur
        wanted = (1 - _UNSEEN) * counts / max(1e-9, counts.sum()) + _UNSEEN / size
        self._wanted = wanted
        self._right = self._kind.patience * wanted + self._kind.each
        self._counts = np.zeros(size)
        self._total = 0
        self._spread = np.arange(VOCABULARY[self._kind.attribute]) % size
        self._bend = np.zeros(len(self._spread))
        self._heard: list[Played] = []
        self._number = 0

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != self._kind.attribute or not self._gain:
            return logits
        if self._listen(state.played):
            self._bend = self._pull()[self._spread]
            if self._once:
                self._bend[END_OF_BEAT] = 0
        if not self._once:
            return logits + self._bend
        # Where notes begin is bent, not how many: the end of the beat stays as likely as it was.
        weights = np.exp(logits - logits.max())
        weights[END_OF_BEAT] = 0
        bent = float(weights @ np.exp(self._bend))
        out = logits + self._bend
        out[END_OF_BEAT] += math.log(bent / float(weights.sum())) if bent > 0 else 0.0
        return out

    def _pull(self) -> Floats:
        """What each value of the kind is bent by, [values]."""
        expected = self._right + self._total * self._wanted
        return np.asarray(self._gain * (np.log(expected) - np.log(self._right + self._counts)))

    def _listen(self, played: list[Played]) -> bool:
        """Count the new notes that have been written since the last time; whether there were any."""
        if played is not self._heard:  # another window, in which what the windows before it wrote is given
            self._heard, self._number = played, 0
            self._forget()
        news = False
        for number in range(self._number, len(played)):
            value = self._value(played, number)
            if value is not None and not played[number].given:
                self._counts += self._blur[value]
                self._total += 1
                news = True
        self._number = len(played)
        return news

    def _forget(self) -> None:
        """Another window begins."""

    def _value(self, played: list[Played], number: int) -> int | None:
        """The value of a note, each of which is asked about once and in order; None where it has none."""
        if self._once and number > 0 and played[number - 1].onset == played[number].onset:
            return None
        return int(self._kind.value(played[number]))


class Moves(Manner):
    """New notes move by the steps of an example about as often, in all (`MOVES`) or in the bass (`LOW_MOVES`)."""

    def __init__(self, name: str, counts: Floats, strength: float = 1.0) -> None:
        """As `Manner`."""
        super().__init__(name, counts, strength)
        self._low = name == LOW_MOVES
        self._pulled = np.zeros(self._kind.size)
        self._forget()

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != self._kind.attribute or not self._gain:
            return logits
        if self._listen(state.played):
            self._pulled = self._pull()
        start = self._from if state.onset == self._onset else self._now
        if start == _NOWHERE or (self._low and state.onset == self._onset):
            return logits
        bend = self._pulled[_MOVES_FROM[start]]
        if self._low:
            bend[_MIDDLE_C:] = 0
        return np.asarray(logits + bend)

    def _forget(self) -> None:
        self._onset, self._from, self._now = -math.inf, _NOWHERE, _NOWHERE

    def _value(self, played: list[Played], number: int) -> int | None:
        note = played[number]
        first = note.onset != self._onset
        if first:
            self._onset, self._from = note.onset, self._now
        if self._low and not (first and note.pitch < _MIDDLE_C):
            return None
        self._now = note.pitch  # notes of a moment come from the bottom up
        return None if self._from == _NOWHERE else int(_MOVES_FROM[self._from, note.pitch])


class Voicings(Manner):
    """The notes of a chord lie about as far above its lowest as those of an example."""

    def __init__(self, name: str, counts: Floats, strength: float = 1.0) -> None:
        """As `Manner`."""
        super().__init__(name, counts, strength)
        self._pulled = np.zeros(self._kind.size)
        self._forget()

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != self._kind.attribute or not self._gain:
            return logits
        if self._listen(state.played):
            self._pulled = self._pull()
        if state.onset != self._onset:
            return logits
        above = ALL_PITCHES - self._lowest
        bend = np.where(above > 0, self._pulled[height_above(np.maximum(1, above))], 0.0)
        return np.asarray(logits + bend)

    def _forget(self) -> None:
        self._onset, self._lowest = -math.inf, _NOWHERE

    def _value(self, played: list[Played], number: int) -> int | None:
        note = played[number]
        if note.onset != self._onset:  # notes of a moment come from the bottom up
            self._onset, self._lowest = note.onset, note.pitch
        above = note.pitch - self._lowest
        return int(height_above(above)) if above > 0 else None


class Struck(Manner):
    """About as many notes are struck together as in an example: whether a chord gets one more is bent.

    Of each size are counted the moments that have grown to it, in the example and in what is new; the odds that a
    moment grows on are moved by how far the two are apart.
    """

    def __init__(self, name: str, counts: Floats, strength: float = 1.0) -> None:
        """As `Manner`."""
        super().__init__(name, counts, strength)
        self._reached = self._kind.patience * np.cumsum(self._wanted[::-1])[::-1]
        self._counts = self._reached.copy()
        self._forget()

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        if attribute != self._kind.attribute or not self._gain:
            return logits
        self._listen(state.played)
        if not state.in_beat or state.onset != self._onset or not self._size:
            return logits
        size = min(self._size, self._kind.size - 1)
        # The moment that is being written has not told yet whether it grows.
        before = max(self._counts[size], self._counts[size - 1] - self._fresh)
        wished = _log_odds(self._reached[size], self._reached[size - 1])
        bent = np.array(logits, np.float64)
        bent[state.onset % STEPS_PER_BEAT] += self._gain * (wished - _log_odds(self._counts[size], before))
        return bent

    def _forget(self) -> None:
        self._onset, self._size, self._fresh = -math.inf, 0, 0

    def _value(self, played: list[Played], number: int) -> int | None:
        note = played[number]
        if note.onset != self._onset:
            self._onset, self._size = note.onset, 0
        self._size += 1
        self._fresh = 0 if note.given else 1
        return self._size - 1 if self._size <= self._kind.size else None


def _log_odds(share: float, whole: float) -> float:
    odds = share / max(1e-9, whole - share)
    return math.log(min(max(odds, 1e-3), 1e3))


_WISHES: dict[str, type[Manner]] = {MOVES: Moves, LOW_MOVES: Moves, STRUCK: Struck, VOICINGS: Voicings}


def wish(name: str, counts: Floats, strength: float = 1.0) -> Manner:
    """The wish for a kind."""
    return _WISHES.get(name, Manner)(name, counts, strength)


def _blur(kind: Kind) -> Floats:
    """[values, values]: how much of a note at one value counts at another."""
    if not kind.blur:
        return np.eye(kind.size)
    apart = np.abs(np.subtract.outer(np.arange(kind.size), np.arange(kind.size)))
    if kind.circular:
        apart = np.minimum(apart, kind.size - apart)
    weights = np.exp(-0.5 * (apart / kind.blur) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float64)
