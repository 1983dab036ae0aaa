"""Names of pitches, roles and grids for people, and notes in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import translate
from app.piano_roll.coords import position_text
from engine.music.grid import MeterMap
from engine.music.note import Note, Role
from engine.music.snapping import Snap

_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def pitch_name(pitch: int) -> str:
    """Name and octave, middle C (60) being C4."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def role_name(role: Role) -> str:
    """A role in the user's language."""
    names = {
        Role.LEAD: translate("PianoRoll", "Lead"),
        Role.CHORDS: translate("PianoRoll", "Chords"),
        Role.BASS: translate("PianoRoll", "Bass"),
    }
    return names[role]


def factor_name(factor: str) -> str:
    """A factor of the music in the user's language."""
    names = {
        "harmony": translate("PianoRoll", "Harmony"),
        "melody": translate("PianoRoll", "Melody"),
        "rhythm": translate("PianoRoll", "Rhythm"),
        "dynamics": translate("PianoRoll", "Dynamics"),
    }
    return names[factor]


def snap_name(snap: Snap) -> str:
    """A grid in the user's language."""
    names = {
        Snap.OFF: translate("PianoRoll", "Off"),
        Snap.BAR: translate("PianoRoll", "Bar"),
        Snap.BEAT: translate("PianoRoll", "Beat"),
        Snap.EIGHTH: translate("PianoRoll", "1/8"),
        Snap.EIGHTH_TRIPLET: translate("PianoRoll", "1/8 triplet"),
        Snap.SIXTEENTH: translate("PianoRoll", "1/16"),
        Snap.SIXTEENTH_TRIPLET: translate("PianoRoll", "1/16 triplet"),
        Snap.THIRTY_SECOND: translate("PianoRoll", "1/32"),
    }
    return names[snap]


def describe_notes(notes: Sequence[Note], meter: MeterMap) -> str:
    """Notes, in clip order, in words; empty for none."""
    if not notes:
        return ""
    if len(notes) == 1:
        note = notes[0]
        return translate("PianoRoll", "{pitch} · {role} · {position} · velocity {velocity}").format(
            pitch=pitch_name(note.pitch),
            role=role_name(note.role),
            position=position_text(meter, note.start),
            velocity=note.velocity,
        )
    pitches = [note.pitch for note in notes]
    return translate("PianoRoll", "{count} notes · {low}–{high} · {first}–{last}").format(
        count=len(notes),
        low=pitch_name(min(pitches)),
        high=pitch_name(max(pitches)),
        first=position_text(meter, notes[0].start),
        last=position_text(meter, notes[-1].start),
    )
