"""Continuing a prompt with the bundled checkpoint: whole bars, the right meter, the same notes each time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag

import numpy as np
import pytest

from engine.errors import InputError
from engine.generate.continue_ import slerp, steady_tempo
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Controls, Event, JobFinished, Progress, Sampling, TakeReady
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.grid import MeterMap, TempoChange, TempoMap
from engine.music.midi_io import read_clip
from engine.music.note import Note, Role

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "prompts" / "demo.mid"
QUICK = Sampling(steps=4)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def takes(engine: Engine, job: ContinueJob) -> list[TakeReady]:
    heard: list[Event] = []
    engine.run(job, heard.append, Flag())
    assert heard[-1] == JobFinished(job.job_id)
    return [event for event in heard if isinstance(event, TakeReady)]


def test_a_take_fills_whole_bars_at_the_prompts_meter_and_tempo(engine: Engine) -> None:
    prompt = read_clip(DEMO)
    (take,) = takes(engine, ContinueJob(prompt, bars=4, seed=1, sampling=QUICK))
    clip = take.clip
    assert clip.notes
    assert clip.length == 4 * 1920
    assert clip.bars == 4
    assert max(note.end for note in clip.notes) <= clip.length
    assert clip.tempo.at(0).tempo_bpm == pytest.approx(prompt.tempo.at(prompt.length).tempo_bpm, rel=1e-3)
    assert {note.role for note in clip.notes} <= set(Role)


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 4), (5, 4), (6, 8), (7, 8)])
def test_other_meters_end_on_their_bar_line(engine: Engine, numerator: int, denominator: int) -> None:
    meter = MeterMap.constant(numerator, denominator)
    bar = meter.changes[0].bar_ticks
    notes = tuple(Note(k * 240, 55 + (k * 7) % 20, 200, 80) for k in range(4 * bar // 240))
    prompt = Clip(notes, meter, length=4 * bar - 17)
    (take,) = takes(engine, ContinueJob(prompt, bars=3, seed=2, sampling=QUICK))
    assert take.clip.length == 3 * bar
    assert take.clip.meter == meter
    assert all(note.end <= take.clip.length for note in take.clip.notes)


def test_more_bars_than_a_window_and_none_of_the_prompt(engine: Engine) -> None:
    (take,) = takes(engine, ContinueJob(read_clip(DEMO), bars=12, seed=3, sampling=QUICK))
    assert take.clip.bars == 12
    starts = [note.start for note in take.clip.notes]
    assert min(starts) < 1920 * 2
    assert max(starts) > 1920 * 10


def test_the_prompt_goes_in_front_when_asked(engine: Engine) -> None:
    prompt = read_clip(DEMO)
    (alone,) = takes(engine, ContinueJob(prompt, bars=2, seed=4, sampling=QUICK))
    (whole,) = takes(engine, ContinueJob(prompt, bars=2, seed=4, sampling=QUICK, only_generated=False))
    start = prompt.whole_bars().length
    assert whole.clip.length == start + alone.clip.length
    assert [n.moved(-start) for n in whole.clip.notes if n.start >= start] == list(alone.clip.notes)
    assert [n for n in whole.clip.notes if n.start < start] == list(prompt.notes)


def test_seeds_and_variations_differ_and_repeat(engine: Engine) -> None:
    prompt = read_clip(DEMO)
    job = ContinueJob(prompt, bars=4, seed=5, variations=2, sampling=QUICK)
    first, second = takes(engine, job)
    assert first.clip.notes != second.clip.notes
    assert [t.clip for t in takes(engine, job)] == [first.clip, second.clip]
    (other,) = takes(engine, ContinueJob(prompt, bars=4, seed=6, sampling=QUICK))
    assert other.clip.notes != first.clip.notes


def test_without_a_prompt_there_is_a_take_too(engine: Engine) -> None:
    (take,) = takes(engine, ContinueJob(Clip(), bars=2, seed=1, sampling=QUICK))
    assert take.clip.length == 3840


def test_a_single_note_is_no_wish_for_silence(engine: Engine) -> None:
    prompt = Clip((Note(0, 67, 240),), length=1920)
    for seed in range(3):
        job = ContinueJob(prompt, bars=4, seed=seed, sampling=Sampling(steps=6))
        asked = replace(job, controls=Controls(density=0.05))
        unasked, sparse = (len(takes(engine, item)[0].clip.notes) for item in (job, asked))
        assert unasked >= 32
        assert sparse <= unasked * 0.55


@pytest.mark.parametrize("density", [0.0, 0.03, 0.05])
def test_as_few_notes_as_are_asked_for(engine: Engine, density: float) -> None:
    for prompt, spare in ((read_clip(DEMO), 8), (Clip(), 16)):
        job = ContinueJob(prompt, bars=8, seed=1, sampling=Sampling(steps=6), controls=Controls(density=density))
        (take,) = takes(engine, job)
        wished = density * 12 * 32
        assert 0.7 * wished <= len(take.clip.notes) <= wished + spare


def test_styles_change_the_take(engine: Engine) -> None:
    prompt = read_clip(DEMO)
    (own,) = takes(engine, ContinueJob(prompt, bars=4, seed=1, sampling=QUICK))
    (styled,) = takes(engine, ContinueJob(prompt, bars=4, seed=1, sampling=QUICK, styles=((engine.styles[0], 1.0),)))
    assert own.clip.notes != styled.clip.notes


def test_denoising_ends_early_where_the_decoder_hears_the_prompt(engine: Engine) -> None:
    def steps(job: ContinueJob) -> int:
        heard: list[Event] = []
        engine.run(job, heard.append, Flag())
        return sum(isinstance(event, Progress) and event.stage == "beats" for event in heard)

    prompt = read_clip(DEMO)
    quick = Sampling(steps=10)
    assert steps(ContinueJob(prompt, bars=4, seed=5, sampling=quick)) == 3
    assert steps(ContinueJob(prompt, bars=4, seed=5, sampling=quick, styles=(("Ragtime", 1.0),))) == 4
    lane = form_chart("ii v i", "C").spans
    assert steps(ContinueJob(prompt, bars=4, seed=5, sampling=quick, chords=lane)) == 5
    assert steps(ContinueJob(prompt, bars=4, seed=5, sampling=quick, controls=Controls(density=0.4))) == 3
    # A hint tells the decoder too little to go by, as does nothing at all.
    assert steps(ContinueJob(Clip((Note(0, 67, 240),), length=1920), bars=4, seed=5, sampling=quick)) == 10
    assert steps(ContinueJob(Clip(), bars=4, seed=5, sampling=quick)) == 10


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"bars": 0}, "bars"), ({"bars": 65}, "bars"), ({"creativity": 1.5}, "creativity"),
        ({"variations": 17}, "variations"),
        ({"styles": (("Nobody", 1.0),)}, "Nobody"), ({"sampling": Sampling(steps=0)}, "steps"),
        ({"sampling": Sampling(temperature=0.0)}, "temperature"), ({"sampling": Sampling(top_p=0.0)}, "top-p"),
    ],
)  # fmt: skip
def test_settings_out_of_range_are_one_sentence(engine: Engine, settings: dict[str, object], word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        engine.run(ContinueJob(Clip(), **settings), lambda _: None, Flag())  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_cancelling_stops_before_the_next_take(engine: Engine) -> None:
    heard: list[Event] = []
    flag = Flag()

    def emit(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Progress) and event.done > 0.3:
            flag.set()

    engine.run(ContinueJob(read_clip(DEMO), bars=8, variations=3, sampling=Sampling(steps=10), job_id=9), emit, flag)
    assert heard[-1] == JobFinished(9, cancelled=True)
    assert len([e for e in heard if isinstance(e, TakeReady)]) < 3
    after = [e for e in heard if isinstance(e, Progress) and e.done > 0.3]
    assert len(after) == 1


def test_the_command_writes_the_same_bytes_with_one_thread_and_two(tmp_path: Path) -> None:
    files = []
    for threads in ("1", "2"):
        out = tmp_path / f"{threads}.mid"
        command = [sys.executable, "main.py", "generate", "--mode", "continue", "--prompt", str(DEMO), "--bars", "4",
                   "--seed", "7", "--threads", threads, "--out", str(out)]  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        files.append(out.read_bytes())
    assert files[0] == files[1]


def test_the_cpu_path_never_imports_torch() -> None:
    code = (
        "import sys, threading; from pathlib import Path; from engine.generate.engine import Engine;"
        "from engine.generate.jobs import ContinueJob, Sampling; from engine.music.midi_io import read_clip;"
        f"job = ContinueJob(read_clip(Path({str(DEMO)!r})), bars=1, sampling=Sampling(steps=2));"
        "Engine.load().run(job, lambda e: None, threading.Event());"
        "print([m for m in ('torch', 'onnx', 'scipy', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_spherical_mixing_keeps_the_length() -> None:
    a, b = np.eye(4, dtype=np.float32)[:2]
    half = slerp(a, b, 0.5)
    np.testing.assert_allclose(half, [np.sqrt(0.5), np.sqrt(0.5), 0, 0], atol=1e-6)
    np.testing.assert_allclose(slerp(a, b, 0), a, atol=1e-6)
    np.testing.assert_allclose(slerp(a, b, 1), b, atol=1e-6)


def test_a_tracked_tempo_is_smoothed() -> None:
    changes = tuple(TempoChange(k * 480, 400_000 if k % 2 else 600_000) for k in range(32))
    clip = Clip((Note(0, 60, 480),), tempo=TempoMap(changes), length=32 * 480)
    assert steady_tempo(clip) == pytest.approx(120)
