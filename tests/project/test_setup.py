"""The files that set the project up: versions, the bootstrap script, what is packaged."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = dict(
    line.partition("==")[::2]
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements() -> list[str]:
    extras = PROJECT["optional-dependencies"].values()
    return [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]


@pytest.mark.parametrize("requirement", requirements())
def test_every_dependency_has_an_exact_version(requirement: str) -> None:
    from packaging.requirements import Requirement

    wanted = Requirement(requirement)
    pins = {canonical(name): version for name, version in PINS.items()}
    assert canonical(wanted.name) in pins
    assert wanted.specifier.contains(pins[canonical(wanted.name)])


def test_the_qt_version_that_aborts_is_excluded() -> None:
    assert any("PySide6-Essentials" in line and "!=6.12.0" in line for line in PROJECT["dependencies"])


def test_torch_is_not_needed_to_run() -> None:
    assert not any(canonical(line).startswith(("torch", "miditok")) for line in PROJECT["dependencies"])


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_a_python_that_is_too_old_is_refused_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ncase "$1" in --version) echo Python 3.8.10;; *) exit 1;; esac\n', encoding="utf-8")
    old.chmod(0o755)
    for name in ("sh", "head"):
        tool = next(Path(folder) / name for folder in ("/bin", "/usr/bin") if (Path(folder) / name).exists())
        (tmp_path / name).symlink_to(tool)
    script = str(ROOT / "packaging" / "python.sh")
    child = subprocess.run(
        ["sh", script, "-c", "pass"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert child.returncode == 2
    assert child.stdout == ""
    assert len(child.stderr.splitlines()) == 1
    assert "3.11" in child.stderr
    assert "Python 3.8.10" in child.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_python_that_is_named_is_used() -> None:
    environment = {**os.environ, "TATUMFLOW_PYTHON": sys.executable}
    command = ["sh", str(ROOT / "packaging" / "python.sh"), "-c", "import sys; print(sys.executable)"]
    child = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert Path(child.stdout.strip()) == Path(sys.executable)


def test_the_bootstrap_script_needs_nothing_installed() -> None:
    code = "import sys; sys.path.insert(0, 'packaging'); import bootstrap; print(len(bootstrap.fingerprint()))"
    child = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    assert child.stdout.strip() == "64"


def test_continuous_integration_runs_the_same_command_as_people() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert script.rstrip().endswith("make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_what_is_used_at_run_time_is_packaged() -> None:
    """Files that the code reads lie in packages whose data is packaged."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert tool["package-data"]["resources"] == ["**/*"]
    assert (ROOT / "resources" / "__init__.py").exists()
    assert (ROOT / "resources" / "prompts" / "demo.mid").exists()
