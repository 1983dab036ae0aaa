"""The state of editing in the roll (tool, grid, selection, marked bars, clipboard) and what each command does to the
clip. It knows no pointer and paints nothing; gestures and actions call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.i18n import translate
from app.piano_roll.clipboard import put_notes, take_notes
from app.piano_roll.content import RollContent
from app.piano_roll.grid_choice import GridChoice
from app.piano_roll.names import describe_notes
from engine.music import edits
from engine.music.edits import Edited
from engine.music.note import TICKS_PER_QUARTER, Note, Role
from engine.music.snapping import Snap, line_after, line_before

_MANY = 500
"""So many selected notes are found by a walk through the clip faster than they are sorted."""
_FREE_STEP_TICKS = TICKS_PER_QUARTER // 24
"""What an arrow key moves while nothing snaps."""


class Tool(Enum):
    """What a press on the notes' ground does."""

    SELECT = "select"
    DRAW = "draw"
    ERASE = "erase"


class RollEditor(QObject):
    """Edits what the roll shows. The clip itself belongs to the document: `clip_edited` asks for the change."""

    clip_edited = Signal(object, str, str)
    """The new clip, the name of the step for the Edit menu, and a key that is the same for steps that are one."""
    selection_changed = Signal()
    bars_changed = Signal()
    tool_changed = Signal()
    role_changed = Signal()
    note_heard = Signal(int, int)
    """Pitch and velocity of a note that should sound."""
    spoken = Signal(str)
    """What a screen reader should say."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.content = RollContent()
        self.selection: frozenset[Note] = frozenset()
        self.marked_bars: tuple[int, int] | None = None
        self.tool = Tool.SELECT
        self.grid = GridChoice(self)
        self.role = Role.LEAD
        self.cursor_tick = 0
        self.new_velocity = 88
        self.new_length = 0
        self._run = 0
        self._edited = Edited(self.content.clip, self.selection)
        self._ordered: tuple[frozenset[Note], tuple[Note, ...], list[Note]] = (frozenset(), (), [])

    # What is shown

    def show(self, content: RollContent) -> None:
        """Take over what the roll shows; what is no longer there is no longer selected."""
        old = self.content
        other = content.key != old.key and (content.clip.length, content.seam_tick) != (old.clip.length, old.seam_tick)
        self.content = content
        if other or (self.marked_bars is not None and self.marked_bars[1] >= content.clip.bars):
            self.mark_bars(None)
        if content.clip.notes is not self._edited.clip.notes or self.selection is not self._edited.notes:
            kept = frozenset(note for note in content.those_there(self.selection) if self.can_edit(note))
            if len(kept) != len(self.selection):
                self._select(kept)

    def can_edit(self, note: Note) -> bool:
        """Whether a note belongs to the shown take, or to the prompt where no take is shown."""
        return note.start >= self.content.editable_from

    @property
    def selected(self) -> list[Note]:
        """The selection in clip order."""
        notes = self.content.clip.notes
        if self._ordered[0] is not self.selection or self._ordered[1] is not notes:
            chosen = self.selection
            ordered = sorted(chosen) if len(chosen) < _MANY else list(filter(chosen.__contains__, notes))
            self._ordered = chosen, notes, ordered
        return self._ordered[2]

    # Selecting

    def select(self, notes: Iterable[Note], *, add: bool = False, toggle: bool = False) -> None:
        """Select notes, in place of the others, or with `add` or `toggle` besides them."""
        first = self.content.editable_from
        found = frozenset([note for note in notes if note.start >= first])
        if toggle:
            found = self.selection ^ found
        elif add:
            found = self.selection | found
        if found != self.selection:
            self._select(found)
        for note in found if len(found) == 1 else ():
            self.new_velocity, self.new_length = note.velocity, note.duration
            self.set_role(note.role)

    def select_all(self, role: Role | None = None) -> None:
        """Select everything that can be edited, or all of one role; with marked bars, what begins in them."""
        first, last = self.marked_ticks or (0, self.content.clip.length + 1)
        self.select(
            note
            for note in self.content.clip.notes
            if first <= note.start < last and (role is None or note.role == role)
        )
        self.speak_selection()

    def select_none(self) -> None:
        """Select nothing."""
        self.select(())

    def step_selection(self, step: int, *, add: bool = False) -> None:
        """Select the note `step` places on in clip order; from nothing, the one at the play position."""
        notes = [note for note in self.content.clip.notes if self.can_edit(note)]
        if not notes:
            return
        chosen = self.selected
        if chosen:
            index = notes.index(chosen[-1] if step > 0 else chosen[0]) + step
        else:
            index = next((i for i, note in enumerate(notes) if note.start >= self.cursor_tick), len(notes) - 1)
        note = notes[min(len(notes) - 1, max(0, index))]
        self.select([note], add=add)
        self.hear(note)
        self.speak_selection()

    def _select(self, notes: frozenset[Note]) -> None:
        self.selection = notes
        self._run += 1
        self.selection_changed.emit()

    def speak_selection(self) -> None:
        """Say what is selected."""
        self.spoken.emit(self.describe_selection())

    def describe_selection(self) -> str:
        """The selection in words; empty where there is none."""
        return describe_notes(self.selected, self.content.clip.meter)

    # Marked bars

    def mark_bars(self, bars: tuple[int, int] | None) -> None:
        """Mark bars (from 0, both included) for rewriting, or none; those behind the clip's last are left out."""
        if bars is not None:
            count = self.content.clip.bars
            first, last = sorted(bars)
            bars = (max(0, first), min(count - 1, last)) if first < count else None
        if bars != self.marked_bars:
            self.marked_bars = bars
            self.bars_changed.emit()

    @property
    def marked_ticks(self) -> tuple[int, int] | None:
        """First tick of the marked bars and the bar line behind them."""
        if self.marked_bars is None:
            return None
        meter = self.content.clip.meter
        return meter.bar_start(self.marked_bars[0]), meter.bar_start(self.marked_bars[1] + 1)

    def mark_at_cursor(self) -> None:
        """Mark the bars of the selected notes, else the bar at the play position."""
        meter, chosen = self.content.clip.meter, self.selected
        ticks = [note.start for note in chosen] or [min(self.cursor_tick, max(0, self.content.clip.length - 1))]
        self.mark_bars((meter.bar_at(min(ticks)), meter.bar_at(max(ticks))))
        self._speak_bars()

    def extend_marked(self, bars: int) -> None:
        """Mark more bars at the end, or fewer."""
        if self.marked_bars is None:
            self.mark_at_cursor()
            return
        first, last = self.marked_bars
        self.mark_bars((first, max(first, last + bars)))
        self._speak_bars()

    def _speak_bars(self) -> None:
        if self.marked_bars is not None:
            first, last = self.marked_bars
            self.spoken.emit(translate("PianoRoll", "Bars {first} to {last}").format(first=first + 1, last=last + 1))

    # Tool and role

    def set_tool(self, tool: Tool) -> None:
        """Choose what a press does."""
        if tool is not self.tool:
            self.tool = tool
            self.tool_changed.emit()

    def set_role(self, role: Role) -> None:
        """The role of notes to be drawn."""
        if role is not self.role:
            self.role = role
            self.role_changed.emit()

    # Editing

    def apply(self, edited: Edited, text: str, merge: str = "") -> None:
        """Ask for the clip of `edited` as one undo step and select its notes.

        Steps with the same `merge` follow each other as one, until something else is selected.
        """
        changed = edited.clip != self.content.clip
        run = f"{merge} {self._run}" if merge else ""
        self.selection, self._edited = edited.notes, edited
        if changed:
            self.clip_edited.emit(edited.clip, text, run)
        if not merge:
            self._run += 1
        self.selection_changed.emit()

    def hear(self, note: Note) -> None:
        """Let a note sound."""
        self.note_heard.emit(note.pitch, note.velocity)

    def new_note(self, tick: float, pitch: int, *, free: bool = False) -> Note:
        """The note that drawing at `tick` begins with: from the line before it, one step long."""
        meter, snap = self.content.clip.meter, Snap.OFF if free else self.grid.snap
        start = max(self.content.editable_from, line_before(meter, max(0, int(tick)), snap))
        length = self.new_length or TICKS_PER_QUARTER // 2
        if snap is not Snap.OFF:
            length = line_after(meter, start, snap) - start
        return Note(start, pitch, max(1, length), self.new_velocity, self.role)

    def add_note(self, note: Note) -> None:
        """Draw a note."""
        self.new_length = note.duration
        self.apply(edits.add(self.content.clip, [note]), translate("Undo", "draw note"))

    def insert_at_cursor(self) -> None:
        """Draw a note at the play position: at the pitch of the selection, else in the middle of what is shown."""
        chosen = self.selected
        note = self.new_note(self.cursor_tick, chosen[-1].pitch if chosen else 60)
        self.add_note(note)
        self.hear(note)
        self.speak_selection()

    def erase(self, notes: frozenset[Note] | None = None) -> None:
        """Delete notes, by default the selected ones."""
        gone = self.selection if notes is None else notes
        if not gone:
            return
        kept = self.selection - gone
        edited = edits.erase(self.content.clip, gone)
        self.apply(Edited(edited.clip, kept), translate("Undo", "delete notes"))
        self.spoken.emit(translate("PianoRoll", "{count} deleted").format(count=len(gone)))

    def held_move(self, ticks: int, semitones: int) -> tuple[int, int]:
        """The part of a move of the selection that stays inside of what can be edited."""
        if not self.selection:
            return 0, 0
        if ticks < 0:
            ticks = max(ticks, self.content.editable_from - min(note.start for note in self.selection))
        return edits.held_inside(self.selection, ticks, semitones)

    def move(self, ticks: int, semitones: int, *, copy: bool = False, merge: str = "") -> None:
        """Move the selection, or with `copy` a copy of it."""
        ticks, semitones = self.held_move(ticks, semitones)
        if not (ticks or semitones):
            return
        clip = self.content.clip
        if copy:
            self.apply(edits.copy_to(clip, self.selection, ticks, semitones), translate("Undo", "copy notes"))
            return
        text = translate("Undo", "move notes") if ticks else translate("Undo", "transpose notes")
        self.apply(edits.move(clip, self.selection, ticks, semitones), text, merge)

    def nudge(self, direction: int, *, free: bool = False) -> None:
        """Move the selection by one step of the grid; without snapping by a hair."""
        if self.selection:
            self.move(direction * self._step_ticks(free=free), 0, merge="nudge")
            self.speak_selection()

    def transpose(self, semitones: int) -> None:
        """Move the selection in pitch; the lowest note of one onset sounds with it."""
        if self.selection:
            self.move(0, semitones, merge="transpose")
            self.hear(self.selected[0])
            self.speak_selection()

    def _step_ticks(self, *, free: bool = False) -> int:
        first = self.selected[0].start if self.selection else self.cursor_tick
        step = self.grid.snap.step_ticks(self.content.clip.meter.at(first))
        return _FREE_STEP_TICKS if free or not step else step

    def resize(self, ticks: int, *, merge: str = "") -> None:
        """Make the selected notes longer or shorter."""
        edited = edits.resize(self.content.clip, self.selection, ticks, _FREE_STEP_TICKS)
        if len(edited.notes) == 1:
            self.new_length = min(edited.notes).duration
        self.apply(edited, translate("Undo", "resize notes"), merge)

    def nudge_ends(self, direction: int) -> None:
        """Make the selected notes longer or shorter by one step of the grid."""
        if self.selection:
            self.resize(direction * self._step_ticks(), merge="resize")

    def duplicate(self) -> None:
        """Put a copy of the selection right behind it."""
        if self.selection:
            edited = edits.duplicate(self.content.clip, self.selection, self.grid.lines)
            self.apply(edited, translate("Undo", "duplicate notes"))
            self.speak_selection()

    def quantise(self) -> None:
        """Draw the selection (without one, everything) to the grid, as strongly as was chosen last."""
        grid = self.grid
        edited = edits.quantise(
            self.content.clip,
            self._selected_or_all(),
            grid.for_quantising,
            strength=grid.strength,
            swing=grid.swing,
            ends=grid.quantise_ends,
        )
        self._apply_to_selected_or_all(edited, translate("Undo", "quantise"))

    def legato(self) -> None:
        """Let the selected notes (without a selection, all) ring to the next onset."""
        edited = edits.legato(self.content.clip, self._selected_or_all())
        self._apply_to_selected_or_all(edited, translate("Undo", "legato"))

    def _selected_or_all(self) -> frozenset[Note]:
        return self.selection or frozenset(note for note in self.content.clip.notes if self.can_edit(note))

    def _apply_to_selected_or_all(self, edited: Edited, text: str) -> None:
        self.apply(edited if self.selection else Edited(edited.clip, frozenset()), text)

    def split(self, tick: int | None = None, notes: frozenset[Note] | None = None) -> None:
        """Cut notes at `tick`, by default the selected ones (else all) that sound at the play position."""
        at = self.cursor_tick if tick is None else tick
        cut = frozenset(
            note for note in (self._selected_or_all() if notes is None else notes) if note.start < at < note.end
        )
        if cut:
            self.apply(edits.split(self.content.clip, cut, at), translate("Undo", "split notes"))
        else:
            self.spoken.emit(translate("PianoRoll", "No note sounds there"))

    def join(self) -> None:
        """Melt selected notes of one pitch together."""
        if self.selection:
            self.apply(edits.join(self.content.clip, self.selection), translate("Undo", "join notes"))

    def change_role(self, role: Role) -> None:
        """Give the selected notes another role; it is that of the next drawn note too."""
        self.set_role(role)
        if self.selection:
            self.apply(edits.with_role(self.content.clip, self.selection, role), translate("Undo", "change role"))

    def change_velocities(self, velocity_of: Callable[[Note], int], notes: frozenset[Note]) -> None:
        """Give notes other velocities, 1..127; the selection stays what it is."""
        changed = {note: velocity_of(note) for note in notes}
        edited = edits.with_velocities(self.content.clip, changed.__getitem__, notes)
        selection = frozenset(note.with_velocity(changed[note]) if note in changed else note for note in self.selection)
        self.apply(Edited(edited.clip, selection), translate("Undo", "change velocity"))

    def nudge_velocity(self, by: int) -> None:
        """Make the selected notes louder or softer."""
        if self.selection:
            edited = edits.with_velocities(self.content.clip, lambda note: note.velocity + by, self.selection)
            self.apply(edited, translate("Undo", "change velocity"), "velocity")
            self.hear(self.selected[0])
            self.speak_selection()

    # Clipboard

    def copy(self) -> None:
        """Put the selection on the clipboard."""
        piece = edits.fragment(self.content.clip, self.selection, self.grid.lines)
        if not piece:
            return
        put_notes(piece)
        self.spoken.emit(translate("PianoRoll", "{count} copied").format(count=len(piece)))

    def cut(self) -> None:
        """Move the selection to the clipboard."""
        self.copy()
        self.erase()

    def paste(self, tick: int | None = None) -> None:
        """Put the clipboard's notes down at `tick`, by default at the play position."""
        piece = take_notes()
        if not piece:
            return
        place = self.cursor_tick if tick is None else tick
        start = max(self.content.editable_from, line_before(self.content.clip.meter, place, self.grid.snap))
        self.apply(edits.paste(self.content.clip, piece, start), translate("Undo", "paste notes"))
        self.speak_selection()
