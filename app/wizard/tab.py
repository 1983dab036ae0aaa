"""The Train tab before it is opened for the first time: nothing of the wizard is loaded at the start of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.controller import Controller
from app.engine_client import StylesFound
from app.i18n import translate
from app.message_bar import MessageBar
from app.paths import AppPaths
from app.settings import Settings
from app.theme import Theme
from engine.generate.jobs import JobFailed

if TYPE_CHECKING:
    from app.wizard.panel import TrainPanel

FIRST_WEIGHT = 60
"""Of a new style in the mixer: to be heard, but not alone where there are others."""


class TrainTab(QWidget):
    """Makes the wizard when it is first shown, and connects it to the app."""

    error_occurred = Signal(str)
    info_given = Signal(str)
    compose_requested = Signal()

    def __init__(
        self, theme: Theme, settings: Settings, paths: AppPaths, controller: Controller, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._settings, self._paths = theme, settings, paths
        self._controller = controller
        self._wanted = ""
        self.panel: TrainPanel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        controller.client.event_received.connect(self._on_engine_event)

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, make the wizard."""
        if self.panel is None:
            self._make_panel()
        super().showEvent(event)

    def _make_panel(self) -> None:
        from app.wizard.panel import TrainPanel

        self.panel = TrainPanel(self._theme, self._settings, self._paths, self._controller.playback, self)
        self.panel.error_occurred.connect(self.error_occurred)
        self.panel.info_given.connect(self.info_given)
        self.panel.style_made.connect(self._on_style_made)
        self.panel.style_wanted.connect(self._on_style_wanted)
        ready = self._controller.engine_ready
        self.panel.set_palette(ready.styles if ready is not None else ())
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.panel)

    @Slot(str)
    def _on_style_made(self, name: str) -> None:
        self._controller.client.reload_styles()

    @Slot(str)
    def _on_style_wanted(self, name: str) -> None:
        # It goes into the mixer when the engine knows it.
        self._wanted = name
        self._controller.client.reload_styles()

    @Slot(object)
    def _on_engine_event(self, event: object) -> None:
        if isinstance(event, JobFailed) and event.job_id == 0 and self._wanted:
            self._wanted = ""
            self.error_occurred.emit(event.message)
        if not isinstance(event, StylesFound):
            return
        if self.panel is not None:
            self.panel.set_palette(event.styles)
        name, self._wanted = self._wanted, ""
        if name in event.styles:
            self._mix_in(name)
            self.compose_requested.emit()
        elif name:
            text = translate("Train", "The style “{name}” is not there any more; learn it again or install its file.")
            self.error_occurred.emit(text.format(name=name))

    def _mix_in(self, name: str) -> None:
        """Put the style into the mixer, beside what is in it."""
        weights = dict(self._controller.document.state.settings.style_weights)
        if name not in weights:
            weights[name] = FIRST_WEIGHT
            self._controller.change_setting("style_weights", tuple(weights.items()))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        if self.panel is not None:
            self.panel.set_theme(theme)

    def may_close(self) -> bool:
        """Whether the window may close; asks what becomes of a training under way, and ends what is left."""
        if self.panel is None:
            return True
        if not self.panel.may_close():
            return False
        self.panel.close_processes()
        return True


def add_train_tab(
    tabs: QTabWidget, theme: Theme, settings: Settings, paths: AppPaths, controller: Controller, messages: MessageBar
) -> TrainTab:
    """Put the tab behind the others; its messages go where those of the window go."""
    tab = TrainTab(theme, settings, paths, controller, tabs)
    tabs.addTab(tab, translate("MainWindow", "Train"))
    tabs.tabBar().setDrawBase(False)
    tab.error_occurred.connect(messages.show_error)
    tab.info_given.connect(messages.show_info)
    tab.compose_requested.connect(lambda: tabs.setCurrentIndex(0))
    return tab
