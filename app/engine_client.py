"""The one bridge between the window and the engine: a worker object in its own thread, jobs in, events out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.i18n import in_words, translate
from engine.errors import Cancelled, TatumFlowError
from engine.generate.jobs import (
    EngineReady,
    Event,
    JobFailed,
    JobFinished,
    ModeJob,
    Progress,
)
from engine.music.beat_source import BeatSource
from engine.music.clip import ChordSpan, Clip

if TYPE_CHECKING:
    from engine.music.provenance import Provenance
    from engine.sound.player import Player


class EngineLike(Protocol):
    """What the app needs of an engine."""

    @property
    def checkpoint_hash(self) -> str:
        """Short hash of the model's file."""

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of the palette."""

    @property
    def device(self) -> str:
        """Where it computes."""

    def read_style(self, clip: Clip) -> tuple[float, ...]:
        """The place of a clip in the style space."""

    def reload_styles(self) -> tuple[str, ...]:
        """Look for the user's trained styles again; all names."""

    def close(self) -> None:
        """End what it has started."""

    def run(self, job: ModeJob, emit: Callable[[Event], None], cancel: threading.Event) -> None:
        """Do the job; see `engine.generate.engine`."""


PROGRESS_S = 0.05
"""Progress of generation is told no more often."""


@dataclass(frozen=True, slots=True)
class LoadEngineJob:
    """Load the model."""


@dataclass(frozen=True, slots=True)
class OpenSoundJob:
    """Open the synthesiser, `soundfont` None being the one that comes with the app, or a MIDI port instead."""

    soundfont: Path | None
    midi_port: str | None


@dataclass(frozen=True, slots=True)
class OpenClipJob:
    """Read a MIDI file, put it on the beats of `beats` and find its roles and chords."""

    path: Path
    job_id: int
    beats: BeatSource = "auto"


@dataclass(frozen=True, slots=True)
class ReadStyleJob:
    """Read the style off a MIDI file."""

    path: Path
    job_id: int


@dataclass(frozen=True, slots=True)
class HearChordsJob:
    """Name the chords of a clip, whatever lane it has."""

    clip: Clip
    job_id: int


@dataclass(frozen=True, slots=True)
class ReloadStylesJob:
    """Look for the user's trained styles again."""


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """The model could not be loaded; `message` is one sentence for the user."""

    message: str


@dataclass(frozen=True, slots=True)
class SoundReady:
    """The synthesiser is open; the receiver owns it and closes it."""

    player: Player


@dataclass(frozen=True, slots=True)
class SoundFailed:
    """There is no synthesiser; `message` is one sentence for the user."""

    message: str


@dataclass(frozen=True, slots=True)
class ClipOpened:
    """A MIDI file was read. A file of our own comes with what it tells of itself, and `clip` is the take in it.

    `played` says that the clip lies on the beats that are heard in it, not on those of its file; `drums` that drums
    were left out.
    """

    job_id: int
    path: Path
    clip: Clip
    provenance: Provenance | None = None
    played: bool = False
    drums: bool = False


@dataclass(frozen=True, slots=True)
class StyleRead:
    """The style of a file; `vector` is its place in the style space."""

    job_id: int
    path: Path
    vector: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ChordsHeard:
    """The chords of the clip that was asked about."""

    job_id: int
    clip: Clip
    chords: tuple[ChordSpan, ...]


@dataclass(frozen=True, slots=True)
class StylesFound:
    """All styles there are, the user's own among them; no job waits for it."""

    styles: tuple[str, ...]
    job_id: int = 0


AnyJob = LoadEngineJob | OpenSoundJob | OpenClipJob | ReadStyleJob | HearChordsJob | ReloadStylesJob | ModeJob
AnyEvent = Event | EngineFailed | SoundReady | SoundFailed | ClipOpened | StyleRead | ChordsHeard | StylesFound


@dataclass(frozen=True, slots=True)
class _Request:
    job: AnyJob
    cancel: threading.Event


class EngineWorker(QObject):
    """Lives in the engine's thread and owns the engine. Touches no widget."""

    event_emitted = Signal(object)

    def __init__(self, load: Callable[[], EngineLike]) -> None:
        super().__init__()
        self._load = load
        self._engine: EngineLike | None = None
        self._load_s = 0.0
        self._device = ""

    @Slot(object)
    def do(self, request: _Request) -> None:
        """Do one job to its end; every outcome leaves as an event."""
        job, cancel = request.job, request.cancel
        try:
            if isinstance(job, LoadEngineJob):
                self._load_engine()
            elif isinstance(job, OpenSoundJob):
                self._open_sound(job)
            elif cancel.is_set():
                raise Cancelled
            elif isinstance(job, OpenClipJob):
                self._open_clip(job, cancel)
            elif isinstance(job, ReadStyleJob):
                self._read_style(job, cancel)
            elif isinstance(job, HearChordsJob):
                self._hear_chords(job)
            elif isinstance(job, ReloadStylesJob):
                if self._engine is not None:
                    self.event_emitted.emit(StylesFound(tuple(self._engine.reload_styles())))
            else:
                self._generate(job, cancel)
        except Cancelled:
            assert isinstance(job, OpenClipJob | ReadStyleJob | HearChordsJob | ModeJob)
            self.event_emitted.emit(JobFinished(job.job_id, cancelled=True))
        except Exception as error:
            self._report(job, error)

    def close_engine(self) -> None:
        """End what the engine has started; its thread has ended."""
        if self._engine is not None:
            self._engine.close()

    def _report(self, job: AnyJob, error: Exception) -> None:
        if isinstance(error, TatumFlowError):
            message = in_words(error)
        elif _is_out_of_memory(error):
            message = translate(
                "Engine", "There is not enough memory for this; ask for fewer bars or takes, or close other programs."
            )
        else:
            from app.crash_log import log_exception

            file = log_exception(error)
            message = translate("Engine", "Something unexpected happened; details are in {file}. Please try again.")
            message = message.format(file=file)
        if isinstance(job, LoadEngineJob):
            self.event_emitted.emit(EngineFailed(message))
        elif isinstance(job, OpenSoundJob):
            self.event_emitted.emit(SoundFailed(message))
        elif isinstance(job, ReloadStylesJob):
            self.event_emitted.emit(JobFailed(0, message))
        else:
            self.event_emitted.emit(JobFailed(job.job_id, message))

    def _load_engine(self) -> None:
        began_s = time.monotonic()
        self._engine = self._load()
        self._load_s = time.monotonic() - began_s
        self._tell_ready(self._engine)

    def _tell_ready(self, engine: EngineLike) -> None:
        self._device = engine.device
        self.event_emitted.emit(EngineReady(engine.checkpoint_hash, tuple(engine.styles), engine.device, self._load_s))

    def _open_sound(self, job: OpenSoundJob) -> None:
        from engine.sound.player import Player

        self.event_emitted.emit(SoundReady(Player.open(job.soundfont, port=job.midi_port)))

    def _open_clip(self, job: OpenClipJob, cancel: threading.Event) -> None:
        def progress(done: float, stage: str) -> None:
            self.event_emitted.emit(Progress(job.job_id, done, stage))

        from app.clip_opening import open_clip, open_own_take

        own = open_own_take(job.path) if job.beats == "auto" else None
        if own is not None:
            self.event_emitted.emit(ClipOpened(job.job_id, job.path, *own))
        else:
            opened = open_clip(job.path, progress, cancel, job.beats)
            told = ClipOpened(job.job_id, job.path, opened.clip, played=opened.played, drums=opened.drums)
            self.event_emitted.emit(told)
        self.event_emitted.emit(JobFinished(job.job_id))

    def _read_style(self, job: ReadStyleJob, cancel: threading.Event) -> None:
        if self._engine is None:
            message = translate("Engine", "No model is loaded, so no style can be read.")
            self.event_emitted.emit(JobFailed(job.job_id, message))
            return
        from app.clip_opening import open_clip

        clip = open_clip(job.path, lambda done, stage: None, cancel).clip
        clip = clip if clip.name else replace(clip, name=job.path.name)
        self.event_emitted.emit(StyleRead(job.job_id, job.path, self._engine.read_style(clip)))
        self.event_emitted.emit(JobFinished(job.job_id))

    def _hear_chords(self, job: HearChordsJob) -> None:
        from engine.music.harmony import recognise_chords

        self.event_emitted.emit(ChordsHeard(job.job_id, job.clip, recognise_chords(job.clip)))
        self.event_emitted.emit(JobFinished(job.job_id))

    def _generate(self, job: ModeJob, cancel: threading.Event) -> None:
        if self._engine is None:
            self.event_emitted.emit(
                JobFailed(job.job_id, translate("Engine", "No model is loaded, so nothing can be generated."))
            )
            return
        told_s = 0.0

        def emit(event: Event) -> None:
            nonlocal told_s
            if isinstance(event, Progress):
                # Each event wakes the window's thread, which then competes for the interpreter.
                if time.monotonic() - told_s < PROGRESS_S:
                    return
                told_s = time.monotonic()
            self.event_emitted.emit(event)

        self._engine.run(job, emit, cancel)
        if self._engine.device != self._device:
            self._tell_ready(self._engine)  # the processor stands in for a GPU that has failed


def _is_out_of_memory(error: Exception) -> bool:
    """Whether memory ran out: ours, or that of a runtime, which has words of its own for it."""
    words = ("failed to allocate memory", "out of memory", "bad_alloc")
    return isinstance(error, MemoryError) or any(word in str(error).lower() for word in words)


class EngineClient(QObject):
    """The window's side: starts jobs, cancels them, and hands events on in the GUI thread."""

    event_received = Signal(object)
    _requested = Signal(object)

    def __init__(self, load: Callable[[], EngineLike], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_job_id = 0
        self._cancels: dict[int, threading.Event] = {}
        self._closing = False
        self._thread = QThread(self)
        self._thread.setObjectName("engine")
        self._worker = EngineWorker(load)
        self._worker.moveToThread(self._thread)
        self._requested.connect(self._worker.do)
        self._worker.event_emitted.connect(self._on_event)
        self._thread.finished.connect(self._worker.deleteLater)

    def start(self) -> None:
        """Start the thread and load the model."""
        self._thread.start()
        self._requested.emit(_Request(LoadEngineJob(), threading.Event()))

    def open_sound(self, soundfont: Path | None, midi_port: str | None) -> None:
        """Open the synthesiser or a MIDI port in the worker's thread, where its loading stalls nobody."""
        self._requested.emit(_Request(OpenSoundJob(soundfont, midi_port), threading.Event()))

    def open_clip(self, path: Path, beats: BeatSource = "auto") -> int:
        """Read a MIDI file, on the beats of `beats`; returns the job's id."""
        job_id = self._next_id()
        self._submit(OpenClipJob(path, job_id, beats), job_id)
        return job_id

    def generate(self, make_job: Callable[[int], ModeJob]) -> int:
        """Start the job that `make_job` makes for a fresh id; returns the id."""
        job_id = self._next_id()
        self._submit(make_job(job_id), job_id)
        return job_id

    def read_style(self, path: Path) -> int:
        """Read the style off a MIDI file; returns the job's id."""
        job_id = self._next_id()
        self._submit(ReadStyleJob(path, job_id), job_id)
        return job_id

    def hear_chords(self, clip: Clip) -> int:
        """Name the chords of a clip; returns the job's id, `ChordsHeard` answers."""
        job_id = self._next_id()
        self._submit(HearChordsJob(clip, job_id), job_id)
        return job_id

    def reload_styles(self) -> None:
        """Look for the user's trained styles again; `StylesFound` answers."""
        self._requested.emit(_Request(ReloadStylesJob(), threading.Event()))

    def cancel_job(self, job_id: int) -> None:
        """Ask one job to stop; one that has ended is left alone."""
        if job_id in self._cancels:
            self._cancels[job_id].set()

    def cancel(self) -> None:
        """Ask all jobs under way to stop; each answers with JobFinished(cancelled=True)."""
        for event in self._cancels.values():
            event.set()

    def close(self) -> None:
        """Stop the thread; returns when it has ended."""
        self._closing = True
        self.cancel()
        self._thread.quit()
        self._thread.wait()
        self._worker.close_engine()

    def _next_id(self) -> int:
        self._last_job_id += 1
        return self._last_job_id

    def _submit(self, job: OpenClipJob | ReadStyleJob | HearChordsJob | ModeJob, job_id: int) -> None:
        cancel = self._cancels[job_id] = threading.Event()
        self._requested.emit(_Request(job, cancel))

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, JobFinished | JobFailed):
            self._cancels.pop(event.job_id, None)
        if self._closing:
            if isinstance(event, SoundReady):
                event.player.close()
            return
        self.event_received.emit(event)
