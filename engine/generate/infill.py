"""Write some bars of a clip anew; all others stay, note for note, and are heard on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.errors import InputError
from engine.generate.controls import controlled, follow_neighbours, joined, neighbours, plan_controls
from engine.generate.jobs import InfillJob
from engine.generate.likeness import context_weight, doubt_of
from engine.generate.locks import lock_canvas, locked_steps
from engine.generate.manner import KINDS, in_manner_of, in_manner_of_styles
from engine.generate.streaming import (
    OnPart,
    frame_until,
    notes_until,
    part_lines,
    ranges_until,
    spans_until,
    told_from_left,
)
from engine.generate.window import Canvas, OnProgress, write_canvas
from engine.generate.window_clip import TickRange, finished, joined_ranges, lane_with, new_notes, within
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
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import Runtime
from engine.model.tokens import GridNotes
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER, Note


def infill_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: InfillJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None,
) -> Clip:  # fmt: skip
    """The whole prompt with `job.redo_bars` written anew, filled up to a bar line.

    Notes that begin in other bars come back as they are, also where they ring into the new ones. `on_part` is told what
    is written so far, up to a bar line.

    Raises:
        InputError: for settings out of range, a prompt without notes or bars that it does not have.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    need_notes(job.prompt, "infill")
    prompt = job.prompt.whole_bars()
    ranges = redo_ranges(prompt, job.redo_bars)
    beats = -(-prompt.length // TICKS_PER_QUARTER)
    kept = [n for n in prompt.notes if not within(n.start, ranges)]
    rng = random_stream(job, variation)
    source, role = grid_of(prompt.notes), lone_role(job)
    closed, gone = closed_up(kept, ranges)
    canvas = Canvas(
        free=free_steps(ranges, beats),
        bars=bar_labels(prompt.meter, 0, beats),
        style=style_of_job(runtime, checkpoint, job, rng, own=grid_of(closed), beats=beats - gone, role=role),
        given=grid_of(kept),
        source=source,
        chords=chord_labels(job.chords, beats) if job.chords else None,
        follow=bool(kept) and not has_style(job),
        sampling=job.sampling,
        style_guided=has_style(job),
        settings=draw_settings(job),
        context=context_weight(job.sampling.steps),
        doubt=doubt_of(job, len(kept)),
        **(
            joined(
                _in_styles(checkpoint, job, role) if has_style(job) else _like_neighbours(job, kept, ranges),
                under_the_hands(job, is_for_a_line(checkpoint, job, role), source),
            )
        ),
    )
    locked = lock_canvas(canvas, prompt, ranges, locked_steps(job, prompt, ranges))
    kept += locked.kept

    def take_of(made: GridNotes, end: int) -> Clip:
        """The take up to the tick `end`."""
        stay, free = notes_until(kept, end), ranges_until(ranges, end)
        fresh = locked.finish(new_notes(made, free, stay), stay)
        fresh = controlled(fresh, job.controls, stay, end, timing=in_quarters(prompt, job))
        lane = job.chords if end == prompt.length else spans_until(job.chords, end)
        clip = finished(frame_until(prompt, end), fresh, stay, lane, whole=end == prompt.length)
        return clip if job.chords else clip.with_chords(lane_with(clip, prompt.chords, free))

    lines = part_lines(prompt.meter, ranges[0][0], ranges[-1][1])
    streamed = replace(locked.canvas, on_notes=told_from_left(on_part, take_of, lines))
    return take_of(write_canvas(runtime, streamed, rng, on_progress), prompt.length)


def redo_ranges(prompt: Clip, bars: tuple[tuple[int, int], ...]) -> list[TickRange]:
    """Ranges of bars, counted from 1, as tick ranges that do not touch.

    Raises:
        InputError: for no bars, or bars that the prompt does not have.
    """
    if not bars:
        raise InputError("infill needs the bars to write anew: give --redo-bars or --keep-bars.")
    redo: set[int] = set()
    for first, last in bars:
        if not 1 <= first <= last <= prompt.bars:
            raise InputError(
                "The bars {first}:{last} are not in the prompt, which has {bars} bars.",
                first=first,
                last=last,
                bars=prompt.bars,
            )
        redo |= set(range(first - 1, last))
    return joined_ranges((prompt.meter.bar_start(bar), prompt.meter.bar_start(bar + 1)) for bar in sorted(redo))


def closed_up(kept: Sequence[Note], ranges: Sequence[TickRange]) -> tuple[list[Note], int]:
    """The kept notes without the gaps between them, whole beats of which are taken out, and how many beats these are.

    What shall be written anew is no silence of the music's: a style that was read with it asks for silence.
    """
    closed, gone = list(kept), 0
    for start, end in reversed(ranges):
        beats = (end - start) // TICKS_PER_QUARTER
        closed = [note.moved(-beats * TICKS_PER_QUARTER) if note.start >= end else note for note in closed]
        gone += beats
    return closed, gone


def _in_styles(checkpoint: Checkpoint, job: InfillJob, role: str) -> dict[str, Any]:
    """Arguments of a canvas whose new bars are played as the examples of the styles asked for."""
    wishes = in_manner_of_styles(checkpoint, job, role=role)
    return joined(plan_controls(job.controls), {"constraints": wishes})


def _like_neighbours(job: InfillJob, kept: Sequence[Note], ranges: Sequence[TickRange]) -> dict[str, Any]:
    """Arguments of a canvas whose new bars are played as the kept ones around them."""
    near = neighbours(kept, ranges)
    # Loudness is steered there already.
    kinds = [name for name in KINDS if name != "loudness"]
    return joined(
        follow_neighbours(job.controls, near, ranges), {"constraints": in_manner_of(grid_of(near), job, kinds)}
    )
