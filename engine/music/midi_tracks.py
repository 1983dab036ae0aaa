"""The events of a MIDI file by track, in the file's own ticks. Clips are made of them in `engine.music.midi_io`.

mido decodes every message. Only the walk over chunks and events is done here, because one bad chunk, key signature or
missing note-off must not cost the user the whole file.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import mido
from mido.midifiles.meta import build_meta_message

from engine.errors import InputError

MAX_FILE_BYTES = 200_000_000
DRUM_CHANNEL = 9
CHORD_LANE_TAG = (0x7D, *b"TatumFlow chords")
ATTACHMENT_TAG = b"\x7dTatumFlow data "
"""Begins an event with data that only TatumFlow reads; 0x7D is the maker's number that is free for all."""
GAP_MARKER = "(end)"
_TEXT, _TRACK_NAME, _MARKER, _END_OF_TRACK = 0x01, 0x03, 0x06, 0x2F
_SET_TEMPO, _TIME_SIGNATURE, _KEY_SIGNATURE, _SEQUENCER = 0x51, 0x58, 0x59, 0x7F
_TOLD_BYTES = 1 << 15
"""Progress is told no more often."""
# Data bytes that follow a system status byte; 0xF4, 0xF5 and the realtime bytes have none.
_SYSTEM_DATA_BYTES = {0xF1: 1, 0xF2: 2, 0xF3: 1}


@dataclass(slots=True)
class TrackEvents:
    """What one track chunk holds, in its own ticks."""

    note_events: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """channel * 128 + pitch -> (tick, velocity), velocity 0 for a note-off."""
    drum_notes: int = 0
    controllers: list[tuple[int, int, int]] = field(default_factory=list)
    programs: dict[int, int] = field(default_factory=dict)
    """channel -> the program that is set last before its first note (where none is, the first after it)."""
    tempi: list[tuple[int, int]] = field(default_factory=list)
    meters: list[tuple[int, int, int]] = field(default_factory=list)
    keys: list[tuple[int, str]] = field(default_factory=list)
    markers: list[tuple[int, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    attachments: list[bytes] = field(default_factory=list)
    name: str = ""
    chord_lane: bool = False
    end: int = 0


def parse_tracks(
    data: bytes, name: str, on_progress: Callable[[float], None] = lambda done: None
) -> tuple[int, int, list[TrackEvents]]:
    """File type, division and tracks of a file's bytes. `on_progress` is told the share that is read, and may raise to
    end it.
    """
    if len(data) > MAX_FILE_BYTES:
        raise InputError(
            "{name} is larger than {most} MB; choose another file.", name=name, most=MAX_FILE_BYTES // 1_000_000
        )
    if not data:
        raise InputError("{name} is empty; choose a MIDI file with notes in it.", name=name)
    # Some files are wrapped (RIFF, MacBinary): the header stands near the start, then.
    begin = data.find(b"MThd", 0, 512)
    if begin < 0:
        raise InputError("{name} is not a MIDI file; choose a .mid file.", name=name)
    if len(data) < begin + 14:
        raise InputError("{name} is cut off inside its header; get a complete copy.", name=name)
    header_size, file_type, _, division = struct.unpack_from(">LHHH", data, begin + 4)
    if division in (0, 0x8000) or (division & 0x8000 and not division & 0xFF):
        raise InputError("{name} states no time division, so its notes have no times; export it again.", name=name)
    tracks = list(_read_tracks(data, begin + 8 + header_size, on_progress))
    if not tracks:
        raise InputError("{name} holds no tracks; choose a MIDI file with notes in it.", name=name)
    return file_type, division, tracks


def _read_tracks(data: bytes, position: int, on_progress: Callable[[float], None]) -> Iterator[TrackEvents]:
    """Each track from `position` on. Foreign chunks and garbage between chunks are stepped over."""
    while position + 8 <= len(data):
        kind = data[position : position + 4]
        end = position + 8 + int.from_bytes(data[position + 4 : position + 8], "big")
        if kind == b"MTrk":
            begin = position + 8
            if end < len(data) and not data[end : end + 4].isalnum():
                # The length does not lead to a chunk, so it is wrong: the track reaches to the next one.
                following = data.find(b"MTrk", begin)
                end = following if following >= 0 else len(data)
            track, stop = _read_track(data, begin, min(end, len(data)), on_progress)
            yield track
            position = stop if data.startswith(b"MTrk", stop) else end
        elif kind.isalnum() and end <= len(data):
            position = end
        else:
            position = data.find(b"MTrk", position + 1)
            if position < 0:
                return


@lru_cache(maxsize=65536)
def _channel_message(message: bytes) -> mido.Message:
    """mido's reading of a channel message; cached, since most notes of a file repeat the same bytes."""
    return mido.Message.from_bytes(message)


def _read_track(data: bytes, position: int, end: int, on_progress: Callable[[float], None]) -> tuple[TrackEvents, int]:
    """The events of one track, and where reading stopped: after its end, or where the data ends inside an event."""
    track = TrackEvents()
    tick = 0
    status = 0
    clipped = bytes(min(value, 127) for value in range(256))
    note_events, sounding = track.note_events, set[int]()
    told = position
    try:
        while position < end:
            if position >= told:
                on_progress(position / len(data))
                told = position + _TOLD_BYTES
            delta = data[position]
            position += 1
            if delta & 0x80:
                delta &= 0x7F
                for _ in range(3):
                    value = data[position]
                    position += 1
                    delta = delta << 7 | value & 0x7F
                    if value < 0x80:
                        break
            tick += delta
            value = data[position]
            if value >= 0x80:
                position += 1
                if value == 0xFF:
                    kind = data[position]
                    size, position = _variable_int(data, position + 1)
                    if kind == _END_OF_TRACK:
                        break
                    if position + size > end:
                        tick -= delta
                        break
                    _read_meta(track, tick, kind, data[position : position + size])
                    position += size
                    continue
                if value >= 0xF0:
                    if value in (0xF0, 0xF7):
                        size, position = _variable_int(data, position)
                        position += size
                    else:
                        position += _SYSTEM_DATA_BYTES.get(value, 0)
                    continue
                status = value
            elif not status:
                position += 1  # a data byte before any status means nothing
                continue
            size = 1 if 0xC0 <= status < 0xE0 else 2
            if position + size > end:
                tick -= delta
                break
            message = _channel_message(bytes((status,)) + data[position : position + size].translate(clipped))
            position += size
            kind_name = message.type
            if kind_name == "note_on" or kind_name == "note_off":
                velocity = message.velocity if kind_name == "note_on" else 0
                if message.channel == DRUM_CHANNEL:
                    track.drum_notes += velocity > 0
                    continue
                key = message.channel * 128 + message.note
                if key in note_events:
                    note_events[key].append((tick, velocity))
                elif velocity:
                    note_events[key] = [(tick, velocity)]
                    sounding.add(message.channel)
            elif kind_name == "control_change" and message.control < 120 and message.channel != DRUM_CHANNEL:
                track.controllers.append((tick, message.control, message.value))
            elif kind_name == "program_change" and (
                message.channel not in sounding or message.channel not in track.programs
            ):
                track.programs[message.channel] = message.program
    except IndexError:
        pass  # the data ends inside an event: what came before it is kept
    track.end = tick
    return track, position


def _variable_int(data: bytes, position: int) -> tuple[int, int]:
    """A variable-length number and the position after it. Raises IndexError where the data ends inside it."""
    number = 0
    for _ in range(4):
        value = data[position]
        position += 1
        number = number << 7 | value & 0x7F
        if value < 0x80:
            break
    return number, position


def _read_meta(track: TrackEvents, tick: int, kind: int, data: bytes) -> None:
    if kind == _TEXT:
        track.texts.append(_decode_text(data))
    elif kind == _TRACK_NAME:
        track.name = track.name or _decode_text(data).strip()
    elif kind == _MARKER:
        track.markers.append((tick, _decode_text(data).strip()))
    elif kind == _SEQUENCER:
        track.chord_lane |= tuple(data) == CHORD_LANE_TAG
        if data.startswith(ATTACHMENT_TAG):
            track.attachments.append(data[len(ATTACHMENT_TAG) :])
    elif kind in (_SET_TEMPO, _TIME_SIGNATURE, _KEY_SIGNATURE):
        try:
            message = build_meta_message(kind, list(data), tick)
        except Exception:
            return  # mido raises many kinds of error for bad bytes; the event alone is dropped
        if kind == _SET_TEMPO and message.tempo > 0:
            track.tempi.append((tick, message.tempo))
        elif kind == _TIME_SIGNATURE and message.numerator > 0 and message.denominator <= 128:
            track.meters.append((tick, message.numerator, message.denominator))
        elif kind == _KEY_SIGNATURE:
            track.keys.append((tick, message.key))


def _decode_text(data: bytes) -> str:
    """Text of unknown encoding: UTF-8, else Korean (cp949) if all its foreign letters are Hangul, else latin-1."""
    data = data.rstrip(b"\0")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp949")
        if all(letter < "\x80" or "가" <= letter <= "힣" for letter in text):
            return text
    except UnicodeDecodeError:
        pass
    return data.decode("latin-1")
