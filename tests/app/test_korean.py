from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.actions import action_table
from app.i18n import TRANSLATIONS, resolve_language
from app.main_window import MainWindow
from tests.tools.packaging_scripts import packaging_tool

KOREAN = TRANSLATIONS / "tatumflow_ko.ts"
HANGUL = re.compile("[가-힣]")
SAME_IN_KOREAN = {
    "Enter", "Tab", "Page Up, Page Down", "Top-p", "Top-k", "ii-V-I", "1/8", "1/16", "1/32",
    "{percent} %", "{ms} ms", "{size} MB", "{size} GB", " BPM", "top-p", "top-k", "{path}: {error}",
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


def test_no_entry_is_unfinished() -> None:
    for (context, source), translation in entries(KOREAN).items():
        assert translation.get("type") is None, (context, source)
        text = translation.text or ""
        assert HANGUL.search(text) or source in SAME_IN_KOREAN, (context, source)
        assert sorted(re.findall(r"{[^}]*}", source)) == sorted(re.findall(r"{[^}]*}", text)), (context, source)
        assert ("&" in source) == ("&" in text), (context, source)


def test_every_text_of_the_sources_is_in_the_file(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    packaging_tool("translations").update(fresh)
    assert set(entries(fresh)) == set(entries(KOREAN))


def test_the_compiled_file_speaks_korean(korean: None) -> None:
    for spec in action_table():
        assert HANGUL.search(spec.text), spec.text
        assert HANGUL.search(spec.tip), spec.tip


def test_the_window_is_korean(korean: None, make_window: Callable[..., MainWindow], engine: Any) -> None:
    window = make_window(lambda: engine)
    assert HANGUL.search(window.mixer.generate_button.text())
    assert all(HANGUL.search(action.text()) for action in window.menuBar().actions())


def test_no_name_tells_the_key_of_its_text(korean: None, make_window: Callable[..., MainWindow], engine: Any) -> None:
    window = make_window(lambda: engine)
    marked = re.compile(r"&|\([A-Z]\)")
    told = [widget.accessibleName() for widget in window.findChildren(QWidget)]
    told += [action.toolTip() for group in (window.theme_group, window.language_group) for action in group.actions()]
    assert [name for name in told if marked.search(name)] == []


def test_languages_are_resolved() -> None:
    assert resolve_language("ko") == "ko"
    assert resolve_language("xx") == "en"
    assert resolve_language("system") in ("en", "ko")
