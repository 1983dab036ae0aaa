"""Projects through the real window: saving, opening, several prompts, and what is asked before work is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.document import DocumentState, Prompt, Take
from app.generation_settings import GenerationSettings, ReadStyle
from app.main_window import MainWindow
from app.project import open_state, state_text
from engine.errors import InputError
from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note
from engine.music.project_io import VERSION

Step = Callable[[MainWindow], None]
Answer = QMessageBox.StandardButton


def a_state() -> DocumentState:
    """Everything that a project can hold, nothing at its default."""
    clip = Clip((Note(0, 60, 480),), length=1920, name="프롬프트", chords=(ChordSpan(0, 960, Chord(2, "m7")),))
    take_clip = Clip((Note(0, 64, 480), Note(480, 67, 960)), length=1920)
    settings = GenerationSettings(
        mode="transfer",
        style_weights=(("Ballad", 40), ("Stride", 60)),
        read_styles=(ReadStyle("my file", (0.5, -1.0), 30),),
        redo_bars=((1, 2),),
        seed=77,
        seed_locked=True,
        density=40,
        register=(36, 84),
        locks=("melody",),
        bar_locks=((1, 2, "rhythm"), (3, 3, "harmony")),
        tempo_bpm=180.0,
        meter=(3, 4),
        key="Bb",
        guidance=2.0,
    )
    take = Take(
        number=3,
        clip=take_clip,
        prompt=clip,
        seed=78,
        settings=settings,
        starred=True,
        given=take_clip,
        variation=1,
        plan=(ChordSpan(0, 1920, Chord(7, "7", None, (13,))),),
        checkpoint="0123456789ab",
        parent=1,
        prompt_number=2,
        name="좋은 것",
        colour="green",
        edited=True,
        originality={"notes": 9, "marked": False, "bars": [1, 1]},
    )
    return DocumentState(
        prompts=(Prompt(1, clip, (0, 0)), Prompt(2, take_clip, source_take=1, edited=True)),
        prompt_number=2,
        takes=(Take(1, take_clip, clip, 5, GenerationSettings()), take),
        current=3,
        settings=settings,
        plan=(ChordSpan(0, 480, Chord(0, "maj7")),),
        deleted=(Take(2, take_clip, clip, 6, settings),),
    )


def test_a_project_holds_everything(tmp_path: Path) -> None:
    file = tmp_path / "노래 하나.tatum"
    file.write_text(state_text(a_state()), encoding="utf-8")
    state, _ = open_state(file)
    assert state == a_state()
    # Clips that several takes share are written once.
    assert len(json.loads(file.read_text(encoding="utf-8"))["clips"]) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"takes": [{"number": 1}]},
        {"prompts": [{"number": 1, "clip": 99}]},
        {"prompts": [{"number": 1, "clip": 0, "bars": [3, 9]}]},
        {"prompts": [{"number": 1, "clip": 0}, {"number": 1, "clip": 0}]},
        {"settings": {"mode": "dance"}},
        {"settings": {"bars": "eight"}},
        {"plan": ["0 480 Q7"]},
    ],
)
def test_a_project_that_makes_no_sense_is_told_in_one_sentence(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "song.tatum"
    file.write_text(json.dumps({**json.loads(state_text(a_state())), **change}), encoding="utf-8")
    with pytest.raises(InputError, match=r"song\.tatum is damaged") as told:
        open_state(file)
    assert "\n" not in str(told.value)


def test_what_a_newer_version_adds_to_settings_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "song.tatum"
    plain = json.loads(state_text(DocumentState()))
    plain["settings"]["sparkle"] = 3
    file.write_text(json.dumps(plain), encoding="utf-8")
    assert open_state(file)[0] == DocumentState()


@pytest.fixture
def with_takes(window: MainWindow, open_prompt: Step, generate: Step) -> MainWindow:
    open_prompt(window)
    generate(window)
    return window


def save_as(window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The file dialog is the platform's; what it answers is all that is put in its place.
    monkeypatch.setattr(window.project_desk, "ask_save_path", lambda: file)
    window.actions_by_id[ActionId.SAVE_PROJECT].trigger()


def test_saving_and_opening_bring_everything_back(
    with_takes: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, desk, file = with_takes, with_takes.project_desk, tmp_path / "나의 곡.tatum"
    assert window.isWindowModified()
    save_as(window, file, monkeypatch)
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("나의 곡")
    before = window.controller.document.state
    window.takes.cards[0].star_button.click()
    assert window.isWindowModified()
    window.actions_by_id[ActionId.SAVE_PROJECT].trigger()
    window.actions_by_id[ActionId.NEW_PROJECT].trigger()
    assert window.controller.document.state == DocumentState()
    assert window.takes.cards == ()
    assert window.roll_panel.empty_state.isVisible()
    assert desk.open_project(file)
    after = window.controller.document.state
    assert after.takes[0].starred
    assert after.takes[1] == before.takes[1]
    assert after.prompts == before.prompts
    assert not window.controller.undo_stack.canUndo()
    assert window.controller.document.next_number() == 3


@pytest.mark.parametrize(
    ("text", "word"),
    [("{", "damaged"), (f'{{"format": "TatumFlow project", "version": {VERSION + 1}}}', "newer")],
)
def test_a_project_that_cannot_be_opened_leaves_the_present_one(
    with_takes: MainWindow, tmp_path: Path, text: str, word: str
) -> None:
    window, file = with_takes, tmp_path / "other.tatum"
    file.write_text(text, encoding="utf-8")
    before = window.controller.document.state
    window.open_file(file)
    assert window.controller.document.state is before
    assert len(window.messages.texts) == 1
    assert word in window.messages.texts[0]


def test_a_project_can_be_dropped(with_takes: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "song.tatum"
    file.write_text(state_text(a_state()), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with_takes.dropEvent(QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, button, key))
    assert with_takes.controller.document.state == a_state()
    assert [card.number for card in with_takes.takes.cards] == [1, 3]


def answer_with(button: Answer, seen: list[str]) -> None:
    """Press a button of the next question, as a user does."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        box.button(button).click()

    QTimer.singleShot(100, press)


@pytest.fixture
def asking(with_takes: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window with unsaved takes that asks its real question."""
    desk = with_takes.project_desk
    monkeypatch.setattr(desk, "ask_about_changes", type(desk).ask_about_changes.__get__(desk))
    return with_takes


def test_closing_with_unsaved_takes_asks_and_cancel_stays(asking: MainWindow) -> None:
    seen: list[str] = []
    answer_with(Answer.Cancel, seen)
    asking.close()
    assert asking.isVisible()
    assert "Untitled" in seen[0]
    answer_with(Answer.Discard, seen)
    asking.close()
    assert not asking.isVisible()


def test_save_in_the_question_saves(asking: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kept.tatum"
    monkeypatch.setattr(asking.project_desk, "ask_save_path", lambda: file)
    answer_with(Answer.Save, [])
    asking.close()
    assert len(open_state(file)[0].takes) == 2


def test_a_save_that_fails_keeps_the_window_open(
    asking: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking.project_desk, "ask_save_path", lambda: tmp_path / "nowhere" / "kept.tatum")
    answer_with(Answer.Save, [])
    asking.close()
    assert asking.isVisible()
    assert "nowhere" in asking.messages.texts[-1]
    answer_with(Answer.Discard, [])
    asking.close()


def test_a_prompt_that_was_only_opened_is_nothing_to_lose(window: MainWindow, open_prompt: Step) -> None:
    open_prompt(window)
    assert not window.project_desk.is_modified
    window.actions_by_id[ActionId.TRANSPOSE_UP].trigger()
    assert window.project_desk.is_modified


def test_recent_files_are_offered_and_open(
    with_takes: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompt_file: Path
) -> None:
    file = tmp_path / "song.tatum"
    save_as(with_takes, file, monkeypatch)
    menu = with_takes.project_desk.recent
    menu.aboutToShow.emit()
    names = [action.text().replace("&", "") for action in menu.actions()]
    assert names[0] == "1 song.tatum"
    assert names[1] == f"2 {prompt_file.name}"
    with_takes.actions_by_id[ActionId.NEW_PROJECT].trigger()
    menu.actions()[0].trigger()
    assert len(with_takes.controller.document.state.takes) == 2
    file.unlink()
    menu.aboutToShow.emit()
    assert not any("song.tatum" in action.text() for action in menu.actions())


def test_several_prompts_live_in_one_project(
    with_takes: MainWindow, tmp_path: Path, qtbot: QtBot, generate: Step, prompt_clip: Callable[..., Clip]
) -> None:
    window, document = with_takes, with_takes.controller.document
    other = tmp_path / "두 번째.mid"
    write_clip(prompt_clip("두 번째", bars=2), other)
    window.open_file(other)
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=20_000)
    assert [prompt.clip.name for prompt in document.state.prompts] == ["Prompt", "두 번째"]
    assert document.state.prompt.bars == 2
    assert window.transport.prompts.text().startswith("2/2")
    generate(window)
    assert document.state.takes[-1].prompt.bars == 2
    window.actions_by_id[ActionId.PREVIOUS_PROMPT].trigger()
    assert document.state.prompt.bars == 4
    assert window.roll_panel.roll.content.clip.bars == 4
    # A take brings its own prompt with it.
    document.show_take(document.state.takes[-1].number)
    assert document.state.prompt.bars == 2
    first = window.transport.prompts.make_menu().actions()[0]
    first.trigger()
    assert document.state.prompt.bars == 4
    window.controller.remove_prompt(1)
    assert document.state.prompt.bars == 2
    window.controller.undo_stack.undo()
    assert len(document.state.prompts) == 2
