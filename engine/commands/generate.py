"""`tatumflow generate`: reads the options, asks the engine, writes the takes. How notes are made is the engine's."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.commands import files
from engine.commands.generate_options import add_generate_options, check_options
from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.progress import ProgressLine, note
from engine.errors import Cancelled, InputError
from engine.files import is_midi_name
from engine.generate.jobs import Event, InfillJob, JobFinished, ModeJob, Progress, TakeReady

if TYPE_CHECKING:
    from engine.generate.originality import Match, OriginalityIndex

_SUFFIXES = {
    "continue": "-continued",
    "infill": "-infilled",
    "improvise": "-improvised",
    "transfer": "-transferred",
    "reharmonize": "-reharmonized",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add_generate_options(parser)


def _plan_outputs(args: argparse.Namespace) -> list[Path]:
    """The files to write, checked before anything is computed."""
    stem = args.prompt.stem + _SUFFIXES.get(args.mode, f"-{args.mode}") if args.prompt else args.mode
    if args.mode == "continue" and not args.prompt:
        stem = "take"
    count, several = args.variations, "--variations"
    if args.all_keys:
        count, several = 24 * args.variations, "--all-keys"
    out: Path | None = args.out
    if out is None or out.is_dir() or (count > 1 and not out.suffix):
        folder = Path() if out is None else out
        files.check_folder(folder if folder.exists() else folder.parent)
        if not args.all_keys:
            return files.free_names(folder, stem, ".mid", count, force=args.force)
        from engine.music.key_spelling import ALL_KEYS

        return [
            path
            for key in ALL_KEYS
            for path in files.free_names(folder, f"{stem}-{key}", ".mid", args.variations, force=args.force)
        ]
    if count > 1:
        raise InputError(
            "{several} writes {count} files: give --out a folder, not {out}.", several=several, count=count, out=out
        )
    files.check_output(out, force=args.force, suffixes=files.WRITTEN_SUFFIXES)
    return [out]


def _settings(args: argparse.Namespace, job: ModeJob) -> dict[str, Any]:
    """What a take was made with, as it is reported and written into the file."""
    from engine.generate.provenance import job_settings

    own = {
        "prompt": args.prompt.name if args.prompt else None,
        "prompt_bars": list(args.prompt_bars) if args.prompt_bars else None,
        "prompt_tokens": args.prompt_tokens,
        "max_tokens": args.max_tokens,
        "style_from": args.style_from.name if args.style_from else None,
        "only_generated": args.only_generated,
    }
    settings = job_settings(job)
    return {"mode": args.mode, **settings, **{name: value for name, value in own.items() if value is not None}}


def _write_take(take: TakeReady, path: Path, job: ModeJob, settings: dict[str, Any], checkpoint: str) -> None:
    from engine.generate.provenance import has_parts, job_provenance
    from engine.music.provenance import write_told

    made = replace(job_provenance(job, checkpoint, take.variation), settings=settings)
    write_told(take.clip, path, made, take.clip.name or path.stem, by_role=has_parts(job, take.clip))


def _run_engine(engine: Any, jobs: Sequence[ModeJob], cancel: threading.Event) -> list[tuple[ModeJob, TakeReady]]:
    """All takes of the jobs in the order of their variations. Raises Cancelled when `cancel` was set meanwhile."""
    done: list[tuple[ModeJob, TakeReady]] = []
    with ProgressLine("Writing music") as progress:
        for number, job in enumerate(jobs):
            takes: list[TakeReady] = []

            def emit(event: Event, base: int = number, found: list[TakeReady] = takes) -> None:
                if isinstance(event, Progress):
                    progress.update((base + event.done) / len(jobs), event.stage)
                elif isinstance(event, TakeReady):
                    found.append(event)
                elif isinstance(event, JobFinished) and event.cancelled:
                    raise Cancelled

            engine.run(job, emit, cancel)
            done += [(job, take) for take in sorted(takes, key=lambda take: take.variation)]
    if cancel.is_set():
        raise Cancelled
    return done


def _report(
    takes: Sequence[TakeReady], paths: Sequence[Path], matches: Sequence[tuple[Match | None, Match | None]],
    summary: dict[str, Any], seconds: float, as_json: bool,
) -> None:  # fmt: skip
    from engine.generate.originality import match_facts, match_sentence

    each = [
        {
            "file": str(path),
            "bars": take.clip.bars,
            "notes": len(take.clip.notes),
            "seconds": round(take.clip.seconds, 3),
            "longest_match": known and match_facts(known, take.clip),
            "longest_own_match": own and match_facts(own, take.clip),
        }
        for take, path, (known, own) in zip(takes, paths, matches, strict=True)
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
    for path, take, found in zip(paths, takes, matches, strict=True):
        for match, where in zip(found, ("the music the model learned from", "your own music"), strict=True):
            if match is not None and match.marked:
                print(f"{path.name}: {match_sentence(match, take.clip, where)}", file=sys.stderr)
    for path in paths:
        print(path)


def _own_music(folder: Path) -> OriginalityIndex:
    from engine.generate.originality import OriginalityIndex

    paths = sorted(path for path in folder.rglob("*") if is_midi_name(path))
    if not paths:
        raise InputError("--own-music {folder} holds no MIDI files; name a folder with .mid files.", folder=folder)
    index, refused = OriginalityIndex.of_files(paths)
    for path in refused:
        print(f"{path} cannot be read and was left out of --own-music", file=sys.stderr)
    return index


def run(args: argparse.Namespace) -> int:
    """Do it. Returns the exit status."""
    if args.same_as is not None:
        from engine.commands.generate_again import write_again

        return write_again(args, _run_engine)
    check_options(args)
    from engine.commands.generate_job import make_jobs
    from engine.commands.prompt import ClipSettings, check_input, empty_clip, read_prompt
    from engine.commands.tokens import first_tokens, last_tokens

    for path in (args.prompt, args.style_from):
        if path is not None:
            check_input(path)
    paths = _plan_outputs(args)
    settings = ClipSettings(args.tempo, args.meter, args.key, args.prompt_bars, args.beats)
    prompt = empty_clip(settings) if args.prompt is None else read_prompt(args.prompt, settings)
    if args.prompt_tokens is not None:
        prompt = last_tokens(prompt, args.prompt_tokens)
    seed = secrets.randbelow(2**31) if args.seed is None else args.seed

    from engine.generate.engine import Engine

    with cancel_on_interrupt() as cancel:
        engine = Engine.load(args.checkpoint, args.device, args.threads, told=note, processes=args.processes)
        unknown = [name for name, _ in args.style if name not in engine.styles]
        if unknown:
            raise InputError(
                "There is no style '{name}'; the palette has: {styles}.",
                name=unknown[0],
                styles=", ".join(engine.styles) or "none",
            )
        if args.own_music is not None:
            engine.own_music = _own_music(args.own_music)
        started = time.monotonic()
        done = _run_engine(engine, make_jobs(args, prompt, seed, engine), cancel)
        takes, matches = [], []
        for job, take in done:
            clip = take.clip
            found = take.match, take.own_match
            if args.max_tokens is not None:
                clip = first_tokens(clip, args.max_tokens)
                found = engine.matches(job, clip)
            if args.mode == "continue" and not args.only_generated and prompt.notes:
                clip = prompt.followed_by(clip)
                found = found[0] and found[0].moved(prompt.length), found[1] and found[1].moved(prompt.length)
            matches.append(found)
            if args.only_generated and isinstance(job, InfillJob):
                clip = job.only_new(clip)
            takes.append(replace(take, clip=clip))
        seconds = time.monotonic() - started
        for (job, _), take, path in zip(done, takes, paths, strict=True):
            new_folder = not path.parent.exists()
            if new_folder:
                path.parent.mkdir()
            try:
                _write_take(take, path, job, _settings(args, job), engine.checkpoint_hash)
            except BaseException:
                if new_folder:
                    with suppress(OSError):
                        path.parent.rmdir()
                raise
    summary = {"seed": seed, "checkpoint": engine.checkpoint_hash, "settings": _settings(args, done[0][0])}
    _report(takes, paths, matches, summary, seconds, args.json)
    return 0
