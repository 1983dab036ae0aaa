"""Colours and spacing of the light and the dark look, as data, and their application to Qt. No widget is made here."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.stylesheet import stylesheet

BASE_FONT_PX = 13
FONT_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Noto Sans CJK KR", "DejaVu Sans")
"""Asked for in this order where the platform (Linux) has no interface font of its own."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. Every colour is "#rrggbb"; text colours keep a contrast of 4.5:1 on the grounds they stand on."""

    name: str
    window: str
    panel: str
    raised: str
    hover: str
    field: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    error: str
    error_ground: str
    info_ground: str
    roll: str
    roll_black_row: str
    roll_outside: str
    grid_bar: str
    grid_beat: str
    grid_row: str
    white_key: str
    black_key: str
    key_text: str
    lead: str
    chords: str
    bass: str
    ghost: str
    ghost_edge: str
    on_note: str
    marked: str


DARK = Theme(
    name="dark",
    window="#16181b",
    panel="#1e2125",
    raised="#2a2e34",
    hover="#343941",
    field="#121416",
    border="#3b4149",
    text="#e8eaed",
    muted="#a4abb5",
    accent="#f0a83c",
    accent_hover="#ffbd5c",
    on_accent="#1d1303",
    error="#ff9b8f",
    error_ground="#3a2224",
    info_ground="#24303a",
    roll="#1b1e22",
    roll_black_row="#171a1d",
    roll_outside="#111315",
    grid_bar="#454c56",
    grid_beat="#2a2f36",
    grid_row="#22262b",
    white_key="#d5d9de",
    black_key="#24272c",
    key_text="#3a4048",
    lead="#f0a83c",
    chords="#6ea4f4",
    bass="#55c6a4",
    ghost="#666f7b",
    ghost_edge="#79828f",
    on_note="#14171a",
    marked="#c58af9",
)

LIGHT = Theme(
    name="light",
    window="#e6e8ec",
    panel="#f5f6f8",
    raised="#ffffff",
    hover="#e9ecf0",
    field="#ffffff",
    border="#bcc3cc",
    text="#1c2026",
    muted="#545c68",
    accent="#9a5200",
    accent_hover="#7f4300",
    on_accent="#ffffff",
    error="#a3190f",
    error_ground="#fbe6e3",
    info_ground="#e2edf8",
    roll="#fcfcfd",
    roll_black_row="#f1f3f5",
    roll_outside="#e2e5e9",
    grid_bar="#a7afba",
    grid_beat="#dde1e6",
    grid_row="#eceef1",
    white_key="#ffffff",
    black_key="#3a4049",
    key_text="#545c68",
    lead="#c4700a",
    chords="#2c66c8",
    bass="#10805c",
    ghost="#8d96a3",
    ghost_edge="#6d7683",
    on_note="#ffffff",
    marked="#7b3fbf",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2, "contrast ratio" and "relative luminance")."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def resolve_theme(wanted: str) -> Theme:
    """The theme for a setting: "light", "dark", or "system" for what the desktop asks for (dark where it is silent)."""
    if wanted in THEMES:
        return THEMES[wanted]
    return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    for which, colour in (
        (role.Window, theme.panel),
        (role.WindowText, theme.text),
        (role.Base, theme.field),
        (role.AlternateBase, theme.raised),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Text, theme.text),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.error),
        (role.Link, theme.accent),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Light, theme.hover),
        (role.Mid, theme.border),
        (role.Dark, theme.window),
        (role.Shadow, theme.window),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(theme.muted))
    return palette


def base_font() -> QFont:
    """The interface font at `BASE_FONT_PX`: the platform's own, on Linux the first that is installed."""
    font = QGuiApplication.font()
    if QGuiApplication.platformName() in ("xcb", "wayland", "offscreen"):
        font.setFamilies(list(FONT_FAMILIES))
    font.setPixelSize(BASE_FONT_PX)
    return font


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give `app` the colours of `theme`; the style is Fusion, which honours palettes alike everywhere."""
    with _no_collection():
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # of every receiver
        # Qt takes four times as long to exchange a sheet for another as to take it away and give the other.
        app.setStyleSheet("")
        app.setPalette(_palette(theme))
        app.setStyleSheet(stylesheet(theme))


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Give `widget` a property that the style sheet asks for, and its look anew."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold back Python's garbage collector.

    Qt restyles a list of all widgets and calls back into Python as it goes; a collection there can delete a closed
    window whose widgets are further down the list, and the process with it.
    """
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
