"""A style read off a clip: its place in the style space, to be mixed with others. Learning a style from a folder is
another matter, see `engine.model.personal`.
"""

from __future__ import annotations

import numpy as np

from engine.errors import InputError
from engine.model import factors
from engine.model.runtime import Runtime
from engine.model.tokens import grid_from_notes
from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER

LEAST_NOTES = 16


def read_style(runtime: Runtime, clip: Clip) -> tuple[float, ...]:
    """The style of `clip`, a clip on a bar grid: the mean over its windows of the length the model was trained on.

    Raises:
        InputError: if there is too little music to tell a style from.
    """
    if len(clip.notes) < LEAST_NOTES:
        raise InputError(
            "'{name}' has only {notes} notes, but a style needs at least {least}; choose another file.",
            name=clip.name,
            notes=len(clip.notes),
            least=LEAST_NOTES,
        )
    grid = grid_from_notes(clip.notes)
    beats = -(-clip.length // TICKS_PER_QUARTER)
    width = runtime.config.window_beats
    found = []
    for first in range(0, beats, width):
        part = grid.window(first, min(width, beats - first))
        if len(part.onset) >= LEAST_NOTES:
            seen = factors.features(factors.beat_facts(part, min(width, beats - first)))
            found.append(runtime.style_latent(factors.style_features(seen)))
    if not found:
        seen = factors.features(factors.beat_facts(grid, beats))
        found.append(runtime.style_latent(factors.style_features(seen)))
    return tuple(float(value) for value in np.mean(found, axis=0))
