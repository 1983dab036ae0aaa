"""How notes and chords are spelled in a key. Which key a passage is in is found by `engine.music.key`."""

from __future__ import annotations

import re
from functools import lru_cache

from engine.errors import InputError
from engine.music.chord import Chord
from engine.music.chord_quality import quality_text

# The line of fifths: letter names ordered so that neighbours are a fifth apart; C is at 0, one flat less is a step up.
_LETTERS = "FCGDAEB"
_SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_KEY = re.compile(r"([A-Ga-g])([#♯b♭]?)\s*(m|min|minor|-)?(?:aj|ajor|\s*major)?$")
MAJOR_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MINOR_TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
MAJOR_KEYS, MINOR_KEYS = MAJOR_TONICS, tuple(f"{name}m" for name in MINOR_TONICS)
ALL_KEYS = (*MAJOR_KEYS, *MINOR_KEYS)
"""The 24 keys, major first, as they are named in files."""


@lru_cache(maxsize=256)
def key_tonic(key: str) -> tuple[int, bool]:
    """Pitch class of a key's tonic, and whether the key is minor: "Eb" is (3, False), "F#m" (6, True).

    Raises:
        InputError: for a name that is no key.
    """
    found = _KEY.match(key.strip())
    if found is None:
        raise InputError('"{key}" is not a key; write it like C, Eb, Am or F#m.', key=key)
    return _fifths(found) * 7 % 12, found[3] is not None


def _fifths(found: re.Match[str]) -> int:
    accidental = {"#": 7, "♯": 7, "b": -7, "♭": -7}.get(found[2], 0)
    return _LETTERS.index(found[1].upper()) - 1 + accidental


def key_name(tonic: int, *, minor: bool = False) -> str:
    """The name of the key on a pitch class, spelled with the fewest accidentals."""
    return f"{MINOR_TONICS[tonic % 12]}m" if minor else MAJOR_TONICS[tonic % 12]


@lru_cache(maxsize=4096)
def spelled(pitch_class: int, key: str) -> str:
    """Name of a pitch class in a key: 11 is "B" in C, "Cb" in Gb; 8 is "G#" in Am.

    From the lowered second to the raised fourth of the key on the line of fifths, so that each degree has the name it
    is met by most. Double accidentals are not used.
    """
    found = _KEY.match(key.strip())
    if found is None:
        raise InputError('"{key}" is not a key; write it like C, Eb, Am or F#m.', key=key)
    tonic = _fifths(found)
    place = next(at for at in range(tonic - 5, tonic + 7) if at * 7 % 12 == pitch_class % 12)
    while not -8 <= place <= 12:
        place += 12 if place < 0 else -12
    accidentals, letter = divmod(place + 1, 7)
    return _LETTERS[letter] + ("#" * accidentals if accidentals > 0 else "b" * -accidentals)


_RAISED_UNDER_DIMINISHED = (1, 3, 6, 8)
_MAJOR_LIKE = ("", "6", "maj7", "maj7b5", "maj7#5")
_SIMPLER = {"Fb": "E", "B#": "C", "E#": "F"}


def _root_name(chord: Chord, key: str) -> str:
    """The root as charts write it: a diminished chord leads up from a raised degree; no E#, B# or Fb."""
    assert chord.root is not None
    name = spelled(chord.root, key)
    tonic, _ = key_tonic(key)
    if chord.quality in ("dim", "dim7") and (chord.root - tonic) % 12 in _RAISED_UNDER_DIMINISHED and "b" in name:
        name = _SHARPS[chord.root]
    degree = (chord.root - tonic) % 12
    if name in ("G#", "D#", "A#") and (chord.quality in _MAJOR_LIKE or (chord.quality == "7" and degree == 11)):
        name = MAJOR_TONICS[chord.root]
    if name == "Cb" and "b" not in key[1:2]:
        name = "B"
    return _SIMPLER.get(name, name)


def symbol_in_key(chord: Chord, key: str) -> str:
    """A chord's symbol, the root spelled as `key` does and its bass as the root asks: "Cb7" in Gb, "G#dim7" in Am,
    "A7/C#" in F.
    """
    if chord.root is None:
        return "N.C."
    name = _root_name(chord, key)
    text = name + quality_text(chord.quality, chord.tensions)
    return text if chord.bass is None else f"{text}/{chord.bass_under(name) or spelled(chord.bass, key)}"


def symbol_of(chord: Chord, key: str | None) -> str:
    """As `symbol_in_key`; as most charts have it where there is no key, or one that is none (a mode's name)."""
    if key is None or _KEY.match(key.strip()) is None:
        return chord.symbol()
    return symbol_in_key(chord, key)
