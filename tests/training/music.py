"""Small pieces of music on the grid that tests measure: chords in the left hand, a line in the right."""

from __future__ import annotations

import numpy as np

from engine.model.tokens import GridNotes, grid_from_ticks

PROGRESSIONS = ([0, 9, 2, 7], [0, 5, 0, 7], [9, 2, 7, 0], [4, 9, 2, 7])


def two_hands(seed: int, beats: int = 32, key: int = 0, *, swung: bool = False) -> GridNotes:
    """Shell voicings on a seeded rhythm under a line of chord tones and neighbours; loudness swells and falls.

    `swung` puts the off-beats on the last triplet of the beat.
    """
    rng = np.random.default_rng(seed)
    roots = PROGRESSIONS[seed % len(PROGRESSIONS)]
    comping = np.sort(rng.choice([0, 1, 2, 3, 4, 5, 6, 7], 3, replace=False)) * 240
    rows = []
    for bar in range(beats // 4):
        root = 48 + (key + roots[bar % 4]) % 12
        third = 4 if roots[bar % 4] in (0, 5, 7) else 3
        swell = 60 + 30 * np.sin(2 * np.pi * (bar + seed) / 4)
        for place in comping:
            for pitch in (root, root + third, root + 10 if third == 3 else root + 11):
                rows.append((bar * 1920 + int(place), pitch, 220, int(swell)))
        for place in range(0, 1920, 240):
            if rng.random() < 0.7:
                step = int(rng.choice([12, 12 + third, 19, 22, 14, 24]))
                rows.append((bar * 1920 + place, root + 12 + step, 200, int(swell + 10)))
    columns = np.array(sorted(rows), np.int64)
    if swung:
        columns[columns[:, 0] % 480 == 240, 0] += 80
    return grid_from_ticks(*columns.T)
