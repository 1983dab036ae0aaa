"""The roll with the line of tools above it, its legend and its empty state, kept in step with the document and the
playhead, and the loop marked in it.
"""

from __future__ import annotations

from contextlib import nullcontext

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenuBar, QVBoxLayout, QWidget

from app.actions import ActionId
from app.bar_locks import BarLocks
from app.chord_lane.link import ChordLink
from app.controller import Controller
from app.empty_state import EmptyState
from app.i18n import translate
from app.piano_roll.content import RollContent
from app.piano_roll.edit_bar import EditBar
from app.piano_roll.editor import Tool
from app.piano_roll.footer import RollFooter
from app.piano_roll.lock_lane import LockLane
from app.piano_roll.note_menus import NoteMenus
from app.piano_roll.quantise_popup import QuantisePopup
from app.piano_roll.view import PianoRoll
from app.take_names import take_title
from app.theme import Theme
from engine.generate.jobs import LOCK_MODES
from engine.music.clip import Clip

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
        self._controller = controller
        self._document, self._playback = controller.document, controller.playback
        self._loop_action = actions[ActionId.LOOP]
        self._loop_range: tuple[int, int] | None = None
        self._elsewhere = True
        self.setObjectName("panel")
        self.roll = PianoRoll(theme, self)
        self.menus = NoteMenus(self.roll, self)
        self.edit_bar = EditBar(self.roll.editor, self.menus, theme, self)
        self.quantise_popup = QuantisePopup(self.roll.editor.grid, self)
        ways_in = (actions[ActionId.OPEN], actions[ActionId.DEMO], actions[ActionId.DRAW_PROMPT])
        self.empty_state = EmptyState(theme, *ways_in, self.roll.viewport())
        actions[ActionId.DRAW_PROMPT].triggered.connect(self._on_draw_prompt)
        over_roll = QVBoxLayout(self.roll.viewport())
        over_roll.addWidget(self.empty_state)
        self.chords = ChordLink(self.roll, controller, theme, self)
        self.locks = LockLane(self.roll, theme)
        self.footer = RollFooter(
            theme,
            (
                (actions[ActionId.ZOOM_OUT], "zoom_out", translate("PianoRoll", "Zoom out")),
                (actions[ActionId.ZOOM_IN], "zoom_in", translate("PianoRoll", "Zoom in")),
                (actions[ActionId.FIT], "fit", translate("PianoRoll", "Fit")),
            ),
            self,
        )
        time_bar = self.roll.horizontalScrollBar()
        self.roll.scrolled.connect(lambda: self.footer.follow(time_bar))
        self.footer.scroll_bar.valueChanged.connect(time_bar.setValue)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.edit_bar)
        column.addWidget(self.chords.bar)
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
        self._connect_editing()

    def _connect_editing(self) -> None:
        controller, menus = self._controller, self.menus
        self.roll.cursor_requested.connect(self._on_cursor_requested)
        self.roll.editor.clip_edited.connect(self._on_clip_edited)
        self.roll.editor.note_heard.connect(self._playback.preview)
        menus.quantise_asked.connect(self._on_quantise_asked)
        menus.regenerate_asked.connect(self._on_regenerate_asked)
        menus.velocities_toggled.connect(self.roll.show_velocities)
        self._document.settings_changed.connect(self._show_locks)
        for wish in (menus.locks_changed, self.locks.changed):
            wish.connect(self._on_locks_changed)
        self.quantise_popup.applied.connect(self.roll.editor.quantise)
        for signal in (controller.work_began, controller.work_ended, controller.engine_changed):
            signal.connect(self._on_work_changed)

    def add_menus(self, bar: QMenuBar, actions: dict[ActionId, QAction]) -> None:
        """Put the roll's commands into the menu bar."""
        self.menus.add_to(bar, actions[ActionId.TRANSPOSE_UP], actions[ActionId.FIT])

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for part in (self.roll, self.empty_state, self.footer, self.edit_bar, self.chords, self.locks):
            part.set_theme(theme)

    def go_to_start(self) -> None:
        """Put the play position and the view on the first bar."""
        self._playback.seek(0)
        self.roll.horizontalScrollBar().setValue(0)

    def _make_content(self) -> RollContent:
        state = self._document.state
        take = state.take(state.current)
        key = (state.current, state.prompt_number)
        if take is not None:
            name = take.prompt.name or translate("PianoRoll", "Prompt")
            return RollContent(take.in_context, take.prompt.length, name, take_title(take), key=key)
        used = None
        if state.prompt_bars is not None:
            meter = state.prompt.meter
            used = meter.bar_start(state.prompt_bars[0]), meter.bar_start(state.prompt_bars[1] + 1)
        name = state.prompt.name or translate("PianoRoll", "Prompt")
        return RollContent(state.prompt, state.prompt.length, name, "", used, key)

    @Slot()
    def _on_document_changed(self) -> None:
        content = self._make_content()
        shown = self.roll.content
        if content.key != shown.key:
            self._elsewhere = (content.seam_tick, content.clip.length) != (shown.seam_tick, shown.clip.length)
            if self._elsewhere:
                self._loop_range = None
        if content.clip != shown.clip:
            # An edit, its undoing included, is heard at once in the music that goes on.
            with self._playback.going_on() if content.key == shown.key else nullcontext():
                self._playback.set_clip(content.clip)
        if content != shown:
            self.roll.set_content(content)
            self.menus.update()
        self.empty_state.setVisible(not content.clip.length)
        self._show_locks()
        self._apply_loop()
        self.content_changed.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        self._on_document_changed()
        content = self.roll.content
        # Takes of the same bars are compared at the place that the user looks at.
        if content.take_name and (self._elsewhere or self.roll.is_fitted):
            meter = content.clip.meter
            first = meter.bar_start(max(0, meter.bar_at(content.seam_tick) - LEAD_IN_BARS))
            self.roll.reveal(first, content.clip.length)
            # What goes on playing is being compared, in time.
            if not self._playback.playing:
                self._playback.seek(content.seam_tick)

    @Slot()
    def _on_prompt_opened(self) -> None:
        clip = self.roll.content.clip
        if clip.bars > REVEALED_BARS * 3 // 2:
            self.roll.reveal(0, clip.meter.bar_start(REVEALED_BARS))
        else:
            self.roll.fit()
        self._playback.seek(0)

    @Slot()
    def _on_draw_prompt(self) -> None:
        self._controller.begin_prompt()
        self.roll.editor.set_tool(Tool.DRAW)
        self.roll.setFocus()

    @Slot(float)
    def _on_position_changed(self, tick: float) -> None:
        self.roll.set_playhead(tick, follow=self._playback.playing)
        self.roll.editor.cursor_tick = round(tick)

    @Slot(int)
    def _on_cursor_requested(self, tick: int) -> None:
        if not self._playback.playing:
            self._playback.seek(tick)

    # Editing

    @Slot()
    def _show_locks(self) -> None:
        settings = self._document.state.settings
        self.locks.show_locks(settings.bar_locks, wanted=settings.mode in LOCK_MODES)
        self.menus.show_locks(settings.bar_locks)

    @Slot(object)
    def _on_locks_changed(self, locks: BarLocks) -> None:
        # Each lock is a step of its own, so the key names it.
        self._controller.change_settings(f"bar locks {locks}", bar_locks=locks)

    @Slot(object, str, str)
    def _on_clip_edited(self, clip: Clip, text: str, merge_key: str) -> None:
        self._controller.change_shown(clip, text, merge_key)

    @Slot()
    def _on_quantise_asked(self) -> None:
        self.quantise_popup.open_at(self.edit_bar.quantise_button)

    @Slot()
    def _on_regenerate_asked(self) -> None:
        bars = self.roll.editor.marked_bars
        if bars is not None:
            self._controller.regenerate_bars(*bars)

    @Slot()
    def _on_work_changed(self) -> None:
        self.menus.set_can_generate(self._controller.can_generate)

    def showEvent(self, event: QShowEvent) -> None:
        """The roll's commands are there while it is in sight."""
        super().showEvent(event)
        self.menus.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keys pressed elsewhere change nothing here."""
        super().hideEvent(event)
        self.menus.update()

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
