"""How the model is sampled, for those who want to know, and the seed with its lock and its dice."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from app.generation_settings import MAX_SEED, GenerationSettings
from app.i18n import translate
from app.icons import icon
from app.inspector.controls import make_decimal, make_spin, make_tool, section_label, silent
from app.inspector.group import Group
from app.theme import Theme
from engine.generate.jobs import FAST_STEPS, QUALITY_STEPS

FIELDS = ("steps", "guidance", "chord_guidance", "temperature", "top_p", "top_k")


class SamplingGroup(Group):
    """Shows how the model is sampled and the seed, and reports the user's."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""

    def __init__(self, theme: Theme, roll_seed: QAction, parent: QWidget | None = None) -> None:
        self._settings = GenerationSettings()
        super().__init__(translate("Inspector", "Sampling and seed"), theme, parent=parent)
        self._make_widgets()
        self._lay_out()
        self.dice.clicked.connect(roll_seed.trigger)
        self.set_theme(theme)
        self.show_settings(self._settings)

    def _make_widgets(self) -> None:
        self.seed = make_spin(
            self,
            0,
            MAX_SEED,
            translate("StyleMixer", "Seed"),
            translate("StyleMixer", "The same prompt, settings and seed give the same notes; typing one locks it"),
        )
        self.dice = make_tool(
            self,
            translate("StyleMixer", "Roll the seed"),
            translate("StyleMixer", "Choose another random seed (Ctrl+R)"),
        )
        self.lock = make_tool(
            self,
            translate("StyleMixer", "Lock the seed"),
            translate("StyleMixer", "Keep this seed; unlocked, each Generate rolls a new one"),
        )
        self.lock.setCheckable(True)
        self.steps = make_spin(
            self,
            1,
            1000,
            translate("Inspector", "Steps"),
            translate("Inspector", "Denoising steps: 15 is fast, 50 is quality; more seldom help"),
        )
        self.fast, self.quality = (QPushButton(text, self) for text in (
            translate("Inspector", "Fast"), translate("Inspector", "Quality")
        ))  # fmt: skip
        for button, steps in ((self.fast, FAST_STEPS), (self.quality, QUALITY_STEPS)):
            button.setAccessibleName(button.text())
            button.setToolTip(translate("Inspector", "{count} denoising steps").format(count=steps))
            button.setCheckable(True)
            button.setObjectName("segment")
        self.guidance = make_decimal(
            self,
            0,
            10,
            0.1,
            translate("Inspector", "Style pull"),
            translate(
                "Inspector", "Guidance towards the mixed styles; 1 is none, more is closer to them and less varied"
            ),
        )
        self.chord_guidance = make_decimal(
            self,
            0,
            10,
            0.1,
            translate("Inspector", "Chord pull"),
            translate("Inspector", "Guidance towards the chords of the lane; 1 is none"),
        )
        self.temperature = make_decimal(
            self,
            0.05,
            2,
            0.05,
            translate("Inspector", "Temperature"),
            translate("Inspector", "How freely notes are drawn; low is safe, high is wild"),
        )
        self.top_p = make_decimal(
            self,
            0.05,
            1,
            0.01,
            translate("Inspector", "Top-p"),
            translate("Inspector", "Draw only among the likeliest values that add up to this share; 1 is all"),
        )
        self.top_k = make_spin(
            self,
            0,
            100,
            translate("Inspector", "Top-k"),
            translate("Inspector", "Draw only among this many likeliest values; 0 is all"),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(section_label(translate("StyleMixer", "&Seed"), self, self.seed), 0, 0, 1, 2)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.seed, 1)
        line.addWidget(self.dice)
        line.addWidget(self.lock)
        grid.addLayout(line, 1, 0, 1, 2)
        grid.addWidget(section_label(translate("Inspector", "Steps"), self, self.steps), 2, 0, 1, 2)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.steps, 2)
        line.addWidget(self.fast, 1)
        line.addWidget(self.quality, 1)
        grid.addLayout(line, 3, 0, 1, 2)
        for number, widget in enumerate((self.guidance, self.chord_guidance, self.temperature, self.top_p, self.top_k)):
            row, column = 4 + 2 * (number // 2), number % 2
            grid.addWidget(section_label(widget.accessibleName(), self, widget), row, column)
            grid.addWidget(widget, row + 1, column)
        self.column.addLayout(grid)
        # Who types a seed wants that one.
        self.seed.valueChanged.connect(lambda value: self.changed.emit("seed", {"seed": value, "seed_locked": True}))
        self.lock.clicked.connect(lambda checked: self._change("seed_locked", checked))
        self.steps.valueChanged.connect(lambda value: self._change("steps", value))
        self.fast.clicked.connect(lambda: self._change("steps", FAST_STEPS))
        self.quality.clicked.connect(lambda: self._change("steps", QUALITY_STEPS))
        self.guidance.valueChanged.connect(lambda value: self._change("guidance", round(value, 2)))
        self.chord_guidance.valueChanged.connect(lambda value: self._change("chord_guidance", round(value, 2)))
        self.temperature.valueChanged.connect(lambda value: self._change("temperature", round(value, 2)))
        self.top_p.valueChanged.connect(lambda value: self._change("top_p", round(value, 2)))
        self.top_k.valueChanged.connect(lambda value: self._change("top_k", value))
        defaults = {name: getattr(GenerationSettings(), name) for name in FIELDS}
        self.reset_requested.connect(lambda: self.changed.emit("sampling", defaults))

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        super().set_theme(theme)
        self.dice.setIcon(icon("dice", theme))
        self.lock.setIcon(icon("unlock", theme, on_name="lock"))

    def show_settings(self, settings: GenerationSettings) -> None:
        """Show values."""
        self._settings = settings
        boxes = [getattr(self, name) for name in FIELDS]
        with silent(self.seed, self.lock, *boxes):
            self.seed.setValue(settings.seed)
            self.lock.setChecked(settings.seed_locked)
            for name, box in zip(FIELDS, boxes, strict=True):
                box.setValue(getattr(settings, name))
        self.fast.setChecked(settings.steps == FAST_STEPS)
        self.quality.setChecked(settings.steps == QUALITY_STEPS)
        defaults = GenerationSettings()
        self.show_count(sum(getattr(settings, name) != getattr(defaults, name) for name in FIELDS))

    def _change(self, name: str, value: Any) -> None:
        if getattr(self._settings, name) != value:
            self.changed.emit(name, {name: value})
        else:
            self.show_settings(self._settings)
