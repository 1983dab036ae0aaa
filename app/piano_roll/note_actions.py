"""The commands of the piano roll as data: text, tip and keys of each; and the gestures, for the list of shortcuts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from app.i18n import translate


class NoteAction(Enum):
    """The commands."""

    CUT = auto()
    COPY = auto()
    PASTE = auto()
    DUPLICATE = auto()
    DELETE = auto()
    SELECT_ALL = auto()
    SELECT_NONE = auto()
    TOOL_SELECT = auto()
    TOOL_DRAW = auto()
    TOOL_ERASE = auto()
    INSERT = auto()
    SPLIT = auto()
    JOIN = auto()
    LEGATO = auto()
    QUANTISE = auto()
    QUANTISE_SETTINGS = auto()
    ROLE_LEAD = auto()
    ROLE_CHORDS = auto()
    ROLE_BASS = auto()
    SELECT_LEAD = auto()
    SELECT_CHORDS = auto()
    SELECT_BASS = auto()
    GRID_FINER = auto()
    GRID_COARSER = auto()
    GRID_TRIPLETS = auto()
    GRID_SNAP = auto()
    MARK_BARS = auto()
    MARK_MORE = auto()
    MARK_LESS = auto()
    LOOP_SELECTION = auto()
    REGENERATE = auto()
    VELOCITIES = auto()


class Place(Enum):
    """Where a command stands."""

    EDIT = auto()
    NOTES = auto()
    ROLE = auto()
    GRID = auto()
    BARS = auto()
    VIEW = auto()


@dataclass(frozen=True, slots=True)
class NoteActionSpec:
    """One command. `keys` are portable key sequences, the first of which is shown in the menu."""

    action: NoteAction
    place: Place
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    separator_before: bool = False


def note_action_table() -> tuple[NoteActionSpec, ...]:
    """All commands in menu order, in the user's language."""
    a, p = NoteAction, Place

    return (
        NoteActionSpec(
            a.CUT,
            p.EDIT,
            translate("NoteAction", "Cu&t"),
            translate("NoteAction", "Move the selected notes to the clipboard"),
            ("Ctrl+X",),
        ),
        NoteActionSpec(
            a.COPY,
            p.EDIT,
            translate("NoteAction", "&Copy"),
            translate("NoteAction", "Copy the selected notes"),
            ("Ctrl+C",),
        ),
        NoteActionSpec(
            a.PASTE,
            p.EDIT,
            translate("NoteAction", "&Paste"),
            translate("NoteAction", "Paste notes at the play position"),
            ("Ctrl+V",),
        ),
        NoteActionSpec(
            a.DUPLICATE,
            p.EDIT,
            translate("NoteAction", "Dupl&icate"),
            translate("NoteAction", "Copy the selection right behind it"),
            ("Ctrl+D",),
        ),
        NoteActionSpec(
            a.DELETE,
            p.EDIT,
            translate("NoteAction", "De&lete Notes"),
            translate("NoteAction", "Delete the selected notes"),
            ("Delete", "Backspace"),
        ),
        NoteActionSpec(
            a.SELECT_ALL,
            p.EDIT,
            translate("NoteAction", "Select &All"),
            translate("NoteAction", "Select all notes; with marked bars, those in them"),
            ("Ctrl+A",),
            separator_before=True,
        ),
        NoteActionSpec(
            a.SELECT_NONE,
            p.EDIT,
            translate("NoteAction", "Select &None"),
            translate("NoteAction", "Select nothing"),
            ("Ctrl+Shift+A",),
        ),
        NoteActionSpec(
            a.TOOL_SELECT,
            p.NOTES,
            translate("NoteAction", "&Select and Move"),
            translate("NoteAction", "Press on notes to select and move them; a double click draws"),
            ("V",),
            checkable=True,
        ),
        NoteActionSpec(
            a.TOOL_DRAW,
            p.NOTES,
            translate("NoteAction", "&Draw"),
            translate("NoteAction", "Press on the ground to draw notes"),
            ("B",),
            True,
        ),
        NoteActionSpec(
            a.TOOL_ERASE,
            p.NOTES,
            translate("NoteAction", "&Erase"),
            translate("NoteAction", "Press on notes to delete them"),
            ("E",),
            True,
        ),
        NoteActionSpec(
            a.INSERT,
            p.NOTES,
            translate("NoteAction", "&Insert Note"),
            translate("NoteAction", "Draw a note at the play position"),
            ("Insert", "N"),
            separator_before=True,
        ),
        NoteActionSpec(
            a.SPLIT,
            p.NOTES,
            translate("NoteAction", "S&plit at Play Position"),
            translate("NoteAction", "Cut notes at the play position"),
            ("Ctrl+K",),
        ),
        NoteActionSpec(
            a.JOIN,
            p.NOTES,
            translate("NoteAction", "&Join"),
            translate("NoteAction", "Melt selected notes of the same pitch together"),
            ("Ctrl+J",),
        ),
        NoteActionSpec(
            a.LEGATO,
            p.NOTES,
            translate("NoteAction", "&Legato"),
            translate("NoteAction", "Let notes ring until the next one of their role"),
            ("Shift+L",),
        ),
        NoteActionSpec(
            a.QUANTISE,
            p.NOTES,
            translate("NoteAction", "&Quantise"),
            translate("NoteAction", "Draw the selected notes (else all) to the grid"),
            ("Q",),
            separator_before=True,
        ),
        NoteActionSpec(
            a.QUANTISE_SETTINGS,
            p.NOTES,
            translate("NoteAction", "Qua&ntise…"),
            translate("NoteAction", "Choose grid, strength and swing, then quantise"),
            ("Shift+Q",),
        ),
        NoteActionSpec(
            a.ROLE_LEAD,
            p.ROLE,
            translate("NoteAction", "&Lead"),
            translate("NoteAction", "Make the selected notes lead"),
            ("Alt+1",),
        ),
        NoteActionSpec(
            a.ROLE_CHORDS,
            p.ROLE,
            translate("NoteAction", "&Chords"),
            translate("NoteAction", "Make the selected notes chords"),
            ("Alt+2",),
        ),
        NoteActionSpec(
            a.ROLE_BASS,
            p.ROLE,
            translate("NoteAction", "&Bass"),
            translate("NoteAction", "Make the selected notes bass"),
            ("Alt+3",),
        ),
        NoteActionSpec(
            a.SELECT_LEAD,
            p.ROLE,
            translate("NoteAction", "Select L&ead"),
            translate("NoteAction", "Select all notes that lead; with marked bars, those in them"),
            ("Ctrl+Shift+1",),
            separator_before=True,
        ),
        NoteActionSpec(
            a.SELECT_CHORDS,
            p.ROLE,
            translate("NoteAction", "Select C&hords"),
            translate("NoteAction", "Select all notes of chords; with marked bars, those in them"),
            ("Ctrl+Shift+2",),
        ),
        NoteActionSpec(
            a.SELECT_BASS,
            p.ROLE,
            translate("NoteAction", "Select B&ass"),
            translate("NoteAction", "Select all notes of the bass; with marked bars, those in them"),
            ("Ctrl+Shift+3",),
        ),
        NoteActionSpec(
            a.GRID_FINER,
            p.GRID,
            translate("NoteAction", "&Finer Grid"),
            translate("NoteAction", "Halve the distance of grid lines"),
            ("Ctrl+1",),
        ),
        NoteActionSpec(
            a.GRID_COARSER,
            p.GRID,
            translate("NoteAction", "&Coarser Grid"),
            translate("NoteAction", "Double the distance of grid lines"),
            ("Ctrl+2",),
        ),
        NoteActionSpec(
            a.GRID_TRIPLETS,
            p.GRID,
            translate("NoteAction", "&Triplets"),
            translate("NoteAction", "Straight or triplet grid"),
            ("Ctrl+3",),
        ),
        NoteActionSpec(
            a.GRID_SNAP,
            p.GRID,
            translate("NoteAction", "&Snap to Grid"),
            translate("NoteAction", "Let edits snap to the grid, or not"),
            ("Ctrl+4",),
            True,
        ),
        NoteActionSpec(
            a.MARK_BARS,
            p.BARS,
            translate("NoteAction", "&Mark Bars"),
            translate("NoteAction", "Mark the bars of the selection, else the bar at the play position"),
            ("M",),
            separator_before=True,
        ),
        NoteActionSpec(
            a.MARK_MORE,
            p.BARS,
            translate("NoteAction", "Mark One Bar M&ore"),
            translate("NoteAction", "Mark one bar more"),
            ("Shift+M",),
        ),
        NoteActionSpec(
            a.MARK_LESS,
            p.BARS,
            translate("NoteAction", "Mark One Bar &Fewer"),
            translate("NoteAction", "Mark one bar fewer"),
            ("Ctrl+Shift+M",),
        ),
        NoteActionSpec(
            a.LOOP_SELECTION,
            p.BARS,
            translate("NoteAction", "Loop Selec&tion"),
            translate("NoteAction", "Loop the marked bars, else the bars of the selected notes"),
            ("Ctrl+L",),
        ),
        NoteActionSpec(
            a.REGENERATE,
            p.BARS,
            translate("NoteAction", "Regener&ate Marked Bars"),
            translate("NoteAction", "Write the marked bars anew; every other bar stays as it is"),
            ("Ctrl+G",),
        ),
        NoteActionSpec(
            a.VELOCITIES,
            p.VIEW,
            translate("NoteAction", "&Velocities"),
            translate("NoteAction", "Show the velocities below the notes"),
            ("Shift+V",),
            True,
        ),
    )


def gesture_table() -> tuple[tuple[str, str, str], ...]:
    """What pointer and keys do in the roll besides the commands: (what, keys, details)."""

    return (
        (
            translate("Shortcuts", "Draw a note"),
            translate("Shortcuts", "Double click"),
            translate("Shortcuts", "In the piano roll; drag on to make it longer"),
        ),
        (
            translate("Shortcuts", "Select notes"),
            translate("Shortcuts", "Click, or drag a rectangle"),
            translate("Shortcuts", "Shift or Ctrl adds to the selection"),
        ),
        (
            translate("Shortcuts", "Next, previous note"),
            ".  ,",
            translate("Shortcuts", "Shift adds it to the selection"),
        ),
        (
            translate("Shortcuts", "Move notes"),
            translate("Shortcuts", "Drag, or arrow keys"),
            translate("Shortcuts", "Alt does not snap; Shift+drag keeps to one direction"),
        ),
        (
            translate("Shortcuts", "Copy notes"),
            translate("Shortcuts", "Ctrl+drag"),
            translate("Shortcuts", "Leaves the originals where they are"),
        ),
        (
            translate("Shortcuts", "Move by an octave"),
            translate("Shortcuts", "Shift+Up, Shift+Down"),
            translate("Shortcuts", "The selected notes"),
        ),
        (
            translate("Shortcuts", "Resize notes"),
            translate("Shortcuts", "Drag the right end"),
            translate("Shortcuts", "Or Shift+Left and Shift+Right"),
        ),
        (
            translate("Shortcuts", "Louder, softer"),
            translate("Shortcuts", "Alt+Up, Alt+Down"),
            translate("Shortcuts", "Or drag a stem in the velocity lane"),
        ),
        (
            translate("Shortcuts", "Velocity ramp"),
            translate("Shortcuts", "Drag beside the stems"),
            translate("Shortcuts", "In the velocity lane; Shift begins one anywhere"),
        ),
        (
            translate("Shortcuts", "Delete a note"),
            translate("Shortcuts", "Double click on it"),
            translate("Shortcuts", "Or press on it with the eraser"),
        ),
        (
            translate("Shortcuts", "Menu of notes or bars"),
            translate("Shortcuts", "Right click"),
            translate("Shortcuts", "Split where the pointer is, roles, bars; or the Menu key"),
        ),
        (
            translate("Shortcuts", "Move the play position"),
            translate("Shortcuts", "Page Up, Page Down"),
            translate("Shortcuts", "By a bar; with Shift by a grid line"),
        ),
        (
            translate("Shortcuts", "Mark bars to write anew"),
            translate("Shortcuts", "Shift+drag in the ruler"),
            translate("Shortcuts", "Right click in it offers to do so"),
        ),
        (
            translate("Shortcuts", "Lock bars"),
            translate("Shortcuts", "Click or drag in the lock lane"),
            translate("Shortcuts", "There 1 to 4 lock harmony, melody, rhythm, dynamics; Delete unlocks"),
        ),
        (
            translate("Shortcuts", "Hear a pitch"),
            translate("Shortcuts", "Press a key of the keyboard"),
            translate("Shortcuts", "Slide to hear others"),
        ),
        (
            translate("Shortcuts", "Move the view"),
            translate("Shortcuts", "Drag with the middle button"),
            translate("Shortcuts", "Or arrow keys while nothing is selected"),
        ),
    )
