"""Drags takes, roles and selected notes with a real pointer out of the real app into real DAWs, many times in a row.

Each drag is compared with the file that it carried: in Ardour onsets, pitches and velocities, in Rosegarden pitches,
velocities, tempo and meter. Takes have Korean names with spaces.

usage: python tests/benchmarks/drag_out.py [--drags N] [--rosegarden N] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.music.midi_io import read_clip
from tests.tools import ardour, rosegarden
from tests.tools.dragging import METER, SOURCES, TEMPO_BPM, Dragging
from tests.tools.virtual_screen import VirtualScreen, missing_programs


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
        try:
            with VirtualScreen(2400, 1000) as screen:
                words = _one_into_rosegarden(screen, source)
                if pictures is not None:
                    screen.screenshot(pictures / f"rosegarden-{number}.png")
        except (TimeoutError, subprocess.SubprocessError) as error:
            words = str(error)
        arrived += words.endswith("equal")
        print(f"Rosegarden {number} {source} {words}", flush=True)
    return count, arrived


def _one_into_rosegarden(screen: VirtualScreen, source: str) -> str:
    dragging = Dragging(screen)
    daw = rosegarden.Rosegarden(screen, 1200, 0, 1200, 900)
    file = dragging.drag_to(source, daw.drop_point())
    stored = daw.stored_notes()
    notes = Counter((note.pitch, note.velocity) for note in read_clip(file).notes)
    tempo, meter = rosegarden.time_of(screen.folder / "saved.rg")
    if stored == notes and meter == METER and abs(tempo - TEMPO_BPM) < 0.01:
        return f"{file.name}: equal"
    return f"{file.name}: DIFFERS, {sum(stored.values())} notes, {tempo} BPM, {meter}"


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
