"""Icons: the drawings in `resources/icons`, tinted with the colours of the theme in force."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import RESOURCES
from app.theme import Theme

ICON_PX = 18


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size_px: int = ICON_PX) -> QPixmap:
    """The drawing `name` in `colour` ("#rrggbb"), sharp on the densest screen."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
    image = QPixmap(round(size_px * ratio), round(size_px * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    data = QByteArray(_drawing(name).replace("currentColor", colour).encode())
    QSvgRenderer(data).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image


def icon(name: str, theme: Theme, *, on_name: str | None = None, on_colour: str | None = None) -> QIcon:
    """An icon in the theme's text colour; `on_name` and `on_colour` are for a checked button."""
    made = QIcon()
    made.addPixmap(pixmap(name, theme.text), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(pixmap(name, theme.muted), QIcon.Mode.Disabled, QIcon.State.Off)
    on = pixmap(on_name or name, on_colour or theme.on_accent)
    made.addPixmap(on, QIcon.Mode.Normal, QIcon.State.On)
    return made


def app_icon() -> QIcon:
    """The window's own icon."""
    return QIcon(str(RESOURCES / "icons" / "tatumflow.svg"))
