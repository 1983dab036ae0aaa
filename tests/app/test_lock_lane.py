"""Locks of single bars: the lane, its keys and menus, undo, and what reaches the engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.bar_locks import BarLocks, by_bar, cleared, common_to, from_bars, moved, toggled
from app.jobs import job_from, take_job
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT
from app.piano_roll.lock_lane import LockLane
from engine.generate.engine import Engine
from engine.music.clip import Clip

Step = Callable[[MainWindow], None]


def locks_of(window: MainWindow) -> BarLocks:
    return window.controller.document.state.settings.bar_locks


def lane_of(window: MainWindow, mode: str = "improvise") -> LockLane:
    """The lane, in a mode that can keep something."""
    window.controller.change_settings("", mode=mode)
    window.roll_panel.roll.fit()
    return window.roll_panel.locks


def drag_over(lane: LockLane, qtbot: QtBot, first: int, last: int) -> None:
    """A drag from one bar to another (from 1), without the menu that follows it."""
    lane._open_menu = lambda place: None  # type: ignore[method-assign]
    places = [QPoint(round(lane._box(bar, bar).center().x()), 8) for bar in (first, last)]
    qtbot.mousePress(lane, Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(lane, places[1])
    qtbot.mouseRelease(lane, Qt.MouseButton.LeftButton, pos=places[1])


def test_locks_are_kept_in_as_few_entries_as_possible() -> None:
    locks: BarLocks = ()
    for bar in (4, 3, 6):
        locks = toggled(locks, bar, bar, "rhythm")
    locks = toggled(locks, 3, 3, "harmony")
    assert locks == ((3, 3, "harmony"), (3, 4, "rhythm"), (6, 6, "rhythm"))
    assert from_bars(by_bar(locks)) == locks
    assert common_to(locks, 3, 4) == {"rhythm"}
    assert toggled(locks, 3, 6, "rhythm") == ((3, 3, "harmony"), (3, 6, "rhythm"))
    assert toggled(toggled(locks, 3, 6, "rhythm"), 5, 5, "rhythm") == locks
    assert cleared(locks, 3, 4) == ((6, 6, "rhythm"),)
    assert moved(locks, -3, 2) == ((1, 1, "rhythm"),)


def test_the_lane_is_there_in_modes_that_can_keep_something(window: MainWindow, open_prompt: Step) -> None:
    roll, lane = window.roll_panel.roll, window.roll_panel.locks
    assert not lane.isVisible()
    open_prompt(window)
    assert not lane.isVisible()
    top = roll.coords.top
    lane_of(window)
    assert lane.isVisible()
    assert roll.coords.top == top + lane.height()
    assert lane.geometry().bottom() < roll.coords.top
    window.controller.change_settings("", mode="continue")
    assert not lane.isVisible()
    assert roll.coords.top == top


def test_bars_are_dragged_over_and_their_factors_ticked(window: MainWindow, open_prompt: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    lane = lane_of(window)
    drag_over(lane, qtbot, 2, 3)
    assert lane.selected == (2, 3)
    menu = lane.menu()
    entries = {action.text().split()[-1]: action for action in menu.actions() if action.isCheckable()}
    entries["Rhythm"].trigger()
    assert locks_of(window) == ((2, 3, "rhythm"),)
    drag_over(lane, qtbot, 4, 4)
    qtbot.keyClick(lane, Qt.Key.Key_1)
    assert locks_of(window) == ((2, 3, "rhythm"), (4, 4, "harmony"))
    stack = window.controller.undo_stack
    stack.undo()
    assert locks_of(window) == lane.locks == ((2, 3, "rhythm"),)
    stack.undo()
    assert locks_of(window) == ()
    stack.redo()
    assert lane.locks == ((2, 3, "rhythm"),)


def test_the_lane_is_worked_by_keys_alone_and_tells_itself(window: MainWindow, open_prompt: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    lane = lane_of(window)
    assert lane.accessibleName()
    lane.setFocus(Qt.FocusReason.TabFocusReason)
    assert lane.selected == (1, 1)
    qtbot.keyClick(lane, Qt.Key.Key_Right)
    qtbot.keyClick(lane, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert lane.selected == (2, 3)
    assert "nothing is locked" in lane.accessibleDescription()
    qtbot.keyClick(lane, Qt.Key.Key_3)
    qtbot.keyClick(lane, Qt.Key.Key_4)
    assert locks_of(window) == ((2, 3, "rhythm"), (2, 3, "dynamics"))
    assert lane.accessibleDescription() == "bars 2–3: Rhythm, Dynamics"
    qtbot.keyClick(lane, Qt.Key.Key_Left)
    assert lane.selected == (2, 2)
    qtbot.keyClick(lane, Qt.Key.Key_Delete)
    assert locks_of(window) == ((3, 3, "rhythm"), (3, 3, "dynamics"))
    qtbot.keyClick(lane, Qt.Key.Key_End)
    assert lane.selected == (4, 4)
    assert "bar 3: Rhythm, Dynamics" in window.mixer.locks.bars.text()
    window.mixer.locks.reset.click()
    assert locks_of(window) == ()


@pytest.mark.parametrize("mode", ["improvise", "infill"])
def test_the_bars_are_counted_as_they_are_shown(
    window: MainWindow, open_prompt: Step, generate: Step, mode: str
) -> None:
    open_prompt(window)
    generate(window)
    state = window.controller.document.state
    assert state.current == 1
    lane = lane_of(window, mode)
    ahead = state.prompt.bars
    window.controller.change_settings("", bar_locks=((ahead - 1, ahead + 2, "melody"),))
    assert "bars 3–6: Melody" in lane.accessibleDescription()
    job = job_from(window.controller.document.state.settings, window.controller.document.state)
    # Improvising gets the take alone, infill what stands in front of it as well.
    assert job.bar_locks == ((1, 2, "melody"),) if mode == "improvise" else ((ahead - 1, ahead + 2, "melody"),)


def test_locks_of_bars_of_a_part_of_the_prompt(window: MainWindow, open_prompt: Step) -> None:
    open_prompt(window)
    lane_of(window)
    window.controller.set_prompt_bars(1, 2)
    window.controller.change_settings("", bar_locks=((1, 2, "rhythm"), (4, 4, "harmony")))
    state = window.controller.document.state
    assert job_from(state.settings, state).bar_locks == ((1, 1, "rhythm"),)


def test_the_model_keeps_each_bar_its_factor(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window(Engine.load)
    window.open_file(DEMO_PROMPT)
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=20_000)
    lane = lane_of(window)
    window.controller.change_settings("", variations=1, steps=5, creativity=95, seed=2, seed_locked=True)
    drag_over(lane, qtbot, 2, 3)
    qtbot.keyClick(lane, Qt.Key.Key_3)
    before = window.controller.document.state.prompt
    window.mixer.generate_button.click()
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=60_000)
    assert not window.messages.texts
    take = window.controller.document.state.takes[0]

    def onsets(clip: Clip, first: int, last: int) -> set[int]:
        return {note.start for note in clip.notes if (first - 1) * 1920 - 10 <= note.start < last * 1920 - 10}

    assert onsets(take.clip, 2, 3) == onsets(before, 2, 3)
    assert onsets(take.clip, 1, 1) != onsets(before, 1, 1)
    assert onsets(take.clip, 4, 4) != onsets(before, 4, 4)
    assert take_job(take).bar_locks == ((2, 3, "rhythm"),)
