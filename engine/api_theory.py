"""Writing music from its components: the four factors of each beat, given, edited or left to the model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.errors import InputError
from engine.generate.window import CHUNK_BEATS, CONTEXT_BEATS, EMPTY, joined_grid, shifted_grid
from engine.model import factors, schedule
from engine.model.config import FACTORS
from engine.model.denoising import beat_denoise
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray, IntArray, Runtime
from engine.model.sampler import DrawSettings, write_notes
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT
from engine.music.note import TICKS_PER_QUARTER

Components = dict[str, FloatArray]
"""Factor name to its latents, one row a beat: [T, F]."""


def components_of(runtime: Runtime, clip: Clip) -> Components:
    """The four factors of every beat of a clip on a bar grid."""
    beats = max(1, -(-clip.length // TICKS_PER_QUARTER))
    latents = runtime.beat_latents(factors.features(factors.beat_facts(grid_from_notes(clip.notes), beats)))
    return {name: part.copy() for name, part in zip(FACTORS, np.split(latents, len(FACTORS), axis=1), strict=True)}


def complete(
    runtime: Runtime,
    given: Mapping[str, FloatArray],
    bars: IntArray,
    style: FloatArray,
    rng: np.random.Generator,
    steps: int,
) -> FloatArray:
    """Latents [T, Z] in which the given factors are as given and the others are denoised to fit them.

    Raises:
        InputError: for an unknown factor or shapes that do not agree.
    """
    width, beats = runtime.config.factor_width, len(bars)
    known = np.zeros((beats, runtime.config.latent_width), np.float32)
    mask = np.zeros((beats, len(FACTORS)), np.float32)
    for name, values in given.items():
        if name not in FACTORS:
            raise InputError(
                "There is no component '{name}'; music has {factors}.", name=name, factors=", ".join(FACTORS)
            )
        if np.shape(values) != (beats, width):
            raise InputError(
                "The component '{name}' must have the shape {wanted}, not {shape}.",
                name=name,
                wanted=(beats, width),
                shape=np.shape(values),
            )
        place = FACTORS.index(name)
        known[:, place * width : (place + 1) * width] = values
        mask[:, place] = 1
    if mask.all():
        return known
    phrases = runtime.config.phrase_width
    conditions = BeatConditions(
        known, mask, np.zeros((beats, phrases), np.float32), np.zeros(beats, np.float32),
        np.tile(NO_CHORD, (beats, 1)), bars, style,
    )  # fmt: skip
    noise = rng.standard_normal(known.shape).astype(np.float32)
    solver = schedule.ddim if steps > 20 else schedule.dpm_solver
    made = solver(noise, beat_denoise(runtime, conditions), lambda _, x: x, steps=steps)
    wide = np.repeat(mask, width, axis=1)
    return np.asarray(wide * known + (1 - wide) * made, np.float32)


def write_components(
    runtime: Runtime,
    given: Mapping[str, FloatArray],
    bars: IntArray,
    style: FloatArray,
    rng: np.random.Generator,
    settings: DrawSettings,
    steps: int,
) -> GridNotes:
    """Notes of T beats under components; longer music in windows that hear the four bars before them."""
    heard = EMPTY
    chunks = []
    for at in range(0, len(bars), CHUNK_BEATS):
        chunk = slice(at, at + CHUNK_BEATS)
        part = {name: values[chunk] for name, values in given.items()}
        chunks.append(complete(runtime, part, bars[chunk], style, rng, steps))
    latents = np.concatenate(chunks)
    for at in range(0, len(bars), CHUNK_BEATS):
        before, new = min(at, CONTEXT_BEATS), min(CHUNK_BEATS, len(bars) - at)
        window = slice(at - before, at + new)
        free = np.zeros((before + new, STEPS_PER_BEAT), bool)
        free[before:] = True
        context = heard.window(at - before, before)
        made = write_notes(
            runtime, runtime.conditions(latents[window], style), bars[window], context, free, rng, settings,
            lambda beat: None,
        )  # fmt: skip
        heard = joined_grid(heard, shifted_grid(made, at - before))
    return heard
