"""Reharmonising with the bundled checkpoint: what is not touched stays, the melody stays, the new chords sound."""

from __future__ import annotations

from threading import Event as Flag

import pytest

from engine.errors import InputError
from engine.generate.chord_masks import unheard_chords
from engine.generate.engine import Engine
from engine.generate.jobs import Event, ReharmonizeJob, Sampling, TakeReady
from engine.generate.reharmonize import touched_ranges, wanted_lane
from engine.music.chord import voice
from engine.music.clip import ChordSpan, Clip
from engine.music.note import Note, Role
from engine.music.progression import parse_progression
from engine.music.reharmony import apply, propose

QUICK = Sampling(steps=4)
BAR = 1920


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def take(engine: Engine, job: ReharmonizeJob) -> Clip:
    events: list[Event] = []
    engine.run(job, events.append, Flag())
    return next(event.clip for event in events if isinstance(event, TakeReady))


def lead_sheet(text: str = "Dm7 | G7 | Cmaj7 | %") -> Clip:
    """A melody in quarters over plain voicings with roots."""
    spans = parse_progression(text)
    notes = []
    for span in spans:
        for tick in range(span.start, span.end, 960):
            notes.append(Note(tick, 36 + (span.chord.root or 0) % 12, 900, 70, Role.BASS))
            notes += [Note(tick, pitch, 900, 64, Role.CHORDS) for pitch in voice(span.chord, 50, 66)]
    length = spans[-1].end
    notes += [Note(tick, (74, 77, 79, 76)[tick // 480 % 4], 400, 90) for tick in range(0, length, 480)]
    return Clip(tuple(notes), chords=spans, length=length, key="C")


def test_only_touched_beats_change(engine: Engine) -> None:
    prompt = lead_sheet()
    (tritone,) = [p for p in propose(prompt.chords, "C", prompt.notes) if p.device == "tritone"]
    lane = apply(prompt.chords, [tritone])
    clip = take(engine, ReharmonizeJob(prompt, chords=lane, seed=1, sampling=QUICK))
    outside = [n for n in prompt.notes if not BAR <= n.start < 2 * BAR]
    assert [n for n in clip.notes if not BAR <= n.start < 2 * BAR] == outside
    assert [n for n in clip.notes if n.role == Role.LEAD] == [n for n in prompt.notes if n.role == Role.LEAD]
    assert clip.chords == lane
    inside = [n for n in clip.notes if BAR <= n.start < 2 * BAR]
    assert not unheard_chords(inside, [s for s in lane if s.start == BAR])
    assert clip.length == prompt.length


def test_what_rings_into_a_foreign_chord_ends_there(engine: Engine) -> None:
    prompt = lead_sheet("Cmaj7 | %")
    held = Note(480, 59, 2 * BAR - 480, 60, Role.CHORDS)  # B rings into Fm6
    prompt = prompt.with_notes((*prompt.notes, held))
    wanted = (ChordSpan(BAR, 2 * BAR, parse_progression("Fm6")[0].chord),)
    clip = take(engine, ReharmonizeJob(prompt, chords=wanted, seed=2, sampling=QUICK))
    (cut,) = [n for n in clip.notes if (n.start, n.pitch) == (480, 59)]
    assert cut.end == BAR
    assert [s.chord.symbol() for s in clip.chords] == ["Cmaj7", "Fm6"]


def test_a_bare_melody_gets_chords(engine: Engine) -> None:
    melody = tuple(n for n in lead_sheet().notes if n.role == Role.LEAD)
    prompt = Clip(melody, length=4 * BAR)
    lane = parse_progression("Dm7 | Db7 | Cmaj7 | %")
    clip = take(engine, ReharmonizeJob(prompt, chords=lane, seed=3, sampling=QUICK))
    assert [n for n in clip.notes if n.role == Role.LEAD] == list(melody)
    assert not unheard_chords(clip.notes, lane)
    top = {n.start: n.pitch for n in melody}
    assert all(n.pitch < 88 for n in clip.notes if n.role != Role.LEAD)
    assert all(n.pitch < top[n.start] for n in clip.notes if n.role != Role.LEAD and n.start in top)


def test_the_prompts_own_chords_change_nothing(engine: Engine) -> None:
    prompt = lead_sheet()
    assert take(engine, ReharmonizeJob(prompt, chords=prompt.chords, sampling=QUICK)).notes == prompt.notes
    assert touched_ranges(prompt, prompt.chords) == []


def test_part_of_a_lane_leaves_the_rest() -> None:
    prompt = lead_sheet()
    chord = parse_progression("Db7")[0].chord
    lane = wanted_lane(prompt, [ChordSpan(BAR + 960, 2 * BAR, chord)])
    assert [(s.start, s.end, s.chord.symbol()) for s in lane[:3]] == [
        (0, BAR, "Dm7"), (BAR, BAR + 960, "G7"), (BAR + 960, 2 * BAR, "Db7"),
    ]  # fmt: skip
    assert touched_ranges(prompt, lane) == [(BAR + 960, 2 * BAR)]


def test_refusals(engine: Engine) -> None:
    with pytest.raises(InputError, match="chords"):
        take(engine, ReharmonizeJob(lead_sheet()))
    with pytest.raises(InputError, match="prompt with notes"):
        take(engine, ReharmonizeJob(Clip(), chords=parse_progression("C")))
