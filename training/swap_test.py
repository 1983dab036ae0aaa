"""Factors: does the decoder give back what its latents say, and does each factor carry its own aspect and no other?

*Own factors*: a real window's latents are decoded and the notes compared with the window's own. *Swap test*: one factor
is taken from another window; its aspect should follow the donor and the other three stay. *Removed*: the factor's
latents are silenced; mostly its own aspect should suffer.

The measures compare two clips beat by beat: chroma F1 (harmony), agreement of the top voice (melody), onset F1
(rhythm), correlation of loudness (dynamics).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.generate.constraints import MustHit
from engine.generate.window import Canvas, write_canvas
from engine.model import factors
from engine.model.config import FACTORS
from engine.model.runtime import FloatArray, Runtime
from engine.model.sampler import DrawSettings
from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT
from training.evaluate_windows import TRUTH_BEATS

SOUNDS_STEPS = 3
TEMPERATURE = 0.3
BEATS = TRUTH_BEATS
Table = dict[str, dict[str, list[float]]]


def chroma_sets(clip: GridNotes, beats: int) -> npt.NDArray[np.bool_]:
    """Pitch classes that sound for an eighth of a beat or longer in each beat, [T, 12]."""
    out = np.zeros((beats, 12), bool)
    for onset, pitch, duration in zip(clip.onset, clip.pitch, clip.duration, strict=True):
        for beat in range(int(onset) // STEPS_PER_BEAT, min(beats, -(-int(onset + duration) // STEPS_PER_BEAT))):
            low, high = beat * STEPS_PER_BEAT, (beat + 1) * STEPS_PER_BEAT
            if min(onset + duration, high) - max(onset, low) >= min(SOUNDS_STEPS, duration):
                out[beat, pitch % 12] = True
    return out


def f1(wanted: npt.NDArray[np.bool_], found: npt.NDArray[np.bool_]) -> float:
    """Harmonic mean of precision and recall of two sets of places, 1 where both are empty."""
    both, total = int((wanted & found).sum()), int(wanted.sum() + found.sum())
    return 2 * both / total if total else 1.0


def chroma_f1(wanted: GridNotes, found: GridNotes, beats: int) -> float:
    """F1 of the pitch classes that sound in each beat."""
    return f1(chroma_sets(wanted, beats), chroma_sets(found, beats))


def onset_steps(clip: GridNotes, beats: int) -> npt.NDArray[np.bool_]:
    """Grid steps at which a note begins, [24 T]."""
    out = np.zeros(beats * STEPS_PER_BEAT, bool)
    out[clip.onset[clip.onset < len(out)]] = True
    return out


def onset_f1(wanted: GridNotes, found: GridNotes, beats: int) -> float:
    """F1 of the grid steps at which notes begin; a step beside does not count."""
    return f1(onset_steps(wanted, beats), onset_steps(found, beats))


def top_agreement(wanted: GridNotes, found: GridNotes, beats: int) -> float:
    """Share of the half beats with music in which the highest pitch is the same."""
    a, b = (factors.beat_facts(clip, beats).skyline.ravel() for clip in (wanted, found))
    sounds = a >= 0
    return float((a[sounds] == b[sounds]).mean()) if sounds.any() else 1.0


def velocity_correlation(wanted: GridNotes, found: GridNotes, beats: int) -> float:
    """Pearson correlation of the beats' mean velocities, over beats in which both begin notes.

    1 where the wanted loudness does not change: there is nothing to follow.
    """
    means, begins = [], np.ones(beats, bool)
    for clip in (wanted, found):
        beat = clip.onset // STEPS_PER_BEAT
        number = np.bincount(beat, minlength=beats)[:beats]
        means.append(np.bincount(beat, clip.velocity, beats)[:beats] / np.maximum(1, number))
        begins &= number > 0
    a, b = means[0][begins], means[1][begins]
    if len(a) < 3 or a.std() < 1.0:
        return 1.0
    return float(np.corrcoef(a, b)[0, 1]) if b.std() > 1e-6 else 0.0


ASPECTS: dict[str, Callable[[GridNotes, GridNotes, int], float]] = {
    "harmony": chroma_f1, "melody": top_agreement, "rhythm": onset_f1, "dynamics": velocity_correlation,
}  # fmt: skip
"""The measure of each factor's aspect, of (wanted, found, beats)."""


class FactorDecoder:
    """A runtime that writes notes from given latents."""

    def __init__(self, runtime: Runtime, temperature: float = TEMPERATURE) -> None:
        self.runtime, self.settings = runtime, DrawSettings(temperature=temperature, top_p=0.9)

    def read(self, clip: GridNotes) -> tuple[FloatArray, FloatArray]:
        """Latents [T, Z] and style [S] of a clip of 32 beats."""
        seen = factors.features(factors.beat_facts(clip, BEATS))
        return self.runtime.beat_latents(seen), self.runtime.style_latent(factors.style_features(seen))

    def write(
        self,
        latents: FloatArray,
        style: FloatArray,
        seed: int,
        hard_grid: GridNotes | None = None,
        on_beat: Callable[[], None] = lambda: None,
        *,
        held: tuple[str, ...] = tuple(FACTORS),
    ) -> GridNotes:
        """Notes from latents; with `hard_grid`, beginning exactly where that clip's do.

        `held`: the factors to whose promises they are held, as a take's are that keeps them; () for none.
        """
        beats = len(latents)
        bars = np.stack([np.arange(beats) % 4, np.full(beats, 4)], axis=1).astype(np.int64)
        free = np.ones((beats, STEPS_PER_BEAT), bool)
        rules: tuple[MustHit, ...] = ()
        if hard_grid is not None:
            free = onset_steps(hard_grid, beats).reshape(beats, STEPS_PER_BEAT)
            micro = {int(o): int(m) for o, m in zip(hard_grid.onset[::-1], hard_grid.micro[::-1], strict=True)}
            rules = (MustHit(frozenset(np.flatnonzero(free.ravel()).tolist()), micro),)
        canvas = Canvas(
            free=free, bars=bars, style=style, latents=latents, mask=np.ones((beats, len(FACTORS)), np.float32),
            held=held, phrases=False, settings=self.settings, constraints=rules,
        )  # fmt: skip
        rng = np.random.Generator(np.random.Philox(key=[seed, 0]))
        return write_canvas(self.runtime, canvas, rng, lambda done, stage: on_beat())

    def factor(self, name: str) -> slice:
        """Where a factor lies in a latent."""
        width = self.runtime.config.factor_width
        first = FACTORS.index(name) * width
        return slice(first, first + width)


def measure_factors(
    runtime: Runtime,
    clips: list[GridNotes],
    progress: Callable[[float, str], None] = lambda done, stage: None,
    *,
    removed: bool = True,
) -> dict[str, Any]:
    """Own-factor fidelity, swap test and removal over real windows of 32 beats; each is swapped with the next.

    Returns:
        pairs; own (each aspect, and "rhythm_hard_grid"); unheld (the same where the decoder is not held to what the
        latents promise, `engine.generate.promises`); chance (each aspect of a window against its donor's);
        swap[factor][aspect] and removed[factor][aspect] as shares of the own-factor value: in the swapped factor's own
        column compared with the donor, elsewhere with the window itself.
    """
    decoder = FactorDecoder(runtime)
    own: dict[str, list[float]] = {name: [] for name in (*ASPECTS, "rhythm_hard_grid")}
    unheld: dict[str, list[float]] = {name: [] for name in ASPECTS}
    chance: dict[str, list[float]] = {name: [] for name in ASPECTS}
    swap: Table = {name: {aspect: [] for aspect in ASPECTS} for name in ASPECTS}
    gone: Table = {name: {aspect: [] for aspect in ASPECTS} for name in ASPECTS}
    for index, clip in enumerate(clips):
        donor = clips[(index + 1) % len(clips)]
        latents, style = decoder.read(clip)
        donor_latents, _ = decoder.read(donor)

        def alive(index: int = index) -> None:
            progress(index / len(clips), f"factors, window {index + 1} of {len(clips)}")

        made = decoder.write(latents, style, index, on_beat=alive)
        for aspect, measure in ASPECTS.items():
            own[aspect].append(measure(clip, made, BEATS))
            chance[aspect].append(measure(clip, donor, BEATS))
        made = decoder.write(latents, style, index, on_beat=alive, held=())
        for aspect, measure in ASPECTS.items():
            unheld[aspect].append(measure(clip, made, BEATS))
        hard = decoder.write(latents, style, index, clip, alive)
        own["rhythm_hard_grid"].append(onset_f1(clip, hard, BEATS))
        for name in ASPECTS:
            mixed = latents.copy()
            mixed[:, decoder.factor(name)] = donor_latents[:, decoder.factor(name)]
            made = decoder.write(mixed, style, index, on_beat=alive)
            for aspect, measure in ASPECTS.items():
                swap[name][aspect].append(measure(donor if aspect == name else clip, made, BEATS))
            if removed:
                mixed[:, decoder.factor(name)] = 0
                others = tuple(other for other in FACTORS if other != name)
                made = decoder.write(mixed, style, index, on_beat=alive, held=others)
                for aspect, measure in ASPECTS.items():
                    gone[name][aspect].append(measure(clip, made, BEATS))
    means = {name: float(np.mean(values)) for name, values in own.items()}
    out: dict[str, Any] = {
        "pairs": len(clips),
        "own": {name: _interval(values) for name, values in own.items()},
        "unheld": {name: round(float(np.mean(values)), 4) for name, values in unheld.items()},
        "chance": {name: round(float(np.mean(values)), 4) for name, values in chance.items()},
        "swap": _ratios(swap, means),
    }
    if removed:
        out["removed"] = _ratios(gone, means)
    return out


def _interval(values: list[float]) -> dict[str, float]:
    from training.metrics import bootstrap

    mean, low, high = bootstrap(values)
    return {"mean": round(mean, 4), "low": round(low, 4), "high": round(high, 4)}


def _ratios(found: Table, own: dict[str, float]) -> dict[str, dict[str, float]]:
    return {
        name: {aspect: round(float(np.mean(v)) / max(own[aspect], 1e-9), 4) for aspect, v in row.items()}
        for name, row in found.items()
    }
