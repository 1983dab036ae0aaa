"""Rendering live: while it is on, each movement of a control writes the shown bars anew with the same seed, and only
the newest movement counts. Bars that are written replace the old ones while the others are still being written.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from app.commands import MergeId, StateCommand
from app.controller import Controller, EngineState
from app.document import Document, DocumentState
from app.engine_client import AnyEvent
from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.jobs import Source, make_job, source_of, take_of
from engine.generate.jobs import FREE_MODES, JobFailed, JobFinished, ModeJob, PartTake, Progress, TakeReady
from engine.music.clip import ChordSpan

LIVE_STEPS = 6
"""Denoising steps of a live take; the solver is of second order, and a take that is kept can be written again."""
LIVE_BARS = 8
LET_FINISH = 0.5
"""A request under way that is at least this far goes on: its answer comes sooner than a new one's."""
GESTURE_S = 1.5
"""Movements of one control that follow each other within this time are one undo step."""


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


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for: the job's id, what it was made of, and when the user moved."""

    job_id: int
    source: Source
    settings: GenerationSettings
    plan: tuple[ChordSpan, ...]
    moved_s: float


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
        self._done = 0.0
        self._again: float | None = None
        self._source: Source | None = None
        self._take_number: int | None = None
        self._gesture, self._gesture_of, self._moved_s = 0, "", 0.0
        controller.client.event_received.connect(self._on_event)

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
        if self._request is not None:
            if self._done >= LET_FINISH:
                self._again = moved_s
                return
            self._cancel()
        state = self._controller.document.state
        source = self._source_now(state)
        if not source.clip.notes and state.settings.mode not in FREE_MODES:
            return
        settings = replace(
            state.settings, variations=1, bars=min(state.settings.bars, LIVE_BARS), steps=LIVE_STEPS, seed_locked=True
        )
        settings = source.fitted(settings)
        self._done = 0.0
        plan = state.plan

        def streamed(number: int) -> ModeJob:
            return replace(make_job(settings, source.clip, plan, number), stream=True)

        job_id = self._controller.client.generate(streamed)
        self._request = _Request(job_id, source, settings, plan, moved_s)

    def _source_now(self, state: DocumentState) -> Source:
        """What is rendered: the same music as long as the live take is shown, else what the mode works on now."""
        if self._source is None or state.current != self._take_number or state.take(self._take_number) is None:
            self._source, self._take_number = source_of(state.settings, state), None
        return self._source

    def _cancel(self) -> None:
        if self._request is not None:
            self._controller.client.cancel_job(self._request.job_id)
        self._request, self._again = None, None

    def _push(self, after: DocumentState) -> None:
        self._controller.undo_stack.push(LiveChange(self._controller.document, after, self._gesture))

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        request = self._request
        if request is None or getattr(event, "job_id", None) != request.job_id:
            return
        if isinstance(event, Progress):
            self._done = event.done
        elif isinstance(event, PartTake):
            self._show_part(event, request)
        elif isinstance(event, TakeReady):
            self._show(event, request)
        elif isinstance(event, JobFinished | JobFailed):
            self._request = None
            if isinstance(event, JobFailed):
                self.failed.emit(event.message)
            elif self._again is not None:
                moved_s, self._again = self._again, None
                self.render(moved_s)

    def _show_part(self, event: PartTake, request: _Request) -> None:
        """The bars that are written, then those of the take before, as long as it lasts."""
        state = self._controller.document.state
        old = state.take(self._take_number)
        if old is None or old.settings.bars != request.settings.bars or request.source.seam_tick:
            return
        line = event.clip.length
        notes = (*event.clip.notes, *(note for note in old.clip.notes if note.start >= line))
        later = (replace(span, start=max(span.start, line)) for span in old.clip.chords if span.end > line)
        chords = (*(span for span in event.clip.chords if span.end <= line), *later)
        clip = replace(event.clip, notes=notes, chords=chords, length=old.clip.length)
        bars = event.clip.bars
        part = replace(old, clip=clip, settings=request.settings, originality=None, written_bars=bars)
        with self._controller.playback.going_on():
            self._push(state.with_take(part))
        self.begun.emit(time.monotonic() - request.moved_s)

    def _show(self, event: TakeReady, request: _Request) -> None:
        document = self._controller.document
        state = document.state
        old = state.take(self._take_number)
        take = take_of(
            event,
            request.source,
            request.settings,
            request.plan,
            number=document.next_number() if old is None else old.number,
            checkpoint=self._controller.checkpoint,
        )
        if old is None:
            after = replace(state, takes=(*state.takes, take), current=take.number)
        else:
            take = replace(take, name=old.name, colour=old.colour, starred=old.starred)
            after = state.with_take(take)
        self._take_number = take.number
        with self._controller.playback.going_on():
            self._push(after)
        self.rendered.emit(time.monotonic() - request.moved_s)
