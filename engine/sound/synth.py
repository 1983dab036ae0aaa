"""Synthesisers that turn messages into blocks of samples: FluidSynth, or tinysoundfont where its library is missing.

Nothing here reaches the loudspeakers (see `outputs`) and nothing here knows clips (see `render`).
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.errors import ResourceError
from engine.sound.quiet import silence_alsa, silence_fluidsynth
from engine.sound.schedule import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    CLICK,
    DRUM_CHANNEL,
    NOTE_OFF,
    NOTE_ON,
    SUSTAIN_PEDAL,
    Message,
)

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

log = logging.getLogger(__name__)

PIANO_PROGRAM = 0
_CHANNELS = 16
_DRUM_BANK = 128
FLUIDSYNTH_GAIN = 1.2
"""Full volume. Ten loud keys with their voices stay below full scale with the bundled SoundFont."""
_TINYSOUNDFONT_GAIN_DB = 0.0


class Synth(Protocol):
    """A synthesiser that renders on demand, always with the piano of its SoundFont."""

    @property
    def name(self) -> str:
        """What it is called, for people."""

    def send(self, message: Message) -> None:
        """Take a message; it sounds from the next rendered frame on."""

    def render(self, frames: int) -> Samples:
        """The next `frames` frames: float32 of shape (frames, 2), full scale at 1, possibly beyond."""

    def close(self) -> None:
        """Free it. Nothing may be called afterwards."""


@cache
def load_fluidsynth() -> ModuleType | None:
    """The pyfluidsynth module with its log turned off, or None where the system library is missing (said once)."""
    silence_alsa()
    try:
        # Where the variable CI is set, the package prints which library it has found: into the answer of `--json`.
        with contextlib.redirect_stdout(io.StringIO()):
            import fluidsynth
    except (ImportError, OSError, AttributeError) as error:
        log.info("FluidSynth is not available (%s): install the system library for a fuller sound", error)
        return None
    silence_fluidsynth(fluidsynth.lib)
    return fluidsynth  # type: ignore[no-any-return]  # the package ships no types


@cache
def load_tinysoundfont() -> ModuleType | None:
    """The tinysoundfont module, or None where it is missing (said once)."""
    try:
        import tinysoundfont
    except (ImportError, OSError) as error:
        log.info("tinysoundfont is not available (%s)", error)
        return None
    return tinysoundfont  # type: ignore[no-any-return]  # the package ships no types


def new_fluidsynth(module: ModuleType, soundfont: Path, sample_rate: int) -> Any:
    """A `fluidsynth.Synth` with the piano of `soundfont` on every channel.

    Raises:
        ResourceError: if FluidSynth cannot read the SoundFont.
    """
    # The chorus detunes a piano; the hall is wanted.
    options = {"synth.chorus.active": 0, "synth.reverb.active": 1}
    synth = module.Synth(gain=FLUIDSYNTH_GAIN, samplerate=float(sample_rate), channels=_CHANNELS, **options)
    font = synth.sfload(str(soundfont))
    if font < 0:
        synth.delete()
        raise unreadable(soundfont)
    for channel in range(_CHANNELS):
        synth.program_select(channel, font, 0, PIANO_PROGRAM)
    # A font without drums leaves the piano there, which clicks as well.
    synth.program_select(DRUM_CHANNEL, font, _DRUM_BANK, 0)
    return synth


def send_to_fluidsynth(synth: Any, message: Message) -> None:
    """Hand `message` to a `fluidsynth.Synth`, to sound at once."""
    if message.kind == NOTE_ON:
        synth.noteon(0, message.data1, message.data2)
    elif message.kind == CLICK:
        synth.noteon(DRUM_CHANNEL, message.data1, message.data2)
    elif message.kind == NOTE_OFF:
        synth.noteoff(0, message.data1)
    elif message.data1 == ALL_NOTES_OFF:
        synth.all_notes_off(0)
    elif message.data1 == ALL_SOUND_OFF:
        synth.all_sounds_off(0)
    else:
        synth.cc(0, message.data1, message.data2)


class FluidSynth:
    """FluidSynth without an audio driver."""

    name = "FluidSynth"

    def __init__(self, module: ModuleType, soundfont: Path, sample_rate: int) -> None:
        self._synth = new_fluidsynth(module, soundfont, sample_rate)
        # pyfluidsynth offers 16-bit samples only, which clip before anyone could turn the sound down.
        self._write = ctypes.CDLL(module.lib).fluid_synth_write_float
        self._write.restype = ctypes.c_int
        pointer, number = ctypes.c_void_p, ctypes.c_int
        self._write.argtypes = [pointer, number, pointer, number, number, pointer, number, number]

    def send(self, message: Message) -> None:
        """See `Synth`."""
        send_to_fluidsynth(self._synth, message)

    def render(self, frames: int) -> Samples:
        """See `Synth`."""
        import numpy as np

        block = np.zeros((frames, 2), np.float32)
        address = block.ctypes.data
        self._write(self._synth.synth, frames, address, 0, 2, address, 1, 2)
        return block

    def close(self) -> None:
        """See `Synth`."""
        self._synth.delete()


class TinySoundFont:
    """The synthesiser of the tinysoundfont wheel, and the sustain pedal that it lacks. For one thread at a time."""

    name = "tinysoundfont"

    def __init__(self, module: ModuleType, soundfont: Path, sample_rate: int) -> None:
        self._synth = module.Synth(gain=_TINYSOUNDFONT_GAIN_DB, samplerate=sample_rate)
        try:
            font = self._synth.sfload(str(soundfont))
            self._synth.program_select(0, font, 0, PIANO_PROGRAM)
            with contextlib.suppress(RuntimeError, module.SoundFontException):
                self._synth.program_select(DRUM_CHANNEL, font, _DRUM_BANK, 0, True)
        except (RuntimeError, module.SoundFontException) as error:
            raise unreadable(soundfont) from error
        self._pedal_down = False
        self._sustained: set[int] = set()

    def send(self, message: Message) -> None:
        """See `Synth`."""
        if message.kind == NOTE_ON:
            if message.data1 in self._sustained:
                self._sustained.remove(message.data1)
                self._synth.noteoff(0, message.data1)
            self._synth.noteon(0, message.data1, message.data2)
        elif message.kind == CLICK:
            self._synth.noteon(DRUM_CHANNEL, message.data1, message.data2)
        elif message.kind == NOTE_OFF:
            if self._pedal_down:
                self._sustained.add(message.data1)
            else:
                self._synth.noteoff(0, message.data1)
        elif message.data1 == SUSTAIN_PEDAL:
            # By the MIDI standard a switch is on from 64 on.
            self._pedal_down = message.data2 >= 64
            if not self._pedal_down:
                for pitch in sorted(self._sustained):
                    self._synth.noteoff(0, pitch)
                self._sustained.clear()
        else:
            self._synth.control_change(0, message.data1, message.data2)

    def render(self, frames: int) -> Samples:
        """See `Synth`."""
        import numpy as np

        if frames == 0:
            return np.zeros((0, 2), np.float32)
        return np.frombuffer(self._synth.generate(frames), np.float32).reshape(frames, 2)

    def close(self) -> None:
        """See `Synth`."""
        self._synth.sounds_off()


def open_synth(soundfont: Path, sample_rate: int = 44_100) -> Synth:
    """The best synthesiser of this machine, with `soundfont` loaded.

    Raises:
        ResourceError: if there is no synthesiser, or it cannot read the SoundFont.
    """
    fluidsynth = load_fluidsynth()
    if fluidsynth is not None:
        return FluidSynth(fluidsynth, soundfont, sample_rate)
    tinysoundfont = load_tinysoundfont()
    if tinysoundfont is not None:
        return TinySoundFont(tinysoundfont, soundfont, sample_rate)
    raise ResourceError(
        "No synthesiser was found on this machine: install FluidSynth, or the Python package tinysoundfont."
    )


def unreadable(soundfont: Path) -> ResourceError:
    """The error for a SoundFont that has the right header and still cannot be loaded."""
    return ResourceError(
        "The SoundFont {path} cannot be loaded, it is damaged or has no piano: choose another in the settings.",
        path=soundfont,
    )
