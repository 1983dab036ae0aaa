"""Continue a clip: clamp what was played, denoise what comes next, draw its notes.

Phrases first (four bars each), then the beats' latents under them, then the notes: the three levels of the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.errors import InputError
from engine.generate.jobs import ContinueJob
from engine.model import factors, schedule
from engine.model.checkpoint import Checkpoint
from engine.model.config import PHRASE_BEATS
from engine.model.runtime import NO_CHORD, BeatConditions, FloatArray, IntArray, Runtime
from engine.model.sampler import DrawSettings, write_notes
from engine.model.tokens import Elements, GridNotes, elements_from_grid, grid_from_elements, grid_from_ticks
from engine.music.clip import Clip
from engine.music.grid import STEPS_PER_BEAT, MeterMap, TempoMap
from engine.music.note import TICKS_PER_QUARTER

CONTEXT_BEATS = PHRASE_BEATS
CHUNK_BEATS = 2 * PHRASE_BEATS
OnProgress = Callable[[float, str], None]
"""Told how much is done, 0..1, and of what; raises Cancelled to stop."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of T beats around the junction, ready for the model."""

    notes: GridNotes
    bars: IntArray


def continue_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: ContinueJob, variation: int, on_progress: OnProgress
) -> Clip:
    """One take of `job.bars` bars that follows `job.prompt`; without a prompt, a take from nothing.

    The take begins at its own tick 0 and ends on a bar line, at the meter and tempo the prompt ends with.

    Raises:
        InputError: for settings out of range or an unknown style.
        Cancelled: from `on_progress`.
    """
    check_job(job, checkpoint)
    prompt = job.prompt.whole_bars()
    junction = prompt.length
    meter_now = prompt.meter.at(max(0, prompt.length - 1))
    length = job.bars * meter_now.bar_ticks
    beats = -(-length // TICKS_PER_QUARTER)
    bar_beats = meter_now.bar_ticks / TICKS_PER_QUARTER
    rng = np.random.Generator(np.random.Philox(key=[job.seed & (2**64 - 1), variation]))

    context = min(CONTEXT_BEATS, junction // TICKS_PER_QUARTER) if prompt.notes else 0
    history = _grid_from_tick(prompt, junction - context * TICKS_PER_QUARTER)
    style = style_of_job(runtime, checkpoint, job, junction, rng)
    settings = _draw_settings(job)

    done = 0
    made: list[GridNotes] = []
    while done < beats:
        new = min(CHUNK_BEATS, beats - done)
        # Bar positions count from the junction, so a context that begins inside a bar is labelled rightly.
        bars = _bar_labels(np.arange(done - context, done + new), bar_beats)

        def report(share: float, stage: str, base: int = done, part: int = new) -> None:
            on_progress((base + share * part) / beats, stage)

        window = _Window(history, bars)
        written = _write_chunk(runtime, window, context, new, style, job, settings, rng, report)
        fresh = written.window(context, new)
        made.append(_shifted(fresh, done))
        keep = min(CONTEXT_BEATS, context + new)
        history = written.window(context + new - keep, keep)
        context, done = keep, done + new
    notes = _joined(made)
    return _take(notes, prompt, length, meter_now.numerator, meter_now.denominator)


def check_job(job: ContinueJob, checkpoint: Checkpoint) -> None:
    """Raise InputError for the first setting that is out of range."""
    sampling = job.sampling
    ranges: tuple[tuple[str, float, float, float], ...] = (
        ("bars", job.bars, 1, 64), ("variations", job.variations, 1, 16), ("creativity", job.creativity, 0, 1),
        ("steps", sampling.steps, 1, schedule.TRAIN_STEPS), ("temperature", sampling.temperature, 0.05, 2),
        ("top-p", sampling.top_p, 0.01, 1), ("top-k", sampling.top_k, 0, 128), ("guidance", sampling.guidance, 0, 10),
        ("chord-guidance", sampling.chord_guidance, 0, 10),
    )  # fmt: skip
    for name, value, low, high in ranges:
        if not low <= value <= high:
            raise InputError(f"{name} must be between {low:g} and {high:g}, not {value:g}.")
    for name, weight in job.styles:
        if name not in checkpoint.config.styles:
            raise InputError(f"There is no style '{name}'; the palette has {', '.join(checkpoint.config.styles)}.")
        if not 0 <= weight <= 1:
            raise InputError(f"The weight of style '{name}' must be between 0 and 1, not {weight:g}.")


def style_of_job(
    runtime: Runtime, checkpoint: Checkpoint, job: ContinueJob, junction: int, rng: np.random.Generator
) -> FloatArray:
    """The style to write in, [S]: palette styles by weight, and the prompt's own style for what is left of 1.

    Styles are mixed on the sphere, two at a time (Shoemake 1985). Without prompt and styles it is drawn from the prior.
    """
    parts: list[tuple[FloatArray, float]] = []
    for name, weight in job.styles:
        if weight > 0:
            parts.append((checkpoint.style_mean(checkpoint.config.styles.index(name)), weight))
    total = sum(weight for _, weight in parts)
    if job.prompt.notes and total < 1:
        grid = _grid_from_tick(job.prompt, 0)
        beats = max(1, junction // TICKS_PER_QUARTER)
        seen = factors.features(factors.beat_facts(grid, beats))
        parts.append((runtime.style_latent(factors.style_features(seen[-3 * PHRASE_BEATS :])), 1 - total))
    if not parts:
        label = int(rng.integers(len(checkpoint.config.styles)))
        return checkpoint.style_mean(label)
    style, have = parts[0]
    for other, weight in parts[1:]:
        style = slerp(style, other, weight / (have + weight))
        have += weight
    return style


def slerp(a: FloatArray, b: FloatArray, t: float) -> FloatArray:
    """Spherical interpolation from a (t 0) to b (t 1); lengths are interpolated linearly."""
    length_a, length_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    if min(length_a, length_b) < 1e-6:
        return np.asarray((1 - t) * a + t * b, np.float32)
    cosine = float(np.clip(a @ b / (length_a * length_b), -1, 1))
    angle = np.arccos(cosine)
    if np.sin(angle) < 1e-4:
        return np.asarray((1 - t) * a + t * b, np.float32)
    direction = (np.sin((1 - t) * angle) * a / length_a + np.sin(t * angle) * b / length_b) / np.sin(angle)
    return np.asarray(direction * ((1 - t) * length_a + t * length_b), np.float32)


def _draw_settings(job: ContinueJob) -> DrawSettings:
    """Creativity moves temperature and the tail that may be drawn from; the sampling settings scale it."""
    sampling = job.sampling
    temperature = float(np.clip(sampling.temperature * (0.8 + 0.4 * job.creativity), 0.05, 2.0))
    return DrawSettings(temperature, sampling.top_k, min(1.0, sampling.top_p - 0.05 + 0.1 * job.creativity))


def _write_chunk(
    runtime: Runtime,
    window: _Window,
    context: int,
    new: int,
    style: FloatArray,
    job: ContinueJob,
    settings: DrawSettings,
    rng: np.random.Generator,
    report: OnProgress,
) -> GridNotes:
    """Notes of a window of `context` given beats and `new` beats to write."""
    beats, sampling = context + new, job.sampling
    facts = factors.beat_facts(window.notes, context)
    seen = factors.features(facts)
    known = np.zeros((beats, runtime.config.latent_width), np.float32)
    if context:
        known[:context] = runtime.beat_latents(seen)
    mask = np.zeros((beats, len(factors.FEATURE_SIZES)), np.float32)
    mask[:context] = 1
    report(0.02, "phrase")
    phrase = _phrases(runtime, seen, context, beats, style, sampling.steps, rng)
    # A player goes on about as densely, as high and as loud as before, unless another style is asked for.
    follow = np.full(len(factors.CONTROLS), float(context > 0 and not job.styles), np.float32)
    given = BeatConditions(
        known, mask, phrase, np.ones(beats, np.float32), np.tile(NO_CHORD, (beats, 1)), window.bars, style,
        factors.controls(window.notes, context), follow,
    )  # fmt: skip

    # The prompt speaks for its own style; pushing it further made rhythm less like what really followed.
    guidance = sampling.guidance if job.styles else 1.0

    def denoise(noisy: FloatArray, t: float) -> FloatArray:
        return runtime.denoise_beats(noisy, t, given, guidance, 1.0)

    def on_step(number: int, latents: FloatArray) -> FloatArray:
        report(0.05 + 0.35 * (number + 1) / sampling.steps, "beats")
        return latents

    noise = rng.standard_normal(known.shape).astype(np.float32)
    solver = schedule.ddim if sampling.steps > 20 else schedule.dpm_solver
    latents = solver(noise, denoise, on_step, steps=sampling.steps)
    latents[:context] = known[:context]
    conditions = runtime.conditions(latents, style)
    prefix = elements_from_grid(window.notes, context)

    def on_beat(beat: int) -> None:
        report(0.4 + 0.6 * (beat + 1 - context) / new, "notes")

    written: Elements = write_notes(runtime, conditions, window.bars, prefix, rng, settings, on_beat)
    return grid_from_elements(written)


def _phrases(
    runtime: Runtime,
    seen: FloatArray,
    context: int,
    beats: int,
    style: FloatArray,
    steps: int,
    rng: np.random.Generator,
) -> FloatArray:
    """The phrase latent of each beat, [T, P]: the context's own where it fills a phrase, the others drawn."""
    count = -(-beats // PHRASE_BEATS)
    width = runtime.config.phrase_width
    known, mask = np.zeros((count, width), np.float32), np.zeros(count, np.float32)
    whole = context // PHRASE_BEATS
    if whole:
        known[:whole] = runtime.phrase_latents(factors.phrase_features(seen[: whole * PHRASE_BEATS]))
        mask[:whole] = 1
    noise = rng.standard_normal(known.shape).astype(np.float32)

    def denoise(noisy: FloatArray, t: float) -> FloatArray:
        return runtime.denoise_phrases(noisy, t, known, mask, style)

    drawn = schedule.dpm_solver(noise, denoise, lambda _, x: x, steps=min(steps, 15))
    drawn[:whole] = known[:whole]
    return np.repeat(drawn, PHRASE_BEATS, axis=0)[:beats]


def _bar_labels(beat: IntArray, bar_beats: float) -> IntArray:
    """Position in the bar and length of the bar, [T, 2], of beats counted from a bar line (negative before it)."""
    position = np.floor(beat - np.floor(beat / bar_beats) * bar_beats).astype(np.int64)
    labels = np.stack([position, np.full(len(beat), round(bar_beats), np.int64)], axis=1)
    return np.asarray(np.clip(labels, 0, 15))


def _grid_from_tick(clip: Clip, first: int) -> GridNotes:
    """Notes that begin at or after tick `first`, on the grid counted from there."""
    rows = np.array(
        [(n.start - first, n.pitch, n.duration, n.velocity) for n in clip.notes if n.start >= first], np.int64
    ).reshape(-1, 4)
    return grid_from_ticks(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])


def _shifted(grid: GridNotes, beats: int) -> GridNotes:
    return GridNotes(grid.onset + beats * STEPS_PER_BEAT, grid.micro, grid.pitch, grid.duration, grid.velocity)


def _joined(parts: list[GridNotes]) -> GridNotes:
    return GridNotes(*(np.concatenate([getattr(p, name) for p in parts]) for name in GridNotes.__slots__))


def _take(grid: GridNotes, prompt: Clip, length: int, numerator: int, denominator: int) -> Clip:
    """Grid notes as a finished clip: cut at the bar line, with roles, chords, key, meter and tempo."""
    from dataclasses import replace

    from engine.model.tokens import notes_from_grid
    from engine.music.harmony import recognise_chords
    from engine.music.roles import infer_roles

    notes = [
        replace(note, duration=min(note.duration, length - note.start))
        for note in notes_from_grid(grid)
        if note.start < length
    ]
    tempo = TempoMap.constant(steady_tempo(prompt))
    clip = Clip(tuple(notes), MeterMap.constant(numerator, denominator), tempo, length=length, key=prompt.key)
    clip = infer_roles(clip)
    return clip.with_chords(recognise_chords(clip)) if clip.notes else clip


def steady_tempo(prompt: Clip) -> float:
    """The tempo to go on in, BPM.

    The mean over the prompt's last four bars of 4/4, which smooths a tracked performance.
    """
    end = prompt.length
    start = max(0, end - CONTEXT_BEATS * TICKS_PER_QUARTER)
    if end <= start or len(prompt.tempo.changes) == 1:
        return prompt.tempo.at(end).tempo_bpm
    seconds = prompt.tempo.seconds_at(end) - prompt.tempo.seconds_at(start)
    return float(np.clip((end - start) / TICKS_PER_QUARTER / seconds * 60, 20, 400))
