"""What the user works on: the prompt, the takes, the settings. It knows no widget and no undo; commands change it,
views watch it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QRandomGenerator, Signal

from app.generation_settings import MAX_SEED, GenerationSettings
from engine.generate.jobs import ContinueJob
from engine.music.clip import ChordSpan, Clip

__all__ = ["MAX_SEED", "Document", "DocumentState", "GenerationSettings", "Take", "joined", "random_seed"]


@dataclass(frozen=True, slots=True)
class Take:
    """A finished take.

    Attributes:
        number: counts from 1 and is never given twice; the card is called "Take <number>".
        clip: the take alone, from its own tick 0 to a bar line.
        prompt: the part of a prompt that it continues.
        seed: with the same prompt and settings it gives the same notes.
        settings: what it was written with.
        starred: marked as a favourite.
    """

    number: int
    clip: Clip
    prompt: Clip
    seed: int
    settings: GenerationSettings
    starred: bool = False

    @property
    def in_context(self) -> Clip:
        """Prompt and take as one clip."""
        return joined(self.prompt, self.clip)


@dataclass(frozen=True, slots=True)
class DocumentState:
    """Everything undo brings back, as one value.

    Attributes:
        prompt: the opened clip on a bar grid; empty for none.
        prompt_bars: first and last bar (from 0, both included) that takes continue; None is all of it.
        takes: in the order they were written.
        current: number of the take that is shown, or None for the prompt.
        settings: for the next Generate.
        plan: the chords asked for in the bars to write, ticks from their start; empty follows the prompt.
    """

    prompt: Clip = field(default_factory=Clip)
    prompt_bars: tuple[int, int] | None = None
    takes: tuple[Take, ...] = ()
    current: int | None = None
    settings: GenerationSettings = field(default_factory=GenerationSettings)
    plan: tuple[ChordSpan, ...] = ()

    def take(self, number: int | None) -> Take | None:
        """The take of that number, if it is there."""
        return next((take for take in self.takes if take.number == number), None)

    def with_take(self, changed: Take) -> DocumentState:
        """The same state with the take of that number replaced."""
        return replace(self, takes=tuple(changed if take.number == changed.number else take for take in self.takes))

    @property
    def prompt_part(self) -> Clip:
        """The bars of the prompt that the next takes continue, to a bar line."""
        prompt = self.prompt
        if not prompt.length:
            return prompt
        if self.prompt_bars is not None:
            return prompt.slice_bars(*self.prompt_bars)
        return prompt.whole_bars()

    def job(self, job_id: int) -> ContinueJob:
        """What Generate asks of the engine now."""
        settings = self.settings
        return ContinueJob(
            prompt=self.prompt_part,
            bars=settings.bars,
            seed=settings.seed,
            styles=settings.styles,
            creativity=settings.creativity / 100,
            variations=settings.variations,
            job_id=job_id,
        )


class Document(QObject):
    """Holds the state and tells what changed of it."""

    prompt_changed = Signal()
    takes_changed = Signal()
    current_changed = Signal()
    settings_changed = Signal()
    plan_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = DocumentState()
        self._last_number = 0

    @property
    def state(self) -> DocumentState:
        """The state now; a value, safe to keep."""
        return self._state

    def set_state(self, state: DocumentState) -> None:
        """Take over `state` and announce exactly the parts that differ."""
        old, self._state = self._state, state
        if state.prompt is not old.prompt or state.prompt_bars != old.prompt_bars:
            self.prompt_changed.emit()
        if state.takes != old.takes:
            self.takes_changed.emit()
        if state.current != old.current:
            self.current_changed.emit()
        if state.settings != old.settings:
            self.settings_changed.emit()
        if state.plan != old.plan:
            self.plan_changed.emit()

    def show_take(self, number: int | None) -> None:
        """Choose the take that is shown; looking is not a change, so it is not undone."""
        if number is None or self._state.take(number) is not None:
            self.set_state(replace(self._state, current=number))

    def next_number(self) -> int:
        """A number for a new take, never given before."""
        self._last_number += 1
        return self._last_number


def joined(prompt: Clip, take: Clip) -> Clip:
    """The prompt, then the take."""
    return prompt.followed_by(take) if prompt.length else take


def random_seed() -> int:
    """A seed for somebody who does not care which: five digits are easy to read out and type."""
    return QRandomGenerator.global_().bounded(1, 100_000)
