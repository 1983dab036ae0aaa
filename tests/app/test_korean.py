from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.actions import action_table
from app.i18n import TRANSLATIONS, install_language, resolve_language
from app.main_window import MainWindow

KOREAN = TRANSLATIONS / "tatumflow_ko.ts"
ROOT = TRANSLATIONS.parent.parent
HANGUL = re.compile("[가-힣]")
SAME_IN_KOREAN = {
    "Enter", "Tab", "Page Up, Page Down", "Top-p", "Top-k", "ii-V-I", "1/8", "1/16", "1/32",
    "{percent} %", "{ms} ms", "{size} MB", "{size} GB", " BPM",
}  # fmt: skip
"""Names of keys, which Korean keyboards write in Latin letters too, units and signs of music."""


def entries(file: Path) -> dict[tuple[str, str], ET.Element]:
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found[context.findtext("name", ""), message.findtext("source", "")] = translation
    return found


@pytest.fixture
def korean(qapp: QApplication) -> Iterator[None]:
    translators = install_language(qapp, "ko")
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def test_no_entry_is_unfinished() -> None:
    for (context, source), translation in entries(KOREAN).items():
        assert translation.get("type") is None, (context, source)
        text = translation.text or ""
        assert HANGUL.search(text) or source in SAME_IN_KOREAN, (context, source)
        assert sorted(re.findall(r"{[^}]*}", source)) == sorted(re.findall(r"{[^}]*}", text)), (context, source)
        assert ("&" in source) == ("&" in text), (context, source)


def test_every_text_of_the_sources_is_in_the_file(tmp_path: Path) -> None:
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    assert tool is not None
    fresh = tmp_path / "fresh.ts"
    sources = [str(file) for file in sorted((ROOT / "app").rglob("*.py"))]
    subprocess.run([tool, *sources, "-no-obsolete", "-ts", str(fresh)], check=True, capture_output=True)
    assert set(entries(fresh)) == set(entries(KOREAN))


def test_the_compiled_file_speaks_korean(korean: None) -> None:
    for spec in action_table():
        assert HANGUL.search(spec.text), spec.text
        assert HANGUL.search(spec.tip), spec.tip


def test_the_window_is_korean(korean: None, make_window: Callable[..., MainWindow], engine: Any) -> None:
    window = make_window(lambda: engine)
    assert HANGUL.search(window.mixer.generate_button.text())
    assert all(HANGUL.search(action.text()) for action in window.menuBar().actions())


def test_languages_are_resolved() -> None:
    assert resolve_language("ko") == "ko"
    assert resolve_language("xx") == "en"
    assert resolve_language("system") in ("en", "ko")
