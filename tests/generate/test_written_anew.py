"""Takes of which a long stretch stands in the training set are written again, with other random numbers."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from engine.generate.engine import Engine
from engine.generate.jobs import (
    ContinueJob,
    Event,
    ImproviseJob,
    InfillJob,
    ModeJob,
    Progress,
    Sampling,
    SoloJob,
    TakeReady,
)
from engine.generate.originality import INDEX_FILE, OriginalityIndex
from engine.music.clip import Clip
from engine.music.forms import form_chart

FAST = Sampling(steps=4)
JOBS = [
    ContinueJob(bars=4, seed=5, sampling=FAST),
    SoloJob(chords=form_chart("ii v i", "C").spans, role="lead+bass", bars=4, seed=3, sampling=FAST),
]


def engine_that_knows(index: OriginalityIndex, folder: Path, loaded: Engine) -> Engine:
    """The bundled model in a folder of its own with another index."""
    for path in loaded.checkpoint.folder.iterdir():
        if path.name != INDEX_FILE:
            (folder / path.name).symlink_to(path)
    index.save(folder / INDEX_FILE)
    return Engine.load(folder)


def everything() -> OriginalityIndex:
    """An index in which every figure is."""
    return OriginalityIndex(np.full(64, 255, np.uint8), 1, {})


def run(engine: Engine, job: ModeJob) -> tuple[TakeReady, list[float]]:
    events: list[Event] = []
    engine.run(job, events.append, threading.Event())
    (take,) = (event for event in events if isinstance(event, TakeReady))
    return take, [event.done for event in events if isinstance(event, Progress)]


@pytest.mark.parametrize("job", JOBS, ids=["continue", "solo"])
def test_a_copy_is_not_handed_out(loaded: Engine, tmp_path: Path, job: ModeJob) -> None:
    plain, _ = run(loaded, job)
    wary = engine_that_knows(OriginalityIndex.of_clips([plain.clip]), tmp_path, loaded)
    copied = wary.known_match(job, plain.clip)
    assert copied is not None
    assert copied.marked
    take, shares = run(wary, job)
    assert take.match is not None
    assert take.match.notes < copied.limit_notes
    assert take.clip != plain.clip
    assert shares == sorted(shares)
    assert run(wary, job)[0].clip == take.clip


def test_where_all_music_is_known_a_take_is_handed_out_all_the_same(loaded: Engine, tmp_path: Path) -> None:
    take, _ = run(engine_that_knows(everything(), tmp_path, loaded), JOBS[0])
    assert take.match is not None
    assert take.match.marked
    assert len(take.clip.notes) > 8


def test_new_bars_are_written_again(loaded: Engine, demo: Clip, tmp_path: Path) -> None:
    job = InfillJob(demo, redo_bars=((2, 4),), seed=3, sampling=FAST)
    plain, _ = run(loaded, job)
    wary = engine_that_knows(OriginalityIndex.of_clips([job.only_new(plain.clip)]), tmp_path, loaded)
    take, _ = run(wary, job)
    assert take.clip != plain.clip
    assert take.match is not None
    assert not take.match.marked


def test_variations_of_given_music_may_be_like_it(loaded: Engine, demo: Clip, tmp_path: Path) -> None:
    job = ImproviseJob(demo, seed=3, creativity=0.6, sampling=FAST)
    assert run(engine_that_knows(everything(), tmp_path, loaded), job)[0].clip == run(loaded, job)[0].clip
