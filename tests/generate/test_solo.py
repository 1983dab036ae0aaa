"""Solo and pattern with the bundled checkpoint: roles, choruses, meters, keys, and the same notes each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from threading import Event as Flag

import numpy as np
import pytest

from engine.errors import InputError
from engine.generate.chord_masks import unheard_chords
from engine.generate.engine import Engine
from engine.generate.jobs import (
    ContinueJob,
    Controls,
    Event,
    ImproviseJob,
    ModeJob,
    PatternJob,
    Sampling,
    SoloJob,
    TakeReady,
    TransferJob,
)
from engine.generate.manner import HANDS_SIZE, MANNER_SIZE, place_of_role
from engine.generate.role_writing import REGISTERS, looped
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.grid import MeterMap
from engine.music.key_spelling import ALL_KEYS, key_tonic
from engine.music.note import Note, Role
from engine.music.progression import parse_progression

QUICK = Sampling(steps=4)
TWO_FIVE = parse_progression("Dm7 | G7 | Cmaj7 | %")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def take(engine: Engine, job: ModeJob) -> Clip:
    events: list[Event] = []
    engine.run(job, events.append, Flag())
    return next(event.clip for event in events if isinstance(event, TakeReady))


def of_role(clip: Clip, role: Role) -> list[Note]:
    return [note for note in clip.notes if note.role == role]


def test_a_solo_is_one_line_over_repeated_choruses(engine: Engine) -> None:
    clip = take(engine, SoloJob(chords=TWO_FIVE, bars=8, seed=1, tempo_bpm=180.0, key="C", sampling=QUICK))
    assert clip.bars == 8
    assert clip.length == 8 * 1920
    assert clip.tempo.at(0).tempo_bpm == pytest.approx(180, rel=1e-3)
    assert {note.role for note in clip.notes} == {Role.LEAD}
    assert all(a.end <= b.start for a, b in pairwise(clip.notes))
    assert len(clip.notes) > 8
    assert max(n.start for n in clip.notes) > 5 * 1920
    low, high = REGISTERS["lead"]
    assert all(low <= n.pitch <= high for n in clip.notes)
    assert [s.chord for s in clip.chords if s.start >= 4 * 1920] == [s.chord for s in TWO_FIVE]


def test_roles_together_share_the_harmony(engine: Engine) -> None:
    chart = form_chart("jazz blues", "F")
    clip = take(engine, SoloJob(chords=chart.spans, bars=12, role="lead+chords+bass", seed=2, sampling=QUICK))
    assert not unheard_chords(of_role(clip, Role.CHORDS), clip.chords, with_root=False)
    assert not unheard_chords([*of_role(clip, Role.CHORDS), *of_role(clip, Role.BASS)], clip.chords)
    assert of_role(clip, Role.LEAD)
    for span in clip.chords:
        roots = [n for n in of_role(clip, Role.BASS) if abs(n.start - span.start) <= 60]
        assert any(n.pitch % 12 == span.chord.root for n in roots)


def test_comping_alone_stands_on_its_roots(engine: Engine) -> None:
    clip = take(engine, SoloJob(chords=TWO_FIVE, bars=4, role="chords", seed=3, sampling=QUICK))
    assert not unheard_chords(clip.notes, clip.chords)
    for span in clip.chords[:3]:
        first = min(n.start for n in clip.notes if n.start >= span.start - 200)
        lowest = min(n.pitch for n in clip.notes if n.start <= first + 60 and n.start >= first)
        assert lowest % 12 == span.chord.root


@pytest.mark.parametrize(("tempo", "most"), [(100.0, 0.95), (280.0, 0.75)])
def test_comping_leaves_room(engine: Engine, tempo: float, most: float) -> None:
    # A voicing on every beat is what no pianist comps at 280; the chords of this form change once in four bars.
    lane = form_chart("modal vamp", "Dm").spans
    strokes = 0.0
    for seed in range(4):
        job = SoloJob(chords=lane, role="chords", bars=8, seed=seed, tempo_bpm=tempo, sampling=QUICK)
        clip = take(engine, job)
        strokes += len({round(note.start / 60) for note in clip.notes}) / 32 / 4
    assert 0.25 <= strokes <= most


def test_the_same_job_gives_the_same_notes_and_variations_differ(engine: Engine) -> None:
    job = SoloJob(chords=TWO_FIVE, bars=4, role="lead", seed=4, variations=2, sampling=QUICK)
    events: list[Event] = []
    engine.run(job, events.append, Flag())
    first, second = [e.clip for e in events if isinstance(e, TakeReady)]
    assert first.notes != second.notes
    assert take(engine, job) == first


def test_controls_of_a_part(engine: Engine) -> None:
    def density(value: float) -> int:
        job = SoloJob(chords=TWO_FIVE, bars=8, seed=5, controls=Controls(density=value), sampling=QUICK)
        return len(take(engine, job).notes)

    assert density(0.05) < density(0.3)
    job = SoloJob(chords=TWO_FIVE, bars=4, seed=5, controls=Controls(register=(70, 80)), sampling=QUICK)
    assert all(70 <= n.pitch <= 80 for n in take(engine, job).notes)


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 4), (5, 4), (6, 8), (7, 8)])
def test_other_meters(engine: Engine, numerator: int, denominator: int) -> None:
    meter = MeterMap.constant(numerator, denominator)
    lane = parse_progression("Fm7 | Bb7 | Ebmaj7 | %", meter)
    job = SoloJob(chords=lane, bars=4, role="lead+chords+bass", seed=6, meter=(numerator, denominator), sampling=QUICK)
    clip = take(engine, job)
    assert clip.length == 4 * meter.bar_start(1)
    assert all(note.end <= clip.length for note in clip.notes)
    assert not unheard_chords([n for n in clip.notes if n.role != Role.LEAD], clip.chords)


def test_patterns_in_all_keys(engine: Engine) -> None:
    names = set()
    for key in ALL_KEYS[::5]:
        clip = take(engine, PatternJob(role="bass", bars=2, seed=7, key=key, sampling=QUICK))
        assert clip.key == key
        assert clip.notes
        tonic, minor = key_tonic(key)
        names.add(((clip.chords[0].chord.root or 0) - tonic) % 12)
        assert clip.chords[0].chord.quality == ("m7b5" if minor else "m7")
    assert names == {2}


def test_random_is_one_of_the_roles(engine: Engine) -> None:
    roles = {
        note.role
        for seed in range(6)
        for note in take(engine, PatternJob(role="random", bars=1, seed=seed, sampling=Sampling(steps=2))).notes
    }
    assert len(roles) >= 2


def test_refusals(engine: Engine) -> None:
    with pytest.raises(InputError, match="chords"):
        take(engine, SoloJob(bars=4))
    with pytest.raises(InputError, match="no role 'kazoo'"):
        take(engine, SoloJob(chords=TWO_FIVE, role="kazoo"))
    with pytest.raises(InputError, match="twice"):
        take(engine, SoloJob(chords=TWO_FIVE, role="lead+lead"))
    with pytest.raises(InputError, match="tempo"):
        take(engine, SoloJob(chords=TWO_FIVE, tempo_bpm=1000.0))
    with pytest.raises(InputError, match="not a key"):
        take(engine, PatternJob(key="X"))
    with pytest.raises(InputError, match="not a meter"):
        take(engine, PatternJob(meter=(4, 3)))


def test_a_lane_is_played_over_and_over() -> None:
    spans = looped(TWO_FIVE, MeterMap(), 10 * 1920)
    assert spans[-1].end == 10 * 1920
    assert spans[4].start == 4 * 1920
    assert spans[4].chord == TWO_FIVE[0].chord
    assert looped((), MeterMap(), 1920) == ()


@pytest.mark.parametrize("style", ["Art Tatum", "Erroll Garner", "Oscar Peterson", "McCoy Tyner"])
def test_a_line_in_the_style_of_a_pianist_is_a_line(engine: Engine, style: str) -> None:
    """Ten fingers play four to eight notes a beat, the line on top of them one to two."""
    blues = form_chart("jazz blues", "F").spans
    lines = [
        take(engine, SoloJob(bars=12, chords=blues, tempo_bpm=180, styles=((style, 1.0),), seed=seed, sampling=QUICK))
        for seed in range(2)
    ]
    assert all(0.7 < len(line.notes) / 48 < 2.4 for line in lines), [len(line.notes) / 48 for line in lines]


def test_a_line_in_a_style_is_denser_where_the_tempo_leaves_time(engine: Engine) -> None:
    blues, notes = form_chart("jazz blues", "F").spans, []
    for tempo_bpm in (90, 280):
        job = SoloJob(bars=12, chords=blues, tempo_bpm=tempo_bpm, styles=(("Art Tatum", 1.0),), sampling=QUICK)
        notes.append(sum(len(take(engine, replace(job, seed=seed)).notes) for seed in range(3)))
    assert notes[0] > 1.15 * notes[1]


def test_a_line_goes_on_in_the_style_of_a_prompts_lead(engine: Engine) -> None:
    """A slow tenor over a busy piano: it is the tenor that is followed."""
    tenor = [Note(beat * 960, 55 + beat % 7, 900, role=Role.LEAD) for beat in range(32)]
    busy = [Note(step * 120, 62 + (step * 5) % 24, 110, role=Role.CHORDS) for step in range(512)]
    prompt = Clip(tuple(sorted([*tenor, *busy])), length=64 * 480)
    job = SoloJob(prompt, bars=8, chords=TWO_FIVE, seed=2, sampling=QUICK)
    alone = replace(job, prompt=prompt.with_notes(tenor))
    assert take(engine, job).notes == take(engine, alone).notes


def test_a_style_off_a_file_is_that_of_what_the_role_plays(engine: Engine) -> None:
    dense = [Note(step * 120, 40 + (step * 7) % 30, 110, role=Role.CHORDS) for step in range(256)]
    line = [Note(step * 480, 74 + step % 5, 460, role=Role.LEAD) for step in range(64)]
    both = engine.read_style(Clip(tuple(sorted([*dense, *line])), length=64 * 480))
    alone = engine.read_style(Clip(tuple(line), length=64 * 480))
    width = engine.checkpoint.config.style_width
    np.testing.assert_allclose(place_of_role(both, width, "lead"), alone[:width], atol=1e-5)
    assert not np.allclose(place_of_role(both, width, "chords"), both[:width], atol=0.1)
    np.testing.assert_array_equal(place_of_role(both, width, "bass"), place_of_role(both, width, ""))  # there is none
    lead = slice(-MANNER_SIZE - HANDS_SIZE, -HANDS_SIZE)
    assert both[lead] == pytest.approx(alone[lead])
    assert both[lead] != pytest.approx(both[width : width + MANNER_SIZE])
    for older in (both[:width], both[: width + MANNER_SIZE]):
        np.testing.assert_array_equal(place_of_role(older, width, "lead"), place_of_role(both, width, ""))


@pytest.mark.parametrize("kind", [ContinueJob, ImproviseJob, TransferJob])
def test_a_lone_line_stays_one_in_the_style_of_a_pianist(engine: Engine, kind: type[ModeJob]) -> None:
    """Ten fingers would play it a dozen notes a beat."""
    line = Clip(tuple(Note(step * 240, 62 + (step * 5) % 17, 220) for step in range(64)), length=64 * 240)
    hands = [Note(step * 60, 40 + (step * 7) % 30, 55) for step in range(512)]
    busy = engine.read_style(Clip(tuple(sorted([*hands, *(Note(beat * 480, 80, 470) for beat in range(64))]))))
    for asked in ({"styles": (("Erroll Garner", 1.0),)}, {"style_vectors": ((busy, 1.0),)}):
        made = take(engine, replace(kind(line, seed=3, sampling=QUICK, creativity=0.8, bars=8), **asked))
        assert 8 < len(made.notes) < 3 * made.length / 480, asked
        assert len(made.notes) < 1.2 * len({note.start for note in made.notes})
