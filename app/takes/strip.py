"""The strip of cards below the roll. It mirrors the document's takes and hands the cards' wishes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.document import Document, Take
from app.i18n import translate
from app.take_names import take_title
from app.takes.card import TakeCard
from app.theme import Theme

HIGH_STRIP_PX, LOW_STRIP_PX = 190, 84
"""Heights of the strip with whole cards, and with low ones that leave their facts to the tip."""
_LEAST_HIGH_PX = 150


class TakeStrip(QFrame):
    """All takes side by side, oldest first; a take that was made from another stands behind that one."""

    lowered = Signal(bool)
    """The cards have become low ones, or whole ones."""
    chosen = Signal(int)
    play_requested = Signal(int)
    star_toggled = Signal(int, bool)
    renamed = Signal(int, str)
    coloured = Signal(int, str)
    wished = Signal(int, object)
    drag_requested = Signal(int)
    role_drag_requested = Signal(int, object)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._cards: dict[int, TakeCard] = {}
        self.setObjectName("panel")
        self.setMinimumHeight(LOW_STRIP_PX)
        self._low = False
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        self._column = column
        title = QLabel(translate("Takes", "Takes"), self)
        title.setObjectName("section")
        hint = QLabel(
            translate("Takes", "Drag a card into your DAW, or a letter for one role · A compares two takes"), self
        )
        hint.setObjectName("hint")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(hint)
        self._title, self._hint = title, hint
        column.addLayout(head)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.horizontalScrollBar().rangeChanged.connect(self._on_range_changed)
        inner = QWidget()
        inner.setObjectName("clear")
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addStretch(1)
        self._area.setWidget(inner)
        self._empty = QLabel(translate("Takes", "Takes appear here. Press Generate to write the first ones."), self)
        self._empty.setObjectName("muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._area)
        column.addWidget(self._stack, 1)
        # A card just made has no place before the layout ran. The timer dies with the strip.
        self._reveal_timer = QTimer(self)
        self._reveal_timer.setSingleShot(True)
        self._reveal_timer.setInterval(0)
        self._reveal_timer.timeout.connect(self._show_current)
        # Cards are made once what else a new take asks for is done, so that nothing waits for both.
        self._update_timer = QTimer(self)
        self._update_timer.setSingleShot(True)
        self._update_timer.setInterval(0)
        self._update_timer.timeout.connect(self._bring_up_to_date)
        document.takes_changed.connect(self._on_takes_changed)
        document.current_changed.connect(self._on_current_changed)
        self._bring_up_to_date()

    @property
    def cards(self) -> tuple[TakeCard, ...]:
        """The cards, oldest first."""
        if self._update_timer.isActive():
            self._bring_up_to_date()
        return tuple(self._cards.values())

    @property
    def is_low(self) -> bool:
        """Whether the cards are the low ones."""
        return self._low

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low strip has low cards, and no room for its title."""
        super().resizeEvent(event)
        low = self.height() < _LEAST_HIGH_PX
        if low == self._low:
            return
        self._low = low
        self._title.setVisible(not low)
        self._hint.setVisible(not low and bool(self._cards))
        self._set_margins()
        for card in self._cards.values():
            card.set_low(low)
        self.lowered.emit(low)

    def _on_range_changed(self) -> None:
        """All cards have their places now."""
        self._set_margins()
        self._reveal_timer.start()

    def _set_margins(self) -> None:
        """A low strip has no room to spare once it has a scroll bar."""
        scrolls = self._area.horizontalScrollBar().maximum() > 0
        top, bottom = (8, 8) if not self._low else (3, 1) if scrolls else (6, 6)
        self._column.setContentsMargins(12, top, 12, bottom)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for card in self._cards.values():
            card.set_theme(theme)

    def edit_name(self, number: int) -> None:
        """Let the user type another name for a take."""
        card = next((card for card in self.cards if card.number == number), None)
        if card is not None:
            self._area.ensureWidgetVisible(card, 12, 0)
            card.edit_name()

    @Slot()
    def _on_takes_changed(self) -> None:
        if all(take.number in self._cards for take in self._document.state.takes):
            self._bring_up_to_date()
        else:
            self._update_timer.start()

    @Slot()
    def _bring_up_to_date(self) -> None:
        self._update_timer.stop()
        takes = in_tree_order(self._document.state.takes)
        titles = {take.number: take_title(take) for take in takes}
        for number in [number for number in self._cards if number not in titles]:
            card = self._cards.pop(number)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        for index, take in enumerate(takes):
            card = self._cards.get(take.number) or self._make_card(take)
            if self._row.indexOf(card) != index:
                self._row.removeWidget(card)
                self._row.insertWidget(index, card)
            card.update_take(take, titles.get(take.parent or 0, ""))
        self._cards = {take.number: self._cards[take.number] for take in takes}
        self._stack.setCurrentIndex(1 if takes else 0)
        self._hint.setVisible(bool(takes) and not self._low)
        self._on_current_changed()

    def _make_card(self, take: Take) -> TakeCard:
        # With its parent from the start: all of a card is styled anew when it gets another.
        card = self._cards[take.number] = TakeCard(take, self._theme, self._row.parentWidget(), low=self._low)
        card.chosen.connect(self.chosen)
        card.play_requested.connect(self.play_requested)
        card.star_toggled.connect(self.star_toggled)
        card.renamed.connect(self.renamed)
        card.coloured.connect(self.coloured)
        card.wished.connect(self.wished)
        card.drag_requested.connect(self.drag_requested)
        card.role_drag_requested.connect(self.role_drag_requested)
        return card

    def _on_current_changed(self) -> None:
        current = self._document.state.current
        for number, card in self._cards.items():
            card.set_current(number == current)
        if current in self._cards:
            self._reveal_timer.start()

    def _show_current(self) -> None:
        card = self._cards.get(self._document.state.current or 0)
        if card is not None:
            self._area.ensureWidgetVisible(card, 12, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel walks along the strip."""
        bar = self._area.horizontalScrollBar()
        step = event.angleDelta().y() or event.angleDelta().x()
        bar.setValue(bar.value() - step)
        event.accept()


def in_tree_order(takes: tuple[Take, ...]) -> list[Take]:
    """Takes by number, each followed by the takes that were made from it."""
    numbers = {take.number for take in takes}
    children: dict[int | None, list[Take]] = {}
    for take in sorted(takes, key=lambda take: take.number):
        # A parent that is gone, or claims to be younger, is none.
        parent = take.parent if take.parent in numbers and (take.parent or 0) < take.number else None
        children.setdefault(parent, []).append(take)
    ordered: list[Take] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        take = waiting.pop()
        ordered.append(take)
        waiting += reversed(children.get(take.number, []))
    return ordered
