"""The palette: one slider for every style, the user's own first, with a box to find one by its name."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.elided_label import ElidedLabel
from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.icons import icon
from app.inspector.controls import LABEL_PX, WheelGuard, make_slider, make_tool, silent, value_label
from app.theme import Theme

LIST_PX = 214
NAME_PX = LABEL_PX + 28


class StyleRow(QWidget):
    """A style's name, slider and weight; one that was read off a file can be removed."""

    moved = Signal(str, int)
    removed = Signal(str)

    def __init__(self, name: str, theme: Theme, *, kind: str = "", parent: QWidget | None = None) -> None:
        """`kind` is "file" for a style read off a file, "own" for one that the user trained."""
        super().__init__(parent)
        self.name, self.kind = name, kind
        self.label = ElidedLabel(self)
        self.label.setText(translate("StyleMixer", "{style} (mine)").format(style=name) if kind == "own" else name)
        tips = {
            "file": translate("StyleMixer", "{style}: read off a file"),
            "own": translate("StyleMixer", "{style}: your own style"),
        }
        self.label.setToolTip(tips.get(kind, "{style}").format(style=name))
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.label.setFixedWidth(NAME_PX if kind != "file" else NAME_PX - 30)
        self.slider = make_slider(
            self,
            translate("StyleMixer", "Weight of {style}").format(style=name),
            translate("StyleMixer", "How much of {style} goes into the mix, 0 to 100").format(style=name),
        )
        self.value = value_label(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.label)
        if kind == "file":
            self.remove = make_tool(
                self,
                translate("StyleMixer", "Remove {style}").format(style=name),
                translate("StyleMixer", "Take this file's style out of the mix"),
                flat=True,
            )
            self.remove.clicked.connect(lambda: self.removed.emit(self.name))
            row.addWidget(self.remove)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.slider.valueChanged.connect(self._on_moved)
        self.set_theme(theme)
        self.show_weight(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        if self.kind == "file":
            self.remove.setIcon(icon("close", theme))

    def show_weight(self, weight: int) -> None:
        """Show a weight 0..100."""
        with silent(self.slider):
            self.slider.setValue(weight)
        self.value.setText(str(weight) if weight else "–")
        font = self.label.font()
        if font.bold() != bool(weight):
            font.setBold(bool(weight))
            self.label.setFont(font)

    def _on_moved(self, weight: int) -> None:
        self.show_weight(weight)
        self.moved.emit(self.name, weight)


class Palette(QWidget):
    """All styles as sliders. The order stays while sliders move; styles in the mix come first when it is opened."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""

    def __init__(self, theme: Theme, guard: WheelGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._guard = theme, guard
        self._settings = GenerationSettings()
        self._order: tuple[tuple[str, str], ...] = ()
        self.rows: dict[str, StyleRow] = {}
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("StyleMixer", "Find a style…"))
        self.search.setAccessibleName(translate("StyleMixer", "Find a style"))
        self.search.setToolTip(translate("StyleMixer", "Show only styles whose name has these letters"))
        self._list = QWidget(self)
        self._list.setObjectName("clear")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 2, 4, 2)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidget(self._list)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFixedHeight(LIST_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.area)
        self.search.textChanged.connect(self._on_find)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)

    def show_settings(self, settings: GenerationSettings, styles: tuple[str, ...], own: frozenset[str]) -> None:
        """Show every weight; `own` are the names among `styles` that the user trained."""
        self._settings = settings
        weights = dict(settings.style_weights) | {style.name: style.weight for style in settings.read_styles}
        files = [(style.name, "file") for style in settings.read_styles]
        # A style that the palette lacks stays listed so that it is not lost.
        lost = [(name, "") for name in weights if name not in styles and (name, "file") not in files]
        known = [(name, "own" if name in own else "") for name in styles]
        order = (*files, *lost, *(item for item in known if item[1]), *(item for item in known if not item[1]))
        if order != self._order:
            self._order = order
            self._fill()
        for name, row in self.rows.items():
            row.show_weight(weights.get(name, 0))

    def _fill(self) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows.clear()
        for number, (name, kind) in enumerate(self._order):
            row = self.rows[name] = StyleRow(name, self._theme, kind=kind, parent=self._list)
            row.moved.connect(self._on_moved)
            row.removed.connect(self._on_removed)
            self._column.insertWidget(number, row)
        self._guard.guard(self._list)
        self._on_find(self.search.text())

    def _on_find(self, text: str) -> None:
        for name, row in self.rows.items():
            row.setVisible(text.casefold() in name.casefold())

    def _on_moved(self, name: str, weight: int) -> None:
        if self.rows[name].kind == "file":
            changed = tuple(
                replace(style, weight=weight) if style.name == name else style for style in self._settings.read_styles
            )
            self.changed.emit(f"style {name}", {"read_styles": changed})
            return
        weights = {known: share for known, share in self._settings.style_weights if share or known == name}
        weights[name] = weight
        kept = tuple(item for item in weights.items() if item[1])
        self.changed.emit(f"style {name}", {"style_weights": kept})

    def _on_removed(self, name: str) -> None:
        kept = tuple(style for style in self._settings.read_styles if style.name != name)
        self.changed.emit(f"remove {name}", {"read_styles": kept})
