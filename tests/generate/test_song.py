"""Songs with the bundled checkpoint: forms, three roles on one harmony, sections that come back."""

from __future__ import annotations

from threading import Event as Flag

import numpy as np
import pytest

from engine.errors import InputError
from engine.generate.engine import Engine
from engine.generate.jobs import Event, Progress, Sampling, SongJob, TakeReady
from engine.generate.song import plan_song, read_form
from engine.music.clip import Clip
from engine.music.note import Role
from engine.music.progression import parse_progression

QUICK = Sampling(steps=4)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def take(engine: Engine, job: SongJob) -> Clip:
    events: list[Event] = []
    engine.run(job, events.append, Flag())
    shares = [event.done for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    return next(event.clip for event in events if isinstance(event, TakeReady))


def likeness(clip: Clip, bars: int, first: int, second: int) -> float:
    """Mean cosine of two sections over their beats, a beat being its pitch classes and its onsets."""
    beats = bars * 4
    table = np.zeros((clip.length // 480, 36))
    for note in clip.notes:
        for beat in range(note.start // 480, min(len(table), -(-note.end // 480))):
            table[beat, note.pitch % 12] += 1
        table[note.start // 480, 12 + note.start % 480 // 20] += 0.5
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    a, b = table[first * beats : (first + 1) * beats], table[second * beats : (second + 1) * beats]
    return float((a * b).sum(axis=1).mean())


def test_a_section_that_comes_back_is_recognised_and_varied(engine: Engine) -> None:
    clip = take(engine, SongJob(form="AABA", section_bars=4, key="F", seed=1, tempo_bpm=150.0, sampling=QUICK))
    assert clip.bars == 16
    assert clip.key == "F"
    assert {note.role for note in clip.notes} == set(Role)
    again, bridge = likeness(clip, 4, 0, 3), likeness(clip, 4, 0, 2)
    assert again >= 0.7
    assert bridge < again - 0.1
    sections = [
        {(n.start - k * 7680, n.pitch, n.duration) for n in clip.notes if k * 7680 <= n.start < (k + 1) * 7680}
        for k in range(4)
    ]
    assert sections[0] != sections[1] != sections[3]
    assert all(note.end <= clip.length for note in clip.notes)
    assert [s.chord for s in clip.chords if s.start < 7680] == [s.chord for s in clip.chords if s.start >= 3 * 7680]


def test_given_chords_are_the_harmony(engine: Engine) -> None:
    lane = parse_progression("Ebmaj7 | Cm7 | Fm7 | Bb7")
    clip = take(engine, SongJob(form="AB", section_bars=2, chords=lane, seed=2, sampling=QUICK))
    assert [s.chord.symbol() for s in clip.chords] == ["Ebmaj7", "Cm7", "Fm7", "Bb7"]
    assert take(engine, SongJob(form="AB", section_bars=2, chords=lane, seed=2, sampling=QUICK)) == clip


@pytest.mark.parametrize(
    ("form", "letters", "bars"),
    [("aaba", "AABA", 8), ("A-A-B-A", "AABA", 8), ("verse-chorus", "ABAB", 8), ("12-bar x 4", "AaaA", 12),
     ("blues", "AaA", 12), ("blues x 2", "AA", 12), ("16 bars x 2", "AA", 16),
     ("AABA aaba AABA", "AABAaabaAABA", 8), ("Aa-A", "AaA", 8)],
)  # fmt: skip
def test_forms_are_read(form: str, letters: str, bars: int) -> None:
    assert read_form(form) == (letters, bars)


def lead_of(clip: Clip, bars: int, section: int) -> list[tuple[int, int]]:
    """Onsets from the section's start and pitches of its lead."""
    first, last = section * bars * 1920, (section + 1) * bars * 1920
    return [(n.start - first, n.pitch) for n in clip.notes if n.role is Role.LEAD and first <= n.start < last]


def test_capital_letters_state_a_tune_and_small_ones_are_solos_over_their_chords(engine: Engine) -> None:
    clip = take(engine, SongJob(form="AaaA", section_bars=8, key="F", seed=3, tempo_bpm=140.0, sampling=QUICK))
    harmony = [
        [(span.start % 15360, span.chord) for span in clip.chords if span.start // 15360 == section]
        for section in range(4)
    ]
    assert harmony[0] == harmony[1] == harmony[2] == harmony[3]
    tune, solo, another, again = (lead_of(clip, 8, section) for section in range(4))
    assert 10 < len(tune) < 0.75 * len(solo)
    assert np.ptp([pitch for _, pitch in tune]) <= 19
    on_beat = [np.mean([onset % 480 <= 60 or onset % 480 >= 420 for onset, _ in line]) for line in (tune, solo)]
    assert on_beat[0] > on_beat[1] + 0.1
    # The tune comes back, a solo does not.
    assert len(set(tune) & set(again)) > 0.4 * len(tune)
    assert len(set(solo) & set(another)) < 0.2 * len(solo)


def test_a_style_that_is_asked_for_is_played_in_the_tune_too(engine: Engine) -> None:
    def first(**asked: object) -> list[tuple[int, int]]:
        job = SongJob(form="A", section_bars=8, seed=3, tempo_bpm=140.0, sampling=QUICK, **asked)
        return lead_of(take(engine, job), 8, 0)

    assert len(first(styles=(("Bebop lead", 1.0),))) > 1.3 * len(first())


@pytest.mark.parametrize("form", ["", "AXB", "12-bar x 99", "A" * 40])
def test_forms_that_cannot_be_read(form: str) -> None:
    with pytest.raises(InputError, match="AABA"):
        read_form(form)


def test_the_key_plan_moves_with_the_key() -> None:
    here, there = plan_song(SongJob(form="AABA", key="C")), plan_song(SongJob(form="AABA", key="E"))
    for letter in "AB":
        moved = tuple((s.start, s.end, s.chord.transposed(4)) for s in here.lanes[letter])
        assert moved == tuple((s.start, s.end, s.chord) for s in there.lanes[letter])
    assert here.lanes["A"] != here.lanes["B"]
    bossa = plan_song(SongJob(form="AABA", key="C", feel="bossa"))
    assert [span.chord.symbol() for span in bossa.lanes["A"]][::2] == ["Cmaj7", "D7#11", "Dm7", "Cmaj7"]
    assert bossa.lanes["B"][0].chord.symbol() == "Fmaj7"
    assert bossa.lanes["A"][-1].end == bossa.lanes["B"][-1].end == 8 * 1920
    waltz = plan_song(SongJob(form="AB", key="Am", meter=(3, 4), section_bars=4))
    assert waltz.lanes["A"][-1].end == 4 * 3 * 480
    blues = plan_song(SongJob(form="12-bar x 2", key="Bb"))
    assert blues.lanes["A"][0].chord.symbol() == "Bb7"
    with pytest.raises(InputError, match="more than"):
        plan_song(SongJob(form="A" * 16, section_bars=32))
