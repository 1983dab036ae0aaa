"""Controls: what is asked for is what comes out, limits hold, and distance grows with creativity and strength."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from engine.generate.controls import limit_polyphony, moved_features, swung
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Controls, ImproviseJob, PatternJob, Sampling, TransferJob
from engine.generate.window import Canvas, write_canvas
from engine.generate.window_setup import bar_labels, free_steps, grid_of
from engine.model import factors
from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan, Clip
from engine.music.note import TICKS_PER_QUARTER, Note
from tests.benchmarks.controls_sweep import MEASURES, density, distance, longest_repeat
from tests.generate.conftest import Take, piece

QUICK = Sampling(steps=4)


@pytest.mark.parametrize(
    ("name", "low", "high", "apart"),
    [
        ("density", 0.15, 0.6, 0.3),
        ("register", (36, 60), (60, 84), 15),
        ("polyphony", 1, 5, 3),
        ("swing", 0.0, 1.0, 0.5),
        ("dynamics", 0.3, 0.8, 0.35),
    ],
)
def test_a_control_moves_what_it_names(
    take: Take, demo: Clip, name: str, low: object, high: object, apart: float
) -> None:
    made = [
        take(ContinueJob(demo, bars=6, seed=1, controls=Controls(**{name: value}), sampling=QUICK))  # type: ignore[arg-type]
        for value in (low, high)
    ]
    less, more = (MEASURES[name](clip) for clip in made)
    assert more - less >= apart
    if name in ("density", "dynamics"):
        assert less == pytest.approx(low, abs=0.08)
        assert more == pytest.approx(high, abs=0.08)


@pytest.mark.parametrize("doubt", [0.0, 0.6])
def test_what_is_read_off_doubted_latents_is_no_promise_to_be_moved(loaded: Engine, demo: Clip, doubt: float) -> None:
    """Read off vague latents, moved and encoded again, features come back as latents that are sure of themselves."""
    edited: list[int] = []

    def edit(features: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> np.ndarray:
        edited.append(len(features))
        return features

    beats, given = 24, grid_of(demo.slice_bars(0, 3).notes)
    canvas = Canvas(
        free=free_steps([(16 * TICKS_PER_QUARTER, beats * TICKS_PER_QUARTER)], beats),
        bars=bar_labels(demo.meter, 0, beats), style=np.zeros(loaded.runtime.config.style_width, np.float32),
        given=given, doubt=doubt, sampling=QUICK, edit=edit,
    )  # fmt: skip
    assert len(write_canvas(loaded.runtime, canvas, np.random.default_rng(0), lambda done, stage: None))
    assert edited == ([] if doubt else [8])


def test_a_long_take_stays_about_as_dense_as_its_prompt(take: Take, demo: Clip) -> None:
    clip = take(ContinueJob(demo, bars=64, seed=2, sampling=QUICK))
    for first in (0, 16, 32, 48):
        assert density(clip.slice_bars(first, first + 15)) == pytest.approx(density(demo), rel=0.25)


def test_the_top_line_does_not_repeat_itself_where_that_is_asked(take: Take, demo: Clip) -> None:
    vamp = tuple(ChordSpan(bar * 1920, (bar + 1) * 1920, parse_chord("Dm7")) for bar in range(8))
    for job in (
        ContinueJob(demo, bars=8, seed=3, sampling=QUICK),
        PatternJob(bars=8, seed=3, chords=vamp, role="bass", sampling=QUICK),
        ImproviseJob(demo, creativity=0.1, seed=3, sampling=QUICK),
    ):
        free, bound = (longest_repeat(take(replace(job, controls=Controls(no_repeat=asked)))) for asked in (None, 2))
        assert bound < 2 <= free


def test_takes_differ_more_the_more_creativity_is_asked(take: Take, demo: Clip) -> None:
    prompt = demo.slice_bars(0, 3)
    spread = []
    for creativity in (0.0, 0.5, 1.0):
        clips = take(ImproviseJob(prompt, creativity=creativity, variations=3, sampling=QUICK), every=True)
        spread.append(float(np.mean([distance(a, b) for a, b in combinations(clips, 2)])))  # type: ignore[call-overload]
    assert spread[0] < spread[1] < spread[2]


def test_strength_leads_away_from_the_prompt(take: Take, demo: Clip) -> None:
    prompt, style = demo.slice_bars(0, 3), (("Thelonious Monk", 1.0),)
    away = [
        distance(prompt, take(TransferJob(prompt, strength=strength, styles=style, sampling=QUICK)))
        for strength in (0.0, 0.5, 1.0)
    ]
    assert away[0] < away[1] < away[2]


def test_moved_features_promise_what_is_asked() -> None:
    clip = piece(4)
    features = factors.features(factors.beat_facts(grid_of(clip.notes), 16))
    moved = moved_features(Controls(density=0.2, dynamics=0.8), features)
    counts = slice(factors.HARMONY_SIZE + factors.MELODY_SIZE + 24, factors.HARMONY_SIZE + factors.MELODY_SIZE + 48)
    assert moved[:, counts].sum() * 6 / 16 / 12 == pytest.approx(0.2, abs=0.03)
    assert moved[:, -9].mean() > features[:, -9].mean()
    np.testing.assert_array_equal(moved[:, : factors.HARMONY_SIZE], features[:, : factors.HARMONY_SIZE])


def test_the_polyphony_limit_holds_to_the_tick() -> None:
    notes = [Note(start, 60 + k, 300) for k, start in enumerate((0, 95, 96, 100, 240, 250, 480))]
    kept = [Note(90, 40, 200)]
    for limit in (1, 2, 3):
        left = limit_polyphony(notes, kept, limit)
        everything = [*left, *kept]
        for note in everything:
            assert sum(other.start <= note.start < other.end for other in everything) <= limit
        assert left


def test_swing_moves_off_beats_alone() -> None:
    straight = tuple(Note(k * 240, 60 + k, 240) for k in range(8))
    dotted = swung(straight, 1.0)
    assert [n.start for n in dotted] == [0, 360, 480, 840, 960, 1320, 1440, 1800]
    assert all(a.end == b.start for a, b in pairwise(dotted))
    assert swung(dotted, 0.0) == straight
    sixteenths = tuple(Note(k * 120, 60, 100) for k in range(8))
    assert swung(sixteenths, 1.0) == sixteenths
