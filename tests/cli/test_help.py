from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

import main
from tests.cli.helpers import Cli, assert_one_clear_line, command_line


def test_help_lists_every_command(cli: Cli) -> None:
    result = cli("--help")
    assert result.returncode == 0
    assert result.stderr == ""
    for name, command in main.COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(command.summary)}$", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", list(main.COMMANDS))
def test_each_command_has_help_with_examples_and_the_common_options(cli: Cli, name: str) -> None:
    result = cli(name, "--help")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"usage: tatumflow {name}")
    assert f"  tatumflow {name} " in result.stdout.partition("examples:")[2]
    for option in ("--device", "--threads", "--json"):
        assert option in result.stdout


def test_help_of_generate_lists_only_modes_that_exist(cli: Cli) -> None:
    from engine.generate.jobs import MODES

    listed = re.search(r"--mode MODE\s+one of: ([a-z,\s]+)", cli("generate", "--help").stdout)
    assert listed is not None
    assert [name.strip() for name in listed[1].split(",")] == list(MODES)


def test_version(cli: Cli) -> None:
    result = cli("--version")
    assert result.returncode == 0
    assert re.fullmatch(r"tatumflow \S.*\n", result.stdout)


def test_a_misspelt_command_is_named_with_the_nearest_one(cli: Cli) -> None:
    assert_one_clear_line(cli("generat"), "'generat'", "did you mean generate?")


def test_an_unknown_command_points_to_the_help(cli: Cli) -> None:
    assert_one_clear_line(cli("xyzzy"), "'xyzzy'", "tatumflow --help")


@pytest.mark.parametrize("suffix", [".mid", ".MIDI", ".Kar", ".smf", ".RMI", ".tatum"])
def test_a_file_to_open_is_known_by_its_name(suffix: str) -> None:
    assert main.is_for_app(f"/music/곡 1{suffix}")
    assert not main.is_for_app(f"{suffix[1:]}")
    assert not main.is_for_app(f"song{suffix}.wav")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    child = subprocess.Popen(command_line("--help"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert child.wait() == 0
    assert errors == b""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
@pytest.mark.parametrize("arguments", [(), ("verse.mid",), ("--theme", "dark")])
def test_without_a_screen_the_app_says_so(arguments: tuple[str, ...]) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    child = subprocess.run(command_line(*arguments), env=environment, capture_output=True, text=True, check=False)
    assert_one_clear_line(child, "no screen", "tatumflow --help")
