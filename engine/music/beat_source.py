"""Whose beats a MIDI file is put on. A module of its own, as it is asked for where nothing else of the music is."""

from __future__ import annotations

from typing import Literal

BeatSource = Literal["auto", "file", "played"]
BEAT_SOURCES: tuple[BeatSource, ...] = ("auto", "file", "played")
"""Those of the file's ticks, those that are heard in the playing, or "auto" as is measured (`engine.music.meter`)."""
