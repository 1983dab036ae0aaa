"""The documents: links that lead somewhere, commands that exist, paths that are there."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

import main
from engine.commands.options import CommandParser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_inside_the_repository_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+?)\)", text_of(name))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (ROOT / link).exists()] == []


def example_commands() -> list[str]:
    """Command lines of README.md and of every command's own help."""
    lines = [line for line in text_of("README.md").splitlines() if re.match(r"tatumflow \w", line)]
    for command in main.COMMANDS.values():
        examples = getattr(import_module(command.module), "EXAMPLES", "")
        lines += [line.strip() for line in examples.splitlines() if line.startswith("  tatumflow ")]
    return sorted({line.partition(" | ")[0] for line in lines})


@pytest.mark.parametrize("line", example_commands())
def test_every_example_is_accepted(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    parser = CommandParser(prog=f"tatumflow {name}")
    import_module(main.COMMANDS[name].module).add_arguments(parser)
    parser.parse_args(arguments)


def test_the_code_map_names_every_part() -> None:
    text = text_of("ARCHITECTURE.md")
    parts = ["app", "training", "resources", "packaging", "tests"]
    parts += [f"engine/{path.name}" for path in (ROOT / "engine").iterdir() if (path / "__init__.py").exists()]
    assert [part for part in parts if f"`{part}/`" not in text] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_that_are_named_exist(name: str) -> None:
    named = re.findall(r"`((?:app|engine|training|tests|packaging|resources)/[\w./]*)`", text_of(name))
    assert [path for path in named if not (ROOT / path).exists()] == []
