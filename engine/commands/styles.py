"""`tatumflow styles`: the palette and the user's own styles; adding and removing those. Learning one is `train`'s."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.commands.options import add_common_options
from engine.errors import InputError
from engine.files import is_midi_name
from engine.model.personal import (
    SUFFIX,
    PersonalStyle,
    StyleEntry,
    StyleLibrary,
    check_name,
    load_style,
)

EXAMPLES = """\
A .tatumstyle file is a style that somebody's `tatumflow train FOLDER --name NAME` has learned: one small file to share.
From MIDI files only their place among the styles is read, nothing is learned: a matter of seconds, and weaker.

examples:
  tatumflow styles
  tatumflow styles list --json
  tatumflow styles add Mine.tatumstyle
  tatumflow styles add one.mid two.mid --name "Those two"
  tatumflow styles remove Mine
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "List the styles, add some of your own, remove them."
    parser.epilog = EXAMPLES
    parser.add_argument("action", nargs="?", choices=["list", "add", "remove"], default="list", help="default: list")
    parser.add_argument("names", nargs="*", metavar="FILE|NAME", help="files to add, or the name of a style to remove")
    parser.add_argument("--name", metavar="N", help="what the added style is called")
    parser.add_argument("--force", action="store_true", help="replace a style of the same name")
    parser.add_argument("--checkpoint", type=Path, metavar="FOLDER", help="the model (default: the bundled one)")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Do it. Returns the exit status."""
    library = StyleLibrary()
    if args.action == "list":
        if args.names:
            raise InputError("`tatumflow styles list` takes no names; leave them out.")
        return _list(args, library)
    if not args.names:
        what = "the files to add" if args.action == "add" else "the style to remove"
        raise InputError("`tatumflow styles {action}` needs {what}.", action=args.action, what=what)
    return _add(args, library) if args.action == "add" else _remove(args, library)


def _list(args: argparse.Namespace, library: StyleLibrary) -> int:
    from engine.model.checkpoint import load_checkpoint

    checkpoint = load_checkpoint(args.checkpoint)
    own, damaged = library.scan()
    if args.json:
        rows: list[dict[str, Any]] = [{"name": name, "kind": "palette"} for name in checkpoint.config.styles]
        rows += [_row(entry, checkpoint.digest) for entry in own]
        told = {"checkpoint": checkpoint.digest, "folder": str(library.folder), "styles": rows}
        print(json.dumps(told | {"unreadable": [str(path) for path in damaged]}))
        return 0
    for name in checkpoint.config.styles:
        print(name)
    for entry in own:
        row = _row(entry, checkpoint.digest)
        note = "" if row["usable"] else f"; learned on another model ({entry.base}), train it again"
        what = "learned from" if entry.learned else "read off"
        print(f"{entry.name}  (your own, {what} {row['pieces']} pieces, {entry.size_bytes / 1e6:.1f} MB{note})")
    for path, error in damaged.items():
        print(f"{error} `tatumflow styles remove '{path.stem}'` takes it away.", file=sys.stderr)
    return 0


def _row(entry: StyleEntry, digest: str) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": "learned" if entry.learned else "read",
        "usable": entry.base == digest,
        "base": entry.base,
        "file": str(entry.file),
        "bytes": entry.size_bytes,
        "pieces": entry.details.get("pieces", 0),
        "roles": entry.details.get("roles", "all"),
        "figures": entry.details.get("figures", {}),
    }


def _add(args: argparse.Namespace, library: StyleLibrary) -> int:
    files = [Path(name) for name in args.names]
    for path in files:
        if not path.is_file():
            raise InputError("There is no file {path}; name style files or MIDI files.", path=path)
    ready = [path for path in files if path.suffix.lower() == SUFFIX]
    if ready and (len(ready) != len(files) or (args.name and len(files) > 1)):
        raise InputError("Add {suffix} files without MIDI files, and with --name only one at a time.", suffix=SUFFIX)
    styles = [load_style(path) for path in ready] if ready else [_read_style(args, files)]
    added = []
    for style in styles:
        named = _named(style, args.name)
        before = library.find(named.name)
        if before is not None and not args.force:
            raise InputError(
                "There is a style '{name}' already; choose another --name or add --force.", name=before.name
            )
        added.append((named, library.install(named)))
    if args.json:
        print(json.dumps({"added": [{"name": style.name, "file": str(path)} for style, path in added]}))
    else:
        for style, path in added:
            print(f"{style.name}: {path}", file=sys.stderr)
            print(style.name)
    return 0


def _named(style: PersonalStyle, name: str | None) -> PersonalStyle:
    return replace(style, name=check_name(name or style.name))


def _read_style(args: argparse.Namespace, files: list[Path]) -> PersonalStyle:
    """A style read off MIDI files."""
    import numpy as np

    from engine.generate.style_reading import read_style, typical_examples
    from engine.model.checkpoint import load_checkpoint
    from engine.model.runtime import OnnxRuntime
    from engine.model.tokens import grid_from_notes
    from engine.music.meter import on_grid
    from engine.music.midi_io import read_clip

    if not args.name:
        raise InputError("A style read off MIDI files needs a name: add --name.")
    wrong = [path for path in files if not is_midi_name(path)]
    if wrong:
        raise InputError(
            "{path} is neither a {suffix} file nor a MIDI file; name one of those.", path=wrong[0], suffix=SUFFIX
        )
    checkpoint = load_checkpoint(args.checkpoint)
    name = check_name(args.name, checkpoint.config.styles)
    clips = [on_grid(replace(read_clip(path), name=path.name)) for path in files]
    runtime = OnnxRuntime(checkpoint, args.threads)
    places = np.array([read_style(runtime, clip) for clip in clips], np.float32)  # [files, S]
    spread = places.std(axis=0) if len(places) > 1 else np.full(places.shape[1], 0.5, np.float32)
    details = {"pieces": len(clips), "notes": sum(len(clip.notes) for clip in clips)}
    examples = typical_examples(
        (grid_from_notes(clip.notes) for clip in clips),
        lambda rows: np.stack([runtime.style_latent(row) for row in rows]),
        checkpoint.weights["codec.style_means"],
        places.mean(axis=0),
    )
    return PersonalStyle(name, checkpoint.digest, places.mean(axis=0), spread, {}, details, examples)


def _remove(args: argparse.Namespace, library: StyleLibrary) -> int:
    removed = [library.remove(name) for name in args.names]
    if args.json:
        print(json.dumps({"removed": [{"name": name, "file": str(file)} for name, file in removed]}))
    else:
        for name, _ in removed:
            print(name)
    return 0
