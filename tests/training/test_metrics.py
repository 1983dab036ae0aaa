"""Each measure on a hand-made case whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.model.tokens import GridNotes
from training import metrics


def clip(onsets: list[int], pitches: list[int]) -> GridNotes:
    onset = np.array(onsets, np.int64)
    return GridNotes(onset, onset * 0 + 4, np.array(pitches, np.int64), onset * 0 + 6, onset * 0 + 80)


SCALE = clip([0, 12, 24, 36], [60, 62, 64, 65])


def test_a_clip_against_itself() -> None:
    for name, (better, measure) in metrics.CLIP_METRICS.items():
        assert measure(SCALE, SCALE) == pytest.approx(0.0 if better == "lower" else 1.0, abs=1e-9), name


def test_pitch_classes_fold_octaves() -> None:
    np.testing.assert_allclose(metrics.pitch_classes(clip([0, 24], [60, 72])), np.eye(12)[0])


def test_divergence_of_two_single_classes() -> None:
    a, b = np.zeros(12), np.zeros(12)
    a[0] = b[1] = 4.0
    # After smoothing: 4.5/10 and 0.5/10 in turn, so (0.45 - 0.05) * ln 9.
    assert metrics.divergence(a, b) == pytest.approx(0.4 * np.log(9))


def test_transitions_read_the_top_voice() -> None:
    chords = clip([0, 0, 24, 24], [48, 60, 50, 62])
    expected = np.zeros(144)
    expected[0 * 12 + 2] = 1
    np.testing.assert_allclose(metrics.pitch_class_transitions(chords), expected)


def test_groove_counts_an_onset_once_and_by_its_place_in_the_bar() -> None:
    both = metrics.onsets_in_bar(clip([0, 0, 96, 108], [60, 64, 60, 60]))
    assert both[0] == pytest.approx(2 / 3)
    assert both[12] == pytest.approx(1 / 3)


def test_gaps_and_overlap() -> None:
    assert metrics.overlap(metrics.gaps(SCALE), metrics.gaps(clip([0, 8, 16, 28], [60] * 4))) == pytest.approx(1 / 3)


def test_density_error_is_symmetric_and_logarithmic() -> None:
    double = clip(list(range(9)), [60] * 9)
    assert metrics.density_error(SCALE, double) == pytest.approx(np.log(2))
    assert metrics.density_error(double, SCALE) == pytest.approx(np.log(2))


def test_bootstrap_holds_the_mean_and_wins_are_one_sided() -> None:
    mean, low, high = metrics.bootstrap([1.0, 2.0, 3.0, 4.0])
    assert low < mean == 2.5 < high
    assert metrics.paired_win([1.0, 1.1, 0.9], [2.0, 2.1, 2.2], "lower") == 1.0
    assert metrics.paired_win([1.0, 1.1, 0.9], [2.0, 2.1, 2.2], "higher") == 0.0


def test_silence_is_measured_without_a_warning() -> None:
    silent = clip([], [])
    for _, measure in metrics.CLIP_METRICS.values():
        assert np.isfinite(measure(SCALE, silent))
