"""Music whose roles are known at least in part: parts of scores, songs and solos, also over made-up hands.

What a note may be is a row of three yes or no, one a `Role`: a voice leads, the piano under it does not; the right
hand's highest notes lead, the left hand's do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.music.role_features import TOGETHER_BEATS
from engine.music.roles import near_onsets
from training.chord_hands import HANDS, Hand, Moment, broken, hand_over, stride, tenths
from training.chord_songs import Song, song_of
from training.corpus_readers.scores import is_keyboard
from training.shards import Piece, iter_pieces

SOLO = ("wjazzd", "omnibook", "openewld")
SCORES = ("mutopia", "joplin", "dcml", "chopin_fe", "asap")
SONGS = ("lieder", "pop909")
SHARES = {"wjazzd": 3.0, "omnibook": 1.5, "openewld": 1.0, "joplin": 1.0, "scores": 1.5, "lieder": 1.0, "pop909": 1.5}
"""How often music of each kind is drawn, beside one another."""
NOTES = 256
"""Of an example."""
LEADS, COMPS, WALKS = ((True, False, False), (False, True, False), (False, False, True))
ACCOMPANIES, ANYTHING = (False, True, True), (True, True, True)
_NEAR_BEATS = 2.0
_HANDS_APART = 5
_BASS_BELOW = 50
_LONGEST_BEATS = 96
_UNDER_THE_LEAD = ((3,), (4,), (8,), (9,), (12,), (5, 9), (4, 9), (3, 8), (3, 6, 9), (4, 7, 12), (5, 8, 12))
"""Semitones under a lead where a right hand plays more than one note."""
_PEDAL = 0.25
_TOUCH_BEATS = (0.0, 0.01, 0.03)
_COUNTED = (0.5, 1, 1, 1, 2)
"""How a beat of an example counts: trackers hear double and half."""


@dataclass(frozen=True, eq=False)
class Voices:
    """Notes and what they may be.

    Attributes:
        corpus: where they come from.
        notes: (N, 3): onset and end in beats, pitch.
        may_be: (N, 3) bool, by `Role` value.
        song: with its chords, where those are known and the notes are one line.
    """

    corpus: str
    notes: NDArray[np.float64]
    may_be: NDArray[np.bool_]
    song: Song | None = None


def voices_of(dataset: Path, corpora: Path, split: str) -> list[Voices]:
    """All such music of a split of DATASET; the parts of scores and songs are read from the files in CORPORA."""
    found, seen = [], set()
    for piece in iter_pieces(dataset, split):
        corpus = str(piece.meta["corpus"])
        if corpus in SOLO:
            song = song_of(piece)
            found.append(Voices(corpus, song.notes[:, :3], _rows(LEADS, len(song.notes)), song))
        elif corpus in SCORES or corpus in SONGS:
            score = _score_of(piece)
            voices = None if score in seen else read_parts(corpora / score, corpus)
            seen.add(score)
            if voices is not None:
                found.append(voices)
    return found


def _score_of(piece: Piece) -> Path:
    """The file of a piece; of a performance of ASAP the score beside it."""
    source = Path(str(piece.meta["source"]))
    return source.with_name("midi_score.mid") if piece.meta["corpus"] == "asap" else source


def read_parts(path: Path, corpus: str) -> Voices | None:
    """The parts of a score for two hands, or for a voice and a piano; None where the file is neither."""
    import pretty_midi

    try:
        midi = pretty_midi.PrettyMIDI(str(path))
    except (OSError, ValueError, EOFError, KeyError, IndexError):
        return None
    parts = [part for part in midi.instruments if part.notes and not part.is_drum]
    tables = []
    for part in parts:
        ticks = [(midi.time_to_tick(note.start), midi.time_to_tick(note.end), note.pitch) for note in part.notes]
        table = np.array(ticks, np.float64)
        table[:, :2] /= midi.resolution
        tables.append(table)
    names = [part.name for part in parts]
    if corpus == "pop909":
        labels = _labels_of_song(tables, [name == "MELODY" for name in names])
    elif corpus == "lieder":
        labels = _labels_of_song(tables, [not is_keyboard(name) for name in names]) if _voice(names) else None
    else:
        labels = _labels_of_hands(tables) if len(tables) == 2 else None
    if labels is None:
        return None
    return Voices(corpus, np.concatenate(tables), labels)


def _voice(names: Sequence[str]) -> bool:
    return len(names) == 3 and bool(names[0]) and [is_keyboard(name) for name in names] == [False, True, True]


def _rows(may_be: tuple[bool, bool, bool], count: int) -> NDArray[np.bool_]:
    return np.tile(np.array(may_be), (count, 1))


def _labels_of_song(tables: Sequence[NDArray[np.float64]], sings: Sequence[bool]) -> NDArray[np.bool_] | None:
    """A voice leads; what is played near it accompanies; what is played where it rests may be anything."""
    if not any(sings):
        return None
    sung = np.sort(np.concatenate([table[:, 0] for table, voice in zip(tables, sings, strict=True) if voice]))
    labels = []
    for table, voice in zip(tables, sings, strict=True):
        rows = _rows(LEADS if voice else ANYTHING, len(table))
        if not voice:
            rows[near_onsets(table[:, 0], sung, _NEAR_BEATS)] = ACCOMPANIES
        labels.append(rows)
    return np.concatenate(labels)


def _labels_of_hands(tables: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_] | None:
    """Of the right hand the highest note of each stroke leads. Of the left the low ones that are struck alone, or with
    their octave, are the bass. None where the hands are not told apart by height."""
    high, low = tables
    if np.median(high[:, 2]) < np.median(low[:, 2]) + _HANDS_APART:
        return None
    right = _rows(COMPS, len(high))
    right[~_is_under(high)] = LEADS
    left = _rows(ACCOMPANIES, len(low))
    order = np.argsort(low[:, 0], kind="stable")
    for stroke in np.split(order, np.flatnonzero(np.diff(low[order, 0]) > TOGETHER_BEATS) + 1):
        pitches = low[stroke, 2]
        if pitches.min() < _BASS_BELOW and np.ptp(pitches) in (0, 12):
            left[stroke[int(pitches.argmin())]] = WALKS
        elif len(stroke) > 2 or pitches.min() >= _BASS_BELOW:
            left[stroke] = COMPS
    left[~near_onsets(low[:, 0], np.sort(high[:, 0]), _NEAR_BEATS)] = ANYTHING
    return np.concatenate([right, left])


def _is_under(notes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which notes begin with a higher one, or lie within one that sounds."""
    order = np.lexsort((notes[:, 2], notes[:, 0]))
    onset, end, pitch = notes[order].T
    under = np.zeros(len(notes), bool)
    for step in range(1, min(12, len(notes))):
        together = onset[step:] - onset[:-step] < TOGETHER_BEATS
        under[:-step] |= together & (pitch[step:] > pitch[:-step])
        within = end[:-step] >= end[step:] - TOGETHER_BEATS
        under[step:] |= (together | within) & (pitch[:-step] > pitch[step:])
    result = np.zeros(len(notes), bool)
    result[order] = under
    return result


def with_hand(song: Song, rng: np.random.Generator, way: Callable[[Hand, Moment], None] | None = None) -> Voices:
    """A line over a made-up hand that plays its chords in one of the `HANDS`, or in `way`."""
    way = way or HANDS[int(rng.integers(len(HANDS)))]
    hand = hand_over(song.chords, song.downbeats, rng, way)
    played = np.array(hand.rows).reshape(-1, 4)[:, :3]
    labels = _rows(COMPS, len(played))
    deep = np.array(hand.is_bass, bool)
    if way is broken:
        labels[:] = ACCOMPANIES
    else:
        labels[deep] = WALKS
    if way in (stride, tenths):
        labels[~deep & (played[:, 2] < _BASS_BELOW + 12)] = ACCOMPANIES
    notes = np.concatenate([song.notes[:, :3], played])
    return Voices(song.corpus, notes, np.concatenate([_rows(LEADS, len(song.notes)), labels]))


def thickened(voices: Voices, rng: np.random.Generator) -> Voices:
    """A line with thirds, sixths, octaves or close chords under some of its longer notes, as right hands play them."""
    leads = np.flatnonzero((voices.may_be == LEADS).all(axis=1))
    long = leads[voices.notes[leads, 1] - voices.notes[leads, 0] > 0.3]
    chosen = long[rng.random(len(long)) < rng.uniform(0.2, 1)]
    below = _UNDER_THE_LEAD[int(rng.integers(len(_UNDER_THE_LEAD)))]
    rows = [voices.notes[row] - (0, 0, down) for row in chosen for down in below]
    added = np.array(rows).reshape(-1, 3)
    notes = np.concatenate([voices.notes, added])
    return Voices(voices.corpus, notes, np.concatenate([voices.may_be, _rows(COMPS, len(added))]))


class ExampleSource:
    """Draws examples of at most `NOTES` notes from music, transposed, stretched and unevenly played."""

    def __init__(self, music: Sequence[Voices]) -> None:
        kinds: dict[str, list[Voices]] = {}
        for voices in music:
            kinds.setdefault(voices.corpus if voices.corpus in SHARES else "scores", []).append(voices)
        self._kinds = kinds
        self._names = sorted(kinds)
        weights = np.array([SHARES[name] for name in self._names])
        self._weights = weights / weights.sum()

    def draw(self, rng: np.random.Generator) -> Voices:
        """One example."""
        kind = self._kinds[str(rng.choice(self._names, p=self._weights))]
        voices = kind[int(rng.integers(len(kind)))]
        if voices.song is not None:
            song = voices.song
            beats = len(song.chords)
            first = int(rng.integers(0, max(1, beats - _LONGEST_BEATS + 1)))
            song = song.part(first, min(beats, first + _LONGEST_BEATS))
            voices = with_hand(song, rng) if rng.random() < 0.9 else Voices(
                song.corpus, song.notes[:, :3], _rows(LEADS, len(song.notes))
            )  # fmt: skip
            if rng.random() < 0.3:
                voices = thickened(voices, rng)
        return _played(_stretch(voices, rng), rng)


def _stretch(voices: Voices, rng: np.random.Generator) -> Voices:
    """`NOTES` notes in a row."""
    order = np.argsort(voices.notes[:, 0], kind="stable")
    first = int(rng.integers(0, max(1, len(order) - NOTES + 1)))
    rows = order[first : first + NOTES]
    return Voices(voices.corpus, voices.notes[rows], voices.may_be[rows])


def _played(voices: Voices, rng: np.random.Generator) -> Voices:
    """The same moved in pitch, at another count of beats, with an uneven touch, shorter, or with the pedal down."""
    notes = voices.notes.copy()
    count = len(notes)
    low, high = (int(notes[:, 2].min()), int(notes[:, 2].max())) if count else (60, 60)
    notes[:, 2] += rng.integers(max(-6, 21 - low), max(min(6, 108 - high), max(-6, 21 - low)) + 1)
    length = (notes[:, 1] - notes[:, 0]) * rng.uniform(0.4, 1.1) * np.exp(rng.normal(0, 0.15, count))
    if rng.random() < _PEDAL:
        length = np.maximum(length, rng.uniform(0, 3, count))
    notes[:, 0] += rng.normal(0, float(rng.choice(_TOUCH_BEATS)), count)
    notes[:, 1] = notes[:, 0] + np.maximum(length, 0.05)
    notes[:, :2] *= float(rng.choice(_COUNTED))
    return Voices(voices.corpus, notes, voices.may_be)
