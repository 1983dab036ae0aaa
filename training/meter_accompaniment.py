"""A made-up left hand or bass under an annotated jazz solo, so that the beat tracker meets jazz piano textures: walking
bass, stride, comping. Training material only."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from training.meter_data import Piece

ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
COMPING = ((0.0, 1.5), (0.0, 2.5), (1.5, 3.5), (0.5, 2.0), (1.0, 3.0), (0.0,), (1.5,), (0.0, 3.5), (2.5,), (0.0, 2.0))
"""Onsets of comping figures in beats of a four-beat bar."""


def chord_pitches(symbol: str) -> tuple[int, tuple[int, ...]] | None:
    """Root pitch class and the other chord tones above it (semitones); None where the symbol names no chord."""
    match = re.match(r"([A-G])([b#]*)(.*)", symbol)
    if match is None:
        return None
    root = (ROOTS[match[1]] + match[2].count("#") - match[2].count("b")) % 12
    rest = match[3].split("/")[0]
    if "o" in rest:
        return root, (3, 6, 9)
    if "m7b5" in rest:
        return root, (3, 6, 10)
    third = 3 if rest.startswith(("-", "m")) else 4
    seventh = 11 if "j" in rest else 9 if "6" in rest else 10
    return root, (third, 7, seventh, 14)


def accompany(piece: Piece, rng: np.random.Generator) -> NDArray[np.float64]:
    """The solo's notes (N, 4), every other time with a bass, a stride or a comping hand under them."""
    style = rng.choice(["alone", "walking", "stride", "comping", "walking and comping"], p=[0.5, 0.1, 0.15, 0.15, 0.1])
    if style == "alone" or len(piece.beats) < 8:
        return piece.notes
    beats = piece.beats
    swing = rng.uniform(0.52, 0.68)
    touch = rng.uniform(0.004, 0.022)
    loudness = rng.uniform(45, 80)
    rows: list[tuple[float, float, float, float]] = []

    def at(place: float) -> float:
        whole = int(place)
        part = place - whole
        part = swing if abs(part - 0.5) < 1e-6 else part
        if whole + 1 >= len(beats):
            return float(beats[-1])
        return float(beats[whole] + part * (beats[whole + 1] - beats[whole]))

    def play(place: float, length: float, pitches: list[int], accent: float = 0.0) -> None:
        start = at(place) + rng.normal(0, touch)
        end = start + max(0.05, at(place + length) - at(place))
        for pitch in pitches:
            moved = start + rng.normal(0, touch / 2)
            rows.append((moved, end, pitch, float(np.clip(loudness + accent + rng.normal(0, 6), 15, 120))))

    bar_place = np.zeros(len(beats), int)
    for index in range(1, len(beats)):
        bar_place[index] = 0 if piece.downbeat[index] else bar_place[index - 1] + 1
    rest = rng.choice([0.0, 0.1, 0.3])
    current: tuple[int, tuple[int, ...]] | None = None
    center = int(rng.integers(48, 58))
    half_time = rng.random() < 0.3
    playing = True
    for index in range(len(beats) - 1):
        current = (chord_pitches(piece.chords[index]) if piece.chords[index] else None) or current
        if bar_place[index] == 0:
            playing = rng.random() >= rest
        if current is None or not playing:
            continue
        root, others = current
        voicing = [center + (root + tone - center) % 12 for tone in others[: int(rng.integers(2, 5))]]
        if "walking" in style and not (half_time and bar_place[index] % 2):
            known = piece.bass[index] if piece.bass else 0
            tone = 0 if bar_place[index] == 0 else int(rng.choice([0, *others[:3]]))
            pitch = known if known > 0 and rng.random() < 0.8 else 34 + (root + tone - 34) % 12
            play(index, 2 if half_time else 1, [pitch], 4)
            if rng.random() < 0.08:
                play(index + 0.5, 0.5, [pitch], -6)
        if style == "stride":
            if bar_place[index] % 2 == 0:
                low = 31 + (root + (7 if bar_place[index] and rng.random() < 0.5 else 0) - 31) % 12
                play(index, 0.9, [low, *([low + int(rng.choice([10, 12]))] if rng.random() < 0.4 else [])], 6)
            elif rng.random() < 0.92:
                play(index, 0.6, voicing)
        if "comping" in style and bar_place[index] == 0:
            for place in COMPING[int(rng.integers(len(COMPING)))]:
                play(index + place, float(rng.choice([0.4, 1.0, 1.5])), voicing)
            if style == "comping" and rng.random() < 0.3:
                play(index, 3, [36 + root])
    if not rows:
        return piece.notes
    notes = np.concatenate([piece.notes, np.array(rows)])
    return notes[np.argsort(notes[:, 0], kind="stable")]
