"""The chords of a lane as a clip to listen to: a bass note and a voicing for each."""

from __future__ import annotations

from collections.abc import Sequence

from engine.music.chord import voice
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import Note, Role

LOWEST_BASS = 36
LOW, HIGH = 52, 72
AIR = 24
"""Ticks by which a chord ends early, so that a repeated one is heard anew."""


def audition_clip(spans: Sequence[ChordSpan], meter: MeterMap, tempo: TempoMap) -> Clip:
    """The chords where they stand, struck again at each bar line, in close voicings that move little."""
    notes: list[Note] = []
    previous: tuple[int, ...] = ()
    for span in spans:
        chord = span.chord
        if chord.root is None:
            continue
        previous = voice(chord, LOW, HIGH, previous=previous, rootless=len(chord.pitch_classes()) > 3)
        bass = LOWEST_BASS + (chord.lowest_class() - LOWEST_BASS) % 12
        start = span.start
        while start < span.end:
            line = meter.bar_start(meter.bar_at(start) + 1)
            end = min(span.end, line)
            length = max(1, end - start - AIR)
            notes += [Note(start, pitch, length, 64, Role.CHORDS) for pitch in previous]
            notes.append(Note(start, bass, length, 72, Role.BASS))
            start = end
    length = max((span.end for span in spans), default=0)
    return Clip(tuple(sorted(notes)), meter, tempo, tuple(spans), length=length)
