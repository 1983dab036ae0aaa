"""A lead that states a tune, as songs are sung, in place of a solo: the styles, the texture and the rule that make one.

What tunes measure is of lead sheets (OpenEWLD), see tests/benchmarks/song_tunes.py: half as many notes as a solo has,
most of them on the beat and held until the next, three of four chord tones, and rhythms that come back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from engine.generate.chord_masks import StepLane
from engine.generate.feels import Feel
from engine.generate.jobs import Controls, ModeJob
from engine.generate.line_masks import LeadMask
from engine.generate.window_setup import has_style
from engine.model.checkpoint import Checkpoint

THEME_REGISTER = (62, 81)
THEME_TEXTURE = (0.13, 0.58, 0.17)
"""Notes a beat / 12, mean pitch (21..108), notes an onset / 6. Tunes have 0.8 notes a beat; the model, asked for that,
writes fewer."""
_STYLES = (("Songbook", 0.75), ("Swing lead", 0.25))
"""Written tunes have one loudness and are straight; a little of a player gives them life."""
_SHARES = {True: 0.8, False: 0.7}
"""Chord tones of tunes on strong beats, and elsewhere."""
_TURNS = 0.51
"""Of their moves so many go the other way than the move before."""
_PULL, _OUTSIDE_COST, _LEAP_COST, _REPEAT_COST, _LEGATO, _VARIED = 0.6, 3.0, 1.0, 2.0, 0.4, 8.0
JobT = TypeVar("JobT", bound=ModeJob)


def themed(checkpoint: Checkpoint, job: JobT) -> JobT | None:
    """The job with the styles in which a tune is stated; None where it has a style or a prompt of its own, or where the
    palette lacks them."""
    if has_style(job) or job.prompt.notes or not all(name in checkpoint.config.styles for name, _ in _STYLES):
        return None
    return replace(job, styles=_STYLES)


def theme_controls(controls: Controls, tempo_bpm: float, feel: Feel | None) -> Controls:
    """The controls of a tune where the job leaves them open; without a feel its eighths are the model's."""
    swing = feel.swing(tempo_bpm) if controls.swing is None and feel else controls.swing
    density = THEME_TEXTURE[0] if controls.density is None else controls.density
    return replace(controls, density=density, swing=swing)


def theme_mask(lane: StepLane, low: int, high: int, bar_beats: int) -> LeadMask:
    """The rule of a tune over a lane."""
    return LeadMask(
        low=low, high=high, lane=lane, bar_beats=bar_beats, pull=_PULL, weak_pull=_PULL, leap_cost=_LEAP_COST,
        shares=_SHARES, turning=_TURNS, repeat_cost=_REPEAT_COST, outside_cost=_OUTSIDE_COST, legato=_LEGATO,
        varied=_VARIED,
    )  # fmt: skip
