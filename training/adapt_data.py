"""A user's folder as material for a personal style: read, split into learned and held out, varied a little.

Reading and checking files is `training.prepare`'s; drawing windows is `training.windows`'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import InputError
from engine.model import factors
from engine.model.config import PHRASE_BEATS
from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT
from engine.music.note import Role
from training.shards import SPLITS, Piece, iter_pieces
from training.windows import LoadedPiece, compacted, loaded_piece, widened

HELD_SHARE = 0.15
MOST_HELD = 12
FEWEST_TUNES = 4
"""With fewer tunes than this the ends of pieces are held out instead of whole pieces."""
FEWEST_BEATS = 3 * PHRASE_BEATS
"""Twelve bars of 4/4: less is no style."""
LONGEST_REST = 8
"""Beats without a beginning note after which a role is taken to have stopped playing."""
_DROPOUT, _LOUDNESS, _CURVE = 0.04, 0.15, 0.25


@dataclass(frozen=True, slots=True)
class FolderMusic:
    """What a folder gives.

    Attributes:
        train, held_out: pieces, or the beginnings and the ends of pieces.
        split: "pieces" or "bars", which of the two.
        report: the report of `tatumflow prepare`.
    """

    train: list[LoadedPiece]
    held_out: list[LoadedPiece]
    split: str
    report: dict[str, Any]

    @property
    def pieces(self) -> int:
        """Number of pieces learned from or held out."""
        return len({piece.piece_id for piece in (*self.train, *self.held_out)})


def read_folder(
    folder: Path,
    dataset: Path,
    seed: int,
    progress: Callable[[float, str], None],
    *,
    roles: tuple[Role, ...] = (),
    begun: bool = False,
) -> FolderMusic:
    """Read a folder of MIDI files (through a dataset in `dataset`, which makes it resumable) and split it.

    With `roles` what plays them is all that is kept. A run that has begun goes on with what it has read (`begun`),
    whatever has become of the folder since.

    Raises:
        InputError: if there is no usable file or too little music.
        ResourceError: if the disk refuses.
    """
    from training.prepare import finished_report, prepare

    report = finished_report(dataset) if begun else None
    if report is None:
        report = prepare(folder, dataset, progress=progress).report
    by_tune: dict[str, list[LoadedPiece]] = {}
    for split in SPLITS:
        for piece in iter_pieces(dataset, split):
            heard = parts_of(piece, roles) if roles else [loaded_piece(piece)]
            by_tune.setdefault(str(piece.meta["tune"]), []).extend(heard)
    by_tune = {tune: pieces for tune, pieces in by_tune.items() if pieces}
    beats = sum(len(piece.bars) for pieces in by_tune.values() for piece in pieces)
    if beats < FEWEST_BEATS and roles:
        raise InputError(
            "The {roles} in {folder} is {beats} beats long in all, a style needs at least {least}; learn from more of "
            "the music, or add files.",
            roles=role_words(roles),
            folder=folder,
            beats=beats,
            least=FEWEST_BEATS,
        )
    if beats < FEWEST_BEATS:
        raise InputError(
            "The music in {folder} is {beats} beats long, a style needs at least {least}; add more files.",
            folder=folder,
            beats=beats,
            least=FEWEST_BEATS,
        )
    if len(by_tune) < FEWEST_TUNES:
        train, held_out = _split_bars([piece for pieces in by_tune.values() for piece in pieces])
        return FolderMusic(train, held_out, "bars", report)
    tunes = sorted(by_tune, key=lambda tune: hashlib.sha256(f"{seed} {tune}".encode()).digest())
    count = min(MOST_HELD, max(1, round(HELD_SHARE * len(tunes))))
    # A held-out piece must have room for a prompt and for what follows it.
    long = [tune for tune in tunes if max(len(p.bars) for p in by_tune[tune]) >= FEWEST_BEATS]
    chosen = set((long or tunes)[:count])
    train = [piece for tune in tunes if tune not in chosen for piece in by_tune[tune]]
    held_out = [piece for tune in tunes if tune in chosen for piece in by_tune[tune]]
    if not train:
        return FolderMusic(*_split_bars(held_out), "bars", report)
    return FolderMusic(train, held_out, "pieces", report)


def role_words(roles: tuple[Role, ...]) -> str:
    """Roles as the command line has them; all of the music where there are none."""
    return "+".join(role.name.lower() for role in roles) or "all"


def parts_of(piece: Piece, roles: tuple[Role, ...]) -> list[LoadedPiece]:
    """The stretches of a piece in which some roles play, with their notes alone.

    A rest of more than `LONGEST_REST` beats ends a stretch; one of less than a phrase is left out.
    """
    plays = np.isin(piece.role, [int(role) for role in roles])
    names = ("onset", "micro", "pitch", "velocity", "duration", "role")
    columns = {name: getattr(piece, name)[plays] for name in names}
    beats = np.unique(columns["onset"] // STEPS_PER_BEAT)
    if not len(beats):
        return []
    whole = loaded_piece(replace(piece, **columns))
    lines = np.append(np.flatnonzero(piece.bar_position == 0), piece.n_beats)
    out = []
    for stretch in np.split(beats, np.flatnonzero(np.diff(beats) > LONGEST_REST) + 1):
        first = int(lines[max(0, int(np.searchsorted(lines, stretch[0], side="right")) - 1)])
        stop = int(lines[min(len(lines) - 1, int(np.searchsorted(lines, stretch[-1], side="right")))])
        if stop - first >= PHRASE_BEATS:
            out.append(part_of(whole, first, stop - first))
    return out


def _split_bars(pieces: list[LoadedPiece]) -> tuple[list[LoadedPiece], list[LoadedPiece]]:
    """The last sixth of each piece that is long enough, and the rest; at least the longest piece is cut."""
    longest = max(range(len(pieces)), key=lambda index: len(pieces[index].bars))
    train: list[LoadedPiece] = []
    held: list[LoadedPiece] = []
    for index, piece in enumerate(pieces):
        beats = len(piece.bars)
        if beats < 2 * FEWEST_BEATS and index != longest:
            train.append(piece)
            continue
        want = max(FEWEST_BEATS if beats >= 2 * FEWEST_BEATS else PHRASE_BEATS, beats // 6)
        lines = np.flatnonzero(piece.bars[:, 0] == 0)
        lines = lines[(lines <= beats - want) & (lines > 0)]
        at = int(lines[-1]) if len(lines) else beats - want
        train.append(part_of(piece, 0, at))
        held.append(part_of(piece, at, beats - at))
    return train, held


def part_of(piece: LoadedPiece, first: int, beats: int) -> LoadedPiece:
    """A stretch of a piece as a piece of its own."""
    return replace(
        piece,
        notes=compacted(widened(piece.notes.window(first, beats))),
        facts=piece.facts.window(first, beats),
        bars=piece.bars[first : first + beats],
        chords=piece.chords[first : first + beats],
    )


def varied(piece: LoadedPiece, rng: np.random.Generator) -> LoadedPiece:
    """The same piece as another take might be: louder or softer, flatter or steeper in dynamics, a few notes missing.

    Transposition is left to the drawing of windows; tempo is none of a grid's business. The chords stay as they were.
    """
    notes = widened(piece.notes)
    keep = rng.random(len(notes)) >= _DROPOUT
    if keep.sum() < 2:
        keep[:] = True
    loudness = notes.velocity[keep].astype(np.float64)
    middle = float(loudness.mean())
    loudness = middle + (loudness - middle) * (1 + rng.uniform(-_CURVE, _CURVE))
    velocity = np.clip(np.rint(loudness * (1 + rng.uniform(-_LOUDNESS, _LOUDNESS))), 1, 127).astype(np.int64)
    kept = GridNotes(notes.onset[keep], notes.micro[keep], notes.pitch[keep], notes.duration[keep], velocity)
    return replace(piece, notes=compacted(kept), facts=factors.beat_facts(kept, len(piece.bars)))


def with_variants(pieces: list[LoadedPiece], seed: int, variants: int = 2) -> list[LoadedPiece]:
    """The pieces and `variants` varied copies of each."""
    rng = np.random.default_rng([seed, 3])
    return [*pieces, *(varied(piece, rng) for _ in range(variants) for piece in pieces)]


def style_rows(pieces: list[LoadedPiece], beats: int, seed: int, *, hop: int | None = None) -> factors.FloatArray:
    """Style features of windows all over the pieces, [W, STYLE_INPUT_SIZE], each at a random transposition."""
    rng = np.random.default_rng([seed, 5])
    rows = []
    for piece in pieces:
        total = len(piece.bars)
        for first in range(0, max(1, total - PHRASE_BEATS + 1), hop or beats // 2):
            length = min(beats, total - first)
            if len(piece.notes.window(first, length)):
                transpose = int(rng.integers(-6, 7))
                rows.append(factors.style_features(factors.features(piece.facts.window(first, length), transpose)))
    return np.stack(rows)


def prompts(pieces: list[LoadedPiece], count: int, seed: int) -> list[tuple[GridNotes, GridNotes, int]]:
    """Up to `count` places: whole bars of about sixteen beats, the beats that follow (up to 32), the quarters of a bar.

    Places are spread over the pieces, begin on a bar line and stay in one meter.
    """
    rng = np.random.default_rng([seed, 9])
    places: list[list[tuple[LoadedPiece, int]]] = []
    for piece in pieces:
        bars = piece.bars
        lines = [
            int(at)
            for at in np.flatnonzero(bars[: max(0, len(bars) - 2 * PHRASE_BEATS + 1), 0] == 0)
            if len(set(bars[at : at + 2 * PHRASE_BEATS, 1].tolist())) == 1
            and len(piece.notes.window(int(at), PHRASE_BEATS)) >= 16
        ]
        rng.shuffle(lines)
        places.append([(piece, at) for at in lines])
    out: list[tuple[GridNotes, GridNotes, int]] = []
    while len(out) < count and any(places):
        for lines_left in places:
            if lines_left and len(out) < count:
                piece, at = lines_left.pop()
                bar = max(1, int(piece.bars[at, 1]))
                given = max(bar, PHRASE_BEATS // bar * bar)
                truth = piece.notes.window(at + given, min(2 * PHRASE_BEATS, len(piece.bars) - at - given))
                out.append((widened(piece.notes.window(at, given)), widened(truth), bar))
    return out
