"""Made-up left hands and basses over chords: walking, stride, comping, shells, tenths, held and broken chords. Material
for the chord network to learn from only; nothing of it reaches a take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.music.chord import QUALITIES, Chord, voice

FIGURES: tuple[tuple[float, ...], ...] = (
    (0.0,), (0.0, 2.0), (1.5,), (0.0, 1.5), (0.0, 2.5), (0.5, 2.0), (1.5, 3.5), (2.5,), (0.0, 1.0, 2.0, 3.0), (3.5,),
    (1.0, 3.0), (0.5,), (0.0, 3.5), (1.0, 2.5), (0.0, 0.5, 1.5, 3.0),
)  # fmt: skip
"""Onsets of comping figures in beats of the bar."""
_TENSIONS: dict[str, tuple[tuple[int, ...], ...]] = {
    "7": ((), (14,), (21,), (14, 21), (13,), (15,), (20,)),
    "maj7": ((), (14,), (18,)),
    "m7": ((), (14,), (17,)),
    "m7b5": ((), (17,)),
}
"""What a pianist may add to a plain seventh chord; semitones above the root."""
_SIXTHS = {"": "6", "m": "m6"}


@dataclass
class Hand:
    """One way of accompanying, for one stretch of music. Its habits are drawn when it is made.

    Attributes:
        rng: source of all that is left to chance.
        rows: what it has played: onset and end in beats, pitch, velocity.
        is_bass: of each of them, whether it was the bass.
    """

    rng: np.random.Generator
    rows: list[tuple[float, float, float, float]] = field(default_factory=list)
    is_bass: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = self.rng
        self.loudness, self.swing = rng.uniform(40, 85), float(rng.choice([0.5, 0.6, 0.66]))
        self.touch_beats = rng.uniform(0, 0.03)
        self.rootless, self.voices = rng.random() < 0.5, int(rng.integers(2, 6))
        self.low = int(rng.integers(44, 55))
        self.high = self.low + int(rng.integers(14, 22))
        self.rests, self.pushes = float(rng.choice([0, 0, 0.1, 0.3])), float(rng.choice([0, 0.3, 0.8]))
        self.half_time, self.colours = rng.random() < 0.35, rng.random() < 0.6
        self.voicing: tuple[int, ...] = ()
        self.bass_pitch = 40

    def play(self, place: float, beats: float, pitches: Sequence[int], accent: float = 0.0) -> None:
        """Strike pitches at a place in beats; eighths swing."""
        whole = np.floor(place)
        if abs(place - whole - 0.5) < 1e-6:
            place = whole + self.swing
        start = place + self.rng.normal(0, self.touch_beats)
        for pitch in pitches:
            velocity = float(np.clip(self.loudness + accent + self.rng.normal(0, 6), 15, 120))
            self.rows.append((start + self.rng.normal(0, self.touch_beats / 3), start + beats, pitch, velocity))
            self.is_bass.append(pitch == self.bass_pitch)

    def bass_note(self, pitch_class: int, low: int = 33, high: int = 52) -> int:
        """The pitch of a class that lies near the last one, most of the time; it is the last one from now on."""
        options = [pitch for pitch in range(low, high) if pitch % 12 == pitch_class % 12]
        self.bass_pitch = min(options, key=lambda pitch: abs(pitch - self.bass_pitch) + self.rng.random() * 3)
        return self.bass_pitch

    def voiced(self, chord: Chord, notes: int | None = None, raised: int = 0, *, rooted: bool = False) -> list[int]:
        """A voicing near the last one."""
        self.voicing = voice(
            chord, self.low + raised, self.high + raised, notes=min(notes or self.voices, 5), previous=self.voicing,
            rootless=self.rootless and not rooted,
        )  # fmt: skip
        return list(self.voicing)


@dataclass(frozen=True)
class Moment:
    """A beat as an accompanist meets it.

    Attributes:
        beat: its number.
        place: beats since the bar line.
        chord: what to play; it has a root.
        new: the chord begins here.
        left: beats until the bar or the chord ends, four at most.
        coming: the chord that begins on the next beat, if one does.
        figure: comping figure of the bar.
    """

    beat: int
    place: int
    chord: Chord
    new: bool
    left: int
    coming: Chord | None
    figure: tuple[float, ...]

    @property
    def root(self) -> int:
        """Pitch class of the root."""
        assert self.chord.root is not None
        return self.chord.root

    @property
    def fresh(self) -> bool:
        """The chord or the bar begins here."""
        return self.new or self.place == 0


def bass(hand: Hand, at: Moment) -> None:
    """One long bass note a chord."""
    if at.fresh:
        hand.play(at.beat, at.left, [hand.bass_note(at.chord.lowest_class())])


def walking(hand: Hand, at: Moment) -> None:
    """A note a beat, or every other one: chord tones, passing notes, and notes that lead to the next root."""
    if hand.half_time and at.place % 2:
        return
    rng, lowest = hand.rng, at.chord.lowest_class()
    if at.new or (at.place == 0 and rng.random() < 0.8):
        wanted = lowest
    elif at.coming is not None and at.coming.root is not None and rng.random() < 0.6:
        wanted = at.coming.root + int(rng.choice([-1, 1, 2, -2, 7]))
    elif rng.random() < 0.75:
        wanted = int(rng.choice([*((at.root + step) for step in QUALITIES[at.chord.quality]), lowest + 2]))
    else:
        wanted = hand.bass_pitch + int(rng.choice([-2, -1, 1, 2]))
    hand.play(at.beat, (2 if hand.half_time else 1) * 0.92, [hand.bass_note(wanted)], 4)


def comping(hand: Hand, at: Moment, notes: int | None = None) -> None:
    """Voicings in the rhythm of the bar's figure; off the beat they may belong to the chord that comes."""
    rng = hand.rng
    for onset in at.figure:
        if int(onset) == at.place or (onset == 0 and at.place > 3):
            late = onset - int(onset)
            pushed = late > 0 and at.coming is not None and at.coming.root is not None and rng.random() < hand.pushes
            chord = at.coming if pushed and at.coming is not None else at.chord
            hand.play(at.beat + late, float(rng.choice([0.3, 0.6, 1.0, 1.5])), hand.voiced(chord, notes))
    if at.new and at.place and rng.random() < 0.7:
        hand.play(at.beat, float(rng.choice([0.4, 1.0, 2.0])), hand.voiced(at.chord, notes))


def shells(hand: Hand, at: Moment) -> None:
    """Comping with two notes."""
    comping(hand, at, 2)


def walking_comping(hand: Hand, at: Moment) -> None:
    """A bass and a hand over it."""
    walking(hand, at)
    comping(hand, at)


def stride(hand: Hand, at: Moment) -> None:
    """Bass notes, octaves and tenths on one and three, chords on two and four."""
    rng, lowest = hand.rng, at.chord.lowest_class()
    if at.place % 2 and not at.new:
        hand.play(at.beat, 0.7, hand.voiced(at.chord, max(3, min(hand.voices, 4)), 2))
        return
    low = hand.bass_note(lowest if at.fresh else int(rng.choice([lowest + 7, lowest])), 29, 48)
    above = 12 if rng.random() < 0.2 else 12 + _third(at.chord) if low % 12 == at.root and rng.random() < 0.25 else 0
    hand.play(at.beat, 0.9, [low, low + above] if above else [low])


def held(hand: Hand, at: Moment) -> None:
    """A chord where it begins, kept or let go; often with its bass."""
    if at.fresh:
        hand.play(at.beat, at.left * float(hand.rng.choice([0.5, 0.95])), _with_bass(hand, at))


def rolled(hand: Hand, at: Moment) -> None:
    """The same, rolled upwards."""
    if at.fresh:
        for index, pitch in enumerate(_with_bass(hand, at)):
            hand.play(at.beat + index * 0.08, at.left * 0.9, [pitch])


def broken(hand: Hand, at: Moment) -> None:
    """Chord tones in eighths."""
    for half in range(2):
        steps = [at.root + step for step in QUALITIES[at.chord.quality]]
        wanted = at.chord.lowest_class() if at.fresh and not half else int(hand.rng.choice(steps))
        hand.play(at.beat + half * 0.5, 0.9, [hand.bass_note(wanted, 40, 64)])


def tenths(hand: Hand, at: Moment) -> None:
    """Root with third or seventh, far apart."""
    if at.new or at.place % 2 == 0:
        low = hand.bass_note(at.chord.lowest_class(), 31, 47)
        seventh = next((step for step in QUALITIES[at.chord.quality] if step in (9, 10, 11)), 7)
        above = seventh if hand.rng.random() < 0.4 else 12 + _third(at.chord)
        hand.play(at.beat, min(2, at.left) * 0.95, [low, low + above])


HANDS: tuple[Callable[[Hand, Moment], None], ...] = (
    bass, walking, comping, walking_comping, stride, held, shells, broken, tenths, rolled,
)  # fmt: skip


def accompany(
    chords: Sequence[Chord | None],
    downbeats: NDArray[np.bool_],
    rng: np.random.Generator,
    way: Callable[[Hand, Moment], None] | None = None,
) -> NDArray[np.float64]:
    """Notes (N, 4) of a hand that plays T chords, one a beat, in one of the `HANDS` or in `way`."""
    way = way or HANDS[int(rng.integers(len(HANDS)))]
    return np.array(hand_over(chords, downbeats, rng, way).rows).reshape(-1, 4)


def hand_over(
    chords: Sequence[Chord | None],
    downbeats: NDArray[np.bool_],
    rng: np.random.Generator,
    way: Callable[[Hand, Moment], None],
) -> Hand:
    """A hand that has played T chords, one a beat, in one way."""
    hand = Hand(rng)
    place, playing, figure = -1, True, FIGURES[0]
    for beat, chord in enumerate(chords):
        place = 0 if downbeats[beat] else place + 1
        if place == 0:
            playing, figure = rng.random() >= hand.rests, FIGURES[int(rng.integers(len(FIGURES)))]
        if chord is None or chord.root is None or not playing:
            continue
        stop = next(
            (i for i in range(beat + 1, min(len(chords), beat + 5)) if chords[i] != chord or downbeats[i]),
            min(len(chords), beat + 4),
        )
        following = chords[beat + 1] if beat + 1 < len(chords) else None
        new = beat == 0 or chords[beat - 1] != chord
        coming = following if following != chord else None
        way(hand, Moment(beat, place, _coloured(chord, hand), new, stop - beat, coming, figure))
    return hand


def _coloured(chord: Chord, hand: Hand) -> Chord:
    """A plain chord with tensions or a sixth, as a hand that likes colours plays it."""
    if not hand.colours or chord.tensions:
        return chord
    if chord.quality in _SIXTHS and hand.rng.random() < 0.5:
        return Chord(chord.root, _SIXTHS[chord.quality], chord.bass)
    options = _TENSIONS.get(chord.quality, ((),))
    return Chord(chord.root, chord.quality, chord.bass, options[int(hand.rng.integers(len(options)))])


def _third(chord: Chord) -> int:
    return next((step for step in QUALITIES[chord.quality] if step in (3, 4, 5)), 4)


def _with_bass(hand: Hand, at: Moment) -> list[int]:
    pitches = hand.voiced(at.chord)
    return [hand.bass_note(at.chord.lowest_class()), *pitches] if hand.rng.random() < 0.6 else pitches
