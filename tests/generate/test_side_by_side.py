"""Takes written by two processes: the same notes, whatever becomes of the second one."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.generate.engine import Engine
from engine.generate.jobs import (
    ContinueJob,
    Event,
    JobFinished,
    ModeJob,
    PartTake,
    Progress,
    Sampling,
    SoloJob,
    SongJob,
    TakeReady,
)
from engine.generate.second_process import MOST_DEATHS, SecondProcess, Task
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.note import Role

FAST = Sampling(steps=4)
LANE = form_chart("ii v i", "C").spans
TRIO = SoloJob(chords=LANE, role="lead+chords+bass", bars=4, seed=3, sampling=FAST)
START_S = 60.0


class Watched(SecondProcess):
    """Counts what it is given, and does something then."""

    given = 0
    fatal = False

    def give(self, task: Task) -> int:
        number = super().give(task)
        self.given += 1
        if self.fatal:
            assert self.process_id is not None
            os.kill(self.process_id, signal.SIGKILL)
        return number


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    loaded = Engine.load(processes=2)
    assert loaded.second is not None
    loaded.second = Watched(loaded.checkpoint.folder)
    assert loaded.second.wait(START_S)
    yield loaded
    loaded.close()


@pytest.fixture
def second(engine: Engine) -> Watched:
    """The running process, with nothing counted yet."""
    second = engine.second
    assert isinstance(second, Watched)
    assert second.wait(START_S)
    second.given, second.fatal = 0, False
    return second


def run(engine: Engine, job: ModeJob, cancel: threading.Event | None = None) -> list[Event]:
    events: list[Event] = []
    engine.run(job, events.append, cancel or threading.Event())
    return events


def takes(events: list[Event]) -> list[Clip]:
    return [event.clip for event in events if isinstance(event, TakeReady)]


@pytest.mark.parametrize(
    "job",
    [
        TRIO,
        SongJob(form="ABA", section_bars=2, seed=2, sampling=FAST),
        ContinueJob(bars=4, seed=5, sampling=FAST, variations=3),
        replace(TRIO, variations=2, styles=(("Art Tatum", 1.0),)),
    ],
    ids=["trio", "song", "continue three times", "trio twice"],
)
def test_two_processes_write_what_one_writes(loaded: Engine, engine: Engine, second: Watched, job: ModeJob) -> None:
    events = run(engine, job)
    assert second.given > 0
    assert takes(events) == takes(run(loaded, job))
    assert [event.variation for event in events if isinstance(event, TakeReady)] == list(range(job.variations))
    shares = [event.done for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)


def test_what_is_told_of_parts_under_way_is_what_stands(engine: Engine, second: Watched) -> None:
    together = 0
    for seed in range(40):  # on a busy machine one process may long be ahead of the other
        if seed >= 8 and together:
            break
        events = run(engine, replace(TRIO, seed=seed, stream=True))
        (take,) = takes(events)
        parts = [event for event in events if isinstance(event, PartTake)]
        assert len(parts) >= 6
        for part in parts:
            together += sum(0 < end < take.length for end in part.ends) > 1
            for role in Role:
                end = part.ends[role]
                assert all(note.start < end for note in part.clip.notes if note.role == role)
                if end == take.length:
                    assert [n for n in part.clip.notes if n.role == role] == [n for n in take.notes if n.role == role]
    assert second.given > 0
    assert together, "two roles are told while both are being written"


def test_a_second_process_that_dies_is_not_missed(loaded: Engine, engine: Engine, second: Watched) -> None:
    plain = takes(run(loaded, TRIO))
    for _ in range(MOST_DEATHS - 1):
        second.fatal = True
        assert takes(run(engine, TRIO)) == plain
        assert second.process_id is None
        second.fatal = False
        assert second.wait(START_S), "it is started again"
    assert takes(run(engine, TRIO)) == plain


def test_one_that_dies_again_and_again_is_left_alone(loaded: Engine) -> None:
    mortal = Watched(loaded.checkpoint.folder)
    for _ in range(MOST_DEATHS):
        mortal.start()
        assert mortal.process_id is not None
        os.kill(mortal.process_id, signal.SIGKILL)
        while mortal.process_id is not None:
            mortal.hear(0.05)
    assert not mortal.wait(5.0)
    assert mortal.process_id is None
    alone = Engine(loaded.checkpoint, loaded.runtime, mortal)
    assert takes(run(alone, TRIO)) == takes(run(loaded, TRIO))


def test_a_job_that_is_cancelled_leaves_nothing_behind(loaded: Engine, engine: Engine, second: Watched) -> None:
    for moment in (0.2, 0.5, 0.8):
        job, cancel = replace(TRIO, seed=9, bars=8), threading.Event()
        events: list[Event] = []

        def hear(event: Event, told: list[Event] = events, flag: threading.Event = cancel, at: float = moment) -> None:
            told.append(event)
            if isinstance(event, Progress) and event.done >= at:
                flag.set()

        engine.run(job, hear, cancel)
        assert events[-1] == JobFinished(job.job_id, cancelled=True)
        # The next one does not wait for the last, nor hear of it.
        assert takes(run(engine, TRIO)) == takes(run(loaded, TRIO))


def test_a_take_of_one_part_starts_no_process(loaded: Engine) -> None:
    idle = Watched(loaded.checkpoint.folder)
    quiet = Engine(loaded.checkpoint, loaded.runtime, idle)
    run(quiet, replace(TRIO, role="lead"))
    run(quiet, ContinueJob(bars=2, seed=1, sampling=FAST))
    assert idle.process_id is None


def test_closing_ends_the_process(loaded: Engine) -> None:
    second = SecondProcess(loaded.checkpoint.folder)
    assert second.wait(START_S)
    number = second.process_id
    assert number is not None
    os.kill(number, 0)
    second.close()
    assert second.process_id is None
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
