"""The strip of cards below the roll. It mirrors the document's takes and hands the cards' wishes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.document import Document
from app.i18n import translate
from app.takes.card import TakeCard
from app.theme import Theme

STRIP_HEIGHT_PX = 168


class TakeStrip(QFrame):
    """All takes side by side, oldest first."""

    chosen = Signal(int)
    play_requested = Signal(int)
    star_toggled = Signal(int, bool)
    export_requested = Signal(int)
    delete_requested = Signal(int)
    drag_requested = Signal(int)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._cards: dict[int, TakeCard] = {}
        self.setObjectName("panel")
        self.setFixedHeight(STRIP_HEIGHT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        title = QLabel(translate("Takes", "Takes"), self)
        title.setObjectName("section")
        hint = QLabel(translate("Takes", "Drag a card into your DAW"), self)
        hint.setObjectName("hint")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(hint)
        self._hint = hint
        column.addLayout(head)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        document.takes_changed.connect(self._on_takes_changed)
        document.current_changed.connect(self._on_current_changed)
        self._on_takes_changed()

    @property
    def cards(self) -> tuple[TakeCard, ...]:
        """The cards, oldest first."""
        return tuple(self._cards.values())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for card in self._cards.values():
            card.set_theme(theme)

    def _on_takes_changed(self) -> None:
        takes = self._document.state.takes
        numbers = {take.number for take in takes}
        for number in [number for number in self._cards if number not in numbers]:
            card = self._cards.pop(number)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        for index, take in enumerate(takes):
            card = self._cards.get(take.number) or self._make_card(index)
            card.update_take(take)
        self._cards = {take.number: self._cards[take.number] for take in takes}
        self._stack.setCurrentIndex(1 if takes else 0)
        self._hint.setVisible(bool(takes))
        self._on_current_changed()

    def _make_card(self, index: int) -> TakeCard:
        take = self._document.state.takes[index]
        card = self._cards[take.number] = TakeCard(take, self._theme)
        self._row.insertWidget(index, card)
        card.chosen.connect(self.chosen)
        card.play_requested.connect(self.play_requested)
        card.star_toggled.connect(self.star_toggled)
        card.export_requested.connect(self.export_requested)
        card.delete_requested.connect(self.delete_requested)
        card.drag_requested.connect(self.drag_requested)
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
