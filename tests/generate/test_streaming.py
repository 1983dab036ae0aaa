"""Takes told bar by bar while they are being written."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from engine.generate.engine import Engine
from engine.generate.jobs import (
    ContinueJob,
    Event,
    ImproviseJob,
    InfillJob,
    ModeJob,
    PartTake,
    PatternJob,
    ReharmonizeJob,
    Sampling,
    SoloJob,
    SongJob,
    TakeReady,
    TransferJob,
)
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import Note, Role

BAR = 1920
FAST = Sampling(steps=4)
TWO_FIVE = form_chart("ii v i", "C").spans


def events_of(engine: Engine, job: ModeJob) -> list[Event]:
    events: list[Event] = []
    engine.run(job, events.append, threading.Event())
    return events


def told(engine: Engine, job: ModeJob) -> tuple[list[PartTake], Clip]:
    """The parts of a streamed take, and the take, which is the same that is written without telling them."""
    (plain,) = (event for event in events_of(engine, job) if isinstance(event, TakeReady))
    events = events_of(engine, replace(job, stream=True))
    (take,) = (event for event in events if isinstance(event, TakeReady))
    assert take.clip == plain.clip
    return [event for event in events if isinstance(event, PartTake)], take.clip


@pytest.mark.parametrize(
    ("job", "bars"),
    [
        (ImproviseJob(creativity=0.6, seed=3, locks=("melody",)), [1, 2, 4]),
        (TransferJob(strength=0.7, styles=(("McCoy Tyner", 1.0),), bar_locks=((2, 3, "rhythm"),)), [1, 2, 4]),
        (InfillJob(redo_bars=((2, 4),), seed=3), [2, 3]),
        (InfillJob(redo_bars=((1, 1), (5, 6)), seed=3, locks=("rhythm",)), [1, 4]),
        (ReharmonizeJob(chords=TWO_FIVE, seed=3), [1, 2]),
    ],
    ids=["improvise", "transfer", "infill", "infill of two places", "reharmonize"],
)
def test_a_prompt_that_is_written_again_is_told_bar_by_bar(
    loaded: Engine, demo: Clip, job: ModeJob, bars: list[int]
) -> None:
    parts, take = told(loaded, replace(job, prompt=demo, sampling=FAST))
    assert [part.clip.length // BAR for part in parts] == bars
    for part in parts:
        line = part.clip.length
        assert part.ends == (line, line, line)
        # What rings over the line is cut there, and what begins just before it may belong behind it.
        inside = [(n.start, n.pitch) for n in take.notes if n.start < line - 20]
        heard = [(n.start, n.pitch) for n in part.clip.notes if n.start < line - 20]
        assert len(set(inside) & set(heard)) >= 0.9 * len(inside)


@pytest.mark.parametrize("redo", [((2, 3),), ((1, 1), (3, 4))])
def test_parts_of_an_infill_keep_the_other_bars(loaded: Engine, demo: Clip, redo: tuple[tuple[int, int], ...]) -> None:
    parts, _ = told(loaded, InfillJob(demo, redo_bars=redo, seed=1, sampling=FAST))
    assert parts
    for part in parts:
        free = [((first - 1) * BAR, last * BAR) for first, last in redo]
        kept = {n for n in demo.notes if not any(low <= n.start < high for low, high in free)}
        line = part.clip.length
        assert {n for n in kept if n.end <= line} <= set(part.clip.notes)
        other = [n for n in part.clip.notes if not any(low <= n.start < high for low, high in free)]
        assert len(other) == len([n for n in kept if n.start < line])


@pytest.mark.parametrize(
    ("job", "roles"),
    [
        (SoloJob(bars=4, chords=TWO_FIVE, role="lead", seed=2), {Role.LEAD}),
        (SoloJob(bars=4, chords=TWO_FIVE, role="lead+chords+bass", seed=2), set(Role)),
        (PatternJob(bars=4, role="chords", seed=2), {Role.CHORDS}),
        (SongJob(form="AB", section_bars=2, seed=2), set(Role)),
    ],
    ids=["lead", "trio", "pattern", "song"],
)
def test_roles_are_told_one_after_the_other(loaded: Engine, job: ModeJob, roles: set[Role]) -> None:
    parts, take = told(loaded, replace(job, sampling=FAST))
    assert min(parts[0].ends) == 0 or len(roles) == 1
    assert sum(parts[0].ends) <= BAR + (3 - len(roles)) * take.length
    assert len(parts) >= 2 * len(roles)
    for part in parts:
        assert part.clip.length == take.length
        assert part.clip.chords == take.chords
        for role in Role:
            end = part.ends[role]
            assert all(n.start < end for n in part.clip.notes if n.role == role)
        # Comping that lacks a chord is written again, so only roles that are finished must agree.
        for role in roles:
            if part.ends[role] == take.length:
                assert [n for n in part.clip.notes if n.role == role] == [n for n in take.notes if n.role == role]
    assert max(min(part.ends) for part in parts) > 0


def test_a_song_is_told_section_by_section(loaded: Engine) -> None:
    parts, take = told(loaded, SongJob(form="ABA", section_bars=2, seed=2, sampling=FAST))
    whole = [part for part in parts if min(part.ends) >= 2 * BAR]
    assert [part.ends for part in whole] == [(line, line, line) for line in (2 * BAR, 4 * BAR)]
    for part in whole:
        assert part.clip.notes == tuple(n for n in take.notes if n.start < part.ends[0])


@pytest.mark.parametrize(("numerator", "bars"), [(4, 6), (3, 5), (5, 3)])
def test_parts_are_the_beginning_of_the_take_and_change_nothing(loaded: Engine, numerator: int, bars: int) -> None:
    length = 4 * numerator * 480
    notes = [Note(480 * beat, 60 + beat % 7, 400, 80, Role.LEAD) for beat in range(4 * numerator)]
    prompt = Clip(tuple(notes), MeterMap.constant(numerator, 4), TempoMap.constant(120), length=length)
    parts, take = told(loaded, ContinueJob(prompt, bars=bars, seed=5, sampling=FAST))
    assert [part.clip.bars for part in parts] == [count for count in (1, 2, 4) if count < bars]
    for part in parts:
        assert part.clip.length == part.clip.bars * numerator * 480
        whole = [(n.start, n.pitch, n.velocity) for n in take.notes if n.start < part.clip.length]
        assert [(n.start, n.pitch, n.velocity) for n in part.clip.notes] == whole


def test_who_does_not_ask_is_not_told(loaded: Engine) -> None:
    events = events_of(loaded, ContinueJob(bars=4, seed=5, sampling=FAST))
    assert not any(isinstance(event, PartTake) for event in events)
