"""Translation of every text a user sees. The texts themselves stand where they are used; English is the source."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.window_words import WINDOW_WORDS
from engine.errors import TatumFlowError
from engine.sentences import Sentence

TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"
LANGUAGES = {"en": "English", "ko": "한국어"}
"""Language codes the app ships, each with its own name."""

translate = QCoreApplication.translate
"""`translate(context, text)`; lupdate finds the calls by this name."""


def in_words(said: TatumFlowError | Sentence | str) -> str:
    """What the engine or a training says, in the language of the app; a text that is no sentence of theirs as it is."""
    if isinstance(said, str):
        return said
    sentence = said.sentence if isinstance(said, TatumFlowError) else said
    return sentence.filled(_for_window)


def _for_window(template: str) -> str:
    text = translate("Sentences", template)
    return WINDOW_WORDS.get(template, text) if text == template else text


def resolve_language(wanted: str) -> str:
    """The code in `LANGUAGES` for a setting: "system" follows the locale; anything unknown is English."""
    code = QLocale.system().name()[:2] if wanted == "system" else wanted
    return code if code in LANGUAGES else "en"


def install_language(app: QCoreApplication, language: str) -> list[QTranslator]:
    """Install the translators of `language` (a code in `LANGUAGES`) on `app`; English needs none."""
    installed: list[QTranslator] = []
    if language == "en":
        return installed
    for name, folder in (
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"tatumflow_{language}", str(TRANSLATIONS)),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            installed.append(translator)
    return installed


def without_mark(text: str) -> str:
    """A text without the mark of its mnemonic; "(&O)" behind Korean texts goes altogether."""
    mark = text.find("(&")
    if mark >= 0 and text[mark + 3 : mark + 4] == ")":
        text = text[:mark] + text[mark + 4 :]
    return text.replace("&", "").strip()
