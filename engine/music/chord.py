"""Chords as values: their names, notes and voicings.

Reading symbols is `engine.music.chord_symbols`, chords over time are in `engine.music.clip` and
`engine.music.progression`, finding chords under notes is in `engine.music.harmony`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from engine.music.chord_quality import QUALITIES, TENSION_NAMES, quality_text
from engine.music.chord_symbols import read_symbol

__all__ = ["FLAT_NAMES", "NO_CHORD", "QUALITIES", "SHARP_NAMES", "Chord", "parse_chord", "pitch_class_name", "voice"]

SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
# Without a key to go by: the spelling met most often in jazz charts.
_COMMON_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# How many letters above the root's a note so many semitones above it is written.
_LETTERS_UP = (0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6)


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord.

    Attributes:
        root: pitch class 0..11, or None for "no chord".
        quality: one of the names in `QUALITIES`.
        bass: pitch class of the bass where it is not the root.
        tensions: added notes in semitones above the root, rising: 13 (b9), 14 (9), 15 (#9), 17 (11), 18 (#11),
            20 (b13), 21 (13). Those that only double a note of the quality are left out.
    """

    root: int | None
    quality: str = ""
    bass: int | None = None
    tensions: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.root is None:
            if self.quality or self.bass is not None or self.tensions:
                raise ValueError("a chord without a root has no quality, bass or tensions")
            return
        if not 0 <= self.root < 12:
            raise ValueError(f"not a pitch class: {self.root}")
        if self.quality not in QUALITIES:
            raise ValueError(f"not a chord quality: {self.quality}")
        if self.bass is not None and not 0 <= self.bass < 12:
            raise ValueError(f"not a pitch class: {self.bass}")
        if self.bass == self.root:
            object.__setattr__(self, "bass", None)
        if any(t not in TENSION_NAMES for t in self.tensions):
            raise ValueError(f"not tensions: {self.tensions}")
        if self.tensions:
            doubled = {step % 12 for step in QUALITIES[self.quality]}
            object.__setattr__(self, "tensions", tuple(sorted({t for t in self.tensions if t % 12 not in doubled})))

    def symbol(self, flats: bool | None = None) -> str:
        """The chord as text that `parse_chord` reads back to the same chord: "Dm7", "G7b9", "C/E", "N.C.".

        Args:
            flats: spell black keys as flats (True), sharps (False), or as most charts do (None).
        """
        if self.root is None:
            return "N.C."
        name = pitch_class_name(self.root, flats)
        text = name + quality_text(self.quality, self.tensions)
        return text if self.bass is None else f"{text}/{self.bass_under(name) or pitch_class_name(self.bass, flats)}"

    def bass_under(self, root_name: str) -> str | None:
        """The bass as it is written under a root of that name: G# under E, Ab under Fm.

        None for a bass that is neither of the chord nor its seventh or ninth, and where it would take two accidentals.
        """
        if self.root is None or self.bass is None:
            return None
        step = (self.bass - self.root) % 12
        if step not in (*QUALITIES[self.quality], 2, 10):
            return None
        # A raised fifth is a fifth still, a diminished seventh a seventh.
        up = 4 if step == 8 else 6 if (self.quality, step) == ("dim7", 9) else _LETTERS_UP[step]
        letters = tuple(_LETTERS)
        letter = letters[(letters.index(root_name[0]) + up) % 7]
        accidental = (self.bass - _LETTERS[letter] + 6) % 12 - 6
        return None if abs(accidental) > 1 else letter + ("", "#", "b")[accidental]

    def pitch_classes(self) -> tuple[int, ...]:
        """Pitch classes of the chord, from the root upwards, a foreign bass note last; empty for "no chord"."""
        if self.root is None:
            return ()
        classes = [(self.root + step) % 12 for step in (*QUALITIES[self.quality], *self.tensions)]
        if self.bass is not None:
            classes.append(self.bass)
        return tuple(dict.fromkeys(classes))

    def lowest_class(self) -> int:
        """Pitch class of the lowest note: the bass, or else the root. Raises ValueError for "no chord"."""
        lowest = self.root if self.bass is None else self.bass
        if lowest is None:
            raise ValueError("a chord without a root has no lowest note")
        return lowest

    def guide_tones(self) -> tuple[int, ...]:
        """Pitch classes that tell the chord from others: third (or suspension) and seventh or sixth.

        A triad has its third and fifth here; "no chord" has none.
        """
        if self.root is None:
            return ()
        steps = QUALITIES[self.quality]
        third = next((step for step in steps if step in (3, 4, 5, 2)), 7)
        upper = next((step for step in steps if step in (9, 10, 11)), None)
        if upper is None:
            upper = next((step for step in steps if step in (6, 7, 8)), 7)
        return tuple(dict.fromkeys(((self.root + third) % 12, (self.root + upper) % 12)))

    def transposed(self, semitones: int) -> Chord:
        """The same chord `semitones` higher."""
        if self.root is None:
            return self
        bass = None if self.bass is None else (self.bass + semitones) % 12
        return Chord((self.root + semitones) % 12, self.quality, bass, self.tensions)


NO_CHORD = Chord(None)


def pitch_class_name(pitch_class: int, flats: bool | None = None) -> str:
    """Name of a pitch class; `flats` as in `Chord.symbol`."""
    names = _COMMON_NAMES if flats is None else FLAT_NAMES if flats else SHARP_NAMES
    return names[pitch_class % 12]


@lru_cache(maxsize=8192)
def parse_chord(text: str) -> Chord:
    """Read a chord symbol.

    Understands what charts use ("Dm7b5", "DØ", "DΔ", "D-7", "D7alt", "C13#11", "C/E", "N.C.", "Co7", "C+", "C6/9"),
    accidentals written after the number as the Weimar Jazz Database does ("79b", "7911#", "-7", "j7"), and Harte's
    syntax ("C:maj7/3", "A:min(9)", "D:1(b3,b7)").

    Raises:
        InputError: naming the sign that cannot be read and its position.
    """
    return Chord(*read_symbol(text))


def voice(
    chord: Chord,
    low: int = 48,
    high: int = 72,
    *,
    notes: int = 4,
    previous: tuple[int, ...] = (),
    rootless: bool = False,
) -> tuple[int, ...]:
    """A voicing of `chord` with `notes` different pitch classes between pitches `low` and `high` (both included).

    Guide tones always sound; then tensions, root (unless `rootless`) and fifth fill up. Among close and spread
    positions the one is taken that moves least from `previous`, or lies nearest to the middle of the range.

    Returns:
        Rising MIDI pitches; empty for "no chord" or where the range holds no chord tone.
    """
    if chord.root is None or low > high:
        return ()
    order = list(chord.guide_tones())
    order += [(chord.root + t) % 12 for t in reversed(chord.tensions)]
    if not rootless:
        order.append(chord.root)
    order += [(chord.root + step) % 12 for step in QUALITIES[chord.quality] if step]
    wanted = set(list(dict.fromkeys(order))[: max(1, notes)])
    available = [pitch for pitch in range(max(0, low), min(127, high) + 1) if pitch % 12 in wanted]
    best: tuple[float, tuple[int, ...]] | None = None
    target = previous or tuple([(low + high) // 2] * len(wanted))
    for bottom in range(len(available)):
        window = [pitch for pitch in available[bottom:] if pitch - available[bottom] <= 19]
        for upper in combinations(window[1:], min(len(wanted), len(window)) - 1):
            pitches = (window[0], *upper)
            if len({pitch % 12 for pitch in pitches}) != len(pitches):
                continue
            cost = float(sum(min(abs(pitch - other) for other in target) for pitch in pitches))
            cost += sum(min(abs(pitch - other) for pitch in pitches) for other in target)
            # Minor seconds at the bottom and low close intervals sound muddy; missing tones weigh most.
            cost += 4 * sum(b - a < 3 for a, b in pairwise(pitches) if a < 52)
            cost += 3 * (len(pitches) > 1 and pitches[1] - pitches[0] == 1) + 40 * (len(wanted) - len(pitches))
            if best is None or (cost, pitches) < best:
                best = (cost, pitches)
    return () if best is None else best[1]
