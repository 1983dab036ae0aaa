"""From a reading to a piece of the dataset: the checks, the model's grid, and the inferred roles, chords and key."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.music.grid import MICRO_PER_STEP, STEPS_PER_BEAT
from training.corpus import tune_of
from training.corpus_readers.base import MAX_SECONDS, MIN_BEATS, MIN_NOTES, TOO_LONG, Reading, SkipError, Source
from training.shards import Piece

MAX_DURATION_STEPS = 16 * STEPS_PER_BEAT
VOICE_REST_BEATS = 2.0
"""Between the lines of a song the piano leads."""
MAX_STRETCHED = 0.05
"""Share of bars that may end inside a quarter beat (a lone 7/8 bar) before a piece is left out."""

Int8 = npt.NDArray[np.int8]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


def make_piece(source: Source, reading: Reading) -> Piece:
    """The dataset's piece.

    Raises:
        SkipError: where it is too short, too long or has bars the grid cannot hold.
    """
    if len(reading.onset) == 0:
        raise SkipError("empty: no notes")
    if len(reading.onset) < MIN_NOTES:
        raise SkipError(f"too short: fewer than {MIN_NOTES} notes")
    grid = reading.grid
    if grid.stretched > max(1.0, MAX_STRETCHED * grid.bars):
        raise SkipError("odd meter: bars that do not fill whole quarter beats")
    order = np.lexsort((reading.pitch, reading.onset))
    onset_beat = grid.cells_at(reading.onset[order])
    end_beat = np.maximum(grid.cells_at(reading.end[order]), onset_beat)
    pitch, velocity = reading.pitch[order], np.clip(reading.velocity[order], 1, 127)
    first, bar_position, bar_length = _window(grid.bar_position, grid.bar_length, onset_beat)
    n_beats = len(bar_position)
    if n_beats < MIN_BEATS:
        raise SkipError(f"too short: fewer than {MIN_BEATS} beats")
    cells = np.arange(first, first + n_beats + 1, dtype=np.float64)
    positions = grid.positions_at(cells)
    times = reading.seconds_at(positions) if reading.seconds_at is not None else positions
    beat_time = (times - times[0])[:-1]
    if times[-1] - times[0] > MAX_SECONDS:
        raise SkipError(TOO_LONG)
    tempo = 60.0 / max(1e-3, float(np.median(np.diff(times))))
    role = _roles(reading, order, onset_beat, end_beat, pitch)
    onset_beat, end_beat = onset_beat - first, end_beat - first
    columns = _quantised(onset_beat, end_beat, pitch, velocity, role)
    inside = (columns["onset"] >= 0) & (columns["onset"] < n_beats * STEPS_PER_BEAT)
    columns = {name: values[inside] for name, values in columns.items()}
    if len(columns["onset"]) < MIN_NOTES:
        raise SkipError(f"too short: fewer than {MIN_NOTES} notes")
    chords = _chords(reading, onset_beat, end_beat, pitch, velocity, first, bar_position)
    piece = Piece(
        onset=columns["onset"].astype(np.int32),
        micro=columns["micro"].astype(np.int8),
        pitch=columns["pitch"].astype(np.uint8),
        velocity=columns["velocity"].astype(np.uint8),
        duration=columns["duration"].astype(np.uint16),
        role=columns["role"].astype(np.int8),
        beat_time=beat_time.astype(np.float32),
        bar_position=bar_position,
        bar_length=bar_length,
        chord_root=chords[0],
        chord_quality=chords[1],
        chord_bass=chords[2],
        meta={},
    )
    piece.meta.update(_meta(source, reading, tempo, piece))
    return piece


def _window(bar_position: Int8, bar_length: Int8, onset_beat: Float64) -> tuple[int, Int8, Int8]:
    """The whole bars that hold onsets: their first cell, and the bar position and length of each beat."""
    steps = np.floor(onset_beat * STEPS_PER_BEAT + 0.5)
    first_cell = int(max(0.0, steps.min()) // STEPS_PER_BEAT)
    last_cell = int(max(0.0, steps.max()) // STEPS_PER_BEAT)
    while last_cell >= len(bar_position):
        length = int(bar_length[-1])
        bar_position = np.concatenate([bar_position, np.arange(length, dtype=np.int8)])
        bar_length = np.concatenate([bar_length, np.full(length, length, np.int8)])
    lines = np.flatnonzero(bar_position == 0)
    begin = int(lines[max(0, int(np.searchsorted(lines, first_cell, side="right")) - 1)])
    after = int(np.searchsorted(lines, last_cell, side="right"))
    stop = int(lines[after]) if after < len(lines) else len(bar_position)
    return begin, bar_position[begin:stop].copy(), bar_length[begin:stop].copy()


def _quantised(
    onset_beat: Float64, end_beat: Float64, pitch: Int64, velocity: Int64, role: Int8
) -> dict[str, npt.NDArray[Any]]:
    """Notes on the grid of 1/24 beat, sorted by (onset, pitch); of notes that coincide the longest stands for all."""
    x = onset_beat * STEPS_PER_BEAT
    # A hair against rounding: a tick exactly between two steps must fall the same way wherever it is computed.
    onset = np.floor(x + 0.5 + 1e-9).astype(np.int64)
    micro = np.clip(np.floor((x + 0.5 - onset) * MICRO_PER_STEP + 1e-6), 0, MICRO_PER_STEP - 1).astype(np.int64)
    duration = np.clip(np.floor((end_beat - onset_beat) * STEPS_PER_BEAT + 0.5), 1, MAX_DURATION_STEPS).astype(np.int64)
    order = np.lexsort((role, -duration, pitch, onset))
    onset, micro, pitch, velocity = onset[order], micro[order], pitch[order], velocity[order]
    duration, role = duration[order], role[order]
    same = np.zeros(len(onset), bool)
    same[1:] = (onset[1:] == onset[:-1]) & (pitch[1:] == pitch[:-1])
    start: Int64 = np.flatnonzero(~same)
    return {
        "onset": onset[start],
        "micro": micro[start],
        "pitch": pitch[start],
        "velocity": np.maximum.reduceat(velocity, start),
        "duration": duration[start],
        "role": np.minimum.reduceat(role, start),
    }


def _roles(reading: Reading, order: Int64, onset_beat: Float64, end_beat: Float64, pitch: Int64) -> Int8:
    """Roles as the source states them, else inferred; under a voice the piano leads only where the voice rests."""
    from engine.music.note import Role
    from engine.music.roles import UNKNOWN, role_array, roles_beside

    if reading.role is not None and reading.accompaniment is None:
        return reading.role[order].astype(np.int8)
    if reading.accompaniment is None:
        return np.asarray(role_array(onset_beat, end_beat, pitch), np.int8)
    stated = np.where(reading.accompaniment[order], UNKNOWN, int(Role.LEAD)).astype(np.int8)
    return roles_beside(onset_beat, end_beat, pitch, stated, VOICE_REST_BEATS)


def _chords(
    reading: Reading,
    onset_beat: Float64,
    end_beat: Float64,
    pitch: Int64,
    velocity: Int64,
    first: int,
    bar_position: Int8,
) -> tuple[Int8, Int8, Int8]:
    """Root, quality and bass of each beat: the source's own chords, or those that a prompt's would be heard as."""
    n_beats = len(bar_position)
    if reading.chord_spans is None:
        from engine.music.harmony import chords_of
        from engine.music.hearing import hear

        return chords_of(hear(onset_beat, end_beat, pitch, velocity, bar_position == 0))
    result = (np.full(n_beats, -1, np.int8), np.full(n_beats, -1, np.int8), np.full(n_beats, -1, np.int8))
    if not reading.chord_spans:
        return result
    edges = np.array([(start, end) for start, end, *_ in reading.chord_spans], dtype=np.float64)
    cells = np.round(reading.grid.cells_at(edges.ravel()) - first).astype(np.int64).reshape(-1, 2)
    for (start, end), (_, _, *values) in zip(cells, reading.chord_spans, strict=True):
        part = slice(max(0, int(start)), max(0, int(end)))
        for array, value in zip(result, values, strict=True):
            array[part] = value
    return result


def _meta(source: Source, reading: Reading, tempo: float, piece: Piece) -> dict[str, Any]:
    from engine.music.key import find_key

    key = source.key or reading.key
    if not key:
        key = str(find_key(piece.pitch.astype(np.int64), piece.duration / STEPS_PER_BEAT))
    return {
        "id": hashlib.sha256(f"{source.corpus}/{source.path}".encode()).hexdigest()[:16],
        "corpus": source.corpus,
        "title": source.title,
        "tune": tune_of(source),
        "artist": source.artist,
        "composer": source.composer,
        "genres": [name for name, _ in source.genres],
        "genre_weights": [weight for _, weight in source.genres],
        "texture": reading.texture or source.texture,
        "key": key,
        "tempo": round(tempo, 2),
        "grid": reading.origin,
        "source": source.path,
        "notes": piece.n_notes,
        "licence": source.licence,
    }
