"""Play over a chord lane: a lead (or another role, or several together) for as many choruses as the bars hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.errors import InputError
from engine.generate.feels import feel_named
from engine.generate.jobs import FreeJob, ModeJob, SoloJob
from engine.generate.part_tasks import Bars, Notes, PartTask, part_streams, write_parts
from engine.generate.role_writing import Part, check_roles, looped, role_style
from engine.generate.second_process import SecondProcess
from engine.generate.side_by_side import Planned
from engine.generate.streaming import Ensemble, OnPart
from engine.generate.style_reading import LEAST_NOTES
from engine.generate.window import OnProgress
from engine.generate.window_setup import check_job, grid_of, has_style, random_stream, style_of_job
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import FloatArray, Runtime
from engine.model.style_examples import ROLE_KINDS
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import ROLES, TICKS_PER_QUARTER


def solo_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: SoloJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None, second: SecondProcess | None = None,
) -> Clip:  # fmt: skip
    """`job.bars` bars of `job.role` over `job.chords`, which is played over and over.

    The role is "lead", "chords", "bass" or several joined by "+". A comping under a bass leaves the roots to it. With
    notes in the prompt and no styles, the prompt's style is played. `on_part` is told what is written of each role;
    `second` writes some of them, where there is one.

    Raises:
        InputError: for settings out of range, an unknown role or no chords.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    roles = check_roles(job.role)
    if not job.chords:
        raise InputError("solo needs chords to play over: give --chords, or write them into the chord lane.")
    frame = empty_frame(job.meter, job.tempo_bpm, job.key, job.bars)
    spans = looped(job.chords, frame.meter, frame.length)
    return write_roles(runtime, checkpoint, job, roles, replace(frame, chords=spans), variation, on_progress, on_part,
                       second)  # fmt: skip


def write_roles(
    runtime: Runtime,
    checkpoint: Checkpoint,
    job: FreeJob,
    roles: tuple[str, ...],
    frame: Clip,
    variation: int,
    on_progress: OnProgress,
    on_part: OnPart | None,
    second: SecondProcess | None,
) -> Clip:
    """`frame`, a clip of chords without notes, with the notes of several roles over them."""
    rng = random_stream(job, variation)
    take = Ensemble(frame, (ROLES[role] for role in roles), on_part)
    # The controls are those of the music as a whole; a register is meant for one role alone.
    controls = job.controls if len(roles) == 1 else replace(job.controls, register=None, polyphony=None)
    feel = feel_named(job.feel)
    styles = [style_for(runtime, checkpoint, job, role, rng) for role in roles]
    planned = []
    for role, style, stream in zip(roles, styles, part_streams(rng, len(roles)), strict=True):
        part = Part(
            role=role, spans=frame.chords, meter=frame.meter, length=frame.length, rooted="bass" not in roles,
            ensemble=len(roles) > 1, feel=feel,
            controls=controls, tempo_bpm=frame.tempo.at(0).tempo_bpm,
        )  # fmt: skip
        planned.append(Planned.alone(PartTask.of(job, part, style, stream)))

    def on_bars(number: int, bars: Bars) -> None:
        take.begin(ROLES[roles[number]], *bars)

    def on_written(number: int, notes: Notes) -> None:
        take.add(ROLES[roles[number]], notes, 0, frame.length)
        take.tell()

    write_parts(runtime, planned, second, on_progress, on_bars, on_written)
    return take.clip


def style_for(
    runtime: Runtime, checkpoint: Checkpoint, job: ModeJob, role: str, rng: np.random.Generator
) -> FloatArray:
    """The style asked for, else the prompt's, else one in which the role is at home.

    Of all of them it is what the role plays that counts (`ROLE_KINDS`); of a prompt in which it hardly plays, all.
    """
    own = role_style(checkpoint, role)
    if has_style(job) or job.prompt.notes or own is None:
        beats = max(1, job.prompt.length // TICKS_PER_QUARTER)
        notes = [note for note in job.prompt.notes if note.role == ROLES[role]]
        alone = role in ROLE_KINDS and len(notes) >= LEAST_NOTES
        given = grid_of(notes if alone else job.prompt.notes)
        return style_of_job(runtime, checkpoint, job, rng, own=given, beats=beats, role=role)
    return own


def empty_frame(meter: tuple[int, int], tempo_bpm: float, key: str | None, bars: int) -> Clip:
    """A clip without notes, `bars` bars long.

    Raises:
        InputError: for a meter or tempo that cannot be.
    """
    if not 20 <= tempo_bpm <= 400:
        raise InputError("tempo must be between 20 and 400, not {tempo_bpm:g}.", tempo_bpm=tempo_bpm)
    numerator, denominator = meter
    if not 1 <= numerator <= 32 or denominator not in (1, 2, 4, 8, 16, 32):
        raise InputError(
            "{numerator}/{denominator} is not a meter: write it like 4/4, 3/4 or 7/8.",
            numerator=numerator,
            denominator=denominator,
        )
    grid = MeterMap.constant(numerator, denominator)
    return Clip(meter=grid, tempo=TempoMap.constant(tempo_bpm), length=grid.bar_start(bars), key=key)
