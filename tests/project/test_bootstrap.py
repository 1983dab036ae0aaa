"""What `make` does, with the parts that would change this machine left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from engine.music.midi_io import read_clip
from tests.tools.packaging_scripts import packaging_tool

ROOT = Path(__file__).resolve().parents[2]
LINUX = sys.platform.startswith("linux")


@pytest.fixture
def libraries() -> ModuleType:
    return packaging_tool("system_libraries")


@pytest.mark.skipif(not LINUX, reason="other systems bring these libraries")
def test_a_missing_library_is_named_by_its_package(libraries: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"libc.so.6": "libc6"}
    monkeypatch.setattr(libraries, "RUN_LIBRARIES", {**there, "libnot-there.so.9": "libnot-there9"})
    monkeypatch.setattr(libraries, "FONT_FOLDERS", ())
    assert libraries.missing_packages(for_tests=False) == ["libnot-there9", "fonts-dejavu-core"]


@pytest.mark.skipif(not LINUX, reason="other systems bring these libraries")
def test_where_nothing_may_be_installed_one_line_says_what_is_missing(
    libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries, "RUN_LIBRARIES", {"libnot-there.so.9": "libnot-there9"})
    monkeypatch.setattr(libraries, "_apt_prefix", lambda: None)
    assert "libnot-there9" in libraries.ensure(for_tests=False)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "libnot-there9" in captured.err


@pytest.mark.skipif(os.name == "nt", reason="make is not used there")
@pytest.mark.skipif(not (ROOT / ".venv" / "tatumflow-setup.json").exists(), reason="not set up by make")
def test_make_run_without_a_screen_ends_with_the_path_of_a_midi_file() -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    for _ in range(2):  # the second time finds the first one's file
        child = subprocess.run(
            ["make", "run", f"PYTHON={sys.executable}"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert child.returncode == 0, child.stderr
        path = Path(child.stdout.splitlines()[-1])
        assert path.is_absolute()
        demo = read_clip(ROOT / "resources" / "prompts" / "demo.mid")
        assert read_clip(path).length == 2 * demo.length
