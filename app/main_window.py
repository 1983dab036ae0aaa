"""The main window: puts the parts together, connects them to the controller, and keeps what is enabled and shown
in step.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from app import settings as declared
from app.action_states import update_actions
from app.actions import ActionId, make_actions
from app.calm_tabs import CalmTabs
from app.compose_page import ComposePage
from app.controller import Controller, EngineState
from app.i18n import translate
from app.inspector.link import InspectorLink
from app.inspector.panel import Inspector
from app.menus import fill_menu_bar
from app.message_bar import MessageBar
from app.paths import DEMO_PROMPT, AppPaths
from app.piano_roll.panel import RollPanel
from app.piano_roll.view import ZOOM_STEP
from app.project_desk import ProjectDesk
from app.settings import Settings
from app.shortcuts import Shortcuts
from app.tab_order import move_focus
from app.take_desk import TakeDesk
from app.take_outlet import TakeOutlet
from app.takes.strip import TakeStrip
from app.theme import Theme, apply_theme, resolve_theme
from app.tour import Tour
from app.transport.bar import TransportBar
from app.transport.link import TransportLink
from app.wizard.tab import add_train_tab
from engine.errors import TatumFlowError


class MainWindow(QMainWindow):
    """The window of the app."""

    first_painted = Signal()

    def __init__(self, controller: Controller, settings: Settings, paths: AppPaths) -> None:
        super().__init__()
        self.controller = controller
        self.settings = settings
        self._paths = paths
        self.outlet = TakeOutlet(self, settings, paths.drag_folder)
        self._theme = resolve_theme(settings.get(declared.THEME))
        self._painted = False
        # A timer of its own: `QTimer.singleShot` frees its Python object without the interpreter's lock, which can
        # crash beside the thread that loads the engine.
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.timeout.connect(self.first_painted)
        self.setWindowTitle("TatumFlow")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 540)
        self.actions_by_id = make_actions(self)
        self._make_parts()
        self._make_menus()
        self._connect_actions()
        self._connect_parts()
        self._on_document_changed()
        self._on_engine_changed()
        self._restore_geometry()
        self.roll_panel.roll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_parts(self) -> None:
        act, theme, document = self.actions_by_id, self._theme, self.controller.document
        act[ActionId.DEMO].setVisible(DEMO_PROMPT.is_file())
        self.transport = TransportBar(theme, act, self)
        self.transport.demo_button.setVisible(DEMO_PROMPT.is_file())
        self.messages = MessageBar(theme, self)
        self.tour = Tour(self.controller, act, theme, self)
        self.tour.finished.connect(lambda: self.settings.set(declared.TOUR_SEEN, True))
        self.roll_panel = RollPanel(self.controller, theme, act, self)
        self.takes = TakeStrip(document, theme, self)
        self.mixer = Inspector(theme, act[ActionId.GENERATE], act[ActionId.CANCEL], act[ActionId.ROLL_SEED], self)
        self.inspector_link = InspectorLink(self.mixer, self.controller, self)
        self.compose = ComposePage(self.roll_panel, self.takes, self.mixer, self.settings, act, self)
        self.tabs = CalmTabs(self)
        self.tabs.setAccessibleName(translate("MainWindow", "Rooms"))
        self.tabs.setDocumentMode(True)
        # The choice of pages stands in the header.
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.addTab(self.compose, translate("MainWindow", "Compose"))
        self.train = add_train_tab(self.tabs, theme, self.settings, self._paths, self.controller, self.messages)
        self.transport.add_rooms(self.tabs)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(8, 2, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.transport)
        column.addWidget(self.messages)
        column.addWidget(self.tour)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(middle)
        self.transport.volume.setValue(self.settings.get(declared.VOLUME))
        self.controller.playback.set_volume(self.settings.get(declared.VOLUME) / 100)

    def _make_menus(self) -> None:
        act = self.actions_by_id
        self.project_desk = ProjectDesk(self.controller, self.outlet, self.settings, act, self)
        self.take_desk = TakeDesk(
            self.controller, self.takes, self.roll_panel, self.outlet, act, lambda: self._theme, self
        )
        self.theme_group, self.language_group = fill_menu_bar(self.menuBar(), self.actions_by_id, self.settings)
        self.transport_link = TransportLink(self.transport, self.controller, self.settings, act, self)
        self.roll_panel.add_menus(self.menuBar(), self.actions_by_id)
        self.shortcuts = Shortcuts(self.settings, (*act.values(), *self.roll_panel.menus.actions.values()))
        self.project_desk.add_recent_menu(self.menuBar(), act)
        self.theme_group.triggered.connect(self._on_theme_chosen)
        self.language_group.triggered.connect(self._on_language_chosen)

    def _connect_actions(self) -> None:
        act, controller, roll = self.actions_by_id, self.controller, self.roll_panel.roll
        for action_id, slot in (
            (ActionId.SETTINGS, self._on_settings),
            (ActionId.QUIT, self.close),
            (ActionId.UNDO, controller.undo_stack.undo),
            (ActionId.REDO, controller.undo_stack.redo),
            (ActionId.TRANSPOSE_UP, lambda: controller.transpose(1)),
            (ActionId.TRANSPOSE_DOWN, lambda: controller.transpose(-1)),
            (ActionId.OCTAVE_UP, lambda: controller.transpose(12)),
            (ActionId.OCTAVE_DOWN, lambda: controller.transpose(-12)),
            (ActionId.GENERATE, controller.generate),
            (ActionId.CANCEL, controller.cancel),
            (ActionId.ROLL_SEED, controller.roll_seed),
            (ActionId.PLAY, controller.playback.toggle),
            (ActionId.TO_START, self.roll_panel.go_to_start),
            (ActionId.FIT, roll.fit),
            (ActionId.ZOOM_IN, lambda: roll.zoom(ZOOM_STEP)),
            (ActionId.ZOOM_OUT, lambda: roll.zoom(1 / ZOOM_STEP)),
            (ActionId.SHORTCUTS, self._on_shortcuts),
        ):
            act[action_id].triggered.connect(slot)

    def _connect_parts(self) -> None:
        controller, document = self.controller, self.controller.document
        self.roll_panel.content_changed.connect(self._on_document_changed)
        document.settings_changed.connect(self._on_settings_changed)
        controller.undo_stack.indexChanged.connect(self._update_enabled)
        controller.error_occurred.connect(self.messages.show_error)
        controller.info_given.connect(self.messages.show_info)
        for success in (controller.prompt_opened, controller.take_added):
            success.connect(self.messages.clear_read)
        for desk in (self.outlet, self.project_desk):
            desk.error_occurred.connect(self.messages.show_error)
            desk.info_given.connect(self.messages.show_info)
        self.project_desk.title_changed.connect(self._show_title)
        controller.work_began.connect(self._update_enabled)
        controller.progress_changed.connect(self.mixer.show_progress)
        controller.work_ended.connect(self._on_work_ended)
        controller.engine_changed.connect(self._on_engine_changed)
        controller.sound_changed.connect(self._on_sound_changed)
        controller.playback.silence_noticed.connect(self._on_silence)
        controller.playback.playing_changed.connect(self._on_playing_changed)
        controller.playback.position_changed.connect(self._on_position_changed)
        self.mixer.prompt_bars_changed.connect(controller.set_prompt_bars)
        self.transport.volume_changed.connect(self._on_volume)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme)

    # Showing the document

    @Slot()
    def _on_document_changed(self) -> None:
        state = self.controller.document.state
        content = self.roll_panel.roll.content
        title = content.prompt_name if content.clip.length else ""
        self.transport.show_clip(content.clip, title, is_take=state.current is not None)
        self.transport.show_position(self.controller.playback.cursor_tick)
        self.mixer.show_prompt_bars(state.prompt.bars, state.prompt_bars)
        self._update_enabled()

    @Slot()
    def _on_settings_changed(self) -> None:
        self.mixer.show_settings(self.controller.document.state.settings)

    # Work under way

    @Slot()
    def _on_work_ended(self) -> None:
        self.mixer.show_idle()
        self._update_enabled()

    @Slot()
    def _on_engine_changed(self) -> None:
        controller = self.controller
        self.transport.show_engine(controller.engine_state is EngineState.FAILED, controller.engine_ready)
        self._update_enabled()

    @Slot()
    def _on_sound_changed(self) -> None:
        self.transport.show_backend(self.controller.playback.backend)

    @Slot(str)
    def _on_silence(self, backend: str) -> None:
        text = translate("MainWindow", "Playback is {backend}; the playhead moves all the same.")
        self.messages.show_info(text.format(backend=backend))

    @Slot()
    def _update_enabled(self) -> None:
        update_actions(self.actions_by_id, self.controller, has_notes=bool(self.roll_panel.roll.content.clip.notes))

    # Transport

    @Slot(bool)
    def _on_playing_changed(self, playing: bool) -> None:
        self.transport.show_playing(playing)

    @Slot(float)
    def _on_position_changed(self, tick: float) -> None:
        self.transport.show_position(tick)

    @Slot(int)
    def _on_volume(self, percent: int) -> None:
        self.settings.set(declared.VOLUME, percent)
        self.controller.playback.set_volume(percent / 100)

    # Files

    def open_file(self, path: Path) -> None:
        """Open a MIDI file as a prompt, or a project."""
        self.project_desk.open_file(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one local file, but not our own takes on their way out."""
        if event.source() is None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.project_desk.drop(event)

    @Slot()
    def _show_title(self) -> None:
        self.setWindowTitle(self.project_desk.title)
        self.setWindowModified(self.project_desk.is_modified)

    # Look, language, window

    @property
    def theme(self) -> Theme:
        """The look in force."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Change the look at once."""
        if theme is self._theme:
            return
        self._theme = theme
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, theme)
        for part in (self.transport, self.messages, self.tour, self.roll_panel, self.takes, self.mixer, self.train):
            part.set_theme(theme)

    @Slot(QAction)
    def _on_theme_chosen(self, action: QAction) -> None:
        self.settings.set(declared.THEME, action.data())
        self.set_theme(resolve_theme(action.data()))

    @Slot()
    def _on_system_theme(self) -> None:
        if self.settings.get(declared.THEME) == "system":
            self.set_theme(resolve_theme("system"))

    @Slot(QAction)
    def _on_language_chosen(self, action: QAction) -> None:
        self.settings.set(declared.LANGUAGE, action.data())
        self.messages.show_info(translate("MainWindow", "The language changes at the next start."))

    @Slot()
    def _on_settings(self) -> None:
        from app.settings_window import SettingsWindow

        window = SettingsWindow(self.settings, (self.theme_group, self.language_group), self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.sound_chosen.connect(self.controller.use_sound)
        window.show()

    @Slot()
    def _on_shortcuts(self) -> None:
        from app.shortcuts_window import ShortcutsWindow

        window = ShortcutsWindow(self.shortcuts, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()

    def _restore_geometry(self) -> None:
        self.resize(1280, 800)
        stored = self.settings.get(declared.GEOMETRY)
        if stored:
            self.restoreGeometry(QByteArray.fromBase64(stored.encode()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint, which is when the user sees the window."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._after_paint.start(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the focused button: Space always belongs to the transport."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window as it is read; in one that goes, nothing moves any more."""
        return self.isVisible() and move_focus(self, forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, remember the window, stop the engine and the sound."""
        if not self.train.may_close() or not self.project_desk.may_go():
            event.ignore()
            return
        self.settings.set(declared.GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode())
        try:
            self.settings.save()
        except TatumFlowError as error:
            # The window is going; what could not be remembered is in the log.
            from app.crash_log import log_exception

            log_exception(error)
        # Work under way may take a moment to stop; nobody needs to look at that.
        self.hide()
        self.outlet.close()
        self.controller.close()
        event.accept()
