"""What `tatumflow bench` measures: takes, graphs, cancelling, the beat tracker and the app's start, each on real parts.

Every figure is a median of several runs after one that does not count (unless a single one was asked for). How they
are shown is in `bench`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import numpy as np

from engine.errors import Cancelled, ResourceError
from engine.generate.engine import Engine
from engine.generate.jobs import ContinueJob, Event, ModeJob, PartTake, Sampling, SoloJob, SongJob, TakeReady
from engine.model.factors import FEATURE_SIZE
from engine.model.runtime import NO_CHORD, BeatConditions, OnnxRuntime, Runtime
from engine.music.clip import Clip
from engine.music.forms import form_chart

ROOT = Path(__file__).resolve().parents[2]
GRAPH_RUNS = 60
PAST_ELEMENTS = 150
"""Elements before the one that is timed: about the middle of eight bars."""
WINDOW_BEATS = 48
START_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFigures:
    """A job's medians over its runs.

    Attributes:
        name: what was asked for.
        threads, steps, bars, variations: of the job.
        notes: that were written.
        wall_s, processor_s: from the job to its last event; the processor's time counts all threads.
        first_bar_s: from the job to the first bar that can be played.
        library_share: of the processor's time that the tensor library took; None where it cannot be told.
    """

    name: str
    threads: int
    steps: int
    bars: int
    variations: int
    notes: float
    wall_s: float
    processor_s: float
    first_bar_s: float
    library_share: float | None

    @property
    def notes_a_second(self) -> float:
        """Notes by the processor's time."""
        return self.notes / self.processor_s


def measure_take(engine: Engine, name: str, job: ContinueJob, threads: int, runs: int, cancel: Flag) -> TakeFigures:
    """Run a job `runs` times, each with another seed. Raises Cancelled when `cancel` is set."""
    rows = [_run_once(engine, job, number, cancel) for number in range(runs + (runs > 1))]
    rows = rows[-runs:]
    notes, wall, processor, first, library = (statistics.median(row[k] for row in rows) for k in range(5))
    share = library / processor if isinstance(engine.runtime, OnnxRuntime) else None
    return TakeFigures(
        name=name, threads=threads, steps=job.sampling.steps, bars=job.bars, variations=job.variations, notes=notes,
        wall_s=wall, processor_s=processor, first_bar_s=first, library_share=share,
    )  # fmt: skip


def _run_once(engine: Engine, job: ContinueJob, seed: int, cancel: Flag) -> tuple[float, float, float, float, float]:
    first, notes = 0.0, 0
    wall, processor = time.perf_counter(), time.process_time()

    def heard(event: Event) -> None:
        nonlocal first, notes
        if isinstance(event, PartTake | TakeReady) and not first:
            first = time.perf_counter() - wall
        if isinstance(event, TakeReady):
            notes += len(event.clip.notes)

    with library_time() as library:
        engine.run(replace(job, seed=seed, stream=True), heard, cancel)
    if cancel.is_set():
        raise Cancelled
    return notes, time.perf_counter() - wall, time.process_time() - processor, first, library[0]


def side_by_side_times(
    alone: Engine, both: Engine, prompt: Clip, runs: int, cancel: Flag, on_job: Callable[[str], None]
) -> list[dict[str, Any]]:
    """Wall seconds of jobs of several parts by one process and by two, medians of runs in turn.

    Raises:
        Cancelled: when `cancel` is set.
        ResourceError: where the second process does not start.
    """
    if both.second is None or not both.second.wait(START_TIMEOUT_S):
        raise ResourceError("The second process did not start: is there enough memory?")
    fast, lane = Sampling(steps=15), form_chart("jazz blues", "C").spans
    jobs: list[tuple[str, ModeJob]] = [
        ("8 bars, fast, four takes", ContinueJob(prompt, bars=8, sampling=fast, variations=4)),
        ("solo of three parts, 8 bars", SoloJob(chords=lane, role="lead+chords+bass", bars=8, sampling=fast)),
        ("song AABA, 32 bars", SongJob(form="AABA", sampling=fast)),
    ]
    found = []
    for name, job in jobs:
        seconds: tuple[list[float], list[float]] = ([], [])
        for number in range(runs + 1):
            for engine, times in zip((alone, both), seconds, strict=True):
                began = time.perf_counter()
                engine.run(replace(job, seed=number), lambda _: None, cancel)
                times.append(time.perf_counter() - began)
                if cancel.is_set():
                    raise Cancelled
        one, two = (statistics.median(times[1:]) for times in seconds)
        found.append({"name": name, "one_process_s": one, "two_processes_s": two})
        on_job(name)
    return found


@contextmanager
def library_time() -> Iterator[list[float]]:
    """Seconds of the processor spent inside ONNX Runtime while the block runs, in the list's one item."""
    import onnxruntime

    spent = [0.0]
    session = onnxruntime.InferenceSession
    before = {name: getattr(session, name) for name in ("run", "run_with_iobinding")}

    def timed(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return method(*args, **kwargs)
            finally:
                spent[0] += time.process_time() - started

        return call

    for name, method in before.items():
        setattr(session, name, timed(method))
    try:
        yield spent
    finally:
        for name, method in before.items():
            setattr(session, name, method)


def jobs(prompt: Clip, styles: Sequence[str]) -> list[tuple[str, ContinueJob]]:
    """The takes that are measured: fast and quality, with guidance towards a style, several, and long ones."""
    fast, quality = Sampling(steps=15), Sampling(steps=50)
    styled = ((styles[0], 1.0),) if styles else ()
    return [
        ("8 bars, fast", ContinueJob(prompt, bars=8, sampling=fast)),
        ("8 bars, quality", ContinueJob(prompt, bars=8, sampling=quality)),
        ("8 bars, fast, in a style", ContinueJob(prompt, bars=8, sampling=fast, styles=styled)),
        ("8 bars, quality, in a style", ContinueJob(prompt, bars=8, sampling=quality, styles=styled)),
        ("8 bars, fast, four takes", ContinueJob(prompt, bars=8, sampling=fast, variations=4)),
        ("64 bars, fast", ContinueJob(prompt, bars=64, sampling=fast)),
    ]


def graph_times(runtime: Runtime, on_done: Callable[[], None]) -> dict[str, float]:
    """Milliseconds of the processor for one call of each part of the model."""
    config, rng = runtime.config, np.random.default_rng(0)
    width = (4 * config.decoder_layers + 1) * config.decoder_width
    decoding = runtime.decoding()
    tokens = np.array([[1, 3, 60, 10, 16, 4]])
    drawn, bars = tokens[:, 1:], np.array([[0, 4]])
    condition = (0.1 * rng.standard_normal((PAST_ELEMENTS, width))).astype(np.float32)
    place = np.arange(PAST_ELEMENTS).astype(np.float32) / np.float32(4)
    decoding.feed(np.repeat(tokens, PAST_ELEMENTS, axis=0), np.repeat(bars, PAST_ELEMENTS, axis=0), condition, place)
    latents = rng.standard_normal((WINDOW_BEATS, config.latent_width)).astype(np.float32)
    features = rng.random((WINDOW_BEATS, FEATURE_SIZE)).astype(np.float32)
    style = np.zeros(config.style_width, np.float32)
    given = BeatConditions(
        latents, np.zeros((WINDOW_BEATS, 4), np.float32), np.zeros((WINDOW_BEATS, config.phrase_width), np.float32),
        np.ones(WINDOW_BEATS, np.float32), np.tile(NO_CHORD, (WINDOW_BEATS, 1)),
        np.zeros((WINDOW_BEATS, 2), np.int64), style,
    )  # fmt: skip
    parts: dict[str, Callable[[], object]] = {
        "an element through the decoder": lambda: decoding.feed(tokens, bars, condition[:1], place[-1:]),
        "logits of an attribute": lambda: decoding.logits("pitch", drawn),
        "a step of the beat denoiser": lambda: runtime.denoise_beats(latents, 0.5, given, 1.0, 1.0),
        "the same with guidance": lambda: runtime.denoise_beats(latents, 0.5, given, 1.5, 1.0),
        "the beat encoder": lambda: runtime.beat_latents(features),
        "conditions of the decoder": lambda: runtime.conditions(latents, style),
    }
    out = {}
    for name, part in parts.items():
        times = []
        for number in range(GRAPH_RUNS + 1):
            started = time.process_time()
            part()
            if number:
                times.append(time.process_time() - started)
        out[name] = 1e3 * statistics.median(times)
        on_done()
    return out


def decoder_bound_ms(runtime: Runtime) -> float:
    """Milliseconds to read once, on one core, the bytes of the weights that a note needs: what no decoder is below.

    The bandwidth is that of summing an array of the same size over and over, so it is the cache's where they fit.
    """
    weights = getattr(runtime, "checkpoint").weights  # noqa: B009 - every runtime of a loaded engine has one
    parts = ("decoder.layers.", "decoder.heads.")
    size = sum(value.size for name, value in weights.items() if name.startswith(parts) and value.ndim == 2)
    data = np.ones(size // 8, np.float64)
    times = []
    for _ in range(GRAPH_RUNS):
        started = time.process_time()
        data.sum()
        times.append(time.process_time() - started)
    return 1e3 * min(times)


def cancel_latency(engine: Engine, prompt: Clip, runs: int, cancel: Flag) -> list[float]:
    """Seconds from cancelling a job of eight bars in the middle of its work until it has ended."""
    out: list[float] = []
    job = ContinueJob(prompt, bars=8, sampling=Sampling(steps=50))
    for number in range(runs):
        if cancel.is_set():
            raise Cancelled
        stop = Flag()
        asked = [0.0]

        def later(stop: Flag = stop, asked: list[float] = asked) -> None:
            asked[0] = time.perf_counter()
            stop.set()

        # Spread over the denoiser and the notes.
        timer = threading.Timer(0.02 + 0.3 * number / max(1, runs), later)
        timer.start()
        engine.run(job, lambda _: None, stop)
        ended = time.perf_counter()
        timer.cancel()
        timer.join()
        if asked[0] and asked[0] < ended:
            out.append(ended - asked[0])
    return out


def beat_tracker_speed(prompt: Clip, runs: int) -> tuple[float, float]:
    """Seconds of music and how many times faster than it is played its beats are found (processor's time)."""
    from engine.music.meter import track_beats

    times, seconds = [], prompt.seconds
    repeats = max(1, round(120 / seconds))
    rng = np.random.default_rng(0)
    start = np.concatenate([
        np.array([prompt.tempo.seconds_at(note.start) for note in prompt.notes]) + turn * seconds
        for turn in range(repeats)
    ])  # fmt: skip
    start = np.maximum(0, start + rng.normal(0, 0.01, len(start)))
    order = np.argsort(start)
    start = start[order]
    pitch = np.tile([note.pitch for note in prompt.notes], repeats)[order]
    velocity = np.tile([note.velocity for note in prompt.notes], repeats)[order]
    for number in range(runs + 1):
        began = time.process_time()
        track_beats(start, start + 0.2, pitch, velocity)
        if number:
            times.append(time.process_time() - began)
    return repeats * seconds, repeats * seconds / statistics.median(times)


def has_screen() -> bool:
    """Whether a window can be opened here."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def app_start(runs: int, cancel: Flag) -> dict[str, float]:
    """Seconds from the app's process to its painted window and to its loaded model; empty where it does not start."""
    found: dict[str, list[float]] = {"WINDOW": [], "READY": []}
    with tempfile.TemporaryDirectory(prefix="tatumflow-bench-") as folder:
        for _ in range(runs):
            if cancel.is_set():
                raise Cancelled
            _start_once(found, folder)
    if not all(found.values()):
        return {}
    return {"window_s": statistics.median(found["WINDOW"]), "model_s": statistics.median(found["READY"])}


def _start_once(found: dict[str, list[float]], folder: str) -> None:
    """One start, with settings and files of its own in `folder`, so that the user's are left alone."""
    names = (
        ["HOME"] if sys.platform == "darwin" else [f"XDG_{name}_HOME" for name in ("CONFIG", "CACHE", "DATA", "STATE")]
    )
    environment = {**os.environ, **dict.fromkeys(names, folder)}
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--print-timing"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    guard = threading.Timer(START_TIMEOUT_S, child.kill)
    guard.start()
    try:
        assert child.stdout is not None
        seen: set[str] = set()
        for line in child.stdout:
            word, _, value = line.strip().partition(" ")
            if word in found:
                found[word].append(float(value))
                seen.add(word)
            if len(seen) == len(found):
                break
    finally:
        guard.cancel()
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
