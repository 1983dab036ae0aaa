"""Examples of styles: chosen by the seed, the mean where a checkpoint has none, heard by the codec as their style."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from engine.generate.manner import CLASSES, KINDS, LOW_MOVES, MOVES, NOTES_A_BEAT, PLACES, STRUCK, VOICINGS
from engine.model.checkpoint import BUNDLED, load_checkpoint
from engine.model.style_examples import EXAMPLES_FILE, ROLE_KINDS, identity, style_counts, style_example, tensor_name
from engine.model.tokens import GridNotes
from training.evaluate_windows import TRUTH_BEATS
from training.style_examples import certainty, surest_of_each_density


def test_the_seed_chooses_and_comes_round() -> None:
    bundled = load_checkpoint()
    first = [style_example(bundled, 0, seed) for seed in range(16)]
    assert len({values.tobytes() for values in first}) == 16
    np.testing.assert_array_equal(style_example(bundled, 0, 16), first[0])
    assert not np.array_equal(first[0], bundled.style_mean(0))


def test_every_style_of_the_palette_has_examples_that_the_codec_takes_for_it() -> None:
    bundled = load_checkpoint()
    count = len(bundled.config.styles)
    examples = [np.stack([style_example(bundled, index, seed) for seed in range(16)]) for index in range(count)]
    for index, name in enumerate(bundled.config.styles):
        chances = [float(certainty(bundled, styles, index).mean()) for styles in examples]
        assert chances[index] > 1.5 * np.mean(chances), name  # it hardly knows McCoy Tyner: 1.9


@pytest.mark.parametrize("role", ROLE_KINDS)
def test_a_pianist_has_examples_of_each_role(role: str) -> None:
    bundled = load_checkpoint()
    for name in ("Art Tatum", "Erroll Garner", "Hank Jones"):
        index = bundled.config.styles.index(name)
        alone = style_example(bundled, index, 3, role)
        assert not np.array_equal(alone, style_example(bundled, index, 3))
        assert len({style_example(bundled, index, seed, role).tobytes() for seed in range(16)}) >= 8
    # A line has no chords: there the whole stands for them.
    parker = bundled.config.styles.index("Charlie Parker")
    np.testing.assert_array_equal(style_example(bundled, parker, 3, "chords"), style_example(bundled, parker, 3))


def test_a_line_is_counted_alone() -> None:
    bundled = load_checkpoint()
    for name in ("Art Tatum", "Erroll Garner", "Charlie Parker"):
        index = bundled.config.styles.index(name)
        for seed in range(16):
            line = style_counts(bundled, index, seed, "lead")
            assert set(line) == set(style_counts(bundled, index, seed))
            assert 0.4 < line[NOTES_A_BEAT][0] < 4
    assert style_counts(bundled, 0, 0, "bass") == {}


def test_the_values_of_every_example_are_counted() -> None:
    bundled = load_checkpoint()
    for index, name in enumerate(bundled.config.styles):
        counts = style_counts(bundled, index, 5)
        notes = counts.pop(NOTES_A_BEAT)[0] * TRUTH_BEATS
        assert set(counts) == set(KINDS) - {CLASSES}, name
        assert counts.pop(PLACES).sum() <= notes
        assert 0 < counts.pop(MOVES).sum() < notes
        assert counts.pop(LOW_MOVES).sum() < notes
        moments, above = counts.pop(STRUCK), counts.pop(VOICINGS).sum()
        assert moments.sum() + above <= 1.01 * notes
        assert (above == 0) == (moments[1:].sum() == 0)
        assert all(values.sum() == pytest.approx(notes, rel=0.01) for values in counts.values())
        assert style_counts(bundled, index, 21)[PLACES].tolist() == style_counts(bundled, index, 5)[PLACES].tolist()


def test_a_player_who_was_heard_and_written_down_swings_as_he_was_heard() -> None:
    """Transcriptions of Parker stand on the eighths to three quarters, what he played does not."""
    bundled = load_checkpoint()
    counts = [style_counts(bundled, bundled.config.styles.index("Charlie Parker"), seed)[PLACES] for seed in range(16)]
    places = np.sum(counts, axis=0)
    assert places[[0, 12]].sum() / places.sum() < 0.3


def test_examples_are_the_surest_from_the_sparser_to_the_busier() -> None:
    def window(notes: int) -> GridNotes:
        return GridNotes(*(np.zeros(notes, np.int64) for _ in range(5)))

    windows = [window(notes) for notes in (90, 10, 20, 30, 40, 50, 60, 70, 80, 1)]
    certain = np.array([0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.1, 0.2, 0.3, 0.9], np.float32)
    chosen = surest_of_each_density(certain, windows, 4)
    assert chosen.tolist() == [2, 3, 5, 8]  # 10, 20 | 30, 40 | 50, 60 | 70, 80
    assert surest_of_each_density(certain, windows, 10).tolist() == list(range(10))


def test_a_style_is_as_busy_as_the_player_and_now_more_now_less() -> None:
    """The surest of all windows of Charlie Parker are sparse: he plays two notes a beat."""
    bundled = load_checkpoint()
    index = bundled.config.styles.index("Charlie Parker")
    rates = [float(style_counts(bundled, index, seed)[NOTES_A_BEAT][0]) for seed in range(16)]
    assert 1.8 < np.mean(rates) < 2.4
    assert max(rates) > 1.5 * min(rates)


def test_a_style_may_have_a_colon_in_its_name(tmp_path: Path) -> None:
    bundled = load_checkpoint()
    name = "Solo: live"
    example, places = np.ones((1, bundled.config.style_width), np.float32), np.arange(24, dtype=np.float32)[None]
    (tmp_path / EXAMPLES_FILE).write_bytes(save({name: example, tensor_name(name, PLACES): places}))
    view = replace(bundled, folder=tmp_path, config=replace(bundled.config, styles=("Solo", name)))
    np.testing.assert_array_equal(style_example(view, 1, 0), example[0])
    np.testing.assert_array_equal(style_counts(view, 1, 0)[PLACES], places[0])
    assert PLACES not in style_counts(view, 0, 0)


def test_a_checkpoint_without_examples_uses_its_means(tmp_path: Path) -> None:
    bundled = load_checkpoint()
    without = replace(bundled, folder=tmp_path)
    np.testing.assert_array_equal(style_example(without, 3, 5), bundled.style_mean(3))
    assert style_counts(without, 3, 5) == {}
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / EXAMPLES_FILE).write_bytes(b"not examples")
    np.testing.assert_array_equal(style_example(replace(bundled, folder=broken), 3, 5), bundled.style_mean(3))


def test_other_examples_are_another_model_for_notes_but_not_for_personal_styles(tmp_path: Path) -> None:
    names = set()
    for place, change in (("same", b""), ("other", b" "), ("none", None)):
        shutil.copytree(BUNDLED, tmp_path / place, ignore=shutil.ignore_patterns("graphs", "originality*"))
        file = tmp_path / place / EXAMPLES_FILE
        if change is None:
            file.unlink()
        else:
            file.write_bytes(file.read_bytes() + change)
        checkpoint = load_checkpoint(tmp_path / place)
        assert checkpoint.digest == load_checkpoint().digest
        assert identity(checkpoint).startswith(checkpoint.digest)
        names.add(identity(checkpoint))
    assert identity(load_checkpoint()) in names
    assert len(names) == 3


def test_a_style_that_was_added_has_its_own_mean(tmp_path: Path) -> None:
    bundled = load_checkpoint()
    shutil.copy(bundled.folder / EXAMPLES_FILE, tmp_path)
    mean = np.ones((1, bundled.config.style_width), np.float32)
    weights = {**bundled.weights, "codec.style_means": np.concatenate([bundled.weights["codec.style_means"], mean])}
    config = replace(bundled.config, styles=(*bundled.config.styles, "Mine"))
    view = replace(bundled, folder=tmp_path, config=config, weights=weights)
    np.testing.assert_array_equal(style_example(view, len(config.styles) - 1, 2), mean[0])
