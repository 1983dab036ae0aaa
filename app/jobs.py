"""From the document to a job of the engine, and from its answer to a take: which music a mode works on, and where
the result lies on the time line.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from app.bar_locks import moved
from app.document import DocumentState, Take, split_at
from app.generation_settings import MAX_SEED, GenerationSettings, ReadStyle
from app.i18n import translate
from engine.generate.jobs import (
    FROM_PROMPT,
    JOBS,
    LOCK_MODES,
    Controls,
    FreeJob,
    ModeJob,
    PartTake,
    Sampling,
    SoloJob,
    TakeReady,
    TransferJob,
)
from engine.generate.provenance import mode_name
from engine.music.clip import ChordSpan, Clip
from engine.music.edits import with_part

AROUND_BARS = 12
"""When a few bars are written anew, the model hears this many on either side, more than it listens to at a time."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a mode works on.

    Attributes:
        clip: handed to the engine.
        before: what stands in front of the result on the time line.
        seam_tick: where the answer covers music in front of the take as well, the tick at which the take begins.
        parent: number of the take it is made from.
        prompt_number: the prompt that the result is listed under.
        whole: where `clip` is only a part of what is worked on, all of it; the answer is put into it.
        part: then, first tick of `clip` in it, and from where to where the answer is new.
        first_bar: the bar of what is shown, from 0, that `clip` begins with.
    """

    clip: Clip
    before: Clip
    seam_tick: int = 0
    parent: int | None = None
    prompt_number: int | None = None
    whole: Clip | None = None
    part: tuple[int, int, int] = (0, 0, 0)
    first_bar: int = 0

    def placed(self, answer: Clip) -> tuple[Clip, Clip]:
        """What stands in front, and the take itself, for the engine's `answer`."""
        if self.whole is not None:
            answer = with_part(self.whole, answer, *self.part)
        return split_at(answer, self.seam_tick) if self.seam_tick else (self.before, answer)

    def with_written(self, older: Clip, part: PartTake) -> tuple[Clip, Clip]:
        """As `placed`, for an answer of which only a part is written; what is not yet there is that of `older`, all the
        music before.
        """
        if part.clip.length == min(part.ends):
            at, start, end = self.part if self.whole is not None else (0, 0, part.clip.length)
            music = with_part(older, part.clip, at, start, min(end, at + part.clip.length))
        else:
            notes = (*part.clip.notes, *(note for note in older.notes if note.start >= part.ends[note.role]))
            music = part.clip.with_notes(notes)
        return split_at(music, self.seam_tick) if self.seam_tick else (self.before, music)

    def around(self, first: int, last: int) -> tuple[Source, int]:
        """The same with no more than the bars `first` to `last` (from 0, both included), which are to be new, and
        `AROUND_BARS` on either side; and how many bars are left out in front.
        """
        bars, meter = self.clip.bars, self.clip.meter
        begin, end = max(0, first - AROUND_BARS), min(bars - 1, last + AROUND_BARS)
        if begin == 0 and end == bars - 1:
            return self, 0
        part = (meter.bar_start(begin), meter.bar_start(first), meter.bar_start(last + 1))
        clip, first_bar = self.clip.slice_bars(begin, end), self.first_bar + begin
        return replace(self, clip=clip, whole=self.clip, part=part, first_bar=first_bar), begin

    def fitted(self, settings: GenerationSettings) -> GenerationSettings:
        """The settings with locks of bars that count from the first bar of `clip`."""
        return replace(settings, bar_locks=moved(settings.bar_locks, -self.first_bar, self.clip.bars))


def source_of(settings: GenerationSettings, state: DocumentState) -> Source:
    """The music that `settings.mode` works on now.

    Continuing takes the chosen bars of the prompt. Infill, improvise, transfer and reharmonize take what is shown: a
    take with what stands in front of it for infill (its bars are counted so), the take alone for the others, else the
    chosen bars of the prompt. The other modes take nothing but tempo, meter and key.
    """
    prompt, take = state.chosen_prompt, state.take(state.current)
    number = prompt.number if prompt is not None else None
    if take is not None and settings.mode == "infill":
        return Source(take.in_context, take.prompt, take.prompt.length, take.number, take.prompt_number)
    if take is not None and settings.mode in FROM_PROMPT:
        ahead = take.prompt.bars if take.prompt.length else 0
        return Source(take.clip, take.prompt, 0, take.number, take.prompt_number, first_bar=ahead)
    part = state.prompt_part
    if settings.mode == "continue":
        return Source(part, part, 0, prompt.source_take if prompt else None, number)
    return Source(part, Clip(), 0, None, number, first_bar=state.prompt_bars[0] if state.prompt_bars else 0)


def make_job(settings: GenerationSettings, clip: Clip, plan: tuple[ChordSpan, ...] = (), job_id: int = 0) -> ModeJob:
    """The job that `settings` ask for on `clip`, over the chords `plan` where there are some."""
    common: dict[str, Any] = {
        "bars": settings.bars,
        "seed": settings.seed,
        "styles": settings.styles,
        "style_vectors": settings.style_vectors,
        "creativity": settings.creativity / 100,
        "variations": settings.variations,
        "sampling": Sampling(
            settings.steps,
            settings.guidance,
            settings.chord_guidance,
            settings.temperature,
            settings.top_k,
            settings.top_p,
        ),
        "controls": Controls(
            density=_share(settings.density),
            register=settings.register,
            polyphony=settings.polyphony,
            swing=_share(settings.swing),
            dynamics=_share(settings.dynamics),
            no_repeat=settings.no_repeat,
        ),
        # Ticked for another mode, locks stay ticked; here there may be nothing that they could hold.
        "locks": settings.locks if settings.mode in LOCK_MODES else (),
        "bar_locks": settings.bar_locks if settings.mode in LOCK_MODES else (),
        "chords": plan,
        "job_id": job_id,
    }
    kind = JOBS[settings.mode]
    end = max(0, clip.length - 1)
    meter = clip.meter.at(end)
    own: dict[str, Any] = {
        "redo_bars": settings.redo_bars,
        "strength": settings.strength / 100,
        "role": "lead" if kind is SoloJob and settings.role == "random" else settings.role,
        "form": settings.form,
        "feel": settings.feel,
        "section_bars": settings.section_bars,
        "tempo_bpm": settings.tempo_bpm or clip.tempo.at(end).tempo_bpm,
        "meter": settings.meter or (meter.numerator, meter.denominator),
        "key": settings.key or clip.key,
    }
    wanted = {item.name for item in fields(kind)} & own.keys()
    prompt = Clip() if issubclass(kind, FreeJob) else clip
    return kind(prompt, **common, **{name: own[name] for name in wanted})


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100


def job_from(settings: GenerationSettings, state: DocumentState, job_id: int = 0) -> ModeJob:
    """What Generate asks of the engine for `settings` on the music that is chosen in `state`."""
    source = source_of(settings, state)
    return make_job(source.fitted(settings), source.clip, state.plan, job_id)


def settings_of(job: ModeJob, defaults: GenerationSettings) -> GenerationSettings:
    """The settings of which `make_job` makes `job` (weights and shares are whole percents here).

    What a job says nothing of is taken from `defaults`.
    """
    controls, sampling = job.controls, job.sampling
    own: dict[str, Any] = {
        name: getattr(job, name) for name in ("role", "form", "section_bars", "feel", "redo_bars") if hasattr(job, name)
    }
    if isinstance(job, TransferJob):
        own["strength"] = round(job.strength * 100)
    if isinstance(job, FreeJob):
        own |= {"tempo_bpm": job.tempo_bpm, "meter": job.meter, "key": job.key}
    return replace(
        defaults,
        mode=mode_name(job),
        style_weights=tuple((name, round(weight * 100)) for name, weight in job.styles),
        read_styles=tuple(
            ReadStyle(translate("Jobs", "Style {number}").format(number=number), vector, round(weight * 100))
            for number, (vector, weight) in enumerate(job.style_vectors, 1)
        ),
        pad_corners=(),
        creativity=round(job.creativity * 100),
        bars=job.bars,
        seed=min(job.seed, MAX_SEED),
        seed_locked=True,
        variations=job.variations,
        density=_percent(controls.density),
        register=controls.register,
        polyphony=controls.polyphony,
        swing=_percent(controls.swing),
        dynamics=_percent(controls.dynamics),
        no_repeat=controls.no_repeat,
        locks=job.locks,
        bar_locks=job.bar_locks,
        steps=sampling.steps,
        guidance=sampling.guidance,
        chord_guidance=sampling.chord_guidance,
        temperature=sampling.temperature,
        top_k=sampling.top_k,
        top_p=sampling.top_p,
        **own,
    )


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def take_of(
    event: TakeReady,
    source: Source,
    settings: GenerationSettings,
    plan: tuple[ChordSpan, ...],
    *,
    number: int,
    checkpoint: str,
) -> Take:
    """The take of that number that the engine has answered to `make_job`; `checkpoint` is the hash of its model."""
    from engine.generate.originality import match_facts  # brings numpy, which is there once a take is

    before, clip = source.placed(event.clip)
    return Take(
        number=number,
        clip=clip,
        prompt=before,
        seed=event.seed,
        settings=settings,
        given=None if source.clip is before else source.clip,
        variation=event.variation,
        plan=plan,
        checkpoint=checkpoint,
        parent=source.parent,
        prompt_number=source.prompt_number,
        originality=None if event.match is None else match_facts(event.match, event.clip),
    )


def take_job(take: Take) -> ModeJob:
    """The job that wrote `take`, with its own seed; its variation is `take.variation`."""
    return make_job(replace(take.settings, seed=take.seed), take.source, take.plan)
