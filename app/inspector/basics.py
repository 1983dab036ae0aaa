"""What every take needs to be told: which bars, how many takes, and what only some modes ask (role, form, place)."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.inspector.controls import make_spin, section_label, silent
from app.inspector.modes import ModeSpec
from engine.errors import InputError
from engine.generate.jobs import MAX_BARS, in_capitals
from engine.music.key_spelling import ALL_KEYS

METERS = ((4, 4), (3, 4), (2, 4), (5, 4), (6, 8), (7, 8), (12, 8))
_RANGE = re.compile(r"(\d+)(?:\s*[-–:]\s*(\d+))?")
MAX_FORM = 16


def bars_text(ranges: tuple[tuple[int, int], ...]) -> str:
    """Bars as people write them: "3-4, 7"."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def read_bars(text: str) -> tuple[tuple[int, int], ...] | None:
    """The ranges that `bars_text` writes, in order; None where `text` is something else."""
    ranges = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _RANGE.fullmatch(part)
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            return None
        ranges.append((first, last))
    return tuple(sorted(ranges))


def feel_names() -> tuple[tuple[str, str], ...]:
    """The feels and what they are called, in the user's language."""
    return (
        ("swing", translate("Inspector", "Swing")),
        ("two-beat", translate("Inspector", "Two-beat")),
        ("bossa", translate("Inspector", "Bossa nova")),
    )


class Basics(QWidget):
    """The boxes at the top of the inspector; those that the mode does not listen to are hidden."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""
    prompt_bars_changed = Signal(int, int)
    """First and last bar of the prompt, from 0, both included."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = GenerationSettings()
        self._make_widgets()
        self._lay_out()
        self._connect()

    def _make_widgets(self) -> None:
        self.first_bar = make_spin(
            self,
            1,
            1,
            translate("StyleMixer", "First prompt bar"),
            translate("StyleMixer", "The first bar that takes build on"),
        )
        self.last_bar = make_spin(
            self,
            1,
            1,
            translate("StyleMixer", "Last prompt bar"),
            translate("StyleMixer", "The bar after which takes begin"),
        )
        self.bars = make_spin(
            self,
            1,
            MAX_BARS,
            translate("StyleMixer", "Bars to write"),
            translate("StyleMixer", "Length of a take in bars"),
        )
        self.variations = make_spin(
            self,
            1,
            8,
            translate("StyleMixer", "Takes to write"),
            translate("StyleMixer", "How many takes one Generate writes"),
        )
        self.redo = QLineEdit(self)
        self.redo.setAccessibleName(translate("Inspector", "Bars to rewrite"))
        self.redo.setToolTip(
            translate("Inspector", "Bars that are written anew, such as 3-4, 7; the others stay as they are")
        )
        self.redo.setPlaceholderText("3-4, 7")
        self.role = self._combo(
            translate("Inspector", "Part"),
            translate("Inspector", "Which part is written"),
            [],
        )
        self._roles = (
            ("lead", translate("Inspector", "Lead")),
            ("chords", translate("Inspector", "Chords")),
            ("bass", translate("Inspector", "Bass")),
            ("chords+bass", translate("Inspector", "Chords and bass")),
            ("lead+chords+bass", translate("Inspector", "All three")),
            ("random", translate("Inspector", "Any")),
        )
        self.form = QLineEdit(self)
        self.form.setAccessibleName(translate("Inspector", "Form"))
        self.form.setToolTip(
            translate(
                "Inspector",
                "Sections of the song, letters A to H such as AABA; equal letters are alike. Small letters are solos"
                " over the chords of their section: AABA aaba. Or choruses: 12-bar x 4 is the tune, two solos,"
                " the tune",
            )
        )
        self.form.setMaxLength(MAX_FORM)
        self.section_bars = make_spin(
            self,
            1,
            32,
            translate("Inspector", "Bars in a section"),
            translate("Inspector", "Length of one section in bars"),
        )
        self.feel = self._combo(
            translate("Inspector", "Feel"),
            translate(
                "Inspector",
                "How bass, chords and eighths feel the time: a walking bass, one in two, or a bossa nova with even"
                " eighths",
            ),
            [(text, name) for name, text in feel_names()],
        )
        as_prompt = translate("Inspector", "As the prompt")
        self.tempo = make_spin(
            self,
            39,
            320,
            translate("Inspector", "Tempo"),
            translate("Inspector", "Quarter notes a minute; lowest: as the prompt"),
        )
        self.tempo.setSpecialValueText(as_prompt)
        self.meter = self._combo(
            translate("Inspector", "Meter"),
            translate("Inspector", "Time signature of what is written"),
            [(as_prompt, None), *((f"{a}/{b}", (a, b)) for a, b in METERS)],
        )
        self.key = self._combo(
            translate("Inspector", "Key"),
            translate("Inspector", "Key of what is written, where no chords are given"),
            [(as_prompt, None), *((key, key) for key in ALL_KEYS)],
        )

    def _combo(self, name: str, tip: str, items: list[tuple[str, Any]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(tip)
        combo.setMinimumWidth(60)
        combo.setMaxVisibleItems(13)
        for text, data in items:
            combo.addItem(text, data)
        return combo

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._parts: list[tuple[str, QLabel, QWidget]] = []
        cells = (
            ("prompt", translate("StyleMixer", "&Prompt, from bar"), self.first_bar, 0, 0),
            ("prompt", translate("StyleMixer", "to bar"), self.last_bar, 0, 1),
            ("redo", translate("Inspector", "Bars to rewrite"), self.redo, 2, 0),
            ("bars", translate("StyleMixer", "&Bars to write"), self.bars, 2, 0),
            ("form", translate("Inspector", "Form"), self.form, 2, 0),
            ("takes", translate("StyleMixer", "Ta&kes"), self.variations, 2, 1),
            ("role", translate("Inspector", "Part"), self.role, 4, 0),
            ("form", translate("Inspector", "Bars in a section"), self.section_bars, 4, 0),
            ("place", translate("Inspector", "Tempo"), self.tempo, 4, 1),
            ("place", translate("Inspector", "Meter"), self.meter, 6, 0),
            ("place", translate("Inspector", "Key"), self.key, 6, 1),
            ("place", translate("Inspector", "Feel"), self.feel, 8, 0),
        )
        for control, text, widget, row, column in cells:
            label = section_label(text, self, widget)
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row + 1, column)
            self._parts.append((control, label, widget))

    def _connect(self) -> None:
        self.first_bar.valueChanged.connect(self._on_prompt_bars)
        self.last_bar.valueChanged.connect(self._on_prompt_bars)
        for name in ("bars", "variations", "section_bars"):
            getattr(self, name).valueChanged.connect(getattr(self, f"_on_{name}"))
        self.redo.editingFinished.connect(self._on_redo)
        self.form.editingFinished.connect(self._on_form)
        self.tempo.valueChanged.connect(self._on_tempo)
        for name in ("role", "meter", "key", "feel"):
            getattr(self, name).activated.connect(getattr(self, f"_on_{name}"))

    def show_settings(self, settings: GenerationSettings, mode: ModeSpec) -> None:
        """Show values, and only what the mode listens to."""
        self._settings = settings
        with silent(self.bars, self.variations, self.section_bars, self.tempo):
            self.bars.setValue(settings.bars)
            self.variations.setValue(settings.variations)
            self.section_bars.setValue(settings.section_bars)
            self.tempo.setValue(round(settings.tempo_bpm) if settings.tempo_bpm else self.tempo.minimum())
        self.redo.setText(bars_text(settings.redo_bars))
        self.form.setText(settings.form)
        self._show_roles(settings)
        # Tuples do not survive findData; places in the lists do.
        self.meter.setCurrentIndex(METERS.index(settings.meter) + 1 if settings.meter in METERS else 0)
        self.key.setCurrentIndex(ALL_KEYS.index(settings.key) + 1 if settings.key in ALL_KEYS else 0)
        self.feel.setCurrentIndex(max(0, self.feel.findData(settings.feel)))
        for control, label, widget in self._parts:
            shown = control == "takes" or control in mode.controls
            label.setVisible(shown)
            widget.setVisible(shown)
            if control == "takes":
                # Where nothing stands to its left, the number of takes does.
                column = int(bool(mode.controls & {"bars", "redo", "form"}))
                self._grid.addWidget(label, 2, column)
                self._grid.addWidget(widget, 3, column)

    def _show_roles(self, settings: GenerationSettings) -> None:
        """Any part at all is for patterns only."""
        shown = [item for item in self._roles if item[0] != "random" or settings.mode == "pattern"]
        if [self.role.itemData(number) for number in range(self.role.count())] != [name for name, _ in shown]:
            self.role.clear()
            for name, text in shown:
                self.role.addItem(text, name)
        self.role.setCurrentIndex(max(0, self.role.findData(settings.role)))

    def show_prompt_bars(self, bars: int, chosen: tuple[int, int] | None) -> None:
        """Show which of the prompt's `bars` are used; there is nothing to choose from without a prompt."""
        first, last = chosen if chosen is not None else (0, max(0, bars - 1))
        with silent(self.first_bar, self.last_bar):
            self.first_bar.setRange(1, last + 1)
            self.last_bar.setRange(first + 1, max(1, bars))
            self.first_bar.setValue(first + 1)
            self.last_bar.setValue(last + 1)
        for control, label, widget in self._parts:
            if control == "prompt":
                label.setEnabled(bars > 0)
                widget.setEnabled(bars > 0)

    def _change(self, name: str, value: Any) -> None:
        if getattr(self._settings, name) != value:
            self.changed.emit(name, {name: value})

    def _on_prompt_bars(self) -> None:
        self.prompt_bars_changed.emit(self.first_bar.value() - 1, self.last_bar.value() - 1)

    def _on_bars(self, value: int) -> None:
        self._change("bars", value)

    def _on_variations(self, value: int) -> None:
        self._change("variations", value)

    def _on_section_bars(self, value: int) -> None:
        self._change("section_bars", value)

    def _on_redo(self) -> None:
        ranges = read_bars(self.redo.text())
        if ranges is None:
            self.redo.setText(bars_text(self._settings.redo_bars))
            return
        self._change("redo_bars", ranges)

    def _on_form(self) -> None:
        from engine.generate.song import read_form

        bars = self._settings.section_bars
        try:
            letters, bars = read_form(self.form.text(), bars)
        except InputError:
            letters = in_capitals("".join(letter for letter in self.form.text() if "A" <= letter.upper() <= "H"))
        self.form.setText(letters or self._settings.form)
        if letters and (letters, bars) != (self._settings.form, self._settings.section_bars):
            self.changed.emit("form", {"form": letters, "section_bars": bars})

    def _on_tempo(self, value: int) -> None:
        self._change("tempo_bpm", None if value == self.tempo.minimum() else float(value))

    def _on_role(self) -> None:
        self._change("role", self.role.currentData())

    def _on_feel(self) -> None:
        self._change("feel", self.feel.currentData())

    def _on_meter(self, index: int) -> None:
        self._change("meter", METERS[index - 1] if index else None)

    def _on_key(self, index: int) -> None:
        self._change("key", ALL_KEYS[index - 1] if index else None)
