"""The test run's own guards: warnings, Qt's messages and threads left behind fail a test, and those of a window share a
process."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLOPPY = """
import threading, time, warnings
from PySide6.QtCore import qWarning

def test_a_warning():
    warnings.warn("careless", stacklevel=1)

def test_a_message_of_qt():
    qWarning("careless")

def test_a_thread():
    threading.Thread(target=time.sleep, args=(30,), name="careless", daemon=True).start()

def test_an_exception_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_an_unclosed_file(tmp_path):
    open(tmp_path / "a", "w")

def test_a_careful_one():
    pass
"""

SPREAD = """
import pytest, time

@pytest.mark.parametrize("number", range(6))
def test_it(number):
    time.sleep(0.1)
"""


def _new_project(folder: Path) -> list[str]:
    """Give `folder` the guards of this project; the command that runs its tests."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]


def test_careless_tests_fail(tmp_path: Path) -> None:
    command = _new_project(tmp_path)
    (tmp_path / "tests" / "test_sloppy.py").write_text(SLOPPY, encoding="utf-8")
    child = subprocess.run([*command, "-q"], cwd=tmp_path, capture_output=True, text=True, check=False)
    bad = set(re.findall(r"^(?:FAILED|ERROR) tests/test_sloppy\.py::(\w+)", child.stdout, re.MULTILINE))
    assert bad == {
        "test_a_warning",
        "test_a_message_of_qt",
        "test_a_thread",
        "test_an_exception_in_a_thread",
        "test_an_unclosed_file",
    }, child.stdout


def test_those_of_a_window_share_a_process(tmp_path: Path) -> None:
    command = _new_project(tmp_path)
    for folder in ("music", "sound"):
        (tmp_path / "tests" / folder).mkdir()
        (tmp_path / "tests" / folder / f"test_{folder}.py").write_text(SPREAD, encoding="utf-8")
    command += ["-v", "-n", "2", "--dist", "loadgroup"]
    child = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    ran = re.findall(r"^\[(gw\d)\] .* PASSED tests/(\w+)/", child.stdout, re.MULTILINE)
    assert sorted(folder for _, folder in ran) == ["music"] * 6 + ["sound"] * 6, child.stdout
    assert len({process for process, folder in ran if folder == "sound"}) == 1, child.stdout
