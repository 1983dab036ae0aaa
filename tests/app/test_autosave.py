"""Work that was not saved outlives the app that it was done in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.autosave import Autosave
from app.document import Document, DocumentState, Prompt
from app.main_window import MainWindow
from engine.music.clip import Clip
from engine.music.note import Note
from engine.music.project_io import SUFFIX

ROOT = Path(__file__).parents[2]
CLIP = Clip((Note(0, 60, 480),), length=1920, name="one")
STATE = DocumentState((Prompt(1, CLIP),), 1)


def _start(home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
        environment[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    child = [sys.executable, str(ROOT / "tests" / "app" / "editing_child.py")]
    return subprocess.Popen(child, env=environment, stdout=subprocess.PIPE, text=True, cwd=home)


def _line(child: subprocess.Popen[str], start: str) -> str:
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith(start):
            return line.removeprefix(start).strip()
    raise AssertionError(f"the app ended without printing {start!r}")


@pytest.mark.skipif(sys.platform == "win32", reason="signals and XDG folders are those of POSIX")
def test_after_kill_9_at_most_the_last_second_is_lost(tmp_path: Path) -> None:
    child = _start(tmp_path)
    times: dict[int, float] = {}
    try:
        while len(times) < 50:
            times[int(_line(child, "EDIT "))] = time.monotonic()
    finally:
        killed = time.monotonic()
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
    again = _start(tmp_path)
    try:
        back = _line(again, "BACK ")
    finally:
        again.kill()
        again.wait()
        assert again.stdout is not None
        again.stdout.close()
    assert back.startswith("edit ")
    older_than_a_second = [number for number, when in times.items() if when < killed - 1.0]
    assert older_than_a_second, "the edits came too fast to tell"
    assert int(back.removeprefix("edit ")) >= max(older_than_a_second)


@pytest.fixture
def autosave(tmp_path: Path, qtbot: QtBot) -> Callable[..., Autosave]:
    def make(document: Document, needed: Callable[[], bool] = lambda: True) -> Autosave:
        return Autosave(document, tmp_path / "recovery", needed, lambda: {"project_path": None}, document)

    return make


def _files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "recovery").glob(f"*{SUFFIX}"))


def test_a_change_is_written_aside_and_removed_when_all_is_saved(
    autosave: Callable[..., Autosave], qtbot: QtBot, tmp_path: Path
) -> None:
    document, unsaved = Document(), [True]
    saving = autosave(document, lambda: unsaved[0])
    document.set_state(STATE)
    qtbot.waitUntil(lambda: bool(_files(tmp_path)), timeout=5000)
    unsaved[0] = False
    saving.note_change()
    qtbot.waitUntil(lambda: not _files(tmp_path), timeout=5000)
    saving.close()


def test_a_running_app_keeps_its_work_to_itself_and_a_dead_one_gives_it_away(
    autosave: Callable[..., Autosave], qtbot: QtBot, tmp_path: Path
) -> None:
    document, other = Document(), Document()
    saving = autosave(document)
    document.set_state(STATE)
    qtbot.waitUntil(lambda: bool(_files(tmp_path)), timeout=5000)
    second = autosave(other)
    assert second.take_over() is None
    (file,) = _files(tmp_path)
    orphan = tmp_path / "recovery" / f"orphan{SUFFIX}"
    orphan.write_bytes(file.read_bytes())
    taken = second.take_over()
    assert taken is not None
    assert taken[0] == STATE
    for one in (saving, second):
        one.close()
    assert _files(tmp_path) == []


def test_damaged_work_is_put_aside_and_never_stops_a_start(autosave: Callable[..., Autosave], tmp_path: Path) -> None:
    (tmp_path / "recovery").mkdir()
    (tmp_path / "recovery" / f"bad{SUFFIX}").write_text("{", encoding="utf-8")
    saving = autosave(Document())
    assert saving.take_over() is None
    assert (tmp_path / "recovery" / "bad.damaged").is_file()
    saving.close()


def test_a_folder_that_cannot_be_written_is_told_once(
    autosave: Callable[..., Autosave], qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "recovery").write_text("in the way")
    document = Document()
    saving = autosave(document)
    told: list[str] = []
    saving.failed.connect(told.append)
    document.set_state(STATE)
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert "recovery" in told[0]
    saving.close()


def test_recovered_work_counts_as_unsaved(window: MainWindow) -> None:
    desk = window.project_desk
    state = DocumentState((Prompt(1, CLIP, edited=True),), 1)
    desk.restore(state, {"project_path": None, "saved_at": "2026-01-02T14:05:00"})
    assert window.controller.document.state == state
    assert desk.is_modified
    assert "14:05" in window.messages.texts[0]
