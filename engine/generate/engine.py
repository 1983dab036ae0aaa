"""The engine: a loaded checkpoint that runs jobs. One thread owns it; the app's worker or the command line."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

from engine.errors import Cancelled, ResourceError
from engine.generate.continue_ import continue_clip
from engine.generate.jobs import ContinueJob, Event, Job, JobFinished, Progress, TakeReady
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.runtime import OnnxRuntime, Runtime

DEVICES = ("auto", "cpu", "cuda", "mps")


class Engine:
    """Runs jobs on one checkpoint."""

    def __init__(self, checkpoint: Checkpoint, runtime: Runtime) -> None:
        self.checkpoint, self.runtime = checkpoint, runtime

    @staticmethod
    def load(checkpoint: Path | None = None, device: str = "auto", threads: int = 1) -> Engine:
        """Load a checkpoint folder (default: the bundled one).

        `auto` is the CPU: at the bundled size it is quicker than moving every note to a GPU and back.

        Raises:
            ResourceError: if the checkpoint or the device is not there.
        """
        if device not in DEVICES:
            raise ResourceError(f"There is no device '{device}'; choose one of {', '.join(DEVICES)}.")
        loaded = load_checkpoint(checkpoint)
        if device in ("auto", "cpu"):
            runtime = OnnxRuntime(loaded, max(1, threads))
            runtime.prepare()
            return Engine(loaded, runtime)
        try:
            from engine.model.torch_runtime import TorchRuntime
        except ImportError as error:
            raise ResourceError(
                f"The device '{device}' needs PyTorch; install it with: pip install torch, or choose --device cpu."
            ) from error
        return Engine(loaded, TorchRuntime(loaded, device))

    @property
    def checkpoint_hash(self) -> str:
        """Short hash of the checkpoint, as written into every exported file."""
        return self.checkpoint.digest

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of the palette."""
        return self.checkpoint.config.styles

    @property
    def device(self) -> str:
        """Where the model runs, for people."""
        return self.runtime.device

    def run(self, job: Job, emit: Callable[[Event], None], cancel: Flag) -> None:
        """Run a job to its end, emitting Progress, a TakeReady for each variation and JobFinished.

        `cancel` may be set from any thread; it is looked at in every denoising step and after every beat of notes.

        Raises:
            InputError: for settings that cannot be used.
        """
        try:
            for variation in range(job.variations):
                self._variation(job, variation, emit, cancel)
        except Cancelled:
            emit(JobFinished(job.job_id, cancelled=True))
            return
        emit(JobFinished(job.job_id))

    def _variation(self, job: ContinueJob, variation: int, emit: Callable[[Event], None], cancel: Flag) -> None:
        started = time.monotonic()

        def on_progress(share: float, stage: str) -> None:
            if cancel.is_set():
                raise Cancelled
            emit(Progress(job.job_id, (variation + share) / job.variations, stage))

        clip = continue_clip(self.runtime, self.checkpoint, job, variation, on_progress)
        if not job.only_generated:
            clip = job.prompt.whole_bars().followed_by(clip)
        emit(TakeReady(job.job_id, variation, clip, job.seed, time.monotonic() - started))
