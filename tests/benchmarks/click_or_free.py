"""Does TatumFlow keep the bars of what was recorded to a click, and only of that?

    python tests/benchmarks/click_or_free.py CORPORA [--every N]

CORPORA holds `asap`, `wjazzd` and `pijama` as folders. Jazz solos and piano performances with annotated beats are laid
on these beats at their median tempo, touch and swing as they were played: so a DAW would hold them if they had been
played to its click. The same performances as they stand, and transcriptions of recordings, lie on a claimed 120 BPM
that nobody played to. Prints the share of each whose bars are kept: by the onsets alone, and by all that is measured.
Works of the tracker's test part only; for all of a piece and for stretches of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.music.clip import Clip
from engine.music.grid import TempoMap
from engine.music.meter import GRID_THRESHOLD, grid_fit, played_beats
from engine.music.note import TICKS_PER_QUARTER, Note
from training.meter_data import Piece, part_of, read_corpus, read_midi_notes

STRETCHES = (24, 48, 96, None)
"""Notes; None is all of a piece."""
Notes = NDArray[np.float64]


def clip_at(notes: Notes, tempo_bpm: float) -> Clip:
    """Notes (N, 4) in seconds as the ticks of a file with this tempo, from the bar line at or before the first."""
    tick = tempo_bpm / 60 * TICKS_PER_QUARTER
    first = int(notes[0, 0] * tick) // (4 * TICKS_PER_QUARTER) * 4 * TICKS_PER_QUARTER
    found = [
        Note(max(0, round(on * tick) - first), int(pitch), max(1, round((off - on) * tick)), max(1, int(velocity)))
        for on, off, pitch, velocity in notes.tolist()
    ]
    return Clip(tuple(sorted(found)), tempo=TempoMap.constant(tempo_bpm))


def to_a_click(piece: Piece) -> tuple[Notes, float]:
    """The piece's notes with all its beats equally long, the first at 0, and the tempo."""
    beat_s = float(np.median(np.diff(piece.beats)))
    places = np.arange(len(piece.beats)) * beat_s
    inside = piece.notes[(piece.notes[:, 0] >= piece.beats[0]) & (piece.notes[:, 0] < piece.beats[-1])]
    moved = inside.copy()
    moved[:, :2] = np.interp(inside[:, :2], piece.beats, places)
    return moved[np.argsort(moved[:, 0], kind="stable")], 60 / beat_s


def performances(corpora: Path, every: int) -> Iterator[tuple[str, Notes, float]]:
    """Kind, notes and the tempo that the file tells."""
    for kind in ("wjazzd", "asap"):
        for piece in [p for p in read_corpus(corpora / kind) if part_of(p.group) == "test"][::every]:
            yield f"{kind} to a click", *to_a_click(piece)
            yield f"{kind} as played", piece.notes, 120.0
    for path in sorted((corpora / "pijama").rglob("*.mid"))[:: 20 * every]:
        yield "pijama", read_midi_notes(path), 120.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, metavar="CORPORA")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth piece")
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    found: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    for kind, notes, tempo_bpm in performances(arguments.corpora, arguments.every):
        for count in STRETCHES:
            if len(notes) < (count or max(size for size in STRETCHES if size)):
                continue
            first = 0 if count is None else int(rng.integers(0, len(notes) - count + 1))
            clip = clip_at(notes[first:][:count], tempo_bpm)
            words = "whole" if count is None else f"{count} notes"
            found.setdefault((kind, words), []).append((grid_fit(clip) >= GRID_THRESHOLD, played_beats(clip) is None))
    print(f"{'':<20} {'':<10} {'pieces':>6} {'by onsets':>10} {'measured':>9}")
    for (kind, words), kept in sorted(found.items()):
        onsets, measured = np.mean(kept, axis=0)
        print(f"{kind:<20} {words:<10} {len(kept):>6} {onsets:>10.2f} {measured:>9.2f}")


if __name__ == "__main__":
    main()
