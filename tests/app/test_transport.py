"""The header and what plays: tempo, meter and key of what is shown, metronome, count-in, and music that goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QMenu
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.main_window import MainWindow
from app.transport.time_facts import with_meter, with_tempo
from engine.music.clip import Clip
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.note import Note
from engine.sound.outputs import SilentOutput
from engine.sound.player import Player
from engine.sound.schedule import CLICK, NOTE_ON, Message

Step = Callable[[MainWindow], None]


class ListeningOutput(SilentOutput):
    """Silence that remembers what it was given, and when that was due."""

    def __init__(self) -> None:
        super().__init__("for a test")
        self.sent: list[tuple[float, Message]] = []

    def send(self, at_s: float, message: Message) -> None:
        self.sent.append((at_s, message))

    def kinds(self) -> list[int]:
        return [message.kind for _, message in self.sent if message.kind in (CLICK, NOTE_ON)]


@pytest.fixture
def output(window: MainWindow) -> Iterator[ListeningOutput]:
    listening = ListeningOutput()
    window.controller.playback.set_player(Player(listening))
    yield listening
    window.controller.playback.close()


def open_menu(button: object) -> QMenu:
    button.click()  # type: ignore[attr-defined]
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_tempo_is_changed_in_the_header_and_undone(window: MainWindow, open_prompt: Step, qtbot: QtBot) -> None:
    open_prompt(window)
    notes = window.controller.document.state.prompt.notes
    menu = open_menu(window.transport.tempo)
    box = menu.findChild(QDoubleSpinBox)
    assert box is not None
    assert box.value() == 120.0
    box.setValue(187.5)
    from PySide6.QtCore import Qt

    qtbot.keyClick(box, Qt.Key.Key_Return)
    prompt = window.controller.document.state.prompt
    assert prompt.tempo.at(0).tempo_bpm == pytest.approx(187.5)
    assert prompt.notes == notes
    assert window.transport.tempo.text() == "188"
    window.controller.undo_stack.undo()
    assert window.transport.tempo.text() == "120"


def test_the_meter_is_chosen_from_a_menu(window: MainWindow, open_prompt: Step) -> None:
    open_prompt(window)
    menu = open_menu(window.transport.meter)
    next(action for action in menu.actions() if action.text() == "3/4").trigger()
    menu.close()
    prompt = window.controller.document.state.prompt
    assert window.transport.meter.text() == "3/4"
    assert prompt.bars == 6
    assert prompt.meter.is_bar_line(prompt.length)
    window.controller.undo_stack.undo()
    assert window.transport.meter.text() == "4/4"


def test_a_take_keeps_the_meter_of_its_prompt(window: MainWindow, open_prompt: Step, generate: Step) -> None:
    open_prompt(window)
    generate(window)
    menu = open_menu(window.transport.meter)
    assert not any(action.isEnabled() for action in menu.actions())
    menu.close()


def test_the_key_is_named(window: MainWindow, open_prompt: Step, generate: Step) -> None:
    open_prompt(window)
    generate(window)
    menu = open_menu(window.transport.key)
    minor = menu.actions()[1].menu()
    next(action for action in minor.actions() if action.text() == "F#m").trigger()
    menu.close()
    take = window.controller.document.state.takes[0]
    assert take.in_context.key == "F#m"
    assert window.transport.key.text() == "F#m"
    assert not take.edited, "naming a key changes no note"


def test_without_music_they_are_wishes_for_music_from_nothing(window: MainWindow) -> None:
    window.transport.facts.tempo_chosen.emit(200.0)
    window.transport.facts.meter_chosen.emit(5, 4)
    settings = window.controller.document.state.settings
    assert (settings.tempo_bpm, settings.meter) == (200.0, (5, 4))


def test_a_tempo_change_keeps_the_proportions_of_a_tempo_map() -> None:
    clip = Clip((Note(0, 60, 480),), tempo=TempoMap((TempoChange(0, 500_000), TempoChange(960, 250_000))), length=1920)
    changed = with_tempo(clip, 60.0)
    assert [change.us_per_quarter for change in changed.tempo.changes] == [1_000_000, 500_000]
    assert with_tempo(clip, 120.0, 1000).tempo.at(0).tempo_bpm == pytest.approx(60.0)


def test_a_meter_change_leaves_the_parts_in_another_meter() -> None:
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(3840, 3, 4)))
    clip = Clip((Note(0, 60, 480), Note(6000, 60, 480)), meters, length=3840 + 2 * 1440)
    assert with_meter(clip, 5, 4, 4000).meter.changes == (MeterChange(0, 4, 4), MeterChange(3840, 5, 4))
    assert with_meter(clip, 3, 4, 0).meter.changes == (MeterChange(0, 3, 4),)


def test_the_metronome_clicks_and_is_remembered(
    window: MainWindow, open_prompt: Step, output: ListeningOutput, qtbot: QtBot
) -> None:
    open_prompt(window)
    window.actions_by_id[ActionId.PLAY].trigger()
    qtbot.waitUntil(lambda: NOTE_ON in output.kinds(), timeout=5000)
    assert CLICK not in output.kinds()
    window.transport.metronome_button.click()
    qtbot.waitUntil(lambda: CLICK in output.kinds(), timeout=5000)
    window.actions_by_id[ActionId.PLAY].trigger()
    from app import settings as declared

    assert window.settings.get(declared.METRONOME)


def test_a_bar_of_clicks_comes_before_the_music(
    window: MainWindow, open_prompt: Step, output: ListeningOutput, qtbot: QtBot
) -> None:
    open_prompt(window)
    window.transport.facts.tempo_chosen.emit(400.0)
    window.actions_by_id[ActionId.COUNT_IN].setChecked(True)
    window.actions_by_id[ActionId.PLAY].trigger()
    qtbot.waitUntil(lambda: NOTE_ON in output.kinds(), timeout=10_000)
    assert output.kinds()[:4] == [CLICK] * 4
    clicks = [at_s for at_s, message in output.sent if message.kind == CLICK]
    first_note = next(at_s for at_s, message in output.sent if message.kind == NOTE_ON)
    assert first_note - clicks[0] == pytest.approx(4 * 60 / 400, abs=0.01)
    window.actions_by_id[ActionId.PLAY].trigger()


def test_the_music_goes_on_in_the_other_take_at_the_same_place(
    window: MainWindow, open_prompt: Step, generate: Step, output: ListeningOutput, qtbot: QtBot
) -> None:
    open_prompt(window)
    generate(window)
    playback, document = window.controller.playback, window.controller.document
    document.show_take(2)
    document.show_take(1)
    window.actions_by_id[ActionId.AUDITION].trigger()
    assert playback.playing
    assert window.actions_by_id[ActionId.LOOP].isChecked()
    assert playback.loop == (2 * 1920, 12 * 1920)
    qtbot.waitUntil(lambda: window.transport.tick > 2 * 1920 + 200, timeout=10_000)
    before = window.transport.tick
    window.actions_by_id[ActionId.COMPARE].trigger()
    assert document.state.current == 2
    assert playback.playing
    time.sleep(0.1)
    qtbot.waitUntil(lambda: window.transport.tick > before, timeout=5000)
    assert window.transport.tick < before + 1920
    playback.stop()
