"""How often real jazz solos play chord tones, on strong beats and elsewhere, and how their lines move: the bands that
generated leads are held to.

    python tests/benchmarks/lead_chord_tones.py WJAZZD_FOLDER

WJAZZD_FOLDER is the Weimar Jazz Database as CSV (melody/, metadata.csv), with a chord beside every note. Solos in 4/4
count; a share is of all notes of a solo, the band is the 10th to the 90th percentile over solos.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.errors import InputError
from engine.generate.chord_masks import scale_classes
from engine.music.chord import QUALITIES, Chord, parse_chord
from tests.benchmarks.line_shape import line_shape

TEMPI = ((0, 140), (140, 220), (220, 400))


def chord_tones(chord: Chord) -> set[int]:
    """Pitch classes that count: those of the quality and the written tensions."""
    return set(chord.pitch_classes())


def place_of(row: dict[str, str]) -> float:
    """Where a note of a solo in 4/4 begins, in beats, as annotated: swung eighths are halves or thirds."""
    return int(row["bar"]) * 4 + int(row["beat"]) - 1 + (int(row["tatum"]) - 1) / max(1, int(row["division"]))


def solo_shares(path: Path) -> dict[str, float] | None:
    """Shares of one solo; None where it is too short or has no chords."""
    strong: list[bool] = []
    weak: list[bool] = []
    outside = resolved = total = 0
    gaps: list[float] = []
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    notes = []
    for row in rows:
        if row["signature"] != "4/4" or not row["chord"]:
            continue
        try:
            chord = parse_chord(row["chord"])
        except InputError:
            continue
        if chord.root is None or chord.quality not in QUALITIES:
            continue
        pitch = round(float(row["pitch"]))
        on_beat = int(row["tatum"]) == 1
        notes.append((place_of(row), pitch, chord, on_beat and int(row["beat"]) in (1, 3)))
    for index, (place, pitch, chord, is_strong) in enumerate(notes):
        inside = pitch % 12 in chord_tones(chord)
        (strong if is_strong else weak).append(inside)
        total += 1
        if pitch % 12 not in scale_classes(chord):
            outside += 1
            if index + 1 < len(notes) and abs(notes[index + 1][1] - pitch) <= 2:
                resolved += 1
        if index:
            gaps.append(place - notes[index - 1][0])
    if len(strong) < 20:
        return None
    return {
        "strong": float(np.mean(strong)),
        "weak": float(np.mean(weak)),
        "outside": outside / total,
        "resolved": resolved / max(1, outside),
        "notes_a_beat": len(notes) / max(1.0, notes[-1][0] - notes[0][0]),
        "rests": float(np.mean([gap >= 1.5 for gap in gaps])),
        **line_shape([note[0] for note in notes], [note[1] for note in notes]),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with (folder / "metadata.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = []
    for row in rows:
        shares = solo_shares(folder / "melody" / row["file"])
        if shares is not None:
            found.append((float(row["tempo"] or 0), shares))
    print(f"{'tempo':>9} {'solos':>5} " + " ".join(f"{name:>20}" for name in found[0][1]))
    for low, high in ((0, 400), *TEMPI):
        part = [shares for tempo, shares in found if low <= tempo < high]
        columns = []
        for name in found[0][1]:
            values = np.array([shares[name] for shares in part])
            columns.append(f"{np.mean(values):6.2f} ({np.quantile(values, 0.1):.2f}..{np.quantile(values, 0.9):.2f})")
        print(f"{low:>4}-{high:<4} {len(part):>5} " + " ".join(f"{text:>20}" for text in columns))


if __name__ == "__main__":
    main()
