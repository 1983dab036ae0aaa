"""Controls of the texture (density, register, polyphony, swing, dynamics, repeats): how model and writing follow them.

The denoiser is told them, of several noises the one goes on that promises most of them, the latents' factors are moved
the rest of the way, and the writing is steered by what has come out so far. Register and polyphony are hard limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.generate.constraints import NoRepeat, Polyphony, Range
from engine.generate.jobs import Controls
from engine.generate.steering import Density, Dynamics, Swing
from engine.generate.window import Cost
from engine.generate.window_clip import without_overlaps
from engine.model import factors
from engine.model.runtime import FloatArray
from engine.model.sampler import Constraint
from engine.music.grid import STEPS_PER_BEAT
from engine.music.note import TICKS_PER_QUARTER, Note

NOTES_A_BEAT = 12.0
"""Density 1."""
CANDIDATES = 4
REGISTER_PULL = 0.5
"""Nats an octave towards the middle of the register."""
_EARLY = 30
"""Ticks by which a note may come before its beat and still belong to it."""
_OFFBEAT = (170, 420)
"""Where in a beat, in ticks, an off-beat eighth may lie."""
NEIGHBOUR_TICKS = 8 * TICKS_PER_QUARTER
"""How far music around new bars tells how loud and dense they are."""
_LEAST_NEIGHBOURS = 8
_NEIGHBOUR_GAIN = 0.25
"""Of the density's steering: a breath or a run is welcome, a hole is not."""
_REPEAT_COST = 2.0
"""Of a top line that is nothing but repetition; the whole range of another control costs 1."""
_VOICES_AN_ONSET = 0.45
"""How much the mean size of a chord grows with each voice that may sound."""
_RHYTHM = factors.HARMONY_SIZE + factors.MELODY_SIZE
_COUNTS = _RHYTHM + STEPS_PER_BEAT
_LOUDNESS = _RHYTHM + factors.RHYTHM_SIZE


def plan_controls(controls: Controls) -> dict[str, Any]:
    """Arguments of a `Canvas` that make its new notes follow `controls`."""
    control = np.zeros(len(factors.CONTROLS), np.float32)
    has = np.zeros(len(factors.CONTROLS), np.float32)
    asked = {
        "density": controls.density,
        "register": None if controls.register is None else (sum(controls.register) / 2 - 21) / 87,
        "polyphony": None if controls.polyphony is None else (1 + _VOICES_AN_ONSET * (controls.polyphony - 1)) / 6,
        "swing": controls.swing,
        "dynamics": controls.dynamics,
    }
    for index, name in enumerate(factors.CONTROLS):
        value = asked[name]
        if value is not None:
            control[index], has[index] = np.clip(value, 0, 1), 1
    if controls == Controls():
        return {}
    constraints: list[Constraint] = []
    if controls.register is not None:
        constraints.append(Range(*controls.register, pull=REGISTER_PULL))
    if controls.polyphony is not None:
        constraints.append(Polyphony(controls.polyphony))
    if controls.density is not None:
        constraints.append(Density.asked(NOTES_A_BEAT * controls.density))
    if controls.swing is not None:
        constraints.append(Swing(controls.swing))
    if controls.dynamics is not None:
        constraints.append(Dynamics(127 * controls.dynamics))
    if controls.no_repeat is not None:
        constraints.append(NoRepeat(controls.no_repeat))
    return {
        "control": control,
        "has_control": has,
        # Phrase latents hold density, height and loudness of their own.
        "phrases": not has[[0, 1, 2, 4]].any(),
        "constraints": tuple(constraints),
        "cost": lambda features: control_cost(controls, features),
        "candidates": CANDIDATES,
        "edit": lambda features: moved_features(controls, features),
    }


def joined(plan: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both of two sets of arguments of a `Canvas`; where they differ on what can only be one, those of `other`."""
    both = {**plan, **other, "constraints": (*plan.get("constraints", ()), *other.get("constraints", ()))}
    costs: list[Cost] = [each["cost"] for each in (plan, other) if "cost" in each]
    if len(costs) == 2:
        both["cost"] = lambda features: costs[0](features) + costs[1](features)
    return both


def neighbours(kept: Sequence[Note], ranges: Sequence[tuple[int, int]]) -> list[Note]:
    """The kept notes within `NEIGHBOUR_TICKS` of ranges of ticks."""
    return [n for n in kept if any(a - NEIGHBOUR_TICKS <= n.start < b + NEIGHBOUR_TICKS for a, b in ranges)]


def follow_neighbours(controls: Controls, near: Sequence[Note], ranges: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """As `plan_controls` for new bars, the ranges of ticks: what is not asked for is about as loud and as dense as
    the notes `near` them, their `neighbours`. Left to itself the model writes softer there."""
    plan = plan_controls(controls)
    if len(near) < _LEAST_NEIGHBOURS:
        return plan
    wishes: list[Constraint] = []
    if controls.dynamics is None:
        wishes.append(Dynamics(sum(note.velocity for note in near) / len(near)))
    if controls.density is None:
        length = max(note.start for note in near) - min(note.start for note in near) + TICKS_PER_QUARTER
        inside = sum(min(b, near[-1].start) - max(a, near[0].start) for a, b in ranges if near[0].start < a < b
                     <= near[-1].start)  # fmt: skip
        rate = len(near) / max(1, length - inside) * TICKS_PER_QUARTER
        wishes.append(Density(rate, gain=_NEIGHBOUR_GAIN))
        followed = replace(controls, density=min(1.0, rate / NOTES_A_BEAT))
        plan = {**plan, "edit": lambda features: moved_features(followed, features)}
    return joined(plan, {"phrases": False, "constraints": wishes})


def control_cost(controls: Controls, features: FloatArray) -> float:
    """How far features [T, F], as read off latents, are from the controls; 0 where they hold."""
    cost = 0.0
    if controls.density is not None:
        cost += abs(float(features[:, _COUNTS:_COUNTS + STEPS_PER_BEAT].sum()) * 6 / len(features) / NOTES_A_BEAT
                    - controls.density)  # fmt: skip
    if controls.dynamics is not None:
        cost += abs(_mean_loudness(features) - controls.dynamics)
    if controls.swing is not None:
        steps = np.arange(10, 20)
        weight = features[:, _RHYTHM + 10 : _RHYTHM + 20].sum(axis=0)
        place = float(weight @ steps / max(1e-6, weight.sum()))
        cost += 0.5 * abs(np.clip((place - 12) / 6, 0, 1) - controls.swing)
    if controls.register is not None:
        heights = np.concatenate([features[:, column + 12 : column + 12 + factors.OCTAVES] @ np.arange(factors.OCTAVES)
                                  for column in (factors.HARMONY_SIZE, factors.HARMONY_SIZE + 22)])  # fmt: skip
        low, high = controls.register
        cost += abs(float(heights.mean()) / factors.OCTAVES - (0.35 * low + 0.65 * high - 12) / 96)
    if controls.polyphony is not None:
        together = 6 * features[:, _COUNTS : _COUNTS + STEPS_PER_BEAT]
        cost += float(np.maximum(together - controls.polyphony, 0).sum(axis=1).mean()) / controls.polyphony
    if controls.no_repeat is not None:
        cost += _REPEAT_COST * _repeated(features, controls.no_repeat)
    return cost


def _repeated(features: FloatArray, notes: int) -> float:
    """Share of the runs of `notes` notes of the top line that features promise and that have been there before."""
    halves = features[:, factors.HARMONY_SIZE : _RHYTHM].reshape(2 * len(features), -1)
    sounds, begins = halves[:, 12 + factors.OCTAVES], halves[:, 13 + factors.OCTAVES]
    tops = halves[(sounds > 0.5) & (begins > 0.5)]
    line = (12 * tops[:, 12 : 12 + factors.OCTAVES].argmax(axis=1) + tops[:, :12].argmax(axis=1)).tolist()
    runs = [tuple(line[k : k + notes]) for k in range(len(line) - notes + 1)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def _mean_loudness(features: FloatArray) -> float:
    """Mean velocity / 127 that features promise, over the beats in which notes begin."""
    sounding = np.clip(features[:, _LOUDNESS + 8], 0, 1)
    return float((features[:, _LOUDNESS] * sounding).sum() / max(1e-6, sounding.sum())) * 255 / 254


def moved_features(controls: Controls, features: FloatArray) -> FloatArray:
    """Features of new beats moved so that the controls hold: as many of the likeliest onsets as the density asks for,
    and the loudness shifted as a whole."""
    out = features.copy()
    if controls.density is not None:
        onset = features[:, _RHYTHM:_COUNTS]
        counts = np.maximum(features[:, _COUNTS : _COUNTS + STEPS_PER_BEAT] * 6, 1.0)
        # The threshold above which an onset is written, so that the notes add up.
        order = np.argsort(-onset, axis=None, kind="stable")
        total = np.cumsum(counts.ravel()[order])
        number = int(np.searchsorted(total, controls.density * NOTES_A_BEAT * len(features)))
        picked = np.zeros(onset.size, bool)
        picked[order[:number]] = True
        chosen = picked.reshape(onset.shape)
        out[:, _RHYTHM:_COUNTS] = chosen
        out[:, _COUNTS : _COUNTS + STEPS_PER_BEAT] = chosen * counts / 6
    if controls.dynamics is not None:
        shift = controls.dynamics - _mean_loudness(features)
        columns = [0, 2, 3, 4, 5, 6, 7]
        out[:, [_LOUDNESS + c for c in columns]] += shift * (features[:, [_LOUDNESS + c for c in columns]] > 0.05)
        out[:, _LOUDNESS : _LOUDNESS + 9] = np.clip(out[:, _LOUDNESS : _LOUDNESS + 9], 0, 1)
    return out


def controlled(
    notes: Sequence[Note], controls: Controls, kept: Sequence[Note], end: int, *, timing: bool = True
) -> tuple[Note, ...]:
    """The last touch to new notes: swing as ticks, where `timing` is free, and the limits that ticks could break."""
    if timing:
        notes = [n.placed(n.start, min(n.duration, end - n.start)) for n in swung(notes, controls.swing, kept)]
    return limit_polyphony(without_overlaps(notes, kept), kept, controls.polyphony)


def limit_polyphony(notes: Sequence[Note], kept: Sequence[Note], limit: int | None) -> tuple[Note, ...]:
    """`notes` shortened, or left out, so that no more than `limit` sound at any tick; `kept` notes stay as they are.

    The grid's rule (`Polyphony`) leaves overlaps of less than a step, which end here.
    """
    if limit is None:
        return tuple(notes)
    playing: list[tuple[Note, bool]] = []
    done: list[Note] = []
    for start, _, note, fixed in sorted(
        [(n.start, -n.pitch, n, False) for n in notes] + [(n.start, -n.pitch, n, True) for n in kept],
        key=lambda item: (item[0], not item[3], item[1]),
    ):
        done += [n for n, stays in playing if n.end <= start and not stays]
        playing = [(n, stays) for n, stays in playing if n.end > start]
        while len(playing) >= limit:
            free = [n for n, stays in playing if not stays and n.start < start]
            if not free:
                break
            oldest = min(free, key=lambda n: (n.end, n.pitch))
            playing = [(n, stays) for n, stays in playing if n is not oldest]
            done.append(Note(oldest.start, oldest.pitch, start - oldest.start, oldest.velocity, oldest.role))
        if len(playing) < limit or fixed:
            playing.append((note, fixed))
    return tuple(sorted(done + [n for n, stays in playing if not stays]))


def swung(notes: Sequence[Note], amount: float | None, texture: Sequence[Note] = ()) -> tuple[Note, ...]:
    """`notes` with the off-beat eighths moved to `amount`: straight (0) to dotted (1), where beats are quarters.

    Only beats that are played in eighths change: one off-beat onset, nothing between it and the downbeat. What ended
    where an off-beat began still does. `texture` are notes that stay; a beat in which they have an off-beat keeps it.
    """
    if amount is None:
        return tuple(notes)
    beats: dict[int, list[Note]] = {}
    for note in notes:
        beats.setdefault((note.start + _EARLY) // TICKS_PER_QUARTER, []).append(note)
    fixed = {(n.start + _EARLY) // TICKS_PER_QUARTER for n in texture if _place(n) > _EARLY + _EARLY}
    shifts: dict[int, int] = {}
    for beat, inside in beats.items():
        off = [_place(note) for note in inside if _place(note) > 2 * _EARLY]
        if beat in fixed or not off or min(off) < _OFFBEAT[0] or max(off) > _OFFBEAT[1] or max(off) - min(off) > 60:
            continue
        shift = round(240 + 120 * amount - sum(off) / len(off))
        shifts.update({note.start: shift for note in inside if _place(note) > 2 * _EARLY})
    out = []
    for note in notes:
        start = note.start + shifts.get(note.start, 0)
        near = [tick for tick in shifts if abs(note.end - tick) <= _EARLY and tick > note.start]
        end = note.end + (shifts[near[0]] if near else shifts.get(note.start, 0) * (note.duration < 120))
        out.append(note.placed(start, max(30, end - start)))
    return tuple(sorted(out))


def _place(note: Note) -> int:
    """Ticks after the beat that a note belongs to; a little before it is negative."""
    return (note.start + _EARLY) % TICKS_PER_QUARTER - _EARLY
