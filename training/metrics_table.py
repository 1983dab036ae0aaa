"""Which measures are reported of a made continuation, and which way each is better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from training import metrics, metrics_harmony, metrics_structure, metrics_texture
from training.metrics import cosine, divergence, overlap, share

FloatArray = npt.NDArray[np.float64]
BEATS = 32
"""Beats of a continuation: eight bars of 4/4."""


@dataclass(frozen=True, slots=True)
class ClipMetric:
    """A measure of one made continuation against the one that really followed.

    Attributes:
        better: "lower" or "higher".
        measure: of (real, made).
        main: one of the eleven that a comparison of two models is counted over.
    """

    better: str
    measure: Callable[[GridNotes, GridNotes], float]
    main: bool = True


def _overlapping(histogram: Callable[[GridNotes], FloatArray]) -> Callable[[GridNotes, GridNotes], float]:
    return lambda real, made: overlap(share(histogram(real)), share(histogram(made)))


def _apart(number: Callable[[GridNotes], float]) -> Callable[[GridNotes, GridNotes], float]:
    return lambda real, made: abs(number(real) - number(made))


def polyphony(clip: GridNotes) -> FloatArray:
    """Grid steps by the number of sounding notes, over the eight bars."""
    return metrics_texture.polyphony(clip, BEATS)


CLIP_METRICS: dict[str, ClipMetric] = {
    "pitch_class_kl": ClipMetric(
        "lower", lambda r, m: divergence(metrics.pitch_class_counts(r), metrics.pitch_class_counts(m))
    ),
    "pctm_cosine": ClipMetric(
        "higher", lambda r, m: cosine(metrics.pitch_class_transitions(r), metrics.pitch_class_transitions(m))
    ),
    "chord_tone_gap": ClipMetric("lower", _apart(lambda c: metrics_harmony.chord_tone_share(c, BEATS))),
    "scale_tone_gap": ClipMetric("lower", _apart(lambda c: metrics_harmony.scale_tone_share(c, BEATS))),
    "groove_cosine": ClipMetric("higher", lambda r, m: cosine(metrics.onsets_in_bar(r), metrics.onsets_in_bar(m))),
    "density_error": ClipMetric("lower", metrics.density_error),
    "polyphony_overlap": ClipMetric("higher", _overlapping(polyphony)),
    "voicing_size_overlap": ClipMetric("higher", _overlapping(metrics_texture.voicing_size)),
    "register_overlap": ClipMetric("higher", _overlapping(metrics_texture.register)),
    "velocity_overlap": ClipMetric("higher", _overlapping(metrics_texture.velocity)),
    "duration_overlap": ClipMetric("higher", _overlapping(metrics_texture.duration)),
    "beat_onset_kl": ClipMetric(
        "lower", lambda r, m: divergence(metrics.onset_counts_in_beat(r), metrics.onset_counts_in_beat(m)), False
    ),
    "gap_overlap": ClipMetric("higher", lambda r, m: overlap(metrics.gaps(r), metrics.gaps(m)), False),
    "structure_error": ClipMetric("lower", lambda r, m: metrics_structure.structure_error(r, m, BEATS // 4), False),
}


def _transitions(clip: GridNotes) -> FloatArray:
    return metrics.pitch_class_transitions(clip) * max(1, len(np.unique(clip.onset)) - 1)


def _shared_overlap(a: FloatArray, b: FloatArray) -> float:
    return overlap(share(a), share(b))


POOLED: dict[str, tuple[Callable[[GridNotes], FloatArray], Callable[[FloatArray, FloatArray], float]]] = {
    "pitch_class_kl": (metrics.pitch_class_counts, divergence),
    "pctm_cosine": (_transitions, cosine),
    "beat_onset_kl": (metrics.onset_counts_in_beat, divergence),
    "polyphony_overlap": (polyphony, _shared_overlap),
    "voicing_size_overlap": (metrics_texture.voicing_size, _shared_overlap),
    "register_overlap": (metrics_texture.register, _shared_overlap),
    "velocity_overlap": (metrics_texture.velocity, _shared_overlap),
    "duration_overlap": (metrics_texture.duration, _shared_overlap),
}
"""Counts that are added up over all clips, and how the two totals are compared."""

SINGLE: dict[str, Callable[[GridNotes], float]] = {
    "chord_tone_share": lambda c: metrics_harmony.chord_tone_share(c, BEATS),
    "scale_tone_share": lambda c: metrics_harmony.scale_tone_share(c, BEATS),
    "notes_a_bar": lambda c: len(c) / (BEATS // 4),
    "self_similarity": lambda c: float(
        metrics_structure.lag_profile(metrics_structure.self_similarity(c, BEATS // 4)).mean()
    ),
}
"""Numbers of one clip that are averaged and read beside those of real music."""


def pooled(
    real: Sequence[GridNotes], made: Sequence[GridNotes], *, rounds: int = 200, seed: int = 0
) -> dict[str, dict[str, float]]:
    """The questions asked once of all clips together: value, and the interval over resampled sets of clips."""
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(len(real), np.full(len(real), 1 / len(real)), rounds).astype(np.float64)
    out: dict[str, dict[str, float]] = {}
    for name, (count, compare) in POOLED.items():
        a, b = np.stack([count(clip) for clip in real]), np.stack([count(clip) for clip in made])
        values = [compare(x, y) for x, y in zip(draws @ a, draws @ b, strict=True)]
        low, high = np.percentile(values, [2.5, 97.5])
        out[name] = {"value": compare(a.sum(axis=0), b.sum(axis=0)), "low": float(low), "high": float(high)}
    for name, number in SINGLE.items():
        mean, low, high = metrics.bootstrap([number(clip) for clip in made], rounds=rounds, seed=seed)
        out[name] = {"value": mean, "low": low, "high": high}
    return out


def variety(clips: Sequence[GridNotes], voicings: int, bars: int) -> dict[str, float]:
    """Different voicings and different bars among `voicings` and `bars` drawn from all clips; see `distinct`."""
    shapes = [shape for clip in clips for shape in metrics_texture.voicings(clip)]
    figures = [figure for clip in clips for figure in metrics_texture.bar_figures(clip, BEATS // 4)]
    return {
        "distinct_voicings": metrics_texture.distinct(shapes, voicings),
        "distinct_bars": metrics_texture.distinct(figures, bars),
    }


def variety_sizes(groups: Sequence[Sequence[GridNotes]]) -> tuple[int, int]:
    """The sample sizes at which all groups of clips can be compared: the fewest voicings and bars that one has."""
    shapes = [sum(len(metrics_texture.voicings(clip)) for clip in clips) for clips in groups]
    figures = [sum(len(metrics_texture.bar_figures(clip, BEATS // 4)) for clip in clips) for clips in groups]
    return min(shapes), min(figures)
