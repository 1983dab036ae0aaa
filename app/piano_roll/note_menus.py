"""The roll's commands as menu entries: made from their table, connected to the editor, enabled where they make sense,
and put into the menu bar and the menus under the pointer.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QPointF, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.actions import make_action
from app.bar_locks import BarLocks, common_to, toggled
from app.i18n import translate
from app.piano_roll.clipboard import notes_there
from app.piano_roll.editor import Tool
from app.piano_roll.names import factor_name
from app.piano_roll.note_actions import NoteAction, Place, note_action_table
from app.piano_roll.view import RULER_PX, PianoRoll
from engine.generate.jobs import FACTORS
from engine.music.note import Role
from engine.music.snapping import Snap, line_before

_TOOLS = {NoteAction.TOOL_SELECT: Tool.SELECT, NoteAction.TOOL_DRAW: Tool.DRAW, NoteAction.TOOL_ERASE: Tool.ERASE}
_NEED_SELECTION = (
    NoteAction.CUT,
    NoteAction.COPY,
    NoteAction.DUPLICATE,
    NoteAction.DELETE,
    NoteAction.SELECT_NONE,
    NoteAction.JOIN,
)
_NEED_NOTES = (
    NoteAction.SELECT_ALL,
    NoteAction.SELECT_LEAD,
    NoteAction.SELECT_CHORDS,
    NoteAction.SELECT_BASS,
    NoteAction.SPLIT,
    NoteAction.LEGATO,
    NoteAction.QUANTISE,
)
_NEED_CLIP = (
    NoteAction.INSERT,
    NoteAction.QUANTISE_SETTINGS,
    NoteAction.MARK_BARS,
    NoteAction.MARK_MORE,
    NoteAction.MARK_LESS,
)


class NoteMenus(QObject):
    """Owns the actions. `window_part` is the widget whose being in sight makes the commands available."""

    quantise_asked = Signal()
    regenerate_asked = Signal()
    velocities_toggled = Signal(bool)
    locks_changed = Signal(object)
    """The wanted `BarLocks`."""

    def __init__(self, roll: PianoRoll, window_part: QWidget) -> None:
        super().__init__(roll)
        self._roll, self._editor, self._part = roll, roll.editor, window_part
        self._can_generate = False
        self._locks: BarLocks = ()
        self.actions: dict[NoteAction, QAction] = {}
        for spec in note_action_table():
            self.actions[spec.action] = make_action(spec, self)
        tools = QActionGroup(self)
        for tool_action in _TOOLS:
            tools.addAction(self.actions[tool_action])
        self.lock_actions = {factor: QAction(factor_name(factor), self) for factor in FACTORS}
        for factor, action in self.lock_actions.items():
            action.setCheckable(True)
            action.setToolTip(translate("PianoRoll", "Keep this of the marked bars when they are written anew"))
            action.triggered.connect(lambda _checked=False, factor=factor: self._toggle_lock(factor))
        self.actions[NoteAction.VELOCITIES].setChecked(True)
        self._connect()
        self.update()

    def _connect(self) -> None:
        editor, grid, a = self._editor, self._editor.grid, NoteAction
        slots: dict[NoteAction, Callable[[], object]] = {
            a.CUT: editor.cut,
            a.COPY: editor.copy,
            a.PASTE: editor.paste,
            a.DUPLICATE: editor.duplicate,
            a.DELETE: editor.erase,
            a.SELECT_ALL: editor.select_all,
            a.SELECT_NONE: editor.select_none,
            a.TOOL_SELECT: lambda: editor.set_tool(Tool.SELECT),
            a.TOOL_DRAW: lambda: editor.set_tool(Tool.DRAW),
            a.TOOL_ERASE: lambda: editor.set_tool(Tool.ERASE),
            a.INSERT: editor.insert_at_cursor,
            a.SPLIT: editor.split,
            a.JOIN: editor.join,
            a.LEGATO: editor.legato,
            a.QUANTISE: editor.quantise,
            a.QUANTISE_SETTINGS: self.quantise_asked.emit,
            a.ROLE_LEAD: lambda: editor.change_role(Role.LEAD),
            a.ROLE_CHORDS: lambda: editor.change_role(Role.CHORDS),
            a.ROLE_BASS: lambda: editor.change_role(Role.BASS),
            a.SELECT_LEAD: lambda: editor.select_all(Role.LEAD),
            a.SELECT_CHORDS: lambda: editor.select_all(Role.CHORDS),
            a.SELECT_BASS: lambda: editor.select_all(Role.BASS),
            a.GRID_FINER: lambda: grid.step(1),
            a.GRID_COARSER: lambda: grid.step(-1),
            a.GRID_TRIPLETS: grid.toggle_triplets,
            a.GRID_SNAP: grid.toggle,
            a.MARK_BARS: editor.mark_at_cursor,
            a.MARK_MORE: lambda: editor.extend_marked(1),
            a.MARK_LESS: lambda: editor.extend_marked(-1),
            a.LOOP_SELECTION: self._loop_selection,
            a.REGENERATE: self.regenerate_asked.emit,
        }
        for name, slot in slots.items():
            # The state of a checkable action is of no interest to the editor.
            self.actions[name].triggered.connect(lambda _checked=False, slot=slot: slot())
        self.actions[a.VELOCITIES].toggled.connect(self.velocities_toggled)
        for signal in (editor.selection_changed, editor.bars_changed, editor.tool_changed, grid.changed):
            signal.connect(self.update)
        QGuiApplication.clipboard().dataChanged.connect(self.update)
        self._roll.menu_requested.connect(self._show_menu)

    # What can be done now

    def set_can_generate(self, can: bool) -> None:
        """Whether bars could be written anew now."""
        self._can_generate = can
        self.update()

    @Slot()
    def update(self) -> None:
        """Enable what makes sense."""
        editor, actions = self._editor, self.actions
        here = self._part.isVisible()
        has_clip = here and bool(editor.content.clip.length)
        for action in actions.values():
            action.setEnabled(here)
        for name in _NEED_SELECTION:
            actions[name].setEnabled(here and bool(editor.selection))
        for name in _NEED_NOTES:
            actions[name].setEnabled(here and bool(editor.content.clip.notes))
        for name in _NEED_CLIP:
            actions[name].setEnabled(has_clip)
        actions[NoteAction.PASTE].setEnabled(has_clip and notes_there())
        marked = editor.marked_bars is not None
        actions[NoteAction.REGENERATE].setEnabled(here and marked and self._can_generate)
        actions[NoteAction.LOOP_SELECTION].setEnabled(here and (marked or bool(editor.selection)))
        for name, tool in _TOOLS.items():
            actions[name].setChecked(editor.tool is tool)
        actions[NoteAction.GRID_SNAP].setChecked(editor.grid.snap is not Snap.OFF)

        kept = self._kept_in_marked()
        for factor, action in self.lock_actions.items():
            action.setEnabled(here and marked)
            action.setChecked(factor in kept)

    def show_locks(self, locks: BarLocks) -> None:
        """Tick what the marked bars keep."""
        self._locks = locks
        self.update()

    def _kept_in_marked(self) -> frozenset[str]:
        bars = self._editor.marked_bars
        return frozenset() if bars is None else common_to(self._locks, bars[0] + 1, bars[1] + 1)

    def _toggle_lock(self, factor: str) -> None:
        bars = self._editor.marked_bars
        if bars is not None:
            self.locks_changed.emit(toggled(self._locks, bars[0] + 1, bars[1] + 1, factor))

    def _loop_selection(self) -> None:
        editor = self._editor
        ticks = editor.marked_ticks
        if ticks is None and editor.selection:
            meter = editor.content.clip.meter
            first, last = (pick(note.start for note in editor.selection) for pick in (min, max))
            ticks = meter.bar_start(meter.bar_at(first)), meter.bar_start(meter.bar_at(last) + 1)
        if ticks is not None:
            self._roll.loop_requested.emit(*ticks)

    # Menus

    def add_to(self, bar: QMenuBar, before: QAction, view_before: QAction) -> None:
        """Put the commands into the menu bar: clipboard and selection before `before` in its menu, the view's before
        `view_before`, all others into a menu of their own behind that of `before`.
        """
        titles = bar.actions()
        menus = [menu for menu in (title.menu() for title in titles) if isinstance(menu, QMenu)]
        edit = next(menu for menu in menus if before in menu.actions())
        view = next(menu for menu in menus if view_before in menu.actions())
        notes = QMenu(translate("Menu", "Notes"), bar)
        bar.insertMenu(titles[titles.index(edit.menuAction()) + 1], notes)
        role, grid = QMenu(translate("Menu", "&Role"), notes), QMenu(translate("Menu", "&Grid"), notes)
        role_added = False
        for spec in note_action_table():
            action = self.actions[spec.action]
            if spec.place is Place.EDIT:
                if spec.separator_before or spec.action is NoteAction.CUT:
                    edit.insertSeparator(before)
                edit.insertAction(before, action)
            elif spec.place is Place.VIEW:
                view.insertAction(view_before, action)
            elif spec.place is Place.ROLE:
                role.addAction(action)
            elif spec.place is Place.GRID:
                grid.addAction(action)
            else:
                if spec.place is Place.BARS and not role_added:
                    notes.addMenu(role)
                    notes.addMenu(grid)
                    role_added = True
                if spec.separator_before:
                    notes.addSeparator()
                notes.addAction(action)
        notes.addMenu(self._lock_menu(notes))
        notes.setToolTipsVisible(True)

    def _lock_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(translate("PianoRoll", "&Keep in These Bars"), parent)
        menu.addActions(list(self.lock_actions.values()))
        return menu

    @Slot(QPoint, QPointF)
    def _show_menu(self, on_screen: QPoint, place: QPointF) -> None:
        menu = self.menu_at(place)
        if menu is not None:
            menu.popup(on_screen)

    def menu_at(self, place: QPointF) -> QMenu | None:
        """The menu for what lies at a place of the roll: a bar, a note, or the ground; it dies when it is closed."""
        if not self._editor.content.clip.length or place.x() < self._roll.coords.left:
            return None
        menu = self._bars_menu(place) if place.y() < RULER_PX else self._notes_menu(place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        return menu

    def _bars_menu(self, place: QPointF) -> QMenu:
        editor, a = self._editor, self.actions
        clip = editor.content.clip
        bar = min(clip.meter.bar_at(max(0, int(self._roll.coords.tick_at(place.x())))), clip.bars - 1)
        if editor.marked_bars is None or not editor.marked_bars[0] <= bar <= editor.marked_bars[1]:
            editor.mark_bars((bar, bar))
        menu = QMenu(self._roll)
        menu.addAction(a[NoteAction.REGENERATE])
        menu.addMenu(self._lock_menu(menu))
        menu.addSeparator()
        for name in (NoteAction.LOOP_SELECTION, NoteAction.SELECT_ALL):
            menu.addAction(a[name])
        unmark = menu.addAction(translate("PianoRoll", "&Unmark"))
        unmark.triggered.connect(lambda: editor.mark_bars(None))
        return menu

    def _notes_menu(self, place: QPointF) -> QMenu:
        editor, roll, a = self._editor, self._roll, self.actions
        note = roll.note_under(place)
        tick = max(0, round(roll.coords.tick_at(place.x())))
        line = line_before(editor.content.clip.meter, tick, editor.grid.snap)
        menu = QMenu(roll)
        if note is not None:
            if note not in editor.selection:
                editor.select([note])
            at = line if note.start < line < note.end else tick
            split = menu.addAction(translate("PianoRoll", "&Split Here"))
            split.triggered.connect(lambda: editor.split(at, editor.selection))
            names = [NoteAction.JOIN, NoteAction.LEGATO, NoteAction.QUANTISE, NoteAction.QUANTISE_SETTINGS, None]
            names += [NoteAction.ROLE_LEAD, NoteAction.ROLE_CHORDS, NoteAction.ROLE_BASS, None]
            names += [NoteAction.CUT, NoteAction.COPY, NoteAction.DUPLICATE, NoteAction.DELETE, None]
        else:
            paste = menu.addAction(translate("PianoRoll", "&Paste Here"))
            paste.setEnabled(a[NoteAction.PASTE].isEnabled())
            paste.triggered.connect(lambda: editor.paste(tick))
            names = [NoteAction.SELECT_ALL, None]
        for name in (*names, NoteAction.MARK_BARS, NoteAction.REGENERATE):
            if name is None:
                menu.addSeparator()
            else:
                menu.addAction(a[name])
        return menu
