"""`tatumflow generate --same-as FILE`: the take in a file of our own, written again from what the file tells."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands import files
from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.progress import note
from engine.commands.prompt import ClipSettings, check_input, read_prompt
from engine.errors import InputError
from engine.generate.jobs import ContinueJob, InfillJob, ModeJob, TakeReady
from engine.generate.provenance import has_parts, job_from_provenance
from engine.music.clip import Clip
from engine.music.provenance import Provenance, read_provenance, write_told

if TYPE_CHECKING:
    from collections.abc import Callable


def write_again(args: argparse.Namespace, run_jobs: Callable[..., list[tuple[ModeJob, TakeReady]]]) -> int:
    """Do it with the engine's loop `run_jobs` of `tatumflow generate`. Returns the exit status.

    Raises:
        InputError: where the file does not tell enough, or was made by another model.
    """
    source: Path = args.same_as
    check_input(source)
    found = read_provenance(source)
    if found is None:
        raise InputError(
            "{source} does not tell how it was made; --same-as reads files that TatumFlow wrote.", source=source
        )
    out = _output(args, source)
    settings = ClipSettings(bars=args.prompt_bars, beats=args.beats)
    prompt = None if args.prompt is None else read_prompt(args.prompt, settings)
    job = replace(job_from_provenance(found, source, prompt), variations=found.variation + 1)
    from engine.generate.engine import Engine

    with cancel_on_interrupt() as cancel:
        engine = Engine.load(args.checkpoint, args.device, args.threads, told=note)
        if not found.written_by(engine.checkpoint_hash):
            raise InputError(
                "{source} was written by the model {checkpoint}, and this is {here}: name that "
                "model with --checkpoint.",
                source=source,
                checkpoint=found.checkpoint,
                here=engine.checkpoint_hash,
            )
        take = run_jobs(engine, [job], cancel)[-1][1]
    clip = _finished(job, take.clip, found)
    told = replace(found, checkpoint=engine.checkpoint_hash, source=job.prompt, edited=False)
    write_told(clip, out, told, clip.name or out.stem, by_role=has_parts(job, clip))
    if found.edited:
        print(f"{source} was changed by hand after it was written; {out} is as it was before.", file=sys.stderr)
    summary = {
        "files": [str(out)],
        "bars": clip.bars,
        "notes": len(clip.notes),
        "seconds": round(clip.seconds, 3),
        "seed": found.seed,
        "checkpoint": told.checkpoint,
        "settings": found.settings,
    }
    print(json.dumps(summary, ensure_ascii=False) if args.json else out)
    return 0


def _output(args: argparse.Namespace, source: Path) -> Path:
    out: Path | None = args.out
    if out is None or out.is_dir():
        folder = Path() if out is None else out
        files.check_folder(folder)
        return files.free_names(folder, f"{source.stem}-again", ".mid", 1, force=args.force)[0]
    files.check_output(out, force=args.force, suffixes=files.WRITTEN_SUFFIXES)
    return out


def _finished(job: ModeJob, clip: Clip, found: Provenance) -> Clip:
    """What the command made of the take before it wrote the file."""
    from engine.commands.tokens import first_tokens

    limit = found.settings.get("max_tokens")
    if isinstance(limit, int):
        clip = first_tokens(clip, limit)
    # Files that the app wrote hold the take alone and say nothing of it.
    whole = found.settings.get("only_generated") is False
    if isinstance(job, ContinueJob):
        return job.prompt.followed_by(clip) if whole and job.prompt.notes else clip
    return job.only_new(clip) if isinstance(job, InfillJob) and found.settings.get("only_generated") else clip
