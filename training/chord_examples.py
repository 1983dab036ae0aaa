"""Examples for the chord network: stretches of songs, alone, in part, or with made-up hands under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.music.chord_features import BeatFeatures, hear_beats
from training.chord_hands import accompany
from training.chord_lines import LineLibrary
from training.chord_songs import Song

SHARES = {"wjazzd": 3.0, "omnibook": 1.5, "pop909": 1.2, "openewld": 1.2, "charts": 1.6, "pijama": 2.0}
"""How often a song of each corpus is drawn, beside one another."""
LONG_BEATS, SHORT_BEATS = (128, 192), (16, 96)
SHORT = 0.3
"""Share of short examples."""
OFF_THE_BAR = 0.1
"""Share of examples whose bar lines are on the wrong beats, as a tracker may set them."""


class Example(NamedTuple):
    """Features of T beats with their truth.

    Attributes:
        features: what is heard.
        states: (T,) class * 12 + root, -1 where it is not known.
        key: as that of a `Song`.
    """

    features: BeatFeatures
    states: NDArray[np.int64]
    key: int


def example_of(song: Song) -> Example:
    """A whole song as it is."""
    onset, end, pitch, velocity = song.notes.T
    return Example(hear_beats(onset, end, pitch, velocity, song.downbeats), song.states, song.key)


class ExampleSource:
    """Draws examples from songs.

    Args:
        songs: of all corpora in `SHARES`; charts are those without notes.
        longest: beats of the longest example.
    """

    def __init__(self, songs: Sequence[Song], longest: int = LONG_BEATS[1]) -> None:
        self._long = (LONG_BEATS[0], longest)
        self._songs = [song for song in songs if len(song.chords) >= SHORT_BEATS[0]]
        weights = np.array([SHARES[song.corpus] for song in self._songs])
        self._weights = weights / weights.sum()
        self._lines = LineLibrary([song for song in songs if song.corpus in ("wjazzd", "omnibook")])

    def draw(self, rng: np.random.Generator) -> Example:
        """One example of 16 beats or more."""
        song = self._songs[int(rng.choice(len(self._songs), p=self._weights))]
        low, high = SHORT_BEATS if rng.random() < SHORT else self._long
        song = _part(song, int(rng.integers(low, high + 1)), rng)
        song = self._texture(song, rng)
        downbeats = song.downbeats
        if rng.random() < OFF_THE_BAR:
            downbeats = np.roll(downbeats, int(rng.integers(1, 4)))
        onset, end, pitch, velocity = song.notes.T
        velocity = np.clip(velocity * rng.uniform(0.6, 1.3), 1, 127)
        return Example(hear_beats(onset, end, pitch, velocity, downbeats), song.states, song.key)

    def _texture(self, song: Song, rng: np.random.Generator) -> Song:
        """The song with some of its parts, or with a made-up one."""
        chance = rng.random()
        if song.corpus == "charts":
            line = self._lines.line(song, rng) if rng.random() < 0.85 else np.zeros((0, 4))
            return _with_hand(song.with_notes(line), rng) if chance < 0.9 else song.with_notes(line)
        if song.corpus == "pijama":
            return song
        if song.corpus != "pop909":
            return _with_hand(song, rng) if chance < 0.65 else song
        if chance < 0.2:
            return song.with_notes(song.notes[song.voice])
        if chance < 0.5:
            return song.with_notes(song.notes[~song.voice])
        return _with_hand(song.with_notes(song.notes[song.voice]), rng) if chance < 0.6 else song


def _part(song: Song, most: int, rng: np.random.Generator) -> Song:
    """At most `most` beats, from a bar line on most of the time; a chart may come round several times first."""
    if song.corpus == "charts" and rng.random() < 0.7:
        rounds = int(rng.integers(2, 5))
        song = Song(
            song.corpus, song.notes, song.voice, song.chords * rounds, np.tile(song.downbeats, rounds), song.key
        )  # fmt: skip
    beats = len(song.chords)
    length = min(beats, most)
    lines = np.flatnonzero(song.downbeats[: beats - length + 1])
    if len(lines) and rng.random() < 0.85:
        first = int(lines[int(rng.integers(len(lines)))])
    else:
        first = int(rng.integers(0, beats - length + 1))
    return song.part(first, first + length)


def _with_hand(song: Song, rng: np.random.Generator) -> Song:
    hand = accompany(song.chords, song.downbeats, rng)
    voice = np.r_[song.voice, np.zeros(len(hand), bool)]
    return song.with_notes(np.concatenate([song.notes, hand]), voice)
