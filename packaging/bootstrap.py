"""Everything behind `make run` and `make test`: the environment in .venv, its packages, then the app or the checks.

Only the standard library is used here, and nothing of TatumFlow: this runs on a machine that has Python and no more.
What goes into the environment is said in pyproject.toml (ranges) and constraints.txt (exact versions).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DEMO_PROMPT = ROOT / "resources" / "prompts" / "demo.mid"
DEMO_TAKE = ROOT / "build" / "demo-continued.mid"
CPU_TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
# tinysoundfont plays where the system has no FluidSynth. Its metadata asks for PyAudio, which has no wheel on Linux and
# is not used, so it is installed on its own.
OPTIONAL_ALONE = ("tinysoundfont",)
CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy --strict", ["-m", "mypy"]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
)


class SetupError(Exception):
    """The environment cannot be made; the message is one sentence for the person at the keyboard."""


def say(text: str) -> None:
    """Tell what happens, on standard error: standard output belongs to the result."""
    print(text, file=sys.stderr, flush=True)


def fingerprint() -> str:
    """Changes whenever the environment has to be looked at again."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT} {OPTIONAL_ALONE}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def constrained_version(package: str) -> str:
    """`package==version` as constraints.txt has it; the bare name where it has none."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next((line for line in lines if line.lower().startswith(f"{package.lower()}==")), package)


def pip(*arguments: str, quiet: bool = False) -> bool:
    """Run the environment's pip, its output on standard error; False where it failed."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q", *arguments]
    log = subprocess.DEVNULL if quiet else sys.stderr
    return subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False).returncode == 0


def works(code: str) -> bool:
    """Whether the environment's Python runs `code`."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", code], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Create .venv, or create it anew where it is broken or of another Python."""
    if works(f"import pip, sys; assert sys.version_info[:2] == {sys.version_info[:2]}"):
        return
    say(f"Making .venv with Python {sys.version.split()[0]} ...")
    if not system_libraries.ensure_venv_module():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(f"This Python has no venv module: apt install python{version}-venv, then run again.")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True, stdout=sys.stderr)


def reachable(url: str) -> bool:
    """Whether `url` answers within a few seconds."""
    try:
        with urllib.request.urlopen(url, timeout=8) as answer:  # a fixed https address
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def install_torch() -> None:
    """torch for training. On Linux the default build carries gigabytes of CUDA, so the CPU build is preferred there.

    In this order: what is installed; the index named in TATUMFLOW_TORCH_INDEX; a wheel that pip finds without an index
    (its `find-links`); the CPU index, where this is Linux without an NVIDIA GPU and that index answers; else PyPI
    brings it with everything else.
    """
    wanted = constrained_version("torch")
    version = wanted.partition("==")[2]
    probe = f"from importlib.metadata import version; assert version('torch').split('+')[0] == '{version}'"
    if works(probe):
        return
    index = os.environ.get("TATUMFLOW_TORCH_INDEX", "")
    if index:
        if not pip("--index-url", index, "--no-deps", wanted):
            raise SetupError(f"{wanted} cannot be installed from TATUMFLOW_TORCH_INDEX={index}: mend or unset it.")
        return
    if pip("--no-index", "--no-deps", wanted, quiet=True):
        return
    cuda_is_wasted = sys.platform.startswith("linux") and shutil.which("nvidia-smi") is None
    if cuda_is_wasted and reachable(f"{CPU_TORCH_INDEX}/torch/"):
        say(f"Installing {wanted} for the CPU ...")
        pip("--index-url", CPU_TORCH_INDEX, "--no-deps", wanted)


def install(dev: bool) -> None:
    """Bring .venv up to date; does nothing where pyproject.toml and constraints.txt are as they were."""
    stamp = VENV / "tatumflow-setup.json"
    done = {"fingerprint": fingerprint(), "dev": dev}
    # A broken link (the Python it was made with is gone) does not "exist".
    if PYTHON.exists() and stamp.exists():
        try:
            before = json.loads(stamp.read_text(encoding="utf-8"))
        except ValueError:
            before = {}
        if before.get("fingerprint") == done["fingerprint"] and (before.get("dev") or not dev):
            return
    make_venv()
    started = time.monotonic()
    say(f"Installing TatumFlow{' with its development tools' if dev else ''} into .venv ...")
    if dev:
        install_torch()
    project = ".[dev,train]" if dev else "."
    # The newest allowed versions are the way out where this machine has no wheel of an exact one.
    if not pip("-c", "constraints.txt", "-e", project):
        say("The exact versions of constraints.txt cannot all be had here; trying the newest that are allowed ...")
        if not pip("-e", project):
            raise SetupError("pip could not install TatumFlow (see above): check the network, then run again.")
    for package in OPTIONAL_ALONE:
        if not pip("--no-deps", "--only-binary", ":all:", constrained_version(package), quiet=True):
            say(f"{package} has no wheel for this Python; going on without (FluidSynth is the usual synthesiser).")
    stamp.write_text(json.dumps(done), encoding="utf-8")
    say(f"The environment is ready ({time.monotonic() - started:.0f} s).")


def has_screen() -> bool:
    """Whether a window can be opened."""
    if sys.platform == "darwin" or os.name == "nt":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_app() -> int:
    """The app; without a screen a continuation of the demo prompt, its path on the last line of standard output."""
    if has_screen():
        return subprocess.run([str(PYTHON), "main.py"], cwd=ROOT, check=False).returncode
    say("There is no screen here, so the bundled demo prompt is continued instead of opening the app.")
    DEMO_TAKE.parent.mkdir(exist_ok=True)
    arguments = ["generate", "--mode", "continue", "--prompt", str(DEMO_PROMPT), "--out", str(DEMO_TAKE), "--force"]
    return subprocess.run([str(PYTHON), "main.py", *arguments], cwd=ROOT, check=False).returncode


def run_checks() -> list[str]:
    """ruff, mypy and import-linter; the names of those that failed."""
    failed = []
    for name, arguments in CHECKS:
        print(f"== {name}", flush=True)
        if subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
    return failed


def run_tests(pytest_arguments: list[str]) -> int:
    """Every check, then every test; a check that fails does not hide what the tests would say."""
    failed = run_checks()
    print("== pytest", flush=True)
    # torch would start a thread for every core of a large machine, which the tiny models of the tests only wait for.
    environment = {"OMP_NUM_THREADS": "1", **os.environ}
    # All of them in two processes: those with a window or sound in one of them (see tests/conftest.py). Where one
    # of the two dies the run ends: with groups, the one in its place would wait for ever.
    arguments = pytest_arguments or ["-n", "2", "--dist", "loadgroup", "--max-worker-restart", "0"]
    result = subprocess.run([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False)
    if result.returncode != 0:
        failed.append("pytest")
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def main() -> int:
    """Do what the Makefile asked for."""
    parser = argparse.ArgumentParser(description="Set up TatumFlow in .venv, then run or check it.")
    parser.add_argument("what", choices=["run", "setup", "test", "check", "format"])
    what, rest = parser.parse_known_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python would be given
        say(f"TatumFlow needs Python 3.11 or newer, but this is {sys.version.split()[0]}: install a newer one.")
        return 2
    dev = what.what in {"test", "check", "format"}
    try:
        system_libraries.ensure(for_tests=what.what == "test")
        install(dev)
    except SetupError as problem:
        say(str(problem))
        return 2
    if what.what == "run":
        return run_app()
    if what.what == "test":
        return run_tests(rest)
    if what.what == "check":
        return 1 if run_checks() else 0
    if what.what == "format":
        for arguments in (["check", "--fix", "-q", "."], ["format", "."]):
            subprocess.run([str(PYTHON), "-m", "ruff", *arguments], cwd=ROOT, check=False)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
