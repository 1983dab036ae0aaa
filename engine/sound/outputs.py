"""Where timed messages go while a clip plays: a synthesiser with loudspeakers, a MIDI port, or nowhere.

Each output has its own clock, and takes messages some time before they are due.
What is due when is the player's matter.
"""

from __future__ import annotations

import contextlib
import ctypes
import heapq
import logging
import sys
import threading
from collections.abc import Generator
from itertools import count
from math import ceil
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any, Protocol

from engine.errors import ResourceError
from engine.sentences import Sentence
from engine.sound.quiet import silence_alsa
from engine.sound.schedule import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    CLICK,
    CONTROL,
    DRUM_CHANNEL,
    NOTE_OFF,
    NOTE_ON,
    VOLUME,
    Message,
)
from engine.sound.soundfont import check_soundfont, default_soundfont
from engine.sound.synth import (
    FLUIDSYNTH_GAIN,
    Synth,
    TinySoundFont,
    load_fluidsynth,
    load_tinysoundfont,
    new_fluidsynth,
    send_to_fluidsynth,
)

log = logging.getLogger(__name__)

_SAMPLE_RATE = 44_100
_LEAD_S = 0.2
"""How far ahead a synthesiser is fed: longer than any stall of the interpreter that has been seen."""
_LONGEST_BLOCK_S = 0.1
_TURN_S = 0.001
_FLUIDSYNTH_DRIVERS = {
    "linux": ("pipewire", "pulseaudio", "alsa"),
    "darwin": ("coreaudio",),
    "win32": ("wasapi", "dsound", "waveout"),
}
_MINIAUDIO_BACKENDS = {
    "linux": ("PULSEAUDIO", "ALSA"),
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}


class Output(Protocol):
    """A place that messages are sent to. All methods may be called from any thread.

    Attributes:
        lead_s: how long before they are due messages may be sent, in seconds; 0 means that a message takes effect when
            it is sent, and that the player has to wait for the moment.
    """

    lead_s: float

    @property
    def name(self) -> str | Sentence:
        """What it is called, for people."""

    def now_s(self) -> float:
        """The output's clock in seconds. It never goes back."""

    def send(self, at_s: float, message: Message) -> None:
        """Take a message that is due at `at_s` on the output's clock; one that is late takes effect at once."""

    def forget(self) -> None:
        """Drop all messages that are not yet due."""

    def set_volume(self, volume: float) -> None:
        """Loudness, 0 (silent) to 1."""

    def close(self) -> None:
        """Free the device. Nothing may be called afterwards."""


class SilentOutput:
    """Takes everything and sounds nothing, so that the playhead moves on machines without sound."""

    lead_s = 0.0

    def __init__(self, reasons: list[Sentence]) -> None:
        self.name = Sentence("silent ({reasons})", reasons=reasons)

    def now_s(self) -> float:
        """See `Output`."""
        return perf_counter()

    def send(self, at_s: float, message: Message) -> None:
        """See `Output`."""

    def forget(self) -> None:
        """See `Output`."""

    def set_volume(self, volume: float) -> None:
        """See `Output`."""

    def close(self) -> None:
        """See `Output`."""


class PortOutput:
    """A MIDI port. `port` is an open `rtmidi.MidiOut`, which this object closes."""

    lead_s = 0.0

    def __init__(self, name: str, port: Any) -> None:
        self.name = f"MIDI port {name}"
        # Nothing can be sent to a port ahead of time. By default a thread that computes keeps the interpreter for 5 ms,
        # which is heard; now the thread that plays gets its turn within one.
        sys.setswitchinterval(min(sys.getswitchinterval(), _TURN_S))
        self._port = port

    def now_s(self) -> float:
        """See `Output`."""
        return perf_counter()

    def send(self, at_s: float, message: Message) -> None:
        """See `Output`. Raises OSError or RuntimeError when the device is gone."""
        self._port.send_message(message.to_bytes())

    def forget(self) -> None:
        """See `Output`: a port keeps nothing back."""

    def set_volume(self, volume: float) -> None:
        """See `Output`."""
        with contextlib.suppress(OSError, RuntimeError):
            self._port.send_message(Message(CONTROL, VOLUME, round(volume * 127)).to_bytes())

    def close(self) -> None:
        """See `Output`."""
        self._port.close_port()
        self._port.delete()


class _BlockClock:
    """A smooth clock over a counter that jumps block by block. It stands still when the counter does."""

    def __init__(self) -> None:
        self._counted_s = 0.0
        self._seen_at_s = perf_counter()
        self._last_s = 0.0

    def read(self, counted_s: float) -> float:
        """The time in seconds, given what the counter shows."""
        here = perf_counter()
        if counted_s != self._counted_s:
            self._counted_s, self._seen_at_s = counted_s, here
        # Between two blocks time goes on, and at most by the longest block there is.
        self._last_s = max(self._last_s, counted_s + min(here - self._seen_at_s, _LONGEST_BLOCK_S))
        return self._last_s


class FluidSynthOutput:
    """FluidSynth with its own audio thread; messages go to its sequencer, which counts the samples it has rendered.

    So neither the interpreter lock nor a busy window can delay a note that has been sent.
    """

    lead_s = _LEAD_S

    def __init__(self, module: ModuleType, soundfont: Path, drivers: tuple[str, ...]) -> None:
        """Open the first of `drivers` that works.

        Raises:
            ResourceError: if FluidSynth cannot read the SoundFont, or if none of the drivers finds a device.
        """
        self._module = module
        self._lock = threading.Lock()
        self._clock = _BlockClock()
        library = ctypes.CDLL(module.lib)
        self._remove_events = library.fluid_sequencer_remove_events
        self._remove_events.argtypes = [ctypes.c_void_p, ctypes.c_short, ctypes.c_short, ctypes.c_int]
        self._remove_events.restype = None
        self._control = library.fluid_event_control_change
        self._control.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_short, ctypes.c_int]
        self._control.restype = None
        self._synth = new_fluidsynth(module, soundfont, _SAMPLE_RATE)
        # The samples rendered drive this sequencer, not a system timer.
        self._sequencer = module.new_fluid_sequencer2(0)
        self._client = module.fluid_sequencer_register_fluidsynth(self._sequencer, self._synth.synth)
        self._event = module.new_fluid_event()
        module.fluid_event_set_source(self._event, -1)
        module.fluid_event_set_dest(self._event, self._client)
        self._driver, driver_name = self._start(drivers)
        if self._driver is None:
            self._free()
            raise ResourceError("no audio device was found through {drivers}", drivers=", ".join(drivers))
        self.name = f"FluidSynth ({driver_name})"

    def _start(self, drivers: tuple[str, ...]) -> tuple[Any, str]:
        for choice in drivers:
            name, _, device = choice.partition(":")
            self._synth.setting("audio.driver", name)
            if device:
                self._synth.setting(f"audio.{name}.{'name' if name == 'file' else 'device'}", device)
            driver = self._module.new_fluid_audio_driver(self._synth.settings, self._synth.synth)
            if driver is not None:
                return driver, name
        return None, ""

    def now_s(self) -> float:
        """See `Output`."""
        with self._lock:
            return self._clock.read(self._module.fluid_sequencer_get_tick(self._sequencer) / 1000)

    def send(self, at_s: float, message: Message) -> None:
        """See `Output`. Times are rounded to the sequencer's millisecond."""
        module = self._module
        with self._lock:
            tick = round(at_s * 1000)
            everything = message.kind == CONTROL and message.data1 in (ALL_NOTES_OFF, ALL_SOUND_OFF)
            if everything or tick <= module.fluid_sequencer_get_tick(self._sequencer):
                send_to_fluidsynth(self._synth, message)
                return
            if message.kind == NOTE_ON:
                module.fluid_event_noteon(self._event, 0, message.data1, message.data2)
            elif message.kind == CLICK:
                module.fluid_event_noteon(self._event, DRUM_CHANNEL, message.data1, message.data2)
            elif message.kind == NOTE_OFF:
                module.fluid_event_noteoff(self._event, 0, message.data1)
            else:
                self._control(self._event, 0, message.data1, message.data2)
            module.fluid_sequencer_send_at(self._sequencer, self._event, tick, 1)

    def forget(self) -> None:
        """See `Output`."""
        with self._lock:
            self._remove_events(self._sequencer, -1, -1, -1)

    def set_volume(self, volume: float) -> None:
        """See `Output`."""
        with self._lock:
            self._synth.setting("synth.gain", FLUIDSYNTH_GAIN * volume)

    def close(self) -> None:
        """See `Output`."""
        self._module.delete_fluid_audio_driver(self._driver)
        self._free()

    def _free(self) -> None:
        self._module.delete_fluid_event(self._event)
        self._module.delete_fluid_sequencer(self._sequencer)
        self._synth.delete()


class BlockOutput:
    """A synthesiser that is asked for blocks by an audio device; messages take effect at their exact frame."""

    lead_s = _LEAD_S

    def __init__(self, synth: Synth, miniaudio: ModuleType, backends: tuple[str, ...], buffer_ms: int = 60) -> None:
        """Play `synth`, which this object closes, through the first of the miniaudio `backends` that works.

        Raises:
            ResourceError: if none of them finds a device.
        """
        self._synth = synth
        self._lock = threading.Lock()
        self._clock = _BlockClock()
        self._queue: list[tuple[float, int, Message]] = []
        self._order = count()
        self._frames = 0
        self._volume = 1.0
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=2,
                sample_rate=_SAMPLE_RATE,
                buffersize_msec=buffer_ms,
                backends=[getattr(miniaudio.Backend, name) for name in backends],
                app_name="TatumFlow",
            )
        except miniaudio.MiniaudioError as error:
            synth.close()
            raise ResourceError(
                "no audio device was found through {drivers}", drivers=", ".join(backends).lower()
            ) from error
        self.name = f"{synth.name} ({self._device.backend})"
        blocks = self._blocks()
        next(blocks)
        self._device.start(blocks)

    def _blocks(self) -> Generator[bytes, int, None]:
        import numpy as np

        frames = yield b""
        while True:
            with self._lock:
                parts = []
                begin, end = self._frames, self._frames + frames
                while begin < end:
                    while self._queue and self._queue[0][0] * _SAMPLE_RATE <= begin:
                        self._synth.send(heapq.heappop(self._queue)[2])
                    until = min(end, ceil(self._queue[0][0] * _SAMPLE_RATE)) if self._queue else end
                    parts.append(self._synth.render(until - begin))
                    begin = until
                self._frames = end
                block = np.concatenate(parts) * np.float32(self._volume) if parts else np.zeros((0, 2), np.float32)
            frames = yield block.tobytes()

    def now_s(self) -> float:
        """See `Output`."""
        with self._lock:
            return self._clock.read(self._frames / _SAMPLE_RATE)

    def send(self, at_s: float, message: Message) -> None:
        """See `Output`."""
        with self._lock:
            heapq.heappush(self._queue, (at_s, next(self._order), message))

    def forget(self) -> None:
        """See `Output`."""
        with self._lock:
            now = self._frames / _SAMPLE_RATE
            self._queue = [item for item in self._queue if item[0] <= now]
            heapq.heapify(self._queue)

    def set_volume(self, volume: float) -> None:
        """See `Output`."""
        with self._lock:
            self._volume = volume

    def close(self) -> None:
        """See `Output`."""
        self._device.close()
        self._synth.close()


def open_speakers(soundfont: Path | None = None, driver: str | None = None) -> Output:
    """The best way to sound on this machine: FluidSynth, else tinysoundfont, else silence with the reason in its name.

    Args:
        soundfont: the user's own, or None for the default.
        driver: a FluidSynth driver, alone or with a device ("jack", which is tried only when it is named, "alsa:hw:1",
            "file:NAME.wav"), or "silent"; None tries those of the platform in order.

    Raises:
        ResourceError: if `soundfont` is given and cannot be used.
    """
    if driver == "silent":
        return SilentOutput([Sentence("chosen in the settings")])
    try:
        font = soundfont if soundfont is not None else default_soundfont()
        check_soundfont(font)
    except ResourceError as error:
        if soundfont is not None:
            raise
        return _silence([error])
    silence_alsa()
    errors = []
    for attempt in (_open_fluidsynth, _open_tinysoundfont):
        try:
            return attempt(font, driver)
        except ResourceError as error:
            errors.append(error)
    unreadable = [error for error in errors if str(soundfont) in str(error)]
    if soundfont is not None and unreadable:
        raise unreadable[0]
    return _silence(errors)


def _silence(errors: list[ResourceError]) -> Output:
    output = SilentOutput(list(dict.fromkeys(error.sentence for error in errors)))
    log.info("playing without sound: %s", output.name)
    return output


def _open_fluidsynth(soundfont: Path, driver: str | None) -> Output:
    module = load_fluidsynth()
    if module is None:
        raise ResourceError("the FluidSynth library is not installed")
    drivers = (driver,) if driver is not None else _FLUIDSYNTH_DRIVERS.get(sys.platform, ("oss", "alsa"))
    return FluidSynthOutput(module, soundfont, drivers)


def _open_tinysoundfont(soundfont: Path, driver: str | None) -> Output:
    module = load_tinysoundfont()
    if module is None:
        raise ResourceError("tinysoundfont is not installed")
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise ResourceError("miniaudio is not installed") from error
    backends = (driver.upper(),) if driver is not None else _MINIAUDIO_BACKENDS.get(sys.platform, ("OSS", "ALSA"))
    if not all(hasattr(miniaudio.Backend, name) for name in backends):
        raise ResourceError("miniaudio knows no backend {driver}", driver=driver)
    return BlockOutput(TinySoundFont(module, soundfont, _SAMPLE_RATE), miniaudio, backends)
