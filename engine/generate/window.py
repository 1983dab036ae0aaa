"""What all modes share: beats' latents where they are not given, then notes where they are not given, window by window.

A mode describes what it wants as a `Canvas` and gets new notes from `write_canvas`. How a job becomes a canvas is in
the modes; checks, styles and bar positions are in `window_setup`; how notes become a finished clip in `window_clip`.

Axis legend: T beats, Z latent width, S style width, F features.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from engine.generate.jobs import Sampling
from engine.generate.promises import Promises
from engine.model import factors, schedule
from engine.model.config import PHRASE_BEATS
from engine.model.denoising import MOST_DOUBT, beat_denoise
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray, IntArray, Runtime
from engine.model.sampler import BoolArray, Constraint, DrawSettings, write_notes
from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT

CONTEXT_BEATS = PHRASE_BEATS
CHUNK_BEATS = 2 * PHRASE_BEATS
WINDOW_BEATS = CONTEXT_BEATS + CHUNK_BEATS
OnProgress = Callable[[float, str], None]
"""Told how much is done, 0..1, and of what; raises Cancelled to stop."""
OnNotes = Callable[[int, Callable[[], GridNotes]], None]
"""Told how many beats of a canvas are settled, and what gives the new notes up to there, from the canvas's start."""
Edit = Callable[[FloatArray], FloatArray]
"""Features [new beats, F] read off latents to the features that are wanted."""
Cost = Callable[[FloatArray], float]
"""How far the features [new beats, F] that a candidate's latents promise are from what is asked for; less is better."""

EMPTY = GridNotes(*(np.zeros(0, np.int64) for _ in range(5)))
"""No notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """T beats to be written, with everything that is given. All arrays count from the canvas's first beat.

    Attributes:
        free: [T, 24], the grid steps at which new notes may begin; a beat without any is settled.
        bars: [T, 2], position in the bar and length of the bar, in beats (`window_setup.bar_labels`).
        style: [S], the style to write in.
        given: notes that are played as they are, in settled beats and in free ones.
        source: the music that is varied: where beats are not settled, its latents are kept (`mask`), or are noised in
            part and denoised (`start` < 1).
        latents: [T, Z], instead of the latents of `source` (for example with the harmony replaced).
        mask: [T, 4], factors (harmony, melody, rhythm, dynamics) of `source` that are kept in beats that are not
            settled.
        held: factors whose promises the notes are held to (`engine.generate.promises`): what latents say of them is to
            be heard, not only heeded.
        start: 1 writes from noise; below, `source` is noised to this time of the schedule, 0..1.
        chords: int64 [T, 3], embedding indices (`window_setup.chord_labels`); None asks for none.
        control, has_control: [5] values of `factors.CONTROLS` asked of the new beats, and which of them are.
        follow: the controls that are not asked for are measured on the settled beats and asked for.
        phrases: whether phrase latents lead the beats; they hold harmony, density, height and loudness, too. Music that
            goes on from a context keeps nearer to it without them.
        doubt: a time of the schedule at which denoising ends (0: clean latents): what is unknown by then, the
            decoder takes from the notes before it.
        context: weight of what settled beats say (`Runtime.denoise_beats`); 1 costs nothing extra.
        sampling: steps and guidance. The weight on the style is left at 1 where `style_guided` is false.
        style_guided: the style is somebody else's than the context's.
        settings: temperature, tails and range of the notes.
        constraints: rules and wishes about the notes.
        cost, candidates: guided sampling: after a few long strides the best of `candidates` noises goes on.
        edit: moves what the denoised latents promise; factors that are given are not moved, and nothing where latents
            are doubted: what is read off those is no promise.
        on_notes: told after each new beat.
    """

    free: BoolArray
    bars: IntArray
    style: FloatArray
    given: GridNotes = EMPTY
    source: GridNotes = EMPTY
    latents: FloatArray | None = None
    mask: FloatArray | None = None
    held: tuple[str, ...] = ()
    start: float = 1.0
    chords: IntArray | None = None
    control: FloatArray = field(default_factory=lambda: np.zeros(len(factors.CONTROLS), np.float32))
    has_control: FloatArray = field(default_factory=lambda: np.zeros(len(factors.CONTROLS), np.float32))
    follow: bool = False
    phrases: bool = True
    doubt: float = 0.0
    context: float = 1.0
    sampling: Sampling = field(default_factory=Sampling)
    style_guided: bool = False
    settings: DrawSettings = field(default_factory=DrawSettings)
    constraints: Sequence[Constraint] = ()
    cost: Cost | None = None
    candidates: int = 1
    edit: Edit | None = None
    on_notes: OnNotes | None = None

    @property
    def beats(self) -> int:
        """T."""
        return len(self.free)


def write_canvas(runtime: Runtime, canvas: Canvas, rng: np.random.Generator, on_progress: OnProgress) -> GridNotes:
    """The new notes of a canvas, in steps from its first beat.

    Windows of `WINDOW_BEATS` beats are written one after the other; each hears about `CONTEXT_BEATS` settled beats
    before its first new one, and what is settled after it as far as the window reaches.

    Raises:
        Cancelled: from `on_progress`.
    """
    todo: BoolArray = np.asarray(canvas.free.any(axis=1))
    total, new = max(1, int(todo.sum())), EMPTY
    source_facts = factors.features(factors.beat_facts(canvas.source, canvas.beats))
    while todo.any():
        first = _window_start(canvas, int(np.flatnonzero(todo)[0]))
        part = slice(first, min(canvas.beats, first + WINDOW_BEATS))
        done = total - int(todo.sum())
        share = int(todo[part].sum())

        def report(value: float, stage: str, base: int = done, width: int = share) -> None:
            on_progress((base + value * width) / total, stage)

        notes = joined_grid(canvas.given, new)
        features = np.where(
            todo[:, None], source_facts, factors.features(factors.beat_facts(notes, canvas.beats))
        ).astype(np.float32)
        window = _Window(canvas, part, notes, features[part], todo[part])
        fresh = window.write(runtime, rng, report, new)
        new = joined_grid(new, shifted_grid(fresh, first))
        todo[part] = False
    return new


def joined_grid(*parts: GridNotes) -> GridNotes:
    """Several sets of notes as one, in order."""
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in GridNotes.__slots__]
    order = np.lexsort((columns[2], columns[0]))
    return GridNotes(*(column[order] for column in columns))


def shifted_grid(grid: GridNotes, beats: int) -> GridNotes:
    """The notes `beats` beats later."""
    return GridNotes(grid.onset + beats * STEPS_PER_BEAT, grid.micro, grid.pitch, grid.duration, grid.velocity)


def _window_start(canvas: Canvas, beat: int) -> int:
    """First beat of the window that writes `beat`: a phrase of context or more, begun on a bar line where there is one.

    The phrase encoder wants 16 whole beats, so meters that do not divide them get a little more context.
    """
    want, last = max(0, beat - CONTEXT_BEATS), max(0, canvas.beats - WINDOW_BEATS)
    lines = np.flatnonzero(canvas.bars[: want + 1, 0] == 0)
    if want <= last:
        near = lines[lines >= want - CONTEXT_BEATS // 2]
        return int(near[-1]) if len(near) else want
    # Near the end a window takes in more that is settled, and still reaches the last beat.
    near = lines[lines >= last]
    return int(near[0]) if len(near) else last


def _measured(notes: GridNotes, beats: BoolArray) -> tuple[int, FloatArray]:
    """How many notes lie in some beats, [T] bool, and the controls that they have."""
    inside = beats[np.clip(notes.onset // STEPS_PER_BEAT, 0, len(beats) - 1)]
    there = GridNotes(*(getattr(notes, name)[inside] for name in GridNotes.__slots__))
    return len(there), factors.controls(there, int(beats.sum()))


class _Window:
    """A stretch of a canvas that the model sees at once."""

    def __init__(self, canvas: Canvas, part: slice, notes: GridNotes, features: FloatArray, todo: BoolArray) -> None:
        self.canvas, self.part, self.features, self.todo = canvas, part, features, todo
        self.beats = part.stop - part.start
        self.notes = notes.window(part.start, self.beats)

    def write(
        self, runtime: Runtime, rng: np.random.Generator, report: OnProgress, settled: GridNotes = EMPTY
    ) -> GridNotes:
        """New notes, in steps from the window's start; `settled` are those of the windows before it."""
        report(0.02, "phrase")
        latents = self._denoised(runtime, rng, report)
        conditions = runtime.conditions(latents, self.canvas.style)
        wanted, written = max(1, int(self.todo.sum())), 0

        def on_beat(_: int) -> None:
            nonlocal written
            written += 1
            report(0.4 + 0.6 * min(1.0, written / wanted), "notes")

        canvas = self.canvas

        def on_notes(beats: int, fresh: Callable[[], GridNotes]) -> None:
            assert canvas.on_notes is not None
            first = self.part.start
            canvas.on_notes(first + beats, lambda: joined_grid(settled, shifted_grid(fresh(), first)))

        free = canvas.free[self.part] & self.todo[:, None]
        wishes: tuple[Constraint, ...] = ()
        if canvas.held:
            wishes = (Promises(runtime.beat_features(latents), canvas.held, self.part.start),)
        return write_notes(
            runtime, conditions, canvas.bars[self.part], self.notes, free, rng, canvas.settings, on_beat,
            (*wishes, *canvas.constraints), self.part.start, None if canvas.on_notes is None else on_notes,
        )  # fmt: skip

    def _denoised(self, runtime: Runtime, rng: np.random.Generator, report: OnProgress) -> FloatArray:
        """Latents of the window's beats, [T, Z]."""
        canvas, sampling = self.canvas, self.canvas.sampling
        known = runtime.beat_latents(self.features)
        if canvas.latents is not None:
            known = np.where(self.todo[:, None], canvas.latents[self.part], known).astype(np.float32)
        mask = np.ones((self.beats, len(factors.FEATURE_SIZES)), np.float32)
        mask[self.todo] = 0 if canvas.mask is None else canvas.mask[self.part][self.todo]
        wide = np.repeat(mask, runtime.config.factor_width, axis=1)
        if wide.all():
            return known
        given = self._conditions(runtime, known, mask, wide, rng)
        # The prompt speaks for its own style; pushing it further made rhythm less like what really followed.
        style_guidance = sampling.guidance if canvas.style_guided else 1.0
        chord_guidance = sampling.chord_guidance if canvas.chords is not None else 1.0

        def denoise() -> schedule.Denoise:
            return beat_denoise(runtime, given, style_guidance, chord_guidance, canvas.context)

        end = min(canvas.doubt, MOST_DOUBT * canvas.start)
        steps = max(1, math.ceil(round(sampling.steps * (canvas.start - end), 6)))

        def on_step(number: int, latents: FloatArray) -> FloatArray:
            report(0.05 + 0.35 * min(1.0, (number + 1) / steps), "beats")
            return latents

        noise = self._chosen_noise(runtime, known, denoise, steps, rng, report)
        solver = schedule.ddim if steps > 20 else schedule.dpm_solver
        latents = solver(noise, denoise(), on_step, steps=steps, start=canvas.start, end=end)
        latents = schedule.likely_clean(latents, end)
        if canvas.edit is not None and not end:
            latents[self.todo] = self._edited(runtime, latents[self.todo])
        return np.where(wide > 0, known, latents).astype(np.float32)

    def _edited(self, runtime: Runtime, latents: FloatArray) -> FloatArray:
        """Latents whose promises the canvas's edit has moved; a factor that it leaves alone stays to the bit."""
        assert self.canvas.edit is not None
        before = runtime.beat_features(latents)
        after = np.asarray(self.canvas.edit(before), np.float32)
        moved = runtime.beat_latents(after)
        edges = np.cumsum([0, *factors.FEATURE_SIZES.values()])
        width = runtime.config.factor_width
        out = latents.copy()
        for number, (low, high) in enumerate(pairwise(edges)):
            if (before[:, low:high] != after[:, low:high]).any():
                out[:, number * width : (number + 1) * width] = moved[:, number * width : (number + 1) * width]
        return out

    def _noised(self, clean: FloatArray, rng: np.random.Generator) -> FloatArray:
        """Latents at the canvas's starting time: pure noise at 1."""
        noise = rng.standard_normal(clean.shape).astype(np.float32)
        if self.canvas.start >= 1:
            return noise
        alpha, sigma = (float(value) for value in schedule.signal_and_noise(self.canvas.start))
        return np.asarray(alpha * clean + sigma * noise, np.float32)

    def _chosen_noise(
        self, runtime: Runtime, known: FloatArray, denoise: Callable[[], schedule.Denoise], steps: int,
        rng: np.random.Generator, report: OnProgress,
    ) -> FloatArray:  # fmt: skip
        """The noise to begin with: of several, the one whose first clean estimates cost least."""
        canvas = self.canvas
        if canvas.cost is None or canvas.candidates < 2 or not self.todo.any():
            return self._noised(known, rng)
        best, least = None, math.inf
        for number in range(canvas.candidates):
            report(0.02 + 0.03 * number / canvas.candidates, "candidates")
            noise = self._noised(known, rng)
            # A few long strides show where this noise leads.
            rough = schedule.dpm_solver(noise, denoise(), lambda _, x: x, steps=min(4, steps), start=canvas.start)
            cost = canvas.cost(runtime.beat_features(rough[self.todo]))
            if cost < least:
                best, least = noise, cost
        assert best is not None
        return best

    def _conditions(
        self, runtime: Runtime, known: FloatArray, mask: FloatArray, wide: FloatArray, rng: np.random.Generator
    ) -> BeatConditions:
        canvas = self.canvas
        phrase = np.zeros((self.beats, runtime.config.phrase_width), np.float32)
        if canvas.phrases:
            phrase = self._phrases(runtime, rng)
        control, has = self._controls()
        chords = np.tile(NO_CHORD, (self.beats, 1)) if canvas.chords is None else canvas.chords[self.part]
        return BeatConditions(
            (known * wide).astype(np.float32), mask, phrase, np.full(self.beats, float(canvas.phrases), np.float32),
            np.asarray(chords, np.int64), canvas.bars[self.part], canvas.style, control, has,
        )  # fmt: skip

    def _controls(self) -> tuple[FloatArray, FloatArray]:
        """Controls of the whole window, as training measured them: what is settled, and what is asked of the rest."""
        canvas = self.canvas
        there, measured = _measured(self.notes, ~self.todo)
        # A player goes on about as densely, as high and as loud as before, unless something else is asked for. "Before"
        # is what was given: measured on what the windows before wrote, long takes grew denser and denser.
        given, like = _measured(canvas.given, np.asarray(~canvas.free.any(axis=1)))
        follows = canvas.follow and given > 0
        asked = np.where(canvas.has_control > 0, canvas.control, like)
        weight = float(self.todo.mean()) if there else 1.0
        has = np.maximum(canvas.has_control, float(follows))
        control = np.where(has > 0, weight * asked + (1 - weight) * measured, measured)
        return np.asarray(control, np.float32), np.asarray(has, np.float32)

    def _phrases(self, runtime: Runtime, rng: np.random.Generator) -> FloatArray:
        """The phrase latent of each beat, [T, P]: what is settled or varied keeps its own, the others are drawn."""
        canvas, config = self.canvas, runtime.config
        count, whole = -(-self.beats // PHRASE_BEATS), self.beats // PHRASE_BEATS
        own = np.zeros((count, config.phrase_width), np.float32)
        settled = np.zeros(count, bool)
        if whole:
            own[:whole] = runtime.phrase_latents(factors.phrase_features(self.features[: whole * PHRASE_BEATS]))
            settled[:whole] = ~self.todo[: whole * PHRASE_BEATS].reshape(whole, PHRASE_BEATS).any(axis=1)
        known, mask = own * settled[:, None], settled.astype(np.float32)
        start = canvas.start if len(canvas.source) else 1.0
        noise = np.asarray(rng.standard_normal(own.shape), np.float32)
        if not settled.all():
            alpha, sigma = (float(value) for value in schedule.signal_and_noise(start))
            noisy = np.asarray(alpha * own + sigma * noise, np.float32) if start < 1 else noise

            def denoise(x: FloatArray, t: float) -> FloatArray:
                return runtime.denoise_phrases(x, t, np.asarray(known, np.float32), mask, canvas.style)

            steps = max(1, math.ceil(min(canvas.sampling.steps, 15) * start))
            drawn = schedule.dpm_solver(noisy, denoise, lambda _, x: x, steps=steps, start=start)
            own = np.where(settled[:, None], own, drawn).astype(np.float32)
        return np.repeat(own, PHRASE_BEATS, axis=0)[: self.beats]
