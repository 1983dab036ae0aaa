"""From the options of `tatumflow generate` to jobs: length, chords, styles and what each mode wants of its own."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.commands.generate_options import DEFAULT_BARS
from engine.commands.prompt import ClipSettings, read_prompt
from engine.errors import InputError
from engine.generate.jobs import (
    FAST_STEPS,
    FREE_MODES,
    JOBS,
    MAX_BARS,
    Controls,
    InfillJob,
    ModeJob,
    PatternJob,
    Sampling,
    SoloJob,
    SongJob,
    TransferJob,
)
from engine.music.clip import ChordSpan, Clip
from engine.music.feels import SWING, feel_of_style
from engine.music.grid import MeterMap, TempoMap
from engine.music.key_spelling import ALL_KEYS, key_tonic

if TYPE_CHECKING:
    from engine.generate.engine import Engine
    from engine.music.progression_chart import Chart


def make_jobs(args: argparse.Namespace, prompt: Clip, seed: int, engine: Engine) -> list[ModeJob]:
    """The jobs that the options ask for: one, or one a key.

    Raises:
        InputError: for chords, styles or lengths that cannot be used.
    """
    if args.role is not None and (args.mode, args.role) != ("pattern", "random"):
        from engine.generate.role_writing import check_roles

        check_roles(args.role)
    if args.prompt is None and args.chords is not None:
        prompt = _as_charted(args, prompt)
    chart = _chart(args, prompt)
    bars = _bars(args, prompt, chart)
    common: dict[str, Any] = {
        "prompt": prompt,
        "bars": bars,
        "seed": seed,
        "styles": shares(args.style),
        "style_vectors": _style_vectors(args, engine),
        "creativity": args.creativity,
        "variations": args.variations,
        "controls": Controls(
            density=args.density,
            register=args.register,
            polyphony=args.polyphony,
            swing=args.swing,
            dynamics=args.dynamics,
            no_repeat=args.no_repeat,
        ),
        "sampling": Sampling(
            steps=FAST_STEPS if args.fast else args.steps,
            guidance=args.guidance,
            chord_guidance=args.chord_guidance,
            temperature=args.temperature,
            top_k=args.top_k,
            top_p=args.top_p,
        ),
        "locks": args.lock,
        "bar_locks": args.lock_bars,
        "chords": _lane(args, prompt, chart, bars),
    }
    change = prompt.meter.at(max(0, prompt.length - 1))
    frame: dict[str, Any] = {
        "feel": args.feel or _charted_feel(args, prompt),
        "tempo_bpm": prompt.tempo.at(max(0, prompt.length - 1)).tempo_bpm,
        "meter": (change.numerator, change.denominator),
        "key": args.key or prompt.key,
    }
    if args.mode == "infill":
        return [InfillJob(**common, redo_bars=redo_bars(args, prompt.bars))]
    if args.mode == "transfer":
        return [TransferJob(**common, strength=0.5 if args.strength is None else args.strength)]
    if args.mode == "solo":
        return [SoloJob(**common, **frame, role=args.role or "lead")]
    if args.mode == "pattern":
        keys = ALL_KEYS if args.all_keys else (frame["key"],)
        return [
            PatternJob(**{**common, "chords": _moved(chart, name) if args.all_keys else common["chords"]},
                       **{**frame, "key": name}, role=args.role or "lead")
            for name in keys
        ]  # fmt: skip
    if args.mode == "song":
        form, section_bars = _form(args, frame["meter"], frame["tempo_bpm"])
        return [SongJob(**common, **frame, form=form, section_bars=section_bars)]
    # A continuation is joined with the prompt afterwards, when the take has its final length.
    return [JOBS[args.mode](**common)]


def redo_bars(args: argparse.Namespace, bars: int) -> tuple[tuple[int, int], ...]:
    """The bars of a prompt of `bars` bars that infill writes anew.

    Raises:
        InputError: for bars that the prompt does not have, or where all are kept.
    """
    option, ranges = ("--redo-bars", args.redo_bars) if args.redo_bars else ("--keep-bars", args.keep_bars)
    for first, last in ranges:
        if last > bars:
            raise InputError(
                "{option} {first}:{last} goes past the end of {prompt}, which has {bars} bars.",
                option=option,
                first=first,
                last=last,
                prompt=args.prompt,
                bars=bars,
            )
    if args.redo_bars:
        return tuple(args.redo_bars)
    kept = {bar for first, last in ranges for bar in range(first, last + 1)}
    redo = tuple((bar, bar) for bar in range(1, bars + 1) if bar not in kept)
    if not redo:
        raise InputError(
            "--keep-bars keeps all {bars} bars of {prompt}: leave some to write anew.", bars=bars, prompt=args.prompt
        )
    return redo


def shares(styles: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Weights as the engine takes them, 0..1: what is missing to 1 in all is left to the prompt's own style.

    Weights above 1 can only be meant as proportions, so they are divided by their sum.
    """
    if all(weight <= 1 for _, weight in styles):
        return styles
    total = sum(weight for _, weight in styles)
    return tuple((name, weight / total) for name, weight in styles)


def _style_vectors(args: argparse.Namespace, engine: Engine) -> tuple[tuple[tuple[float, ...], float], ...]:
    if args.style_from is None:
        return ()
    clip = read_prompt(args.style_from, ClipSettings())
    left = max(0.0, 1 - sum(weight for _, weight in shares(args.style)))
    return ((engine.read_style(clip), left or 1.0),)


def _chart(args: argparse.Namespace, prompt: Clip) -> tuple[ChordSpan, ...]:
    """The chords asked for, once through, in the meter of the music."""
    if args.chords is None:
        return prompt.chords if args.mode == "solo" else ()
    return _source(args, prompt).spans


def _source(args: argparse.Namespace, prompt: Clip) -> Chart:
    """The chart that --chords names."""
    from engine.music.progression_source import read_chart

    change = prompt.meter.at(max(0, prompt.length - 1))
    return read_chart(args.chords, meter=MeterMap.constant(change.numerator, change.denominator), key=args.key)


def _as_charted(args: argparse.Namespace, prompt: Clip) -> Clip:
    """An empty prompt in the meter, tempo and key that a chart itself names, where the options name none."""
    from engine.music.progression_source import read_chart

    meter = None if args.meter is None else MeterMap.constant(*args.meter)
    source = read_chart(args.chords, meter=meter, key=args.key)
    first = source.meter.changes[0]
    tempo = source.tempo_bpm if args.tempo is None else None
    return replace(
        prompt,
        meter=MeterMap.constant(first.numerator, first.denominator) if meter is None else prompt.meter,
        tempo=prompt.tempo if tempo is None else TempoMap.constant(min(400.0, max(20.0, tempo))),
        key=args.key or source.key,
    )


def _charted_feel(args: argparse.Namespace, prompt: Clip) -> str:
    """The feel of the chart that --chords names."""
    return SWING if args.chords is None or args.mode not in FREE_MODES else feel_of_style(_source(args, prompt).style)


def _moved(chart: Sequence[ChordSpan], key: str) -> tuple[ChordSpan, ...]:
    """A chart moved from the key it is heard in to another."""
    from engine.music.forms import transposed_spans
    from engine.music.reharmony import lane_key

    return transposed_spans(tuple(chart), (key_tonic(key)[0] - key_tonic(lane_key(chart))[0]) % 12)


def _lane(args: argparse.Namespace, prompt: Clip, chart: Sequence[ChordSpan], bars: int) -> tuple[ChordSpan, ...]:
    """The chart laid over what is written: chorus after chorus, or over the bars that infill writes anew."""
    from engine.generate.role_writing import looped

    if not chart or args.mode in FREE_MODES:
        return tuple(chart)  # these modes repeat it themselves
    meter = prompt.meter
    if args.mode == "continue":
        change = meter.at(max(0, prompt.length - 1))
        return looped(chart, MeterMap.constant(change.numerator, change.denominator), bars * change.bar_ticks)
    if args.mode != "infill":
        return looped(chart, meter, prompt.length)
    redo = sorted({bar for first, last in redo_bars(args, prompt.bars) for bar in range(first - 1, last)})
    length = max(span.end for span in chart)
    if length != sum(meter.bar_start(bar + 1) - meter.bar_start(bar) for bar in redo):
        return looped(chart, meter, prompt.length)
    # A chart as long as the new bars is meant for them.
    lane: list[ChordSpan] = []
    at = 0
    for bar in range(prompt.bars):
        start, end = meter.bar_start(bar), meter.bar_start(bar + 1)
        fresh = bar in redo
        for span in chart if fresh else prompt.chords:
            shift = start - at if fresh else 0
            low, high = max(start, span.start + shift), min(end, span.end + shift)
            if low < high:
                lane.append(ChordSpan(low, high, span.chord))
        at += (end - start) * fresh
    return tuple(lane)


def _bars(args: argparse.Namespace, prompt: Clip, chart: Sequence[ChordSpan]) -> int:
    """How many bars to write: as asked, as many as fill --seconds at the prompt's last tempo, or one chorus."""
    end = max(0, prompt.length - 1)
    change = prompt.meter.at(end)
    if args.seconds is not None and args.mode != "song":
        bars = _bars_in(args.seconds, change.bar_ticks, prompt.tempo.at(end).us_per_quarter)
        if bars > MAX_BARS:
            raise InputError(
                "--seconds {seconds:g} is {bars} bars at this tempo, more than {most}: ask for less.",
                seconds=args.seconds,
                bars=bars,
                most=MAX_BARS,
            )
        return bars
    if args.mode == "solo" and chart and args.bars is None:
        return max(1, min(MAX_BARS, -(-max(span.end for span in chart) // change.bar_ticks)))
    return int(args.bars or DEFAULT_BARS)


def _bars_in(seconds: float, bar_ticks: int, us_per_quarter: int) -> int:
    return max(1, math.ceil(seconds / (bar_ticks * us_per_quarter / 480e6)))


def _section_of(bars: float) -> int:
    """The length of a section nearest to `bars`: of four, eight, twelve ... bars where it is not short."""
    return round(bars / 4) * 4 if bars >= 3 else max(1, round(bars))


def _form(args: argparse.Namespace, meter: tuple[int, int], tempo_bpm: float) -> tuple[str, int]:
    """Form and bars of a section: --bars and --seconds are the whole song's length."""
    from engine.generate.song import read_form

    form, section_bars = args.form or "AABA", DEFAULT_BARS
    if args.sections is not None:
        letters, section_bars = read_form(form, section_bars)
        form = "".join(letters[number % len(letters)] for number in range(args.sections))
    letters, section_bars = read_form(form, section_bars)
    total = args.bars
    if args.seconds is not None:
        change = MeterMap.constant(*meter).changes[0]
        bar_s = change.bar_ticks / 480 * 60 / tempo_bpm
        total = len(letters) * _section_of(args.seconds / bar_s / len(letters))
    if total is not None:
        if total % len(letters):
            raise InputError(
                "--bars {total} does not divide into the {count} sections of {form}.",
                total=total,
                count=len(letters),
                form=form,
            )
        form, section_bars = letters, total // len(letters)
    if not 1 <= section_bars <= 32:
        raise InputError(
            "A section has 1 to 32 bars, not {section_bars}: choose another length or more sections.",
            section_bars=section_bars,
        )
    return form, section_bars
