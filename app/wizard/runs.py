"""Where trainings are kept: one folder each, with the plan, the events so far and who works on it. What the training
itself writes there is its own business.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.training_process import Event
from app.wizard.plan import Plan
from app.wizard.run_state import RunState, Stage, read_events
from engine.errors import ResourceError
from engine.files import replacing
from engine.sentences import system_reason

PLAN_FILE, EVENTS_FILE, WORKER_FILE, ERRORS_FILE = "wizard.json", "events.jsonl", "worker.pid", "errors.log"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One training: its own folder, in which the training has a folder of its own."""

    folder: Path
    plan: Plan

    @property
    def out(self) -> Path:
        """What the training is given as its folder."""
        return self.folder / "run"

    @property
    def events_file(self) -> Path:
        """All events so far, a line each."""
        return self.folder / EVENTS_FILE

    @property
    def errors_file(self) -> Path:
        """What a training without a window writes to standard error."""
        return self.folder / ERRORS_FILE

    @property
    def arguments(self) -> list[str]:
        """The command line that starts it or goes on with it."""
        return self.plan.arguments(self.out)

    def state(self) -> RunState:
        """Where it is, by its events."""
        return read_events(self.events_file)

    def note(self, event: Event) -> None:
        """Keep an event. A full disk costs the record, not the training."""
        with contextlib.suppress(OSError), self.events_file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event, ensure_ascii=False) + "\n")

    def mend_record(self) -> None:
        """End a line that was cut off (a full disk, a kill), so that what comes next stands on a line of its own."""
        with contextlib.suppress(OSError), self.events_file.open("rb+") as file:
            if file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n":
                file.write(b"\n")

    def worker(self) -> int:
        """Process id of the training that goes on without a window; 0 where there is none (any more)."""
        try:
            pid = int((self.folder / WORKER_FILE).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0
        return pid if _is_training(pid, self.out) else 0

    def set_worker(self, pid: int) -> None:
        """Remember who goes on with it; 0 for nobody."""
        file = self.folder / WORKER_FILE
        with contextlib.suppress(OSError):
            if pid:
                file.write_text(str(pid), encoding="ascii")
            else:
                file.unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete it with all it has learned."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _is_training(pid: int, out: Path) -> bool:
    """Whether the process is (still) the training of `out`, as far as the system tells."""
    if pid <= 0:
        return False
    if sys.platform.startswith("linux"):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(out) in words
    if sys.platform == "win32":
        # Windows hands a process id out again soon, so nobody is better than the wrong one.
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def create_run(parent: Path, plan: Plan) -> Run:
    """A new run below `parent`.

    Raises:
        ResourceError: if the folder cannot be made or written.
    """
    stem = re.sub(r"[^\w-]+", "-", plan.name).strip("-") or "style"
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    folder, number = parent / f"{stem}-{stamp}", 2
    while folder.exists():
        folder, number = parent / f"{stem}-{stamp}-{number}", number + 1
    stored = {"format": FORMAT, **asdict(plan), "folder": str(plan.folder)}
    try:
        folder.mkdir(parents=True)
        with replacing(folder / PLAN_FILE) as part:
            part.write_text(json.dumps(stored, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            "The training cannot be kept in {folder} ({reason}); free some space or make the folder writable.",
            folder=parent,
            reason=system_reason(error),
        ) from error
    return Run(folder, plan)


def open_run(folder: Path) -> Run | None:
    """The run in `folder`; None where there is none or it is damaged."""
    try:
        stored = json.loads((folder / PLAN_FILE).read_text(encoding="utf-8"))
        if stored.pop("format") != FORMAT:
            return None
        stored["folder"] = Path(stored["folder"])
        return Run(folder, Plan(**stored))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def latest_run(parent: Path) -> Run | None:
    """The newest run that is not finished, or that has gone on without a window; None where there is none."""
    if not parent.is_dir():
        return None
    for folder in sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        run = open_run(folder)
        if run is not None:
            finished = run.state().stage is Stage.DONE
            return run if not finished or (run.folder / WORKER_FILE).exists() else None
    return None
