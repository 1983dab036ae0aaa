"""Play over a whole clip again: latents noised in part and denoised; harmony stays unless other chords are given.

Transfer is the same towards another style (`transfer`). Towards one that plays lines, as horns do, what leads is
varied, over the harmony of it all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.generate.constraints import Near
from engine.generate.controls import controlled, joined, plan_controls
from engine.generate.jobs import ImproviseJob, ModeJob
from engine.generate.locks import lock_canvas, locked_steps
from engine.generate.manner import in_manner_of, in_manner_of_styles
from engine.generate.streaming import (
    OnPart,
    frame_until,
    notes_until,
    part_lines,
    spans_until,
    told_from_left,
)
from engine.generate.style_reading import LEAST_NOTES, LONE
from engine.generate.window import EMPTY, Canvas, OnProgress, write_canvas
from engine.generate.window_clip import finished, new_notes
from engine.generate.window_setup import (
    bar_labels,
    check_job,
    chord_labels,
    draw_settings,
    free_steps,
    grid_of,
    has_style,
    in_quarters,
    is_for_a_line,
    lone_role,
    need_notes,
    random_stream,
    style_of_job,
    under_the_hands,
)
from engine.model import factors
from engine.model.checkpoint import Checkpoint
from engine.model.config import FACTORS
from engine.model.runtime import FloatArray, Runtime
from engine.model.tokens import GridNotes
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER, Role
from engine.music.roles import with_roles

NEAREST = 7.0
"""Nats by which the prompt's own notes are preferred at distance 0; at distance 1 they are not."""

TOUCH = ("lengths", "loudness")
"""What an improvisation keeps however far it roams: the same hands play it."""
TUNE = 0.18
"""Share of a style's wish about heights beside the outline of a melody that is kept."""
AS_LINE = 0.5
"""Distance from which on a style that plays lines has only what leads; nearer than that the prompt's chords stay."""


def improvise_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: ImproviseJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None,
) -> Clip:  # fmt: skip
    """A take as long as the prompt: near to it at creativity 0, far away at 1. `on_part`: as in `continue_clip`.

    Raises:
        InputError: for settings out of range, or a prompt without notes or too long.
        Cancelled: from `on_progress`.
    """
    harmony = () if job.chords else ("harmony",)
    return vary_clip(
        runtime, checkpoint, job, variation, on_progress, mode="improvise", distance=job.creativity, clamped=harmony,
        held=harmony, on_part=on_part,
    )  # fmt: skip


def vary_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: ModeJob, variation: int, on_progress: OnProgress, *, mode: str,
    distance: float, clamped: tuple[str, ...] = (), held: tuple[str, ...] = (), on_part: OnPart | None = None,
) -> Clip:  # fmt: skip
    """The whole prompt written again `distance` 0..1 away from itself, in the style of the job.

    `clamped` factors keep their latents, and the notes are held to what those of `held` promise; the job's locks hold
    exactly.
    """
    check_job(job, checkpoint)
    need_notes(job.prompt, mode)
    prompt = job.prompt.whole_bars()
    ranges = [(0, prompt.length)]
    beats = -(-prompt.length // TICKS_PER_QUARTER)
    rng = random_stream(job, variation)
    source, role = grid_of(prompt.notes), lone_role(job)
    line = EMPTY if role or distance < AS_LINE else _line_for(checkpoint, job, prompt)
    latents = None
    if len(line):
        latents, source, role = _over_harmony_of(runtime, source, line, beats), line, LONE
    mask = np.zeros((beats, len(FACTORS)), np.float32)
    for name in clamped:
        mask[:, FACTORS.index(name)] = 1
    plan = joined(plan_controls(job.controls), under_the_hands(job, bool(role), source))
    weight = NEAREST * (1 - distance) ** 2
    if weight > 0.05:
        plan = joined({"constraints": [Near.to(source, weight)]}, plan)
    if not has_style(job):
        plan = joined(plan, {"constraints": in_manner_of(source, job, TOUCH, strength=1.0)})
    else:
        wishes = in_manner_of_styles(checkpoint, job, distance**2, heights=1.0 if len(line) else TUNE, role=role)
        plan = joined(plan, {"constraints": wishes})
    canvas = Canvas(
        free=free_steps(ranges, beats),
        bars=bar_labels(prompt.meter, 0, beats),
        style=style_of_job(runtime, checkpoint, job, rng, own=source, beats=beats, role=role),
        source=source,
        latents=latents,
        mask=mask,
        held=held,
        start=starting_time(distance),
        chords=chord_labels(job.chords, beats) if job.chords else None,
        sampling=job.sampling,
        style_guided=has_style(job),
        settings=draw_settings(job),
        **plan,
    )
    locked = lock_canvas(canvas, prompt, ranges, locked_steps(job, prompt, ranges))
    chords = job.chords or (prompt.chords if "harmony" in (*clamped, *job.locks) else ())

    def take_of(made: GridNotes, end: int) -> Clip:
        """The take up to the tick `end`."""
        kept = notes_until(locked.kept, end)
        fresh = locked.finish(new_notes(made, [(0, end)], kept), kept)
        fresh = controlled(fresh, job.controls, kept, end, timing=in_quarters(prompt, job))
        lane = chords if end == prompt.length else spans_until(chords, end)
        return finished(frame_until(prompt, end), fresh, kept, lane, whole=end == prompt.length)

    lines = part_lines(prompt.meter, 0, prompt.length)
    streamed = replace(locked.canvas, on_notes=told_from_left(on_part, take_of, lines))
    return take_of(write_canvas(runtime, streamed, rng, on_progress), prompt.length)


def _line_for(checkpoint: Checkpoint, job: ModeJob, prompt: Clip) -> GridNotes:
    """What leads in the prompt, where the styles asked for play lines; empty where they do not, where factors of all
    that is played are locked, or where hardly anything leads."""
    if not is_for_a_line(checkpoint, job, ""):
        return EMPTY
    lead = [note for note in with_roles(prompt).notes if note.role is Role.LEAD]
    return grid_of(lead) if len(lead) >= LEAST_NOTES else EMPTY


def _over_harmony_of(runtime: Runtime, notes: GridNotes, line: GridNotes, beats: int) -> FloatArray:
    """Latents [beats, Z] of a line, but for the harmony, which is that of all notes."""
    of_line, of_all = (factors.features(factors.beat_facts(part, beats)) for part in (line, notes))
    of_line[:, : factors.HARMONY_SIZE] = of_all[:, : factors.HARMONY_SIZE]
    return runtime.beat_latents(of_line.astype(np.float32))


def starting_time(distance: float) -> float:
    """How far the prompt's latents are noised, 0..1: a little at distance 0, wholly at 1."""
    return float(np.clip(0.15 + 0.85 * distance, 0.15, 1.0))
