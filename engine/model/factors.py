"""What each factor's encoder sees of a beat: harmony, melody, rhythm and dynamics, each on its own.

`beat_facts` measures a piece once (compact integers); `features` turns facts, at any transposition, into network input.
The factors are disentangled by construction: no encoder's input holds another factor's content. Pure numpy.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT

FloatArray = npt.NDArray[np.float32]

OCTAVES = 8
HARMONY_SIZE = 12 + 13
MELODY_SIZE = 2 * (12 + OCTAVES + 2)
RHYTHM_SIZE = 2 * STEPS_PER_BEAT + 2
DYNAMICS_SIZE = 9
FEATURE_SIZES = {"harmony": HARMONY_SIZE, "melody": MELODY_SIZE, "rhythm": RHYTHM_SIZE, "dynamics": DYNAMICS_SIZE}
FEATURE_SIZE = sum(FEATURE_SIZES.values())
_HALF = STEPS_PER_BEAT // 2
_LONGEST_BEATS = 16


@dataclass(frozen=True, slots=True)
class BeatFacts:
    """Measurements of T beats, small enough to keep a whole corpus in memory.

    Attributes:
        chroma: uint8 [T, 12], sounding time of each pitch class, 0..255 relative to the beat's strongest.
        bass: int8 [T], lowest sounding pitch, -1 where the beat is silent.
        skyline: int8 [T, 2], top pitch of each half beat, -1 where silent.
        skyline_onset: bool [T, 2], whether that top pitch begins there.
        onsets: uint8 [T, 24], notes beginning at each grid step.
        shape: uint8 [T, 2], mean micro-timing and mean log duration of the notes that begin in the beat, 0..255.
        loudness: uint8 [T, 9], velocity statistics (mean, deviation, highest, lowest, low register, top voice,
            first half, second half; last a flag: any note begins here).
    """

    chroma: npt.NDArray[np.uint8]
    bass: npt.NDArray[np.int8]
    skyline: npt.NDArray[np.int8]
    skyline_onset: npt.NDArray[np.bool_]
    onsets: npt.NDArray[np.uint8]
    shape: npt.NDArray[np.uint8]
    loudness: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.bass)

    def window(self, first: int, beats: int) -> BeatFacts:
        """Beats `first` to `first + beats`."""
        return BeatFacts(*(getattr(self, item.name)[first : first + beats] for item in fields(self)))

    @staticmethod
    def joined(parts: list[BeatFacts]) -> BeatFacts:
        """Several stretches of beats, one after the other."""
        return BeatFacts(*(np.concatenate([getattr(p, item.name) for p in parts]) for item in fields(BeatFacts)))


def beat_facts(grid: GridNotes, beats: int) -> BeatFacts:
    """Measure `beats` beats of a piece."""
    onset, pitch, velocity = grid.onset, grid.pitch, grid.velocity
    end = onset + np.maximum(1, grid.duration)
    inside = onset < beats * STEPS_PER_BEAT
    onset, pitch, velocity, end = onset[inside], pitch[inside], velocity[inside], end[inside]
    micro, duration = grid.micro[inside], grid.duration[inside]
    first_beat = onset // STEPS_PER_BEAT

    chroma = np.zeros((beats, 12))
    bass = np.full(beats, 128, np.int64)
    last_beat = np.minimum((end - 1) // STEPS_PER_BEAT, beats - 1)
    for ahead in range(_LONGEST_BEATS):
        beat = first_beat + ahead
        sounding = beat <= last_beat
        if not sounding.any():
            break
        beat, low, high = beat[sounding], onset[sounding], end[sounding]
        overlap = np.minimum(high, (beat + 1) * STEPS_PER_BEAT) - np.maximum(low, beat * STEPS_PER_BEAT)
        chroma += np.bincount(beat * 12 + pitch[sounding] % 12, overlap, beats * 12).reshape(beats, 12)
        # A bass note that only hangs over for a moment does not name the beat's bass.
        held = overlap >= (3 if ahead else 1)
        np.minimum.at(bass, beat[held], pitch[sounding][held])
    strongest = chroma.max(axis=1, keepdims=True)
    chroma = np.divide(chroma, strongest, out=np.zeros_like(chroma), where=strongest > 0)

    skyline = np.full(2 * beats, -1, np.int64)
    np.maximum.at(skyline, onset // _HALF, pitch)
    begins = skyline >= 0
    held_top = np.full(2 * beats, -1, np.int64)
    for ahead in range(1, 2 * _LONGEST_BEATS):
        half = onset // _HALF + ahead
        sounding = (half * _HALF + 2 < end) & (half < 2 * beats)
        if not sounding.any():
            break
        np.maximum.at(held_top, half[sounding], pitch[sounding])
    skyline = np.where(begins, skyline, held_top)

    counts = np.bincount(onset, minlength=beats * STEPS_PER_BEAT)[: beats * STEPS_PER_BEAT].reshape(
        beats, STEPS_PER_BEAT
    )
    notes = np.maximum(1, counts.sum(axis=1))

    def mean(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(np.bincount(first_beat, weights, beats)[:beats] / notes)

    shape = np.stack([mean(micro / 7.0), mean(np.log2(np.minimum(duration, 255) + 1) / 8)], axis=1)
    return BeatFacts(
        np.rint(chroma * 255).astype(np.uint8),
        np.where(bass < 128, bass, -1).astype(np.int8),
        skyline.reshape(beats, 2).astype(np.int8),
        begins.reshape(beats, 2),
        np.minimum(counts, 255).astype(np.uint8),
        np.rint(shape * 255).astype(np.uint8),
        _loudness(onset, first_beat, pitch, velocity, beats),
    )


def _loudness(
    onset: npt.NDArray[np.int64],
    first_beat: npt.NDArray[np.int64],
    pitch: npt.NDArray[np.int64],
    velocity: npt.NDArray[np.int64],
    beats: int,
) -> npt.NDArray[np.uint8]:
    """Velocity statistics of each beat, uint8 [T, 9] on the scale of `BeatFacts.loudness`."""

    def mean_where(chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        number = np.bincount(first_beat[chosen], minlength=beats)
        total = np.bincount(first_beat[chosen], velocity[chosen].astype(np.float64), beats)
        return np.divide(total, number, out=np.zeros(beats), where=number > 0)

    everything = np.ones(len(onset), bool)
    mean = mean_where(everything)
    number = np.maximum(1, np.bincount(first_beat, minlength=beats))
    square = np.bincount(first_beat, velocity.astype(np.float64) ** 2, beats) / number
    highest = np.zeros(beats, np.int64)
    lowest = np.full(beats, 127, np.int64)
    np.maximum.at(highest, first_beat, velocity)
    np.minimum.at(lowest, first_beat, velocity)
    begins = np.bincount(first_beat, minlength=beats) > 0
    top_pitch = np.full(beats, -1, np.int64)
    np.maximum.at(top_pitch, first_beat, pitch)
    second_half = (onset % STEPS_PER_BEAT) >= _HALF
    columns = [
        mean,
        2 * np.sqrt(np.maximum(0.0, square - mean**2)),
        highest,
        np.where(begins, lowest, 0),
        mean_where(pitch < 60),
        mean_where(pitch == top_pitch[first_beat]),
        mean_where(~second_half),
        mean_where(second_half),
        begins * 127,
    ]
    return np.asarray(np.minimum(255, 2 * np.stack(columns, axis=1)), np.uint8)


def features(facts: BeatFacts, transpose: int = 0) -> FloatArray:
    """Network input of each beat, float32 [T, FEATURE_SIZE], factors side by side in the order of `FEATURE_SIZES`.

    `transpose` moves harmony and melody by that many semitones; rhythm and dynamics do not change.
    """
    beats = len(facts)
    out = np.zeros((beats, FEATURE_SIZE), np.float32)
    row = np.arange(beats)
    out[:, :12] = np.roll(facts.chroma, transpose, axis=1) / 255.0
    bass = facts.bass.astype(np.int64)
    out[row, 12 + np.where(bass < 0, 12, (bass + transpose) % 12)] = 1
    column = HARMONY_SIZE
    for half in range(2):
        top = facts.skyline[:, half].astype(np.int64)
        sounds = top >= 0
        top = top[sounds] + transpose
        out[row[sounds], column + top % 12] = 1
        out[row[sounds], column + 12 + np.clip(top // 12 - 1, 0, OCTAVES - 1)] = 1
        out[:, column + 12 + OCTAVES] = sounds
        out[:, column + 12 + OCTAVES + 1] = facts.skyline_onset[:, half]
        column += 12 + OCTAVES + 2
    out[:, column : column + STEPS_PER_BEAT] = facts.onsets > 0
    column += STEPS_PER_BEAT
    out[:, column : column + STEPS_PER_BEAT] = np.minimum(facts.onsets, 6) / 6.0
    column += STEPS_PER_BEAT
    out[:, column : column + 2] = facts.shape / 255.0
    column += 2
    out[:, column:] = facts.loudness / 255.0
    return out


PHRASE_SIZE = 4 * (12 + 5)


def phrase_features(beat_features: FloatArray) -> FloatArray:
    """Coarse content of whole phrases: float32 [P, PHRASE_SIZE] from [P * 16, FEATURE_SIZE].

    For each quarter of a phrase: mean chroma, note density, share of silent beats, top-voice height, loudness, onset
    spread.
    """
    quarter = beat_features.reshape(-1, 4, 4, FEATURE_SIZE)
    sky = HARMONY_SIZE
    heights = quarter[..., sky + 12 : sky + 12 + OCTAVES] @ np.arange(OCTAVES, dtype=np.float32) / OCTAVES
    rhythm = HARMONY_SIZE + MELODY_SIZE
    counts = quarter[..., rhythm + STEPS_PER_BEAT : rhythm + 2 * STEPS_PER_BEAT]
    dynamics = rhythm + RHYTHM_SIZE
    columns = [
        quarter[..., :12].mean(axis=2),
        counts.sum(axis=-1).mean(axis=2)[..., None],
        1 - quarter[..., dynamics + 8].mean(axis=2)[..., None],
        heights.mean(axis=2)[..., None],
        quarter[..., dynamics].mean(axis=2)[..., None],
        quarter[..., rhythm : rhythm + STEPS_PER_BEAT].sum(axis=-1).mean(axis=2)[..., None] / 4,
    ]
    return np.concatenate(columns, axis=-1).reshape(-1, PHRASE_SIZE).astype(np.float32)


STYLE_INPUT_SIZE = 2 * FEATURE_SIZE


def style_features(beat_features: FloatArray) -> FloatArray:
    """Mean and deviation of the features over a clip, float32 [..., STYLE_INPUT_SIZE] from [..., T, FEATURE_SIZE].

    The chroma and pitch-class columns are kept: training transposes at random, so a style cannot hide in a key.
    """
    return np.concatenate([beat_features.mean(axis=-2), beat_features.std(axis=-2)], axis=-1).astype(np.float32)


CONTROLS = ("density", "register", "polyphony", "swing", "dynamics")


def controls(grid: GridNotes, beats: int) -> FloatArray:
    """The measured controls of a window, float32 [5], each about 0..1.

    density: notes a beat / 12; register: mean pitch (21..108); polyphony: notes an onset / 6; swing: mean position of
        the
    off-beat onset between straight (0) and dotted (1); dynamics: mean velocity / 127. A clip without notes gives zeros.
    """
    if not len(grid) or not beats:
        return np.zeros(len(CONTROLS), np.float32)
    step = grid.onset % STEPS_PER_BEAT
    offbeat = step[(step >= 10) & (step <= 19)]
    return np.array(
        [
            min(1.0, len(grid) / beats / 12),
            float(np.clip((grid.pitch.mean() - 21) / 87, 0, 1)),
            min(1.0, len(grid) / len(np.unique(grid.onset)) / 6),
            float(np.clip((offbeat.mean() - 12) / 6, 0, 1)) if len(offbeat) else 0.5,
            grid.velocity.mean() / 127,
        ],
        np.float32,
    )
