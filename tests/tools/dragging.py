"""The real app with a known take, and real drags out of it: of its card, of one role, of selected notes."""

from __future__ import annotations

import re
import time
from pathlib import Path

from app.document import DocumentState, Prompt, Take
from app.generation_settings import GenerationSettings
from app.project import state_text
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import Note, Role
from engine.music.project_io import write_project
from tests.tools.app import start_app
from tests.tools.pointer import drag
from tests.tools.virtual_screen import VirtualScreen, wait_until

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
        wait_until(lambda: len(self._dragged()) > before, 30, f"a drag from {name}")
        return Path(self._dragged()[-1])

    def _dragged(self) -> list[str]:
        return re.findall(r"^DRAG (.+)$", self.screen.log_of(self.app), re.MULTILINE)
