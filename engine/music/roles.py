"""Which notes of a piano texture are the lead, the chords and the bass, told from pitch and time alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.music.clip import Clip
from engine.music.note import TICKS_PER_QUARTER, Role

FRAMES_PER_BEAT = 8
_SUSTAIN_LIMIT_BEATS = 2.0
_WINDOW_BEATS = 8
_REACH_FRAMES = FRAMES_PER_BEAT
_LEAD_BELOW_TOP = 9
_BASS_CEILING = 56
_BASS_ABOVE_BOTTOM = 9
_LOW_LINE = 48
_MONOPHONIC_SHARE = 0.04
REST_BEATS = 8.0
"""So far from the nearest onset of a part that leads another one may lead: soloists breathe for a bar."""
UNKNOWN = -1
"""A role that no part states."""


def role_array(onset_beat: ArrayLike, end_beat: ArrayLike, pitch: ArrayLike) -> NDArray[np.int8]:
    """Roles of notes as `Role` values.

    The lead is the top of the texture while it stays near where the top has lately been; the bass is its bottom in a
    low register; all else is chords. A line that never overlaps itself is lead throughout, or bass if it lies low.

    Args:
        onset_beat: onsets in beats, any order, shape (N,).
        end_beat: ends in beats, shape (N,).
        pitch: MIDI pitches, shape (N,).

    Returns:
        Role values, shape (N,) int8.
    """
    onset = np.asarray(onset_beat, dtype=np.float64)
    end = np.asarray(end_beat, dtype=np.float64)
    pitches = np.asarray(pitch, dtype=np.int64)
    if not len(onset):
        return np.zeros(0, dtype=np.int8)
    if _is_one_line(onset, end):
        role = Role.BASS if np.median(pitches) < _LOW_LINE else Role.LEAD
        return np.full(len(onset), role, dtype=np.int8)

    top, bottom = _outline(onset, end, pitches)
    frame = np.floor((onset - onset.min()) * FRAMES_PER_BEAT).astype(np.int64)
    # Chords are rolled and hands are not together: a note is on top only if the next frame brings no higher one.
    after = np.minimum(frame + 1, len(top) - 1)
    highest = np.maximum(top[frame], top[after])
    lowest = np.minimum(bottom[frame], bottom[after])
    usual_top = _window_mean(_running_max(top), top >= 0)[frame]
    usual_bottom = _window_mean(127 - _running_max(127 - bottom), bottom < 128)[frame]
    middle = (usual_top + usual_bottom) / 2

    lead = (pitches >= highest) & (pitches >= usual_top - _LEAD_BELOW_TOP) & (pitches > middle)
    bass = (pitches <= lowest) & (pitches < _BASS_CEILING) & (pitches <= usual_bottom + _BASS_ABOVE_BOTTOM) & ~lead
    roles = np.full(len(onset), Role.CHORDS, dtype=np.int8)
    roles[bass] = Role.BASS
    roles[lead] = Role.LEAD
    return roles


def roles_beside(
    onset_beat: ArrayLike,
    end_beat: ArrayLike,
    pitch: ArrayLike,
    stated: NDArray[np.int8],
    rest_beats: float = REST_BEATS,
) -> NDArray[np.int8]:
    """Roles of notes of which some are stated, as a band's parts do; the others are told from pitch and time.

    Under a part that leads the others lead only where it rests, and beside a bass they have no bass of their own but
    where that rests. Of stated leads that begin together the highest leads and the others are chords, as in a section.

    Args:
        onset_beat, end_beat, pitch: as for `role_array`.
        stated: `Role` values, `UNKNOWN` where none is stated, shape (N,).
        rest_beats: a part rests where its nearest onset is further away.

    Returns:
        Role values, shape (N,) int8.
    """
    onset, end = np.asarray(onset_beat, np.float64), np.asarray(end_beat, np.float64)
    pitches = np.asarray(pitch, np.int64)
    roles = np.array(stated, np.int8)
    unknown = roles == UNKNOWN
    told = role_array(onset[unknown], end[unknown], pitches[unknown])
    for role in (Role.LEAD, Role.BASS):
        near = _near(onset[unknown], np.sort(onset[roles == role]), rest_beats)
        told[near & (told == role)] = Role.CHORDS
    roles[unknown] = told
    return roles


def _near(onset: NDArray[np.float64], others: NDArray[np.float64], most: float) -> NDArray[np.bool_]:
    """Which onsets lie within `most` of one of `others`, which are sorted."""
    if not len(others):
        return np.zeros(len(onset), bool)
    after = np.clip(np.searchsorted(others, onset), 0, len(others) - 1)
    before = np.clip(after - 1, 0, len(others) - 1)
    return np.minimum(np.abs(others[after] - onset), np.abs(others[before] - onset)) <= most


def under_the_highest(onset_beat: NDArray[np.float64], pitch: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which notes of a section begin together with a higher one of it."""
    cell = np.rint(onset_beat * FRAMES_PER_BEAT).astype(np.int64)
    _, group = np.unique(cell, return_inverse=True)
    highest = np.full(int(group.max(initial=-1)) + 1, -1, np.int64)
    np.maximum.at(highest, group, pitch)
    return np.asarray(pitch < highest[group])


def states_roles(clip: Clip) -> bool:
    """Whether a clip that was read from a file has roles that differ: only its instruments tell them."""
    return len({note.role for note in clip.notes}) > 1


def with_roles(clip: Clip) -> Clip:
    """The clip with the roles that its file's parts state, or else told from its notes."""
    return clip if states_roles(clip) else infer_roles(clip)


def infer_roles(clip: Clip) -> Clip:
    """The clip with roles told from its notes. Roles it had are not looked at."""
    if not clip.notes:
        return clip
    roles = role_array(
        np.array([note.start for note in clip.notes]) / TICKS_PER_QUARTER,
        np.array([note.end for note in clip.notes]) / TICKS_PER_QUARTER,
        np.array([note.pitch for note in clip.notes]),
    )
    named = [Role(int(role)) for role in roles]
    return clip.with_notes(note.with_role(role) for note, role in zip(clip.notes, named, strict=True))


def _is_one_line(onset: NDArray[np.float64], end: NDArray[np.float64]) -> bool:
    """Whether notes hardly ever sound together; legato overlaps of half a note do not count."""
    order = np.argsort(onset, kind="stable")
    starts, ends = onset[order], end[order]
    overlap = ends[:-1] - starts[1:]
    together = (overlap > 0.5 * (ends[:-1] - starts[:-1])) | (overlap > 0.5 * (ends[1:] - starts[1:]))
    return float(np.mean(together)) <= _MONOPHONIC_SHARE if len(together) else True


def _outline(
    onset: NDArray[np.float64], end: NDArray[np.float64], pitch: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Highest (-1 in silence) and lowest (128 in silence) pitch of each frame. Long notes fade after two beats."""
    begin = onset.min()
    first = np.floor((onset - begin) * FRAMES_PER_BEAT).astype(np.int64)
    stop = np.minimum(end, onset + _SUSTAIN_LIMIT_BEATS)
    # A note counts to the frame its end nearly fills, so that legato does not hide the note that follows.
    last = np.maximum(first, np.floor((stop - begin) * FRAMES_PER_BEAT - 0.5).astype(np.int64))
    counts = last - first + 1
    note = np.repeat(np.arange(len(onset)), counts)
    frame = np.arange(len(note)) - np.repeat(np.cumsum(counts) - counts, counts) + first[note]
    n_frames = int(last.max()) + 1
    order = np.argsort(frame, kind="stable")
    frames, rows = frame[order], pitch[note][order]
    starts = np.flatnonzero(np.r_[True, frames[1:] != frames[:-1]])
    top = np.full(n_frames, -1, dtype=np.int64)
    bottom = np.full(n_frames, 128, dtype=np.int64)
    top[frames[starts]] = np.maximum.reduceat(rows, starts)
    bottom[frames[starts]] = np.minimum.reduceat(rows, starts)
    return top, bottom


def _running_max(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Largest value within a beat on both sides of each frame: short rests of a hand do not count."""
    reach = _REACH_FRAMES
    padded = np.pad(values, reach, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1), dtype=np.int64)


def _window_mean(values: NDArray[np.int64], valid: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean of the valid values within some beats on both sides of each frame."""
    half = _WINDOW_BEATS * FRAMES_PER_BEAT // 2
    totals = np.r_[0, np.cumsum(np.where(valid, values, 0))]
    counts = np.r_[0, np.cumsum(valid)]
    index = np.arange(len(values))
    low, high = np.maximum(index - half, 0), np.minimum(index + half + 1, len(values))
    return np.asarray((totals[high] - totals[low]) / np.maximum(counts[high] - counts[low], 1), dtype=np.float64)
