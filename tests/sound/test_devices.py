"""The player through real synthesisers and a real MIDI system, without hardware."""

from __future__ import annotations

import contextlib
import time
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import ResourceError
from engine.live.ports import list_inputs, list_outputs, open_output
from engine.music.clip import Clip
from engine.music.note import Note
from engine.sound.outputs import BlockOutput
from engine.sound.player import Player
from engine.sound.soundfont import default_soundfont
from engine.sound.synth import TinySoundFont, load_fluidsynth, load_tinysoundfont

_CLIP = Clip(tuple(Note(i * 240, 60 + i, 200, 100) for i in range(4)), length=960)


def _play_out(player: Player) -> None:
    deadline = time.monotonic() + 8
    while player.playing:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_fluidsynth_sounds_while_playing_and_is_silent_when_stopped(tmp_path: Path) -> None:
    if load_fluidsynth() is None:
        pytest.skip("the FluidSynth library is not installed")
    record = tmp_path / "record.wav"
    with contextlib.closing(Player.open(driver=f"file:{record}")) as player:
        if player.backend != "FluidSynth (file)":
            pytest.skip("this FluidSynth cannot write to a file")
        player.load(Clip((Note(0, 60, 9600, 100),)))
        player.set_volume(1.0)
        player.play()
        time.sleep(0.6)
        assert player.playing
        assert player.position_tick() > 0
        player.stop()
        time.sleep(1.2)
    player.preview(60)
    player.play()
    player.stop()
    with wave.open(str(record)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)[:, 0].astype(float)
    loud = np.abs(samples) > 300
    assert loud.any(), "nothing sounded"
    assert np.flatnonzero(loud)[-1] < len(samples) - rate // 3, "it sounds on after the stop"


def test_tinysoundfont_plays_through_an_audio_device_that_is_not_there(c_major: Clip) -> None:
    module = load_tinysoundfont()
    if module is None:
        pytest.skip("tinysoundfont is not installed")
    miniaudio = pytest.importorskip("miniaudio", exc_type=ImportError)

    class Listening(TinySoundFont):
        loudest = 0.0

        def render(self, frames: int) -> NDArray[np.float32]:
            block = super().render(frames)
            self.loudest = max(self.loudest, float(np.abs(block).max(initial=0.0)))
            return block

    synth = Listening(module, default_soundfont(), 44_100)
    with contextlib.closing(Player(BlockOutput(synth, miniaudio, ("NULL",)))) as player:
        assert player.backend.startswith("tinysoundfont (")
        player.load(_CLIP)
        player.play()
        _play_out(player)
        assert player.position_tick() == _CLIP.length
    assert synth.loudest > 0.01


def test_notes_arrive_in_order_at_a_midi_port(jack_server: str) -> None:
    import rtmidi

    # Asked for, not called back: a callback waits for the interpreter, which the end of the client does not let go.
    listener = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="listener")

    def received() -> list[tuple[int, ...]]:
        return [tuple(event[0]) for event in iter(listener.get_message, None)]

    try:
        listener.open_virtual_port("in")
        (name,) = [port for port in list_outputs("jack") if port.startswith("listener")]
        with contextlib.closing(Player.open(port=name, api="jack")) as player:
            assert player.backend == f"MIDI port {name}"
            player.load(_CLIP)
            time.sleep(0.2)
            received()
            player.play()
            _play_out(player)
            time.sleep(0.1)
            notes = [message for message in received() if message[0] in (0x80, 0x90)]
        expected = [item for i in range(4) for item in ((0x90, 60 + i, 100), (0x80, 60 + i, 0))]
        assert notes == expected
    finally:
        listener.close_port()
        listener.delete()


def test_fluidsynth_plays_into_jack_when_it_is_named(jack_server: str) -> None:
    if load_fluidsynth() is None:
        pytest.skip("the FluidSynth library is not installed")
    with contextlib.closing(Player.open(driver="jack")) as player:
        assert player.backend == "FluidSynth (jack)"
        player.load(_CLIP)
        player.play()
        _play_out(player)
        assert player.position_tick() == _CLIP.length


def test_a_port_that_is_not_there_is_named_and_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ResourceError, match="'No such piano'"):
        open_output("No such piano")
    assert isinstance(list_outputs(), list)
    assert isinstance(list_inputs(), list)
    assert capfd.readouterr().err == ""
