"""The small parts that the inspector's groups are built of: sliders, boxes, and controls that may be left to the
prompt. They show values and report the user's; they keep no settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.i18n import without_mark
from engine.music.chord import pitch_class_name

_NOTE = re.compile(r"\s*([A-Ga-g])([#b♯♭]?)(-?\d+)\s*")
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
LABEL_PX = 92
"""Room for the name in front of a slider."""


class WheelGuard(QObject):
    """Keeps the wheel from changing a control that has not the focus, which happens to who only wants to scroll."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow nothing but the wheel over unfocused controls; their parent then scrolls."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def guard(self, root: QWidget) -> None:
        """Guard every control below `root`; calling it again for new ones does no harm."""
        for control in root.findChildren(QWidget):
            if isinstance(control, QComboBox | QSlider | QAbstractSpinBox):
                control.removeEventFilter(self)
                control.installEventFilter(self)


@contextmanager
def silent(*widgets: QWidget) -> Iterator[None]:
    """Show values in `widgets` without their reporting them as the user's."""
    before = [widget.blockSignals(True) for widget in widgets]
    try:
        yield
    finally:
        for widget, blocked in zip(widgets, before, strict=True):
            widget.blockSignals(blocked)


def make_slider(parent: QWidget, name: str, tip: str) -> QSlider:
    """A slider 0..100."""
    slider = QSlider(Qt.Orientation.Horizontal, parent)
    slider.setRange(0, 100)
    slider.setPageStep(10)
    slider.setAccessibleName(name)
    slider.setToolTip(tip)
    slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return slider


def value_label(parent: QWidget, width_px: int = 30) -> QLabel:
    """A right-aligned number beside a slider."""
    label = QLabel(parent)
    label.setObjectName("value")
    label.setFixedWidth(width_px)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def section_label(text: str, parent: QWidget, buddy: QWidget | None = None) -> QLabel:
    """A small heading; with a buddy its mnemonic leads there."""
    label = QLabel(text, parent)
    label.setObjectName("section")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def unseen_label(text: str, box: QComboBox) -> QLabel:
    """A label that only screen readers get: on Linux Qt tells them the choice as a box's name, and the name by this."""
    label = QLabel(text, box.parentWidget())
    label.setBuddy(box)
    label.setFixedSize(0, 0)
    return label


def hint_label(text: str, parent: QWidget) -> QLabel:
    """A quiet explanation that wraps."""
    label = QLabel(text, parent)
    label.setObjectName("hint")
    label.setWordWrap(True)
    return label


def make_rule(parent: QWidget) -> QFrame:
    """A thin line between two parts."""
    rule = QFrame(parent)
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule


def _dress(spin: QSpinBox | QDoubleSpinBox, name: str, tip: str) -> None:
    spin.setAccessibleName(name)
    spin.setToolTip(tip)
    spin.setMinimumWidth(40)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    # A number half typed is not yet a setting.
    spin.setKeyboardTracking(False)


def make_spin(parent: QWidget, low: int, high: int, name: str, tip: str) -> QSpinBox:
    """A box for a whole number."""
    spin = QSpinBox(parent)
    spin.setRange(low, high)
    _dress(spin, name, tip)
    return spin


def make_decimal(parent: QWidget, low: float, high: float, step: float, name: str, tip: str) -> QDoubleSpinBox:
    """A box for a number with two decimals."""
    spin = QDoubleSpinBox(parent)
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setDecimals(2)
    _dress(spin, name, tip)
    return spin


def make_tool(parent: QWidget, name: str, tip: str, *, flat: bool = False) -> QToolButton:
    """A button with a picture only."""
    button = QToolButton(parent)
    if flat:
        button.setObjectName("flat")
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setIconSize(QSize(16, 16) if flat else QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def make_check(parent: QWidget, text: str, tip: str) -> QCheckBox:
    """A box to tick."""
    box = QCheckBox(text, parent)
    box.setAccessibleName(without_mark(text))
    box.setToolTip(tip)
    return box


def note_name(pitch: int) -> str:
    """Name and octave as they can be typed, middle C (60) being C4."""
    return f"{pitch_class_name(pitch)}{pitch // 12 - 1}"


class NoteSpin(QSpinBox):
    """A box for a MIDI pitch, shown and typed as a note name."""

    def __init__(self, parent: QWidget, name: str, tip: str) -> None:
        super().__init__(parent)
        self.setRange(0, 127)
        _dress(self, name, tip)

    def textFromValue(self, value: int) -> str:
        """The note's name."""
        return note_name(value)

    def valueFromText(self, text: str) -> int:
        """The pitch of a note name or a number."""
        found = _NOTE.fullmatch(text)
        if found is None:
            return int(text) if text.strip().isdigit() else self.value()
        step = _STEPS[found[1].upper()] + {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(found[2], 0)
        return (int(found[3]) + 1) * 12 + step

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Whether `text` is a note in range, or may become one."""
        if _NOTE.fullmatch(text) or text.strip().isdigit():
            inside = self.minimum() <= self.valueFromText(text) <= self.maximum()
            return (QValidator.State.Acceptable if inside else QValidator.State.Intermediate), text, position
        part = re.fullmatch(r"\s*[A-Ga-g]?[#b♯♭]?-?", text)
        return (QValidator.State.Intermediate if part else QValidator.State.Invalid), text, position


class OptionalSlider(QWidget):
    """A slider that may be left to the prompt: its box unticked it reports None.

    The value is 0..100; `as_text` says what it means to a musician.
    """

    changed = Signal(object)
    """The new value, 0..100, or None."""

    def __init__(
        self, parent: QWidget, text: str, tip: str, as_text: Callable[[int], str] = str, *, value_px: int = 44
    ) -> None:
        super().__init__(parent)
        self._as_text = as_text
        self.box = make_check(self, text, tip)
        self.box.setMinimumWidth(LABEL_PX)
        self.slider = make_slider(self, text, tip)
        self.slider.setValue(50)
        self.value = value_label(self, value_px)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.box.toggled.connect(self._on_toggled)
        self.slider.valueChanged.connect(self._on_moved)
        self.show_value(None)

    def show_value(self, value: int | None) -> None:
        """Show a value, or that there is none."""
        with silent(self.box, self.slider):
            self.box.setChecked(value is not None)
            if value is not None:
                self.slider.setValue(value)
        self._show()

    def _show(self) -> None:
        ticked = self.box.isChecked()
        self.slider.setEnabled(ticked)
        self.value.setText(self._as_text(self.slider.value()) if ticked else "–")

    def _on_toggled(self) -> None:
        self._show()
        self.changed.emit(self.slider.value() if self.box.isChecked() else None)

    def _on_moved(self, value: int) -> None:
        self._show()
        self.changed.emit(value)
