"""Finds the SoundFont to play with and checks that it is one. Loading it is the synthesiser's work."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

from engine.errors import ResourceError
from engine.sentences import system_reason

_HEADER_BYTES = 12


def find_soundfont(setting: Path | None = None) -> Path:
    """Path of the SoundFont to use: the user's own, else the small General MIDI one that comes with pretty_midi.

    Raises:
        ResourceError: if the file is missing or is not a SoundFont.
    """
    path = setting if setting is not None else default_soundfont()
    check_soundfont(path)
    return path


def default_soundfont() -> Path:
    """Path of the General MIDI SoundFont inside the installed pretty_midi package.

    The package is located, not imported: the import costs more time than the whole window.

    Raises:
        ResourceError: if it is not there.
    """
    spec = importlib.util.find_spec("pretty_midi")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for path in sorted(Path(folder).glob("*.sf2")):
            return path
    raise ResourceError(
        "No SoundFont was found: install the package pretty_midi, which brings one, "
        "or choose a .sf2 file in the settings."
    )


def check_soundfont(path: Path) -> None:
    """Check that `path` is a complete SoundFont 2 or 3 file (a RIFF file of the form `sfbk`).

    Raises:
        ResourceError: if it is missing, unreadable, something else, or cut short.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        size = path.stat().st_size
    except FileNotFoundError:
        raise ResourceError(
            "The SoundFont {path} does not exist: choose another .sf2 file in the settings.", path=path
        ) from None
    except OSError as error:
        raise ResourceError(
            "The SoundFont {path} cannot be read ({reason}): choose another .sf2 file in the settings.",
            path=path,
            reason=system_reason(error),
        ) from error
    if len(header) < _HEADER_BYTES or header[:4] != b"RIFF" or header[8:12] != b"sfbk":
        raise ResourceError("{path} is not a SoundFont: choose a .sf2 or .sf3 file in the settings.", path=path)
    (riff_bytes,) = struct.unpack("<I", header[4:8])
    if size < riff_bytes + 8:
        raise ResourceError(
            "The SoundFont {path} is cut short ({size} of {whole} bytes): copy or download it again.",
            path=path,
            size=size,
            whole=riff_bytes + 8,
        )
