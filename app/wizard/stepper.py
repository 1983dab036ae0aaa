"""The row of the four steps above the pages: where one is, and a way back."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.i18n import translate
from app.theme import Theme

CIRCLE_PX = 26


class StepButton(QAbstractButton):
    """A number in a circle with a word; filled where one is, a tick where one has been."""

    def __init__(self, number: int, text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.number, self.theme = number, theme
        self.is_done = False
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(translate("Train", "Step {number}: {name}").format(number=number, name=text))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Circle, word and some room."""
        return QSize(CIRCLE_PX + 10 + self.fontMetrics().horizontalAdvance(self.text()) + 22, CIRCLE_PX + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        theme, here = self.theme, self.isChecked()
        strong = here or self.is_done
        ink = QColor(theme.text if here else theme.muted)
        circle = QRectF(5, (self.height() - CIRCLE_PX) / 2, CIRCLE_PX, CIRCLE_PX)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.setPen(QPen(QColor(theme.accent if strong else theme.border), 2))
        painter.setBrush(QColor(theme.accent) if here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.on_accent) if here else QColor(theme.accent) if self.is_done else ink)
        sign = "✓" if self.is_done and not here else str(self.number)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, sign)
        painter.setPen(ink)
        words = QRectF(circle.right() + 9, 0, self.width() - circle.right() - 9, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class _Line(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFixedHeight(CIRCLE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() / 2 - 0.5, self.width(), 1), QColor(self.theme.border))


class Stepper(QWidget):
    """The four buttons; the wizard says which can be pressed."""

    step_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.buttons: list[StepButton] = []
        self._lines: list[_Line] = []
        for number, (text, tip) in enumerate(
            (
                (translate("Train", "Folder"), translate("Train", "The music to learn from")),
                (translate("Train", "Plan"), translate("Train", "Name, time and what it takes")),
                (translate("Train", "Train"), translate("Train", "The learning itself, with samples to hear")),
                (translate("Train", "Result"), translate("Train", "What was learned, in figures and by ear")),
            ),
            1,
        ):
            button = StepButton(number, text, theme, self)
            button.setToolTip(tip)
            button.clicked.connect(lambda _, step=number - 1: self._on_clicked(step))
            if number > 1:
                line = _Line(theme, self)
                self._lines.append(line)
                row.addWidget(line, 1)
            self.buttons.append(button)
            row.addWidget(button)
        self._step = 0

    def show_step(self, step: int, open_steps: set[int], done_steps: set[int]) -> None:
        """Mark `step`; only those in `open_steps` can be pressed."""
        self._step = step
        for index, button in enumerate(self.buttons):
            button.setChecked(index == step)
            button.setEnabled(index in open_steps)
            button.is_done = index in done_steps
            button.update()

    def _on_clicked(self, step: int) -> None:
        # The wizard decides; until then the mark stays where it is.
        self.buttons[step].setChecked(step == self._step)
        if step != self._step:
            self.step_chosen.emit(step)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for button in self.buttons:
            button.theme = theme
        for line in self._lines:
            line.theme = theme
        self.update()
        for part in (*self.buttons, *self._lines):
            part.update()
