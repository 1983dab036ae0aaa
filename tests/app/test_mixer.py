from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from app.generation_settings import GenerationSettings
from app.main_window import MainWindow
from app.project import open_state, state_text
from app.style_mixer.weights import corner_weights, mixed
from app.take_outlet import provenance_of
from engine.generate.engine import Engine
from engine.generate.jobs import PartTake
from engine.generate.manner import HANDS_SIZE, MANNER_SIZE
from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note

Step = Callable[[MainWindow], None]


class ReadingEngine:
    """The styles that the scale engine lacks: reading and personal ones."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.own: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @property
    def styles(self) -> tuple[str, ...]:
        return (*self._inner.styles, *self.own)

    def read_style(self, clip: Clip) -> tuple[float, ...]:
        return (float(len(clip.notes)), 0.5)

    def reload_styles(self) -> tuple[str, ...]:
        self.own = ("My Trio",)
        return self.styles


def settings_of(window: MainWindow) -> GenerationSettings:
    return window.controller.document.state.settings


@given(st.floats(0, 1), st.floats(0, 1))
def test_corner_weights_add_up_and_meet_the_corners(x: float, y: float) -> None:
    weights = corner_weights(x, y)
    assert sum(weights) == pytest.approx(1)
    assert all(0 <= weight <= 1 for weight in weights)
    assert corner_weights(0, 0) == (1, 0, 0, 0)
    assert corner_weights(1, 1) == (0, 0, 0, 1)


def test_a_corner_left_to_the_prompt_takes_its_share_away() -> None:
    assert mixed(("A", "", "B", "A"), 50, 50) == (("A", 50), ("B", 25))
    assert mixed(("A", "", "", ""), 100, 0) == (("A", 0),)


def test_every_style_of_the_palette_has_a_slider(window: MainWindow) -> None:
    rows = window.mixer.styles.palette_page.rows
    assert list(rows) == ["Ballad", "Stride"]
    rows["Stride"].slider.setValue(40)
    assert settings_of(window).styles == (("Stride", 0.4),)
    rows["Ballad"].slider.setValue(30)
    assert dict(settings_of(window).styles) == {"Stride": 0.4, "Ballad": 0.3}
    rows["Stride"].slider.setValue(0)
    assert settings_of(window).styles == (("Ballad", 0.3),)
    window.controller.undo_stack.undo()
    assert rows["Stride"].slider.value() == 40


def test_finding_a_style_by_its_name(window: MainWindow, qtbot: QtBot) -> None:
    page = window.mixer.styles.palette_page
    qtbot.keyClicks(page.search, "RID")
    assert [name for name, row in page.rows.items() if row.isVisibleTo(page)] == ["Stride"]


def test_the_pad_mixes_by_mouse_and_keys(window: MainWindow, qtbot: QtBot) -> None:
    styles = window.mixer.styles
    styles.pad_button.click()
    pad = styles.pad_page
    assert pad.field.isVisibleTo(window)
    for corner, name in ((0, "Ballad"), (1, "Stride")):
        index = pad.corners[corner].findData(name)
        pad.corners[corner].setCurrentIndex(index)
        pad.corners[corner].activated.emit(index)
    assert dict(settings_of(window).styles) == {"Ballad": 0.25, "Stride": 0.25}
    qtbot.mouseClick(pad.field, Qt.MouseButton.LeftButton, pos=QPoint(pad.field.width() - 2, 2))
    assert settings_of(window).styles == (("Stride", 1.0),)
    qtbot.keyClick(pad.field, Qt.Key.Key_Home)
    qtbot.keyClick(pad.field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert (settings_of(window).pad_x, settings_of(window).pad_y) == (50, 40)
    assert dict(settings_of(window).styles) == {"Ballad": 0.3, "Stride": 0.3}
    assert "30" in pad.field.accessibleDescription()


def test_the_pad_takes_over_the_mix_of_the_sliders(window: MainWindow) -> None:
    window.mixer.styles.palette_page.rows["Stride"].slider.setValue(80)
    window.mixer.styles.pad_button.click()
    assert settings_of(window).pad_corners == ("Stride",)
    assert settings_of(window).styles == (("Stride", 0.8),)


def drop(window: MainWindow, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    target, place = window.mixer.styles, QPointF(20, 20)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    target.dragEnterEvent(enter)
    if enter.isAccepted():
        target.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, buttons, keys))


def test_a_dropped_file_becomes_a_style_of_the_mix(
    make_window: Callable[..., MainWindow], engine: Any, generate: Step, open_prompt: Step, prompt_clip: Any,
    tmp_path: Path, qtbot: QtBot,
) -> None:  # fmt: skip
    window = make_window(lambda: ReadingEngine(engine))
    open_prompt(window)
    file = tmp_path / "내 연주.kar"
    write_clip(prompt_clip(bars=6), file)
    drop(window, file)
    qtbot.waitUntil(lambda: bool(settings_of(window).read_styles), timeout=20_000)
    rows = window.mixer.styles.palette_page.rows
    assert rows["내 연주"].slider.value() == 60
    rows["내 연주"].slider.setValue(35)
    generate(window)
    assert engine.jobs[0].style_vectors == (((48.0, 0.5), 0.35),)
    rows["내 연주"].remove.click()
    assert settings_of(window).read_styles == ()
    window.controller.undo_stack.undo()
    assert settings_of(window).read_styles[0].weight == 35


def test_what_is_no_midi_file_is_told(
    make_window: Callable[..., MainWindow], engine: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(lambda: ReadingEngine(engine))
    file = tmp_path / "noise.mid"
    file.write_bytes(b"no music")
    drop(window, file)
    qtbot.waitUntil(
        lambda: any("noise.mid" in text and "MIDI" in text for text in window.messages.texts), timeout=20_000
    )
    assert settings_of(window).read_styles == ()


def test_the_users_styles_are_looked_for_again(
    make_window: Callable[..., MainWindow], engine: Any, qtbot: QtBot
) -> None:
    window = make_window(lambda: ReadingEngine(engine))
    rows = window.mixer.styles.palette_page.rows
    assert "My Trio" not in rows
    window.mixer.styles.refresh_button.click()
    qtbot.waitUntil(lambda: "My Trio" in window.mixer.styles.palette_page.rows, timeout=20_000)


def test_reset_empties_the_mix(window: MainWindow) -> None:
    styles = window.mixer.styles
    styles.palette_page.rows["Stride"].slider.setValue(80)
    assert styles.summary.text() == "Stride"
    styles.reset.click()
    assert settings_of(window).styles == ()
    assert styles.palette_page.rows["Stride"].slider.value() == 0


# Live


@pytest.fixture
def live(window: MainWindow, open_prompt: Step, generate: Step) -> MainWindow:
    open_prompt(window)
    window.mixer.variations.setValue(1)
    generate(window)
    window.mixer.styles.live_button.click()
    return window


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.inspector_link.live.busy, timeout=20_000)


def test_a_movement_renders_with_the_same_seed_and_only_the_style_differs(
    live: MainWindow, engine: Any, qtbot: QtBot
) -> None:
    seed = settings_of(live).seed
    live.mixer.styles.palette_page.rows["Stride"].slider.setValue(40)
    settled(live, qtbot)
    job = engine.jobs[-1]
    assert job.styles == (("Stride", 0.4),)
    assert (job.seed, job.variations, job.prompt) == (seed, 1, engine.jobs[0].prompt)
    state = live.controller.document.state
    assert len(state.takes) == 2
    assert state.current == 2
    assert live.roll_panel.roll.content.clip == state.shown
    assert "ms" in live.mixer.styles.live_status.text()


def test_further_movements_renew_the_same_take_and_one_gesture_is_one_step(
    live: MainWindow, engine: Any, qtbot: QtBot
) -> None:
    before = live.controller.document.state
    slider = live.mixer.styles.palette_page.rows["Stride"].slider
    for value in (10, 20, 30):
        slider.setValue(value)
        settled(live, qtbot)
    state = live.controller.document.state
    assert len(state.takes) == 2
    assert state.takes[1].settings.styles == (("Stride", 0.3),)
    live.controller.undo_stack.undo()
    assert live.controller.document.state.takes == before.takes
    assert settings_of(live).styles == ()
    live.controller.undo_stack.redo()
    assert live.controller.document.state.takes == state.takes


def test_only_the_newest_movement_counts(live: MainWindow, engine: Any, qtbot: QtBot) -> None:
    engine.started.clear()
    engine.gate.clear()
    slider = live.mixer.styles.palette_page.rows["Stride"].slider
    slider.setValue(10)
    assert engine.started.wait(10)
    for value in range(11, 30):
        slider.setValue(value)
    engine.gate.set()
    settled(live, qtbot)
    takes = live.controller.document.state.takes
    assert len(takes) == 2
    assert takes[1].settings.styles == (("Stride", 0.29),)
    # What was asked for in between was never begun.
    assert [job.styles for job in engine.jobs[1:]] == [(("Stride", 0.1),), (("Stride", 0.29),)]


def test_the_music_goes_on_in_the_new_notes(live: MainWindow, qtbot: QtBot) -> None:
    from engine.sound.outputs import SilentOutput
    from engine.sound.player import Player

    playback = live.controller.playback
    playback.set_player(Player(SilentOutput([])))
    slider = live.mixer.styles.palette_page.rows["Stride"].slider
    slider.setValue(10)
    settled(live, qtbot)
    playback.play()
    slider.setValue(20)
    settled(live, qtbot)
    assert playback.playing
    assert playback.clip == live.controller.document.state.shown
    playback.stop()


class StreamingEngine(ReadingEngine):
    """Tells the first bar of a streamed take, then waits before it writes the others."""

    def __init__(self, inner: Any) -> None:
        super().__init__(inner)
        self.go_on = threading.Event()

    def run(self, job: Any, emit: Callable[[Any], None], cancel: threading.Event) -> None:
        if job.stream:
            notes = tuple(Note(480 * beat, 99, 240) for beat in range(4))
            emit(PartTake(job.job_id, 0, Clip(notes, length=1920), (1920, 1920, 1920)))
            assert self.go_on.wait(20)
        self._inner.run(job, emit, cancel)


def live_window(
    make_window: Callable[..., MainWindow], open_prompt: Step, streaming: StreamingEngine, qtbot: QtBot
) -> tuple[MainWindow, QSlider]:
    """A window with a whole live take, and the slider whose next movement writes it anew."""
    window = make_window(lambda: streaming)
    open_prompt(window)
    window.mixer.styles.live_button.click()
    slider = window.mixer.styles.palette_page.rows["Stride"].slider
    streaming.go_on.set()
    slider.setValue(10)
    settled(window, qtbot)
    return window, slider


def test_written_bars_replace_old_ones_while_the_others_are_being_written(
    make_window: Callable[..., MainWindow], engine: Any, open_prompt: Step, qtbot: QtBot
) -> None:
    streaming = StreamingEngine(engine)
    window, slider = live_window(make_window, open_prompt, streaming, qtbot)
    before = window.controller.document.state.takes[0].clip
    streaming.go_on.clear()
    with qtbot.waitSignal(window.inspector_link.live.begun, timeout=20_000):
        slider.setValue(20)
    take = window.controller.document.state.takes[0]
    half = take.clip
    assert take.written_bars == 1
    assert "from bar 2 on, notes are older" in window.takes.cards[0].accessibleDescription()
    assert [note.pitch for note in half.notes if note.start < 1920] == [99] * 4
    assert [note for note in half.notes if note.start >= 1920] == [note for note in before.notes if note.start >= 1920]
    assert half.length == before.length
    assert window.roll_panel.roll.content.clip == window.controller.document.state.shown
    streaming.go_on.set()
    settled(window, qtbot)
    assert window.controller.document.state.takes[0].clip == before
    assert window.controller.document.state.takes[0].written_bars is None
    assert len(window.controller.document.state.takes) == 1


def test_a_live_take_that_was_cut_off_says_so(
    make_window: Callable[..., MainWindow], engine: Any, open_prompt: Step, qtbot: QtBot, tmp_path: Path
) -> None:
    streaming = StreamingEngine(engine)
    window, slider = live_window(make_window, open_prompt, streaming, qtbot)
    streaming.go_on.clear()
    with qtbot.waitSignal(window.inspector_link.live.begun, timeout=20_000):
        slider.setValue(20)
    engine.fail_with = "The style cannot be used."
    streaming.go_on.set()
    settled(window, qtbot)
    state = window.controller.document.state
    assert state.takes[0].written_bars == 1
    assert provenance_of(state.takes[0]).edited
    assert "unfinished" in window.takes.cards[0]._originality.text()
    file = tmp_path / "cut.tatum"
    file.write_text(state_text(state), encoding="utf-8")
    assert open_state(file)[0].takes[0].written_bars == 1
    engine.fail_with = None
    slider.setValue(30)
    settled(window, qtbot)
    assert window.controller.document.state.takes[0].written_bars is None


def test_off_means_off(live: MainWindow, engine: Any, qtbot: QtBot) -> None:
    live.mixer.styles.live_button.click()
    live.mixer.styles.palette_page.rows["Stride"].slider.setValue(40)
    assert not live.inspector_link.live.busy
    assert len(engine.jobs) == 1


def test_a_failure_is_told_and_the_next_movement_works(live: MainWindow, engine: Any, qtbot: QtBot) -> None:
    slider = live.mixer.styles.palette_page.rows["Stride"].slider
    engine.fail_with = "The style cannot be used."
    slider.setValue(10)
    settled(live, qtbot)
    assert live.messages.texts == ("The style cannot be used.",)
    engine.fail_with = None
    slider.setValue(20)
    settled(live, qtbot)
    assert len(live.controller.document.state.takes) == 2


def test_the_real_engine_reads_a_style_off_a_clip(prompt_clip: Any) -> None:
    engine = Engine.load()
    style = engine.read_style(prompt_clip(bars=16))
    # All that is played and its manner, the lead and the chords, the lead's manner, and how chords are struck.
    assert len(style) == 3 * engine.checkpoint.config.style_width + 2 * MANNER_SIZE + HANDS_SIZE
    assert style != engine.read_style(prompt_clip(bars=8))
