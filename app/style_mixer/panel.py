"""The inspector: two styles with weights, creativity, bars, seed and variations, and the Generate button with its
progress.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.document import MAX_SEED, GenerationSettings
from app.i18n import translate
from app.icons import icon
from app.theme import Theme

PANEL_WIDTH_PX = 312


class _WheelGuard(QObject):
    """Keeps the wheel from changing a control that has not the focus, which happens to who only wants to scroll."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow nothing but the wheel over unfocused controls; their parent then scrolls."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class _StyleRow:
    """A style's name and weight: the widgets, laid out by the panel."""

    def __init__(self, panel: QWidget, letter: str) -> None:
        name = translate("StyleMixer", "Style {letter}").format(letter=letter)
        self.combo = QComboBox(panel)
        self.combo.setAccessibleName(name)
        self.combo.setToolTip(translate("StyleMixer", "A style of the palette; without one the prompt decides"))
        self.combo.setMinimumWidth(60)
        self.combo.setMaxVisibleItems(18)
        self.slider = make_slider(
            panel,
            translate("StyleMixer", "Weight of style {letter}").format(letter=letter),
            translate("StyleMixer", "How much of this style goes into the mix, 0 to 100"),
        )
        self.value = value_label(panel)

    def show(self, style: str, weight: int, styles: tuple[str, ...]) -> None:
        """Show a style and its weight; a style that the palette lacks stays listed so that it is not lost."""
        wanted = ["", *styles] + ([style] if style and style not in styles else [])
        if [self.combo.itemData(i) for i in range(self.combo.count())] != wanted:
            self.combo.clear()
            for known in wanted:
                self.combo.addItem(known or translate("StyleMixer", "From the prompt"), known)
        self.combo.setCurrentIndex(wanted.index(style))
        self.slider.setValue(weight)
        self.slider.setEnabled(bool(style))
        self.value.setText(str(weight) if style else "–")


def make_slider(parent: QWidget, name: str, tip: str) -> QSlider:
    """A slider 0..100."""
    slider = QSlider(Qt.Orientation.Horizontal, parent)
    slider.setRange(0, 100)
    slider.setPageStep(10)
    slider.setAccessibleName(name)
    slider.setToolTip(tip)
    slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return slider


def value_label(parent: QWidget) -> QLabel:
    """A right-aligned number beside a slider."""
    label = QLabel(parent)
    label.setObjectName("value")
    label.setFixedWidth(30)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def section_label(text: str, parent: QWidget, buddy: QWidget | None = None) -> QLabel:
    """A small heading; with a buddy its mnemonic leads there."""
    label = QLabel(text, parent)
    label.setObjectName("section")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


class StyleMixer(QFrame):
    """Shows the settings and says which one the user changes; it keeps none itself."""

    setting_changed = Signal(str, object)
    """Name of a field of GenerationSettings and its new value."""
    prompt_bars_changed = Signal(int, int)
    """First and last bar of the prompt, from 0, both included."""

    def __init__(
        self, theme: Theme, generate: QAction, cancel: QAction, roll_seed: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._styles: tuple[str, ...] = ()
        self._settings = GenerationSettings()
        self._actions = (generate, cancel, roll_seed)
        self._syncing = False
        self.setObjectName("panel")
        self.setFixedWidth(PANEL_WIDTH_PX)
        self._wheel_guard = _WheelGuard(self)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_settings(self._settings)
        self.show_prompt_bars(0, None)
        self.show_idle()

    def _make_widgets(self) -> None:
        self.style_a = _StyleRow(self, "A")
        self.style_b = _StyleRow(self, "B")
        self.creativity = make_slider(
            self,
            translate("StyleMixer", "Creativity"),
            translate("StyleMixer", "0 stays close to the prompt's own material, 100 roams freely"),
        )
        self.creativity_value = value_label(self)
        self.bars = self._spin(
            1, 64, translate("StyleMixer", "Bars to write"), translate("StyleMixer", "Length of a take in bars")
        )
        self.variations = self._spin(
            1,
            8,
            translate("StyleMixer", "Takes to write"),
            translate("StyleMixer", "How many takes one Generate writes"),
        )
        self.seed = self._spin(
            0,
            MAX_SEED,
            translate("StyleMixer", "Seed"),
            translate("StyleMixer", "The same prompt, settings and seed give the same notes; typing one locks it"),
        )
        self.dice = self._tool(
            translate("StyleMixer", "Roll the seed"), translate("StyleMixer", "Choose another random seed (Ctrl+R)")
        )
        self.lock = self._tool(
            translate("StyleMixer", "Lock the seed"),
            translate("StyleMixer", "Keep this seed; unlocked, each Generate rolls a new one"),
        )
        self.lock.setCheckable(True)
        self.first_bar = self._spin(
            1,
            1,
            translate("StyleMixer", "First prompt bar"),
            translate("StyleMixer", "The first bar that takes build on"),
        )
        self.last_bar = self._spin(
            1, 1, translate("StyleMixer", "Last prompt bar"), translate("StyleMixer", "The bar after which takes begin")
        )
        self.generate_button = QPushButton(translate("StyleMixer", "Ge&nerate"), self)
        self.generate_button.setObjectName("primary")
        self.generate_button.setAccessibleName(translate("StyleMixer", "Generate"))
        self.generate_button.setToolTip(self._actions[0].toolTip())
        self.cancel_button = QPushButton(translate("StyleMixer", "&Cancel"), self)
        self.cancel_button.setAccessibleName(translate("StyleMixer", "Cancel"))
        self.cancel_button.setToolTip(self._actions[1].toolTip())
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(translate("StyleMixer", "Progress"))
        self.progress.setToolTip(translate("StyleMixer", "How far the work under way is"))

    def _spin(self, low: int, high: int, name: str, tip: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(low, high)
        spin.setAccessibleName(name)
        spin.setToolTip(tip)
        spin.setMinimumWidth(40)
        spin.lineEdit().setTextMargins(6, 0, 0, 0)
        # A number half typed is not yet a setting.
        spin.setKeyboardTracking(False)
        return spin

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 6, 0, 16)
        outer.setSpacing(8)
        controls = QWidget(self)
        controls.setObjectName("clear")
        column = QVBoxLayout(controls)
        column.setContentsMargins(18, 8, 18, 4)
        column.setSpacing(8)
        column.addWidget(section_label(translate("StyleMixer", "St&yle"), self, self.style_a.combo))
        for row in (self.style_a, self.style_b):
            column.addWidget(row.combo)
            line = QHBoxLayout()
            line.addWidget(row.slider, 1)
            line.addWidget(row.value)
            column.addLayout(line)
        column.addWidget(self._rule())
        column.addWidget(section_label(translate("StyleMixer", "C&reativity"), self, self.creativity))
        line = QHBoxLayout()
        line.addWidget(self.creativity, 1)
        line.addWidget(self.creativity_value)
        column.addLayout(line)
        ends = QHBoxLayout()
        for text in (translate("StyleMixer", "close to the prompt"), translate("StyleMixer", "free")):
            end = QLabel(text, self)
            end.setObjectName("hint")
            ends.addWidget(end)
            if ends.count() == 1:
                ends.addStretch(1)
        ends.addSpacing(38)
        column.addLayout(ends)
        column.addWidget(self._rule())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.prompt_label = section_label(translate("StyleMixer", "&Prompt, from bar"), self, self.first_bar)
        self.prompt_to_label = section_label(translate("StyleMixer", "to bar"), self, self.last_bar)
        grid.addWidget(self.prompt_label, 0, 0)
        grid.addWidget(self.prompt_to_label, 0, 1)
        grid.addWidget(self.first_bar, 1, 0)
        grid.addWidget(self.last_bar, 1, 1)
        grid.addWidget(section_label(translate("StyleMixer", "&Bars to write"), self, self.bars), 2, 0)
        grid.addWidget(section_label(translate("StyleMixer", "Ta&kes"), self, self.variations), 2, 1)
        grid.addWidget(self.bars, 3, 0)
        grid.addWidget(self.variations, 3, 1)
        column.addLayout(grid)
        column.addWidget(section_label(translate("StyleMixer", "&Seed"), self, self.seed))
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.seed, 1)
        line.addWidget(self.dice)
        line.addWidget(self.lock)
        column.addLayout(line)
        column.addStretch(1)
        # A low window scrolls the controls; Generate stays in sight.
        area = QScrollArea(self)
        area.setWidget(controls)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(area, 1)
        self._stack = QStackedWidget(self)
        self._stack.setFixedHeight(46)
        idle, busy = QWidget(self), QWidget(self)
        for page, widgets in ((idle, (self.generate_button,)), (busy, (self.progress, self.cancel_button))):
            line = QHBoxLayout(page)
            line.setContentsMargins(18, 0, 18, 0)
            for widget in widgets:
                line.addWidget(widget, 1 if widget is not self.cancel_button else 0)
            self._stack.addWidget(page)
        outer.addWidget(self._stack)

    def _rule(self) -> QFrame:
        rule = QFrame(self)
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        return rule

    def _connect(self) -> None:
        for control in self.findChildren(QWidget):
            if isinstance(control, QComboBox | QSlider | QSpinBox):
                control.installEventFilter(self._wheel_guard)
        for row in (self.style_a, self.style_b):
            row.combo.activated.connect(self._on_styles)
            row.slider.valueChanged.connect(self._on_styles)
        self.creativity.valueChanged.connect(self._on_creativity)
        self.bars.valueChanged.connect(self._on_bars)
        self.variations.valueChanged.connect(self._on_variations)
        self.seed.valueChanged.connect(self._on_seed)
        self.lock.clicked.connect(self._on_lock)
        self.first_bar.valueChanged.connect(self._on_prompt_bars)
        self.last_bar.valueChanged.connect(self._on_prompt_bars)
        generate, cancel, roll_seed = self._actions
        self.generate_button.clicked.connect(generate.trigger)
        self.cancel_button.clicked.connect(cancel.trigger)
        self.dice.clicked.connect(roll_seed.trigger)
        generate.enabledChanged.connect(self.generate_button.setEnabled)

    # What the window shows

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        self._theme = theme
        self.dice.setIcon(icon("dice", theme))
        self.lock.setIcon(icon("unlock", theme, on_name="lock"))

    def set_styles(self, styles: tuple[str, ...]) -> None:
        """The palette of the loaded model."""
        self._styles = styles
        self.show_settings(self._settings)

    @Slot(object)
    def show_settings(self, settings: GenerationSettings) -> None:
        """Show values without reporting them as the user's changes."""
        self._settings = settings
        self._syncing = True
        chosen = [*settings.style_weights, ("", 50), ("", 50)]
        self.style_a.show(*chosen[0], self._styles)
        self.style_b.show(*chosen[1], self._styles)
        self.creativity.setValue(settings.creativity)
        self.creativity_value.setText(str(settings.creativity))
        self.bars.setValue(settings.bars)
        self.variations.setValue(settings.variations)
        self.seed.setValue(settings.seed)
        self.lock.setChecked(settings.seed_locked)
        self._syncing = False

    def show_prompt_bars(self, bars: int, chosen: tuple[int, int] | None) -> None:
        """Show which of the prompt's `bars` are used; there is nothing to choose from without a prompt."""
        first, last = chosen if chosen is not None else (0, max(0, bars - 1))
        self._syncing = True
        self.first_bar.setRange(1, last + 1)
        self.last_bar.setRange(first + 1, max(1, bars))
        self.first_bar.setValue(first + 1)
        self.last_bar.setValue(last + 1)
        self._syncing = False
        for widget in (self.first_bar, self.last_bar, self.prompt_label, self.prompt_to_label):
            widget.setEnabled(bars > 0)

    def show_idle(self) -> None:
        """Nothing is under way: offer Generate."""
        had_focus = self.cancel_button.hasFocus()
        self._stack.setCurrentIndex(0)
        if had_focus:
            self.generate_button.setFocus()

    def show_progress(self, done: float, stage: str) -> None:
        """Something is under way: `done` 0..1, with a word for it."""
        had_focus = self.generate_button.hasFocus()
        self._stack.setCurrentIndex(1)
        self.progress.setValue(round(done * 1000))
        self.progress.setFormat(f"{stage}  %p %")
        if had_focus:
            self.cancel_button.setFocus()

    # What the user does

    def _change(self, field_name: str, value: Any) -> None:
        if self._syncing or getattr(self._settings, field_name) == value:
            return
        self._settings = replace(self._settings, **{field_name: value})
        self.setting_changed.emit(field_name, value)

    def _on_styles(self) -> None:
        chosen: dict[str, int] = {}
        for row in (self.style_a, self.style_b):
            if row.combo.currentData():
                chosen[row.combo.currentData()] = row.slider.value()
        self._change("style_weights", tuple(chosen.items()))

    def _on_creativity(self, value: int) -> None:
        self._change("creativity", value)

    def _on_bars(self, value: int) -> None:
        self._change("bars", value)

    def _on_variations(self, value: int) -> None:
        self._change("variations", value)

    def _on_seed(self, value: int) -> None:
        self._change("seed", value)

    def _on_lock(self, checked: bool) -> None:
        self._change("seed_locked", checked)

    def _on_prompt_bars(self) -> None:
        if not self._syncing:
            self.prompt_bars_changed.emit(self.first_bar.value() - 1, self.last_bar.value() - 1)
