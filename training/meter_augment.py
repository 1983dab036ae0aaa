"""Training examples of the beat tracker: a piece performed anew (rubato, swing, humanised touch, accompaniment) and cut
to a window of note events with their targets. Reading the pieces is `meter_data`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.music.meter_events import note_events
from engine.music.meter_network import METERS, WINDOW, tempo_bin
from training.meter_accompaniment import accompany
from training.meter_data import Piece

Floats = NDArray[np.float64]
IGNORED = -1
LONGEST_BEAT_S = 4.0
"""Annotated beats further apart are gaps in the annotation."""


@dataclass(frozen=True)
class Example:
    """A window of N events: the input and what the network should say of it. Targets are IGNORED where unknown.

    Attributes:
        time_s: (N,) seconds.
        features: (N, EVENT_FEATURES).
        beat_phase: (N,) place in the beat, 0..1.
        beat_s: (N,) length of the beat that the event lies in, seconds.
        bar_phase: (N,) place in the bar, 0..1.
        tempo: (N,) fractional class of the local beat length.
        meter: (N,) class of the beats a bar.
    """

    time_s: Floats
    features: NDArray[np.float32]
    beat_phase: NDArray[np.float32]
    beat_s: NDArray[np.float32]
    bar_phase: NDArray[np.float32]
    tempo: NDArray[np.float32]
    meter: NDArray[np.int64]


def swung(places: Floats, ratio: float) -> Floats:
    """Beat positions with the second half of each beat put at `ratio` of the beat (0.5 = straight)."""
    whole = np.floor(places)
    part = places - whole
    return whole + np.where(part < 0.5, part * 2 * ratio, ratio + (part - 0.5) * 2 * (1 - ratio))


def perform(piece: Piece, rng: np.random.Generator, seconds: float) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """A stretch of a score of about `seconds`, played: notes (N, 4) and beats in seconds, and which are downbeats."""
    typical = float(np.median(piece.beat_s))
    centre = float(np.clip(typical * np.exp(rng.normal(0, 0.25)), 0.24, 1.5))
    count = min(len(piece.beats), int(seconds / centre * 1.3) + 8)
    first = int(rng.integers(0, len(piece.beats) - count + 1))
    notes = piece.notes[(piece.notes[:, 0] >= first) & (piece.notes[:, 0] < first + count)].copy()
    notes[:, :2] -= first
    downbeat = piece.downbeat[first : first + count]
    # Tempo: a walk that is drawn back to the mean, the written changes, slowing before some bar lines.
    freedom = rng.choice([0.0, 0.01, 0.03, 0.06], p=[0.2, 0.35, 0.3, 0.15])
    drift = np.zeros(count)
    pushes = rng.normal(0, freedom, count)
    for step in range(1, count):
        drift[step] = 0.93 * drift[step - 1] + pushes[step]
    if freedom > 0.02:
        drift += rng.normal(0, freedom / 2, count)
        for bar in np.flatnonzero(downbeat)[1:].tolist():
            if rng.random() < 0.08:
                low = max(0, bar - int(rng.integers(1, 5)))
                drift[low:bar] += np.linspace(0, rng.uniform(0.1, 0.6), bar - low + 1)[1:]
    written = np.log(np.maximum(piece.beat_s[first : first + count], 0.05) / typical)
    length = centre * np.exp(drift + written)
    edges = np.concatenate([[0.0], np.cumsum(length)])
    if rng.random() < (0.55 if np.median(np.diff(np.flatnonzero(downbeat), append=0)) % 2 == 0 else 0.15):
        notes[:, :2] = swung(notes[:, :2], rng.uniform(0.5, 0.7))
    touch = rng.choice([0.0, 0.006, 0.012, 0.02, 0.03], p=[0.1, 0.25, 0.35, 0.2, 0.1])
    flat = np.ptp(notes[:, 3]) < 3 if len(notes) else False
    velocity = notes[:, 3].copy()
    if flat:
        velocity = _dynamics(notes, downbeat, rng)
    span = np.arange(count + 1.0)
    onset = np.interp(notes[:, 0], span, edges)
    end = np.interp(notes[:, 1], span, edges)
    high = (notes[:, 2] - 60) / 24
    shift = rng.normal(0, touch, len(notes)) - high * rng.normal(0, touch / 2)
    if rng.random() < 0.15:  # broken chords
        order = np.argsort(notes[:, 2], kind="stable")
        rank = np.empty(len(notes))
        rank[order] = np.arange(len(notes))
        shift += (notes[:, 2] - 45) / 40 * rng.uniform(0, 0.06)
    length_ratio = np.exp(rng.normal(rng.uniform(-0.5, 0.2), 0.2, len(notes)))
    end = onset + shift + np.maximum((end - onset) * length_ratio, 0.04)
    played = np.stack([onset + shift, end, notes[:, 2], velocity], axis=1)
    return played, edges[:-1], downbeat


def _dynamics(notes: Floats, downbeat: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Velocities for a score without any: phrases, a louder top voice, sometimes accents of the meter."""
    place = notes[:, 0]
    beat = np.clip(np.floor(place + 1e-6).astype(int), 0, len(downbeat) - 1)
    on_beat = np.abs(place - np.rint(place)) < 0.02
    accent = rng.choice([0.0, 3.0, 8.0]) * on_beat + rng.choice([0.0, 3.0, 8.0]) * (on_beat & downbeat[beat])
    phrase = 8 * np.sin(place / rng.uniform(4, 24) * 2 * np.pi + rng.uniform(0, 6.3))
    voice = (notes[:, 2] - 60) / 24 * rng.uniform(-4, 12)
    velocity = rng.uniform(45, 85) + accent + phrase + voice + rng.normal(0, 5, len(notes))
    return np.asarray(np.clip(velocity, 8, 124), np.float64)


def make_example(piece: Piece, rng: np.random.Generator, *, plain: bool = False) -> Example:
    """A random window of at most WINDOW events of a piece. `plain` leaves performances as they are (for validation)."""
    if piece.score:
        notes, beats, downbeat = perform(piece, rng, 75.0)
        if not plain and rng.random() < 0.25:
            notes = _top_voice(notes)
    else:
        notes, beats, downbeat = piece.notes, piece.beats, piece.downbeat
        inside = np.flatnonzero((notes[:, 0] > beats[0] - 2) & (notes[:, 0] < beats[-1] + 2))
        room = WINDOW * 4
        first = int(rng.integers(0, max(1, len(inside) - WINDOW // 2)))
        notes = notes[inside[first : first + room]] if len(inside) else notes[:room]
        if piece.chords and not plain:
            notes = accompany(piece, rng)
            at = float(rng.uniform(beats[0] - 2, max(beats[0] - 1.9, beats[-1] - 30)))
            notes = notes[(notes[:, 0] > at) & (notes[:, 0] < at + 150)]
        if not plain:
            stretch = float(np.exp(rng.uniform(-0.2, 0.2)))
            notes = notes.copy()
            notes[:, :2] *= stretch
            beats = beats * stretch
    if not plain:
        notes = _roughen(notes, rng)
    notes = notes[np.lexsort((notes[:, 2], notes[:, 0]))]
    events = note_events(notes[:, 0], notes[:, 1], notes[:, 2].astype(int), notes[:, 3].astype(int))
    first = int(rng.integers(0, max(1, len(events.time_s) - WINDOW + 1))) if piece.score else 0
    time = events.time_s[first : first + WINDOW]
    return Example(time, events.features[first : first + WINDOW], *_targets(time, beats, downbeat))


def _top_voice(notes: Floats) -> Floats:
    """The notes (sorted by onset) that no higher one sounds above: a line like a solo."""
    kept: list[int] = []
    highest, until = 0.0, -1.0
    for index, (onset, end, pitch, _) in enumerate(notes[np.argsort(notes[:, 0], kind="stable")].tolist()):
        if onset >= until - 0.03 or pitch >= highest:
            kept.append(index)
            highest, until = pitch, end
    return notes[np.argsort(notes[:, 0], kind="stable")][kept]


def _roughen(notes: Floats, rng: np.random.Generator) -> Floats:
    """Transposed, softer or louder, with lost notes and wrong ones, as transcriptions have."""
    notes = notes[rng.random(len(notes)) >= rng.choice([0.0, 0.05, 0.15], p=[0.5, 0.35, 0.15])].copy()
    if len(notes) == 0:
        return notes
    notes[:, 2] += rng.integers(-6, 7)
    loudness = rng.uniform(0.75, 1.25)
    notes[:, 3] = np.clip(64 + (notes[:, 3] - 64) * rng.uniform(0.6, 1.2), 1, 127) * loudness
    notes[:, 3] = np.clip(notes[:, 3], 1, 127)
    wrong = int(len(notes) * rng.choice([0.0, 0.02, 0.05], p=[0.6, 0.25, 0.15]))
    if wrong:
        extra = notes[rng.integers(0, len(notes), wrong)].copy()
        extra[:, 2] += rng.choice([-12, 12, 19, 7], wrong)
        extra[:, :2] += rng.uniform(-1, 1, (wrong, 1))
        extra[:, 3] *= 0.6
        notes = np.concatenate([notes, extra])
    return notes


def _targets(
    time_s: Floats, beats: Floats, downbeat: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Targets of events at these seconds, in the order of `Example`'s fields."""
    count = len(time_s)
    beat_phase, beat_s, bar_phase, tempo = (np.full(count, IGNORED, np.float32) for _ in range(4))
    meter = np.full(count, IGNORED, np.int64)
    if len(beats) < 3:
        return beat_phase, beat_s, bar_phase, tempo, meter
    # a first note that is a little early still belongs to the first beat
    owner = np.searchsorted(beats, time_s, "right") - 1
    early = (owner < 0) & (time_s > beats[0] - 0.07)
    owner[early] = 0
    length = np.diff(beats)
    known = (owner >= 0) & (owner < len(length))
    known[known] &= length[owner[known]] < LONGEST_BEAT_S
    at = owner[known]
    place = (time_s[known] - beats[at]) / length[at]
    beat_phase[known], beat_s[known] = place % 1.0, length[at]
    smooth = np.convolve(np.pad(np.log(length), 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    tempo[known] = tempo_bin(np.exp(smooth[at]))
    bars = np.flatnonzero(downbeat)
    if len(bars) > 1:
        size = np.diff(bars)
        kind = np.array([METERS.index(n) if n in METERS else len(METERS) - 1 for n in size])
        bar = np.searchsorted(bars, at, "right") - 1
        inside = (bar >= 0) & (bar < len(size))
        rows = np.flatnonzero(known)[inside]
        bar = bar[inside]
        bar_phase[rows] = ((at[inside] - bars[bar] + place[inside]) / size[bar]) % 1.0
        meter[rows] = kind[bar]
    return beat_phase, beat_s, bar_phase, tempo, meter
