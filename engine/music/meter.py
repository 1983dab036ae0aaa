"""Beats and bars of played music: the public face of beat tracking, and telling by measurement whether a file's own
beats are those that it was played to. The tracking itself is `meter_tracking`; moving a clip onto its beats is
`meter_regrid`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.music.beat_source import BeatSource
from engine.music.clip import Clip
from engine.music.meter_decode import against_chance
from engine.music.meter_network import BEAT_PHASES
from engine.music.meter_regrid import regrid
from engine.music.meter_tracking import BeatGrid, Hearing, hear, track_beats
from engine.music.note import TICKS_PER_QUARTER
from engine.music.note_columns import NoteColumns

__all__ = [
    "BeatGrid", "Hearing", "grid_evidence", "grid_fit", "heard_freely", "on_grid", "played_beats", "regrid",
    "track_beats",
]  # fmt: skip

FEWEST_ONSETS = 4
"""With fewer distinct onsets nothing speaks for or against a grid, and a clip is left as it is."""
GRID_THRESHOLD = 0.12
"""Performances measure below 0.08 and gridded files above 0.15, nearly all of both."""
NEAR_TICKS = 3
EVIDENCE_NATS = 3.0
"""From here on the file's beats count as those that were played to: twenty times likelier than places by chance."""
HEARD_RATIOS = (0.5, 1.0, 2.0)
"""What is heard as the beat may be two beats of the file, or half of one."""
EVIDENCE_DOUBT = 0.1
SIMPLE_PLACES = (0, 120, 160, 240, 320, 360)
"""Halves, thirds and quarters of a beat, in ticks."""


def grid_fit(clip: Clip) -> float:
    """How far the clip's onsets lie on its own beats and their subdivisions: about 0 by chance, 1 on the grid.

    The better of two measures, over the n distinct onsets. Periodic: the largest mean cosine of the onsets' phase in
    1, 1/2, 1/3, 1/4, 1/6, 1/8 and 1/12 of a beat, which bears swing and an uneven touch; by chance it deviates by
    1/sqrt(2 n). Exact: the share of onsets on halves, thirds and quarters of a beat, which bears ornaments and the odd
    quintuplet; by chance a binomial share. Three deviations are taken off either, so that a few notes prove little.
    """
    ticks = np.unique(np.array([note.start for note in clip.notes], np.int64))
    if len(ticks) < FEWEST_ONSETS:
        return 0.0
    phase = 2 * np.pi * ticks / TICKS_PER_QUARTER
    periodic = max(float(np.cos(k * phase).mean()) for k in (1, 2, 3, 4, 6, 8, 12)) - 3 / float(np.sqrt(2 * len(ticks)))
    place = ticks % TICKS_PER_QUARTER
    away = np.abs(place[:, None] - np.array([*SIMPLE_PLACES, TICKS_PER_QUARTER])[None, :]).min(axis=1)
    chance = len(SIMPLE_PLACES) * (2 * NEAR_TICKS + 1) / TICKS_PER_QUARTER
    share = float((away <= NEAR_TICKS).mean()) - 3 * float(np.sqrt(chance * (1 - chance) / len(ticks)))
    return max(0.0, periodic, (share - chance) / (1 - chance))


def grid_evidence(clip: Clip, hearing: Hearing) -> float:
    """How much likelier what is heard in the clip's notes makes its own beats than places by chance, in nats.

    The onsets alone show a grid only where they keep close to it. A solo that was played to a click lies late, swings
    and rushes, so the tracker is asked instead: of each event it says where in a beat it is, knowing nothing of the
    file. Places that are off by up to 1/32 of a beat, and the other levels of `HEARD_RATIOS`, count as the same.
    """
    ticks = np.array([note.start for note in clip.notes], np.int64)
    meter = clip.meter.changes[0]
    beat = meter.beat_ticks * (3 if meter.denominator > 4 and meter.numerator % 3 == 0 else 1)  # dotted, as in 6/8
    places = np.interp(hearing.time_s, clip.tempo.seconds_of(ticks), ticks) / beat
    odds = against_chance(hearing.logits.beat_phase, EVIDENCE_DOUBT)
    odds = np.concatenate([odds, odds[:, :1]], axis=1)  # round the circle
    rows = np.arange(len(places))

    def told(places_in_beat: NDArray[np.float64]) -> float:
        phase = places_in_beat % 1.0 * BEAT_PHASES
        low = np.minimum(phase.astype(np.int64), BEAT_PHASES - 1)
        rest = phase - low
        return float((odds[rows, low] * (1 - rest) + odds[rows, low + 1] * rest).sum())

    near = np.array([-1, 0, 1]) / BEAT_PHASES
    return max(
        told(places * ratio + shift + half)
        for ratio in HEARD_RATIOS
        for half in ((0.0, 0.5) if ratio < 1 else (0.0,))
        for shift in near
    )


def on_grid(clip: Clip, on_progress: Callable[[float], None] = lambda done: None, source: BeatSource = "auto") -> Clip:
    """The clip itself where its own beats are kept (see `played_beats`), else its music on the beats that are heard.

    What `regrid` says of the result holds, and what `track_beats` says of `on_progress`.

    Raises:
        ResourceError: if the tracker's weights cannot be read.
    """
    beats = played_beats(clip, on_progress, source)
    return clip if beats is None else regrid(clip, beats)


def played_beats(
    clip: Clip, on_progress: Callable[[float], None] = lambda done: None, source: BeatSource = "auto"
) -> BeatGrid | None:
    """The beats that are heard in a clip; None where those of its ticks are kept.

    Arguments and errors as of `on_grid`; of what is kept see `heard_freely`.
    """
    hearing = heard_freely(clip, on_progress, source)
    return None if hearing is None else track_beats(*_performance(clip), hearing=hearing)


def heard_freely(
    clip: Clip, on_progress: Callable[[float], None] = lambda done: None, source: BeatSource = "auto"
) -> Hearing | None:
    """What is heard in a clip whose own beats do not count; None where they do.

    They count with the source "file", and with "auto" where they are measured to be what was played to, whatever tempo
    the file claims. Too few notes to tell keep them in any case.
    """
    if source == "file" or len({note.start for note in clip.notes}) < FEWEST_ONSETS:
        return None
    if source == "auto" and grid_fit(clip) >= GRID_THRESHOLD:
        return None
    hearing = hear(*_performance(clip), on_progress=on_progress)
    return None if source == "auto" and grid_evidence(clip, hearing) >= EVIDENCE_NATS else hearing


def _performance(
    clip: Clip,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Onsets and ends in seconds, pitches and velocities, as the tracker takes them."""
    notes = NoteColumns.of(clip.notes)
    starts, ends = (clip.tempo.seconds_of(ticks) for ticks in (notes.starts, notes.starts + notes.durations))
    return starts, ends, notes.pitches, notes.velocities
