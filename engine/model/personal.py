"""Personal styles as values and as files: what was learned from somebody's folder, and where such files are kept.

A style is low-rank changes of a base checkpoint's weights and a place in its style space. Applying one to the weights
is `engine.model.adapters`' work; learning one is training's.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.errors import InputError, ResourceError
from engine.files import replacing
from engine.sentences import Sentence, system_reason

FloatArray = npt.NDArray[np.float32]
SUFFIX = ".tatumstyle"
FORMAT = "tatumflow-style-1"
PLACES = "places in the style space"
_EXAMPLES = "examples: "
FOLDER_VARIABLE = "TATUMFLOW_STYLES"
"""Environment variable that names another folder for personal styles than the user's own."""
_FORBIDDEN = set(',:;|/\\<>"?*')
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class PersonalStyle:
    """One learned style.

    Attributes:
        name: what it is called on the slider.
        base: hash of the checkpoint it belongs to; on another one its numbers mean nothing.
        mean, scale: [S] mean and deviation of the style latents of the music it was learned from.
        matrices: weight name to (down [rank, in], up [out, rank]); the learned change is up @ down. Empty for a style
            that was only read off files.
        details: what it was learned from and the figures measured, as plain JSON values.
        examples: of K typical windows of that music, under `PLACES` their places in the style space [K, S], and under
            the name of a kind how often each of their notes' values came in them [K, values]. Empty in styles of
            earlier versions; what becomes of them stands in `engine.model.style_examples`.
    """

    name: str
    base: str
    mean: FloatArray
    scale: FloatArray
    matrices: dict[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    examples: dict[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """An installed style without its matrices: for lists."""

    name: str
    base: str
    file: Path
    size_bytes: int
    learned: bool
    details: dict[str, Any]


def styles_folder() -> Path:
    """Where this user's personal styles are kept; it is made when the first one is installed."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    import appdirs  # not on the start path of `--help`

    return Path(appdirs.user_data_dir("TatumFlow", False)) / "styles"


def check_name(name: str, taken: tuple[str, ...] = ()) -> str:
    """`name` without outer blanks, if a style can be called so.

    Raises:
        InputError: if it is empty, too long, among `taken` (a palette), or has signs that options or files give a
            meaning.
    """
    plain = name.strip()
    if not plain or len(plain) > _LONGEST_NAME:
        raise InputError(
            "The name of a style has 1 to {most} signs; choose another one than '{name}'.",
            most=_LONGEST_NAME,
            name=plain[:60],
        )
    if plain.startswith(".") or not plain.isprintable() or _FORBIDDEN & set(plain):
        raise InputError(
            "'{name}' cannot name a style; leave out dots in front and the signs , : ; | / \\ < > \" ? *.", name=plain
        )
    if plain.casefold() in {other.casefold() for other in taken}:
        raise InputError("The palette has a style '{name}' already; choose another name for yours.", name=plain)
    return plain


def save_style(style: PersonalStyle, path: Path) -> Path:
    """Write a style as one file, whole or not at all; matrices in half precision.

    Raises:
        ResourceError: if the disk is full or the folder cannot be written.
    """
    from safetensors.numpy import save

    tensors: dict[str, npt.NDArray[Any]] = {
        "mean": style.mean.astype(np.float32),
        "scale": style.scale.astype(np.float32),
    }
    for name, (down, up) in style.matrices.items():
        tensors[f"{name}.down"] = np.ascontiguousarray(down, np.float16)
        tensors[f"{name}.up"] = np.ascontiguousarray(up, np.float16)
    for kind, values in style.examples.items():
        tensors[f"{_EXAMPLES}{kind}"] = np.ascontiguousarray(values, np.float16)
    header = {"name": style.name, "base": style.base, "details": style.details}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_bytes(save(tensors, {"format": FORMAT, "style": json.dumps(header, ensure_ascii=False)}))
    except OSError as error:
        raise ResourceError(
            "The style {path} could not be written ({reason}); free some space or check the folder.",
            path=path,
            reason=system_reason(error),
        ) from error
    return path


def load_style(path: Path) -> PersonalStyle:
    """Read a style file.

    Raises:
        InputError: if it is not there, damaged, or no style.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    header, data = _header(path)
    try:
        tensors = {name: value.astype(np.float32) for name, value in load(data).items()}
        matrices = {
            name.removesuffix(".down"): (value, tensors[f"{name.removesuffix('.down')}.up"])
            for name, value in tensors.items()
            if name.endswith(".down")
        }
        return PersonalStyle(
            str(header["name"]), str(header["base"]), tensors["mean"], tensors["scale"], matrices,
            dict(header["details"]),
            {name.removeprefix(_EXAMPLES): value for name, value in tensors.items() if name.startswith(_EXAMPLES)},
        )  # fmt: skip
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise InputError("The style {path} is damaged; copy it again.", path=path) from error


def read_entry(path: Path) -> StyleEntry:
    """What a list shows of a style file. Raises InputError as `load_style`."""
    header, data = _header(path)
    try:
        details = dict(header["details"])
        learned = int(details.get("parameters", 0)) > 0
        return StyleEntry(str(header["name"]), str(header["base"]), path, len(data), learned, details)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("The style {path} is damaged; copy it again.", path=path) from error


def _header(path: Path) -> tuple[dict[str, Any], bytes]:
    """The style's JSON and the whole file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "The style {path} cannot be read ({reason}); choose another file.", path=path, reason=system_reason(error)
        ) from error
    try:
        length = int.from_bytes(data[:8], "little")
        metadata = json.loads(data[8 : 8 + length])["__metadata__"]
        kind = metadata["format"]
        header: dict[str, Any] = json.loads(metadata["style"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "{path} is not a style of TatumFlow or is damaged; choose a {suffix} file.", path=path, suffix=SUFFIX
        ) from error
    if kind != FORMAT:
        raise InputError(
            "The style {path} is from another version of TatumFlow; update TatumFlow to use it.", path=path
        )
    return header, data


class StyleLibrary:
    """The styles installed in a folder. Damaged files are passed over: one bad file must not cost the others."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or styles_folder()

    def entries(self) -> list[StyleEntry]:
        """All readable styles, by name."""
        return self.scan()[0]

    def scan(self) -> tuple[list[StyleEntry], dict[Path, InputError]]:
        """All readable styles, by name, and why each of the other files cannot be read."""
        found, damaged = [], {}
        if self.folder.is_dir():
            for path in sorted(self.folder.glob(f"*{SUFFIX}")):
                try:
                    found.append(read_entry(path))
                except InputError as error:
                    damaged[path] = error
        return sorted(found, key=lambda entry: entry.name.casefold()), damaged

    def find(self, name: str) -> StyleEntry | None:
        """The installed style of that name, whatever its base."""
        wanted = name.strip().casefold()
        return next((entry for entry in self.entries() if entry.name.casefold() == wanted), None)

    def install(self, style: PersonalStyle) -> Path:
        """Put a style into the folder in place of one of the same name; returns its file.

        Raises:
            InputError: for a name that cannot be used.
            ResourceError: if the disk refuses.
        """
        name = check_name(style.name)
        before = self.find(name)
        path = save_style(style, self.folder / f"{name}{SUFFIX}")
        if before is not None and before.file != path and not before.file.samefile(path):
            before.file.unlink(missing_ok=True)
        return path

    def remove(self, name: str) -> tuple[str, Path]:
        """Take a style away; returns its name and its file. One that cannot be read goes by the name of its file.

        Raises:
            InputError: if there is none of that name.
            ResourceError: if its file cannot be removed.
        """
        entries, damaged = self.scan()
        named = [(path.stem, path) for path in damaged] + [(entry.name, entry.file) for entry in entries]
        found = {known.casefold(): (known, file) for known, file in named}.get(name.strip().casefold())
        if found is None:
            have = ", ".join(item.name for item in entries) or Sentence("none")
            raise InputError(
                "There is no personal style '{name}' in {folder}; installed: {have}.",
                name=name,
                folder=self.folder,
                have=have,
            )
        _, file = found
        try:
            file.unlink()
        except OSError as error:
            raise ResourceError(
                "{file} could not be removed ({reason}); check its folder.",
                file=file,
                reason=system_reason(error),
            ) from error
        return found
