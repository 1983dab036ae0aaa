"""What was recorded to a click keeps its bars, however late and uneven it was played; what was not is tracked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.music.clip import Clip
from engine.music.grid import MeterMap
from engine.music.meter import (
    GRID_THRESHOLD,
    Hearing,
    grid_evidence,
    grid_fit,
    on_grid,
    played_beats,
)
from engine.music.meter_network import BAR_PHASES, BEAT_PHASES, METERS, TEMPO_BINS, MeterLogits
from engine.music.midi_io import read_clip, write_clip
from engine.music.note import Note

DEMO = Path(__file__).parents[2] / "resources" / "prompts" / "demo.mid"
SECONDS_A_TICK = 0.5 / 480


def moved(clip: Clip, places: np.ndarray) -> Clip:
    """The clip's notes at other ticks."""
    pairs = zip(clip.notes, places, strict=True)
    return replace(clip, notes=tuple(sorted(note._replace(start=max(0, round(at))) for note, at in pairs)), chords=())


def recorded(seed: int = 0) -> Clip:
    """The demo as somebody plays it to a click who lies late, now more and now less, and has an uneven touch."""
    demo, rng = read_clip(DEMO), np.random.default_rng(seed)
    starts = np.array([note.start for note in demo.notes])
    ticks, struck = np.unique(starts, return_inverse=True)
    late = 45 + 40 * np.sin(2 * np.pi * (ticks / (5 * 1920) + rng.random())) + rng.normal(0, 22, len(ticks))
    return moved(demo, starts + late[struck])


def denied(clip: Clip) -> Clip:
    """The same playing, a fifth slower than its file claims."""
    return moved(clip, 77 + 1.237 * np.array([note.start for note in clip.notes]))


def heard(phases: list[float], times_s: list[float]) -> Hearing:
    """A hearing that is certain of these places in the beat."""
    count = len(phases)
    beat = np.full((count, BEAT_PHASES), -30.0, np.float32)
    beat[np.arange(count), [round(phase * BEAT_PHASES) % BEAT_PHASES for phase in phases]] = 0.0
    others = [np.zeros((count, size), np.float32) for size in (BAR_PHASES, TEMPO_BINS, len(METERS))]
    return Hearing(np.array(times_s), MeterLogits(beat, *others))


def at(*ticks: int, meter: tuple[int, int] = (4, 4)) -> Clip:
    return Clip(tuple(Note(tick, 60, 100) for tick in ticks), meter=MeterMap.constant(*meter))


CERTAIN = float(np.log(0.9 * BEAT_PHASES + 0.1))
WRONG = float(np.log(0.1))


def test_evidence_of_certain_hearings() -> None:
    ticks = (0, 480, 720, 1200)
    times_s = [tick * SECONDS_A_TICK for tick in ticks]
    assert grid_evidence(at(*ticks), heard([0, 0, 0.5, 0.5], times_s)) == pytest.approx(4 * CERTAIN, rel=1e-5)
    # One of four is heard where the file does not have it.
    assert grid_evidence(at(*ticks), heard([0, 0, 0.5, 0.2], times_s)) == pytest.approx(3 * CERTAIN + WRONG, rel=1e-5)


def test_half_and_double_time_are_the_same_beats() -> None:
    ticks = (0, 240, 480, 960, 1200)
    times_s = [tick * SECONDS_A_TICK for tick in ticks]
    double = heard([0, 0, 0, 0, 0], times_s)  # eighths are heard as beats
    half = heard([0, 0.25, 0.5, 0, 0.25], times_s)
    assert grid_evidence(at(*ticks), double) == pytest.approx(5 * CERTAIN, rel=1e-5)
    assert grid_evidence(at(*ticks), half) == pytest.approx(5 * CERTAIN, rel=1e-5)


def test_the_beat_of_six_eight_is_dotted() -> None:
    ticks = (0, 240, 480, 720, 1440)
    told = heard([0, 1 / 3, 2 / 3, 0, 0], [tick * SECONDS_A_TICK for tick in ticks])
    dotted, plain = (grid_evidence(at(*ticks, meter=meter), told) for meter in ((6, 8), (4, 4)))
    assert dotted > 4 * CERTAIN - 3
    assert plain < dotted - 3


@pytest.mark.parametrize("seed", [0, 1, 4, 5, 6, 9])
def test_a_late_and_uneven_player_keeps_the_bars_of_the_click(seed: int) -> None:
    clip = recorded(seed)
    assert grid_fit(clip) < GRID_THRESHOLD  # the onsets alone do not show it
    assert played_beats(clip) is None
    assert on_grid(clip) is clip


@pytest.mark.parametrize("seed", range(4))
def test_a_tempo_that_the_playing_denies_is_not_kept(seed: int) -> None:
    clip = denied(recorded(seed))
    assert played_beats(clip) is not None
    assert on_grid(clip) is not clip


def test_the_upper_voice_alone_is_enough() -> None:
    clip = recorded()
    line = replace(clip, notes=tuple(note for note in clip.notes if note.pitch >= 60))
    assert grid_fit(line) < GRID_THRESHOLD
    assert played_beats(line) is None
    assert played_beats(denied(line)) is not None


def test_whose_beats_count_can_be_said() -> None:
    kept, free = read_clip(DEMO), denied(recorded())
    assert played_beats(free, source="file") is None
    assert on_grid(free, source="file") is free
    beats = played_beats(kept, source="played")
    assert beats is not None
    assert on_grid(kept, source="played") is not kept
    step = float(np.median(np.diff(beats.beats)))
    # 152 BPM, its half or double: the same beat to a listener.
    assert min(abs(60 / step * factor / 152 - 1) for factor in (0.5, 1, 2)) < 0.04
    assert played_beats(at(37, 411), source="played") is None  # too few notes to track


def test_a_folder_to_learn_from_is_read_alike(tmp_path: Path) -> None:
    from training.corpus_readers import clips

    for name, clip, origin in (("click", recorded(), "file"), ("free", denied(recorded()), "tracked")):
        write_clip(clip, tmp_path / f"{name}.mid")
        assert clips.by_measure(clips.load(tmp_path / f"{name}.mid")).origin == origin
