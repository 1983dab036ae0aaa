"""Drawing notes: the decoder run element by element, with masks for what may not happen. Pure numpy.

Random numbers come from the caller's generator on the host, one draw an attribute (Gumbel-argmax), so that every
runtime draws the same notes from the same logits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.model.config import VOCABULARY
from engine.model.runtime import Cache, FloatArray, IntArray, Runtime
from engine.model.tokens import BEAT, END_OF_BEAT, NOTE, Elements
from engine.music.grid import STEPS_PER_BEAT


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """How attributes are drawn.

    Attributes:
        temperature: divides the logits.
        top_k: keep the k likeliest values (0: all).
        top_p: keep the likeliest values that add up to this probability.
        lowest, highest: pitch range, a hard limit.
        beat_limit: most notes in one beat, a guard against runaway.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 0.95
    lowest: int = 21
    highest: int = 108
    beat_limit: int = 32


def draw(
    logits: FloatArray, settings: DrawSettings, rng: np.random.Generator, allowed: npt.NDArray[np.bool_] | None = None
) -> int:
    """One value from logits [values], by the Gumbel-max trick (Gumbel 1954) over those that the settings keep."""
    scaled = logits.astype(np.float64) / settings.temperature
    noise = -np.log(-np.log(rng.random(len(scaled)) * (1 - 2e-12) + 1e-12))
    if allowed is not None:
        scaled = np.where(allowed, scaled, -np.inf)
    if 0 < settings.top_k < len(scaled):
        scaled = np.where(scaled >= np.partition(scaled, -settings.top_k)[-settings.top_k], scaled, -np.inf)
    if settings.top_p < 1:
        weights = np.exp(scaled - scaled.max())
        weights /= weights.sum()
        order = np.argsort(-weights, kind="stable")
        # A value stays while those before it have not yet reached top_p; the likeliest always stays.
        kept = order[np.concatenate([[True], np.cumsum(weights[order])[:-1] < settings.top_p])]
        only = np.full(len(scaled), -np.inf)
        only[kept] = scaled[kept]
        scaled = only
    return int(np.argmax(scaled + noise))


def write_notes(
    runtime: Runtime,
    conditions: FloatArray,
    bars: IntArray,
    prefix: Elements,
    rng: np.random.Generator,
    settings: DrawSettings,
    on_beat: Callable[[int], None],
) -> Elements:
    """Continue `prefix`, whole beats of a window, to the window's end.

    conditions [T, C] and bars [T, 2] describe all T beats; `on_beat` is called with the number of each beat that is
    finished and may raise to cancel. Returns the elements of the whole window, the prefix's among them.
    """
    beats = len(conditions)
    cache = Cache.empty(runtime.config, len(prefix) + 8 * beats)
    rows = [(BEAT if k == BEAT else NOTE, o, p, d, v, m, b) for k, b, o, p, d, v, m in zip(
        prefix.kind, prefix.beat, prefix.onset, prefix.pitch, prefix.duration, prefix.velocity, prefix.micro,
        strict=True
    )]  # fmt: skip
    first = int(prefix.beat[-1]) + 1 if len(prefix) else 0
    if first >= beats:
        return prefix

    def feed(new: list[tuple[int, ...]]) -> FloatArray:
        matrix = np.array(new, np.int64)
        beat = matrix[:, 6]
        position = beat + matrix[:, 1] / STEPS_PER_BEAT
        h = runtime.step(matrix[:, :6], bars[beat], conditions[beat], position.astype(np.float32), cache)
        return h[-1:]

    values = {name: np.arange(size) for name, size in VOCABULARY.items()}
    in_range = (values["pitch"] >= settings.lowest) & (values["pitch"] <= settings.highest)
    fresh: list[tuple[int, ...]] = list(rows)
    written: list[tuple[int, ...]] = list(rows)
    for beat in range(first, beats):
        opening = (BEAT, 0, 0, 0, 0, 0, beat)
        written.append(opening)
        h = feed([*fresh, opening])
        fresh = []
        step, top, count = 0, -1, 0
        while count < settings.beat_limit:
            allowed = values["onset"] >= step
            if top >= settings.highest:
                allowed[step] = False
            drawn = np.zeros((1, 5), np.int64)
            onset = draw(runtime.head("onset", h, drawn), settings, rng, allowed)
            if onset == END_OF_BEAT:
                break
            top = top if onset == step else -1
            drawn[0, 0] = onset
            # Notes of one onset are written from the bottom up, so a pitch can only be above the last.
            drawn[0, 1] = draw(runtime.head("pitch", h, drawn), settings, rng, in_range & (values["pitch"] > top))
            for index, name in enumerate(("duration", "velocity", "micro"), start=2):
                drawn[0, index] = draw(runtime.head(name, h, drawn), settings, rng)
            row = (NOTE, *(int(x) for x in drawn[0]), beat)
            written.append(row)
            h = feed([row])
            step, top, count = onset, int(drawn[0, 1]), count + 1
        on_beat(beat)
    matrix = np.array(written, np.int64)
    return Elements(matrix[:, 0], matrix[:, 6], *(matrix[:, k] for k in range(1, 6)))
