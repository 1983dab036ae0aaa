"""Between the header and the rest: tempo, meter and key into the document, metronome, count-in and volume into
playback and the settings.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from app import settings as declared
from app.actions import ActionId
from app.controller import Controller
from app.i18n import translate
from app.settings import Settings
from app.transport.bar import TransportBar
from app.transport.time_facts import with_meter, with_tempo


class TransportLink(QObject):
    """Carries the user's wishes out of the header."""

    def __init__(
        self,
        bar: TransportBar,
        controller: Controller,
        settings: Settings,
        actions: dict[ActionId, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._settings = controller, settings
        self._bar = bar
        bar.facts.tempo_chosen.connect(self._on_tempo)
        bar.facts.meter_chosen.connect(self._on_meter)
        bar.facts.key_chosen.connect(self._on_key)
        for action_id, setting, apply in (
            (ActionId.METRONOME, declared.METRONOME, controller.playback.set_metronome),
            (ActionId.COUNT_IN, declared.COUNT_IN, controller.playback.set_count_in),
        ):
            actions[action_id].setChecked(settings.get(setting))
            apply(settings.get(setting))
            actions[action_id].toggled.connect(apply)
        actions[ActionId.METRONOME].toggled.connect(self._on_metronome)
        actions[ActionId.COUNT_IN].toggled.connect(self._on_count_in)

    @Slot(bool)
    def _on_metronome(self, on: bool) -> None:
        self._settings.set(declared.METRONOME, on)

    @Slot(bool)
    def _on_count_in(self, on: bool) -> None:
        self._settings.set(declared.COUNT_IN, on)

    @Slot(float)
    def _on_tempo(self, tempo_bpm: float) -> None:
        shown = self._controller.document.state.shown
        if not shown.length:
            self._controller.change_settings("tempo_bpm", tempo_bpm=tempo_bpm)
            return
        with self._controller.playback.going_on():
            clip = with_tempo(shown, tempo_bpm, self._bar.tick)
            self._controller.change_shown(clip, translate("Undo", "change tempo"), "tempo")

    @Slot(int, int)
    def _on_meter(self, numerator: int, denominator: int) -> None:
        state = self._controller.document.state
        if not state.shown.length:
            self._controller.change_settings("meter", meter=(numerator, denominator))
        elif state.current is None:
            clip = with_meter(state.shown, numerator, denominator, self._bar.tick)
            # The bars that were chosen are other bars now.
            self._controller.change_shown(clip, translate("Undo", "change meter"))

    @Slot(str)
    def _on_key(self, key: str) -> None:
        shown = self._controller.document.state.shown
        if not shown.length:
            self._controller.change_settings("key", key=key or None)
            return
        with self._controller.playback.going_on():
            self._controller.change_shown(replace(shown, key=key or None), translate("Undo", "change key"))
