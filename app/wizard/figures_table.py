"""What was measured, before and after, as rows that a musician can read: a name, two bars, a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import translate
from app.theme import Theme
from app.wizard.run_state import Figures

COPY_NOTES = 16
"""A run of so many notes in one's own rhythm and intervals is a quotation; shorter ones are the language of jazz."""
VARIETY_KEPT = 0.95
SOME_GAIN = 0.05
"""Smaller changes of a probability are chance."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `shares` are the lengths of both bars 0..1; `good` None: neither good nor bad."""

    name: str
    tip: str
    before: str
    after: str
    shares: tuple[float, float]
    verdict: str
    good: bool | None


def figure_rows(figures: Figures) -> list[Row]:
    """The rows for the figures that are there."""
    before, after = figures.before, figures.after
    rows = []
    own = "style_probability_own" if "style_probability_own" in after else "style_probability"
    rows += _probability(
        before,
        after,
        own,
        translate("Train", "Sounds like your folder"),
        translate("Train", "How sure the style classifier is that takes after your folder's prompts belong to it"),
    )
    if own != "style_probability":
        rows += _probability(
            before,
            after,
            "style_probability",
            translate("Train", "Turns other music to it"),
            translate("Train", "The same for takes after prompts of quite other music: how far the style reaches"),
        )
    rows += _likeness(
        before, after, "pitch_class_kl", translate("Train", "Choice of notes"),
        translate("Train", "How far the use of the twelve notes is from the music that really follows; less is closer"),
        lower=True, full=1.0,
    )  # fmt: skip
    rows += _likeness(
        before, after, "pctm_cosine", translate("Train", "Motion from note to note"),
        translate("Train", "How alike the steps between notes are to the music that really follows; more is closer"),
        lower=False, full=1.0,
    )  # fmt: skip
    variety = "voicings_expected" if "voicings_expected" in after else "voicings"
    if variety in before and variety in after:
        b, a = before[variety], after[variety]
        kept = a / b if b else 1.0
        top = max(b, a, 1.0)
        verdict = (
            translate("Train", "as varied as before") if kept >= VARIETY_KEPT else translate("Train", "less varied")
        )
        rows.append(
            Row(
                translate("Train", "Different voicings"),
                translate("Train", "How many different chord shapes the takes use, in as many chords"),
                f"{b:.0f}",
                f"{a:.0f}",
                (b / top, a / top),
                verdict,
                kept >= VARIETY_KEPT,
            )
        )
    if "longest_copy_notes" in after:
        b, a = before.get("longest_copy_notes", 0.0), after["longest_copy_notes"]
        top = max(COPY_NOTES, a, b)
        original = a < COPY_NOTES
        rows.append(
            Row(
                translate("Train", "Longest run taken over"),
                translate(
                    "Train",
                    "The longest melody, in notes, that stands in your folder too, in any key; under {notes} it is "
                    "the common language",
                ).format(notes=COPY_NOTES),
                f"{b:.0f}",
                f"{a:.0f}",
                (b / top, a / top),
                translate("Train", "original") if original else translate("Train", "it quotes your folder"),
                original,
            )
        )
    return rows


def _probability(before: dict[str, float], after: dict[str, float], key: str, name: str, tip: str) -> list[Row]:
    if key not in before or key not in after:
        return []
    b, a = before[key], after[key]
    good = None if abs(a - b) < SOME_GAIN else a > b
    return [Row(name, tip, f"{b:.0%}", f"{a:.0%}", (b, a), _better(a - b, 0.3, SOME_GAIN), good)]


def _better(gain: float, much: float, some: float) -> str:
    if gain >= much:
        return translate("Train", "much closer")
    if gain >= some:
        return translate("Train", "closer")
    return translate("Train", "about the same") if gain > -some else translate("Train", "further away")


def _likeness(
    before: dict[str, float], after: dict[str, float], key: str, name: str, tip: str, *, lower: bool, full: float
) -> list[Row]:
    if key not in before or key not in after:
        return []
    b, a = before[key], after[key]
    gain = (b - a if lower else a - b) / max(1e-6, abs(b))
    shares = (min(1.0, max(0.0, b / full)), min(1.0, max(0.0, a / full)))
    return [
        Row(
            name, tip, f"{b:.2f}", f"{a:.2f}", shares, _better(gain, 0.25, 0.03), None if abs(gain) < 0.03 else gain > 0
        )
    ]


class _Bars(QWidget):
    """Before above after."""

    def __init__(self, row: Row, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._row, self.theme = row, theme
        self.setMinimumSize(120, 34)
        self.setToolTip(row.tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        room = self.width() - 46
        parts = (
            (self._row.before, self._row.shares[0], self.theme.ghost),
            (self._row.after, self._row.shares[1], self.theme.accent),
        )
        for line, (text, share, colour) in enumerate(parts):
            top = line * self.height() / 2
            box = QRectF(0, top + 3, max(2.0, share * room), self.height() / 2 - 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(self.theme.muted if line == 0 else self.theme.text))
            place = QRectF(box.right() + 7, top, 60, self.height() / 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


class FiguresTable(QFrame):
    """The panel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: list[_Bars] = []
        self._verdicts: list[tuple[QLabel, bool | None]] = []
        self.setObjectName("panel")
        heading = QLabel(translate("Train", "Measured on music it had not heard"), self)
        heading.setObjectName("section")
        self._legend = QLabel(translate("Train", "upper bar: before · lower bar: with your style"), self)
        self._legend.setObjectName("muted")
        self._none = QLabel(translate("Train", "This training was not measured."), self)
        self._none.setObjectName("muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(self._legend)
        column.addWidget(self._none)
        column.addSpacing(4)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_figures(self, figures: Figures | None) -> None:
        """Show them; None where nothing was measured."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._bars, self._verdicts = [], []
        rows = figure_rows(figures) if figures is not None else []
        for line, row in enumerate(rows):
            name = QLabel(row.name, self)
            name.setToolTip(row.tip)
            bars = _Bars(row, self._theme, self)
            said = f"{row.name}: {row.before} → {row.after}, {row.verdict}"
            bars.setAccessibleName(said)
            verdict = QLabel(row.verdict, self)
            self._verdicts.append((verdict, row.good))
            self._bars.append(bars)
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(bars, line, 1)
            self._grid.addWidget(verdict, line, 2)
        self._none.setVisible(not rows)
        self._legend.setVisible(bool(rows))
        self.set_theme(self._theme)

    @property
    def said(self) -> list[str]:
        """The rows in words."""
        return [bars.accessibleName() for bars in self._bars]

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for bars in self._bars:
            bars.theme = theme
            bars.update()
        for label, good in self._verdicts:
            colour = theme.muted if good is None else theme.bass if good else theme.error
            label.setStyleSheet(f"color: {colour}; font-weight: 600;")
