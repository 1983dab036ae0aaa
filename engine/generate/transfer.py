"""Move a whole clip towards another style: rhythm and loudness noised to the strength asked for and denoised in that
style, over the clip's own harmony and the outline of its melody.
"""

from __future__ import annotations

from dataclasses import replace

from engine.errors import InputError
from engine.generate.improvise import vary_clip
from engine.generate.jobs import TransferJob
from engine.generate.streaming import OnPart
from engine.generate.window import OnProgress
from engine.generate.window_setup import has_style
from engine.model.checkpoint import Checkpoint
from engine.model.runtime import Runtime
from engine.music.clip import Clip

STYLE_PUSH, MOST_GUIDANCE = 8.0, 9.0
"""How much more a style's guidance weighs than where nothing is kept (harmony and melody speak for the old one), and
beyond which it would only blur the tune."""


def transfer_clip(
    runtime: Runtime, checkpoint: Checkpoint, job: TransferJob, variation: int, on_progress: OnProgress,
    on_part: OnPart | None = None,
) -> Clip:  # fmt: skip
    """The prompt in the styles of the job: at strength 0 nearly itself, at 1 what its harmony and melody become there.

    Both keep their latents, so that it stays the same tune; chords that are given take the harmony's place.

    `on_part`: as in `continue_clip`.

    Raises:
        InputError: for settings out of range, a prompt without notes, or no style to go to.
        Cancelled: from `on_progress`.
    """
    if not has_style(job):
        raise InputError(
            "Changing the style needs a style to go to: choose one of the palette, or a file to read it off."
        )
    kept = ("melody",) if job.chords else ("harmony", "melody")
    job = replace(job, sampling=replace(job.sampling, guidance=pushed(job.sampling.guidance)))
    return vary_clip(
        runtime, checkpoint, job, variation, on_progress, mode="transfer", distance=job.strength, clamped=kept,
        on_part=on_part,
    )  # fmt: skip


def pushed(guidance: float) -> float:
    """The weight on the style in a transfer for the one that was asked for; 1 and less stay what they are."""
    if guidance <= 1:
        return guidance
    return max(guidance, min(MOST_GUIDANCE, 1 + STYLE_PUSH * (guidance - 1)))
