"""Parts of one take as tasks that do not hear of one another: what solo, pattern and song share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.generate.jobs import ModeJob
from engine.generate.role_writing import Part, write_part
from engine.generate.second_process import SecondProcess
from engine.generate.side_by_side import Planned, do_all
from engine.generate.window import OnProgress
from engine.model.runtime import FloatArray, Runtime
from engine.music.clip import Clip
from engine.music.note import Note

if TYPE_CHECKING:
    from engine.generate.engine import Engine

Notes = tuple[Note, ...]
Bars = tuple[Notes, int]
"""Notes of a part and the bar line up to which they are all."""


@dataclass(frozen=True, slots=True)
class PartTask:
    """All that writing a part takes, its own random numbers included."""

    job: ModeJob
    part: Part
    style: FloatArray
    rng: np.random.Generator

    @staticmethod
    def of(job: ModeJob, part: Part, style: FloatArray, rng: np.random.Generator) -> PartTask:
        """A task to hand over: of the job goes along what writing a part looks at."""
        return PartTask(replace(job, prompt=Clip(), chords=()), part, style, rng)

    def done(self, engine: Engine, on_progress: OnProgress, tell: Callable[[Bars], None]) -> Notes:
        """See `Task`."""
        return self.written(engine.personal.applied(self.job.styles)[0], on_progress, tell)

    def written(self, runtime: Runtime, on_progress: OnProgress, tell: Callable[[Bars], None]) -> Notes:
        """The part's notes; `tell` hears its first bars. Raises Cancelled from `on_progress`."""
        on_bars = (lambda notes, line: tell((notes, line))) if self.job.stream else None
        return write_part(runtime, self.job, self.part, self.style, self.rng, on_progress, on_bars)


def part_streams(rng: np.random.Generator, parts: int) -> list[np.random.Generator]:
    """Random numbers for each of several parts: the first goes on with `rng`, the others are far away in its stream."""
    state = rng.bit_generator
    assert isinstance(state, np.random.Philox)
    return [rng, *(np.random.Generator(state.jumped(number)) for number in range(1, parts))]


def write_parts(
    runtime: Runtime,
    planned: Sequence[Planned],
    second: SecondProcess | None,
    on_progress: OnProgress,
    on_bars: Callable[[int, Bars], None],
    on_written: Callable[[int, Notes], None],
) -> None:
    """Write parts, here and in the second process (`do_all`). Raises Cancelled from `on_progress`."""

    def here(task: PartTask, on_share: OnProgress, tell: Callable[[Bars], None]) -> Notes:
        return task.written(runtime, on_share, tell)

    do_all(planned, here, second, on_progress, on_bars, on_written)
