"""Continue a clip: what was played is given, the beats after it are free. Without a prompt, all beats are free."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.errors import InputError
from engine.generate.controls import controlled, joined, plan_controls
from engine.generate.jobs import Controls, ModeJob
from engine.generate.likeness import FEW_NOTES, context_weight, doubt_of, follow_prompt
from engine.generate.manner import in_manner_of, in_manner_of_styles
from engine.generate.steering import Density
from engine.generate.streaming import OnPart, part_lines, spans_until, told_from_left
from engine.generate.window import CHUNK_BEATS, CONTEXT_BEATS, Canvas, OnProgress, write_canvas
from engine.generate.window_clip import finished, in_key, new_notes
from engine.generate.window_setup import (
    bar_labels,
    chord_labels,
    draw_settings,
    free_steps,
    grid_of,
    has_quarter_beats,
    has_style,
    is_for_a_line,
    lone_role,
    random_stream,
    slerp,
    steady_tempo,
    steady_tempo_map,
    style_of_job,
    under_the_hands,
)
from engine.generate.window_setup import check_job as check_job
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import Runtime
from engine.model.tokens import GridNotes
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterMap
from engine.music.note import TICKS_PER_QUARTER

__all__ = ["CHUNK_BEATS", "CONTEXT_BEATS", "continue_clip", "slerp", "steady_tempo"]

HINT_DENSITY = 0.25
"""What is asked for after a hint (fewer than `FEW_NOTES`) unless the player asks for another: three notes a beat."""
STEADY_GAIN = 0.25
"""Of the steering towards the prompt's density: single beats stay free, and 64 bars do not drift."""


def continue_clip(
    runtime: Runtime,
    checkpoint: Checkpoint,
    job: ModeJob,
    variation: int,
    on_progress: OnProgress,
    on_part: OnPart | None = None,
) -> Clip:
    """One take of `job.bars` bars that follows `job.prompt`; without a prompt, a take from nothing.

    The take begins at its own tick 0 and ends on a bar line, at the meter and tempo the prompt ends with. `on_part` is
    told its first bars while the others are being written.

    Raises:
        InputError: for settings out of range or an unknown style.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    if job.locked_factors:
        raise InputError("continue writes new bars, in which nothing can be locked: leave the locks out.")
    prompt = job.prompt.whole_bars()
    meter_now = prompt.meter.at(max(0, prompt.length - 1))
    meter = MeterMap.constant(meter_now.numerator, meter_now.denominator)
    length = job.bars * meter_now.bar_ticks
    new = -(-length // TICKS_PER_QUARTER)
    rng = random_stream(job, variation)
    context = context_beats(prompt.length, meter_now.bar_ticks) if prompt.notes else 0
    # Bars and beats count from the junction, so a context that begins inside a bar is labelled rightly.
    origin, junction = prompt.length - context * TICKS_PER_QUARTER, context * TICKS_PER_QUARTER
    given = grid_of(prompt.notes, origin) if context else grid_of(())
    hint = context > 0 and len(given) < FEW_NOTES
    whole = grid_of(() if hint else prompt.notes, prompt.length % TICKS_PER_QUARTER)
    beats, role = prompt.length // TICKS_PER_QUARTER, lone_role(job)
    style = style_of_job(runtime, checkpoint, job, rng, own=whole, beats=beats, role=role)
    chords = None
    if job.chords:
        before = [ChordSpan(max(0, s.start - origin), s.end - origin, s.chord) for s in prompt.chords if s.end > origin]
        after = [ChordSpan(s.start + junction, s.end + junction, s.chord) for s in job.chords]
        chords = chord_labels((*before, *after), context + new)
    controls = job.controls
    if hint and controls.density is None:
        controls = replace(controls, density=HINT_DENSITY)
    plan = joined(plan_controls(controls), under_the_hands(job, is_for_a_line(checkpoint, job, role), whole))
    if controls == Controls(no_repeat=controls.no_repeat) and not job.chords and not has_style(job):
        plan = joined(plan, follow_prompt(given, context, job.creativity, job.sampling.steps))
    if context and not hint and not has_style(job):
        wishes = in_manner_of(given, job)
        if controls.density is None:
            wishes.append(Density(len(given) / context, gain=STEADY_GAIN))
        plan = joined(plan, {"constraints": wishes})
    plan = joined(plan, {"constraints": in_manner_of_styles(checkpoint, job, role=role)})
    if context or has_style(job):
        plan = {**plan, "phrases": False}

    def take_of(made: GridNotes, part: int) -> Clip:
        """The first `part` ticks of the take."""
        fresh = new_notes(made, [(junction, junction + part)])
        fresh = controlled(fresh, controls, (), junction + part, timing=has_quarter_beats(meter))
        frame = Clip((), meter, steady_tempo_map(prompt), length=part, key=prompt.key)
        lane = job.chords if part == length else spans_until(job.chords, part)
        clip = finished(frame, [note.moved(-junction) for note in fresh], chords=lane, whole=part == length)
        return clip if prompt.notes or job.chords else in_key(clip, prompt.key)

    canvas = Canvas(
        free=free_steps([(junction, junction + length)], context + new),
        bars=bar_labels(meter, -junction, context + new),
        style=style,
        given=given,
        chords=chords,
        follow=context > 0 and not has_style(job),
        doubt=doubt_of(job, len(given)),
        sampling=job.sampling,
        style_guided=has_style(job),
        settings=draw_settings(job),
        on_notes=told_from_left(on_part, take_of, part_lines(meter, 0, length), junction),
        context=context_weight(job.sampling.steps),
        **plan,
    )
    return take_of(write_canvas(runtime, canvas, rng, on_progress), length)


def context_beats(length: int, bar_ticks: int) -> int:
    """How much of a prompt of `length` ticks is heard: a phrase, in whole bars where bars are whole beats.

    A meter whose bars do not fill a phrase gets the next whole bars above it.
    """
    available = length // TICKS_PER_QUARTER
    whole = int(np.lcm(bar_ticks, TICKS_PER_QUARTER)) // TICKS_PER_QUARTER
    rounded = -(-CONTEXT_BEATS // whole) * whole
    return min(rounded, available) if rounded <= min(available, 2 * CONTEXT_BEATS) else min(CONTEXT_BEATS, available)
