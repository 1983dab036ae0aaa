from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import mido
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.actions import ActionId
from app.clip_opening import open_clip
from app.main_window import MainWindow
from app.paths import DEMO_PROMPT
from engine.errors import Cancelled
from engine.music.clip import Clip
from engine.music.midi_io import read_clip, write_clip
from engine.music.note import Note, Role

Opener = Callable[[MainWindow], None]


def wait_idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.controller.is_working, timeout=20_000)


def drop(window: MainWindow, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, button, key))


def test_the_empty_window_says_what_to_do(window: MainWindow) -> None:
    assert window.roll_panel.empty_state.isVisible()


def test_a_file_appears_with_its_roles_and_chords(window: MainWindow, open_prompt: Opener) -> None:
    open_prompt(window)
    clip = window.roll_panel.roll.content.clip
    assert len(clip.notes) == 4 * 8
    assert {note.role for note in clip.notes} >= {0, 1}
    assert clip.chords
    assert clip.bars == 4
    assert not window.roll_panel.empty_state.isVisible()
    assert window.transport.tempo.text() == "120"
    assert window.transport.meter.text() == "4/4"
    assert window.transport.key.text() == clip.key == "C"  # the file names none; Am, Dm, G7 and C are heard in it


def test_a_dropped_file_is_opened(window: MainWindow, prompt_file: Path, qtbot: QtBot) -> None:
    drop(window, prompt_file)
    wait_idle(window, qtbot)
    assert window.controller.document.state.prompt.notes


def test_a_damaged_file_is_reported_and_the_prompt_stays(
    window: MainWindow, open_prompt: Opener, tmp_path: Path, qtbot: QtBot
) -> None:
    open_prompt(window)
    before = window.controller.document.state.prompt
    broken = tmp_path / "broken.mid"
    broken.write_bytes(b"MThd\x00\x00\x00\x06not midi at all")
    window.open_file(broken)
    wait_idle(window, qtbot)
    assert len(window.messages.texts) == 1
    assert "broken.mid" in window.messages.texts[0]
    assert "Traceback" not in window.messages.texts[0]
    assert window.controller.document.state.prompt is before
    assert window.roll_panel.roll.content.clip is before


def test_a_missing_file_is_reported(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.open_file(tmp_path / "gone.mid")
    wait_idle(window, qtbot)
    assert "gone.mid" in window.messages.texts[0]


def test_a_dropped_file_of_another_kind_is_refused(window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "song.wav"
    other.write_bytes(b"RIFF")
    drop(window, other)
    assert "song.wav" in window.messages.texts[0]
    assert not window.controller.is_working


def test_all_midi_files_that_are_dropped_become_prompts(
    window: MainWindow, tmp_path: Path, prompt_clip: Callable[..., Clip], qtbot: QtBot
) -> None:
    files = [tmp_path / f"{name}.mid" for name in ("one", "two", "three")]
    for file in files:
        write_clip(prompt_clip(file.stem), file)
    broken = tmp_path / "broken.mid"
    broken.write_text("no music")
    drop(window, files[0], broken, *files[1:])
    qtbot.waitUntil(lambda: len(window.controller.document.state.prompts) == 3, timeout=20_000)
    assert [prompt.clip.name for prompt in window.controller.document.state.prompts] == ["one", "two", "three"]
    assert any("broken.mid" in text for text in window.messages.texts)


def test_cancelling_leaves_out_the_files_that_wait(window: MainWindow, prompt_file: Path, qtbot: QtBot) -> None:
    drop(window, prompt_file, prompt_file)
    window.actions_by_id[ActionId.CANCEL].trigger()
    assert not window.controller.is_working
    window.controller.generate()
    wait_idle(window, qtbot)
    assert [prompt.clip.name for prompt in window.controller.document.state.prompts] == ["TatumFlow demo"]


def test_a_dropped_folder_is_told_where_to_go(window: MainWindow, tmp_path: Path) -> None:
    drop(window, tmp_path)
    assert "Train" in window.messages.texts[0]


def test_what_was_read_goes_when_something_succeeds(
    window: MainWindow, open_prompt: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.messages.show_error("Read long ago.")
    open_prompt(window)
    assert window.messages.texts == ("Read long ago.",)
    monkeypatch.setattr("app.message_bar.INFO_MS", 0)
    open_prompt(window)
    assert window.messages.texts == ()


def test_a_message_can_be_dismissed(window: MainWindow) -> None:
    window.messages.show_error("Something.")
    window.messages._rows[0].close_button.click()
    assert window.messages.texts == ()
    assert not window.messages.isVisible()


def test_cancelling_an_open_keeps_the_earlier_prompt(
    window: MainWindow, open_prompt: Opener, prompt_file: Path, qtbot: QtBot
) -> None:
    open_prompt(window)
    before = window.controller.document.state.prompt
    window.open_file(prompt_file)
    window.controller.cancel()
    assert not window.controller.is_working
    # A job after it shows that the worker is done with the cancelled one.
    window.controller.generate()
    wait_idle(window, qtbot)
    assert window.controller.document.state.prompt is before


def test_prompt_bars_narrow_what_takes_continue(window: MainWindow, open_prompt: Opener) -> None:
    open_prompt(window)
    window.mixer.last_bar.setValue(3)
    window.mixer.first_bar.setValue(2)
    state = window.controller.document.state
    assert state.prompt_bars == (1, 2)
    assert state.prompt_part.bars == 2
    assert window.roll_panel.roll.content.used == (1920, 5760)
    window.controller.undo_stack.undo()
    assert window.controller.document.state.prompt_bars is None
    assert window.mixer.last_bar.value() == 4


def free_file(folder: Path) -> Path:
    """The demo prompt in a file whose tempo and bars have nothing to do with the playing."""
    demo = read_clip(DEMO_PROMPT)
    notes = tuple(note._replace(start=77 + round(1.237 * note.start)) for note in demo.notes)
    path = folder / "played.mid"
    write_clip(Clip(notes, demo.meter, demo.tempo), path)
    return path


def places(window: MainWindow) -> list[int]:
    return [note.start for note in window.controller.document.state.prompt.notes]


def test_bars_can_be_read_the_other_way_and_back(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    reread, state = window.actions_by_id[ActionId.REREAD_BARS], window.controller.document
    assert not reread.isEnabled()
    window.open_file(free_file(tmp_path))
    wait_idle(window, qtbot)
    heard, written = places(window), [note.start for note in read_clip(tmp_path / "played.mid").notes]
    assert heard != written
    assert "played was played freely" in window.messages.texts[0]
    assert "BPM" in window.messages.texts[0]
    reread.trigger()
    wait_idle(window, qtbot)
    assert places(window) == written
    assert len(state.state.prompts) == 1
    reread.trigger()
    wait_idle(window, qtbot)
    assert places(window) == heard
    for expected in (written, heard):
        window.controller.undo_stack.undo()
        assert places(window) == expected
    assert len(window.messages.texts) == 1  # who asked for it need not be told


def test_a_band_comes_without_its_drums_and_with_its_roles(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """A tenor below the pianist's hand, and a drum track."""
    file = mido.MidiFile(ticks_per_beat=480)
    for name, channel, pitches in (("Tenor Sax", 0, (58, 60)), ("Piano", 1, (64, 69, 74)), ("Drums", 9, (42,))):
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
        for _ in range(16):
            for pitch in pitches:
                track.append(mido.Message("note_on", channel=channel, note=pitch, velocity=80))
                track.append(mido.Message("note_off", channel=channel, note=pitch, time=480 // len(pitches)))
        file.tracks.append(track)
    file.save(tmp_path / "band.mid")
    window.open_file(tmp_path / "band.mid")
    wait_idle(window, qtbot)
    notes = window.controller.document.state.prompt.notes
    assert {note.pitch for note in notes if note.role == Role.LEAD} == {58, 60}
    assert {note.pitch for note in notes} == {58, 60, 64, 69, 74}
    assert window.messages.texts == ("The drums of band are left out.",)


def test_an_edited_prompt_is_kept_beside_its_other_reading(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.open_file(free_file(tmp_path))
    wait_idle(window, qtbot)
    window.controller.transpose(2)
    edited = window.controller.document.state.prompt
    window.actions_by_id[ActionId.REREAD_BARS].trigger()
    wait_idle(window, qtbot)
    first, second = window.controller.document.state.prompts
    assert first.clip is edited
    assert [note.start for note in second.clip.notes] != [note.start for note in edited.notes]


def test_rereading_a_file_that_is_gone_is_told_and_loses_nothing(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = free_file(tmp_path)
    window.open_file(path)
    wait_idle(window, qtbot)
    before = window.controller.document.state.prompt
    path.unlink()
    window.actions_by_id[ActionId.REREAD_BARS].trigger()
    wait_idle(window, qtbot)
    assert "played.mid" in window.messages.texts[-1]
    assert window.controller.document.state.prompt is before


def test_cancelling_ends_the_search_for_the_beat_where_it_is(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    starts = np.cumsum(rng.integers(100, 400, 2000))
    played = tmp_path / "played.mid"
    write_clip(
        Clip(tuple(Note(int(s), int(p), 90) for s, p in zip(starts, rng.integers(40, 90, 2000), strict=True))), played
    )
    cancel, told = threading.Event(), []

    def progress(done: float, stage: str) -> None:
        told.append(done)
        if done > 0.3:
            cancel.set()

    with pytest.raises(Cancelled):
        open_clip(played, progress, cancel)
    assert 0.3 < told[-1] < 0.6


def test_cancelling_ends_the_reading_of_a_large_file_where_it_is(tmp_path: Path) -> None:
    large = tmp_path / "large.mid"
    write_clip(Clip(tuple(Note(60 * i, 40 + i % 40, 30) for i in range(40_000))), large)
    told: list[float] = []

    def opened(until: float) -> None:
        cancel = threading.Event()

        def progress(done: float, stage: str) -> None:
            told.append(done)
            if done > until:
                cancel.set()

        told.clear()
        open_clip(large, progress, cancel)

    for until in (0.03, 0.1):  # in the bytes, and in the notes that they mean
        with pytest.raises(Cancelled):
            opened(until)
        assert told == sorted(told)
        assert until < told[-1] < 0.15
