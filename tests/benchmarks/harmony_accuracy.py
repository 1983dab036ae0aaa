"""How often chords, keys and melodies are told right, on corpora with annotations.

    python tests/benchmarks/harmony_accuracy.py CORPORA DATASET [--split valid|test]

CORPORA holds `pop909/` (piano arrangements with chords), `wjazzd/` (jazz solos with chords and bass notes), `openewld/`
(lead sheets) and `chords/irb.csv` (jazz standards, chords only: a simple trio is made up to play them, another one than
the network has learned from). DATASET is what `tatumflow prepare` made of them: it says which tunes are held out.
"At a glance" is `chords_by_beat`, the key by pitch-class profiles; "heard" is the network. The weights of the former
were fitted on half of the songs, held-out ones among them.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import symusic
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.errors import InputError
from engine.music.chord import Chord, parse_chord, voice
from engine.music.harmony import CHORD_CLASSES, BeatChords, chord_class, chords_by_beat, chords_of
from engine.music.hearing import hear
from engine.music.key import find_key, key_of
from engine.music.key_spelling import ALL_KEYS
from engine.music.note import Role
from engine.music.roles import role_array
from training.chord_songs import key_index
from training.corpus import plain_title, split_of
from training.shards import iter_pieces

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

    def glance(self) -> tuple[BeatChords, int]:
        """Chords and key by what each beat, and all of it, sounds like."""
        onset, end, pitch, velocity = self.notes.T
        found = chords_by_beat(onset, end, pitch, velocity, len(self.root), self.downbeats)
        return found, ALL_KEYS.index(find_key(pitch, end - onset))

    def heard(self) -> tuple[BeatChords, int]:
        """Chords and key by the network."""
        onset, end, pitch, velocity = self.notes.T
        heard = hear(onset, end, pitch, velocity, self.downbeats)
        return chords_of(heard), ALL_KEYS.index(key_of(heard, pitch.astype(np.int64), end - onset))


def pop909(folder: Path, held_out: Callable[[str], bool]) -> list[Song]:
    """Songs of POP909: truth from chords/*.csv, melody from the track names."""
    songs = []
    with (folder / "metadata.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        path = folder / "midi" / f"{row['song_id']}.mid"
        chords = folder / "chords" / f"{row['song_id']}.csv"
        if not path.exists() or not chords.exists() or not held_out(f"pop909/midi/{path.name}"):
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


def openewld(folder: Path, held_out: Callable[[str], bool]) -> list[Song]:
    """Lead sheets: the melody alone, its chords and key."""
    songs = []
    with (folder / "metadata.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if not held_out(f"openewld/{row['midi']}"):
            continue
        score = symusic.Score(str(folder / row["midi"]))
        per_beat = score.ticks_per_quarter
        table = np.array(
            [(n.start / per_beat, n.end / per_beat, n.pitch, 80.0) for track in score.tracks for n in track.notes]
        )
        bar = round(4 * score.time_signatures[0].numerator / score.time_signatures[0].denominator)
        root, quality = np.full(int(np.ceil(table[:, 1].max())), -2), np.full(int(np.ceil(table[:, 1].max())), -2)
        with (folder / row["chords"]).open(encoding="utf-8") as lines:
            for span in csv.DictReader(lines):
                chord = parse_chord(span["symbol"])
                first, last = round(float(span["start_beat"])), round(float(span["end_beat"]))
                root[first:last] = -1 if chord.root is None else chord.root
                quality[first:last] = chord_class(chord)
        tonic, _, mode = row["key"].partition(" ")
        songs.append(Song(table, root, quality, np.arange(len(root)) % bar == 0, key=f"{tonic}-{mode[:3]}"))
    return songs


def wjazzd(folder: Path, held_out: Callable[[str], bool], *, with_bass: bool) -> list[Song]:
    """Solos of the Weimar Jazz Database: the melody, and the bass note of each beat if asked for."""
    songs = []
    with (folder / "metadata.csv").open(encoding="utf-8") as lines:
        keys = {row["file"]: row["key"] for row in csv.DictReader(lines)}
    for path in sorted((folder / "beat").glob("*.csv")):
        if not held_out(f"wjazzd/melody/{path.name}"):
            continue
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


def played_charts(folder: Path, split: str, seed: int = 0) -> list[Song]:
    """Held-out jazz standards of chords/irb.csv, played by a made-up trio: walking bass, comping, a loose lead."""
    tunes: dict[int, list[dict[str, str]]] = {}
    with (folder / "irb.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["meter"] == "4/4" and split_of(plain_title(row["title"])) == split:
                tunes.setdefault(int(row["tune_id"]), []).append(row)
    rng = random.Random(seed)
    songs = []
    for tune in sorted(tunes):
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
            key = tunes[tune][0]["key"]
            songs.append(Song(np.array(notes), np.array(root), np.array(quality), downbeats, key=key))
    return songs


Listener = Callable[[Song], tuple[BeatChords, int]]


def accuracy(songs: list[Song], listener: Listener) -> dict[str, float]:
    """Shares of the beats with a chord: root right, root and triad right, root and class right; and of the songs whose
    key is named: key right, or at least its signature."""
    beats = roots = families = classes = keyed = named = keys = signatures = 0
    per_class: dict[str, list[int]] = {name: [0, 0] for name in CHORD_CLASSES}
    family = np.array([*(_FAMILY[name] for name in CHORD_CLASSES), -1])
    for song in songs:
        found, key = listener(song)
        known = song.root >= 0
        right = known & (found.root == song.root)
        beats += int(known.sum())
        roots += int(right.sum())
        families += int((right & (family[found.quality] == family[np.maximum(song.quality, -1)])).sum())
        classes += int((right & (found.quality == song.quality)).sum())
        for index, name in enumerate(CHORD_CLASSES):
            here = known & (song.quality == index)
            per_class[name][0] += int((right & (found.quality == index) & here).sum())
            per_class[name][1] += int(here.sum())
        relative_major = key if key < 12 else (key - 12 + 3) % 12
        if song.key.lstrip("-").isdigit():
            keyed += 1
            signatures += (int(song.key) * 7) % 12 == relative_major
        elif song.key.endswith(("-maj", "-min")):
            truth = key_index(song.key[:-4] + ("m" if song.key.endswith("min") else ""))
            keyed, named = keyed + 1, named + 1
            keys += key == truth
            signatures += relative_major == (truth if truth < 12 else (truth - 12 + 3) % 12)
    result = {"beats": float(beats), "root": roots / beats, "triad": families / beats, "class": classes / beats}
    result["signature"] = signatures / max(1, keyed)
    if named:
        result["key"] = keys / named
    result.update({f"class {name or 'maj'}": hit / total for name, (hit, total) in per_class.items() if total})
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
    """Print the figures of held-out songs."""
    parser = argparse.ArgumentParser(description="Accuracy of chord, key and melody recognition.")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--split", choices=("valid", "test"), default="valid")
    arguments = parser.parse_args()
    folder, split = arguments.corpora, arguments.split
    sources = {str(piece.meta["source"]) for piece in iter_pieces(arguments.dataset, split)}
    pop = pop909(folder / "pop909", sources.__contains__)
    kinds = {
        "pop909": pop,
        "pop909, melody alone": [replace(song, notes=song.notes[song.melody]) for song in pop],
        "openewld": openewld(folder / "openewld", sources.__contains__),
        "played jazz charts": played_charts(folder / "chords", split),
        "wjazzd, melody alone": wjazzd(folder / "wjazzd", sources.__contains__, with_bass=False),
        "wjazzd, melody and bass": wjazzd(folder / "wjazzd", sources.__contains__, with_bass=True),
    }
    show("pop909, melody", melody_accuracy(pop))
    for name, songs in kinds.items():
        show(f"{name}, {len(songs)} songs, at a glance", accuracy(songs, Song.glance))
        show(f"{name}, {len(songs)} songs, heard", accuracy(songs, Song.heard))


if __name__ == "__main__":
    main()
