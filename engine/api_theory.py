"""Writing music from its components: the four factors of each beat, given, edited or left to the model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.errors import InputError
from engine.model import factors, schedule
from engine.model.config import FACTORS, PHRASE_BEATS
from engine.model.denoising import beat_denoise
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray, IntArray, Runtime
from engine.model.sampler import DrawSettings, write_notes
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT
from engine.music.note import TICKS_PER_QUARTER

Components = dict[str, FloatArray]
"""Factor name to its latents, one row a beat: [T, F]."""
_CONTEXT, _CHUNK = PHRASE_BEATS, 2 * PHRASE_BEATS


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
            raise InputError(f"There is no component '{name}'; music has {', '.join(FACTORS)}.")
        if np.shape(values) != (beats, width):
            raise InputError(f"The component '{name}' must have the shape {(beats, width)}, not {np.shape(values)}.")
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
    parts: list[GridNotes] = []
    heard = GridNotes(*(np.zeros(0, np.int64) for _ in GridNotes.__slots__))
    chunks = []
    for at in range(0, len(bars), _CHUNK):
        part = {name: values[at : at + _CHUNK] for name, values in given.items()}
        chunks.append(complete(runtime, part, bars[at : at + _CHUNK], style, rng, steps))
    latents = np.concatenate(chunks)
    for at in range(0, len(bars), _CHUNK):
        before, new = min(at, _CONTEXT), min(_CHUNK, len(bars) - at)
        window = slice(at - before, at + new)
        free = np.zeros((before + new, STEPS_PER_BEAT), bool)
        free[before:] = True
        context = heard.window(at - before, before)
        made = write_notes(
            runtime, runtime.conditions(latents[window], style), bars[window], context, free, rng, settings,
            lambda beat: None,
        )  # fmt: skip
        moved = GridNotes(
            made.onset + (at - before) * STEPS_PER_BEAT, made.micro, made.pitch, made.duration, made.velocity
        )
        parts.append(moved)
        heard = GridNotes(*(np.concatenate([getattr(p, name) for p in parts]) for name in GridNotes.__slots__))
    return heard
