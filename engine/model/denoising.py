"""The beat denoiser as the samplers want it: v from noisy latents and a time, with what one step tells the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.model.runtime import BeatConditions, FloatArray, Runtime
from engine.model.schedule import Denoise, clean_from_v

TRUSTED_BELOW = 0.5
"""Time of the schedule from which estimates are shown: earlier ones are vague, and being shown them made music that
moves away from its prompt."""
MOST_DOUBT = 0.8
"""The decoder has learned to do with latents of this time of the schedule, and of no later one."""


def beat_denoise(
    runtime: Runtime,
    given: BeatConditions,
    style_guidance: float = 1.0,
    chord_guidance: float = 1.0,
    context_guidance: float = 1.0,
) -> Denoise:
    """A denoiser for one run from noise to clean latents.

    A self-conditioned model sees at each step what it estimated at the one before, where nothing is given (Chen, Zhang
    and Hinton 2023, "Analog Bits"). So every run needs its own. Estimates made above `TRUSTED_BELOW` are not shown.
    """
    sought = 1 - np.repeat(given.known_mask, runtime.config.factor_width, axis=1)  # [T, Z]
    known = np.asarray(given.known * (1 - sought), np.float32)
    conditions = replace(given, known=known)

    def denoise(noisy: FloatArray, t: float) -> FloatArray:
        nonlocal conditions
        v = runtime.denoise_beats(noisy, t, conditions, style_guidance, chord_guidance, context_guidance)
        if runtime.config.self_conditioned and t <= TRUSTED_BELOW:
            estimate = clean_from_v(noisy, v, t)
            conditions = replace(given, known=np.asarray(known + estimate * sought, np.float32))
        return v

    return denoise
