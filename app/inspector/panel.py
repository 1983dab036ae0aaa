"""The inspector: the mode, its settings in groups that fold, and the Generate button with its progress."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.actions import show_tip
from app.generation_settings import GenerationSettings
from app.i18n import translate, without_mark
from app.inspector.basics import Basics
from app.inspector.controls import WheelGuard, hint_label, make_rule, make_slider, section_label, silent, value_label
from app.inspector.group import Group
from app.inspector.locks import Locks
from app.inspector.modes import ModeSpec, mode_table
from app.inspector.sampling import SamplingGroup
from app.inspector.texture import Texture
from app.style_mixer.panel import StyleMixer
from app.theme import Theme

PANEL_WIDTH_PX = 324


class Inspector(QFrame):
    """Shows the settings and says which ones the user changes; it keeps none itself."""

    settings_changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""
    prompt_bars_changed = Signal(int, int)
    """First and last bar of the prompt, from 0, both included."""

    def __init__(
        self, theme: Theme, generate: QAction, cancel: QAction, roll_seed: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = GenerationSettings()
        self._actions = (generate, cancel)
        self._specs = mode_table()
        self.setObjectName("panel")
        self.setFixedWidth(PANEL_WIDTH_PX)
        self._guard = WheelGuard(self)
        self._make_widgets(theme, roll_seed)
        self._lay_out()
        self._connect()
        self._guard.guard(self)
        self.show_settings(self._settings)
        self.show_prompt_bars(0, None)
        self.show_idle()

    def _make_widgets(self, theme: Theme, roll_seed: QAction) -> None:
        self.mode = QComboBox(self)
        self.mode.setAccessibleName(translate("Inspector", "What to write"))
        self.mode.setToolTip(translate("Inspector", "What Generate does with the prompt, or without one"))
        self.mode.setMaxVisibleItems(len(self._specs))
        for spec in self._specs:
            self.mode.addItem(spec.title, spec.mode)
            self.mode.setItemData(self.mode.count() - 1, spec.hint, Qt.ItemDataRole.ToolTipRole)
        self.mode_hint = hint_label("", self)
        self.basics = Basics(self)
        self.bars, self.variations = self.basics.bars, self.basics.variations
        self.first_bar, self.last_bar = self.basics.first_bar, self.basics.last_bar
        self.styles = StyleMixer(theme, self._guard, self)
        self.creativity, self.creativity_value, self._creativity_part = self._share(
            translate("StyleMixer", "C&reativity"),
            translate("StyleMixer", "0 stays close to the prompt's own material, 100 roams freely"),
        )
        self.strength, self.strength_value, self._strength_part = self._share(
            translate("Inspector", "Strength"),
            translate("Inspector", "How far the music moves towards the styles: 0 not at all, 100 all the way"),
        )
        self.texture = Texture(theme, self)
        self.locks = Locks(theme, self)
        self.sampling = SamplingGroup(theme, roll_seed, self)
        self.seed, self.dice, self.lock = self.sampling.seed, self.sampling.dice, self.sampling.lock
        generate, cancel = self._actions
        self.generate_button = QPushButton(translate("StyleMixer", "Ge&nerate"), self)
        self.generate_button.setObjectName("primary")
        self.generate_button.setAccessibleName(translate("StyleMixer", "Generate"))
        show_tip(self.generate_button, generate)
        self.cancel_button = QPushButton(translate("StyleMixer", "&Cancel"), self)
        self.cancel_button.setAccessibleName(translate("StyleMixer", "Cancel"))
        show_tip(self.cancel_button, cancel)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(translate("StyleMixer", "Progress"))
        self.progress.setToolTip(translate("StyleMixer", "How far the work under way is"))

    def _share(self, text: str, tip: str) -> tuple[QSlider, QLabel, QWidget]:
        part = QWidget(self)
        slider = make_slider(part, without_mark(text), tip)
        value = value_label(part)
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        label = section_label(text, part, slider)
        label.setMinimumWidth(76)
        line.addWidget(label)
        line.addWidget(slider, 1)
        line.addWidget(value)
        return slider, value, part

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 6, 0, 14)
        outer.setSpacing(8)
        controls = QWidget(self)
        controls.setObjectName("clear")
        column = QVBoxLayout(controls)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(7)
        column.addWidget(section_label(translate("Inspector", "&What to write"), self, self.mode))
        column.addWidget(self.mode)
        column.addWidget(self.mode_hint)
        column.addWidget(self.basics)
        column.addWidget(self._creativity_part)
        column.addWidget(self._strength_part)
        self._rules: dict[Group, QFrame] = {}
        for group in (self.styles, self.locks, self.texture, self.sampling):
            self._rules[group] = make_rule(self)
            column.addWidget(self._rules[group])
            column.addWidget(group)
        column.addStretch(1)
        # A low window scrolls the controls; Generate stays in sight.
        area = QScrollArea(self)
        area.setWidget(controls)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The bar takes its room from the margin, so that nothing moves sideways when a group unfolds.
        area.verticalScrollBar().rangeChanged.connect(
            lambda _, most: column.setContentsMargins(16, 8, 4 if most else 16, 4)
        )
        outer.addWidget(area, 1)
        self._stack = QStackedWidget(self)
        self._stack.setFixedHeight(46)
        idle, busy = QWidget(self), QWidget(self)
        for page, widgets in ((idle, (self.generate_button,)), (busy, (self.progress, self.cancel_button))):
            line = QHBoxLayout(page)
            line.setContentsMargins(16, 0, 16, 0)
            for widget in widgets:
                line.addWidget(widget, 1 if widget is not self.cancel_button else 0)
            self._stack.addWidget(page)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.mode.activated.connect(self._on_mode)
        self.creativity.valueChanged.connect(lambda value: self._change("creativity", value))
        self.strength.valueChanged.connect(lambda value: self._change("strength", value))
        for part in (self.basics, self.styles, self.texture, self.locks, self.sampling):
            part.changed.connect(self.settings_changed)
        self.basics.prompt_bars_changed.connect(self.prompt_bars_changed)
        generate, cancel = self._actions
        self.generate_button.clicked.connect(generate.trigger)
        self.cancel_button.clicked.connect(cancel.trigger)
        generate.enabledChanged.connect(self.generate_button.setEnabled)

    def _change(self, name: str, value: object) -> None:
        if getattr(self._settings, name) != value:
            self.settings_changed.emit(name, {name: value})

    def _on_mode(self) -> None:
        self._change("mode", self.mode.currentData())

    # What the window shows

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        for group in (self.styles, self.texture, self.locks, self.sampling):
            group.set_theme(theme)

    def set_styles(self, styles: tuple[str, ...], own: frozenset[str] = frozenset()) -> None:
        """The palette of the loaded model; `own` are the names among them that the user trained."""
        self.styles.set_styles(styles, own)

    @property
    def spec(self) -> ModeSpec:
        """The mode in force."""
        return next(spec for spec in self._specs if spec.mode == self._settings.mode)

    @Slot(object)
    def show_settings(self, settings: GenerationSettings) -> None:
        """Show values without reporting them as the user's changes."""
        self._settings = settings
        spec = self.spec
        with silent(self.mode, self.creativity, self.strength):
            self.mode.setCurrentIndex(self._specs.index(spec))
            self.creativity.setValue(settings.creativity)
            self.strength.setValue(settings.strength)
        self.mode_hint.setText(spec.hint)
        self.creativity_value.setText(str(settings.creativity))
        self.strength_value.setText(str(settings.strength))
        self._creativity_part.setVisible("creativity" in spec.controls)
        self._strength_part.setVisible("strength" in spec.controls)
        self.locks.setVisible("locks" in spec.controls)
        self._rules[self.locks].setVisible("locks" in spec.controls)
        self.basics.show_settings(settings, spec)
        for group in (self.styles, self.texture, self.locks, self.sampling):
            group.show_settings(settings)

    def show_prompt_bars(self, bars: int, chosen: tuple[int, int] | None) -> None:
        """Show which of the prompt's `bars` are used; there is nothing to choose from without a prompt."""
        self.basics.show_prompt_bars(bars, chosen)

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
        # The bar paints a value at once, and with it all else in the window that waits to be painted.
        self.progress.setUpdatesEnabled(False)
        self.progress.setValue(round(done * 1000))
        self.progress.setFormat(f"{stage}  %p %")
        self.progress.setUpdatesEnabled(True)
        if had_focus:
            self.cancel_button.setFocus()
