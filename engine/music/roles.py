"""Which notes of a piano texture are the lead, the chords and the bass: as a file's parts say, or by ear."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.music.clip import Clip
from engine.music.hearing import clip_columns
from engine.music.note import Role
from engine.music.role_features import note_order
from engine.music.role_network import load_network

_LOW_LINE = 48
_MONOPHONIC_SHARE = 0.04
_CELLS_PER_BEAT = 8
REST_BEATS = 8.0
"""So far from the nearest onset of a part that leads another one may lead: soloists breathe for a bar."""
UNKNOWN = -1
"""A role that no part states."""


def role_array(onset_beat: ArrayLike, end_beat: ArrayLike, pitch: ArrayLike) -> NDArray[np.int8]:
    """Roles of notes as `Role` values.

    A trained network tells the melody, what accompanies it and its bass (`engine.music.role_network`). A line that
    never overlaps itself is lead throughout, or bass if it lies low.

    Args:
        onset_beat: onsets in beats, any order, shape (N,).
        end_beat: ends in beats, shape (N,).
        pitch: MIDI pitches, shape (N,).

    Returns:
        Role values, shape (N,) int8.

    Raises:
        ResourceError: where the network's file is missing or damaged.
    """
    onset = np.asarray(onset_beat, dtype=np.float64)
    end = np.asarray(end_beat, dtype=np.float64)
    pitches = np.asarray(pitch, dtype=np.int64)
    if not len(onset):
        return np.zeros(0, dtype=np.int8)
    alone = _role_of_line(onset, end, pitches)
    if alone is not None:
        return np.full(len(onset), alone, dtype=np.int8)
    order = note_order(onset, pitches)
    roles = np.empty(len(onset), np.int8)
    roles[order] = load_network()(onset[order], end[order], pitches[order]).argmax(axis=1)
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
        near = near_onsets(onset[unknown], np.sort(onset[roles == role]), rest_beats)
        told[near & (told == role)] = Role.CHORDS
    roles[unknown] = told
    return roles


def near_onsets(onset: NDArray[np.float64], others: NDArray[np.float64], most: float) -> NDArray[np.bool_]:
    """Which onsets lie within `most` of one of `others`, which are sorted."""
    if not len(others):
        return np.zeros(len(onset), bool)
    after = np.clip(np.searchsorted(others, onset), 0, len(others) - 1)
    before = np.clip(after - 1, 0, len(others) - 1)
    return np.minimum(np.abs(others[after] - onset), np.abs(others[before] - onset)) <= most


def under_the_highest(onset_beat: NDArray[np.float64], pitch: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which notes of a section begin together with a higher one of it."""
    cell = np.rint(onset_beat * _CELLS_PER_BEAT).astype(np.int64)
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
    roles = role_array(*clip_columns(clip)[:3])
    named = [Role(int(role)) for role in roles]
    return clip.with_notes(note.with_role(role) for note, role in zip(clip.notes, named, strict=True))


def is_lead_line(clip: Clip) -> bool:
    """Whether a clip is a single line that does not lie as low as a bass."""
    return bool(clip.notes) and _role_of_line(*clip_columns(clip)[:3]) == Role.LEAD


def _role_of_line(onset: NDArray[np.float64], end: NDArray[np.float64], pitch: NDArray[np.int64]) -> Role | None:
    """What a single line is; None where notes sound together."""
    if not _is_one_line(onset, end):
        return None
    return Role.BASS if np.median(pitch) < _LOW_LINE else Role.LEAD


def _is_one_line(onset: NDArray[np.float64], end: NDArray[np.float64]) -> bool:
    """Whether notes hardly ever sound together; legato overlaps of half a note do not count."""
    order = np.argsort(onset, kind="stable")
    starts, ends = onset[order], end[order]
    overlap = ends[:-1] - starts[1:]
    together = (overlap > 0.5 * (ends[:-1] - starts[:-1])) | (overlap > 0.5 * (ends[1:] - starts[1:]))
    return float(np.mean(together)) <= _MONOPHONIC_SHARE if len(together) else True
