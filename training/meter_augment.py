"""Training examples of the beat tracker: a piece performed anew (rubato, swing, humanised touch, accompaniment) and cut
to a window of frames with its targets. Reading the pieces is `meter_data`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.music.meter_features import FRAMES_PER_SECOND, network_input, note_frames
from engine.music.meter_network import METERS, tempo_bin
from training.meter_accompaniment import accompany
from training.meter_data import Piece

Floats = NDArray[np.float64]
IGNORED = -1


@dataclass(frozen=True)
class Example:
    """A window of T frames: the input and what the network should say of it.

    Attributes:
        steps: (T / PATCH, INPUTS).
        beat: (T,) 1 on the frame of a beat, 0.5 beside it, else 0. downbeat: the same for bars.
        tempo: (T,) fractional class of the local beat length, IGNORED where there is none.
        meter: (T,) class of the beats a bar, IGNORED where there is none.
        known: (T,) 1 where the annotation covers the frame.
    """

    steps: NDArray[np.float32]
    beat: NDArray[np.float32]
    downbeat: NDArray[np.float32]
    tempo: NDArray[np.float32]
    meter: NDArray[np.int64]
    known: NDArray[np.float32]


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


def make_example(piece: Piece, rng: np.random.Generator, frames: int, *, plain: bool = False) -> Example:
    """A random window of `frames` frames of a piece. `plain` leaves performances as they are (for validation)."""
    seconds = frames / FRAMES_PER_SECOND
    if piece.score:
        notes, beats, downbeat = perform(piece, rng, seconds)
        known_from, known_to = beats[0] - 0.3, beats[-1] + 0.3
        start = float(rng.uniform(-0.5, max(0.0, beats[-1] - seconds) + 0.5))
    else:
        notes, beats, downbeat = piece.notes, piece.beats, piece.downbeat
        if piece.chords and not plain:
            notes = accompany(piece, rng)
        known_from, known_to = beats[0] - 0.3, beats[-1] + 0.3
        low, high = beats[0] - 2, max(beats[0] - 1.9, beats[-1] - seconds * 0.7)
        start = float(rng.uniform(low, high))
        if not plain:
            stretch = float(np.exp(rng.uniform(-0.22, 0.22)))
            notes = notes[(notes[:, 1] > start - 1) & (notes[:, 0] < start + seconds * 1.6)].copy()
            notes[:, :2] *= stretch
            beats, start = beats * stretch, start * stretch
            known_from, known_to = known_from * stretch, known_to * stretch
    notes = notes.copy()
    notes[:, :2] -= start
    beats = beats - start
    if not plain:
        notes = _roughen(notes, rng)
    notes = notes[(notes[:, 1] > 0) & (notes[:, 0] < seconds)]
    roll = note_frames(notes[:, 0], notes[:, 1], notes[:, 2].astype(int), notes[:, 3].astype(int), frames)
    return Example(network_input(roll), *_targets(beats, downbeat, frames, known_from - start, known_to - start))


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
    beats: Floats, downbeat: NDArray[np.bool_], frames: int, known_from: float, known_to: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Targets of `frames` frames, in the order of `Example`'s fields."""
    rate = FRAMES_PER_SECOND
    beat_target, bar_target = np.zeros(frames, np.float32), np.zeros(frames, np.float32)
    place = np.rint(beats * rate).astype(int)
    for target, hits in ((beat_target, place), (bar_target, place[downbeat])):
        for offset, value in ((-1, 0.5), (1, 0.5), (0, 1.0)):
            at = hits + offset
            at = at[(at >= 0) & (at < frames)]
            target[at] = np.maximum(target[at], value)
    time = np.arange(frames) / rate
    length = np.diff(beats, append=beats[-1] + (beats[-1] - beats[-2] if len(beats) > 1 else 0.5))
    smooth = np.convolve(np.pad(np.log(np.maximum(length, 0.05)), 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    owner = np.clip(np.searchsorted(beats, time, "right") - 1, 0, len(beats) - 1)
    tempo = tempo_bin(np.exp(smooth))[owner].astype(np.float32)
    bars = np.flatnonzero(downbeat)
    meter = np.full(frames, IGNORED, np.int64)
    if len(bars) > 1:
        size = np.diff(bars)
        kind = np.array([METERS.index(n) if n in METERS else len(METERS) - 1 for n in size])
        bar = np.searchsorted(beats[bars], time, "right") - 1
        inside = (bar >= 0) & (bar < len(kind))
        meter[inside] = kind[bar[inside]]
    known = ((time >= known_from) & (time <= known_to)).astype(np.float32)
    tempo[known == 0] = IGNORED
    meter[known == 0] = IGNORED
    return beat_target, bar_target, tempo, meter, known
