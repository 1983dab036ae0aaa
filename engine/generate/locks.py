"""Locks: a locked factor stays the prompt's, in the latents and, where that is not exact enough, note by note.

melody: the top voice is kept and nothing sounds above it. rhythm: notes begin exactly where the prompt's do. harmony:
each beat has the prompt's pitch classes. dynamics: each half beat is as loud as the prompt's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.generate.constraints import HALF, Ceiling, Loudness, MustHit, PitchClasses
from engine.generate.window import Canvas, joined_grid
from engine.generate.window_clip import TickRange, without_overlaps
from engine.generate.window_setup import grid_of
from engine.model.config import FACTORS
from engine.model.runtime import IntArray
from engine.model.sampler import BoolArray, Constraint
from engine.model.tokens import GridNotes
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP
from engine.music.note import Note, Role
from engine.music.roles import infer_roles

SOUNDS_STEPS = 3
"""A pitch class belongs to a beat's harmony when it sounds for an eighth of the beat."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A canvas with its locks, the notes that stay because of them, and what is done to the new notes at the end."""

    canvas: Canvas
    kept: tuple[Note, ...]
    finish: Callable[[Sequence[Note], Sequence[Note]], tuple[Note, ...]]


def lock_canvas(canvas: Canvas, prompt: Clip, locks: Sequence[str], ranges: Sequence[TickRange]) -> Locked:
    """Lock factors of `prompt` in the free tick ranges of a canvas that counts from the prompt's tick 0."""
    old = [n for n in prompt.notes if any(low <= n.start < high for low, high in ranges)]
    source, beats = canvas.source, canvas.beats
    mask = np.zeros((beats, len(FACTORS)), np.float32) if canvas.mask is None else canvas.mask.copy()
    for name in locks:
        mask[:, FACTORS.index(name)] = 1
    constraints: list[Constraint] = []
    kept: tuple[Note, ...] = ()
    given, free = canvas.given, canvas.free
    if "melody" in locks:
        kept = top_voice(prompt, old)
        given = joined_grid(given, grid_of(kept))
        constraints.append(Ceiling(ceiling(kept, beats)))
    if "harmony" in locks:
        counts = np.bincount(source.onset // STEPS_PER_BEAT, minlength=beats)[:beats]
        constraints.append(PitchClasses(pitch_classes(source, beats), all_sound=True, counts=counts))
    if "rhythm" in locks:
        steps = np.zeros(beats * STEPS_PER_BEAT, bool)
        steps[source.onset[source.onset < len(steps)]] = True
        free = free & steps.reshape(beats, STEPS_PER_BEAT)
        micro = {int(o): int(m) for o, m in zip(source.onset[::-1], source.micro[::-1], strict=True)}
        ticks: dict[int, set[int]] = {}
        for note in old:
            ticks.setdefault(step_of(note), set()).add(note.start)
        # A kept note of the bar before may lie on the same step, some ticks before the line: it is no substitute.
        beside = np.bincount(canvas.given.onset[canvas.given.onset >= 0], minlength=len(steps))
        needs = {step: len(starts) + int(beside[step]) for step, starts in ticks.items()}
        constraints.append(MustHit(frozenset(np.flatnonzero(free.ravel()).tolist()), micro, needs))
    if "dynamics" in locks:
        constraints.append(Loudness(loudness(old, beats)))

    def finish(fresh: Sequence[Note], there: Sequence[Note]) -> tuple[Note, ...]:
        notes = list(fresh)
        if "rhythm" in locks:
            notes = on_onsets(notes, old, kept)
        if "dynamics" in locks:
            notes = as_loud(notes, old, kept)
        return without_overlaps(notes, there)

    locked = replace(canvas, given=given, free=free, mask=mask, constraints=(*canvas.constraints, *constraints))
    return Locked(locked, kept, finish)


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
        # Micro-timing can put a note into the step beside the one it was drawn at.
        near = [step for step in range(step_of(note) - 1, step_of(note) + 2) if step in ticks]
        step = min(near, key=lambda s: abs(min(ticks[s]) - note.start), default=-1)
        groups.setdefault(step, []).append(note)
    out = groups.pop(-1, [])
    for step, group in groups.items():
        starts = sorted(ticks[step] - {note.start for note in kept}) or sorted(ticks[step])
        for rank, note in enumerate(sorted(group, key=lambda n: n.pitch)):
            start = starts[min(rank * len(starts) // len(group), len(starts) - 1)]
            out.append(replace(note, start=start, duration=max(1, note.end - start)))
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
            out.append(replace(note, velocity=int(value)))
    return sorted(out)
