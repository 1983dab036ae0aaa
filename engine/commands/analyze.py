"""`tatumflow analyze`: one MIDI file or a folder of them, as text, JSON or an HTML report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from engine.commands import files
from engine.commands.analysis import Analysis, Result, Unusable, analyze_clip, fingerprint
from engine.commands.options import add_beats_option, add_common_options
from engine.commands.progress import ProgressLine
from engine.errors import InputError
from engine.files import is_midi_name
from engine.music.beat_source import BeatSource

EXAMPLES = """\
examples:
  tatumflow analyze verse.mid
  tatumflow analyze verse.mid --beats file
  tatumflow analyze verse.mid --json | jq .chords
  tatumflow analyze my-midi-folder/ --html report.html
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = (
        "Tempo, meter, key, chords, counts, density and velocity of MIDI files; broken and double ones."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("path", type=Path, metavar="FILE_OR_FOLDER")
    add_beats_option(parser)
    parser.add_argument("--html", type=Path, metavar="REPORT.html", help="write a report that any browser shows")
    parser.add_argument("--force", action="store_true", help="overwrite an existing report")
    add_common_options(parser)


def find_midi_files(folder: Path) -> list[Path]:
    """All MIDI files below `folder`, by their names' ends. Raises InputError where there are none."""
    found = sorted(path for path in folder.rglob("*") if is_midi_name(path) and path.is_file())
    if not found:
        raise InputError("{folder} holds no MIDI files (.mid): choose another folder.", folder=folder)
    return found


def analyze_folder(folder: Path, beats_from: BeatSource = "auto") -> list[Result]:
    """Every MIDI file below `folder`; broken files and duplicates with their reasons."""
    from engine.music.midi_io import read_clip

    paths = find_midi_files(folder)
    results: list[Result] = []
    first_with: dict[str, Path] = {}
    with ProgressLine("Analysing") as progress:
        for index, path in enumerate(paths):
            progress.update(index / len(paths), f"{index + 1} of {len(paths)}")
            try:
                clip = read_clip(path)
                original = first_with.setdefault(fingerprint(clip), path)
                if original != path:
                    results.append(Unusable(path, f"plays the same notes as {original.name}", original))
                    continue
                results.append(analyze_clip(clip, path, beats_from))
            except InputError as error:
                results.append(Unusable(path, str(error)))
        progress.update(1.0)
    return results


def run(args: argparse.Namespace) -> int:
    """Do it. Returns the exit status."""
    path: Path = args.path
    if args.html is not None:
        if args.json:
            raise InputError("--json and --html exclude each other: choose one.")
        files.check_output(args.html, force=args.force, suffixes=(".html", ".htm"))
    if not path.exists():
        raise InputError("{path} does not exist: check the name.", path=path)
    if path.is_dir():
        results = analyze_folder(path, args.beats)
    else:
        from engine.music.midi_io import read_clip

        results = [analyze_clip(read_clip(path), path, args.beats)]
    if args.html is not None:
        from engine.commands.report_html import report_html

        files.write_text(args.html, report_html(results, str(path)))
        print(args.html)
    elif args.json:
        values = [result.as_json() for result in results]
        print(json.dumps(values if path.is_dir() else values[0], ensure_ascii=False))
    else:
        print("\n\n".join(describe(result) for result in results))
    if path.is_dir():
        print(summary(results), file=sys.stderr)
    return 0


def summary(results: Iterable[Result]) -> str:
    """One line on a folder."""
    good = broken = double = 0
    for result in results:
        if isinstance(result, Analysis):
            good += 1
        elif result.duplicate_of is not None:
            double += 1
        else:
            broken += 1
    return f"{good} analysed, {broken} broken, {double} duplicate"


def describe(result: Result) -> str:
    """A few lines for people."""
    if isinstance(result, Unusable):
        return f"{result.file}\n  left out   {result.reason}"
    values = result.as_json()
    chords = [symbol for _, _, symbol in result.chords]
    shown = " ".join(chords[:16]) + (f" ... ({len(chords)} in all)" if len(chords) > 16 else "")
    velocity = values["velocity"]
    lines = {
        "length": f"{values['seconds']:.1f} s, {len(result.downbeats)} bars, {values['notes']} notes",
        "tempo": f"{result.tempo_bpm:.1f} bpm, {result.meter}"
        + ("" if result.gridded else " (played freely; tracked)"),
        "key": result.key or "none heard",
        "density": f"{values['density']:.1f} notes a second",
        "velocity": f"{velocity['mean']:.0f} on average ({velocity['min']}..{velocity['max']})",
        "range": f"{values['pitch']['low']}..{values['pitch']['high']}",
        "roles": ", ".join(f"{count} {role}" for role, count in values["roles"].items())
        + (" (as its instruments tell)" if result.band else " (told by ear)"),
        "chords": shown or "none heard",
    }
    return "\n".join([str(result.file), *(f"  {name:<10} {text}" for name, text in lines.items())])
