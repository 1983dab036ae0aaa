"""Which commands can be given now, and what undo and redo are called. The table of commands itself is in `actions`."""

from __future__ import annotations

from PySide6.QtGui import QAction

from app.actions import MENU_TEXT, ActionId
from app.controller import Controller

_NEED_TAKE = (
    ActionId.EXPORT,
    ActionId.EXPORT_ROLES,
    ActionId.EXPORT_AUDIO,
    ActionId.SHOW_IN_FOLDER,
    ActionId.STAR_TAKE,
    ActionId.RENAME_TAKE,
    ActionId.COPY_TAKE,
    ActionId.DELETE_TAKE,
    ActionId.TAKE_AS_PROMPT,
    ActionId.SHOW_PROMPT,
    ActionId.AUDITION,
)
_NEED_NOTES = (
    ActionId.PLAY,
    ActionId.TO_START,
    ActionId.TRANSPOSE_UP,
    ActionId.TRANSPOSE_DOWN,
    ActionId.OCTAVE_UP,
    ActionId.OCTAVE_DOWN,
)


def update_actions(actions: dict[ActionId, QAction], controller: Controller, *, has_notes: bool) -> None:
    """Enable the actions that make sense; `has_notes` says whether the roll shows any."""
    state, stack = controller.document.state, controller.undo_stack
    take = state.take(state.current)
    enabled = {
        ActionId.UNDO: stack.canUndo(),
        ActionId.REDO: stack.canRedo(),
        ActionId.GENERATE: controller.can_generate,
        ActionId.CANCEL: controller.is_working,
        ActionId.NEXT_TAKE: bool(state.takes),
        ActionId.PREVIOUS_TAKE: bool(state.takes),
        ActionId.COMPARE: bool(state.takes),
        ActionId.BRING_BACK_TAKES: bool(state.deleted),
        ActionId.NEXT_PROMPT: len(state.prompts) > 1,
        ActionId.PREVIOUS_PROMPT: len(state.prompts) > 1,
        ActionId.REREAD_BARS: state.chosen_prompt is not None and state.chosen_prompt.file is not None,
        **dict.fromkeys(_NEED_TAKE, take is not None),
        **dict.fromkeys(_NEED_NOTES, has_notes),
    }
    for action_id, can in enabled.items():
        actions[action_id].setEnabled(can)
    actions[ActionId.STAR_TAKE].setChecked(take is not None and take.starred)
    for action_id, step in ((ActionId.UNDO, stack.undoText()), (ActionId.REDO, stack.redoText())):
        text = actions[action_id].property(MENU_TEXT)
        actions[action_id].setText(f"{text}: {step}" if step else text)
