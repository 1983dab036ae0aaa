"""In the prompt's manner: each distribution comes near the example's, whatever the decoder likes by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import InputError
from engine.generate.constraints import Range, TwoHands
from engine.generate.infill import closed_up
from engine.generate.jobs import ContinueJob, Controls, InfillJob, Sampling
from engine.generate.manner import (
    HANDS_SIZE,
    KINDS,
    LOW_MOVES,
    MANNER_SIZE,
    MOVES,
    NOTES_A_BEAT,
    PLACES,
    STRUCK,
    VOICINGS,
    Manner,
    counted,
    counted_for_style,
    hands_numbers,
    in_manner_of_styles,
    left_to_prompt,
    low_moves,
    manner_numbers,
    manner_of_numbers,
    move,
    moves,
    plays_lines,
    struck_together,
    style_numbers,
    voicings,
    wish,
)
from engine.generate.style_reading import read_whole_style
from engine.generate.window import EMPTY
from engine.generate.window_setup import grid_of, under_the_hands
from engine.model.checkpoint import load_checkpoint
from engine.model.runtime import OnnxRuntime
from engine.model.sampler import DrawState, Played
from engine.model.style_examples import style_counts
from engine.model.tokens import END_OF_BEAT, GridNotes
from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan, Clip
from tests.generate.conftest import Take, piece
from tests.generate.test_constraints import written

QUICK = Sampling(steps=6)
Shares = np.ndarray[tuple[int], np.dtype[np.float64]]


def example(lowest: int = 60) -> GridNotes:
    """Swung eighths on three pitch classes above `lowest`, short and soft."""
    onset = np.array([beat * 24 + place for beat in range(16) for place in (0, 16)])
    pitch = lowest + np.resize([0, 4, 7], len(onset))
    return GridNotes(onset, np.full(len(onset), 4), pitch, np.full(len(onset), 8), np.full(len(onset), 50))


def chords(lowest: int = 60) -> GridNotes:
    """A triad on every beat."""
    onset, pitch = np.repeat(24 * np.arange(16), 3), np.tile([lowest, lowest + 4, lowest + 7], 16)
    return GridNotes(onset, np.full(48, 4), pitch, np.full(48, 8), np.full(48, 50))


def chromatic(lowest: int) -> GridNotes:
    """Sixteen beats that rise by semitones from `lowest`."""
    step, same = np.arange(16), np.full(16, 8)
    return GridNotes(24 * step, same, lowest + step, same, same)


def shares(name: str, notes: GridNotes) -> Shares:
    """The distribution of a kind."""
    values = KINDS[name].value(notes)
    if name == PLACES:
        values = values[np.unique(notes.onset, return_index=True)[1]]
    return np.bincount(values, minlength=KINDS[name].size) / max(1, len(values))


def as_grid(notes: list[Played]) -> GridNotes:
    columns = np.array([(n.onset, 4, n.pitch, n.duration, n.velocity) for n in notes])
    return GridNotes(*columns.T)


@pytest.mark.parametrize("name", [name for name in KINDS if name not in (MOVES, LOW_MOVES)])
def test_new_notes_have_the_shares_of_the_example(name: str) -> None:
    played = chords() if name in (STRUCK, VOICINGS) else example()
    wanted, apart = shares(name, played), []
    for strength in (0.0, 2.0):
        wishes = [wish(name, counted(name, played), strength / KINDS[name].gain), Range(36, 79)]
        if name == VOICINGS:  # without it there are hardly any chords
            wishes.append(wish(STRUCK, counted(STRUCK, played), 2.0))
        made = as_grid([note for seed in range(16) for note in written(*wishes, seed=seed)])
        apart.append(np.abs(shares(name, made) - wanted).sum() / 2)
    assert apart[1] < apart[0] - 0.1


def test_what_has_come_too_often_becomes_less_likely() -> None:
    manner = Manner("classes", counted("classes", example()))
    state = DrawState(played=[Played(12 * k, 60, 6, 80, False) for k in range(12)])
    bent = manner.adjust("pitch", np.zeros(128), state)
    assert bent[60] < 0 < bent[64]
    assert bent[60] == bent[72]
    given = DrawState(played=[Played(12 * k, 60, 6, 80, True) for k in range(12)])
    assert np.allclose(Manner("classes", counted("classes", example())).adjust("pitch", np.zeros(128), given), 0)
    assert np.allclose(manner.adjust("duration", np.zeros(64), state), 0)


def melody(name: str, base: Shares, wanted: Shares, seed: int) -> Shares:
    """How often each value of moves or pitch classes comes among sixty notes, low ones for `LOW_MOVES`, that are drawn
    by the shares `base` while `wanted` are wished for."""
    rng, manner = np.random.default_rng(seed), wish(name, wanted)
    low, high = (30, 60) if name == LOW_MOVES else (40, 92)
    pitch = np.arange(128)
    played, came = [Played(0, (low + high) // 2, 6, 80, True)], np.zeros(len(base))
    for number in range(1, 61):
        value = pitch % 12 if name == "classes" else move(pitch, played[-1].pitch)
        likes = np.where((pitch >= low) & (pitch < high), np.log(np.maximum(base[value], 1e-9)), -np.inf)
        bent = manner.adjust("pitch", likes, DrawState(played=played, onset=12 * number))
        chance = np.exp(bent - bent.max())
        played.append(Played(12 * number, int(rng.choice(128, p=chance / chance.sum())), 6, 80, False))
        came[value[played[-1].pitch]] += 1
    return came


@pytest.mark.parametrize(("name", "often"), [(MOVES, [11, 12, 13]), (LOW_MOVES, [11, 12, 13]), ("classes", [0, 4, 7])])
def test_rare_values_come_no_more_often_for_being_wished_for(name: str, often: list[int]) -> None:
    """Drawn by the example's own shares, of which many are small."""
    wanted = np.ones(KINDS[name].size)
    wanted[25:] = 0  # any pitch beyond an octave
    wanted[often] = 19 * (wanted.sum() - 3) / 3
    share = []
    for strength in (0.0, 1.0):
        came = sum(melody(name, wanted, strength * wanted, seed) for seed in range(32))
        share.append(1 - came[often].sum() / came.sum())
    assert 0.02 < share[1] < share[0] + 0.03


@pytest.mark.parametrize("name", [MOVES, LOW_MOVES])
def test_moves_come_near_the_shares_of_the_example(name: str) -> None:
    base, wanted, apart = np.ones(KINDS[name].size), counted(name, chromatic(44)), []
    for strength in (0.0, 1.0):
        came = sum(melody(name, base, strength * wanted, seed) for seed in range(4))
        apart.append(np.abs(came / came.sum() - wanted / wanted.sum()).sum() / 2)
    assert apart[1] < apart[0] - 0.08


def test_moves_are_counted_from_the_highest_note_of_the_moment_before() -> None:
    pitch = np.array([40, 60, 61, 72, 43, 90, 42])
    same = np.full(len(pitch), 8)
    notes = GridNotes(np.array([0, 0, 12, 12, 24, 24, 48]), same, pitch, same, same)
    away = 25  # farther than an octave
    assert moves(notes).tolist() == [12 + 1, 12 + 12, away, away, away]
    assert low_moves(notes).tolist() == [12 + 3, 12 - 1]
    assert moves(notes.window(0, 0)).tolist() == low_moves(notes.window(0, 0)).tolist() == []


def test_steps_that_have_come_too_seldom_become_likelier() -> None:
    rising = wish(MOVES, counted(MOVES, chromatic(60)))
    still = [Played(24 * k, 70, 6, 80, False) for k in range(8)]
    bent = rising.adjust("pitch", np.zeros(128), DrawState(played=still, onset=24 * 8))
    assert bent[71] > 0 > bent[70]
    # What is drawn at the moment of the last note moves from the one before that, too.
    higher = [*still, Played(24 * 8, 64, 6, 80, False)]
    chord = rising.adjust("pitch", np.zeros(128), DrawState(played=higher, onset=24 * 8))
    assert chord[71] > 0 > chord[70]


def test_the_bass_moves_by_the_steps_of_the_example_and_other_notes_are_left_alone() -> None:
    walking = wish(LOW_MOVES, counted(LOW_MOVES, chromatic(40)))
    played = [Played(12 * k, pitch, 6, 80, False) for k, pitch in enumerate([45, 70] * 4)]
    bent = walking.adjust("pitch", np.zeros(128), DrawState(played=played, onset=12 * 8))
    assert bent[46] > 0 > bent[45]
    assert not bent[60:].any()
    within = walking.adjust("pitch", np.zeros(128), DrawState(played=played, onset=12 * 7))
    assert not within.any()  # a note above another of the same moment is no bass


def test_what_is_struck_together_is_counted_by_the_moment() -> None:
    pitch = np.array([40, 52, 53, 72, 43, 90, 42])
    same = np.full(len(pitch), 8)
    notes = GridNotes(np.array([0, 0, 0, 0, 24, 24, 48]), same, pitch, same, same)
    assert struck_together(notes).tolist() == [3, 1, 0]
    assert voicings(notes).tolist() == [11, 12, 24, 24]  # two octaves and more are one
    assert struck_together(notes.window(0, 0)).tolist() == voicings(notes.window(0, 0)).tolist() == []


def test_a_chord_grows_as_far_as_those_of_the_example() -> None:
    triads, singles = (wish(STRUCK, counted(STRUCK, notes)) for notes in (chords(), example()))
    alone = [Played(24 * k, 60, 6, 80, False) for k in range(12)]
    state = DrawState(beat=11, played=alone, beat_start=11, onset=24 * 11)
    bent = triads.adjust("onset", np.zeros(25), state)
    assert bent[0] > 1  # they have been single notes so far
    assert not bent[1:].any()
    full = [*alone, *(Played(24 * 11, pitch, 6, 80, False) for pitch in (64, 67))]
    grown = replace(state, played=full, beat_start=11)
    assert triads.adjust("onset", np.zeros(25), grown)[0] < 1
    stacks = [Played(24 * k, pitch, 6, 80, False) for k in range(12) for pitch in (60, 64)]
    doubled = DrawState(beat=11, played=stacks[:-1], beat_start=22, onset=24 * 11)
    assert singles.adjust("onset", np.zeros(25), doubled)[0] < -1
    elsewhere = replace(doubled, onset=24 * 11 + 6)
    assert not singles.adjust("onset", np.zeros(25), elsewhere).any()


def test_a_chord_is_spread_as_those_of_the_example() -> None:
    fourths = chords()
    fourths.pitch[1::3] = 65
    wished = wish(VOICINGS, counted(VOICINGS, chords()))
    heard = [Played(int(o), int(p), 6, 80, False) for o, p in zip(fourths.onset, fourths.pitch, strict=True)]
    bent = wished.adjust("pitch", np.zeros(128), DrawState(played=heard[:-2], onset=heard[-3].onset))
    assert bent[64] > 0 > bent[65]
    assert not bent[:61].any()
    assert not wished.adjust("pitch", np.zeros(128), DrawState(played=heard[:-2], onset=24 * 16)).any()


def test_styles_play_lines_where_all_that_weigh_do() -> None:
    checkpoint = load_checkpoint()

    def lines(*styles: tuple[str, float]) -> bool:
        return plays_lines(checkpoint, ContinueJob(styles=styles))

    assert lines(("Charlie Parker", 1.0))
    assert lines(("Charlie Parker", 0.4), ("Cool lead", 0.4), ("Art Tatum", 0.0))
    assert not lines(("Charlie Parker", 0.5))
    assert not lines(("Charlie Parker", 0.9), ("Art Tatum", 0.1))
    assert not lines()


def test_few_notes_say_less() -> None:
    state = DrawState(played=[Played(12 * k, 61, 6, 80, False) for k in range(12)])
    few, many = (
        Manner("classes", counted("classes", example().window(0, beats))).adjust("pitch", np.zeros(128), state)
        for beats in (2, 16)
    )
    assert many[61] < few[61] < 0


def test_places_are_those_of_onsets_and_leave_the_end_of_the_beat_alone() -> None:
    chord = [Played(0, pitch, 6, 80, False) for pitch in (60, 64, 67, 70)]
    once, four = (
        Manner(PLACES, counted(PLACES, example())).adjust("onset", np.zeros(25), DrawState(played=played))
        for played in (chord[:1], chord)
    )
    assert (once == four).all()
    assert once[0] < once[16]
    weights = np.exp(once)
    assert weights[END_OF_BEAT] / weights.sum() == pytest.approx(1 / 25)


def test_another_window_is_counted_on() -> None:
    manner = Manner("classes", counted("classes", example()))
    first = [Played(12 * k, 60, 6, 80, False) for k in range(12)]
    once = manner.adjust("pitch", np.zeros(128), DrawState(played=first))
    again = [replace(note, given=True) for note in first]
    assert (manner.adjust("pitch", np.zeros(128), DrawState(played=again)) == once).all()


def test_without_an_example_nothing_is_bent() -> None:
    empty = GridNotes(*(np.zeros(0, np.int64) for _ in range(5)))
    for name, kind in KINDS.items():
        assert not wish(name, counted(name, empty)).adjust(kind.attribute, np.zeros(128), DrawState()).any()


def test_what_is_asked_for_is_not_left_to_the_prompt() -> None:
    controls = Controls(swing=0.5, dynamics=0.4, register=(40, 80))
    lane = (ChordSpan(0, 1920, parse_chord("Dm7")),)
    assert left_to_prompt(ContinueJob()) == list(KINDS)
    assert left_to_prompt(ContinueJob(controls=controls, chords=lane)) == [
        "lengths",
        MOVES,
        LOW_MOVES,
        STRUCK,
        VOICINGS,
    ]
    assert STRUCK not in left_to_prompt(ContinueJob(controls=Controls(polyphony=2)))


def test_a_continuation_keeps_its_prompts_manner_unless_it_roams(take: Take) -> None:
    prompt = piece(4)
    own = grid_of(prompt.notes)

    def apart(clip: Clip) -> float:
        made = grid_of(clip.notes)
        return float(np.mean([np.abs(shares(name, made) - shares(name, own)).sum() / 2 for name in KINDS]))

    near, far = (
        np.mean([apart(take(ContinueJob(prompt, seed=k, creativity=c, sampling=QUICK))) for k in range(3)])
        for c in (0.0, 1.0)
    )
    assert near < far - 0.05


def test_music_from_nothing_has_the_manner_of_its_styles_example(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    index = load_checkpoint().config.styles.index("Dave McKenna")

    def apart(seed: int) -> float:
        clip = take(ContinueJob(bars=8, seed=seed, styles=(("Dave McKenna", 1.0),), sampling=QUICK))
        made, counts = grid_of(clip.notes), style_counts(load_checkpoint(), index, seed)
        del counts[NOTES_A_BEAT]
        return float(np.mean([np.abs(shares(n, made) - c / c.sum()).sum() / 2 for n, c in counts.items()]))

    led = np.mean([apart(seed) for seed in range(4)])
    monkeypatch.setattr("engine.generate.continue_.in_manner_of_styles", lambda checkpoint, job, role: [])
    assert led < np.mean([apart(seed) for seed in range(4)]) - 0.03


def test_wishes_of_styles_leave_what_is_asked_for_and_are_silent_about_styles_that_are_not_counted() -> None:
    checkpoint = load_checkpoint()
    job = ContinueJob(styles=(("Art Tatum", 0.5), ("Songbook", 0.5), ("Chick Corea", 0.0)))
    assert len(in_manner_of_styles(checkpoint, job)) == len(KINDS)  # all but classes, and the density
    controls = Controls(swing=0.5, density=0.5, dynamics=0.5, register=0.5)
    lengths, *_ = wishes = in_manner_of_styles(checkpoint, replace(job, controls=controls))
    assert len(wishes) == 5  # lengths, both kinds of moves, and chords
    assert np.any(lengths.adjust("duration", np.zeros(64), DrawState(played=[Played(0, 60, 6, 80, False)])))
    assert in_manner_of_styles(checkpoint, ContinueJob()) == []
    mine = (((1.0,) * checkpoint.config.style_width, 0.5),)
    assert in_manner_of_styles(checkpoint, replace(job, style_vectors=mine)) == []


def test_the_manner_of_a_file_goes_along_with_its_place() -> None:
    counts = counted_for_style(example(), 16)
    numbers = manner_numbers(counts)
    assert len(numbers) == MANNER_SIZE
    back = manner_of_numbers(numbers)
    assert set(back) == set(counts) - {STRUCK, VOICINGS}
    for name, values in back.items():
        np.testing.assert_array_equal(values, counts[name])
    assert manner_of_numbers(()) == {}
    checkpoint = load_checkpoint()
    place = (1.0,) * checkpoint.config.style_width
    job = ContinueJob(style_vectors=(((*place, *numbers), 1.0),))
    known = len(KINDS) - 2  # an earlier version did not tell how its chords are struck
    assert len(in_manner_of_styles(checkpoint, job)) == known
    mixed = replace(job, styles=(("Art Tatum", 0.5),))
    assert len(in_manner_of_styles(checkpoint, mixed)) == known
    assert not plays_lines(checkpoint, job)
    whole = style_numbers(place, numbers, {}, (), hands_numbers(counts))
    assert len(whole) == 3 * len(place) + 2 * MANNER_SIZE + HANDS_SIZE
    job = ContinueJob(style_vectors=((whole, 1.0),))
    assert len(in_manner_of_styles(checkpoint, job)) == len(KINDS)
    assert plays_lines(checkpoint, job)


@pytest.mark.parametrize("cut", [1, MANNER_SIZE - 1])
def test_half_a_manner_is_one_sentence(take: Take, cut: int) -> None:
    vector = (0.1,) * (load_checkpoint().config.style_width + MANNER_SIZE - cut)
    with pytest.raises(InputError, match="another model"):
        take(ContinueJob(bars=1, style_vectors=((vector, 1.0),), sampling=QUICK))


def test_music_in_the_style_of_a_file_is_about_as_loud_as_the_file(take: Take) -> None:
    runtime = OnnxRuntime(load_checkpoint())
    width = runtime.config.style_width
    loudness = []
    for velocity in (40, 110):
        model = piece(8)
        model = replace(model, notes=tuple(note._replace(velocity=velocity) for note in model.notes))
        style = read_whole_style(runtime, model)
        # The same place for both: only the manner tells them apart.
        style = (*(0.0,) * width, *style[width : width + MANNER_SIZE])
        clip = take(ContinueJob(bars=4, seed=1, style_vectors=((style, 1.0),), sampling=QUICK))
        loudness.append(np.mean([note.velocity for note in clip.notes]))
    assert loudness[1] - loudness[0] > 25


def test_new_bars_are_as_full_as_those_around_them(take: Take) -> None:
    prompt = piece(12)
    around = len([note for note in prompt.notes if not 4 * 1920 <= note.start < 8 * 1920]) / 8
    for seed in range(4):
        clip = take(InfillJob(prompt, redo_bars=((5, 8),), seed=seed, sampling=QUICK))
        made = len([note for note in clip.notes if 4 * 1920 <= note.start < 8 * 1920]) / 4
        assert made == pytest.approx(around, rel=0.3)


@pytest.mark.parametrize(
    ("redo", "left"),
    [(((5, 8),), 8), (((1, 2), (11, 12)), 8), (((1, 12),), 0)],
)
def test_gaps_are_closed_before_a_style_is_read(redo: tuple[tuple[int, int], ...], left: int) -> None:
    prompt = piece(12)
    ranges = [((first - 1) * 1920, last * 1920) for first, last in redo]
    kept = [note for note in prompt.notes if not any(a <= note.start < b for a, b in ranges)]
    closed, gone = closed_up(kept, ranges)
    assert gone == 48 - 4 * left
    assert len(closed) == len(kept)
    assert {note.start // 1920 for note in closed} == set(range(left))


def test_bars_are_written_anew_in_the_manner_of_a_style_that_is_asked_for(take: Take) -> None:
    """There are three notes a beat around them: a tune and a horn play fewer, a pianist as many."""
    job = InfillJob(piece(12), redo_bars=((5, 8),), sampling=QUICK)

    def rate(style: str) -> float:
        takes = [take(replace(job, seed=seed, styles=((style, 1.0),))) for seed in range(3)]
        new = [note for made in takes for note in made.notes if 4 * 1920 <= note.start < 8 * 1920]
        return len(new) / (3 * 16)

    assert rate("Songbook") < 1.3
    assert rate("Charlie Parker") < 2
    assert rate("Art Tatum") > 2.5


@pytest.mark.parametrize("style", ["Charlie Parker", "Songbook"])
def test_a_horn_plays_one_note_at_a_time_unless_some_polyphony_is_asked_for(take: Take, style: str) -> None:
    for job in (ContinueJob(bars=4), ContinueJob(piece(4), bars=4)):
        made = take(replace(job, seed=5, styles=((style, 1.0),), sampling=QUICK)).notes
        assert len({note.start for note in made}) == len(made)
    asked = ContinueJob(controls=Controls(polyphony=4))
    assert under_the_hands(asked, True, EMPTY) == {"constraints": [TwoHands()]}
