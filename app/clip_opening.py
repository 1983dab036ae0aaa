"""What happens to a MIDI file on its way into the window: notes onto a bar grid, roles and chords; files that TatumFlow
wrote itself are told by what they say of themselves. Runs in the engine's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.i18n import translate
from engine.errors import Cancelled
from engine.music.beat_source import BeatSource
from engine.music.clip import Clip
from engine.music.harmony import with_harmony
from engine.music.meter import on_grid
from engine.music.midi_io import read_clip
from engine.music.provenance import Provenance, read_provenance
from engine.music.roles import with_roles


@dataclass(frozen=True, slots=True)
class Opened:
    """A clip for the roll.

    `played` says that it lies on the beats that are heard in it, not on those of its file, `drums` that its file has
    some, which were left out.
    """

    clip: Clip
    played: bool
    drums: bool = False


def open_clip(
    path: Path, progress: Callable[[float, str], None], cancel: threading.Event, beats: BeatSource = "auto"
) -> Opened:
    """Read `path` for the roll, on the beats of `beats`.

    Raises:
        TatumFlowError: if the file cannot be used.
        Cancelled: if `cancel` was set meanwhile.
    """

    def stage(done: float, name: str) -> None:
        if cancel.is_set():
            raise Cancelled
        progress(done, name)

    drums: list[int] = []
    read = read_clip(
        path, lambda done: stage(0.15 * done, translate("Stage", "Reading the file…")), on_drums=drums.append
    )
    stage(0.15, translate("Stage", "Finding the beat…"))
    clip = on_grid(read, lambda done: stage(0.15 + 0.55 * done, translate("Stage", "Finding the beat…")), beats)
    played = clip is not read
    stage(0.70, translate("Stage", "Telling the hands apart…"))
    clip = with_roles(clip)
    stage(0.80, translate("Stage", "Naming the chords…"))
    clip = with_harmony(clip)
    if cancel.is_set():
        raise Cancelled
    return Opened(clip, played, bool(drums))


def open_own_take(path: Path) -> tuple[Clip, Provenance] | None:
    """The take in a file of our own, and how it was made; None for a file that does not hold what it was made from.

    Where the file holds the prompt in front of the take, only the take is given.

    Raises:
        InputError: if the file is no readable MIDI file with notes.
    """
    found = read_provenance(path)
    if found is None or found.source is None:
        return None
    clip = read_clip(path)
    if found.settings.get("only_generated") is False and found.source.length < clip.length:
        clip = clip.slice_ticks(found.source.length, clip.length)
    return with_roles(clip), found
