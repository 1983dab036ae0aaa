"""Constraints against a decoder that likes everything equally: what they forbid never comes, what they demand does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from engine.generate.constraints import REACH, Ceiling, MustHit, NoRepeat, PitchClasses, Polyphony, Range, TwoHands
from engine.generate.steering import Density, Eighths, Pace
from engine.model.config import VOCABULARY, preset
from engine.model.runtime import Cache, FloatArray, IntArray, Runtime
from engine.model.sampler import Constraint, DrawSettings, DrawState, Played, write_notes
from engine.model.tokens import GridNotes

BEATS = 8


class Indifferent(Runtime):
    """A runtime whose logits are all alike, but for the end of a beat."""

    def __init__(self) -> None:
        super().__init__(preset("tiny"))

    def call(self, graph: str, inputs: dict[str, object]) -> list[FloatArray]:
        logits = np.zeros((1, VOCABULARY[graph.removeprefix("head_")]), np.float32)
        if graph == "head_onset":
            logits[0, -1] = 2.0
        return [logits]

    def step(
        self, tokens: IntArray, bars: IntArray, condition: FloatArray, beat_position: FloatArray, cache: Cache
    ) -> FloatArray:
        return np.zeros((len(tokens), 1), np.float32)

    @property
    def device(self) -> str:
        return "none"

    def adapted(self, weights: object, changed: object) -> Runtime:
        return self


def written(*constraints: Constraint, seed: int = 0, given: GridNotes | None = None) -> list[Played]:
    """Eight beats of notes."""
    nothing = GridNotes(*(np.zeros(0, np.int64) for _ in range(5)))
    made = write_notes(
        Indifferent(),
        np.zeros((BEATS, 1), np.float32),
        np.zeros((BEATS, 2), np.int64),
        given or nothing,
        np.ones((BEATS, 24), bool),
        np.random.Generator(np.random.Philox(seed)),
        DrawSettings(top_p=1.0, lowest=0, highest=127),
        lambda _: None,
        constraints,
    )
    columns = zip(made.onset, made.pitch, made.duration, made.velocity, strict=True)
    return [Played(int(o), int(p), int(d), int(v), False) for o, p, d, v in columns]


def test_range() -> None:
    notes = written(Range(50, 55))
    assert len(notes) > 10
    assert {note.pitch for note in notes} <= set(range(50, 56))


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_polyphony(limit: int) -> None:
    notes = [note for seed in range(4) for note in written(Polyphony(limit), Range(seed, 127), seed=seed)]
    assert len(notes) > 4
    notes = written(Polyphony(limit), seed=limit)
    for note in notes:
        assert sum(other.onset <= note.onset < other.end for other in notes) <= limit


def test_must_hit_gives_those_steps_and_no_others() -> None:
    steps = {0, 5, 12, 24, 47, 100, 191}
    notes = written(MustHit(frozenset(steps), {5: 7}))
    assert {note.onset for note in notes} == steps


def test_pitch_classes_sound_all_and_alone() -> None:
    allowed = np.zeros((BEATS, 12), bool)
    for beat in range(BEATS):
        allowed[beat, [(beat + k) % 12 for k in (0, 4, 7)]] = True
    notes = written(PitchClasses(allowed, all_sound=True))
    for beat in range(BEATS):
        heard = {n.pitch % 12 for n in notes if n.onset < (beat + 1) * 24 and n.end > beat * 24}
        assert heard == set(np.flatnonzero(allowed[beat]).tolist())


def test_pitch_classes_ring_on_where_no_note_may_begin() -> None:
    allowed = np.zeros((BEATS, 12), bool)
    allowed[:, [0, 4, 7]] = True
    rings = np.zeros((BEATS, 12), bool)
    rings[[0, 1], 4] = True
    held = PitchClasses(allowed, all_sound=True, rings=rings)
    notes = [note for note in written(held, MustHit(frozenset({6, 12}), {})) if note.pitch % 12 == 4]
    assert notes
    assert min(note.end for note in notes) >= 2 * 24 + held.shortest
    others = written(held, MustHit(frozenset({6, 12}), {}))
    assert min(note.end for note in others if note.pitch % 12 != 4) < 2 * 24


def test_ceiling() -> None:
    top = np.array([70, 60] * BEATS)
    notes = written(Ceiling(top))
    assert len(notes) > 10
    for note in notes:
        for half in range(note.onset // 12, min(2 * BEATS, (note.end - 1) // 12 + 1)):
            assert note.pitch < top[half] or (half - 1) * 12 + 12 == note.end


def test_given_notes_stay_out_of_the_answer_and_block_their_pitch() -> None:
    given = GridNotes(*(np.array(column) for column in ([0, 30], [4, 4], [60, 64], [48, 24], [80, 80])))
    notes = written(Range(58, 66), given=given)
    assert not [n for n in notes if n.pitch == 60 and n.onset < 48]
    assert not [n for n in notes if n.pitch == 64 and 30 <= n.onset < 54]


@pytest.mark.parametrize("rate", [3.0, 6.0])
def test_a_pace_fills_the_beats_that_are_played_and_leaves_the_empty_ones_empty(rate: float) -> None:
    def notes_in_beats(*wishes: Constraint) -> npt.NDArray[np.int64]:
        lines = [written(*wishes, seed=seed) for seed in range(40)]
        return np.array([np.bincount([note.onset // 24 for note in line], minlength=BEATS) for line in lines])

    free, paced, filled = notes_in_beats(), notes_in_beats(Pace(rate)), notes_in_beats(Density(rate))
    assert free[free > 0].mean() < 2
    assert paced[paced > 0].mean() == pytest.approx(rate, abs=0.5)
    empty = (free == 0).mean()
    assert (paced == 0).mean() == pytest.approx(empty, abs=0.05)
    assert (filled == 0).mean() < empty - 0.05


def test_eighths_bring_the_second_note_of_a_beat_to_its_middle_and_leave_the_rest() -> None:
    def beats(*wishes: Constraint) -> list[list[int]]:
        lines = [written(*wishes, seed=seed) for seed in range(60)]
        return [[n.onset for n in line if n.onset // 24 == beat] for line in lines for beat in range(BEATS)]

    free, even = beats(), beats(Eighths(0.55, 4.0))
    gaps = [np.array([b[1] - b[0] for b in found if len(b) == 2 and b[1] > b[0]]) for found in (free, even)]
    assert np.mean(gaps[1]) == pytest.approx(0.55 * 24, abs=1.5)
    assert np.std(gaps[1]) < 0.7 * np.std(gaps[0])
    counts = [np.mean([len(found) for found in lines]) for lines in (free, even)]
    assert counts[1] == pytest.approx(counts[0], rel=0.35)
    assert beats(Eighths(0.55, 0.0)) == free


def test_no_repeat_forbids_the_note_that_would_close_a_known_figure() -> None:
    figure = [60, 62, 64, 65, 67]
    played = [Played(k * 12, pitch, 12, 80, False) for k, pitch in enumerate([*figure, 50, *figure[:-1]])]
    # Lower notes are no part of the top line.
    played += [Played(12, 40, 12, 80, False), Played(84, 41, 12, 80, False)]
    state = DrawState(beat=5, played=played, onset=10 * 12)

    def forbidden(notes: int) -> list[int]:
        return np.flatnonzero(np.isinf(NoRepeat(notes).adjust("pitch", np.zeros(128), state))).tolist()

    assert forbidden(5) == forbidden(3) == [67]
    assert forbidden(6) == []
    only_one = np.where(np.arange(128) == 67, 0.0, -np.inf)
    assert np.isfinite(NoRepeat(5).adjust("pitch", only_one, state)[67])
    # The second note of a chord may close the figure as well as the first.
    played.append(Played(10 * 12, 58, 12, 80, False))
    assert forbidden(5) == [67]
    assert np.isfinite(NoRepeat(5).adjust("onset", np.zeros(128), state)).all()
    # In another rhythm it is still the same run; later it has been forgotten.
    del played[-1]
    state.onset += 3
    assert forbidden(5) == [67]
    state.onset += 32 * 24
    assert forbidden(5) == []


def test_what_is_struck_together_lies_under_two_hands() -> None:
    chord = [Played(0, pitch, 6, 80, False) for pitch in (40, 52, 56, 60, 64)]
    state = DrawState(played=chord[:2])
    assert np.isfinite(TwoHands().adjust("pitch", np.zeros(128), state)).all()  # the right hand may begin anywhere
    state = DrawState(played=chord[:4])
    allowed = np.flatnonzero(np.isfinite(TwoHands().adjust("pitch", np.zeros(128), state)))
    assert allowed.max() == 60 + REACH
    later = replace(state, onset=3)
    assert np.isfinite(TwoHands().adjust("pitch", np.zeros(128), later)).all()
    full = [Played(0, pitch, 6, 80, False) for pitch in (*range(40, 45), *range(72, 77))]
    assert not np.isfinite(TwoHands().adjust("pitch", np.zeros(128), DrawState(played=full))).any()
    assert not TwoHands().adjust("onset", np.zeros(25), state).any()


def test_music_for_more_than_two_hands_is_told() -> None:
    def heard(*chord: int) -> GridNotes:
        pitch = np.tile(chord, 8)
        same = np.full(len(pitch), 6)
        return GridNotes(np.repeat(24 * np.arange(8), len(chord)), same, pitch, same, same)

    assert TwoHands.suit(heard(36, 52, 60, 67, 76))
    assert TwoHands.suit(heard(36, 90))
    assert TwoHands.suit(heard(60).window(0, 0))
    assert not TwoHands.suit(heard(36, 60, 84))
    assert not TwoHands.suit(heard(40, 60, 62, 64, 66, 67, 69))
