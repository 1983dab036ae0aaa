"""A clip in another key: notes, chords and key name move together."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import InputError
from engine.music.clip import Clip
from engine.music.forms import transposed_spans
from engine.music.key_spelling import key_name, key_tonic


def can_transpose(clip: Clip, semitones: int) -> bool:
    """Whether every note stays inside 0..127."""
    return all(0 <= note.pitch + semitones <= 127 for note in clip.notes)


def transposed(clip: Clip, semitones: int) -> Clip:
    """`clip` with everything `semitones` higher. Raises ValueError where a note leaves 0..127."""
    return replace(
        clip,
        notes=tuple(note.transposed(semitones) for note in clip.notes),
        chords=transposed_spans(clip.chords, semitones),
        key=_transposed_key(clip.key, semitones),
    )


def _transposed_key(key: str | None, semitones: int) -> str | None:
    if key is None:
        return None
    try:
        tonic, minor = key_tonic(key)
    except InputError:
        return key  # a file may name anything
    return key_name(tonic + semitones, minor=minor)
