"""How the tests run the command line: as a user does, in a child process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "prompts" / "demo.mid"

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def command_line(*arguments: str | Path) -> list[str]:
    """The command that runs `tatumflow` with `arguments`."""
    return [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]


def assert_one_clear_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Bad input: status 2, nothing on standard output, one line on standard error that holds `words`."""
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("tatumflow")
    assert "Traceback" not in lines[0]
    for word in words:
        assert word in lines[0]
