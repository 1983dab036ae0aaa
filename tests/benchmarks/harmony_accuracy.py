"""How often chords, keys and melodies are told right, on corpora with annotations.

    python tests/benchmarks/harmony_accuracy.py FOLDER [--half report|tune]

FOLDER holds `pop909/` (piano arrangements with chords), `wjazzd/` (jazz solos with chords and bass notes) and
`chords/irb.csv` (jazz standards, chords only: a simple trio is made up to play them). Songs
with an even number in sorted order are there for tuning, the odd ones for the report.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import symusic
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord, voice
from engine.music.harmony import CHORD_CLASSES, chord_class, chords_by_beat
from engine.music.key import find_key
from engine.music.key_spelling import ALL_KEYS
from engine.music.note import Role
from engine.music.roles import role_array

# Triad family of each chord class: what is left if sevenths are not asked for.
_FAMILY = {"": 0, "7": 0, "maj7": 0, "sus4": 3, "m": 1, "m7": 1, "m7b5": 2, "dim7": 2, "aug": 4}


@dataclass
class Song:
    """Notes in beats, and the truth a beat: root, class, bass (-1 for none), where bars begin."""

    notes: NDArray[np.float64]
    root: NDArray[np.int64]
    quality: NDArray[np.int64]
    downbeats: NDArray[np.bool_]
    melody: NDArray[np.bool_] | None = None
    key: str = ""


def pop909(folder: Path) -> list[Song]:
    """Songs of POP909: truth from chords/*.csv, melody from the track names."""
    songs = []
    with (folder / "metadata.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        path = folder / "midi" / f"{row['song_id']}.mid"
        chords = folder / "chords" / f"{row['song_id']}.csv"
        if not path.exists() or not chords.exists():
            continue
        score = symusic.Score(str(path))
        per_beat = score.ticks_per_quarter
        notes, melody = [], []
        for track in score.tracks:
            for note in track.notes:
                notes.append((note.start / per_beat, note.end / per_beat, note.pitch, note.velocity))
                melody.append(track.name == "MELODY")
        table = np.array(notes)
        n_beats = int(np.ceil(table[:, 1].max()))
        root, quality = np.full(n_beats, -2), np.full(n_beats, -2)
        with chords.open(encoding="utf-8") as lines:
            for span in csv.DictReader(lines):
                first, last = round(float(span["start_beat"])), round(float(span["end_beat"]))
                chord = parse_chord(span["chord"])
                root[first:last] = -1 if chord.root is None else chord.root
                quality[first:last] = chord_class(chord)
        numerator = int(row["time_signatures"].split("/")[0])
        bar = {3: 3, 6: 3, 2: 2}.get(numerator, 4)
        songs.append(Song(table, root, quality, np.arange(n_beats) % bar == 0, np.array(melody), row["key_sharps"]))
    return songs


def wjazzd(folder: Path, *, with_bass: bool) -> list[Song]:
    """Solos of the Weimar Jazz Database: the melody, and the bass note of each beat if asked for."""
    songs = []
    with (folder / "metadata.csv").open(encoding="utf-8") as lines:
        keys = {row["file"]: row["key"] for row in csv.DictReader(lines)}
    for path in sorted((folder / "beat").glob("*.csv")):
        with path.open(encoding="utf-8") as lines:
            beats = list(csv.DictReader(lines))
        with (folder / "melody" / path.name).open(encoding="utf-8") as lines:
            played = list(csv.DictReader(lines))
        times = np.array([float(row["onset"]) for row in beats])
        if len(times) < 8 or not played:
            continue
        grid = np.arange(len(times))
        onset = np.array([float(row["onset"]) for row in played])
        end = onset + np.array([float(row["duration"]) for row in played])
        pitch = np.array([round(float(row["pitch"])) for row in played])
        inside = (onset >= times[0]) & (onset <= times[-1])
        table = np.stack(
            [np.interp(onset, times, grid), np.interp(end, times, grid), pitch, np.full(len(pitch), 80.0)], 1
        )
        table = table[inside]
        if with_bass:
            low = [
                (i, i + 0.95, float(row["bass"]), 80.0)
                for i, row in enumerate(beats)
                if row.get("bass") not in (None, "", "-1")
            ]
            table = np.concatenate([table, np.array(low).reshape(-1, 4)])
        root, quality = np.full(len(beats), -2), np.full(len(beats), -2)
        chord = Chord(None)
        for index, row in enumerate(beats):
            chord = parse_chord(row["chord"]) if row["chord"] else chord
            if chord.root is not None:
                root[index], quality[index] = chord.root, chord_class(chord)
        first_beats = np.array([row["beat"] == "1" for row in beats])
        songs.append(Song(table, root, quality, first_beats, key=keys.get(path.name, "")))
    return songs


def played_charts(folder: Path, seed: int = 0) -> list[Song]:
    """Jazz standards of odd number in chords/irb.csv, played by a made-up trio: walking bass, comping, a loose lead.

    The recogniser was fitted on even ones.
    """
    tunes: dict[int, list[dict[str, str]]] = {}
    with (folder / "irb.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["meter"] == "4/4":
                tunes.setdefault(int(row["tune_id"]), []).append(row)
    rng = random.Random(seed)
    songs = []
    for tune in [tune for tune in sorted(tunes) if tune % 2][::5]:
        notes: list[tuple[float, float, float, float]] = []
        root: list[int] = []
        quality: list[int] = []
        previous: tuple[int, ...] = ()
        rootless = rng.random() < 0.6
        for row in tunes[tune]:
            try:
                chord = parse_chord(row["chord"])
            except InputError:
                continue
            begin, beats = len(root), round(float(row["duration_beats"]))
            root += [-1 if chord.root is None else chord.root] * beats
            quality += [chord_class(chord)] * beats
            if chord.root is None:
                continue
            classes = chord.pitch_classes()
            for beat in range(begin, begin + beats):
                bass = chord.root if chord.bass is None else chord.bass
                if beat > begin:
                    bass = rng.choice([*classes, *classes, rng.randrange(12)])
                notes.append((beat, beat + 0.9, 36 + bass, 75))
                if rng.random() < 0.6:
                    start = beat + rng.choice([0.0, 0.5, 0.66])
                    previous = voice(chord, 50, 74, previous=previous, rootless=rootless, notes=rng.choice([3, 4]))
                    notes += [(start, beat + 1, pitch, 60) for pitch in previous]
                if rng.random() < 0.7:
                    notes.append((beat + 0.5, beat + 1, 72 + rng.choice([*classes, rng.randrange(12)]), 85))
        if notes:
            downbeats = np.arange(len(root)) % 4 == 0
            songs.append(Song(np.array(notes), np.array(root), np.array(quality), downbeats))
    return songs


def chord_accuracy(songs: list[Song]) -> dict[str, float]:
    """Shares of the beats with a chord: root right, root and triad right, root and class right."""
    beats = roots = families = classes = 0
    per_class: dict[str, list[int]] = {name: [0, 0] for name in CHORD_CLASSES}
    for song in songs:
        onset, end, pitch, velocity = song.notes.T
        found = chords_by_beat(onset, end, pitch, velocity, len(song.root), song.downbeats)
        known = song.root >= 0
        right = known & (found.root == song.root)
        family = np.array([*(_FAMILY[name] for name in CHORD_CLASSES), -1])
        beats += int(known.sum())
        roots += int(right.sum())
        families += int((right & (family[found.quality] == family[np.maximum(song.quality, -1)])).sum())
        classes += int((right & (found.quality == song.quality)).sum())
        for index, name in enumerate(CHORD_CLASSES):
            here = known & (song.quality == index)
            per_class[name][0] += int((right & (found.quality == index) & here).sum())
            per_class[name][1] += int(here.sum())
    result = {"beats": float(beats), "root": roots / beats, "triad": families / beats, "class": classes / beats}
    result.update({f"class {name or 'maj'}": hit / total for name, (hit, total) in per_class.items() if total})
    return result


def key_accuracy(songs: list[Song]) -> dict[str, float]:
    """Share of songs whose key, or at least key signature, is found."""
    exact = signature = named = total = 0
    for song in songs:
        heard = find_key(song.notes[:, 2], song.notes[:, 1] - song.notes[:, 0])
        index = ALL_KEYS.index(heard)
        relative_major = index if index < 12 else (index - 12 + 3) % 12
        if song.key.lstrip("-").isdigit():
            total += 1
            signature += (int(song.key) * 7) % 12 == relative_major
        elif song.key.endswith(("-maj", "-min")):
            chord = parse_chord(song.key[:-4] + ("m" if song.key.endswith("min") else ""))
            assert chord.root is not None
            named += 1
            total += 1
            exact += index == chord.root + 12 * (chord.quality == "m")
            truth = chord.root if chord.quality != "m" else (chord.root + 3) % 12
            signature += truth == relative_major
    result = {"songs": float(total), "signature": signature / max(1, total)}
    if named:
        result["key"] = exact / named
    return result


def melody_accuracy(songs: list[Song]) -> dict[str, float]:
    """Notes called lead against the melody track."""
    hits = called = true = same = total = 0
    for song in songs:
        assert song.melody is not None
        lead = role_array(song.notes[:, 0], song.notes[:, 1], song.notes[:, 2]) == Role.LEAD
        hits += int((lead & song.melody).sum())
        called += int(lead.sum())
        true += int(song.melody.sum())
        same += int((lead == song.melody).sum())
        total += len(lead)
    precision, recall = hits / called, hits / true
    f1 = 2 * precision * recall / (precision + recall)
    return {"notes": float(total), "accuracy": same / total, "precision": precision, "recall": recall, "f1": f1}


def show(title: str, figures: dict[str, float]) -> None:
    """One line of figures."""
    print(
        f"{title}: " + ", ".join(f"{n} {v:.3f}" if v <= 1 else f"{n} {v:.0f}" for n, v in figures.items()), flush=True
    )


def main() -> None:
    """Print the figures of one half of the songs."""
    parser = argparse.ArgumentParser(description="Accuracy of chord, key and melody recognition.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("report", "tune"), default="report")
    arguments = parser.parse_args()
    part = slice(1, None, 2) if arguments.half == "report" else slice(0, None, 2)
    pop = pop909(arguments.folder / "pop909")[part]
    show("pop909 chords", chord_accuracy(pop))
    show("pop909 key", key_accuracy(pop))
    show("pop909 melody", melody_accuracy(pop))
    show("played jazz charts", chord_accuracy(played_charts(arguments.folder / "chords")[part]))
    for with_bass in (False, True):
        jazz = wjazzd(arguments.folder / "wjazzd", with_bass=with_bass)[part]
        name = "wjazzd melody and bass" if with_bass else "wjazzd melody alone"
        show(f"{name}, chords", chord_accuracy(jazz))
        show(f"{name}, key", key_accuracy(jazz))


if __name__ == "__main__":
    main()
