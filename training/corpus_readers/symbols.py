"""Chord symbols of the corpora, reduced to root, quality class and bass. Reading the symbols is the engine's work."""

from __future__ import annotations

from functools import lru_cache

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord
from engine.music.harmony import chord_class

NO_CHORD = (-1, -1, -1)


def reduce(chord: Chord) -> tuple[int, int, int]:
    """(root, index into CHORD_CLASSES, bass) of a chord; `NO_CHORD` where it has no root."""
    if chord.root is None:
        return NO_CHORD
    return chord.root, chord_class(chord), chord.lowest_class()


@lru_cache(maxsize=4096)
def parse(symbol: str) -> tuple[int, int, int]:
    """(root, quality index, bass) of a chord symbol; `NO_CHORD` for "no chord" and for what is no symbol."""
    try:
        return reduce(parse_chord(symbol.strip()))
    except InputError:
        return NO_CHORD
