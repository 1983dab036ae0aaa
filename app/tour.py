"""The tour of the first start: three steps from an empty window to a take that is heard, each done by doing it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.actions import ActionId
from app.controller import Controller, EngineState
from app.i18n import translate
from app.icons import icon
from app.inspector.controls import make_tool
from app.theme import Theme


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it says, and the button that does it."""

    title: str
    text: str
    button: str
    action: ActionId


def tour_steps() -> tuple[Step, ...]:
    """The steps in the user's language."""
    return (
        Step(
            translate("Tour", "1 of 3 · Begin with a few bars"),
            translate("Tour", "Open the demo prompt, or drop a MIDI file of your own into the window."),
            translate("Tour", "Open the Demo Prompt"),
            ActionId.DEMO,
        ),
        Step(
            translate("Tour", "2 of 3 · Have takes written"),
            translate("Tour", "Generate continues the prompt; each result becomes a card below the roll."),
            translate("Tour", "Write Takes"),
            ActionId.GENERATE,
        ),
        Step(
            translate("Tour", "3 of 3 · Listen, and take it with you"),
            translate("Tour", "Space plays and stops. Drag a card into your DAW, or move the style sliders and go on."),
            translate("Tour", "Play the Take"),
            ActionId.PLAY,
        ),
    )


class Tour(QFrame):
    """A strip under the header; it takes no room when it is over."""

    finished = Signal()
    """The user has seen the tour, or wants to see no more of it."""

    def __init__(
        self, controller: Controller, actions: dict[ActionId, QAction], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller, self._actions = controller, actions
        self._steps = tour_steps()
        self._played = False
        self._had_focus = False
        self.number = 0
        self.setObjectName("message")
        self.title = QLabel(self)
        self.title.setObjectName("value")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.do_button = QPushButton(self)
        self.close_button = make_tool(
            self,
            translate("Tour", "Leave the tour"),
            translate("Tour", "Leave the tour; Help shows it again"),
            flat=True,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(14)
        row.addWidget(self.title)
        row.addWidget(self.text, 1)
        row.addWidget(self.do_button)
        row.addWidget(self.close_button)
        self.do_button.clicked.connect(self._on_do)
        self.close_button.clicked.connect(self._end)
        document = controller.document
        for signal in (document.prompt_changed, document.takes_changed, controller.engine_changed):
            signal.connect(self._look)
        controller.work_ended.connect(self._look)
        controller.work_began.connect(self._look)
        controller.playback.playing_changed.connect(self._on_playing)
        actions[ActionId.TOUR].triggered.connect(self.start)
        self.set_theme(theme)
        self._look()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.close_button.setIcon(icon("close", theme))

    @Slot()
    def start(self) -> None:
        """Show the tour from its first step that is still to be done."""
        self._played = False
        self.show()
        self._look()

    @Slot()
    def _look(self) -> None:
        state = self._controller.document.state
        self.number = 2 if state.takes else 1 if state.prompt.notes else 0
        step = self._steps[self.number]
        self.title.setText(step.title)
        self.text.setText(step.text)
        done = self.number == 2 and self._played
        text = translate("Tour", "Done") if done else step.button
        self.do_button.setText(text)
        self.do_button.setAccessibleName(text)
        self.do_button.setToolTip(translate("Tour", "End the tour") if done else self._actions[step.action].toolTip())
        waits = self._controller.is_working or self._controller.engine_state is EngineState.LOADING
        enabled = done or self.number == 2 or not waits
        if not enabled:
            # A button that cannot be pressed for a while loses the focus, to the one that ends the tour.
            self._had_focus = self._had_focus or self.do_button.hasFocus()
        self.do_button.setEnabled(enabled)
        if enabled and self._had_focus:
            self._had_focus = False
            if self.close_button.hasFocus():
                self.do_button.setFocus()

    @Slot()
    def _on_do(self) -> None:
        if self.number == 2 and self._played:
            self._end()
        else:
            self._actions[self._steps[self.number].action].trigger()

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        if playing and self.number == 2:
            self._played = True
            self._look()

    @Slot()
    def _end(self) -> None:
        self.hide()
        self.finished.emit()
