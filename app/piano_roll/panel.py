"""The roll with its legend and its empty state, kept in step with the document and the playhead, and the loop
marked in it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.actions import ActionId
from app.controller import Controller
from app.empty_state import EmptyState
from app.i18n import translate
from app.piano_roll.content import RollContent
from app.piano_roll.footer import RollFooter
from app.piano_roll.view import PianoRoll
from app.take_names import take_title
from app.theme import Theme

REVEALED_BARS = 16
"""Of a longer prompt the roll first shows this many bars."""
LEAD_IN_BARS = 4
"""Before a take the roll shows this many bars of its prompt."""


class RollPanel(QFrame):
    """Shows the chosen take behind its prompt, or the prompt alone."""

    content_changed = Signal()

    def __init__(
        self, controller: Controller, theme: Theme, actions: dict[ActionId, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._playback = controller.document, controller.playback
        self._loop_action = actions[ActionId.LOOP]
        self._loop_range: tuple[int, int] | None = None
        self.setObjectName("panel")
        self.roll = PianoRoll(theme, self)
        self.empty_state = EmptyState(theme, actions[ActionId.OPEN], actions[ActionId.DEMO], self.roll.viewport())
        over_roll = QVBoxLayout(self.roll.viewport())
        over_roll.addWidget(self.empty_state)
        self.footer = RollFooter(
            theme,
            (
                (actions[ActionId.ZOOM_OUT], "zoom_out", translate("PianoRoll", "Zoom out")),
                (actions[ActionId.ZOOM_IN], "zoom_in", translate("PianoRoll", "Zoom in")),
                (actions[ActionId.FIT], "fit", translate("PianoRoll", "Fit")),
            ),
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 8, 1, 2)
        column.setSpacing(0)
        column.addWidget(self.roll, 1)
        column.addWidget(self.footer)
        self._document.prompt_changed.connect(self._on_document_changed)
        self._document.takes_changed.connect(self._on_document_changed)
        self._document.current_changed.connect(self._on_current_changed)
        controller.prompt_opened.connect(self._on_prompt_opened)
        self._playback.position_changed.connect(self._on_position_changed)
        self._loop_action.toggled.connect(self._on_loop_toggled)
        self.roll.seek_requested.connect(self._playback.seek)
        self.roll.loop_requested.connect(self._on_loop_marked)
        self.roll.key_pressed.connect(self._playback.preview)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for part in (self.roll, self.empty_state, self.footer):
            part.set_theme(theme)

    def go_to_start(self) -> None:
        """Put the play position and the view on the first bar."""
        self._playback.seek(0)
        self.roll.horizontalScrollBar().setValue(0)

    def _make_content(self) -> RollContent:
        state = self._document.state
        take = state.take(state.current)
        if take is not None:
            name = take.prompt.name or translate("PianoRoll", "Prompt")
            return RollContent(take.in_context, take.prompt.length, name, take_title(take))
        used = None
        if state.prompt_bars is not None:
            meter = state.prompt.meter
            used = meter.bar_start(state.prompt_bars[0]), meter.bar_start(state.prompt_bars[1] + 1)
        name = state.prompt.name or translate("PianoRoll", "Prompt")
        return RollContent(state.prompt, state.prompt.length, name, "", used)

    @Slot()
    def _on_document_changed(self) -> None:
        content = self._make_content()
        shown = self.roll.content
        if content.clip != shown.clip:
            self._loop_range = None
            self._playback.set_clip(content.clip)
        if content != shown:
            self.roll.set_content(content)
        self.empty_state.setVisible(not content.clip.length)
        self._apply_loop()
        self.content_changed.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        self._on_document_changed()
        content = self.roll.content
        if content.take_name:
            meter = content.clip.meter
            first = meter.bar_start(max(0, meter.bar_at(content.seam_tick) - LEAD_IN_BARS))
            self.roll.reveal(first, content.clip.length)
            self._playback.seek(content.seam_tick)

    @Slot()
    def _on_prompt_opened(self) -> None:
        clip = self.roll.content.clip
        if clip.bars > REVEALED_BARS * 3 // 2:
            self.roll.reveal(0, clip.meter.bar_start(REVEALED_BARS))
        else:
            self.roll.fit()
        self._playback.seek(0)

    @Slot(float)
    def _on_position_changed(self, tick: float) -> None:
        self.roll.set_playhead(tick, follow=self._playback.playing)

    @Slot(int, int)
    def _on_loop_marked(self, first_tick: int, last_tick: int) -> None:
        self._loop_range = (first_tick, last_tick)
        self._loop_action.setChecked(True)
        self._apply_loop()
        if not self._playback.playing:
            self._playback.seek(first_tick)

    @Slot(bool)
    def _on_loop_toggled(self, checked: bool) -> None:
        if not checked:
            self._loop_range = None
        self._apply_loop()

    def _apply_loop(self) -> None:
        """The marked range, else the take, else everything; nothing while looping is off."""
        loop = None
        content = self.roll.content
        if self._loop_action.isChecked() and content.clip.length:
            loop = self._loop_range or (content.seam_tick if content.take_name else 0, content.clip.length)
        self.roll.set_loop(loop)
        self._playback.set_loop(loop)
