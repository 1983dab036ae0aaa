"""`tatumflow render`: a MIDI file played into an audio file. The sound itself is made in `engine.sound`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from engine.commands import files
from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.options import add_common_options, whole
from engine.commands.progress import ProgressLine
from engine.commands.prompt import check_input

EXAMPLES = """\
examples:
  tatumflow render take.mid --out take.wav
  tatumflow render take.mid --out take.mp3 --soundfont ~/sounds/grand.sf2

Standard output is the path of the file written (or, with --json, one object).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "Play a MIDI file into an audio file: WAV, FLAC or MP3, by the name's end."
    parser.epilog = EXAMPLES
    parser.add_argument("file", type=Path, metavar="IN.mid")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.wav", help=".wav, .flac or .mp3")
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    parser.add_argument("--soundfont", type=Path, metavar="FILE.sf2", help="default: the one that comes with TatumFlow")
    parser.add_argument("--sample-rate", type=whole(8000, 96_000), default=44_100, metavar="HZ", help="default: 44100")
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Do it. Returns the exit status."""
    from engine.music.midi_io import read_clip
    from engine.sound.render import AUDIO_SUFFIXES, TAIL_S, render_clip
    from engine.sound.soundfont import find_soundfont

    check_input(args.file)
    files.check_output(args.out, force=args.force, suffixes=AUDIO_SUFFIXES)
    clip = read_clip(args.file)
    soundfont = find_soundfont(args.soundfont)
    with cancel_on_interrupt(signal.SIGTERM) as cancel, ProgressLine("Rendering") as progress:
        render_clip(clip, args.out, soundfont, args.sample_rate, progress.update, cancel)
    seconds = round(clip.seconds + TAIL_S, 3)
    if args.json:
        report = {"files": [str(args.out)], "seconds": seconds, "sample_rate": args.sample_rate}
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(f"{seconds:.1f} s of sound", file=sys.stderr)
        print(args.out)
    return 0
