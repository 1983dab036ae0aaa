"""Keeps C libraries from writing to stderr. A machine without sound is no fault of its user, and the app says it once.

What such a library reports is not lost: the calls that fail still fail, and their callers give the reason.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from pathlib import Path

_FLUIDSYNTH_LOG_LEVELS = 5


def _do_nothing() -> ctypes.c_void_p:
    # A Python callback would take the interpreter lock on an audio thread. `getpid` has no effect and ignores whatever
    # arguments the C caller passes, which is all that a log handler needs here.
    return ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)


def _loaded_libraries(stem: str) -> list[str]:
    # A wheel may bring its own copy under a mangled name: only the memory map tells which file is in use.
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    paths = (line.split(maxsplit=5)[5] for line in lines if line.count("/") and len(line.split(maxsplit=5)) == 6)
    return sorted({path for path in paths if Path(path).name.startswith(stem)})


@cache
def silence_alsa() -> None:
    """Give ALSA an error handler that prints nothing. Does nothing where there is no ALSA."""
    if not sys.platform.startswith("linux"):
        return
    try:
        alsa = ctypes.CDLL("libasound.so.2")
        set_handler = alsa.snd_lib_error_set_handler
    except (OSError, AttributeError):
        return
    set_handler.argtypes = [ctypes.c_void_p]
    set_handler(_do_nothing())


def silence_jack() -> None:
    """The same for every JACK client library that is loaded at the moment."""
    if not sys.platform.startswith("linux"):
        return
    for path in _loaded_libraries("libjack"):
        try:
            jack = ctypes.CDLL(path)
            setters = (jack.jack_set_error_function, jack.jack_set_info_function)
        except (OSError, AttributeError):
            continue
        for setter in setters:
            setter.argtypes = [ctypes.c_void_p]
            setter(_do_nothing())


@cache
def silence_fluidsynth(library: str) -> None:
    """Turn off the log of the FluidSynth library at the path or name `library`."""
    try:
        set_log = ctypes.CDLL(library).fluid_set_log_function
    except (OSError, AttributeError):
        return
    set_log.restype = ctypes.c_void_p
    set_log.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
    for level in range(_FLUIDSYNTH_LOG_LEVELS):
        set_log(level, None, None)
