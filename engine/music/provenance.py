"""How a MIDI file tells how it was made: one readable text event, and beside it the music that it was made from, so
that the same notes can be written again. What the settings mean is told by `engine.generate.provenance`.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.music.clip import Clip
from engine.music.clip_json import clip_from_json, clip_to_json

GENERATOR = "TatumFlow"
_SOURCE = b"source "
MAX_SOURCE_BYTES = 200_000
"""A longer source is not attached: nobody wants a take that is larger than the song it came from."""
_MAX_UNPACKED_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a clip was made.

    Attributes:
        seed: of the job.
        mode: name of the mode, such as "continue".
        settings: all that the job was asked for, as `engine.generate.provenance.job_settings` writes it.
        checkpoint: short hash of the model.
        variation: which of the job's variations, from 0.
        edited: notes were changed by hand afterwards.
        source: the music that the job was given; None where the file does not hold it.
        name: what the user called the take.
    """

    seed: int
    mode: str
    settings: dict[str, Any] = field(default_factory=dict)
    checkpoint: str = ""
    variation: int = 0
    edited: bool = False
    source: Clip | None = None
    name: str = ""

    def written_by(self, checkpoint: str) -> bool:
        """Whether the model of this hash wrote it; a file that names the weights alone is taken at its word."""
        return checkpoint == self.checkpoint or checkpoint.startswith(f"{self.checkpoint}-")

    def text(self) -> str:
        """The text event."""
        plain: dict[str, Any] = {
            "generator": GENERATOR,
            "seed": self.seed,
            "checkpoint": self.checkpoint,
            "mode": self.mode,
            "settings": self.settings,
            "variation": self.variation,
        }
        if self.edited:
            plain["edited"] = True
        if self.name:
            plain["name"] = self.name
        # Foreign letters escaped: some programs ask what encoding a file is in that holds others.
        return json.dumps(plain, separators=(",", ":"))

    def attachments(self) -> tuple[bytes, ...]:
        """The source as an attachment for `engine.music.midi_io.write_clip`; none where there is no source."""
        if self.source is None:
            return ()
        plain = json.dumps(clip_to_json(self.source), ensure_ascii=False, separators=(",", ":"))
        data = _SOURCE + base64.b64encode(zlib.compress(plain.encode(), 9))
        return (data,) if len(data) <= MAX_SOURCE_BYTES else ()


def write_told(clip: Clip, path: Path, told: Provenance | None, name: str, *, by_role: bool = False) -> None:
    """Write `clip` as a MIDI file that tells how it was made; a DAW shows `name` on the track.

    Raises:
        ResourceError: if the file cannot be written.
    """
    from engine.music.midi_io import write_clip

    texts, attachments = ((), ()) if told is None else ((told.text(),), told.attachments())
    write_clip(replace(clip, name=name), path, by_role=by_role, texts=texts, attachments=attachments)


def read_provenance(path: Path) -> Provenance | None:
    """How the MIDI file at `path` was made; None where it does not say or says it in a way that cannot be read.

    Raises:
        InputError: for anything that cannot be read, or says something in no readable MIDI file.
    """
    from engine.music.midi_io import read_attachments  # brings mido, which only those who read files need

    texts, attachments = read_attachments(path, naming=GENERATOR.encode())
    for text in texts:
        found = _parsed(text)
        if found is not None:
            return replace(found, source=_source(attachments))
    return None


def _parsed(text: str) -> Provenance | None:
    if not text.startswith("{"):
        return None
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(plain, dict) or plain.get("generator") != GENERATOR:
        return None
    seed, mode, settings, variation = (plain.get(key) for key in ("seed", "mode", "settings", "variation"))
    if not (isinstance(seed, int) and seed >= 0 and isinstance(mode, str) and isinstance(settings, dict)):
        return None
    if not isinstance(variation, int) or not 0 <= variation < 16:
        return None
    return Provenance(
        seed,
        mode,
        settings,
        str(plain.get("checkpoint", "")),
        variation,
        plain.get("edited") is True,
        name=str(plain.get("name", "")),
    )


def _source(attachments: tuple[bytes, ...]) -> Clip | None:
    for data in attachments:
        if data.startswith(_SOURCE):
            try:
                packed = zlib.decompressobj()
                plain = packed.decompress(base64.b64decode(data[len(_SOURCE) :], validate=True), _MAX_UNPACKED_BYTES)
                return clip_from_json(json.loads(plain))
            except (binascii.Error, zlib.error, ValueError, TypeError, KeyError, AttributeError, InputError):
                return None
    return None
