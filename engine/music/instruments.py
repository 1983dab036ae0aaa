"""What the parts of a band's file play: leads, chords or bass, told from track names and General MIDI programs.

Programs are numbered from 0, as they are in the file (General MIDI System Level 1, MIDI Manufacturers Association).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.music.midi_tracks import TrackEvents
from engine.music.note import TICKS_PER_QUARTER, Note, Role

_ROLE_NAMES = {"lead": Role.LEAD, "melody": Role.LEAD, "chords": Role.CHORDS, "comp": Role.CHORDS, "bass": Role.BASS}
_WORD = re.compile(r"[^\W\d_]+")
# Words, or beginnings of words, as programs and people name their tracks.
_LEAD = (
    "lead", "melod", "solo", "soloist", "theme", "head", "vocal", "vox", "voice", "singer", "canto", "chant", "gesang",
    "singstimme", "soprano", "mezzo", "contralto", "alto", "tenor", "bariton", "sax", "trumpet", "tpt", "cornet",
    "flugel", "trombone", "clarinet", "flute", "oboe", "violin", "fiddle", "harmonica", "멜로디", "솔로", "보컬",
    "색소폰", "트럼펫", "플루트", "클라리넷",
)  # fmt: skip
_CHORDS = (
    "chord", "comp", "comping", "accomp", "rhythm", "guitar", "gtr", "strings", "pad", "backing", "화음", "코드",
    "반주", "기타",
)  # fmt: skip
_BASS = ("bass", "kontrabass", "contrabass", "contrebasse", "fretless", "베이스")
_KEYBOARD = (
    "piano", "klavier", "keys", "keyboard", "rhodes", "wurlitzer", "organ", "harpsichord", "epiano", "피아노", "건반",
    "오르간",
)  # fmt: skip
_WHOLE_WORDS = frozenset(("head", "comp", "alto", "tenor", "pad", "chant", "keys", "solo", "voice", "bass"))
"""Of these only the word itself counts: longer words that begin so mean other things (`headphones`, `bassoon`)."""
_HORNS = frozenset((*range(56, 61), *range(64, 80)))
_LEADS = frozenset((21, 22, 40, 41, *_HORNS, *range(80, 88)))
_CHORD_PROGRAMS = frozenset((*range(24, 32), *range(44, 46), *range(48, 53), 61, 62, 63, *range(88, 96)))
_BASSES = frozenset((*range(32, 40), 43, 58))


class Part(NamedTuple):
    """One instrument of a file: its track's name (empty where that is the title, or unknown), its program if any."""

    name: str
    program: int | None = None


def part_roles(parts: Sequence[Part]) -> list[Role | None]:
    """The role of each part; None where its instrument does not say, as a piano's does not.

    An instrument alone says nothing: what it plays is told from the notes (`engine.music.roles`). But a role's own
    name, as our files have it, counts alone as well.
    """
    if len(parts) < 2:
        return [_ROLE_NAMES.get(part.name.lower()) for part in parts]
    named = [_named(part.name) for part in parts]
    return [_role_of_program(part) if role is None else role for part, role in zip(parts, named, strict=True)]


@dataclass(frozen=True, slots=True)
class Parts:
    """The instruments of a file.

    Attributes:
        numbers: of the part to which the channel of a track belongs.
        roles: that each part states, if any.
    """

    numbers: dict[tuple[int, int], int]
    roles: list[Role | None]

    @staticmethod
    def of(tracks: Sequence[TrackEvents], *, named: bool) -> Parts:
        """The parts of tracks that sound together; unless `named`, the track's name is a title."""
        anywhere = {channel: program for track in reversed(tracks) for channel, program in track.programs.items()}
        numbers: dict[tuple[int, int], int] = {}
        parts: list[Part] = []
        for number, track in enumerate(tracks):
            channels = sorted({key >> 7 for key in track.note_events})
            programs = [track.programs.get(channel, anywhere.get(channel)) for channel in channels]
            # Where several instruments share a track, its name is none of theirs; else a second channel is no second
            # part, but for notes that overlap.
            apart = not named or len({program for program in programs if program is not None}) > 1
            for channel, program in zip(channels, programs, strict=True):
                if apart or channel == channels[0]:
                    parts.append(Part("" if apart else track.name, program))
                numbers[number, channel] = len(parts) - 1
        return Parts(numbers, part_roles(parts))

    @property
    def state_roles(self) -> bool:
        """Whether any part says what it plays."""
        return any(role is not None for role in self.roles)

    def with_roles(self, notes: Sequence[Note], parts: Sequence[int]) -> list[Note]:
        """Notes with roles; `parts` has each one's part."""
        import numpy as np

        from engine.music.roles import UNKNOWN, roles_beside, under_the_highest

        part = np.array(parts, np.int64)
        onset, end, pitch = (
            np.array([getattr(note, name) for note in notes], np.int64) for name in ("start", "end", "pitch")
        )
        stated = np.array([UNKNOWN if role is None else int(role) for role in self.roles], np.int8)[part]
        leads = np.flatnonzero(stated == Role.LEAD)
        if len(np.unique(part[leads])) > 1:
            stated[leads[under_the_highest(onset[leads] / TICKS_PER_QUARTER, pitch[leads])]] = Role.CHORDS
        roles = roles_beside(onset / TICKS_PER_QUARTER, end / TICKS_PER_QUARTER, pitch, stated)
        return [note.with_role(Role(role)) for note, role in zip(notes, roles.tolist(), strict=True)]


def is_instrument(name: str) -> bool:
    """Whether a track's name names what plays there, and so is no title of the music."""
    return _named(name) is not None or _says(name, _KEYBOARD)


def _role_of_program(part: Part) -> Role | None:
    """General MIDI's word, unless the name says that it is a keyboard or the file has left the program at 0."""
    if part.program is None or _says(part.name, _KEYBOARD):
        return None
    for role, programs in ((Role.BASS, _BASSES), (Role.LEAD, _LEADS), (Role.CHORDS, _CHORD_PROGRAMS)):
        if part.program in programs:
            return role
    return None


def _named(name: str) -> Role | None:
    """A bass clarinet and a lead guitar lead, a bass guitar is a bass; a piano solo is a whole texture."""
    if _says(name, ("solo",)) and _says(name, _KEYBOARD):
        return None
    lead, chords, bass = (_says(name, words) for words in (_LEAD, _CHORDS, _BASS))
    if lead:
        return Role.LEAD
    if bass:
        return Role.BASS
    return Role.CHORDS if chords else None


def _says(name: str, words: Sequence[str]) -> bool:
    return any(
        found == word or (word not in _WHOLE_WORDS and found.startswith(word))
        for found in _WORD.findall(name.lower())
        for word in words
    )
