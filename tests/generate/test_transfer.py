"""A transfer plays the same tune in another style: its harmony stays and so does the outline of its melody."""

from __future__ import annotations

import numpy as np

from engine.generate.jobs import Sampling, TransferJob
from engine.generate.locks import pitch_classes
from engine.generate.transfer import pushed
from engine.generate.window_setup import grid_of
from engine.model.factors import beat_facts
from engine.music.clip import Clip
from engine.music.forms import form_chart
from tests.generate.conftest import Take

QUICK = Sampling(steps=6)
TATUM = (("Art Tatum", 1.0),)


def harmony_f1(a: Clip, b: Clip) -> float:
    """How far two clips of one length agree in the pitch classes that sound in each beat, 0..1."""
    one, other = (pitch_classes(grid_of(clip.notes), clip.length // 480) for clip in (a, b))
    return float(2 * (one & other).sum() / (one.sum() + other.sum()))


def outline(clip: Clip) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The highest pitch of each beat, NaN where nothing sounds."""
    line = beat_facts(grid_of(clip.notes), clip.length // 480).skyline.max(axis=1).astype(float)
    return np.where(line < 0, np.nan, line)


def test_the_tune_stays_however_far_the_style_goes(take: Take, demo: Clip) -> None:
    """Without the melody's latents the outlines correlate by 0.05 over twelve seeds, with them by 0.56; single takes by
    0.3 to 0.8."""
    alike = []
    for seed in range(6):
        made = take(TransferJob(demo, strength=0.95, styles=TATUM, seed=seed, sampling=QUICK))
        assert harmony_f1(demo, made) > 0.75
        assert made.chords == demo.chords
        there = np.isfinite(outline(demo)) & np.isfinite(outline(made))
        alike.append(np.corrcoef(outline(demo)[there], outline(made)[there])[0, 1])
    assert np.mean(alike) > 0.4


def test_given_chords_take_the_place_of_its_harmony(take: Take, demo: Clip) -> None:
    chords = form_chart("blues", "E").spans
    made = take(TransferJob(demo, strength=0.95, styles=TATUM, chords=chords, sampling=QUICK))
    assert made.chords == chords
    assert harmony_f1(demo, made) < 0.6


def test_guidance_weighs_more_and_has_an_end() -> None:
    assert [pushed(guidance) for guidance in (0.0, 0.5, 1.0)] == [0.0, 0.5, 1.0]
    assert pushed(1.5) == 5.0
    assert pushed(3.0) == 9.0
    assert pushed(12.0) == 12.0
