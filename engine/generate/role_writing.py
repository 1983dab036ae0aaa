"""One part of one role over a chord lane: what solo, pattern and song share. The rules are `chord_masks` and
`line_masks`; the notes are the model's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from engine.errors import InputError
from engine.generate.bass_figures import FigureBass
from engine.generate.chord_masks import CompingMask, StepLane, unheard_chords
from engine.generate.controls import controlled, plan_controls
from engine.generate.feels import Feel
from engine.generate.jobs import Controls, ModeJob, Sampling
from engine.generate.line_masks import BassMask, LeadMask
from engine.generate.steering import Eighths, Pace, Swing
from engine.generate.streaming import OnBars, at_lines, part_lines
from engine.generate.theme import THEME_REGISTER, THEME_TEXTURE, theme_controls, theme_mask
from engine.generate.window import Canvas, OnProgress, write_canvas
from engine.generate.window_clip import new_notes, without_overlaps
from engine.generate.window_setup import (
    bar_labels,
    chord_labels,
    draw_settings,
    free_steps,
    has_quarter_beats,
    has_style,
)
from engine.model import factors
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import FloatArray, Runtime
from engine.model.sampler import Constraint
from engine.model.tokens import GridNotes
from engine.music.clip import ChordSpan
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP, MeterMap
from engine.music.note import ROLES, TICKS_PER_QUARTER, Note

REGISTERS = {"lead": (55, 88), "chords": (42, 74), "bass": (28, 50)}
"""Pitch range of each role where the job asks for none."""
ENSEMBLE_REGISTERS = {"lead": (60, 90), "chords": (48, 70), "bass": (28, 48)}
"""The same where several roles play together and leave each other room."""
# Notes a beat / 12, mean pitch (21..108), notes an onset / 6: what parts of each role measure.
_TEXTURE = {"lead": (0.15, 0.57, 0.17), "chords": (0.17, 0.46, 0.62), "bass": (0.09, 0.22, 0.17)}
_LEAD_DENSITY = ((100.0, 180.0, 280.0), (2.3, 1.6, 1.3))
"""Notes a beat of real solos by tempo (Weimar Jazz Database, tests/benchmarks/lead_chord_tones.py)."""
_LEAD_PACE = ((90.0, 140.0, 190.0, 260.0), (2.95, 2.29, 1.82, 1.73))
"""Their notes in a beat that has any (tests/benchmarks/solo_pace.py)."""
_STYLED_PULL = 0.5
"""`LeadMask.pull` of solos in a style that is asked for: they are less square."""
_PAIRS, _EVENNESS = ((140.0, 190.0, 260.0), (0.58, 0.54, 0.5)), ((90.0, 160.0), (0.0, 4.0))
"""Where the second note of a beat falls after the first, in beats, and how firmly (`Eighths`): slow lines have theirs
in many places."""
_IN_TIME = 8.0
"""How firmly a rhythm section has its eighths where its feel has them (`Swing.nats_a_step`)."""
_STROKES = ((80.0, 140.0, 190.0, 260.0), (0.86, 0.71, 0.57, 0.46))
"""Voicings a beat of pianists by tempo (tests/benchmarks/comping_places.py)."""
_STAB_S, _STAB_STEPS = 0.15, (STEPS_PER_BEAT // 3, STEPS_PER_BEAT * 2 // 3)
"""A comping chord sounds for so many seconds at least, and limits of that in steps."""
_SKIPS = ((100.0, 180.0, 280.0), (0.12, 0.08, 0.03))
"""Second notes a beat of a walking bass by tempo."""
_HOLDS = ((80.0, 100.0, 130.0), (0.25, 0.15, 0.0))
"""Second and fourth beats through which it lets a note ring by tempo, a share (tests/benchmarks/walking_bass.py)."""
_ATTEMPTS = 2
_DOUBT = {"lead": 0.45, "chords": 0.0, "bass": 0.0}
"""Where the decoder takes over (`Canvas.doubt`): its lines hang together, those of clean latents jump about. A comping
hand or a bass would lose its chords."""
_PITCH_SHARE = 0.9
"""The role's rule sees to the pitches, so more of them may be drawn. Rare long notes would ring into the next chord."""
# Styles by name in which each role is played where the job asks for none, the first that the palette has.
_STYLES = {
    "lead": ("Hard bop lead", "Bebop lead", "Swing lead", "Charlie Parker"),
    "chords": ("Hank Jones", "Kenny Barron", "Jazz piano"),
    "bass": ("Hank Jones", "Jazz piano"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is to be written.

    Attributes:
        role: "lead", "chords" or "bass".
        spans: the chord lane in ticks from the part's start; empty for none.
        meter: of the part.
        length: ticks, up to a bar line.
        rooted: comping plays roots, too, as there is no bass.
        ensemble: other roles play beside this one.
        theme: a lead that states a tune, as songs are sung, in place of a solo.
        feel: how time is felt.
        source, start: a part that is varied, and how far (`Canvas`).
        controls: of the part.
        wishes: constraints that are asked before the role's rule.
        tempo_bpm: at which it is played; the faster, the fewer notes a beat.
    """

    role: str
    spans: tuple[ChordSpan, ...]
    meter: MeterMap
    length: int
    rooted: bool = True
    ensemble: bool = False
    theme: bool = False
    feel: Feel = field(default_factory=Feel)
    source: GridNotes | None = None
    start: float = 1.0
    controls: Controls = field(default_factory=Controls)
    wishes: tuple[Constraint, ...] = ()
    tempo_bpm: float = 160.0


def write_part(
    runtime: Runtime,
    job: ModeJob,
    part: Part,
    style: FloatArray,
    rng: np.random.Generator,
    on_progress: OnProgress,
    on_bars: OnBars | None = None,
) -> tuple[Note, ...]:
    """The notes of a part, in ticks from its start, all with its role. `on_bars` is told those that are written so far,
    and up to which bar line; from the start again where the part is written a second time.

    Raises:
        Cancelled: from `on_progress`.
    """
    furthest = 0.0

    def report(share: float, stage: str) -> None:
        nonlocal furthest
        furthest = max(furthest, share)
        on_progress(furthest, stage)

    notes: tuple[Note, ...] = ()
    for _ in range(_ATTEMPTS):
        notes = _written_once(runtime, job, part, style, rng, report, on_bars)
        if part.role != "chords" or not _lacking(notes, part):
            break
    return notes


def _lacking(notes: Sequence[Note], part: Part) -> bool:
    """The check after comping: whether a chord of a beat or more lacks a needed tone that the job leaves room for."""
    if part.controls.polyphony is not None or part.controls.register is not None:
        return False
    long = [span for span in part.spans if span.end - span.start >= TICKS_PER_QUARTER]
    return bool(unheard_chords(notes, long, with_root=part.rooted))


def _written_once(
    runtime: Runtime, job: ModeJob, part: Part, style: FloatArray, rng: np.random.Generator, report: OnProgress,
    on_bars: OnBars | None,
) -> tuple[Note, ...]:  # fmt: skip
    beats = -(-part.length // TICKS_PER_QUARTER)
    controls = part.controls
    low, high = controls.register or _register(part)
    # The density of comping and bass is that of their strokes, which the role's rule counts.
    told = controls if part.role == "lead" else replace(controls, density=None)
    pace: tuple[Constraint, ...] = ()
    if part.theme:
        told = theme_controls(controls, part.tempo_bpm, part.feel if has_quarter_beats(part.meter) else None)
    elif part.role == "lead" and controls.density is None:
        if has_style(job):
            # A style brings a density of its own, at any tempo; lines are as dense as players find possible at this
            # one.
            told = replace(controls, density=_lead_density(part.tempo_bpm))
        else:
            tables = (_LEAD_PACE, _PAIRS, _EVENNESS)
            rate, middle, gain = (float(np.interp(part.tempo_bpm, *table)) for table in tables)
            pace = (Pace(rate), Eighths(middle, gain))
    own_time = part.role == "lead" or has_style(job)
    swing = part.feel.swing(part.tempo_bpm, own_time=own_time)
    if told.swing is None and swing is not None and has_quarter_beats(part.meter):
        pace = (*pace, Swing(swing) if own_time else Swing(swing, _IN_TIME))
    plan = plan_controls(told)
    control, has = _texture(part, controls, plan)
    rule = role_rule(part, low, high, styled=has_style(job))
    asked: dict[str, Any] = {
        **plan,
        "free": free_steps([(0, part.length)], beats),
        "bars": bar_labels(part.meter, 0, beats),
        "style": style,
        "chords": chord_labels(part.spans, beats) if part.spans else None,
        "control": control,
        "has_control": has,
        "phrases": False,
        "doubt": _DOUBT[part.role],
        "sampling": _sampling(job, part),
        "style_guided": has_style(job),
        "settings": replace(draw_settings(job), lowest=low, highest=high, pitch_share=_PITCH_SHARE, length_share=1.0),
        "constraints": (*part.wishes, rule, *plan.get("constraints", ()), *pace),
    }
    if part.source is not None:
        asked |= {"source": part.source, "start": part.start}

    def notes_of(made: GridNotes, end: int) -> tuple[Note, ...]:
        """The part up to the tick `end`."""
        notes = new_notes(made, [(0, end)])
        notes = controlled(notes, controls, (), end, timing=has_quarter_beats(part.meter))
        if part.role != "chords":
            notes = one_voice(notes)
        return tuple(note.with_role(ROLES[part.role]) for note in without_overlaps(notes))

    if on_bars is not None:
        lines = part_lines(part.meter, 0, part.length)
        asked["on_notes"] = at_lines(lines, lambda made, line: on_bars(notes_of(made, line), line))
    return notes_of(write_canvas(runtime, Canvas(**asked), rng, report), part.length)


def _register(part: Part) -> tuple[int, int]:
    """The pitch range of a part where the job asks for none."""
    if part.theme:
        return THEME_REGISTER
    return (ENSEMBLE_REGISTERS if part.ensemble else REGISTERS)[part.role]


def _texture(part: Part, controls: Controls, plan: dict[str, Any]) -> tuple[FloatArray, FloatArray]:
    """Controls of the denoiser: the role's own texture where the job asks for none."""
    control = np.array(plan.get("control", np.zeros(len(factors.CONTROLS))), np.float32)
    has = np.array(plan.get("has_control", np.zeros(len(factors.CONTROLS))), np.float32)
    if controls.density is not None:
        control[0], has[0] = controls.density, 1
    if part.role == "lead" and not part.theme and not has[0]:
        control[0], has[0] = _lead_density(part.tempo_bpm), 1
    for index, value in enumerate(THEME_TEXTURE if part.theme else _TEXTURE[part.role]):
        if not has[index]:
            control[index], has[index] = value, 1
    return control, has


def _lead_density(tempo_bpm: float) -> float:
    """`Controls.density` of lines that players play at a tempo."""
    return float(np.interp(tempo_bpm, *_LEAD_DENSITY)) / 12


def role_rule(part: Part, low: int, high: int, *, styled: bool = False) -> Constraint:
    """The rule that makes the decoder play a role over the part's chords, in its own style or one that is asked for."""
    lane = StepLane.of(part.spans, None if part.role == "lead" else part.meter)
    if part.role == "chords":
        voices = part.controls.polyphony or 4
        return CompingMask(
            lane,
            low,
            high,
            voices=max(3, voices) if lane.chords else voices,
            with_root=part.rooted,
            rate=_rate(part, voices, float(np.interp(part.tempo_bpm, *_STROKES))),
            places=part.feel.strokes,
            shortest=int(np.clip(STEPS_PER_BEAT * part.tempo_bpm / 60 * _STAB_S, *_STAB_STEPS)),
        )
    bar = max(1, part.meter.changes[0].bar_ticks // TICKS_PER_QUARTER)
    if part.role == "bass":
        skips, holds = (float(np.interp(part.tempo_bpm, *table)) for table in (_SKIPS, _HOLDS))
        rate = _rate(part, 1, 1.0)
        first = part.meter.changes[0]
        asked = None if part.controls.density is None else rate
        if places := part.feel.places((first.numerator, first.denominator), asked):
            bar_steps = round(first.bar_ticks / TICKS_PER_STEP)
            return FigureBass(low=low, high=high, lane=lane, bar_beats=bar, places=places, bar_steps=bar_steps,
                              fifths=part.feel.fifths)  # fmt: skip
        return BassMask(low=low, high=high, lane=lane, bar_beats=bar, rate=rate, skips=skips, holds=holds)
    if part.theme:
        return theme_mask(lane, low, high, bar)
    lead = LeadMask(low=low, high=high, lane=lane, bar_beats=bar)
    return replace(lead, pull=_STYLED_PULL) if styled else lead


def _sampling(job: ModeJob, part: Part) -> Sampling:
    """Solos hear the chords without being pushed to them: with the usual weight they play too many chord tones."""
    if part.role != "lead" or part.theme:
        return job.sampling
    usual = Sampling().chord_guidance
    return replace(job.sampling, chord_guidance=job.sampling.chord_guidance / usual)


def _rate(part: Part, voices: int, usual: float) -> float:
    """Wished onsets a beat: of the density that is asked for, or what is usual for the role."""
    density = part.controls.density
    return usual if density is None else max(0.1, 12 * density / voices)


def one_voice(notes: Sequence[Note]) -> tuple[Note, ...]:
    """A line in which every note ends where the next begins."""
    ordered = sorted(notes)
    out = []
    for note, after in pairwise([*ordered, None]):
        if note is None:
            continue
        room = note.duration if after is None else after.start - note.start
        if room > 0:
            out.append(note.placed(note.start, min(note.duration, room)))
    return tuple(out)


def role_style(checkpoint: Checkpoint, role: str) -> FloatArray | None:
    """A style of the palette in which the role is at home; None where the palette has none of them."""
    names = checkpoint.config.styles
    found = next((name for name in _STYLES[role] if name in names), None)
    return None if found is None else checkpoint.style_mean(names.index(found))


def looped(spans: Sequence[ChordSpan], meter: MeterMap, length: int) -> tuple[ChordSpan, ...]:
    """A lane played over and over, chorus after chorus, until `length` ticks are filled.

    Raises:
        InputError: for a lane that begins before the music.
    """
    if not spans:
        return ()
    if min(span.start for span in spans) < 0:
        raise InputError("The chord lane begins before the first bar: move it.")
    chorus = meter.bar_ceil(max(span.end for span in spans))
    out: list[ChordSpan] = []
    for turn in range(-(-length // chorus)):
        for span in sorted(spans, key=lambda item: item.start):
            start, end = span.start + turn * chorus, min(length, span.end + turn * chorus)
            if start < end:
                out.append(ChordSpan(start, end, span.chord))
    return tuple(out)


def check_roles(text: str) -> tuple[str, ...]:
    """The roles of "lead", "lead+chords" ..., the bass first, as the others build on it.

    Raises:
        InputError: for an unknown role, or one named twice.
    """
    names = [name.strip() for name in text.split("+")]
    for name in names:
        if name not in ROLES:
            raise InputError(
                "There is no role '{name}'; choose among {roles} (several joined by +).",
                name=name,
                roles=", ".join(ROLES),
            )
    if len(set(names)) < len(names):
        raise InputError("The roles '{roles}' name one of them twice.", roles=text)
    return tuple(name for name in ("bass", "chords", "lead") if name in names)
