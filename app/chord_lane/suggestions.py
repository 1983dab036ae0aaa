"""The window of reharmonisations: what each would change, why, and what the melody says to it; take or leave each."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.chord_lane.edits import Lane
from app.i18n import in_words, translate, without_mark
from app.window_size import open_with_size
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap
from engine.music.key_spelling import symbol_of
from engine.music.note import Note
from engine.music.reharmony import Proposal, apply, propose


class Suggestions(QDialog):
    """Not modal: the lane is seen and heard meanwhile. It reports lanes; it changes nothing itself."""

    lane_chosen = Signal(object, str)
    """The lane with what is taken, and what the undo step is called."""
    audition_wanted = Signal(object)
    """A lane that is to be heard from the chosen proposal on: (lane, tick)."""

    def __init__(
        self,
        lane: Lane,
        key: str | None,
        melody: Iterable[Note],
        meter: MeterMap,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Suggestions", "Other Chords"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_with_size(self, 560, 520)
        self._lane, self._key, self._meter = lane, key, meter
        self.proposals = propose(lane, key, melody, meter)
        self._taken: list[Proposal] = []
        self._busy = False
        self.list = QListWidget(self)
        self.list.setAccessibleName(translate("Suggestions", "Reharmonisations"))
        self.list.setToolTip(translate("Suggestions", "Tick one to take it; Space ticks, untick to leave it"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        for number, proposal in enumerate(self.proposals):
            item = QListWidgetItem(self._title(proposal))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setToolTip(in_words(proposal.reason))
            self.list.addItem(item)
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        self.reason.setMinimumHeight(96)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.reason.setAccessibleName(translate("Suggestions", "Reason"))
        self.listen = QPushButton(translate("Suggestions", "&Listen"), self)
        self.listen.setToolTip(translate("Suggestions", "Play the lane with this change, from the bar before it"))
        self.close_button = QPushButton(translate("Suggestions", "Close"), self)
        self.close_button.setToolTip(translate("Suggestions", "What is ticked stays"))
        for button in (self.listen, self.close_button):
            button.setAccessibleName(without_mark(button.text()))
            button.setAutoDefault(False)
        if not self.proposals:
            self.reason.setText(translate("Suggestions", "No device of reharmonisation applies to these chords."))
        row = QHBoxLayout()
        row.addWidget(self.listen)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self.reason)
        column.addLayout(row)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemChanged.connect(self._on_ticked)
        self.listen.clicked.connect(self._on_listen)
        self.close_button.clicked.connect(self.close)
        self.listen.setEnabled(bool(self.proposals))
        if self.proposals:
            self.list.setCurrentRow(0)

    def choose_at(self, tick: int) -> None:
        """Show the first proposal for the chord at `tick`."""
        for number, proposal in enumerate(self.proposals):
            if proposal.start <= tick < proposal.end:
                self.list.setCurrentRow(number)
                self.list.scrollToItem(self.list.item(number), QListWidget.ScrollHint.PositionAtTop)
                return

    def _names(self, spans: Iterable[ChordSpan]) -> str:
        return " ".join(symbol_of(span.chord, self._key) for span in spans)

    def _title(self, proposal: Proposal) -> str:
        old = [span for span in self._lane if span.start < proposal.end and span.end > proposal.start]
        text = translate("Suggestions", "Bar {bar}: {old} → {new} · {device}").format(
            bar=self._meter.bar_at(proposal.start) + 1,
            old=self._names(old),
            new=self._names(proposal.chords),
            device=in_words(proposal.title),
        )
        if proposal.clashes:
            count = len(proposal.clashes)
            text += translate("Suggestions", " · rubs {count}×").format(count=count)
        return text

    def _on_row(self, row: int) -> None:
        if row < 0:
            return
        proposal = self.proposals[row]
        lines = [in_words(proposal.reason)]
        if proposal.clashes:
            shown = "; ".join(in_words(clash.text) for clash in proposal.clashes[:3])
            more = len(proposal.clashes) - 3
            if more > 0:
                shown += translate("Suggestions", " and {count} more").format(count=more)
            lines.append(translate("Suggestions", "Against the melody: {clashes}.").format(clashes=shown))
        else:
            lines.append(translate("Suggestions", "No note of the melody rubs against it."))
        self.reason.setText("\n".join(lines))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if self._busy:
            return
        proposal = self.proposals[item.data(Qt.ItemDataRole.UserRole)]
        if item.checkState() == Qt.CheckState.Checked:
            # Two changes of the same beats cannot both be: the newer one stays.
            for other in [one for one in self._taken if one.start < proposal.end and proposal.start < one.end]:
                self._taken.remove(other)
                self._untick(other)
            self._taken.append(proposal)
            text = translate("Undo", "take {device}").format(device=in_words(proposal.title))
        else:
            self._taken.remove(proposal)
            text = translate("Undo", "leave {device}").format(device=in_words(proposal.title))
        self.lane_chosen.emit(apply(self._lane, self._taken), text)

    def _untick(self, proposal: Proposal) -> None:
        self._busy = True
        self.list.item(self.proposals.index(proposal)).setCheckState(Qt.CheckState.Unchecked)
        self._busy = False

    def _on_listen(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        proposal = self.proposals[row]
        others = [one for one in self._taken if one.end <= proposal.start or one.start >= proposal.end]
        bar = max(0, self._meter.bar_at(proposal.start) - 1)
        self.audition_wanted.emit((apply(self._lane, [*others, proposal]), self._meter.bar_start(bar)))
