"""Read, write and read again every MIDI file of a folder, and compare with another reader (symusic).

    python tests/benchmarks/roundtrip_corpora.py FOLDER [--sample N]

Prints how many files were tried, came back equal, agree with symusic, or could not be read and why. Exit status 1 if a
readable file did not come back equal.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

import symusic

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.errors import InputError
from engine.music.clip import Clip
from engine.music.midi_io import clip_from_bytes, clip_to_bytes, read_clip


def content(clip: Clip) -> tuple[object, ...]:
    """What must survive: notes, meters, tempi, controllers, length and key."""
    notes = sorted((note.start, note.pitch, note.duration, note.velocity) for note in clip.notes)
    return notes, clip.meter, clip.tempo, clip.controllers, clip.length, clip.key


def difference(clip: Clip, path: Path) -> str:
    """How the clip differs from symusic's reading of the file; empty if by half a tick at most."""
    try:
        score = symusic.Score(str(path))
    except Exception as error:
        return f"symusic cannot read it: {type(error).__name__}"
    scale = 480 / score.ticks_per_quarter
    theirs = sorted(
        (note.pitch, note.start * scale, note.end * scale, note.velocity)
        for track in score.tracks
        if not track.is_drum
        for note in track.notes
    )
    ours = sorted((note.pitch, float(note.start), float(note.end), note.velocity) for note in clip.notes)
    if len(ours) != len(theirs):
        return "another number of notes"
    for mine, other in zip(ours, theirs, strict=True):
        if mine[0] != other[0] or mine[3] != other[3] or abs(mine[1] - other[1]) > 0.5:
            return "another onset, pitch or velocity"
        # A note shorter than half a tick is kept with one tick.
        if abs(mine[2] - other[2]) > 0.5 and mine[2] - mine[1] > 1:
            return "another end"
    return ""


def main() -> int:
    """Run over the folder and print the figures."""
    parser = argparse.ArgumentParser(description="Round trips over a folder of MIDI files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="only so many files, drawn at random with a fixed seed")
    arguments = parser.parse_args()
    paths = sorted(path for path in arguments.folder.rglob("*") if path.suffix.lower() in (".mid", ".midi"))
    if arguments.sample:
        paths = random.Random(0).sample(paths, min(arguments.sample, len(paths)))
    equal = notes = 0
    seconds = 0.0
    unequal: list[str] = []
    reasons: Counter[str] = Counter()
    differences: Counter[str] = Counter()
    examples: dict[str, Path] = {}
    for path in paths:
        begin = time.perf_counter()
        try:
            clip = read_clip(path)
        except InputError as error:
            reasons[str(error).replace(path.name, "FILE")] += 1
            continue
        seconds += time.perf_counter() - begin
        notes += len(clip.notes)
        if content(clip_from_bytes(clip_to_bytes(clip), path.name)) == content(clip):
            equal += 1
        else:
            unequal.append(str(path))
        found = difference(clip, path)
        differences[found or "agree"] += 1
        examples.setdefault(found, path)
    print(f"tried {len(paths)} files, equal after a round trip {equal}, unequal {len(unequal)}")
    print(f"unreadable {sum(reasons.values())}: {dict(reasons)}")
    print(f"against symusic: {dict(differences)}")
    for reason, path in examples.items():
        if reason:
            print(f"  for example {path}: {reason}")
    print(f"{notes} notes read at {notes / max(seconds, 1e-9):.0f} notes/s")
    for path_text in unequal[:20]:
        print(f"unequal: {path_text}")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
