"""Changing tempo, meter and key of what is shown: the menus of the header, and the clip that follows from a choice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QMenu, QWidget, QWidgetAction

from app.i18n import translate
from app.transport.fact_button import FactButton
from engine.music.clip import Clip
from engine.music.grid import MeterChange, MeterMap, TempoChange, TempoMap
from engine.music.key_spelling import MAJOR_KEYS, MINOR_KEYS

MIN_BPM, MAX_BPM = 20.0, 400.0
METERS = ((2, 4), (3, 4), (4, 4), (5, 4), (7, 4), (3, 8), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8))


class TimeFacts(QObject):
    """The three buttons' menus. What is chosen goes out as a signal."""

    tempo_chosen = Signal(float)
    meter_chosen = Signal(int, int)
    key_chosen = Signal(str)
    """Name of a key, empty for none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tempo_bpm = 120.0
        self.meter = (4, 4)
        self.key = ""
        self.meter_can_change = True

    def edit_tempo(self, button: FactButton) -> None:
        """Offer a box with the tempo."""
        menu = QMenu(button)
        menu.setAccessibleName(translate("Transport", "Tempo"))
        box = _TempoBox(menu)
        box.setValue(self.tempo_bpm)
        box.chosen.connect(self.tempo_chosen)
        action = QWidgetAction(menu)
        action.setDefaultWidget(box)
        menu.addAction(action)
        button.pop_up(menu)
        box.setFocus()
        box.selectAll()

    def edit_meter(self, button: FactButton) -> None:
        """Offer the meters."""
        menu = QMenu(button)
        for numerator, denominator in METERS:
            action = menu.addAction(
                f"{numerator}/{denominator}", partial(self.meter_chosen.emit, numerator, denominator)
            )
            action.setCheckable(True)
            action.setChecked((numerator, denominator) == self.meter)
            action.setEnabled(self.meter_can_change)
        if not self.meter_can_change:
            note = menu.addAction(translate("Transport", "A take keeps the meter of its prompt: change it there (P)"))
            note.setEnabled(False)
        button.pop_up(menu)

    def edit_key(self, button: FactButton) -> None:
        """Offer the keys."""
        menu = QMenu(button)
        for title, keys in (
            (translate("Transport", "Major"), MAJOR_KEYS),
            (translate("Transport", "Minor"), MINOR_KEYS),
        ):
            part = menu.addMenu(title)
            for key in keys:
                action = part.addAction(key, partial(self.key_chosen.emit, key))
                action.setCheckable(True)
                action.setChecked(key == self.key)
        menu.addSeparator()
        menu.addAction(translate("Transport", "No key"), partial(self.key_chosen.emit, ""))
        button.pop_up(menu)


class _TempoBox(QDoubleSpinBox):
    """Takes a tempo; Enter chooses it."""

    chosen = Signal(float)

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        self.setRange(MIN_BPM, MAX_BPM)
        self.setDecimals(1)
        self.setSuffix(translate("Transport", " BPM"))
        self.setAccessibleName(translate("Transport", "Tempo in beats a minute"))
        self.setToolTip(translate("Transport", "Enter keeps this tempo, Esc the old one"))
        self.setMinimumWidth(120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, everything else edits."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.interpretText()
            self.chosen.emit(self.value())
            self._menu.close()
            return
        super().keyPressEvent(event)


def with_tempo(clip: Clip, tempo_bpm: float, at_tick: int = 0) -> Clip:
    """`clip` with the tempo `tempo_bpm` at `at_tick`; other tempi change in proportion, and notes keep their ticks."""
    ratio = clip.tempo.at(at_tick).tempo_bpm / tempo_bpm
    changes = tuple(
        TempoChange(change.tick, max(1, round(change.us_per_quarter * ratio))) for change in clip.tempo.changes
    )
    return replace(clip, tempo=TempoMap(changes))


def with_meter(clip: Clip, numerator: int, denominator: int, at_tick: int = 0) -> Clip:
    """`clip` in another meter from the bar where the meter at `at_tick` began, up to the next change; notes stay."""
    changes = []
    ends = [*(change.tick for change in clip.meter.changes[1:]), clip.length + 1]
    for change, end in zip(clip.meter.changes, ends, strict=True):
        inside = change.tick <= at_tick < end or (change is clip.meter.changes[-1] and at_tick >= change.tick)
        changes.append(MeterChange(change.tick, numerator, denominator) if inside else change)
    merged = [changes[0]]
    for before, change in pairwise(changes):
        if (change.numerator, change.denominator) != (before.numerator, before.denominator):
            merged.append(change)
    meter = MeterMap(tuple(merged))
    last = max((note.end for note in clip.notes), default=0)
    return replace(clip, meter=meter, length=meter.bar_ceil(max(last, 1)))
