"""What the sound tests share: clips, an output that remembers, and a JACK server without hardware."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from engine.music.clip import Clip
from engine.music.grid import TempoMap
from engine.music.note import Note
from engine.sound.player import Player
from engine.sound.schedule import Message


@pytest.fixture
def c_major() -> Clip:
    """One C major triad of two seconds after a second of rest, at 120 quarter notes a minute."""
    return Clip(tuple(Note(960, pitch, 1920, 90) for pitch in (60, 64, 67)), tempo=TempoMap.constant(120), length=3840)


class RecordingOutput:
    """An output that keeps what it is sent, with the moment it is due, and drops what is forgotten before that."""

    name = "recorder"

    def __init__(self, lead_s: float) -> None:
        self.lead_s = lead_s
        self.late_s = 0.0
        self._sent: list[tuple[float, Message]] = []
        self._lock = threading.Lock()

    def now_s(self) -> float:
        return perf_counter()

    def send(self, at_s: float, message: Message) -> None:
        with self._lock:
            self._sent.append((max(at_s, perf_counter()), message))

    def forget(self) -> None:
        with self._lock:
            self._sent = [item for item in self._sent if item[0] <= perf_counter()]

    def set_volume(self, volume: float) -> None:
        pass

    def close(self) -> None:
        pass

    @property
    def sounded(self) -> list[Message]:
        """What has sounded so far, in order of time."""
        with self._lock:
            return [message for at_s, message in sorted(self._sent, key=lambda item: item[0]) if at_s <= perf_counter()]


@pytest.fixture(params=[0.0, 0.2], ids=["port-like", "synth-like"])
def recorder(request: pytest.FixtureRequest) -> RecordingOutput:
    return RecordingOutput(request.param)


@pytest.fixture
def player(recorder: RecordingOutput) -> Iterator[Player]:
    with contextlib.closing(Player(recorder)) as player:
        yield player


@pytest.fixture
def jack_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A JACK server on the dummy driver, for this test alone."""
    if shutil.which("jackd") is None:
        pytest.skip("jackd is not installed")
    pytest.importorskip("rtmidi", reason="python-rtmidi is not installed", exc_type=ImportError)
    name = f"tatumflow-test-{os.getpid()}"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    # It waits for its clients in every period; else what a busy machine is late with is lost.
    command = ["jackd", "--no-realtime", "--sync", "--name", name, "-d", "dummy", "--rate", "48000", "--period", "256"]
    with (tmp_path / "jackd.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        deadline = perf_counter() + 5
        while not _answers() and server.poll() is None and perf_counter() < deadline:
            time.sleep(0.1)
        if server.poll() is not None:
            pytest.skip("jackd does not start on this machine: " + (tmp_path / "jackd.log").read_text(errors="replace"))
        yield name
    finally:
        server.terminate()
        server.wait(timeout=10)


def _answers() -> bool:
    import rtmidi

    try:
        rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="is-it-there").delete()
    except OSError:
        return False
    return True
