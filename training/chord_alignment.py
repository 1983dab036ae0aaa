"""Lay the charts of standards under recordings of them, so that the chord network can learn from real jazz piano.

    python -m training.chord_alignment DATASET --charts irb.csv --weights chords.safetensors --out aligned.npz

A recording that goes by the title of a chart is heard with the weights so far; the best way through the chart is found
(in any key, at the chart's pace, twice or half of it, with beats left out or doubled here and there, and with stretches
that are not in the chart), and so is that through charts of other tunes. Where its own chart fits clearly better, the
beats that follow it get its chords; all others stay unknown. Players change chords, so the labels are right on the
whole only: they are for learning, never for measuring.
"""

from __future__ import annotations

import argparse
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.commands.options import CommandParser
from engine.errors import InputError, TatumFlowError
from engine.music.chord_features import hear_beats
from engine.music.chord_network import load_network
from training.chord_songs import Song, chart_titles, song_of
from training.shards import SPLITS, Piece, iter_pieces, write_arrays

RATES = (1.0, 2.0, 0.5)
"""Beats of the recording for one of the chart: trackers hear twice or half the tempo."""
SLIP, JUMP, LEAVE = 6.0, 14.0, 8.0
"""What it costs (nats) to leave out or double a beat, to go to another place in the chart, and to leave the chart."""
DOUBT = 0.1
"""Share of beats on which any chord may be played."""
OFF_CHART = 0.4
"""How much better (nats) the chart must fit a beat than chance to be followed."""
OTHER_CHARTS = 3
MARGIN = 0.25
"""By how many nats a beat a recording must fit its own chart better than the best of the others."""
FOLLOWED = 0.4
"""Share of the beats that must follow it."""
FEWEST_BEATS, FEWEST_CHART_BEATS = 96, 32
CORPUS = "pijama"

Nats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Alignment:
    """The best way through a chart.

    Attributes:
        score: nats a beat above chance.
        states: (T,) class * 12 + root of the chart's chord on each beat, -1 where the chart is not followed.
    """

    score: float
    states: NDArray[np.int64]


def align(chances: Nats, chart: NDArray[np.int64]) -> Alignment:
    """Follow a chart through what is heard.

    Args:
        chances: log-probabilities of each beat's chord, (T, 12 * classes).
        chart: (N,) class * 12 + root of its beats, -1 for none.
    """
    known = chart[chart >= 0]
    ways = [_follow(chances, stretched(known, rate)) for rate in RATES]
    return max(ways, key=lambda way: way.score)


def stretched(chart: NDArray[np.int64], rate: float) -> NDArray[np.int64]:
    """The chart with `rate` beats for each of its own."""
    return chart[np.floor(np.arange(round(len(chart) * rate)) / rate).astype(np.int64)]


def _follow(chances: Nats, chart: NDArray[np.int64]) -> Alignment:
    """Viterbi search over places of the chart in twelve keys at once, and over having left it."""
    beats, places = len(chances), len(chart)
    keys = np.arange(12)[:, None]
    wanted = chart // 12 * 12 + (chart % 12 + keys) % 12  # (12, N)
    heard = np.logaddexp(chances + np.log(1 - DOUBT), np.log(DOUBT / chances.shape[1]))
    on = heard[:, wanted]  # (T, 12, N)
    on -= on.mean(axis=(1, 2), keepdims=True)  # against a chord of the chart in any key
    best, off = on[0].copy(), np.full(12, OFF_CHART)
    came = np.zeros((beats, 12, places), np.int8)
    jumped_from, left_from = np.zeros((beats, 12), np.int32), np.zeros((beats, 12), np.int32)
    for beat in range(1, beats):
        top = best.argmax(axis=1)
        leader = best[np.arange(12), top]
        options = np.stack(
            [
                np.roll(best, 1, axis=1), best - SLIP, np.roll(best, 2, axis=1) - SLIP,
                np.broadcast_to((leader - JUMP)[:, None], best.shape),
                np.broadcast_to((off - LEAVE)[:, None], best.shape),
            ]
        )  # fmt: skip
        came[beat] = options.argmax(axis=0)
        jumped_from[beat] = top
        left = leader - LEAVE
        left_from[beat] = np.where(left > off, top, -1)
        off = np.maximum(off, left) + OFF_CHART
        best = options.max(axis=0) + on[beat]
    ends = np.maximum(best.max(axis=1), off)
    key = int(ends.argmax())
    place = int(best[key].argmax()) if best[key].max() >= off[key] else -1
    states = np.full(beats, -1, np.int64)
    for beat in range(beats - 1, -1, -1):
        if place >= 0:
            states[beat] = wanted[key, place]
            move = int(came[beat, key, place])
            place = (place - (1, 0, 2)[move]) % places if move < 3 else int(jumped_from[beat, key]) if move == 3 else -1
        else:
            place = int(left_from[beat, key])
    return Alignment(float(ends[key]) / beats - OFF_CHART, states)


def aligned_states(
    songs: Mapping[str, tuple[Song, NDArray[np.int64]]], charts: Sequence[NDArray[np.int64]], weights: Path, seed: int
) -> dict[str, NDArray[np.int64]]:
    """Chords of the recordings that clearly follow their chart.

    Args:
        songs: each recording with its chart, by any name.
        charts: those of other tunes.
        weights: of the network that listens.
        seed: for the choice of other charts.
    """
    network, rng = load_network(weights), np.random.default_rng(seed)
    result: dict[str, NDArray[np.int64]] = {}
    for done, (name, (song, chart)) in enumerate(sorted(songs.items()), 1):
        onset, end, pitch, velocity = song.notes.T
        heard = network(hear_beats(onset, end, pitch, velocity, song.downbeats)).chord.astype(np.float64)
        own = align(heard, chart)
        followed = float((own.states >= 0).mean())
        if followed >= FOLLOWED:
            others = rng.choice(len(charts), min(OTHER_CHARTS, len(charts)), replace=False)
            if own.score - max(align(heard, charts[index]).score for index in others) >= MARGIN:
                result[name] = own.states
        if done % 25 == 0 or done == len(songs):
            print(f"{done} of {len(songs)} recordings, {len(result)} follow their chart", flush=True)
    return result


def chart_states(path: Path) -> dict[str, NDArray[np.int64]]:
    """The charts of a table that are long enough to follow, by plain title. Raises InputError as `chart_titles`."""
    songs = chart_titles(path).items()
    return {title: song.states for title, song in songs if len(song.chords) >= FEWEST_CHART_BEATS}


def charted_pieces(dataset: Path, split: str, charts: Container[str]) -> Iterator[Piece]:
    """The recordings of a split that go by the title of a chart. Raises InputError as `iter_pieces`."""
    for piece in iter_pieces(dataset, split):
        if piece.meta["corpus"] == CORPUS and piece.meta["tune"] in charts and piece.n_beats >= FEWEST_BEATS:
            yield piece


def main() -> None:
    """Read the command line, align, write the labels by piece."""
    parser = CommandParser("python -m training.chord_alignment")
    parser.description = __doc__
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--charts", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, default="train")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    try:
        run(arguments)
    except TatumFlowError as error:
        parser.error(str(error))


def run(arguments: argparse.Namespace) -> None:
    """Align all recordings of a split. Raises InputError where none goes by the title of a chart."""
    charts = chart_states(arguments.charts)
    songs = {
        str(piece.meta["id"]): (song_of(piece), charts[piece.meta["tune"]])
        for piece in charted_pieces(arguments.dataset, arguments.split, charts)
    }
    if not songs:
        raise InputError("{dataset} has no recording that goes by the title of a chart.", dataset=arguments.dataset)
    found = aligned_states(songs, list(charts.values()), arguments.weights, arguments.seed)
    write_arrays(arguments.out, found)


if __name__ == "__main__":
    main()
