"""Every option of the training, for those who know what they do. Only what was changed goes onto the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QFormLayout, QLabel, QSpinBox, QWidget

from app.i18n import translate


@dataclass(frozen=True, slots=True)
class Option:
    """An option of `tatumflow train`: its name without dashes, default and limits. `decimals` 0: a whole number."""

    name: str
    text: str
    tip: str
    default: float
    low: float
    high: float
    decimals: int = 0
    special: str = ""
    """What stands there instead of the lowest value."""


def expert_options() -> tuple[Option, ...]:
    """All of them, in the user's language."""
    return (
        Option(
            "steps",
            translate("Train", "Steps"),
            translate("Train", "Exactly so many steps instead of as many as fit the time"),
            0,
            0,
            100_000,
            special=translate("Train", "by the time"),
        ),
        Option(
            "rank",
            translate("Train", "Size of the adapter (rank)"),
            translate("Train", "How much the style may change; larger learns more and forgets more"),
            8,
            1,
            64,
        ),
        Option(
            "rate",
            translate("Train", "Learning rate"),
            translate("Train", "How big a step is; lower it if the curves jump"),
            0.0015,
            0.00001,
            0.1,
            5,
        ),
        Option(
            "patience",
            translate("Train", "Patience"),
            translate("Train", "Checkpoints without a gain on held-back music before learning ends by itself"),
            4,
            0,
            1000,
            special=translate("Train", "never"),
        ),
        Option(
            "prompts",
            translate("Train", "Prompts to measure with"),
            translate("Train", "How many held-back passages the result is measured and compared on"),
            10,
            0,
            64,
            special=translate("Train", "do not measure"),
        ),
        Option(
            "seed",
            translate("Train", "Seed"),
            translate("Train", "The same folder, options and seed give the same style"),
            0,
            0,
            2_147_483_647,
        ),
    )


class _WheelGuard(QObject):
    """Leaves the wheel to the page unless a field has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel on to the scroll area."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class ExpertPanel(QWidget):
    """A form of numbers."""

    changed = Signal()
    valid = True
    """All fields hold only what can be used."""

    def __init__(self, threads: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = _WheelGuard(self)
        self.threads = QSpinBox(self)
        self.threads.setRange(1, max(64, os.cpu_count() or 1))
        self.threads.setValue(threads)
        self.threads.setAccessibleName(translate("Train", "Threads"))
        self.threads.setToolTip(translate("Train", "Processor threads for the learning"))
        form = QFormLayout(self)
        form.setContentsMargins(4, 4, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(14)
        self._options: list[tuple[Option, QSpinBox | QDoubleSpinBox]] = []
        self._add(form, translate("Train", "Threads"), self.threads)
        for option in expert_options():
            field = self._field(option)
            self._options.append((option, field))
            self._add(form, option.text, field)

    def _field(self, option: Option) -> QSpinBox | QDoubleSpinBox:
        field: QSpinBox | QDoubleSpinBox
        if option.decimals:
            field = QDoubleSpinBox(self)
            field.setDecimals(option.decimals)
            field.setRange(option.low, option.high)
            field.setSingleStep(10.0**-option.decimals)
            field.setValue(option.default)
        else:
            field = QSpinBox(self)
            field.setRange(int(option.low), int(option.high))
            field.setValue(int(option.default))
        field.setSpecialValueText(option.special)
        field.setObjectName(option.name)
        field.setAccessibleName(option.text)
        field.setToolTip(option.tip)
        return field

    def _add(self, form: QFormLayout, text: str, field: QAbstractSpinBox) -> None:
        field.installEventFilter(self._guard)
        field.setFixedWidth(150)
        field.lineEdit().setTextMargins(6, 0, 0, 0)
        label = QLabel(text, self)
        label.setBuddy(field)
        form.addRow(label, field)

    def options(self) -> dict[str, str]:
        """What differs from the defaults, as words of the command line."""
        changed = {}
        for option, field in self._options:
            if abs(field.value() - option.default) > 1e-9:
                changed[option.name] = f"{field.value():.{option.decimals}f}"
        return changed

    def set_option(self, name: str, value: float) -> None:
        """Put a value into a field. Raises KeyError for an unknown option."""
        fields = {option.name: field for option, field in self._options}
        field = fields[name]
        if isinstance(field, QSpinBox):
            field.setValue(int(value))
        else:
            field.setValue(value)
