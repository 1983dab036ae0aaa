"""Lengths in tokens, for those who think of music models that way. The model itself counts notes, not tokens."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import InputError
from engine.music.clip import Clip


def tokens_by_bar(clip: Clip) -> list[int]:
    """Tokens of each bar as REMI counts them (Huang and Yang 2020): a bar, each onset, and three for each note.

    The three are pitch, velocity and duration. Notes belong to the bar that they begin in.
    """
    notes, onsets = [0] * clip.bars, [set[int]() for _ in range(clip.bars)]
    for note in clip.notes:
        bar = clip.meter.bar_at(note.start)
        notes[bar] += 1
        onsets[bar].add(note.start)
    return [1 + len(starts) + 3 * count for starts, count in zip(onsets, notes, strict=True)]


def last_tokens(clip: Clip, limit: int) -> Clip:
    """The last whole bars of `clip` that hold at most `limit` tokens.

    Raises:
        InputError: if not even the last bar with notes fits.
    """
    counts = tokens_by_bar(clip)
    first, used = len(counts), 0
    while first > 0 and used + counts[first - 1] <= limit:
        first -= 1
        used += counts[first]
    if first == 0:
        return clip
    part = clip.slice_bars(first, len(counts) - 1) if first < len(counts) else Clip()
    if not part.notes:
        raise InputError(
            "--prompt-tokens {limit} leaves no note of the prompt: its last bars need more, allow more.", limit=limit
        )
    return part


def first_tokens(clip: Clip, limit: int) -> Clip:
    """The first whole bars of `clip` that hold at most `limit` tokens.

    Raises:
        InputError: if not even the first bar fits.
    """
    counts = tokens_by_bar(clip)
    bars, used = 0, 0
    while bars < len(counts) and used + counts[bars] <= limit:
        used += counts[bars]
        bars += 1
    if bars == 0:
        raise InputError(
            "--max-tokens {limit} ends inside the first bar, which has {count}: allow more.",
            limit=limit,
            count=counts[0],
        )
    if bars == len(counts):
        return clip
    return replace(clip.slice_bars(0, bars - 1), name=clip.name)
