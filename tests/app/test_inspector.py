from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.generation_settings import GenerationSettings
from app.inspector.basics import bars_text, read_bars
from app.inspector.controls import NoteSpin
from app.inspector.modes import mode_table
from app.jobs import settings_of as settings_from
from app.main_window import MainWindow
from app.window_words import WINDOW_WORDS
from engine.generate.engine import Engine
from engine.generate.jobs import MODES
from tests.tools.packaging_scripts import packaging_tool

Step = Callable[[MainWindow], None]


def settings_of(window: MainWindow) -> GenerationSettings:
    return window.controller.document.state.settings


def choose_mode(window: MainWindow, mode: str) -> None:
    combo = window.mixer.mode
    index = combo.findData(mode)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_every_mode_can_be_picked_and_shows_only_its_controls(window: MainWindow) -> None:
    inspector = window.mixer
    assert [spec.mode for spec in mode_table()] == list(MODES)
    widgets: dict[str, QWidget] = {
        "prompt": inspector.first_bar,
        "bars": inspector.bars,
        "redo": inspector.basics.redo,
        "role": inspector.basics.role,
        "form": inspector.basics.form,
        "place": inspector.basics.tempo,
        "creativity": inspector.creativity,
        "strength": inspector.strength,
        "locks": inspector.locks,
    }
    for spec in mode_table():
        choose_mode(window, spec.mode)
        assert settings_of(window).mode == spec.mode
        shown = {name for name, widget in widgets.items() if widget.isVisibleTo(window)}
        assert shown == spec.controls & set(widgets), spec.mode
        assert inspector.mode_hint.text() == spec.hint


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("infill", "Rewrite bars needs the bars"),
        ("reharmonize", "Reharmonise needs the chords"),
        ("improvise", "The mode Improvise needs a prompt"),
        ("transfer", "Changing the style needs a style"),
        ("solo", "Solo over chords needs chords"),
    ],
)
def test_what_the_engine_refuses_is_told_in_the_words_of_the_window(
    make_window: Callable[..., MainWindow], open_prompt: Step, generate: Step, mode: str, words: str
) -> None:
    window = make_window(Engine.load)
    if mode == "improvise":
        window.controller.begin_prompt()
    elif mode != "solo":
        open_prompt(window)
    choose_mode(window, mode)
    generate(window)
    (told,) = window.messages.texts
    assert told.startswith(words)
    assert "--" not in told


def test_modes_have_the_names_of_the_picker_in_errors() -> None:
    assert {spec.mode: spec.title for spec in mode_table()}.items() <= WINDOW_WORDS.items()


def test_the_words_of_the_window_replace_sentences_that_are_there() -> None:
    assert WINDOW_WORDS.keys() <= set(packaging_tool("translations").templates())


def test_controls_reach_the_job(window: MainWindow, open_prompt: Step, generate: Step, engine: Any) -> None:
    open_prompt(window)
    choose_mode(window, "improvise")
    texture, sampling = window.mixer.texture, window.mixer.sampling
    texture.density.box.click()
    texture.density.slider.setValue(25)
    texture.swing.box.click()
    texture.swing.slider.setValue(68)
    texture.register_box.click()
    texture.lowest.setValue(40)
    texture.highest.setValue(79)
    texture.polyphony_box.click()
    texture.polyphony.setValue(3)
    texture.no_repeat_box.click()
    texture.no_repeat.setValue(5)
    window.mixer.locks.boxes["harmony"].click()
    sampling.fast.click()
    sampling.temperature.setValue(0.8)
    sampling.top_k.setValue(12)
    generate(window)
    job = engine.jobs[0]
    assert type(job).__name__ == "ImproviseJob"
    controls = job.controls
    assert (controls.density, controls.swing, controls.dynamics) == (0.25, 0.68, None)
    assert (controls.register, controls.polyphony, controls.no_repeat) == ((40, 79), 3, 5)
    assert job.locks == ("harmony",)
    assert (job.sampling.steps, job.sampling.temperature, job.sampling.top_k) == (15, 0.8, 12)


def test_a_form_keeps_its_small_letters_beside_capital_ones(window: MainWindow, qtbot: QtBot) -> None:
    form = window.mixer.basics.form
    choose_mode(window, "song")
    for typed, kept in (("AABA aaba", "AABAaaba"), ("aaba", "AABA"), ("Ax2b", "Ab"), ("??", "Ab")):
        form.setText(typed)
        qtbot.keyClick(form, Qt.Key.Key_Return)
        assert form.text() == settings_of(window).form == kept
    form.setText("12-bar x 4")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert (form.text(), settings_of(window).section_bars) == ("AaaA", 12)
    assert window.mixer.basics.section_bars.value() == 12


def test_a_song_and_a_pattern_are_asked_for(window: MainWindow, generate: Step, engine: Any, qtbot: QtBot) -> None:
    basics = window.mixer.basics
    choose_mode(window, "song")
    basics.form.setText("aba")
    qtbot.keyClick(basics.form, Qt.Key.Key_Return)
    basics.section_bars.setValue(4)
    basics.tempo.setValue(96)
    basics.meter.setCurrentIndex(2)
    basics.meter.activated.emit(2)
    basics.feel.setCurrentIndex(1)
    basics.feel.activated.emit(1)
    generate(window)
    job = engine.jobs[0]
    assert (type(job).__name__, job.form, job.section_bars, job.tempo_bpm, job.meter, job.feel) == (
        "SongJob",
        "ABA",
        4,
        96.0,
        (3, 4),
        "two-beat",
    )
    assert settings_from(job, GenerationSettings()).feel == "two-beat"
    choose_mode(window, "pattern")
    basics.role.setCurrentIndex(2)
    basics.role.activated.emit(2)
    assert settings_of(window).role == "bass"


def test_what_was_set_for_one_mode_does_no_harm_in_another(
    window: MainWindow, open_prompt: Step, generate: Step, engine: Any
) -> None:
    open_prompt(window)
    choose_mode(window, "improvise")
    window.mixer.locks.boxes["melody"].click()
    choose_mode(window, "pattern")
    role = window.mixer.basics.role
    role.setCurrentIndex(role.findData("random"))
    role.activated.emit(role.currentIndex())
    choose_mode(window, "continue")
    generate(window)
    assert engine.jobs[0].locks == ()
    choose_mode(window, "solo")
    generate(window)
    assert engine.jobs[1].role == "lead"
    assert role.findData("random") == -1
    choose_mode(window, "improvise")
    assert window.mixer.locks.boxes["melody"].isChecked()


def test_reset_sets_a_group_back_and_undo_brings_it_again(window: MainWindow) -> None:
    texture = window.mixer.texture
    assert not texture.reset.isEnabled()
    texture.density.box.click()
    texture.dynamics.box.click()
    assert "2" in texture.summary.text()
    texture.reset.click()
    assert settings_of(window).density is None
    assert not texture.density.box.isChecked()
    assert texture.summary.text() == ""
    window.controller.undo_stack.undo()
    assert texture.density.box.isChecked()
    assert texture.dynamics.slider.isEnabled()


def test_a_group_folds_and_keeps_its_values(window: MainWindow) -> None:
    sampling = window.mixer.sampling
    assert not sampling.steps.isVisibleTo(window)
    sampling.header.click()
    assert sampling.steps.isVisibleTo(window)
    sampling.steps.setValue(33)
    sampling.header.click()
    assert not sampling.steps.isVisibleTo(window)
    assert settings_of(window).steps == 33


def test_a_slider_is_one_undo_step(window: MainWindow) -> None:
    for value in (60, 70, 80):
        window.mixer.creativity.setValue(value)
    assert window.controller.undo_stack.count() == 1
    window.controller.undo_stack.undo()
    assert window.mixer.creativity.value() == 50


def test_the_register_cannot_be_turned_over(window: MainWindow) -> None:
    texture = window.mixer.texture
    texture.register_box.click()
    texture.highest.setValue(60)
    texture.lowest.setValue(100)
    low, high = settings_of(window).register or (0, 0)
    assert low < high == 60


@pytest.mark.parametrize(("text", "pitch"), [("C4", 60), ("Bb3", 58), ("F#2", 42), ("c-1", 0), ("61", 61)])
def test_notes_are_typed_by_name(qtbot: QtBot, text: str, pitch: int) -> None:
    spin = NoteSpin(None, "Note", "A note")  # type: ignore[arg-type]
    qtbot.addWidget(spin)
    spin.setValue(72)
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == pitch
    assert spin.valueFromText(spin.textFromValue(pitch)) == pitch


@pytest.mark.parametrize(
    ("text", "ranges"), [("3-4, 7", ((3, 4), (7, 7))), ("5:6", ((5, 6),)), ("", ()), ("4-3", None), ("a", None)]
)
def test_bars_are_read(text: str, ranges: tuple[tuple[int, int], ...] | None) -> None:
    assert read_bars(text) == ranges
    if ranges:
        assert read_bars(bars_text(ranges)) == ranges


def test_wrong_bars_are_put_back(window: MainWindow, qtbot: QtBot) -> None:
    choose_mode(window, "infill")
    box = window.mixer.basics.redo
    qtbot.keyClicks(box, "2-3")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert settings_of(window).redo_bars == ((2, 3),)
    box.setText("zwei")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "2-3"


def test_typing_a_seed_locks_it(window: MainWindow) -> None:
    window.mixer.seed.setValue(77)
    assert settings_of(window).seed_locked
    assert window.mixer.lock.isChecked()


def test_the_wheel_over_a_control_without_focus_changes_nothing(window: MainWindow) -> None:
    slider = window.mixer.creativity
    window.roll_panel.roll.setFocus()
    place = QPointF(slider.rect().center())
    event = QWheelEvent(
        place,
        slider.mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, event)
    assert slider.value() == 50
