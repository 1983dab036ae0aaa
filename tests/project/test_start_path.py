"""What starting the app and the command line imports: nothing heavy, so that both begin at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "onnx", "miditok", "pretty_midi", "matplotlib", "scipy", "symusic", "mir_eval", "tensorboard"}


def loaded_by(code: str) -> set[str]:
    """Top-level modules that are loaded after `code` ran in a fresh interpreter."""
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    child = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(child.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    [
        "import main; main.main(['--help'])",
        "import main; main.main(['generate', '--mode', 'continue', '--prompt', '/does/not/exist.mid'])",
        "import main; main.main(['analyze', '/does/not/exist.mid'])",
        "import app.application",
    ],
)
def test_starting_loads_nothing_heavy(code: str) -> None:
    assert loaded_by(code) & HEAVY == set()


def test_the_command_line_does_not_load_qt() -> None:
    loaded = loaded_by("import main; main.main(['generate', '--mode', 'continue', '--prompt', '/does/not/exist.mid'])")
    assert not loaded & {"PySide6", "app", "training"}


def test_help_of_every_command_is_reachable_without_the_other_commands() -> None:
    loaded = loaded_by("import main; main.main(['--help'])")
    assert "numpy" not in loaded
    assert "training" not in loaded
