"""What happens when the user or the engine does something: document, undo stack, engine and playback together. No
widgets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from app import commands
from app.document import Document, DocumentState, GenerationSettings, PromptFile, random_seed
from app.engine_client import AnyEvent, ClipOpened, EngineClient, EngineFailed, SoundFailed, SoundReady
from app.i18n import in_words, translate
from app.jobs import Source, make_job, source_of, take_of
from app.paths import DEMO_PROMPT
from app.take_names import take_title
from app.transport.playback import Playback
from app.transposition import can_transpose, transposed
from engine.errors import InputError
from engine.generate.jobs import FREE_MODES, EngineReady, JobFailed, JobFinished, Progress, TakeReady
from engine.music.beat_source import BeatSource
from engine.music.clip import ChordSpan, Clip
from engine.music.grid import MeterMap, TempoMap
from engine.music.note import TICKS_PER_QUARTER
from engine.music.provenance import Provenance

SKETCH_BARS = 4
"""Length of a prompt that is begun empty."""


class EngineState(Enum):
    """Whether takes can be written."""

    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class _Work:
    """The job under way, with what is needed when its answer comes."""

    job_id: int
    source: Source | None = None
    settings: GenerationSettings | None = None
    plan: tuple[ChordSpan, ...] = ()
    reread: int | None = None
    """Number of the prompt whose file is read anew."""


class Controller(QObject):
    """The application without its window."""

    error_occurred = Signal(str)
    info_given = Signal(str)
    work_began = Signal()
    progress_changed = Signal(float, str)
    work_ended = Signal()
    engine_changed = Signal()
    sound_changed = Signal()
    prompt_opened = Signal()
    take_added = Signal(int)

    def __init__(
        self, client: EngineClient, soundfont: str = "", midi_port: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.document = Document(self)
        self.undo_stack = QUndoStack(self)
        self.playback = Playback(self)
        self.client = client
        self.engine_state = EngineState.LOADING
        self.engine_ready: EngineReady | None = None
        self._sound = soundfont, midi_port
        self._work: _Work | None = None
        self._takes_in_job = 0
        self._generate_after_open = False
        client.event_received.connect(self._on_event)

    def start(self) -> None:
        """Load the model, then the sound, off the GUI thread."""
        self.client.start()
        self.use_sound(*self._sound)

    def use_sound(self, soundfont: str, midi_port: str) -> None:
        """Play through a MIDI port, or where that is empty with a SoundFont, an empty path being the app's own.

        What cannot be used is told and left out.
        """
        self._sound = soundfont, midi_port
        self.client.open_sound(Path(soundfont) if soundfont else None, midi_port or None)

    def close(self) -> None:
        """Stop everything; the object is useless afterwards."""
        self.client.close()
        self.playback.close()
        # A dying undo stack still reports its emptying, to a window that is gone. And commands that the collector takes
        # in one sweep with their stack may go before it, which then calls into what is no more: empty it now.
        self.undo_stack.blockSignals(True)
        self.undo_stack.clear()

    @property
    def is_working(self) -> bool:
        """Whether a job is under way."""
        return self._work is not None

    @property
    def checkpoint(self) -> str:
        """Short hash of the loaded model; empty while there is none."""
        return "" if self.engine_ready is None else self.engine_ready.checkpoint

    @property
    def can_generate(self) -> bool:
        """Whether Generate would start now."""
        return self.engine_state is EngineState.READY and not self.is_working

    # Prompt

    def open_file(self, path: Path) -> None:
        """Open a MIDI file as the prompt. What is there stays until the file has been read."""
        self._read(path)

    def reread_bars(self) -> None:
        """Read the file of the prompt that is worked on again: on its own bars where those that are heard in the
        playing were taken, and the other way round."""
        prompt = self.document.state.chosen_prompt
        if prompt is not None and prompt.file is not None:
            self._read(prompt.file.path, "file" if prompt.file.played else "played", prompt.number)

    def _read(self, path: Path, beats: BeatSource = "auto", reread: int | None = None) -> None:
        if self.is_working:
            self.cancel()
        self._work = _Work(self.client.open_clip(path, beats), reread=reread)
        self.work_began.emit()
        self.progress_changed.emit(0.0, translate("Stage", "Reading the file…"))

    def open_demo(self) -> None:
        """Open the prompt that comes with the app."""
        self.open_file(DEMO_PROMPT)

    def begin_prompt(self) -> None:
        """Begin an empty prompt, to be drawn, in the tempo, meter and key that are wished for."""
        settings = self.document.state.settings
        meter = MeterMap.constant(*(settings.meter or (4, 4)))
        tempo = TempoMap.constant(settings.tempo_bpm or 120.0)
        name = translate("Controller", "Sketch")
        clip = Clip((), meter, tempo, length=meter.bar_start(SKETCH_BARS), key=settings.key, name=name)
        self.undo_stack.push(commands.OpenPrompt(self.document, clip, translate("Undo", "begin a prompt")))
        self.prompt_opened.emit()

    def set_prompt_bars(self, first: int, last: int) -> None:
        """Choose the bars that takes continue, from 0, both included."""
        state = self.document.state
        bars = None if (first, last) == (0, state.prompt.bars - 1) else (first, last)
        if bars != state.prompt_bars:
            self.undo_stack.push(commands.ChangePromptBars(self.document, bars))

    def show_prompt(self, number: int) -> None:
        """Work on another prompt of the project."""
        if number != self.document.state.prompt_number:
            self.document.show_prompt(number)
            self.prompt_opened.emit()

    def remove_prompt(self, number: int) -> None:
        """Take a prompt off the list."""
        if any(prompt.number == number for prompt in self.document.state.prompts):
            self.undo_stack.push(commands.RemovePrompt(self.document, number))

    def rename_prompt(self, number: int, name: str) -> None:
        """Give a prompt another name."""
        prompt = next((prompt for prompt in self.document.state.prompts if prompt.number == number), None)
        if prompt is not None and name.strip() and name.strip() != prompt.clip.name:
            self.undo_stack.push(commands.RenamePrompt(self.document, prompt, name.strip()))

    # What is shown

    def change_shown(self, clip: Clip, text: str, merge_key: str = "") -> None:
        """Put another version of the shown clip (`document.state.shown`) in its place, as the undo step `text`.

        Successive changes with the same `merge_key`, such as the moves of one gesture, are one step.
        """
        if clip != self.document.state.shown:
            self.undo_stack.push(commands.ChangeShown(self.document, clip, text, merge_key))

    def change_chords(self, chords: Iterable[ChordSpan], text: str | None = None) -> None:
        """Put another chord lane under what is shown."""
        self.change_shown(self.document.state.shown.with_chords(chords), text or translate("Undo", "change chords"))

    def change_plan(self, plan: Iterable[ChordSpan], text: str | None = None) -> None:
        """Ask for other chords in the bars to write, ticks from their start; none follows the prompt."""
        spans = tuple(plan)
        if spans != self.document.state.plan:
            self.undo_stack.push(commands.ChangePlan(self.document, spans, text))

    def transpose(self, semitones: int) -> None:
        """Move what is shown by semitones."""
        shown = self.document.state.shown
        if not shown.notes:
            return
        if can_transpose(shown, semitones):
            self.change_shown(transposed(shown, semitones), translate("Undo", "transpose"))
        else:
            self.error_occurred.emit(
                translate("Controller", "A note would leave the range of MIDI, so nothing was transposed.")
            )

    # Takes

    def generate(self) -> None:
        """Write takes in the chosen mode; where it needs a prompt and there is none, open the demo prompt first."""
        if not self.can_generate:
            return
        state = self.document.state
        source = source_of(state.settings, state)
        if not source.clip.length and state.settings.mode not in FREE_MODES and DEMO_PROMPT.is_file():
            self._generate_after_open = True
            self.open_demo()
            return
        self._start(state.settings, source, state.plan)

    def regenerate_bars(self, first: int, last: int) -> None:
        """Write bars of what is shown (from 0, both included) anew, as takes in which all other bars are as before.

        Without a take the whole prompt is what is shown. Of the locks those of single bars hold.
        """
        if not self.can_generate:
            return
        state = self.document.state
        prompt = state.chosen_prompt
        if prompt is not None:
            state = state.with_prompt(replace(prompt, bars=None))
        settings = replace(state.settings, mode="infill", locks=())
        source, ahead = source_of(settings, state).around(first, last)
        bars = ((first - ahead + 1, last - ahead + 1),)
        self._start(replace(settings, redo_bars=bars), source, ())

    def _start(self, settings: GenerationSettings, source: Source, plan: tuple[ChordSpan, ...]) -> None:
        if not settings.seed_locked:
            settings = replace(settings, seed=random_seed())
        settings = source.fitted(settings)
        self._takes_in_job = 0
        job_id = self.client.generate(lambda number: make_job(settings, source.clip, plan, number))
        self._work = _Work(job_id, source, settings, plan)
        self.work_began.emit()
        self.progress_changed.emit(0.0, translate("Stage", "Starting…"))

    def cancel(self) -> None:
        """Stop the job under way. Its late answers are ignored; takes that are finished stay."""
        if self._work is None:
            return
        self._work = None
        self._generate_after_open = False
        self.client.cancel()
        self.work_ended.emit()

    def change_setting(self, field_name: str, value: Any) -> None:
        """Change one field of the settings as an undoable step."""
        changes = {field_name: value}
        if field_name == "seed":
            # Who types a seed wants that one.
            changes["seed_locked"] = True
        self.change_settings(field_name, **changes)

    def change_settings(self, merge_key: str, **changes: Any) -> None:
        """Change several fields of the settings as one step; successive ones with the same `merge_key` are one."""
        settings = replace(self.document.state.settings, **changes)
        if settings != self.document.state.settings:
            self.undo_stack.push(commands.ChangeSettings(self.document, settings, merge_key))

    def roll_seed(self) -> None:
        """Another random seed."""
        settings = replace(self.document.state.settings, seed=random_seed())
        self.undo_stack.push(commands.ChangeSettings(self.document, settings, "rolled seed"))

    def star_take(self, number: int, starred: bool) -> None:
        """Mark a take, or not."""
        self._change_take(number, translate("Undo", "star {take}"), starred=starred)

    def rename_take(self, number: int, name: str) -> None:
        """Give a take a name of its own; an empty one gives it its number back."""
        self._change_take(number, translate("Undo", "rename {take}"), name=name.strip())

    def colour_take(self, number: int, colour: str) -> None:
        """Mark a take's card with one of `app.document.COLOURS`."""
        self._change_take(number, translate("Undo", "colour {take}"), colour=colour)

    def _change_take(self, number: int, text: str, **changes: Any) -> None:
        take = self.document.state.take(number)
        if take is None:
            return
        changed = replace(take, **changes)
        if changed != take:
            self.undo_stack.push(commands.ChangeTake(self.document, changed, text.format(take=take_title(take))))

    def bring_back_takes(self) -> None:
        """Put all deleted takes back."""
        if self.document.state.deleted:
            self.undo_stack.push(commands.BringBackTakes(self.document))

    def delete_take(self, number: int) -> None:
        """Remove a take."""
        if self.document.state.take(number) is not None:
            self.undo_stack.push(commands.DeleteTake(self.document, number))

    def use_take_as_prompt(self, number: int) -> None:
        """The take with its prompt becomes the prompt."""
        take = self.document.state.take(number)
        if take is None:
            return
        name = " + ".join(part for part in (take.prompt.name, take_title(take)) if part)
        prompt = replace(take.in_context, name=name)
        text = translate("Undo", "continue from {take}").format(take=take_title(take))
        self.undo_stack.push(commands.OpenPrompt(self.document, prompt, text, source_take=number))
        self.prompt_opened.emit()

    def step_take(self, step: int) -> None:
        """Show the take `step` places on."""
        state = self.document.state
        numbers = [take.number for take in state.takes]
        if not numbers:
            return
        if state.current in numbers:
            index = min(len(numbers) - 1, max(0, numbers.index(state.current) + step))
        else:
            index = 0 if step > 0 else len(numbers) - 1
        self.document.show_take(numbers[index])

    # Events of the engine

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, EngineReady):
            self.engine_state, self.engine_ready = EngineState.READY, event
            self.engine_changed.emit()
        elif isinstance(event, EngineFailed):
            self.engine_state = EngineState.FAILED
            self.engine_changed.emit()
            self.error_occurred.emit(event.message)
        elif isinstance(event, SoundReady):
            self.playback.set_player(event.player)
            self.sound_changed.emit()
        elif isinstance(event, SoundFailed):
            self.error_occurred.emit(event.message)
            soundfont, midi_port = self._sound
            if midi_port:
                self.use_sound(soundfont, "")
            elif soundfont:
                self.use_sound("", "")
        elif self._work is not None and event.job_id == self._work.job_id:
            self._on_job_event(event, self._work)

    def _on_job_event(self, event: AnyEvent, work: _Work) -> None:
        if isinstance(event, Progress):
            writing = work.source is not None
            self.progress_changed.emit(event.done, _stage_name(event.stage) if writing else event.stage)
        elif isinstance(event, ClipOpened):
            clip = event.clip if event.clip.name else replace(event.clip, name=event.path.stem)
            if event.provenance is None or not self._restore_take(clip, event.path, event.provenance):
                self._put_prompt(clip, PromptFile(event.path, event.played), work.reread, drums=event.drums)
            self.prompt_opened.emit()
        elif isinstance(event, TakeReady):
            self._add_take(event, work)
        elif isinstance(event, JobFailed):
            self._end_work()
            self._generate_after_open = False
            self.error_occurred.emit(event.message)
        elif isinstance(event, JobFinished):
            self._end_work()
            if self._generate_after_open and not event.cancelled:
                self._generate_after_open = False
                self.generate()

    def _put_prompt(self, clip: Clip, file: PromptFile, reread: int | None, *, drums: bool) -> None:
        """A prompt that was read from a file: a new one, or in the place of the one that was read anew.

        One that has been edited meanwhile keeps its edits, and the new reading becomes a prompt of its own.
        """
        old = next((prompt for prompt in self.document.state.prompts if prompt.number == reread), None)
        if old is not None and not old.edited:
            self.undo_stack.push(commands.RereadPrompt(self.document, old, clip, file))
            return
        self.undo_stack.push(commands.OpenPrompt(self.document, clip, file=file))
        if reread is None and (file.played or drums):
            words = [_played_text(clip)] * file.played + [_drums_text(clip)] * drums
            self.info_given.emit(" ".join(words))

    def _restore_take(self, clip: Clip, path: Path, told: Provenance) -> bool:
        """Bring back take, prompt and settings of a file of our own; False, with a word, where they make no sense."""
        from app.restoring import restored_take, restored_text

        try:
            take = restored_take(clip, path, told, self.document.next_number(), self.document.state.settings)
        except InputError as error:
            self.info_given.emit(in_words(error))
            return False
        prompt = None if take.settings.mode in FREE_MODES else take.source
        self.undo_stack.push(commands.RestoreTake(self.document, prompt, take))
        self.info_given.emit(restored_text(path, told, self.checkpoint))
        return True

    def load_state(self, state: DocumentState) -> None:
        """Begin again with another document, such as a project; nothing of this is undone."""
        self.cancel()
        self.playback.stop()
        self.undo_stack.clear()
        self.document.restore(state)
        self.prompt_opened.emit()

    def _add_take(self, event: TakeReady, work: _Work) -> None:
        assert work.source is not None
        assert work.settings is not None
        number = self.document.next_number()
        take = take_of(event, work.source, work.settings, work.plan, number=number, checkpoint=self.checkpoint)
        show = self._takes_in_job == 0
        self._takes_in_job += 1
        self.undo_stack.push(commands.AddTake(self.document, take, event.job_id, show=show))
        self.take_added.emit(number)

    def _end_work(self) -> None:
        self._work = None
        self.work_ended.emit()


def _played_text(clip: Clip) -> str:
    """What the user is told of a clip whose bars are not those of its file."""
    text = translate(
        "Controller",
        "{name} was played freely: its bars follow the beats that are heard, about {tempo} BPM. If it was recorded to "
        "a click, Generate > Read the Bars the Other Way takes those of the file.",
    )
    return text.format(name=clip.name, tempo=round(clip.length / TICKS_PER_QUARTER / max(clip.seconds, 1e-6) * 60))


def _drums_text(clip: Clip) -> str:
    return translate("Controller", "The drums of {name} are left out.").format(name=clip.name)


def _stage_name(stage: str) -> str:
    """The engine's word for what it does, in the user's language."""
    if stage == "notes":
        return translate("Stage", "Writing the notes…")
    return translate("Stage", "Shaping the phrases…")
