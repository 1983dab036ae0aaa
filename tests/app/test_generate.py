from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.controller import EngineState
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT
from engine.errors import ResourceError
from engine.generate.originality import Match

Step = Callable[[MainWindow], None]


def test_generate_gives_cards_named_by_number(
    window: MainWindow, open_prompt: Step, generate: Step, engine: Any
) -> None:
    open_prompt(window)
    window.mixer.variations.setValue(2)
    window.mixer.bars.setValue(6)
    generate(window)
    cards = window.takes.cards
    assert [card.accessibleName() for card in cards] == ["Take 1", "Take 2"]
    assert engine.jobs[0].bars == 6
    assert engine.jobs[0].variations == 2
    content = window.roll_panel.roll.content
    assert content.take_name == "Take 1"
    assert content.seam_tick == 4 * 1920
    assert content.clip.bars == 10


def test_settings_reach_the_engine(window: MainWindow, open_prompt: Step, generate: Step, engine: Any) -> None:
    open_prompt(window)
    mixer = window.mixer
    mixer.styles.palette_page.rows["Ballad"].slider.setValue(80)
    mixer.styles.palette_page.rows["Stride"].slider.setValue(25)
    mixer.creativity.setValue(90)
    mixer.seed.setValue(4711)
    generate(window)
    job = engine.jobs[0]
    assert job.styles == (("Ballad", 0.8), ("Stride", 0.25))
    assert job.creativity == 0.9
    assert job.seed == 4711
    assert mixer.lock.isChecked()


def test_an_unlocked_seed_is_rolled_and_then_shown(
    window: MainWindow, open_prompt: Step, generate: Step, engine: Any
) -> None:
    open_prompt(window)
    generate(window)
    generate(window)
    first, second = (job.seed for job in engine.jobs)
    assert first != second
    assert window.mixer.seed.value() == second
    window.mixer.lock.click()
    generate(window)
    assert engine.jobs[2].seed == second


def test_without_a_prompt_generate_starts_from_the_demo(
    window: MainWindow, generate: Step, engine: Any, qtbot: QtBot
) -> None:
    assert DEMO_PROMPT.is_file()
    window.mixer.generate_button.click()
    qtbot.waitUntil(lambda: bool(window.takes.cards), timeout=30_000)
    assert engine.jobs[0].prompt.notes
    assert window.controller.document.state.prompt.notes


def test_cancel_answers_at_once_and_no_take_comes(
    window: MainWindow, open_prompt: Step, engine: Any, qtbot: QtBot
) -> None:
    open_prompt(window)
    engine.hold = True
    window.mixer.generate_button.click()
    assert engine.started.wait(10)
    assert window.mixer.cancel_button.isVisible()
    assert not window.actions_by_id[ActionId.GENERATE].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.controller.is_working
    assert window.mixer.generate_button.isVisible()
    engine.hold = False
    window.controller.generate()
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=20_000)
    assert {take.number for take in window.controller.document.state.takes} == {1, 2}
    assert window.messages.texts == ()


def test_a_failed_job_is_told_in_its_own_words(
    window: MainWindow, open_prompt: Step, generate: Step, engine: Any
) -> None:
    open_prompt(window)
    engine.fail_with = "The prompt is too long; choose fewer bars."
    generate(window)
    assert window.messages.texts == ("The prompt is too long; choose fewer bars.",)
    assert window.takes.cards == ()
    engine.fail_with = None
    generate(window)
    assert window.takes.cards


def test_an_unexpected_failure_is_one_sentence(
    window: MainWindow, open_prompt: Step, generate: Step, engine: Any
) -> None:
    open_prompt(window)
    engine.run = lambda *_: 1 / 0
    generate(window)
    (text,) = window.messages.texts
    assert "division" not in text
    assert "Something unexpected" in text


def test_a_model_that_cannot_be_loaded_is_told_and_the_rest_works(
    make_window: Callable[..., MainWindow], open_prompt: Step
) -> None:
    def load() -> Any:
        raise ResourceError("There is no checkpoint; install TatumFlow again.")

    window = make_window(load)
    assert window.controller.engine_state is EngineState.FAILED
    assert window.messages.texts == ("There is no checkpoint; install TatumFlow again.",)
    assert not window.mixer.generate_button.isEnabled()
    open_prompt(window)
    assert window.roll_panel.roll.content.clip.notes


def test_a_take_keeps_the_match_that_the_engine_tells(
    window: MainWindow, open_prompt: Step, generate: Step, engine: Any
) -> None:
    open_prompt(window)
    engine.match = Match(notes=30, start_tick=1920, end_tick=3840, limit_notes=24)
    generate(window)
    engine.match = None
    generate(window)
    told = [take.originality for take in window.controller.document.state.takes]
    assert told[0] == told[1]
    assert told[0] is not None
    assert (told[0]["notes"], told[0]["bars"], told[0]["marked"]) == (30, [2, 2], True)
    assert told[2] is None


def test_takes_can_be_walked_through(window: MainWindow, open_prompt: Step, generate: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    generate(window)
    document = window.controller.document
    assert document.state.current == 1
    qtbot.mouseClick(window.takes.cards[1], Qt.MouseButton.LeftButton)
    assert document.state.current == 2
    window.actions_by_id[ActionId.PREVIOUS_TAKE].trigger()
    assert document.state.current == 1
    window.actions_by_id[ActionId.SHOW_PROMPT].trigger()
    assert window.roll_panel.roll.content.take_name == ""


def test_a_take_can_become_the_prompt(window: MainWindow, open_prompt: Step, generate: Step, engine: Any) -> None:
    open_prompt(window)
    window.mixer.bars.setValue(4)
    generate(window)
    window.actions_by_id[ActionId.TAKE_AS_PROMPT].trigger()
    assert window.controller.document.state.prompt.bars == 8
    generate(window)
    assert engine.jobs[1].prompt.bars == 8
