"""The windows a model is measured on, and the simple opponents that run on the same ones.

A window is four bars of 4/4 that are given, the eight that really follow, and the piece's own eight after those: the
last are what real music says of real music, the ceiling of every comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT
from training.palette import style_of
from training.shards import iter_pieces

PROMPT_BEATS, TRUTH_BEATS = 16, 32
LEAST_NOTES = 16


@dataclass(frozen=True, slots=True)
class HeldPiece:
    """What measuring needs of a piece: its notes, bars [T, 2] (position, length) and where it is from."""

    notes: GridNotes
    bars: npt.NDArray[np.int8]
    style: str
    corpus: str
    piece_id: str


@dataclass(frozen=True, slots=True)
class Window:
    """A prompt, what really came next, and what came after that; each counted from its own bar line."""

    prompt: GridNotes
    truth: GridNotes
    following: GridNotes
    corpus: str
    style: str
    piece_id: str
    first_beat: int


def held_pieces(dataset: Path, split: str) -> list[HeldPiece]:
    """All pieces of a split, without the measurements that training needs. Raises InputError as `iter_pieces`."""
    out = []
    for piece in iter_pieces(dataset, split):
        arrays = (np.asarray(getattr(piece, name), np.int64) for name in GridNotes.__slots__)
        bars = np.stack([piece.bar_position, piece.bar_length], axis=1)
        out.append(
            HeldPiece(GridNotes(*arrays), bars, style_of(piece.meta), str(piece.meta["corpus"]), str(piece.meta["id"]))
        )
    return out


def bar_lines(piece: HeldPiece, beats: int) -> npt.NDArray[np.int64]:
    """Beats at which `beats` beats of nothing but 4/4 begin with a bar line."""
    if len(piece.bars) < beats:
        return np.zeros(0, np.int64)
    four = (piece.bars[:, 1] == 4).astype(np.int64)
    whole = np.convolve(four, np.ones(beats, np.int64), "valid") == beats
    return np.flatnonzero(whole & (piece.bars[: len(whole), 0] == 0))


def windows(pieces: list[HeldPiece], count: int, seed: int = 0, corpus: str | None = None) -> Iterator[Window]:
    """`count` windows, each piece in turn; fewer where the pieces have fewer. A second window of a piece comes only
    after every other piece has had its first."""
    rng = np.random.default_rng(seed)
    chosen = [p for p in pieces if corpus in (None, p.corpus)]
    taken: set[tuple[str, int]] = set()
    made = 0
    while made < count:
        before = made
        for index in rng.permutation(len(chosen)):
            piece = chosen[index]
            lines = bar_lines(piece, PROMPT_BEATS + 2 * TRUTH_BEATS)
            places = [int(line) for line in lines if (piece.piece_id, int(line)) not in taken]
            if not places:
                continue
            first = int(rng.choice(places))
            taken.add((piece.piece_id, first))
            prompt = piece.notes.window(first, PROMPT_BEATS)
            truth = piece.notes.window(first + PROMPT_BEATS, TRUTH_BEATS)
            following = piece.notes.window(first + PROMPT_BEATS + TRUTH_BEATS, TRUTH_BEATS)
            if min(len(prompt), len(truth), len(following)) < LEAST_NOTES:
                continue
            yield Window(prompt, truth, following, piece.corpus, piece.style, piece.piece_id, first)
            made += 1
            if made == count:
                return
        if made == before:
            return


def stretches(
    pieces: list[HeldPiece], count: int, beats: int = TRUTH_BEATS, seed: int = 0
) -> Iterator[tuple[GridNotes, HeldPiece]]:
    """`count` stretches of real music from as many pieces as there are, `beats` beats of 4/4 each."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(pieces))
    made = 0
    for turn in range(2 * max(1, -(-count // max(1, len(order))))):
        for index in order:
            places = bar_lines(pieces[index], beats)
            if not len(places) or made >= count:
                continue
            notes = pieces[index].notes.window(int(rng.choice(places)), beats)
            if len(notes) >= LEAST_NOTES:
                yield notes, pieces[index]
                made += 1
        if made >= count or (turn and not made):
            return


def repeat(window: Window) -> GridNotes:
    """The prompt's four bars, twice more."""
    p, shift = window.prompt, PROMPT_BEATS * STEPS_PER_BEAT
    return GridNotes(
        np.concatenate([p.onset, p.onset + shift]), *(np.tile(getattr(p, name), 2) for name in GridNotes.__slots__[1:])
    )


def unigram(pool: GridNotes, beats: int, notes: int, rng: np.random.Generator) -> GridNotes:
    """`notes` notes whose place in the bar, pitch, length and velocity are drawn independently from `pool`."""
    bar = 4 * STEPS_PER_BEAT
    place = rng.integers(0, beats // 4, notes) * bar + rng.choice(pool.onset, notes) % bar
    pitch = rng.choice(pool.pitch, notes)
    order = np.lexsort((pitch, place))
    rest = [rng.choice(getattr(pool, name), notes)[order] for name in ("duration", "velocity")]
    return GridNotes(place[order], rng.choice(pool.micro, notes)[order], pitch[order], *rest)


def joined(parts: list[GridNotes]) -> GridNotes:
    """Notes of several windows end to end, as a pool for `unigram`: onsets are only read modulo the bar."""
    return GridNotes(*(np.concatenate([getattr(p, name) for p in parts]) for name in GridNotes.__slots__))
