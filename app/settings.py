"""What the app remembers between starts. Every setting is declared once here, with its type, default and check."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from engine.errors import ResourceError
from engine.files import replacing
from engine.sentences import system_reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A declaration: the key in the file, the default, and what makes a stored value acceptable."""

    key: str
    default: T
    accepts: Callable[[Any], bool]


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: value in values


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_table_of_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


THEME = Setting("theme", "system", _one_of("system", "light", "dark"))
LANGUAGE = Setting("language", "system", _one_of("system", "en", "ko"))
GEOMETRY = Setting("window_geometry", "", _is_text)
"""QByteArray of QWidget.saveGeometry, in base 64."""
LAST_FOLDER = Setting("last_folder", "", _is_text)
SOUNDFONT = Setting("soundfont", "", _is_text)
"""Path of a SoundFont; empty is the one that comes with the app."""
MIDI_PORT = Setting("midi_port", "", _is_text)
"""The MIDI port that is played to; empty is the SoundFont."""
DEVICE = Setting("device", "auto", _one_of("auto", "cpu", "cuda", "mps"))
THREADS = Setting("threads", 1, _whole(1, 64))
MOST_PROCESSES = 2
"""That write music: `engine.generate.second_process`."""
PROCESSES = Setting("processes", min(MOST_PROCESSES, os.cpu_count() or 1), _whole(1, MOST_PROCESSES))
"""How many processes write; two write several takes, or the parts of a solo or song, side by side."""
MOST_CACHE_MB = 100_000
CACHE_MB = Setting("cache_mb", 500, _whole(1, MOST_CACHE_MB))
"""How much disk the takes that were dragged away may hold."""
SHORTCUTS: Setting[dict[str, str]] = Setting("shortcuts", {}, _is_table_of_texts)
"""Name of a command -> the user's keys for it, portable; empty takes its keys away. Others have those of the tables."""
VOLUME = Setting("volume", 80, _whole(0, 100))
RECENT_FILES: Setting[list[str]] = Setting("recent_files", [], _is_list_of_texts)
"""Paths of projects and MIDI files, newest first."""
MOST_TAKES_PX = 400
TAKES_HEIGHT = Setting("takes_height_px", 0, _whole(0, MOST_TAKES_PX))
"""Height that the user gave the takes; 0 lets it follow the window's."""
INSPECTOR_SHOWN = Setting("inspector_shown", True, _is_switch)
TOUR_SEEN = Setting("tour_seen", False, _is_switch)
METRONOME = Setting("metronome", False, _is_switch)
COUNT_IN = Setting("count_in", False, _is_switch)
"""A bar of clicks before playing."""

ALL: tuple[Setting[Any], ...] = (
    THEME, LANGUAGE, GEOMETRY, LAST_FOLDER, SOUNDFONT, DEVICE, THREADS, PROCESSES, VOLUME, RECENT_FILES, METRONOME,
    COUNT_IN, TOUR_SEEN, TAKES_HEIGHT, INSPECTOR_SHOWN, MIDI_PORT, CACHE_MB, SHORTCUTS,
)  # fmt: skip


class Settings:
    """The values of all settings over one JSON file. A missing or damaged file reads as the defaults; what another
    version of the app has put there under keys of its own stays in the file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._once: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        self._others: dict[str, Any] = {}
        try:
            stored = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            stored = {}
        if isinstance(stored, dict):
            self._values = {s.key: stored[s.key] for s in ALL if s.key in stored and s.accepts(stored[s.key])}
            self._others = {key: value for key, value in stored.items() if all(key != s.key for s in ALL)}

    def get(self, setting: Setting[T]) -> T:
        """The value for this run, else the stored one, else the default."""
        value: T = self._once.get(setting.key, self._values.get(setting.key, setting.default))
        return value

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep `value` (in memory until `save`). Raises ValueError where the declaration does not accept it."""
        if not setting.accepts(value):
            raise ValueError(f"not a value of the setting {setting.key}: {value!r}")
        self._once.pop(setting.key, None)
        self._values[setting.key] = value

    def set_once(self, setting: Setting[T], value: T) -> None:
        """Use `value` in this run without keeping it."""
        self._once[setting.key] = value

    def save(self) -> None:
        """Write the file, all or nothing. Raises ResourceError where the folder cannot be written."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._file) as part:
                part.write_text(json.dumps(self._others | self._values, indent=1), encoding="utf-8")
        except OSError as error:
            raise ResourceError(
                "The settings could not be saved to {file} ({reason}); make the folder writable.",
                file=self._file,
                reason=system_reason(error),
            ) from error
