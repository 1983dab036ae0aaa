"""Tracking the beats and bars of performed notes. The network and the search are `meter_network` and `meter_decode`;
what a clip does with its beats is `meter`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.music.meter_decode import JAZZ_BAR_SIZES, DecodeSettings, decode_bars, decode_beats
from engine.music.meter_events import note_events
from engine.music.meter_network import MeterLogits, MeterNetwork, load_network

LEAD_IN_S = 1.0
"""The first beat may lie this long before the first note."""
LATEST_START_S = 3.5
"""The first beat that is searched lies at most this long after the first note; earlier ones are added evenly."""
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


@dataclass(frozen=True, eq=False)
class Hearing:
    """What the network hears in performed notes.

    Attributes:
        time_s: (N,) seconds of the events, ascending.
        logits: of these events.
    """

    time_s: Floats
    logits: MeterLogits


def hear(
    onset_s: NDArray[np.floating],
    end_s: NDArray[np.floating],
    pitch: NDArray[np.integer],
    velocity: NDArray[np.integer],
    *,
    network: MeterNetwork | None = None,
    on_progress: Callable[[float], None] = lambda done: None,
) -> Hearing:
    """What the network hears in notes, one or more; arguments and errors as of `track_beats`."""
    onset, end = _checked(onset_s, end_s)
    events = note_events(onset, end, np.asarray(pitch), np.asarray(velocity))
    return Hearing(events.time_s, (network or load_network())(events, on_progress))


def track_beats(
    onset_s: NDArray[np.floating],
    end_s: NDArray[np.floating],
    pitch: NDArray[np.integer],
    velocity: NDArray[np.integer],
    *,
    bar_sizes: tuple[int, ...] = JAZZ_BAR_SIZES,
    settings: DecodeSettings | None = None,
    network: MeterNetwork | None = None,
    hearing: Hearing | None = None,
    on_progress: Callable[[float], None] = lambda done: None,
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
        hearing: what `hear` has said of these notes, where they have been listened to before.
        on_progress: told, as the notes are listened to, the share that is done, 0..1; may raise to end it.

    Fewer than four notes (or all of them at once) give a plain grid from the first onset, as nothing can be tracked.

    Raises:
        InputError: without notes, or with times that are not finite.
        ResourceError: if the shipped weights cannot be read.
    """
    onset, end = _checked(onset_s, end_s)
    settings = settings or DecodeSettings()
    if len(onset) < FEWEST_NOTES or onset[-1] - onset[0] < 1.0:
        return _extended(onset[0] + np.array([0.0, _plain_beat(onset)]), onset[0], end.max(), 4)
    origin = onset[0] - LEAD_IN_S
    hearing = hearing or hear(onset, end, pitch, velocity, network=network, on_progress=on_progress)
    logits, time_s = hearing.logits, hearing.time_s - origin
    beats = decode_beats(logits, time_s, settings, LEAD_IN_S + LATEST_START_S)
    if len(beats) < 2:
        return _extended(onset[0] + np.array([0.0, _plain_beat(onset)]), onset[0], end.max(), 4)
    position, size = decode_bars(logits, time_s, beats, settings, bar_sizes)
    beats = _at_onsets(beats + origin, onset, np.asarray(velocity, np.float64))
    sizes, counts = np.unique(size[position == 0] if (position == 0).any() else size, return_counts=True)
    dominant = int(sizes[counts.argmax()])
    return _extended(beats, onset[0], end.max(), dominant, position, int(size[0]))


def _checked(onset_s: NDArray[np.floating], end_s: NDArray[np.floating]) -> tuple[Floats, Floats]:
    """Onsets and ends as they are reckoned with. Raises InputError where there are none or they are no numbers."""
    onset, end = np.asarray(onset_s, np.float64), np.asarray(end_s, np.float64)
    if len(onset) == 0:
        raise InputError("There are no notes to find a beat in; give a clip with notes.")
    if not (np.isfinite(onset).all() and np.isfinite(end).all()):
        raise InputError("Some note times are not numbers, so no beat can be found; read the notes again.")
    return onset, end


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
