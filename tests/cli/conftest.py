"""The command line as a user meets it: real child processes on real files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.helpers import DEMO, Cli, command_line


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs `tatumflow` in the test's own folder."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command_line(*arguments), cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def prompt(tmp_path: Path) -> Path:
    """The demo prompt in the test's own folder: eight bars of 4/4."""
    return Path(shutil.copy(DEMO, tmp_path / "verse.mid"))


@pytest.fixture(scope="session")
def model() -> list[str]:
    """Options that choose the model: the bundled one, or the one that TATUMFLOW_TEST_CHECKPOINT names."""
    folder = os.environ.get("TATUMFLOW_TEST_CHECKPOINT")
    return ["--checkpoint", folder] if folder else []
