"""Locks: a locked factor stays the prompt's, in the latents and, where that is not exact enough, note by note.

melody: the top voice is kept and nothing sounds above it. rhythm: notes begin exactly where the prompt's do. harmony:
each beat has the prompt's pitch classes. dynamics: each half beat is as loud as the prompt's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.generate.constraints import HALF, SOUNDS_STEPS, Accompanied, Ceiling, Loudness, MustHit, PitchClasses
from engine.generate.jobs import ModeJob
from engine.generate.window import Canvas, joined_grid
from engine.generate.window_clip import TickRange, within, without_overlaps
from engine.generate.window_setup import free_steps, grid_of
from engine.model.config import FACTORS
from engine.model.runtime import IntArray
from engine.model.sampler import BoolArray, Constraint
from engine.model.tokens import GridNotes
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.roles import infer_roles

HALF_TICKS = HALF * TICKS_PER_STEP
NO_CEILING = 128


@dataclass(frozen=True, slots=True)
class Locked:
    """A canvas with its locks, the notes that stay because of them, and what is done to the new notes at the end."""

    canvas: Canvas
    kept: tuple[Note, ...]
    finish: Callable[[Sequence[Note], Sequence[Note]], tuple[Note, ...]]


def locked_steps(job: ModeJob, prompt: Clip, ranges: Sequence[TickRange]) -> dict[str, BoolArray]:
    """Factor -> the grid steps [T * 24] at which it is locked: all of `ranges`, or those in the bars that are named."""
    beats = -(-prompt.length // TICKS_PER_QUARTER)
    free = free_steps(ranges, beats).ravel()
    locked = {factor: free.copy() for factor in job.locks}
    for first, last, factor in job.bar_locks:
        bars = [(prompt.meter.bar_start(first - 1), prompt.meter.bar_start(last))]
        inside = free & free_steps(bars, beats).ravel()
        locked[factor] = locked.get(factor, np.zeros_like(free)) | inside
    return {factor: steps for factor, steps in locked.items() if steps.any()}


def lock_canvas(canvas: Canvas, prompt: Clip, ranges: Sequence[TickRange], where: Mapping[str, BoolArray]) -> Locked:
    """Lock factors of `prompt` `where` `locked_steps` says, in the free tick ranges of a canvas that counts from the
    prompt's tick 0.
    """
    free_notes = [n for n in prompt.notes if within(n.start, ranges)]
    source, beats = canvas.source, canvas.beats
    old = {factor: [n for n in free_notes if _holds(steps, n)] for factor, steps in where.items()}
    mask = np.zeros((beats, len(FACTORS)), np.float32) if canvas.mask is None else canvas.mask.copy()
    for factor, steps in where.items():
        # Of a beat across a bar line the greater part decides.
        mask[steps.reshape(beats, STEPS_PER_BEAT).mean(axis=1) > 0.5, FACTORS.index(factor)] = 1
    constraints: list[Constraint] = []
    kept: tuple[Note, ...] = ()
    given, free = canvas.given, canvas.free
    limits = np.full(2 * beats, NO_CEILING)
    if "melody" in where:
        kept = top_voice(prompt, old["melody"])
        given = joined_grid(given, grid_of(kept))
        limits = np.where(_halves(where["melody"]), ceiling(kept, beats), NO_CEILING)
        constraints.append(Ceiling(limits))
    melody = set(kept)
    if "harmony" in where:
        counts = np.bincount(source.onset // STEPS_PER_BEAT, minlength=beats)[:beats]
        there = where["harmony"].reshape(beats, STEPS_PER_BEAT).mean(axis=1) > 0.5
        # What rings into settled beats fits them.
        there |= ~canvas.free.any(axis=1)
        classes = pitch_classes(source, beats) & there[:, None]
        rings = held_over(source, beats) if "rhythm" in where else None
        constraints.append(PitchClasses(classes, all_sound=True, counts=counts, rings=rings))
    if "rhythm" in where:
        bound = where["rhythm"]
        steps = np.zeros(len(bound), bool)
        # A note right before the end means the line after it, and stands at the last step.
        steps[np.minimum(source.onset, len(steps) - 1)] = True
        free = free & (steps | ~bound).reshape(beats, STEPS_PER_BEAT)
        micro = {
            int(o): int(m)
            for o, m in zip(source.onset[::-1], source.micro[::-1], strict=True)
            if o < len(bound) and bound[o]
        }
        # Ticks at which a kept note begins are filled. One of the bar before may lie on the same step as a note of this
        # bar, some ticks before the line: it is no substitute.
        filled = {note.start for note in kept}
        ticks: dict[int, set[int]] = {}
        needs: dict[int, int] = {}
        for note in old["rhythm"]:
            step = min(step_of(note), len(steps) - 1)
            ticks.setdefault(step, set()).add(note.start)
            needs[step] = len(ticks[step] - filled)
        if "dynamics" in where:
            # Where the melody stood in a chord it must not stay alone: without the rest it is louder than both were.
            for step in {min(step_of(note), len(steps) - 1) for note in old["rhythm"] if note not in melody}:
                needs[step] = max(1, needs[step])
        must = frozenset(np.flatnonzero(free.ravel() & bound).tolist())
        loose = frozenset(np.flatnonzero(free.ravel() & ~bound).tolist())
        constraints.append(MustHit(must, micro, needs, loose))
    if "dynamics" in where:
        level = loudness(old["dynamics"], beats)
        constraints.append(Loudness(np.where(_halves(where["dynamics"]), level, np.nan)))
        if "melody" in where and "rhythm" not in where:
            # A melody that is left alone where it stood in a chord is louder than both were.
            constraints.append(Accompanied(frozenset(half_of(n) for n in old["dynamics"] if n not in melody)))

    def finish(fresh: Sequence[Note], there: Sequence[Note]) -> tuple[Note, ...]:
        notes = [_ended_below(note, limits) for note in fresh]
        for factor, change in (("rhythm", on_onsets), ("dynamics", as_loud)):
            if factor in where:
                inside = [note for note in notes if _holds(where[factor], note)]
                others = [note for note in notes if not _holds(where[factor], note)]
                stay = [note for note in kept if _holds(where[factor], note)]
                notes = sorted(others + change(inside, old[factor], stay))
        return without_overlaps(notes, there)

    locked = replace(canvas, given=given, free=free, mask=mask, constraints=(*canvas.constraints, *constraints))
    return Locked(locked, kept, finish)


def _ended_below(note: Note, limits: IntArray) -> Note:
    """A note that ends where it would ring on into half beats in which nothing as high may sound, [2 T]."""
    for half in range(half_of(note) + 1, min(len(limits), -(-note.end // HALF_TICKS))):
        if note.pitch > limits[half]:
            return note.placed(note.start, half * HALF_TICKS - note.start)
    return note


def _holds(steps: BoolArray, note: Note) -> bool:
    """Whether a note begins at one of the steps, by the step that it means or by the one it is played in."""
    step = step_of(note)
    played_in = note.start // TICKS_PER_STEP
    return bool(steps[min(step, len(steps) - 1)] or steps[min(played_in, len(steps) - 1)])


def _halves(steps: BoolArray) -> BoolArray:
    """Which half beats, [2 T], the steps lie in."""
    return np.asarray(steps.reshape(-1, HALF).mean(axis=1) > 0.5)


def top_voice(prompt: Clip, old: Sequence[Note]) -> tuple[Note, ...]:
    """The notes of `old` that are heard as the melody: the lead's upper line, and what is highest in each half beat."""
    roles = {(n.start, n.pitch): n.role for n in infer_roles(prompt).notes}
    by_onset: dict[int, int] = {}
    by_half: dict[int, Note] = {}
    for note in old:
        by_onset[step_of(note)] = max(note.pitch, by_onset.get(step_of(note), -1))
        for half in halves_of(note):
            if half not in by_half or by_half[half].pitch < note.pitch:
                by_half[half] = note
    lead = {
        note
        for note in old
        if note.pitch == by_onset[step_of(note)] and roles.get((note.start, note.pitch), note.role) == Role.LEAD
    }
    return tuple(sorted(lead | set(by_half.values())))


def ceiling(melody: Sequence[Note], beats: int) -> IntArray:
    """The highest pitch of the melody in each half beat, [2 T]; where it rests, that of the half beat before."""
    top = np.full(2 * beats, -1, np.int64)
    for note in melody:
        for half in halves_of(note):
            if half < len(top):
                top[half] = max(top[half], note.pitch)
    last = 127
    for half, pitch in enumerate(top):
        last = int(pitch) if pitch >= 0 else last
        top[half] = last
    return top


def halves_of(note: Note) -> range:
    """The half beats in which a note is heard: those it begins in or reaches into by more than two steps."""
    first = step_of(note)
    end = first + max(1, round(note.duration / TICKS_PER_STEP))
    return range(first // HALF, max(first // HALF, (end - 3) // HALF) + 1)


def step_of(note: Note) -> int:
    """The grid step that a note begins at."""
    return (note.start + TICKS_PER_STEP // 2) // TICKS_PER_STEP


def pitch_classes(source: GridNotes, beats: int) -> BoolArray:
    """Which pitch classes sound for `SOUNDS_STEPS` or longer in each beat, [T, 12]."""
    time = np.zeros((beats + 17, 12))
    for onset, pitch, duration in zip(source.onset, source.pitch, source.duration, strict=True):
        for beat in range(int(onset) // STEPS_PER_BEAT, min(beats, int(onset + duration - 1) // STEPS_PER_BEAT + 1)):
            low, high = beat * STEPS_PER_BEAT, (beat + 1) * STEPS_PER_BEAT
            time[beat, pitch % 12] = max(time[beat, pitch % 12], min(onset + duration, high) - max(onset, low))
    return time[:beats] >= SOUNDS_STEPS


def held_over(source: GridNotes, beats: int) -> BoolArray:
    """Which pitch classes of each beat sound on into the next for `SOUNDS_STEPS` or longer, [T, 12]."""
    held = np.zeros((beats, 12), bool)
    for onset, pitch, duration in zip(source.onset, source.pitch, source.duration, strict=True):
        last = int(onset + duration - SOUNDS_STEPS) // STEPS_PER_BEAT
        held[int(onset) // STEPS_PER_BEAT : last, pitch % 12] = True
    return held


def half_of(note: Note) -> int:
    """The half beat that a note begins in."""
    return step_of(note) // HALF


def loudness(notes: Sequence[Note], beats: int) -> npt.NDArray[np.float64]:
    """Mean velocity of each half beat, [2 T], interpolated where no note begins."""
    total, count = np.zeros(2 * beats + 1), np.zeros(2 * beats + 1)
    for note in notes:
        total[min(half_of(note), 2 * beats)] += note.velocity
        count[min(half_of(note), 2 * beats)] += 1
    there = np.flatnonzero(count)
    if not len(there):
        return np.full(2 * beats, 80.0)
    return np.interp(np.arange(2 * beats), there, total[there] / count[there])


def on_onsets(notes: Sequence[Note], old: Sequence[Note], kept: Sequence[Note] = ()) -> list[Note]:
    """Notes moved to the ticks at which old notes of their grid step begin, spread chords and all, from the bottom up.

    Ticks at which a kept note begins are filled already.
    """
    ticks: dict[int, set[int]] = {}
    for note in old:
        ticks.setdefault(step_of(note), set()).add(note.start)
    groups: dict[int, list[Note]] = {}
    for note in notes:
        # A note cut at a border may lie in the step beside the one it was drawn at.
        near = [step for step in (step_of(note), step_of(note) - 1, step_of(note) + 1) if step in ticks]
        step = near[0] if near else -1
        groups.setdefault(step, []).append(note)
    out = groups.pop(-1, [])
    for step, group in groups.items():
        starts = sorted(ticks[step] - {note.start for note in kept}) or sorted(ticks[step])
        for rank, note in enumerate(sorted(group, key=lambda n: n.pitch)):
            start = starts[min(rank * len(starts) // len(group), len(starts) - 1)]
            out.append(note.placed(start, max(1, note.end - start)))
    return out


def as_loud(notes: Sequence[Note], old: Sequence[Note], kept: Sequence[Note]) -> list[Note]:
    """Notes with the old velocities: in each half beat spread over the pitches as before, with the same mean.

    Kept notes have their own velocities; the new ones beside them make up for what is missing to the mean.
    """
    beats = max((half_of(n) for n in (*notes, *old)), default=0) // 2 + 1
    level = loudness(old, beats)
    groups: dict[int, list[Note]] = {}
    for note in notes:
        groups.setdefault(half_of(note), []).append(note)
    out: list[Note] = []
    for half, group in groups.items():
        stay = [n.velocity for n in kept if half_of(n) == half]
        before = [n.velocity for n in sorted(old, key=lambda n: n.pitch) if half_of(n) == half]
        place = (np.arange(len(group)) + 0.5) / len(group)
        values = np.full(len(group), level[half])
        if before:
            values = np.interp(place, (np.arange(len(before)) + 0.5) / len(before), before)
        wanted = level[half] * (len(group) + len(stay)) - sum(stay)
        values = np.clip(np.rint(values + wanted / len(group) - values.mean()), 1, 127)
        for note, value in zip(sorted(group, key=lambda n: n.pitch), values, strict=True):
            out.append(note.with_velocity(int(value)))
    return sorted(out)
