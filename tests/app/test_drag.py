from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.midi_drag import TakeFiles, mime_data
from app.paths import DRAG_FILE_AGE_S, sweep_drag_folder
from engine.errors import ResourceError
from engine.music.clip import Clip
from engine.music.midi_io import read_clip

Step = Callable[[MainWindow], None]


def heard(clip: Clip) -> list[tuple[int, int, int, int]]:
    return sorted((note.start, note.pitch, note.duration, note.velocity) for note in clip.notes)


def test_the_data_of_a_drag_is_one_url_of_a_finished_file(
    window: MainWindow, open_prompt: Step, generate: Step
) -> None:
    open_prompt(window)
    generate(window)
    take = window.controller.document.state.takes[0]
    file = window.outlet.file_for(take)
    assert file is not None
    data = mime_data(file)
    assert data.formats() == ["text/uri-list"]
    (url,) = data.urls()
    path = Path(url.toLocalFile())
    assert path.name == "Take 1.mid"
    back = read_clip(path)
    assert heard(back) == heard(take.clip)
    assert back.meter.is_bar_line(back.length)


def test_dragging_a_card_asks_for_its_take(window: MainWindow, open_prompt: Step, generate: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    generate(window)
    window.takes.drag_requested.disconnect(window.take_desk.on_drag)
    card = window.takes.cards[1]
    with qtbot.waitSignal(window.takes.drag_requested) as asked:
        qtbot.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
        qtbot.mouseMove(card, QPoint(92, 61))
        qtbot.mouseMove(card, QPoint(130, 90))
    assert asked.args == [2]


def test_the_same_clip_keeps_its_file_and_a_changed_one_gets_another(
    tmp_path: Path, prompt_clip: Callable[..., Clip]
) -> None:
    files = TakeFiles(tmp_path / "takes")
    clip, other = prompt_clip(), prompt_clip(bars=2)
    first = files.file_for(clip, "Take 1")
    assert files.file_for(clip, "Take 1") == first
    changed = files.file_for(other, "Take 1")
    assert changed != first
    assert heard(read_clip(first)) == heard(clip)
    first.unlink()
    assert files.file_for(clip, "Take 1").is_file()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, prompt_clip: Callable[..., Clip]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(ResourceError, match="Take 1"):
        TakeFiles(blocked).file_for(prompt_clip(), "Take 1")


def test_only_old_take_folders_are_swept(tmp_path: Path) -> None:
    old, young = tmp_path / "old", tmp_path / "young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "Take 1.mid").write_bytes(b"x")
    past = time.time() - DRAG_FILE_AGE_S - 60
    os.utime(old, (past, past))
    assert sweep_drag_folder(tmp_path, 1000) == 1
    assert not old.exists()
    assert (young / "Take 1.mid").exists()


def test_the_oldest_go_first_where_takes_hold_more_than_is_allowed(tmp_path: Path) -> None:
    now_s = time.time()
    for age_s, name in enumerate(("newest", "middle", "oldest")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Take 1.mid").write_bytes(bytes(400))
        os.utime(tmp_path / name, (now_s - age_s, now_s - age_s))
    assert sweep_drag_folder(tmp_path, 1000) == 1
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["middle", "newest"]


def test_a_take_is_saved_where_the_user_says(
    window: MainWindow, open_prompt: Step, generate: Step, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_prompt(window)
    generate(window)
    target = tmp_path / "out" / "mine.mid"
    target.parent.mkdir()
    # The file dialog is the platform's; what it answers is all that is put in its place.
    monkeypatch.setattr(window.outlet, "ask_save_path", lambda *_: target)
    window.takes.cards[0].export_button.click()
    assert heard(read_clip(target)) == heard(window.controller.document.state.takes[0].clip)
    assert "mine.mid" in window.messages.texts[0]
    monkeypatch.setattr(window.outlet, "ask_save_path", lambda *_: tmp_path / "nowhere" / "mine.mid")
    window.takes.cards[0].export_button.click()
    assert any("nowhere" in text for text in window.messages.texts)


def test_the_drag_is_announced_on_request(
    window: MainWindow,
    open_prompt: Step,
    generate: Step,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qtbot: QtBot,
) -> None:
    monkeypatch.setenv("TATUMFLOW_ANNOUNCE_DRAG", "1")
    open_prompt(window)
    generate(window)
    printed: list[str] = []

    def is_announced() -> bool:
        printed.extend(capsys.readouterr().out.splitlines())
        return any(line.startswith("SRC ") for line in printed)

    qtbot.waitUntil(is_announced, timeout=10_000)
    take = next(line for line in printed if line.startswith("TAKE ")).removeprefix("TAKE ")
    assert Path(take).is_file()
    x, y = map(int, next(line for line in printed if line.startswith("SRC ")).split()[1:])
    card = window.takes.cards[0]
    assert card.rect().contains(card.mapFromGlobal(QPoint(x, y)))
    # Pressing there must begin a drag, not press one of the card's buttons.
    assert card.childAt(card.mapFromGlobal(QPoint(x, y))) not in (
        card.play_button,
        card.star_button,
        card.export_button,
    )
