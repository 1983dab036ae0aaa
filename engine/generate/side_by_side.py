"""Tasks that do not hear of one another, done by this process alone or by a second one as well. What comes of them is
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.generate.second_process import Done, SecondProcess, Share, Task, Told
from engine.generate.window import OnProgress

_WAIT_S = 0.02
"""So often it is looked whether a job was cancelled while the second process has the last task."""

Here = Callable[[Any, OnProgress, Callable[[Any], None]], Any]
"""Does a task in this process: as `Task.done`, without an engine."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A task to come.

    Attributes:
        task: makes it of what came of the task `after`, or of None.
        after: the number of a task that is to be done before, if any.
    """

    task: Callable[[Any], Task]
    after: int | None = None

    @staticmethod
    def alone(task: Task) -> Planned:
        """A task that waits for none."""
        return Planned(lambda _: task)


def do_all(
    planned: Sequence[Planned],
    here: Here,
    second: SecondProcess | None,
    on_progress: OnProgress,
    on_told: Callable[[int, Any], None],
    on_done: Callable[[int, Any], None],
) -> None:
    """Do every task, each as early as its place in the list and the task that it waits for allow.

    `on_told` hears what a task tells before it is done, by its number, `on_done` what comes of it. The second process
    is started where there is more than one task, and helps as soon as it is there.

    Raises:
        Cancelled: from `on_progress`.
    """
    desk = _Desk(planned, here, second if len(planned) > 1 else None, on_progress, on_told, on_done)
    try:
        desk.work()
    finally:
        desk.leave()


class _Desk:
    """Tasks while they are being done."""

    def __init__(
        self, planned: Sequence[Planned], here: Here, second: SecondProcess | None, on_progress: OnProgress,
        on_told: Callable[[int, Any], None], on_done: Callable[[int, Any], None],
    ) -> None:  # fmt: skip
        self._planned, self._here, self._second = planned, here, second
        self._on_progress, self._on_told, self._on_done = on_progress, on_told, on_done
        self._todo = list(range(len(planned)))
        self._shares = [0.0] * len(planned)
        self._results: dict[int, Any] = {}
        self._away: tuple[int, int] | None = None
        """The task that the second process does, and its number there."""
        if second is not None:
            second.start()

    def work(self) -> None:
        """Do everything."""
        while len(self._results) < len(self._planned):
            self._look()
            number = self._next()
            if number is None:
                self._look(_WAIT_S)
                self._report("notes")
            else:
                self._keep(number, self._done_here(number))

    def leave(self) -> None:
        """Take back what is still away."""
        if self._away is not None and self._second is not None:
            self._second.drop()

    def _done_here(self, number: int) -> Any:
        def on_progress(share: float, stage: str) -> None:
            self._look()
            self._share(number, share, stage)

        return self._here(self._task(number), on_progress, lambda what: self._on_told(number, what))

    def _share(self, number: int, share: float, stage: str) -> None:
        # A task that is begun again, as its process was lost, does not go back.
        self._shares[number] = max(share, self._shares[number])
        self._report(stage)

    def _report(self, stage: str) -> None:
        self._on_progress(sum(self._shares) / len(self._shares), stage)

    def _next(self) -> int | None:
        """The first task that can be begun; it is taken off the list."""
        for number in self._todo:
            after = self._planned[number].after
            if after is None or after in self._results:
                self._todo.remove(number)
                return number
        return None

    def _task(self, number: int) -> Task:
        planned = self._planned[number]
        return planned.task(None if planned.after is None else self._results[planned.after])

    def _keep(self, number: int, result: Any) -> None:
        self._shares[number], self._results[number] = 1.0, result
        self._on_done(number, result)

    def _look(self, wait_s: float = 0.0) -> None:
        """Take in what the second process says, and give it more to do."""
        second = self._second
        if second is None:
            return
        while (message := second.hear(wait_s)) is not None:
            wait_s = 0.0
            self._take(message)
        if second.is_free and (number := self._next()) is not None:
            self._away = number, second.give(self._task(number))

    def _take(self, message: object) -> None:
        # What comes late from a job that was cancelled is of no use any more.
        if self._away is None or not isinstance(message, Told | Share | Done) or message.number != self._away[1]:
            return
        number = self._away[0]
        if isinstance(message, Told):
            self._on_told(number, message.what)
        elif isinstance(message, Share):
            self._share(number, message.done, message.stage)
        else:
            self._away = None
            if message.failed:
                self._todo = sorted([*self._todo, number])
            else:
                self._keep(number, message.result)
