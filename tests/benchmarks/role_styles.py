"""How like a player's own hands the single parts in his style are: a solo's lead or comping written in each style
of the palette over a blues and over rhythm changes, beside what that role plays in held-out pieces of the style (told
by ear). For comparison the same in the style of all that the player plays, which is what a style was before the roles
had examples of their own.

usage: python tests/benchmarks/role_styles.py DATASET [--roles ROLE ...] [--seeds N]

Overlapping areas (1: alike) of steps, places in the beat, lengths and heights; and notes a beat.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from threading import Event as Flag
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.generate import window_setup
from engine.generate.engine import Engine
from engine.generate.jobs import Event, SoloJob, TakeReady
from engine.model.style_examples import EXAMPLES_FILE, ROLE_KINDS, style_example, tensor_name
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.grid import STEPS_PER_BEAT, TICKS_PER_STEP
from engine.music.note import ROLES, Note
from training.palette import style_of
from training.shards import iter_pieces

FORMS = (("jazz blues", "F", 12, 140.0), ("rhythm changes", "Bb", 16, 180.0))
FEWEST = 16
"""Notes of a role that a held-out piece has to have."""
Shares = dict[str, np.ndarray]


def shares(onset: np.ndarray, pitch: np.ndarray, duration: np.ndarray) -> Shares:
    """Distributions of notes in grid steps."""
    order = np.lexsort((pitch, onset))
    onset, pitch, duration = onset[order], pitch[order], duration[order]
    values = {
        "steps": (np.clip(np.diff(pitch), -13, 13), np.arange(-13.5, 14)),
        "places": (onset % STEPS_PER_BEAT // 2, np.arange(13)),
        "lengths": (np.log2(duration / STEPS_PER_BEAT), np.arange(-5, 4, 0.5)),
        "heights": (pitch, np.arange(24, 100, 5)),
    }
    return {name: np.histogram(found, edges)[0] / max(1, len(found)) for name, (found, edges) in values.items()}


def mean(rows: list[Shares]) -> Shares:
    """Each piece or take counts the same."""
    return {name: np.mean([row[name] for row in rows], axis=0) for name in rows[0]}


def of_notes(notes: tuple[Note, ...]) -> Shares:
    """Distributions of a take."""
    table = np.array([(note.start, note.pitch, note.duration) for note in notes])
    return shares(table[:, 0] // TICKS_PER_STEP, table[:, 1], np.maximum(1, table[:, 2] // TICKS_PER_STEP))


def held_out(dataset: Path, role: str, styles: list[str]) -> dict[str, list[tuple[Shares, float]]]:
    """Distributions and notes a beat of a role in the validation pieces of each style."""
    found: dict[str, list[tuple[Shares, float]]] = defaultdict(list)
    for piece in iter_pieces(dataset, "valid"):
        name, mine = style_of(piece.meta), piece.role == ROLES[role]
        if name in styles and mine.sum() >= FEWEST:
            columns = (getattr(piece, column)[mine].astype(int) for column in ("onset", "pitch", "duration"))
            found[name].append((shares(*columns), float(mine.sum()) / piece.n_beats))
    return found


def written(engine: Engine, style: str, role: str, seeds: int) -> tuple[Shares, float]:
    """The same of takes."""
    rows, density = [], []
    for name, key, bars, tempo_bpm in FORMS:
        for seed in range(seeds):
            events: list[Event] = []
            chords = form_chart(name, key).spans
            job = SoloJob(Clip(), bars=bars, seed=seed, role=role, chords=chords, tempo_bpm=tempo_bpm,
                          styles=((style, 1.0),))  # fmt: skip
            engine.run(job, events.append, Flag())
            take = next(event.clip for event in events if isinstance(event, TakeReady))
            rows.append(of_notes(take.notes))
            density.append(len(take.notes) / bars / 4)
    return mean(rows), float(np.mean(density))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--roles", nargs="+", choices=ROLE_KINDS, default=list(ROLE_KINDS))
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    engine = Engine.load()
    from safetensors.numpy import load_file

    known = load_file(engine.checkpoint.folder / EXAMPLES_FILE)
    for role in options.roles:
        # Where others play as well; of a lone line nothing has to be told apart.
        styles = [name for name in engine.checkpoint.config.styles if tensor_name(name, ROLE_KINDS["chords"]) in known]
        real = held_out(options.dataset, role, styles)
        for kind, example in (
            ("all that is played", lambda checkpoint, index, seed, role: style_example(checkpoint, index, seed)),
            (f"the {role} alone", style_example),
        ):
            rows = []
            with patch.object(window_setup, "style_example", example):
                for style, pieces in real.items():
                    made, density = written(engine, style, role, options.seeds)
                    own = mean([piece for piece, _ in pieces])
                    alike = [float(np.minimum(made[name], own[name]).sum()) for name in own]
                    rows.append([*alike, density, float(np.mean([beat for _, beat in pieces]))])
            *alike, density, own_density = np.mean(rows, axis=0)
            told = "  ".join(f"{name} {value:.3f}" for name, value in zip(own, alike, strict=True))
            print(f"{role:<7} in the style of {kind:<20} {told}  notes a beat {density:.2f} (held out "
                  f"{own_density:.2f}); {len(rows)} styles", flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
