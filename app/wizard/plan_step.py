"""Step 2, Plan: name, time, device, what will be learned and what it takes; the options for experts below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTime, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import translate
from app.theme import Theme
from app.wizard.expert_panel import ExpertPanel
from app.wizard.folder_facts import FolderFacts, Gpu
from app.wizard.machine import free_disk_bytes, free_memory_bytes
from app.wizard.plan import (
    DISK_BYTES,
    GPU_BYTES,
    LEAST_MINUTES,
    MOST_MINUTES,
    USUAL_MINUTES,
    Plan,
    estimate,
    memory_needed,
    name_problem,
)
from app.wizard.texts import duration_text, size_text
from engine.model.personal import StyleLibrary

QUICK_MINUTES = (5, 10, 30, 60)


def _heading(text: str, parent: QWidget, buddy: QWidget | None = None) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("section")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


class PlanStep(QWidget):
    """Makes a `Plan`."""

    changed = Signal()

    def __init__(
        self, theme: Theme, runs_folder: Path, device: str, threads: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runs_folder = runs_folder
        self._facts: FolderFacts | None = None
        self._palette: tuple[str, ...] = ()
        self._own: tuple[str, ...] = ()
        self._named_by_hand = False
        self._enough_memory = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._make_choices(device, threads), 1)
        row.addWidget(self._make_outlook(), 1)
        column.addLayout(row, 1)
        self.set_theme(theme)

    def _make_choices(self, device: str, threads: int) -> QFrame:
        panel = QFrame(self)
        panel.setObjectName("panel")
        self.name = QLineEdit(panel)
        self.name.setMaxLength(60)
        self.name.setAccessibleName(translate("Train", "Name of the style"))
        self.name.setToolTip(translate("Train", "The style stands in the mixer under this name"))
        self.name.textEdited.connect(self._on_name_edited)
        self.name.textChanged.connect(self._refresh)
        self.name_note = QLabel(panel)
        self.name_note.setWordWrap(True)
        self.minutes = QSpinBox(panel)
        self.minutes.setRange(LEAST_MINUTES, MOST_MINUTES)
        self.minutes.setValue(USUAL_MINUTES)
        self.minutes.setSuffix(" " + translate("Train", "minutes"))
        self.minutes.setAccessibleName(translate("Train", "Time for learning"))
        self.minutes.setToolTip(
            translate("Train", "All that learning may take on this computer; the longer, the closer to the folder")
        )
        self.minutes.setMinimumWidth(130)
        self.minutes.lineEdit().setTextMargins(6, 0, 0, 0)
        self.minutes.valueChanged.connect(self._refresh)
        times = QHBoxLayout()
        times.setSpacing(6)
        times.addWidget(self.minutes)
        self.quick_buttons: list[QPushButton] = []
        for minutes in QUICK_MINUTES:
            button = QPushButton(duration_text(60 * minutes), panel)
            button.setAccessibleName(translate("Train", "Take {time}").format(time=duration_text(60 * minutes)))
            button.setToolTip(translate("Train", "Give the learning {time}").format(time=duration_text(60 * minutes)))
            button.clicked.connect(lambda _, value=minutes: self.minutes.setValue(value))
            self.quick_buttons.append(button)
            times.addWidget(button)
        times.addStretch(1)
        self.time_note = QLabel(panel)
        self.time_note.setObjectName("muted")
        self.time_note.setWordWrap(True)
        self.role = QComboBox(panel)
        for value, text in (
            ("", translate("Train", "All that is played")),
            ("lead", translate("Train", "The lead alone")),
            ("chords+bass", translate("Train", "The accompaniment alone: chords and bass")),
            ("chords", translate("Train", "The chords alone")),
            ("bass", translate("Train", "The bass alone")),
        ):
            self.role.addItem(text, value)
        self.role.setAccessibleName(translate("Train", "Learn from"))
        self.role.setToolTip(
            translate(
                "Train",
                "In a band’s files the instruments tell who leads, a pianist’s hands are told apart by ear; "
                "take the lead alone to learn a soloist and not the band",
            )
        )
        self.role.currentIndexChanged.connect(self._refresh)
        self.role_note = QLabel(panel)
        self.role_note.setObjectName("muted")
        self.role_note.setWordWrap(True)
        self.device = QComboBox(panel)
        self._wanted_device = device
        self._show_devices(())
        self.device.setAccessibleName(translate("Train", "Device"))
        self.device.setToolTip(translate("Train", "Where the learning runs; Automatic takes a GPU where there is one"))
        self.device.activated.connect(self._on_device_chosen)
        self.expert_button = QToolButton(panel)
        self.expert_button.setText(translate("Train", "For experts"))
        self.expert_button.setObjectName("flat")
        self.expert_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.expert_button.setArrowType(Qt.ArrowType.RightArrow)
        self.expert_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.expert_button.setAccessibleName(translate("Train", "Options for experts"))
        self.expert_button.setToolTip(translate("Train", "Show every option of the training"))
        self.expert_button.clicked.connect(self._on_expert_clicked)
        self.expert = ExpertPanel(threads, panel)
        self.expert.hide()
        inner = QWidget(panel)
        inner.setObjectName("clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(_heading(translate("Train", "Name of the style"), panel, self.name))
        column.addWidget(self.name)
        column.addWidget(self.name_note)
        column.addSpacing(14)
        column.addWidget(_heading(translate("Train", "Time"), panel, self.minutes))
        column.addLayout(times)
        column.addWidget(self.time_note)
        column.addSpacing(14)
        column.addWidget(_heading(translate("Train", "Learn from"), panel, self.role))
        column.addWidget(self.role)
        column.addWidget(self.role_note)
        column.addSpacing(14)
        column.addWidget(_heading(translate("Train", "Device"), panel, self.device))
        column.addWidget(self.device)
        column.addSpacing(10)
        column.addWidget(self.expert_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.expert)
        column.addStretch(1)
        area = QScrollArea(panel)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(panel)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return panel

    def _make_outlook(self) -> QFrame:
        panel = QFrame(self)
        panel.setObjectName("panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(_heading(translate("Train", "What will be learned"), panel))
        lessons = (
            _lesson(""),
            translate("Train", "how it swings: where notes fall in the beat, how dense, how loud"),
            translate(
                "Train", "not the tunes: every piece is heard in many keys, and copies are looked for at the end"
            ),
        )
        labels = [QLabel(_bullet(text), panel) for text in lessons]
        for label in labels:
            label.setWordWrap(True)
            column.addWidget(label)
        self._notes_learned = labels[0]
        column.addSpacing(2)
        kept = QLabel(
            translate(
                "Train",
                "What TatumFlow can already do stays as it is. The style is one small file of your own: mix it, "
                "share it, remove it.",
            ),
            panel,
        )
        kept.setObjectName("muted")
        kept.setWordWrap(True)
        column.addWidget(kept)
        column.addSpacing(14)
        column.addWidget(_heading(translate("Train", "What it takes"), panel))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        self._rows: dict[str, QLabel] = {}
        for index, (key, text) in enumerate(
            (
                ("music", translate("Train", "Music")),
                ("reading", translate("Train", "Reading it")),
                ("learning", translate("Train", "Learning")),
                ("measuring", translate("Train", "Measuring")),
                ("ready", translate("Train", "Ready")),
                ("memory", translate("Train", "Memory")),
                ("disk", translate("Train", "Disk")),
            )
        ):
            name = QLabel(text, panel)
            name.setObjectName("muted")
            value = self._rows[key] = QLabel(panel)
            value.setWordWrap(True)
            grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, index, 1)
        column.addLayout(grid)
        column.addSpacing(8)
        self.warning = QLabel(panel)
        self.warning.setWordWrap(True)
        self.warning.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.addWidget(self.warning)
        column.addStretch(1)
        background = QLabel(
            translate("Train", "The learning runs beside TatumFlow with low priority: you can go on composing."), panel
        )
        background.setObjectName("muted")
        background.setWordWrap(True)
        column.addWidget(background)
        return panel

    # Doing

    def begin(self, facts: FolderFacts, palette: tuple[str, ...]) -> None:
        """Plan for this folder; `palette` are the styles that there are."""
        if self._facts is None or self._facts.folder != facts.folder:
            self._named_by_hand = False
            self.role.setCurrentIndex(0)
        self._facts, self._palette = facts, palette
        self._show_devices(facts.gpus)
        self._own = tuple(entry.name for entry in StyleLibrary().entries())
        if not self._named_by_hand:
            self.name.setText(_tidy(facts.folder.name))
        self._refresh()
        self.name.setFocus()
        self.name.selectAll()

    @property
    def plan(self) -> Plan | None:
        """The choices; None as long as they cannot be used."""
        if self._facts is None:
            return None
        _, blocks = name_problem(self.name.text(), self._palette, self._own)
        if blocks or not self._enough_memory or not self.expert.valid:
            return None
        return Plan(
            self._facts.folder,
            self.name.text().strip(),
            self.minutes.value(),
            self.device.currentData(),
            self.expert.threads.value(),
            self.expert.options(),
            self.role.currentData(),
        )

    def _show_devices(self, gpus: tuple[Gpu, ...]) -> None:
        processor = translate("Train", "Processor (CPU)")
        automatic = translate("Train", "Automatic: {device}").format(device=gpus[0].title if gpus else processor)
        self.device.clear()
        for value, text in (("auto", automatic), ("cpu", processor), *((gpu.device, gpu.title) for gpu in gpus)):
            self.device.addItem(text, value)
        self.device.setCurrentIndex(max(0, self.device.findData(self._wanted_device)))

    @property
    def _gpu(self) -> Gpu | None:
        """The GPU that the choice means; None for the processor."""
        chosen, gpus = self.device.currentData(), self._facts.gpus if self._facts is not None else ()
        return next((gpu for gpu in gpus if chosen in ("auto", gpu.device)), None)

    @Slot()
    def _on_device_chosen(self) -> None:
        self._wanted_device = self.device.currentData()
        self._refresh()

    @Slot()
    def _on_name_edited(self) -> None:
        self._named_by_hand = True

    @Slot()
    def _on_expert_clicked(self) -> None:
        shown = self.expert.isHidden()
        self.expert.setVisible(shown)
        self.expert_button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    @Slot()
    def _refresh(self) -> None:
        facts = self._facts
        if facts is None:
            return
        problem, blocks = name_problem(self.name.text(), self._palette, self._own)
        self.name_note.setText(problem)
        self.name_note.setVisible(bool(problem))
        self._colour(self.name_note, blocks)
        minutes = self.minutes.value()
        self.time_note.setText(_time_words(minutes))
        spent = estimate(minutes, facts.seconds_to_read)
        ready = QTime.currentTime().addSecs(round(spent.total))
        clock = QLocale().toString(ready, QLocale.FormatType.ShortFormat)
        music = translate("Train", "{files} pieces, {time}")
        about = translate("Train", "about {time}")
        self._rows["music"].setText(music.format(files=len(facts.used), time=duration_text(facts.seconds)))
        self._rows["reading"].setText(about.format(time=duration_text(spent.reading)))
        # How quick a GPU is, the learning measures when it begins; it does not take more steps than are of use.
        most = translate("Train", "at most {time}: the GPU is measured at the start")
        learning = about if self._gpu is None else most
        self._rows["learning"].setText(learning.format(time=duration_text(spent.learning)))
        self._rows["measuring"].setText(about.format(time=duration_text(spent.measuring)))
        ready_at = translate("Train", "at about {clock}, if you start now")
        latest = translate("Train", "by {clock}, if you start now")
        self._rows["ready"].setText((ready_at if self._gpu is None else latest).format(clock=clock))
        self.role_note.setText(_role_words(facts.bands, len(facts.used)))
        self.role_note.setVisible(bool(self.role.currentData()))
        self._notes_learned.setText(_bullet(_lesson(self.role.currentData())))
        self._show_machine(facts)
        self.changed.emit()

    def _show_machine(self, facts: FolderFacts) -> None:
        need, free = memory_needed(facts.notes), free_memory_bytes()
        disk = free_disk_bytes(self._runs_folder)
        needs = translate("Train", "needs {need}, {free} free")
        unknown = translate("Train", "needs {need}")
        for key, wanted, there in (("memory", need, free), ("disk", DISK_BYTES, disk)):
            text = unknown if there is None else needs
            self._rows[key].setText(text.format(need=size_text(wanted), free=size_text(there or 0)))
        warnings = []
        self._enough_memory = free is None or free >= need
        gpu = self._gpu
        if gpu is not None and gpu.free_bytes is not None:
            on_gpu = translate("Train", "on the GPU up to {need}, {free} free")
            text = on_gpu.format(need=size_text(GPU_BYTES), free=size_text(gpu.free_bytes))
            self._rows["memory"].setText(f"{self._rows['memory'].text()}\n{text}")
            if gpu.free_bytes < GPU_BYTES:
                self._enough_memory = False
                warnings.append(
                    translate(
                        "Train", "The GPU has too little free memory: close what uses it, or choose the processor."
                    )
                )
        if free is not None and free < need:
            warnings.append(
                translate(
                    "Train", "There is too little free memory: close other programs, then come back to this page."
                )
            )
        if disk is not None and disk < DISK_BYTES:
            warnings.append(translate("Train", "The disk is nearly full: free some space before you start."))
            self._enough_memory = False
        self.warning.setText(" ".join(warnings))
        self.warning.setVisible(bool(warnings))
        self._colour(self.warning, True)

    def _colour(self, label: QLabel, bad: bool) -> None:
        label.setStyleSheet(f"color: {self._theme.error if bad else self._theme.muted};")

    def set_theme(self, theme: Theme) -> None:
        """Write warnings in other colours."""
        self._theme = theme
        self._refresh()


def _bullet(text: str) -> str:
    return "•  " + text


def _lesson(role: str) -> str:
    """What notes of a role ("" for all that is played) teach about harmony and line."""
    return {
        "lead": translate("Train", "where the line goes over the chords: its steps, leaps, phrases and rests"),
        "chords": translate("Train", "how the chords are voiced, and where they are struck"),
        "bass": translate("Train", "how the bass moves from chord to chord"),
        "chords+bass": translate("Train", "how the chords are voiced and struck, and how the bass moves under them"),
    }.get(role, translate("Train", "how the hands voice chords, and where the line goes over them"))


def _tidy(name: str) -> str:
    """A folder's name as the name of a style: without signs that mean something elsewhere."""
    plain = "".join(" " if sign in ',:;|/\\<>"?*_' or not sign.isprintable() else sign for sign in name)
    return " ".join(plain.split()).lstrip(".")[:40].strip()


def _role_words(bands: int, files: int) -> str:
    if bands == files:
        return translate("Train", "The instruments of every file tell who plays what.")
    if bands == 0:
        return translate("Train", "No file names its instruments: who plays what is told by ear.")
    text = translate(
        "Train", "In {bands} of {files} files the instruments tell who plays what, in the others it is told by ear."
    )
    return text.format(bands=bands, files=files)


def _time_words(minutes: int) -> str:
    if minutes < 8:
        return translate("Train", "A sketch: the broad habits of the folder.")
    if minutes <= 20:
        return translate("Train", "Enough for most folders of ten to fifty pieces.")
    return translate("Train", "For large folders. It ends by itself when nothing more is gained.")
