"""What people are told, kept as a template and its values, so that an app can say it in their language. English is the
source: `str` gives it. `packaging/translations.py` finds the templates by this module's names.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from numbers import Integral, Real


class Sentence:
    """A sentence, or a clause that is put into one.

    Attributes:
        template: with the names of values in braces and their formats, "{path} has {size:.1f} MB".
        values: by name: numbers, texts (`str` of whatever was given), sentences, and lists of these, which are told
            with semicolons between.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template, self.values = template, {name: _kept(value) for name, value in values.items()}

    def having(self, **values: object) -> Sentence:
        """This sentence with the values that it waits for."""
        return Sentence(self.template, **values)

    def filled(self, translated: Callable[[str], str]) -> str:
        """The words, `translated` being asked for the translation of every template."""
        return translated(self.template).format_map(
            {name: _filled(value, translated) for name, value in self.values.items()}
        )

    def __str__(self) -> str:
        return self.filled(str)

    def __repr__(self) -> str:
        return f"Sentence({self.template!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash(self.template)

    def plain(self) -> dict[str, object]:
        """As values for JSON; `sentence_from` reads them back."""
        return {"template": self.template, "values": {name: _plain(value) for name, value in self.values.items()}}


def _kept(value: object) -> object:
    if isinstance(value, Sentence | str):
        return value
    if isinstance(value, list):
        return [_kept(one) for one in value]
    if isinstance(value, Real):  # numpy's among them
        return int(value) if isinstance(value, Integral) else float(value)
    return str(value)


def _filled(value: object, translated: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return "; ".join(str(_filled(one, translated)) for one in value)
    return value.filled(translated) if isinstance(value, Sentence) else value


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.plain() if isinstance(value, Sentence) else value


def sentence_from(plain: object) -> Sentence | None:
    """The sentence that `Sentence.plain` wrote; None for anything else, also where its template lacks values."""
    if not isinstance(plain, Mapping):
        return None
    template, values = plain.get("template"), plain.get("values")
    if not isinstance(template, str) or not isinstance(values, Mapping):
        return None
    read = Sentence(template, **{str(name): _read(value) for name, value in values.items()})
    try:
        str(read)
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    return read


def _read(value: object) -> object:
    return [_read(one) for one in value] if isinstance(value, list) else sentence_from(value) or value


_SYSTEM_REASONS = {
    errno.EPERM: Sentence("Operation not permitted"),
    errno.ENOENT: Sentence("No such file or directory"),
    errno.EIO: Sentence("Input/output error"),
    errno.ENOMEM: Sentence("Cannot allocate memory"),
    errno.EACCES: Sentence("Permission denied"),
    errno.EBUSY: Sentence("Device or resource busy"),
    errno.EEXIST: Sentence("File exists"),
    errno.ENODEV: Sentence("No such device"),
    errno.ENOTDIR: Sentence("Not a directory"),
    errno.EISDIR: Sentence("Is a directory"),
    errno.EINVAL: Sentence("Invalid argument"),
    errno.EMFILE: Sentence("Too many open files"),
    errno.EFBIG: Sentence("File too large"),
    errno.ENOSPC: Sentence("No space left on device"),
    errno.EROFS: Sentence("Read-only file system"),
    errno.ENAMETOOLONG: Sentence("File name too long"),
    errno.ENOTEMPTY: Sentence("Directory not empty"),
    errno.ELOOP: Sentence("Too many levels of symbolic links"),
    errno.EDQUOT: Sentence("Disk quota exceeded"),
    errno.ETIMEDOUT: Sentence("Connection timed out"),
    errno.ESTALE: Sentence("Stale file handle"),
}


def system_reason(error: OSError) -> Sentence | str:
    """What the operating system says is wrong, without the file's name."""
    return _SYSTEM_REASONS.get(error.errno or 0) or error.strerror or str(error)
