"""Arithmetic of the pad: the weights of its corners at a place, and the place that has given weights. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

CORNERS = 4
"""Top left, top right, bottom left, bottom right."""


def corner_weights(x: float, y: float) -> tuple[float, float, float, float]:
    """Bilinear weights of the four corners at x, y, each 0..1 from the top left; they add up to 1."""
    x, y = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
    return (1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y


def mixed(corners: Sequence[str], x: int, y: int) -> tuple[tuple[str, int], ...]:
    """Names with weights 0..100 at a place 0..100; a corner without a name leaves its share to the prompt.

    A name in several corners has the sum of their weights.
    """
    chosen: dict[str, float] = {}
    for name, weight in zip(corners, corner_weights(x / 100, y / 100), strict=False):
        if name:
            chosen[name] = chosen.get(name, 0.0) + weight
    return tuple((name, round(100 * weight)) for name, weight in chosen.items())
