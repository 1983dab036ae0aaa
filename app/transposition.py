"""A clip in another key: notes, chords and key name move together."""

from __future__ import annotations

from dataclasses import replace

from engine.music.clip import Clip

_KEYS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def can_transpose(clip: Clip, semitones: int) -> bool:
    """Whether every note stays inside 0..127."""
    return all(0 <= note.pitch + semitones <= 127 for note in clip.notes)


def transposed(clip: Clip, semitones: int) -> Clip:
    """`clip` with everything `semitones` higher. Raises ValueError where a note leaves 0..127."""
    chords = tuple(replace(span, chord=span.chord.transposed(semitones)) for span in clip.chords)
    return replace(
        clip,
        notes=tuple(note.transposed(semitones) for note in clip.notes),
        chords=chords,
        key=_transposed_key(clip.key, semitones),
    )


def _transposed_key(key: str | None, semitones: int) -> str | None:
    if not key or key[0] not in _LETTERS:
        return key
    tail = key[1:]
    pitch = _LETTERS[key[0]]
    while tail[:1] in ("#", "b"):
        pitch += 1 if tail[0] == "#" else -1
        tail = tail[1:]
    return _KEYS[(pitch + semitones) % 12] + tail
