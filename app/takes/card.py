"""The card of one take: its picture, name and facts, a click to show it, a drag to take it or one of its roles out,
buttons for the rest.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.document import Take
from app.elided_label import ElidedLabel
from app.i18n import translate
from app.icons import icon
from app.midi_drag import Press
from app.take_names import take_title
from app.takes.facts import all_facts, originality_text, short_facts
from app.takes.menu import MARKS, TakeWish, make_menu
from app.takes.name_edit import NameEdit
from app.takes.parts import RoleHandle, Thumbnail
from app.theme import Theme, set_look
from engine.music.note import Role

CARD_WIDTH_PX, LOW_CARD_WIDTH_PX = 212, 286
LOW_PICTURE_PX = 72


class TakeCard(QFrame):
    """One take. It tells what is asked of it by the take's number and changes nothing itself."""

    chosen = Signal(int)
    play_requested = Signal(int)
    star_toggled = Signal(int, bool)
    renamed = Signal(int, str)
    coloured = Signal(int, str)
    wished = Signal(int, object)
    """Number and a `TakeWish`."""
    drag_requested = Signal(int)
    role_drag_requested = Signal(int, object)

    def __init__(self, take: Take, theme: Theme, parent: QWidget | None = None, *, low: bool = False) -> None:
        super().__init__(parent)
        self.number = take.number
        self._take = take
        self._shown: tuple[Take, str] | None = None
        self._press = Press()
        self.setObjectName("card")
        self._low = low
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._title = ElidedLabel(self)
        self._title.setObjectName("cardTitle")
        self._title.setMinimumWidth(40)
        self._origin = QLabel(self)
        self._origin.setObjectName("hint")
        self._facts = ElidedLabel(self)
        self._facts.setObjectName("muted")
        self._originality = QLabel(self)
        self._originality.setObjectName("hint")
        self._thumbnail = Thumbnail(take.clip, theme, self)
        self.name_edit = NameEdit(self)
        self.name_edit.committed.connect(self._on_renamed)
        self.play_button = self._button(translate("Take", "Loop this take; again to stop"))
        self.star_button = self._button(translate("Take", "Mark this take as a favourite"))
        self.star_button.setCheckable(True)
        self.export_button = self._button(translate("Take", "Save this take as a MIDI file"))
        self.menu_button = self._button(translate("Take", "More: rename, colour, audio, copy …"))
        self.delete_button = self._button(translate("Take", "Delete this take; undo brings it back"))
        self.play_button.clicked.connect(self._on_play)
        self.star_button.clicked.connect(self._on_star)
        self.export_button.clicked.connect(self._on_export)
        self.menu_button.clicked.connect(self._on_menu_button)
        self.delete_button.clicked.connect(self._on_delete)
        self.role_handles = tuple(RoleHandle(role, theme, self) for role in Role)
        for handle in self.role_handles:
            handle.drag_requested.connect(self._on_role_drag)
        self._make_layouts()
        self._lay_out()
        self.update_take(take)
        self.set_theme(theme)

    def _make_layouts(self) -> None:
        """All rows, for good: two widgets change their places in them, and nothing is taken apart.

        A layout is put into another one while it is empty: of what is in it then, PySide would keep the items, also
        those that Qt deletes when a widget moves on, and take later objects for them.
        """
        self._whole, self._side = QHBoxLayout(self), QVBoxLayout()
        self._head, self._middle, row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._whole.setSpacing(8)
        self._whole.addLayout(self._side, 1)
        for part, spacing in ((self._head, 4), (self._middle, 6), (row, 2)):
            part.setSpacing(spacing)
            self._side.addLayout(part)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._origin)
        self._head.addWidget(self.star_button)
        self._middle.addWidget(self._facts, 1)
        row.addWidget(self.play_button)
        row.addWidget(self.export_button)
        row.addSpacing(2)
        for handle in self.role_handles:
            row.addWidget(handle)
        row.addStretch(1)
        row.addWidget(self.menu_button)
        row.addWidget(self.delete_button)

    def _lay_out(self) -> None:
        low = self._low
        self.setFixedWidth(LOW_CARD_WIDTH_PX if low else CARD_WIDTH_PX)
        self._facts.setVisible(not low)
        for layout in (self._whole, self._side):
            layout.removeWidget(self._thumbnail)
        for layout in (self._head, self._middle):
            layout.removeWidget(self._originality)
        if low:
            # The picture stands at the left; what does not fit is in the tip.
            self._head.insertWidget(2, self._originality)
            self._thumbnail.setFixedWidth(LOW_PICTURE_PX)
            self._whole.insertWidget(0, self._thumbnail)
            self._whole.setContentsMargins(10, 3, 6, 3)
            self._side.setSpacing(0)
            return
        self._middle.addWidget(self._originality)
        self._thumbnail.setMinimumWidth(0)
        self._thumbnail.setMaximumWidth(CARD_WIDTH_PX)
        self._side.insertWidget(1, self._thumbnail, 1)
        self._whole.setContentsMargins(12, 6, 8, 5)
        self._side.setSpacing(3)

    def set_low(self, low: bool) -> None:
        """Lay the card out in two lines beside its picture, or as a whole card."""
        if low != self._low:
            self._low = low
            self._lay_out()

    def update_take(self, take: Take, parent_name: str = "") -> None:
        """Show the take's changed facts; `parent_name` is what the take it was made from is called."""
        self.star_button.setChecked(take.starred)
        if self._shown is not None and self._shown[0] is take and self._shown[1] == parent_name:
            return
        self._take, self._shown = take, (take, parent_name)
        title = take_title(take)
        self._thumbnail.show_clip(take.clip)
        self._title.setText(title)
        # The whole name has no room here; it is in the tip.
        self._origin.setText(f"↳ {take.parent}" if take.parent is not None else "")
        self._facts.setText(short_facts(take))
        self._originality.setText(originality_text(take))
        self._originality.setVisible(bool(self._originality.text()))
        facts = all_facts(take, parent_name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(facts.replace("\n", ", "))
        tip = translate("Take", "Click shows it, double click renames it, a drag takes it into your DAW.")
        self.setToolTip(f"{facts}\n\n{tip}")
        there = {note.role for note in take.clip.notes}
        for handle in self.role_handles:
            handle.setVisible(handle.role in there and len(there) > 1)
            handle.name_after(title)
        for button, name in (
            (self.play_button, translate("Take", "Play")),
            (self.star_button, translate("Take", "Star")),
            (self.export_button, translate("Take", "Save as")),
            (self.menu_button, translate("Take", "More")),
            (self.delete_button, translate("Take", "Delete")),
        ):
            button.setAccessibleName(f"{name}: {title}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._thumbnail.set_theme(theme)
        for handle in self.role_handles:
            handle.set_theme(theme)
        self.play_button.setIcon(icon("play", theme))
        self.star_button.setIcon(icon("star", theme, on_name="star_on", on_colour=theme.accent))
        self.export_button.setIcon(icon("export", theme))
        self.menu_button.setIcon(icon("more", theme))
        self.delete_button.setIcon(icon("delete", theme))

    def set_current(self, current: bool) -> None:
        """Frame the card that is shown in the roll."""
        if self.property("current") != current:
            set_look(self, "current", current)

    def edit_name(self) -> None:
        """Let the user type another name over the present one."""
        self.name_edit.begin(take_title(self._take), self._title.geometry().adjusted(-4, -3, 4, 3))

    def drag_point(self) -> QPoint:
        """Where pressing begins a drag of the whole take."""
        return self._thumbnail.geometry().center()

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setToolTip(tip)
        button.setIconSize(QSize(16, 16))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _wish(self, wish: TakeWish) -> None:
        if wish is TakeWish.RENAME:
            self.edit_name()
        else:
            self.wished.emit(self.number, wish)

    def _on_play(self) -> None:
        self.play_requested.emit(self.number)

    def _on_star(self, checked: bool) -> None:
        self.star_toggled.emit(self.number, checked)

    def _on_export(self) -> None:
        self._wish(TakeWish.EXPORT)

    def _on_delete(self) -> None:
        self._wish(TakeWish.DELETE)

    def _on_coloured(self, colour: str) -> None:
        self.coloured.emit(self.number, colour)

    def _on_renamed(self, name: str) -> None:
        if name != take_title(self._take):
            self.renamed.emit(self.number, name)
        self.setFocus()

    def _on_role_drag(self, role: Role) -> None:
        self.role_drag_requested.emit(self.number, role)

    def _on_menu_button(self) -> None:
        self._show_menu(self.menu_button.mapToGlobal(self.menu_button.rect().topRight()))

    def _show_menu(self, place: QPoint) -> None:
        menu = make_menu(self._take, self, self._wish, self._on_coloured)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, and the user's mark at its left."""
        super().paintEvent(event)
        if self._take.colour:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(MARKS[self._take.colour]))
            painter.drawRoundedRect(QRectF(4, 8, 4, self.height() - 16), 2, 2)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The card's menu, by the right button or the menu key."""
        self._show_menu(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a click or a drag."""
        self._press.begin(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice on the name edits it."""
        self._press.end()
        if self._title.geometry().contains(event.position().toPoint()):
            self.edit_name()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press it is a drag."""
        if self._press.becomes_drag(event):
            self.drag_requested.emit(self.number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Without a drag it was a click."""
        if event.button() == Qt.MouseButton.LeftButton and self._press.end():
            self.chosen.emit(self.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the card shows the take, F2 renames it; on one of its buttons keys are the button's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.hasFocus() and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.number)
            return
        super().keyPressEvent(event)
