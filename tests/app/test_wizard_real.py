"""The wizard with the real training: a tiny style is learned, harmed in the middle, resumed, and installed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.wizard.panel import RESULT, TRAIN, TrainPanel
from app.wizard.run_state import Stage
from engine.model.personal import StyleLibrary
from tests.tools.stride_pieces import stride_folder

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


def begin(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    """From the folder to a training of four steps."""
    panel.folder_step.look_at(folder)
    qtbot.waitUntil(lambda: panel.folder_step.ready and panel.next_button.isEnabled(), timeout=LONG_MS)
    panel.next_button.click()
    panel.plan_step.expert.set_option("steps", 4)
    panel.plan_step.expert.set_option("prompts", 1)
    panel.next_button.click()
    assert panel.step == TRAIN


def test_a_real_training_survives_being_killed(panel: TrainPanel, tmp_path: Path, qtbot: QtBot) -> None:
    begin(panel, stride_folder(tmp_path / "My Stride", 5), qtbot)
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of other processes are Linux's")
def test_a_real_training_survives_a_full_disk_and_sleep(panel: TrainPanel, tmp_path: Path, qtbot: QtBot) -> None:
    import resource

    begin(panel, stride_folder(tmp_path / "My Stride", 5), qtbot)
    runner, stage = panel.runner, panel.train_step.stage
    qtbot.waitUntil(lambda: runner.state.checkpoint_step >= 2 or runner.can_resume, timeout=LONG_MS)
    assert runner.active, stage.text()
    try:
        # No file may grow beyond this from now on: a checkpoint does not fit, as on a disk that is full.
        resource.prlimit(runner.pid, resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
        qtbot.waitUntil(lambda: runner.can_resume, timeout=LONG_MS)
        assert "could not be written (File too large); make room" in stage.text()
        assert runner.run is not None
        assert (runner.run.out / "adapters" / "state.safetensors").stat().st_size > 1_000_000
        kept = runner.state.checkpoint_step
        shutil.rmtree(tmp_path / "My Stride")  # it has been read
        panel.train_step.pause_button.click()
        qtbot.waitUntil(lambda: runner.state.stage is Stage.LEARNING or runner.can_resume, timeout=LONG_MS)
        assert runner.active, stage.text()
        assert runner.state.step >= kept
        os.kill(runner.pid, signal.SIGSTOP)
        qtbot.wait(4000)
        assert runner.active
        assert runner.outcome is None
        os.kill(runner.pid, signal.SIGCONT)
        qtbot.waitUntil(lambda: panel.step == RESULT or runner.can_resume, timeout=LONG_MS)
        assert runner.state.stage is Stage.DONE, stage.text()
        assert [step for step, _ in runner.state.loss] == [1, 2, 3, 4]
    finally:
        panel.runner.close()
