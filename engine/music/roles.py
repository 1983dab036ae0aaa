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
