from __future__ import annotations

import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import Cancelled, InputError, ResourceError
from engine.music.clip import Clip, Controller
from engine.music.note import Note
from engine.sound import render
from engine.sound.schedule import NOTE_ON, Message
from engine.sound.soundfont import default_soundfont
from engine.sound.synth import FluidSynth, Synth, TinySoundFont, load_fluidsynth, load_tinysoundfont

_RATE = 44_100


@pytest.fixture(params=["fluidsynth", "tinysoundfont"])
def synth_name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each synthesiser in turn is the one that this machine has."""
    module = load_fluidsynth() if request.param == "fluidsynth" else load_tinysoundfont()
    if module is None:
        pytest.skip(f"{request.param} is not installed")

    def only_this(soundfont: Path, sample_rate: int) -> Synth:
        kind = FluidSynth if request.param == "fluidsynth" else TinySoundFont
        return kind(module, soundfont, sample_rate)

    monkeypatch.setattr(render, "open_synth", only_this)
    return str(request.param)


def _read(path: Path) -> NDArray[np.float64]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, _RATE)
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return data.astype(np.float64) / 32768


def _level_at(samples: NDArray[np.float64], pitch: float) -> float:
    """Level of the partial at `pitch` (MIDI note number), as a share of the strongest one."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    frequencies = np.fft.rfftfreq(len(samples), 1 / _RATE)
    low, high = (440 * 2 ** ((pitch + side - 69) / 12) for side in (-0.3, 0.3))
    return float(spectrum[(frequencies > low) & (frequencies < high)].max() / spectrum.max())


def test_a_c_major_chord_sounds_at_its_partials_and_nowhere_else(
    tmp_path: Path, c_major: Clip, synth_name: str
) -> None:
    out = tmp_path / "코드 1.wav"
    render.render_clip(c_major, out)
    samples = _read(out)
    assert len(samples) == round((c_major.seconds + render.TAIL_S) * _RATE) == render.render_frames(c_major, _RATE)
    assert 0.85 < np.abs(samples).max() < 0.9
    mono = samples.mean(axis=1)
    onset = round(1.0 * _RATE)
    assert np.abs(mono[: onset - 1]).max() < 1e-3, "something sounds before the chord"
    chord = mono[onset + 2000 : onset + 2 * _RATE]
    assert all(_level_at(chord, pitch) > 0.1 for pitch in (60, 64, 67))
    assert all(_level_at(chord, pitch) < 0.02 for pitch in (58, 61, 62, 63, 65, 66, 69))
    assert np.abs(mono[-400:]).max() < 0.01, "the chord goes on after its release"


def test_the_pedal_holds_a_note_that_is_released(tmp_path: Path, synth_name: str) -> None:
    short = Clip((Note(0, 60, 120, 90),), length=1920)
    held = Clip(short.notes, controllers=(Controller(0, 64, 127), Controller(1900, 64, 0)), length=1920)
    levels = []
    for name, clip in (("short", short), ("held", held)):
        render.render_clip(clip, tmp_path / f"{name}.wav")
        samples = _read(tmp_path / f"{name}.wav")
        levels.append(float(np.square(samples[_RATE : _RATE + _RATE // 2]).mean()))
    assert levels[1] > 100 * levels[0]


def test_ten_loud_keys_are_loud_and_stay_below_full_scale(synth_name: str) -> None:
    synth = render.open_synth(default_soundfont(), _RATE)
    for pitch in (36, 43, 48, 52, 55, 58, 62, 65, 69, 74):
        synth.send(Message(NOTE_ON, pitch, 127))
    loudest = float(np.abs(synth.render(_RATE)).max())
    synth.close()
    assert 0.3 < loudest < 1.0


def test_the_same_clip_gives_the_same_file(tmp_path: Path, c_major: Clip, synth_name: str) -> None:
    for name in ("a.wav", "b.wav"):
        render.render_clip(c_major, tmp_path / name)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.parametrize(("suffix", "magic"), [(".flac", (b"fLaC",)), (".mp3", (b"ID3", b"\xff\xfb", b"\xff\xfa"))])
def test_compressed_files_hold_the_same_music(tmp_path: Path, c_major: Clip, suffix: str, magic: tuple[bytes]) -> None:
    soundfile = pytest.importorskip("soundfile", reason="soundfile is not installed", exc_type=ImportError)
    render.render_clip(c_major, tmp_path / "a.wav")
    render.render_clip(c_major, tmp_path / f"a{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes().startswith(magic)
    samples, rate = soundfile.read(str(tmp_path / f"a{suffix}"))
    plain = _read(tmp_path / "a.wav")
    assert rate == _RATE
    assert len(samples) == pytest.approx(len(plain), abs=2500)
    chord = samples.mean(axis=1)[round(1.1 * _RATE) : 3 * _RATE]
    assert all(_level_at(chord, pitch) > 0.1 for pitch in (60, 64, 67))
    assert _level_at(chord, 62) < 0.02


def test_an_empty_clip_gives_silence(tmp_path: Path) -> None:
    render.render_clip(Clip(length=960), tmp_path / "rest.wav")
    samples = _read(tmp_path / "rest.wav")
    assert len(samples) == 2 * _RATE
    assert np.abs(samples).max() < 1e-3


def test_progress_ends_at_one_and_never_goes_back(tmp_path: Path, c_major: Clip) -> None:
    seen: list[float] = []
    render.render_clip(c_major, tmp_path / "a.wav", progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_a_cancelled_rendering_leaves_the_old_file(tmp_path: Path, c_major: Clip) -> None:
    out = tmp_path / "a.wav"
    out.write_bytes(b"old")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        render.render_clip(c_major, out, cancel=cancel)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_failed_write_leaves_no_half_file(tmp_path: Path, c_major: Clip) -> None:
    taken = tmp_path / "a.wav"
    taken.mkdir()
    with pytest.raises(ResourceError, match=r"a\.wav cannot be written"):
        render.render_clip(c_major, taken)
    assert list(tmp_path.iterdir()) == [taken]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk that every Linux has")
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3"])
def test_a_full_disk_is_told_in_the_system_s_words(
    tmp_path: Path, c_major: Clip, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    @contextmanager
    def full(path: Path) -> Iterator[Path]:
        yield Path("/dev/full")

    monkeypatch.setattr(render, "replacing", full)
    with pytest.raises(ResourceError, match="No space left on device"):
        render.render_clip(c_major, tmp_path / f"a{suffix}")
    assert list(tmp_path.iterdir()) == []


_TWO_LENGTHS = """
import re, sys
from pathlib import Path
from engine.music.clip import Clip
from engine.music.note import Note
from engine.sound.render import render_clip

for minutes in (1, 10):
    render_clip(Clip((Note(0, 60, 480),), length=minutes * 120 * 480), Path(sys.argv[1]), sample_rate=8000)
    print(*re.findall(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="elsewhere the system does not tell")
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3"])
def test_a_long_piece_takes_no_more_memory_than_a_short_one(tmp_path: Path, suffix: str) -> None:
    child = [sys.executable, "-c", _TWO_LENGTHS, str(tmp_path / f"a{suffix}")]
    done = subprocess.run(child, cwd=Path(__file__).parents[2], check=True, capture_output=True)
    short_kib, long_kib = map(int, done.stdout.split())
    samples_kib = 9 * 60 * 8000 * 2 * 4 // 1024
    assert long_kib - short_kib < samples_kib / 3


def test_a_piece_that_no_wav_file_can_hold_is_refused_before_any_work(tmp_path: Path) -> None:
    hours = Clip((Note(0, 60, 480),), length=7 * 3600 * 2 * 480)
    with pytest.raises(InputError, match=r"6\.8 hours: choose \.flac"):
        render.render_clip(hours, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["take.ogg", "take", "take.mid"])
def test_an_unknown_suffix_is_refused_before_any_work(tmp_path: Path, c_major: Clip, name: str) -> None:
    with pytest.raises(InputError, match=r"\.wav, \.flac, \.mp3"):
        render.render_clip(c_major, tmp_path / name)


def test_a_broken_soundfont_leaves_no_file(tmp_path: Path, c_major: Clip) -> None:
    broken = tmp_path / "half.sf2"
    broken.write_bytes(default_soundfont().read_bytes()[:100_000])
    with pytest.raises(ResourceError, match="cut short"):
        render.render_clip(c_major, tmp_path / "a.wav", soundfont=broken)
    assert list(tmp_path.iterdir()) == [broken]
