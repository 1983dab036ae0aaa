"""One window of beats: latents where they are not given, then notes where they are not given. What all modes share."""

from __future__ import annotations

from collections.abc import Callable

OnProgress = Callable[[float, str], None]
"""Told how much is done, 0..1, and of what; raises Cancelled to stop."""
