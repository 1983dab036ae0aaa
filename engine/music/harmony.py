"""Chords heard under notes, beat by beat. Chord symbols are in `engine.music.chord`, keys in `engine.music.key`.

`recognise_chords` names the chords of a clip as a musician would write them, by a trained network that hears what comes
before and after (`engine.music.hearing`). `chords_by_beat` asks only which chord the notes of each beat fit best: for
data sets, and for measures that must not depend on a network.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.music.chord import NO_CHORD, Chord
from engine.music.choruses import together
from engine.music.clip import ChordSpan, Clip
from engine.music.hearing import Heard, clip_columns, clip_downbeats, hear_clip
from engine.music.key import key_of
from engine.music.note import TICKS_PER_QUARTER

CHORD_CLASSES = ("", "m", "7", "maj7", "m7", "m7b5", "dim7", "sus4", "aug")
"""Chord qualities told apart here, by their names in `QUALITIES`. The order is stored in datasets; do not change it."""

_CLASS_OF = {
    "": 0, "5": 0, "sus2": 0, "6": 0, "m": 1, "m6": 1, "mMaj7": 1, "7": 2, "7alt": 2, "7b5": 2, "7#5": 2, "maj7": 3,
    "maj7b5": 3, "maj7#5": 3, "maj7sus4": 3, "m7": 4, "m7b5": 5, "dim": 6, "dim7": 6, "dimMaj7": 6, "sus4": 7,
    "7sus4": 7, "7sus2": 7, "aug": 8,
}  # fmt: skip

# How much each degree of a chord class, semitones 0..11 above the root, speaks for it when it is heard. The weights are
# those of a logistic regression, rare classes weighed up, on beats of POP909 and the Weimar Jazz Database (half of the
# songs of each), of chord charts played, and of plain chords, drawn towards what theory says: chord tones for, degrees
# that belong to another class against.
_HEARD = np.array(
    [
        #  R     b9      9     b3      3      4    #11      5    b13     13     b7      7
        [3.98, -2.60, 0.36, -3.02, 4.19, -1.53, -2.05, 4.74, -2.57, 1.00, -3.36, -2.50],  # major
        [4.36, -2.51, -0.13, 4.55, -3.57, -1.02, -2.56, 4.83, -1.89, -1.12, -1.66, -1.90],  # minor
        [2.77, -1.29, -0.72, -2.03, 3.19, -1.38, -0.81, 2.28, -1.46, -1.16, 3.48, -2.41],  # dominant seventh
        [2.83, -2.26, -0.61, -2.47, 3.48, -1.92, -0.92, 3.23, -2.50, -1.09, -3.24, 3.95],  # major seventh
        [2.49, -2.61, -0.36, 3.44, -3.08, -0.63, -2.65, 2.85, -2.11, -1.50, 3.46, -1.77],  # minor seventh
        [3.28, -2.11, -0.68, 3.82, -2.50, -0.32, 3.84, -2.71, -0.99, -2.47, 4.37, -2.04],  # half-diminished
        [2.42, -1.80, -1.35, 3.57, -2.23, -1.80, 3.68, -2.66, -1.21, 2.57, -1.71, -1.14],  # diminished
        [1.92, -2.01, -0.94, -2.60, -2.50, 3.45, -1.63, 2.91, -1.04, -1.11, 1.62, -1.73],  # suspended
        [3.79, -2.18, 0.04, -1.85, 4.53, -2.31, -0.79, -2.25, 4.93, -1.42, -1.15, -1.31],  # augmented
    ]
)  # fmt: skip
# The same for the lowest note.
_LOWEST = np.array(
    [
        #  R     b9      9     b3      3      4    #11      5    b13     13     b7      7
        [1.79, -0.37, -0.68, -0.50, -0.80, -0.36, -0.49, -1.11, -0.27, -1.03, -0.21, 0.16],  # major
        [1.74, -0.69, -0.65, -0.87, -0.49, -0.27, -0.69, -0.88, -0.74, -0.34, 0.17, -0.28],  # minor
        [1.27, -0.07, -0.13, -0.52, -0.72, -0.52, -0.09, 0.05, -0.33, -0.64, -1.51, 0.37],  # dominant seventh
        [2.07, 0.02, 0.11, -0.38, -0.40, -0.22, -0.04, 0.11, -0.29, -0.59, -0.33, -1.21],  # major seventh
        [2.10, -0.16, -0.01, -0.93, -0.01, -0.03, -0.07, -0.12, -0.64, -0.08, -1.32, -0.03],  # minor seventh
        [2.53, -0.55, -0.47, 0.29, -0.65, -0.26, 0.50, -0.21, -0.47, -0.39, -0.95, -0.82],  # half-diminished
        [2.25, -0.67, -0.86, -1.80, -0.59, -0.69, -1.73, -0.65, -0.96, -0.86, -0.58, -0.65],  # diminished
        [2.55, -0.23, -0.39, -0.83, -0.70, -1.86, -0.39, -1.27, 0.76, -0.60, -0.70, -0.09],  # suspended
        [2.91, -0.96, -0.69, -0.93, -0.94, -0.94, -0.95, -0.93, -1.09, -0.75, -0.35, -0.95],  # augmented
    ]
)  # fmt: skip
_CLASS_BIAS = np.array([-0.07, -0.47, 1.18, 0.15, 0.74, -1.37, 0.11, 0.96, -2.20])
# A bass that walks passes through other notes between the downbeats.
_LOWEST_BETWEEN_DOWNBEATS = 0.40
_CHANGE_COST = 3.6
_CHANGE_COST_AT_DOWNBEAT = 1.1
_SILENCE_IS_NO_CHORD = 0.9
# Of chords heard by the network, in nats.
_HEARD_CHANGE_COST = 1.0
_HEARD_CHANGE_COST_AT_DOWNBEAT = 0.2
_SILENT_BEATS = 4


class BeatChords(NamedTuple):
    """A chord a beat, each array of shape (T,) int8.

    Attributes:
        root: pitch class 0..11, -1 for "no chord".
        quality: index into `CHORD_CLASSES`, -1 for "no chord".
        bass: pitch class of the bass, -1 for "no chord".
    """

    root: NDArray[np.int8]
    quality: NDArray[np.int8]
    bass: NDArray[np.int8]


def chord_class(chord: Chord) -> int:
    """Index into `CHORD_CLASSES` of the class nearest to a chord's quality; -1 for "no chord"."""
    return -1 if chord.root is None else _CLASS_OF[chord.quality]


def chords_by_beat(
    onset_beat: ArrayLike,
    end_beat: ArrayLike,
    pitch: ArrayLike,
    velocity: ArrayLike,
    n_beats: int,
    downbeats: ArrayLike | None = None,
    beats_per_bar: int = 4,
) -> BeatChords:
    """Find the chord of every beat.

    Degrees of each chord class are weighed in what is heard in the beat and in its lowest note; a Viterbi search then
    makes changes cost something, less on downbeats.

    Args:
        onset_beat: onsets in beats from the start, shape (N,).
        end_beat: ends in beats, shape (N,).
        pitch: MIDI pitches, shape (N,).
        velocity: 1..127, shape (N,).
        n_beats: T, number of beats.
        downbeats: whether a bar begins at a beat, shape (T,); where None, every `beats_per_bar` beats.
        beats_per_bar: see `downbeats`.
    """
    features, lowest = beat_features(onset_beat, end_beat, pitch, velocity, n_beats)
    strong = np.arange(n_beats) % max(1, beats_per_bar) == 0
    if downbeats is not None:
        strong = np.asarray(downbeats, dtype=bool)
    features[:, 12:] *= np.where(strong, 1.0, _LOWEST_BETWEEN_DOWNBEATS)[:, None]
    path = _best_path(_scores(features), np.where(strong, _CHANGE_COST_AT_DOWNBEAT, _CHANGE_COST))
    silent = path == 12 * len(CHORD_CLASSES)
    root = np.where(silent, -1, path % 12).astype(np.int8)
    quality = np.where(silent, -1, path // 12).astype(np.int8)
    return BeatChords(root, quality, _bass_of(path, root, lowest))


def beat_features(
    onset_beat: ArrayLike, end_beat: ArrayLike, pitch: ArrayLike, velocity: ArrayLike, n_beats: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What each beat sounds like.

    Returns:
        Features of shape (T, 24): pitch classes heard (a unit vector, zero in a silent beat), then the pitch class of
        the lowest note, weighed by how low it is; and the lowest pitch of each beat, shape (T,), 128 in a silent one.
    """
    onset = np.asarray(onset_beat, dtype=np.float64)
    end = np.maximum(np.asarray(end_beat, dtype=np.float64), onset + 1e-3)
    pitches = np.asarray(pitch, dtype=np.int64)
    loudness = 0.5 + np.asarray(velocity, dtype=np.float64) / 127
    features = np.zeros((n_beats, 24))
    lowest = np.full(n_beats, 128, dtype=np.int64)
    inside = (onset < n_beats) & (end > 0)
    onset, end, pitches, loudness = onset[inside], np.minimum(end[inside], n_beats), pitches[inside], loudness[inside]
    if not len(onset):
        return features, lowest
    # One row for each beat a note touches. A note that begins just before a beat line belongs to the beat it is meant
    # for, so the first 1/16 is left to the next beat.
    first = np.clip(np.floor(onset + 1 / 16).astype(np.int64), 0, n_beats - 1)
    last = np.maximum(first, np.ceil(end - 1 / 16).astype(np.int64) - 1)
    counts = last - first + 1
    note = np.repeat(np.arange(len(onset)), counts)
    beat = np.arange(len(note)) - np.repeat(np.cumsum(counts) - counts, counts) + first[note]
    length = np.minimum(end[note], beat + 1) - np.maximum(onset[note], beat)
    weight = np.clip(length, 0.05, 1.0) ** 0.5 * loudness[note]
    heard = np.bincount(beat * 12 + pitches[note] % 12, weights=weight, minlength=n_beats * 12).reshape(n_beats, 12)
    norm = np.sqrt((heard**2).sum(axis=1, keepdims=True))
    features[:, :12] = np.divide(heard, norm, out=np.zeros_like(heard), where=norm > 0)

    counted = (length >= 0.15) | (counts[note] == 1)
    order = np.argsort(beat[counted], kind="stable")
    beats, pitch_rows = beat[counted][order], pitches[note][counted][order]
    starts = np.flatnonzero(np.r_[True, beats[1:] != beats[:-1]])
    lowest[beats[starts]] = np.minimum.reduceat(pitch_rows, starts)
    sounding = np.flatnonzero(lowest < 128)
    features[sounding, 12 + lowest[sounding] % 12] = np.clip((66 - lowest[sounding]) / 14, 0.0, 1.0)
    return features, lowest


def _scores(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Score of each state in each beat, shape (T, 12 C + 1): class * 12 + root, then "no chord"."""
    weights = np.concatenate([_HEARD, _LOWEST], axis=1)  # (C, 24)
    table = np.empty((24, 12 * len(CHORD_CLASSES)))
    for root in range(12):
        turned = np.concatenate(
            [np.roll(weights[:, :12], root, axis=1), np.roll(weights[:, 12:], root, axis=1)], axis=1
        )
        table[:, root::12] = turned.T
    sounding = features[:, :12].any(axis=1)
    scores = np.zeros((len(features), table.shape[1] + 1))
    scores[:, :-1] = features @ table + np.repeat(_CLASS_BIAS, 12)
    scores[~sounding, :-1] = 0.0
    scores[~sounding, -1] = _SILENCE_IS_NO_CHORD
    scores[sounding, -1] = -2.0
    return scores


def _best_path(scores: NDArray[np.float64], change_cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """Viterbi search in which every change to another state costs the same. Shapes (T, S), (T,) -> (T,)."""
    n_beats, n_states = scores.shape
    if n_beats == 0:
        return np.zeros(0, dtype=np.int64)
    came_from = np.zeros(n_beats, dtype=np.int64)
    stayed = np.zeros((n_beats, n_states), dtype=bool)
    best = scores[0].copy()
    for beat in range(1, n_beats):
        leader = int(best.argmax())
        threshold = best[leader] - change_cost[beat]
        np.greater_equal(best, threshold, out=stayed[beat])
        np.maximum(best, threshold, out=best)
        best += scores[beat]
        came_from[beat] = leader
    path = np.empty(n_beats, dtype=np.int64)
    state = int(best.argmax())
    for beat in range(n_beats - 1, -1, -1):
        path[beat] = state
        if beat and not stayed[beat, state]:
            state = int(came_from[beat])
    return path


def _bass_of(path: NDArray[np.int64], root: NDArray[np.int8], lowest: NDArray[np.int64]) -> NDArray[np.int8]:
    """The bass of each stretch of one chord: another note than the root only where it is lowest most of the time."""
    bass = root.copy()
    bounds = np.flatnonzero(np.r_[True, path[1:] != path[:-1], True]) if len(path) else np.zeros(1, dtype=np.int64)
    for start, end in pairwise(bounds):
        low = lowest[start:end]
        low = low[low < 60] % 12
        if root[start] >= 0 and len(low):
            counts = np.bincount(low, minlength=12)
            if counts.max() * 2 > end - start and counts[root[start]] == 0:
                bass[start:end] = counts.argmax()
    return bass


def chords_of(heard: Heard) -> BeatChords:
    """The chord of every beat from what the network heard, in all choruses where it is a solo: the best path where
    changes cost something, less on downbeats. Silence of a bar or more has none."""
    cost = np.where(heard.downbeats, _HEARD_CHANGE_COST_AT_DOWNBEAT, _HEARD_CHANGE_COST)
    path = _best_path(together(heard.chord.astype(np.float64), heard.downbeats), cost)
    silent = _long_runs(heard.lowest == 128, _SILENT_BEATS)
    root = np.where(silent, -1, path % 12).astype(np.int8)
    quality = np.where(silent, -1, path // 12).astype(np.int8)
    return BeatChords(root, quality, _bass_of(path, root, heard.lowest))


def _long_runs(rows: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Those true rows (T,) that stand in a run of at least `least`."""
    edges = np.flatnonzero(np.diff(np.r_[False, rows, False].astype(np.int8))).reshape(-1, 2)
    result = np.zeros(len(rows), dtype=bool)
    for start, stop in edges[edges[:, 1] - edges[:, 0] >= least]:
        result[start:stop] = True
    return result


def recognise_chords(clip: Clip) -> tuple[ChordSpan, ...]:
    """The chords heard in a clip, on its quarters; equal neighbours are one span. Silent stretches have none.

    Raises:
        ResourceError: where the network's file is missing or damaged.
    """
    heard = hear_clip(clip)
    return () if heard is None else _spans_of(chords_of(heard), clip.length)


def with_harmony(clip: Clip) -> Clip:
    """The clip with the chords and the key that are heard in it, where it has none of its own. Raises as
    `recognise_chords`."""
    heard = None if clip.chords and clip.key else hear_clip(clip)
    if heard is None:
        return clip
    onset, end, pitch, _ = clip_columns(clip)
    chords = clip.chords or _spans_of(chords_of(heard), clip.length)
    return replace(clip, key=clip.key or key_of(heard, pitch, end - onset)).with_chords(chords)


def chords_at_a_glance(clip: Clip) -> tuple[ChordSpan, ...]:
    """The same by `chords_by_beat`: sooner told, by nothing but the notes of each beat."""
    n_beats = -(-clip.length // TICKS_PER_QUARTER)
    if not clip.notes or n_beats <= 0:
        return ()
    found = chords_by_beat(*clip_columns(clip), n_beats, clip_downbeats(clip, n_beats))
    return _spans_of(found, clip.length)


def _spans_of(found: BeatChords, length: int) -> tuple[ChordSpan, ...]:
    """A chord a quarter as a lane of `length` ticks."""
    spans: list[ChordSpan] = []
    for beat in range(len(found.root)):
        root, quality, bass = int(found.root[beat]), int(found.quality[beat]), int(found.bass[beat])
        if root < 0:
            continue
        chord = Chord(root, CHORD_CLASSES[quality], bass)
        start, stop = beat * TICKS_PER_QUARTER, min((beat + 1) * TICKS_PER_QUARTER, length)
        if spans and spans[-1].end == start and spans[-1].chord == chord:
            spans[-1] = ChordSpan(spans[-1].start, stop, chord)
        else:
            spans.append(ChordSpan(start, stop, chord))
    return tuple(spans)


def chords_on_beats(spans: tuple[ChordSpan, ...], n_beats: int) -> BeatChords:
    """A chord lane as beat arrays: the chord in force at each beat."""
    root, quality, bass = (np.full(n_beats, -1, dtype=np.int8) for _ in range(3))
    for span in spans:
        first, last = -(-span.start // TICKS_PER_QUARTER), -(-span.end // TICKS_PER_QUARTER)
        if span.chord == NO_CHORD or span.chord.root is None:
            continue
        root[first:last] = span.chord.root
        quality[first:last] = chord_class(span.chord)
        bass[first:last] = span.chord.lowest_class()
    return BeatChords(root, quality, bass)
