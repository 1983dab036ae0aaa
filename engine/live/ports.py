"""Lists and opens the MIDI ports of this machine. What is sent and when is decided elsewhere.

JACK is asked only by name (`api="jack"`): a client that looks for a server that is not running waits for seconds.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Literal

from engine.errors import ResourceError
from engine.sound.quiet import silence_alsa, silence_jack

log = logging.getLogger(__name__)

Api = Literal["system", "jack"]
"""`system` is ALSA, Core MIDI or Windows MM."""

_CLIENT_NAME = "TatumFlow"


def list_outputs(api: Api = "system") -> list[str]:
    """Names of the ports that MIDI can be sent to; empty where this machine has no MIDI system."""
    return _list("MidiOut", api)


def list_inputs(api: Api = "system") -> list[str]:
    """Names of the ports that MIDI can be received from; empty where this machine has no MIDI system."""
    return _list("MidiIn", api)


def open_output(name: str, api: Api = "system") -> Any:
    """Open the output port `name` (or the only port whose name begins with it) and return its `rtmidi.MidiOut`.

    The caller ends it with `close_port()` and `delete()`.

    Raises:
        ResourceError: if there is no such port, or no MIDI system.
    """
    return _open("MidiOut", name, api)


def open_input(name: str, api: Api = "system") -> Any:
    """The same for an input port; the answer is an `rtmidi.MidiIn`."""
    return _open("MidiIn", name, api)


def _list(kind: str, api: Api) -> list[str]:
    try:
        client = _client(kind, api)
    except (ImportError, OSError) as error:
        log.info("no MIDI ports (%s)", error)
        return []
    try:
        return list(client.get_ports())
    except (OSError, RuntimeError) as error:
        log.info("the MIDI ports cannot be listed (%s)", error)
        return []
    finally:
        client.delete()


def _open(kind: str, name: str, api: Api) -> Any:
    try:
        client = _client(kind, api)
    except (ImportError, OSError) as error:
        raise ResourceError(
            "The MIDI port '{name}' cannot be opened because this machine offers no MIDI system "
            "({error}): start one, or choose the built-in sound.",
            name=name,
            error=error,
        ) from error
    try:
        names = list(client.get_ports())
        index = _find(name, names)
        client.open_port(index, name=_CLIENT_NAME)
    except (OSError, ValueError, IndexError, RuntimeError) as error:
        client.delete()
        raise ResourceError(
            "The MIDI port '{name}' cannot be opened ({error}): connect the device, or choose another port.",
            name=name,
            error=error,
        ) from error
    return client


def _find(name: str, names: list[str]) -> int:
    if name in names:
        return names.index(name)
    # ALSA appends client numbers that change with every start.
    alike = [index for index, other in enumerate(names) if other.startswith(name)]
    if len(alike) == 1:
        return alike[0]
    found = ", ".join(names) if names else "none"
    raise ValueError(f"ports found: {found}")


def _client(kind: str, api: Api) -> Any:
    silence_alsa()
    import rtmidi

    silence_jack()
    if api == "jack":
        number = rtmidi.API_UNIX_JACK
    elif sys.platform.startswith("linux"):
        number = rtmidi.API_LINUX_ALSA
    else:
        number = rtmidi.API_UNSPECIFIED
    # rtmidi's errors are RtMidiError subclasses; some of them, not all, are OSError too.
    try:
        return getattr(rtmidi, kind)(number, name=_CLIENT_NAME)
    except rtmidi.RtMidiError as error:
        raise OSError(str(error)) from error
