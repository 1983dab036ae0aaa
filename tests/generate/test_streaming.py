"""Takes told bar by bar while they are being written."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Event, ImproviseJob, ModeJob, PartTake, Sampling, TakeReady, TransferJob
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import Note, Role


def events_of(engine: Engine, job: ModeJob) -> list[Event]:
    events: list[Event] = []
    engine.run(job, events.append, threading.Event())
    return events


@pytest.mark.parametrize(
    "job",
    [
        ImproviseJob(creativity=0.6, seed=3, locks=("melody",)),
        TransferJob(strength=0.7, styles=(("McCoy Tyner", 1.0),), bar_locks=((2, 3, "rhythm"),)),
    ],
    ids=["improvise", "transfer"],
)
def test_a_prompt_that_is_written_again_is_told_bar_by_bar(loaded: Engine, demo: Clip, job: ImproviseJob) -> None:
    job = replace(job, prompt=demo, sampling=Sampling(steps=4))
    (plain,) = (event for event in events_of(loaded, job) if isinstance(event, TakeReady))
    events = events_of(loaded, replace(job, stream=True))
    parts = [event.clip for event in events if isinstance(event, PartTake)]
    (take,) = (event for event in events if isinstance(event, TakeReady))
    assert take.clip == plain.clip
    assert [part.length // 1920 for part in parts] == [1, 2, 4]
    for part in parts:
        # What rings over the line is cut there, and what begins just before it may belong behind it.
        inside = [(n.start, n.pitch) for n in take.clip.notes if n.start < part.length - 20]
        told = [(n.start, n.pitch) for n in part.notes if n.start < part.length - 20]
        assert len(set(inside) & set(told)) >= 0.9 * len(inside)


@pytest.mark.parametrize(("numerator", "bars"), [(4, 6), (3, 5), (5, 3)])
def test_parts_are_the_beginning_of_the_take_and_change_nothing(loaded: Engine, numerator: int, bars: int) -> None:
    length = 4 * numerator * 480
    notes = [Note(480 * beat, 60 + beat % 7, 400, 80, Role.LEAD) for beat in range(4 * numerator)]
    prompt = Clip(tuple(notes), MeterMap.constant(numerator, 4), TempoMap.constant(120), length=length)
    job = ContinueJob(prompt, bars=bars, seed=5, sampling=Sampling(steps=4))
    (plain,) = (event for event in events_of(loaded, job) if isinstance(event, TakeReady))
    events = events_of(loaded, replace(job, stream=True))
    parts = [event.clip for event in events if isinstance(event, PartTake)]
    (take,) = (event for event in events if isinstance(event, TakeReady))
    assert take.clip == plain.clip
    assert [part.bars for part in parts] == [count for count in (1, 2, 4) if count < bars]
    for part in parts:
        assert part.length == part.bars * numerator * 480
        whole = [(n.start, n.pitch, n.velocity) for n in take.clip.notes if n.start < part.length]
        assert [(n.start, n.pitch, n.velocity) for n in part.notes] == whole


def test_who_does_not_ask_is_not_told(loaded: Engine) -> None:
    events = events_of(loaded, ContinueJob(bars=4, seed=5, sampling=Sampling(steps=4)))
    assert not any(isinstance(event, PartTake) for event in events)
