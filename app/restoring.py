"""A take as its own MIDI file tells of it, with the prompt and settings that wrote it."""

from __future__ import annotations

from pathlib import Path

from app.document import Take
from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.jobs import settings_of
from engine.music.clip import Clip
from engine.music.provenance import Provenance


def restored_take(clip: Clip, path: Path, told: Provenance, number: int, defaults: GenerationSettings) -> Take:
    """The take `clip` from the file at `path`; what the file says nothing of is taken from `defaults`.

    Raises:
        InputError: if what the file tells makes no sense.
    """
    from engine.generate.provenance import job_from_provenance

    job = job_from_provenance(told, path)
    settings = settings_of(job, defaults)
    return Take(
        number=number,
        clip=clip,
        prompt=job.prompt if settings.mode == "continue" else Clip(),
        given=job.prompt,
        seed=job.seed,
        settings=settings,
        variation=told.variation,
        plan=job.chords,
        checkpoint=told.checkpoint,
        name=told.name or path.stem,
        edited=told.edited,
    )


def restored_text(path: Path, told: Provenance, checkpoint: str) -> str:
    """What the user is told; `checkpoint` is the hash of the loaded model, empty while there is none."""
    text = translate("Controller", "{file} was written by TatumFlow: its prompt and settings are back.")
    if checkpoint and not told.written_by(checkpoint):
        text = translate(
            "Controller",
            "{file} was written by TatumFlow with another model ({checkpoint}): its prompt and settings are back, "
            "but Generate will write other notes.",
        )
    return text.format(file=path.name, checkpoint=told.checkpoint[:8])
