"""From a job to what a canvas needs: checked settings, style, bar positions, chords, notes on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.errors import InputError
from engine.generate.constraints import OneStruck, TwoHands
from engine.generate.jobs import MAX_BARS, SETTLED_BY, ModeJob
from engine.generate.manner import place_of_role, plays_lines, style_sizes
from engine.generate.style_reading import LEAST_NOTES, LONE
from engine.model import schedule
from engine.model.checkpoint import Checkpoint
from engine.model.config import FACTORS, PHRASE_BEATS
from engine.model.personal_key import in_key_of, own_style_features
from engine.model.runtime import NO_CHORD, FloatArray, IntArray, Runtime
from engine.model.sampler import BoolArray, DrawSettings
from engine.model.style_examples import style_example
from engine.model.tokens import GridNotes, grid_from_notes
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP, MeterMap, TempoMap
from engine.music.harmony import chords_on_beats
from engine.music.note import TICKS_PER_QUARTER, Note
from engine.music.roles import is_lead_line
from engine.sentences import Sentence

_WORDS = {
    str(word): word
    for word in (
        Sentence("bars"), Sentence("variations"), Sentence("creativity"), Sentence("steps"), Sentence("temperature"),
        Sentence("top-p"), Sentence("top-k"), Sentence("guidance"), Sentence("chord-guidance"), Sentence("strength"),
        Sentence("density"), Sentence("polyphony"), Sentence("swing"), Sentence("dynamics"), Sentence("no-repeat"),
        Sentence("chords"), Sentence("harmony"), Sentence("melody"), Sentence("rhythm"),
        Sentence("continue"), Sentence("infill"), Sentence("improvise"), Sentence("transfer"), Sentence("reharmonize"),
        Sentence("solo"), Sentence("pattern"), Sentence("song"),
    )
}  # fmt: skip
"""Names of settings, factors and modes, as they stand in errors."""


def check_job(job: ModeJob, checkpoint: Checkpoint) -> None:
    """Raise InputError for the first setting that is out of range."""
    sampling, wanted = job.sampling, job.controls
    ranges: tuple[tuple[str, float | None, float, float], ...] = (
        ("bars", job.bars, 1, MAX_BARS), ("variations", job.variations, 1, 16), ("creativity", job.creativity, 0, 1),
        ("steps", sampling.steps, 1, schedule.TRAIN_STEPS), ("temperature", sampling.temperature, 0.05, 2),
        ("top-p", sampling.top_p, 0.01, 1), ("top-k", sampling.top_k, 0, 128), ("guidance", sampling.guidance, 0, 10),
        ("chord-guidance", sampling.chord_guidance, 0, 10), ("strength", getattr(job, "strength", None), 0, 1),
        ("density", wanted.density, 0, 1), ("polyphony", wanted.polyphony, 1, 8), ("swing", wanted.swing, 0, 1),
        ("dynamics", wanted.dynamics, 0, 1), ("no-repeat", wanted.no_repeat, 2, 16),
    )  # fmt: skip
    for name, value, low, high in ranges:
        if value is not None and not low <= value <= high:
            raise InputError(
                "{name} must be between {low:g} and {high:g}, not {value:g}.",
                name=_WORDS[name],
                low=low,
                high=high,
                value=value,
            )
    if wanted.register is not None and not 0 <= wanted.register[0] < wanted.register[1] <= 127:
        low_pitch, high_pitch = wanted.register
        raise InputError(
            "register must be two pitches 0..127, the lower one first, not {low}:{high}.",
            low=low_pitch,
            high=high_pitch,
        )
    for first, last, _ in job.bar_locks:
        if not 1 <= first <= last <= job.prompt.whole_bars().bars:
            raise InputError(
                "The locked bars {first}:{last} are not in the prompt, which has {bars} bars.",
                first=first,
                last=last,
                bars=job.prompt.whole_bars().bars,
            )
    for factor in sorted(job.locked_factors):
        if factor not in FACTORS:
            raise InputError(
                "There is no factor '{factor}' to lock; choose among {factors}.",
                factor=factor,
                factors=", ".join(FACTORS),
            )
    asked = {name for name, value, _, _ in ranges if value is not None} | ({"chords"} if job.chords else set())
    for name, factor in SETTLED_BY.items():
        if factor in job.locked_factors and name in asked:
            raise InputError(
                "{name} cannot be asked for while {factor} is locked: leave one of the two out.",
                name=_WORDS[name],
                factor=_WORDS[factor],
            )
    for name, weight in job.styles:
        if name not in checkpoint.config.styles:
            raise InputError(
                "There is no style '{name}'; the palette has {styles}.",
                name=name,
                styles=", ".join(checkpoint.config.styles),
            )
        if not 0 <= weight <= 1:
            raise InputError(
                "The weight of style '{name}' must be between 0 and 1, not {weight:g}.", name=name, weight=weight
            )
    for vector, weight in job.style_vectors:
        if len(vector) not in style_sizes(checkpoint.config.style_width):
            raise InputError("A style was read off a file with another model; read it again with this one.")
        if not 0 <= weight <= 1:
            raise InputError("The weight of a style must be between 0 and 1, not {weight:g}.", weight=weight)


def need_notes(clip: Clip, mode: str) -> None:
    """Raise InputError where a mode that works on a prompt has none, or too long a one."""
    if not clip.notes:
        raise InputError("The mode {mode} needs a prompt with notes: choose one.", mode=_WORDS[mode])
    if clip.bars > MAX_BARS:
        raise InputError(
            "The mode {mode} takes a prompt of at most {most} bars, not {bars}: choose a part.",
            mode=_WORDS[mode],
            most=MAX_BARS,
            bars=clip.bars,
        )


def in_quarters(prompt: Clip, job: ModeJob) -> bool:
    """Whether off-beats may be moved: the beats are quarters throughout and the rhythm is not locked."""
    return "rhythm" not in job.locked_factors and has_quarter_beats(prompt.meter)


def has_quarter_beats(meter: MeterMap) -> bool:
    """Whether a beat is a quarter (or longer) throughout, so that its middle is an off-beat eighth."""
    return all(change.denominator <= 4 for change in meter.changes)


def random_stream(job: ModeJob, variation: int) -> np.random.Generator:
    """The random numbers of one variation."""
    return np.random.Generator(np.random.Philox(key=[job.seed & (2**64 - 1), variation]))


PITCH_SHARE, LENGTH_SHARE = 0.65, 1.1
"""Of the likeliest values that may be drawn from, for pitches and for lengths."""


def draw_settings(job: ModeJob) -> DrawSettings:
    """Creativity moves temperature and the tail that may be drawn from; the sampling settings scale it."""
    sampling = job.sampling
    temperature = float(np.clip(sampling.temperature * (0.8 + 0.4 * job.creativity), 0.05, 2.0))
    top_p = min(1.0, sampling.top_p - 0.05 + 0.1 * job.creativity)
    low, high = job.controls.register or (21, 108)
    return DrawSettings(temperature, sampling.top_k, top_p, PITCH_SHARE, LENGTH_SHARE, low, high)


def style_of_job(
    runtime: Runtime, checkpoint: Checkpoint, job: ModeJob, rng: np.random.Generator, *, own: GridNotes, beats: int,
    role: str = "",
) -> FloatArray:  # fmt: skip
    """The style to write in, [S]: styles asked for by weight, and the style of `own` notes for what is left of 1.

    With a `role` ("lead" ...) it is that of what the role plays in the styles. Styles are mixed on the sphere, two at a
    time (Shoemake 1985). Where nothing is given, one is drawn from the prior.
    """
    names = checkpoint.config.styles

    def palette_style(name: str) -> FloatArray:
        """An example; beside factors of the music that are locked the mean, which pulls less at them."""
        index = names.index(name)
        return checkpoint.style_mean(index) if job.locked_factors else style_example(checkpoint, index, job.seed, role)

    parts = [(palette_style(name), weight) for name, weight in job.styles if weight > 0]
    width = checkpoint.config.style_width
    parts += [(place_of_role(vector, width, role), weight) for vector, weight in job.style_vectors if weight > 0]
    total = sum(weight for _, weight in parts)
    if len(own):
        seen = own_style_features(own, beats)
        # A style asked for says how, not in which key.
        parts = [(in_key_of(runtime, checkpoint, style, seen), weight) for style, weight in parts]
        if total < 1:
            parts.append((runtime.style_latent(seen), 1 - total))
    if not parts:
        return style_example(checkpoint, int(rng.integers(len(names))), job.seed, role)
    return mixed_on_sphere(parts)


def mixed_on_sphere(parts: Sequence[tuple[FloatArray, float]]) -> FloatArray:
    """Styles mixed by their weights above 0, one after the other; there is at least one."""
    style, have = parts[0]
    for other, weight in parts[1:]:
        style = slerp(style, other, weight / (have + weight))
        have += weight
    return style


def has_style(job: ModeJob) -> bool:
    """Whether any style is asked for."""
    return any(weight > 0 for _, weight in (*job.styles, *job.style_vectors))


def lone_role(job: ModeJob) -> str:
    """`LONE` where a style is asked for and the prompt is a single line, else "": what is written is a line, then, too,
    however many fingers the style has."""
    if not has_style(job) or len(job.prompt.notes) < LEAST_NOTES:
        return ""
    return LONE if is_lead_line(job.prompt) else ""


def is_for_a_line(checkpoint: Checkpoint, job: ModeJob, role: str) -> bool:
    """Whether new bars get a single line: with a `lone_role`, or in styles that play lines, unless factors of what is
    played together are locked."""
    return bool(role) or (not job.locked_factors and plays_lines(checkpoint, job))


def under_the_hands(job: ModeJob, line: bool, heard: GridNotes) -> dict[str, Any]:
    """Arguments of a `Canvas` about what is struck together in free music beside `heard` notes: what two hands reach,
    unless those do not keep to it either; of a line, where no polyphony is asked for, one note at a time."""
    if line and job.controls.polyphony is None:
        return {"constraints": [OneStruck()]}
    return {"constraints": [TwoHands()]} if TwoHands.suit(heard) else {}


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


def bar_labels(meter: MeterMap, origin: int, beats: int) -> IntArray:
    """Position in the bar and length of the bar, [T, 2], of the `beats` beats from tick `origin` (negative: before)."""
    rows = []
    for tick in range(origin, origin + beats * TICKS_PER_QUARTER, TICKS_PER_QUARTER):
        bar = meter.at(max(0, tick)).bar_ticks
        start = meter.bar_start(meter.bar_at(tick)) if tick >= 0 else tick - tick % bar
        rows.append(((tick - start) // TICKS_PER_QUARTER, round(bar / TICKS_PER_QUARTER)))
    return np.asarray(np.clip(np.array(rows, np.int64).reshape(-1, 2), 0, 15))


def chord_labels(spans: Sequence[ChordSpan], beats: int, origin: int = 0) -> IntArray:
    """A chord lane as the model reads it, int64 [T, 3], for the `beats` beats from tick `origin`.

    A beat without a chord goes on with the one before it; "N.C." and beats before the first chord ask for none.
    """
    lane = tuple(
        ChordSpan(max(0, span.start - origin), span.end - origin, span.chord)
        for span in sorted(spans, key=lambda span: span.start)
        if span.end > origin
    )
    found = chords_on_beats(lane, beats)
    labels = np.tile(NO_CHORD, (beats, 1))
    for beat in range(beats):
        if found.quality[beat] >= 0:
            bass = int(found.bass[beat])
            labels[beat] = (int(found.root[beat]), int(found.quality[beat]), bass if bass >= 0 else 12)
        elif beat and not any(s.start <= beat * TICKS_PER_QUARTER < s.end for s in lane):
            labels[beat] = labels[beat - 1]
    return labels


def grid_of(notes: Sequence[Note], origin: int = 0) -> GridNotes:
    """Notes that begin at or after tick `origin`, on the grid counted from there."""
    return grid_from_notes([note.moved(-origin) for note in notes if note.start >= origin])


def free_steps(ranges: Sequence[tuple[int, int]], beats: int) -> BoolArray:
    """[T, 24]: the grid steps inside tick ranges (start, end), counted from the canvas's first beat."""
    ticks = np.arange(beats * STEPS_PER_BEAT) * TICKS_PER_STEP
    inside = np.zeros(len(ticks), bool)
    for start, end in ranges:
        inside |= (ticks >= start) & (ticks < end)
    return inside.reshape(beats, STEPS_PER_BEAT)


def steady_tempo(prompt: Clip) -> float:
    """The tempo to go on in, BPM.

    The mean over the prompt's last four bars of 4/4, which smooths a tracked performance.
    """
    end = prompt.length
    start = max(0, end - PHRASE_BEATS * TICKS_PER_QUARTER)
    if end <= start or len(prompt.tempo.changes) == 1:
        return prompt.tempo.at(end).tempo_bpm
    seconds = prompt.tempo.seconds_at(end) - prompt.tempo.seconds_at(start)
    return float(np.clip((end - start) / TICKS_PER_QUARTER / seconds * 60, 20, 400))


def steady_tempo_map(prompt: Clip) -> TempoMap:
    """`steady_tempo` as a map."""
    return TempoMap.constant(steady_tempo(prompt))
