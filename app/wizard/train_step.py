"""Step 3, Train: the curves, the time left, samples to hear, and pause, keep, cancel. What runs is the runner's."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.elided_label import ElidedLabel
from app.i18n import translate
from app.theme import Theme
from app.training_process import Ending, Outcome
from app.wizard.charts import CurveChart
from app.wizard.run_state import Stage
from app.wizard.runner import TrainingRunner
from app.wizard.sample_card import SampleColumn
from app.wizard.sample_player import SamplePlayer
from app.wizard.texts import left_text

SIDE_PX = 340


class TrainStep(QWidget):
    """Shows a `TrainingRunner` and gives it the user's words."""

    thrown_away = Signal()

    def __init__(
        self, runner: TrainingRunner, player: SamplePlayer, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._player = runner, player
        self._finishing = False
        self.curves = CurveChart(
            translate("Train", "How far off it is from the music · lower is better"),
            theme,
            (translate("Train", "pieces it learns from"), translate("Train", "pieces held back")),
            self,
        )
        self.curves.empty_text = translate("Train", "The curves begin when the folder has been read.")
        self.samples = SampleColumn(player, theme, self)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self._make_status())
        side.addWidget(self.samples, 1)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.curves, 1)
        self.reading_note = QLabel(self)
        self.reading_note.setObjectName("muted")
        self.reading_note.setWordWrap(True)
        left.addWidget(self.reading_note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addLayout(left, 1)
        right = QWidget(self)
        right.setFixedWidth(SIDE_PX)
        side.setContentsMargins(0, 0, 0, 0)
        right.setLayout(side)
        row.addWidget(right)
        runner.changed.connect(self._refresh)
        runner.ended.connect(self._on_ended)
        self.set_theme(theme)
        self._refresh()

    def _make_status(self) -> QFrame:
        panel = QFrame(self)
        panel.setObjectName("panel")
        self.title = ElidedLabel(panel)
        self.title.setObjectName("title")
        self.stage = QLabel(panel)
        self.stage.setWordWrap(True)
        self.progress = QProgressBar(panel)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(translate("Train", "Progress of the learning"))
        self.progress.setToolTip(translate("Train", "How much of the learning is done"))
        self.left = QLabel(panel)
        self.left.setObjectName("muted")
        self.left.setWordWrap(True)
        self.memory_note = QLabel(
            translate("Train", "Memory is short: it learns in smaller portions, the same music a little slower."), panel
        )
        self.memory_note.setObjectName("muted")
        self.memory_note.setWordWrap(True)
        self.pause_button = QPushButton(panel)
        self.pause_button.clicked.connect(self._on_pause)
        self.keep_button = QPushButton(translate("Train", "Stop and Keep"), panel)
        self.keep_button.setAccessibleName(translate("Train", "Stop and keep"))
        self.keep_button.setToolTip(
            translate("Train", "Learn no more; measure and install the style with what it has learned")
        )
        self.keep_button.clicked.connect(self._on_keep)
        self.cancel_button = QPushButton(translate("Train", "Cancel…"), panel)
        self.cancel_button.setAccessibleName(translate("Train", "Cancel the learning"))
        self.cancel_button.setToolTip(translate("Train", "End the learning and throw away what was learned"))
        self.cancel_button.clicked.connect(self._on_cancel)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.pause_button, self.keep_button, self.cancel_button):
            buttons.addWidget(button)
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for widget in (self.title, self.progress, self.stage, self.left, self.memory_note):
            column.addWidget(widget)
        column.addLayout(buttons)
        return panel

    # Doing

    @Slot()
    def _on_pause(self) -> None:
        if self._runner.can_resume or self._runner.state.stage is Stage.PAUSED:
            self._runner.go_on()
        else:
            self._runner.pause()

    @Slot()
    def _on_keep(self) -> None:
        self._finishing = True
        self._runner.keep()
        self._refresh()

    @Slot()
    def _on_cancel(self) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(translate("Train", "Cancel the learning"))
        box.setText(translate("Train", "Throw away what has been learned up to here?"))
        throw = box.addButton(translate("Train", "Throw Away"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(translate("Train", "Go On"), QMessageBox.ButtonRole.RejectRole)
        for button in (throw, stay):
            button.setAccessibleName(button.text())
        throw.setToolTip(translate("Train", "End the learning and delete what was learned"))
        stay.setToolTip(translate("Train", "Leave everything as it is"))
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is throw:
            self._runner.throw_away()
            self.thrown_away.emit()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        self._finishing = False
        self._refresh()
        if outcome.ending is Ending.DIED and self.isVisible():
            self.pause_button.setFocus()

    # Showing

    @Slot()
    def _refresh(self) -> None:
        runner, state = self._runner, self._runner.state
        run = runner.run
        self.title.setText(run.plan.name if run is not None else "")
        reading = state.stage is Stage.READING
        measuring = state.stage is Stage.MEASURING
        done = state.stage_done if reading or measuring else state.done
        self.progress.setValue(round(1000 * done))
        self.progress.setFormat("%p %")
        self.stage.setText(self._stage_words())
        self.left.setText(self._left_words())
        self.left.setVisible(bool(self.left.text()))
        self.memory_note.setVisible(state.portions > 1 and runner.active)
        self._colour_stage()
        resumable = runner.can_resume or state.stage is Stage.PAUSED
        self.pause_button.setText(translate("Train", "Resume") if resumable else translate("Train", "Pause"))
        self.pause_button.setAccessibleName(self.pause_button.text())
        self.pause_button.setToolTip(
            translate("Train", "Go on learning from where it was")
            if resumable
            else translate("Train", "Compute nothing until you resume")
        )
        self.pause_button.setEnabled(
            run is not None and not measuring and not self._finishing and state.stage is not Stage.DONE
        )
        learning = state.stage in (Stage.LEARNING, Stage.PAUSED) and runner.active
        self.keep_button.setEnabled(learning and not self._finishing)
        self.cancel_button.setEnabled(run is not None and state.stage is not Stage.DONE)
        best = state.best
        self.curves.show_curves(state.loss, state.validation, end=float(state.steps), best=best)
        self.curves.say(self._curve_words())
        self.reading_note.setText(
            translate(
                "Train",
                "When the held-back curve stops falling, there is nothing more to gain; the ring marks its best.",
            )
        )
        self.samples.show_samples(state.samples, state.steps)

    def _stage_words(self) -> str:
        runner, state = self._runner, self._runner.state
        if runner.outcome is not None and not runner.active and state.stage is not Stage.DONE:
            return runner.outcome.message or translate("Train", "Stopped; it goes on from the last checkpoint.")
        if self._finishing and state.stage in (Stage.LEARNING, Stage.PAUSED):
            return translate("Train", "Finishing the style…")
        return {
            Stage.STARTING: translate("Train", "Starting…"),
            Stage.READING: translate("Train", "Reading the folder…"),
            Stage.LEARNING: translate("Train", "Learning"),
            Stage.PAUSED: translate("Train", "Paused"),
            Stage.MEASURING: translate("Train", "Measuring what was learned…"),
            Stage.DONE: translate("Train", "Done"),
        }[state.stage]

    def _left_words(self) -> str:
        runner, state = self._runner, self._runner.state
        if state.stage is Stage.LEARNING and state.seconds_left is not None and not self._finishing:
            text = left_text(state.seconds_left)
            if not runner.ours and runner.active:
                text += " · " + translate("Train", "goes on without this window")
            return text
        if runner.can_resume and state.checkpoint_step and state.steps:
            text = translate("Train", "Kept up to {percent} %.")
            return text.format(percent=round(100 * state.checkpoint_step / state.steps))
        return ""

    def _colour_stage(self) -> None:
        outcome = self._runner.outcome
        failed = outcome is not None and outcome.ending in (Ending.DIED, Ending.FAILED) and not self._runner.active
        self.stage.setStyleSheet(f"color: {self._theme.error};" if failed else "")

    def _curve_words(self) -> str:
        state = self._runner.state
        if not state.validation:
            return self.curves.empty_text
        text = translate("Train", "Held-back pieces: from {first} at the start to {now} now, the best is {best}.")
        return text.format(
            first=f"{state.validation[0][1]:.3f}",
            now=f"{state.validation[-1][1]:.3f}",
            best=f"{min(value for _, value in state.validation):.3f}",
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.curves.set_theme(theme)
        self.samples.set_theme(theme)
        self._colour_stage()
