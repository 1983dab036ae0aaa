"""Brings resources/translations up to the sources, and compiles them: `.venv/bin/python packaging/translations.py`.

Texts of the window are found by Qt's lupdate. The sentences of engine and training, which know no Qt, are found here
by their templates and kept under the context `Sentences`; `mistakes` lists what no translator could work with.
"""

from __future__ import annotations

import ast
import json
import re
import string
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "Sentences"
ROOMS = ("app", "engine", "training", "main.py")
ONLY_COMMAND_LINE = (
    "main.py", "engine/commands/", "engine/api", "training/baseline/", "training/classifier", "training/corruption",
    "training/evaluate", "training/export", "training/one_file",
)  # fmt: skip
"""Beginnings of paths whose sentences no window shows; they are not translated."""
MACHINERY = ("engine/errors.py", "engine/sentences.py")
"""Where templates are handed on as variables."""


@dataclass(frozen=True, slots=True)
class Told:
    """One place where a sentence is made. `template` is None where it is no plain literal; `values` are keywords."""

    path: str
    line: int
    maker: str
    template: str | None
    values: frozenset[str]

    @property
    def for_window(self) -> bool:
        """Whether a window may show it."""
        return self.template is not None and not self.path.startswith(ONLY_COMMAND_LINE)

    @property
    def mistake(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if self.template is None:
            return "" if self.path in MACHINERY else "the template is no plain literal; give values as keywords"
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(self.template) if name is not None]
        except ValueError as error:
            return f"the template cannot be filled: {error}"
        if not all(name.isidentifier() for name in names):
            return "braces hold a value's name and its format, nothing else"
        # A bare sentence may get its values later.
        waits = self.maker == "Sentence" and not self.values
        missing = set() if waits else set(names) - self.values
        return f"no value for {', '.join(sorted(missing))}" if missing else ""


def sentences(root: Path = ROOT) -> list[Told]:
    """Every place below `root` where a `Sentence` or an error for people is made."""
    files = [file for room in ROOMS for file in _sources(root / room)]
    trees = {file.relative_to(root).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}
    makers = {"Sentence", *_family(trees.values())}
    return [told for path, tree in trees.items() for told in _told(path, tree, makers)]


def templates() -> list[str]:
    """Those of the sentences that a window may show, sorted."""
    return sorted({told.template for told in sentences() if told.for_window and told.template is not None})


def mistakes(root: Path = ROOT) -> list[str]:
    """One line for each sentence that cannot be translated."""
    return [f"{told.path}:{told.line}: {told.mistake}" for told in sentences(root) if told.mistake]


def _sources(room: Path) -> list[Path]:
    return [room] if room.is_file() else sorted(room.rglob("*.py"))


def _family(trees: Iterable[ast.Module]) -> set[str]:
    """Names of the classes of errors that people are shown."""
    bases = {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    family = {"TatumFlowError"}
    while more := {name for name, above in bases.items() if above & family} - family:
        family |= more
    return family


def _told(path: str, tree: ast.Module, makers: set[str]) -> Iterator[Told]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        maker = ast.unparse(node.func).rpartition(".")[2]
        if maker in makers:
            first = node.args[0] if len(node.args) == 1 else None
            literal = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            yield Told(path, node.lineno, maker, literal, frozenset(item.arg for item in node.keywords if item.arg))


def update(file: Path) -> None:
    """Bring a file of translations up to the sources; what is new in it has no translation yet."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "sentences.py"
        calls = (f"translate({json.dumps(CONTEXT)}, {json.dumps(text, ensure_ascii=False)})" for text in templates())
        listed.write_text("\n".join(calls) + "\n", encoding="utf-8")
        _tool("lupdate", *map(str, [*_sources(ROOT / "app"), listed]), "-no-obsolete", "-ts", str(file))
    # The list is gone: its lines lead nowhere.
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r" *<location filename=\"[^\"]*/sentences\.py\"[^>]*/>\n", "", text), encoding="utf-8")


def unfinished(file: Path) -> list[str]:
    """The texts that have no translation."""
    messages = ET.parse(file).getroot().iter("message")
    return [
        message.findtext("source", "")
        for message in messages
        if (translation := message.find("translation")) is None or translation.get("type") == "unfinished"
    ]


def _tool(name: str, *arguments: str) -> None:
    tool = Path(sys.executable).with_name(f"pyside6-{name}")
    subprocess.run([tool, *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Update and compile every language; the exit status is 1 where something is left to do."""
    wrong = mistakes()
    for line in wrong:
        print(line, file=sys.stderr)
    left = 0
    for file in sorted(FOLDER.glob("*.ts")):
        update(file)
        for text in unfinished(file):
            print(f"{file.name}: not translated: {text}", file=sys.stderr)
            left += 1
        _tool("lrelease", str(file), "-qm", str(file.with_suffix(".qm")))
    return 1 if wrong or left else 0


if __name__ == "__main__":
    sys.exit(main())
