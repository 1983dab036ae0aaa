"""The blind comparison: two takes after the same prompt, without names, and which one sounds more like the folder."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import comb

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import translate
from app.theme import Theme
from app.wizard.run_state import Pair
from app.wizard.sample_card import ClipPicture, PlayButton
from app.wizard.sample_player import SamplePlayer

MOST_PAIRS = 8


@dataclass(frozen=True, slots=True)
class Trial:
    """One pair in the order in which it is offered."""

    pair: Pair
    style_is_first: bool


def make_trials(pairs: tuple[Pair, ...], seed: int | None = None) -> list[Trial]:
    """Pairs whose files are there, in random order, the sides as coins fall."""
    chance = random.Random(seed)
    usable = [p for p in pairs if p.prompt.is_file() and p.before.is_file() and p.after.is_file()]
    chosen = chance.sample(usable, min(MOST_PAIRS, len(usable)))
    return [Trial(pair, chance.random() < 0.5) for pair in chosen]


def chance_of(right: int, of: int) -> float:
    """How likely somebody who hears no difference is right at least so often (binomial, one half)."""
    return sum(comb(of, k) for k in range(right, of + 1)) / 2**of if of else 1.0


class ListeningPage(QFrame):
    """Plays prompt, first and second; counts how often the style was chosen. The answer comes at the end."""

    finished = Signal()

    def __init__(self, player: SamplePlayer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._theme = player, theme
        self._trials: list[Trial] = []
        self._answers: list[bool | None] = []
        """Whether the style was chosen; None where no difference was heard."""
        self.setObjectName("panel")
        heading = QLabel(translate("Train", "Hear for yourself, blind"), self)
        heading.setObjectName("section")
        self.question = QLabel(self)
        self.question.setWordWrap(True)
        self._count = QLabel(self)
        self._count.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(self.question)
        self._players: list[PlayButton] = []
        self._pictures: list[ClipPicture] = []
        self._rows: list[QWidget] = []
        for name, tip in (
            (translate("Train", "Prompt"), translate("Train", "Hear what both takes continue")),
            (translate("Train", "First"), translate("Train", "Hear the first take")),
            (translate("Train", "Second"), translate("Train", "Hear the second take")),
        ):
            column.addWidget(self._make_row(name, tip))
        answers = QHBoxLayout()
        answers.setSpacing(8)
        self.first_button = self._answer(
            translate("Train", "The First"), translate("Train", "The first take sounds more like your folder")
        )
        self.second_button = self._answer(
            translate("Train", "The Second"), translate("Train", "The second take sounds more like your folder")
        )
        self.same_button = self._answer(
            translate("Train", "No Difference"), translate("Train", "Neither sounds more like your folder")
        )
        for button in (self.first_button, self.second_button, self.same_button):
            answers.addWidget(button)
        self.first_button.clicked.connect(lambda: self._choose(0))
        self.second_button.clicked.connect(lambda: self._choose(1))
        self.same_button.clicked.connect(lambda: self._choose(None))
        column.addLayout(answers)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        self.again_button = self._answer(
            translate("Train", "Listen Again"), translate("Train", "Compare anew, in another order")
        )
        self.again_button.clicked.connect(self._on_again)
        foot.addWidget(self.again_button)
        column.addLayout(foot)
        column.addStretch(1)
        player.changed.connect(self._on_player_changed)
        self.show_pairs(())

    def _make_row(self, name: str, tip: str) -> QWidget:
        row = QWidget(self)
        button = PlayButton(translate("Train", "Play: {name}").format(name=name), tip, self._theme, row)
        index = len(self._players)
        button.clicked.connect(lambda: self._play(index))
        label = QLabel(name, row)
        label.setFixedWidth(64)
        picture = ClipPicture(self._theme, row)
        picture.setFixedHeight(42)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(button)
        line.addWidget(label)
        line.addWidget(picture, 1)
        self._players.append(button)
        self._pictures.append(picture)
        self._rows.append(row)
        return row

    def _answer(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        return button

    # Doing

    def show_pairs(self, pairs: tuple[Pair, ...], seed: int | None = None) -> None:
        """Begin with these pairs."""
        self._pairs = pairs
        self._trials, self._answers = make_trials(pairs, seed), []
        self._refresh()

    @property
    def play_buttons(self) -> list[PlayButton]:
        """Prompt, first, second."""
        return self._players

    @property
    def trial(self) -> Trial | None:
        """The pair that is asked about; None when all are answered."""
        return self._trials[len(self._answers)] if len(self._answers) < len(self._trials) else None

    @property
    def chosen(self) -> int:
        """How often the new style was chosen."""
        return sum(answer is True for answer in self._answers)

    def _play(self, index: int) -> None:
        trial = self.trial
        if trial is not None:
            takes = (trial.pair.after, trial.pair.before)
            first, second = takes if trial.style_is_first else takes[::-1]
            self._player.toggle((trial.pair.prompt, first, second)[index])

    def _choose(self, side: int | None) -> None:
        trial = self.trial
        if trial is None:
            return
        self._player.stop()
        self._answers.append(None if side is None else (side == 0) == trial.style_is_first)
        self._refresh()
        if self.trial is None:
            self.again_button.setFocus()
            self.finished.emit()

    @Slot()
    def _on_again(self) -> None:
        self.show_pairs(self._pairs)
        self._players[0].setFocus()

    # Showing

    def _refresh(self) -> None:
        trial = self.trial
        asking = trial is not None
        for widget in (*self._rows, self.first_button, self.second_button, self.same_button):
            widget.setVisible(asking)
        self.again_button.setVisible(not asking and bool(self._trials))
        if not self._trials:
            self.question.setText(translate("Train", "There is nothing to compare: this training was not measured."))
            self._count.setText("")
            return
        if trial is None:
            self.question.setText(self._verdict())
            self._count.setText("")
            return
        text = translate(
            "Train", "Both takes go on after the same prompt; one is written in your style, one without it. "
            "Which one sounds more like your folder?"
        )  # fmt: skip
        self.question.setText(text)
        count = translate("Train", "{now} of {all}").format(now=len(self._answers) + 1, all=len(self._trials))
        self._count.setText(count)
        takes = (trial.pair.after, trial.pair.before)
        first, second = takes if trial.style_is_first else takes[::-1]
        for picture, file in zip(self._pictures, (trial.pair.prompt, first, second), strict=True):
            clip = self._player.clip(file)
            if clip is not None:
                picture.clip = clip
                picture.update()

    def _verdict(self) -> str:
        sure = [answer for answer in self._answers if answer is not None]
        text = translate("Train", "You chose your style {chosen} of {of} times.")
        words = [text.format(chosen=self.chosen, of=len(self._answers))]
        if not sure:
            words.append(translate("Train", "You heard no difference."))
        elif chance_of(self.chosen, len(sure)) <= 0.1:
            words.append(translate("Train", "That is no accident: the style can be heard."))
        else:
            share = chance_of(self.chosen, len(sure))
            text = translate("Train", "Somebody who only guesses does as well in {share} of all cases.")
            words.append(text.format(share=f"{share:.0%}"))
        return " ".join(words)

    @Slot()
    def _on_player_changed(self) -> None:
        trial = self.trial
        if trial is None:
            return
        takes = (trial.pair.after, trial.pair.before)
        first, second = takes if trial.style_is_first else takes[::-1]
        for button, file in zip(self._players, (trial.pair.prompt, first, second), strict=True):
            button.show_playing(self._player.playing == file)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for button, picture in zip(self._players, self._pictures, strict=True):
            button.set_theme(theme)
            picture.theme = theme
            picture.update()
