"""Small charts that follow the theme: bars for counts, curves for a training. What they show is also said in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip, QWidget

from app.theme import Theme

HEAD_PX = 34
FOOT_PX = 22
SIDE_PX = 14
SMALL_PX = 11


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(SMALL_PX)
    return small


class Chart(QFrame):
    """A panel with a heading; `summary` is the chart in words, for tips and screen readers."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._theme = title, theme
        self.setObjectName("panel")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(150, 110)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def say(self, summary: str) -> None:
        """What the chart shows, in words."""
        self.setAccessibleDescription(summary)
        self.setToolTip(summary)

    def _begin(self, event: QPaintEvent) -> QPainter:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        head = QRectF(SIDE_PX, 8, self.width() - 2 * SIDE_PX, 20)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(_small(self.font()))
        return painter


class BarChart(Chart):
    """Counts as upright bars; a second series stands on the first in another colour."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None, legend: Sequence[str] = ()) -> None:
        super().__init__(title, theme, parent)
        self._legend = tuple(legend)
        self._bars: list[tuple[str, float]] = []
        self._second: list[tuple[str, float]] = []
        self._gap = 0.28
        self._lined_up = False

    def show_bars(
        self, bars: list[tuple[str, float]], second: list[tuple[str, float]] | None = None, *, lined_up: bool = False
    ) -> None:
        """Show bars with their labels. `lined_up`: no gaps, and labels begin at their bar (a keyboard)."""
        self._bars, self._second, self._lined_up = bars, second or [], lined_up
        self._gap = 0.0 if lined_up else 0.28
        self.update()

    def _area(self) -> QRectF:
        return QRectF(SIDE_PX, HEAD_PX, self.width() - 2 * SIDE_PX, self.height() - HEAD_PX - FOOT_PX - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint heading, legend, bars and labels."""
        painter = self._begin(event)
        self._paint_legend(painter)
        area, theme = self._area(), self._theme
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._bars:
            self._paint_bars(painter, area)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        x = self.width() - SIDE_PX
        colours = (self._theme.accent, self._theme.chords)
        for name, colour in reversed(list(zip(self._legend, colours, strict=False))):
            width = painter.fontMetrics().horizontalAdvance(name)
            x -= width
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(x, 8, width + 2, 20), Qt.AlignmentFlag.AlignVCenter, name)
            x -= 12
            painter.fillRect(QRectF(x, 14, 8, 8), QColor(colour))
            x -= 10

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        theme, count = self._theme, len(self._bars)
        second = [value for _, value in self._second] or [0.0] * count
        top = max((value + more for (_, value), more in zip(self._bars, second, strict=True)), default=0.0)
        step = area.width() / count
        width = min(step * (1 - self._gap), 44.0)
        for index, ((label, value), more) in enumerate(zip(self._bars, second, strict=True)):
            left = area.left() + index * step + (step - width) / 2
            y = area.bottom()
            for part, colour in ((value, theme.accent), (more, theme.chords)):
                if part > 0 and top > 0:
                    height = max(2.0, part / top * (area.height() - 2))
                    painter.fillRect(
                        QRectF(left, y - height, width + (0.4 if self._lined_up else 0), height), QColor(colour)
                    )
                    y -= height
            if label:
                painter.setPen(QColor(theme.muted))
                room = QRectF(left - 20, area.bottom() + 4, width + 40, FOOT_PX - 4)
                painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, label)

    def event(self, event: QEvent) -> bool:
        """A tip for the bar under the pointer."""
        if isinstance(event, QHelpEvent) and self._bars and not self._lined_up:
            area = self._area()
            index = int((event.pos().x() - area.left()) / max(1.0, area.width()) * len(self._bars))
            if 0 <= index < len(self._bars):
                parts = [self._bars[index][1]] + ([self._second[index][1]] if self._second else [])
                names = self._legend or ("",)
                said = " · ".join(f"{name} {value:g}".strip() for name, value in zip(names, parts, strict=False))
                QToolTip.showText(event.globalPos(), f"{self._bars[index][0]}: {said}", self)
                return True
        return super().event(event)


class ShareChart(Chart):
    """Shares of a whole as lying bars with their names in front."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self._shares: list[tuple[str, float]] = []

    def show_shares(self, shares: list[tuple[str, float]]) -> None:
        """Show names with shares 0..1."""
        self._shares = shares
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint heading and rows."""
        painter = self._begin(event)
        theme = self._theme
        area = QRectF(SIDE_PX, HEAD_PX - 4, self.width() - 2 * SIDE_PX, self.height() - HEAD_PX - 4)
        if self._shares:
            metrics = painter.fontMetrics()
            names_px = max(metrics.horizontalAdvance(name) for name, _ in self._shares) + 10
            row = min(22.0, area.height() / len(self._shares))
            top = max((share for _, share in self._shares), default=0.0) or 1.0
            room = area.width() - names_px - 36
            for index, (name, share) in enumerate(self._shares):
                line = QRectF(area.left(), area.top() + index * row, area.width(), row)
                painter.setPen(QColor(theme.text))
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
                height = min(10.0, row - 4)
                bar = QRectF(
                    area.left() + names_px, line.center().y() - height / 2, max(1.0, share / top * room), height
                )
                painter.fillRect(bar, QColor(theme.accent))
                painter.setPen(QColor(theme.muted))
                said = QRectF(bar.right() + 6, line.top(), 40, row)
                painter.drawText(said, Qt.AlignmentFlag.AlignVCenter, f"{share:.0%}")
        painter.end()


class CurveChart(Chart):
    """Values over steps: a fine line for what is measured often, dots on a line for what is measured seldom."""

    def __init__(self, title: str, theme: Theme, legend: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self._legend = legend
        self._often: list[tuple[float, float]] = []
        self._seldom: list[tuple[float, float]] = []
        self._best: tuple[float, float] | None = None
        self._end = 0.0
        self.empty_text = ""

    def show_curves(
        self,
        often: list[tuple[float, float]],
        seldom: list[tuple[float, float]],
        *,
        end: float,
        best: tuple[float, float] | None = None,
    ) -> None:
        """Show points (step, value); `end` is the last step there will be, `best` is marked."""
        self._often = [point for point in often if math.isfinite(point[1])]
        self._seldom = [point for point in seldom if math.isfinite(point[1])]
        self._best, self._end = best, end
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint heading, legend, axes and curves."""
        painter = self._begin(event)
        theme = self._theme
        self._paint_legend(painter)
        area = QRectF(
            SIDE_PX + 34, HEAD_PX + 4, self.width() - 2 * SIDE_PX - 40, self.height() - HEAD_PX - FOOT_PX - 10
        )
        values = [value for _, value in (*_smoothed(self._often), *self._seldom)]
        if not values:
            painter.setPen(QColor(theme.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
            painter.end()
            return
        low, high = min(values), max(values)
        margin = max(1e-3, (high - low) * 0.12)
        low, high = low - margin, high + margin
        end = max(self._end, *(step for step, _ in (*self._often, *self._seldom)), 1.0)

        def place(step: float, value: float) -> QPointF:
            return QPointF(
                area.left() + step / end * area.width(), area.bottom() - (value - low) / (high - low) * area.height()
            )

        for part in range(5):
            value = low + (high - low) * part / 4
            y = place(0, value).y()
            painter.setPen(QPen(QColor(theme.grid_beat), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.muted))
            label = QRectF(area.left() - 44, y - 8, 38, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:.2f}")
        painter.setPen(QColor(theme.muted))
        foot = QRectF(area.left(), area.bottom() + 4, area.width(), FOOT_PX - 4)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{end:.0f}")
        painter.setPen(QPen(QColor(theme.chords), 1.5))
        painter.drawPolyline(QPolygonF([place(*point) for point in _smoothed(self._often)]))
        points = [place(*point) for point in self._seldom]
        painter.setPen(QPen(QColor(theme.accent), 2.5))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(QColor(theme.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        for point in points:
            painter.drawEllipse(point, 3.5, 3.5)
        if self._best is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 1.5))
            painter.drawEllipse(place(*self._best), 7, 7)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        x = float(self.width() - SIDE_PX)
        for name, colour in ((self._legend[1], self._theme.accent), (self._legend[0], self._theme.chords)):
            width = painter.fontMetrics().horizontalAdvance(name)
            x -= width
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(x, 8, width + 2, 20), Qt.AlignmentFlag.AlignVCenter, name)
            x -= 22
            painter.fillRect(QRectF(x, 17, 16, 3), QColor(colour))
            x -= 14


def _smoothed(points: list[tuple[float, float]], reach: int = 4) -> list[tuple[float, float]]:
    """Each value averaged with its neighbours: single batches say little."""
    if len(points) < 3:
        return points
    smooth = []
    for index, (step, _) in enumerate(points):
        near = points[max(0, index - reach) : index + reach + 1]
        smooth.append((step, sum(value for _, value in near) / len(near)))
    return smooth
