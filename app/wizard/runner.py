"""One training from its start to its end: the child process, or one that goes on without a window, and what is known
of it. No widgets.
"""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.i18n import in_words, translate
from app.training_process import Ending, Event, LineReader, Outcome, TrainingProcess, start_detached, unforeseen
from app.wizard.machine import free_disk_bytes, memory_kills
from app.wizard.run_state import RunState, Stage
from app.wizard.runs import Run

LOOK_MS = 400
LEAST_DISK_BYTES = 50_000_000
"""With less room than this not even a checkpoint can be written beside the one before."""
LEAVE_MS = 30_000
"""A child that is asked to stop finishes its step, writes a checkpoint and the sample that belongs to it."""


class TrainingRunner(QObject):
    """Owns the child. A training that is left to itself is looked at through the file that it writes."""

    changed = Signal()
    ended = Signal(object)
    """An `Outcome`; the run can be resumed unless its state is DONE."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self.state = RunState()
        self.outcome: Outcome | None = None
        self._child = TrainingProcess(self)
        self._child.event_received.connect(self._on_event)
        self._child.ended.connect(self._on_ended)
        self._keep_at_once = False
        self._memory_kills = 0
        self._followed = 0
        self._reader = LineReader()
        self._read_bytes = 0
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def active(self) -> bool:
        """Whether something is being learned now, here or without a window."""
        return self._child.running or bool(self._followed)

    @property
    def ours(self) -> bool:
        """Whether the child belongs to this window, and would end with it."""
        return self._child.running

    @property
    def pid(self) -> int:
        """Process id of what learns; 0 where nothing does."""
        return self._child.pid or self._followed

    @property
    def can_resume(self) -> bool:
        """Whether there is a run that has not come to its end."""
        return self.run is not None and not self.active and self.state.stage is not Stage.DONE

    def start(self, run: Run) -> None:
        """Begin `run`, or go on with it from its last checkpoint."""
        self.run, self.state, self.outcome = run, run.state(), None
        self.state.error = ""
        self.state.interrupted()
        run.set_worker(0)
        run.mend_record()
        self._memory_kills = memory_kills()
        self._child.start(run.arguments)
        self.changed.emit()

    def show(self, run: Run) -> None:
        """Take over what is known of a run of an earlier day; if it still goes on, follow it."""
        self.run, self.state, self.outcome = run, run.state(), None
        self._followed = run.worker()
        self._memory_kills = memory_kills()
        if self._followed:
            self._reader = LineReader()
            self._read_bytes = run.events_file.stat().st_size if run.events_file.exists() else 0
            self._look.start()
        else:
            self.state.interrupted()
            run.set_worker(0)
            if self.state.stage is not Stage.DONE:
                text = translate("Train", "“{name}” was not finished; what it has learned up to here is kept.")
                self.outcome = Outcome(Ending.STOPPED, text.format(name=run.plan.name))
        self.changed.emit()

    # Words

    def pause(self) -> None:
        """Compute nothing until `go_on`. A training without a window is ended instead; it can be resumed."""
        if self._followed:
            self._end_followed()
            self._finish(Outcome(Ending.STOPPED))
        else:
            self._child.send("pause")

    def go_on(self) -> None:
        """After `pause`: compute again. After an end that was none: begin again at the last checkpoint."""
        if self._child.running:
            self._child.send("resume")
        elif self.can_resume and self.run is not None:
            self.start(self.run)

    def keep(self) -> None:
        """Stop learning and finish the style with what has been learned."""
        if self._followed and self.run is not None:
            self._end_followed()
            self._keep_at_once = True
            self.start(self.run)
        else:
            self._child.send("keep")

    def throw_away(self) -> None:
        """End it and delete what it has learned."""
        run, self.run = self.run, None
        if self._followed:
            self._end_followed()
        self._child.close()
        if run is not None:
            run.remove()
        self.state = RunState()
        self._finish(Outcome(Ending.CANCELLED))

    def forget(self) -> None:
        """Let go of a run that is over, to make room for another."""
        if not self.active:
            if self.run is not None:
                self.run.set_worker(0)
            self.run, self.state, self.outcome = None, RunState(), None
            self.changed.emit()

    # The end of the window

    def leave_running(self) -> bool:
        """Let the training go on without this window; false where that could not be done."""
        if self.run is None or not self._child.running:
            return bool(self._followed)
        self._child.stop_and_wait(LEAVE_MS)
        with contextlib.suppress(OSError):
            self.run.errors_file.unlink(missing_ok=True)  # what an earlier one said is not this one's
        pid = start_detached(self.run.arguments, self.run.events_file, self.run.errors_file)
        self.run.set_worker(pid)
        return bool(pid)

    def stop_for_now(self) -> None:
        """Write a checkpoint and end, waiting for it; the run can be resumed."""
        self._child.stop_and_wait(LEAVE_MS)

    def close(self) -> None:
        """End the child, if it is ours, without waiting for a checkpoint."""
        self._look.stop()
        self._child.close()

    # What comes back

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if self.run is None:
            return
        self.run.note(event)
        self.state.apply(event)
        if event["event"] == "plan" and self._keep_at_once:
            self._keep_at_once = False
            self._child.send("keep")
        self.changed.emit()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if outcome.ending is Ending.DONE and self.state.stage is not Stage.DONE:
            text = translate("Train", "The training ended before the style was written.")
            outcome = Outcome(Ending.FAILED, text)
        elif outcome.ending is Ending.DIED:
            outcome = Outcome(Ending.DIED, self._why_it_died())
        self._finish(outcome)

    def _why_it_died(self) -> str:
        """For a child that has ended without a word: what the machine knows of it."""
        if memory_kills() > self._memory_kills:
            return translate(
                "Train",
                "The system ended the training for want of memory: close other programs, then resume it; what it had "
                "learned is kept.",
            )
        free = free_disk_bytes(self.run.folder) if self.run is not None else None
        if free is not None and free < LEAST_DISK_BYTES:
            return translate(
                "Train", "The disk is full: free some space, then resume the training; what it had learned is kept."
            )
        return translate("Train", "The training was ended from outside; what it had learned is kept.")

    def _finish(self, outcome: Outcome) -> None:
        self.state.interrupted()
        self.outcome = outcome
        self._keep_at_once = False
        self.changed.emit()
        self.ended.emit(outcome)

    def _end_followed(self) -> None:
        self._look.stop()
        with contextlib.suppress(OSError):
            os.kill(self._followed, signal.SIGTERM)
        self._followed = 0
        if self.run is not None:
            self.run.set_worker(0)

    @Slot()
    def _on_look(self) -> None:
        run = self.run
        if run is None:
            return
        alive = run.worker()
        events = self._new_events(run.events_file)
        for event in events:
            self.state.apply(event)
        if not alive:
            self._look.stop()
            self._followed = 0
            done = self.state.stage is Stage.DONE
            said = in_words(self.state.error) or (unforeseen(_tail(run.errors_file)) if not done else "")
            self._finish(Outcome(Ending.DONE) if done else Outcome(Ending.FAILED, said or self._why_it_died()))
        elif events:
            self.changed.emit()

    def _new_events(self, file: Path) -> list[Event]:
        try:
            with file.open("rb") as opened:
                opened.seek(self._read_bytes)
                data = opened.read()
        except OSError:
            return []
        self._read_bytes += len(data)
        return self._reader.feed(data)


def _tail(file: Path) -> bytes:
    try:
        return file.read_bytes()[-4000:]
    except OSError:
        return b""
