"""A take dragged with a real pointer from the real app into a real DAW arrives note for note."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note
from tests.tools import rosegarden
from tests.tools.app import ROOT, start_with_take, wait_for_take
from tests.tools.ardour import Ardour, notes_in
from tests.tools.dragging import Dragging
from tests.tools.pointer import drag
from tests.tools.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.slow]

_SCALE = Clip(tuple(Note(i * 240, 48 + i, 200, 60 + i) for i in range(16)), length=3840)


def _drag_file(screen: VirtualScreen, file: Path, target: tuple[int, int]) -> None:
    """Drag `file` from the smallest of all apps."""
    source = screen.start([sys.executable, str(ROOT / "tests" / "tools" / "drag_source.py"), str(file)])
    where = screen.wait_for_line(source, r"^SRC (\d+) (\d+)$")
    drag(screen, (int(where[1]), int(where[2])), target)
    assert screen.wait_for_line(source, r"^DRAGGED (\w+)$", 10)[1] == "CopyAction"


def test_a_generated_take_arrives_in_ardour(screen: VirtualScreen, daw: Ardour, demo_prompt: Path) -> None:
    app = start_with_take(screen, demo_prompt)
    take = wait_for_take(screen, app)
    expected = notes_in([take.file])
    assert expected, "the take has no notes"
    drag(screen, take.point, daw.drop_point())
    assert daw.stored_notes() == expected
    assert take.file.is_file(), "the file has to outlive the drop"
    assert app.poll() is None


def test_a_card_a_role_and_a_selection_with_a_korean_name_arrive(screen: VirtualScreen, daw: Ardour) -> None:
    dragging = Dragging(screen)
    for source in ("SRC", "BASS", "NOTES"):
        file = dragging.drag_to(source, daw.drop_point())
        assert "재즈 테이크 하나" in file.name
        assert daw.stored_notes() == notes_in([file])
    assert any("재즈 테이크 하나" in name for name in daw.file_names())


def test_a_file_name_in_korean_with_spaces_arrives(screen: VirtualScreen, daw: Ardour, tmp_path: Path) -> None:
    file = tmp_path / "재즈 테이크 1.mid"
    write_clip(_SCALE, file)
    _drag_file(screen, file, daw.drop_point())
    assert daw.stored_notes() == notes_in([file])
    assert any("재즈 테이크 1" in name for name in daw.file_names())


def test_a_dragged_file_arrives_in_rosegarden(screen: VirtualScreen, tmp_path: Path) -> None:
    if not rosegarden.is_installed():
        pytest.skip("Rosegarden (with dbus-run-session) is not installed")
    daw = rosegarden.Rosegarden(screen, 1200, 0, 1200, 900)
    file = tmp_path / "take 1.mid"
    write_clip(_SCALE, file)
    _drag_file(screen, file, daw.drop_point())
    expected = Counter((note.pitch, note.velocity) for note in _SCALE.notes)
    assert daw.stored_notes() == expected
