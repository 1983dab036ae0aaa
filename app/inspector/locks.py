"""What of the prompt is kept: the four factors of the music."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.generation_settings import GenerationSettings
from app.i18n import translate
from app.inspector.controls import make_check, silent
from app.inspector.group import Group
from app.piano_roll.lock_lane import locks_text
from app.theme import Theme
from engine.generate.jobs import FACTORS


class Locks(Group):
    """Shows the locked factors and reports the user's."""

    changed = Signal(str, object)
    """What was changed, and a dictionary of fields of GenerationSettings with their new values."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(translate("Inspector", "Keep from the prompt"), theme, unfolded=True, parent=parent)
        texts = {
            "harmony": (translate("Inspector", "Harmony"), translate("Inspector", "Keep the harmony of every beat")),
            "melody": (translate("Inspector", "Melody"), translate("Inspector", "Keep the top line")),
            "rhythm": (translate("Inspector", "Rhythm"), translate("Inspector", "Keep when notes begin")),
            "dynamics": (translate("Inspector", "Dynamics"), translate("Inspector", "Keep how loud it is played")),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self.boxes = {}
        for number, name in enumerate(FACTORS):
            box = self.boxes[name] = make_check(self, *texts[name])
            box.toggled.connect(self._on_locked)
            grid.addWidget(box, number // 2, number % 2)
        self.column.addLayout(grid)
        self.bars = QLabel(self)
        self.bars.setObjectName("hint")
        self.bars.setWordWrap(True)
        self.bars.setAccessibleName(translate("Inspector", "Locks of single bars"))
        self.column.addWidget(self.bars)
        self.reset_requested.connect(self._on_reset)

    def show_settings(self, settings: GenerationSettings) -> None:
        """Show which factors are kept."""
        locks = settings.locks
        with silent(*self.boxes.values()):
            for name, box in self.boxes.items():
                box.setChecked(name in locks)
        self.show_count(len(locks) + len(settings.bar_locks))
        hint = translate("Inspector", "Single bars: click them in the lane over the notes.")
        self.bars.setText(locks_text(settings.bar_locks) or hint)

    def _on_locked(self) -> None:
        self.changed.emit("locks", {"locks": tuple(name for name, box in self.boxes.items() if box.isChecked())})

    def _on_reset(self) -> None:
        self.changed.emit("locks", {"locks": (), "bar_locks": ()})
