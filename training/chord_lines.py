"""Melodies for charts that have none: stretches of real solos, moved to the chord that they are wanted over.

Material for the chord network to learn from only; nothing of it reaches a take.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.music.chord import Chord
from engine.music.harmony import chord_class
from training.chord_songs import Song

LONGEST_BEATS = 8
PAIRED = 0.8
"""How often two neighbouring chords are taken from the same solo where one has them."""
RESTS = 0.06
LINE_RANGE = (45, 96)

Notes = NDArray[np.float64]
_One = tuple[int, int]
_Two = tuple[int, int, int, int, int]


class LineLibrary:
    """What soloists played over a chord of some length, and over two that follow one another."""

    def __init__(self, songs: Sequence[Song]) -> None:
        self._over_one: dict[_One, list[tuple[Notes, int]]] = defaultdict(list)
        self._over_two: dict[_Two, list[tuple[Notes, int]]] = defaultdict(list)
        for song in songs:
            self._add(song)

    def _add(self, song: Song) -> None:
        spans = [span for span in song.spans() if song.states[span[0]] >= 0 and span[1] - span[0] <= LONGEST_BEATS]
        for index, (start, stop) in enumerate(spans):
            quality, root = divmod(int(song.states[start]), 12)
            part = song.part(start, stop).notes
            if len(part):
                self._over_one[quality, stop - start].append((part, root))
            if index + 1 < len(spans) and spans[index + 1][0] == stop:
                end = spans[index + 1][1]
                after, next_root = divmod(int(song.states[stop]), 12)
                part = song.part(start, end).notes
                if len(part):
                    key = (quality, stop - start, (next_root - root) % 12, after, end - stop)
                    self._over_two[key].append((part, root))

    def line(self, song: Song, rng: np.random.Generator) -> Notes:
        """A melody (N, 4) over the chords of a song."""
        spans, parts, index, last = song.spans(), [], 0, 70.0
        while index < len(spans):
            found, used = self._choose(song.chords, spans, index, rng)
            start, end = spans[index][0], spans[index + used - 1][1]
            index += used
            if found is None or rng.random() < RESTS:
                continue
            notes, root = found
            wanted = song.chords[start]
            assert wanted is not None
            assert wanted.root is not None
            part = _moved(notes[notes[:, 0] < end - start - 0.05], (wanted.root - root) % 12, last)
            if len(part):
                last = float(part[-1, 2])
                part[:, :2] += start
                parts.append(part)
        return np.concatenate(parts) if parts else np.zeros((0, 4))

    def _choose(
        self, chords: Sequence[Chord | None], spans: Sequence[tuple[int, int]], index: int, rng: np.random.Generator
    ) -> tuple[tuple[Notes, int] | None, int]:
        """Notes with the root that they were played over, for one span or two; None where no soloist had such."""
        start, stop = spans[index]
        chord = chords[start]
        if chord is None or chord.root is None:
            return None, 1
        quality, beats = chord_class(chord), stop - start
        following = chords[stop] if index + 1 < len(spans) else None
        if following is not None and following.root is not None and rng.random() < PAIRED:
            end = spans[index + 1][1]
            step = (following.root - chord.root) % 12
            options = self._over_two.get((quality, beats, step, chord_class(following), end - stop))
            if options:
                return options[int(rng.integers(len(options)))], 2
        for length in (beats, 4, LONGEST_BEATS):
            options = self._over_one.get((quality, length))
            if options:
                return options[int(rng.integers(len(options)))], 1
        return None, 1


def _moved(notes: Notes, up: int, last: float) -> Notes:
    """A copy `up` semitones higher, in the octave that is nearest to the pitch `last`."""
    part = notes.copy()
    if not len(part):
        return part
    first = part[0, 2] + up
    part[:, 2] += up + (12 * round((last - first) / 12) if abs(last - first) > 7 else 0)
    while part[:, 2].max() > LINE_RANGE[1]:
        part[:, 2] -= 12
    while part[:, 2].min() < LINE_RANGE[0]:
        part[:, 2] += 12
    return part
