"""How exactly notes are played: deviation from their due time, with an idle interpreter, with a busy one, and while the
engine generates in each mode.

usage: python tests/benchmarks/playback_jitter.py [--notes N] [--modes MODE ...] [--processes P]

Two ways are measured: messages as a MIDI port gets them (when they are sent), and FluidSynth's sound (where the onsets
lie in what it renders at playing speed). A constant delay is no jitter: deviations are from the median delay.
"""

from __future__ import annotations

import argparse
import contextlib
import platform
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.application import set_up_interpreter
from app.generation_settings import GenerationSettings
from app.jobs import make_job
from app.paths import DEMO_PROMPT
from engine.generate.engine import Engine
from engine.generate.jobs import MODES
from engine.music.clip import Clip
from engine.music.forms import form_chart
from engine.music.meter import on_grid
from engine.music.midi_io import read_clip
from engine.music.note import Note
from engine.sound.outputs import PortOutput
from engine.sound.player import Player
from engine.sound.schedule import NOTE_ON, Message

_STEP_TICKS = 120  # 125 ms at 120 quarter notes a minute


class _Stopwatch(PortOutput):
    """A port that notes when each message reaches it, and when it was due."""

    def __init__(self) -> None:
        super().__init__("stopwatch", None)
        self.late_ms: list[float] = []

    def close(self) -> None:
        pass

    def send(self, at_s: float, message: Message) -> None:
        if message.kind == NOTE_ON:
            self.late_ms.append((time.perf_counter() - at_s) * 1000)


@contextlib.contextmanager
def _busy(wanted: bool) -> Iterator[None]:
    """Python code that computes in another thread, as a window that redraws does."""
    done = threading.Event()

    def compute() -> None:
        while not done.is_set():
            sum(i * i for i in range(2000))

    thread = threading.Thread(target=compute)
    if wanted:
        thread.start()
    try:
        yield
    finally:
        done.set()
        if wanted:
            thread.join()


@contextlib.contextmanager
def _generating(engine: Engine, mode: str) -> Iterator[None]:
    """The engine writes one take after another in a thread of its own, as in the app."""
    done = threading.Event()
    settings = GenerationSettings(
        mode=mode, style_weights=(("Hank Jones", 60),), redo_bars=((3, 6),), section_bars=4, variations=1
    )
    plan = form_chart("jazz blues", "C").spans if mode in ("reharmonize", "solo") else ()
    job = make_job(settings, on_grid(read_clip(DEMO_PROMPT)), plan)

    def write() -> None:
        while not done.is_set():
            engine.run(job, lambda event: None, done)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _clip(notes: int) -> Clip:
    return Clip(tuple(Note(i * _STEP_TICKS, 84, 30, 110) for i in range(notes)), length=notes * _STEP_TICKS)


def _play(player: Player, clip: Clip) -> None:
    with contextlib.closing(player):
        player.load(clip)
        player.play()
        while player.playing:
            time.sleep(0.02)
        time.sleep(0.2)


def _port_deviations(clip: Clip) -> NDArray[np.float64]:
    stopwatch = _Stopwatch()
    _play(Player(stopwatch), clip)
    late = np.array(stopwatch.late_ms)
    print(f"  (sent {np.median(late):.2f} ms after the due time at the median)")
    return late - np.median(late)


def _synth_deviations(clip: Clip) -> NDArray[np.float64]:
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.wav"
        player = Player.open(driver=f"file:{record}")
        if not str(player.backend).startswith("FluidSynth"):
            player.close()
            return np.zeros(0)
        _play(player, clip)
        with wave.open(str(record)) as file:
            rate = file.getframerate()
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)[:, 0].astype(float)
    step = clip.tempo.seconds_at(_STEP_TICKS) * rate
    loud = np.abs(samples) > np.abs(samples).max() * 0.02
    first = int(np.flatnonzero(loud)[0])
    rise = rate // 500
    found = []
    for index in range(len(clip.notes)):
        begin = int(first + (index - 0.3) * step)
        window = np.abs(samples[max(0, begin) : begin + int(step * 0.6)])
        # What rang on before falls; the attack is where the level rises most within two milliseconds.
        level = np.sqrt(np.convolve(window**2, np.ones(32) / 32, "valid"))
        attack = int(np.argmax(level[rise:] - level[:-rise]))
        found.append((max(0, begin) + attack - index * step) / rate * 1000)
    late = np.array(found)
    return late - np.median(late)


def _report(name: str, deviations: NDArray[np.float64]) -> None:
    if not len(deviations):
        print(f"{name}: not available on this machine")
        return
    p50, p99 = np.percentile(np.abs(deviations), [50, 99])
    worst = np.abs(deviations).max()
    print(f"{name}: p50 {p50:.2f} ms  p99 {p99:.2f} ms  worst {worst:.2f} ms  ({len(deviations)} notes)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=80)
    parser.add_argument("--modes", nargs="*", choices=MODES, default=MODES)
    parser.add_argument("--processes", type=int, default=2, help="that write, as in the settings")
    options = parser.parse_args()
    clip = _clip(options.notes)
    set_up_interpreter()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for busy in (False, True):
        state = "busy interpreter" if busy else "idle interpreter"
        with _busy(busy):
            _report(f"MIDI port, {state}", _port_deviations(clip))
            _report(f"FluidSynth, {state}", _synth_deviations(clip))
    engine = Engine.load(processes=options.processes)
    for mode in options.modes:
        with _generating(engine, mode):
            _report(f"MIDI port, {mode}", _port_deviations(clip))
            _report(f"FluidSynth, {mode}", _synth_deviations(clip))


if __name__ == "__main__":
    main()
