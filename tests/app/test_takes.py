"""Cards and what becomes of takes: names, colours, the tree, comparing, the ways out, and the way back in."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayoutItem
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.main_window import MainWindow
from app.take_outlet import selection_clip
from app.takes.facts import originality_sentence, originality_text
from app.takes.menu import TakeWish, make_menu
from app.takes.strip import in_tree_order
from engine.music.clip import Clip
from engine.music.midi_io import read_clip
from engine.music.note import Note, Role
from engine.music.provenance import read_provenance

Step = Callable[[MainWindow], None]


def heard(clip: Clip) -> list[tuple[int, int, int, int]]:
    return sorted((note.start, note.pitch, note.duration, note.velocity) for note in clip.notes)


@pytest.fixture
def with_takes(window: MainWindow, open_prompt: Step, generate: Step) -> MainWindow:
    open_prompt(window)
    generate(window)
    return window


def wait_idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=60_000)


def test_a_card_tells_its_facts(with_takes: MainWindow) -> None:
    card = with_takes.takes.cards[0]
    assert card.accessibleName() == "Take 1"
    assert "8 bars · 32 notes" in card.accessibleDescription()
    assert "seed" in card.toolTip()
    assert [handle.role for handle in card.role_handles if handle.isVisible()] == list(Role)


def test_a_take_is_renamed_on_its_card_and_back_by_undo(with_takes: MainWindow, qtbot: QtBot) -> None:
    window, card = with_takes, with_takes.takes.cards[0]
    window.actions_by_id[ActionId.RENAME_TAKE].trigger()
    assert card.name_edit.isVisible()
    card.name_edit.setText("")
    # Letters that are shortcuts of the window are letters here.
    qtbot.keyClicks(card.name_edit, "AsP ")
    card.name_edit.insert("밤")
    qtbot.keyClick(card.name_edit, Qt.Key.Key_Return)
    assert window.controller.document.state.takes[0].name == "AsP 밤"
    assert card.accessibleName() == "AsP 밤"
    assert window.roll_panel.roll.content.take_name == "AsP 밤"
    window.controller.undo_stack.undo()
    assert card.accessibleName() == "Take 1"
    card.edit_name()
    card.name_edit.setText("other")
    qtbot.keyClick(card.name_edit, Qt.Key.Key_Escape)
    assert card.accessibleName() == "Take 1"


def test_a_double_click_on_the_name_edits_it(with_takes: MainWindow, qtbot: QtBot) -> None:
    card = with_takes.takes.cards[1]
    qtbot.mouseDClick(card, Qt.MouseButton.LeftButton, pos=card._title.geometry().center())
    assert card.name_edit.isVisible()


def test_the_menu_marks_with_a_colour_that_is_told_by_name(with_takes: MainWindow) -> None:
    window = with_takes
    card = window.takes.cards[0]
    menu = make_menu(window.controller.document.state.takes[0], card, card._wish, card._on_coloured)
    colours = next(action.menu() for action in menu.actions() if action.menu() is not None)
    green = next(action for action in colours.actions() if action.text() == "Green")
    green.trigger()
    assert window.controller.document.state.takes[0].colour == "green"
    assert "marked Green" in card.accessibleDescription()
    window.controller.undo_stack.undo()
    assert "marked" not in card.accessibleDescription()


def test_a_take_made_from_a_take_shows_its_parent_and_stands_behind_it(with_takes: MainWindow, generate: Step) -> None:
    window, document = with_takes, with_takes.controller.document
    document.show_take(1)
    window.actions_by_id[ActionId.TAKE_AS_PROMPT].trigger()
    generate(window)
    parents = {take.number: take.parent for take in document.state.takes}
    assert parents == {1: None, 2: None, 3: 1, 4: 1}
    assert [card.number for card in window.takes.cards] == [1, 3, 4, 2]
    card = window.takes.cards[1]
    assert "from Take 1" in card.accessibleDescription()
    window.takes.wished.emit(3, TakeWish.SHOW_PARENT)
    assert document.state.current == 1
    # A parent that is gone leaves its children.
    window.controller.delete_take(1)
    assert [take.number for take in in_tree_order(document.state.takes)] == [2, 3, 4]


def test_deleted_takes_come_back_even_after_other_work(with_takes: MainWindow) -> None:
    window, document = with_takes, with_takes.controller.document
    window.takes.cards[0].delete_button.click()
    window.takes.cards[0].star_button.click()
    window.actions_by_id[ActionId.BRING_BACK_TAKES].trigger()
    assert [take.number for take in document.state.takes] == [1, 2]
    assert document.state.takes[1].starred
    assert not window.actions_by_id[ActionId.BRING_BACK_TAKES].isEnabled()
    window.controller.undo_stack.undo()
    assert [take.number for take in document.state.takes] == [2]


def test_takes_whose_writing_was_undone_come_back_even_after_other_work(with_takes: MainWindow) -> None:
    window, document = with_takes, with_takes.controller.document
    written = document.state.takes
    window.controller.undo_stack.undo()
    assert not document.state.takes
    window.controller.transpose(1)
    assert not window.controller.undo_stack.canRedo()
    window.actions_by_id[ActionId.BRING_BACK_TAKES].trigger()
    assert document.state.takes == written
    # A new project has nothing of the old one.
    window.project_desk.new()
    assert not window.actions_by_id[ActionId.BRING_BACK_TAKES].isEnabled()


def test_one_key_goes_back_and_forth_between_two_takes(with_takes: MainWindow, qtbot: QtBot) -> None:
    window, document = with_takes, with_takes.controller.document
    qtbot.mouseClick(window.takes.cards[1], Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_A)
        seen.append(document.state.current)
    assert seen == [1, 2, 1, 2]


def test_changing_the_mode_works_on_what_is_shown(with_takes: MainWindow, generate: Step, engine: object) -> None:
    window, document = with_takes, with_takes.controller.document
    window.controller.change_settings("mode", mode="improvise", variations=1)
    take = document.state.take(document.state.current)
    assert take is not None
    generate(window)
    job = engine.jobs[-1]  # type: ignore[attr-defined]
    assert type(job).__name__ == "ImproviseJob"
    assert job.prompt == take.clip
    made = document.state.takes[-1]
    assert made.parent == take.number
    assert made.prompt == take.prompt
    assert made.source == take.clip


# The ways out


def test_each_role_is_a_file_of_its_own(
    with_takes: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, folder = with_takes, tmp_path / "역할"
    folder.mkdir()
    monkeypatch.setattr(window.outlet, "ask_folder", lambda: folder)
    window.actions_by_id[ActionId.EXPORT_ROLES].trigger()
    take = window.controller.document.state.takes[0]
    assert sorted(file.name for file in folder.iterdir()) == [
        "Take 1 - bass.mid", "Take 1 - chords.mid", "Take 1 - lead.mid",
    ]  # fmt: skip
    for role in Role:
        clip = read_clip(folder / f"Take 1 - {role.name.lower()}.mid")
        assert heard(clip) == heard(take.clip.with_notes(n for n in take.clip.notes if n.role == role))
        assert clip.length == take.clip.length
    window.actions_by_id[ActionId.EXPORT_ROLES].trigger()
    assert len(list(folder.iterdir())) == 6


@pytest.mark.parametrize("suffix", [".wav", ".mp3"])
def test_a_take_becomes_audio_in_the_background(
    with_takes: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, suffix: str
) -> None:
    target = tmp_path / f"소리{suffix}"
    monkeypatch.setattr(with_takes.outlet, "ask_save_path", lambda *_: target)
    with qtbot.waitSignal(with_takes.outlet.audio.done, timeout=60_000):
        with_takes.actions_by_id[ActionId.EXPORT_AUDIO].trigger()
    import soundfile

    data, rate = soundfile.read(target)
    assert len(data) / rate > 16.0
    assert abs(data).max() > 0.1


def test_audio_that_cannot_be_written_is_told(
    with_takes: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(with_takes.outlet, "ask_save_path", lambda *_: tmp_path / "nowhere" / "x.wav")
    with qtbot.waitSignal(with_takes.outlet.audio.failed, timeout=60_000):
        with_takes.actions_by_id[ActionId.EXPORT_AUDIO].trigger()
    assert "nowhere" in with_takes.messages.texts[-1]


def test_a_copied_take_is_a_file_on_the_clipboard(with_takes: MainWindow) -> None:
    with_takes.actions_by_id[ActionId.COPY_TAKE].trigger()
    (url,) = QGuiApplication.clipboard().mimeData().urls()
    assert heard(read_clip(Path(url.toLocalFile()))) == heard(with_takes.controller.document.state.takes[0].clip)


def test_names_that_a_disk_refuses_become_names_of_files(with_takes: MainWindow) -> None:
    window = with_takes
    window.controller.rename_take(1, 'A/B: "밤 12시"?')
    file = window.outlet.file_for(window.controller.document.state.takes[0])
    assert file is not None
    assert file.name == "A-B- -밤 12시--.mid"
    assert read_clip(file).notes


def test_a_role_and_some_notes_go_out_alone(with_takes: MainWindow) -> None:
    window, state = with_takes, with_takes.controller.document.state
    take = state.takes[0]
    role_file = window.outlet.file_for_role(take, Role.BASS)
    assert role_file is not None
    assert window.outlet.file_for_role(take, Role.BASS) == role_file
    assert len(read_clip(role_file).notes) == sum(note.role == Role.BASS for note in take.clip.notes)
    chosen = tuple(note for note in state.shown.notes if 5 * 1920 + 100 <= note.start < 7 * 1920)
    file = window.outlet.file_for_notes(state, chosen)
    assert file is not None
    clip = read_clip(file)
    assert heard(clip) == sorted((n.start - 5 * 1920, n.pitch, n.duration, n.velocity) for n in chosen)
    assert clip.length == 2 * 1920
    window.controller.document.show_take(None)
    window.controller.rename_prompt(1, "AC/DC: 밤?")
    state = window.controller.document.state
    of_prompt = window.outlet.file_for_notes(state, state.shown.notes[:3])
    assert of_prompt is not None
    assert of_prompt.name == "AC-DC- 밤- selection.mid"


def test_a_selection_keeps_its_place_in_the_bar() -> None:
    clip = Clip(tuple(Note(240 + 960 * i, 60, 240) for i in range(8)), length=4 * 1920)
    part = selection_clip(clip, clip.notes[3:5])
    assert [note.start for note in part.notes] == [1200, 2160]
    assert part.length == 2 * 1920


# The way back in


def test_a_file_of_our_own_brings_back_take_prompt_and_settings(with_takes: MainWindow, qtbot: QtBot) -> None:
    window, document = with_takes, with_takes.controller.document
    window.controller.rename_take(2, "둘째")
    take = document.state.takes[1]
    file = window.outlet.file_for(take)
    assert file is not None
    told = read_provenance(file)
    assert told is not None
    assert (told.seed, told.mode, told.variation, told.checkpoint) == (take.seed, "continue", 1, "0123456789abcdef")
    window.actions_by_id[ActionId.NEW_PROJECT].trigger()
    window.open_file(file)
    wait_idle(window, qtbot)
    back = document.state.takes[0]
    assert back.name == "둘째"
    assert heard(back.clip) == heard(take.clip)
    assert document.state.prompt == take.prompt
    assert document.state.settings.seed == take.seed
    assert document.state.settings.seed_locked
    assert window.mixer.show_settings is not None
    assert "settings are back" in window.messages.texts[-1]


def test_generating_from_a_file_of_our_own_gives_the_same_notes_with_the_real_engine(
    make_window: Callable[..., MainWindow], open_prompt: Step, generate: Step, qtbot: QtBot
) -> None:
    from engine.generate.engine import Engine

    window = make_window(lambda: Engine.load())
    document = window.controller.document
    open_prompt(window)
    ready = window.controller.engine_ready
    assert ready is not None
    window.controller.change_settings("x", bars=2, steps=8, creativity=80, style_weights=((ready.styles[0], 70),))
    files = []
    for mode, changes in (
        ("continue", {"density": 60}),
        ("improvise", {"locks": ("rhythm",)}),
        ("infill", {"redo_bars": ((2, 3),)}),
        ("pattern", {"role": "bass"}),
    ):
        document.show_take(None)
        window.controller.change_settings("x", mode=mode, **changes)
        generate(window)
        file = window.outlet.file_for(document.state.takes[-1])
        assert file is not None
        files.append((file, document.state.takes[-1]))
    for file, take in files:
        window.actions_by_id[ActionId.NEW_PROJECT].trigger()
        window.open_file(file)
        wait_idle(window, qtbot)
        assert document.state.settings.mode == take.settings.mode
        generate(window)
        again = next(t for t in document.state.takes[1:] if t.variation == take.variation)
        assert again.in_context.notes == take.in_context.notes, take.settings.mode
        assert again.seed == take.seed


def test_originality_is_read_out_where_it_was_measured(with_takes: MainWindow) -> None:
    from dataclasses import replace

    take = with_takes.controller.document.state.takes[0]
    assert originality_text(take) == ""
    short = replace(take, originality={"notes": 9, "marked": False, "bars": [2, 3]})
    assert originality_text(short) == "match 9"
    assert "9 notes, bars 2 to 3" in originality_sentence(short)
    long = replace(take, originality={"notes": 40, "marked": True, "bars": [2, 5]})
    assert originality_text(long) == "⚠ 40 known"
    assert "anew" in originality_sentence(long)


def test_a_card_that_becomes_low_and_high_again_takes_no_layout_apart(with_takes: MainWindow) -> None:
    """PySide keeps the rows of a layout that is taken apart, and crashes when the card goes."""

    def items() -> int:
        # Their types, because some objects of libraries warn when they are asked what they are instances of.
        return sum(issubclass(kind, QLayoutItem) for kind in map(type, gc.get_objects()))

    card = with_takes.takes.cards[0]
    before = items()
    for low in (True, False, True, False):
        card.set_low(low)
    assert items() == before
