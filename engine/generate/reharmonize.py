"""Put a clip over other chords: only the beats whose chord changes are written anew, and their melody stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.errors import InputError
from engine.generate.chord_masks import CompingMask, StepLane, comping_classes
from engine.generate.constraints import Ceiling
from engine.generate.controls import controlled, plan_controls
from engine.generate.jobs import ReharmonizeJob
from engine.generate.locks import ceiling
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
from engine.generate.window_clip import TickRange, finished, joined_ranges, new_notes, within
from engine.generate.window_setup import (
    bar_labels,
    check_job,
    chord_labels,
    draw_settings,
    free_steps,
    grid_of,
    has_style,
    in_quarters,
    need_notes,
    random_stream,
    style_of_job,
)
from engine.model.checkpoint import Checkpoint
from engine.model.config import FACTORS
from engine.model.runtime import Runtime
from engine.model.tokens import GridNotes
from engine.music.chord import NO_CHORD, Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import TICKS_PER_STEP
from engine.music.harmony import recognise_chords
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.roles import infer_roles

_LOW, _ABOVE_LOW = 40, 19
_FEWEST_VOICES, _MOST_VOICES = 3, 6


def reharmonize_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: ReharmonizeJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None,
) -> Clip:  # fmt: skip
    """The prompt over `job.chords` (ticks from its start; where they have none, its own chords stay).

    A beat is touched when the wanted chord is not the prompt's there. Beats that are not come back note for note,
    except that accompaniment which rings on into another chord, and is foreign to it, ends where that begins. In
    touched beats the lead stays, and the accompaniment is written anew with the prompt's rhythm and dynamics as the
    model reads them; every wanted chord sounds with its root, third and seventh.

    `on_part` is told what is written so far, up to a bar line.

    Raises:
        InputError: for settings out of range, a prompt without notes, or no chords.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    need_notes(job.prompt, "reharmonize")
    if not job.chords:
        raise InputError("reharmonize needs the chords that are wanted: give --chords, or edit the chord lane.")
    prompt = job.prompt.whole_bars()
    if not prompt.chords:
        prompt = prompt.with_chords(recognise_chords(prompt))
    if all(note.role == Role.LEAD for note in prompt.notes):
        prompt = infer_roles(prompt)
    wanted = wanted_lane(prompt, job.chords)
    ranges = touched_ranges(prompt, wanted)
    if not ranges:
        return prompt.with_chords(wanted)
    kept = kept_notes(prompt, wanted, ranges)
    beats = -(-prompt.length // TICKS_PER_QUARTER)
    rng = random_stream(job, variation)
    source = grid_of(prompt.notes)
    mask = np.ones((beats, len(FACTORS)), np.float32)
    mask[:, FACTORS.index("harmony")] = 0
    plan = plan_controls(job.controls)
    rule, low, high = _rule(prompt, wanted, ranges, job.controls.register)
    melody = [note for note in kept if note.role == Role.LEAD]
    roof = (Ceiling(ceiling(melody, beats)),) if melody else ()

    def take_of(made: GridNotes, end: int) -> Clip:
        """The take up to the tick `end`."""
        stay = notes_until(kept, end)
        fresh = new_notes(made, ranges_until(ranges, end), stay)
        fresh = controlled(fresh, job.controls, stay, end, timing=in_quarters(prompt, job))
        clip = finished(frame_until(prompt, end), fresh, stay, spans_until(wanted, end))
        new = {(note.start, note.pitch) for note in fresh}
        # New notes are accompaniment, whatever the texture makes of them.
        return clip.with_notes(
            note.with_role(Role.CHORDS) if (note.start, note.pitch) in new and note.role == Role.LEAD else note
            for note in clip.notes
        )

    canvas = Canvas(
        **{
            **plan,
            "free": free_steps(ranges, beats),
            "bars": bar_labels(prompt.meter, 0, beats),
            "style": style_of_job(runtime, checkpoint, job, rng, own=source, beats=beats),
            "given": grid_of(kept),
            "source": source,
            "mask": mask,
            "chords": chord_labels(wanted, beats),
            "sampling": job.sampling,
            "style_guided": has_style(job),
            "settings": replace(draw_settings(job), lowest=low, highest=high),
            "constraints": (*roof, rule, *plan.get("constraints", ())),
            "on_notes": told_from_left(on_part, take_of, part_lines(prompt.meter, ranges[0][0], ranges[-1][1])),
        }
    )
    return take_of(write_canvas(runtime, canvas, rng, on_progress), prompt.length)


def wanted_lane(prompt: Clip, chords: Sequence[ChordSpan]) -> tuple[ChordSpan, ...]:
    """The whole lane that is wanted: `chords`, cut to the prompt, and between them the prompt's own."""
    new = [
        ChordSpan(max(0, span.start), min(prompt.length, span.end), span.chord)
        for span in sorted(chords, key=lambda item: item.start)
        if span.start < prompt.length and span.end > 0
    ]
    out = list(new)
    for span in prompt.chords:
        at = span.start
        for other in [item for item in new if item.end > span.start and item.start < span.end]:
            if other.start > at:
                out.append(ChordSpan(at, other.start, span.chord))
            at = max(at, other.end)
        if at < span.end:
            out.append(ChordSpan(at, span.end, span.chord))
    return tuple(sorted(out, key=lambda item: item.start))


def touched_ranges(prompt: Clip, wanted: Sequence[ChordSpan]) -> list[TickRange]:
    """Tick ranges of whole beats whose wanted chord is another one than the prompt's, neighbours joined.

    Without any accompaniment in the prompt, all beats that have a wanted chord.
    """
    alone = all(note.role == Role.LEAD for note in prompt.notes)
    ranges: list[TickRange] = []
    for start in range(0, prompt.length, TICKS_PER_QUARTER):
        end = min(prompt.length, start + TICKS_PER_QUARTER)
        there = _chords_in(wanted, start, end)
        if not any(chord.root is not None for chord in there):
            continue
        if not alone and there == _chords_in(prompt.chords, start, end):
            continue
        ranges.append((start, end))
    return joined_ranges(ranges)


def _chords_in(spans: Sequence[ChordSpan], start: int, end: int) -> list[Chord]:
    """The chords in force between two ticks; one chord where it does not change."""
    found: list[Chord] = []
    for span in spans:
        if span.start < end and span.end > start and (not found or found[-1] != span.chord):
            found.append(span.chord)
    return found or [NO_CHORD]


def kept_notes(prompt: Clip, wanted: Sequence[ChordSpan], ranges: Sequence[TickRange]) -> tuple[Note, ...]:
    """Notes that stay: the lead, and all that begins in beats that are not touched, cut where it would clash."""
    kept = []
    for note in prompt.notes:
        inside = within(note.start, ranges)
        if note.role == Role.LEAD:
            kept.append(note)
        elif not inside:
            kept.append(_cut_before_clash(note, wanted, ranges))
    return tuple(sorted(kept))


def _cut_before_clash(note: Note, wanted: Sequence[ChordSpan], ranges: Sequence[TickRange]) -> Note:
    for low, high in ranges:
        if note.start < low < note.end:
            for chord in _chords_in(wanted, low, min(high, note.end)):
                if chord.root is not None and note.pitch % 12 not in comping_classes(chord):
                    return note.placed(note.start, low - note.start)
    return note


def _rule(
    prompt: Clip, wanted: Sequence[ChordSpan], ranges: Sequence[TickRange], register: tuple[int, int] | None
) -> tuple[CompingMask, int, int]:
    """Comping as dense and as full as the accompaniment it stands for."""
    accompaniment = [note for note in prompt.notes if note.role != Role.LEAD]
    old = [note for note in accompaniment if within(note.start, ranges)]
    onsets = {round(note.start / 60) for note in old}
    beats = max(1, sum(high - low for low, high in ranges) // TICKS_PER_QUARTER)
    voices = round(len(old) / len(onsets)) if onsets else 4
    voices = int(np.clip(voices, _FEWEST_VOICES, _MOST_VOICES))
    rate = float(np.clip(len(onsets) / beats, 0.25, 2.0)) if onsets else 0.5
    low, high = register or (min((note.pitch for note in old), default=_LOW), max((n.pitch for n in old), default=72))
    if register is None:
        low = min(max(28, low), _LOW)
        high = max(high, low + _ABOVE_LOW, 67)
    lane = StepLane.of(wanted, prompt.meter)
    untouched = {
        index
        for index, (start, end) in enumerate(zip(lane.starts, lane.ends, strict=True))
        if not any(a < end * TICKS_PER_STEP and b > start * TICKS_PER_STEP for a, b in ranges)
    }
    # The rate is counted from the first touched beat.
    strokes = round(rate * (ranges[0][0] // TICKS_PER_QUARTER))
    return CompingMask(lane, low, high, voices=voices, rate=rate, strokes=strokes, struck=untouched), low, high
