"""What can be asked of the engine and what it answers: frozen values that cross threads safely."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING

from engine.music.clip import ChordSpan, Clip
from engine.music.feels import SWING

MAX_BARS = 64
FAST_STEPS, QUALITY_STEPS = 15, 50
Ends = tuple[int, int, int]
"""A tick for each `Role`, in their order."""
FACTORS = ("harmony", "melody", "rhythm", "dynamics")
"""What can be locked. The same as `engine.model.config.FACTORS`, for those who cannot wait until numpy is loaded."""
SETTLED_BY = {
    "density": "rhythm", "swing": "rhythm", "dynamics": "dynamics", "no-repeat": "melody", "chords": "harmony",
}  # fmt: skip
"""Setting, named as its option -> the factor that decides it where it is locked, so that nobody can ask for both."""

if TYPE_CHECKING:
    from engine.generate.originality import Match


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the model is sampled.

    Attributes:
        steps: denoising steps, 1..1000.
        guidance: classifier-free guidance weight on the styles that were asked for, >= 0 (1 is none).
        chord_guidance: the same on the chords.
        temperature: of the note decoder, 0.05..2.
        top_k: keep the k likeliest values of an attribute; 0 keeps all.
        top_p: keep the likeliest values whose probabilities add up to this, 0 < p <= 1; pitches to two thirds
            of it, lengths to a tenth more.
    """

    steps: int = QUALITY_STEPS
    guidance: float = 1.5
    chord_guidance: float = 1.5
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What is asked of the texture; None follows the prompt and the style.

    Attributes:
        density: 0..1, notes a beat (1 is twelve).
        register: lowest and highest MIDI pitch, a hard limit; the music is centred between them.
        polyphony: 1..8, most notes that sound at once, a hard limit.
        swing: 0..1, place of the off-beat eighth between straight (0) and dotted (1).
        dynamics: 0..1, mean loudness (1 is velocity 127).
        no_repeat: 2..16, the top line plays no run of so many pitches twice within eight bars of 4/4.
    """

    density: float | None = None
    register: tuple[int, int] | None = None
    polyphony: int | None = None
    swing: float | None = None
    dynamics: float | None = None
    no_repeat: int | None = None


@dataclass(frozen=True, slots=True)
class ModeJob:
    """What every mode takes. Use one of its subclasses; `engine.generate.engine` runs each by its type.

    Attributes:
        prompt: a clip on a bar grid (see `engine.music.meter.on_grid`); empty for music from nothing. Its meter and
            tempo are those of the answer.
        bars: bars to write, 1..MAX_BARS; ignored where the mode keeps the prompt's length.
        seed: same job, seed and checkpoint give the same notes.
        styles: (name, weight) of palette styles; empty lets the prompt decide.
        style_vectors: (style, weight) of styles read off files, mixed with `styles`: each its place in the style space,
            S numbers, and after them, where it is known, its manner (`engine.generate.manner.manner_numbers`).
        creativity: 0 stays close to the prompt's own material, 1 roams.
        variations: how many takes, 1..16, each its own random stream.
        sampling: how the model is sampled.
        controls: what is asked of the texture.
        locks: names among `FACTORS` that are kept from the prompt.
        bar_locks: (first, last, factor): factors that some bars of the prompt keep, from 1, last included.
        chords: a chord lane over the bars to write, ticks from their start; empty follows the prompt.
        job_id: given back with every event.
        stream: also tell what is written so far (`PartTake`).
    """

    prompt: Clip = field(default_factory=Clip)
    _: KW_ONLY
    bars: int = 8
    seed: int = 0
    styles: tuple[tuple[str, float], ...] = ()
    style_vectors: tuple[tuple[tuple[float, ...], float], ...] = ()
    creativity: float = 0.5
    variations: int = 1
    sampling: Sampling = field(default_factory=Sampling)
    controls: Controls = field(default_factory=Controls)
    locks: tuple[str, ...] = ()
    bar_locks: tuple[tuple[int, int, str], ...] = ()
    chords: tuple[ChordSpan, ...] = ()
    job_id: int = 0
    stream: bool = False

    @property
    def locked_factors(self) -> frozenset[str]:
        """The factors that are kept somewhere."""
        return frozenset((*self.locks, *(factor for _, _, factor in self.bar_locks)))


@dataclass(frozen=True, slots=True)
class ContinueJob(ModeJob):
    """Continue the prompt for `bars` bars; without a prompt, music from nothing.

    `only_generated` leaves the prompt out of the answer.
    """

    _: KW_ONLY
    only_generated: bool = True


@dataclass(frozen=True, slots=True)
class InfillJob(ModeJob):
    """Write the bars `redo_bars` of the prompt anew: (first, last), from 1, last included. The others stay exactly."""

    _: KW_ONLY
    redo_bars: tuple[tuple[int, int], ...] = ()

    def only_new(self, take: Clip) -> Clip:
        """A take of this job without the notes of the bars that were kept."""
        ranges = [(take.meter.bar_start(a - 1), take.meter.bar_start(b)) for a, b in self.redo_bars]
        return take.with_notes(n for n in take.notes if any(low <= n.start < high for low, high in ranges))


@dataclass(frozen=True, slots=True)
class ImproviseJob(ModeJob):
    """Play over the whole prompt again: `creativity` says how far away. Its harmony stays unless `chords` are given."""


@dataclass(frozen=True, slots=True)
class TransferJob(ModeJob):
    """Move the whole prompt towards `styles` and `style_vectors`, by `strength` 0..1; `locks` stay as they are.

    Harmony and melody stay in outline; with `chords` those are the harmony.
    """

    _: KW_ONLY
    strength: float = 0.5


@dataclass(frozen=True, slots=True)
class ReharmonizeJob(ModeJob):
    """Put the prompt over the wanted `chords`; its melody stays."""


@dataclass(frozen=True, slots=True)
class FreeJob(ModeJob):
    """What modes take that write from nothing: tempo, meter and key stand in for a prompt's; `feel` is how bass, chords
    and eighths feel the time, one of `engine.music.feels.FEELS`."""

    _: KW_ONLY
    tempo_bpm: float = 120.0
    meter: tuple[int, int] = (4, 4)
    key: str | None = None
    feel: str = SWING


@dataclass(frozen=True, slots=True)
class SoloJob(FreeJob):
    """A part of one role over `chords`."""

    _: KW_ONLY
    role: str = "lead"


@dataclass(frozen=True, slots=True)
class PatternJob(FreeJob):
    """A pattern of one role, "lead", "chords", "bass" or "random"."""

    _: KW_ONLY
    role: str = "lead"


@dataclass(frozen=True, slots=True)
class SongJob(FreeJob):
    """A song of sections, one letter each in `form`; lead, chords and bass share one harmony in one clip. Capital
    letters state a tune, small ones are solos over the harmony of theirs."""

    _: KW_ONLY
    form: str = "AABA"
    section_bars: int = 8


def in_capitals(letters: str) -> str:
    """The letters of a form; small ones are solos beside capital ones, and where all are small, meant as capitals."""
    return letters.upper() if letters.islower() else letters


JOBS: dict[str, type[ModeJob]] = {
    "continue": ContinueJob,
    "infill": InfillJob,
    "improvise": ImproviseJob,
    "transfer": TransferJob,
    "reharmonize": ReharmonizeJob,
    "solo": SoloJob,
    "pattern": PatternJob,
    "song": SongJob,
}
"""Name of a mode -> its job, in the order in which modes are offered."""
MODES = tuple(JOBS)
FROM_PROMPT = ("infill", "improvise", "transfer", "reharmonize")
"""Modes that change a prompt and keep its length."""
FREE_MODES = ("solo", "pattern", "song")
"""Modes that write from nothing; a prompt only lends them tempo, meter and key."""
LOCK_MODES = ("improvise", "infill", "transfer")
"""Modes that can keep factors of the prompt, the most usual one first."""


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
class PartTake:
    """What is written so far of a variation.

    `ends` are ticks of `clip`: the notes of a role before its tick are those that `TakeReady` will bring, and behind it
    there are none yet; unless the take is written again, as comping that lacks a chord is, or one with a long match:
    then it is told from its beginning once more. Where the texture is written as a whole, `clip` ends there as well, on
    a bar line. Roles and chords that are heard are those of what is there, so they may change.
    """

    job_id: int
    variation: int
    clip: Clip
    ends: Ends


@dataclass(frozen=True, slots=True)
class TakeReady:
    """One variation is finished. `clip` begins at its own tick 0 and ends on a bar line.

    `match` is the longest stretch of what was written that stands in the training set, `own_match` the same with the
    user's own music; None where there is no index to ask. Ticks are those of `clip`.
    """

    job_id: int
    variation: int
    clip: Clip
    seed: int
    seconds: float
    match: Match | None = None
    own_match: Match | None = None


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


Event = EngineReady | Progress | PartTake | TakeReady | JobFinished | JobFailed
