"""Measure the beat tracker on performances it has not been trained on, and draw what it hears.

    python -m training.evaluate_meter resources/models/meter.safetensors --asap ASAP --wjazzd WJAZZD
    python -m training.evaluate_meter resources/models/meter.safetensors --pijama PIJAMA --pictures FOLDER

Prints, for each corpus, the mean F measure (mir_eval, 70 ms) of beats and downbeats over the works of the test part,
the share of pieces whose beats reach 0.9, and how much faster than real time one core tracks them. Nothing is trimmed
from the start of the annotation; tracked beats outside the annotated span are left out, as the tracker covers more than
is annotated.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.music.meter import BeatGrid, track_beats
from engine.music.meter_decode import BAR_SIZES, JAZZ_BAR_SIZES
from engine.music.meter_network import MeterNetwork, load_network
from training.meter_data import Piece, part_of, read_corpus, read_midi_notes

MARGIN_S = 0.07
PIANISTS = (
    "Erroll Garner", "Art Tatum", "Earl Hines", "Oscar Peterson", "Brad Mehldau",
    "Keith Jarrett", "Bill Evans", "Thelonious Monk", "Fats Waller", "Hank Jones",
)  # fmt: skip
WINDOW_S = 20.0


def tracked(notes: NDArray[np.float64], network: MeterNetwork, bar_sizes: tuple[int, ...] = JAZZ_BAR_SIZES) -> BeatGrid:
    """Beats of notes (N, 4)."""
    pitch, velocity = notes[:, 2].astype(int), notes[:, 3].astype(int)
    return track_beats(notes[:, 0], notes[:, 1], pitch, velocity, bar_sizes=bar_sizes, network=network)


def score(piece: Piece, grid: BeatGrid) -> tuple[float, float]:
    """F measures of the beats and of the downbeats of one piece."""
    from mir_eval.beat import f_measure

    inside = (grid.beats >= piece.beats[0] - MARGIN_S) & (grid.beats <= piece.beats[-1] + MARGIN_S)
    return (
        float(f_measure(piece.beats, grid.beats[inside])),
        float(f_measure(piece.beats[piece.downbeat], grid.beats[inside & (grid.bar_position == 0)])),
    )


def evaluate(pieces: Sequence[Piece], network: MeterNetwork, name: str) -> None:
    """Print the figures of one corpus."""
    scores, seconds, worked = [], 0.0, 0.0
    for piece in pieces:
        began = time.process_time()
        grid = tracked(piece.notes, network, BAR_SIZES if name == "asap" else JAZZ_BAR_SIZES)
        worked += time.process_time() - began
        seconds += float(piece.notes[-1, 0] - piece.notes[0, 0])
        scores.append(score(piece, grid))
    beats, bars = np.mean(scores, axis=0)
    median, bar_median = np.median(scores, axis=0)
    right = np.mean(np.array(scores)[:, 0] >= 0.9)
    works = len({piece.group for piece in pieces})
    print(
        f"{name}: {len(pieces)} pieces of {works} works  beats F1 {beats:.3f} (median {median:.3f}, 0.9 in {right:.2f})"
        f"  downbeats F1 {bars:.3f} (median {bar_median:.3f})  {seconds / max(worked, 1e-9):.0f} x real time",
        flush=True,
    )


def draw_panel(axes: object, notes: NDArray[np.float64], grid: BeatGrid, start_s: float, title: str) -> None:
    """A piano roll of `WINDOW_S` seconds with the tracked beats as lines, downbeats heavier."""
    from matplotlib.axes import Axes
    from matplotlib.collections import LineCollection

    assert isinstance(axes, Axes)
    shown = notes[(notes[:, 1] > start_s) & (notes[:, 0] < start_s + WINDOW_S)]
    bars = [[(on, pitch), (off, pitch)] for on, off, pitch, _ in shown]
    alphas = 0.35 + 0.65 * shown[:, 3] / 127
    axes.add_collection(LineCollection(bars, linewidths=2.2, colors=[(0.1, 0.25, 0.45, a) for a in alphas]))
    for time_s, position in zip(grid.beats, grid.bar_position, strict=True):
        if start_s <= time_s <= start_s + WINDOW_S:
            first = position == 0
            axes.axvline(time_s, color="#c0392b" if first else "#e8a87c", lw=1.3 if first else 0.6, zorder=0)
    axes.set(xlim=(start_s, start_s + WINDOW_S), ylim=(20, 109), ylabel="pitch")
    axes.set_title(title, fontsize=9, loc="left")


def draw(folder: Path, out: Path, network: MeterNetwork) -> None:
    """One picture a pianist, of the middle of a piece, and a composite of three."""
    import matplotlib

    matplotlib.use("Agg")
    import csv

    from matplotlib import pyplot

    out.mkdir(parents=True, exist_ok=True)
    with (folder / "metadata.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    panels = []
    for pianist in PIANISTS:
        own = [row for row in rows if row["artist"] == pianist]
        if not own:
            continue
        notes = read_midi_notes(folder / own[len(own) // 2]["path"])
        panels.append((pianist, notes, tracked(notes, network), float(notes[len(notes) // 2, 0])))
    for pianist, notes, grid, start_s in panels:
        figure, axes = pyplot.subplots(figsize=(14, 4))
        draw_panel(axes, notes, grid, start_s, pianist)
        figure.tight_layout()
        figure.savefig(out / f"{pianist.replace(' ', '_')}.png", dpi=80)
        pyplot.close(figure)
    figure, rows_of_axes = pyplot.subplots(3, 1, figsize=(12, 8))
    for axes, (pianist, notes, grid, start_s) in zip(rows_of_axes, panels, strict=False):
        draw_panel(axes, notes, grid, start_s, pianist)
    rows_of_axes[-1].set_xlabel("seconds")
    figure.tight_layout()
    figure.savefig(out / "beat_tracking.png", dpi=80)


def main() -> None:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--asap", type=Path)
    parser.add_argument("--wjazzd", type=Path)
    parser.add_argument("--part", default="test", choices=("test", "validation"))
    parser.add_argument("--limit", type=int, help="at most this many pieces of a corpus")
    parser.add_argument("--pijama", type=Path, help="corpus to draw from")
    parser.add_argument("--pictures", type=Path, help="folder for the pictures")
    arguments = parser.parse_args()
    network = load_network(arguments.checkpoint)
    for folder in (arguments.asap, arguments.wjazzd):
        if folder:
            pieces = [piece for piece in read_corpus(folder) if part_of(piece.group) == arguments.part]
            step = max(1, len(pieces) // arguments.limit) if arguments.limit else 1
            evaluate(pieces[::step], network, folder.name)
    if arguments.pijama and arguments.pictures:
        draw(arguments.pijama, arguments.pictures, network)


if __name__ == "__main__":
    main()
