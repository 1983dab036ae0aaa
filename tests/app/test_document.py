"""What the document does with its values, and what the app says where the engine is in trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app import commands
from app.application import DeviceNotice, engine_loader
from app.document import Document, DocumentState, GenerationSettings, Prompt, Take, split_at
from app.jobs import job_from, make_job, settings_of, source_of, take_job
from app.main_window import MainWindow
from engine.generate.jobs import ContinueJob, InfillJob, SoloJob, SongJob
from engine.music.chord import Chord
from engine.music.clip import ChordSpan, Clip
from engine.music.note import Note
from engine.sentences import Sentence

BAR = 1920
PROMPT = Clip((Note(0, 60, 480), Note(BAR, 62, 480)), length=2 * BAR, name="prompt", key="F")
TAKE = Clip((Note(0, 70, 480), Note(BAR + 240, 71, 480)), length=2 * BAR)


def a_state(**changes: Any) -> DocumentState:
    take = Take(1, TAKE, PROMPT, 5, GenerationSettings(), prompt_number=1)
    return replace(DocumentState((Prompt(1, PROMPT),), 1, (take,), 1), **changes)


def test_what_is_shown_can_be_replaced_and_is_parted_at_the_seam() -> None:
    state = a_state()
    shown = state.shown
    assert state.seam_tick == 2 * BAR
    moved = shown.with_notes(n.transposed(1) if n.start >= state.seam_tick else n for n in shown.notes)
    after = state.with_shown(moved)
    take = after.takes[0]
    assert [note.pitch for note in take.clip.notes] == [71, 72]
    assert take.prompt is PROMPT
    assert take.edited
    assert take.source is PROMPT
    assert after.shown.notes == moved.notes
    assert state.with_shown(shown).takes[0].edited is False


def test_a_note_drawn_behind_the_end_lengthens_the_take_to_a_bar_line() -> None:
    state = a_state()
    longer = state.shown.with_notes((*state.shown.notes, Note(4 * BAR + 100, 60, 200)), length=4 * BAR + 300)
    assert state.with_shown(longer).takes[0].clip.length == 3 * BAR


def test_chosen_bars_that_are_gone_are_chosen_no_more() -> None:
    state = a_state(current=None, prompts=(Prompt(1, PROMPT, (1, 1)),))
    assert state.with_shown(PROMPT.with_notes(PROMPT.notes[1:])).prompt_bars == (1, 1)
    assert state.with_shown(PROMPT.slice_bars(0, 0)).prompt_bars is None


def test_a_split_loses_nothing() -> None:
    clip = PROMPT.followed_by(TAKE).with_chords((ChordSpan(0, 3 * BAR, Chord(0, "7")),))
    before, after = split_at(clip, 2 * BAR)
    assert before.followed_by(after).notes == clip.notes
    assert [(s.start, s.end) for s in after.chords] == [(0, BAR)]


def test_gestures_with_one_key_are_one_step_and_others_are_not(window: MainWindow) -> None:
    controller = window.controller
    controller.undo_stack.push(commands.OpenPrompt(controller.document, PROMPT))
    for pitch in (61, 62, 63):
        clip = controller.document.state.shown
        controller.change_shown(
            clip.with_notes([clip.notes[0].transposed(pitch - clip.notes[0].pitch)]), "move", "gesture 1"
        )
    controller.change_chords([ChordSpan(0, BAR, Chord(2, "m7"))])
    assert controller.undo_stack.count() == 3
    controller.undo_stack.undo()
    assert controller.document.state.shown.chords == ()
    controller.undo_stack.undo()
    assert controller.document.state.shown == PROMPT


def test_each_mode_works_on_the_right_music() -> None:
    state = a_state()
    settings = replace(state.settings, redo_bars=((3, 3),), role="bass", tempo_bpm=200.0)
    sources = {}
    for mode in ("continue", "infill", "improvise", "solo"):
        sources[mode] = source_of(replace(settings, mode=mode), state)
    assert sources["continue"].clip.notes == PROMPT.notes
    assert sources["infill"].clip == state.shown
    assert sources["infill"].parent == 1
    before, after = sources["infill"].placed(state.shown)
    assert (before.notes, after.notes) == (PROMPT.notes, TAKE.notes)
    assert sources["improvise"].clip == TAKE
    job = job_from(replace(settings, mode="infill"), state)
    assert isinstance(job, InfillJob)
    assert job.redo_bars == ((3, 3),)
    solo = job_from(replace(settings, mode="solo"), replace(state, plan=(ChordSpan(0, BAR, Chord(2, "m7")),)))
    assert isinstance(solo, SoloJob)
    assert (solo.tempo_bpm, solo.key, solo.role, len(solo.chords)) == (200.0, "F", "bass", 1)
    song = job_from(replace(settings, mode="song", form="ABA"), DocumentState())
    assert isinstance(song, SongJob)
    assert (song.form, song.meter) == ("ABA", (4, 4))


@pytest.mark.parametrize(
    "mode", ["continue", "infill", "improvise", "transfer", "reharmonize", "solo", "pattern", "song"]
)
def test_a_job_tells_the_settings_it_was_made_of(mode: str) -> None:
    settings = GenerationSettings(
        mode=mode,
        style_weights=(("Ballad", 35),),
        creativity=71,
        strength=29 if mode == "transfer" else 50,
        redo_bars=((1, 2),) if mode == "infill" else (),
        seed=9,
        seed_locked=True,
        density=57,
        register=(40, 80),
        locks=("rhythm",) if mode in ("infill", "improvise", "transfer") else (),
        steps=15,
        guidance=2.5,
        tempo_bpm=181.0 if mode in ("solo", "pattern", "song") else None,
        meter=(3, 4) if mode in ("solo", "pattern", "song") else None,
        key="Bb" if mode in ("solo", "pattern", "song") else None,
    )
    assert settings_of(make_job(settings, PROMPT), GenerationSettings()) == settings


def test_a_take_remembers_its_job_after_an_edit() -> None:
    state = a_state()
    edited = state.with_shown(state.shown.with_notes(state.shown.notes[1:]))
    job = take_job(edited.takes[0])
    assert isinstance(job, ContinueJob)
    assert job.prompt is PROMPT
    assert job.seed == 5


def test_numbers_are_never_given_twice() -> None:
    document = Document()
    document.restore(a_state(deleted=(Take(7, TAKE, PROMPT, 1, GenerationSettings()),)))
    assert document.next_number() == 8
    assert document.next_prompt_number() == 2


def test_memory_that_runs_out_is_told_and_the_app_goes_on(
    window: MainWindow, open_prompt: Callable[..., None], generate: Callable[..., None], engine: Any
) -> None:
    open_prompt(window)
    run = engine.run

    def fail(*_: Any) -> None:
        raise MemoryError

    engine.run = fail
    generate(window)
    assert "memory" in window.messages.texts[0]
    engine.run = run
    generate(window)
    assert len(window.takes.cards) == 2


def test_a_device_that_fails_is_told_and_the_processor_stands_in(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    notice = DeviceNotice()
    told: list[str] = []
    notice.told.connect(told.append)
    window = make_window(engine_loader("gpu9", 1, 1, notice))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert "gpu9" in told[0]
    ready = window.controller.engine_ready
    assert ready is not None
    assert "cpu" in ready.device.lower()


def test_a_gpu_that_fails_while_it_writes_leaves_the_rest_to_the_processor(
    make_window: Callable[..., MainWindow],
    open_prompt: Callable[[MainWindow], None],
    generate: Callable[[MainWindow], None],
    qtbot: QtBot,
) -> None:
    from engine.generate.engine import Engine
    from engine.model.checkpoint import load_checkpoint
    from engine.model.torch_runtime import TorchRuntime

    told: list[Sentence] = []

    def load() -> Engine:
        checkpoint = load_checkpoint()
        # torch's device that takes everything and gives nothing back
        return Engine(checkpoint, TorchRuntime(checkpoint, "meta", told=told.append))

    window = make_window(load)
    open_prompt(window)
    assert "META" in window.transport.engine_status.text()
    window.controller.change_settings("x", bars=1, steps=2)
    generate(window)
    assert window.takes.cards
    assert len(told) == 1
    qtbot.waitUntil(lambda: "CPU" in window.transport.engine_status.text(), timeout=5000)
