"""The bundled model, loaded once, and a piece of music in any meter to give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

import pytest

from engine.generate.engine import Engine
from engine.generate.jobs import Event, JobFinished, ModeJob, TakeReady
from engine.music.chord import parse_chord
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.midi_io import read_clip
from engine.music.note import Note, Role
from engine.music.roles import infer_roles

DEMO = Path(__file__).resolve().parents[2] / "resources" / "prompts" / "demo.mid"

Take = Callable[..., Clip]


@pytest.fixture(scope="session")
def loaded() -> Engine:
    """The engine with the bundled checkpoint."""
    return Engine.load()


@pytest.fixture(scope="session")
def demo() -> Clip:
    """The demo prompt with roles."""
    return infer_roles(read_clip(DEMO).whole_bars())


@pytest.fixture(scope="session")
def take(loaded: Engine) -> Take:
    """Runs a job and gives its first take, or all of them with `every=True`."""

    def run(job: ModeJob, *, every: bool = False) -> Clip | list[Clip]:
        heard: list[Event] = []
        loaded.run(job, heard.append, Flag())
        assert heard[-1] == JobFinished(job.job_id)
        clips = [event.clip for event in heard if isinstance(event, TakeReady)]
        return clips if every else clips[0]

    return run  # type: ignore[return-value]


def piece(bars: int, numerator: int = 4, denominator: int = 4, *, tempo_bpm: float = 140.0, early: int = 0) -> Clip:
    """Music of two hands in any meter: swung eighths over chords, a little before the beat by `early` ticks."""
    meter = MeterMap.constant(numerator, denominator)
    bar = meter.changes[0].bar_ticks
    notes = []
    for number in range(bars):
        start = number * bar
        root = (38, 43, 36, 45)[number % 4]
        notes += [Note(start, root, bar, 62, Role.BASS)]
        notes += [Note(start + 10, root + 12 + step, bar // 2, 55 + step, Role.CHORDS) for step in (3, 10, 14)]
        for place in range(0, bar - 100, 240):
            swung = place + (80 if place % 480 else 0)
            pitch = 62 + (number * 5 + place // 120 * 3) % 17
            notes.append(Note(max(0, start + swung - early), pitch, 150, 70 + place // 60 % 30, Role.LEAD))
    chords = tuple(
        ChordSpan(number * bar, (number + 1) * bar, parse_chord(("Dm7", "G7", "Cmaj7", "A7")[number % 4]))
        for number in range(bars)
    )
    return Clip(tuple(notes), meter, TempoMap.constant(tempo_bpm), chords, length=bars * bar, key="C")
