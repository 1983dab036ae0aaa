"""Where two versions of a clip differ: an edit of a long clip touches few notes, and whoever follows it need not look
at the others.
"""

from __future__ import annotations

from engine.music.note import Note

_CHUNK = 512


def same_ends(old: tuple[Note, ...], new: tuple[Note, ...]) -> tuple[int, int]:
    """How many notes at the beginning and how many at the end of both are the same; no note counts twice."""
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first : first + _CHUNK] == new[first : first + _CHUNK]:
        first += _CHUNK
    first = min(first, most)
    while first < most and old[first] == new[first]:
        first += 1
    most -= first
    last = 0
    while last < most:
        step = min(_CHUNK, most - last)
        if old[len(old) - last - step : len(old) - last] != new[len(new) - last - step : len(new) - last]:
            break
        last += step
    while last < most and old[len(old) - last - 1] == new[len(new) - last - 1]:
        last += 1
    return first, last
