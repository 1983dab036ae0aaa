"""The user's own keys for commands in place of those of the tables: given to the actions, and kept in the settings."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence

from app import settings as declared
from app.actions import set_keys
from app.settings import Settings


class Shortcuts:
    """All commands that keys can be given to, by the names of their actions."""

    def __init__(self, settings: Settings, actions: Iterable[QAction]) -> None:
        self._settings = settings
        self._actions = {action.objectName(): action for action in actions}
        self._defaults = {name: keys_of(action) for name, action in self._actions.items()}
        for name, key in settings.get(declared.SHORTCUTS).items():
            if name in self._actions and self.owner(key) in (None, name):
                self._apply(name, (key,) if key else ())

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def keys(self, name: str) -> tuple[str, ...]:
        """The portable key sequences of a command."""
        return keys_of(self._actions[name])

    def is_own(self, name: str) -> bool:
        """Whether a command has other keys than those of the table."""
        return self.keys(name) != self._defaults[name]

    def owner(self, key: str) -> str | None:
        """Name of the command that has this key sequence."""
        return next((name for name in self._actions if key and key in self.keys(name)), None)

    def give(self, name: str, key: str) -> str | None:
        """Give a command one key sequence, or none. Where another command has it, nothing changes, and its name is
        returned.
        """
        owner = self.owner(key)
        if owner not in (None, name):
            return owner
        self._apply(name, (key,) if key else ())
        self._keep(name, key)
        return None

    def reset(self, name: str) -> str | None:
        """Give a command the keys of the table, like `give`."""
        owner = next((owner for key in self._defaults[name] if (owner := self.owner(key)) not in (None, name)), None)
        if owner is None:
            self._apply(name, self._defaults[name])
            self._keep(name, None)
        return owner

    def _apply(self, name: str, keys: tuple[str, ...]) -> None:
        set_keys(self._actions[name], keys)

    def _keep(self, name: str, key: str | None) -> None:
        kept = {other: its for other, its in self._settings.get(declared.SHORTCUTS).items() if other != name}
        self._settings.set(declared.SHORTCUTS, kept if key is None else kept | {name: key})


def keys_of(action: QAction) -> tuple[str, ...]:
    """The portable key sequences of an action."""
    return tuple(sequence.toString(QKeySequence.SequenceFormat.PortableText) for sequence in action.shortcuts())
