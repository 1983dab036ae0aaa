"""Pieces with known beats for the beat tracker: reading the corpora, the split, and a cache of them on disk. How a
piece becomes a training example is `meter_augment`."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.files import is_midi_name

SCORE_CORPORA = ("pop909", "lieder", "mutopia", "openewld", "joplin", "dcml", "chopin_fe")
LOUDNESS_TO_VELOCITY = 4.0
"""Velocity steps a decibel of a transcribed solo's loudness, about its median."""


@dataclass(frozen=True)
class Piece:
    """Notes and the beats they were played to.

    Attributes:
        name: corpus and path.
        group: the work; a work lies in one part of the split, however often it was played.
        notes: (N, 4) onset, end, pitch, velocity, sorted by onset. Times in seconds; in beats where `score` is set.
        beats: (M,) times of the beats in the unit of `notes`.
        downbeat: (M,) whether a bar begins on the beat.
        beat_s: (M,) written length of each beat in seconds (scores only, else empty).
        score: whether the notes are a score on a grid of beats, still to be performed.
        chords: (M,) chord symbol at each beat, "" where none (jazz solos only, else empty).
        bass: (M,) bass pitch at each beat, 0 where none (jazz solos only, else empty).
    """

    name: str
    group: str
    notes: NDArray[np.float64]
    beats: NDArray[np.float64]
    downbeat: NDArray[np.bool_]
    beat_s: NDArray[np.float64]
    score: bool
    chords: tuple[str, ...] = ()
    bass: tuple[int, ...] = ()


def part_of(group: str) -> str:
    """`test` for 15 % of the works, `validation` for 10 %, else `train`, by a hash of the work's name."""
    place = int(hashlib.sha256(group.lower().encode()).hexdigest()[:8], 16) % 100
    return "test" if place < 15 else "validation" if place < 25 else "train"


def read_midi_notes(path: Path) -> NDArray[np.float64]:
    """Notes of a MIDI file in seconds, (N, 4), sorted by onset."""
    import symusic

    score: Any = symusic.Score(str(path), ttype="second")
    rows = [
        np.stack([n["time"], n["time"] + n["duration"], n["pitch"], n["velocity"]], axis=1).astype(np.float64)
        for n in (track.notes.numpy() for track in score.tracks if not track.is_drum and len(track.notes))
    ]
    notes = np.concatenate(rows) if rows else np.zeros((0, 4))
    return notes[np.lexsort((notes[:, 2], notes[:, 0]))]


def read_asap(folder: Path) -> Iterator[Piece]:
    """Performances of classical pieces with their annotated beats (`b`, `bR`) and downbeats (`db`)."""
    with (folder / "metadata.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        beats, downbeat = [], []
        for line in (folder / row["performance_annotations"]).read_text().splitlines():
            time, _, label = line.split("\t")[:3]
            kind = label.split(",")[0]
            beats.append(float(time))
            downbeat.append(kind == "db")
        times = np.array(beats)
        keep = np.concatenate([[True], np.diff(times) > 0.03])
        group = "asap/" + row["folder"].replace("_no_repeat", "")
        yield Piece(
            "asap/" + row["midi_performance"],
            group,
            read_midi_notes(folder / row["midi_performance"]),
            times[keep],
            np.array(downbeat)[keep],
            np.zeros(0),
            False,
        )


def read_wjazzd(folder: Path) -> Iterator[Piece]:
    """Jazz solos, one line of melody, with annotated beats, and the chord and bass note at each of them."""
    with (folder / "metadata.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        with (folder / "melody" / row["file"]).open(encoding="utf-8") as stream:
            melody = list(csv.DictReader(stream))
        with (folder / "beat" / row["file"]).open(encoding="utf-8") as stream:
            beats = list(csv.DictReader(stream))
        onset = np.array([float(n["onset"]) for n in melody])
        end = onset + np.array([float(n["duration"]) for n in melody])
        pitch = np.array([round(float(n["pitch"])) for n in melody], np.float64)
        loud = np.array([_number(n.get("loud_median") or "") for n in melody])
        loud = np.where(np.isfinite(loud), loud, np.nanmedian(loud) if np.isfinite(loud).any() else 0.0)
        velocity = np.clip(72 + LOUDNESS_TO_VELOCITY * (loud - np.median(loud)), 20, 120)
        notes = np.stack([onset, end, pitch, velocity], axis=1)
        times = np.array([float(b["onset"]) for b in beats])
        order = np.argsort(times, kind="stable")
        order = order[np.concatenate([[True], np.diff(times[order]) > 0.03])]
        yield Piece(
            "wjazzd/" + row["file"],
            "wjazzd/" + re.sub(r"\W", "", row["title"]).lower(),
            notes[np.argsort(onset, kind="stable")],
            times[order],
            np.array([int(float(b["beat"])) == 1 for b in beats])[order],
            np.zeros(0),
            False,
            tuple(beats[i].get("chord") or "" for i in order),
            tuple(round(_number(beats[i].get("bass") or "", 0.0)) for i in order),
        )


def _number(text: str, missing: float = float("nan")) -> float:
    try:
        return float(text)
    except ValueError:
        return missing


def beat_quarters(numerator: int, denominator: int) -> float:
    """Length in quarters of the beat that a player counts: dotted in compound meters, else the denominator."""
    if denominator >= 8 and numerator % 3 == 0 and numerator > 3:
        return 12 / denominator
    return 4 / denominator


def read_score(path: Path, corpus: str) -> Piece | None:
    """A quantised MIDI file as notes in beats; None where there is too little of it."""
    import symusic

    score: Any = symusic.Score(str(path))
    rows = [
        np.stack([n["time"], n["time"] + n["duration"], n["pitch"], n["velocity"]], axis=1).astype(np.float64)
        for n in (track.notes.numpy() for track in score.tracks if not track.is_drum and len(track.notes))
    ]
    if not rows or sum(map(len, rows)) < 40:
        return None
    notes = np.concatenate(rows)
    notes = notes[np.lexsort((notes[:, 2], notes[:, 0]))]
    end = notes[:, 1].max()
    changes = [(s.time, s.numerator, s.denominator) for s in score.time_signatures] or [(0, 4, 4)]
    changes = sorted({time: (time, n, d) for time, n, d in changes}.values())
    changes[0] = (0, *changes[0][1:])
    beat_ticks: list[float] = []
    downbeat: list[bool] = []
    for index, (start, numerator, denominator) in enumerate(changes):
        stop = changes[index + 1][0] if index + 1 < len(changes) else end + 1
        step = beat_quarters(numerator, denominator) * score.tpq
        bar = max(1, round(numerator * 4 * score.tpq / denominator / step))
        count = int(np.ceil((stop - start) / step - 1e-6))
        beat_ticks += [start + k * step for k in range(count)]
        downbeat += [k % bar == 0 for k in range(count)]
    ticks = np.array(beat_ticks)
    places = np.arange(len(ticks), dtype=np.float64)
    last = ticks[-1] - ticks[-2] if len(ticks) > 1 else score.tpq
    edges, marks = np.append(ticks, ticks[-1] + last), np.append(places, len(ticks))
    notes[:, 0] = np.interp(notes[:, 0], edges, marks)
    notes[:, 1] = np.interp(notes[:, 1], edges, marks)
    tempi = sorted((t.time, t.qpm) for t in score.tempos) or [(0, 120.0)]
    in_force = np.maximum(np.searchsorted([t for t, _ in tempi], ticks, "right") - 1, 0)
    quarter_s = 60 / np.array([q for _, q in tempi])[in_force]
    beat_s = quarter_s * np.append(np.diff(ticks), last) / score.tpq
    name = f"{corpus}/{path.name}"
    return Piece(name, f"{corpus}/{path.stem}", notes, places, np.array(downbeat), beat_s, True)


def read_corpus(folder: Path) -> Iterator[Piece]:
    """All pieces of a corpus folder, known by its name."""
    if folder.name == "asap":
        yield from read_asap(folder)
    elif folder.name == "wjazzd":
        yield from read_wjazzd(folder)
    else:
        for path in sorted(path for path in folder.rglob("*") if is_midi_name(path)):
            piece = read_score(path, folder.name)
            if piece is not None:
                yield piece


def save_pieces(pieces: list[Piece], path: Path) -> None:
    """Write pieces to one npz file."""
    index = [[p.name, p.group, len(p.notes), len(p.beats), p.score, list(p.chords), list(p.bass)] for p in pieces]
    np.savez(
        path,
        index=np.frombuffer(json.dumps(index).encode(), np.uint8),
        notes=np.concatenate([p.notes for p in pieces]),
        beats=np.concatenate([p.beats for p in pieces]),
        downbeat=np.concatenate([p.downbeat for p in pieces]),
        beat_s=np.concatenate([p.beat_s if p.score else np.zeros(len(p.beats)) for p in pieces]),
    )


def load_pieces(path: Path) -> list[Piece]:
    """Pieces that `save_pieces` wrote."""
    with np.load(path) as data:
        index = json.loads(data["index"].tobytes())
        notes, beats, downbeat, beat_s = data["notes"], data["beats"], data["downbeat"], data["beat_s"]
    pieces, note, beat = [], 0, 0
    for name, group, note_count, beat_count, quarter, chords, bass in index:
        pieces.append(
            Piece(
                name,
                group,
                notes[note : note + note_count],
                beats[beat : beat + beat_count],
                downbeat[beat : beat + beat_count],
                beat_s[beat : beat + beat_count] if quarter else np.zeros(0),
                quarter,
                tuple(chords),
                tuple(bass),
            )
        )
        note, beat = note + note_count, beat + beat_count
    return pieces


def cached_corpus(folder: Path, cache: Path) -> list[Piece]:
    """Pieces of a corpus, read once and kept in `cache`."""
    path = cache / f"{folder.name}.npz"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        save_pieces(list(read_corpus(folder)), path)
    return load_pieces(path)
