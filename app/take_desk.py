"""What happens when the user asks something of a take, on its card or by a command: it goes to the controller, the
outlet or playback.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction

from app.accessibility import announce
from app.actions import ActionId
from app.controller import Controller
from app.document import Take
from app.piano_roll.panel import RollPanel
from app.take_names import take_title
from app.take_outlet import TakeOutlet
from app.takes.facts import marked_bars, short_facts
from app.takes.menu import TakeWish
from app.takes.strip import TakeStrip
from app.theme import Theme
from engine.music.note import Role

LEAD_IN_BARS = 2
"""Of the prompt that is heard in front of a take when that is looped with its lead-in."""


class TakeDesk(QObject):
    """Connects the strip of cards and the commands for takes with those who do the work."""

    def __init__(
        self,
        controller: Controller,
        strip: TakeStrip,
        roll_panel: RollPanel,
        outlet: TakeOutlet,
        actions: dict[ActionId, QAction],
        theme: Callable[[], Theme],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._strip, self._roll_panel = controller, strip, roll_panel
        self._outlet, self._theme = outlet, theme
        strip.chosen.connect(self.show)
        strip.play_requested.connect(self._on_play)
        strip.star_toggled.connect(controller.star_take)
        strip.renamed.connect(controller.rename_take)
        strip.coloured.connect(controller.colour_take)
        strip.wished.connect(self.do)
        strip.drag_requested.connect(self.on_drag)
        strip.role_drag_requested.connect(self.on_role_drag)
        roll_panel.edit_bar.handle.drag_started.connect(self.on_notes_drag)
        roll_panel.edit_bar.handle.clicked.connect(self.copy_notes)
        for action_id, wish in (
            (ActionId.EXPORT, TakeWish.EXPORT),
            (ActionId.EXPORT_ROLES, TakeWish.EXPORT_ROLES),
            (ActionId.EXPORT_AUDIO, TakeWish.EXPORT_AUDIO),
            (ActionId.SHOW_IN_FOLDER, TakeWish.SHOW_IN_FOLDER),
            (ActionId.COPY_TAKE, TakeWish.COPY),
            (ActionId.RENAME_TAKE, TakeWish.RENAME),
            (ActionId.DELETE_TAKE, TakeWish.DELETE),
            (ActionId.TAKE_AS_PROMPT, TakeWish.CONTINUE),
            (ActionId.AUDITION, TakeWish.AUDITION),
        ):
            actions[action_id].setData(wish)
            actions[action_id].triggered.connect(self._on_action)
        for action_id, slot in (
            (ActionId.STAR_TAKE, self._on_star),
            (ActionId.BRING_BACK_TAKES, controller.bring_back_takes),
            (ActionId.NEXT_TAKE, self._on_next),
            (ActionId.PREVIOUS_TAKE, self._on_previous),
            (ActionId.SHOW_PROMPT, self._on_show_prompt),
            (ActionId.COMPARE, self.compare),
        ):
            actions[action_id].triggered.connect(slot)
        # The layout has to run before a new card has a place.
        self._announce_timer = QTimer(self)
        self._announce_timer.setSingleShot(True)
        self._announce_timer.setInterval(200)
        self._announce_timer.timeout.connect(self._announce_first_card)
        controller.take_added.connect(self._on_take_added)
        controller.prompt_opened.connect(self._announce_timer.start)
        roll_panel.roll.editor.selection_changed.connect(self._announce_timer.start)

    @Slot(int, object)
    def do(self, number: int, wish: TakeWish) -> None:
        """Do what is asked of the take of that number."""
        take = self._controller.document.state.take(number)
        if take is None:
            return
        outlet, controller = self._outlet, self._controller
        work: dict[TakeWish, Callable[[], Any]] = {
            TakeWish.AUDITION: lambda: self.audition(number),
            TakeWish.RENAME: lambda: self._strip.edit_name(number),
            TakeWish.EXPORT: lambda: outlet.save(take),
            TakeWish.EXPORT_ROLES: lambda: outlet.save_roles(take),
            TakeWish.EXPORT_AUDIO: lambda: outlet.save_audio(take),
            TakeWish.COPY: lambda: outlet.copy(take),
            TakeWish.SHOW_IN_FOLDER: lambda: outlet.show_in_folder(take),
            TakeWish.CONTINUE: lambda: controller.use_take_as_prompt(number),
            TakeWish.WRITE_MARKED_ANEW: lambda: self._write_marked_anew(take),
            TakeWish.SHOW_PARENT: lambda: self.show(take.parent),
            TakeWish.DELETE: lambda: controller.delete_take(number),
        }
        work[wish]()

    def _write_marked_anew(self, take: Take) -> None:
        bars = marked_bars(take)
        if bars is not None:
            self.show(take.number)
            ahead = take.prompt.bars
            self._controller.regenerate_bars(ahead + bars[0], ahead + bars[1])

    @Slot()
    def _on_action(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.do(self._controller.document.state.current or 0, action.data())

    @Slot()
    def on_notes_drag(self) -> None:
        """Drag the notes that are selected in the roll."""
        self._outlet.drag_notes(self._controller.document.state, self._roll_panel.roll.editor.selected, self._theme())

    @Slot()
    def copy_notes(self) -> None:
        """Put a file with the selected notes on the clipboard."""
        self._outlet.copy_notes(self._controller.document.state, self._roll_panel.roll.editor.selected)

    # Showing and listening

    @Slot(int)
    def show(self, number: int | None) -> None:
        """Show a take, or the prompt; music that plays goes on in it."""
        with self._controller.playback.going_on():
            self._controller.document.show_take(number)

    @Slot()
    def compare(self) -> None:
        """Back to what was shown before, in time."""
        document = self._controller.document
        other = document.other
        if other is None and document.state.current is None:
            other = next((take.number for take in reversed(document.state.takes)), None)
        self.show(other)

    def audition(self, number: int) -> None:
        """Play a take over and over, from a little before it on."""
        self._controller.document.show_take(number)
        content = self._roll_panel.roll.content
        meter = content.clip.meter
        first = meter.bar_start(max(0, meter.bar_at(content.seam_tick) - LEAD_IN_BARS))
        playback = self._controller.playback
        playback.stop()
        self._roll_panel.roll.loop_requested.emit(first, content.clip.length)
        playback.seek(first)
        playback.play()

    @Slot(int)
    def _on_play(self, number: int) -> None:
        playback = self._controller.playback
        was_this = playback.playing and self._controller.document.state.current == number
        self._controller.document.show_take(number)
        playback.stop()
        if not was_this:
            playback.seek(self._roll_panel.roll.content.seam_tick)
            playback.play()

    @Slot()
    def _on_next(self) -> None:
        with self._controller.playback.going_on():
            self._controller.step_take(1)

    @Slot()
    def _on_previous(self) -> None:
        with self._controller.playback.going_on():
            self._controller.step_take(-1)

    @Slot()
    def _on_show_prompt(self) -> None:
        self.show(None)

    @Slot()
    def _on_star(self) -> None:
        state = self._controller.document.state
        take = state.take(state.current)
        if take is not None:
            self._controller.star_take(take.number, not take.starred)

    # Dragging

    @Slot(int)
    def on_drag(self, number: int) -> None:
        """Drag a take out of its card."""
        take = self._controller.document.state.take(number)
        if take is not None:
            self._outlet.drag(take, self._theme())

    @Slot(int, object)
    def on_role_drag(self, number: int, role: Role) -> None:
        """Drag one role of a take out of its card."""
        take = self._controller.document.state.take(number)
        if take is not None:
            self._outlet.drag_role(take, role, self._theme())

    @Slot(int)
    def _on_take_added(self, number: int) -> None:
        take = self._controller.document.state.take(number)
        if take is not None:
            announce(self._strip, f"{take_title(take)}: {short_facts(take)}")
        self._announce_timer.start()

    @Slot()
    def _announce_first_card(self) -> None:
        takes = self._controller.document.state.takes
        if takes and self._strip.cards:
            self._outlet.announce(self._strip.cards[0], takes[0], self._roll_panel.edit_bar.handle)
