"""Rosegarden on a virtual screen, without sound: an empty document, and the notes that it has stored."""

from __future__ import annotations

import gzip
import shutil
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from tests.tools.virtual_screen import VirtualScreen, wait_until

StoredNote = tuple[int, int]
"""Pitch and velocity: the document gives onsets relative to its segments, and quantised ones beside them."""


def is_installed() -> bool:
    """Whether Rosegarden can be started here."""
    return shutil.which("rosegarden") is not None and shutil.which("dbus-run-session") is not None


def notes_in(document: Path) -> Counter[StoredNote]:
    """All notes of a saved document (gzipped XML)."""
    root = ElementTree.fromstring(gzip.decompress(document.read_bytes()))
    found: Counter[StoredNote] = Counter()
    for event in root.iter("event"):
        if event.get("type") != "note":
            continue
        values = {item.get("name"): item.get("int") for item in event.iter("property")}
        # A note that is tied over a bar line is several events; all but its first are tied back.
        tied_back = any(
            item.get("name") == "tiedback" and item.get("bool") == "true" for item in event.iter("property")
        )
        if not tied_back:
            found[int(values["pitch"] or 0), int(values.get("velocity") or 100)] += 1
    return found


def time_of(document: Path) -> tuple[float, tuple[int, int]]:
    """First tempo and meter of a saved Rosegarden document."""
    root = ElementTree.fromstring(gzip.decompress(document.read_bytes()))
    tempo, meter = root.find(".//composition/tempo"), root.find(".//composition/timesignature")
    bpm = int(tempo.get("tempo", "0")) / 100_000 if tempo is not None else 0.0
    if meter is None:
        return bpm, (4, 4)
    return bpm, (int(meter.get("numerator", "4")), int(meter.get("denominator", "4")))


class Rosegarden:
    """A running Rosegarden with an empty document."""

    def __init__(self, screen: VirtualScreen, x: int, y: int, width: int, height: int) -> None:
        """Start it and place its window. Takes some seconds; raises TimeoutError when the window does not come."""
        self._screen = screen
        self._document = screen.folder / "saved.rg"
        screen.start(["dbus-run-session", "--", "rosegarden", "--nosplash", "--nosound"])
        welcome = screen.window("^Welcome!$", 60)
        screen.activate(welcome)
        time.sleep(0.5)
        screen.press("Return")
        self.window = screen.window(" - Rosegarden$", 60)
        screen.place(self.window, x, y, width, height)

    def drop_point(self) -> tuple[int, int]:
        """A point of the canvas of segments."""
        x, y, width, height = self._screen.geometry(self.window)
        return x + width * 8 // 10, y + height // 2

    def stored_notes(self) -> Counter[StoredNote]:
        """Answer the questions that a drop raises, save under a name, and give the notes of the saved document."""
        question = self._screen.window("^Rosegarden$", 20)
        self._screen.activate(question)
        self._screen.press("Return")
        self._answer_about_encoding()
        self._screen.activate(self.window)
        self._screen.press("ctrl+shift+s")
        dialog = self._screen.window("^Save as", 20)
        self._screen.activate(dialog)
        time.sleep(0.5)
        self._screen.press("ctrl+a")
        self._screen.xdotool("type", "--delay", 15, str(self._document))
        self._screen.press("Return")
        wait_until(lambda: self._document.is_file() and self._document.stat().st_size > 0, 15, "the saved document")
        time.sleep(0.5)
        return notes_in(self._document)

    def _answer_about_encoding(self) -> None:
        """It asks what language names are in that are not English; UTF-8 is not what it guesses."""
        for _ in range(3):
            time.sleep(1)
            active = self._screen.xdotool("getactivewindow").strip()
            if self._screen.xdotool("getwindowname", active).strip() != "Rosegarden":
                return
            self._screen.press("Return")
