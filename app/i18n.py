"""Translation of every text a user sees. The texts themselves stand where they are used; English is the source."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"
LANGUAGES = {"en": "English", "ko": "한국어"}
"""Language codes the app ships, each with its own name."""

translate = QCoreApplication.translate
"""`translate(context, text)`; lupdate finds the calls by this name."""


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
