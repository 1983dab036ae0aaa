"""The row over the roll for chords: a box to type a progression, and what can be done with a whole lane."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import translate
from app.icons import icon
from app.inspector.controls import make_tool, section_label
from app.theme import Theme, set_look
from engine.music.forms import FORMS

ROOM_FOR_LABEL_PX = 720


def form_titles() -> dict[str, str]:
    """The presets, by the names that `form_chart` takes, in the user's language."""
    return {
        "ii v i": translate("ChordBar", "ii-V-I"),
        "minor ii v i": translate("ChordBar", "Minor ii-V-i"),
        "blues": translate("ChordBar", "12-bar blues"),
        "jazz blues": translate("ChordBar", "Jazz blues"),
        "minor blues": translate("ChordBar", "Minor blues"),
        "rhythm changes": translate("ChordBar", "Rhythm changes"),
        "giant steps": translate("ChordBar", "Giant Steps changes"),
        "bossa": translate("ChordBar", "Bossa nova"),
        "modal vamp": translate("ChordBar", "Modal vamp"),
    }


class ProgressionEdit(QLineEdit):
    """A line for a progression; Esc brings back what was there."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class ChordBar(QWidget):
    """Widgets only; it reports what the user wants."""

    typed = Signal(str)
    preset_chosen = Signal(str)
    detect_wanted = Signal()
    import_wanted = Signal()
    transpose_wanted = Signal(int)
    clear_wanted = Signal()
    suggestions_wanted = Signal()
    audition_toggled = Signal(bool)
    shade_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.text = ProgressionEdit(self)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text.setAccessibleName(translate("ChordBar", "Chord progression"))
        self.text.setToolTip(
            translate(
                "ChordBar",
                "Bars divided by |, several chords in a bar by spaces, % repeats; an iReal Pro link works too",
            )
        )
        self.label = section_label(translate("ChordBar", "W&anted chords"), self, self.text)
        self.presets = self._menu_button(
            translate("ChordBar", "Presets"), translate("ChordBar", "Forms to play over, in the key of the piece")
        )
        titles = form_titles()
        for name in FORMS:
            action = QAction(titles.get(name, FORMS[name].title), self)
            action.triggered.connect(lambda _=False, form=name: self.preset_chosen.emit(form))
            self.presets.menu().addAction(action)
        self.more = self._menu_button(
            translate("ChordBar", "More"), translate("ChordBar", "Detect, import, transpose or clear chords")
        )
        for text, signal, arguments in (
            (translate("ChordBar", "Detect From the Notes"), self.detect_wanted, ()),
            (translate("ChordBar", "Import a Chart…"), self.import_wanted, ()),
            (translate("ChordBar", "Chords Up a Semitone"), self.transpose_wanted, (1,)),
            (translate("ChordBar", "Chords Down a Semitone"), self.transpose_wanted, (-1,)),
            (translate("ChordBar", "Follow the Prompt Again"), self.clear_wanted, ()),
        ):
            action = QAction(text, self)
            action.triggered.connect(lambda _=False, signal=signal, arguments=arguments: signal.emit(*arguments))
            self.more.menu().addAction(action)
        self.suggest = QPushButton(translate("ChordBar", "Reharmonise…"), self)
        self.suggest.setAccessibleName(translate("ChordBar", "Reharmonise"))
        self.suggest.setToolTip(translate("ChordBar", "Other chords that would fit, each with its reason"))
        self.suggest.clicked.connect(self.suggestions_wanted)
        self.listen = make_tool(
            self, translate("ChordBar", "Listen to the chords"), translate("ChordBar", "Play the chords alone, or stop")
        )
        self.listen.setCheckable(True)
        self.listen.clicked.connect(self.audition_toggled)
        self.shade = make_tool(
            self,
            translate("ChordBar", "Shade chord tones"),
            translate("ChordBar", "Shade the tones of each chord in the piano roll"),
        )
        self.shade.setCheckable(True)
        self.shade.toggled.connect(self.shade_toggled)
        self.error = QLabel(self)
        self.error.setObjectName("error")
        self.error.setWordWrap(True)
        self.error.hide()
        for widget in (self.text, self.presets, self.more, self.suggest, self.listen, self.shade):
            widget.setObjectName("small")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.label)
        row.addWidget(self.text, 1)
        for widget in (self.presets, self.more, self.suggest, self.listen, self.shade):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 10, 5)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.error)
        self.text.returnPressed.connect(lambda: self.typed.emit(self.text.text()))
        self.text.editingFinished.connect(self._on_finished)
        self.text.given_up.connect(self._on_given_up)
        self.text.textEdited.connect(self._on_edited)
        self.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the box needs the room of its name."""
        super().resizeEvent(event)
        self.label.setVisible(self.width() >= ROOM_FOR_LABEL_PX)

    def _menu_button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setMenu(QMenu(button))
        button.setProperty("hasMenu", True)
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.listen.setIcon(icon("listen", theme))
        self.shade.setIcon(icon("shade", theme))
        for button in (self.listen, self.shade):
            button.setIconSize(QSize(18, 18))

    def show_text(self, text: str, hint: str) -> None:
        """Show the progression that is asked for; `hint` stands in the empty box. What is being typed stays."""
        self.text.setPlaceholderText(hint)
        if text != self._shown:
            self._shown = text
            self.text.setText(text)
            self.text.setCursorPosition(0)
            self.show_error("")

    def show_error(self, message: str, start: int = 0, end: int = 0) -> None:
        """Say what cannot be read, and mark it; an empty message takes that back."""
        self.error.setText(message)
        self.error.setVisible(bool(message))
        set_look(self.text, "wrong", bool(message))
        self.text.setAccessibleDescription(message)
        if message and end > start:
            self.text.setSelection(start, end - start)

    def show_listening(self, listening: bool) -> None:
        """Show whether the chords are being played."""
        self.listen.setChecked(listening)

    def _on_edited(self) -> None:
        if self.error.isVisibleTo(self):
            self.show_error("")

    def _on_finished(self) -> None:
        # Who leaves the box with something wrong in it gets it back when he returns; nothing is lost.
        if self.text.text() != self._shown and not self.text.property("wrong"):
            self.typed.emit(self.text.text())

    def _on_given_up(self) -> None:
        self.show_error("")
        self.text.setText(self._shown)
