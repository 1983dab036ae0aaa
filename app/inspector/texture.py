"""The controls of the texture: density, register, polyphony, swing, dynamics and repetition. Each may be left to the
prompt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.inspector.controls import LABEL_PX, NoteSpin, OptionalSlider, make_check, make_spin, silent
from app.inspector.group import Group
from app.theme import Theme

NOTES_A_BEAT = 12
"""What a density of 100 stands for."""
USUAL_VOICES, USUAL_RUN = 4, 4
"""Voices, and notes of a run, where nobody has said how many."""
FIELDS = ("density", "register", "polyphony", "swing", "dynamics", "no_repeat")


class Texture(Group):
    """Shows the controls and reports the user's."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._settings = GenerationSettings()
        super().__init__(translate("Inspector", "Texture"), theme, parent=parent)
        self.density = self._slider(
            "density",
            translate("Inspector", "Density"),
            translate("Inspector", "Notes a beat; unticked, as dense as the prompt and the style"),
            lambda value: f"{value / 100 * NOTES_A_BEAT:.1f}",
        )
        self.swing = self._slider(
            "swing",
            translate("Inspector", "Swing"),
            translate("Inspector", "Place of the off-beat eighth: 50 % straight, 67 % triplets, 75 % dotted"),
            lambda value: f"{50 + value / 4:.0f} %",
        )
        self.dynamics = self._slider(
            "dynamics",
            translate("Inspector", "Dynamics"),
            translate("Inspector", "Mean velocity of the notes, 1 to 127"),
            lambda value: str(max(1, round(value * 1.27))),
        )
        self.register_box = make_check(
            self,
            translate("Inspector", "Register"),
            translate(
                "Inspector", "Lowest and highest note that may be written; unticked, as the prompt and the style"
            ),
        )
        self.lowest = NoteSpin(
            self, translate("Inspector", "Lowest note"), translate("Inspector", "Lowest note, as a name such as C2")
        )
        self.highest = NoteSpin(
            self, translate("Inspector", "Highest note"), translate("Inspector", "Highest note, as a name such as C6")
        )
        dash = QLabel("–", self)
        self._row(self.register_box, self.lowest, dash, self.highest)
        self.polyphony_box = make_check(
            self,
            translate("Inspector", "Polyphony"),
            translate("Inspector", "Most notes that may sound at once; unticked, as the prompt and the style"),
        )
        self.polyphony = make_spin(
            self,
            1,
            8,
            translate("Inspector", "Voices"),
            translate("Inspector", "Most notes that may sound at once, 1 to 8"),
        )
        self._number("polyphony", self.polyphony_box, self.polyphony)
        self.no_repeat_box = make_check(
            self,
            translate("Inspector", "No repeats"),
            translate(
                "Inspector",
                "The top line plays no run of so many notes twice within eight bars; unticked, it may repeat itself",
            ),
        )
        self.no_repeat = make_spin(
            self,
            2,
            16,
            translate("Inspector", "Notes of a run"),
            translate("Inspector", "From how many notes on a run counts as a repeat, 2 to 16; fewer is stricter"),
        )
        self.no_repeat.setSuffix(translate("Inspector", " notes"))
        self._number("no_repeat", self.no_repeat_box, self.no_repeat)
        self.register_box.toggled.connect(self._on_register)
        self.lowest.valueChanged.connect(self._on_register)
        self.highest.valueChanged.connect(self._on_register)
        self.reset_requested.connect(self._on_reset)
        self.show_settings(self._settings)

    def _slider(self, name: str, text: str, tip: str, as_text: Callable[[int], str]) -> OptionalSlider:
        slider = OptionalSlider(self, text, tip, as_text)
        slider.changed.connect(lambda value: self._change(name, value))
        self.column.addWidget(slider)
        return slider

    def _number(self, name: str, box: QCheckBox, spin: QSpinBox) -> None:
        """A row of a number that is asked for where its box is ticked."""
        self._row(box, spin)

        def on_change() -> None:
            self._change(name, spin.value() if box.isChecked() else None)

        box.toggled.connect(on_change)
        spin.valueChanged.connect(on_change)

    def _row(self, box: QCheckBox, *widgets: QWidget) -> None:
        box.setMinimumWidth(LABEL_PX)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(box)
        for widget in widgets:
            line.addWidget(widget, int(isinstance(widget, QSpinBox)))
        self.column.addLayout(line)

    def show_settings(self, settings: GenerationSettings) -> None:
        """Show values."""
        self._settings = settings
        for slider, value in (
            (self.density, settings.density),
            (self.swing, settings.swing),
            (self.dynamics, settings.dynamics),
        ):
            slider.show_value(value)
        low, high = settings.register or (36, 84)
        with silent(self.register_box, self.lowest, self.highest):
            self.register_box.setChecked(settings.register is not None)
            self.lowest.setRange(0, high - 1)
            self.highest.setRange(low + 1, 127)
            self.lowest.setValue(low)
            self.highest.setValue(high)
        for widget in (self.lowest, self.highest):
            widget.setEnabled(settings.register is not None)
        for box, spin, value, usual in (
            (self.polyphony_box, self.polyphony, settings.polyphony, USUAL_VOICES),
            (self.no_repeat_box, self.no_repeat, settings.no_repeat, USUAL_RUN),
        ):
            with silent(box, spin):
                box.setChecked(value is not None)
                spin.setValue(value or usual)
            spin.setEnabled(value is not None)
        self.show_count(sum(getattr(settings, name) is not None for name in FIELDS))

    def _change(self, name: str, value: Any) -> None:
        if getattr(self._settings, name) != value:
            self.changed.emit(name, {name: value})

    def _on_register(self) -> None:
        ticked = self.register_box.isChecked()
        self._change("register", (self.lowest.value(), self.highest.value()) if ticked else None)

    def _on_reset(self) -> None:
        self.changed.emit("texture", dict.fromkeys(FIELDS))
