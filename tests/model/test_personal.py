"""Personal styles on the bundled model: files, merged weights, mixing, and the base untouched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError, ResourceError
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Event, Sampling, TakeReady
from engine.generate.manner import counted_for_style
from engine.generate.style_reading import EXAMPLES, typical_examples
from engine.model.adapters import MergedWeights, PersonalPalette
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.personal import PLACES, PersonalStyle, StyleLibrary, check_name, load_style, save_style
from engine.model.personal_key import own_style_features
from engine.model.runtime import OnnxRuntime
from engine.model.style_examples import ROLE_KINDS, style_counts, style_example
from engine.model.tokens import GridNotes
from engine.music.clip import Clip
from engine.music.midi_io import read_clip

DEMO = Path(__file__).resolve().parents[2] / "resources" / "prompts" / "demo.mid"
CHANGED = ("decoder.layers.0.feed.up.weight", "denoiser.trunk.blocks.1.attention.qkv.weight")


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    return load_checkpoint()


def made(checkpoint: Checkpoint, name: str, seed: int, size: float = 0.3) -> PersonalStyle:
    rng = np.random.default_rng(seed)
    matrices = {}
    for weight in CHANGED:
        rows, columns = checkpoint.weights[weight].shape
        down = rng.standard_normal((4, columns)).astype(np.float32) / columns**0.5
        matrices[weight] = (down, (size * rng.standard_normal((rows, 4))).astype(np.float32))
    mean = rng.standard_normal(checkpoint.config.style_width).astype(np.float32)
    details = {"pieces": 3, "parameters": 99}
    return PersonalStyle(name, checkpoint.digest, mean, np.ones_like(mean), matrices, details)


@pytest.fixture
def library(checkpoint: Checkpoint, tmp_path: Path) -> StyleLibrary:
    library = StyleLibrary(tmp_path / "styles")
    library.install(made(checkpoint, "Mine", 1))
    library.install(made(checkpoint, "Yours", 2))
    return library


@pytest.fixture(scope="module")
def plain() -> Engine:
    return Engine.load()


def engine_with(plain: Engine, library: StyleLibrary) -> Engine:
    engine = Engine(plain.checkpoint, plain.runtime)
    engine.personal = PersonalPalette(plain.checkpoint, plain.runtime, library)
    return engine


def take(engine: Engine, styles: tuple[tuple[str, float], ...], prompt: Clip | None = None) -> Clip:
    heard: list[Event] = []
    given = read_clip(DEMO) if prompt is None else prompt
    job = ContinueJob(prompt=given, bars=1, seed=3, styles=styles, sampling=Sampling(steps=2))
    engine.run(job, heard.append, threading.Event())
    (found,) = (event for event in heard if isinstance(event, TakeReady))
    return found.clip


def test_a_style_file_comes_back(checkpoint: Checkpoint, tmp_path: Path) -> None:
    style = made(checkpoint, "Sehnsucht 재즈", 5)
    back = load_style(save_style(style, tmp_path / "a.tatumstyle"))
    assert (back.name, back.base, back.details) == (style.name, style.base, style.details)
    np.testing.assert_array_equal(back.mean, style.mean)
    for weight, (down, up) in style.matrices.items():
        np.testing.assert_array_equal(back.matrices[weight][0], down.astype(np.float16).astype(np.float32))
        np.testing.assert_allclose(back.matrices[weight][1], up, atol=1e-3)


def with_examples(style: PersonalStyle, velocity: int, *, seed: int = 0) -> PersonalStyle:
    """The style with examples of music that is all this loud."""
    rng = np.random.default_rng(seed)
    count = 40
    onset = np.sort(rng.integers(0, 32 * 24, count))
    notes = GridNotes(
        onset, np.full(count, 4), rng.integers(48, 84, count), np.full(count, 12), np.full(count, velocity)
    )
    counts = counted_for_style(notes, 32)
    places = rng.standard_normal((3, len(style.mean))).astype(np.float32)
    kept = {kind: np.stack([values] * 3).astype(np.float32) for kind, values in counts.items()}
    return replace(style, examples={PLACES: places, ROLE_KINDS["lead"]: places[:2] + 1, **kept})


def test_examples_come_back_and_stand_on_the_palette_of_a_job(
    checkpoint: Checkpoint, plain: Engine, tmp_path: Path
) -> None:
    library, style = StyleLibrary(tmp_path), with_examples(made(checkpoint, "Mine", 1), 100)
    library.install(style)
    back = load_style(library.folder / "Mine.tatumstyle")
    assert set(back.examples) == set(style.examples)
    _, view = PersonalPalette(checkpoint, plain.runtime, library).applied((("Mine", 1.0),))
    index = view.config.styles.index("Mine")
    for seed in range(4):
        np.testing.assert_allclose(style_example(view, index, seed), style.examples[PLACES][seed % 3], atol=2e-3)
        line = style_example(view, index, seed, "lead")
        np.testing.assert_allclose(line, style.examples[ROLE_KINDS["lead"]][seed % 2], atol=2e-3)
    assert set(style_counts(view, index, 0)) == set(style.examples) - {PLACES, ROLE_KINDS["lead"]}
    # Without examples, as earlier versions wrote styles, the mean is taken.
    library.install(made(checkpoint, "Mine", 1))
    _, view = PersonalPalette(checkpoint, plain.runtime, library).applied((("Mine", 1.0),))
    np.testing.assert_array_equal(style_example(view, index, 0), style.mean)
    assert style_counts(view, index, 0) == {}


def test_a_style_writes_about_as_loud_as_its_examples(checkpoint: Checkpoint, plain: Engine, tmp_path: Path) -> None:
    loudness = []
    for velocity in (35, 115):
        library = StyleLibrary(tmp_path / str(velocity))
        library.install(with_examples(replace(made(checkpoint, "Mine", 1), matrices={}), velocity))
        notes = take(engine_with(plain, library), (("Mine", 1.0),)).notes
        loudness.append(np.mean([note.velocity for note in notes]))
    assert loudness[1] - loudness[0] > 25


def test_the_windows_of_a_style_are_those_that_no_other_claims() -> None:
    """Windows are told apart by their loudness alone; what is as loud as the palette's style is left out."""

    def piece(velocity: int) -> GridNotes:
        onset = np.arange(0, 32 * 24, 24)
        rest = (np.full(len(onset), value) for value in (4, 60, 12, velocity))
        micro, pitch, duration, loud = rest
        return GridNotes(onset, micro, pitch, duration, loud)

    def latents_of(rows: np.ndarray) -> np.ndarray:
        own = rows[:, [int(np.argmax(np.abs(rows[0] - rows[-1])))]]  # the feature that differs most
        return np.asarray(50 * (own - own.min()), np.float32)

    pieces = [piece(40 + k // 2) for k in range(40)]
    quiet, loud = np.zeros((1, 1), np.float32), latents_of_range(pieces, latents_of)
    found = typical_examples(pieces, latents_of, quiet, loud)
    assert found[PLACES].shape == (EXAMPLES, 1)
    every = typical_examples(pieces, latents_of, loud[None], quiet[0])
    assert found[PLACES].min() > every[PLACES].max()
    assert typical_examples([], latents_of, quiet, loud) == {}


def latents_of_range(pieces: list[GridNotes], latents_of: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The place of the loudest of the pieces, [1]."""
    return latents_of(np.stack([own_style_features(notes, 32) for notes in pieces])).max(axis=0)


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "other format"])
def test_a_damaged_style_is_one_sentence_and_not_in_the_list(
    checkpoint: Checkpoint, library: StyleLibrary, damage: str
) -> None:
    path = library.folder / "Bad.tatumstyle"
    data = save_style(made(checkpoint, "Bad", 7), path).read_bytes()
    broken = {
        "cut": data[: len(data) // 2], "noise": bytes(200), "empty": b"",
        "other format": data.replace(b"tatumflow-style-1", b"tatumflow-style-9"),
    }[damage]  # fmt: skip
    path.write_bytes(broken)
    with pytest.raises(InputError, match=r"Bad\.tatumstyle") as caught:
        load_style(path)
    assert "\n" not in str(caught.value)
    names = [entry.name for entry in library.entries()]
    assert names == ["Mine", "Yours"] or damage == "cut"  # of a cut file the head may still be whole


def test_the_library_installs_replaces_and_removes(checkpoint: Checkpoint, library: StyleLibrary) -> None:
    library.install(replace(made(checkpoint, "mine", 9), details={"pieces": 8}))
    assert [(entry.name, entry.details["pieces"]) for entry in library.entries()] == [("mine", 8), ("Yours", 3)]
    library.remove("MINE")
    assert [entry.name for entry in library.entries()] == ["Yours"]
    with pytest.raises(InputError, match="Yours"):
        library.remove("Mine")


@pytest.mark.parametrize("name", ["", "  ", "a:b", "a,b", ".hidden", "x" * 41, "a/b", "line\nbreak", "art tatum"])
def test_names_that_options_or_files_cannot_carry(name: str) -> None:
    with pytest.raises(InputError):
        check_name(name, ("Art Tatum",))


def test_a_folder_that_cannot_be_written_is_one_sentence(checkpoint: Checkpoint, tmp_path: Path) -> None:
    (tmp_path / "styles").write_text("a file in the way")
    with pytest.raises(ResourceError, match="could not be written"):
        StyleLibrary(tmp_path / "styles").install(made(checkpoint, "Mine", 1))


def test_merging_adds_the_change_by_weight_and_leaves_the_base(checkpoint: Checkpoint) -> None:
    one, two = made(checkpoint, "One", 1), made(checkpoint, "Two", 2)
    before = checkpoint.weights[CHANGED[0]].copy()
    merged = MergedWeights(checkpoint.weights, [(one, 0.5), (two, 0.25)])
    assert merged.changed == frozenset(CHANGED)
    change = 0.5 * one.matrices[CHANGED[0]][1] @ one.matrices[CHANGED[0]][0]
    change += 0.25 * two.matrices[CHANGED[0]][1] @ two.matrices[CHANGED[0]][0]
    np.testing.assert_allclose(merged[CHANGED[0]] - before, change, atol=1e-5)
    np.testing.assert_array_equal(checkpoint.weights[CHANGED[0]], before)
    same = [name for name in merged if merged[name] is checkpoint.weights[name]]
    assert len(same) == len(merged) - len(CHANGED)


def test_matrices_that_do_not_fit_are_one_sentence(checkpoint: Checkpoint) -> None:
    style = made(checkpoint, "Odd", 1)
    odd = replace(style, matrices={CHANGED[0]: (np.ones((4, 3), np.float32), np.ones((5, 4), np.float32))})
    with pytest.raises(InputError, match="Odd"):
        MergedWeights(checkpoint.weights, [(odd, 1.0)])


def test_a_style_changes_takes_and_the_base_stays_bit_for_bit(plain: Engine, library: StyleLibrary) -> None:
    palette = plain.styles[0]
    own, styled, nothing = take(plain, ()), take(plain, ((palette, 1.0),)), take(plain, (), Clip())
    engine = engine_with(plain, library)
    assert engine.styles == (*plain.checkpoint.config.styles, "Mine", "Yours")
    mine = take(engine, (("Mine", 1.0),))
    assert mine.notes != own.notes
    assert take(engine, (("Mine", 1.0),)) == mine
    assert take(engine, (("Mine", 0.5),)).notes != mine.notes
    assert take(engine, (("Mine", 0.5), ("Yours", 0.3), (palette, 0.2))).notes
    assert take(engine, ()) == own
    assert take(engine, ((palette, 1.0),)) == styled
    assert take(engine, (), Clip()) == nothing
    library.remove("Mine")
    assert "Mine" not in engine.reload_styles()
    assert take(engine, ()) == own


def test_graphs_without_changed_weights_share_their_sessions(plain: Engine, library: StyleLibrary) -> None:
    palette = PersonalPalette(plain.checkpoint, plain.runtime, library)
    runtime, view = palette.applied((("Mine", 0.7),))
    assert runtime is not plain.runtime
    assert palette.applied((("Mine", 0.7),))[0] is runtime
    assert view.config.styles[-1] == "Mine"
    np.testing.assert_array_equal(view.style_mean(len(view.config.styles) - 1), made(plain.checkpoint, "Mine", 1).mean)
    assert isinstance(runtime, OnnxRuntime)
    assert isinstance(plain.runtime, OnnxRuntime)
    assert runtime._session("style_encoder") is plain.runtime._session("style_encoder")
    assert runtime._session("step") is not plain.runtime._session("step")
    assert palette.applied((("Mine", 0.0),))[0] is plain.runtime


def test_a_style_of_another_model_is_not_offered(plain: Engine, library: StyleLibrary) -> None:
    library.install(replace(made(plain.checkpoint, "Foreign", 4), base="0123456789ab"))
    engine = engine_with(plain, library)
    assert "Foreign" not in engine.styles
    with pytest.raises(InputError, match="train it again"):
        take(engine, (("Foreign", 1.0),))


def test_a_style_trained_meanwhile_is_found(plain: Engine, library: StyleLibrary) -> None:
    engine = engine_with(plain, library)
    library.install(made(plain.checkpoint, "Fresh", 6))
    assert take(engine, (("Fresh", 1.0),)).notes
    assert "Fresh" in engine.styles
