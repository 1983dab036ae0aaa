"""What is done to a training from outside, to the real command: a full disk, permissions, folders taken away, a parent
that is gone, a machine that sleeps.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open

from engine.errors import ResourceError
from tests.training.corpus_files import MAIN, ROOT
from tests.training.tiny_base import tiny_base, tunes
from training import run_lock
from training.prepare import prepare

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of other processes are Linux's")
BOUND = ROOT / "tests" / "tools" / "bound_by_permissions.py"
Event = dict[str, Any]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base(tmp_path_factory.mktemp("base"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tunes(tmp_path / "folder", 6)


class Child:
    """The command as a parent process runs it. Leaving the block ends it."""

    def __init__(self, program: Path, *words: str | Path) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, str(program), *map(str, words)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.events: list[Event] = []

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def __iter__(self) -> Iterator[Event]:
        """Events as they come."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.events.append(json.loads(line))
            yield self.events[-1]

    def wait_for(self, true: Callable[[Event], bool]) -> Event:
        """The first event that is meant."""
        for event in self:
            if true(event):
                return event
        assert self.process.stderr is not None
        raise AssertionError(f"it ended: {self.process.stderr.read()}")

    def end(self) -> tuple[int, str]:
        """Exit status and standard error, when it has ended."""
        for _ in self:
            pass
        assert self.process.stderr is not None
        said = self.process.stderr.read().strip()
        return self.process.wait(), said

    def sentence(self) -> str:
        """The one sentence that it ends with, as an event and on standard error."""
        code, said = self.end()
        assert code == 2, said
        lines = [line for line in said.splitlines() if line.startswith("tatumflow")]
        assert len(lines) == 1, said
        assert "Traceback" not in said
        assert self.events[-1]["event"] == "error"
        assert self.events[-1]["message"] in lines[0]
        return str(self.events[-1]["message"])


def words(folder: Path, base: Path, run: Path, steps: int = 12) -> list[str]:
    return [
        "train", str(folder), "--name", "Mine", "--base", str(base), "--steps", str(steps), "--prompts", "0", "--out",
        str(run), "--patience", "0",
    ]  # fmt: skip


def is_checkpoint(event: Event) -> bool:
    return bool(event["event"] == "checkpoint")


def saved_step(run: Path) -> int:
    """The step of the checkpoint, which is read whole."""
    with safe_open(run / "adapters" / "state.safetensors", "np") as opened:
        for name in opened.keys():  # noqa: SIM118 - the file is no mapping
            opened.get_tensor(name)
        return int(opened.metadata()["step"])


@pytest.fixture(autouse=True)
def own_styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TATUMFLOW_STYLES", str(tmp_path / "styles"))


@pytest.mark.slow
def test_one_training_through_everything(folder: Path, base: Path, tmp_path: Path) -> None:
    """A full disk, permissions, a folder that goes, a parent that is gone, a second training, damage: each time one
    sentence, and the same command goes on where the checkpoint is.
    """
    import resource

    run, asked = tmp_path / "run", words(folder, base, tmp_path / "run", 40)
    adapters = run / "adapters"
    with Child(BOUND, *asked) as child:
        kept = int(child.wait_for(is_checkpoint)["step"])
        shutil.rmtree(folder)  # what was read of it is kept: it is not needed any more
        # No file may grow beyond this from now on: the system refuses to write more, as a full disk does.
        size = (adapters / "state.safetensors").stat().st_size
        resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE, (size // 2, size // 2))
        message = child.sentence()
    assert "could not be written (File too large); make room" in message
    assert "same command again" in message
    assert saved_step(run) >= kept
    assert not list(run.rglob("*.tmp"))

    with Child(BOUND, *asked) as child:
        kept = goes_on(child, run)
        adapters.chmod(0o500)
        try:
            message = child.sentence()
        finally:
            adapters.chmod(0o700)
    assert str(adapters) in message
    assert "Permission denied" in message
    assert saved_step(run) >= kept

    with Child(BOUND, *asked) as child:
        goes_on(child, run)
        adapters.rename(tmp_path / "away")
        message = child.sentence()
    assert str(adapters) in message
    assert "bring" in message
    (tmp_path / "away").rename(adapters)

    with Child(BOUND, *asked) as child:
        goes_on(child, run)
        assert child.process.stdout is not None
        assert child.process.stderr is not None
        child.process.stdout.close()  # nobody listens any more: as after `stop`
        assert child.process.wait(120) == 130
        assert child.process.stderr.read().strip() == "stopped"
        child.process.stdout = None
        assert saved_step(run) >= max(item["step"] for item in child.events if item["event"] == "step")

    with Child(BOUND, *asked) as child:
        goes_on(child, run)
        with pytest.raises(ResourceError, match="Another training is at work"), run_lock.alone_in(run, wait_s=0.1):
            pytest.fail("the folder was free")
        left = adapters / ".1234.tmp"
        child.process.kill()
        child.process.wait()
        left.write_bytes(b"half")  # as a kill in the middle of writing leaves it

    with Child(BOUND, *asked) as child:
        code, said = child.end()
    assert code == 0, said
    assert (child.events[-1]["event"], child.events[-1]["step"]) == ("done", 40)
    assert not left.exists()

    state = adapters / "state.safetensors"
    state.write_bytes(state.read_bytes()[:-100])
    with Child(BOUND, *asked) as child:
        assert f"{state} cannot be read" in child.sentence()


def goes_on(child: Child, run: Path) -> int:
    """It begins at the checkpoint that is there and comes to another one, whose step is returned."""
    before = saved_step(run)
    assert child.wait_for(lambda event: event["event"] == "plan")["step"] == before
    after = int(child.wait_for(is_checkpoint)["step"])
    assert after > before
    return after


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_the_record_costs_the_record_alone(folder: Path, base: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, str(MAIN), *words(folder, base, run, 4)], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=280, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (run / "Mine.tatumstyle").is_file()


def test_a_place_that_may_not_be_written_is_told(folder: Path, base: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with Child(BOUND, *words(folder, base, closed / "run")) as child:
        assert f"{closed / 'run'} cannot be written (Permission denied)" in child.sentence()


def test_a_folder_that_may_not_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o000)
    try:
        for command in (["scan", str(folder), "--json"], ["prepare", str(folder), "--out", str(tmp_path / "data")]):
            done = subprocess.run([sys.executable, str(BOUND), *command], cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 2
            events = [json.loads(line)["event"] for line in done.stdout.splitlines()]
            assert events == (["error"] if command[0] == "scan" else [])
            assert "check its permissions" in done.stderr.splitlines()[-1]
    finally:
        folder.chmod(0o700)


@pytest.mark.slow
def test_a_midi_folder_that_goes_while_it_is_read_is_told_and_read_again(base: Path, tmp_path: Path) -> None:
    folder, run, away = tunes(tmp_path / "folder", 40), tmp_path / "run", tmp_path / "away"
    with Child(MAIN, *words(folder, base, run, 2)) as child:
        child.wait_for(lambda event: event.get("stage") == "reading files")
        folder.rename(away)
        message = child.sentence()
    assert f"While {folder} was being read, the whole folder was taken away" in message
    away.rename(folder)
    report = prepare(folder, run / "dataset").report
    assert (sum(report["pieces"].values()), report["left_out"]) == (40, {})


def test_a_midi_folder_that_goes_while_it_is_looked_at_is_told(tmp_path: Path) -> None:
    folder = tunes(tmp_path / "folder", 40)
    with Child(MAIN, "scan", folder, "--json") as child:
        child.wait_for(lambda event: event["event"] == "checked")
        shutil.rmtree(folder)
        code, said = child.end()
    assert code == 2
    assert said.count("\n") == 0
    assert f"{folder} has gone while it was looked at" in said
    assert child.events[-1]["event"] != "done"


SLEEPER = """
import io, json, sys, time
from training.adapt_control import Control
control = Control(io.StringIO())
with control.clock:
    began = time.monotonic()
    print("ready", flush=True)
    while not control.clock.still_s:
        time.sleep(0.05)
    time.sleep(1.2)
    print(json.dumps([time.monotonic() - began, control.worked_s, control.clock.still_s]))
"""


def test_time_asleep_is_no_time_of_work() -> None:
    child = subprocess.Popen([sys.executable, "-c", SLEEPER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGSTOP)
        time.sleep(5)
        child.send_signal(signal.SIGCONT)
        passed_s, worked_s, still_s = json.loads(child.stdout.readline())
    assert child.wait() == 0
    assert still_s > 4
    assert worked_s == pytest.approx(passed_s - still_s, abs=0.5)
