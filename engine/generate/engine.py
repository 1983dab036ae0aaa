"""The engine: a loaded checkpoint that runs jobs. One thread owns it; the app's worker or the command line."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Event as Flag

from engine.errors import Cancelled, InputError, ResourceError
from engine.generate.jobs import (
    ContinueJob,
    Ends,
    Event,
    FreeJob,
    ImproviseJob,
    InfillJob,
    JobFinished,
    ModeJob,
    PartTake,
    PatternJob,
    Progress,
    ReharmonizeJob,
    SoloJob,
    SongJob,
    TakeReady,
    TransferJob,
)
from engine.generate.originality import Match, OriginalityIndex, index_of
from engine.generate.second_process import SecondProcess
from engine.generate.side_by_side import Planned, do_all
from engine.generate.window import OnProgress
from engine.model.adapters import PersonalPalette
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.devices import DEVICES
from engine.model.runtime import OnnxRuntime, Runtime
from engine.model.style_examples import identity
from engine.music.clip import Clip
from engine.sentences import Sentence

WriteClip = Callable[..., Clip]
"""A mode: (runtime, checkpoint, job, number of the variation, progress, who is told parts) to a clip that ends on a bar
line.
"""
MODES: dict[type[ModeJob], tuple[str, str]] = {
    ContinueJob: ("continue_", "continue_clip"),
    InfillJob: ("infill", "infill_clip"),
    ImproviseJob: ("improvise", "improvise_clip"),
    TransferJob: ("transfer", "transfer_clip"),
    ReharmonizeJob: ("reharmonize", "reharmonize_clip"),
    SoloJob: ("solo", "solo_clip"),
    PatternJob: ("pattern", "pattern_clip"),
    SongJob: ("song", "song_clip"),
}
"""Job -> module of this package and function in it; a module is imported when its first job comes."""


_Take = tuple[Clip, Match | None, float]
"""What a mode has written, its longest match with the training set, and the seconds it took."""
WRITE_ANEW = (ContinueJob, InfillJob, FreeJob)
"""Modes whose takes are written again where a stretch of them stands in the training set: nothing holds them to it."""
_ATTEMPTS = 3
_APART = 32
"""Bits between the numbers of a variation's attempts."""


@dataclass(frozen=True, slots=True)
class TakeTask:
    """One variation of a job."""

    job: ModeJob
    variation: int

    def done(
        self, engine: Engine, on_progress: OnProgress, tell: Callable[[tuple[Clip, Ends]], None],
        second: SecondProcess | None = None,
    ) -> _Take:  # fmt: skip
        """See `Task`; `second` writes some of the take's parts."""
        job, began_s = self.job, time.monotonic()
        runtime, checkpoint = engine.personal.applied(job.styles)
        on_part = (lambda part, ends: tell((part, ends))) if job.stream else None
        more = {"second": second} if isinstance(job, FreeJob) else {}
        written: list[tuple[int, Clip, Match | None]] = []
        for attempt in range(_ATTEMPTS if isinstance(job, WRITE_ANEW) else 1):
            number = self.variation + (attempt << _APART)
            clip = mode_of(job)(runtime, checkpoint, job, number, on_progress, on_part, **more)
            match = engine.known_match(job, clip)
            written.append((match.notes if match else 0, clip, match))
            if match is None or not match.marked:
                break
        _, clip, match = min(written, key=lambda attempt: attempt[0])
        return clip, match, time.monotonic() - began_s


class Engine:
    """Runs jobs on one checkpoint."""

    def __init__(self, checkpoint: Checkpoint, runtime: Runtime, second: SecondProcess | None = None) -> None:
        """`second` writes takes, or parts of one, beside this process (`engine.generate.side_by_side`)."""
        self.checkpoint, self.runtime = checkpoint, runtime
        self.second = second
        self.personal = PersonalPalette(checkpoint, runtime)
        self.own_music: OriginalityIndex | None = None
        """An index of the user's own files (`OriginalityIndex.of_files`), which takes are compared with, too."""

    @staticmethod
    def load(
        checkpoint: Path | None = None,
        device: str = "auto",
        threads: int = 1,
        told: Callable[[Sentence], None] | None = None,
        processes: int = 1,
    ) -> Engine:
        """Load a checkpoint folder (default: the bundled one).

        With two `processes` a second one writes some of several takes, or of the parts of a solo or song, on the CPU.
        It is started when there is the first of that to do, so a program that asks for it guards its main module
        (`if __name__ == "__main__"`).

        `auto` is the CPU: at the bundled size it is quicker than moving every note to a GPU and back. Where a device
        fails later on, `told` hears that the CPU stands in; without it the job fails.

        Raises:
            ResourceError: if the checkpoint, PyTorch or the device is not there.
        """
        if device not in DEVICES:
            raise ResourceError(
                "There is no device '{device}'; choose one of {devices}.", device=device, devices=", ".join(DEVICES)
            )
        loaded = load_checkpoint(checkpoint)
        if device in ("auto", "cpu"):
            runtime = OnnxRuntime(loaded, max(1, threads))
            runtime.prepare()
            return Engine(loaded, runtime, SecondProcess(loaded.folder, max(1, threads)) if processes > 1 else None)
        try:
            from engine.model.torch_runtime import TorchRuntime
        except (ImportError, OSError) as error:
            raise ResourceError(
                "The device '{device}' needs PyTorch; install it with `pip install torch`, or choose --device cpu.",
                device=device,
            ) from error
        return Engine(loaded, TorchRuntime(loaded, device, threads, told))

    @property
    def checkpoint_hash(self) -> str:
        """Short hash of the checkpoint's weights and examples, as written into every exported file."""
        return identity(self.checkpoint)

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of the palette, then of the user's own styles that fit this checkpoint."""
        return (*self.checkpoint.config.styles, *self.personal.names)

    def reload_styles(self) -> tuple[str, ...]:
        """Look for personal styles again, after one was trained or removed; returns all names."""
        self.personal.reload()
        self.close()
        return self.styles

    def close(self) -> None:
        """End the second process, if there is one; the next take of several parts starts it again."""
        if self.second is not None:
            self.second.close()

    def read_style(self, clip: Clip) -> tuple[float, ...]:
        """The style of `clip`, for `style_vectors` of a job. Raises InputError for too few notes."""
        from engine.generate.style_reading import read_whole_style

        return read_whole_style(self.runtime, clip)

    @property
    def device(self) -> str:
        """Where the model runs, for people."""
        return self.runtime.device

    def run(self, job: ModeJob, emit: Callable[[Event], None], cancel: Flag) -> None:
        """Run a job to its end, emitting Progress, a TakeReady for each variation and JobFinished.

        `cancel` may be set from any thread; it is looked at in every denoising step and after every beat of notes.

        Raises:
            InputError: for settings that cannot be used.
        """
        mode_of(job)

        def on_progress(share: float, stage: str) -> None:
            if cancel.is_set():
                raise Cancelled
            emit(Progress(job.job_id, share, stage))

        def on_told(variation: int, told: tuple[Clip, Ends]) -> None:
            emit(PartTake(job.job_id, variation, *told))

        ready: dict[int, _Take] = {}
        shown = 0

        def on_done(variation: int, take: _Take) -> None:
            """Takes are shown in their order, whichever is done first."""
            nonlocal shown
            ready[variation] = take
            while shown in ready:
                emit(self._ready(job, shown, *ready.pop(shown)))
                shown += 1

        takes = [Planned.alone(TakeTask(job, variation)) for variation in range(job.variations)]
        # The parts of a take by itself are shared out; several takes are shared out whole.
        inside = self.second if len(takes) == 1 else None
        try:
            do_all(takes, lambda task, *how: task.done(self, *how, inside), self.second, on_progress, on_told, on_done)
        except Cancelled:
            emit(JobFinished(job.job_id, cancelled=True))
            return
        emit(JobFinished(job.job_id))

    def _ready(self, job: ModeJob, variation: int, clip: Clip, match: Match | None, seconds: float) -> TakeReady:
        own_match = _match(self.own_music, job, clip)
        if isinstance(job, ContinueJob) and not job.only_generated:
            given = job.prompt.whole_bars()
            clip = given.followed_by(clip)
            match, own_match = (found and found.moved(given.length) for found in (match, own_match))
        return TakeReady(job.job_id, variation, clip, job.seed, seconds, match, own_match)

    def matches(self, job: ModeJob, clip: Clip) -> tuple[Match | None, Match | None]:
        """Longest match of the notes that `job` wrote in `clip` with the training set and with the user's own music.

        Raises:
            ResourceError: where the checkpoint's index is damaged.
        """
        return self.known_match(job, clip), _match(self.own_music, job, clip)

    def known_match(self, job: ModeJob, clip: Clip) -> Match | None:
        """The first of `matches`."""
        return _match(self._known_music, job, clip)

    @cached_property
    def _known_music(self) -> OriginalityIndex | None:
        return index_of(self.checkpoint.folder)


def _match(index: OriginalityIndex | None, job: ModeJob, clip: Clip) -> Match | None:
    """The longest match of what `job` wrote in `clip`; None where there is no index.

    What was kept, in other bars or by a lock, is not the model's to answer for.
    """
    if index is None:
        return None
    if isinstance(job, InfillJob):
        clip = job.only_new(clip)
    if not isinstance(job, ContinueJob | FreeJob):
        given = set(job.prompt.notes)
        clip = clip.with_notes(note for note in clip.notes if note not in given)
    return index.longest_match(clip)


def mode_of(job: ModeJob) -> WriteClip:
    """The function that writes takes of `job`.

    Raises:
        InputError: where this version has no such mode.
    """
    entry = MODES.get(type(job))
    if entry is None or find_spec(f"engine.generate.{entry[0]}") is None:
        name = type(job).__name__.removesuffix("Job").lower()
        raise InputError("This version has no mode '{name}': choose another one.", name=name)
    module, function = entry
    write: WriteClip = getattr(import_module(f"engine.generate.{module}"), function)
    return write
