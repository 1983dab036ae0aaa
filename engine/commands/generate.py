"""`tatumflow generate`: reads the options, asks the engine, writes the takes. How notes are made is the engine's."""

from __future__ import annotations

import argparse
import json
import math
import secrets
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from engine.commands import files
from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.options import (
    add_common_options,
    bar_range,
    key,
    meter,
    real,
    weighted_styles,
    whole,
)
from engine.commands.progress import ProgressLine
from engine.commands.prompt import ClipSettings, check_input, empty_clip, in_key, read_prompt
from engine.commands.tokens import first_tokens, last_tokens
from engine.errors import Cancelled, InputError
from engine.generate.jobs import ContinueJob, Event, JobFailed, JobFinished, Progress, Sampling, TakeReady
from engine.music.clip import Clip

MODES = ("continue",)
DEFAULT_BARS = 8
MAX_BARS = 64
MAX_SEED = 2**63 - 1
QUALITY_STEPS, FAST_STEPS = 50, 15
# Options that mean nothing to a continuation -> the mode that they are for.
FOREIGN_OPTIONS = {
    "--keep-bars": "infill",
    "--redo-bars": "infill",
    "--lock": "improvise",
    "--strength": "transfer",
    "--role": "pattern",
    "--all-keys": "pattern",
    "--form": "song",
    "--sections": "song",
}
# Options that a continuation could follow, but the model of this version cannot.
MISSING_OPTIONS = (
    "--style-from", "--chords", "--chord-guidance",
    "--density", "--register", "--polyphony", "--swing", "--dynamics",
)  # fmt: skip
EXAMPLES = """\
examples:
  tatumflow generate --mode continue --prompt verse.mid
  tatumflow generate --mode continue --prompt verse.mid --prompt-bars 5:8 --bars 16 --out answer.mid --only-generated
  tatumflow generate --mode continue --prompt verse.mid --variations 4 --out takes/ --seed 7 --json
  tatumflow generate --mode continue --tempo 160 --meter 3/4 --bars 8 --out waltz.mid

Standard output is the path of each file written (or, with --json, one object); everything else goes to standard error.
"""


class _RefusedOption(argparse.Action):
    """Refuses an option of another mode or of a later version with a sentence that says so."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> NoReturn:
        option = self.option_strings[0]
        mode = FOREIGN_OPTIONS.get(option)
        if mode is None:
            parser.error(f"{option} cannot be followed by the model of this version: leave it out")
        parser.error(f"{option} belongs to the mode {mode} and means nothing to continue: leave it out")


def _mode(text: str) -> str:
    if text not in MODES:
        raise argparse.ArgumentTypeError(f"there is no mode {text!r} here; this version has: {', '.join(MODES)}")
    return text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "Write MIDI: continue a prompt, or start from nothing where none is given."
    parser.epilog = EXAMPLES
    parser.add_argument("--mode", required=True, type=_mode, metavar="MODE", help=f"one of: {', '.join(MODES)}")
    parser.add_argument("--prompt", type=Path, metavar="IN.mid", help="what to continue (default: start from nothing)")
    parser.add_argument("--prompt-bars", type=bar_range, metavar="A:B", help="use bars A to B of it, counted from 1")
    parser.add_argument("--prompt-tokens", type=whole(1), metavar="N", help="use its last bars with at most N tokens")
    parser.add_argument("--out", type=Path, metavar="OUT.mid", help="the file, or the folder of several takes")
    parser.add_argument("--force", action="store_true", help="overwrite existing files")
    parser.add_argument("--only-generated", action="store_true", help="leave the prompt out of the output")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--bars", type=whole(1, MAX_BARS), metavar="N", help=f"bars to write (default: {DEFAULT_BARS})")
    length.add_argument("--seconds", type=real(0, 600, low_open=True), metavar="S", help="write this long instead")
    parser.add_argument(
        "--max-tokens", type=whole(1), metavar="N", help="end before the bar that would exceed N tokens"
    )
    parser.add_argument("--variations", type=whole(1, 16), default=1, metavar="K", help="takes (default: 1)")
    parser.add_argument("--seed", type=whole(0, MAX_SEED), metavar="S", help="same seed, same notes (default: random)")
    music = parser.add_argument_group("music")
    music.add_argument(
        "--style",
        type=weighted_styles,
        default=(),
        metavar="NAME[:W],...",
        help="styles of the palette, mixed by weight",
    )
    music.add_argument("--tempo", type=real(20, 400), metavar="BPM", help="default: from the prompt, else 120")
    music.add_argument("--meter", type=meter, metavar="4/4", help="default: from the prompt, else 4/4")
    music.add_argument("--key", type=key, metavar="C|Am|...", help="default: heard in the notes")
    music.add_argument(
        "--creativity", type=real(0, 1), default=0.5, metavar="0..1", help="0 stays close, 1 roams (default: 0.5)"
    )
    sampling = parser.add_argument_group("sampling")
    defaults = Sampling()
    sampling.add_argument(
        "--temperature", type=real(0.05, 2), default=defaults.temperature, metavar="T", help="default: 1"
    )
    sampling.add_argument("--top-k", type=whole(0, 128), default=defaults.top_k, metavar="K", help="0 keeps all")
    sampling.add_argument("--top-p", type=real(0.01, 1), default=defaults.top_p, metavar="P", help="default: 0.95")
    sampling.add_argument("--guidance", type=real(0, 10), default=defaults.guidance, metavar="W", help="of the style")
    steps = sampling.add_mutually_exclusive_group()
    steps.add_argument("--steps", type=whole(1, 1000), default=QUALITY_STEPS, metavar="N", help="default: 50")
    steps.add_argument("--fast", action="store_true", help=f"{FAST_STEPS} steps")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FOLDER", help="a model of your own (default: the bundled one)"
    )
    for option in (*FOREIGN_OPTIONS, *MISSING_OPTIONS):
        parser.add_argument(option, nargs="?", action=_RefusedOption, help=argparse.SUPPRESS)
    add_common_options(parser)


def _bars(args: argparse.Namespace, prompt: Clip) -> int:
    """How many bars to write: as asked, or as many as fill --seconds at the prompt's last tempo and meter."""
    if args.seconds is None:
        return int(args.bars or DEFAULT_BARS)
    end = max(0, prompt.length - 1)
    bar_s = prompt.meter.at(end).bar_ticks * prompt.tempo.at(end).us_per_quarter / 480e6
    bars: int = max(1, math.ceil(args.seconds / bar_s))
    if bars > MAX_BARS:
        raise InputError(
            f"--seconds {args.seconds:g} is {bars} bars at this tempo, more than {MAX_BARS}: ask for less."
        )
    return bars


def _plan_outputs(args: argparse.Namespace) -> list[Path]:
    """The files to write, checked before anything is computed."""
    stem = f"{args.prompt.stem}-continued" if args.prompt else "take"
    out: Path | None = args.out
    if out is None or out.is_dir() or (args.variations > 1 and not out.suffix):
        folder = Path() if out is None else out
        files.check_folder(folder if folder.exists() else folder.parent)
        return files.free_names(folder, stem, ".mid", args.variations, force=args.force)
    if args.variations > 1:
        raise InputError(f"--variations {args.variations} writes several files: give --out a folder, not {out}.")
    files.check_output(out, force=args.force, suffixes=files.MIDI_SUFFIXES)
    return [out]


def _shares(styles: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Weights as the engine takes them, 0..1: what is missing to 1 in all is left to the prompt's own style.

    Weights above 1 can only be meant as proportions, so they are divided by their sum.
    """
    if all(weight <= 1 for _, weight in styles):
        return styles
    total = sum(weight for _, weight in styles)
    return tuple((name, weight / total) for name, weight in styles)


def _settings(args: argparse.Namespace, bars: int) -> dict[str, Any]:
    """What the takes were made with, as it is reported and written into the files."""
    return {
        "mode": args.mode,
        "prompt": args.prompt.name if args.prompt else None,
        "prompt_bars": list(args.prompt_bars) if args.prompt_bars else None,
        "prompt_tokens": args.prompt_tokens,
        "bars": bars,
        "max_tokens": args.max_tokens,
        "styles": dict(_shares(args.style)),
        "tempo": args.tempo,
        "meter": "/".join(map(str, args.meter)) if args.meter else None,
        "key": args.key,
        "creativity": args.creativity,
        "steps": FAST_STEPS if args.fast else args.steps,
        "guidance": args.guidance,
        "temperature": args.temperature,
        "top_k": args.top_k,
        "top_p": args.top_p,
        "variations": args.variations,
        "only_generated": args.only_generated,
    }


def _write_take(take: TakeReady, path: Path, provenance: dict[str, Any]) -> None:
    from engine.music.midi_io import write_clip

    text = json.dumps({**provenance, "variation": take.variation}, ensure_ascii=False, separators=(",", ":"))
    # A DAW shows the title on the track.
    write_clip(replace(take.clip, name=take.clip.name or path.stem), path, texts=(text,))


def _run_engine(engine: Any, job: ContinueJob, cancel: threading.Event) -> list[TakeReady]:
    """All takes of `job` in the order of their variations. Raises Cancelled when `cancel` was set meanwhile."""
    takes: list[TakeReady] = []

    with ProgressLine("Writing music") as progress:

        def emit(event: Event) -> None:
            if isinstance(event, Progress):
                progress.update(event.done, event.stage)
            elif isinstance(event, TakeReady):
                takes.append(event)
            elif isinstance(event, JobFailed):
                raise InputError(event.message)
            elif isinstance(event, JobFinished) and event.cancelled:
                raise Cancelled

        engine.run(job, emit, cancel)
    if cancel.is_set():
        raise Cancelled
    return sorted(takes, key=lambda take: take.variation)


def _report(
    takes: Sequence[TakeReady], paths: Sequence[Path], summary: dict[str, Any], seconds: float, as_json: bool
) -> None:
    each = [
        {
            "file": str(path),
            "bars": take.clip.bars,
            "notes": len(take.clip.notes),
            "seconds": round(take.clip.seconds, 3),
        }
        for take, path in zip(takes, paths, strict=True)
    ]
    if as_json:
        head = {
            "files": [str(path) for path in paths],
            **{name: each[0][name] for name in ("bars", "notes", "seconds")},
        }
        print(json.dumps({**head, **summary, "takes": each}, ensure_ascii=False))
        return
    music = ", ".join(f"{item['bars']} bars with {item['notes']} notes" for item in each)
    print(f"{music} in {seconds:.1f} s; seed {summary['seed']}", file=sys.stderr)
    for path in paths:
        print(path)


def run(args: argparse.Namespace) -> int:
    """Do it. Returns the exit status."""
    if args.prompt is None and (args.prompt_bars or args.prompt_tokens):
        raise InputError("--prompt-bars and --prompt-tokens need a --prompt to take from.")
    if args.prompt is not None:
        check_input(args.prompt)
    paths = _plan_outputs(args)
    settings = ClipSettings(args.tempo, args.meter, args.key, args.prompt_bars)
    prompt = empty_clip(settings) if args.prompt is None else read_prompt(args.prompt, settings)
    if args.prompt_tokens is not None:
        prompt = last_tokens(prompt, args.prompt_tokens)
    bars = _bars(args, prompt)
    seed = secrets.randbelow(2**31) if args.seed is None else args.seed

    from engine.generate.engine import Engine

    with cancel_on_interrupt() as cancel:
        engine = Engine.load(args.checkpoint, device=args.device, threads=args.threads)
        unknown = [name for name, _ in args.style if name not in engine.styles]
        if unknown:
            raise InputError(
                f"There is no style {unknown[0]!r}; the palette has: {', '.join(engine.styles) or 'none'}."
            )
        started = time.monotonic()
        job = ContinueJob(
            prompt=prompt,
            bars=bars,
            seed=seed,
            styles=_shares(args.style),
            creativity=args.creativity,
            variations=args.variations,
            only_generated=True,  # joined with the prompt below, when the take has its final length
            sampling=Sampling(
                steps=FAST_STEPS if args.fast else args.steps,
                guidance=args.guidance,
                temperature=args.temperature,
                top_k=args.top_k,
                top_p=args.top_p,
            ),
        )
        takes = _run_engine(engine, job, cancel)
        if args.max_tokens is not None:
            takes = [replace(take, clip=first_tokens(take.clip, args.max_tokens)) for take in takes]
        if not args.only_generated and prompt.notes:
            takes = [replace(take, clip=prompt.followed_by(take.clip)) for take in takes]
        if args.prompt is None:
            takes = [replace(take, clip=in_key(take.clip, args.key)) for take in takes]
        seconds = time.monotonic() - started
        provenance = {"generator": "TatumFlow", "seed": seed, "checkpoint": engine.checkpoint_hash}
        used = _settings(args, bars)
        for take, path in zip(takes, paths, strict=True):
            if not path.parent.exists():
                path.parent.mkdir()
            _write_take(take, path, {**provenance, "mode": args.mode, "settings": used})
    summary = {"seed": seed, "checkpoint": engine.checkpoint_hash, "settings": used}
    _report(takes, paths, summary, seconds, args.json)
    return 0
