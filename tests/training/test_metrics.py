"""Each measure on a hand-made case whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.model.tokens import GridNotes
from training import metrics, metrics_harmony, metrics_structure, metrics_table, metrics_texture
from training.classifier_network import fit
from training.discriminate import area_under_curve, discriminate
from training.metrics_features import Whitening, clip_features, feature_names, frechet_at, frechet_distance


def clip(
    onsets: list[int], pitches: list[int], durations: list[int] | None = None, velocities: list[int] | None = None
) -> GridNotes:
    onset = np.array(onsets, np.int64)
    pitch = np.array(pitches, np.int64)
    duration = onset * 0 + 6 if durations is None else np.array(durations, np.int64)
    velocity = onset * 0 + 80 if velocities is None else np.array(velocities, np.int64)
    return GridNotes(onset, onset * 0 + 4, pitch, duration, velocity)


SCALE = clip([0, 12, 24, 36], [60, 62, 64, 65])
SILENT = clip([], [])


def vamp(roots: list[int], bars: int = 8) -> GridNotes:
    """Held triads, one a bar."""
    onsets, pitches = [], []
    for bar in range(bars):
        root = roots[bar % len(roots)]
        onsets += [bar * 96] * 4
        pitches += [root - 12, root, root + 4, root + 7]
    return clip(onsets, pitches, [96] * len(onsets))


def test_a_clip_against_itself() -> None:
    for name, metric in metrics_table.CLIP_METRICS.items():
        for music in (SCALE, vamp([60, 65, 67])):
            expected = 0.0 if metric.better == "lower" else 1.0
            assert metric.measure(music, music) == pytest.approx(expected, abs=1e-9), name


def test_there_are_eleven_main_measures() -> None:
    assert sum(metric.main for metric in metrics_table.CLIP_METRICS.values()) == 11


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


def test_chord_and_scale_tones_over_a_held_triad() -> None:
    # C major held for a bar; above it e (chord), d (scale only) and d# (neither): 3 + 1 of 6, 3 + 2 of 6.
    music = clip([0, 0, 0, 24, 48, 72], [48, 52, 55, 76, 74, 75], [96, 96, 96, 2, 2, 2])
    chords = metrics_harmony.heard_chords(music, 4)
    assert set(chords.root.tolist()) == {0}
    assert metrics_harmony.chord_tone_share(music, 4) == pytest.approx(4 / 6)
    assert metrics_harmony.scale_tone_share(music, 4) == pytest.approx(5 / 6)


def test_polyphony_counts_sounding_notes_in_time() -> None:
    # One beat: two notes for half of it, one for a quarter, silence for the rest.
    counts = metrics_texture.polyphony(clip([0, 0], [60, 64], [12, 18]), 1)
    np.testing.assert_allclose(counts[:3], [6, 6, 12])


def test_a_rolled_chord_is_one_attack() -> None:
    music = clip([0, 1, 2, 24], [48, 55, 64, 60])
    assert [a.tolist() for a in metrics_texture.attacks(music)] == [[48, 55, 64], [60]]
    np.testing.assert_allclose(metrics_texture.voicing_size(music)[:3], [1, 0, 1])
    assert metrics_texture.voicings(music) == [(7, 16)]


def test_register_velocity_and_duration_have_their_classes() -> None:
    music = clip([0, 24], [60, 63], [1, 24], [8, 127])
    assert metrics_texture.register(music)[15] == 2
    assert np.flatnonzero(metrics_texture.velocity(music)).tolist() == [1, 15]
    assert np.flatnonzero(metrics_texture.duration(music)).tolist() == [0, 10]


def test_equal_bars_are_told_by_sixteenths() -> None:
    figures = metrics_texture.bar_figures(clip([0, 25, 96, 120, 192], [60, 62, 60, 62, 61]), 4)
    assert len(figures) == 3
    assert figures[0] == figures[1] != figures[2]
    assert metrics_texture.distinct(figures, 3) == 2
    assert metrics_texture.distinct(list("aaaabbbbcccc"), 1) == 1


def test_self_similarity_of_a_b_a_b() -> None:
    similarity = metrics_structure.self_similarity(vamp([60, 66], 4), 4)
    assert similarity[0, 2] == pytest.approx(1)
    # Two triads a tritone apart share no tone; what is left is their rhythm.
    assert similarity[0, 1] == pytest.approx(0.5)
    np.testing.assert_allclose(metrics_structure.lag_profile(similarity), [0.5, 1, 0.5])
    assert metrics_structure.similarity_correlation(similarity, similarity) == pytest.approx(1)
    assert metrics_structure.structure_error(vamp([60, 66], 4), vamp([60], 4), 4) == pytest.approx(1 / 3)


def test_frechet_distance_of_shifted_and_of_wider_gaussians() -> None:
    rng = np.random.default_rng(1)
    a = rng.normal(size=(4000, 3))
    a = (a - a.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(a, rowvar=False))).T
    assert frechet_distance(a, a + np.array([3, 4, 0])) == pytest.approx(25, rel=1e-6)
    assert frechet_distance(a, 2 * a) == pytest.approx(3, rel=1e-6)
    assert np.mean(frechet_at(a, a, 50)) > np.mean(frechet_at(a, a, 1000)) > 0


def test_features_have_names_and_do_not_hear_the_key() -> None:
    music = vamp([60, 65, 67])
    features = clip_features(music, 32)
    assert len(features) == len(feature_names())
    other = clip_features(music.transposed(4), 32)
    named = {n for n, a, b in zip(feature_names(), features, other, strict=True) if abs(a - b) > 1e-9}
    assert named <= {n for n in feature_names() if n.startswith(("register", "pitch_mean", "bass_step"))}
    assert np.isfinite(clip_features(SILENT, 32)).all()


def test_whitening_puts_the_reference_on_unit_scale() -> None:
    rng = np.random.default_rng(2)
    reference = rng.normal(3, 2, (200, 5))
    whitening = Whitening(reference)
    np.testing.assert_allclose(whitening.scaled(reference).std(axis=0), 1, atol=0.2)
    assert whitening.projected(reference).shape == (200, 5)


def test_area_under_curve_by_hand() -> None:
    assert area_under_curve(np.array([0.1, 0.4]), np.array([0.35, 0.8])) == 0.75
    assert area_under_curve(np.array([1.0, 1.0]), np.array([1.0])) == 0.5


def test_the_discriminator_tells_shifted_sets_and_not_equal_ones() -> None:
    rng = np.random.default_rng(3)
    real = rng.normal(size=(120, 6))
    assert np.mean(discriminate(real, rng.normal(size=(120, 6)) + 2 * np.eye(6)[0])) > 0.85
    assert abs(np.mean(discriminate(real, rng.normal(size=(120, 6)))) - 0.5) < 0.12


def test_a_hidden_layer_learns_what_a_line_cannot() -> None:
    rng = np.random.default_rng(4)
    x = rng.uniform(-1, 1, (400, 2))
    labels = (x[:, 0] * x[:, 1] > 0).astype(np.int64)
    straight, bent = fit(x, labels, 2), fit(x, labels, 2, hidden=16, steps=800)
    accuracy = [float((n.probabilities(x).argmax(axis=1) == labels).mean()) for n in (straight, bent)]
    assert accuracy[0] < 0.7 < 0.85 < accuracy[1]


def test_pooled_measures_and_variety() -> None:
    real = [vamp([60]), vamp([65])]
    row = metrics_table.pooled(real, real)
    assert row["pitch_class_kl"]["value"] == pytest.approx(0)
    assert row["notes_a_bar"]["value"] == 4
    assert row["chord_tone_share"]["low"] <= row["chord_tone_share"]["value"] == 1.0
    sizes = metrics_table.variety_sizes([real, [vamp([60])]])
    assert sizes == (8, 8)
    # Every bar is the same hand shape; the two clips have one bar each.
    assert metrics_table.variety(real, *sizes) == {"distinct_voicings": 1.0, "distinct_bars": pytest.approx(2, abs=0.1)}


def test_bootstrap_holds_the_mean_and_wins_are_one_sided() -> None:
    mean, low, high = metrics.bootstrap([1.0, 2.0, 3.0, 4.0])
    assert low < mean == 2.5 < high
    assert metrics.paired_win([1.0, 1.1, 0.9], [2.0, 2.1, 2.2], "lower") == 1.0
    assert metrics.paired_win([1.0, 1.1, 0.9], [2.0, 2.1, 2.2], "higher") == 0.0


def test_silence_is_measured_without_a_warning() -> None:
    for metric in metrics_table.CLIP_METRICS.values():
        assert np.isfinite(metric.measure(SCALE, SILENT))
    assert all(np.isfinite(v) for item in metrics_table.pooled([SCALE], [SILENT]).values() for v in item.values())
