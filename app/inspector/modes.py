"""The modes as the user meets them: what each is called, what it does, and which controls matter to it."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import translate


@dataclass(frozen=True, slots=True)
class ModeSpec:
    """One mode.

    Attributes:
        mode: its name in the settings and on the command line.
        title: what the picker says.
        hint: one sentence on what it does.
        controls: names of the controls that it listens to, beside styles, texture, sampling and the number of takes,
            which all do.
    """

    mode: str
    title: str
    hint: str
    controls: frozenset[str]


def mode_table() -> tuple[ModeSpec, ...]:
    """All modes in the order they are offered, in the user's language."""
    return (
        ModeSpec(
            "continue",
            translate("Mode", "Continue"),
            translate("Mode", "Go on where the prompt ends, over the chords of the lane if there are any."),
            frozenset(("prompt", "bars", "creativity", "chords")),
        ),
        ModeSpec(
            "infill",
            translate("Mode", "Rewrite bars"),
            translate("Mode", "Write the chosen bars anew; all others stay note for note."),
            frozenset(("prompt", "redo", "creativity", "chords", "locks")),
        ),
        ModeSpec(
            "improvise",
            translate("Mode", "Improvise"),
            translate("Mode", "Play what is shown once more, as far away from it as Creativity says."),
            frozenset(("prompt", "creativity", "chords", "locks")),
        ),
        ModeSpec(
            "transfer",
            translate("Mode", "Change the style"),
            translate("Mode", "Play what is shown in the mixed styles; it stays the same tune."),
            frozenset(("prompt", "strength", "locks")),
        ),
        ModeSpec(
            "reharmonize",
            translate("Mode", "Reharmonise"),
            translate("Mode", "Put the melody over the chords of the lane."),
            frozenset(("prompt", "creativity", "chords")),
        ),
        ModeSpec(
            "solo",
            translate("Mode", "Solo over chords"),
            translate("Mode", "Improvise one part over the chords of the lane, without a prompt."),
            frozenset(("bars", "role", "creativity", "chords", "place")),
        ),
        ModeSpec(
            "pattern",
            translate("Mode", "Pattern"),
            translate("Mode", "A short pattern of one part: a lick, a comping figure, a bass line."),
            frozenset(("bars", "role", "creativity", "chords", "place")),
        ),
        ModeSpec(
            "song",
            translate("Mode", "Song"),
            translate("Mode", "A whole form: a tune or solos, chords and bass over one harmony."),
            frozenset(("form", "creativity", "chords", "place")),
        ),
    )
