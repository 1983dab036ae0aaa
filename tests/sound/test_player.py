from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import ResourceError
from engine.music.clip import Clip, Controller
from engine.music.grid import TempoChange, TempoMap
from engine.music.note import Note
from engine.sound.outputs import Output, PortOutput
from engine.sound.player import Player
from engine.sound.schedule import ALL_NOTES_OFF, CONTROL, NOTE_OFF, NOTE_ON, Message


def _scale(count: int, step: int = 60, first: int = 40) -> Clip:
    notes = tuple(Note(i * step, first + i % 40, step, 90) for i in range(count))
    return Clip(notes, tempo=TempoMap.constant(240), length=count * step)


def _until(condition: Callable[[], bool], seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)


def _struck(sounded: list[Message]) -> list[int]:
    return [message.data1 for message in sounded if message.kind == NOTE_ON]


def _held(sounded: list[Message]) -> set[int]:
    held: set[int] = set()
    for kind, data1, _ in sounded:
        if kind == NOTE_ON:
            held.add(data1)
        elif kind == NOTE_OFF:
            held.discard(data1)
        elif data1 == ALL_NOTES_OFF:
            held.clear()
    return held


def test_a_clip_plays_to_its_end_note_for_note(player: Player, recorder: Output) -> None:
    clip = _scale(20)
    player.load(clip)
    player.play()
    assert player.playing
    positions = []
    while player.playing:
        positions.append(player.position_tick())
        time.sleep(0.01)
    assert positions == sorted(positions)
    assert len(set(positions)) > 10
    assert player.position_tick() == clip.length
    assert _struck(recorder.sounded) == [note.pitch for note in clip.notes]
    assert _held(recorder.sounded) == set()


def test_playing_from_the_middle(player: Player, recorder: Output) -> None:
    clip = _scale(20)
    player.load(clip)
    player.play(15 * 60)
    assert player.position_tick() >= 15 * 60
    _until(lambda: not player.playing)
    assert _struck(recorder.sounded) == [note.pitch for note in clip.notes[15:]]


def test_stop_leaves_no_note_and_no_pedal(player: Player, recorder: Output) -> None:
    clip = Clip((Note(0, 60, 4000), Note(0, 64, 4000)), controllers=(Controller(0, 64, 127),))
    player.load(clip)
    player.play()
    _until(lambda: len(_held(recorder.sounded)) == 2 and player.position_tick() > 0)
    player.stop()
    assert not player.playing
    assert 0 < player.position_tick() < 4000
    _until(lambda: not _held(recorder.sounded))
    pedals = [message.data2 for message in recorder.sounded if message[:2] == (CONTROL, 64)]
    assert 127 in pedals
    assert pedals[-1] == 0
    stopped_at = player.position_tick()
    time.sleep(0.05)
    assert player.position_tick() == stopped_at


def test_what_was_to_come_is_forgotten_when_stopped(player: Player, recorder: Output) -> None:
    player.load(_scale(200, step=20))
    player.play()
    _until(lambda: len(_struck(recorder.sounded)) > 5)
    player.stop()
    struck = len(_struck(recorder.sounded))
    time.sleep(0.3)
    assert len(_struck(recorder.sounded)) <= struck + 1
    assert _held(recorder.sounded) == set()


def test_a_loop_repeats_its_part_and_releases_at_its_end(player: Player, recorder: Output) -> None:
    clip = Clip((Note(0, 50, 60), Note(120, 60, 600), Note(180, 62, 30), Note(240, 70, 60)), length=960)
    player.load(clip)
    player.set_loop(120, 240)
    player.play(0)
    _until(lambda: _struck(recorder.sounded).count(60) >= 4)
    player.stop()
    struck = Counter(_struck(recorder.sounded))
    assert struck[50] == 1, "the way into the loop is played once"
    assert struck[70] == 0, "nothing after the loop is played"
    assert abs(struck[60] - struck[62]) <= 1
    assert player.position_tick() <= 240
    down: set[int] = set()
    for kind, pitch, _ in recorder.sounded:
        if kind == NOTE_ON:
            assert pitch not in down, "struck again without release"
            down.add(pitch)
        elif kind == NOTE_OFF:
            down.discard(pitch)


def test_ending_the_loop_lets_the_clip_run_out(player: Player, recorder: Output) -> None:
    player.load(_scale(12))
    player.set_loop(0, 240)
    player.play()
    _until(lambda: _struck(recorder.sounded).count(40) >= 2)
    player.set_loop(0, None)
    _until(lambda: not player.playing)
    assert _struck(recorder.sounded)[-1] == 40 + 11
    assert _held(recorder.sounded) == set()


def test_a_new_clip_takes_over_at_the_same_tick(player: Player, recorder: Output) -> None:
    old, new = _scale(40), _scale(40, first=80)
    player.load(old)
    player.play()
    _until(lambda: len(_struck(recorder.sounded)) >= 4)
    player.load(new)
    _until(lambda: not player.playing)
    struck = _struck(recorder.sounded)
    switch = next(index for index, pitch in enumerate(struck) if pitch >= 80)
    assert struck[:switch] == [note.pitch for note in old.notes[:switch]]
    assert struck[switch:] == [note.pitch for note in new.notes[switch:]]
    assert _held(recorder.sounded) == set()


def test_a_note_that_both_clips_hold_is_not_struck_twice(player: Player, recorder: Output) -> None:
    drone = Note(0, 36, 1200)
    player.load(Clip((drone, Note(0, 48, 1200)), length=1200))
    player.play()
    _until(lambda: len(_struck(recorder.sounded)) == 2)
    player.load(Clip((drone, *(Note(i * 60, 72, 60) for i in range(20))), length=1200))
    _until(lambda: 72 in _struck(recorder.sounded))
    assert 36 in _held(recorder.sounded)
    assert 48 not in _held(recorder.sounded)
    _until(lambda: not player.playing)
    assert _struck(recorder.sounded).count(36) == 1
    assert _held(recorder.sounded) == set()


def test_a_shorter_clip_ends_what_is_playing(player: Player, recorder: Output) -> None:
    player.load(Clip((Note(0, 60, 9000),), length=9000))
    player.play()
    _until(lambda: player.position_tick() > 200)
    player.load(Clip((Note(0, 60, 100),), length=100))
    _until(lambda: not player.playing)
    assert player.position_tick() <= 100
    _until(lambda: not _held(recorder.sounded))


def test_loading_often_loses_no_note(player: Player, recorder: Output) -> None:
    clip = _scale(30)
    player.load(clip)
    player.play()
    while player.playing:
        player.load(clip)
        time.sleep(0.02)
    assert _struck(recorder.sounded) == [note.pitch for note in clip.notes]
    assert _held(recorder.sounded) == set()


def test_a_preview_sounds_and_ends_while_nothing_plays(player: Player, recorder: Output) -> None:
    player.preview(64, 90)
    _until(lambda: _held(recorder.sounded) == {64})
    assert not player.playing
    _until(lambda: not _held(recorder.sounded))


def test_an_empty_clip_ends_at_once(player: Player) -> None:
    player.load(Clip())
    player.play()
    assert not player.playing
    assert player.position_tick() == 0


def test_a_loop_without_length_is_refused(player: Player) -> None:
    with pytest.raises(ValueError, match="not a part"):
        player.set_loop(480, 480)


def test_closing_twice_is_allowed(recorder: Output) -> None:
    player = Player(recorder)
    player.load(_scale(100))
    player.play()
    player.close()
    player.close()
    assert not player.playing


def test_a_machine_without_sound_still_moves_the_playhead(capfd: pytest.CaptureFixture[str]) -> None:
    with contextlib.closing(Player.open(driver="nosuchdriver")) as player:
        assert player.silent
        assert "nosuchdriver" in str(player.backend)
        player.load(_scale(8))
        player.play()
        _until(lambda: player.position_tick() > 100)
        _until(lambda: not player.playing)
    assert capfd.readouterr().err == ""


def test_opening_by_default_writes_nothing_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with contextlib.closing(Player.open()) as player:
        assert player.backend
    assert capfd.readouterr().err == ""


def test_a_device_that_is_unplugged_ends_nothing_but_its_sound() -> None:
    class Unplugged:
        def send_message(self, message: bytes) -> None:
            raise OSError("no such device")

        def close_port(self) -> None:
            pass

        def delete(self) -> None:
            pass

    with contextlib.closing(Player(PortOutput("my piano", Unplugged()))) as player:
        player.load(_scale(8))
        player.set_volume(0.5)
        player.play()
        assert str(player.backend) == "MIDI port my piano is gone"
        _until(lambda: not player.playing)
        assert player.position_tick() == 8 * 60


def test_a_broken_soundfont_is_an_error_and_not_silence(tmp_path: Path) -> None:
    broken = tmp_path / "mine.sf2"
    broken.write_bytes(b"not a font at all")
    with pytest.raises(ResourceError, match=r"mine\.sf2 is not a SoundFont"):
        Player.open(broken)


@pytest.mark.timeout(30)
def test_a_loop_too_short_to_be_heard_is_played_once(player: Player) -> None:
    notes = tuple(Note(240 * i, 60, 240, 80) for i in range(32))
    player.load(Clip(notes, tempo=TempoMap((TempoChange(0, 1),)), length=32 * 240))
    player.set_loop(0, 32 * 240)
    player.play()
    _until(lambda: not player.playing)
