"""How like a prompt music promises to be: a cost for choosing among beginnings before any note is written.

A player goes on about as densely, as high, as loud and on the same places of the beat as before. The beats' latents are
sampled, and some noises lead further away than others; a few coarse denoising steps show where each goes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.generate.jobs import ModeJob
from engine.generate.window import Cost
from engine.generate.window_setup import has_style
from engine.model import factors
from engine.model.factors import DYNAMICS_SIZE, HARMONY_SIZE, MELODY_SIZE, OCTAVES, RHYTHM_SIZE
from engine.model.runtime import FloatArray
from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT

_SKY, _RHYTHM = HARMONY_SIZE, HARMONY_SIZE + MELODY_SIZE
_DYNAMICS = _RHYTHM + RHYTHM_SIZE
MIDDLE = 5
"""Beginnings that are tried at creativity 0.5."""
FEW_STEPS = 20
FEW_NOTES = 4
"""Fewer notes hint at music: they tell of no style, and do not mean the silence around them to go on."""
DOUBT = 0.7
"""Time of the schedule at which the decoder takes over (`Canvas.doubt`): the rest it hears in the prompt. What the
denoiser knows above this time is right; below, its beats hang together less than real ones do."""
STYLED_DOUBT = 0.6
"""The same in a style that is asked for, which the decoder hears, too."""
CHORDED_DOUBT = 0.5
"""The same over chords, which the decoder is not told: they reach it through the latents of the harmony."""
CONTEXT = 2.0
"""Weight of the settled beats against a guess made without them; 1.5 helps half as much."""
_COUNT_SCALE = 6
"""`factors.features` divides the number of notes at a step by this."""
_WEIGHTS = np.array([2.0, 1.0, 6.0, 8.0, 4.0, 8.0, 0.4])
"""One unit of cost is about a clear difference: half as many notes, two octaves' sixth, a sixteenth of the loudness."""


def texture(features: FloatArray) -> npt.NDArray[np.float64]:
    """Means over beats of features [T, F]: log notes and log onsets a beat, height of the top voice, loudness and its
    spread, length of notes, number of pitch classes that sound; [7]."""
    counts = features[:, _RHYTHM + STEPS_PER_BEAT : _RHYTHM + 2 * STEPS_PER_BEAT].sum(axis=1).mean() * _COUNT_SCALE
    onsets = np.clip(features[:, _RHYTHM : _RHYTHM + STEPS_PER_BEAT], 0, 1).sum(axis=1).mean()
    height = (features[:, _SKY + 12 : _SKY + 12 + OCTAVES] @ np.arange(OCTAVES)).mean() / OCTAVES
    loud = features[:, _DYNAMICS : _DYNAMICS + DYNAMICS_SIZE].mean(axis=0)
    length = features[:, _RHYTHM + 2 * STEPS_PER_BEAT + 1].mean()
    sounds = features[:, :12].sum(axis=1).mean()
    return np.array(
        [np.log(max(0.0, counts) + 0.5), np.log(max(0.0, onsets) + 0.3), height, loud[0], loud[1], length, sounds]
    )


def likeness_cost(prompt: GridNotes, beats: int) -> Cost:
    """How far features [T, F] are from those of a prompt of `beats` beats: 0 for the prompt's own texture, pitch
    classes and places in the beat."""
    own = factors.features(factors.beat_facts(prompt, beats))
    wanted, chroma, places = texture(own), _chroma(own), _places(own)

    def cost(features: FloatArray) -> float:
        apart = float(_WEIGHTS @ np.abs(texture(features) - wanted))
        return apart + 1.5 * _angle(_chroma(features), chroma) + _angle(_places(features), places)

    return cost


def doubt_of(job: ModeJob, heard: int) -> float:
    """When the decoder takes over in bars of a job beside `heard` settled notes; never where it hears neither enough
    notes nor a style to go by."""
    styled = has_style(job)
    if heard < FEW_NOTES and not styled:
        return 0.0
    doubt = STYLED_DOUBT if styled else DOUBT
    return min(doubt, CHORDED_DOUBT) if job.chords else doubt


def follow_prompt(prompt: GridNotes, beats: int, creativity: float, steps: int) -> dict[str, Any]:
    """Arguments of a `Canvas` that goes on like the prompt: the beginning most like it is chosen, of five at
    creativity 0.5, of more below and of fewer above. Where speed was asked for (few steps), the first one is taken.
    """
    if not len(prompt):
        return {}
    if steps <= FEW_STEPS:
        return {}
    candidates = 1 + round(2 * (MIDDLE - 1) * (1 - creativity))
    return {"cost": likeness_cost(prompt, beats), "candidates": candidates}


def context_weight(steps: int) -> float:
    """How much settled beats weigh: `CONTEXT`, and 1 where speed was asked for."""
    return CONTEXT if steps > FEW_STEPS else 1.0


def _chroma(features: FloatArray) -> FloatArray:
    return np.asarray(features[:, :12].mean(axis=0), np.float32)


def _places(features: FloatArray) -> FloatArray:
    return np.asarray(np.clip(features[:, _RHYTHM : _RHYTHM + STEPS_PER_BEAT], 0, 1).mean(axis=0), np.float32)


def _angle(a: FloatArray, b: FloatArray) -> float:
    """1 minus the cosine of two vectors."""
    return 1.0 - float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9))
