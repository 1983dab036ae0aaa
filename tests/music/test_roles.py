from __future__ import annotations

import numpy as np

from engine.music.clip import Clip
from engine.music.note import Note, Role
from engine.music.roles import infer_roles, role_array


def texture() -> tuple[Note, ...]:
    """Eight bars of melody in eighths, chords on two and four, and half-note bass, each with its true role."""
    notes = []
    for bar in range(8):
        start = bar * 1920
        root = (0, 5, 7, 0)[bar % 4]
        notes += [Note(start + i * 240, 72 + (0, 2, 4, 7, 9, 7, 4, 2)[i], 240, 90, Role.LEAD) for i in range(8)]
        for beat in (1, 3):
            notes += [Note(start + beat * 480, 55 + root % 5 + step, 240, 60, Role.CHORDS) for step in (0, 4, 7)]
        notes += [Note(start + half * 960, 36 + root, 900, 70, Role.BASS) for half in (0, 1)]
    return tuple(sorted(notes))


def test_three_layers_are_told_apart() -> None:
    truth = texture()
    blank = Clip(tuple(Note(n.start, n.pitch, n.duration, n.velocity) for n in truth), length=8 * 1920)
    found = infer_roles(blank)
    right = sum(a.role == b.role for a, b in zip(found.notes, truth, strict=True))
    assert right / len(truth) > 0.95
    assert [(n.start, n.pitch, n.duration, n.velocity) for n in found.notes] == [
        (n.start, n.pitch, n.duration, n.velocity) for n in truth
    ]
    assert found.length == blank.length


def test_single_lines() -> None:
    onset = np.arange(32) * 0.5
    high, low = 60 + np.arange(32) % 12, 33 + np.arange(32) % 12
    assert set(role_array(onset, onset + 0.5, high).tolist()) == {Role.LEAD}
    assert set(role_array(onset, onset + 0.5, low).tolist()) == {Role.BASS}
    assert set(role_array(onset, onset + 0.6, high).tolist()) == {Role.LEAD}  # legato


def test_comping_in_a_rest_of_the_melody_is_not_lead() -> None:
    notes = [n for n in texture() if not (n.role == Role.LEAD and 1920 + 960 <= n.start < 1920 * 2)]
    found = infer_roles(Clip(tuple(notes), length=8 * 1920))
    in_rest = [n for n in found.notes if 1920 + 960 <= n.start < 1920 * 2]
    assert in_rest
    assert all(n.role != Role.LEAD for n in in_rest)


def test_rolled_chords_have_one_top_and_order_does_not_matter() -> None:
    onset = np.array([0.0, 0.03, 0.06, 0.09] * 8) + np.repeat(np.arange(8), 4)
    pitch = np.array([40, 55, 60, 76] * 8)
    roles = role_array(onset, onset + 0.8, pitch)
    assert roles.tolist() == [Role.BASS, Role.CHORDS, Role.CHORDS, Role.LEAD] * 8
    shuffled = np.random.default_rng(0).permutation(len(onset))
    assert (role_array(onset[shuffled], onset[shuffled] + 0.8, pitch[shuffled]) == roles[shuffled]).all()


def test_nothing_in_nothing_out() -> None:
    assert role_array([], [], []).shape == (0,)
    assert infer_roles(Clip()) == Clip()
    assert role_array([0.0], [1.0], [60]).tolist() == [Role.LEAD]
