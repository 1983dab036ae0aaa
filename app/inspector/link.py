"""Between the inspector and the controller: settings into the document, styles off files, the user's own styles, and
live rendering.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from app.controller import Controller
from app.engine_client import AnyEvent, StyleRead, StylesFound
from app.generation_settings import ReadStyle
from app.i18n import translate
from app.inspector.panel import Inspector
from app.style_mixer.live import LiveRenderer
from engine.files import MIDI_PATTERNS
from engine.generate.jobs import EngineReady, JobFailed, JobFinished

NEW_WEIGHT = 60
"""Weight of a style that was just read off a file."""
NOT_RENDERED = frozenset(("mode", "variations", "seed", "seed_locked", "pad corners"))
"""Changes that do not render live: they choose what the next Generate does."""


class InspectorLink(QObject):
    """Carries the user's changes into the document, and answers of the engine into the inspector."""

    def __init__(self, inspector: Inspector, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inspector, self._controller = inspector, controller
        self._reading: dict[int, Path] = {}
        self.live = LiveRenderer(controller, self)
        inspector.settings_changed.connect(self._on_changed)
        inspector.styles.live_toggled.connect(self._on_live)
        inspector.styles.file_wanted.connect(self._on_file_wanted)
        inspector.styles.file_dropped.connect(self.read_style)
        inspector.styles.refresh_wanted.connect(controller.client.reload_styles)
        self.live.rendered.connect(inspector.styles.show_live_time)
        self.live.failed.connect(controller.error_occurred)
        controller.client.event_received.connect(self._on_event)

    @Slot(object)
    def read_style(self, path: Path) -> None:
        """Read the style off a MIDI file, in the engine's thread."""
        self._reading[self._controller.client.read_style(path)] = path
        self._controller.info_given.emit(translate("StyleMixer", "Reading the style of {file}…").format(file=path.name))

    @Slot(str, object)
    def _on_changed(self, what: str, changes: dict[str, Any]) -> None:
        if self.live.on and what not in NOT_RENDERED:
            self.live.change_settings(what, changes)
        else:
            self._controller.change_settings(what, **changes)

    @Slot(bool)
    def _on_live(self, on: bool) -> None:
        self.live.set_on(on)
        if on:
            # With a seed that rolls, each movement would change everything.
            self._controller.change_settings("seed_locked", seed_locked=True)

    @Slot()
    def _on_file_wanted(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._inspector,
            translate("StyleMixer", "Read the Style of MIDI Files"),
            "",
            translate("StyleMixer", "MIDI files ({patterns})").format(patterns=MIDI_PATTERNS),
        )
        for name in names:
            self.read_style(Path(name))

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, EngineReady | StylesFound):
            self._show_styles(event.styles)
        elif isinstance(event, StyleRead):
            self._add_style(event)
        elif isinstance(event, JobFinished | JobFailed) and event.job_id in self._reading:
            del self._reading[event.job_id]
            if isinstance(event, JobFailed):
                self._controller.error_occurred.emit(event.message)

    def _show_styles(self, styles: tuple[str, ...]) -> None:
        from engine.model.personal import StyleLibrary  # numpy, which the engine has loaded by now

        own = frozenset(entry.name for entry in StyleLibrary().entries()) & frozenset(styles)
        self._inspector.set_styles(styles, own)

    def _add_style(self, event: StyleRead) -> None:
        read = self._controller.document.state.settings.read_styles
        name = event.path.stem
        old = next((style for style in read if style.name == name), None)
        if old is not None:
            styles = tuple(replace(style, vector=event.vector) if style is old else style for style in read)
        else:
            styles = (*read, ReadStyle(name, event.vector, NEW_WEIGHT))
        self._on_changed(f"read {name}", {"read_styles": styles})
        self._controller.info_given.emit(
            translate("StyleMixer", "The style of {file} is in the mix now.").format(file=event.path.name)
        )
