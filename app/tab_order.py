"""Where Tab leads: from control to control as the window is read, whenever they were made. Qt's own order is that of
their making, which puts takes and styles that came later behind everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

_WHOLE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
"""What is inside of these is Qt's matter."""


def move_focus(window: QWidget, forward: bool) -> bool:
    """Give the next or the previous control of a window the focus and bring it into sight; False without any."""
    focused = window.focusWidget()
    # What has just been disabled or hidden still tells where to go on from.
    order = [widget for widget in _as_read(window) if widget is focused or _takes_tab(widget)]
    place = order.index(focused) if focused in order else -1 if forward else 0
    target = order[(place + (1 if forward else -1)) % len(order)] if order else None
    if target is None or not _takes_tab(target):
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def _takes_tab(widget: QWidget) -> bool:
    shown = widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
    return shown and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _as_read(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that are in it."""
    yield widget
    if not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from _as_read(part)


def _parts(widget: QWidget) -> list[QWidget]:
    """The widgets right inside another, in the order in which they are laid out."""
    if isinstance(widget, QScrollArea):
        inside = [widget.widget()]
    elif isinstance(widget, QSplitter):
        inside = [widget.widget(index) for index in range(widget.count())]
    elif isinstance(widget, QStackedWidget | QTabWidget):
        inside = [widget.currentWidget()]
    else:
        layout = widget.layout()
        inside = list(_laid_out(widget, layout)) if layout is not None else []
        known = set(inside)
        # Overlays, such as the lanes over the piano roll, stand in no layout.
        over = [child for child in widget.children() if isinstance(child, QWidget) and child not in known]
        over.sort(key=lambda child: (child.y(), child.x()))
        inside += over
    return [part for part in inside if part is not None and not part.isWindow()]


def _laid_out(widget: QWidget, layout: QLayout) -> Iterator[QWidget]:
    """The widgets in a layout of `widget`, in its order.

    Its items are not asked for: PySide keeps what `itemAt` has given when Qt deletes it, and takes the next object at
    that address for it.
    """
    placed: list[tuple[int, QObject]] = [(layout.indexOf(part), part) for part in layout.children()]  # type: ignore[call-overload]
    placed += [(layout.indexOf(part), part) for part in widget.children() if isinstance(part, QWidget)]
    for _, part in sorted((place for place in placed if place[0] >= 0), key=itemgetter(0)):
        if isinstance(part, QLayout):
            yield from _laid_out(widget, part)
        elif isinstance(part, QWidget):
            yield part


def _bring_into_sight(target: QWidget) -> None:
    """Scroll all areas that the target lies in, the innermost first."""
    around = target.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(target)
        around = around.parentWidget()
