"""Rendering live: while it is on, each movement of a control writes the shown bars anew with the same seed, and only
the newest movement counts. Bars that are written replace the old ones while the others are still being written.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from app.commands import MergeId, StateCommand
from app.controller import Controller, EngineState
from app.document import Document, DocumentState, Take
from app.engine_client import AnyEvent
from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.jobs import Source, make_job, source_of, take_of
from engine.generate.jobs import FREE_MODES, FROM_PROMPT, JobFailed, JobFinished, ModeJob, PartTake, Progress, TakeReady
from engine.music.clip import ChordSpan, Clip

LIVE_STEPS = 6
"""Denoising steps of a live take; the solver is of second order, and a take that is kept can be written again."""
LIVE_BARS = 8
LET_FINISH_S = 0.1
"""A request under way that will be done within this time goes on: its answer comes sooner than a new one's."""
PARTS_S = 0.08
"""Parts of a take that follow each other faster are not all shown: the engine would wait for the paints."""
SILENT_S = 0.3
"""While movements follow each other without a stop, something of them is shown this often."""
GESTURE_S = 1.5
"""Movements of one control that follow each other within this time are one undo step."""
_shape = attrgetter("mode", "bars", "form", "section_bars", "meter", "role", "redo_bars")
"""The settings on which it depends which bars and parts a take has."""


class LiveChange(StateCommand):
    """A movement of a control while live, with the take that was written for it; one gesture is one step."""

    def __init__(self, document: Document, after: DocumentState, gesture: int) -> None:
        super().__init__(translate("Undo", "mix live"), document, after)
        self._gesture = gesture

    def id(self) -> int:
        """Changes of one gesture melt together."""
        return MergeId.LIVE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the newer state of the same gesture."""
        assert isinstance(other, LiveChange)
        if other._gesture != self._gesture:
            return False
        self._after = other._after
        return True


@dataclass(slots=True)
class _Request:
    """What is asked for: the job's id, what it was made of, when the user moved, when it began, when a part of it was
    shown last, how much is done."""

    job_id: int
    source: Source
    settings: GenerationSettings
    plan: tuple[ChordSpan, ...]
    moved_s: float
    begun_s: float
    shown_s: float = 0.0
    done: float = 0.0

    def nearly_done(self, now: float) -> bool:
        """Whether the rest takes no longer than `LET_FINISH_S`, as far as can be told."""
        return self.done > 0 and (now - self.begun_s) * (1 / self.done - 1) <= LET_FINISH_S


class LiveRenderer(QObject):
    """Keeps the shown take in step with the controls."""

    begun = Signal(float)
    """Seconds from the movement to its first new bars in the document."""
    rendered = Signal(float)
    """Seconds from the movement to all new bars in the document."""
    failed = Signal(str)

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._on = False
        self._request: _Request | None = None
        self._again: float | None = None
        self._source: Source | None = None
        self._take_number: int | None = None
        self._gesture, self._gesture_of, self._moved_s = 0, "", 0.0
        self._shown_s = 0.0
        self._undo_index = 0
        controller.client.event_received.connect(self._on_event)
        controller.undo_stack.indexChanged.connect(self._on_undo_index)

    @property
    def on(self) -> bool:
        """Whether movements are rendered."""
        return self._on

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._request is not None

    def set_on(self, on: bool) -> None:
        """Begin or end rendering; what is being written is finished, and stays as a take."""
        self._on = on
        if on and self._request is None:
            self._source = self._take_number = None

    def change_settings(self, what: str, changes: dict[str, Any]) -> None:
        """A movement of the control `what`: take over `changes` and render."""
        now = time.monotonic()
        if what != self._gesture_of or now - self._moved_s > GESTURE_S:
            self._gesture += 1
        self._gesture_of, self._moved_s = what, now
        document = self._controller.document
        settings = replace(document.state.settings, **changes)
        if settings == document.state.settings:
            return
        self._push(replace(document.state, settings=settings))
        self.render(now)

    def render(self, moved_s: float) -> None:
        """Ask for the shown bars anew, for a movement at `moved_s` of the monotonic clock."""
        if self._controller.engine_state is not EngineState.READY:
            return
        state, now = self._controller.document.state, time.monotonic()
        if self._request is None:
            self._shown_s = now
        elif self._request.nearly_done(now) or (now - self._shown_s > SILENT_S and self._older(state, self._request)):
            self._again = moved_s
            return
        else:
            self._cancel()
        source = self._source_now(state)
        if not source.clip.notes and state.settings.mode not in FREE_MODES:
            return
        settings = replace(
            state.settings, variations=1, bars=min(state.settings.bars, LIVE_BARS), steps=LIVE_STEPS, seed_locked=True
        )
        settings = source.fitted(settings)
        plan = state.plan

        def streamed(number: int) -> ModeJob:
            return replace(make_job(settings, source.clip, plan, number), stream=True)

        job_id = self._controller.client.generate(streamed)
        self._request = _Request(job_id, source, settings, plan, moved_s, now)

    def _source_now(self, state: DocumentState) -> Source:
        """What is rendered: the same music as long as the live take is shown and the mode is the same, else what the
        mode works on now."""
        take = state.take(self._take_number)
        shown = take is not None and take.number == state.current and take.settings.mode == state.settings.mode
        if self._source is None or not shown:
            self._source, self._take_number = source_of(state.settings, state), None
        return self._source

    def _cancel(self) -> None:
        if self._request is not None:
            self._controller.client.cancel_job(self._request.job_id)
        self._request, self._again = None, None

    def _render_again(self) -> None:
        """Ask for what was moved to meanwhile, if anything."""
        if self._again is not None:
            moved_s = self._again
            self._cancel()
            self.render(moved_s)

    def _push(self, after: DocumentState) -> None:
        self._controller.undo_stack.push(LiveChange(self._controller.document, after, self._gesture))

    @Slot(int)
    def _on_undo_index(self, index: int) -> None:
        """An answer to what has been undone is not wanted any more."""
        if index < self._undo_index:
            self._cancel()
        self._undo_index = index

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        request = self._request
        if request is None or getattr(event, "job_id", None) != request.job_id:
            return
        if isinstance(event, Progress):
            request.done = event.done
        elif isinstance(event, PartTake):
            self._show_part(event, request)
        elif isinstance(event, TakeReady):
            self._show(self._take_of(event, request))
            self.rendered.emit(time.monotonic() - request.moved_s)
        elif isinstance(event, JobFinished | JobFailed):
            self._request = None
            if isinstance(event, JobFailed):
                self.failed.emit(event.message)
            else:
                self._render_again()

    def _show_part(self, event: PartTake, request: _Request) -> None:
        """What is written, and of the music before what is still to be written."""
        older = self._older(self._controller.document.state, request)
        if older is None or time.monotonic() - request.shown_s < PARTS_S:
            return
        before, clip = request.source.with_written(older, event)
        bars = clip.meter.bar_at(max(0, min(event.ends) + request.source.part[0] - request.source.seam_tick))
        ready = TakeReady(event.job_id, event.variation, event.clip, request.settings.seed, 0.0)
        self._show(replace(self._take_of(ready, request), prompt=before, clip=clip, written_bars=bars))
        request.shown_s = time.monotonic()
        self.begun.emit(request.shown_s - request.moved_s)
        if not request.nearly_done(time.monotonic()):
            self._render_again()

    def _older(self, state: DocumentState, request: _Request) -> Clip | None:
        """What stands where nothing is written yet: the live take, the take that is shown, or what is worked on; None
        where that has other bars than what is asked for."""
        source = request.source
        take = state.take(state.current if self._take_number is None else self._take_number)
        same = take is not None and (self._take_number is not None or take.prompt == source.before)
        if take is not None and same and _shape(take.settings) == _shape(request.settings):
            return take.in_context if source.seam_tick else take.clip
        return (source.whole or source.clip).whole_bars() if request.settings.mode in FROM_PROMPT else None

    def _take_of(self, event: TakeReady, request: _Request) -> Take:
        """The live take with other notes, or a new one."""
        document = self._controller.document
        old = document.state.take(self._take_number)
        number = document.next_number() if old is None else old.number
        self._take_number = number
        checkpoint = self._controller.checkpoint
        take = take_of(event, request.source, request.settings, request.plan, number=number, checkpoint=checkpoint)
        return take if old is None else replace(take, name=old.name, colour=old.colour, starred=old.starred)

    def _show(self, take: Take) -> None:
        state = self._controller.document.state
        if state.take(take.number) is not None:
            after = state.with_take(take)
        else:
            after = replace(state, takes=(*state.takes, take), current=take.number)
        with self._controller.playback.going_on():
            self._push(after)
        self._shown_s = time.monotonic()
