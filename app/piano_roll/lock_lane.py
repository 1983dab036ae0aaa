"""The lock lane: a thin strip between chords and notes that says which factors of the music each bar keeps when it is
written anew, and changes that. The locks themselves belong to the settings.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from app.bar_locks import BarLocks, by_bar, cleared, common_to, toggled
from app.i18n import translate
from app.piano_roll.canvas import CHORDS_PX, KEYBOARD_PX, RULER_PX, RollCanvas
from app.piano_roll.names import factor_name
from app.piano_roll.painters import blend
from app.theme import Theme
from engine.generate.jobs import FACTORS
from engine.music.grid import MeterMap

LANE_PX = 20
_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
"""Of the factors, in their order."""
_OWN_KEYS = frozenset((
    *_KEYS, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter,
))  # fmt: skip


def factors_text(factors: frozenset[str]) -> str:
    """Factors in words, in their order."""
    return ", ".join(factor_name(factor) for factor in FACTORS if factor in factors)


def locks_text(locks: BarLocks) -> str:
    """All locks in words, one line for each stretch of bars."""
    return "\n".join(
        f"{bars_text(first, last)}: {factors_text(factors)}" for first, last, factors in _runs(by_bar(locks))
    )


def bars_text(first: int, last: int) -> str:
    """Bars in words, counted from 1."""
    text = translate("LockLane", "bar {first}") if first == last else translate("LockLane", "bars {first}–{last}")
    return text.format(first=first, last=last)


def _runs(bars: dict[int, frozenset[str]]) -> list[tuple[int, int, frozenset[str]]]:
    """Neighbouring bars with the same factors: (first, last, factors)."""
    runs: list[tuple[int, int, frozenset[str]]] = []
    for bar in sorted(bars):
        if runs and runs[-1][1] == bar - 1 and runs[-1][2] == bars[bar]:
            runs[-1] = (runs[-1][0], bar, bars[bar])
        else:
            runs.append((bar, bar, bars[bar]))
    return runs


class LockLane(QWidget):
    """Shows the locks of the roll's bars; it lies over the roll and scrolls with it."""

    changed = Signal(object)
    """The wanted `BarLocks`."""

    def __init__(self, roll: RollCanvas, theme: Theme) -> None:
        super().__init__(roll.viewport())
        self._roll, self._theme = roll, theme
        self._locks: BarLocks = ()
        self._selected: tuple[int, int] | None = None
        self._anchor = self._cursor = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("LockLane", "Locks of bars"))
        self.setToolTip(
            translate(
                "LockLane",
                "Click a bar, or drag over several, to choose what they keep when they are written anew; "
                "keys 1 to 4 lock harmony, melody, rhythm and dynamics, Delete unlocks",
            )
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        roll.viewport().installEventFilter(self)
        self.hide()
        self._describe()

    @property
    def locks(self) -> BarLocks:
        """What is shown."""
        return self._locks

    @property
    def selected(self) -> tuple[int, int] | None:
        """First and last of the selected bars, from 1."""
        return self._selected

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_locks(self, locks: BarLocks, *, wanted: bool) -> None:
        """Show locks; the lane is there while it is `wanted` and there are bars, or while there are locks in them."""
        self._locks = locks
        bars = self._bars
        if self._selected is not None and self._selected[1] > bars:
            self._selected = None
        shown = bool(bars) and (wanted or any(first <= bars for first, _, _ in locks))
        if shown == self.isHidden():
            self._roll.make_room(LANE_PX if shown else 0)
            self.setVisible(shown)
            self._place()
        self._describe()
        self.update()

    def select(self, anchor: int, cursor: int) -> None:
        """Choose the bars between two, from 1; the second is the end that moves when more are chosen."""
        self._anchor, self._cursor = (min(max(1, bar), max(1, self._bars)) for bar in (anchor, cursor))
        self._selected = (min(self._anchor, self._cursor), max(self._anchor, self._cursor))
        self._roll.bring_into_sight(self._meter.bar_start(self._cursor - 1))
        self._describe()
        self.update()

    def toggle(self, factor: str) -> None:
        """Lock a factor in the selected bars, or let it go."""
        if self._selected is not None:
            self.changed.emit(toggled(self._locks, *self._selected, factor))

    def clear_selected(self) -> None:
        """Let the selected bars keep nothing."""
        if self._selected is not None:
            self.changed.emit(cleared(self._locks, *self._selected))

    @property
    def _meter(self) -> MeterMap:
        return self._roll.content.clip.meter

    @property
    def _bars(self) -> int:
        clip = self._roll.content.clip
        return clip.bars if clip.length else 0

    def _bar_at(self, place: QPointF) -> int:
        tick = max(0, int(self._roll.coords.tick_at(place.x())))
        return min(self._bars, self._meter.bar_at(tick) + 1)

    def _describe(self) -> None:
        if self._selected is None:
            there = locks_text(self._locks).replace("\n", ", ") or translate("LockLane", "nothing is locked")
            hint = translate("LockLane", "arrow keys choose a bar")
            self.setAccessibleDescription(f"{there}; {hint}")
            return
        factors = common_to(self._locks, *self._selected)
        what = factors_text(factors) or translate("LockLane", "nothing is locked")
        self.setAccessibleDescription(f"{bars_text(*self._selected)}: {what}")

    # Place and painting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the room that the roll has made."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setGeometry(0, RULER_PX + CHORDS_PX, self._roll.viewport().width(), LANE_PX)
        self.raise_()

    def _box(self, first: int, last: int) -> QRectF:
        coords, meter = self._roll.coords, self._meter
        left, right = coords.x_at(meter.bar_start(first - 1)), coords.x_at(meter.bar_start(last))
        return QRectF(left + 1, 2, right - left - 2, self.height() - 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lane where the roll is now."""
        painter, theme, coords = QPainter(self), self._theme, self._roll.coords
        painter.fillRect(self.rect(), QColor(theme.panel))
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        place = QRectF(0, 0, coords.left - 6, self.height())
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side, translate("LockLane", "Locks"))
        painter.fillRect(QRectF(0, self.height() - 1, coords.left + coords.width, 1), QColor(theme.border))
        painter.setClipRect(QRectF(coords.left, 0, coords.width, self.height()))
        self._paint_free_bars(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        ground = blend(QColor(theme.panel), QColor(theme.marked), 0.28)
        for first, last, factors in _runs(by_bar(self._locks)):
            box = self._box(first, last)
            if box.right() < coords.left or box.left() > coords.left + coords.width or first > self._bars:
                continue
            painter.setPen(QPen(QColor(theme.marked), 1))
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
            self._paint_names(painter, box, factors)
        if self._selected is not None:
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.muted), 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(*self._selected), 4, 4)

    def _paint_free_bars(self, painter: QPainter) -> None:
        """A faint place for each bar, so that there is something to press on."""
        coords, meter = self._roll.coords, self._meter
        bar = meter.bar_at(max(0, int(coords.first_tick))) + 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.raised))
        while bar <= self._bars and meter.bar_start(bar - 1) < coords.last_tick:
            painter.drawRect(self._box(bar, bar))
            bar += 1

    def _paint_names(self, painter: QPainter, box: QRectF, factors: frozenset[str]) -> None:
        """The factors' names, or where there is no room for them their first letters."""
        coords = self._roll.coords
        inner = box.adjusted(6, 0, -3, 0)
        inner.setLeft(max(inner.left(), coords.left + 4.0))
        painter.setPen(QColor(self._theme.text))
        short = " ".join(factor_name(factor)[0] for factor in FACTORS if factor in factors)
        for text in (factors_text(factors), short, short.replace(" ", "")):
            if painter.fontMetrics().horizontalAdvance(text) <= inner.width() + 3:
                painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)
                return

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a bar; with Shift all up to it."""
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < KEYBOARD_PX:
            event.ignore()
            return
        bar = self._bar_at(event.position())
        more = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._selected is not None
        self.select(self._anchor if more else bar, bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose several bars."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._selected is not None:
            self.select(self._anchor, self._bar_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Offer the factors for them."""
        if event.button() == Qt.MouseButton.LeftButton and self._selected is not None:
            self._open_menu(event.globalPosition().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The roll scrolls and zooms."""
        event.ignore()

    # Keys and menu

    def event(self, event: QEvent) -> bool:
        """Keys of the lane come before the window's; the tip tells the locks of the bar under the pointer."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
            if Qt.Key(event.key()) in _OWN_KEYS and not held:
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._bars:
            bar = self._bar_at(QPointF(event.pos()))
            factors = by_bar(self._locks).get(bar, frozenset())
            what = f"{bars_text(bar, bar)}: {factors_text(factors)}\n" if factors else ""
            QToolTip.showText(event.globalPos(), what + self.toolTip(), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose, with Shift more; digits lock; Enter opens the menu; Delete unlocks."""
        key = Qt.Key(event.key())
        places = {
            Qt.Key.Key_Left: self._cursor - 1,
            Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self._bars,
        }
        if key in places and self._bars:
            bar = min(max(1, places[key]), self._bars)
            more = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._selected is not None
            self.select(self._anchor if more else bar, bar)
        elif key in _KEYS:
            self.toggle(FACTORS[_KEYS.index(key)])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_selected()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self._open_menu(self.mapToGlobal(self._box(*self._selected).bottomLeft().toPoint()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by the Tab key begins at the first bar in sight."""
        by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_tab and self._selected is None and self._bars:
            bar = self._bar_at(QPointF(self._roll.coords.left, 0))
            self.select(bar, bar)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The factors for the bar under the pointer, from the keyboard for the selected ones."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            bar = self._bar_at(QPointF(event.pos()))
            if self._selected is None or not self._selected[0] <= bar <= self._selected[1]:
                self.select(bar, bar)
        if self._selected is not None:
            self._open_menu(event.globalPos())
        event.accept()

    def _open_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self) -> QMenu:
        """The factors to tick for the selected bars."""
        assert self._selected is not None
        menu = QMenu(self)
        menu.setAccessibleName(translate("LockLane", "Keep in {bars}").format(bars=bars_text(*self._selected)))
        title = menu.addAction(menu.accessibleName())
        title.setEnabled(False)
        there = common_to(self._locks, *self._selected)
        for number, factor in enumerate(FACTORS, 1):
            action = menu.addAction(f"&{number}  {factor_name(factor)}")
            action.setCheckable(True)
            action.setChecked(factor in there)
            action.triggered.connect(lambda _=False, factor=factor: self.toggle(factor))
        menu.addSeparator()
        unlock = menu.addAction(translate("LockLane", "&Unlock"))
        unlock.setEnabled(cleared(self._locks, *self._selected) != self._locks)
        unlock.triggered.connect(self.clear_selected)
        return menu
