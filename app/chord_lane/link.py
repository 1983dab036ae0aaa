"""Between the chord lane with its bar and the controller: what an edit changes in the document, presets, charts,
detection, suggestions and listening.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog

from app.chord_lane import edits
from app.chord_lane.audition import audition_clip
from app.chord_lane.bar import ChordBar, form_titles
from app.chord_lane.edits import Lane
from app.chord_lane.lane import ChordLane
from app.chord_lane.model import LaneView, lane_view
from app.chord_lane.shading import shade_layer
from app.chord_lane.suggestions import Suggestions
from app.controller import Controller
from app.engine_client import AnyEvent, ChordsHeard
from app.i18n import in_words, translate
from app.piano_roll.canvas import RollCanvas
from app.theme import Theme
from engine.errors import InputError
from engine.generate.jobs import FREE_MODES, FROM_PROMPT, MAX_BARS, JobFailed, JobFinished
from engine.music.clip import ChordSpan
from engine.music.feels import feel_of_style
from engine.music.forms import form_chart, transposed_spans
from engine.music.grid import TempoMap
from engine.music.ireal import is_ireal, parse_ireal
from engine.music.progression import ChordTextError, progression_text
from engine.music.progression_chart import Chart
from engine.music.progression_source import read_chart
from engine.sentences import Sentence, system_reason


class ChordLink(QObject):
    """Owns the lane and the bar."""

    def __init__(self, roll: RollCanvas, controller: Controller, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roll, self._controller = roll, controller
        self.lane = ChordLane(roll, theme)
        self.bar = ChordBar(theme)
        self.suggestions: Suggestions | None = None
        self._auditioning = False
        self._detecting: set[int] = set()
        self._suggests_plan = False
        self._suggested_for: tuple[int | None, int | None] = (None, None)
        self._layer = shade_layer(lambda: self.lane.view.spans)
        document, bar = controller.document, self.bar
        for signal in (
            document.prompt_changed,
            document.takes_changed,
            document.current_changed,
            document.settings_changed,
            document.plan_changed,
        ):
            signal.connect(self._show)
        self.lane.edited.connect(self._on_edited)
        self.lane.suggestions_wanted.connect(self.suggest)
        self.lane.audition_wanted.connect(self._on_listen_from)
        bar.typed.connect(self._on_typed)
        bar.preset_chosen.connect(self._on_preset)
        bar.detect_wanted.connect(self.detect)
        bar.import_wanted.connect(self._on_import)
        bar.transpose_wanted.connect(self.transpose)
        bar.clear_wanted.connect(lambda: self._controller.change_plan(()))
        bar.suggestions_wanted.connect(self.suggest)
        bar.audition_toggled.connect(self._on_audition)
        bar.shade_toggled.connect(self._on_shade)
        controller.playback.playing_changed.connect(self._on_playing)
        controller.client.event_received.connect(self._on_event)
        self._show()

    @property
    def view(self) -> LaneView:
        """What the lane shows."""
        return self.lane.view

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.lane.set_theme(theme)
        self.bar.set_theme(theme)

    @Slot()
    def _show(self) -> None:
        state = self._controller.document.state
        view = lane_view(state)
        if (state.current, state.prompt_number) != self._suggested_for:
            self._close_suggestions()
        self.lane.show_view(view, state.seam_tick if state.current is not None else 0)
        self._roll.reach_to(view.plan_to if view.has_plan else view.length)
        if self.bar.shade.isChecked():
            self._roll.repaint_all()
        self.bar.show_text(progression_text(state.plan, view.meter, key=view.key) if state.plan else "", self._hint())

    def _hint(self) -> str:
        if self._controller.document.state.settings.mode not in FROM_PROMPT:
            return translate("ChordBar", "Chords of the bars to write: Dm7 | G7 | Cmaj7 | %")
        if self._controller.document.state.settings.mode == "reharmonize":
            return translate("ChordBar", "Wanted chords: Dm7 | Db7 | Cmaj7 | %")
        return translate("ChordBar", "As in the lane; or type others: Dm7 | G7 | Cmaj7 | %")

    # Edits

    @Slot(object, int, str)
    def _on_edited(self, lane: Lane, tick: int, text: str) -> None:
        view = self.view
        if not view.is_plan(tick):
            if view.has_plan:
                # Under a plan lie the music's own chords, which stay.
                own = self._controller.document.state.shown.chords
                lane = edits.put(own, [span for span in lane if span.start < view.plan_from])
            self._controller.change_chords([span for span in lane if span.start < view.length], text)
            return
        self._controller.change_plan(view.plan_of(lane), text)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._controller.change_plan(())
            self._show()
            return
        view = self.view
        try:
            chart = self._chosen(parse_ireal(text)) if is_ireal(text) else read_chart(text, key=view.key)
        except ChordTextError as error:
            self.bar.show_error(in_words(error), error.start, error.end)
            return
        except InputError as error:
            self.bar.show_error(in_words(error))
            return
        if chart is not None:
            self.use_chart(chart, translate("Undo", "type chords"))

    def use_chart(self, chart: Chart, text: str) -> None:
        """Ask for the chords of a chart, and for as many bars as it has where the mode can choose them."""
        settings = self._controller.document.state.settings
        stack = self._controller.undo_stack
        stack.beginMacro(text)
        self._controller.change_plan(chart.spans, text)
        bars = min(MAX_BARS, max(1, chart.bars))
        if settings.mode in ("solo", "pattern"):
            self._controller.change_settings("bars", bars=bars)
        elif settings.mode == "continue":
            self._controller.change_settings("bars", bars=max(bars, settings.bars))
        if settings.mode in FREE_MODES and chart.tempo_bpm and not self.view.length:
            self._controller.change_settings("tempo", tempo_bpm=chart.tempo_bpm)
        if settings.mode in FREE_MODES and chart.style:
            self._controller.change_settings("feel", feel=feel_of_style(chart.style))
        stack.endMacro()
        self._show()
        view = self.view
        if view.plan_to > view.plan_from:
            self._roll.reveal(view.plan_from if not view.length else 0, view.plan_to)

    @Slot(str)
    def _on_preset(self, name: str) -> None:
        state = self._controller.document.state
        try:
            chart = form_chart(name, state.settings.key or state.shown.key)
        except InputError as error:
            self.bar.show_error(in_words(error))
            return
        self.use_chart(chart, translate("Undo", "choose {form}").format(form=form_titles().get(name, chart.title)))

    def import_file(self, path: Path) -> None:
        """Ask for the chords of a chart file."""
        try:
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            chart = self._chosen(parse_ireal(text)) if is_ireal(text) else read_chart(str(path))
        except InputError as error:
            self._controller.error_occurred.emit(in_words(error))
            return
        except OSError as error:
            unreadable = Sentence(
                "The chord file {path} cannot be read ({reason}): check the name.",
                path=path,
                reason=system_reason(error),
            )
            self._controller.error_occurred.emit(in_words(unreadable))
            return
        if chart is not None:
            self.use_chart(chart, translate("Undo", "import {name}").format(name=chart.title or path.name))

    @Slot()
    def _on_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.bar,
            translate("ChordBar", "Import a Chart"),
            "",
            translate("ChordBar", "Charts (*.html *.irealb *.txt *.csv)"),
        )
        if name:
            self.import_file(Path(name))

    def _chosen(self, charts: tuple[Chart, ...]) -> Chart | None:
        """The one chart, or the one that the user chooses of several; None where he chooses none."""
        if len(charts) == 1:
            return charts[0]
        titles = [f"{number}. {chart.title}" for number, chart in enumerate(charts, start=1)]
        title, chosen = QInputDialog.getItem(
            self.bar,
            translate("ChordBar", "Import a Chart"),
            translate("ChordBar", "The link holds several tunes. Which one?"),
            titles,
            0,
            False,
        )
        return charts[titles.index(title)] if chosen else None

    @Slot()
    def detect(self) -> None:
        """Name the chords under what is shown anew, in the engine's thread."""
        shown = self._controller.document.state.shown
        if shown.notes:
            self._detecting.add(self._controller.client.hear_chords(shown))

    @Slot(object)
    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, ChordsHeard) and event.job_id in self._detecting:
            if event.clip.notes == self._controller.document.state.shown.notes:
                self._controller.change_chords(event.chords, translate("Undo", "detect chords"))
            else:
                self._controller.info_given.emit(
                    translate("ChordBar", "The notes have changed since you asked for their chords; ask again.")
                )
        elif isinstance(event, JobFinished | JobFailed) and event.job_id in self._detecting:
            self._detecting.discard(event.job_id)
            if isinstance(event, JobFailed):
                self._controller.error_occurred.emit(event.message)

    @Slot(int)
    def transpose(self, semitones: int) -> None:
        """Move all chords that are asked for, else those under what is shown, by semitones."""
        state = self._controller.document.state
        text = translate("Undo", "transpose chords")
        if state.plan:
            self._controller.change_plan(transposed_spans(state.plan, semitones), text)
        else:
            self._controller.change_chords(transposed_spans(state.shown.chords, semitones), text)

    # Suggestions and listening

    @Slot()
    @Slot(int)
    def suggest(self, tick: int = -1) -> None:
        """Open the window of other chords, at the field at `tick` if one is named."""
        view, state = self.view, self._controller.document.state
        self._suggests_plan = view.has_plan or state.settings.mode in FROM_PROMPT
        lane = view.spans
        if self._suggests_plan:
            lane = tuple(span for span in lane if view.plan_from <= span.start < view.plan_to)
        if not lane:
            self._controller.info_given.emit(
                translate("ChordBar", "There are no chords yet: type some, or choose a preset.")
            )
            return
        self._close_suggestions()
        self._suggested_for = (state.current, state.prompt_number)
        window = Suggestions(lane, view.key, state.shown.notes, view.meter, self.bar.window())
        window.lane_chosen.connect(self._on_lane_chosen)
        window.audition_wanted.connect(self._on_audition_wanted)
        window.destroyed.connect(self._on_suggestions_gone)
        self.suggestions = window
        if tick >= 0:
            window.choose_at(tick)
        window.show()

    @Slot()
    def _close_suggestions(self) -> None:
        """They are about music that is no longer shown."""
        if self.suggestions is not None:
            self.suggestions.close()

    @Slot()
    def _on_suggestions_gone(self) -> None:
        self.suggestions = None

    @Slot(object, str)
    def _on_lane_chosen(self, lane: Lane, text: str) -> None:
        """What is taken is asked for where a plan is or can be, else it names the chords that are there."""
        if self._suggests_plan:
            self._controller.change_plan(edits.shifted(lane, -self.view.plan_from), text)
        else:
            self._controller.change_chords(lane, text)

    @Slot(bool)
    def _on_audition(self, on: bool) -> None:
        view = self.view
        if not on:
            self._controller.playback.stop()
        elif not view.spans:
            self.bar.show_listening(False)
        else:
            start = self._controller.playback.cursor_tick
            spans = [span for span in view.spans if span.end > start]
            self._listen(view.spans, start if spans else view.spans[0].start)

    @Slot(int)
    def _on_listen_from(self, tick: int) -> None:
        self._listen(self.view.spans, tick)

    @Slot(object)
    def _on_audition_wanted(self, wanted: tuple[tuple[ChordSpan, ...], int]) -> None:
        self._listen(*wanted)

    def _listen(self, spans: Lane, tick: int) -> None:
        playback = self._controller.playback
        if not playback.ready:
            self.bar.show_listening(False)
            return
        state = self._controller.document.state
        tempo = state.shown.tempo if state.shown.length else TempoMap.constant(state.settings.tempo_bpm or 120.0)
        playback.set_clip(audition_clip(spans, self.view.meter, tempo))
        playback.seek(tick)
        playback.play()
        self._auditioning = playback.playing
        self.bar.show_listening(self._auditioning)

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        if not playing and self._auditioning:
            self._auditioning = False
            self.bar.show_listening(False)
            self._controller.playback.set_clip(self._roll.content.clip)

    @Slot(bool)
    def _on_shade(self, shaded: bool) -> None:
        layers = self._roll.under_notes
        if shaded and self._layer not in layers:
            layers.append(self._layer)
        elif not shaded and self._layer in layers:
            layers.remove(self._layer)
        self._roll.repaint_all()
