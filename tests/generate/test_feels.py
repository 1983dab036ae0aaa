"""Feels: where a bass has its notes, tested on the rule alone, and what solos, patterns and songs of the bundled
checkpoint make of them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median
from typing import Any

import pytest

from engine.errors import InputError
from engine.generate.bass_figures import FigureBass
from engine.generate.chord_masks import StepLane
from engine.generate.engine import Engine
from engine.generate.feels import feel_named
from engine.generate.jobs import Controls, PatternJob, Sampling, SoloJob, SongJob
from engine.generate.theme import theme_controls
from engine.music.clip import Clip
from engine.music.grid import TICKS_PER_STEP, MeterMap
from engine.music.note import TICKS_PER_QUARTER, Role
from engine.music.progression import parse_progression
from tests.benchmarks.chord_hold import take
from tests.generate.test_chords import play

QUICK = Sampling(steps=4)
CHORDS = parse_progression("Dm7 | G7 | Cmaj7 | A7 D7 | Gm7 | C7 | Fmaj7 | %")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


@pytest.mark.parametrize(
    ("feel", "meter", "places"),
    [
        ("swing", (4, 4), []),
        ("two-beat", (4, 4), [0, 24, 48, 72]),
        ("bossa", (4, 4), [0, 36, 48, 84]),
        ("bossa", (2, 4), [0, 18, 24, 42]),
        ("bossa", (2, 2), [0, 36, 48, 84]),
        ("bossa", (3, 4), [0, 36, 60]),
        ("two-beat", (3, 4), [0, 48]),
        ("two-beat", (6, 8), [0, 36]),
        ("two-beat", (5, 4), [0, 72]),
        ("two-beat", (7, 8), [0, 48]),
        ("two-beat", (12, 8), [0, 72]),
        ("two-beat", (1, 4), [0]),
    ],
)
def test_places_of_a_bass_in_each_meter(feel: str, meter: tuple[int, int], places: list[int]) -> None:
    found = feel_named(feel).places(meter)
    assert [at for at, _ in found] == places
    assert all(0 < share <= 1 for _, share in found)
    assert not found or found[0][1] == 1


def test_density_moves_the_notes_between() -> None:
    bossa = feel_named("bossa")
    shares = [share for _, share in bossa.places((4, 4))]
    few, usual, many = ([share for _, share in bossa.places((4, 4), rate)] for rate in (0.3, sum(shares) / 4, 1.5))
    assert usual == pytest.approx(shares)
    assert sum(few) == pytest.approx(1.2)
    assert many == [1, 1, 1, 1]
    assert bossa.places((1, 4), 2.0) == ((0, 1.0),)


def test_an_unknown_feel_is_told() -> None:
    with pytest.raises(InputError, match="two-beat"):
        feel_named("polka")


@pytest.mark.parametrize("feel", ["two-beat", "bossa"])
@pytest.mark.parametrize("seed", range(3))
def test_a_bass_plays_the_figure_whatever_is_drawn(feel: str, seed: int) -> None:
    places = feel_named(feel).places((4, 4))
    rule = FigureBass(28, 50, lane=StepLane.of(CHORDS, MeterMap()), places=places, fifths=5.0)
    notes = sorted(play(rule, 32, seed, busy=1.0))
    found = Counter(note.start // TICKS_PER_STEP % 96 for note in notes)
    roots = {at + late for at in (0, 48) for late in (1, 2)}  # where a chord begins it may come a little late
    assert set(found) <= {at for at, _ in places} | roots
    for at, share in places:
        there = sum(found[at + late] for late in (range(3) if at in (0, 48) else range(1)))
        assert there == pytest.approx(8 * share, abs=1.01)
    for note, after in pairwise(notes):
        assert note.end <= after.start + TICKS_PER_QUARTER  # `one_voice` cuts it where a pick-up follows
    for span in CHORDS:
        first = min((note for note in notes if note.start >= span.start), key=lambda note: note.start)
        assert first.pitch % 12 == span.chord.root


def test_a_bass_in_two_holds_its_halves() -> None:
    rule = FigureBass(28, 50, lane=StepLane.of(CHORDS, MeterMap()), places=((0, 1.0), (48, 1.0)))
    notes = play(rule, 32, 1, busy=1.0)
    assert all(note.duration >= 1.5 * TICKS_PER_QUARTER for note in notes)


def eighths(clip: Clip, role: Role) -> float:
    """Where the second of two strokes of a beat falls after the beat, in ticks; the median."""
    beats: dict[int, list[int]] = {}
    for note in clip.notes:
        if note.role is role:
            early = note.start + 40
            beats.setdefault(early // TICKS_PER_QUARTER, []).append(early % TICKS_PER_QUARTER - 40)
    apart = [max(places) for places in beats.values() if min(places) < 90 and 120 < max(places) < 400]
    return median(apart)


def test_a_bossa_is_even_in_all_its_parts(engine: Engine) -> None:
    asked: dict[str, Any] = {"chords": CHORDS, "tempo_bpm": 140.0, "seed": 4, "role": "lead+chords+bass", "bars": 16}
    bossa, swing = (take(engine, SoloJob(feel=feel, sampling=QUICK, **asked)) for feel in ("bossa", "swing"))
    assert bossa == take(engine, SoloJob(feel="bossa", sampling=QUICK, **asked))
    for role in (Role.CHORDS, Role.LEAD):
        assert 225 < eighths(bossa, role) < 275
        assert 285 < eighths(swing, role) < 340
    bass = Counter(round(n.start / TICKS_PER_QUARTER * 2) % 8 for n in bossa.notes if n.role is Role.BASS)
    assert set(bass) <= {0, 3, 4, 7}
    assert bass[3] >= 8
    assert bass[7] >= 6
    # Swing that is asked for is played.
    dotted = take(engine, SoloJob(feel="bossa", sampling=QUICK, controls=Controls(swing=1.0), **asked))
    assert eighths(dotted, Role.LEAD) > 340


def test_songs_and_patterns_have_a_feel(engine: Engine) -> None:
    song = take(engine, SongJob(form="AB", section_bars=4, feel="two-beat", seed=2, sampling=QUICK))
    bass = [note for note in song.notes if note.role is Role.BASS]
    assert len(bass) / 8 < 3
    between = []
    for feel in ("bossa", "swing"):
        tune = take(engine, SongJob(form="AB", feel=feel, tempo_bpm=120.0, seed=4, sampling=QUICK)).notes
        places = [note.start % TICKS_PER_QUARTER for note in tune if note.role is Role.LEAD]
        between.append(median(place for place in places if 180 < place < 400))
    assert 225 < between[0] < 265 < 285 < between[1] < 345
    waltz = take(engine, PatternJob(role="bass", bars=8, meter=(3, 4), feel="two-beat", seed=1, sampling=QUICK))
    assert 8 <= len(waltz.notes) <= 13
    with pytest.raises(InputError, match="polka"):
        take(engine, SongJob(feel="polka"))


def test_only_meters_in_quarters_swing(engine: Engine) -> None:
    between, notes = 0, 0
    for seed in range(3):
        job = SoloJob(meter=(6, 8), bars=8, role="chords", chords=CHORDS, seed=seed, sampling=QUICK)
        places = [(note.start + 20) % 240 - 20 for note in take(engine, job).notes]
        between, notes = between + sum(50 < place < 190 for place in places), notes + len(places)
    assert between < 0.12 * notes  # pulled to where quarters would swing, 0.27 of them are off the eighths
    tune = theme_controls(Controls(), 140.0, None)
    assert tune.swing is None
    assert theme_controls(Controls(), 140.0, feel_named("swing")).swing == pytest.approx(0.7)


@pytest.mark.parametrize("role", ["chords", "bass"])
def test_a_part_begins_no_busier_than_it_goes_on(engine: Engine, role: str) -> None:
    first, later = 0, 0
    for seed in range(4):
        clip = take(engine, SoloJob(bars=12, chords=CHORDS, role=role, tempo_bpm=190.0, seed=seed, sampling=QUICK))
        strokes = sorted({round(note.start / TICKS_PER_QUARTER * 4) for note in clip.notes})
        first += sum(at < 16 for at in strokes)
        later += sum(at >= 16 for at in strokes)
    assert first <= 1.3 * later / 11


def test_a_comping_hand_never_strikes_twice_at_once(engine: Engine) -> None:
    for seed in range(6):
        clip = take(engine, SoloJob(bars=8, chords=CHORDS, role="chords", tempo_bpm=90.0, seed=seed, sampling=QUICK))
        assert min(note.duration for note in clip.notes) > TICKS_PER_QUARTER // 12
