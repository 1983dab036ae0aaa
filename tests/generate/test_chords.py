"""Chords as rules for the decoder, tested on the rules alone: whatever the model wishes, the chord is what sounds."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.generate.chord_masks import (
    CompingMask,
    StepLane,
    comping_classes,
    needed_classes,
    scale_classes,
    unheard_chords,
)
from engine.generate.line_masks import BassMask, LeadMask
from engine.model.config import VOCABULARY
from engine.model.sampler import Constraint, DrawState, Played
from engine.model.tokens import DURATION_STEPS, END_OF_BEAT, duration_bin
from engine.music.chord import QUALITIES, Chord, parse_chord
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP, MeterMap
from engine.music.note import TICKS_PER_QUARTER, Note
from engine.music.progression import parse_progression
from tests.benchmarks.line_shape import line_shape

LANE = "Dm7 | G7b9 | Cmaj7 A7 | Bm7b5 E7alt | F6 | N.C. | Ebmaj7/G | D7#11"


def play(rule: Constraint, beats: int, seed: int, busy: float = 0.35) -> list[Note]:
    """Notes of a writer whose own wishes are noise: only the rule gives it sense."""
    rng = np.random.default_rng(seed)
    state, notes = DrawState(), []

    def pick(attribute: str, allowed: np.ndarray | None = None) -> int | None:
        logits = rng.normal(size=VOCABULARY[attribute])
        if attribute == "onset":
            logits[END_OF_BEAT] += np.log(24 / busy)
        if allowed is not None:
            logits = np.where(allowed, logits, -np.inf)
        bent = rule.adjust(attribute, logits, state)
        return int(np.argmax(bent + rng.gumbel(size=len(bent)))) if np.isfinite(bent).any() else None

    for beat in range(beats):
        state.beat, state.beat_start = beat, len(state.played)
        step, top = 0, -1
        for _ in range(12):
            state.onset = beat * STEPS_PER_BEAT + step
            onset = pick("onset", np.arange(STEPS_PER_BEAT + 1) >= step)
            if onset is None or onset == END_OF_BEAT:
                break
            top = top if onset == step else -1
            state.onset = beat * STEPS_PER_BEAT + onset
            pitch = pick("pitch", np.arange(128) > top)
            if pitch is None:
                break
            state.pitch = pitch
            duration = pick("duration")
            assert duration is not None
            state.duration = int(DURATION_STEPS[duration])
            pick("micro")
            state.played.append(Played(state.onset, pitch, state.duration, 80, False))
            notes.append(Note(state.onset * TICKS_PER_STEP, pitch, state.duration * TICKS_PER_STEP))
            step, top = onset, pitch
    return notes


@given(st.integers(0, 10_000), st.sampled_from([0.2, 0.5, 1.5]))
@example(seed=23, busy=1.5)
@settings(max_examples=25)
def test_comping_holds_every_chord_whatever_is_drawn(seed: int, busy: float) -> None:
    spans = parse_progression(LANE)
    lane = StepLane.of(spans, MeterMap())
    notes = play(CompingMask(lane, 40, 74), 32, seed, busy)
    assert not unheard_chords(notes, spans)
    for note in notes:
        under = [s.chord for s in spans if s.start < note.end and s.end > note.start]
        assert any(note.pitch % 12 in comping_classes(chord) for chord in under)
        assert 40 <= note.pitch <= 74
    # Nothing is played over "N.C.", and no voicing is larger than asked for.
    assert not [n for n in notes if 5 * 1920 <= n.start < 6 * 1920 - 240]
    starts = [n.start for n in notes]
    assert max(starts.count(start) for start in starts) <= 4


def test_comping_strikes_off_the_beats_and_before_them_as_often_as_pianists() -> None:
    lane = StepLane.of(parse_progression("Dm7 | G7 | Cmaj7 | %"), MeterMap())
    second_half, before, on = slice(10, 22), slice(22, 24), slice(0, 3)

    def onsets(beat: int, *, strokes: int, off_beats: int = 0, pushes: int = 0) -> np.ndarray:
        rule = CompingMask(
            lane, 40, 74, rate=0.5, places=(0.31, 0.16), struck={0}, strokes=strokes, off_beats=off_beats, pushes=pushes
        )  # fmt: skip
        return rule.adjust("onset", np.zeros(STEPS_PER_BEAT + 1), DrawState(beat=beat, onset=beat * STEPS_PER_BEAT))

    squarely, loosely = onsets(1, strokes=10), onsets(1, strokes=10, off_beats=10, pushes=10)
    assert (squarely[second_half] > 10).all()
    assert (squarely[before] > 5).all()
    assert (squarely[on] == 0).all()
    assert (loosely[second_half] < -10).all()
    assert (loosely[before] < -10).all()
    # A chord that is due is struck where the model wants it, and not just before the beat after.
    due = onsets(4, strokes=10)
    assert (due[:22] == 0).all()
    assert np.isneginf(due[22:]).all()
    # Where the next beat brings a chord, a push takes the place of its stroke: it is no surplus.
    assert onsets(3, strokes=10)[23] - onsets(3, strokes=10)[END_OF_BEAT] > 5
    assert onsets(2, strokes=10)[23] - onsets(2, strokes=10)[END_OF_BEAT] < -5


@pytest.mark.parametrize("onset", [94, 95])
def test_a_chord_that_is_pushed_is_the_one_to_come(onset: int) -> None:
    lane = StepLane.of(parse_progression("Dm7 | Abmaj7"), MeterMap())
    rule = CompingMask(lane, 40, 74, with_root=False, struck={0})
    allowed = np.isfinite(rule.adjust("pitch", np.zeros(128), DrawState(beat=3, onset=onset)))
    assert {pitch % 12 for pitch in np.flatnonzero(allowed)} <= {8, 0, 3, 7, 10}


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_the_bass_plays_the_root_where_a_chord_begins(seed: int) -> None:
    spans = parse_progression("Dm7 | G7 | Cmaj7/E A7 | Dm7 / G7 /")
    notes = play(BassMask(28, 50, lane=StepLane.of(spans), rate=1.0), 16, seed)
    for span in spans:
        first = min((n for n in notes if n.start >= span.start), key=lambda n: n.start)
        root = span.chord.root if span.chord.bass is None else span.chord.bass
        assert first.pitch % 12 == root
        assert first.start - span.start <= 2 * TICKS_PER_STEP
    starts = [n.start for n in notes]
    assert len(set(starts)) == len(starts)
    assert all(28 <= n.pitch <= 50 for n in notes)
    assert 10 <= len(notes) <= 24


@pytest.mark.parametrize("seed", range(6))
def test_the_bass_lands_on_the_bar_lines_of_odd_meters(seed: int) -> None:
    meter = MeterMap.constant(7, 8)
    spans = parse_progression("Dm7 | G7 | Cmaj7 | Am7", meter)
    notes = play(BassMask(28, 50, lane=StepLane.of(spans, meter), rate=1.0), 14, seed, busy=2.0)
    for span in spans:
        first = min((n for n in notes if n.start >= span.start), key=lambda n: n.start)
        assert first.start - span.start <= 2 * TICKS_PER_STEP
        assert first.pitch % 12 == span.chord.root


def test_the_bass_walks_on_the_beats_and_rings_on_from_note_to_note() -> None:
    spans = parse_progression("Dm7 | % | G7 | %")

    def walked(rate: float, skips: float = 0.08, busy: float = 2.0) -> tuple[list[int], list[float], float]:
        beats, held, on = [], [], []
        for seed in range(12):
            notes = play(
                BassMask(28, 50, lane=StepLane.of(spans, MeterMap()), rate=rate, skips=skips), 16, seed, busy=busy
            )
            line = sorted(notes)
            beats += np.bincount([n.start // TICKS_PER_QUARTER for n in line], minlength=16).tolist()
            held += [n.duration / (after.start - n.start) for n, after in pairwise(line)]
            on += [n.start % TICKS_PER_QUARTER <= 2 * TICKS_PER_STEP for n in line]
        return beats, held, float(np.mean(on))

    beats, held, on_beats = walked(1.0)
    assert beats.count(1) > 0.8 * len(beats)
    assert beats.count(0) < 0.05 * len(beats)
    assert on_beats > 0.85
    assert np.median(held) > 0.85
    # A writer that would play on and on, as the model would, throws in a second note now and then, from the start.
    eager = walked(1.0, busy=1e8)
    assert walked(1.0, skips=0.0, busy=1e8)[2] > eager[2] > 0.85
    assert 1.0 < np.mean(eager[0]) < 1.25
    assert np.mean([eager[0][first : first + 4] for first in range(0, len(eager[0]), 16)]) < 1.3
    assert np.mean(walked(0.5)[0]) == pytest.approx(0.5, abs=0.15)
    assert np.mean(walked(2.0)[0]) > 1.3 * np.mean(beats)


def test_a_slow_bass_lets_notes_ring_through_second_and_fourth_beats() -> None:
    spans = parse_progression("Dm7 | % | G7 / A7 / | %")
    held: Counter[int] = Counter()
    silent = 0
    for seed in range(12):
        rule = BassMask(28, 50, lane=StepLane.of(spans, MeterMap()), rate=1.0, holds=0.25)
        line = sorted(play(rule, 16, seed, busy=2.0))
        for beat in range(16):
            tick = beat * TICKS_PER_QUARTER
            if not any(tick <= n.start < tick + TICKS_PER_QUARTER for n in line):
                held[beat % 4] += any(n.start < tick < tick + TICKS_PER_QUARTER // 3 <= n.end for n in line)
                silent += 1
                assert not any(span.start == tick for span in spans)
    # A quarter of 96 second and fourth beats.
    assert 15 <= held[1] + held[3] <= 33
    assert held[0] + held[2] < 5
    assert silent - held.total() < 0.05 * 12 * 16


def test_the_bass_comes_to_a_new_root_by_a_semitone_more_than_by_a_whole_step() -> None:
    spans = parse_progression("Dm7 | G7")
    arrived = []
    for seed in range(60):
        line = sorted(play(BassMask(28, 50, lane=StepLane.of(spans), rate=1.0), 8, seed))
        arrived += [b.pitch - a.pitch for a, b in pairwise(line) if abs(b.start - 1920) <= 2 * TICKS_PER_STEP]
    by = {step: arrived.count(step) / len(arrived) for step in (-2, -1, 1, 2)}
    assert by[-1] + by[1] > 0.3
    assert by[-1] + by[1] > 1.5 * (by[-2] + by[2])


@pytest.mark.parametrize(("loud", "less_likely"), [((80, 82), True), ((80, 84), False), ((80,), False)])
def test_a_line_that_is_varied_has_no_third_note_of_the_same_loudness(loud: tuple[int, ...], less_likely: bool) -> None:
    rule = LeadMask(55, 88, lane=StepLane.of(parse_progression("Cmaj7")), varied=8.0)
    played = [Played(12 * index, 60, 12, velocity, False) for index, velocity in enumerate(loud)]
    logits = rule.adjust("velocity", np.zeros(32), DrawState(played=played))
    assert np.flatnonzero(logits).tolist() == ([20] if less_likely else [])


def test_a_lead_moves_on_by_step_from_a_note_outside_the_scale() -> None:
    spans = parse_progression("Cmaj7 | %")
    rule = LeadMask(55, 88, lane=StepLane.of(spans))
    moved: list[bool] = []
    stayed: list[bool] = []
    for seed in range(40):
        line = sorted(play(rule, 8, seed, busy=2.0))
        rule = LeadMask(55, 88, lane=StepLane.of(spans))
        for note, after in pairwise(line):
            by_step = 0 < abs(after.pitch - note.pitch) <= 2
            (stayed if note.pitch % 12 in scale_classes(spans[0].chord) else moved).append(by_step)
    assert np.mean(moved) > 2 * np.mean(stayed)


@pytest.mark.parametrize(("pull", "low", "high"), [(3.0, 0.45, 0.75), (-1.5, 0.2, 0.6)])
def test_a_lead_that_strays_from_the_share_of_chord_tones_is_led_back(pull: float, low: float, high: float) -> None:
    spans = parse_progression("Cmaj7 | Dm7 | G7 | Cmaj7")
    tones = []
    for seed in range(8):
        lane = StepLane.of(spans)
        for note in play(LeadMask(55, 88, lane=lane, pull=pull, weak_pull=pull), 16, seed, busy=2.0):
            tones.append(note.pitch % 12 in lane.chord(note.start // TICKS_PER_STEP).pitch_classes())
    assert len(tones) > 100
    assert low < np.mean(tones) < high


def test_a_lead_is_led_back_to_turning_as_often_as_real_solos_do() -> None:
    def going_on(pitches: list[int], step: int = 12) -> float:
        """How much likelier than a turn it is, after a line of eighths, that the next note goes on the same way."""
        rule, state = LeadMask(40, 100, lane=StepLane.of(parse_progression("N.C. | %"))), DrawState()
        for number, pitch in enumerate(pitches):
            state.onset, state.pitch = number * step, pitch
            rule.adjust("micro", np.zeros(VOCABULARY["micro"]), state)
        state.onset = len(pitches) * step
        bent = rule.adjust("pitch", np.zeros(VOCABULARY["pitch"]), state)
        last, before = pitches[-1], pitches[-2]
        return float(bent[2 * last - before] - bent[before])

    zigzag = [60, 62] * 6
    assert going_on(zigzag) > 1
    assert going_on(list(range(60, 84, 2))) < -1
    assert going_on([60, 62, 64, 62, 60, 62, 64, 62, 60, 62, 64]) == pytest.approx(0, abs=0.5)
    # What lies between phrases is no move of the line.
    assert going_on(zigzag, step=48) == 0


def test_the_shape_of_a_line_by_hand() -> None:
    shape = line_shape([0, 0.5, 1, 1.5, 2, 4, 4.5], [60, 62, 62, 67, 66, 80, 79])
    # Up a tone, the same, up a fourth, down a semitone; then a phrase of its own, down a semitone.
    assert shape["repeated"] == pytest.approx(1 / 5)
    assert shape["by_step"] == pytest.approx(3 / 5)
    assert shape["leaps"] == pytest.approx(1 / 5)
    assert shape["turns"] == pytest.approx(1)
    assert np.isnan(list(line_shape([0, 3], [60, 62]).values())).all()


def test_a_lead_is_one_voice() -> None:
    spans = parse_progression("Cmaj7 | %")
    notes = play(LeadMask(55, 88, lane=StepLane.of(spans)), 8, 3, busy=6.0)
    starts = sorted(n.start for n in notes)
    assert all(b - a >= 2 * TICKS_PER_STEP for a, b in pairwise(starts))


def test_needed_tones() -> None:
    def classes(symbol: str, with_root: bool = False) -> set[int]:
        return set(needed_classes(parse_chord(symbol), with_root=with_root))

    assert classes("Cmaj7") == {4, 11}
    assert classes("Cm7") == {0, 3, 10}  # Eb major over any bass otherwise
    assert classes("Cmaj7", with_root=True) == {0, 4, 11}
    assert classes("G7b9", with_root=True) == {7, 11, 5, 8}
    assert classes("Bm7b5") == {11, 2, 5, 9}
    assert classes("C6") == {0, 4, 7, 9}
    assert classes("C/E", with_root=True) == {4, 7}
    assert classes("N.C.", with_root=True) == set()
    assert classes("Gsus4") == {0, 2}


@pytest.mark.parametrize("quality", sorted(QUALITIES))
def test_scales_hold_their_chords_in_every_key(quality: str) -> None:
    for root in range(12):
        chord = Chord(root, quality)
        assert set(chord.pitch_classes()) <= scale_classes(chord)
        assert scale_classes(chord) == {(pc + root) % 12 for pc in scale_classes(Chord(0, quality))}
        assert (
            needed_classes(chord, with_root=True)
            <= comping_classes(chord)
            <= scale_classes(chord) | set(chord.pitch_classes())
        )


def test_written_tensions_bend_the_scale() -> None:
    assert 9 not in scale_classes(parse_chord("G7b9"))
    assert {8, 10} <= scale_classes(parse_chord("G7b9#9"))
    assert 0 not in scale_classes(parse_chord("G7#11"))
    assert scale_classes(parse_chord("N.C.")) == set(range(12))


def test_a_lane_in_steps() -> None:
    lane = StepLane.of(parse_progression("Dm7 | % | G7 C6"), MeterMap())
    assert lane.starts == (0, 96, 192, 240)
    assert lane.goes_on == (False, True, False, False)
    assert lane.chord(239) == parse_chord("G7")
    assert lane.chord(288).root is None
    assert StepLane.of(parse_progression("Dm7 | % | G7 C6")).starts == (0, 192, 240)
    assert duration_bin(24) == 23
