"""The wizard with the real training: a tiny style is learned, killed in the middle, resumed, and installed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.wizard.panel import RESULT, TRAIN, TrainPanel
from app.wizard.run_state import Stage
from engine.model.personal import StyleLibrary
from engine.music.midi_io import write_clip
from tests.tools.stride_pieces import stride

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
LONG_MS = 120_000


@pytest.fixture
def panel(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrainPanel]:
    pytest.importorskip("torch")
    monkeypatch.setenv("TATUMFLOW_STYLES", str(tmp_path / "styles"))
    window.tabs.setCurrentIndex(1)
    panel = window.train.panel
    assert panel is not None
    return panel


def test_a_real_training_survives_being_killed(panel: TrainPanel, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "My Stride"
    folder.mkdir()
    for number in range(5):
        write_clip(stride(number), folder / f"Stride {number}.mid")
    panel.folder_step.look_at(folder)
    qtbot.waitUntil(lambda: panel.folder_step.ready and panel.next_button.isEnabled(), timeout=LONG_MS)
    panel.next_button.click()
    panel.plan_step.expert.set_option("steps", 4)
    panel.plan_step.expert.set_option("prompts", 1)
    panel.next_button.click()
    assert panel.step == TRAIN
    try:
        qtbot.waitUntil(lambda: panel.runner.state.checkpoint_step >= 2 or panel.runner.can_resume, timeout=LONG_MS)
        assert panel.runner.active, panel.train_step.stage.text()
        os.kill(panel.runner.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: panel.runner.can_resume, timeout=LONG_MS)
        assert "ended from outside" in panel.train_step.stage.text()
        panel.train_step.pause_button.click()
        qtbot.waitUntil(lambda: panel.step == RESULT or panel.runner.can_resume, timeout=LONG_MS)
        state = panel.runner.state
        assert state.stage is Stage.DONE, panel.train_step.stage.text()
        assert [step for step, _ in state.loss] == sorted({step for step, _ in state.loss})
        assert state.loss[-1][0] == 4
        assert state.samples
        assert state.figures is not None
        assert [entry.name for entry in StyleLibrary().entries()] == ["My Stride"]
    finally:
        panel.runner.close()
