"""What latents promise of each beat, and wishes that hold the decoder to it.

The factor decoders read a beat's latents back nearly as they were (pitch classes, top voice, places and loudness of
its notes), but the note decoder weighs them against what usually follows the notes before. Where a clip is to keep a
factor, its promise bends the decoder's distributions: pitch classes that are still to come become likelier, those that
are not there less likely; the top voice is left room for and not passed; loudness gathers about what was read. In the
spirit of reconstruction guidance (Ho et al. 2022, "Video Diffusion Models"), with the notes drawn in place of samples.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from engine.generate.constraints import ALL_PITCHES, HALF, SOUNDS_STEPS
from engine.model.config import FACTORS, VOCABULARY
from engine.model.factors import FEATURE_SIZES, OCTAVES
from engine.model.runtime import FloatArray
from engine.model.sampler import DrawState, Logits
from engine.model.tokens import DURATION_STEPS, velocity_of_bin
from engine.music.grid import STEPS_PER_BEAT

_CLASSES = ALL_PITCHES % 12
_VELOCITIES = velocity_of_bin(np.arange(VOCABULARY["velocity"])).astype(np.float64)

_THERE = 0.1
"""A pitch class belongs to a beat from this share of its strongest one's sounding time."""
_CLASS_NATS = 1.0
_CLASS_MOST, _CLASS_LEAST = 1.0, -2.0
"""Bend of a pitch class by the logarithm of its promised share over `_THERE`, within these limits."""
_MISSING_NATS, _MISSING_MOST = 4.0, 2.0
"""Bend of what has not sounded yet: in full when as many classes are missing as notes are left, at most twice."""
_RINGING_NATS = 1.0
"""Bend of lengths, for every beat that a note would ring into."""
_RINGING_MOST = 0.7
_LONGEST_BEATS = 16
_TOP_NATS, _PASSED_NATS, _ROOM_NATS = 5.0, 6.0, 3.0
"""Bends of the promised top voice where an onset ends with it, of what lies above it, and of both before that."""
_LOUDNESS_NATS = 1.0
_LEAST_SPREAD = 4.0
"""Standard deviation of velocities that is allowed for even where the promise has less."""


class Promises:
    """Wishes (`engine.model.sampler.Constraint`) about the notes of beats whose features are known.

    Rhythm is not bent: the decoder keeps to it by itself. It says how many notes are still to come.
    """

    def __init__(self, features: FloatArray, held: Iterable[str], first: int = 0) -> None:
        """`features` [T, F] are those read off the latents of T beats from the beat `first` on, `held` the factors
        that notes shall keep to (names of `FACTORS`)."""
        self._first, self._beats = first, len(features)
        names = set(held)
        self._harmony, self._melody, self._dynamics = (name in names for name in ("harmony", "melody", "dynamics"))
        edges = np.cumsum([FEATURE_SIZES[name] for name in FACTORS])[:-1]
        harmony, melody, rhythm, dynamics = np.split(np.asarray(features, np.float64), edges, axis=1)
        self._share = np.clip(harmony[:, :12], 0.0, 1.0)  # [T, 12]
        self._named = self._share > _THERE
        log_share = np.log((self._share + 0.02) / _THERE)
        self._class_bend = _CLASS_NATS * np.clip(log_share, _CLASS_LEAST, _CLASS_MOST)
        self._ringing_bend = _RINGING_NATS * np.clip(log_share, _CLASS_LEAST, _RINGING_MOST)
        line = melody.reshape(self._beats, 2, -1)
        octave = line[..., 12 : 12 + OCTAVES].argmax(axis=-1) + 1
        begins = (line[..., 12 + OCTAVES] > 0.5) & (line[..., 13 + OCTAVES] > 0.5)
        self._top = np.where(begins, line[..., :12].argmax(axis=-1) + 12 * octave, -1)  # [T, 2]
        counts = np.maximum(1, np.rint(6 * rhythm[:, STEPS_PER_BEAT : 2 * STEPS_PER_BEAT]))
        self._counts = np.where(rhythm[:, :STEPS_PER_BEAT] > 0.5, counts, 0)  # [T, 24]
        self._loud = 127.5 * dynamics

    def adjust(self, attribute: str, logits: Logits, state: DrawState) -> Logits:
        """See `Constraint`."""
        beat = state.beat - self._first
        if not 0 <= beat < self._beats:
            return logits
        if attribute == "pitch" and (self._harmony or self._melody):
            return logits + self._pitch_bend(beat, state)
        if attribute == "duration" and self._harmony:
            return logits + self._length_bend(beat, state)
        if attribute == "velocity" and self._dynamics:
            return logits + self._velocity_bend(beat, state)
        return logits

    def _top_of(self, beat: int, state: DrawState) -> int:
        """The pitch promised as the highest that begins in this half beat, -1 for none."""
        return int(self._top[beat, state.onset % STEPS_PER_BEAT // HALF]) if self._melody else -1

    def _pitch_bend(self, beat: int, state: DrawState) -> npt.NDArray[np.float64]:
        step = state.onset % STEPS_PER_BEAT
        here = int(self._counts[beat, step]) - sum(note.onset == state.onset for note in state.in_beat)
        bend = np.zeros(len(ALL_PITCHES))
        if self._harmony:
            left = max(1, here) + float(self._counts[beat, step + 1 :].sum())
            classes = self._class_bend[beat].copy()
            missing = self._named[beat].copy()
            start = state.beat * STEPS_PER_BEAT
            missing[[note.pitch % 12 for note in state.in_beat]] = False
            missing[[note.pitch % 12 for note in state.sounding(start + SOUNDS_STEPS - 1)]] = False
            classes += _MISSING_NATS * missing * min(_MISSING_MOST, missing.sum() / left)
            bend = classes[_CLASSES]
        top = self._top_of(beat, state)
        if top < 0:
            return bend
        # The melody may leave the harmony.
        bend[top] = max(0.0, bend[top])
        half = step // HALF
        bend[top + 1 :] -= _PASSED_NATS
        if here > 1:
            bend[top:] -= _ROOM_NATS
        elif not any(note.pitch == top and note.onset % STEPS_PER_BEAT // HALF == half for note in state.in_beat):
            later = self._counts[beat, step + 1 : HALF * (half + 1)].any()
            bend[top] += _TOP_NATS * (0.5 if later else 1.0)
        return bend

    def _length_bend(self, beat: int, state: DrawState) -> npt.NDArray[np.float64]:
        bend = np.zeros(len(DURATION_STEPS))
        if state.pitch == self._top_of(beat, state):
            return bend
        end = state.onset % STEPS_PER_BEAT + DURATION_STEPS
        for ahead in range(1, min(_LONGEST_BEATS, self._beats - beat)):
            rings = end >= ahead * STEPS_PER_BEAT + SOUNDS_STEPS
            bend += rings * self._ringing_bend[beat + ahead, state.pitch % 12]
        return bend

    def _velocity_bend(self, beat: int, state: DrawState) -> npt.NDArray[np.float64]:
        half = state.onset % STEPS_PER_BEAT // HALF
        mean, spread, top_voice, of_half = (float(self._loud[beat, k]) for k in (0, 1, 5, 6 + half))
        wanted = of_half if of_half > 10 else mean
        if self._top[beat, half] == state.pitch and top_voice > 10:
            wanted = 0.5 * (wanted + top_voice)
        before = [note.velocity for note in state.in_beat if note.onset % STEPS_PER_BEAT // HALF == half]
        if before:
            wanted += 0.5 * (wanted - sum(before) / len(before))
        apart = (_VELOCITIES - wanted) / max(_LEAST_SPREAD, spread / 2)
        return np.asarray(-0.5 * _LOUDNESS_NATS * apart**2, np.float64)
