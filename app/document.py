"""What the user works on: prompts, takes, settings. It knows no widget and no undo; commands change it, views watch
it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QRandomGenerator, Signal

from app.generation_settings import MAX_SEED, GenerationSettings
from app.note_changes import same_ends
from engine.music.clip import ChordSpan, Clip
from engine.music.note_columns import NoteColumns

__all__ = [
    "MAX_SEED",
    "Document",
    "DocumentState",
    "GenerationSettings",
    "Prompt",
    "Take",
    "joined",
    "random_seed",
    "split_at",
]

COLOURS = ("", "red", "orange", "yellow", "green", "blue", "purple")
"""Marks that a card may carry; empty is none."""


@dataclass(frozen=True, slots=True)
class PromptFile:
    """The MIDI file that a prompt was read from.

    Attributes:
        path: of the file.
        played: whether the prompt lies on the beats that are heard in the playing, not on those of the file.
    """

    path: Path
    played: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """A clip that takes are made from.

    Attributes:
        number: counts from 1 and is never given twice.
        clip: on a bar grid.
        bars: first and last bar (from 0, both included) that takes continue; None is all of it.
        source_take: number of the take that it was made from.
        edited: it is no longer what was opened.
        file: what it was read from; None for one that was drawn or made from a take.
    """

    number: int
    clip: Clip
    bars: tuple[int, int] | None = None
    source_take: int | None = None
    edited: bool = False
    file: PromptFile | None = None
    _part: list[Clip] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def part(self) -> Clip:
        """The bars that the next takes continue, to a bar line; cut out once."""
        if not self._part:
            clip = self.clip
            if clip.length:
                clip = clip.whole_bars() if self.bars is None else clip.slice_bars(*self.bars)
            self._part.append(clip)
        return self._part[0]


@dataclass(frozen=True, slots=True)
class Take:
    """A finished take.

    Attributes:
        number: counts from 1 and is never given twice; without a name the card is called "Take <number>".
        clip: the take alone, from its own tick 0 to a bar line.
        prompt: what stands in front of it on the time line: the part of a prompt that it continues, or nothing.
        seed: with the same source and settings it gives the same notes.
        settings: what it was written with.
        starred: marked as a favourite.
        given: what the engine was given, where that is not `prompt`; see `source`.
        variation: which of the job's variations it is, from 0.
        plan: the chords that were asked for.
        checkpoint: short hash of the model that wrote it.
        parent: number of the take that it was made from.
        prompt_number: the prompt it is listed under.
        name: given by the user.
        colour: one of `COLOURS`.
        edited: notes were changed by hand, so the seed alone no longer gives them.
        originality: what `engine.generate.originality` found, as plain values; None where nothing was measured.
        written_bars: of a take that a live change was writing anew, so many bars are new and others have older notes,
            because the change is still being written or was cut off; None for a take that is whole.
    """

    number: int
    clip: Clip
    prompt: Clip
    seed: int
    settings: GenerationSettings
    starred: bool = False
    given: Clip | None = None
    variation: int = 0
    plan: tuple[ChordSpan, ...] = ()
    checkpoint: str = ""
    parent: int | None = None
    prompt_number: int | None = None
    name: str = ""
    colour: str = ""
    edited: bool = False
    originality: dict[str, object] | None = None
    written_bars: int | None = None
    _context: list[Clip] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def source(self) -> Clip:
        """What the engine was given."""
        return self.prompt if self.given is None else self.given

    @property
    def in_context(self) -> Clip:
        """What stands in front and the take, as one clip; put together once."""
        if not self._context:
            self._context.append(joined(self.prompt, self.clip))
        return self._context[0]

    def with_edited_notes(self, clip: Clip) -> Take | None:
        """The take after an edit of `in_context` that gave `clip`, where only few of its own notes are others.

        The notes of a take count from its own start, so that parting a long clip makes most of them anew; this leaves
        those alone that are as they were. None where the clip has to be parted.
        """
        whole, own = self.in_context, self.clip
        seam, ahead = self.prompt.length, len(self.prompt.notes)
        length = clip.length - seam
        if length < own.length or (length > own.length and not own.meter.is_bar_line(length)):
            return None
        if replace(clip, notes=(), length=0) != replace(whole, notes=(), length=0):
            return None
        first, last = same_ends(whole.notes, clip.notes)
        fresh = clip.notes[first : len(clip.notes) - last]
        if first < ahead or not seam or (fresh and fresh[0].start < seam):
            return None
        columns = NoteColumns.of(fresh)
        notes = (
            *own.notes[: first - ahead],
            *columns._replace(starts=columns.starts - seam).notes(),
            *own.notes[len(own.notes) - last :],
        )
        edited = own.with_sorted(notes, length)
        take = replace(
            self,
            clip=edited,
            given=self.source,
            edited=self.edited or edited.notes != own.notes,
            originality=self.originality if edited.notes == own.notes else None,
        )
        take._context.append(clip)
        return take


@dataclass(frozen=True, slots=True)
class DocumentState:
    """Everything undo brings back, as one value.

    Attributes:
        prompts: in the order they were opened.
        prompt_number: the prompt that is worked on, or None for none.
        takes: in the order they were written.
        current: number of the take that is shown, or None for the prompt.
        settings: for the next Generate.
        plan: the chords asked for in the bars to write, ticks from their start; empty follows the prompt.
        deleted: takes that were deleted, or whose writing was undone; they can be brought back.
    """

    prompts: tuple[Prompt, ...] = ()
    prompt_number: int | None = None
    takes: tuple[Take, ...] = ()
    current: int | None = None
    settings: GenerationSettings = field(default_factory=GenerationSettings)
    plan: tuple[ChordSpan, ...] = ()
    deleted: tuple[Take, ...] = ()

    @property
    def chosen_prompt(self) -> Prompt | None:
        """The prompt that is worked on."""
        return next((prompt for prompt in self.prompts if prompt.number == self.prompt_number), None)

    @property
    def prompt(self) -> Clip:
        """The clip of the chosen prompt on a bar grid; empty for none."""
        prompt = self.chosen_prompt
        return _NO_CLIP if prompt is None else prompt.clip

    @property
    def prompt_bars(self) -> tuple[int, int] | None:
        """First and last bar (from 0, both included) of the prompt that takes continue; None is all of it."""
        prompt = self.chosen_prompt
        return None if prompt is None else prompt.bars

    @property
    def shown(self) -> Clip:
        """What is shown: the current take with what stands in front of it, else the prompt."""
        take = self.take(self.current)
        return self.prompt if take is None else take.in_context

    @property
    def seam_tick(self) -> int:
        """First tick of the current take in `shown`; its length where there is no take."""
        take = self.take(self.current)
        return self.prompt.length if take is None else take.prompt.length

    def take(self, number: int | None) -> Take | None:
        """The take of that number, if it is there."""
        return next((take for take in self.takes if take.number == number), None)

    def with_take(self, changed: Take) -> DocumentState:
        """The same state with the take of that number replaced."""
        return replace(self, takes=tuple(changed if take.number == changed.number else take for take in self.takes))

    def with_prompt(self, changed: Prompt) -> DocumentState:
        """The same state with the prompt of that number replaced."""
        return replace(
            self, prompts=tuple(changed if prompt.number == changed.number else prompt for prompt in self.prompts)
        )

    def with_shown(self, clip: Clip) -> DocumentState:
        """The same state showing `clip`: the take and what stands in front of it are parted at the seam again.

        A take ends on a bar line. Its notes count as changed by hand where they differ.
        """
        take = self.take(self.current)
        if take is None:
            prompt = self.chosen_prompt
            if prompt is None:
                return self
            # In another meter, or shorter, the clip may not have the chosen bars any more.
            there = prompt.bars is not None and prompt.bars[1] < clip.bars
            return self.with_prompt(replace(prompt, clip=clip, bars=prompt.bars if there else None, edited=True))
        quick = take.with_edited_notes(clip)
        if quick is not None:
            return self.with_take(quick)
        seam = take.prompt.length
        before, after = split_at(clip, seam) if seam else (take.prompt, clip)
        after = replace(after, length=after.meter.bar_ceil(after.length), name=take.clip.name)
        edited = take.edited or after.notes != take.clip.notes
        before = take.prompt if _same_music(before, take.prompt) else replace(before, name=take.prompt.name)
        # What the engine was given stays on record whatever becomes of the notes.
        told = take.originality if after.notes == take.clip.notes else None
        return self.with_take(
            replace(take, clip=after, prompt=before, given=take.source, edited=edited, originality=told)
        )

    def keeping_takes_of(self, earlier: DocumentState) -> DocumentState:
        """The same state with those takes of `earlier` that it lacks among the deleted ones, so that none is lost."""
        if self.takes is earlier.takes and self.deleted is earlier.deleted:
            return self
        there = {take.number for take in (*self.takes, *self.deleted)}
        gone = tuple(take for take in (*earlier.takes, *earlier.deleted) if take.number not in there)
        return replace(self, deleted=(*self.deleted, *gone)) if gone else self

    @property
    def holds_work(self) -> bool:
        """Whether there is anything that could not be had again by opening the same files."""
        return bool(self.takes or self.deleted or self.plan or any(prompt.edited for prompt in self.prompts))

    @property
    def prompt_part(self) -> Clip:
        """The bars of the prompt that the next takes continue, to a bar line."""
        prompt = self.chosen_prompt
        return _NO_CLIP if prompt is None else prompt.part


_NO_CLIP = Clip()


class Document(QObject):
    """Holds the state and tells what changed of it."""

    prompt_changed = Signal()
    prompts_changed = Signal()
    takes_changed = Signal()
    current_changed = Signal()
    settings_changed = Signal()
    plan_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = DocumentState()
        self._last_take = 0
        self._last_prompt = 0
        self._other: int | None = None

    @property
    def state(self) -> DocumentState:
        """The state now; a value, safe to keep."""
        return self._state

    def set_state(self, state: DocumentState) -> None:
        """Take over `state` and announce exactly the parts that differ; a take that it lacks counts as deleted."""
        self._take_over(state.keeping_takes_of(self._state))

    def _take_over(self, state: DocumentState) -> None:
        old, self._state = self._state, state
        if state.current != old.current:
            self._other = old.current
        if state.prompt is not old.prompt or state.prompt_bars != old.prompt_bars:
            self.prompt_changed.emit()
        if state.prompts is not old.prompts or state.prompt_number != old.prompt_number:
            self.prompts_changed.emit()
        if state.takes is not old.takes and state.takes != old.takes:
            self.takes_changed.emit()
        if state.current != old.current:
            self.current_changed.emit()
        if state.settings != old.settings:
            self.settings_changed.emit()
        if state.plan != old.plan:
            self.plan_changed.emit()

    def show_take(self, number: int | None) -> None:
        """Choose the take that is shown, and with it its prompt; looking is not a change, so it is not undone."""
        take = self._state.take(number)
        if number is None:
            self.set_state(replace(self._state, current=None))
        elif take is not None:
            numbers = [prompt.number for prompt in self._state.prompts]
            prompt = take.prompt_number if take.prompt_number in numbers else self._state.prompt_number
            self.set_state(replace(self._state, current=number, prompt_number=prompt))

    def show_prompt(self, number: int) -> None:
        """Choose the prompt that is worked on; looking is not a change."""
        if any(prompt.number == number for prompt in self._state.prompts):
            self.set_state(replace(self._state, prompt_number=number, current=None))

    @property
    def other(self) -> int | None:
        """What was shown before what is shown now: a take's number, or None for the prompt."""
        return self._other if self._state.take(self._other) is not None else None

    def next_number(self) -> int:
        """A number for a new take, never given before."""
        self._last_take += 1
        return self._last_take

    def next_prompt_number(self) -> int:
        """A number for a new prompt, never given before."""
        self._last_prompt += 1
        return self._last_prompt

    def restore(self, state: DocumentState) -> None:
        """Begin again with `state`, such as that of a project; numbers go on after those that it holds."""
        takes = [take.number for take in (*state.takes, *state.deleted)]
        self._last_take = max([0, *takes])
        self._last_prompt = max([0, *(prompt.number for prompt in state.prompts)])
        self._take_over(state)
        self._other = None


def joined(prompt: Clip, take: Clip) -> Clip:
    """The prompt, then the take."""
    return prompt.followed_by(take) if prompt.length else take


def split_at(clip: Clip, tick: int) -> tuple[Clip, Clip]:
    """The parts of `clip` before and from `tick` on; a note that rings over it ends there."""
    end = max(clip.length, tick + 1)
    return clip.slice_ticks(0, tick), clip.slice_ticks(tick, end)


def _same_music(a: Clip, b: Clip) -> bool:
    return (a.notes, a.chords, a.meter, a.tempo, a.length, a.key) == (
        b.notes,
        b.chords,
        b.meter,
        b.tempo,
        b.length,
        b.key,
    )


def random_seed() -> int:
    """A seed for somebody who does not care which: five digits are easy to read out and type."""
    return QRandomGenerator.global_().bounded(1, 100_000)
