"""The rows of the table of actions that deal with projects, prompts and takes; `app.actions` puts them in menus."""

from __future__ import annotations

from app.actions import ActionId, ActionSpec, Menu
from app.i18n import translate


def file_actions() -> tuple[ActionSpec, ...]:
    """The File menu above Settings."""
    a, m = ActionId, Menu.FILE
    return (
        ActionSpec(
            a.NEW_PROJECT,
            m,
            translate("Action", "&New Project"),
            translate("Action", "Begin with an empty project"),
            ("Ctrl+N",),
        ),
        ActionSpec(
            a.OPEN,
            m,
            translate("Action", "&Open…"),
            translate("Action", "Open a MIDI file as a prompt, or a project"),
            ("Ctrl+O",),
            "open",
        ),
        ActionSpec(
            a.DEMO,
            m,
            translate("Action", "Open &Demo Prompt"),
            translate("Action", "Open the short prompt that comes with TatumFlow"),
            ("Ctrl+Shift+D",),
            "demo",
        ),
        ActionSpec(
            a.DRAW_PROMPT,
            m,
            translate("Action", "Dra&w a Prompt"),
            translate("Action", "Begin an empty prompt and draw its notes in the piano roll"),
            ("Ctrl+Shift+N",),
            "draw",
        ),
        ActionSpec(
            a.SAVE_PROJECT,
            m,
            translate("Action", "&Save Project"),
            translate("Action", "Save prompts, takes and settings as a project"),
            ("Ctrl+S",),
            separator_before=True,
        ),
        ActionSpec(
            a.SAVE_PROJECT_AS,
            m,
            translate("Action", "Save Project &As…"),
            translate("Action", "Save the project under another name"),
            ("Ctrl+Shift+S",),
        ),
        ActionSpec(
            a.EXPORT,
            m,
            translate("Action", "&Export Take as MIDI…"),
            translate("Action", "Save the take that is shown as a MIDI file"),
            ("Ctrl+E",),
            "export",
            separator_before=True,
        ),
        ActionSpec(
            a.EXPORT_ROLES,
            m,
            translate("Action", "Export One &File for Each Role…"),
            translate("Action", "Save lead, chords and bass of the take as MIDI files of their own"),
        ),
        ActionSpec(
            a.EXPORT_AUDIO,
            m,
            translate("Action", "Export Take as A&udio…"),
            translate("Action", "Save how the take sounds as WAV, MP3 or FLAC"),
            ("Ctrl+Shift+E",),
        ),
        ActionSpec(
            a.SHOW_IN_FOLDER,
            m,
            translate("Action", "Show Take in File Mana&ger"),
            translate("Action", "Open the folder that holds the take's file"),
        ),
    )


def prompt_actions() -> tuple[ActionSpec, ...]:
    """What the Generate menu does with the prompts of a project."""
    a, m = ActionId, Menu.GENERATE
    return (
        ActionSpec(
            a.NEXT_PROMPT,
            m,
            translate("Action", "Ne&xt Prompt"),
            translate("Action", "Work on the next prompt of the project"),
            ("Ctrl+PgDown",),
            separator_before=True,
        ),
        ActionSpec(
            a.PREVIOUS_PROMPT,
            m,
            translate("Action", "Pre&vious Prompt"),
            translate("Action", "Work on the prompt before this one"),
            ("Ctrl+PgUp",),
        ),
        ActionSpec(
            a.REREAD_BARS,
            m,
            translate("Action", "Read the &Bars the Other Way"),
            translate(
                "Action",
                "Put the prompt on its file's own bars in place of those that are heard in the playing, or the other "
                "way round",
            ),
            ("Ctrl+Shift+B",),
        ),
    )


def take_actions() -> tuple[ActionSpec, ...]:
    """What the Edit menu does to takes, after starring."""
    a, m = ActionId, Menu.EDIT
    return (
        ActionSpec(
            a.RENAME_TAKE,
            m,
            translate("Action", "Rena&me Take…"),
            translate("Action", "Give the take that is shown a name of its own"),
            ("F2",),
        ),
        ActionSpec(
            a.COPY_TAKE,
            m,
            translate("Action", "Cop&y Take as a File"),
            translate("Action", "Put the take's MIDI file on the clipboard"),
            ("Ctrl+Shift+C",),
        ),
        ActionSpec(
            a.DELETE_TAKE,
            m,
            translate("Action", "D&elete Take"),
            translate("Action", "Delete the take that is shown; undo brings it back"),
            ("Ctrl+Delete", "Ctrl+Backspace"),
        ),
        ActionSpec(
            a.BRING_BACK_TAKES,
            m,
            translate("Action", "&Bring Back Deleted Takes"),
            translate("Action", "Put every deleted take of this project back"),
        ),
    )


def listening_actions() -> tuple[ActionSpec, ...]:
    """The Transport menu after looping."""
    a, m = ActionId, Menu.TRANSPORT
    return (
        ActionSpec(
            a.COMPARE,
            m,
            translate("Action", "&Compare (A/B)"),
            translate("Action", "Go back and forth between the last two takes shown, while the music goes on"),
            ("A",),
            separator_before=True,
        ),
        ActionSpec(
            a.AUDITION,
            m,
            translate("Action", "Loop the &Take With Its Lead-In"),
            translate("Action", "Play the take over and over, from two bars of its prompt on"),
            ("Shift+Space",),
        ),
        ActionSpec(
            a.METRONOME,
            m,
            translate("Action", "&Metronome"),
            translate("Action", "Click on every beat while playing"),
            ("C",),
            "metronome",
            checkable=True,
            separator_before=True,
        ),
        ActionSpec(
            a.COUNT_IN,
            m,
            translate("Action", "C&ount-In"),
            translate("Action", "Click one bar before playing begins"),
            ("Shift+C",),
            checkable=True,
        ),
    )
