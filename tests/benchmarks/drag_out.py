"""Drags takes, roles and selected notes with a real pointer out of the real app into real DAWs, many times in a row.

Each drag is compared with the file that it carried: in Ardour onsets, pitches and velocities, in Rosegarden pitches,
velocities, tempo and meter. Takes have Korean names with spaces.

usage: python tests/benchmarks/drag_out.py [--drags N] [--rosegarden N] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.document import DocumentState, Prompt, Take
from app.generation_settings import GenerationSettings
from app.project import state_text
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.midi_io import read_clip
from engine.music.note import Note, Role
from engine.music.project_io import write_project
from tests.tools import ardour, rosegarden
from tests.tools.app import start_app
from tests.tools.pointer import drag
from tests.tools.virtual_screen import VirtualScreen, missing_programs, wait_until

SOURCES = ("SRC", "LEAD", "NOTES", "SRC", "CHORDS", "BASS")
"""Where drags begin: the card, a role of it, the handle of the selected notes."""
TEMPO_BPM, METER = 152.0, (3, 4)


def a_project() -> str:
    """A project with a take of three roles that is called 재즈 테이크 하나, in 3/4 at 152."""
    bar = 1440
    notes = []
    for number in range(8):
        start = number * bar
        notes += [Note(start + 240 * i, 70 + (5 * i + number) % 12, 200, 60 + 5 * i, Role.LEAD) for i in range(6)]
        notes += [Note(start + 480, pitch, 460, 70, Role.CHORDS) for pitch in (53, 57, 60, 64)]
        notes.append(Note(start, 36 + number, 900, 90, Role.BASS))
    grid = (MeterMap.constant(*METER), TempoMap.constant(TEMPO_BPM))
    clip = Clip(tuple(notes), *grid, length=8 * bar)
    prompt = Clip((Note(0, 60, 480),), *grid, length=bar, name="앞부분")
    take = Take(1, clip, prompt, 7, GenerationSettings(), prompt_number=1, name="재즈 테이크 하나")
    return state_text(DocumentState((Prompt(1, prompt),), 1, (take,), 1))


class Dragging:
    """The app with the project open, and a place to drop on."""

    def __init__(self, screen: VirtualScreen) -> None:
        project = screen.folder / "시험 곡.tatum"
        write_project(project, a_project())
        self.screen = screen
        self.app = start_app(screen, str(project), TATUMFLOW_ANNOUNCE_DRAG="1")
        screen.wait_for_line(self.app, r"^SRC \d+ \d+$", 90)
        self._select_all()
        self.points: dict[str, tuple[int, int]] = {}
        for name in dict.fromkeys(SOURCES):
            where = screen.wait_for_line(self.app, rf"^{name} (\d+) (\d+)$", 20)
            self.points[name] = (int(where[1]), int(where[2]))

    def _select_all(self) -> None:
        """Press Ctrl+A in the roll, so that its handle has notes."""
        window = self.screen.window("TatumFlow", 30)
        self.screen.activate(window)
        x, y, width, height = self.screen.geometry(window)
        self.screen.xdotool("mousemove", x + width // 3, y + height // 2, "click", 1)
        time.sleep(0.3)
        self.screen.press("ctrl+a")
        time.sleep(0.3)

    def drag_to(self, name: str, target: tuple[int, int]) -> Path:
        """Drag from a source; returns the file that went along."""
        before = len(self._dragged())
        drag(self.screen, self.points[name], target)
        wait_until(lambda: len(self._dragged()) > before, 10, f"a drag from {name}")
        return Path(self._dragged()[-1])

    def _dragged(self) -> list[str]:
        return re.findall(r"^DRAG (.+)$", self.screen.log_of(self.app), re.MULTILINE)


def into_ardour(count: int, pictures: Path | None) -> tuple[int, int]:
    """`count` drags in a row into one session; how many were made and how many arrived note for note."""
    arrived = 0
    with VirtualScreen(2400, 1000) as screen:
        dragging = Dragging(screen)
        daw = ardour.Ardour(screen, 1200, 0, 1200, 950)
        for number, source in enumerate(islice(cycle(SOURCES), count), 1):
            target = daw.drop_point()
            try:
                file = dragging.drag_to(source, target)
                try:
                    stored = daw.stored_notes()
                except TimeoutError:
                    # The key for saving may come while the program is still busy with the drop.
                    stored = daw.stored_notes()
            except (TimeoutError, subprocess.SubprocessError) as error:
                print(f"Ardour {number} {source}: {error}", flush=True)
                continue
            equal = stored == ardour.notes_in([file])
            arrived += equal
            print(f"Ardour {number} {source} {file.name}: {'equal' if equal else 'DIFFERS'}", flush=True)
        if pictures is not None:
            screen.screenshot(pictures / "ardour.png")
    return count, arrived


def into_rosegarden(count: int, pictures: Path | None) -> tuple[int, int]:
    """`count` drags, each into an empty document; how many arrived with notes, tempo and meter."""
    arrived = 0
    for number, source in enumerate(islice(cycle(SOURCES), count), 1):
        with VirtualScreen(2400, 1000) as screen:
            dragging = Dragging(screen)
            daw = rosegarden.Rosegarden(screen, 1200, 0, 1200, 900)
            try:
                file = dragging.drag_to(source, daw.drop_point())
                stored = daw.stored_notes()
            except (TimeoutError, subprocess.SubprocessError) as error:
                print(f"Rosegarden {number} {source}: {error}", flush=True)
                if pictures is not None:
                    screen.screenshot(pictures / f"rosegarden-{number}.png")
                continue
            notes = Counter((note.pitch, note.velocity) for note in read_clip(file).notes)
            tempo, meter = time_of(screen.folder / "saved.rg")
            equal = stored == notes and meter == METER and abs(tempo - TEMPO_BPM) < 0.01
            arrived += equal
            words = "equal" if equal else f"DIFFERS: {sum(stored.values())} notes, {tempo} BPM, {meter}"
            print(f"Rosegarden {number} {source} {file.name}: {words}", flush=True)
            if pictures is not None:
                screen.screenshot(pictures / f"rosegarden-{number}.png")
    return count, arrived


def time_of(document: Path) -> tuple[float, tuple[int, int]]:
    """First tempo and meter of a saved Rosegarden document."""
    root = ElementTree.fromstring(gzip.decompress(document.read_bytes()))
    tempo, meter = root.find(".//composition/tempo"), root.find(".//composition/timesignature")
    bpm = int(tempo.get("tempo", "0")) / 100_000 if tempo is not None else 0.0
    if meter is None:
        return bpm, (4, 4)
    return bpm, (int(meter.get("numerator", "4")), int(meter.get("denominator", "4")))


def main() -> int:
    """Drag and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drags", type=int, default=50, help="into one session of Ardour")
    parser.add_argument("--rosegarden", type=int, default=6, help="into documents of Rosegarden")
    parser.add_argument("--pictures", type=Path, help="where to save a picture of each DAW")
    options = parser.parse_args()
    missing = missing_programs()
    if missing or ardour.installed_version() is None or not rosegarden.is_installed():
        print(f"this needs Ardour, Rosegarden and a virtual screen ({', '.join(missing)})", file=sys.stderr)
        return 2
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, into, count in (
        ("Rosegarden", into_rosegarden, options.rosegarden),
        ("Ardour", into_ardour, options.drags),
    ):
        if count:
            made, arrived = into(count, options.pictures)
            print(f"{name}: {arrived} of {made} drags arrived", flush=True)
            failed += made - arrived
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
