"""Step 1, Folder: choosing one, watching the scan, and what the music in it is like. The scan is a child process."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.elided_label import ElidedLabel
from app.i18n import translate
from app.theme import Theme
from app.training_process import Ending, Event, Outcome, TrainingProcess
from app.wizard import folder_facts as counts
from app.wizard.charts import BarChart, ShareChart
from app.wizard.drop_area import DropArea, dropped_folder
from app.wizard.folder_facts import FEW_FILES, FEWEST_FILES, FolderFacts
from app.wizard.left_out_list import LeftOutList
from app.wizard.texts import chord_name, duration_text, number_text

REDRAW_MS = 150
"""A scan of small files sends hundreds of events a second; charts need not follow each."""


class FolderStep(QWidget):
    """Shows a `FolderFacts` as it grows."""

    changed = Signal()
    """There is more or less to learn from than before."""
    failed = Signal(str)
    """One sentence: why the folder cannot be looked at."""

    def __init__(self, theme: Theme, start_folder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: FolderFacts | None = None
        self._start_folder = start_folder
        self._scan = TrainingProcess(self)
        self._scan.event_received.connect(self._on_event)
        self._scan.ended.connect(self._on_ended)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(self._show_facts)
        self.setAcceptDrops(True)
        self.drop_area = DropArea(theme, self)
        self.drop_area.folder_dropped.connect(self.look_at)
        self.drop_area.choose_requested.connect(self.choose)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.drop_area)
        self._stack.addWidget(self._make_findings(theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _make_findings(self, theme: Theme) -> QWidget:
        page = QWidget(self)
        self._name = ElidedLabel(page)
        self._name.setObjectName("title")
        self._sums = QLabel(page)
        self._sums.setObjectName("muted")
        self.progress = QProgressBar(page)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(translate("Train", "Looking at the folder"))
        self.progress.setToolTip(translate("Train", "How far the look at the folder is"))
        self.progress.setMaximumHeight(30)
        self.cancel_button = QPushButton(translate("Train", "Stop Looking"), page)
        self.cancel_button.setAccessibleName(translate("Train", "Stop looking at the folder"))
        self.cancel_button.setToolTip(translate("Train", "Stop looking and choose another folder"))
        self.cancel_button.clicked.connect(self.cancel)
        self.other_button = QPushButton(translate("Train", "Another Folder…"), page)
        self.other_button.setAccessibleName(translate("Train", "Choose another folder"))
        self.other_button.setToolTip(translate("Train", "Choose another folder of MIDI files"))
        self.other_button.clicked.connect(self.choose)
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._sums)
        head.addLayout(words, 1)
        head.addWidget(self.progress, 1)
        head.addWidget(self.cancel_button)
        head.addWidget(self.other_button)
        self._make_charts(theme, page)
        grid = QGridLayout()
        grid.setSpacing(10)
        places = (
            (self.length, 0, 0, 2), (self.tempo, 0, 2, 2), (self.meter, 0, 4, 1), (self.density, 0, 5, 2),
            (self.range, 1, 0, 3), (self.key, 1, 3, 2), (self.chords, 1, 5, 2),
        )  # fmt: skip
        for chart, line, first, span in places:
            grid.addWidget(chart, line, first, 1, span)
        for place in range(7):
            grid.setColumnStretch(place, 1)
        self.left_out = LeftOutList(theme, page)
        self.left_out.setFixedWidth(290)
        body = QHBoxLayout()
        body.setSpacing(10)
        body.addLayout(grid, 1)
        body.addWidget(self.left_out)
        self.advice = QLabel(page)
        self.advice.setWordWrap(True)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self.advice)
        return page

    def _make_charts(self, theme: Theme, page: QWidget) -> None:
        self.length = BarChart(translate("Train", "Length in minutes"), theme, page)
        self.tempo = BarChart(translate("Train", "Tempo in bpm"), theme, page)
        self.meter = BarChart(translate("Train", "Meter"), theme, page)
        self.density = BarChart(translate("Train", "Notes a second"), theme, page)
        self.range = BarChart(translate("Train", "Notes by pitch"), theme, page)
        legend = (translate("Train", "major"), translate("Train", "minor"))
        self.key = BarChart(translate("Train", "Key"), theme, page, legend)
        self.chords = ShareChart(translate("Train", "Chords, share of the time"), theme, page)

    # Doing

    @property
    def looking(self) -> bool:
        """Whether a scan is under way."""
        return self._scan.running

    @property
    def ready(self) -> bool:
        """Whether a style can be learned from what was found."""
        return self.facts is not None and self.facts.finished and self.facts.enough

    @Slot()
    def choose(self) -> None:
        """Ask for a folder."""
        title = translate("Train", "Choose the Folder of Your MIDI Files")
        start = str(self.facts.folder) if self.facts is not None else self._start_folder
        chosen = QFileDialog.getExistingDirectory(self, title, start)
        if chosen:
            self.look_at(Path(chosen))

    @Slot(Path)
    def look_at(self, folder: Path) -> None:
        """Scan `folder`; a scan under way is given up."""
        self._scan.close()
        self.facts = FolderFacts(folder)
        self.left_out.show_files([])
        self._stack.setCurrentIndex(1)
        self._scan.start(["scan", str(folder), "--json"], background=False)
        self._show_facts()
        self.changed.emit()
        self.cancel_button.setFocus()

    @Slot()
    def cancel(self) -> None:
        """Give the scan up and invite again."""
        self._scan.close()
        self._forget()

    def close_process(self) -> None:
        """End a scan under way: for the end of the app."""
        self._scan.close()

    def _forget(self) -> None:
        self.facts = None
        self._redraw.stop()
        self._stack.setCurrentIndex(0)
        self.changed.emit()
        self.drop_area.choose_button.setFocus()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if self.facts is not None:
            self.facts.apply(event)
            if not self._redraw.isActive():
                self._redraw.start()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if outcome.ending is Ending.DONE and self.facts is not None and self.facts.finished:
            self._redraw.stop()
            self._show_facts()
            self.changed.emit()
            self.other_button.setFocus()
            return
        self._forget()
        text = translate("Train", "The look at the folder was cut off; choose the folder again.")
        self.failed.emit(outcome.message if outcome.ending is Ending.FAILED else text)

    # Showing

    @Slot()
    def _show_facts(self) -> None:
        facts = self.facts
        if facts is None:
            return
        self._name.setText(facts.folder.name or str(facts.folder))
        self._name.setToolTip(str(facts.folder))
        looking = not facts.finished
        self._sums.setVisible(not looking or bool(facts.used))
        self._sums.setText(
            translate("Train", "{files} files · {notes} notes · {time} of music").format(
                files=number_text(len(facts.used)), notes=number_text(facts.notes), time=duration_text(facts.seconds)
            )
        )
        for widget in (self.progress, self.cancel_button):
            widget.setVisible(looking)
        self.other_button.setVisible(not looking)
        self.progress.setValue(round(1000 * facts.done))
        self.progress.setFormat(self._progress_text(facts))
        self.left_out.show_files(facts.left_out)
        self._show_charts(facts)
        self.advice.setText(self._advice(facts))
        self.advice.setObjectName("" if facts.enough else "warning")

    def _progress_text(self, facts: FolderFacts) -> str:
        if facts.studied or (facts.files and facts.checked == facts.files):
            text = translate("Train", "Finding the beat: {done} of {files}")
            return text.format(done=facts.studied, files=facts.to_study or len(facts.used))
        if facts.files:
            return translate("Train", "Reading: {done} of {files}").format(done=facts.checked, files=facts.files)
        return translate("Train", "Looking for MIDI files…")

    def _show_charts(self, facts: FolderFacts) -> None:
        self.length.show_bars(counts.length_bars(facts))
        self.tempo.show_bars(counts.tempo_bars(facts))
        self.meter.show_bars(counts.meter_bars(facts))
        self.density.show_bars(counts.density_bars(facts))
        self.range.show_bars(counts.range_bars(facts), lined_up=True)
        self.key.show_bars(*counts.key_bars(facts))
        shares = [(chord_name(quality), share) for quality, share in counts.chord_shares(facts)]
        self.chords.show_shares(shares)
        for chart, bars in (
            (self.length, counts.length_bars(facts)),
            (self.tempo, counts.tempo_bars(facts)),
            (self.meter, counts.meter_bars(facts)),
            (self.density, counts.density_bars(facts)),
        ):
            said = ", ".join(f"{label}: {value:.0f}" for label, value in bars if value)
            chart.say(said or translate("Train", "nothing yet"))
        major, minor = counts.key_bars(facts)
        keys = [f"{name} {translate('Train', 'major')}: {value:.0f}" for name, value in major if value]
        keys += [f"{name} {translate('Train', 'minor')}: {value:.0f}" for name, value in minor if value]
        self.key.say(", ".join(keys) or translate("Train", "nothing yet"))
        self.chords.say(", ".join(f"{name}: {share:.0%}" for name, share in shares if share >= 0.005))
        usual = counts.usual_range(facts)
        if usual is not None:
            names = [f"{counts.PITCH_NAMES[pitch % 12]}{pitch // 12 - 1}" for pitch in usual]
            self.range.say(
                translate("Train", "Nine of ten notes lie from {low} to {high}.").format(low=names[0], high=names[1])
            )

    def _advice(self, facts: FolderFacts) -> str:
        if not facts.finished:
            return translate("Train", "You can go on composing meanwhile.")
        found = len(facts.used)
        if found < FEWEST_FILES:
            text = translate(
                "Train", "{found} pieces are too few for a style: at least {least} are needed, and ten make a good one."
            )
            return text.format(found=found, least=FEWEST_FILES)
        words = []
        if found < FEW_FILES:
            text = translate("Train", "{found} pieces are few: the style will be a sketch; ten or more make it sure.")
            words.append(text.format(found=found))
        tempi = counts.usual_tempi(facts)
        meters = counts.meter_bars(facts, 1)
        if tempi is not None and meters:
            text = translate("Train", "Mostly {meter}, around {low} to {high} bpm.")
            words.append(text.format(meter=meters[0][0], low=tempi[0], high=tempi[1]))
        if facts.studied < found:
            text = translate("Train", "Tempo, meter, key and chords were measured on {some} of the {all} files.")
            words.append(text.format(some=facts.studied, all=found))
        return " ".join(words)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.drop_area.set_theme(theme)
        self.left_out.set_theme(theme)
        for chart in (self.length, self.tempo, self.meter, self.density, self.range, self.key, self.chords):
            chart.set_theme(theme)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Another folder may be dropped on what was found."""
        if dropped_folder(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        folder = dropped_folder(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            self.look_at(folder)
