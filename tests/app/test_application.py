from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.controller import EngineState
from app.engine_client import EngineLike
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT, RESOURCES
from engine.sound.player import Player

ROOT = RESOURCES.parent
CHECKPOINT = RESOURCES / "models" / "tatumflow-small"
needs_model = pytest.mark.skipif(not CHECKPOINT.is_dir(), reason="the bundled model has not been made")


def run_app(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_the_app_starts_opens_a_file_and_ends(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = run_app(
        str(DEMO_PROMPT), "--screenshot", str(picture), "--size", "1100x700", "--theme", "light", "--print-timing"
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("WINDOW ")
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 700)


def test_a_wrong_size_is_told_on_one_line() -> None:
    done = run_app("--size", "large")
    assert done.returncode == 2
    assert "large" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_start_path_stays_light() -> None:
    """Nothing heavy may come in before the window is on the screen."""
    program = (
        "import sys, app.application; "
        "heavy = {'torch', 'onnxruntime', 'numpy', 'scipy', 'matplotlib', 'pretty_midi', 'miditok', 'mido'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@needs_model
@pytest.mark.slow
def test_the_bundled_model_writes_a_take(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    def load() -> EngineLike:
        from engine.generate.engine import Engine

        engine: EngineLike = Engine.load()
        return engine

    window = make_window(load)
    assert window.controller.engine_state is EngineState.READY
    window.mixer.bars.setValue(2)
    window.mixer.variations.setValue(1)
    window.mixer.generate_button.click()
    qtbot.waitUntil(lambda: bool(window.takes.cards), timeout=120_000)
    take = window.controller.document.state.takes[0]
    assert window.takes.cards[0].accessibleName() == "Take 1"
    assert take.clip.notes
    assert take.clip.bars == 2
    assert take.clip.meter.is_bar_line(take.clip.length)


@needs_model
@pytest.mark.slow
def test_a_file_named_in_the_environment_is_continued(tmp_path: Path) -> None:
    picture = tmp_path / "take.png"
    done = run_app("--screenshot", str(picture), TATUMFLOW_AUTOGENERATE=str(DEMO_PROMPT), TATUMFLOW_ANNOUNCE_DRAG="1")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    file = next(line.removeprefix("TAKE ") for line in lines if line.startswith("TAKE "))
    assert Path(file).is_file()
    assert any(line.startswith("SRC ") for line in lines)


def test_playing_moves_the_playhead_and_stopping_puts_it_back(
    window: MainWindow, open_prompt: Callable[[MainWindow], None], qtbot: QtBot
) -> None:
    open_prompt(window)
    playback = window.controller.playback
    playback.set_player(Player.open())
    playback.seek(1920)
    window.transport.play_button.click()
    assert playback.playing
    with qtbot.waitSignal(playback.position_changed, check_params_cb=lambda tick: tick > 2000, timeout=10_000):
        pass
    assert window.transport.play_button.accessibleName() == "Stop"
    window.transport.play_button.click()
    assert not playback.playing
    assert window.transport.position.text() == "2.1"
    if playback.silent:
        assert playback.backend in window.messages.texts[0]
    playback.close()
