"""Training windows: a prepared dataset in compact memory, and batches drawn from it as a pure function of the step.

Because a batch depends on (seed, step) alone, a resumed run sees exactly the batches it would have seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.model import factors
from engine.model.config import PHRASE_BEATS
from engine.model.factors import BeatFacts
from engine.model.rotary import element_angles
from engine.model.tokens import BEAT, Elements, GridNotes, elements_from_grid
from engine.music.grid import STEPS_PER_BEAT
from training.palette import style_of
from training.shards import Piece, iter_pieces

Batch = dict[str, npt.NDArray[Any]]
_LOWEST, _HIGHEST = 21, 108
JAZZ_WEIGHT = {"pijama": 3.0, "wjazzd": 6.0, "omnibook": 12.0, "joplin": 6.0, "openewld": 3.0}
"""How much oftener a window is drawn from a corpus than its number of beats alone would say."""


@dataclass(frozen=True, slots=True)
class LoadedPiece:
    """One piece of a split: notes, facts and beat labels, with its style and corpus."""

    notes: GridNotes
    facts: BeatFacts
    bars: npt.NDArray[np.int8]  # [T, 2] position in the bar, length of the bar
    chords: npt.NDArray[np.int8]  # [T, 3] root, quality, bass; root -1 = none
    style: str
    corpus: str
    artist: str
    piece_id: str


def load_split(dataset: Path, split: str, limit: int | None = None) -> list[LoadedPiece]:
    """All pieces of a split; `limit` keeps the first ones only."""
    out: list[LoadedPiece] = []
    for piece in iter_pieces(dataset, split):
        if len(piece.bar_position) < PHRASE_BEATS:
            continue
        out.append(loaded_piece(piece))
        if limit is not None and len(out) >= limit:
            break
    return out


def loaded_piece(piece: Piece) -> LoadedPiece:
    """One piece of a shard in compact memory, measured."""
    notes = GridNotes(*(getattr(piece, name).astype(np.int64) for name in
                        ("onset", "micro", "pitch", "duration", "velocity")))  # fmt: skip
    return LoadedPiece(
        compacted(notes),
        factors.beat_facts(notes, len(piece.bar_position)),
        np.stack([piece.bar_position, piece.bar_length], axis=1),
        np.stack([piece.chord_root, piece.chord_quality, piece.chord_bass], axis=1),
        style_of(piece.meta),
        str(piece.meta["corpus"]),
        str(piece.meta.get("artist") or ""),
        str(piece.meta["id"]),
    )


def compacted(notes: GridNotes) -> GridNotes:
    """The same notes in small integers: a corpus in int64 would not fit a laptop."""
    return GridNotes(
        notes.onset.astype(np.int32), notes.micro.astype(np.int8), notes.pitch.astype(np.int16),
        notes.duration.astype(np.int16), notes.velocity.astype(np.int16),
    )  # fmt: skip


class WindowSource:
    """Draws windows and batches from loaded pieces."""

    def __init__(self, pieces: list[LoadedPiece], styles: tuple[str, ...], *, window_beats: int, seed: int = 0) -> None:
        if not pieces:
            raise ValueError("no pieces to draw windows from")
        self.pieces, self.window_beats, self.seed = pieces, window_beats, seed
        self.label = {name: index for index, name in enumerate(styles)}
        weights = np.array([len(p.bars) * JAZZ_WEIGHT.get(p.corpus, 1.0) for p in pieces])
        self.cumulative = np.cumsum(weights / weights.sum())

    def generator(self, step: int, stream: int = 0) -> np.random.Generator:
        """The random stream of a step."""
        return np.random.Generator(np.random.Philox(key=[self.seed * 1000 + stream, step]))

    def draw(self, rng: np.random.Generator, beats: int | None = None) -> tuple[LoadedPiece, int, int, int]:
        """A piece, a window's first beat (a bar line) and length in beats, and a transposition.

        The transposition keeps the whole piece on the piano.
        """
        piece = self.pieces[min(int(np.searchsorted(self.cumulative, rng.random())), len(self.pieces) - 1)]
        total, want = len(piece.bars), beats or self.window_beats
        bar_lines = np.flatnonzero(piece.bars[: max(1, total - want + 1), 0] == 0)
        first = int(rng.choice(bar_lines)) if len(bar_lines) else 0
        pitch = piece.notes.pitch
        low, high = (int(pitch.min()), int(pitch.max())) if len(pitch) else (60, 60)
        transpose = int(np.clip(rng.integers(-6, 7), min(0, _LOWEST - low), max(0, _HIGHEST - high)))
        return piece, first, min(want, total - first), transpose

    def feature_batch(self, step: int, size: int, beats: int | None = None) -> Batch:
        """`size` windows as factor features and beat conditions, without notes.

        The input of the codec and of the denoisers.
        """
        rng = self.generator(step, 1)
        want = beats or self.window_beats
        out: Batch = {
            "features": np.zeros((size, want, factors.FEATURE_SIZE), np.float32),
            "style_features": np.zeros((size, factors.STYLE_INPUT_SIZE), np.float32),
            "bars": np.zeros((size, want, 2), np.int64),
            "chords": np.zeros((size, want, 3), np.int64),
            "control": np.zeros((size, len(factors.CONTROLS)), np.float32),
            "keep": np.zeros((size, want), bool),
            "label": np.zeros(size, np.int64),
        }
        for row in range(size):
            piece, first, length, transpose = self.draw(rng, want)
            self._fill_conditions(out, row, piece, first, length, transpose)
            if beats is None:
                window = widened(piece.notes.window(first, length))
                out["control"][row] = factors.controls(window.transposed(transpose), length)
        return out

    def note_batch(self, step: int, size: int, longest: int) -> Batch:
        """`size` windows as decoder elements with their conditions; at most `longest` elements each.

        Twice as many windows are drawn and the longer or the shorter half is kept at random, so that little is padding.
        """
        rng = self.generator(step, 2)
        drawn = []
        for _ in range(2 * size):
            piece, first, length, transpose = self.draw(rng)
            elements = elements_from_grid(widened(piece.notes.window(first, length)).transposed(transpose), length)
            drawn.append((len(elements), piece, first, length, transpose, elements))
        drawn.sort(key=lambda item: item[0])
        chosen = drawn[size:] if rng.random() < 0.5 else drawn[:size]
        width = min(longest, chosen[-1][0])
        out: Batch = {
            "features": np.zeros((size, self.window_beats, factors.FEATURE_SIZE), np.float32),
            "style_features": np.zeros((size, factors.STYLE_INPUT_SIZE), np.float32),
            "bars": np.zeros((size, self.window_beats, 2), np.int64),
            "chords": np.zeros((size, self.window_beats, 3), np.int64),
            "keep": np.zeros((size, self.window_beats), bool),
            "label": np.zeros(size, np.int64),
            "tokens": np.zeros((size, width, 6), np.int64),
            "beat": np.zeros((size, width), np.int64),
            "has_next": np.zeros((size, width), bool),
        }
        for row, (_, piece, first, length, transpose, elements) in enumerate(chosen):
            self._fill_conditions(out, row, piece, first, length, transpose)
            count = min(width, len(elements))
            out["tokens"][row, :count] = token_matrix(elements)[:count]
            out["beat"][row, :count] = elements.beat[:count]
            # The last element of a whole window has "no more notes" for its successor; of a cut one, none is known.
            out["has_next"][row, : count - (count < len(elements))] = True
        return out

    def _fill_conditions(
        self, out: Batch, row: int, piece: LoadedPiece, first: int, length: int, transpose: int
    ) -> None:
        seen = factors.features(piece.facts.window(first, length), transpose)
        out["features"][row, :length] = seen
        out["style_features"][row] = factors.style_features(seen)
        out["bars"][row, :length] = np.clip(piece.bars[first : first + length], 0, 15)
        out["chords"][row, :length] = chord_indices(piece.chords[first : first + length], transpose)
        out["keep"][row, :length] = True
        out["label"][row] = self.label.get(piece.style, 0)


def widened(grid: GridNotes) -> GridNotes:
    """Compact arrays as int64."""
    return GridNotes(*(np.asarray(getattr(grid, name), np.int64) for name in GridNotes.__slots__))


def chord_indices(chords: npt.NDArray[np.int8], transpose: int = 0) -> npt.NDArray[np.int64]:
    """Chord labels [T, 3] (root -1 = no chord) as embedding indices: root 0..11 or 12, quality, bass 0..11 or 12."""
    root, quality, bass = (chords[:, column].astype(np.int64) for column in range(3))
    sounds = root >= 0
    return np.stack(
        [
            np.where(sounds, (root + transpose) % 12, 12),
            np.where(sounds, np.maximum(quality, 0), 14),
            np.where(bass >= 0, (bass + transpose) % 12, 12),
        ],
        axis=1,
    )


def token_matrix(elements: Elements) -> npt.NDArray[np.int64]:
    """Elements as one matrix [N, 6]: kind, onset, pitch, duration bin, velocity bin, micro."""
    return np.stack(
        [elements.kind, elements.onset, elements.pitch, elements.duration, elements.velocity, elements.micro], axis=1
    )


def batch_angles(
    tokens: npt.NDArray[np.int64], beat: npt.NDArray[np.int64], head_size: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Rotary cos and sin [B, N, 1, head_size / 2] of a batch."""
    position = beat + np.where(tokens[..., 0] == BEAT, 0, tokens[..., 1]) / STEPS_PER_BEAT
    order = np.broadcast_to(np.arange(beat.shape[1]), beat.shape)
    cos, sin = element_angles(position.ravel(), order.ravel(), head_size)
    shape = (*beat.shape, 1, head_size // 2)
    return cos.reshape(shape), sin.reshape(shape)
