"""Tracking the beats and bars of performed notes. The network and the search are `meter_network` and `meter_decode`;
what a clip does with its beats is `meter`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.music.meter_decode import JAZZ_BAR_SIZES, DecodeSettings, decode_bars, decode_beats
from engine.music.meter_features import FRAMES_PER_SECOND, PATCH, note_frames
from engine.music.meter_network import MeterLogits, MeterNetwork, load_network

LEAD_IN_S = 1.0
"""Silence before the first note and after the last that the network sees."""
CHUNK_FRAMES = 30_000
OVERLAP_FRAMES = 2048
"""Very long pieces are read ten minutes at a time, with more overlap than the network can see."""
ONSET_REACH_S = 0.03
"""A beat is moved to the onsets this near to its frame."""
FEWEST_NOTES = 4
"""With fewer notes there is nothing to track, and the grid is a plain one from the first onset."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BeatGrid:
    """Beats of a piece.

    Attributes:
        beats: (n,) times in seconds, ascending; the first at or before the first onset, the last after the last note.
            Extended beats may lie before second 0.
        bar_position: (n,) place in the bar, 0 = downbeat.
        beats_per_bar: the most frequent size of a bar.
    """

    beats: Floats
    bar_position: NDArray[np.int8]
    beats_per_bar: int


def track_beats(
    onset_s: NDArray[np.floating],
    end_s: NDArray[np.floating],
    pitch: NDArray[np.integer],
    velocity: NDArray[np.integer],
    *,
    bar_sizes: tuple[int, ...] = JAZZ_BAR_SIZES,
    settings: DecodeSettings | None = None,
    network: MeterNetwork | None = None,
) -> BeatGrid:
    """Track beats and downbeats of performed notes, over the whole piece.

    Args:
        onset_s: (N,) note onsets in seconds, ascending.
        end_s: (N,) note ends in seconds.
        pitch: (N,) MIDI note numbers.
        velocity: (N,) 1..127.
        bar_sizes: beats a bar that may occur; `meter_decode.BAR_SIZES` for music of any kind.
        settings: weights of the search; the shipped ones by default.
        network: another trained network than the shipped one.

    Fewer than four notes (or all of them at once) give a plain grid from the first onset, as nothing can be tracked.

    Raises:
        InputError: without notes, or with times that are not finite.
        ResourceError: if the shipped weights cannot be read.
    """
    onset, end = np.asarray(onset_s, np.float64), np.asarray(end_s, np.float64)
    if len(onset) == 0:
        raise InputError("There are no notes to find a beat in; give a clip with notes.")
    if not (np.isfinite(onset).all() and np.isfinite(end).all()):
        raise InputError("Some note times are not numbers, so no beat can be found; read the notes again.")
    settings = settings or DecodeSettings()
    if len(onset) < FEWEST_NOTES or onset[-1] - onset[0] < 1.0:
        return _extended(onset[0] + np.array([0.0, _plain_beat(onset)]), onset[0], end.max(), 4)
    origin = onset[0] - LEAD_IN_S
    logits = frame_logits(onset - origin, end - origin, pitch, velocity, network or load_network())
    frames = decode_beats(logits, settings, round((LEAD_IN_S + 3.5) * FRAMES_PER_SECOND))
    if len(frames) < 2:
        return _extended(onset[0] + np.array([0.0, _plain_beat(onset)]), onset[0], end.max(), 4)
    position, size = decode_bars(logits, frames, settings, bar_sizes)
    beats = _at_onsets(frames / FRAMES_PER_SECOND + origin, onset, np.asarray(velocity, np.float64))
    sizes, counts = np.unique(size[position == 0] if (position == 0).any() else size, return_counts=True)
    dominant = int(sizes[counts.argmax()])
    return _extended(beats, onset[0], end.max(), dominant, position, int(size[0]))


def frame_logits(
    onset: Floats, end: Floats, pitch: NDArray[np.integer], velocity: NDArray[np.integer], network: MeterNetwork
) -> MeterLogits:
    """Run the network over notes (seconds from frame 0), long pieces in overlapping chunks."""
    frames = int(np.ceil((onset[-1] + LEAD_IN_S) * FRAMES_PER_SECOND)) + 1
    frames += -frames % PATCH
    roll = note_frames(onset, end, pitch, velocity, frames)
    if frames <= CHUNK_FRAMES + 2 * OVERLAP_FRAMES:
        return network(roll)
    parts = []
    for first in range(0, frames, CHUNK_FRAMES):
        low, high = max(0, first - OVERLAP_FRAMES), min(frames, first + CHUNK_FRAMES + OVERLAP_FRAMES)
        part = network(roll[low:high])
        keep = slice(first - low, min(first + CHUNK_FRAMES, frames) - low)
        parts.append((part.beat[keep], part.downbeat[keep], part.tempo[keep], part.meter[keep]))
    beat, downbeat, tempo, meter = (np.concatenate(column) for column in zip(*parts, strict=True))
    return MeterLogits(beat, downbeat, tempo, meter)


def _plain_beat(onset: Floats) -> float:
    """A beat of 0.4 to 0.8 s that the gap between the first onsets is a power of two of; half a second without one."""
    gaps = np.diff(onset)
    gaps = gaps[gaps > 0.05]
    if len(gaps) == 0:
        return 0.5
    return float(0.4 * 2 ** (np.log2(gaps[0] / 0.4) % 1))


def _at_onsets(beats: Floats, onset: Floats, velocity: Floats) -> Floats:
    """Beats moved to the mean of the onsets within reach, the louder ones counting more."""
    low = np.searchsorted(onset, beats - ONSET_REACH_S)
    high = np.searchsorted(onset, beats + ONSET_REACH_S, "right")
    weight = np.concatenate([[0.0], np.cumsum(velocity)])
    moment = np.concatenate([[0.0], np.cumsum(velocity * onset)])
    heard = weight[high] - weight[low]
    moved = np.where(heard > 0, (moment[high] - moment[low]) / np.maximum(heard, 1e-9), beats)
    return np.asarray(moved, np.float64)


def _extended(
    beats: Floats,
    first_s: float,
    last_s: float,
    beats_per_bar: int,
    position: NDArray[np.int8] | None = None,
    first_size: int = 4,
) -> BeatGrid:
    """The grid with beats added at the neighbouring tempo until it covers the notes."""
    if position is None:
        position = (np.arange(len(beats)) % beats_per_bar).astype(np.int8)
    step_in, step_out = float(np.median(np.diff(beats[:5]))), float(np.median(np.diff(beats[-5:])))
    before = max(0, int(np.ceil((beats[0] - first_s) / step_in - 1e-9)))
    after = max(0, int(np.floor((last_s - beats[-1]) / step_out)) + 1)
    lead = beats[0] - step_in * np.arange(before, 0, -1)
    tail = beats[-1] + step_out * np.arange(1, after + 1)
    lead_position = (int(position[0]) - np.arange(before, 0, -1)) % first_size
    tail_position = (int(position[-1]) + np.arange(1, after + 1)) % max(beats_per_bar, 1)
    return BeatGrid(
        np.concatenate([lead, beats, tail]),
        np.concatenate([lead_position, position, tail_position]).astype(np.int8),
        beats_per_bar,
    )
