"""What takes are called, on their cards, in menus and as files."""

from __future__ import annotations

import re

from app.document import Take
from app.i18n import translate
from engine.music.note import Role


def take_name(number: int) -> str:
    """What a take without a name of its own is called."""
    return translate("Take", "Take {number}").format(number=number)


def take_title(take: Take) -> str:
    """What a take is called."""
    return take.name or take_name(take.number)


def safe_stem(name: str) -> str:
    """`name` as the name of a file without its ending: without the signs that file systems refuse; may be empty."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "-", name).strip(" .")[:80]


def file_stem(take: Take) -> str:
    """Name of a take's file without its ending; untranslated where the user gave none. DAWs name the track after it."""
    return safe_stem(take.name) or f"Take {take.number}"


def role_file_stem(take: Take, role: Role) -> str:
    """Name of the file of one role of a take, without its ending; untranslated, as `file_stem`."""
    return f"{file_stem(take)} - {role.name.lower()}"
