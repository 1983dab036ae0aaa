"""How long a stretch of a clip stands in known music, told by a compact index that ships with the checkpoint.

The index is a Bloom filter (Bloom 1970) of hashed figures of eight notes; it holds no music. A figure is the intervals
between successive notes and the time between their onsets in eighths of a beat (two beats at most), so the same music
in another key is found, and at another tempo, since time is counted in beats. Lengths, velocities and roles do not
count.

A match is a stretch whose figures are all known. They need not come from one place, so a match is an upper bound on
what was really copied; scales and repeated notes give long ones in any music. Its length is therefore read beside that
of real music that is not in the index (`docs/evaluation.md`). Building an index from a data set is
`training.originality`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.errors import ResourceError
from engine.files import replacing
from engine.model.tokens import grid_from_notes, grid_from_ticks
from engine.music.clip import Clip
from engine.music.grid import TICKS_PER_STEP
from engine.music.note import TICKS_PER_QUARTER
from engine.sentences import system_reason

UIntArray = npt.NDArray[np.uint64]
IntArray = npt.NDArray[np.int64]
FIGURE_NOTES = 8
GAP_TICKS = TICKS_PER_QUARTER // 8
LONGEST_GAP = 16
FORMAT = "1"
INDEX_FILE = "originality.safetensors"
"""Name of the index inside a checkpoint's folder."""
DEFAULT_LIMIT_NOTES = 24
"""Matches of at least this many notes are marked where the index does not say otherwise."""
_HASHES = 5
_BITS_A_FIGURE = 12


@dataclass(frozen=True, slots=True)
class Match:
    """The longest known stretch of a clip.

    Attributes:
        notes: its number of notes; 0 where nothing of at least eight notes is known.
        start_tick, end_tick: from its first onset to the end of its last note to end, both in the clip's ticks.
        limit_notes: from how many notes on a match is worth a look.
    """

    notes: int = 0
    start_tick: int = 0
    end_tick: int = 0
    limit_notes: int = DEFAULT_LIMIT_NOTES

    @property
    def marked(self) -> bool:
        """Whether the passage is long enough to be shown, and to be written anew."""
        return self.notes >= self.limit_notes

    def moved(self, ticks: int) -> Match:
        """The same match in a clip that has `ticks` more before it."""
        return replace(self, start_tick=self.start_tick + ticks, end_tick=self.end_tick + ticks) if self.notes else self

    def bars(self, clip: Clip) -> tuple[int, int]:
        """First and last bar of the passage, from 1, as `InfillJob.redo_bars` takes them."""
        last = max(self.start_tick, self.end_tick - 1)
        return clip.meter.bar_at(self.start_tick) + 1, clip.meter.bar_at(last) + 1


def figures(start_tick: IntArray, pitch: IntArray) -> UIntArray:
    """A hash of each eight successive notes of a piece sorted by (start, pitch), [N - 7]; empty for fewer notes."""
    count = len(pitch) - FIGURE_NOTES + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    interval = np.clip(np.diff(pitch), -60, 60) + 64
    gap = np.minimum((np.diff(start_tick) + GAP_TICKS // 2) // GAP_TICKS, LONGEST_GAP)
    symbols = (interval * 32 + gap).astype(np.uint64)
    total = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(FIGURE_NOTES - 1):
            total = _mixed(total * np.uint64(0x9E3779B97F4A7C15) + symbols[offset : offset + count] + np.uint64(1))
    return total


def _mixed(values: UIntArray) -> UIntArray:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(values ^ (values >> np.uint64(31)))


def match_facts(match: Match, clip: Clip) -> dict[str, object]:
    """A match as JSON values; `bars` count from 1 in `clip`."""
    return {
        "notes": match.notes,
        "start_tick": match.start_tick,
        "end_tick": match.end_tick,
        "bars": list(match.bars(clip)) if match.notes else None,
        "limit_notes": match.limit_notes,
        "marked": match.marked,
    }


def match_sentence(match: Match, clip: Clip, music: str) -> str:
    """What a player should know of a marked match with some `music`."""
    first, last = match.bars(clip)
    where = f"bar {first}" if first == last else f"bars {first} to {last}"
    return (
        f"{match.notes} notes in {where} stand like this in {music}; write them anew with"
        f" --mode infill --redo-bars {first}:{last}"
    )


class OriginalityIndex:
    """A set of figures that can be asked, saved and joined with another for a longest match.

    Attributes:
        bits: the filter, uint8.
        every: only figures whose hash is divisible by this are kept: 2 halves the file and costs certainty about the
            outermost note or two of a match.
        facts: what it was built from, for people; may hold "limit_notes".
    """

    def __init__(self, bits: npt.NDArray[np.uint8], every: int, facts: dict[str, object]) -> None:
        self.bits, self.every, self.facts = bits, every, facts

    @staticmethod
    def build(
        pieces: Iterable[tuple[IntArray, IntArray]],
        *,
        expected_notes: int,
        every: int = 2,
        facts: dict[str, object] | None = None,
    ) -> OriginalityIndex:
        """An index of pieces, each (start ticks, pitches) sorted by both.

        `expected_notes` sets the size, about 12 bits a kept figure; with more notes false positives become likelier.
        """
        size = max(64, expected_notes // every * _BITS_A_FIGURE)
        size += -size % 8
        taken = np.zeros(size, np.bool_)
        for start, pitch in pieces:
            found = figures(start, pitch)
            taken[_places(found[found % np.uint64(every) == 0], size)] = True
        return OriginalityIndex(np.packbits(taken), every, facts or {})

    @staticmethod
    def of_clips(clips: Iterable[Clip]) -> OriginalityIndex:
        """An index of clips on a bar grid, such as a user's own files."""
        pieces = [_sorted_notes(clip)[:2] for clip in clips]
        return OriginalityIndex.build(pieces, expected_notes=sum(len(p[0]) for p in pieces), every=1)

    @staticmethod
    def of_files(paths: Iterable[Path]) -> tuple[OriginalityIndex, list[Path]]:
        """An index of MIDI files, and the files that could not be read. Performances without a grid are given one."""
        from engine.errors import InputError
        from engine.music.meter import on_grid
        from engine.music.midi_io import read_clip

        clips, refused = [], []
        for path in paths:
            try:
                clips.append(on_grid(read_clip(path)))
            except InputError:
                refused.append(path)
        return OriginalityIndex.of_clips(clips), refused

    @property
    def limit_notes(self) -> int:
        """Matches of at least this many notes are marked."""
        value = self.facts.get("limit_notes", DEFAULT_LIMIT_NOTES)
        return value if isinstance(value, int) else DEFAULT_LIMIT_NOTES

    def knows(self, hashes: UIntArray) -> npt.NDArray[np.int8]:
        """For each figure: 1 known, 0 not, -1 where the index does not keep figures of its hash."""
        out = np.full(len(hashes), -1, np.int8)
        kept = np.flatnonzero(hashes % np.uint64(self.every) == 0)
        places = _places(hashes[kept], 8 * len(self.bits)).reshape(_HASHES, -1)
        taken = (self.bits[places >> 3] >> (7 - (places & 7)).astype(np.uint8)) & 1
        out[kept] = taken.all(axis=0)
        return out

    def longest_match(self, clip: Clip) -> Match:
        """The longest stretch of `clip` whose figures are all known; the earliest of equals."""
        start, pitch, order = _sorted_notes(clip)
        first, notes = longest_run(self.knows(figures(start, pitch)))
        if not notes:
            return Match(limit_notes=self.limit_notes)
        passage = [clip.notes[k] for k in order[first : first + notes]]
        start_tick, end_tick = min(n.start for n in passage), max(n.end for n in passage)
        return Match(notes, start_tick, end_tick, self.limit_notes)

    def save(self, path: Path) -> None:
        """Write the index, whole or not at all. Raises ResourceError where the disk refuses."""
        from safetensors.numpy import save

        metadata = {"format": FORMAT, "every": str(self.every), "facts": json.dumps(self.facts)}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as temporary:
                temporary.write_bytes(save({"bits": self.bits}, metadata))
        except OSError as error:
            raise ResourceError(
                "The index {path} could not be written ({reason}); free some space or choose another folder.",
                path=path,
                reason=system_reason(error),
            ) from error

    @staticmethod
    def load(path: Path) -> OriginalityIndex:
        """Read an index.

        Raises:
            ResourceError: if it is missing, damaged or from another version.
        """
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, "numpy") as opened:
                metadata = opened.metadata() or {}
                if metadata.get("format") != FORMAT:
                    raise ResourceError(
                        "The index {path} is from another version of TatumFlow; build it again.", path=path
                    )
                return OriginalityIndex(
                    opened.get_tensor("bits"), int(metadata["every"]), json.loads(metadata["facts"])
                )
        except OSError as error:
            raise ResourceError(
                "The index {path} cannot be read ({error}); install the checkpoint again.", path=path, error=error
            ) from error
        except (SafetensorError, KeyError, ValueError) as error:
            raise ResourceError("The index {path} is damaged; install the checkpoint again.", path=path) from error


def index_of(checkpoint: Path) -> OriginalityIndex | None:
    """The index in a checkpoint's folder, or None where it has none. Raises ResourceError for a damaged one."""
    path = checkpoint / INDEX_FILE
    return OriginalityIndex.load(path) if path.is_file() else None


def longest_run(known: npt.NDArray[np.int8]) -> tuple[int, int]:
    """First note and number of notes of the longest stretch without an unknown figure; (0, 0) where none is known.

    Figures that the index does not keep (-1) neither end a stretch nor begin or finish one.
    """
    best = (0, 0)
    begin = last = -1
    for index, value in enumerate(known.tolist()):
        if value == 1:
            begin, last = (index if begin < 0 else begin), index
            if last - begin + FIGURE_NOTES > best[1]:
                best = (begin, last - begin + FIGURE_NOTES)
        elif value == 0:
            begin = -1
    return best


def _places(hashes: UIntArray, size: int) -> IntArray:
    """Where the bits of some figures are, flat [5 * N]: two hashes make five (Kirsch and Mitzenmacher 2006)."""
    second = _mixed(hashes + np.uint64(0x2545F4914F6CDD1D)) | np.uint64(1)
    with np.errstate(over="ignore"):
        rows = [_mixed(hashes + np.uint64(k) * second) % np.uint64(size) for k in range(_HASHES)]
    return np.concatenate(rows).astype(np.int64)


def _sorted_notes(clip: Clip) -> tuple[IntArray, IntArray, IntArray]:
    """Start ticks on the model's grid and pitches, sorted by both, and which note of the clip each is.

    On the grid, because a few ticks of micro-timing would change the order of a chord's notes.
    """
    grid = grid_from_notes(clip.notes)
    steps = grid_from_ticks(
        *np.array([(n.start, k, 1, 1) for k, n in enumerate(clip.notes)], np.int64).reshape(-1, 4).T
    )
    order = steps.pitch[np.lexsort((np.array([n.pitch for n in clip.notes], np.int64)[steps.pitch], steps.onset))]
    return grid.onset * TICKS_PER_STEP, grid.pitch, order
