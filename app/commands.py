"""Undo commands. Each holds the values before and after its change and puts one of them into the document; none
holds a view.
"""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from PySide6.QtGui import QUndoCommand

from app.document import Document, DocumentState, GenerationSettings, Prompt, PromptFile, Take
from app.i18n import translate
from app.take_names import take_title
from engine.generate.jobs import FROM_PROMPT
from engine.music.clip import ChordSpan, Clip


class MergeId(IntEnum):
    """Commands that may melt into their predecessor of the same kind."""

    ADD_TAKE = 1
    CHANGE_SETTING = 2
    CHANGE_PROMPT_BARS = 3
    CHANGE_SHOWN = 4
    LIVE = 5


class StateCommand(QUndoCommand):
    """Swaps two states; looking at another take in between is not undone."""

    def __init__(self, text: str, document: Document, after: DocumentState) -> None:
        super().__init__(text)
        self._document = document
        self._before = document.state
        self._after = after

    def redo(self) -> None:
        """Put the newer state in place."""
        self._document.set_state(self._after)

    def undo(self) -> None:
        """Put the older state in place."""
        self._document.set_state(self._before)


class OpenPrompt(StateCommand):
    """Add a prompt and work on it; other prompts and the takes stay."""

    def __init__(
        self,
        document: Document,
        clip: Clip,
        text: str | None = None,
        *,
        source_take: int | None = None,
        file: PromptFile | None = None,
    ) -> None:
        state = document.state
        prompt = Prompt(document.next_prompt_number(), clip, source_take=source_take, file=file)
        after = replace(state, prompts=(*state.prompts, prompt), prompt_number=prompt.number, current=None)
        super().__init__(text or translate("Undo", "open {name}").format(name=clip.name), document, after)


class RereadPrompt(StateCommand):
    """Put another reading of a prompt's file in its place; takes that were made from it stay."""

    def __init__(self, document: Document, prompt: Prompt, clip: Clip, file: PromptFile) -> None:
        after = document.state.with_prompt(replace(prompt, clip=clip, bars=None, file=file))
        text = translate("Undo", "read the bars the other way")
        super().__init__(text, document, replace(after, prompt_number=prompt.number, current=None))


class RestoreTake(StateCommand):
    """Add a prompt (where there is one) and the settings that a take's file tells of."""

    def __init__(self, document: Document, prompt: Clip | None, take: Take) -> None:
        state = document.state
        prompts, number = state.prompts, state.prompt_number
        if prompt is not None:
            added = Prompt(document.next_prompt_number(), prompt)
            prompts, number = (*prompts, added), added.number
        take = replace(take, prompt_number=number)
        after = replace(
            state,
            prompts=prompts,
            prompt_number=number,
            takes=(*state.takes, take),
            # A mode that changes what is shown begins from what the file was made from, so that is shown.
            current=None if take.settings.mode in FROM_PROMPT else take.number,
            settings=take.settings,
            plan=take.plan,
        )
        super().__init__(translate("Undo", "open {name}").format(name=take.name or take.clip.name), document, after)


class RemovePrompt(StateCommand):
    """Take a prompt off the list; takes that were made from it stay."""

    def __init__(self, document: Document, number: int) -> None:
        state = document.state
        numbers = [prompt.number for prompt in state.prompts]
        kept = tuple(prompt for prompt in state.prompts if prompt.number != number)
        chosen, current = state.prompt_number, state.current
        if chosen == number:
            chosen = kept[min(numbers.index(number), len(kept) - 1)].number if kept else None
            current = None
        after = replace(state, prompts=kept, prompt_number=chosen, current=current)
        super().__init__(translate("Undo", "remove prompt"), document, after)


class RenamePrompt(StateCommand):
    """Give a prompt another name."""

    def __init__(self, document: Document, prompt: Prompt, name: str) -> None:
        after = document.state.with_prompt(replace(prompt, clip=replace(prompt.clip, name=name), edited=True))
        super().__init__(translate("Undo", "rename prompt"), document, after)


class ChangePromptBars(StateCommand):
    """Choose the bars of the prompt that takes continue."""

    def __init__(self, document: Document, bars: tuple[int, int] | None) -> None:
        state = document.state
        prompt = state.chosen_prompt
        after = state if prompt is None else replace(state.with_prompt(replace(prompt, bars=bars)), current=None)
        super().__init__(translate("Undo", "choose prompt bars"), document, after)

    def id(self) -> int:
        """Successive steps of the same box are one command."""
        return MergeId.CHANGE_PROMPT_BARS

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the newer range."""
        assert isinstance(other, ChangePromptBars)
        self._after = other._after
        return True


class AddTake(StateCommand):
    """Put a finished take into the strip; all takes of one job are one step."""

    def __init__(self, document: Document, take: Take, job_id: int, *, show: bool) -> None:
        state = document.state
        after = replace(
            state,
            takes=(*state.takes, take),
            current=take.number if show else state.current,
            # The seed that was rolled for this job is now the one in the box, so that it can be locked.
            settings=replace(state.settings, seed=take.settings.seed),
        )
        super().__init__(translate("Undo", "generate"), document, after)
        self._job_id = job_id

    def id(self) -> int:
        """Takes of one job melt together."""
        return MergeId.ADD_TAKE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over a later take of the same job."""
        assert isinstance(other, AddTake)
        if other._job_id != self._job_id:
            return False
        self._after = other._after
        return True


class DeleteTake(StateCommand):
    """Put a take aside; its neighbour is shown."""

    def __init__(self, document: Document, number: int) -> None:
        state = document.state
        numbers = [take.number for take in state.takes]
        index = numbers.index(number)
        kept = tuple(take for take in state.takes if take.number != number)
        current = state.current
        if current == number:
            current = kept[min(index, len(kept) - 1)].number if kept else None
        super().__init__(
            translate("Undo", "delete {take}").format(take=take_title(state.takes[index])),
            document,
            replace(state, takes=kept, current=current, deleted=(*state.deleted, state.takes[index])),
        )


class BringBackTakes(StateCommand):
    """Put all deleted takes back into the strip, each in the order in which takes were written."""

    def __init__(self, document: Document) -> None:
        state = document.state
        takes = tuple(sorted((*state.takes, *state.deleted), key=lambda take: take.number))
        super().__init__(
            translate("Undo", "bring back deleted takes"), document, replace(state, takes=takes, deleted=())
        )


class ChangeTake(StateCommand):
    """Change what a card tells of its take: star, name, colour. `text` is the step's name in the Edit menu."""

    def __init__(self, document: Document, changed: Take, text: str) -> None:
        super().__init__(text, document, document.state.with_take(changed))


class ChangeShown(StateCommand):
    """Put another version of the shown clip (the take with what stands in front of it, or the prompt) in its place.

    Successive changes with the same `merge_key` that is not empty are one step.
    """

    def __init__(self, document: Document, clip: Clip, text: str, merge_key: str = "") -> None:
        super().__init__(text, document, document.state.with_shown(clip))
        self._merge_key = (merge_key, document.state.current, document.state.prompt_number) if merge_key else None

    def id(self) -> int:
        """Changes of one gesture melt together."""
        return MergeId.CHANGE_SHOWN

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the newer version."""
        assert isinstance(other, ChangeShown)
        if self._merge_key is None or other._merge_key != self._merge_key:
            return False
        self._after = other._after
        return True


class ChangePlan(StateCommand):
    """Ask for other chords in the bars to write; empty follows the prompt."""

    def __init__(self, document: Document, plan: tuple[ChordSpan, ...], text: str | None = None) -> None:
        after = replace(document.state, plan=plan)
        super().__init__(text or translate("Undo", "change the chords to write"), document, after)


class ChangeSettings(StateCommand):
    """Change one of the settings; successive changes of the same one are one step."""

    def __init__(self, document: Document, settings: GenerationSettings, field_name: str) -> None:
        super().__init__(translate("Undo", "change settings"), document, replace(document.state, settings=settings))
        self._field_name = field_name

    def id(self) -> int:
        """Changes of one setting melt together."""
        return MergeId.CHANGE_SETTING

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the newer value of the same setting."""
        assert isinstance(other, ChangeSettings)
        if other._field_name != self._field_name:
            return False
        self._after = other._after
        self.setObsolete(self._after.settings == self._before.settings)
        return True
