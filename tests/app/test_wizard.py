"""The Train tab driven through real widgets, with the real scan and a child that speaks the training's protocol."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import training_process
from app.main_window import MainWindow
from app.paths import AppPaths
from app.wizard import machine
from app.wizard import runner as runner_module
from app.wizard.folder_facts import FolderFacts
from app.wizard.listening import chance_of, make_trials
from app.wizard.panel import FOLDER, PLAN, RESULT, TRAIN, TrainPanel
from app.wizard.plan import Plan, estimate, name_problem
from app.wizard.run_state import Pair, RunState, Stage, read_events
from app.wizard.runs import create_run, latest_run, open_run
from engine.music.clip import Clip
from engine.music.midi_io import write_clip
from engine.music.note import Note
from tests.app.test_controls import controls_of

HERE = Path(__file__).parent
PIECES = 5


def piece(number: int, bars: int = 16) -> Clip:
    notes = [Note(240 * i, 40 + number + (i * 5 + i // 7) % 31, 220, 50 + i % 50) for i in range(8 * bars)]
    return Clip(tuple(notes), length=1920 * bars)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Late Trio"
    (place / "odds").mkdir(parents=True)
    for number in range(PIECES):
        write_clip(piece(number), place / f"Tune {number}.mid")
    write_clip(piece(0), place / "odds" / "Tune 0 again.mid")
    (place / "odds" / "torn.mid").write_bytes(b"MThd")
    return place


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(training_process, "MAIN", HERE / "training_child.py")
    monkeypatch.setenv("TATUMFLOW_TEST_ROOT", str(HERE.parents[1]))
    monkeypatch.setenv("TATUMFLOW_STYLES", str(tmp_path / "styles"))
    return


@pytest.fixture
def panel(window: MainWindow, child: None, make_window: Callable[..., MainWindow]) -> Iterator[TrainPanel]:
    OPENED.clear()
    # A test that ends with a training under way is closed from outside, and nobody answers the question then.
    nobody = QTimer(QApplication.instance())
    nobody.timeout.connect(dismiss_question)
    nobody.start(4000)
    yield open_train(window)
    nobody.stop()
    for panel in OPENED:
        # Else the closing windows would ask what becomes of their trainings.
        panel.runner.close()


def dismiss_question() -> None:
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        box.reject()


OPENED: list[TrainPanel] = []


def open_train(window: MainWindow) -> TrainPanel:
    window.tabs.setCurrentIndex(1)
    assert window.train.panel is not None
    OPENED.append(window.train.panel)
    return window.train.panel


def look(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    panel.folder_step.look_at(folder)
    qtbot.waitUntil(lambda: not panel.folder_step.looking, timeout=60_000)


def begin(panel: TrainPanel, folder: Path, qtbot: QtBot, name: str = "Late Trio") -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    panel.plan_step.name.setText(name)
    panel.next_button.click()
    assert panel.step == TRAIN


def answer(text: str) -> list[str]:
    """Press the button of that text in the next question; the list gets what was asked."""
    asked: list[str] = []
    timer = QTimer(QApplication.instance())

    def press() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and box.isVisible():
            timer.stop()
            timer.deleteLater()
            asked.append(box.text())
            chosen = [button for button in box.buttons() if button.text() == text]
            # An unknown text must not leave the question open for ever.
            (chosen or [box.escapeButton()])[0].click()
            if not chosen:
                asked.append(f"no button {text}: {[button.text() for button in box.buttons()]}")

    timer.timeout.connect(press)
    timer.start(50)
    return asked


# Folder


def test_a_folder_is_looked_at_and_shown(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    assert panel.step == FOLDER
    assert not panel.next_button.isEnabled()
    look(panel, folder, qtbot)
    facts = panel.folder_step.facts
    assert facts is not None
    assert set(facts.used) == {f"Tune {number}.mid" for number in range(PIECES)}
    shown = panel.folder_step.left_out.list
    rows = {shown.item(row).text(): shown.item(row).data(Qt.ItemDataRole.UserRole) for row in range(shown.count())}
    assert rows == {"Tune 0 again.mid": "the same notes as Tune 0.mid", "torn.mid": "cannot be read"}
    assert panel.folder_step.meter.accessibleDescription() == f"4/4: {PIECES}"
    assert "sketch" in panel.folder_step.advice.text()
    assert panel.next_button.isEnabled()


def test_a_folder_is_dropped(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    area = panel.folder_step.drop_area
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(20, 20), *keys)
    area.dragEnterEvent(enter)
    assert enter.isAccepted()
    area.dropEvent(QDropEvent(QPointF(20, 20), *keys))
    qtbot.waitUntil(lambda: panel.folder_step.ready, timeout=60_000)


def test_looking_can_be_stopped(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    panel.folder_step.look_at(folder)
    assert panel.folder_step.looking
    panel.folder_step.cancel_button.click()
    assert not panel.folder_step.looking
    assert panel.folder_step.facts is None
    assert panel.folder_step.drop_area.isVisible()


def test_a_folder_without_music_is_told_in_one_sentence(
    panel: TrainPanel, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "empty").mkdir()
    look(panel, tmp_path / "empty", qtbot)
    assert any("empty holds no MIDI files" in text for text in window.messages.texts)
    assert panel.folder_step.drop_area.isVisible()


def test_two_pieces_are_too_few(panel: TrainPanel, tmp_path: Path, qtbot: QtBot) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for number in range(2):
        write_clip(piece(number), few / f"{number}.mid")
    look(panel, few, qtbot)
    assert "too few" in panel.folder_step.advice.text()
    assert not panel.next_button.isEnabled()


def test_damaged_events_change_nothing(tmp_path: Path) -> None:
    facts = FolderFacts(tmp_path)
    for event in ({"event": "checked"}, {"event": "found", "files": "many"}, {"event": "studied", "file": "x"}):
        facts.apply(event)
    assert (facts.files, facts.used, facts.left_out) == (0, {}, [])


# Plan


def test_the_plan_names_the_style_after_the_folder(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    assert panel.step == PLAN
    step = panel.plan_step
    assert step.name.text() == "Late Trio"
    step.quick_buttons[0].click()
    step.expert.set_option("rank", 16)
    plan = step.plan
    assert plan is not None
    words = plan.arguments(Path("/runs/one"))
    assert words[:8] == ["train", str(folder), "--name", "Late Trio", "--out", "/runs/one", "--minutes", "5"]
    assert words[words.index("--rank") + 1] == "16"
    assert "--seed" not in words
    assert "--role" not in words
    step.role.setCurrentIndex(step.role.findData("lead"))
    plan = step.plan
    assert plan is not None
    words = plan.arguments(Path("/runs/one"))
    assert words[words.index("--role") + 1] == "lead"


@pytest.mark.parametrize(("role", "word"), [("", "hands"), ("lead", "line"), ("chords", "chords"), ("bass", "bass")])
def test_the_plan_says_what_a_role_teaches(role: str, word: str, panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    step = panel.plan_step
    step.role.setCurrentIndex(step.role.findData("chords+bass"))
    step.role.setCurrentIndex(step.role.findData(role))
    labels = [label.text() for label in step.findChildren(QLabel) if label.text().startswith("•")]
    assert len(labels) == 3
    assert word in labels[0]
    assert ("hands" in labels[0]) == (role == "")


def test_the_plan_says_in_how_many_files_the_instruments_tell_the_lead(
    panel: TrainPanel, folder: Path, qtbot: QtBot
) -> None:
    look(panel, folder, qtbot)
    facts = panel.folder_step.facts
    assert facts is not None
    panel.next_button.click()
    step = panel.plan_step
    assert step.role_note.isHidden()
    step.role.setCurrentIndex(step.role.findData("lead"))
    assert step.role_note.isVisible()
    assert "by ear" in step.role_note.text()
    name = next(iter(facts.used))
    event = {
        "event": "checked",
        "file": name,
        "index": 1,
        "status": "used",
        "notes": 90,
        "seconds": 60.0,
        "pitches": [],
    }
    facts.apply({**event, "roles": "stated"})
    step.begin(facts, ())
    step.role.setCurrentIndex(step.role.findData("bass"))
    assert f"1 of {len(facts.used)}" in step.role_note.text()


@pytest.mark.parametrize(
    ("name", "blocks"), [("", True), ("a:b", True), ("Ballad", True), ("Mine", False), ("New", False), ("x" * 50, True)]
)
def test_names_are_checked(name: str, blocks: bool) -> None:
    problem, blocked = name_problem(name, ("Ballad", "Mine"), ("Mine",))
    assert blocked == blocks
    assert bool(problem) == (name != "New")


def test_a_bad_name_keeps_learning_from_starting(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    panel.plan_step.name.setText("Stride")
    assert "already" in panel.plan_step.name_note.text()
    assert not panel.next_button.isEnabled()
    panel.plan_step.name.setText("Stride of mine")
    assert panel.next_button.isEnabled()


def test_too_little_memory_keeps_learning_from_starting(
    panel: TrainPanel, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.wizard.plan_step.free_memory_bytes", lambda: 200_000_000)
    look(panel, folder, qtbot)
    panel.next_button.click()
    assert "free memory" in panel.plan_step.warning.text()
    assert not panel.next_button.isEnabled()


def test_the_plan_says_which_device_learns_and_asks_its_memory(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    look(panel, folder, qtbot)
    facts = panel.folder_step.facts
    assert facts is not None
    gpu = {"device": "cuda", "title": "RTX 4090 (CUDA)", "free_bytes": 20_000_000_000}
    facts.apply({"event": "devices", "gpus": [gpu]})
    panel.next_button.click()
    page = panel.plan_step
    assert "RTX 4090" in page.device.currentText()
    assert [page.device.itemData(row) for row in range(page.device.count())] == ["auto", "cpu", "cuda"]
    assert "at most" in page._rows["learning"].text()
    page.device.setCurrentIndex(2)
    page.device.activated.emit(2)
    assert page.plan is not None
    assert page.plan.arguments(folder)[-2:] == ["--device", "cuda"]
    panel.back_button.click()
    facts.apply({"event": "devices", "gpus": [gpu | {"free_bytes": 500_000_000}]})
    panel.next_button.click()
    assert page.device.currentData() == "cuda"
    assert "GPU has too little free memory" in page.warning.text()
    assert not panel.next_button.isEnabled()
    page.device.setCurrentIndex(1)
    page.device.activated.emit(1)
    assert "at most" not in page._rows["learning"].text()
    assert panel.next_button.isEnabled()


def test_the_estimate_counts_the_reading_in(panel: TrainPanel) -> None:
    assert estimate(10, 300).reading > estimate(10, 10).reading
    assert estimate(10, 300).learning < estimate(10, 10).learning
    assert estimate(60, 10).total > estimate(10, 10).total


# Train and Result


def test_from_a_folder_to_a_style(
    panel: TrainPanel, window: MainWindow, engine: Any, folder: Path, paths: AppPaths, qtbot: QtBot
) -> None:
    begin(panel, folder, qtbot)
    engine.reload_styles = lambda: (*engine.styles, "Late Trio")  # it looks already when the style is there
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)
    state = panel.runner.state
    assert state.stage is Stage.DONE
    assert [int(step) for step, _ in state.loss] == list(range(1, 41))
    assert [sample.step for sample in state.samples] == [10, 20, 30, 40]
    said = panel.result_step.figures.said
    assert said[0] == "Sounds like your folder: 21% → 68%, much closer"
    assert said[1] == "Turns other music to it: 11% → 14%, about the same"
    assert any("original" in row for row in said)
    run = panel.runner.run
    assert run is not None
    assert read_events(run.events_file).stage is Stage.DONE
    panel.next_button.click()
    qtbot.waitUntil(lambda: window.tabs.currentIndex() == 0, timeout=10_000)
    assert ("Late Trio", 60) in window.controller.document.state.settings.style_weights
    assert panel.player.playing is None


def test_pause_and_resume(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 5, timeout=60_000)
    button = panel.train_step.pause_button
    button.click()
    qtbot.waitUntil(lambda: panel.runner.state.stage is Stage.PAUSED, timeout=10_000)
    assert button.text() == "Resume"
    at = panel.runner.state.step
    qtbot.wait(300)
    assert panel.runner.state.step == at
    button.click()
    qtbot.waitUntil(lambda: panel.runner.state.step > at, timeout=10_000)


def test_stop_and_keep_ends_in_a_style(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 3, timeout=60_000)
    panel.train_step.keep_button.click()
    assert not panel.train_step.keep_button.isEnabled()
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=20_000)
    assert panel.runner.state.stopped_early
    assert panel.runner.state.step < 40
    assert "before its time" in panel.result_step.facts.text()


def test_a_killed_child_is_told_and_resumed_where_it_was(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.checkpoint_step >= 10, timeout=60_000)
    os.kill(panel.runner.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: panel.runner.can_resume, timeout=10_000)
    assert panel.train_step.stage.text() == "The training was ended from outside; what it had learned is kept."
    lost_from = panel.runner.state.step
    assert panel.train_step.pause_button.text() == "Resume"
    panel.train_step.pause_button.click()
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)
    steps = [step for step, _ in panel.runner.state.loss]
    assert steps == [float(step) for step in range(1, 41)]
    assert lost_from < 40


def test_cancelling_asks_and_throws_away(panel: TrainPanel, folder: Path, paths: AppPaths, qtbot: QtBot) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 3, timeout=60_000)
    asked = answer("Go On")
    panel.train_step.cancel_button.click()
    assert asked == ["Throw away what has been learned up to here?"]
    assert panel.runner.active
    answer("Throw Away")
    panel.train_step.cancel_button.click()
    assert not panel.runner.active
    assert list(paths.runs_folder.iterdir()) == []
    assert panel.step == PLAN


def test_a_folder_that_went_away_is_told_and_can_be_resumed(
    panel: TrainPanel, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    look(panel, folder, qtbot)
    panel.next_button.click()
    folder.rename(tmp_path / "elsewhere")
    panel.next_button.click()
    qtbot.waitUntil(lambda: panel.runner.can_resume, timeout=20_000)
    assert "There is no folder" in panel.train_step.stage.text()
    (tmp_path / "elsewhere").rename(folder)
    panel.train_step.pause_button.click()
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)


def test_samples_are_heard_and_the_transport_gets_its_clip_back(
    panel: TrainPanel, window: MainWindow, folder: Path, open_prompt: Callable[..., None], qtbot: QtBot
) -> None:
    from engine.sound.outputs import SilentOutput
    from engine.sound.player import Player

    open_prompt(window)
    playback = window.controller.playback
    playback.set_player(Player(SilentOutput([])))
    before = playback.clip
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: bool(panel.train_step.samples.cards), timeout=60_000)
    card = panel.train_step.samples.cards[0]
    card.play_button.click()
    assert panel.player.playing == card.sample.file
    assert playback.playing
    assert playback.clip is not before
    card.play_button.click()
    assert panel.player.playing is None
    assert playback.clip is before


def test_the_blind_comparison_counts(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)
    page = panel.result_step.listening
    for _ in range(3):
        trial = page.trial
        assert trial is not None
        (page.first_button if trial.style_is_first else page.second_button).click()
    assert page.trial is None
    assert page.chosen == 3
    assert page.question.text().startswith("You chose your style 3 of 3 times.")
    page.again_button.click()
    page.same_button.click()
    assert page.chosen == 0
    assert page.trial is not None


def test_trials_hide_the_side(tmp_path: Path) -> None:
    pairs = []
    for index in range(12):
        files = [tmp_path / f"{index}-{name}.mid" for name in "pba"]
        for file in files:
            file.touch()
        pairs.append(Pair(*files))
    trials = make_trials(tuple(pairs), seed=3)
    assert len(trials) == 8
    assert len({trial.pair for trial in trials}) == 8
    assert {trial.style_is_first for trial in trials} == {True, False}
    assert chance_of(8, 8) == pytest.approx(1 / 256)
    assert chance_of(0, 8) == 1


# Closing


def test_closing_the_window_asks_and_can_stay(
    panel: TrainPanel, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 2, timeout=60_000)
    asked = answer("Stay Here")
    window.close()
    assert asked == ["A style is still being learned."]
    assert window.isVisible()
    assert panel.runner.active
    panel.runner.throw_away()


def test_stopped_for_now_it_waits_for_another_day(
    panel: TrainPanel,
    window: MainWindow,
    folder: Path,
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    engine: Any,
) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 12, timeout=60_000)
    pid = panel.runner.pid
    answer("Stop for Now")
    window.close()
    assert not Path(f"/proc/{pid}").exists()
    later = open_train(make_window(lambda: engine))
    assert later.step == TRAIN
    assert later.runner.state.checkpoint_step >= 12
    assert "was not finished" in later.train_step.stage.text()
    later.train_step.pause_button.click()
    qtbot.waitUntil(lambda: later.step == RESULT, timeout=60_000)


def test_it_goes_on_without_the_window(
    panel: TrainPanel,
    window: MainWindow,
    folder: Path,
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    engine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = folder.parent / "go on"
    monkeypatch.setenv("TATUMFLOW_TEST_GATE", str(gate))
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 12, timeout=60_000)
    answer("Go On Without the Window")
    window.close()
    later = open_train(make_window(lambda: engine))
    assert later.step == TRAIN
    assert later.runner.active
    assert not later.runner.ours
    gate.touch()
    qtbot.waitUntil(lambda: later.step == RESULT, timeout=60_000)
    assert later.runner.state.stage is Stage.DONE


def test_what_goes_on_without_a_window_can_be_kept(
    panel: TrainPanel,
    window: MainWindow,
    folder: Path,
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    engine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TATUMFLOW_TEST_STEPS", "4000")
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 12, timeout=60_000)
    answer("Go On Without the Window")
    window.close()
    later = open_train(make_window(lambda: engine))
    worker = later.runner.pid
    qtbot.waitUntil(lambda: later.train_step.keep_button.isEnabled(), timeout=20_000)
    later.train_step.keep_button.click()
    qtbot.waitUntil(lambda: later.step == RESULT, timeout=60_000)
    assert later.runner.state.stopped_early
    assert latest_run(window._paths.runs_folder) is None
    assert worker != later.runner.pid


# Memory and disk


def test_portions_for_want_of_memory_are_shown_while_they_last(
    panel: TrainPanel, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TATUMFLOW_TEST_PORTIONS", "3")
    monkeypatch.setenv("TATUMFLOW_TEST_STEPS", "400")
    note = panel.train_step.memory_note
    begin(panel, folder, qtbot)
    assert not note.isVisible()
    qtbot.waitUntil(note.isVisible, timeout=60_000)
    assert panel.runner.state.portions == 2
    panel.runner.throw_away()
    assert not note.isVisible()


@pytest.mark.parametrize(
    ("kills", "free", "said"),
    [((3, 4), 10**12, "want of memory"), ((3, 3), 10**6, "disk is full"), ((3, 3), 10**12, "from outside")],
)
def test_a_child_that_went_without_a_word_is_explained_by_the_machine(
    panel: TrainPanel,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    kills: tuple[int, int],
    free: int,
    said: str,
) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.runner.state.step >= 2, timeout=60_000)
    panel.runner._memory_kills = kills[0]
    monkeypatch.setattr(runner_module, "memory_kills", lambda: kills[1])
    monkeypatch.setattr(runner_module, "free_disk_bytes", lambda folder: free)
    os.kill(panel.runner.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: panel.runner.can_resume, timeout=60_000)
    assert said in panel.train_step.stage.text()
    panel.runner.throw_away()


def test_a_limit_of_a_control_group_counts_as_memory(tmp_path: Path) -> None:
    (tmp_path / "membership").write_text("1:name=systemd:/\n0::/user/app\n")
    for place, limit, current in (("user", "8000", "3000"), ("user/app", "max", "2000")):
        group = tmp_path / "groups" / place
        group.mkdir(parents=True)
        (group / "memory.max").write_text(limit + "\n")
        (group / "memory.current").write_text(current + "\n")
        (group / "memory.stat").write_text("anon 10\ninactive_file 500\n")
    assert machine._from_groups(tmp_path / "membership", tmp_path / "groups") == [8000 - 2500]
    assert machine._from_groups(tmp_path / "nothing", tmp_path / "groups") == []
    (tmp_path / "vmstat").write_text("pgfault 12\noom_kill 7\n")
    assert machine.memory_kills(tmp_path / "vmstat") == 7
    assert machine.memory_kills(tmp_path / "nothing") == 0


def test_a_record_that_was_cut_off_goes_on_in_a_new_line(tmp_path: Path) -> None:
    run = create_run(tmp_path, Plan(tmp_path, "Mine"))
    run.mend_record()
    run.note({"event": "step", "step": 1, "steps": 4, "loss": 1.0, "seconds_left": 3.0})
    with run.events_file.open("a") as file:
        file.write('{"event": "st')
    run.mend_record()
    run.mend_record()
    run.note({"event": "plan", "step": 0, "steps": 4})
    assert run.events_file.read_text().count("\n") == 3
    assert run.state().loss == []


# Records


def test_a_run_is_found_again(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "folder", "Né: 재즈", 12, "cpu", 2, {"rank": "16"}, "chords+bass")
    run = create_run(tmp_path / "runs", plan)
    run.note({"event": "step", "step": 3, "steps": 9, "loss": 1.0, "seconds_left": 4})
    with run.events_file.open("a") as file:
        file.write('{"event": "st')
    again = open_run(run.folder)
    assert again == run
    assert again.state().step == 3
    assert latest_run(tmp_path / "runs") == run
    (run.folder / "wizard.json").write_text("{")
    assert latest_run(tmp_path / "runs") is None


def test_after_a_resume_the_curve_goes_on_from_the_checkpoint() -> None:
    state = RunState()
    for step in range(1, 18):
        state.apply({"event": "step", "step": step, "steps": 30, "loss": 2.0, "seconds_left": 1})
    state.apply({"event": "plan", "step": 10, "steps": 30, "seconds_left": 5})
    assert [step for step, _ in state.loss] == [float(step) for step in range(1, 11)]
    assert state.step == 10
    state.apply({"event": "step", "step": "eleven"})
    assert state.step == 10


def test_nobody_else_s_process_is_taken_for_a_training(tmp_path: Path) -> None:
    run = create_run(tmp_path, Plan(tmp_path, "x"))
    run.set_worker(os.getpid())
    assert run.worker() == 0


# Names, tips, keys


def test_every_control_of_every_page_has_a_name_and_a_tip(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    begin(panel, folder, qtbot)
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)
    controls = controls_of(panel)
    assert len(controls) > 25
    assert [(type(c).__name__, c.objectName()) for c in controls if not c.accessibleName()] == []
    assert [c.accessibleName() for c in controls if not c.toolTip()] == []


def test_every_page_can_be_used_from_the_keyboard(panel: TrainPanel, folder: Path, qtbot: QtBot) -> None:
    def press(button: QPushButton) -> None:
        reached: QWidget = panel.window().nextInFocusChain()
        while reached is not button and reached is not panel.window():
            reached = reached.nextInFocusChain()
        assert reached is button, button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)

    look(panel, folder, qtbot)
    press(panel.next_button)
    assert panel.step == PLAN
    press(panel.next_button)
    assert panel.step == TRAIN
    qtbot.waitUntil(lambda: panel.train_step.keep_button.isEnabled(), timeout=60_000)
    press(panel.train_step.keep_button)
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)
    press(panel.back_button)
    assert panel.step == FOLDER


def test_both_looks_are_painted(panel: TrainPanel, window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    from app.theme import DARK, LIGHT

    begin(panel, folder, qtbot)
    for theme in (LIGHT, DARK):
        window.set_theme(theme)
        assert not window.grab().isNull()
    qtbot.waitUntil(lambda: panel.step == RESULT, timeout=60_000)
    window.set_theme(LIGHT)
    assert not window.grab().isNull()
    assert runner_module.LOOK_MS > 0
