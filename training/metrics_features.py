"""A clip as one vector of musical features, and the distance of two sets of such vectors.

The same vector serves the Frechet distance, the discriminator and the style classifier. It says nothing of the key:
the same music in another key has the same vector.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT
from engine.music.harmony import CHORD_CLASSES, BeatChords
from training import metrics_harmony, metrics_structure, metrics_texture
from training.metrics import gaps, share

FloatArray = npt.NDArray[np.float64]
_LEAP = 12
_DIMENSIONS = 16
_SINGLE_NAMES = (
    "notes", "onsets", "pitch_mean", "pitch_deviation", "velocity_mean", "velocity_deviation", "duration_mean",
    "duration_deviation", "pitch_class_entropy", "chord_tones", "scale_tones", "chord_changes", "empty_beats",
    "silence", "density_deviation", "loudness_deviation", "offbeat_place", "distinct_bars", "distinct_voicings",
    "top_deviation",
)  # fmt: skip


def _intervals(pitches: npt.NDArray[np.int64]) -> FloatArray:
    """Share of each step of a line, an octave down to an octave up, [25]."""
    steps = np.clip(np.diff(pitches), -_LEAP, _LEAP) + _LEAP
    return share(np.bincount(steps, minlength=2 * _LEAP + 1))


def clip_features(clip: GridNotes, beats: int) -> FloatArray:
    """Features of a clip of `beats` beats of 4/4 that begins on a bar line, float64 [FEATURES]."""
    groups: list[FloatArray] = []
    onsets = np.unique(clip.onset)
    struck = metrics_texture.attacks(clip)
    top = np.array([a[-1] for a in struck], np.int64)
    low = np.array([a[0] for a in struck if len(a) > 1 and a[0] < 60], np.int64)
    inner = np.concatenate([a[1:] - a[0] for a in struck if len(a) > 1] or [np.zeros(0, np.int64)])
    groups += [_intervals(top), _intervals(low), share(np.bincount(np.minimum(inner, 24), minlength=25))]
    groups += [
        share(metrics_texture.polyphony(clip, beats)), share(metrics_texture.voicing_size(clip)),
        share(metrics_texture.register(clip))[5:27], share(metrics_texture.velocity(clip)),
        share(metrics_texture.duration(clip)),
    ]  # fmt: skip
    groups.append(share(np.bincount(onsets % STEPS_PER_BEAT, minlength=STEPS_PER_BEAT)))
    groups.append(share(np.bincount(onsets // STEPS_PER_BEAT % 4, minlength=4)))
    groups.append(np.add.reduceat(gaps(clip), np.arange(0, 49, 3)))
    groups.append(share(np.bincount(clip.micro, minlength=8)))
    chords = metrics_harmony.heard_chords(clip, beats)
    groups.append(share(np.bincount(np.where(chords.quality < 0, 9, chords.quality), minlength=10)))
    bars = beats // 4
    groups.append(metrics_structure.lag_profile(metrics_structure.self_similarity(clip, bars))[:4])
    groups.append(_single(clip, beats, onsets, struck, chords))
    return np.concatenate(groups)


def _single(
    clip: GridNotes,
    beats: int,
    onsets: npt.NDArray[np.int64],
    struck: list[npt.NDArray[np.int64]],
    chords: BeatChords,
) -> FloatArray:
    """Features that are one number each, about 0..1, [20]."""
    if not len(clip):
        return np.zeros(len(_SINGLE_NAMES))
    pitch, velocity = clip.pitch.astype(np.float64), clip.velocity.astype(np.float64)
    classes = share(np.bincount(clip.pitch % 12, minlength=12))
    by_beat = np.bincount(clip.onset // STEPS_PER_BEAT, minlength=beats)[:beats]
    loud = np.bincount(clip.onset // STEPS_PER_BEAT, velocity, beats)[:beats] / np.maximum(1, by_beat)
    step = onsets % STEPS_PER_BEAT
    off = step[(step >= 10) & (step <= 19)]
    sounds = metrics_texture.sounding(clip, beats)
    changes = (np.diff(chords.root) != 0).mean() if beats > 1 else 0.0
    figures = metrics_texture.bar_figures(clip, beats // 4)
    shapes = metrics_texture.voicings(clip)
    high = np.array([a[-1] for a in struck], np.float64)
    return np.array(
        [
            np.log1p(len(clip) / beats), np.log1p(len(onsets) / beats), pitch.mean() / 127, pitch.std() / 30,
            velocity.mean() / 127, velocity.std() / 40, np.log2(clip.duration).mean() / 8,
            np.log2(clip.duration).std() / 3, -(classes * np.log(classes + 1e-12)).sum() / np.log(12),
            metrics_harmony.share_inside(clip, chords, scales=False),
            metrics_harmony.share_inside(clip, chords, scales=True),
            changes, (by_beat == 0).mean(), (sounds == 0).mean(), by_beat.std() / (by_beat.mean() + 1), loud.std() / 40,
            (off.mean() - 12) / 6 if len(off) else 0.0, len(set(figures)) / max(1, len(figures)),
            len(set(shapes)) / max(1, len(shapes)), high.std() / 20,
        ]
    )  # fmt: skip


def feature_names() -> list[str]:
    """A name for each feature of `clip_features`, [FEATURES]."""
    groups = (
        ("melody_step", range(-_LEAP, _LEAP + 1)), ("bass_step", range(-_LEAP, _LEAP + 1)), ("above_lowest", range(25)),
        ("sounding", range(11)), ("attack_size", range(1, 9)), ("register_from", range(20, 108, 4)),
        ("velocity_from", range(0, 128, 8)), ("duration_class", range(15)), ("onset_in_beat", range(24)),
        ("onset_in_bar", range(4)), ("gap_from", range(0, 49, 3)), ("micro", range(8)),
        ("chord_class", (*CHORD_CLASSES, "none")), ("alike_bars_apart", range(1, 5)),
    )  # fmt: skip
    return [f"{name}_{value}" for name, values in groups for value in values] + list(_SINGLE_NAMES)


class Whitening:
    """Features on the scale of a reference set of real music, and its main axes.

    Attributes:
        mean, scale: of each feature over the reference, [F].
        axes: its principal axes, [F, <= 16].
    """

    def __init__(self, reference: FloatArray) -> None:
        """`reference` [N, F], real windows that are measured nowhere else."""
        self.mean, self.scale = reference.mean(axis=0), reference.std(axis=0)
        # A feature that hardly varies in real music would count for too much.
        self.scale = np.maximum(self.scale, 0.2 * self.scale.mean() + 1e-9)
        _, _, rows = np.linalg.svd(self.scaled(reference), full_matrices=False)
        self.axes = rows[:_DIMENSIONS].T

    def scaled(self, features: FloatArray) -> FloatArray:
        """[N, F] in deviations from the reference's mean."""
        return np.asarray((features - self.mean) / self.scale)

    def projected(self, features: FloatArray) -> FloatArray:
        """[N, F] on the main axes, [N, <= 16]."""
        return np.asarray(self.scaled(features) @ self.axes)


def frechet_distance(a: FloatArray, b: FloatArray) -> float:
    """Distance of two Gaussians fitted to [N, D] and [M, D] (Dowson and Landau 1982).

    It falls with the sample size even between equal sets: compare only figures of the same N and M.
    """
    mean = a.mean(axis=0) - b.mean(axis=0)
    one, two = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (a, b))
    values, vectors = np.linalg.eigh(one)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    # The trace of sqrt(one two) is that of sqrt(root two root), which is symmetric.
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ two @ root), 0)).sum()
    return float(mean @ mean + np.trace(one) + np.trace(two) - 2 * cross)


def frechet_at(a: FloatArray, b: FloatArray, size: int, *, rounds: int = 10, seed: int = 0) -> list[float]:
    """The distance of `rounds` samples of `size` rows each, drawn without replacement from both."""
    rng = np.random.default_rng(seed)
    size = min(size, len(a), len(b))
    return [
        frechet_distance(a[rng.choice(len(a), size, replace=False)], b[rng.choice(len(b), size, replace=False)])
        for _ in range(rounds)
    ]
