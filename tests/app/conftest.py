"""A window on a small deterministic engine, for the events that the real one cannot be made to send at will."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.controller import Controller, EngineState
from app.engine_client import EngineClient, EngineLike
from app.i18n import install_language
from app.main_window import MainWindow
from app.paths import AppPaths
from app.settings import Settings
from app.theme import apply_theme, base_font, resolve_theme
from engine.errors import InputError
from engine.generate.jobs import ContinueJob, Event, JobFinished, Progress, TakeReady
from engine.generate.originality import Match
from engine.music.clip import Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.midi_io import write_clip
from engine.music.note import Note, Role

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform has no window manager to tell about sizes, and no keyboard to grab for a menu; it warns.
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def _empty_clipboard_at_the_end(qapp: QApplication) -> Iterator[None]:
    """The offscreen platform keeps what was copied in a C++ static, which would be destroyed after the interpreter."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def korean(qapp: QApplication) -> Iterator[None]:
    """The app speaks Korean as long as the test lasts; name it before the window."""
    translators = install_language(qapp, "ko")
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


class ScaleEngine:
    """Writes a scale that depends on the seed. Told to, it fails, or holds on until it is cancelled.

    While `gate` is shut it does not even hear that it is cancelled.
    """

    checkpoint_hash = "0123456789abcdef"
    styles = ("Ballad", "Stride")
    device = "cpu"

    def __init__(self) -> None:
        self.jobs: list[ContinueJob] = []
        self.fail_with: str | None = None
        self.hold = False
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()
        self.match: Match | None = None
        self.started = threading.Event()

    def close(self) -> None:
        self.closed = True

    def run(self, job: ContinueJob, emit: Callable[[Event], None], cancel: threading.Event) -> None:
        self.jobs.append(job)
        self.started.set()
        assert self.gate.wait(20)
        if self.fail_with is not None:
            raise InputError("{problem}", problem=self.fail_with)
        for variation in range(job.variations):
            emit(Progress(job.job_id, variation / job.variations, "notes"))
            if self.hold:
                cancel.wait(20)
            if cancel.is_set():
                emit(JobFinished(job.job_id, cancelled=True))
                return
            base = 48 + (job.seed + variation) % 24
            notes = tuple(Note(480 * i, base + i % 12, 240, 80, Role(i % 3)) for i in range(4 * job.bars))
            clip = Clip(notes, job.prompt.meter, job.prompt.tempo, length=1920 * job.bars)
            emit(TakeReady(job.job_id, variation, clip, job.seed, 0.01, self.match))
        emit(JobFinished(job.job_id))


def a_prompt(name: str = "Prompt", bars: int = 4) -> Clip:
    """A gridded clip in 4/4 at 120: melody, chords and bass."""
    notes = []
    for bar in range(bars):
        start = bar * 1920
        notes += [Note(start + 480 * i, 72 + (i * 2 + bar) % 7, 400, 90, Role.LEAD) for i in range(4)]
        notes += [Note(start, pitch, 900, 70, Role.CHORDS) for pitch in (60, 64, 67)]
        notes.append(Note(start, 36 + bar % 5, 1900, 80, Role.BASS))
    return Clip(tuple(notes), MeterMap.constant(4, 4), TempoMap.constant(120), length=bars * 1920, name=name)


@pytest.fixture
def prompt_clip() -> Callable[..., Clip]:
    return a_prompt


@pytest.fixture
def prompt_file(tmp_path: Path) -> Path:
    file = tmp_path / "prompt.mid"
    write_clip(a_prompt(), file)
    return file


@pytest.fixture
def engine() -> ScaleEngine:
    return ScaleEngine()


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths.under(tmp_path / "home")


@pytest.fixture
def make_window(
    qtbot: QtBot, qapp: QApplication, paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Makes a window whose engine thread runs; closes it after the test and checks that the thread ended."""
    windows: list[MainWindow] = []

    def make(load: Callable[[], EngineLike], *, wait: bool = True) -> MainWindow:
        qapp.setStyle("Fusion")
        qapp.setFont(base_font())
        apply_theme(qapp, resolve_theme("dark"))
        controller = Controller(EngineClient(load))
        window = MainWindow(controller, Settings(paths.settings_file), paths)
        qtbot.addWidget(window)
        # A question would wait for ever at the end of each test; those about the question take this away.
        monkeypatch.setattr(
            window.project_desk, "ask_about_changes", lambda: QMessageBox.StandardButton.Discard, raising=True
        )
        windows.append(window)
        window.show()
        controller.client.start()
        if wait:
            qtbot.waitUntil(lambda: controller.engine_state is not EngineState.LOADING, timeout=20_000)
        return window

    yield make
    for window in windows:
        window.close()
        thread = window.controller.client._thread
        assert thread.isFinished() or not thread.isRunning()
    qapp.setStyleSheet("")


@pytest.fixture
def window(make_window: Callable[..., MainWindow], engine: ScaleEngine) -> MainWindow:
    """A window on the scale engine, ready to generate."""
    return make_window(lambda: engine)


@pytest.fixture
def open_prompt(qtbot: QtBot, prompt_file: Path) -> Callable[[MainWindow], None]:
    """Opens the prompt file in a window and waits until it is there."""

    def open_it(window: MainWindow) -> None:
        window.open_file(prompt_file)
        qtbot.waitUntil(lambda: not window.controller.is_working, timeout=20_000)
        assert window.controller.document.state.prompt.notes

    return open_it


@pytest.fixture
def generate(qtbot: QtBot) -> Callable[[MainWindow], None]:
    """Presses Generate and waits until the job has ended."""

    def press(window: MainWindow) -> None:
        window.mixer.generate_button.click()
        qtbot.waitUntil(lambda: not window.controller.is_working, timeout=60_000)

    return press
