"""A virtual X screen with a window manager and a home of its own, for tests with real windows and a real pointer."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")

NEEDED = ("Xvfb", "openbox", "xdotool", "wmctrl", "import")

# The app announces where a take lies as soon as there is one, so its window has to be in its place from the start.
_WINDOW_MANAGER_RULES = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications>
    <application title="*TatumFlow*" type="normal">
      <position force="yes"><x>0</x><y>0</y></position>
      <maximized>no</maximized>
    </application>
  </applications>
</openbox_config>
"""


def missing_programs() -> list[str]:
    """The programs that a virtual screen needs and this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_until(condition: Callable[[], T], seconds: float, what: str) -> T:
    """The first true value of `condition`. Raises TimeoutError, which names `what`, after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)


class VirtualScreen:
    """Starts on entry, and on exit ends every program that was started on it.

    Attributes:
        folder: what programs on the screen may write to: their home, XDG folders and logs.
        environment: environment variables for programs on the screen.
    """

    def __init__(self, width: int = 2400, height: int = 1000) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tatumflow-screen-"))
        self.environment = self._environment()
        self._size = f"{width}x{height}x24"
        self._programs: list[subprocess.Popen[bytes]] = []

    def _environment(self) -> dict[str, str]:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND_", "XDG_"))
        }
        environment.update(HOME=str(self.folder / "home"), LC_ALL="C.UTF-8", QT_QPA_PLATFORM="xcb")
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            environment[f"XDG_{kind}_HOME"] = str(self.folder / "home" / kind.lower())
        environment["XDG_RUNTIME_DIR"] = str(self.folder / "run")
        return environment

    def __enter__(self) -> VirtualScreen:
        for key, path in self.environment.items():
            if key == "HOME" or key.startswith("XDG_"):
                Path(path).mkdir(parents=True, exist_ok=True, mode=0o700)
        rules = Path(self.environment["XDG_CONFIG_HOME"]) / "openbox" / "rc.xml"
        rules.parent.mkdir()
        rules.write_text(_WINDOW_MANAGER_RULES, encoding="utf-8")
        reader, writer = os.pipe()
        try:
            # Without -noreset the screen begins anew, and loses the window manager, when a first look for one leaves.
            command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset"]
            self.start(command, pass_fds=(writer,))
            os.close(writer)
            with os.fdopen(reader) as pipe:
                self.environment["DISPLAY"] = ":" + pipe.readline().strip()
            self.start(["openbox"])
            wait_until(lambda: self._run("wmctrl", "-m").returncode == 0, 10, "the window manager")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(
        self, command: Sequence[str], *, pass_fds: Sequence[int] = (), environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program; what it prints goes to `log_of` it."""
        log = self.folder / f"{len(self._programs)}-{Path(command[0]).name}.log"
        with log.open("wb") as out:
            program = subprocess.Popen(
                list(command),
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=self.environment | dict(environment or {}),
                cwd=self.folder / "home",
                pass_fds=tuple(pass_fds),
                start_new_session=True,
            )
        self._programs.append(program)
        return program

    def log_of(self, program: subprocess.Popen[bytes]) -> str:
        """What `program` has printed so far, both streams."""
        index = self._programs.index(program)
        (log,) = self.folder.glob(f"{index}-*.log")
        return log.read_text(encoding="utf-8", errors="replace")

    def wait_for_line(self, program: subprocess.Popen[bytes], pattern: str, seconds: float = 60) -> re.Match[str]:
        """The first line of the program's output that matches `pattern`. Raises TimeoutError, with the output."""

        def look() -> re.Match[str] | None:
            found = re.search(pattern, self.log_of(program), re.MULTILINE)
            if found is None and program.poll() is not None:
                raise TimeoutError(f"{program.args!r} ended with {program.returncode}:\n{self.log_of(program)}")
            return found

        try:
            found = wait_until(look, seconds, f"the line {pattern!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.log_of(program)[-4000:]}") from None
        assert found is not None
        return found

    def stop(self, program: subprocess.Popen[bytes]) -> None:
        """End a program and what it has started."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                # It leads a process group of its own, see `start`.
                os.killpg(program.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=3)
                if number == signal.SIGTERM and not _group_lives(program.pid):
                    return

    def close(self) -> None:
        """End everything and remove the folder."""
        for program in reversed(self._programs):
            self.stop(program)
        self._programs.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool on this screen; returns what it prints. Raises CalledProcessError."""
        done = self._run("xdotool", *map(str, arguments))
        done.check_returncode()
        return done.stdout

    def window(self, title: str, seconds: float = 30) -> str:
        """Id of the newest visible window whose title matches the regular expression; waits until there is one."""

        def look() -> str:
            ids = self._run("xdotool", "search", "--onlyvisible", "--name", title).stdout.split()
            return ids[-1] if ids else ""

        return wait_until(look, seconds, f"the window {title!r}")

    def place(self, window: str, x: int, y: int, width: int, height: int) -> None:
        """Move and size a window, which is brought out of a maximised state first."""
        self._run("wmctrl", "-i", "-r", window, "-b", "remove,maximized_vert,maximized_horz")
        self._run("wmctrl", "-i", "-r", window, "-e", f"0,{x},{y},{width},{height}")

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """x, y, width, height of a window's inside, in pixels of the screen."""
        lines = dict(line.split("=", 1) for line in self.xdotool("getwindowgeometry", "--shell", window).splitlines())
        return int(lines["X"]), int(lines["Y"]), int(lines["WIDTH"]), int(lines["HEIGHT"])

    def activate(self, window: str) -> None:
        """Bring a window to the front and give it the keyboard."""
        self.xdotool("windowactivate", "--sync", window)

    def press(self, keys: str) -> None:
        """Press keys, such as "ctrl+s", in the active window."""
        self.xdotool("key", "--clearmodifiers", keys)

    def screenshot(self, file: Path) -> None:
        """Save a picture of the whole screen."""
        self._run("import", "-window", "root", str(file)).check_returncode()

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30, check=False)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
