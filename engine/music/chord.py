"""Chord symbols as values: root, quality, bass."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord.

    Attributes:
        root: pitch class 0..11, or None for "no chord".
        quality: one of the names in `QUALITIES`.
        bass: pitch class of the bass where it is not the root.
    """

    root: int | None
    quality: str = ""
    bass: int | None = None
