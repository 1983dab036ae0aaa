from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import ResourceError
from engine.sound.soundfont import check_soundfont, default_soundfont, find_soundfont
from engine.sound.synth import FluidSynth, Synth, TinySoundFont, load_fluidsynth, load_tinysoundfont


def test_the_bundled_soundfont_is_found_and_whole() -> None:
    path = find_soundfont()
    assert path == default_soundfont()
    assert path.read_bytes()[8:12] == b"sfbk"


def test_finding_it_does_not_import_the_package_that_brings_it() -> None:
    code = (
        "import sys; from engine.sound.soundfont import find_soundfont; find_soundfont(); "
        "print([m for m in ('pretty_midi', 'numpy', 'mido') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_users_own_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "내 피아노.sf2"
    own.write_bytes(default_soundfont().read_bytes())
    assert find_soundfont(own) == own


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        (b"", "is not a SoundFont"),
        (b"MThd" + bytes(40), "is not a SoundFont"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), "is not a SoundFont"),
        (b"RIFF\xff\xff\x00\x00sfbk" + bytes(40), "cut short"),
    ],
)
def test_a_broken_soundfont_is_named_with_the_fix(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "broken font.sf2"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ResourceError) as error:
        check_soundfont(path)
    message = str(error.value)
    assert says in message
    assert str(path) in message
    assert "\n" not in message


def test_loading_the_synthesiser_prints_nothing() -> None:
    code = "from engine.sound.synth import load_fluidsynth; load_fluidsynth()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=os.environ | {"CI": "1"}, check=True)
    assert done.stdout + done.stderr == b""


@pytest.mark.parametrize("kind", [FluidSynth, TinySoundFont])
def test_a_hollow_soundfont_is_refused_by_each_synthesiser(tmp_path: Path, kind: type[Synth]) -> None:
    hollow = tmp_path / "hollow.sf2"
    hollow.write_bytes(b"RIFF" + (4 + 64).to_bytes(4, "little") + b"sfbk" + bytes(64))
    check_soundfont(hollow)
    module = load_fluidsynth() if kind is FluidSynth else load_tinysoundfont()
    if module is None:
        pytest.skip(f"{kind.__name__} is not installed")
    with pytest.raises(ResourceError, match="cannot be loaded"):
        kind(module, hollow, 44_100)  # type: ignore[call-arg]  # the protocol says nothing about construction
