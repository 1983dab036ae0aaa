"""Is anything lost when a training, or the app around it, is killed? SIGKILL at random moments, again and again.

One training runs without harm; then the same one is killed at 20 random moments of its life (while it starts, learns,
validates, writes) and resumed each time; then the app is killed at 5 while its wizard trains, and the training resumed
from the wizard of the next start. After every kill the checkpoint must be readable, and at most one checkpoint
interval may be done again; the losses of every step must be those of the unharmed run, and so must the finished
style, to the last bit.

usage: python tests/benchmarks/kill_training.py FOLDER [--files N] [--kills N] [--app-kills N] [--steps N] [--seed S]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

NAME = "Killed"
PATIENCE_S = 600.0
Event = dict[str, Any]


class Session:
    """One life of a program that prints events; a thread reads them."""

    def __init__(self, command: list[str], home: Path) -> None:
        environment = {**os.environ, "TATUMFLOW_STYLES": str(home / "styles"), "QT_QPA_PLATFORM": "offscreen"}
        self.errors = (home / "errors.txt").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
        )  # fmt: skip
        self.events: list[Event] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            try:
                self.events.append(json.loads(line))
            except ValueError:
                continue  # the line that the kill has cut off

    def wait_until_heard(self, kind: str, number: int = 1, since: int = 0) -> None:
        """Until so many events of this kind have come after the first `since` of any kind, or the program has ended."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and time.monotonic() < end:
            if sum(item["event"] == kind for item in self.events[since:]) >= number:
                return
            time.sleep(0.005)

    def kill(self) -> bool:
        """SIGKILL; false where it had ended before."""
        alive = self.process.poll() is None
        self.process.kill()
        self.end()
        return alive

    def end(self) -> int:
        """Wait until it has ended by itself; returns the exit status."""
        code = self.process.wait(PATIENCE_S)
        self._reader.join(30)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()
        self.errors.seek(0)
        self.said = self.errors.read().strip()
        self.errors.close()
        return code


class Ledger:
    """What the lives of one run have shown, compared with the run that was let alone."""

    def __init__(self, reference: dict[int, float], every: int) -> None:
        self.reference, self.every = reference, every
        self.reached = self.repeated_most = self.steps_seen = 0
        self.faults: list[str] = []

    def look(self, events: list[Event], what: str) -> None:
        """Take in the events of one life."""
        plan = next((item for item in events if item["event"] == "plan"), None)
        if plan is not None:
            repeated = self.reached - int(plan["step"])
            self.repeated_most = max(self.repeated_most, repeated)
            if repeated > self.every:
                self.faults.append(f"{what}: {repeated} steps lost, an interval has {self.every}")
        last = int(plan["step"]) if plan is not None else 0
        for item in events:
            if item["event"] != "step":
                continue
            step = int(item["step"])
            self.steps_seen += 1
            if step <= last:
                self.faults.append(f"{what}: step {step} after step {last}")
            last = step
            if item["loss"] != self.reference[step]:
                self.faults.append(f"{what}: loss {item['loss']} at step {step}, {self.reference[step]} unharmed")
        self.reached = max(self.reached, last) if plan is not None else self.reached

    def check_state(self, run: Path, what: str) -> int:
        """Read the checkpoint whole, if there is one yet; returns its step."""
        from safetensors import safe_open

        file = run / "adapters" / "state.safetensors"
        if not file.exists():
            return 0
        try:
            with safe_open(file, "np") as opened:
                for name in opened.keys():  # noqa: SIM118 - the file is no mapping
                    opened.get_tensor(name)
                return int(opened.metadata()["step"])
        except Exception as error:
            self.faults.append(f"{what}: the checkpoint cannot be read ({error})")
            return 0


def same_style(one: Path, other: Path) -> bool:
    """Whether two style files hold the same numbers."""
    import numpy as np
    from safetensors.numpy import load_file

    a, b = load_file(one), load_file(other)
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def leftovers(run: Path) -> list[str]:
    """Unfinished files in a run that has ended well."""
    return sorted(str(path.relative_to(run)) for path in run.rglob("*") if ".tmp" in path.name)


def copy_music(folder: Path, place: Path, count: int) -> Path:
    """Some of the smaller MIDI files of a folder in a folder of their own, which is returned."""
    place.mkdir()
    files = sorted(folder.rglob("*.mid"), key=lambda path: (path.stat().st_size, path.name))
    for file in files[len(files) // 8 : len(files) // 8 + count]:
        shutil.copy(file, place)
    return place


def train_command(folder: Path, run: Path, steps: int) -> list[str]:
    """The training of all lives."""
    return [
        sys.executable, str(ROOT / "main.py"), "train", str(folder), "--name", NAME, "--out", str(run),
        "--steps", str(steps), "--prompts", "1", "--patience", "0",
    ]  # fmt: skip


def wait_a_while(session: Session, rng: random.Random, step_s: float, every: int) -> str:
    """Wait until one of the moments that a life has; returns its name."""
    moment = rng.choice(["start", "learning", "learning", "checkpoint"])
    if moment == "start":
        time.sleep(rng.uniform(0.5, 10))
    elif moment == "learning":
        session.wait_until_heard("step", number=rng.randint(1, 2 * every))
        time.sleep(rng.uniform(0, step_s))
    else:  # the state is written right after a validation
        session.wait_until_heard("step", number=rng.randint(1, every))
        session.wait_until_heard("validation", since=len(session.events))
        time.sleep(rng.uniform(0, 0.25))
    return moment


def kill_the_training(
    folder: Path, place: Path, options: argparse.Namespace, reference: dict[int, float], unharmed: Path, step_s: float
) -> list[str]:
    """The first part. Returns what was wrong."""
    rng = random.Random(options.seed)
    every = max(2, -(-options.steps // 12))
    kills, runs, faults = 0, 0, []
    while kills < options.kills or runs == 0:
        runs += 1
        run = place / f"killed-{runs}"
        ledger = Ledger(reference, every)
        done = False
        while not done:
            session = Session(train_command(folder, run, options.steps), place)
            what = f"kill {kills + 1}"
            if kills < options.kills:
                moment = wait_a_while(session, rng, step_s, every)
                done = not session.kill()
                kills += not done
                what += f" ({moment})"
            else:
                session.end()
                done = True
            if done and session.process.returncode:
                ledger.faults.append(f"{what}: ended with status {session.process.returncode}: {session.said}")
            ledger.look(session.events, what)
            step = ledger.check_state(run, what)
            print(f"  {what if not done else 'unkilled'}: reached step {ledger.reached}, checkpoint {step}", flush=True)
        finished = run / f"{NAME}.tatumstyle"
        if not finished.is_file() or not same_style(finished, unharmed):
            ledger.faults.append(f"run {runs}: the style is not that of the unharmed run")
        faults += ledger.faults + [f"run {runs}: {name} was left" for name in leftovers(run)]
        print(
            f"training killed: run {runs} ended, {kills} kills so far, {ledger.steps_seen} steps compared, at most "
            f"{ledger.repeated_most} steps done again (an interval has {every})"
        )
    return faults


def kill_the_app(
    folder: Path, place: Path, options: argparse.Namespace, reference: dict[int, float], unharmed: Path, step_s: float
) -> list[str]:
    """The second part. Returns what was wrong."""
    rng = random.Random(options.seed + 1)
    every = max(2, -(-options.steps // 12))
    home = place / "app-home"
    home.mkdir()
    ledger = Ledger(reference, every)
    command = [sys.executable, __file__, str(folder), "--app", str(home), "--steps", str(options.steps)]
    for kill in range(1, options.app_kills + 1):
        session = Session(command, place)
        what = f"app kill {kill}"
        session.wait_until_heard("step", number=rng.randint(1, 2 * every))
        time.sleep(rng.uniform(0, step_s))
        child = next((item["pid"] for item in reversed(session.events) if item["event"] == "child"), 0)
        if not session.kill():
            ledger.faults.append(f"{what}: the app had ended: {session.said}")
            break
        began = time.monotonic()
        waits = rng.random() < 0.5
        while waits and child and alive(child) and time.monotonic() < began + 60:
            time.sleep(0.01)  # else the next app finds the child of the last one still at work
        lived = time.monotonic() - began
        ledger.look(session.events, what)
        run = next(iter((home / "data").rglob("wizard.json"))).parent / "run"
        step = ledger.check_state(run, what)
        print(
            f"  {what}: reached step {ledger.reached}, checkpoint {step}, "
            + (f"its child ended {lived:.1f} s later" if waits else "the next app begins at once"),
            flush=True,
        )
    session = Session(command, place)
    code = session.end()
    if code:
        ledger.faults.append(f"the last app ended with status {code}: {session.said}")
    ledger.look(session.events, "last app")
    run = next(iter((home / "data").rglob("wizard.json"))).parent / "run"
    finished = run / f"{NAME}.tatumstyle"
    if not finished.is_file() or not same_style(finished, unharmed):
        ledger.faults.append("app: the style is not that of the unharmed run")
    curve: list[int] = next((item["steps"] for item in reversed(session.events) if item["event"] == "curve"), [])
    if curve != sorted(set(curve)) or not curve or curve[-1] != options.steps:
        ledger.faults.append(f"app: the curve of the wizard is not in order: {curve}")
    holes = [b - a for a, b in pairwise(curve)]
    print(
        f"app killed: {options.app_kills} kills, {ledger.steps_seen} steps compared, at most {ledger.repeated_most} "
        f"steps done again; the wizard's curve has {len(curve)} points, the widest step is {max(holes, default=0)}"
    )
    return ledger.faults + [f"app: {name} was left" for name in leftovers(run)]


def alive(pid: int) -> bool:
    """Whether a process is there (and no mere entry of one that has ended)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def be_the_app(folder: Path, home: Path, steps: int) -> int:
    """The window with its wizard, driven through its buttons: begins the training, or resumes it as a user would."""
    from PySide6.QtWidgets import QApplication

    from app.controller import Controller
    from app.engine_client import EngineClient
    from app.main_window import MainWindow
    from app.paths import AppPaths
    from app.settings import Settings
    from app.theme import apply_theme, resolve_theme
    from app.wizard.panel import RESULT
    from engine.generate.engine import Engine
    from tests.benchmarks.event_loop import wait

    def say(**event: object) -> None:
        print(json.dumps(event), flush=True)

    app = QApplication([])
    apply_theme(app, resolve_theme("dark"))
    paths = AppPaths.under(home)
    controller = Controller(EngineClient(Engine.load))
    window = MainWindow(controller, Settings(paths.settings_file), paths)
    window.show()
    window.tabs.setCurrentIndex(1)
    panel = window.train.panel
    assert panel is not None
    panel.runner._child.event_received.connect(lambda event: print(json.dumps(event), flush=True))
    if panel.runner.run is None:
        panel.folder_step.look_at(folder)
        while not (panel.folder_step.ready and panel.next_button.isEnabled()):
            wait(50)
        panel.next_button.click()
        panel.plan_step.name.setText(NAME)
        for option, value in (("steps", steps), ("prompts", 1), ("patience", 0)):
            panel.plan_step.expert.set_option(option, value)
        panel.next_button.click()
    elif panel.runner.can_resume:
        panel.train_step.pause_button.click()
    while panel.step != RESULT:
        if panel.runner.pid:
            say(event="child", pid=panel.runner.pid)
        wait(200)
        if panel.runner.can_resume:
            print(panel.train_step.stage.text(), file=sys.stderr)
            return 3
    say(event="curve", steps=[int(step) for step, _ in panel.runner.state.loss])
    panel.close_processes()
    controller.undo_stack.setClean()
    window.close()
    return 0


def main() -> int:
    """Kill, resume, compare, print. Returns 0 where nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--app-kills", type=int, default=5)
    parser.add_argument("--steps", type=int, default=36)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--app", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.app is not None:
        return be_the_app(options.folder, options.app, options.steps)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tatumflow-kill-") as folder:
        place = Path(folder)
        music = copy_music(options.folder, place / NAME, options.files)
        print(f"{len(list(music.iterdir()))} files, {options.steps} steps, seed {options.seed}", flush=True)
        session = Session(train_command(music, place / "unharmed", options.steps), place)
        if session.end():
            print(session.said)
            return 1
        reference = {int(item["step"]): float(item["loss"]) for item in session.events if item["event"] == "step"}
        step_s = next(item["seconds_per_step"] for item in session.events if item["event"] == "plan")
        unharmed = place / "unharmed" / f"{NAME}.tatumstyle"
        print(f"unharmed: {len(reference)} losses, {step_s:.2f} s a step, {time.monotonic() - began:.0f} s", flush=True)
        faults = []
        if options.kills:
            faults += kill_the_training(music, place, options, reference, unharmed, step_s)
        if options.app_kills:
            faults += kill_the_app(music, place, options, reference, unharmed, step_s)
        for fault in faults:
            print(f"FAULT {fault}")
        print(f"{len(faults)} faults, {time.monotonic() - began:.0f} s in all")
        return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
