"""Ardour on a virtual screen: a new session on the dummy engine, and the notes that it has stored."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import mido

from tests.tools.virtual_screen import VirtualScreen, wait_until

_VERSIONS = ("8", "7", "6")
_SESSION = "drop"
_RATE = "44100"
_ATTEMPTS = 3

# Without these answers Ardour asks for an audio system first.
_CONFIG = f"""<?xml version="1.0" encoding="UTF-8"?>
<Ardour>
  <Config>
    <Option name="try-autostart-engine" value="1"/>
    <Option name="hide-dummy-backend" value="0"/>
  </Config>
  <Extra>
    <AudioMIDISetup>
      <EngineStates>
        <State backend="None (Dummy)" driver="Normal Speed" device="Silence" input-device="" output-device=""
               sample-rate="{_RATE}" buffer-size="1024" n-periods="0" input-latency="0" output-latency="0"
               lm-input="" lm-output="" active="1" use-buffered-io="0" midi-option="1 in, 1 out, Silence" lru="1">
          <MIDIDevices/>
        </State>
      </EngineStates>
    </AudioMIDISetup>
  </Extra>
</Ardour>
"""

StoredNote = tuple[int, int, int]
"""Onset in ticks of 480 a quarter, pitch, velocity."""


def installed_version() -> str | None:
    """Major version of the installed Ardour, or None."""
    if shutil.which("ardour") is None or shutil.which("dbus-run-session") is None:
        return None
    return next((version for version in _VERSIONS if shutil.which(f"ardour{version}-new_empty_session")), None)


def notes_in(files: list[Path]) -> Counter[StoredNote]:
    """All notes of some MIDI files."""
    found: Counter[StoredNote] = Counter()
    for file in files:
        midi = mido.MidiFile(file)
        for track in midi.tracks:
            tick = 0
            for message in track:
                tick += message.time
                if message.type == "note_on" and message.velocity > 0:
                    onset = round(tick * 480 / midi.ticks_per_beat)
                    found[onset, message.note, message.velocity] += 1
    return found


class Ardour:
    """A running Ardour with an empty session."""

    def __init__(self, screen: VirtualScreen, x: int, y: int, width: int, height: int) -> None:
        """Start it and place its window. Takes some seconds; raises TimeoutError when the window does not come."""
        self._screen = screen
        version = installed_version()
        assert version is not None, "Ardour is not installed"
        self._folder = screen.folder / _SESSION
        self._seen: set[Path] = set()
        config = Path(screen.environment["XDG_CONFIG_HOME"]) / f"ardour{version}"
        config.mkdir(parents=True)
        (config / f".a{version}").touch()  # the mark that the first-run questions have been answered
        (config / "config").write_text(_CONFIG, encoding="utf-8")
        self._make_session(f"ardour{version}-new_empty_session")
        self._program = screen.start(["dbus-run-session", "--", "ardour", "-n", "-a", str(self._folder)])
        self.window = screen.window(f"^{_SESSION} - Ardour$", 60)
        screen.place(self.window, x, y, width, height)

    def _make_session(self, maker: str) -> None:
        """Have Ardour's own program make an empty session. On a busy machine it has aborted; then it is asked again."""
        command = [maker, "-s", _RATE, str(self._folder), _SESSION]
        for attempt in range(_ATTEMPTS):
            made = subprocess.run(
                command, env=self._screen.environment, capture_output=True, text=True, check=False, timeout=60
            )
            if made.returncode == 0:
                return
            last = made.returncode > 0 or attempt + 1 == _ATTEMPTS
            assert not last, f"{maker}: {made.returncode}\n{made.stderr}"
            shutil.rmtree(self._folder, ignore_errors=True)

    def drop_point(self) -> tuple[int, int]:
        """A point of the empty canvas below the tracks."""
        x, y, width, height = self._screen.geometry(self.window)
        return x + width // 2, y + height * 7 // 10

    def stored_notes(self, seconds: float = 20) -> Counter[StoredNote]:
        """Save, and give the notes that have come in since the last call; waits until there are some.

        Raises:
            TimeoutError: if none come.
        """
        wait_until(lambda: self._new_files() or None, seconds, "a MIDI file in the session")
        session = self._folder / f"{_SESSION}.ardour"
        before = session.stat().st_mtime_ns
        for attempt in range(_ATTEMPTS):
            # A key that comes before the window manager has moved the focus is lost; a person would press it again.
            self._screen.activate(self.window)
            self._screen.press("ctrl+s")
            try:
                wait_until(lambda: session.stat().st_mtime_ns != before, 13, "the session to be saved")
            except TimeoutError:
                if attempt + 1 == _ATTEMPTS:
                    raise
            else:
                break
        files = self._new_files()
        self._seen.update(files)
        return notes_in(files)

    def file_names(self) -> list[str]:
        """Names of all MIDI files of the session."""
        return sorted(file.name for file in self._seen)

    def _new_files(self) -> list[Path]:
        files = set((self._folder / "interchange").glob("*/midifiles/*.mid"))
        return sorted(file for file in files - self._seen if file.stat().st_size > 0)
