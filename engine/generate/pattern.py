"""A pattern: one role by itself, over chords where there are any, otherwise in a key; or anything at all."""

from __future__ import annotations

from dataclasses import replace

from engine.generate.jobs import PatternJob
from engine.generate.role_writing import check_roles, looped
from engine.generate.second_process import SecondProcess
from engine.generate.solo import empty_frame, write_roles
from engine.generate.streaming import OnPart
from engine.generate.window import OnProgress
from engine.generate.window_setup import check_job, random_stream
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import Runtime
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.key_spelling import key_tonic

PATTERN_ROLES = ("lead", "chords", "bass")


def pattern_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: PatternJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None, second: SecondProcess | None = None,
) -> Clip:  # fmt: skip
    """`job.bars` bars of one role; "random" draws the role, too.

    Without chords the pattern goes over the two-five-one of `job.key` (C where None), so that the same seed gives the
    same kind of pattern in every key. `on_part` and `second`: as in `solo_clip`.

    Raises:
        InputError: for settings out of range, or an unknown role or key.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    role = job.role
    if role == "random":
        role = PATTERN_ROLES[int(random_stream(job, variation + 1000).integers(len(PATTERN_ROLES)))]
    roles = check_roles(role)
    frame = empty_frame(job.meter, job.tempo_bpm, job.key or "C", job.bars)
    lane = job.chords
    if not lane:
        minor = key_tonic(frame.key or "C")[1]
        chart = form_chart("minor ii v i" if minor else "ii v i", frame.key)
        lane = tuple(
            replace(span, start=frame.meter.bar_start(at), end=frame.meter.bar_start(at + 1 + (at == 2)))
            for at, span in enumerate(chart.spans[:3])
        )
    spans = looped(lane, frame.meter, frame.length)
    return write_roles(runtime, checkpoint, job, roles, replace(frame, chords=spans), variation, on_progress, on_part,
                       second)  # fmt: skip
