"""The small window that asks how to quantise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.i18n import translate
from app.piano_roll.grid_choice import GridChoice
from app.piano_roll.names import snap_name
from engine.music.snapping import Snap


class QuantisePopup(QDialog):
    """Grid, strength, swing and ends. It keeps them in the `GridChoice`; `applied` asks to quantise now.

    It goes when another window is worked in. No window of the type Popup: these are kept from screen readers.
    """

    applied = Signal()

    def __init__(self, grid: GridChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self._grid = grid
        self.setWindowTitle(translate("Quantise", "Quantise"))
        frame = QFrame(self)
        frame.setObjectName("popup")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.lines = QComboBox(self)
        self.lines.addItem(translate("Quantise", "As the snap"), None)
        for snap in Snap:
            if snap is not Snap.OFF:
                self.lines.addItem(snap_name(snap), snap)
        self.strength = self._slider(0, 100, 100, 5)
        self.swing = self._slider(50, 75, 50, 1)
        self._strength_text, self._swing_text = QLabel(self), QLabel(self)
        self.ends = QCheckBox(translate("Quantise", "Ends of notes too"), self)
        self.ends.setToolTip(translate("Quantise", "Draw the ends of notes to the grid as well"))
        self.ends.setAccessibleName(translate("Quantise", "Ends of notes too"))
        self.apply_button = QPushButton(translate("Quantise", "Quantise"), self)
        self.apply_button.setObjectName("primary")
        self.apply_button.setToolTip(translate("Quantise", "Draw the selected notes (else all) to the grid"))
        self.apply_button.setAccessibleName(translate("Quantise", "Quantise"))
        self.apply_button.setDefault(True)
        table = QGridLayout()
        table.setHorizontalSpacing(10)
        table.setVerticalSpacing(8)
        for row, (name, tip, control, value) in enumerate(
            (
                (
                    translate("Quantise", "Grid"),
                    translate("Quantise", "The lines that notes are drawn to"),
                    self.lines,
                    None,
                ),
                (
                    translate("Quantise", "Strength"),
                    translate("Quantise", "How far a note moves towards its line"),
                    self.strength,
                    self._strength_text,
                ),
                (
                    translate("Quantise", "Swing"),
                    translate("Quantise", "How late every second line is: 50 % straight, 67 % triplets, 75 % dotted"),
                    self.swing,
                    self._swing_text,
                ),
            )
        ):
            label = QLabel(name, self)
            label.setBuddy(control)
            control.setAccessibleName(name)
            control.setToolTip(tip)
            table.addWidget(label, row, 0)
            if value is None:
                table.addWidget(control, row, 1, 1, 2)
            else:
                table.addWidget(control, row, 1)
                table.addWidget(value, row, 2)
                value.setObjectName("value")
                value.setMinimumWidth(value.fontMetrics().horizontalAdvance("100 %") + 4)
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(table)
        column.addWidget(self.ends)
        column.addWidget(self.apply_button)
        self.lines.currentIndexChanged.connect(self._on_changed)
        self.strength.valueChanged.connect(self._on_changed)
        self.swing.valueChanged.connect(self._on_changed)
        self.ends.toggled.connect(self._on_changed)
        self.apply_button.clicked.connect(self._on_apply)
        self._on_changed()

    def _slider(self, low: int, high: int, value: int, page: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(low, high)
        slider.setValue(value)
        slider.setPageStep(page)
        slider.setMinimumWidth(150)
        return slider

    def open_at(self, widget: QWidget) -> None:
        """Show it below a widget, inside of the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        area = widget.screen().availableGeometry()
        place.setX(min(place.x(), area.right() - self.width()))
        place.setY(min(place.y(), area.bottom() - self.height()))
        self.move(place)
        self.show()
        self.activateWindow()
        self.lines.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Go when another window is worked in; the list of a box of choices is none."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left and QApplication.activePopupWidget() is None:
            self.close()

    @Slot()
    def _on_changed(self) -> None:
        snap = self.lines.currentData()
        self._grid.quantise_snap = snap
        self._grid.strength = self.strength.value() / 100
        # Two thirds is what a triplet's swing means, and no whole number of percent.
        self._grid.swing = 2 / 3 if self.swing.value() == 67 else self.swing.value() / 100
        self._grid.quantise_ends = self.ends.isChecked()
        self._strength_text.setText(translate("Quantise", "{percent} %").format(percent=self.strength.value()))
        self._swing_text.setText(translate("Quantise", "{percent} %").format(percent=self.swing.value()))

    @Slot()
    def _on_apply(self) -> None:
        self.close()
        self.applied.emit()
