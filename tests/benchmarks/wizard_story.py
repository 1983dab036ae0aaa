"""From a real folder to a take in Ardour, with a real pointer on a virtual screen: how long it takes, and pictures.

usage: python tests/benchmarks/wizard_story.py FOLDER [--name NAME] [--minutes M] [--steps N] [--pictures FOLDER]

Drives all four steps of the Train tab, mixes the new style with one of the palette, writes a take and drags it into
Ardour, which must store it note for note.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.tools.ardour import Ardour, notes_in
from tests.tools.pointer import drag
from tests.tools.virtual_screen import VirtualScreen
from tests.tools.wizard_story import WatchedApp, choose_folder, learn, mix_and_write

WIDTH, HEIGHT = 1280, 860


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="New Style")
    parser.add_argument("--minutes", type=int, default=5)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--prompts", type=int, default=0)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    began_s = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began_s:7.1f} s  {what}", flush=True)

    with VirtualScreen(2400, 900) as screen:
        daw = Ardour(screen, WIDTH, 0, 2400 - WIDTH, HEIGHT)
        app = WatchedApp(screen, WIDTH, HEIGHT, TATUMFLOW_ANNOUNCE_DRAG="1")

        def picture(name: str) -> None:
            if options.pictures is not None:
                options.pictures.mkdir(parents=True, exist_ok=True)
                screen.screenshot(options.pictures / f"{name}.png")

        choose_folder(app, options.folder.absolute())
        tell("folder looked at")
        picture("1-folder")
        learn(app, options.name, minutes=options.minutes, steps=options.steps, prompts=options.prompts)
        tell("style learned and measured")
        picture("4-result")
        take = mix_and_write(app, options.name)
        tell("take written in a mix with another style")
        picture("5-mixed")
        drag(screen, take.point, daw.drop_point())
        stored, expected = daw.stored_notes(), notes_in([take.file])
        picture("6-ardour")
        tell(f"Ardour has {sum(stored.values())} notes of {sum(expected.values())}")
        return 0 if stored == expected and expected else 1


if __name__ == "__main__":
    sys.exit(main())
