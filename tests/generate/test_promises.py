"""Promises: what features say of a beat bends the notes towards it, and the bundled model keeps them the better."""

from __future__ import annotations

import numpy as np
import pytest

from engine.generate.engine import Engine
from engine.generate.jobs import ImproviseJob, Sampling
from engine.generate.promises import Promises
from engine.generate.window_setup import grid_of
from engine.model import factors
from engine.model.config import FACTORS, VOCABULARY
from engine.model.sampler import DrawState, Played
from engine.model.tokens import DURATION_STEPS, GridNotes, velocity_of_bin
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER
from tests.generate.conftest import Take
from tests.training.music import two_hands
from training import swap_test
from training.swap_test import FactorDecoder


def promised(held: tuple[str, ...] = tuple(FACTORS), first: int = 0) -> Promises:
    """Two beats: C, E and a G above them together, softly; then E alone sounds on while a loud B is played."""
    onset = np.array([0, 0, 0, 24])
    notes = GridNotes(onset, onset * 0 + 4, np.array([48, 64, 67, 71]), np.array([24, 48, 24, 24]),
                      np.array([40, 40, 40, 110]))  # fmt: skip
    return Promises(factors.features(factors.beat_facts(notes, 2)), held, first)


def bend(promises: Promises, attribute: str, state: DrawState) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return promises.adjust(attribute, np.zeros(VOCABULARY[attribute]), state)


def test_pitch_classes_that_are_to_sound_are_likelier_the_more_so_while_they_are_missing() -> None:
    first = bend(promised(("harmony",)), "pitch", DrawState())
    assert first[48] == first[60] > 2  # C, in any octave
    assert first[61] < -1  # no C sharp
    state = DrawState(played=[Played(0, 48, 24, 40, False)])
    then = bend(promised(("harmony",)), "pitch", state)
    assert then[60] < first[60]
    assert then[64] >= first[64] > 2


def test_a_class_that_sounds_on_from_the_beat_before_is_not_missing() -> None:
    state = DrawState(beat=1, onset=24, beat_start=1, played=[Played(0, 64, 48, 40, False)])
    over = bend(promised(("harmony",)), "pitch", state)
    cut = bend(promised(("harmony",)), "pitch", DrawState(beat=1, onset=24))
    assert over[64] < cut[64]
    assert over[71] > over[64]


def test_the_top_voice_ends_its_chord_and_is_not_passed() -> None:
    melody = promised(("melody",))
    low = bend(melody, "pitch", DrawState())
    assert low[67] < low[48]  # two notes are still to come below it
    assert low[69] < low[48]
    last = bend(melody, "pitch", DrawState(played=[Played(0, 48, 24, 40, False), Played(0, 64, 48, 40, False)]))
    assert last.argmax() == 67
    assert last[68:].max() < 0


def test_lengths_reach_the_beats_in_which_their_class_sounds() -> None:
    harmony = promised(("harmony",))
    into_next = DURATION_STEPS >= 27
    of_e = bend(harmony, "duration", DrawState(pitch=64))
    assert of_e[into_next].min() > of_e[~into_next].max()
    of_c = bend(harmony, "duration", DrawState(pitch=48))
    assert of_c[into_next].max() < of_c[~into_next].min()


@pytest.mark.parametrize(("beat", "velocity"), [(0, 40), (1, 110)])
def test_velocities_gather_about_what_was_promised(beat: int, velocity: int) -> None:
    logits = bend(promised(("dynamics",)), "velocity", DrawState(beat=beat, onset=24 * beat))
    assert velocity_of_bin(int(logits.argmax())) == pytest.approx(velocity, abs=3)


def test_only_what_is_held_and_only_its_own_beats_are_bent() -> None:
    for attribute in VOCABULARY:
        for promises, beat in ((promised(()), 0), (promised(first=5), 4), (promised(first=5), 7)):
            assert not bend(promises, attribute, DrawState(beat=beat, onset=24 * beat, pitch=64)).any()
        assert not bend(promised(), "onset", DrawState()).any()
    assert (
        bend(promised(first=5), "pitch", DrawState(beat=5, onset=120)) == bend(promised(), "pitch", DrawState())
    ).all()
    assert not bend(promised(("dynamics",)), "pitch", DrawState()).any()


def test_what_the_bundled_model_is_held_to_is_heard(loaded: Engine) -> None:
    decoder = FactorDecoder(loaded.runtime)
    gains = []
    for number, clip in enumerate((two_hands(1), two_hands(6, key=6, swung=True)) * 2):
        latents, style = decoder.read(clip)
        held, heeded = (decoder.write(latents, style, number, held=names) for names in (tuple(FACTORS), ()))
        gains.append([measure(clip, held, 32) - measure(clip, heeded, 32) for measure in swap_test.ASPECTS.values()])
    harmony, melody, rhythm, dynamics = np.mean(gains, axis=0)
    assert harmony > 0
    assert melody > 0.02  # the better the decoder heeds them by itself, the less there is to gain
    assert rhythm == pytest.approx(0, abs=0.02)
    assert dynamics > -0.02


def test_an_improvisation_keeps_the_harmony_and_little_else(demo: Clip, take: Take) -> None:
    """Without being held to it, it has 0.85 of the harmony."""
    wanted, beats = grid_of(demo.notes), demo.length // TICKS_PER_QUARTER
    found = [
        grid_of(take(ImproviseJob(demo, creativity=0.9, seed=seed, sampling=Sampling(steps=8))).notes)
        for seed in (1, 2, 3)
    ]
    assert np.mean([swap_test.chroma_f1(wanted, clip, beats) for clip in found]) > 0.9
    assert np.mean([swap_test.top_agreement(wanted, clip, beats) for clip in found]) < 0.4
