"""The whole way on a virtual screen: a folder becomes a style, the style a take, the take notes in Ardour."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.ardour import Ardour, notes_in
from tests.tools.pointer import drag
from tests.tools.stride_pieces import stride_folder
from tests.tools.virtual_screen import VirtualScreen
from tests.tools.wizard_story import WatchedApp, choose_folder, learn, mix_and_write

pytestmark = [pytest.mark.screen, pytest.mark.slow, pytest.mark.timeout(900)]


def test_from_a_folder_to_notes_in_ardour(screen: VirtualScreen, daw: Ardour, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    folder = stride_folder(tmp_path / "My Stride", 5)
    app = WatchedApp(screen, 1200, 900, TATUMFLOW_ANNOUNCE_DRAG="1")
    choose_folder(app, folder)
    learn(app, "My Stride", minutes=2, steps=4, prompts=2)
    assert app.has_label("is a style now")
    take = mix_and_write(app, "My Stride")
    expected = notes_in([take.file])
    assert expected, "the take has no notes"
    drag(screen, take.point, daw.drop_point())
    assert daw.stored_notes() == expected
    assert app.process.poll() is None
    assert "Traceback" not in screen.log_of(app.process)
