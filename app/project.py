"""The document as a project file and back. The format of the file and its clips are `engine.music.project_io`'s; asking
the user and remembering files is `app.project_desk`'s work.
"""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

from app.document import COLOURS, DocumentState, Prompt, PromptFile, Take
from app.generation_settings import GenerationSettings
from engine.errors import InputError
from engine.generate.jobs import MODES
from engine.music.clip import Clip
from engine.music.clip_json import chord_from_line, chord_line
from engine.music.project_io import ClipTexts, project_text, read_project


class _Pool:
    """Clips by their place in the file; each is written once however many takes share it."""

    def __init__(self) -> None:
        self.clips: list[Clip] = []
        self._places: dict[int, int] = {}

    def place(self, clip: Clip) -> int:
        found = self._places.get(id(clip))
        if found is None:
            found = self._places[id(clip)] = len(self.clips)
            self.clips.append(clip)
        return found


def state_text(state: DocumentState, cache: ClipTexts | None = None, **extra: Any) -> str:
    """The text of a project file that holds `state`; `extra` are further plain values of its head."""
    pool = _Pool()
    content = {
        **extra,
        "settings": plain_value(state.settings),
        "plan": [chord_line(span) for span in state.plan],
        "prompt": state.prompt_number,
        "shown": state.current,
        "prompts": [_plain_prompt(prompt, pool) for prompt in state.prompts],
        "takes": [_plain_take(take, pool) for take in state.takes],
        "deleted": [_plain_take(take, pool) for take in state.deleted],
    }
    return project_text(content, pool.clips, cache)


def open_state(path: Path) -> tuple[DocumentState, dict[str, Any]]:
    """The state in the project file at `path`, and all plain values of its head.

    Raises:
        InputError: if the file is missing, no project, damaged or from a newer version.
    """
    plain, clips = read_project(path)
    try:
        prompts = tuple(_prompt(item, clips) for item in plain["prompts"])
        takes = tuple(_take(item, clips) for item in plain["takes"])
        deleted = tuple(_take(item, clips) for item in plain.get("deleted", ()))
        state = DocumentState(
            prompts,
            _known(plain.get("prompt"), [prompt.number for prompt in prompts]),
            takes,
            _known(plain.get("shown"), [take.number for take in takes]),
            typed_value(GenerationSettings, plain["settings"]),
            tuple(chord_from_line(line) for line in plain.get("plan", ())),
            deleted,
        )
        _check(state)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, InputError) as error:
        raise InputError("{name} is damaged; open another copy of it.", name=path.name) from error
    return state, plain


def _plain_prompt(prompt: Prompt, pool: _Pool) -> dict[str, Any]:
    plain = {
        "number": prompt.number,
        "name": prompt.clip.name,
        "clip": pool.place(prompt.clip),
        "bars": prompt.bars and list(prompt.bars),
        "source_take": prompt.source_take,
        "edited": prompt.edited,
        "file": prompt.file and {"path": str(prompt.file.path), "played": prompt.file.played},
    }
    return _without_defaults(plain, Prompt)


def _prompt(plain: dict[str, Any], clips: tuple[Clip, ...]) -> Prompt:
    bars = plain.get("bars")
    return Prompt(
        _number(plain["number"]),
        clips[plain["clip"]],
        None if bars is None else (int(bars[0]), int(bars[1])),
        plain.get("source_take"),
        plain.get("edited") is True,
        _prompt_file(plain.get("file")),
    )


def _prompt_file(plain: Any) -> PromptFile | None:
    if plain is None:
        return None
    if not isinstance(plain["path"], str):
        raise ValueError("the path of a prompt's file is no text")
    return PromptFile(Path(plain["path"]), plain.get("played") is True)


def _plain_take(take: Take, pool: _Pool) -> dict[str, Any]:
    plain = {
        "number": take.number,
        "name": take.name,
        "starred": take.starred,
        "colour": take.colour,
        "clip": pool.place(take.clip),
        "prompt": pool.place(take.prompt),
        "given": None if take.given is None else pool.place(take.given),
        "seed": take.seed,
        "variation": take.variation,
        "checkpoint": take.checkpoint,
        "parent": take.parent,
        "prompt_number": take.prompt_number,
        "edited": take.edited,
        "written_bars": take.written_bars,
        "originality": take.originality,
        "plan": [chord_line(span) for span in take.plan] or (),
        "settings": plain_value(take.settings),
    }
    return _without_defaults(plain, Take)


def _take(plain: dict[str, Any], clips: tuple[Clip, ...]) -> Take:
    given, originality = plain.get("given"), plain.get("originality")
    if originality is not None and not isinstance(originality, dict):
        raise ValueError("originality is no table")
    return Take(
        number=_number(plain["number"]),
        clip=clips[plain["clip"]],
        prompt=clips[plain["prompt"]],
        seed=int(plain["seed"]),
        settings=typed_value(GenerationSettings, plain["settings"]),
        starred=plain.get("starred") is True,
        given=None if given is None else clips[given],
        variation=int(plain.get("variation", 0)),
        plan=tuple(chord_from_line(line) for line in plain.get("plan", ())),
        checkpoint=str(plain.get("checkpoint", "")),
        parent=plain.get("parent"),
        prompt_number=plain.get("prompt_number"),
        name=str(plain.get("name", "")),
        colour=plain["colour"] if plain.get("colour") in COLOURS else "",
        edited=plain.get("edited") is True,
        originality=originality,
        written_bars=plain.get("written_bars") if isinstance(plain.get("written_bars"), int) else None,
    )


def _without_defaults(plain: dict[str, Any], kind: type[Prompt | Take]) -> dict[str, Any]:
    defaults = {item.name: item.default for item in fields(kind) if item.default is not MISSING}
    return {name: value for name, value in plain.items() if name not in defaults or value != defaults[name]}


def _number(value: Any) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"not a number of a take or prompt: {value!r}")
    return value


def _known(number: Any, numbers: list[int]) -> int | None:
    return number if number in numbers else None


def _check(state: DocumentState) -> None:
    """Raise ValueError where numbers are given twice or a prompt's bars lie outside it."""
    for numbers in ([p.number for p in state.prompts], [t.number for t in (*state.takes, *state.deleted)]):
        if len(set(numbers)) != len(numbers):
            raise ValueError("a number is given twice")
    for prompt in state.prompts:
        if prompt.bars is not None and not 0 <= prompt.bars[0] <= prompt.bars[1] < max(1, prompt.clip.bars):
            raise ValueError(f"prompt {prompt.number} has no bars {prompt.bars}")
    if state.settings.mode not in MODES:
        raise ValueError(f"there is no mode {state.settings.mode!r}")


def plain_value(value: Any) -> Any:
    """A frozen dataclass of numbers, texts, tuples and dataclasses as plain values; defaults are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        defaults = {item.name: item.default for item in fields(value)}
        found = {item.name: getattr(value, item.name) for item in fields(value)}
        return {name: plain_value(one) for name, one in found.items() if one != defaults[name]}
    if isinstance(value, tuple):
        return [plain_value(one) for one in value]
    return value


def typed_value(kind: Any, plain: Any) -> Any:
    """The value of type `kind` that `plain_value` wrote. Fields that `kind` does not have are left out.

    Raises:
        ValueError, TypeError or KeyError: for plain values of another shape.
    """
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        known = {item.name for item in fields(kind)}
        found = {name: typed_value(hints[name], one) for name, one in plain.items() if name in known}
        return kind(**found)  # type: ignore[operator]  # a dataclass is called to make one
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return None if plain is None else typed_value(arguments[0], plain)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(typed_value(arguments[0], one) for one in plain)
        return tuple(typed_value(one_kind, one) for one_kind, one in zip(arguments, plain, strict=True))
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if type(plain) is not kind:
        raise ValueError(f"{plain!r} is no {kind.__name__}")
    return plain
