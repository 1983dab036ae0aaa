"""Real failures, provoked through the real widgets of a Korean window: what is shown is Korean."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.main_window import MainWindow
from app.wizard.panel import PLAN, TRAIN, TrainPanel
from engine.music.midi_io import write_clip
from engine.music.progression import parse_progression
from engine.sound.outputs import open_speakers
from engine.sound.player import Player
from tests.app.conftest import a_prompt
from tests.tools.stride_pieces import stride, stride_folder

pytestmark = pytest.mark.usefixtures("korean")
HANGUL = re.compile("[가-힣]")
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,;:]+[a-z]{2,}")
"""Two words in a row. Names of files, programs, options and chords stand alone, or begin with a capital letter."""
COMMAND = re.compile("`[^`]*`")
DAMAGED = {
    "빈.mid": b"",
    "글.mid": b"Dear diary, today I practised.",
    "잘림.mid": b"MThd\x00\x00",
    "드럼.mid": b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x01\xe0MTrk\x00\x00\x00\x0c\x00\x99\x24\x40\x60\x89\x24\x00"
                b"\x00\xff\x2f\x00",
}  # fmt: skip


def assert_korean(text: str) -> None:
    assert HANGUL.search(text), text
    assert not ENGLISH.search(COMMAND.sub("", text)), text


def only_message(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: bool(window.messages.texts), timeout=60_000)
    (text,) = window.messages.texts
    assert_korean(text)
    return text


@pytest.fixture
def korean_window(korean: None, make_window: Callable[..., MainWindow], engine: Any) -> MainWindow:
    return make_window(lambda: engine)


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_midi_files(korean_window: MainWindow, tmp_path: Path, qtbot: QtBot, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(DAMAGED[name])
    korean_window.open_file(file)
    assert name in only_message(korean_window, qtbot)


def test_a_file_that_is_not_there(korean_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    korean_window.open_file(tmp_path / "없는 {파일}.mid")
    assert "없는 {파일}.mid이(가) 없습니다" in only_message(korean_window, qtbot)


def test_a_damaged_project(korean_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "곡.tatum"
    file.write_text('{"format": "something else"}')
    korean_window.open_file(file)
    assert "TatumFlow 프로젝트가 아닙니다" in only_message(korean_window, qtbot)


def test_a_project_that_cannot_be_saved(
    korean_window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "파일").write_text("")
    korean_window.controller.change_chords(parse_progression("C"))
    monkeypatch.setattr(korean_window.project_desk, "ask_save_path", lambda: tmp_path / "파일" / "곡.tatum")
    korean_window.actions_by_id[ActionId.SAVE_PROJECT].trigger()
    assert "(폴더가 아님)" in only_message(korean_window, qtbot)


@pytest.mark.parametrize("text", ["Dm7 | H7 | C", "Dm7 | G7add", "% | C", "| |", "{x} | C7"])
def test_chords_that_cannot_be_read(korean_window: MainWindow, qtbot: QtBot, text: str) -> None:
    bar = korean_window.roll_panel.chords.bar
    bar.text.setText(text)
    bar.typed.emit(text)
    assert bar.error.isVisibleTo(korean_window)
    assert_korean(bar.error.text())
    assert_korean(bar.text.accessibleDescription())


def test_a_chord_of_the_lane_that_cannot_be_read(
    korean_window: MainWindow, open_prompt: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    open_prompt(korean_window)
    lane = korean_window.roll_panel.chords.lane
    lane._open_editor(0, 1920, "")
    lane.editor.setText("H7")
    qtbot.keyClick(lane.editor, Qt.Key.Key_Return)
    assert_korean(lane.editor.accessibleDescription())


def test_charts_that_cannot_be_read(
    korean_window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "표.csv": "bar,beat,chord\n1,eins,Dm7\n",
        "링크.html": '<a href="irealbook://Tune">x</a>',
        "코드.txt": "Meter: five\nDm7 | G7",
        "없음.txt": None,
    }
    link = korean_window.roll_panel.chords
    for name, text in files.items():
        if text is not None:
            (tmp_path / name).write_text(text)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, file=name: (str(tmp_path / file), ""))
        link.bar.import_wanted.emit()
        assert_korean(korean_window.messages.texts[-1])
    assert len(korean_window.messages.texts) >= 3


def test_reharmonisations(korean_window: MainWindow, open_prompt: Callable[[MainWindow], None]) -> None:
    open_prompt(korean_window)
    korean_window.controller.change_chords(parse_progression("Dm7 | G7 | Cmaj7 | A7"))
    link = korean_window.roll_panel.chords
    link.suggest()
    window = link.suggestions
    assert window is not None
    assert window.list.count() > 3
    for row in range(window.list.count()):
        window.list.setCurrentRow(row)
        assert_korean(window.list.item(row).text())
        assert_korean(window.list.item(row).toolTip())
        assert_korean(window.reason.text())
    window.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert_korean(korean_window.controller.undo_stack.undoText())


def test_a_missing_model(make_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot) -> None:
    from engine.generate.engine import Engine

    window = make_window(lambda: Engine.load(tmp_path / "모델"))
    assert "(그런 파일이나 폴더가 없음)" in only_message(window, qtbot)


def test_what_the_engine_refuses(
    make_window: Callable[..., MainWindow], open_prompt: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    from engine.generate.engine import Engine

    window = make_window(Engine.load)
    open_prompt(window)
    controller = window.controller
    controller.change_settings("x", mode="infill", locks=("rhythm",), density=0.5, redo_bars=((1, 2),))
    window.mixer.generate_button.click()
    qtbot.waitUntil(lambda: not controller.is_working, timeout=60_000)
    assert "리듬" in only_message(window, qtbot)


def test_a_damaged_soundfont(korean_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "소리.sf2"
    broken.write_bytes(b"no sound at all")
    korean_window.controller.use_sound(str(broken), "")
    assert "소리.sf2" in only_message(korean_window, qtbot)
    korean_window.messages._rows[0].close_button.click()
    korean_window.controller.use_sound(str(tmp_path / "없음.sf2"), "")
    assert "없음.sf2" in only_message(korean_window, qtbot)


def test_silence_and_its_reasons(
    korean_window: MainWindow, open_prompt: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    open_prompt(korean_window)
    playback = korean_window.controller.playback
    playback.set_player(Player(open_speakers(driver="nosuchdriver")))
    korean_window.controller.sound_changed.emit()
    korean_window.transport.play_button.click()
    assert "nosuchdriver" in only_message(korean_window, qtbot)
    assert_korean(korean_window.transport.volume.toolTip())
    playback.close()


@pytest.fixture
def panel(korean_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainPanel:
    monkeypatch.setenv("TATUMFLOW_STYLES", str(tmp_path / "styles"))
    korean_window.tabs.setCurrentIndex(1)
    assert korean_window.train.panel is not None
    return korean_window.train.panel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return stride_folder(tmp_path / "나의 곡", 4, "곡")


def look(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    panel.folder_step.look_at(folder)
    qtbot.waitUntil(lambda: not panel.folder_step.looking, timeout=60_000)


def test_a_folder_without_music(korean_window: MainWindow, panel: TrainPanel, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "빈 폴더").mkdir()
    look(panel, tmp_path / "빈 폴더", qtbot)
    assert "빈 폴더에 MIDI 파일(.mid)이 없습니다" in only_message(korean_window, qtbot)


def test_why_files_are_left_out(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    for name, data in DAMAGED.items():
        (folder / name).write_bytes(data)
    write_clip(stride(0), folder / "또.mid")
    write_clip(a_prompt(bars=1), folder / "짧음.mid")
    look(panel, folder, qtbot)
    shown = panel.folder_step.left_out.list
    assert shown.count() == len(DAMAGED) + 2
    for row in range(shown.count()):
        assert_korean(shown.item(row).data(Qt.ItemDataRole.UserRole))
        assert_korean(shown.item(row).toolTip())


def test_names_that_no_style_can_have(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    assert panel.step == PLAN
    for name in ("a/b", "Stride", "..", ""):
        panel.plan_step.name.setText(name)
        assert panel.plan_step.plan is None
        assert_korean(panel.plan_step.name_note.text())


def test_a_training_that_fails(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    pytest.importorskip("torch")
    fail(panel, folder, qtbot, lambda: folder.rename(folder.with_name("옮긴 곳")))
    assert "나의 곡이(가) 없습니다" in panel.train_step.stage.text()


def test_a_training_without_its_packages(
    panel: TrainPanel, folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "torch.py").write_text("raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n")
    fail(panel, folder, qtbot, lambda: monkeypatch.setenv("PYTHONPATH", str(hidden)))
    assert "torch 패키지가 필요한데" in panel.train_step.stage.text()


def fail(panel: TrainPanel, folder: Path, qtbot: QtBot, harm: Callable[[], object]) -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    harm()
    panel.next_button.click()
    assert panel.step == TRAIN
    qtbot.waitUntil(lambda: panel.runner.can_resume, timeout=60_000)
    assert_korean(panel.train_step.stage.text())
