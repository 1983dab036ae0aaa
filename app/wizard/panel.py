"""The wizard: stepper, the four pages, and the buttons that lead from one to the next."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import settings as declared
from app.i18n import in_words, translate
from app.paths import AppPaths
from app.settings import Settings
from app.theme import Theme
from app.training_process import Ending, Outcome
from app.transport.playback import Playback
from app.wizard.folder_step import FolderStep
from app.wizard.plan_step import PlanStep
from app.wizard.result_step import ResultStep
from app.wizard.run_state import Stage
from app.wizard.runner import TrainingRunner
from app.wizard.runs import create_run, latest_run
from app.wizard.sample_player import SamplePlayer
from app.wizard.stepper import Stepper
from app.wizard.train_step import TrainStep
from engine.errors import TatumFlowError

FOLDER, PLAN, TRAIN, RESULT = range(4)


class TrainPanel(QWidget):
    """The Train tab."""

    error_occurred = Signal(str)
    info_given = Signal(str)
    style_made = Signal(str)
    """A style has been installed: whoever lists styles has to look again."""
    style_wanted = Signal(str)
    """The user wants this style in the mixer."""

    def __init__(
        self, theme: Theme, settings: Settings, paths: AppPaths, playback: Playback, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings, self._paths = settings, paths
        self._palette: tuple[str, ...] = ()
        self._announced = False
        self.runner = TrainingRunner(self)
        self.player = SamplePlayer(playback, self)
        self.player.failed.connect(self.error_occurred)
        self.stepper = Stepper(theme, self)
        self.folder_step = FolderStep(theme, settings.get(declared.LAST_FOLDER), self)
        device, threads = settings.get(declared.DEVICE), settings.get(declared.THREADS)
        self.plan_step = PlanStep(theme, paths.runs_folder, device, threads, self)
        self.train_step = TrainStep(self.runner, self.player, theme, self)
        self.result_step = ResultStep(self.player, theme, self)
        self.pages = QStackedWidget(self)
        for page in (self.folder_step, self.plan_step, self.train_step, self.result_step):
            self.pages.addWidget(page)
        self.back_button = QPushButton(self)
        self.next_button = QPushButton(self)
        self.next_button.setObjectName("primary")
        self.next_button.setMinimumWidth(200)
        foot = QHBoxLayout()
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.stepper)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        self.stepper.step_chosen.connect(self._go_to)
        self.back_button.clicked.connect(self._on_back)
        self.next_button.clicked.connect(self._on_next)
        self.folder_step.changed.connect(self._refresh)
        self.folder_step.failed.connect(self.error_occurred)
        self.plan_step.changed.connect(self._refresh)
        self.runner.changed.connect(self._refresh)
        self.runner.ended.connect(self._on_ended)
        self.train_step.thrown_away.connect(self._on_thrown_away)
        self._pick_up()
        self._refresh()

    @property
    def step(self) -> int:
        """The page on view, from 0."""
        return self.pages.currentIndex()

    def set_palette(self, styles: tuple[str, ...]) -> None:
        """The styles that there are, whose names are taken."""
        self._palette = styles

    def _pick_up(self) -> None:
        """Show the training of an earlier day that is not finished, or has been finished without a window."""
        run = latest_run(self._paths.runs_folder)
        if run is None:
            return
        self.runner.show(run)
        if self.runner.state.stage is Stage.DONE:
            self._show_result()
        else:
            self.pages.setCurrentIndex(TRAIN)

    # From step to step

    @Slot()
    def _on_back(self) -> None:
        if self.step == PLAN:
            self._go_to(FOLDER)
        elif self.step == RESULT:
            self._begin_anew()

    @Slot()
    def _on_next(self) -> None:
        if self.step == FOLDER:
            self._go_to(PLAN)
        elif self.step == PLAN:
            self._start()
        elif self.step == TRAIN:
            self._show_result()
        elif self.runner.run is not None:
            self.player.stop()
            self.style_wanted.emit(self.runner.run.plan.name)

    @Slot(int)
    def _go_to(self, step: int) -> None:
        if step not in self._open_steps():
            return
        self.player.stop()
        self.pages.setCurrentIndex(step)
        if step == PLAN and self.folder_step.facts is not None:
            self.plan_step.begin(self.folder_step.facts, self._palette)
        elif step == FOLDER:
            self.folder_step.other_button.setFocus()
        self._refresh()

    def _start(self) -> None:
        plan = self.plan_step.plan
        if plan is None:
            return
        self._settings.set(declared.LAST_FOLDER, str(plan.folder))
        try:
            run = create_run(self._paths.runs_folder, plan)
        except TatumFlowError as error:
            self.error_occurred.emit(in_words(error))
            return
        self.runner.start(run)
        self.pages.setCurrentIndex(TRAIN)
        self.train_step.pause_button.setFocus()
        self._refresh()

    def _show_result(self) -> None:
        run = self.runner.run
        if run is None or self.runner.state.stage is not Stage.DONE:
            return
        self.result_step.show_result(run.plan.name, self.runner.state)
        self.pages.setCurrentIndex(RESULT)
        self._refresh()
        self.next_button.setFocus()

    def _begin_anew(self) -> None:
        self.player.stop()
        self.runner.forget()
        self.pages.setCurrentIndex(FOLDER)
        self._refresh()

    @Slot()
    def _on_thrown_away(self) -> None:
        self.player.stop()
        self.runner.forget()
        self.pages.setCurrentIndex(PLAN if self.folder_step.ready else FOLDER)
        self._refresh()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        run = self.runner.run
        if outcome.ending is Ending.DONE and run is not None:
            self.style_made.emit(run.plan.name)
            if not self.isVisible():
                text = translate("Train", "The style “{name}” is ready.")
                self.info_given.emit(text.format(name=run.plan.name))
            if self.step == TRAIN:
                self._show_result()
        elif outcome.message and not self.isVisible():
            self.error_occurred.emit(outcome.message)
        self._refresh()

    # Showing

    def _open_steps(self) -> set[int]:
        if self.runner.run is not None:
            return {TRAIN, RESULT} if self.runner.state.stage is Stage.DONE else {TRAIN}
        return {FOLDER, PLAN} if self.folder_step.ready else {FOLDER}

    @Slot()
    def _refresh(self) -> None:
        done = self.runner.state.stage is Stage.DONE
        step = self.step
        passed = set(range(step)) | ({TRAIN, RESULT} if done else set())
        self.stepper.show_step(step, self._open_steps(), passed)
        name = self.runner.run.plan.name if self.runner.run is not None else ""
        back, back_tip, forward, forward_tip, ready = {
            FOLDER: (
                "",
                "",
                translate("Train", "Plan It"),
                translate("Train", "Go on to the plan"),
                self.folder_step.ready,
            ),
            PLAN: (
                translate("Train", "Back"),
                translate("Train", "Back to the folder"),
                translate("Train", "Start Learning"),
                translate("Train", "Start learning the style"),
                self.plan_step.plan is not None,
            ),
            TRAIN: (
                "",
                "",
                translate("Train", "See the Result"),
                translate("Train", "What was learned, in figures and by ear"),
                done,
            ),
            RESULT: (
                translate("Train", "Learn Another"),
                translate("Train", "Learn another style; this one stays"),
                translate("Train", "Add to Mixer"),
                translate("Train", "Go to Compose with {name} in the mixer").format(name=name),
                True,
            ),
        }[step]
        for button, text, tip in (
            (self.back_button, back, back_tip),
            (self.next_button, forward, forward_tip),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
            button.setVisible(bool(text))
        self.next_button.setEnabled(ready)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        for part in (self.stepper, self.folder_step, self.plan_step, self.train_step, self.result_step):
            part.set_theme(theme)

    # The end of the window

    def may_close(self) -> bool:
        """Ask what becomes of a training under way; false if the window shall stay."""
        if not self.runner.ours:
            return True
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("TatumFlow")
        box.setText(translate("Train", "A style is still being learned."))
        box.setInformativeText(
            translate("Train", "It can go on without the window, or stop for now and go on when you resume it.")
        )
        role = QMessageBox.ButtonRole
        go_on = box.addButton(translate("Train", "Go On Without the Window"), role.AcceptRole)
        stop = box.addButton(translate("Train", "Stop for Now"), role.AcceptRole)
        stay = box.addButton(translate("Train", "Stay Here"), role.RejectRole)
        for button, tip in (
            (go_on, translate("Train", "Close the window; the style will be there when it has been learned")),
            (stop, translate("Train", "Keep what has been learned; resume it on the Train tab another day")),
            (stay, translate("Train", "Do not close the window")),
        ):
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
        box.setDefaultButton(go_on)
        box.setEscapeButton(stay)
        box.exec()
        chosen = box.clickedButton()
        if chosen is go_on:
            self.runner.leave_running()
        elif chosen is stop:
            self.runner.stop_for_now()
        else:
            return False
        return True

    def close_processes(self) -> None:
        """End every child that belongs to this window."""
        self.folder_step.close_process()
        self.runner.close()
