"""Undo commands. Each holds the values before and after its change and puts one of them into the document; none
holds a view.
"""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from PySide6.QtGui import QUndoCommand

from app.document import Document, DocumentState, GenerationSettings, Take
from app.i18n import translate
from app.transposition import transposed
from engine.music.clip import Clip


class MergeId(IntEnum):
    """Commands that may melt into their predecessor of the same kind."""

    ADD_TAKE = 1
    CHANGE_SETTING = 2
    CHANGE_PROMPT_BARS = 3


class _StateCommand(QUndoCommand):
    """Swaps two states; looking at another take in between is not undone."""

    def __init__(self, text: str, document: Document, after: DocumentState) -> None:
        super().__init__(text)
        self._document = document
        self._before = document.state
        self._after = after

    def redo(self) -> None:
        self._document.set_state(self._after)

    def undo(self) -> None:
        self._document.set_state(self._before)


class OpenPrompt(_StateCommand):
    """Put another prompt in place; the takes stay."""

    def __init__(self, document: Document, prompt: Clip, text: str | None = None) -> None:
        after = replace(document.state, prompt=prompt, prompt_bars=None, current=None)
        super().__init__(text or translate("Undo", "open {name}").format(name=prompt.name), document, after)


class ChangePromptBars(_StateCommand):
    """Choose the bars of the prompt that takes continue."""

    def __init__(self, document: Document, bars: tuple[int, int] | None) -> None:
        after = replace(document.state, prompt_bars=bars, current=None)
        super().__init__(translate("Undo", "choose prompt bars"), document, after)

    def id(self) -> int:
        """Successive steps of the same box are one command."""
        return MergeId.CHANGE_PROMPT_BARS

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the newer range."""
        assert isinstance(other, ChangePromptBars)
        self._after = other._after
        return True


class AddTake(_StateCommand):
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


class DeleteTake(_StateCommand):
    """Remove a take; its neighbour is shown."""

    def __init__(self, document: Document, number: int) -> None:
        state = document.state
        numbers = [take.number for take in state.takes]
        kept = tuple(take for take in state.takes if take.number != number)
        current = state.current
        if current == number:
            index = numbers.index(number)
            current = kept[min(index, len(kept) - 1)].number if kept else None
        super().__init__(
            translate("Undo", "delete Take {number}").format(number=number),
            document,
            replace(state, takes=kept, current=current),
        )


class StarTake(_StateCommand):
    """Mark a take as a favourite, or not."""

    def __init__(self, document: Document, take: Take, starred: bool) -> None:
        super().__init__(
            translate("Undo", "star Take {number}").format(number=take.number),
            document,
            document.state.with_take(replace(take, starred=starred)),
        )


class ChangeSettings(_StateCommand):
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


class Transpose(_StateCommand):
    """Move what is shown (the take with its prompt, or the prompt) by semitones."""

    def __init__(self, document: Document, semitones: int) -> None:
        state = document.state
        take = state.take(state.current)
        if take is None:
            after = replace(state, prompt=transposed(state.prompt, semitones))
        else:
            after = state.with_take(
                replace(take, clip=transposed(take.clip, semitones), prompt=transposed(take.prompt, semitones))
            )
        super().__init__(translate("Undo", "transpose"), document, after)
