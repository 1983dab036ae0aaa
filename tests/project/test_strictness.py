"""The test run's own guards: warnings, Qt's messages and threads left behind fail a test."""

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


def test_careless_tests_fail(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_sloppy.py").write_text(SLOPPY, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    child = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    bad = set(re.findall(r"^(?:FAILED|ERROR) tests/test_sloppy\.py::(\w+)", child.stdout, re.MULTILINE))
    assert bad == {
        "test_a_warning",
        "test_a_message_of_qt",
        "test_a_thread",
        "test_an_exception_in_a_thread",
        "test_an_unclosed_file",
    }, child.stdout
