"""How far a take stands in known music, measured in the engine's thread before the take reaches the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import TatumFlowError
from engine.generate.jobs import ModeJob, TakeReady

if TYPE_CHECKING:
    from engine.generate.originality import OriginalityIndex


class TakeMeter:
    """Measures takes against the index that ships with a checkpoint; without one there is nothing to tell."""

    def __init__(self, engine: object) -> None:
        self._folder = getattr(getattr(engine, "checkpoint", None), "folder", None)
        self._index: OriginalityIndex | None = None
        self._looked = False

    def facts(self, job: ModeJob, event: TakeReady) -> dict[str, object] | None:
        """The longest known stretch of what is new in the take, see `engine.generate.originality.match_facts`."""
        if self._folder is None:
            return None
        from engine.generate.originality import index_of, match_facts

        if not self._looked:
            self._looked = True
            try:
                self._index = index_of(self._folder)
            except TatumFlowError:
                # A damaged index costs a read-out, not the take.
                self._index = None
        if self._index is None:
            return None
        # What was given is not the model's to answer for.
        given = set(job.prompt.notes)
        new = event.clip.with_notes(note for note in event.clip.notes if note not in given)
        return match_facts(self._index.longest_match(new), event.clip)
