"""How well the voice of songs with piano is told from the piano: by the instruments of the file, and by ear.

usage: python tests/benchmarks/band_roles.py FOLDER [--files N]

Of MIDI files with one voice over keyboard tracks (OpenScore Lieder is such a collection): which share of the notes that
lead is the voice's, and which share of the voice leads. The voice is found by its track, as data sets find it.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.errors import InputError
from engine.music.midi_io import read_clip
from engine.music.note import Role
from engine.music.roles import infer_roles
from training.corpus_readers.scores import voice_notes


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=200)
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.mid"))
    random.Random(1).shuffle(files)
    found, counts = 0, {"by instruments": np.zeros(3), "by ear": np.zeros(3)}
    for path in files:
        try:
            clip = read_clip(path)
        except InputError:
            continue
        voice = voice_notes(path, clip)
        if found == options.files or voice is None or not voice.any() or voice.all():
            continue
        sung = {(note.start, note.pitch) for note, is_voice in zip(clip.notes, voice, strict=True) if is_voice}
        if len({start for start, _ in sung}) < len(sung):
            continue  # more than one voice
        found += 1
        for told, heard in (("by instruments", clip), ("by ear", infer_roles(clip))):
            lead = {(note.start, note.pitch) for note in heard.notes if note.role == Role.LEAD}
            counts[told] += len(lead & sung), len(lead), len(sung)
    for told, (right, led, all_sung) in counts.items():
        print(f"{told:<15} {right / led:.2f} of what leads is the voice, {right / all_sung:.2f} of the voice leads "
              f"({found} files)")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
