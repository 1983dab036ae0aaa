"""Live rendering with the real engine, in every mode."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.document import Take
from app.jobs import take_job
from app.main_window import MainWindow
from app.style_mixer import live
from engine.generate.engine import Engine
from engine.generate.jobs import MODES, Event, TakeReady
from engine.music.forms import form_chart
from engine.music.note import Note

STYLE = "Hank Jones"
Moves = Callable[..., None]


@pytest.fixture(scope="module")
def real_engine() -> Engine:
    return Engine.load()


@pytest.fixture
def live_in(
    make_window: Callable[..., MainWindow], real_engine: Engine, open_prompt: Callable[[MainWindow], None]
) -> Callable[[str], MainWindow]:
    """A window that renders live in a mode, with a prompt of four bars of which the second and third are to be new."""

    def begin(mode: str) -> MainWindow:
        window = make_window(lambda: real_engine)
        open_prompt(window)
        controller = window.controller
        if mode in ("reharmonize", "solo"):
            controller.change_plan(form_chart("minor ii v i", "Am").spans)
        controller.change_settings(
            "mode", mode=mode, bars=4, redo_bars=((2, 3),), form="AB", section_bars=2, creativity=70,
            role="lead+chords+bass" if mode == "solo" else "lead",
        )  # fmt: skip
        window.mixer.styles.live_button.click()
        return window

    return begin


def move(window: MainWindow, *values: int) -> None:
    """Move a style's slider."""
    for value in values:
        window.mixer.styles.palette_page.rows[STYLE].slider.setValue(value)


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[MainWindow], Take]:
    """Waits until nothing is being written; gives the live take."""

    def wait(window: MainWindow) -> Take:
        qtbot.waitUntil(lambda: not window.inspector_link.live.busy, timeout=60_000)
        return window.controller.document.state.takes[-1]

    return wait


def shown_takes(window: MainWindow) -> list[Take]:
    """The live take at each change from now on."""
    seen: list[Take] = []
    document = window.controller.document
    document.takes_changed.connect(lambda: seen.append(document.state.takes[-1]))
    return seen


def written_by(engine: Engine, take: Take) -> tuple[Note, ...]:
    """What the engine writes for the settings of a take, asked directly."""
    events: list[Event] = []
    engine.run(take_job(take), events.append, threading.Event())
    (ready,) = (event for event in events if isinstance(event, TakeReady))
    return ready.clip.notes


@pytest.mark.parametrize("mode", MODES)
def test_a_movement_shows_parts_and_then_the_take_of_its_settings(
    live_in: Callable[[str], MainWindow], settled: Callable[[MainWindow], Take], real_engine: Engine, mode: str
) -> None:
    window = live_in(mode)
    move(window, 30)
    first = settled(window)
    before = window.controller.undo_stack.count()
    seen = shown_takes(window)
    move(window, 80)
    take = settled(window)
    parts = [one for one in seen if one.written_bars is not None]
    assert parts
    assert seen[-1] is take
    assert take.written_bars is None
    assert [one.number for one in seen] == [first.number] * len(seen)
    assert all(one.clip.length == take.clip.length for one in parts)
    assert take.clip.notes == written_by(real_engine, take)
    assert window.controller.undo_stack.count() - before <= 1


@pytest.mark.parametrize("mode", MODES)
def test_the_newest_movement_wins(
    live_in: Callable[[str], MainWindow], settled: Callable[[MainWindow], Take], real_engine: Engine, mode: str
) -> None:
    window = live_in(mode)
    start = window.controller.document.state
    move(window, 10)
    settled(window)
    steps = window.controller.undo_stack.count()
    move(window, *range(15, 90, 5), 33)
    take = settled(window)
    # One gesture is one step, or even that of the first movement, where it followed at once.
    assert window.controller.undo_stack.count() <= steps + 1
    assert take.settings.styles == ((STYLE, 0.33),)
    assert take.clip.notes == written_by(real_engine, take)
    while window.controller.document.state.settings.styles:
        window.controller.undo_stack.undo()
    assert window.controller.document.state.takes == start.takes


def test_a_drag_that_does_not_stop_is_shown_meanwhile(
    live_in: Callable[[str], MainWindow], settled: Callable[[MainWindow], Take], qtbot: QtBot
) -> None:
    window = live_in("song")
    move(window, 30)
    settled(window)
    seen = shown_takes(window)
    values = itertools.cycle(range(20, 90))

    def shown_after_another_movement() -> bool:
        move(window, next(values))
        return any(take.written_bars is not None for take in seen)

    qtbot.waitUntil(shown_after_another_movement, timeout=20_000)


def test_infill_changes_nothing_but_the_bars_that_are_free(
    live_in: Callable[[str], MainWindow], settled: Callable[[MainWindow], Take]
) -> None:
    window = live_in("infill")
    seen = shown_takes(window)
    prompt = window.controller.document.state.prompt
    kept = [note for note in prompt.notes if not 1920 <= note.start < 3 * 1920]
    for value in (20, 90):
        move(window, value)
        settled(window)
    assert len(seen) > 2
    for take in seen:
        assert [note for note in take.in_context.notes if not 1920 <= note.start < 3 * 1920] == kept
    free = {tuple(n for n in take.in_context.notes if 1920 <= n.start < 3 * 1920) for take in seen}
    assert len(free) > 1


def test_infill_of_a_take_leaves_what_stands_in_front_of_it(
    live_in: Callable[[str], MainWindow], settled: Callable[[MainWindow], Take], generate: Any
) -> None:
    window = live_in("continue")
    window.mixer.styles.live_button.click()
    window.mixer.variations.setValue(1)
    generate(window)
    whole = window.controller.document.state.takes[-1].in_context
    window.controller.change_settings("mode", mode="infill", redo_bars=((6, 7),))
    window.mixer.styles.live_button.click()
    seen = shown_takes(window)
    move(window, 60)
    settled(window)
    assert any(take.written_bars == 2 for take in seen)
    for take in seen:
        assert take.in_context.length == whole.length
        outside = [note for note in whole.notes if not 5 * 1920 <= note.start < 7 * 1920]
        assert [note for note in take.in_context.notes if not 5 * 1920 <= note.start < 7 * 1920] == outside


@pytest.mark.parametrize(("apart_s", "shown"), [(1000.0, 1), (0.0, 2)])
def test_parts_are_shown_as_far_apart_as_is_wished(
    live_in: Callable[[str], MainWindow],
    settled: Callable[[MainWindow], Take],
    monkeypatch: pytest.MonkeyPatch,
    apart_s: float,
    shown: int,
) -> None:
    monkeypatch.setattr(live, "PARTS_S", apart_s)
    monkeypatch.setattr(live, "LET_FINISH_S", 0.0)
    window = live_in("pattern")
    move(window, 40)
    settled(window)
    begun: list[float] = []
    window.inspector_link.live.begun.connect(begun.append)
    move(window, 70)
    settled(window)
    assert len(begun) == shown


def test_what_was_undone_while_it_was_written_does_not_come_back(
    live_in: Callable[[str], MainWindow], settled: Callable[[MainWindow], Take], qtbot: QtBot
) -> None:
    window = live_in("song")
    move(window, 40)
    settled(window)
    state = window.controller.document.state
    window.inspector_link.live._gesture_of = ""  # another gesture
    with qtbot.waitSignal(window.inspector_link.live.begun, timeout=60_000):
        move(window, 70)
    window.controller.undo_stack.undo()
    assert not window.inspector_link.live.busy
    qtbot.waitUntil(lambda: not window.controller.client._cancels, timeout=60_000)
    assert window.controller.document.state.takes == state.takes
