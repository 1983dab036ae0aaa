"""What can be asked of the engine and what it answers: frozen values that cross threads safely."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.music.clip import Clip


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the model is sampled.

    Attributes:
        steps: denoising steps, 1..1000. 50 is "quality", 15 is "fast".
        guidance: classifier-free guidance weight on the styles that were asked for, >= 0 (1 is none).
        chord_guidance: the same on the chords.
        temperature: of the note decoder, 0.05..2.
        top_k: keep the k likeliest values of an attribute; 0 keeps all.
        top_p: keep the likeliest values whose probabilities add up to this, 0 < p <= 1.
    """

    steps: int = 50
    guidance: float = 1.5
    chord_guidance: float = 1.5
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 0.95


@dataclass(frozen=True, slots=True)
class ContinueJob:
    """Continue `prompt` for `bars` bars.

    Attributes:
        prompt: a clip on a bar grid (see `engine.music.meter.on_grid`); empty for an unconditional take.
        bars: bars to write, 1..64.
        seed: same prompt, settings and seed give the same notes.
        styles: (name, weight) of palette styles; empty lets the prompt decide.
        creativity: 0 stays close to the prompt's own material, 1 roams.
        variations: how many takes, 1..16, each its own random stream.
        only_generated: leave the prompt out of the answer.
        job_id: given back with every event.
    """

    prompt: Clip
    bars: int = 8
    seed: int = 0
    styles: tuple[tuple[str, float], ...] = ()
    creativity: float = 0.5
    variations: int = 1
    only_generated: bool = True
    sampling: Sampling = field(default_factory=Sampling)
    job_id: int = 0


Job = ContinueJob


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The model is loaded. `styles` are the palette's names, `checkpoint` its short hash."""

    checkpoint: str
    styles: tuple[str, ...]
    device: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of the job, 0..1; `stage` is a short word for people."""

    job_id: int
    done: float
    stage: str = ""


@dataclass(frozen=True, slots=True)
class TakeReady:
    """One variation is finished. `clip` begins at its own tick 0 and ends on a bar line."""

    job_id: int
    variation: int
    clip: Clip
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class JobFinished:
    """All variations are out, or the job was cancelled."""

    job_id: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job could not be done; `message` is one sentence for the user."""

    job_id: int
    message: str


Event = EngineReady | Progress | TakeReady | JobFinished | JobFailed
